"""`comparison`: what readers and machines are told of the events near an incident."""

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.compare import Compared, Event, Reach, candidates
from conflict_cli.comparison import compare_for_machines, compare_for_readers, lines, nested
from conflict_cli.dates import parse_when
from conflict_cli.figures import Figure
from conflict_cli.incident import Incident, Ledger, Place, Report
from conflict_cli.query import Picked, select
from conflict_cli.render import Screen, write
from conflict_cli.render.layout import STACKED_BELOW
from conflict_cli.report import Column, Note

from .sketches import sketch
from .test_compare import reaches, worlds

GED = "UCDP GED"
INCIDENTS = """
id: market, date: 2018-04-09, places: [rastan, talbissah], and_elsewhere: true, reports: [{source: sohr, killed: 27}]
id: camp, date: 2018-03, places: [hass], reports: [{source: sohr, killed: 22}]
id: raid, date: 2018-04, places: [tripoli], reports: [{source: sohr}]
id: battle, date: 2018-04, reports: [{source: sohr, killed: at least 5}]
"""


def event(key: str, when: str, where: Place, killed: Figure | None = None, *cites: str, **more) -> Event:
    """An event of a data set, without coordinates."""
    incident = Incident(key, "Event", parse_when(when), places=(where.key,), reports=(Report("ged", killed=killed),))
    return Event(Picked(incident, **more), (where,), cites=cites)


def place(name: str, kind: str | None = "town", governorate: str = "Homs") -> Place:
    return Place(name, name, (), kind, governorate, "Syria")


EVENTS = (
    event("20", "2018-04-09/2018-04-10", place("Rastan"), Figure(25, 28, 40), "AFP", "SOHR"),
    event("21", "2018-04-10", place("Talbissah district", "district"), Figure(1, 1, 1, open=True)),
    event("22", "2018-04-10", place("Talbissah", "subdistrict"), None, "SOHR"),
    event("30", "2018-03-21", place("Hass", governorate="Idlib governorate"), Figure(9, 9, 9), "SOHR"),
)


def matched(events=EVENTS, incidents: str = INCIDENTS, reach: Reach | None = None) -> tuple[list[Compared], Ledger]:
    ledger = sketch(incidents)
    found = [candidates(picked, ledger.places, events, reach or Reach()) for picked in select(ledger).picked]
    return found, ledger


def measured(km: float, killed: Figure | None = None, ours: str = "20", **near) -> tuple[list[Compared], Ledger]:
    """One incident with one candidate that is so many kilometres away."""
    found, ledger = matched(incidents=f"id: a, places: [hass], reports: [{{source: sohr, killed: {ours}}}]")
    incident = Incident(
        "1", "Event", parse_when("2018-04-01"), places=("p",), reports=(Report("ged", killed=killed),), **near
    )
    one = Event(Picked(incident), (place("Hass", governorate="Idlib"),))
    (near_by,) = candidates(found[0].picked, ledger.places, [one], Reach()).candidates
    return [Compared(found[0].picked, (replace(near_by, km=km),))], ledger


def first_row(compared: list[Compared], ledger: Ledger) -> tuple:
    return next(iter(compare_for_readers(compared, ledger, GED, Reach()).rows))


def test_readers_see_every_candidate_under_its_incident():
    compared, ledger = matched()
    report = compare_for_readers(compared, ledger, GED, Reach())
    assert report.is_grouped
    assert not report.are_counted
    assert report.columns == (
        Column("incident", "Incident"),
        Column("event", "Event", "id"),
        Column("date", "Date", "date"),
        Column("place", "Place"),
        Column("km", "km", "number", rank=3),
        Column("days", "Days apart", "number", rank=4),
        Column("low", "Low", "number", rank=1),
        Column("best", "Best", "number"),
        Column("high", "High", "number", rank=2),
        Column("cites", "Cites", rank=5),
        Column("difference", "Difference"),
    )
    market = "market: 2018-04-09, Rastan, Talbissah, elsewhere, 27 killed"
    span = "2018-04-09/2018-04-10"
    assert list(report.rows) == [
        (market, "20", span, "Rastan", "by name", 0, 25, 28, 40, ("AFP", "SOHR"), "+1, ranges meet"),
        (market, "21", "2018-04-10", "Talbissah district", "by name", 1, 1, 1, "1+", (), ""),
        (market, "22", "2018-04-10", "Talbissah (subdistrict)", "by name", 1, "?", "?", "?", ("SOHR",), ""),
        ("camp: 2018-03, Hass, 22 killed", "30", "2018-03-21", "Hass", "by name", 0, 9, 9, 9, ("SOHR",), "-13"),
        ("raid: 2018-04, Tripoli, no figure of killed", None, None, "none within 10 km and 1 day", *[None] * 7),
        ("battle: 2018-04, no place named, ≥5 killed", None, None, "none: no place is named", *[None] * 7),
    ]


def test_what_a_reader_should_know():
    compared, ledger = matched()
    assert compare_for_readers(compared, ledger, GED, Reach()).notes == (
        Note("2 of 4 incidents have an event of UCDP GED near them."),
        Note(
            "Near: at most 10 km and 1 day apart; where either side has no coordinates, a place of the same name "
            "within the same governorate."
        ),
        Note(
            "The closest stands first; the difference is its best figure of killed less the incident's. Being near "
            "does not make two records one event: this program decides nothing."
        ),
    )


COUNTS = [
    (0, 1, "0 of 1 incident has", "it"),
    (1, 1, "1 of 1 incident has", "it"),
    (1, 3, "1 of 3 incidents has", "it"),
    (2, 2, "2 of 2 incidents have", "them"),
    (0, 2, "0 of 2 incidents have", "them"),
]


@pytest.mark.parametrize(("found", "count", "said", "which"), COUNTS, ids=[row[2] for row in COUNTS])
def test_how_many_have_a_candidate(found, count, said, which):
    compared, ledger = matched()
    every = [compared[0]] * found + [compared[2]] * (count - found)
    notes = [note.text for note in compare_for_readers(every, ledger, GED, Reach()).notes]
    assert notes[0].startswith(f"{said} an event of UCDP GED near {which}.")
    assert any("decides nothing" in note for note in notes) is bool(found)


def test_of_no_incidents_there_is_nothing_to_say():
    report = compare_for_readers([], sketch(""), GED, Reach())
    assert list(report.rows) == []
    assert report.notes == ()


REACHES = [(Reach(), "10 km and 1 day"), (Reach(2.5, 0), "2.5 km and 0 days"), (Reach(100.0, 3), "100 km and 3 days")]


@pytest.mark.parametrize(("reach", "said"), REACHES, ids=[row[1] for row in REACHES])
def test_the_reach_is_told(reach, said):
    compared, ledger = matched(events=(), reach=reach)
    report = compare_for_readers(compared, ledger, GED, reach)
    assert next(iter(report.rows))[3] == f"none within {said}"
    assert f"at most {said} apart" in report.notes[1].text


KILOMETRES = [(0.0, 0.0, "0.0 km"), (0.04, 0.0, "0.0 km"), (9.96, 10.0, "10.0 km"), (3.14159, 3.1, "3.1 km")]


@pytest.mark.parametrize(("km", "cell", "said"), KILOMETRES, ids=[str(row[0]) for row in KILOMETRES])
def test_kilometres_to_one_decimal(km, cell, said):
    compared, ledger = measured(km)
    assert first_row(compared, ledger)[4] == cell
    assert nested(compared[0])[0]["km"] == cell
    assert f", {said}, " in next(lines(compared[0], GED, Reach()))[1]


FIGURES = [
    ("20", Figure(21, 21, 21), "+1", "21 killed (+1)"),
    ("22", Figure(0, 9, 28), "-13, ranges meet", "0–28 killed, best 9 (-13, ranges meet)"),
    ("20", Figure(20, 20, 20), "0", "20 killed (0)"),
    ("20", Figure(5, 20, 33, open=True), "0", "5–33+ killed, best 20 (0)"),
    ("20", Figure(10, 10, 10, open=True), "-10, ranges meet", "≥10 killed (-10, ranges meet)"),
    ("at least 2", Figure(40, 40, 40), "+38, ranges meet", "40 killed (+38, ranges meet)"),
    ("at least 2", Figure(0, 0, 0), "-2", "0 killed (-2)"),
    ("unknown", Figure(3, 3, 3), "", "3 killed"),
    ("20", None, "", "no figure of killed"),
]


@pytest.mark.parametrize(("ours", "theirs", "cell", "said"), FIGURES, ids=[f"{row[0]}, {row[3]}" for row in FIGURES])
def test_the_difference_of_the_closest(ours, theirs, cell, said):
    compared, ledger = measured(0.0, theirs, ours)
    assert first_row(compared, ledger)[-1] == cell
    assert list(lines(compared[0], GED, Reach())) == [
        (f"In {GED}", f"1: 2018-04-01, Hass, 0.0 km, 0 days apart: {said}")
    ]


def test_an_event_that_is_perhaps_not_in_its_place_says_so():
    compared, ledger = measured(0.0, nearby=True)
    assert first_row(compared, ledger)[3] == "near Hass"


def test_machines_get_plain_values_under_flat_keys():
    compared, ledger = matched()
    report = compare_for_machines(compared, ledger, GED)
    keys = [column.key for column in report.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in report.rows]
    assert not report.is_grouped
    assert [(row["incident"], row["event"]) for row in rows] == [
        ("market", "20"), ("market", "21"), ("market", "22"), ("camp", "30"), ("raid", None), ("battle", None)
    ]  # fmt: skip
    assert rows[0] == {
        "incident": "market",
        "incident_date": "2018-04-09",
        "incident_date_from": "2018-04-09",
        "incident_date_to": "2018-04-09",
        "incident_towns": ("Rastan", "Talbissah"),
        "incident_killed_low": 27,
        "incident_killed_best": 27,
        "incident_killed_high": 27,
        "incident_killed_open": False,
        "incident_killed_approximate": False,
        "incident_killed_text": "27",
        "candidates": 3,
        "data_set": "UCDP GED",
        "event": "20",
        "event_date": "2018-04-09/2018-04-10",
        "event_date_from": "2018-04-09",
        "event_date_to": "2018-04-10",
        "event_place": "Rastan",
        "event_governorate": "Homs",
        "event_country": "Syria",
        "km": None,
        "by_name": True,
        "days_apart": 0,
        "event_killed_low": 25,
        "event_killed_best": 28,
        "event_killed_high": 40,
        "event_killed_open": False,
        "event_killed_approximate": False,
        "event_sources": ("AFP", "SOHR"),
        "is_closest": True,
        "difference": 1,
        "ranges_meet": True,
    }
    assert list(rows[0]) == keys


def test_an_incident_without_candidates_is_one_row_of_nulls():
    compared, ledger = matched()
    report = compare_for_machines(compared[3:], ledger, GED)
    (row,) = report.rows
    filled = {column.key: cell for column, cell in zip(report.columns, row, strict=True) if cell is not None}
    assert filled == {
        "incident": "battle",
        "incident_date": "2018-04",
        "incident_date_from": "2018-04-01",
        "incident_date_to": "2018-04-30",
        "incident_towns": (),
        "incident_killed_low": 5,
        "incident_killed_best": 5,
        "incident_killed_high": 5,
        "incident_killed_open": True,
        "incident_killed_approximate": False,
        "incident_killed_text": "at least 5",
        "candidates": 0,
        "data_set": "UCDP GED",
    }


def test_a_figure_that_is_not_given_is_null_and_not_0():
    compared, _ = measured(2.0)
    (row,) = nested(compared[0])
    numbers = {
        key for key, cell in row.items() if key.startswith("event_killed") or key in ("difference", "ranges_meet")
    }
    assert len(numbers) == 7
    assert {row[key] for key in numbers} == {None}
    assert (row["km"], row["by_name"], row["event_sources"]) == (2.0, False, ())


def test_the_lines_beside_an_incident():
    compared, _ = matched()
    told = [list(lines(one, GED, Reach())) for one in compared]
    span = "2018-04-09/2018-04-10"
    assert told == [
        [
            (
                "In UCDP GED",
                f"20: {span}, Rastan, by name, 0 days apart: 25–40 killed, best 28 (+1, ranges meet); cites AFP, SOHR",
            ),
            ("", "21: 2018-04-10, Talbissah district, by name, 1 day apart: ≥1 killed"),
            ("", "22: 2018-04-10, Talbissah (subdistrict), by name, 1 day apart: no figure of killed; cites SOHR"),
        ],
        [("In UCDP GED", "30: 2018-03-21, Hass, by name, 0 days apart: 9 killed (-13); cites SOHR")],
        [("In UCDP GED", "nothing within 10 km and 1 day")],
        [("In UCDP GED", "nothing: no place is named")],
    ]


def test_nested_candidates_are_what_the_rows_say_of_the_event():
    compared, ledger = matched()
    report = compare_for_machines(compared, ledger, GED)
    rows = [dict(zip([column.key for column in report.columns], row, strict=True)) for row in report.rows]
    inner = [one for each in compared for one in nested(each)]
    assert inner == [{key: row[key] for key in inner[0]} for row in rows if row["event"]]
    assert [list(one) for one in inner] == [list(rows[0])[13:]] * 4
    assert nested(compared[2]) == []


@given(st.lists(worlds(), max_size=3), reaches)
def test_both_reports_tell_every_incident_and_every_candidate(many, reach):
    made = [(candidates(one, {noun.key: noun for noun in nouns}, events, reach), nouns) for one, nouns, events in many]
    for one, nouns in made:
        ledger = Ledger("", {}, {}, {noun.key: noun for noun in nouns}, {}, ())
        for report in (compare_for_readers([one], ledger, GED, reach), compare_for_machines([one], ledger, GED)):
            rows = list(report.rows)
            assert len(rows) == max(len(one.candidates), 1) == len(list(lines(one, GED, reach)))
            assert {len(row) for row in rows} == {len(report.columns)}
            place = [column.key for column in report.columns].index("event")
            told = [row[place] for row in rows if row[place] is not None]
            assert told == [candidate.event.picked.incident.id for candidate in one.candidates]


def drawn(width: int) -> str:
    compared, ledger = matched()
    stream = StringIO()
    write(compare_for_readers(compared, ledger, GED, Reach()), "table", stream, screen=Screen(width=width))
    return stream.getvalue()


TABLE = """\
  Event  Date                   Place           Low  Best  High  Difference
────────────────────────────────────────────────────────────────────────────────
market: 2018-04-09, Rastan, Talbissah, elsewhere, 27 killed
  20     2018-04-09/2018-04-10  Rastan           25    28    40  +1, ranges meet
  21     2018-04-10             Talbissah         1     1    1+
                                district
  22     2018-04-10             Talbissah         ?     ?     ?
                                (subdistrict)

camp: 2018-03, Hass, 22 killed
  30     2018-03-21             Hass              9     9     9  -13

raid: 2018-04, Tripoli, no figure of killed
                                none within 10
                                km and 1 day

battle: 2018-04, no place named, ≥5 killed
                                none: no place
                                is named

Not shown at this width: km, Days apart, Cites. Widen the window, choose columns
with -c, or write -O csv.
"""


def test_a_screen_of_80_columns():
    assert drawn(80).startswith(TABLE)


@pytest.mark.parametrize("width", [45, 80, 120, 200])
def test_nothing_that_counts_is_left_out_of_any_screen(width):
    text = drawn(width)
    assert max(map(len, text.splitlines())) <= width
    for shown in ("market: 2018-04-09", "2018-04-09/2018-04-10", "20", "28", "+1", "-13", "decides"):
        assert shown in text
    assert ("Cites" in text.partition("Not shown")[0]) is (width < STACKED_BELOW or width >= 120)
