"""Two questions in one table: each cell is the sum of both filters, and no total is added up of cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.counting.in_memory import select
from conflict_cli.record.errors import UsageError
from conflict_cli.record.incident import MEASURES
from conflict_cli.record.periods import SPANS
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import By, Selection, Sum
from tests.effort import examples
from tests.worlds.questions import BYS, own_filter, questions, without_words
from tests.worlds.sketches import selected
from tests.worlds.untidy import World, untidy_worlds

INCIDENTS = """
id: both, date: 2018-03-31/2018-04-01, places: [rastan, hass], reports: [{source: sohr, killed: 2}]
id: april, date: 2018-04-02, places: [rastan], reports: [{source: sohr, killed: 3}]
id: undated, date: unknown, places: [hass], reports: [{source: sohr, killed: 5}]
id: nowhere, date: unknown, reports: [{source: sohr, killed: 7}]
"""
PLACES = ("town", "governorate", "country")
PAIRS = [
    (by, across)
    for by in BYS
    for across in BYS
    if by != across and not any(by in family and across in family for family in (PLACES, SPANS))
]


def cells(selection: Selection, by: By, across: By) -> dict[str, dict[str, str]]:
    """Under each row, the cells by their columns."""
    table = selection.crossed(by, across)
    found: dict[str, dict[str, str]] = {row.heading: {} for row in table.rows}
    for (row, column), counted in table.sums("killed").items():
        found[table.rows[row].heading][table.columns[column].heading] = counted.figure.short
    return found


def test_what_no_row_holds_stands_below_in_its_column() -> None:
    assert cells(selected(INCIDENTS), "month", "town") == {
        "2018-03": {"Rastan": "0–2", "Hass": "0–2", "across towns": "0–2"},
        "2018-04": {"Rastan": "3–5", "Hass": "0–2", "across towns": "0–2"},
        "across months": {"Rastan": "0–2", "Hass": "0–2", "across towns": "2"},
        "not dated": {"Hass": "5", "elsewhere, or not named": "7"},
    }


def test_a_table_turned_has_the_same_cells() -> None:
    table, turned = (cells(selected(INCIDENTS), *pair) for pair in (("month", "town"), ("town", "month")))
    assert {(row, column, cell) for row, line in table.items() for column, cell in line.items()} == {
        (row, column, cell) for column, line in turned.items() for row, cell in line.items()
    }


@pytest.mark.parametrize(("by", "across"), [("town", "country"), ("month", "week"), ("source", "source")])
def test_two_keys_of_one_question_are_refused(by: By, across: By) -> None:
    with pytest.raises(UsageError, match="ask two different questions, as in --by month,governorate"):
        selected(INCIDENTS).crossed(by, across)


def told(counted: Sum) -> tuple:
    return counted.figure, counted.incidents, counted.reported


def cells_equal_their_filters(world: World, query: Query, by: By, across: By) -> None:
    selection = select(world.ledger, without_words(without_words(query, by), across))
    table, geography = selection.crossed(by, across), selection.geography
    for (row, column), cell in table.cells.items():
        keys = table.rows[row].key, table.columns[column].key
        if None in keys:
            continue
        narrower = own_filter(selection.asked.query, by, keys[0], geography)
        narrowest = narrower and own_filter(narrower, across, keys[1], geography)
        if narrowest:
            alone = select(world.ledger, narrowest)
            assert [one.incident.id for one in cell.picked] == [one.incident.id for one in alone.picked], keys
            assert [told(cell.sum_of(one)) for one in MEASURES] == [told(alone.sum_of(one)) for one in MEASURES], keys


def test_a_source_that_names_no_actor_has_a_row_below() -> None:
    one = "id: a, attribution: [{actor: russia, confidence: stated, by: [un]}], reports: [{source: sohr, killed: 2}, {source: un, killed: 3}]"  # noqa: E501
    assert cells(selected(one), "actor", "source") == {
        "Russia": {"United Nations": "3"},
        "across actors": {"SOHR": "2"},
    }


@examples(600)
@given(untidy_worlds, questions, st.sampled_from(PAIRS), st.none() | st.integers(0, 5), st.booleans())
def test_every_cell_equals_both_its_filters(world, query, pair, min_killed, possible):
    cells_equal_their_filters(world, replace(query, min_killed=min_killed, possible=possible), *pair)


@examples(300)
@given(untidy_worlds, questions, st.sampled_from(PAIRS), st.booleans())
def test_every_margin_equals_the_table_of_one_question(world, query, pair, possible):
    """A row may have cells and no incident of its own: what one source says of an actor, all may say otherwise."""
    selection = select(world.ledger, replace(query, possible=possible))
    table = selection.crossed(*pair)
    for by, side in zip(pair, (table.rows, table.columns), strict=True):
        rows = {group.heading: told(group.selection.sum_of("killed")) for group in selection.groups(by)}
        shown = {one.heading: told(one.selection.sum_of("killed")) for one in side}
        assert {heading: sums for heading, sums in shown.items() if heading in rows or sums[1]} == rows


@examples(300)
@given(untidy_worlds, questions, st.sampled_from(PAIRS))
def test_every_incident_of_a_margin_has_a_cell(world, query, pair):
    """A cell of a source may have others too: what only another source says of an actor is not said in it."""
    table = select(world.ledger, query).crossed(*pair)
    for place, side in enumerate((table.rows, table.columns)):
        for number, group in enumerate(side):
            held = {one.incident.id for key, cell in table.cells.items() if key[place] == number for one in cell.picked}
            assert held >= {one.incident.id for one in group.selection.picked}
