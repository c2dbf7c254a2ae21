"""`summary`: the rows of a sum, and the caveats that belong to its numbers."""

import pytest

from conflict_cli.answers.answer import Bar, Column, Note
from conflict_cli.answers.caveats import MOST_NAMED, left_out, named_few, pairs_in_words
from conflict_cli.answers.summary import Summing, sum_for_machines, sum_for_readers
from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.record.incident import MEASURES
from conflict_cli.selection.query import Query
from tests.worlds.datasets import ged, put
from tests.worlds.sketches import selected

INCIDENTS = """
id: barrage, date: 2018-04-01, places: [rastan, talbissah], overlaps: [rockets], reports: [{source: sohr, killed: at least 2}]
id: rockets, date: 2018-04-01, places: [rastan], reports: [{source: memo, killed: some 20, injured: some 25}, {source: un, killed: 18}]
id: strike, date: 2018-03, places: [hass], part_of: spring, reports: [{source: memo, killed: 5-7}]
id: spring, date: 2018-03/2018-05, places: [syria], reports: [{source: un, killed: 10}]
id: clash, date: 2018-04-02, places: [north], reports: [{source: un, casualties: some 150}]
id: rumour, date: 2018-04-03, places: [yarmouk], reports: [{source: sohr}]
"""  # noqa: E501
SAME = "may be the same deaths, counted once in low and best: barrage with rockets"
INSIDE = "inside another's figure, not added to it: strike in spring"
OPEN = "no upper limit reported: barrage"
ROUGH = "approximate: rockets"
DISPUTED = "sources differ, from the least to the greatest: rockets"
MISSING = "Not in these sums: 1 incident with ~150 killed or injured together; 1 incident that reports no figure."


def read(query: Query | None = None, incidents: str = INCIDENTS, **wanted):
    return sum_for_readers(selected(incidents, query), Summing(**wanted))


def given(query: Query | None = None, incidents: str = INCIDENTS, **wanted):
    return sum_for_machines(selected(incidents, query), Summing(**wanted))


def texts(report) -> list[str]:
    return [note.text for note in report.notes]


def test_a_sum_has_a_row_per_reported_measure():
    report = read()
    assert report.columns == (
        Column("group", "Reported"),
        Column("incidents", "Incidents", "number", rank=1),
        Column("low", "Low", "number"),
        Column("best", "Best", "number"),
        Column("high", "High", "number"),
        Column("notes", "Notes"),
    )
    assert report.rows == [
        ("Killed", "4 of 6", "28", "30", "32+", "a b c d e"),
        ("Injured", "1 of 6", "25", "25", "25", "d"),
        ("Killed or injured", "1 of 6", "150", "150", "150", "d"),
    ]
    assert report.total is None


def test_a_sum_of_one_measure_has_one_row():
    report = read(measure="injured")
    assert report.rows == [("Injured", "1 of 6", "25", "25", "25", "a")]
    assert report.notes[0] == Note("approximate: rockets", "a")


def test_caveats_are_lettered_once_and_mark_their_rows():
    report = read(by="town")
    assert report.rows == [
        ("Rastan", 2, "18", "20", "22+", "a c d e f"),
        ("Talbissah", 1, "0", "2", "2+", "c f"),
        ("Hass", 1, "5", "5", "7", ""),
        ("Syria", 1, "10", "10", "10", ""),
        ("northern Homs", "0 of 1", "?", "?", "?", ""),
        ("Yarmouk", "0 of 1", "?", "?", "?", ""),
    ]
    assert report.total == ("All", "4 of 6", "28", "30", "32+", "a b c d e")
    assert report.notes == (
        Note(SAME, "a"),
        Note(INSIDE, "b"),
        Note(OPEN, "c"),
        Note(ROUGH, "d"),
        Note(DISPUTED, "e"),
        Note("reported for more places than these: nothing of it in low, all of it in best and high: barrage", "f"),
        Note(MISSING),
        Note("Some incidents stand in more than one row; All is counted afresh from the incidents, each once."),
    )


def test_every_letter_in_a_row_has_its_note():
    for by in ("town", "governorate", "source", "month", "actor", None):
        report = read(by=by)
        letters = {note.letter for note in report.notes if note.letter}
        rows = [*report.rows, *([report.total] if report.total else [])]
        assert {letter for row in rows for letter in row[-1].split()} == letters


def test_an_unreported_measure_is_question_mark_not_zero():
    silent = "id: a, reports: [{source: sohr}]"
    assert read(incidents=silent).rows == [("Killed", "0 of 1", "?", "?", "?", "")]
    assert read(incidents=silent, measure="injured").rows == [("Injured", "0 of 1", "?", "?", "?", "")]
    assert texts(read(incidents=silent)) == ["Not in these sums: 1 incident that reports no figure."]


def test_no_match_is_not_zero():
    report = read(Query(towns=("tripoli", "zzz")))
    assert (report.rows, report.total, texts(report)) == ([], None, ['No town is called "zzz".'])
    grouped = read(Query(towns=("tripoli",)), by="month")
    assert (grouped.rows, grouped.total, grouped.notes) == ([], None, ())


def test_rows_that_differ_from_the_total_say_why():
    """Incidents in several rows, or in rows of their own that may share people; and where neither is, nothing."""
    shared = "Incidents of different rows may be about the same people; All is counted afresh from the incidents."
    assert texts(read(by="governorate"))[-1] == shared
    several = "Some incidents stand in more than one row; All is counted afresh from the incidents, each once."
    assert texts(read(by="source"))[-1] == several
    assert texts(read(by="type"))[-1] == MISSING
    a, b = "id: a, places: [rastan], reports: [{source: un, killed: 2}]", "id: b, reports: [{source: un, killed: 3}]"
    assert read(incidents=f"{a}\n{b}", by="town").notes == ()


def test_months_come_first_and_what_spans_months_last():
    report = read(by="month")
    assert [row[0] for row in report.rows] == ["2018-03", "2018-04", "across months"]
    assert [row[2:5] for row in report.rows] == [("5", "5", "7"), ("18", "20", "22+"), ("10", "10", "10")]


def test_a_group_of_victims_is_in_the_heading():
    incidents = "id: a, reports: [{source: sohr, killed: {total: 5, health_workers: 2}}]"
    assert read(Query(victims="health_workers"), incidents).columns[0].heading == "Reported, health workers"
    assert (
        read(Query(victims="health_workers"), incidents, by="town").columns[0].heading
        == "Reported killed, health workers"
    )


def test_bars_share_one_scale_apart_from_the_total():
    report = read(by="month", has_bars=True)
    assert [column.key for column in report.columns] == ["group", "incidents", "low", "best", "high", "bar", "notes"]
    assert [row[5] for row in report.rows] == [
        Bar(5, 5, 7, 22),
        Bar(18, 20, 22, 22, open=True),
        Bar(10, 10, 10, 22),
    ]
    assert report.total[4:6] == ("32+", None)
    assert [row[5] for row in read(has_bars=True).rows] == [
        Bar(28, 30, 32, 150, open=True),
        Bar(25, 25, 25, 150),
        Bar(150, 150, 150, 150),
    ]
    assert read(incidents="id: a, reports: [{source: un}]", by="town", has_bars=True).rows[0][5] is None


def test_the_legend_of_bars_explains_signs_and_length():
    signs = (("█", "to low"), ("▒", "to best"), ("░", "to high"), ("+", "no upper limit reported"))
    assert read(by="month", has_bars=True).notes[0] == Note("Longest bar: 22.", signs=signs, is_legend=True)
    assert read(has_bars=True).notes[0] == Note("Longest bar: 150.", signs=signs, is_legend=True)
    assert not any(note.signs for note in read(by="month").notes)


def test_contradictory_bounds_have_their_place_on_the_scale(tmp_path):
    rows = ({"low": 9, "best": 3, "high": 5}, {"low": 1, "best": 1, "high": 1, "date_start": "2031-02-01",
             "date_end": "2031-02-01"})  # fmt: skip
    data_set = open_dataset(put(tmp_path / "ged.csv", ged(*rows)), OpenOptions(None))
    try:
        report = sum_for_readers(data_set.select(), Summing(by="month", has_bars=True))
    finally:
        data_set.close()
    assert [row[5] for row in report.rows] == [Bar(9, 3, 5, 9), Bar(1, 1, 1, 9)]
    assert report.notes[0].text == (
        "Longest bar: 9. Where they contradict each other, █ ends at the least and ░ at the greatest of them."
    )


def test_unknown_towns_are_told_with_a_suggestion():
    assert texts(read(Query(towns=("Hass", "Talbisa")))) == ['No town is called "Talbisa"; did you mean Talbissah?']


def test_too_many_links_to_prove_are_said():
    ring = "\n".join(
        f"id: i{n}, overlaps: [i{(n + 1) % 80}, i{(n + 7) % 80}], reports: [{{source: un, killed: {n}}}]"
        for n in range(80)
    )
    told = "Too many incidents are linked to compute low and best exactly: they may be too low, never too high."
    assert texts(read(incidents=ring))[-1] == told
    assert told in texts(given(incidents=ring))


def keys(report) -> list[str]:
    return [column.key for column in report.columns]


NAMES = ("reported", "low", "best", "high", "open", "approximate")


def test_machine_rows_have_a_key_per_measure():
    assert keys(given()) == ["group", "incidents", *(f"{one}_{name}" for one in MEASURES for name in NAMES), "notes"]
    assert keys(given(measure="injured", by="town")) == [
        "group",
        "incidents",
        *(f"injured_{name}" for name in NAMES),
        "notes",
    ]


def test_machine_rows_hold_plain_numbers_and_nulls():
    report = given(by="month", measure="killed")
    notes = tuple(f"killed: {text}" for text in (SAME, OPEN, ROUGH, DISPUTED))
    assert report.rows == [
        ("2018-03", 1, 1, 5, 5, 7, False, False, ()),
        ("2018-04", 4, 2, 18, 20, 22, True, True, notes),
        ("across months", 1, 1, 10, 10, 10, False, False, ()),
    ]
    assert report.total == ("All", 6, 4, 28, 30, 32, True, True, (notes[0], f"killed: {INSIDE}", *notes[1:]))
    silent = given(incidents="id: a, reports: [{source: sohr}]").total
    assert silent == ("All", 1, *(0, None, None, None, None, None) * 3, ())


def test_a_sum_without_groups_is_its_total_alone():
    report = given()
    assert report.rows == []
    assert report.total is not None
    assert dict(zip(keys(report), report.total, strict=True)) == {
        "group": "All",
        "incidents": 6,
        **dict(zip([f"killed_{name}" for name in NAMES], (4, 28, 30, 32, True, True), strict=True)),
        **dict(zip([f"injured_{name}" for name in NAMES], (1, 25, 25, 25, False, True), strict=True)),
        **dict(zip([f"casualties_{name}" for name in NAMES], (1, 150, 150, 150, False, True), strict=True)),
        "notes": (
            *(f"killed: {text}" for text in (SAME, INSIDE, OPEN, ROUGH, DISPUTED)),
            "injured: approximate: rockets",
            "casualties: approximate: clash",
        ),
    }


def test_machine_notes_match_those_for_readers():
    assert texts(given(measure="killed", by="governorate")) == [
        *(f"killed: {text}" for text in (SAME, INSIDE, OPEN, ROUGH, DISPUTED)),
        MISSING,
        "killed: Incidents of different rows may be about the same people; All is counted afresh from the incidents.",
    ]


def test_the_envelope_names_grouping_victims_and_explanation():
    assert given(by="town").envelope == {"by": "town"}
    assert given(Query(victims="children")).envelope == {"by": None, "victims": "children"}
    explained = given(measure="injured", is_explained=True).envelope
    assert explained is not None
    assert explained["explain"] == [
        {
            "measure": "injured",
            "id": "rockets",
            "reported_low": 25,
            "reported_best": 25,
            "reported_high": 25,
            "reported_open": False,
            "reported_approximate": True,
            "reported_text": "some 25",
            "added_low": 25,
            "added_best": 25,
            "added_high": 25,
            "inside": None,
            "maybe_same_as": (),
            "covers_more_places": False,
            "covers_more_days": False,
            "why": "added; approximate",
        }
    ]


def test_an_explanation_adds_up_to_the_sum():
    report = given(measure="killed", is_explained=True)
    assert report.envelope is not None
    assert report.total is not None
    lines = report.envelope["explain"]
    assert isinstance(lines, list)
    why = {line["id"]: line["why"] for line in lines}
    assert tuple(sum(line[f"added_{name}"] for line in lines) for name in ("low", "best", "high")) == report.total[3:6]
    assert why == {
        "barrage": "only in high; may be the same deaths as rockets; no upper limit reported",
        "rockets": "added; may be the same deaths as barrage; its sources differ; approximate",
        "strike": "not added; inside spring",
        "spring": "added",
    }


def test_rows_adding_up_in_low_alone_are_explained():
    inside = "id: a, part_of: b, reports: [{source: un, killed: up to 5}]\n"
    report = read(incidents=f"{inside}id: b, reports: [{{source: sohr, killed: up to 20}}]", by="source")
    assert [row[2:5] for row in (*report.rows, report.total)] == [("0", "0", "5"), ("0", "0", "20"), ("0", "0", "20")]
    assert any("All is counted afresh from the incidents" in text for text in texts(report))


LEFT_OUT = [
    ("nothing", "id: a, reports: [{source: un, killed: 1}]", ""),
    ("no figure", "id: a, reports: [{source: un}]", "1 incident that reports no figure"),
    (
        "no figures",
        "id: a, reports: [{source: un}]\nid: b, reports: [{source: un}]",
        "2 incidents that report no figure",
    ),
    ("only injured", "id: a, reports: [{source: un, injured: over 9}]", "1 incident with ≥10 injured"),
    (
        "not separated",
        "id: a, reports: [{source: un, casualties: 5-9}]",
        "1 incident with 5–9 killed or injured together",
    ),
    (
        "not separated beside a number of killed",
        "id: a, reports: [{source: un, killed: 3, casualties: 10}]",
        "1 incident with 10 killed or injured together",
    ),
    (
        "several of one kind, which may share people",
        "id: a, reports: [{source: un, casualties: 2-5}]\nid: b, reports: [{source: un, casualties: at least 3}]",
        "2 incidents with 5–8+ killed or injured together",
    ),
    (
        "of each kind",
        "id: a, reports: [{source: un, casualties: 5, injured: 1}]\nid: b, reports: [{source: un, injured: 3}]",
        "1 incident with 3 injured; 1 incident with 5 killed or injured together",
    ),
]


@pytest.mark.parametrize(("incidents", "told"), [row[1:] for row in LEFT_OUT], ids=[row[0] for row in LEFT_OUT])
def test_a_killed_sum_says_what_it_left_out(incidents, told):
    selection = selected(incidents)
    assert left_out(selection, [selection.sum_of("killed")]) == (f"Not in these sums: {told}." if told else "")


def test_long_lists_of_names_are_cut():
    names = [f"i{n}" for n in range(9)]
    assert named_few(names[:MOST_NAMED]) == "i0, i1, i2, i3, i4, i5"
    assert named_few(names) == "i0, i1, i2, i3, i4 and 4 more"
    assert pairs_in_words({"a": ["b", "c"], "b": ["a"], "c": ["a", "d"], "d": ["c"]}) == "a with b, c; c with d"
    pairs = {name: [f"{name}x"] for name in names}
    assert pairs_in_words(pairs).endswith("i5 with i5x; and 3 more")
