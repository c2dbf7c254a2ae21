"""`listing`: the rows and columns of a list of incidents, and what a reader is told beside them."""

import pytest

from conflict_cli.answers.answer import Arrangement, Column
from conflict_cli.answers.columns import column_keys
from conflict_cli.answers.listing import Listing, flattened, list_incidents
from conflict_cli.record.dates import parse_period
from conflict_cli.record.errors import UsageError
from conflict_cli.record.incident import MEASURES
from conflict_cli.selection.query import Query
from tests.worlds.sketches import selected

INCIDENTS = """
id: barrage, title: Missiles, date: 2018-04-28/2018-04-29, places: [talbissah, rastan], and_elsewhere: true, type: other, attribution: [{actor: russia, confidence: suspected}], overlaps: [rockets], reports: [{source: sohr, killed: {total: at least 2, children: 1}}]
id: rockets, title: Rockets, date: 2018-04-28?, places: [rastan], target: school, part_of: april, note: Two hundred, reports: [{source: memo, article: memo-2018, killed: 20-30, injured: some 25}, {source: sohr, killed: 40}]
id: strike, title: Strike, date: 2018-03, places: [hass, north], reports: [{source: un}]
id: april, title: All of April, date: 2018-04, reports: [{source: un, killed: 100}]
"""  # noqa: E501
FIGURES = [f"{measure}_{name}" for measure in MEASURES for name in
           ("low", "best", "high", "open", "approximate", "text")]  # fmt: skip
BEFORE = (
    "id title date date_from date_to towns and_elsewhere nearby governorate country type target actors confidence "
    "sources articles"
)
AFTER = "overlaps part_of note"
CHILDREN = "killed_children killed_children_low killed_children_high killed_children_open killed_children_approximate"


def listed(query: Query | None = None, incidents: str = INCIDENTS, **wanted):
    return list_incidents(selected(incidents, query), Listing(**wanted))


def column(name: str, **wanted) -> list:
    """The cells of one column, in the order asked for."""
    arrangement = Arrangement(columns=(name,), **wanted)
    return [row[0] for row in listed(arrangement=arrangement).rows]


def test_a_list_for_readers_fits_one_line():
    report = listed()
    assert report.columns == (
        Column("id", "ID", "id"),
        Column("date", "Date", "date"),
        Column("town", "Town"),
        Column("killed", "Killed", "number"),
        Column("injured", "Injured", "number", rank=2),
        Column("source", "Source", rank=4, is_shortened=True),
    )
    assert list(report.rows) == [
        ("barrage", "2018-04-28/2018-04-29", ("Talbissah", "Rastan", "elsewhere"), "≥2", "?", ("SOHR",)),
        ("rockets", "2018-04-28?", ("Rastan",), "20–40", "~25", ("Middle East Monitor", "SOHR")),
        ("strike", "2018-03", ("Hass", "northern Homs"), "?", "?", ("United Nations",)),
        ("april", "2018-04", (), "100", "?", ("United Nations",)),
    ]


def test_unseparated_casualties_have_a_column_where_any_occur():
    report = listed(incidents="id: a, reports: [{source: sohr, casualties: some 150}]")
    assert [one.key for one in report.columns] == ["id", "date", "town", "killed", "injured", "casualties", "source"]
    assert list(report.rows) == [("a", "2018-04-01", (), "?", "?", "~150", ("SOHR",))]


def test_a_wide_list_says_more():
    report = listed(is_wide=True)
    keys = "id title date town killed injured source type target attribution parts overlaps part_of"
    assert [one.key for one in report.columns] == keys.split()
    barrage, rockets, *_ = report.rows
    assert barrage[7:] == ("other", None, ("Russia (suspected)",), ("killed: children ≥1",), ("rockets", "april"), None)
    assert rockets[7:] == ("unknown", "school", (), (), ("barrage",), "april")


def test_machines_are_told_how_firmly_each_actor_is_named():
    attribution = "[{actor: russia, confidence: suspected}, {actor: government, confidence: stated}]"
    picked = selected(f"id: a, attribution: {attribution}, reports: [{{source: un}}]")
    report = list_incidents(picked, Listing(is_for_machines=True))
    (row,) = (dict(zip([one.key for one in report.columns], row, strict=True)) for row in report.rows)
    assert row["actors"] == ("Russia", "Syrian government forces")
    assert row["confidence"] == ("suspected", "stated")


def test_machines_get_plain_values_under_flat_keys():
    report = listed(is_for_machines=True)
    keys = [*BEFORE.split(), *FIGURES, *CHILDREN.split(), *AFTER.split()]
    assert [one.key for one in report.columns] == keys
    rockets = dict(zip(keys, list(report.rows)[1], strict=True))
    assert {key: value for key, value in rockets.items() if value is not None} == {
        "id": "rockets",
        "title": "Rockets",
        "date": "2018-04-28?",
        "date_from": "2018-04-28",
        "date_to": "2018-04-28",
        "towns": ("Rastan",),
        "and_elsewhere": False,
        "nearby": False,
        "governorate": "Homs",
        "country": "Syria",
        "type": "unknown",
        "target": "school",
        "actors": (),
        "confidence": (),
        "sources": ("Middle East Monitor", "SOHR"),
        "articles": ("memo-2018",),
        "killed_low": 20,
        "killed_best": 20,
        "killed_high": 40,
        "killed_open": False,
        "killed_approximate": False,
        "killed_text": "20-30; 40",
        "injured_low": 25,
        "injured_best": 25,
        "injured_high": 25,
        "injured_open": False,
        "injured_approximate": True,
        "injured_text": "some 25",
        "overlaps": ("barrage",),
        "part_of": "april",
        "note": "Two hundred",
    }


def test_a_figure_not_reported_is_null_not_zero():
    strike = list(listed(is_for_machines=True).rows)[2]
    numbers = strike[len(BEFORE.split()) : -len(AFTER.split())]
    assert numbers == (None,) * len(numbers)


def test_places_of_several_governorates_are_all_named():
    assert column("governorate") == ["Homs", "Homs", "Idlib; Homs", None]
    assert column("country") == ["Syria", "Syria", "Syria", None]


def test_reported_parts_have_their_own_columns():
    assert column("killed_children") == column("killed_children_low") == [1, None, None, None]
    assert column("killed_children_open") == [True, None, None, None]


DERIVED = """
id: a, reports: [{source: sohr, killed: {total: 20, girls: 2, boys: 3}}]
id: b, reports: [{source: sohr, killed: {total: 9, children: 4}}, {source: un, killed: {total: 8, girls: 6}}]
"""


def test_groups_that_no_report_numbers_have_no_columns():
    """Girls and boys make children, whom a sum may count; but a list says what reports number."""
    one = DERIVED.splitlines()[1]
    report = listed(incidents=one, is_for_machines=True)
    parts = {column.key for column in report.columns if column.key.startswith("killed_")}
    assert {"killed_girls", "killed_boys"} <= parts
    assert "killed_children" not in parts
    wide = listed(incidents=one, arrangement=Arrangement(columns=("parts",)))
    assert list(wide.rows) == [(("killed: girls 2, boys 3",),)]


def test_a_group_that_one_report_numbers_has_all_accounts_of_it():
    names = ("killed_children", "killed_children_low", "killed_children_high")
    rows = listed(incidents=DERIVED, arrangement=Arrangement(columns=names)).rows
    assert list(rows) == [(None, None, None), (4, 4, 8)]


def test_a_list_of_one_victim_group_says_so():
    report = listed(Query(victims="children"), is_for_machines=True)
    row = dict(zip([one.key for one in report.columns], next(iter(report.rows)), strict=True))
    assert (row["victims"], row["killed_best"], row["killed_text"]) == ("children", 1, "1")


def test_a_list_names_incidents_whose_children_are_reckoned():
    incidents = """
    id: a, reports: [{source: un, killed: {total: 9, girls: 2, boys: 3}}]
    id: b, reports: [{source: un, killed: {total: 9, children: 4}}]
    """
    said = "Children reckoned from girls and boys: a."
    notes = {
        victims: [note.text for note in list_incidents(selected(incidents, Query(victims=victims)), Listing()).notes]
        for victims in (None, "children", "girls")
    }
    assert [victims for victims, texts in notes.items() if said in texts] == ["children"]


def test_a_flat_list_says_what_it_loses():
    reports = "reports: [{source: un, denies: true, killed: none}]"
    hearsay = "attribution: [{actor: russia, confidence: stated, by: [un]}]"
    assert flattened(selected(f"id: a, {hearsay}, {reports}")) == [
        "who says that an actor did it",
        "corrections and denials",
    ]
    assert flattened(selected("id: a, reports: [{source: un, killed: 1}]")) == []


def test_columns_come_in_the_order_asked_for():
    report = listed(arrangement=Arrangement(columns=("Killed-Low", "id", "note")))
    assert [one.key for one in report.columns] == ["killed_low", "id", "note"]
    assert list(report.rows)[:2] == [(2, "barrage", None), (20, "rockets", "Two hundred")]


def test_every_key_offered_for_completion_is_a_column():
    readers = ["town", *MEASURES, *"source lies_in attribution parts".split()]
    assert column_keys() == [*BEFORE.split(), *FIGURES, *AFTER.split(), *readers]
    report = listed(arrangement=Arrangement(columns=tuple(column_keys())))
    assert [one.key for one in report.columns] == column_keys()


def test_an_unknown_column_is_refused():
    for arrangement in (Arrangement(columns=("kiled",)), Arrangement(sort="-kiled")):
        with pytest.raises(UsageError, match='there is no column "kiled"; did you mean killed'):
            list(listed(arrangement=arrangement).rows)


SORTS = [
    ("killed", ["barrage", "rockets", "april", "strike"]),
    ("-killed", ["april", "rockets", "barrage", "strike"]),
    ("killed_high", ["barrage", "rockets", "april", "strike"]),
    ("injured", ["rockets", "barrage", "strike", "april"]),
    ("date", ["strike", "april", "barrage", "rockets"]),
    ("-date", ["barrage", "rockets", "april", "strike"]),
    ("title", ["april", "barrage", "rockets", "strike"]),
    ("town", ["strike", "rockets", "barrage", "april"]),
    ("Date-To", ["strike", "rockets", "barrage", "april"]),
]


@pytest.mark.parametrize(("sort", "expected"), SORTS, ids=[row[0] for row in SORTS])
def test_incidents_are_sorted_by_a_column(sort, expected):
    """A date by its first possible day, a figure by its best number; what has none comes last."""
    assert column("id", sort=sort) == expected


def test_figures_sort_by_number_and_not_by_letters():
    incidents = "\n".join(f"id: i{n}, reports: [{{source: sohr, killed: {text}}}]" for n, text in enumerate(
        ["over 150", "20-30", "some 9", "at least 200", "none", "presumed 12"])
    )  # fmt: skip
    report = listed(incidents=incidents, arrangement=Arrangement(columns=("killed",), sort="killed"))
    assert [row[0] for row in report.rows] == ["0", "~9", "0–12", "20–30", ">150", "≥200"]


def said(query: Query | None = None, incidents: str = INCIDENTS, **wanted) -> list[str]:
    notes = listed(query, incidents, **wanted).notes
    assert not any(note.letter for note in notes)
    return [note.text for note in notes]


def test_a_list_counts_incidents_and_names_possible_doubles():
    assert said() == ["4 incidents.", "May report the same people: barrage with rockets, april."]
    assert said(Query(targets=("hospital",))) == []


def test_a_list_says_what_may_belong_and_is_not_listed():
    perhaps = "Perhaps also in {}, not listed: 2 incidents, 102 or more killed (barrage, april); --possible lists them."
    wider = "Perhaps partly or wholly in other places: strike."
    assert said(Query(towns=("Hass",))) == ["1 incident.", perhaps.format("Hass"), wider]
    assert said(Query(towns=("Yarmouk",))) == []  # the command line says it with "No incident matches"
    report = listed(Query(towns=("Hass",), possible=True), arrangement=Arrangement(columns=("id",)))
    assert list(report.rows) == [("barrage",), ("strike",), ("april",)]


def test_incidents_without_figures_share_no_people():
    incidents = "id: a, overlaps: [b], reports: [{source: sohr, killed: 2}]\nid: b, reports: [{source: sohr}]"
    assert said(incidents=incidents) == ["2 incidents."]
    assert said(incidents=incidents.replace("sohr}", "sohr, injured: 2}")) == [
        "2 incidents.",
        "May report the same people: a with b.",
    ]


def test_a_list_names_incidents_wider_than_the_query():
    assert said(Query(towns=("rastan",), period=parse_period("2018-04-28"))) == [
        "2 incidents.",
        "Perhaps also here, not listed: 1 incident, up to 100 killed (april); --possible lists it.",
        "May report the same people: barrage with rockets.",
        "Perhaps partly or wholly in other places: barrage.",
        "Perhaps partly or wholly on other days: barrage.",
    ]


def test_a_limit_cuts_the_rows_and_says_so():
    limited = Arrangement(limit=2, sort="date", columns=("id",))
    assert column("id", sort="date", limit=2) == ["strike", "april"]
    assert said(arrangement=limited)[0] == "The first 2 of 4 incidents; -n 0 shows all."
    assert said(arrangement=Arrangement(limit=4))[0] == "4 incidents."


def test_a_grouped_list_repeats_incidents_under_each_heading():
    report = listed(by="town", arrangement=Arrangement(columns=("id",)))
    assert (report.is_grouped, report.are_counted, report.columns[0]) == (True, True, Column("group", "Town"))
    assert list(report.rows) == [
        ("Talbissah", "barrage"),
        ("Rastan", "barrage"),
        ("Rastan", "rockets"),
        ("Hass", "strike"),
        ("northern Homs", "strike"),
        ("across towns", "strike"),
        ("elsewhere, or not named", "barrage"),
        ("elsewhere, or not named", "april"),
    ]
    assert report.notes[0].text == "4 incidents."


def test_a_list_by_source_shows_what_each_says():
    report = listed(by="source", arrangement=Arrangement(columns=("id", "killed", "source"), sort="-killed"))
    assert list(report.rows) == [
        ("United Nations", "april", "100", ("United Nations",)),
        ("United Nations", "strike", "?", ("United Nations",)),
        ("Middle East Monitor", "rockets", "20–30", ("Middle East Monitor",)),
        ("SOHR", "rockets", "40", ("SOHR",)),
        ("SOHR", "barrage", "≥2", ("SOHR",)),
    ]


def test_governorates_are_given_per_place_where_they_differ():
    """So that whoever reads the list again takes none for another's."""
    incidents = """
id: a, places: [rastan, talbissah], reports: [{source: sohr}]
id: b, places: [rastan, hass, syria], reports: [{source: sohr}]
id: c, places: [syria], reports: [{source: sohr}]
"""
    assert [row[0] for row in listed(incidents=incidents, arrangement=Arrangement(columns=("governorate",))).rows] == [
        "Homs", "Homs; Idlib; ", None,
    ]  # fmt: skip
