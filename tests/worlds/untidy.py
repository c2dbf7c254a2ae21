"""Random worlds as untidy as real ones, and ledgers that describe them truly.

Everybody who died has a spot, a day, groups, those who did it and a type of attack. A place covers spots. Whatever the
ledger says is true of the people and of the spots; what it leaves out is left to chance.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.record.dates import When, parse_when
from conflict_cli.record.figures import Figure
from conflict_cli.record.geography import TOWNS as TOWN_KINDS
from conflict_cli.record.incident import Actor, Article, Attribution, Incident, Ledger, Place, Report, Source
from conflict_cli.record.parts import with_parts
from conflict_cli.selection.query import EXCLUDED, Query
from tests.worlds.people import Happening, add_tolls, declare_links

AREAS = {
    ("Homs", "Syria"): ("Rastan", "Talbisa"),
    ("North", "Syria"): ("Salma",),
    ("North", "Lebanon"): ("Tripoli",),
    ("South", "Lebanon"): ("Sidon",),
}
COUNTRIES = ("Syria", "Lebanon")
GOVERNORATES = ("Homs", "North", "North Syria", "North Lebanon")
DAYS = [date(2017, 12, 31), date(2018, 1, 1), date(2018, 1, 2), date(2018, 4, 29), date(2018, 4, 30), date(2018, 5, 1)]
ACTORS = ("russia", "government", "militia")
TYPES = ("air-drone-strike", "grenade", "attack")
SOURCES = ("sohr", "memo", "un")
GROUPS = ("children", "girls", "boys", "women", "men", "civilians", "combatants")
WEAK = ("suspected", "claimed", "contested")


class Spot(NamedTuple):
    """A part of a town, a hamlet, or the open country of a governorate."""

    part: str
    town: str
    governorate: str
    country: str


SPOTS = [
    Spot(part, town, *area)
    for area, towns in AREAS.items()
    for part, town in [("hamlet", ""), ("open", ""), *((part, town) for town in towns for part in ("old", "new"))]
]
Extent = frozenset[Spot]


class Person(NamedTuple):
    number: int
    spot: Spot
    day: date
    groups: frozenset[str]
    actors: frozenset[str]
    type: str


@dataclass(repr=False)
class World:
    """What truly happened, which spots each place covers, and the ledger."""

    happenings: dict[str, Happening]
    extents: dict[str, Extent]
    ledger: Ledger

    def truth(self, query: Query) -> int:
        """The number of people meant by the query, in all incidents that give a figure of them."""
        numbered = [one.id for one in self.ledger.incidents if _is_numbered(one, query)]
        people = set().union(*(self.happenings[name].people for name in numbered))
        return sum(self.is_meant(person, query) for person in people)

    def is_meant(self, person: Person, query: Query) -> bool:
        """Whether a person belongs to what the query asks for."""
        spot = person.spot
        return (
            _holds(query.towns, lambda word: spot in self._covered(word))
            and _holds(query.governorates, f"{spot.governorate} {spot.country}".startswith)
            and _holds(query.countries, lambda word: word == spot.country)
            and _holds(query.actors, lambda word: word in person.actors)
            and _holds(query.types, lambda word: word == person.type)
            and query.period.first <= person.day <= query.period.last
            and (query.victims is None or query.victims in person.groups)
        )

    def _covered(self, word: str) -> Extent:
        keys = [key for key, place in self.ledger.places.items() if word in (key, place.name)]
        return frozenset().union(*(self.extents[key] for key in keys))


def make_untidy_world(random: Random) -> World:
    """A world and its ledger, by chance."""
    attacks = [_attack(random) for _ in range(random.randint(2, 5))]
    people = [_person(random, number, random.choice(attacks)) for number in range(random.randint(3, 12))]
    happenings = {}
    for number in range(random.randint(1, 6)):
        one = random.choice(people)
        alike = [
            other for other in people if (other.actors, other.type) == (one.actors, one.type) or random.random() < 0.1
        ]
        happenings[f"i{number}"] = Happening(f"i{number}", {other for other in alike if random.random() < 0.6})
    add_tolls(random, people, happenings)
    declare_links(random, happenings)
    extents = _extents(random, has_parts=any(happening.part_of for happening in happenings.values()))
    kinds = {key: random.choice(KINDS[key.rpartition("-")[2]]) for key in extents}
    places = {key: _place(random, key, kinds, extents) for key in extents}
    incidents = tuple(_incident(random, one, extents) for one in happenings.values())
    articles = {key: Article(key, key) for key in ("old", "new")}
    sources = {key: Source(key, key.upper()) for key in SOURCES}
    actors = {key: Actor(key, key.title()) for key in ACTORS}
    return World(happenings, extents, Ledger("untidy.yaml", articles, sources, places, actors, incidents))


def _is_numbered(incident: Incident, query: Query) -> bool:
    return any(
        report.is_counted and report.killed and (query.victims is None or query.victims in report.killed.parts)
        for report in incident.reports
        if _holds(query.sources, lambda word, report=report: word == report.source)
    )


def _holds(words: Collection[str], is_true: Callable[[str], bool]) -> bool:
    """Whether one of the words asked for is true, if there are any, and none that is excluded."""
    wanted = [word for word in words if not word.startswith(EXCLUDED)]
    excluded = [word.removeprefix(EXCLUDED) for word in words if word.startswith(EXCLUDED)]
    return (not wanted or any(map(is_true, wanted))) and not any(map(is_true, excluded))


def _attack(random):
    """Where and when an attack was, who did it, and how."""
    first = random.choice(SPOTS)
    near = [spot for spot in SPOTS if spot[1:] == first[1:]] if random.random() < 0.7 else SPOTS
    day = random.randrange(len(DAYS))
    actors = random.choice([(), ACTORS[:1], ACTORS[:1], ACTORS[1:2], ACTORS[:2], ACTORS[2:]])
    days = DAYS[day : day + random.choice([1, 1, 2])]
    return {first, random.choice(near)}, days, frozenset(actors), random.choice(TYPES)


def _person(random, number, attack):
    spots, days, actors, kind = attack
    age = random.choice(["girls", "boys", "women", "men"])
    children = {"children"} if age in ("girls", "boys") else set()
    groups = frozenset({age, random.choice(["civilians", "civilians", "combatants"]), *children})
    return Person(number, random.choice(sorted(spots)), random.choice(days), groups, actors, kind)


def _extents(random, *, has_parts) -> dict[str, Extent]:
    """The spots that each place covers; a town is not written twice where parts inherit overlaps, which overlook it."""
    found = {f"{town}-town": _spots(town=town) for towns in AREAS.values() for town in towns}
    one, other = random.sample([spot for spot in SPOTS if spot.part == "hamlet"], 2)
    found["Kafr-village"] = frozenset([one])
    found["Rastan-again"] = frozenset([other]) if has_parts or random.random() < 0.3 else _spots(town="Rastan")
    found["Baba-village"] = frozenset([random.choice([spot for spot in SPOTS if spot.part == "old"])])
    for key in ("School-small", "Camp-small", "Market-small"):
        found[key] = frozenset([random.choice(SPOTS)])
    for key in ("Plain-wide", "Coast-wide"):
        around = random.choice([SPOTS, _spots(country="Syria"), _spots(governorate="Homs"), _spots(town="Rastan")])
        found[key] = frozenset(random.sample(sorted(around), random.randint(1, len(around))))
    for governorate, country in AREAS:
        found[f"{governorate}-{country}-area"] = _spots(governorate=governorate, country=country)
    return found | {f"{country}-country": _spots(country=country) for country in COUNTRIES}


@cache
def _spots(**wanted: str) -> Extent:
    return frozenset(spot for spot in SPOTS if all(getattr(spot, name) == word for name, word in wanted.items()))


KINDS: Mapping[str, tuple[str | None, ...]] = {
    "town": ("city", "town", "town", "village"),
    "again": ("town", "town", None),
    "village": ("village",),
    "small": ("site", "camp", "neighbourhood", None),
    "wide": ("region", "region", "district", None),
    "area": ("governorate", "governorate", "governorate", None),
    "country": ("country", "country", "country", None),
}
WHOLLY_TOLD = ("Salma-town", "Tripoli-town")  # so it is known that two countries have a governorate of one name


def _place(random, key, kinds, extents) -> Place:
    """The place with all that must be said of it, and by chance with more that is true."""
    name, _, sort = key.partition("-")
    extent, kind = extents[key], kinds[key]
    around = [other for other in extents if extent < extents[other]]
    towns = [other for other in around if kind in TOWN_KINDS and kinds[other] in TOWN_KINDS]
    chosen = [other for other in around if random.random() < 0.2]
    governorates, countries = {spot.governorate for spot in extent}, {spot.country for spot in extent}
    is_told = key in WHOLLY_TOLD
    tells_area = len(governorates) == 1 and (is_told or key == "Rastan-town" or random.random() < 0.6)
    governorate, country = min(governorates), min(countries)
    if governorate == "Homs" and kinds["Homs-Syria-area"] and random.random() < 0.2:
        governorate = "Hims"
    if sort in ("again", "country"):  # a town that may be another is not placed
        chosen, tells_area = [], False
    return Place(
        key,
        name,
        aliases=("Hims",) if key == "Homs-Syria-area" else (),
        kind=kind,
        governorate=governorate if tells_area else None,
        country=country if len(countries) == 1 and (is_told or random.random() < 0.5) else None,
        within=tuple(dict.fromkeys([*towns, *chosen])),
    )


def _incident(random, happening, extents) -> Incident:
    people = happening.people
    types = {person.type for person in people}
    return Incident(
        happening.id,
        happening.id,
        _dated(random, sorted({person.day for person in people}) or [random.choice(DAYS)]),
        *_site(random, {person.spot for person in people}, extents),
        type=min(types) if len(types) == 1 and random.random() < 0.75 else "unknown",
        attribution=tuple(_attribution(random, people)),
        reports=tuple(_reports(random, people)),
        overlaps=tuple(happening.overlaps),
        part_of=happening.part_of,
        distinct_from=tuple(happening.distinct_from),
    )


def _site(random, spots, extents):
    """Places that cover the spots together, or some of them, and elsewhere; or a place near them, or none."""
    if random.random() < 0.08:
        return (), False, False
    areas = {spot[2:] for spot in spots}
    near = [key for key, extent in extents.items() if areas <= {spot[2:] for spot in extent}]
    if near and random.random() < 0.15:
        return (random.choice(near),), random.random() < 0.1, True
    named = {}
    for spot in sorted(spots):
        holding = [key for key, extent in extents.items() if spot in extent]
        if random.random() < 0.9:
            named[min(random.sample(holding, 2), key=lambda key: len(extents[key]))] = None
    is_whole = spots <= set().union(*(extents[key] for key in named))
    if random.random() < 0.15:
        named[random.choice(list(extents))] = None
    return tuple(named), bool(named) and (not is_whole or random.random() < 0.1), False


def _dated(random, days) -> When:
    first, last = days[0], days[-1]
    wider = first - timedelta(random.choice([0, 0, 1])), last + timedelta(random.choice([0, 0, 2]))
    forms = [f"{wider[0]}/{wider[1]}", f"{first.year}/{last.year}", f"{first:%Y-%m}/{last:%Y-%m}"]
    if first == last:
        forms += [f"{first}"] * 5 + [f"[{wider[0]}..{wider[1]}]", f"{first:%Y-%m}", f"{first.year}"]
    written = "0001/9999" if random.random() < 0.05 else random.choice(forms)
    return parse_when(written + random.choice(["", "", "", "", "?", "~", "%"]))


def _attribution(random, people: Iterable[Person]) -> Iterable[Attribution]:
    """Who did it: as a fact only what is true, with all who took part; anything else only as said."""
    casts = [person.actors for person in people]
    firm, every = (sorted(set(casts[0]).intersection(*casts)), sorted(set().union(*casts))) if casts else ([], [])
    if firm and random.random() < 0.7:
        by = random.choice([(), (), (random.choice(SOURCES),)])
        stated = {random.choice(firm)} | {actor for actor in firm if random.random() < 0.5}
        for actor in every:
            yield Attribution(actor, "stated" if actor in stated else random.choice(WEAK), by)
    if random.random() < 0.4:
        yield Attribution(random.choice(ACTORS), random.choice(WEAK), random.choice([(), (random.choice(SOURCES),)]))


def _reports(random, people) -> Iterable[Report]:
    """Rival reports that are all true, an older figure that was wrong, and a denial."""
    for source in random.sample(SOURCES, random.choice([1, 1, 2, 3])):
        yield Report(source, "new", killed=None if random.random() < 0.1 else _figure(random, people))
        if random.random() < 0.1:
            yield Report(source, "old", killed=Figure(50, 60, 70), is_superseded=True)
    if random.random() < 0.1:
        yield Report(random.choice(SOURCES), killed=Figure(0, 0, 0), denies=True)


def _figure(random, people) -> Figure:
    total = _bounds(random, len(people))
    parts = {}
    for group in GROUPS:
        if random.random() < 0.3:
            part = _bounds(random, sum(group in person.groups for person in people))
            low, best, high = (min(bound, total.high) for bound in (part.low, part.best, part.high))
            parts[group] = replace(part, low=low, best=best, high=high, open=part.open or total.open)
    return with_parts(total, parts)


def _bounds(random, number) -> Figure:
    low, high = max(0, number - random.choice([0, 0, 0, 1, 3])), number + random.choice([0, 0, 0, 1, 3])
    if random.random() < 0.1:
        return Figure(low, low, low, open=True)
    return Figure(low, random.randint(low, high), high)


untidy_worlds = st.integers(0, 2**40).map(Random).map(make_untidy_world)
