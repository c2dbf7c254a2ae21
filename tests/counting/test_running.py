"""Sums that run: each row of a period is what `--until` its end answers, and never an earlier row and some more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.counting import groups
from conflict_cli.counting.in_memory import select
from conflict_cli.record.dates import Period, parse_period
from conflict_cli.record.errors import UsageError
from conflict_cli.record.incident import MEASURES
from conflict_cli.record.periods import SPANS
from conflict_cli.selection.query import Query
from tests.effort import examples
from tests.worlds.questions import questions
from tests.worlds.sketches import selected
from tests.worlds.untidy import untidy_worlds

INCIDENTS = """
id: march, date: 2018-03-30, reports: [{source: sohr, killed: 2}], overlaps: [april]
id: long, date: 2018-03-31/2018-05-01, reports: [{source: sohr, killed: 10}]
id: april, date: 2018-04-02, reports: [{source: sohr, killed: 3}]
id: undated, date: unknown, reports: [{source: sohr, killed: 5}]
"""


def rows(query: Query | None = None) -> dict[str, str]:
    found = selected(INCIDENTS, query).groups("month", is_running=True)
    return {row.heading: row.selection.sum_of("killed").figure.short for row in found}


def test_each_row_counts_all_to_its_end() -> None:
    assert rows() == {"2018-03": "2–12", "2018-04": "3–15", "2018-05": "13–15", "not dated": "5"}


def test_rows_begin_and_end_with_the_days_asked_for() -> None:
    assert rows(Query(period=parse_period("2018-04"))) == {"2018-04": "3–13"}
    assert rows(Query(period=parse_period("2018-04"), possible=True)) == {"2018-04": "3–18"}


def test_too_many_rows_to_wait_for_are_refused(monkeypatch) -> None:
    monkeypatch.setattr(groups, "MOST_RUNNING", 11)
    with pytest.raises(UsageError, match="4 incidents in up to 3 rows by month; take longer periods"):
        rows()


@examples(400)
@given(untidy_worlds, questions, st.sampled_from(SPANS), st.booleans())
def test_a_running_row_equals_its_until(world, query, by, possible):
    query = replace(query, possible=possible)
    selection = select(world.ledger, query)
    for row in selection.groups(by, is_running=True):
        if row.key is not None:
            until = query.period.within(Period(last=parse_period(row.key).last))
            alone = select(world.ledger, replace(query, period=until))
            assert [one.incident.id for one in row.selection.picked] == [one.incident.id for one in alone.picked]
            for measure in MEASURES:
                assert row.selection.sum_of(measure).figure == alone.sum_of(measure).figure


@examples(200)
@given(untidy_worlds, questions, st.sampled_from(SPANS))
def test_the_last_running_row_holds_all_that_is_dated(world, query, by):
    selection = select(world.ledger, query)
    dated = selection.narrowed([one for one in selection.picked if not one.incident.date.is_unknown])
    found = [row for row in selection.groups(by, is_running=True) if row.key is not None]
    if found:
        assert found[-1].selection.sum_of("killed").figure == dated.sum_of("killed").figure
