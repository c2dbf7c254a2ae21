"""The law of sums: whatever the world, the true number of the reported dead lies between low and high."""

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.counting.in_memory import select
from conflict_cli.selection.query import Query
from tests.effort import examples
from tests.worlds.people import IN_REGION, PLACES, SOURCES, START, TOWNS, World, make_world, periods, some_towns, worlds


def holds(world: World, selection, is_meant=lambda person: True, people=lambda person: True):
    counted = selection.sum_of("killed")
    truth = world.truth([entry.id for entry in counted.entries], lambda p: is_meant(p) and people(p))
    figure = counted.figure
    if figure is None:
        assert truth == 0
        return
    assert figure.low <= truth, f"{truth} people, and a low of {figure.low}"
    assert figure.open or truth <= figure.high, f"{truth} people, and a high of {figure.high}"
    assert figure.low <= figure.best <= figure.high


@examples(1_000)
@given(worlds)
def test_a_whole_ledgers_bounds_hold_the_truth(world):
    holds(world, select(world.ledger))


@examples(1_000)
@given(worlds, some_towns, periods, st.sampled_from([None, *SOURCES]))
def test_bounds_of_split_incidents_hold_the_truth(world, towns, period, source):
    """Some towns of several, a window through a range of days, one source of rivals."""
    query = Query(towns=towns, period=period, sources=(source,) if source else ())

    def is_meant(person):
        return (not towns or person.town in towns) and period.first <= person.day <= period.last

    holds(world, select(world.ledger, query), is_meant)


@examples(400)
@given(worlds, st.sampled_from(sorted(TOWNS)), st.sampled_from(["Homs", "Idlib"]))
def test_bounds_of_exclusions_and_governorates_hold_the_truth(world, town, governorate):
    without = select(world.ledger, Query(towns=(f"not:{town}",)))
    holds(world, without, lambda person: person.town != town)
    for row in without.groups("town"):
        covered = {*IN_REGION.get(row.key, (row.key,))} - {town}
        if row.key:
            holds(world, row.selection, lambda person, covered=covered: person.town in covered)
    for row in without.groups("governorate"):
        if row.key:
            holds(
                world, row.selection, lambda person, key=row.key: TOWNS.get(person.town) == key and person.town != town
            )
    outside = select(world.ledger, Query(governorates=(f"not:{governorate}",)))
    holds(world, outside, lambda person: TOWNS.get(person.town) != governorate)
    holds(
        world,
        select(world.ledger, Query(governorates=(governorate,))),
        lambda person: TOWNS.get(person.town) == governorate,
    )


@examples(400)
@given(worlds)
def test_bounds_of_one_victim_group_hold_the_truth(world):
    holds(world, select(world.ledger, Query(victims="children")), people=lambda person: person.is_child)


@examples(400)
@given(worlds, periods)
def test_every_rows_bounds_hold_the_truth(world, period):
    selection = select(world.ledger, Query(period=period))
    within = lambda person: period.first <= person.day <= period.last  # noqa: E731
    keys = {place.name: key for key, place in PLACES.items()}
    for row in selection.groups("town"):
        key = keys.get(row.heading)
        if key in TOWNS:
            holds(world, row.selection, lambda person, key=key: within(person) and person.town == key)
    for by in ("source", "month", "year"):
        for row in selection.groups(by):
            holds(world, row.selection, within)


@examples(400)
@given(worlds, some_towns)
def test_a_sum_is_what_its_entries_add(world, towns):
    """The explanation adds up: the parts that each incident is said to add are the sum."""
    counted = select(world.ledger, Query(towns=towns)).sum_of("killed")
    if counted.figure:
        for bound in ("low", "best", "high"):
            assert getattr(counted.figure, bound) == sum(getattr(entry, bound) for entry in counted.entries)


@examples(400)
@given(worlds, st.sampled_from(["town", "governorate", "source", "month", "type"]))
def test_every_incident_stands_in_some_row(world, by):
    selection = select(world.ledger)
    grouped = {one.incident.id for row in selection.groups(by) for one in row.selection.picked}
    assert grouped == {incident.id for incident in world.ledger.incidents} - (
        {one.incident.id for one in selection.picked if by == "source" and not one.incident.reports}
    )


@examples(100)
@given(worlds)
def test_a_row_equals_the_sum_asked_for_alone(world):
    rows = {row.heading: row.selection.sum_of("killed") for row in select(world.ledger).groups("town")}
    for key, place in PLACES.items():
        alone = select(world.ledger, Query(towns=(key,)))
        if alone.picked:
            assert rows[place.name].figure == alone.sum_of("killed").figure


def test_the_generated_worlds_hold_every_difficulty():
    """Chains of sharers, parts of parts and open figures do occur: else the laws above would say little."""
    made = [make_world(Random(seed)) for seed in range(300)]
    incidents = [incident for world in made for incident in world.ledger.incidents]
    containers = {incident.part_of for incident in incidents}
    assert sum(incident.part_of is not None and incident.id in containers for incident in incidents) > 20
    assert sum(len(incident.overlaps) > 1 for incident in incidents) > 20
    assert sum(incident.and_elsewhere for incident in incidents) > 20
    assert all(incident.date.first >= START or incident.date.first == date(2018, 1, 1) for incident in incidents)
