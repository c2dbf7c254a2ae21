"""`expectations`: sums held to figures from elsewhere, which never enter a sum."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from conflict_cli.counting.checks import warnings
from conflict_cli.counting.expectations import unmet
from conflict_cli.counting.in_memory import select
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.record.figures import parse_figure
from conflict_cli.record.incident import MEASURES, Expectation, Ledger
from tests.effort import examples
from tests.worlds.people import worlds
from tests.worlds.sketches import GAZETTEER

INCIDENTS = """\
incidents:
  - {id: a, title: A, date: 2018-04-02, places: [rastan], reports: [{source: sohr, killed: {total: 5, children: 2}}]}
  - {id: b, title: B, date: 2018-05-02, places: [hass], reports: [{source: un, killed: at least 3}]}
  - {id: c, title: C, date: 2018-06-02, places: [hass], reports: [{source: un, injured: some 9}]}
  - {id: d, title: D, date: 2018-04-02, reports: [{source: sohr, killed: 1}]}
"""


def held(expected: str) -> list[tuple[bool, str]]:
    ledger = parse_ledger(f"{GAZETTEER}{INCIDENTS}expected: [{{{expected}}}]\n".encode(), "x.yaml")
    return [(one.is_warning, one.what) for one in unmet(ledger, select(ledger).links)]


@pytest.mark.parametrize(
    "expected",
    [
        "killed: 6-20",
        "killed: 12",
        "town: rastan, killed: 5",
        "town: [rastan], killed: at least 5",
        "town: rastan, killed: at least 1",
        "town: rastan, killed: up to 5",
        "town: rastan, victims: children, killed: 2",
        "governorate: Homs, country: Syria, killed: 5",
        "source: [un], killed: 100",
        'source: "not:un", killed: 6',
        "since: 2018-05, killed: 4",
        "until: 2018-04, killed: 6",
        "date: 2018-06, killed: 0",
    ],
)
def test_a_figure_within_the_sum_is_met(expected: str) -> None:
    assert held(expected) == []


@pytest.mark.parametrize(
    ("expected", "is_warning", "said"),
    [
        ("killed: 4", False, "4 killed expected, and the sum has 9 or more: 5 too many"),
        ("town: rastan, killed: some 4", True, "some 4 killed expected (in rastan), and the sum has 5 or more: 1 too"),
        ("injured: 8", True, "8 injured expected, and the sum has 9 or more: 1 too many"),
        ("town: rastan, killed: 7+", True, "7+ killed expected (in rastan), and the sum has 5 at most: 2 too few, not"),
        ("town: hass, until: 2018-04, killed: 2", True, "and no incident reports any: 2 too few, not counting 1 incid"),
        ("town: mayadin, killed: 0", False, 'no town is called "mayadin"'),
    ],
)
def test_a_figure_outside_the_sum_is_told(expected: str, is_warning: bool, said: str) -> None:
    ((told, what),) = held(expected)
    assert told == is_warning
    assert said in what


def test_a_figure_that_is_not_met_is_told_with_its_place() -> None:
    ledger = parse_ledger(f"{GAZETTEER}{INCIDENTS}expected:\n  - killed: 4\n".encode(), "x.yaml")
    (error,) = [one for one in warnings(ledger) if not one.is_warning]
    assert (error.line, error.column) == (GAZETTEER.count("\n") + 7, 5)


@examples(200, quick=40)
@given(worlds)
def test_a_sum_meets_its_own_bounds(world) -> None:
    def of(ledger: Ledger, killed: str) -> list[str]:
        held_to = replace(ledger, expected=(Expectation(killed=parse_figure(killed)),))
        return [one.what for one in unmet(held_to, select(held_to).links)]

    figure = select(world.ledger).sum_of("killed").figure
    if figure and figure.low <= figure.high:
        assert of(world.ledger, f"{figure.low}-{figure.high}") == []
        assert not figure.low or of(world.ledger, str(figure.low - 1))
        assert bool(of(world.ledger, f"at least {figure.high + 1}")) == (not figure.open)


@given(worlds)
def test_expected_figures_enter_no_sum(world) -> None:
    held_to = replace(world.ledger, expected=(Expectation(killed=parse_figure("999")),))
    for measure in MEASURES:
        assert select(held_to).sum_of(measure) == select(world.ledger).sum_of(measure)
