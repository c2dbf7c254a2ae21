"""`summary`: the rows of a sum, and the caveats that belong to its numbers."""

import pytest
from msgspec.structs import replace

from conflict_cli.answers.answer import Bar, Column, Note
from conflict_cli.answers.caveats import MOST_NAMED, left_out, named_few, pairs_in_words
from conflict_cli.answers.summary import Summing, sum_for_machines, sum_for_readers
from conflict_cli.counting.in_memory import select
from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.record.dates import parse_period
from conflict_cli.record.incident import MEASURES
from conflict_cli.selection.query import Query
from tests.worlds.datasets import ged, put
from tests.worlds.sketches import selected, sketch

INCIDENTS = """
id: barrage, date: 2018-04-01, places: [rastan, talbissah], overlaps: [rockets], reports: [{source: sohr, killed: at least 2}]
id: rockets, date: 2018-04-01, places: [rastan], reports: [{source: memo, killed: some 20, injured: some 25}, {source: un, killed: 18}]
id: strike, date: 2018-03, places: [hass], part_of: spring, reports: [{source: memo, killed: 5-7}]
id: spring, date: 2018-03/2018-04, places: [syria], reports: [{source: un, killed: 10}]
id: clash, date: 2018-04-02, places: [north], reports: [{source: un, casualties: some 150}]
id: rumour, date: 2018-04-03, places: [yarmouk], reports: [{source: sohr}]
"""  # noqa: E501
SAME = "may be the same deaths, counted once in low and best: barrage with rockets"
INSIDE = "inside another's figure, not added to it: strike in spring"
OPEN = "no upper limit reported: barrage"
ROUGH = "approximate: rockets"
DISPUTED = "sources differ, from the least to the greatest: rockets"
BELOW = ("across towns", "across governorates", "across months", "elsewhere, or not named", "not dated")
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
        ("Syria", "4 of 6", "28", "30", "32+", "a b c d e"),
        ("Talbissah", 1, "0", "0", "2+", "c f"),
        ("Hass", 1, "5", "5", "7", ""),
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
        Note("perhaps partly or wholly in other places, so only in high: barrage", "f"),
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
    assert [row[2:5] for row in report.rows] == [("5", "5", "10"), ("18", "20", "32+"), ("10", "10", "10")]


def test_a_month_between_holds_what_lasted_over_it():
    one = "id: a, date: 2018-03/2018-05, reports: [{source: un, killed: 2}]"
    report = read(incidents=f"{one}\nid: b, date: 2018-04, reports: [{{source: un, killed: 3}}]", by="month")
    assert [row[2:5] for row in report.rows if row[0] == "2018-04"] == [("3", "3", "5")]


def test_a_row_holds_what_its_own_filter_answers():
    for by, query in (
        ("month", lambda name: Query(period=parse_period(name))),
        ("town", lambda name: Query(towns=(name,))),
        ("governorate", lambda name: Query(governorates=(name,))),
        ("country", lambda name: Query(countries=(name,))),
        ("source", lambda name: Query(sources=(name,))),
    ):
        found = {row[0]: row[2:] for row in given(by=by, measure="killed").rows if row[0] not in BELOW}
        own = {name: given(query(name), measure="killed").total[2:] for name in found}
        assert {name: row[:-1] for name, row in found.items()} == {name: row[:-1] for name, row in own.items()}


def test_what_has_no_day_stands_below():
    incidents = "id: a, reports: [{source: un, killed: 2}]\nid: b, date: 0001/9999, reports: [{source: un, killed: 3}]"
    assert [row[:2] for row in read(incidents=incidents, by="month").rows] == [("2018-04", 1), ("not dated", 1)]
    (note,) = [note.text for note in read(Query(period=parse_period("2018")), incidents).notes]
    assert note == "Perhaps also here, not counted: 1 incident, up to 3 killed (b); --possible counts it."


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
        Bar(5, 5, 10, 32),
        Bar(18, 20, 32, 32, open=True),
        Bar(10, 10, 10, 32),
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
    assert read(by="month", has_bars=True).notes[0] == Note("Longest bar: 32.", signs=signs, is_legend=True)
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
    assert texts(read(Query(towns=("Hass", "Talbisa"))))[0] == 'No town is called "Talbisa"; did you mean Talbissah?'


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
    longer = "killed: perhaps partly or wholly on other days, so only in high: spring"
    assert report.rows == [
        ("2018-03", 2, 2, 5, 5, 10, False, False, (f"killed: {INSIDE}", longer)),
        ("2018-04", 5, 3, 18, 20, 32, True, True, (*notes, longer)),
        ("across months", 1, 1, 10, 10, 10, False, False, ()),
    ]
    assert report.total == ("All", 6, 4, 28, 30, 32, True, True, (notes[0], f"killed: {INSIDE}", *notes[1:]))
    silent = given(incidents="id: a, reports: [{source: sohr}]").total
    assert silent == ("All", 1, *(0, None, None, None, None, None) * len(MEASURES), ())


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
        **{f"missing_{name}": 0 if name == "reported" else None for name in NAMES},
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
    assert given(by="town").envelope == {"by": "town", "possible": None, "read": ()}
    plain = {"by": None, "possible": None, "read": ()}
    assert given(Query(victims="children")).envelope == {**plain, "victims": "children"}
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


# What belongs to a question: surely, likely, perhaps, or perhaps and not counted

FIRMNESS = """
id: there, date: 2018-04-01, places: [rastan], reports: [{source: un, killed: 1}]
id: near, date: 2018-04-02, places: [rastan], nearby: true, reports: [{source: un, killed: 2}]
id: both, date: 2018-04-03, places: [rastan, hass], reports: [{source: un, killed: 4}]
id: elsewhere, date: 2018-04-04, places: [hass], and_elsewhere: true, reports: [{source: un, killed: 8}]
id: region, date: 2018-04-05, places: [north], reports: [{source: un, killed: at least 16, injured: 1}]
id: nowhere, date: 2018-04-06, reports: [{source: un, injured: 32}]
id: apart, date: 2018-04-07, places: [hass], reports: [{source: un, killed: 64}]
"""
IN_RASTAN = Query(towns=("Rastan",))
PERHAPS = (
    "Perhaps also in Rastan, not counted: 3 incidents, 24 or more killed and up to 33 injured (elsewhere, region, "
    "nowhere); "
    "--possible counts them."
)


def test_each_bound_holds_what_surely_likely_perhaps_belongs():
    report = read(IN_RASTAN, FIRMNESS)
    assert report.rows == [("Killed", 3, "1", "3", "7", "a b")]
    assert texts(report) == [
        "in or near the place, so only in best and high: near",
        "perhaps partly or wholly in other places, so only in high: both",
        PERHAPS,
    ]


def test_what_is_not_counted_is_said_with_every_measure():
    assert PERHAPS in texts(given(IN_RASTAN, FIRMNESS))
    assert given(IN_RASTAN, FIRMNESS).envelope["possible"] == {
        "incidents": 3,
        "ids": ["elsewhere", "region", "nowhere"],
        "killed_reported": 2,
        "killed_high": 24,
        "killed_open": True,
        "injured_reported": 2,
        "injured_high": 33,
        "injured_open": False,
        "casualties_reported": 0,
        "casualties_high": None,
        "casualties_open": None,
        "missing_reported": 0,
        "missing_high": None,
        "missing_open": None,
    }


def test_possible_counts_them_in_the_high_alone():
    report = read(Query(towns=("Rastan",), possible=True), FIRMNESS)
    assert [row[2:5] for row in report.rows] == [("1", "3", "31+"), ("0", "0", "33")]
    assert not any("not counted" in text for text in texts(report))
    assert "may belong here, so only in high: elsewhere, region (killed); region, nowhere (injured)" in texts(report)
    assert given(Query(towns=("Rastan",), possible=True), FIRMNESS).envelope["possible"] is None


def test_possible_leaves_the_rows_in_their_order():
    """What is only possible moves no row, and its own rows come behind the others."""
    for by in ("town", "governorate", "country", "month", "actor", "type"):
        found, named = ([row[0] for row in read(Query(possible=each), by=by).rows] for each in (True, False))
        assert [name for name in found if name in named] == [name for name in named if name in found]
        assert set(named) - set(found) <= set(BELOW)


def test_an_excluded_place_leaves_the_rest_in_the_high():
    """What may lie in Rastan may have all its people there: none is in low or best."""
    (killed, injured) = read(Query(towns=("not:Rastan",)), FIRMNESS).rows
    assert killed[2:5] == ("64", "64", "94+")
    assert injured[2:5] == ("0", "0", "33")


def test_an_answer_of_none_says_what_may_belong():
    told = "Perhaps also in Yarmouk, not counted: 1 incident, without a figure (a); --possible counts it."
    report = read(Query(towns=("Yarmouk",)), "id: a, reports: [{source: un}]")
    assert (report.rows, texts(report)) == ([], [told])


CAST = [
    ("stated", "4", "4", "4", ""),
    ("suspected", "0", "4", "4", "suspected, so only in best and high: a"),
    ("claimed", "0", "0", "4", "claimed or contested, or nobody is surely named, so only in high: a (claimed)"),
    ("contested", "0", "0", "4", "claimed or contested, or nobody is surely named, so only in high: a (contested)"),
]


@pytest.mark.parametrize(("confidence", "low", "best", "high", "said"), CAST, ids=[row[0] for row in CAST])
def test_a_bound_holds_what_is_said_so_firmly(confidence, low, best, high, said):
    incidents = (
        f"id: a, attribution: [{{actor: russia, confidence: {confidence}}}], reports: [{{source: un, killed: 4}}]"
    )
    report = read(Query(actors=("Russia",)), incidents)
    assert report.rows[0][2:5] == (low, best, high)
    assert texts(report) == ([said] if said else [])


CORRECTED = """
id: a, reports: [{source: un, article: memo-2018, killed: 100}, {source: un, supersedes: memo-2018, killed: 60}]
id: b, reports: [{source: un, killed: 10}, {source: memo, killed: 0, denies: true}]
id: c, reports: [{source: un, killed: 5}, {source: un, killed: 7}]
"""


def test_corrections_denials_and_accounts_are_told_apart():
    report = read(incidents=CORRECTED)
    assert report.rows == [("Killed", 3, "75", "75", "77", "a b")]
    assert texts(report)[:2] == [
        "one source gives several figures, from the least to the greatest: c",
        "denied by a party, which changes no number: b",
    ]


def test_an_explanation_names_corrections_denials_and_accounts():
    why = {line["id"]: line["why"] for line in given(incidents=CORRECTED, is_explained=True).envelope["explain"]}
    assert why["b"] == "added; denied by a party"
    assert why["c"] == "added; its accounts differ"
    assert "superseded" in why["a"]


def test_a_sum_says_how_many_pairs_are_unlinked():
    """As `check` does: of two in one town on one day, nobody has said whether they share people."""
    pair = "id: a, places: [rastan], reports: [{source: un, killed: 2}]\nid: b, places: [rastan]"
    assert any("1 pair" in text for text in texts(read(incidents=f"{pair}, reports: [{{source: un, killed: 3}}]")))
    linked = f"{pair}, distinct_from: [a], reports: [{{source: un, killed: 3}}]"
    assert texts(read(incidents=linked)) == []


def test_a_sum_says_by_which_figure_it_chose():
    incidents = "id: a, reports: [{source: un, killed: {total: 2-9, children: 1}}]"
    for query in (Query(min_killed=2), Query(min_killed=1, victims="children")):
        assert any("best figure" in text for text in texts(read(query, incidents)))


def test_a_governorate_asked_for_as_a_town_needs_no_hint():
    """A place of kind governorate is the one it names; a town of the same name is not all of it."""
    city = "{name: Homs, kind: city, governorate: Homs, country: Syria}"
    whole = "homs: {name: Homs, kind: governorate, country: Syria}"
    for places, is_told in ((f"homs-city: {city}", True), (f"{whole}, homs-city: {city}", False)):
        report = sum_for_readers(select(with_places(places), Query(towns=("Homs",))), Summing())
        assert any("is also the name of a governorate" in text for text in texts(report)) is is_told


def test_places_of_one_name_are_named_in_a_line():
    ledger = with_places("one: {name: Tripoli, country: Libya}, other: {name: Tripoli, country: Lebanon}")
    report = sum_for_readers(select(ledger, Query(towns=("Tripoli",))), Summing())
    assert any("Libya" in text and "Lebanon" in text for text in texts(report))
    ledger = with_places("all: {name: Homs, kind: governorate}, one: {name: Homs, kind: city, governorate: Homs}")
    report = sum_for_readers(select(ledger, Query(towns=("Homs",))), Summing())
    told = "Homs is the name of 2 places here: Homs (all), Homs (one); --governorate, --country or a key chooses."
    assert told in texts(report)
    assert sum_for_readers(select(ledger, Query(towns=("one",))), Summing()).rows[0][2:5] == ("1", "1", "1")


def with_places(places: str):
    """A ledger with an incident in each of these places."""
    known = parse_ledger(f"sources: {{un: {{name: UN}}}}\nplaces: {{{places}}}\nincidents: []".encode(), "x.yaml")
    one = sketch("id: a, reports: [{source: un, killed: 1}]").incidents[0]
    return replace(known, incidents=tuple(replace(one, id=key, places=(key,)) for key in known.places))


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
    ("missing beside killed", "id: a, reports: [{source: un, killed: 2, missing: 12}]", "1 incident with 12 missing"),
    ("missing alone", "id: a, reports: [{source: un, missing: some 12}]", "1 incident with ~12 missing"),
    (
        "missing beside others",
        """
        id: a, reports: [{source: un, injured: 3, missing: 9}]
        id: b, reports: [{source: un, casualties: 4, missing: 4}]
        """,
        "1 incident with 3 injured; 1 incident with 4 killed or injured together; 2 incidents with 13 missing",
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
