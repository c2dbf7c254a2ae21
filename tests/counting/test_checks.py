"""`checks`: what is legal and yet suspicious, what is said of it, and what settles it."""

import pytest

from conflict_cli.counting.checks import MOST_OF_A_KIND, countryless, overfull, unlinked, unsourced, unused, warnings
from conflict_cli.counting.in_memory import select
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.record.errors import Problem
from tests.worlds.sketches import GAZETTEER, selected, sketch

FIRST = GAZETTEER.count("\n") + 2  # the line of the first incident
REPORTED = "reports: [{source: sohr}]"


def said(check, incidents: str) -> list[str]:
    return [problem.what for problem in check(selected(incidents))]


TWO = f"""
id: a, places: [rastan], {REPORTED}
id: b, places: [talbissah, rastan], {REPORTED}
"""


def test_unlinked_incidents_of_one_town_and_day_warn():
    assert list(unlinked(selected(TWO))) == [
        Problem(
            "sketch.yaml",
            FIRST + 1,
            5,
            "b and a are both in Rastan on overlapping days, and not linked",
            "write overlaps: [a] if they may count the same people, part_of where one holds the other, or "
            "distinct_from: [a]",
            is_warning=True,
        )
    ]


SETTLED = [
    ("an overlap", TWO.replace("id: b,", "id: b, overlaps: [a],")),
    ("an overlap on the other side", TWO.replace("id: a,", "id: a, overlaps: [b],")),
    ("distinct_from", TWO.replace("id: b,", "id: b, distinct_from: [a],")),
    ("part_of", TWO.replace("id: b,", "id: b, part_of: a,")),
    ("part_of the other way round", TWO.replace("id: a,", "id: a, part_of: b,")),
    ("part_of through another", TWO.replace("id: b,", "id: b, part_of: c,") + f"id: c, part_of: a, {REPORTED}"),
    (
        "an overlap of the tolls",
        TWO.replace("id: a,", "id: a, part_of: c,").replace("id: b,", "id: b, part_of: d,")
        + f"id: c, date: 2018, overlaps: [d], {REPORTED}\nid: d, date: 2018, {REPORTED}",
    ),
    (
        "distinct_from of the tolls",
        TWO.replace("id: a,", "id: a, part_of: c,").replace("id: b,", "id: b, part_of: d,")
        + f"id: c, date: 2018, distinct_from: [d], {REPORTED}\nid: d, date: 2018, {REPORTED}",
    ),
    ("another day", TWO.replace("id: b,", "id: b, date: 2018-04-02,")),
    ("another town", TWO.replace("[talbissah, rastan]", "[talbissah]")),
    ("a region", TWO.replace("[talbissah, rastan]", "[north]").replace("[rastan]", "[north]")),
    ("a country", TWO.replace("[talbissah, rastan]", "[syria]").replace("[rastan]", "[syria]")),
    ("no place", TWO.replace("places: [talbissah, rastan],", "")),
]


@pytest.mark.parametrize("incidents", [row[1] for row in SETTLED], ids=[row[0] for row in SETTLED])
def test_linked_or_separate_incidents_get_no_warning(incidents):
    assert said(unlinked, incidents) == []


def test_a_hospital_and_its_town_are_one_town():
    clinic = "  clinic: {name: Clinic, kind: site, in: [rastan]}\n"
    incidents = f"id: a, places: [rastan], {REPORTED}\nid: b, places: [clinic], {REPORTED}"
    assert [problem.what for problem in unlinked(selected(incidents, places=clinic))] == [
        "b and a are both in Rastan on overlapping days, and not linked"
    ]


def test_days_that_partly_overlap_are_told_too():
    incidents = TWO.replace("id: a,", "id: a, date: 2018,").replace("id: b,", "id: b, date: 2018-12-31/2019-02,")
    assert said(unlinked, incidents) == ["b and a are both in Rastan on overlapping days, and not linked"]


def test_pairs_are_told_once_at_their_later_line():
    incidents = f"""
    id: late, date: 2018-04-03, places: [rastan, talbissah], {REPORTED}
    id: long, date: 2018-04, places: [talbissah, rastan], {REPORTED}
    id: early, date: 2018-04-02, places: [rastan], {REPORTED}
    """
    assert said(unlinked, incidents) == [
        "early and long are both in Rastan on overlapping days, and not linked",
        "long and late are both in Rastan on overlapping days, and not linked",
    ]


FULL = """
id: toll, date: 2018-04, reports: [{source: sohr, killed: 20-30, injured: 9}]
id: a, part_of: toll, reports: [{source: sohr, killed: 16}]
id: b, part_of: toll, reports: [{source: sohr, killed: at least 15}]
"""


def test_parts_adding_to_more_than_their_toll_warn():
    assert list(overfull(selected(FULL))) == [
        Problem(
            "sketch.yaml",
            FIRST,
            5,
            "toll: 20–30 killed, but the incidents inside it report 31",
            "correct a figure, or take part_of from those that are not inside",
            is_warning=True,
        )
    ]


NOT_OVERFULL = [
    ("as many as it may hold", FULL.replace("16", "15")),
    ("no upper limit", FULL.replace("20-30", "at least 20")),
    ("no figure", FULL.replace("killed: 20-30, ", "")),
    ("parts that may be the same people", FULL.replace("id: a,", "id: a, overlaps: [b],")),
    ("parts that are not sure", FULL.replace("16", "up to 16")),
    ("another measure", FULL.replace("killed: 16", "casualties: 16")),
]


@pytest.mark.parametrize("incidents", [row[1] for row in NOT_OVERFULL], ids=[row[0] for row in NOT_OVERFULL])
def test_a_toll_that_can_hold_its_parts_passes(incidents):
    assert said(overfull, incidents) == []


def test_each_toll_measure_is_compared_with_its_parts():
    incidents = FULL.replace("killed: 16", "injured: 10").replace("at least 15", "31")
    assert said(overfull, incidents) == [
        "toll: 20–30 killed, but the incidents inside it report 31",
        "toll: 9 injured, but the incidents inside it report 10",
    ]


USED = """
id: a, places: [rastan, talbissah, hass, tripoli, yarmouk, north, syria], attribution: [{actor: russia, confidence: stated}, {actor: government, confidence: stated}], reports: [{source: sohr, article: memo-2018}, {source: memo}, {source: un}]
"""  # noqa: E501

UNUSED = [
    ("an article", ", article: memo-2018", "no incident names the article memo-2018", 2),
    ("a source", ", {source: un}", "no incident names the source un", 6),
    ("a place", ", tripoli", "no incident names the place tripoli", 11),
    ("an actor", ", {actor: government, confidence: stated}", "no incident names the actor government", 17),
]


def test_a_ledger_using_every_name_has_none_unused():
    assert said(unused, USED) == []


@pytest.mark.parametrize(("name", "what", "line"), [row[1:] for row in UNUSED], ids=[row[0] for row in UNUSED])
def test_nouns_that_no_incident_names_are_told(name, what, line):
    expected = Problem("sketch.yaml", line, 3, what, "name it, or take it out", is_warning=True)
    assert list(unused(selected(USED.replace(name, "")))) == [expected]


def test_a_report_without_an_article_is_told():
    assert list(unsourced(selected("id: a, reports: [{source: un, article: memo-2018}, {source: sohr}]"))) == [
        Problem(
            "sketch.yaml",
            FIRST,
            5,
            "a: the report of sohr names no article",
            "add article: with the key of the document that it was read in",
            is_warning=True,
        )
    ]


def test_who_makes_an_attribution_is_named():
    incidents = USED.replace("{source: un}", "{source: memo}").replace("russia,", "russia, by: [un],")
    assert said(unused, incidents) == []


def test_a_place_that_holds_a_named_one_is_needed():
    clinic = "  clinic: {name: Clinic, kind: site, in: [rastan]}\n"
    assert list(unused(selected(USED.replace("[rastan,", "[clinic,"), places=clinic))) == []


def test_a_governorate_with_and_without_country_is_told():
    ledger = sketch(f"id: a, places: [rastan, duma], {REPORTED}", "  duma: {name: Duma, governorate: Homs}\n")
    assert [problem.what for problem in countryless(select(ledger))] == [
        "duma: no country, so nobody knows whether it lies in Homs (Syria)"
    ]
    named = sketch(f"id: a, places: [duma], {REPORTED}", "  duma: {name: Duma, in: [rastan], governorate: Homs}\n")
    assert list(countryless(select(named))) == []


def test_a_source_that_reports_twice_is_asked_which():
    incidents = "id: a, reports: [{source: sohr, killed: 5}, {source: sohr, killed: 6}]"
    assert any("supersedes" in problem.hint for problem in warnings(selected(incidents).names))


def test_a_data_set_report_needs_no_article():
    assert said(unsourced, "id: a, reports: [{source: un, origin: SYR123}]") == []


def test_warnings_come_in_the_order_of_lines():
    found = warnings(selected(TWO + FULL.replace("id: a", "id: x").replace("id: b", "id: y")).names)
    assert all(problem.is_warning for problem in found)
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
    kinds = ("not linked", "inside it report", "no incident names", "names no article")
    assert [kind for kind in kinds if any(kind in problem.what for problem in found)] == list(kinds)


def test_a_ledger_without_links_is_told_first_pairs():
    many = "\n".join(f"id: i{n}, places: [rastan], reports: [{{source: sohr, article: memo-2018}}]" for n in range(30))
    told = [problem for problem in warnings(selected(many).names) if "not linked" in problem.what]
    assert len(told) == MOST_OF_A_KIND < 30 * 29 // 2


def test_the_shipped_ledger_gets_no_warnings():
    from conflict_cli import shipped_ledger

    assert warnings(parse_ledger(shipped_ledger().read_bytes(), "incidents.yaml")) == []


def test_an_article_without_address_warns():
    ledger = "articles: {a: {title: A}, b: {title: B, url: 'https://b.org'}, c: {title: C, archived: 'https://c.org'}}"
    found = warnings(parse_ledger(f"{ledger}\nincidents: []".encode(), "x.yaml"))
    assert [problem.what for problem in found if "address" in problem.what] == ["the article a has no address"]
