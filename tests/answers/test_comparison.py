"""`comparison`: what readers and machines are told of the events near an incident."""

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.answers.answer import Column, Note
from conflict_cli.answers.comparison import compare_for_machines, compare_for_readers, lines, nested
from conflict_cli.counting.in_memory import select
from conflict_cli.record.dates import parse_when
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import Incident, Ledger, Place, Report
from conflict_cli.render import write
from conflict_cli.render.screen import Screen
from conflict_cli.render.screen.widths import STACKED_BELOW
from conflict_cli.selection.nearness import Compared, Event, Reach, candidates
from conflict_cli.selection.picking import Picked
from tests.effort import examples
from tests.worlds.nearby import reaches, worlds
from tests.worlds.sketches import sketch

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


def measured(
    km: float | None, killed: Figure | None = None, ours: str = "20", kind: str | None = "town", **near
) -> tuple[list[Compared], Ledger]:
    """One incident with one candidate that is so many kilometres away."""
    found, ledger = matched(incidents=f"id: a, places: [hass], reports: [{{source: sohr, killed: {ours}}}]")
    incident = Incident(
        "1", "Event", parse_when("2018-04-01"), places=("p",), reports=(Report("ged", killed=killed),), **near
    )
    one = Event(Picked(incident), (place("Hass", kind, governorate="Idlib"),))
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
        Column("cites", "Cites", rank=5, is_shortened=True),
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


def test_notes_say_what_near_means():
    compared, ledger = matched()
    assert compare_for_readers(compared, ledger, GED, Reach()).notes == (
        Note("2 of 4 incidents have an event of UCDP GED near them."),
        Note(
            "Near: at most 10 km and 1 day apart; where either side has no coordinates, a place of the same name "
            "within the same governorate."
        ),
        Note(
            "The closest come first: by days, whole kilometres, and those whose place is exact (~ where it is not). "
            "The difference is the event's best figure of killed less the incident's, shown for the closest: for all "
            "of them, where several are equally close. Being near does not make two records one event: this program "
            "decides nothing."
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
def test_notes_count_incidents_with_a_candidate(found, count, said, which):
    compared, ledger = matched()
    every = [compared[0]] * found + [compared[2]] * (count - found)
    notes = [note.text for note in compare_for_readers(every, ledger, GED, Reach()).notes]
    assert notes[0].startswith(f"{said} an event of UCDP GED near {which}.")
    assert any("decides nothing" in note for note in notes) is bool(found)


def test_a_comparison_of_no_incidents_says_nothing():
    report = compare_for_readers([], sketch(""), GED, Reach())
    assert list(report.rows) == []
    assert report.notes == ()


REACHES = [(Reach(), "10 km and 1 day"), (Reach(2.5, 0), "2.5 km and 0 days"), (Reach(100.0, 3), "100 km and 3 days")]


@pytest.mark.parametrize(("reach", "said"), REACHES, ids=[row[1] for row in REACHES])
def test_the_comparison_says_its_reach(reach, said):
    compared, ledger = matched(events=(), reach=reach)
    report = compare_for_readers(compared, ledger, GED, reach)
    assert next(iter(report.rows))[3] == f"none within {said}"
    assert f"at most {said} apart" in report.notes[1].text


KILOMETRES = [(0.0, 0.0, "0.0"), (0.04, 0.0, "0.0"), (9.96, 10.0, "10.0"), (3.14159, 3.1, "3.1")]


@pytest.mark.parametrize(("km", "number", "said"), KILOMETRES, ids=[str(row[0]) for row in KILOMETRES])
def test_kilometres_are_shown_to_one_decimal(km, number, said):
    compared, ledger = measured(km)
    assert first_row(compared, ledger)[4] == said
    assert nested(compared[0])[0]["km"] == number
    assert f", Hass, {said} km, " in next(lines(compared[0], GED, Reach()))[1]


INEXACT = [
    ("in the town", {}, ""),
    ("in a place of unknown kind", {"kind": None}, ""),
    ("in or near the town", {"nearby": True}, "~"),
    ("in or near a place of unknown kind", {"nearby": True, "kind": None}, "~"),
    ("in the town and elsewhere", {"and_elsewhere": True}, "~"),
    ("in the district", {"kind": "district"}, "~"),
    ("in the camp", {"kind": "camp"}, "~"),
]


@pytest.mark.parametrize(("where", "sign"), [row[1:] for row in INEXACT], ids=[row[0] for row in INEXACT])
def test_an_inexact_place_gives_an_approximate_distance(where, sign):
    compared, ledger = measured(2.04, **where)
    assert first_row(compared, ledger)[4] == f"{sign}2.0"
    assert f", {sign}2.0 km, " in next(lines(compared[0], GED, Reach()))[1]
    assert nested(compared[0])[0]["km"] == 2.0
    assert nested(compared[0])[0]["event_nearby"] is where.get("nearby", False)


@pytest.mark.parametrize("where", [row[1] for row in INEXACT], ids=[row[0] for row in INEXACT])
def test_a_match_by_name_is_never_approximate(where):
    compared, ledger = measured(None, **where)
    assert first_row(compared, ledger)[4] == "by name"
    assert ", by name, " in next(lines(compared[0], GED, Reach()))[1]
    assert "~" not in next(lines(compared[0], GED, Reach()))[1]


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
    ("about 20", Figure(21, 21, 21), "+1", "21 killed (+1)"),
    ("20", Figure(18, 18, 18, approximate=True), "-2", "~18 killed (-2)"),
    ("about 20", Figure(15, 22, 30), "+2, ranges meet", "15–30 killed, best 22 (+2, ranges meet)"),
]


@pytest.mark.parametrize(("ours", "theirs", "cell", "said"), FIGURES, ids=[f"{row[0]}, {row[3]}" for row in FIGURES])
def test_the_closest_event_shows_its_difference(ours, theirs, cell, said):
    compared, ledger = measured(0.0, theirs, ours)
    assert first_row(compared, ledger)[-1] == cell
    assert list(lines(compared[0], GED, Reach())) == [
        (f"In {GED}", f"1: 2018-04-01, Hass, 0.0 km, 0 days apart: {said}")
    ]


MEETING = [
    ("20", Figure(20, 20, 20), True),
    ("20", Figure(21, 21, 21), False),
    ("20", Figure(10, 15, 25), True),
    ("about 20", Figure(20, 20, 20), True),
    ("about 20", Figure(21, 21, 21), None),
    ("20", Figure(21, 21, 21, approximate=True), None),
    ("about 20", Figure(21, 21, 21, approximate=True), None),
    ("about 20", Figure(10, 15, 25), True),
    ("dozens", Figure(40, 40, 40), True),
    ("dozens", Figure(3, 3, 3), None),
    ("at least 20", Figure(3, 3, 3), False),
    ("20", None, None),
    ("unknown", Figure(3, 3, 3), None),
]


@pytest.mark.parametrize(("ours", "theirs", "is_so"), MEETING, ids=str)
def test_an_approximate_figure_that_misses_leaves_meeting_unknown(ours, theirs, is_so):
    compared, ledger = measured(0.0, theirs, ours)
    assert nested(compared[0])[0]["ranges_meet"] is is_so
    assert ("ranges meet" in first_row(compared, ledger)[-1]) is (is_so is True and theirs.best != 20)


def test_all_of_the_closest_have_their_difference():
    """And no other, however well it agrees."""
    hass = place("Hass", governorate="Idlib")
    later, day = "2018-04-02", "2018-04-01"
    events = [
        event("a", day, hass, Figure(24, 24, 24)),
        event("b", day, hass, None),
        event("c", day, hass, Figure(20, 20, 20)),
        event("d", day, hass, Figure(0, 9, 30)),
        event("e", day, replace(hass, kind="district"), Figure(20, 20, 20)),
        event("f", later, hass, Figure(20, 20, 20)),
    ]
    compared, ledger = matched(events, "id: x, places: [hass], reports: [{source: sohr, killed: 20}]")
    rows = list(compare_for_readers(compared, ledger, GED, Reach()).rows)
    assert [(row[1], row[-1]) for row in rows] == [
        ("a", "+4"), ("b", ""), ("c", "0"), ("d", "-11, ranges meet"), ("e", ""), ("f", "")
    ]  # fmt: skip
    told = [(one["event"], one["is_closest"], one["difference"], one["ranges_meet"]) for one in nested(compared[0])]
    assert told == [
        ("a", True, 4, False),
        ("b", True, None, None),
        ("c", True, 0, True),
        ("d", True, -11, True),
        ("e", False, 0, True),
        ("f", False, 0, True),
    ]


def test_an_event_only_near_its_place_says_so():
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
        "event_nearby": False,
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


def test_an_incident_without_candidates_is_a_null_row():
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


def test_a_figure_not_given_is_null_not_zero():
    compared, _ = measured(2.0)
    (row,) = nested(compared[0])
    numbers = {
        key for key, cell in row.items() if key.startswith("event_killed") or key in ("difference", "ranges_meet")
    }
    assert len(numbers) == 7
    assert {row[key] for key in numbers} == {None}
    assert (row["km"], row["by_name"], row["event_sources"]) == (2.0, False, ())


def test_lines_beside_an_incident_name_its_candidates():
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


def test_nested_candidates_match_the_event_columns_of_rows():
    compared, ledger = matched()
    report = compare_for_machines(compared, ledger, GED)
    rows = [dict(zip([column.key for column in report.columns], row, strict=True)) for row in report.rows]
    inner = [one for each in compared for one in nested(each)]
    assert inner == [{key: row[key] for key in inner[0]} for row in rows if row["event"]]
    assert [list(one) for one in inner] == [list(rows[0])[13:]] * 4
    assert nested(compared[2]) == []


@examples(100, quick=30)
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


@examples(100, quick=30)
@given(worlds(), reaches)
def test_only_the_closest_show_their_difference_to_readers(world, reach):
    one, nouns, events = world
    result = candidates(one, {noun.key: noun for noun in nouns}, events, reach)
    ledger = Ledger("", {}, {}, {noun.key: noun for noun in nouns}, {}, ())
    rows = list(compare_for_readers([result], ledger, GED, reach).rows)
    for candidate, row in zip(result.candidates, rows, strict=False):
        assert bool(row[-1]) is (candidate.is_closest and candidate.difference is not None)


def drawn(width: int, of: tuple[list[Compared], Ledger] | None = None) -> str:
    compared, ledger = of or matched()
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


def test_a_screen_of_80_columns_shows_the_table():
    assert drawn(80).startswith(TABLE)


def around_hass() -> tuple[list[Compared], Ledger]:
    """An incident and events that have coordinates, of every kind of closeness."""
    ledger = sketch("id: raid, places: [hass], reports: [{source: sohr, killed: about 20}]")
    ledger = replace(ledger, places={**ledger.places, "hass": replace(ledger.places["hass"], lat=35.6, lon=36.6)})
    hass, idlib = place("Hass"), place("Idlib", "district")
    sides = [
        (event("1", "2018-04-01", place("Hass", None), Figure(35, 35, 35)), 35.6),
        (event("2", "2018-04-01", hass, Figure(20, 20, 20), "SOHR"), 35.604),
        (event("3", "2018-04-01", hass, Figure(18, 20, 25)), 35.6),
        (event("4", "2018-04-01", idlib, Figure(20, 20, 20)), 35.604),
        (event("5", "2018-04-01", hass, None), 35.65),
        (event("6", "2018-04-02", hass, Figure(20, 20, 20)), 35.6),
    ]
    spotted = [replace(one, lat=lat, lon=36.6) for one, lat in sides]
    near = replace(spotted[2].picked, incident=replace(spotted[2].picked.incident, nearby=True))
    spotted[2] = replace(spotted[2], picked=near)
    (one,) = select(ledger).picked
    return [candidates(one, ledger.places, spotted, Reach())], ledger


DISTANCES = """\
  Event  Date        Place               km  Days apart  Low  Best  High  Cites  Difference
───────────────────────────────────────────────────────────────────────────────────────────
raid: 2018-04-01, Hass, ~20 killed
  1      2018-04-01  Hass               0.0           0   35    35    35         +15
  2      2018-04-01  Hass               0.4           0   20    20    20  SOHR   0
  3      2018-04-01  near Hass         ~0.0           0   18    20    25
  4      2018-04-01  Idlib (district)  ~0.4           0   20    20    20
  5      2018-04-01  Hass               5.6           0    ?     ?     ?
  6      2018-04-02  Hass               0.0           1   20    20    20

1 of 1 incident has an event of UCDP GED near it.
Near: at most 10 km and 1 day apart; where either side has no coordinates, a place of the same name
within the same governorate.
The closest come first: by days, whole kilometres, and those whose place is exact (~ where it is
not). The difference is the event's best figure of killed less the incident's, shown for the
closest: for all of them, where several are equally close. Being near does not make two records one
event: this program decides nothing.
"""


def test_a_screen_of_100_columns_has_the_distances():
    assert drawn(100, around_hass()) == DISTANCES


@pytest.mark.parametrize("width", [45, 80, 120, 200])
def test_nothing_that_counts_is_left_off_any_screen(width):
    text = drawn(width)
    assert max(map(len, text.splitlines())) <= width
    for shown in ("market: 2018-04-09", "2018-04-09/2018-04-10", "20", "28", "+1", "-13", "decides"):
        assert shown in text
    assert ("Cites" in text.partition("Not shown")[0]) is (width < STACKED_BELOW or width >= 120)
