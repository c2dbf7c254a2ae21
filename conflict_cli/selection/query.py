"""A query as data, and its words resolved to the keys of one ledger, once for each query."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.record.areas import Area
from conflict_cli.record.dates import Period
from conflict_cli.record.geography import Geography
from conflict_cli.record.incident import CONFIDENCES, PARTS, Incident, Ledger, Names
from conflict_cli.record.names import MOST_SUGGESTED
from conflict_cli.record.phrases import SAID_OTHERWISE, group_name
from conflict_cli.record.type_names import TYPES
from conflict_cli.selection.misplaced import Unmatched, Vocabulary, told

EXCLUDED = "not:"

Key = Any
"""The key of a noun, a governorate with its country, or a word."""


class Query(Struct, frozen=True):
    """The words and days to look for. Words of one field are alternatives, fields narrow each other, `not:` excludes.

    `victims` asks for the figures of one group of people, `min_killed` for incidents whose best figure of killed is at
    least this, `confidences` for attributions that are so firm. `possible` counts incidents that only may belong, in
    the high. `as_of` asks for what had been published at the end of that day. An empty query asks for everything.
    """

    towns: tuple[str, ...] = ()
    governorates: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    confidences: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    period: Period = Period()
    victims: str | None = None
    min_killed: int | None = None
    possible: bool = False
    as_of: date | None = None


class Wanted(Struct, frozen=True):
    """The keys that one field of a query asks for; None asks for all but the excluded ones."""

    keys: frozenset[Key] | None = None
    excluded: frozenset[Key] = frozenset()

    def holds(self, key: Key) -> bool:
        """Say whether this key is asked for."""
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
    countries: Wanted
    sources: Wanted
    actors: Wanted
    confidences: Wanted
    types: Wanted
    targets: Wanted


class Occurring(Struct, frozen=True):
    """The types, targets and ids that occur in incidents; each is a function, since looking for them takes time."""

    types: Callable[[], Iterable[str]]
    targets: Callable[[], Iterable[str | None]]
    ids: Callable[[], Iterable[str]] = tuple


class Known(Struct, frozen=True):
    """The names in a file, the types and targets that occur, and its incidents, unless they stay with the engine."""

    names: Names
    occurring: Occurring
    incidents: tuple[Incident, ...] = ()


def occurring_in(ledger: Ledger) -> Occurring:
    """Return the types, targets and ids that occur in a ledger."""
    types, targets, ids = (partial(map, attrgetter(name), ledger.incidents) for name in ("type", "target", "id"))
    return Occurring(types, targets, ids)


def in_words(query: Query, data_set: str | None = None) -> Iterator[str]:
    """Yield a phrase for each condition of the query; sources and actors of a data set are worded differently."""
    said = ("citing {}", "not citing {}") if data_set else ("as reported by {}", "without what {} reports")
    named = ("naming {} as a side or a victim", "not naming {}") if data_set else ("attributed to {}", "not by {}")
    phrases = (
        (query.towns, "in {}", "not in {}"),
        (query.governorates, "in the governorate {}", "not in the governorate {}"),
        (query.countries, "in the country {}", "not in the country {}"),
        (query.sources, *said),
        (query.actors, *named),
        (query.confidences, "with attributions that are {}", "without attributions that are {}"),
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
        yield f"figures of the {group_name(query.victims)} alone"
    if query.min_killed is not None:
        yield f"{query.min_killed} or more killed by the best figure"
    if query.possible:
        yield "with all that may belong to it"
    if query.as_of:
        yield f"as published by {query.as_of}"


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


def resolved(
    names: Names, geography: Geography, query: Query, unmatched: list[Unmatched], occurring: Occurring
) -> Asked:
    """Return the query in the keys of this ledger; words that match nothing are added to `unmatched`."""
    vocabulary = _vocabulary(names, geography, occurring)

    def wanted(field: str, words: Collection[str]) -> Wanted:
        return _wanted(field, words, vocabulary, unmatched) if words else Wanted()

    return Asked(
        query,
        places=wanted("town", query.towns),
        governorates=wanted("governorate", query.governorates),
        countries=wanted("country", query.countries),
        sources=wanted("source", query.sources),
        actors=wanted("actor", query.actors),
        confidences=wanted("confidence", query.confidences),
        types=wanted("type", query.types),
        targets=wanted("target", query.targets),
    )


def _vocabulary(names: Names, geography: Geography, occurring: Occurring) -> Vocabulary:
    """Return the names in each field of a query, by their keys."""
    return Vocabulary(
        {
            "town": partial(named_places, names),
            "source": partial(named_sources, names),
            "actor": partial(named_actors, names),
            "target": partial(_named_by_themselves, occurring.targets),
            "governorate": partial(named_governorates, geography),
            "country": partial(getattr, geography, "countries"),
            "type": partial(_named_by_themselves, lambda: (*occurring.types(), *TYPES)),
            "confidence": partial(_named_by_themselves, lambda: CONFIDENCES),
            "victims": _named_victims,
            "id": partial(_named_by_themselves, occurring.ids),
        }
    )


def named_places(names: Names) -> dict[str, tuple[str, ...]]:
    """Return every name of each place, by its key."""
    return {key: (place.name, *place.aliases, key) for key, place in names.places.items()}


def named_governorates(geography: Geography) -> dict[Area, tuple[str, ...]]:
    """Return every name of each governorate, alone and with its country."""
    return {
        area: (
            *names,
            *(f"{names[0]} {country}" for country in geography.countries.get(area.country, ())),
            geography.named_area(area),
        )
        for area, names in geography.areas.items()
    }


def named_sources(names: Names) -> dict[str, tuple[str, ...]]:
    """Return every name of each source, by its key."""
    return {key: (source.name, *source.aliases, key) for key, source in names.sources.items()}


def named_actors(names: Names) -> dict[str, tuple[str, ...]]:
    """Return every name of each actor, by its key."""
    return {key: (actor.name, *actor.aliases, key) for key, actor in names.actors.items()}


def _named_by_themselves(words: Callable[[], Iterable[str | None]]) -> dict[str, tuple[str, ...]]:
    return {word: (word,) for word in words() if word is not None}


def _named_victims() -> dict[str, tuple[str, ...]]:
    """Return every name of each group of people, those that are only suggested too."""
    return {
        part: (part, *(said for said, stands_for in SAID_OTHERWISE.items() if stands_for == part)) for part in PARTS
    }


def _wanted(field: str, words: Iterable[str], vocabulary: Vocabulary, unmatched: list[Unmatched]) -> Wanted:
    keys: set[Key] = set()
    excluded: set[Key] = set()
    is_positive = False
    resolver = vocabulary.resolver(field)
    for word in words:
        is_positive |= not word.startswith(EXCLUDED)
        plain = word.removeprefix(EXCLUDED)
        found = resolver.find(plain)
        if not found:
            is_worth_it = len(unmatched) < MOST_SUGGESTED and bool(plain)
            one = told(field, plain, vocabulary) if is_worth_it else Unmatched(field, plain)
            unmatched.append(replace(one, is_excluded=plain != word))
        (excluded if word.startswith(EXCLUDED) else keys).update(found)
    return Wanted(frozenset(keys) if is_positive else None, frozenset(excluded))


def holds_optional(wanted: Wanted, key: str | None) -> bool:
    """Say whether this key is asked for; None stands for an incident without one."""
    return wanted.is_all or (wanted.keys is None if key is None else wanted.holds(key))


def holds_any(wanted: Wanted, keys: Collection[str]) -> bool:
    """Say whether one of the keys is asked for and none is excluded: a figure of several cannot be split."""
    is_named = wanted.keys is None or not wanted.keys.isdisjoint(keys)
    return is_named and wanted.excluded.isdisjoint(keys)
