"""`groups`: one selection seen as several, each what its own filter would select."""

import pytest

from conflict_cli.counting.in_memory import select
from conflict_cli.counting.totals import total
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.record.dates import parse_period
from conflict_cli.record.incident import MEASURES
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import BYS, By
from tests.worlds.sketches import selected

INCIDENTS = """
id: barrage, date: 2018-04-28/2018-05-01, places: [rastan, hass], and_elsewhere: true, type: other, attribution: [{actor: government, confidence: stated}, {actor: russia, confidence: claimed}], reports: [{source: sohr, article: memo-2018, killed: 2}]
id: rockets, date: 2018-04-28?, places: [rastan, talbissah], target: school, attribution: [{actor: russia, confidence: stated}, {actor: russia, confidence: claimed}], reports: [{source: memo, article: memo-2018, killed: 7}, {source: sohr, killed: 5}]
id: old, date: 2017-12, places: [tripoli], reports: [{source: memo, killed: 1}]
id: years, date: 2017-12-31/2018-01-01, places: [syria, hass], reports: [{source: un, killed: 1}]
id: rumour, date: 2018-03-02, reports: [{source: sohr}]
"""  # noqa: E501

WHOLE, WIDER = "whole", "wider"


def rows(by: By, query: Query | None = None) -> dict[str, dict[str, str]]:
    """Under each heading, the incidents and whether they cover more places than it."""
    return {
        part.heading: {one.incident.id: WIDER if one.is_wider else WHOLE for one in part.selection.picked}
        for part in selected(INCIDENTS, query).groups(by)
    }


GROUPS: list[tuple[By, dict[str, dict[str, str]]]] = [
    ("town", {
        "Rastan": {"barrage": WIDER, "rockets": WIDER},
        "Hass": {"barrage": WIDER, "years": WIDER},
        "Talbissah": {"rockets": WIDER},
        "Tripoli": {"old": WHOLE},
        "Syria": {"years": WIDER},
        "elsewhere, or not named": {"rumour": WHOLE},
    }),
    ("governorate", {
        "Homs": {"barrage": WIDER, "rockets": WHOLE},
        "Idlib": {"barrage": WIDER, "years": WIDER},
        "elsewhere, or not named": {"old": WHOLE, "years": WIDER, "rumour": WHOLE},
    }),
    ("source", {
        "SOHR": {"barrage": WHOLE, "rockets": WHOLE, "rumour": WHOLE},
        "Middle East Monitor": {"rockets": WHOLE, "old": WHOLE},
        "United Nations": {"years": WHOLE},
    }),
    ("article", {
        "memo-2018": {"barrage": WHOLE, "rockets": WHOLE},
        "no article named": {"rockets": WHOLE, "old": WHOLE, "years": WHOLE, "rumour": WHOLE},
    }),
    ("actor", {
        "Syrian government forces": {"barrage": WHOLE},
        "Russia": {"barrage": WHOLE, "rockets": WHOLE},
        "not attributed": {"old": WHOLE, "years": WHOLE, "rumour": WHOLE},
    }),
    ("type", {
        "other": {"barrage": WHOLE},
        "unknown": {"rockets": WHOLE, "old": WHOLE, "years": WHOLE, "rumour": WHOLE},
    }),
    ("target", {
        "school": {"rockets": WHOLE},
        "no target named": {"barrage": WHOLE, "old": WHOLE, "years": WHOLE, "rumour": WHOLE},
    }),
    ("month", {
        "2017-12": {"old": WHOLE},
        "2018-03": {"rumour": WHOLE},
        "2018-04": {"rockets": WHOLE},
        "across months": {"barrage": WHOLE, "years": WHOLE},
    }),
    ("year", {
        "2017": {"old": WHOLE},
        "2018": {"barrage": WHOLE, "rockets": WHOLE, "rumour": WHOLE},
        "across years": {"years": WHOLE},
    }),
]  # fmt: skip


@pytest.mark.parametrize(("by", "expected"), GROUPS, ids=[row[0] for row in GROUPS])
def test_each_property_has_its_groups_in_order(by, expected):
    """In the order of the ledger, months and years in that of time, and those without a heading last."""
    found = rows(by)
    assert found == expected
    assert list(found) == list(expected)


def test_every_property_is_tested_here():
    assert [row[0] for row in GROUPS] == list(BYS)


def test_a_group_knows_its_key():
    keys = [(part.key, part.heading) for part in selected(INCIDENTS).groups("source")]
    assert keys == [("sohr", "SOHR"), ("memo", "Middle East Monitor"), ("un", "United Nations")]
    assert selected(INCIDENTS).groups("target")[-1].key is None


def test_an_actor_row_keeps_its_attribution_confidence():
    one = "id: a, attribution: [{actor: russia, confidence: suspected}], reports: [{source: un, killed: 1}]"
    (row,) = selected(one).groups("actor")
    assert [picked.confidence for picked in row.selection.picked] == ["suspected"]


def test_a_source_row_holds_only_its_own_reports():
    found = {part.heading: total(part.selection).killed.figure for part in selected(INCIDENTS).groups("source")}
    assert {heading: (figure.low, figure.high) for heading, figure in found.items() if figure} == {
        "SOHR": (7, 7),
        "Middle East Monitor": (8, 8),
        "United Nations": (1, 1),
    }


def test_a_town_not_asked_for_has_no_row():
    assert rows("town", Query(towns=("hass",))) == {"Hass": {"barrage": WIDER, "years": WIDER}}
    assert rows("town", Query(governorates=("Idlib",))) == {"Hass": {"barrage": WIDER, "years": WIDER}}
    assert list(rows("town", Query(towns=("not:rastan", "not:syria")))) == [
        "Hass",
        "Talbissah",
        "Tripoli",
        "elsewhere, or not named",
    ]


def test_incidents_also_elsewhere_are_wider_than_their_place():
    incidents = "id: a, places: [rastan], and_elsewhere: true, reports: [{source: sohr, killed: 2}]"
    for by in ("town", "governorate"):
        (only,) = selected(incidents).groups(by)
        assert [one.is_wider for one in only.selection.picked] == [True]


def test_a_governorate_not_asked_for_has_no_row():
    assert rows("governorate", Query(governorates=("Homs",))) == {"Homs": {"barrage": WIDER, "rockets": WHOLE}}
    assert rows("governorate", Query(towns=("rastan",))) == {"Homs": {"barrage": WIDER, "rockets": WIDER}}


def test_an_actor_not_asked_for_has_no_row():
    assert rows("actor", Query(actors=("Russia",))) == {"Russia": {"barrage": WHOLE, "rockets": WHOLE}}
    assert rows("actor", Query(actors=("not:Syrian army",))) == {
        "Russia": {"rockets": WHOLE},
        "not attributed": {"old": WHOLE, "years": WHOLE, "rumour": WHOLE},
    }


def test_days_not_asked_for_show_in_every_row():
    by_town = selected(INCIDENTS, Query(period=parse_period("2018-04"))).groups("town")
    assert {part.heading: [one.is_longer for one in part.selection.picked] for part in by_town} == {
        "Rastan": [True, False],
        "Hass": [True],
        "Talbissah": [False],
    }


def test_nothing_selected_makes_no_groups():
    assert selected(INCIDENTS, Query(towns=("yarmouk",))).groups("month") == []


ALONE: list[tuple[By, str]] = [
    ("town", "towns"),
    ("governorate", "governorates"),
    ("source", "sources"),
    ("actor", "actors"),
    ("type", "types"),
    ("target", "targets"),
]


@pytest.mark.parametrize(("by", "field"), ALONE, ids=[row[0] for row in ALONE])
def test_a_row_equals_the_sum_asked_for_alone(by, field):
    """Over the shipped ledger, in every measure."""
    from conflict_cli import shipped_ledger

    ledger = parse_ledger(shipped_ledger().read_bytes(), "incidents.yaml")
    parts = [part for part in select(ledger).groups(by) if part.key is not None]
    assert parts
    for part in parts:
        alone = total(select(ledger, Query(**{field: (part.key,)})))
        row = total(part.selection)
        assert [row.of(one).figure for one in MEASURES] == [alone.of(one).figure for one in MEASURES]
        assert row.incidents == alone.incidents
