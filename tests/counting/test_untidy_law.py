"""The law of sums over untidy worlds: the truth lies between low and high, whatever is asked."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.counting.in_memory import select
from conflict_cli.record.dates import parse_when
from conflict_cli.record.figures import Figure
from conflict_cli.record.geography import Geography
from conflict_cli.record.incident import Incident, Ledger
from conflict_cli.selection.query import EXCLUDED, Query
from conflict_cli.selection.selection import Selection
from tests.effort import examples
from tests.worlds import untidy
from tests.worlds.questions import BYS, FIELDS, own_filter, questions, randoms, without_words
from tests.worlds.untidy import World, untidy_worlds


def figure(ledger: Ledger, query: Query) -> Figure:
    """What the sum of the killed says; of nobody if no incident gives a figure."""
    return select(ledger, query).sum_of("killed").figure or Figure(0, 0, 0)


def numbers(found: Figure) -> tuple[int, int, int, bool]:
    return found.low, found.best, found.high, found.open


def bounds_hold(world: World, query: Query) -> None:
    """The truth is of all incidents with a figure, also of those that are not selected."""
    truth = world.truth(query)
    selection = select(world.ledger, query)
    counted = selection.sum_of("killed").figure or Figure(0, 0, 0)
    widest = figure(world.ledger, replace(query, possible=True))
    assert counted.low <= truth, query
    assert truth <= counted.high or counted.open or selection.possible.picked, query
    assert truth <= widest.high or widest.open, query
    assert counted.low <= counted.best <= counted.high, query
    assert widest.low <= widest.best <= widest.high, query


@examples(1_500, quick=300)
@given(untidy_worlds, questions)
def test_bounds_hold_the_truth(world, query):
    bounds_hold(world, query)


@examples(500, quick=200)
@given(untidy_worlds)
def test_bounds_of_every_place_hold_the_truth(world):
    """Of all that happened, and in and outside each place that an incident names."""
    bounds_hold(world, Query())
    for key in sorted({key for incident in world.ledger.incidents for key in incident.places}):
        bounds_hold(world, Query(towns=(key,)))
        bounds_hold(world, Query(towns=(EXCLUDED + key,)))


@examples(300)
@given(untidy_worlds, st.sampled_from(sorted(FIELDS)), randoms)
def test_what_may_belong_is_not_surely_outside(world, by, random):
    """What `X` calls possible adds nothing to the low under `not:X`."""
    field, words = FIELDS[by]
    word = random.choice(words)
    possible = {one.incident.id for one in select(world.ledger, Query(**{field: (word,)})).possible.picked}
    outside = select(world.ledger, Query(**{field: (EXCLUDED + word,)})).sum_of("killed")
    assert not [entry.id for entry in outside.entries if entry.id in possible and entry.low]


# Rows


def answer(selection: Selection) -> tuple[list[str], tuple[int, int, int, bool] | None]:
    counted = selection.sum_of("killed").figure
    return [picked.incident.id for picked in selection.picked], numbers(counted) if counted else None


def rows_equal_their_filters(world: World, query: Query, by: str) -> None:
    selection = select(world.ledger, without_words(query, by))
    query = selection.asked.query
    rows = {row.key: row.selection for row in selection.groups(by) if row.key is not None}
    for key, row in rows.items():
        if (alone := own_filter(query, by, key, selection.geography)) is not None:
            assert answer(row) == answer(select(world.ledger, alone)), key


@pytest.mark.parametrize("by", BYS)
@examples(200, quick=30)
@given(untidy_worlds, questions, st.sampled_from([None, None, 2]))
def test_every_row_equals_its_own_filter(by, world, query, min_killed):
    """Also under other filters, `not:` and a least number of killed."""
    rows_equal_their_filters(world, replace(query, min_killed=min_killed), by)


@pytest.mark.parametrize("by", BYS)
@examples(50, quick=25)
@given(untidy_worlds, questions)
def test_rows_of_all_possible_equal_their_filters(by, world, query):
    rows_equal_their_filters(world, replace(query, possible=True), by)


@pytest.mark.parametrize("by", FIELDS)
@examples(100, quick=40)
@given(untidy_worlds, questions)
def test_whatever_a_filter_finds_has_a_row(by, world, query):
    """Of towns, those that a selected incident names."""
    query = replace(query, **{FIELDS[by][0]: ()})
    selection = select(world.ledger, query)
    geography = selection.geography
    keys = {"governorate": geography.areas, "country": geography.countries}.get(by, FIELDS[by][1])
    if by == "town":
        keys = {key for picked in selection.picked for key in picked.incident.places}
    for key in set(keys) - {row.key for row in selection.groups(by)}:
        alone = own_filter(query, by, key, geography)
        assert not alone or not select(world.ledger, alone).picked, key


# What changes nothing


def shuffled(random: Random, ledger: Ledger) -> Ledger:
    """The same incidents in another order of the file."""
    return replace(ledger, incidents=tuple(random.sample(ledger.incidents, len(ledger.incidents))))


def renamed(random: Random, ledger: Ledger) -> Ledger:
    """The same incidents under other ids, whose order is another too."""
    ids = {one.id: f"{random.randrange(10**6)}-{one.id}" for one in ledger.incidents}
    return replace(
        ledger,
        incidents=tuple(
            replace(
                one,
                id=ids[one.id],
                part_of=ids.get(one.part_of),
                overlaps=tuple(map(ids.get, one.overlaps)),
                distinct_from=tuple(map(ids.get, one.distinct_from)),
            )
            for one in ledger.incidents
        ),
    )


def repeated(random: Random, ledger: Ledger) -> Ledger:
    """Each incident with one of its reports once more, after the others."""
    return replace(
        ledger,
        incidents=tuple(replace(one, reports=(*one.reports, random.choice(one.reports))) for one in ledger.incidents),
    )


@pytest.mark.parametrize("change", [shuffled, renamed, repeated])
@examples(200, quick=30)
@given(untidy_worlds, questions, randoms)
def test_what_says_nothing_new_changes_nothing(change, world, query, random):
    changed = change(random, world.ledger)
    assert numbers(figure(changed, query)) == numbers(figure(world.ledger, query))


# What says less


def vaguer_date(random: Random, one: Incident, ledger: Ledger) -> Incident:
    written = random.choice([f"{one.date.first.year:04}/{one.date.last.year:04}", "0001/9999"])
    return replace(one, date=parse_when(f"{written}?"))


def wider_places(random: Random, one: Incident, ledger: Ledger) -> Incident:
    """Each place by one that contains it, or none at all."""
    around = {key: [key, *sorted(Geography(ledger.places).containers(key))] for key in one.places}
    wider = dict.fromkeys(random.choice(around[key]) for key in one.places)
    return replace(one, places=()) if random.random() < 0.2 else replace(one, places=tuple(wider))


def somewhere_near(random: Random, one: Incident, ledger: Ledger) -> Incident:
    return replace(one, nearby=bool(one.places))


def also_elsewhere(random: Random, one: Incident, ledger: Ledger) -> Incident:
    return replace(one, and_elsewhere=bool(one.places))


def untyped(random: Random, one: Incident, ledger: Ledger) -> Incident:
    return replace(one, type="unknown")


def less_firmly(random: Random, one: Incident, ledger: Ledger) -> Incident:
    """Nobody is named as a fact any more."""
    weak = random.choice(["suspected", "claimed", "contested"])
    said = (replace(at, confidence=weak) if at.confidence == "stated" else at for at in one.attribution)
    return replace(one, attribution=tuple(said))


def vaguer_figures(random: Random, one: Incident, ledger: Ledger) -> Incident:
    """Lower lows and higher highs in every report, or no upper limit."""
    less, more, is_open = random.randint(0, 3), random.randint(0, 3), random.random() < 0.2

    def vaguer(told: Figure) -> Figure:
        parts = {group: vaguer(part) for group, part in told.parts.items()}
        return replace(told, low=max(0, told.low - less), high=told.high + more, open=told.open or is_open, parts=parts)

    told = (replace(report, killed=report.killed and vaguer(report.killed)) for report in one.reports)
    return replace(one, reports=tuple(told))


def rival_report(random: Random, one: Incident, ledger: Ledger) -> Incident:
    """Another number from a source that gives one already."""
    counted = [report for report in one.reports if report.is_counted and report.killed]
    if not counted:
        return one
    report = random.choice(counted)
    low, high = sorted(random.choices(range(20), k=2))
    return replace(one, reports=(*one.reports, replace(report, killed=replace(report.killed, low=low, high=high))))


def extra_overlap(random: Random, one: Incident, ledger: Ledger) -> Incident:
    others = [other.id for other in ledger.incidents if other.id != one.id]
    return replace(one, overlaps=(*one.overlaps, random.choice(others))) if others else one


VAGUER = [vaguer_date, wider_places, somewhere_near, also_elsewhere, untyped, less_firmly, vaguer_figures]


@pytest.mark.parametrize("change", [*VAGUER, rival_report, extra_overlap])
@examples(200, quick=30)
@given(untidy_worlds, questions, randoms)
def test_saying_less_never_tightens(change, world, query, random):
    """Neither is the low raised, nor the high lowered of all that may belong to the question."""
    query = replace(query, possible=True)
    before = figure(world.ledger, query)
    incidents = tuple(
        change(random, one, world.ledger) if random.random() < 0.5 else one for one in world.ledger.incidents
    )
    after = figure(replace(world.ledger, incidents=incidents), query)
    assert after.low <= before.low
    assert after.high >= before.high
    assert after.open or not before.open


def test_the_generated_worlds_hold_every_difficulty():
    """Else the laws above would say little."""
    made = [untidy.make_untidy_world(Random(seed)) for seed in range(200)]
    incidents = [one for world in made for one in world.ledger.incidents]
    places = [place for world in made for place in world.ledger.places.values()]
    assert sum(one.and_elsewhere for one in incidents) > 100
    assert sum(not one.places for one in incidents) > 50
    assert sum(one.date.is_doubtful for one in incidents) > 100
    assert sum(len({at.confidence for at in one.attribution}) > 1 for one in incidents) > 50
    assert sum(not (place.kind and place.governorate and place.country) for place in places) > 1_000
