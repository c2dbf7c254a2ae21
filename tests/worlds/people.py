"""Random worlds of people, and the ledger that a careful curator would write of them.

In such a world everybody's town and day of death are known, so that for any selection of incidents the true number of
the reported dead can be counted and held against the sum that the ledger gives.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from random import Random

from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.record.dates import Period, When, parse_when
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import Actor, Attribution, Incident, Ledger, Place, Report, Source
from conflict_cli.selection.query import Query

START = date(2018, 4, 28)
DAYS = 6
TOWNS = {"rastan": "Homs", "talbissah": "Homs", "hass": "Idlib", "idlib": "Idlib"}
PLACES = {
    **{key: Place(key, key.title(), kind="town", governorate=governorate) for key, governorate in TOWNS.items()},
    "north": Place("north", "northern Homs", kind="region", governorate="Homs"),
    "syria": Place("syria", "Syria", kind="country"),
}
IN_REGION = {"north": ("rastan", "talbissah"), "syria": (*TOWNS, "unnamed")}
SOURCES = ("sohr", "memo", "un")
VAGUE_PLACES = {
    **{key: replace(place, country="Syria") for key, place in PLACES.items()},
    "homs": Place("homs", "Homs", kind="governorate", country="Syria"),
    "clinic": Place("clinic", "Clinic", kind="site", within=("rastan",)),
    "camp": Place("camp", "Camp", kind="camp", governorate="Homs"),
    "iraq": Place("iraq", "Iraq", kind="country"),
}
VAGUER = {
    "rastan": ("clinic", "north", "homs", "syria"),
    "talbissah": ("camp", "north", "homs", "syria"),
    "hass": ("syria",),
    "idlib": ("syria",),
}
"""What a curator may name in place of a town. The camp is in Talbissah, which nobody says."""
ACTORS = ("russia", "government")
KINDS = ("air-drone-strike", "armed-clash", "attack")


@dataclass(frozen=True)
class Person:
    number: int
    town: str
    day: date
    is_child: bool


@dataclass(eq=False)
class Happening:
    """An incident as it truly was: who died in it."""

    id: str
    people: set[Person]
    part_of: str | None = None
    overlaps: list[str] = field(default_factory=list)
    distinct_from: list[str] = field(default_factory=list)


@dataclass
class World:
    people: list[Person]
    happenings: dict[str, Happening]
    ledger: Ledger

    def truth(self, ids, is_meant=lambda person: True):
        """How many people in these incidents there truly are, of those that are meant."""
        everyone = set().union(*(self.happenings[name].people for name in ids)) if ids else set()
        return sum(1 for person in everyone if is_meant(person))


def make_world(random: Random) -> World:
    towns = [*TOWNS, "unnamed"]
    people = [
        Person(number, random.choice(towns), START + timedelta(random.randrange(DAYS)), random.random() < 0.4)
        for number in range(random.randint(4, 14))
    ]
    happenings = {}
    for number in range(random.randint(1, 7)):
        happening = Happening(f"i{number}", _those_hit(random, people))
        happenings[happening.id] = happening
    add_tolls(random, people, happenings)
    declare_links(random, happenings)
    sources = {key: Source(key, key.upper()) for key in SOURCES}
    incidents = tuple(_entry(random, one) for one in happenings.values())
    return World(people, happenings, Ledger("made.yaml", {}, sources, PLACES, {}, incidents))


def _those_hit(random, people):
    """The dead of one event: some of those of one town, or of some towns, on some days; often a chain of sharers."""
    towns = random.sample([*TOWNS, "unnamed"], random.choice([1, 1, 1, 2, 3]))
    first = random.randrange(DAYS)
    days = [START + timedelta(day) for day in range(first, min(DAYS, first + random.choice([1, 2, 3])))]
    near = [person for person in people if person.town in towns and person.day in days]
    return {person for person in near if random.random() < 0.7}


def add_tolls(random, people, happenings):
    """Tolls that hold some of the incidents before them, tolls among these, and people of no other incident."""
    for number in range(random.choice([0, 1, 2, 2, 3, 3])):
        loose = [one for one in happenings.values() if one.part_of is None]
        parts = random.sample(loose, random.randint(0, min(3, len(loose))))
        others = {person for person in people if random.random() < random.choice([0, 0.1, 0.3])}
        toll = Happening(f"toll{number}", others.union(*(part.people for part in parts)))
        for part in parts:
            part.part_of = toll.id
        happenings[toll.id] = toll


def _entry(random, happening):
    """The incident as the curator enters it."""
    places, and_elsewhere = _named_places(random, happening.people)
    governorates = {TOWNS.get(person.town) for person in happening.people}
    nearby = len(governorates) == 1 and None not in governorates and random.random() < 0.15
    if nearby:  # in the place named or in another of its governorate
        places, and_elsewhere = (random.choice([key for key in TOWNS if TOWNS[key] in governorates]),), False
    reports = tuple(
        Report(source, killed=_figure(random, happening.people))
        for source in random.sample(SOURCES, random.choice([1, 1, 2, 3]))
    )
    return Incident(
        happening.id,
        happening.id,
        _dated(random, happening.people),
        places,
        and_elsewhere,
        nearby,
        reports=reports,
        overlaps=tuple(happening.overlaps),
        part_of=happening.part_of,
        distinct_from=tuple(happening.distinct_from),
    )


def _named_places(random, people):
    towns = sorted({person.town for person in people})
    for region in ("north", "syria"):
        if towns and set(towns) <= set(IN_REGION[region]) and random.random() < 0.25:
            return (region,), False
    named = tuple(town for town in towns if town in PLACES and random.random() < 0.85)
    and_elsewhere = len(named) < len(towns) or random.random() < 0.1
    extra = tuple(key for key in TOWNS if key not in named and random.random() < 0.1)
    return named + extra, and_elsewhere or not named + extra


def _dated(random, people) -> When:
    days = [person.day for person in people] or [START]
    first = max(START, min(days) - timedelta(random.choice([0, 0, 0, 1])))
    last = max(days) + timedelta(random.choice([0, 0, 0, 1]))
    if random.random() < 0.1:
        return parse_when("2018")
    return parse_when(first.isoformat() if first == last else f"{first}/{last}")


def _figure(random, people):
    """A figure whose bounds are right, or none."""
    if random.random() < 0.1:
        return None
    children = {person for person in people if person.is_child}
    parts = {"children": _bounds(random, len(children))} if random.random() < 0.6 else {}
    return Figure(*_numbers(random, len(people)), parts=parts)


def _bounds(random, number):
    return Figure(*_numbers(random, number))


def _numbers(random, number):
    low = max(0, number - random.choice([0, 0, 0, 1, 3]))
    if random.random() < 0.2:
        return low, low, low, True
    high = number + random.choice([0, 0, 1, 3])
    return low, random.randint(low, high), high, False


def declare_links(random, happenings):
    """Declares enough for all that is true: each person counted twice is explained by some declared overlap.

    A pair explains a person whom both its ends count, for those two, for what holds them and for what lies inside
    them: so the curator may say it of the tolls or of their parts, and need not say it twice. Some overlaps are
    declared that are none, and some incidents said to be distinct that are.
    """
    declared = []
    for one, other in combinations(happenings.values(), 2):
        if other.id in _upwards(one, happenings) or one.id in _upwards(other, happenings):
            continue
        for person in sorted(one.people & other.people, key=lambda person: person.number):
            pairs = [
                (a, b)
                for a in _related(one, happenings)
                for b in _related(other, happenings)
                if person in a.people & b.people and _are_unrelated(a, b, happenings)
            ]
            if not any(pair in declared or pair[::-1] in declared for pair in pairs):
                declared.append(random.choice(pairs))
        if not one.people & other.people and random.random() < 0.1:
            (one.overlaps if random.random() < 0.4 else one.distinct_from).append(other.id)
    for a, b in declared:
        if b.id not in a.overlaps:
            a.overlaps.append(b.id)


def _related(happening, happenings):
    """It, all that hold it, and all that it holds."""
    above = [happenings[name] for name in _upwards(happening, happenings)]
    below = [other for other in happenings.values() if happening.id in _upwards(other, happenings)]
    return above + [other for other in below if other is not happening]


def _are_unrelated(a, b, happenings):
    return a.id not in _upwards(b, happenings) and b.id not in _upwards(a, happenings)


def _upwards(happening, happenings):
    found = [happening.id]
    while (container := happenings[found[-1]].part_of) is not None:
        found.append(container)
    return found


@dataclass
class Vague:
    """A world of which the curator knows less, and what is true of it: who killed each person, and what happened."""

    world: World
    actors: dict[Person, frozenset[str]]
    kinds: dict[str, str]

    @property
    def ledger(self) -> Ledger:
        return self.world.ledger

    def truth(self, ids, query: Query, *, is_child: bool = False) -> int:
        """How many of the people in these incidents the query is truly about."""
        people = set()
        for name in ids:
            if _is_asked(query.types, lambda word, kind=self.kinds[name]: word == kind):
                people |= self.world.happenings[name].people
        return sum(1 for person in people if self._is_meant(person, query) and (person.is_child or not is_child))

    def _is_meant(self, person: Person, query: Query) -> bool:
        return (
            _is_asked(query.towns, lambda word: _is_in(person.town, word))
            and _is_asked(query.governorates, lambda word: TOWNS.get(person.town) == word)
            and _is_asked(query.countries, lambda word: word == "Syria")
            and _is_asked(query.actors, lambda word: word in self.actors[person])
            and query.period.first <= person.day <= query.period.last
        )


def _is_asked(words, holds) -> bool:
    plain = [word for word in words if not word.startswith("not:")]
    excluded = [word.removeprefix("not:") for word in words if word.startswith("not:")]
    return (not plain or any(map(holds, plain))) and not any(map(holds, excluded))


def _is_in(town: str, key: str) -> bool:
    if key == "homs":
        return TOWNS.get(town) == "Homs"
    return town == key or town in IN_REGION.get(key, ())


def make_vague(random: Random) -> Vague:
    world = make_world(random)
    usual = {town: random.choice([{"russia"}, {"government"}, {*ACTORS}, {"other"}]) for town in [*TOWNS, "unnamed"]}
    actors = {
        person: frozenset(usual[person.town] if random.random() < 0.8 else {random.choice(ACTORS)})
        for person in world.people
    }
    kinds = {name: random.choice(KINDS) for name in world.happenings}
    incidents = tuple(
        replace(
            one,
            places=_vaguely_placed(random, one),
            type=kinds[one.id] if random.random() < 0.7 else "unknown",
            attribution=_attributed(random, [actors[person] for person in world.happenings[one.id].people]),
        )
        for one in world.ledger.incidents
    )
    named = {key: Actor(key, key.title()) for key in ACTORS}
    world.ledger = replace(world.ledger, places=VAGUE_PLACES, actors=named, incidents=incidents)
    return Vague(world, actors, kinds)


def _vaguely_placed(random, one):
    """The places, some of them by the name of one that they lie in or hold, or none at all."""
    if random.random() < 0.1:
        return ()
    if one.nearby:
        return one.places
    changed = (random.choice(VAGUER[key]) if key in VAGUER and random.random() < 0.3 else key for key in one.places)
    return tuple(dict.fromkeys(changed))


def _attributed(random, by):
    """Whom the reports name: as a fact only those who did it to all, and then whoever else did it to some."""
    everybody, anybody = (by[0].intersection(*by), by[0].union(*by)) if by else (frozenset(), frozenset())
    doubtful = ["suspected", "claimed", "contested"]
    said = [Attribution(key, random.choice(doubtful), _sayers(random)) for key in ACTORS if random.random() < 0.3]
    if everybody - {"other"} and random.random() < 0.6:
        said = [one for one in said if one.actor not in everybody]
        missing = anybody - everybody - {"other"} - {one.actor for one in said}
        said += [Attribution(key, random.choice(doubtful)) for key in sorted(missing)]
        said += [Attribution(key, "stated", _sayers(random)) for key in sorted(everybody - {"other"})]
    return tuple(said)


def _sayers(random):
    return (random.choice(SOURCES),) if random.random() < 0.2 else ()


def make_query(random: Random) -> Query:
    """A question by some of the filters."""

    def words(choices, most=2):
        if random.random() < 0.6:
            return ()
        chosen = random.sample(choices, random.randint(1, most))
        return tuple(f"not:{word}" if random.random() < 0.3 else word for word in chosen)

    ends = sorted(START + timedelta(random.randint(0, DAYS)) for _ in range(2))
    return Query(
        towns=words([*TOWNS, "north", "homs", "syria"]),
        governorates=words(["Homs", "Idlib"]),
        countries=words(["Syria", "Iraq"], most=1),
        actors=words(list(ACTORS), most=1),
        types=words(list(KINDS)),
        sources=(random.choice(SOURCES),) if random.random() < 0.2 else (),
        period=Period(*ends) if random.random() < 0.4 else Period(),
        victims="children" if random.random() < 0.2 else None,
        possible=random.random() < 0.4,
    )


worlds = st.integers(0, 2**40).map(Random).map(make_world)
chances = st.integers(0, 2**40).map(Random)
questions = chances.map(lambda random: (make_vague(random), make_query(random), random))
"""A vague world, a question to it, and a source of chance for what is done with both."""
days = st.integers(0, DAYS).map(lambda day: START + timedelta(day))
periods = st.tuples(days, days).map(lambda ends: Period(min(ends), max(ends)))
some_towns = st.lists(st.sampled_from(sorted(TOWNS)), max_size=3, unique=True).map(tuple)
