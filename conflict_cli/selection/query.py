"""A query as data, and its words resolved to the keys of one ledger: what a name matches is decided here, once."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from conflict_cli.record.dates import Period
from conflict_cli.record.incident import Incident, Ledger, Names
from conflict_cli.record.names import did_you_mean, resolve

EXCLUDED = "not:"


class Query(Struct, frozen=True):
    """What is asked for. The words of one field are alternatives, the fields narrow each other; `not:` excludes.

    `victims` asks for the figures of one group of people, `min_killed` for incidents whose best figure of the killed is
    at least this. An empty query asks for everything.
    """

    towns: tuple[str, ...] = ()
    governorates: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    period: Period = Period()
    victims: str | None = None
    min_killed: int | None = None


class Unmatched(Struct, frozen=True):
    """A word of a query that no name in the ledger matches, and the names that are spelt like it."""

    field: str
    word: str
    hint: str = ""


class Wanted(Struct, frozen=True):
    """The keys that a field of a query asks for; None asks for all but the excluded ones."""

    keys: frozenset[str] | None = None
    excluded: frozenset[str] = frozenset()

    def holds(self, key: str) -> bool:
        """Whether this key is asked for."""
        return (self.keys is None or key in self.keys) and key not in self.excluded

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self.keys is None and not self.excluded


class Asked(Struct, frozen=True):
    """A query with its words resolved to the keys of one ledger."""

    query: Query
    places: Wanted
    governorates: Wanted
    sources: Wanted
    actors: Wanted
    types: Wanted
    targets: Wanted

    @property
    def is_by_date(self) -> bool:
        """Whether an incident is picked by its date."""
        return self.query.period != Period()

    @property
    def is_by_place(self) -> bool:
        """Whether an incident is picked by its place."""
        return self.places.keys is not None

    def holds_governorate(self, name: str | None) -> bool:
        """Whether a place in this governorate, or in none, is asked for."""
        return holds_optional(self.governorates, name)


class Occurring(Struct, frozen=True):
    """The types and targets that incidents have, told when they are asked for."""

    types: Callable[[], Iterable[str]]
    targets: Callable[[], Iterable[str | None]]


class Known(Struct, frozen=True):
    """What a file names: its nouns, as a ledger has them, and the types and targets of its incidents."""

    ledger: Names
    occurring: Occurring
    incidents: tuple[Incident, ...] = ()


def occurring_in(ledger: Ledger) -> Occurring:
    """The types and targets of a ledger's incidents."""
    return Occurring(
        lambda: (incident.type for incident in ledger.incidents),
        lambda: (incident.target for incident in ledger.incidents),
    )


def in_words(query: Query, data_set: str | None = None) -> Iterator[str]:
    """What is asked for, a phrase for each condition; nothing where everything is. A data set cites its sources."""
    said = ("citing {}", "not citing {}") if data_set else ("as reported by {}", "without what {} reports")
    named = ("naming {} as a side or a victim", "not naming {}") if data_set else ("attributed to {}", "not by {}")
    phrases = (
        (query.towns, "in {}", "not in {}"),
        (query.governorates, "in the governorate {}", "not in the governorate {}"),
        (query.sources, *said),
        (query.actors, *named),
        (query.types, "of the type {}", "not of the type {}"),
        (query.targets, "with the target {}", "without the target {}"),
        (query.words, "with the words {}", "without the words {}"),
    )
    for words, asked, left_out in phrases:
        if wanted := [word for word in words if not word.startswith(EXCLUDED)]:
            yield asked.format(" or ".join(wanted))
        if excluded := [word.removeprefix(EXCLUDED) for word in words if word.startswith(EXCLUDED)]:
            yield left_out.format(" or ".join(excluded))
    yield from _days_in_words(query.period)
    if query.victims:
        yield f"figures of the {query.victims.replace('_', ' ')} alone"
    if query.min_killed is not None:
        yield f"{query.min_killed} or more killed"


def _days_in_words(period: Period) -> Iterator[str]:
    everything = Period()
    if period.first == period.last:
        yield f"on {period.first}"
    elif period.first != everything.first and period.last != everything.last:
        yield f"from {period.first} to {period.last}"
    elif period.first != everything.first:
        yield f"since {period.first}"
    elif period.last != everything.last:
        yield f"until {period.last}"


def resolved(names: Names, query: Query, unmatched: list[Unmatched], occurring: Occurring) -> Asked:
    """The query in the keys of this ledger; the words that match nothing are added to `unmatched`."""

    def plain(words: Iterable[str | None]) -> dict[str, tuple[str, ...]]:
        return {word: (word,) for word in words if word is not None}

    def wanted(field: str, words: Collection[str], named: Callable[[], Mapping[str, tuple[str, ...]]]) -> Wanted:
        return _wanted(field, words, named(), unmatched) if words else Wanted()

    return Asked(
        query,
        places=wanted("town", query.towns, lambda: named_places(names)),
        governorates=wanted(
            "governorate",
            query.governorates,
            lambda: plain(place.governorate for place in names.places.values()),
        ),
        sources=wanted("source", query.sources, lambda: named_sources(names)),
        actors=wanted("actor", query.actors, lambda: named_actors(names)),
        types=wanted("type", query.types, lambda: plain(occurring.types())),
        targets=wanted("target", query.targets, lambda: plain(occurring.targets())),
    )


def named_places(names: Names) -> dict[str, tuple[str, ...]]:
    """All that each place is called, by its key."""
    return {key: (place.name, *place.aliases, key) for key, place in names.places.items()}


def named_sources(names: Names) -> dict[str, tuple[str, ...]]:
    """All that each source is called, by its key."""
    return {key: (source.name, *source.aliases, key) for key, source in names.sources.items()}


def named_actors(names: Names) -> dict[str, tuple[str, ...]]:
    """All that each actor is called, by its key."""
    return {key: (actor.name, *actor.aliases, key) for key, actor in names.actors.items()}


def _wanted(
    field: str, words: Iterable[str], named: Mapping[str, tuple[str, ...]], unmatched: list[Unmatched]
) -> Wanted:
    keys: set[str] = set()
    excluded: set[str] = set()
    is_positive = False
    for word in words:
        is_positive |= not word.startswith(EXCLUDED)
        plain = word.removeprefix(EXCLUDED)
        found = resolve(plain, named)
        if not found:
            unmatched.append(Unmatched(field, plain, did_you_mean(plain, _shown_names(named))))
        (excluded if word.startswith(EXCLUDED) else keys).update(found)
    return Wanted(frozenset(keys) if is_positive else None, frozenset(excluded))


def _shown_names(named: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """For everything that is a name, the name shown for it."""
    return {name: every[0] for every in named.values() for name in every}


def holds_optional(wanted: Wanted, key: str | None) -> bool:
    """Whether this key, or that there is none, is asked for."""
    return wanted.is_all or (wanted.keys is None if key is None else wanted.holds(key))
