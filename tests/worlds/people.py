"""Random worlds of people, and the ledger that a careful curator would write of them.

In such a world everybody's town and day of death are known, so that for any selection of incidents the true number of
the reported dead can be counted and held against the sum that the ledger gives.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from random import Random

from hypothesis import strategies as st

from conflict_cli.record.dates import Period, When, parse_when
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import Incident, Ledger, Place, Report, Source

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
    _add_tolls(random, people, happenings)
    _declare_links(random, happenings)
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


def _add_tolls(random, people, happenings):
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


def _declare_links(random, happenings):
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


worlds = st.integers(0, 2**40).map(Random).map(make_world)
days = st.integers(0, DAYS).map(lambda day: START + timedelta(day))
periods = st.tuples(days, days).map(lambda ends: Period(min(ends), max(ends)))
some_towns = st.lists(st.sampled_from(sorted(TOWNS)), max_size=3, unique=True).map(tuple)
