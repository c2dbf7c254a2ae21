"""`groups`: one selection seen as several, each what its own filter would select."""

import pytest
from msgspec.structs import replace

from conflict_cli.counting.in_memory import select
from conflict_cli.counting.totals import total
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.record.dates import parse_period
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import MEASURES
from conflict_cli.record.periods import SPANS
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import BYS, By, Group
from tests.worlds.sketches import selected, sketch

INCIDENTS = """
id: barrage, date: 2018-04-28/2018-05-01, places: [rastan, hass], and_elsewhere: true, type: other, attribution: [{actor: government, confidence: stated}, {actor: russia, confidence: claimed}], reports: [{source: sohr, article: memo-2018, killed: 2}]
id: rockets, date: 2018-04-28?, places: [rastan, talbissah], target: school, attribution: [{actor: russia, confidence: stated}, {actor: russia, confidence: claimed}], reports: [{source: memo, article: memo-2018, killed: 7}, {source: sohr, killed: 5}]
id: old, date: 2017-12, places: [tripoli], reports: [{source: memo, killed: 1}]
id: years, date: 2017-12-31/2018-01-01, places: [syria, hass], reports: [{source: un, killed: 1}]
id: rumour, date: 2018-03-02, reports: [{source: sohr}]
"""  # noqa: E501

SURELY, LIKELY, PERHAPS, UNCOUNTED = Belongs.SURELY, Belongs.LIKELY, Belongs.PERHAPS, Belongs.UNCOUNTED
ELSEWHERE = "elsewhere, or not named"


def rows(
    by: By, query: Query | None = None, incidents: str = INCIDENTS, places: str = ""
) -> dict[str, dict[str, Belongs]]:
    """Under each heading, the incidents and how firmly they belong there."""
    return {
        part.heading: {one.incident.id: one.belongs for one in part.selection.picked}
        for part in selected(incidents, query, places).groups(by)
    }


GROUPS: list[tuple[By, dict[str, dict[str, Belongs]]]] = [
    ("town", {
        "Rastan": {"barrage": PERHAPS, "rockets": PERHAPS},
        "Syria": {"barrage": PERHAPS, "rockets": SURELY, "years": SURELY},
        "Hass": {"barrage": PERHAPS, "years": PERHAPS},
        "Talbissah": {"rockets": PERHAPS},
        "Tripoli": {"old": SURELY},
        ELSEWHERE: {"barrage": SURELY, "rumour": SURELY},
    }),
    ("governorate", {
        "Homs": {"barrage": PERHAPS, "rockets": SURELY},
        "Idlib": {"barrage": PERHAPS, "years": PERHAPS},
        ELSEWHERE: {"barrage": SURELY, "old": SURELY, "years": SURELY, "rumour": SURELY},
    }),
    ("country", {
        "Syria": {"barrage": PERHAPS, "rockets": SURELY, "years": SURELY},
        "Lebanon": {"old": SURELY},
        ELSEWHERE: {"barrage": SURELY, "rumour": SURELY},
    }),
    ("source", {
        "SOHR": {"barrage": SURELY, "rockets": SURELY, "rumour": SURELY},
        "Middle East Monitor": {"rockets": SURELY, "old": SURELY},
        "United Nations": {"years": SURELY},
    }),
    ("article", {
        "memo-2018": {"barrage": SURELY, "rockets": SURELY},
        "no article named": {"old": SURELY, "years": SURELY, "rumour": SURELY},
    }),
    ("actor", {
        "Syrian government forces": {"barrage": SURELY},
        "Russia": {"barrage": PERHAPS, "rockets": SURELY},
        "not attributed": {"old": SURELY, "years": SURELY, "rumour": SURELY},
    }),
    ("type", {
        "other": {"barrage": SURELY},
        "unknown": {"rockets": SURELY, "old": SURELY, "years": SURELY, "rumour": SURELY},
    }),
    ("target", {
        "school": {"rockets": SURELY},
        "no target named": {"barrage": SURELY, "old": SURELY, "years": SURELY, "rumour": SURELY},
    }),
    ("day", {
        "2017-12-01": {"old": PERHAPS},
        "2017-12-31": {"old": PERHAPS, "years": PERHAPS},
        "2018-01-01": {"years": PERHAPS},
        "2018-03-02": {"rumour": SURELY},
        "2018-04-28": {"barrage": PERHAPS, "rockets": SURELY},
        "2018-05-01": {"barrage": PERHAPS},
        "across days": {"barrage": SURELY, "old": SURELY, "years": SURELY},
    }),
    ("week", {
        "2017-W48": {"old": PERHAPS},
        "2017-W52": {"old": PERHAPS, "years": PERHAPS},
        "2018-W01": {"years": PERHAPS},
        "2018-W09": {"rumour": SURELY},
        "2018-W17": {"barrage": PERHAPS, "rockets": SURELY},
        "2018-W18": {"barrage": PERHAPS},
        "across weeks": {"barrage": SURELY, "old": SURELY, "years": SURELY},
    }),
    ("month", {
        "2017-12": {"old": SURELY, "years": PERHAPS},
        "2018-01": {"years": PERHAPS},
        "2018-03": {"rumour": SURELY},
        "2018-04": {"barrage": PERHAPS, "rockets": SURELY},
        "2018-05": {"barrage": PERHAPS},
        "across months": {"barrage": SURELY, "years": SURELY},
    }),
    ("quarter", {
        "2017-Q4": {"old": SURELY, "years": PERHAPS},
        "2018-Q1": {"years": PERHAPS, "rumour": SURELY},
        "2018-Q2": {"barrage": SURELY, "rockets": SURELY},
        "across quarters": {"years": SURELY},
    }),
    ("year", {
        "2017": {"old": SURELY, "years": PERHAPS},
        "2018": {"barrage": SURELY, "rockets": SURELY, "years": PERHAPS, "rumour": SURELY},
        "across years": {"years": SURELY},
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


def test_rows_of_towns_heed_the_other_filters():
    """A place that holds the town asked for has a row too."""
    two = {"barrage": PERHAPS, "years": PERHAPS}
    assert rows("town", Query(towns=("hass",))) == {"Syria": two, "Hass": two}
    assert rows("town", Query(governorates=("Idlib",))) == {"Syria": two, "Hass": two}
    assert rows("town", Query(towns=("not:syria",))) == {
        "Tripoli": {"old": SURELY},
        ELSEWHERE: {"barrage": PERHAPS, "rumour": PERHAPS},
    }


def test_what_is_also_elsewhere_stands_below_too():
    incidents = "id: a, places: [rastan], and_elsewhere: true, reports: [{source: sohr, killed: 2}]"
    for by, heading in (("town", "Rastan"), ("governorate", "Homs"), ("country", "Syria")):
        assert rows(by, incidents=incidents) == {heading: {"a": PERHAPS}, ELSEWHERE: {"a": SURELY}}


def test_two_towns_in_full_stand_across_towns():
    incidents = "id: a, places: [rastan, hass], reports: [{source: sohr, killed: 2}]"
    assert rows("town", incidents=incidents) == {
        "Rastan": {"a": PERHAPS},
        "Hass": {"a": PERHAPS},
        "across towns": {"a": SURELY},
    }
    assert rows("governorate", incidents=incidents)["across governorates"] == {"a": SURELY}
    assert rows("country", incidents=incidents) == {"Syria": {"a": SURELY}}


def test_what_was_near_a_town_is_likely_there():
    incidents = "id: a, places: [rastan], nearby: true, reports: [{source: sohr, killed: 2}]"
    assert rows("town", incidents=incidents) == {"Rastan": {"a": LIKELY}}
    assert rows("governorate", incidents=incidents) == {"Homs": {"a": SURELY}}


def test_a_town_holds_its_hospital_in_its_row():
    places = "  clinic: {name: Clinic, kind: site, in: [rastan]}\n"
    incidents = """
    id: a, places: [rastan], reports: [{source: sohr, killed: 2}]
    id: b, places: [clinic], reports: [{source: sohr, killed: 3}]
    """
    assert rows("town", incidents=incidents, places=places) == {
        "Rastan": {"a": SURELY, "b": SURELY},
        "Clinic": {"b": SURELY},
    }


def test_governorates_of_one_name_have_two_rows():
    places = """\
  north-tripoli: {name: Tripoli, kind: city, governorate: North, country: Lebanon}
  hajin: {name: Hajin, kind: town, governorate: North, country: Syria}
"""
    incidents = """
    id: a, places: [north-tripoli], reports: [{source: sohr, killed: 2}]
    id: b, places: [hajin], reports: [{source: sohr, killed: 3}]
    """
    assert rows("governorate", incidents=incidents, places=places) == {
        "North (Lebanon)": {"a": SURELY},
        "North (Syria)": {"b": SURELY},
    }


def test_rows_of_governorates_heed_the_other_filters():
    assert rows("governorate", Query(governorates=("Homs",))) == {"Homs": {"barrage": PERHAPS, "rockets": SURELY}}
    assert rows("governorate", Query(towns=("rastan",))) == {"Homs": {"barrage": PERHAPS, "rockets": PERHAPS}}


def test_rows_of_actors_heed_the_other_filters():
    """Two actors that are named together stand in each other's rows."""
    assert rows("actor", Query(actors=("Russia",))) == {
        "Russia": {"barrage": PERHAPS, "rockets": SURELY},
        "Syrian government forces": {"barrage": PERHAPS},
    }
    assert rows("actor", Query(actors=("not:Syrian army",))) == {
        "Russia": {"rockets": SURELY},
        "not attributed": {"old": PERHAPS, "years": PERHAPS, "rumour": PERHAPS},
    }


def test_what_no_source_of_a_row_says_stands_below():
    """The UN names Russia, but reports nothing of its own."""
    incident = """
    id: a, attribution: [{actor: russia, confidence: stated, by: [un]}], reports: [{source: sohr, killed: 2}]
    """
    below = rows("source", Query(actors=("russia",)), incidents=incident)
    assert list(below.values()) == [{"a": SURELY}]


def test_a_month_within_a_longer_date_holds_it():
    incidents = """
    id: long, date: 2018-01/2018-03, reports: [{source: sohr, killed: 2}]
    id: short, date: 2018-02-03, reports: [{source: sohr, killed: 3}]
    """
    assert rows("month", incidents=incidents)["2018-02"] == {"long": PERHAPS, "short": SURELY}


def test_days_not_asked_for_show_in_every_row():
    by_town = selected(INCIDENTS, Query(period=parse_period("2018-04"))).groups("town")
    assert {part.heading: [one.days for one in part.selection.picked] for part in by_town} == {
        "Rastan": [PERHAPS, SURELY],
        "Hass": [PERHAPS],
        "Talbissah": [SURELY],
        "across towns": [SURELY],
        ELSEWHERE: [PERHAPS],
    }


def test_the_best_of_a_month_is_its_own_filters():
    incidents = """
    id: toll, date: 2018-04/2018-05, reports: [{source: sohr, killed: 100}]
    id: strike, date: 2018-04-03, reports: [{source: sohr, killed: 3}]
    """
    (april,) = [part for part in selected(incidents).groups("month") if part.key == "2018-04"]
    alone = selected(incidents, Query(period=parse_period("2018-04"))).sum_of("killed").figure
    assert april.selection.sum_of("killed").figure == alone == Figure(3, 3, 103)


def test_a_date_around_the_days_asked_for_has_rows():
    one = "id: a, date: 2018, reports: [{source: un, killed: 2}]"
    query = Query(period=parse_period("2018-03-31..2018-04-08"))
    assert rows("month", query, one) == {"2018-03": {"a": PERHAPS}, "2018-04": {"a": PERHAPS}}


def test_nothing_selected_makes_no_groups():
    assert selected(INCIDENTS, Query(towns=("yarmouk",))).groups("month") == []


def alone(by: By, part: Group, query: Query) -> Query:
    """The filter that asks for this row alone."""
    if by in SPANS:
        return replace(query, period=parse_period(part.key))
    return replace(query, **{ALONE[by]: (part.heading if by in ("governorate", "country") else part.key,)})


ALONE: dict[By, str] = {
    "town": "towns",
    "governorate": "governorates",
    "country": "countries",
    "source": "sources",
    "actor": "actors",
    "type": "types",
    "target": "targets",
}


@pytest.mark.parametrize("possible", [False, True], ids=["", "with all that may belong"])
@pytest.mark.parametrize("by", [*ALONE, *SPANS])
def test_a_row_equals_the_sum_asked_for_alone(by, possible):
    """Over the shipped ledger, in every measure."""
    from conflict_cli import shipped_ledger

    ledger = parse_ledger(shipped_ledger().read_bytes(), "incidents.yaml")
    query = Query(possible=possible)
    parts = [part for part in select(ledger, query).groups(by) if part.key is not None]
    assert parts
    for part in parts:
        asked = total(select(ledger, alone(by, part, query)))
        row = total(part.selection)
        assert [row.of(one).figure for one in MEASURES] == [asked.of(one).figure for one in MEASURES]
        assert row.incidents == asked.incidents


def test_sources_of_one_name_have_their_keys() -> None:
    reports = "reports: [{source: sohr, killed: 5}, {source: memo, killed: 5}, {source: un, killed: 5}]"
    ledger = sketch(f"id: a, {reports}")
    named = {**ledger.sources, "memo": replace(ledger.sources["memo"], name="SOHR")}
    groups = select(replace(ledger, sources=named)).groups("source")
    assert [part.heading for part in groups] == ["SOHR (sohr)", "SOHR (memo)", "United Nations"]
