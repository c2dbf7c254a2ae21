"""The page as a value, and where its drawings put what: the headline's words, the days, the map."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from itertools import combinations, pairwise
from math import inf
from random import Random
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.answers.listing import Listing
from conflict_cli.counting.in_memory import select
from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.exports.page.bars import Level
from conflict_cli.exports.page.days_in_words import date_in_words, span_in_words
from conflict_cli.exports.page.headline import headline, standfirst
from conflict_cli.exports.page.map import Atlas, Mark, View, atlas, northing, view_of
from conflict_cli.exports.page.page import Page, Paging, page_of
from conflict_cli.exports.page.periods import sums_by_period
from conflict_cli.exports.page.timeline import MOST_NAMED, timeline
from conflict_cli.exports.sheets import sheets
from conflict_cli.exports.tables import tables_of
from conflict_cli.record.dates import Period, parse_period, parse_when
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import MEASURES, Measure
from conflict_cli.render.cells import display_width
from conflict_cli.render.page.bars import MOST_BARS, NARROW, WIDE, bars_spec
from conflict_cli.render.page.labels import HEIGHT, Disc, placed
from conflict_cli.render.page.letters import isolated, parted
from conflict_cli.render.page.map import map_spec
from conflict_cli.render.page.timeline import timeline_spec
from conflict_cli.render.page.topology import outlines, points_of
from conflict_cli.render.page.vega import draw
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.query import Query, in_words
from conflict_cli.selection.selection import Selection
from tests.conftest import ROOT, SAMPLE
from tests.effort import examples
from tests.worlds.people import DAYS, START, TOWNS, make_world
from tests.worlds.sketches import chance_ledger, chance_ledgers, seeds, selected, sketch

# The head

BY_RUSSIA = "reported killed, attributed to Russia"
IN_APRIL = ", in 1 incident, 1 April 2018"
BY_SOHR = "As reported by SOHR."
ROUGH = "The figure is approximate."
HEADS: list[tuple[str, str, list[str]]] = [
    (", killed: 5", "5 reported killed", []),
    (", killed: 20-30", "20 to 30 reported killed", ["Low 20, best 20, high 30."]),
    (", killed: {total: 20-30, best: 24}", "24 reported killed (20 to 30)", ["Low 20, best 24, high 30."]),
    (", killed: {total: 20-30, best: 30}", "30 reported killed (20 to 30)", ["Low 20, best 30, high 30."]),
    (", killed: presumed 1", "0 to 1 reported killed", ["Low 0, best 1, high 1."]),
    (", killed: {total: up to 42, best: 2}", "0 to 42 reported killed", ["Low 0, best 2, high 42."]),
    (", killed: at least 2", "At least 2 reported killed", ["Low 2, best 2, high 2 or more."]),
    (", killed: over 150", "At least 151 reported killed", ["Low 151, best 151, high 151 or more."]),
    (", killed: {total: at least 2, best: 5}", "5 reported killed (2 to 5 or more)",
     ["Low 2, best 5, high 5 or more."]),
    (", killed: {total: 0+, best: 7}", "0 to 7 or more reported killed", ["Low 0, best 7, high 7 or more."]),
    (", killed: up to 5", "0 to 5 reported killed", ["Low 0, best 0, high 5."]),
    (", killed: none", "0 reported killed", []),
    (", killed: fewer than 1", "0 reported killed", []),
    (", killed: 999999999", "999,999,999 reported killed", []),
    (", killed: some 20", "About 20 reported killed", [ROUGH]),
    (", killed: dozens", "About 12 or more reported killed", ["Low 12, best 12, high 12 or more.", ROUGH]),
    (", killed: {total: dozens, best: 20}", "About 20 reported killed (12 to 20 or more)",
     ["Low 12, best 20, high 20 or more.", ROUGH]),
    ("", "1 incident reported, without a figure", []),
    (", injured: dozens", "About 12 or more reported injured", ["Low 12, best 12, high 12 or more.", ROUGH]),
    (", casualties: some 150", "About 150 reported killed or injured", [ROUGH]),
    (", killed: 2, injured: 7", "2 reported killed", ["Beside these: 7 injured."]),
    (", killed: 2, injured: dozens, casualties: up to 5", "2 reported killed",
     ["Beside these: about 12 or more injured, and 0 to 5 killed or injured, not told apart."]),
]  # fmt: skip


def page_on(incidents: str, query: Query | None = None, measure: Measure | None = None) -> Page:
    return page_of(selected(incidents, query), Paging(measure))


@pytest.mark.parametrize(("figures", "people", "beside"), HEADS)
def test_the_head_says_the_figures_of_one_incident(figures: str, people: str, beside: list[str]) -> None:
    page = page_on(f"id: a, reports: [{{source: sohr{figures}}}]")
    assert page.headline == people + (IN_APRIL if figures else ", 1 April 2018")
    assert page.standfirst == (*beside, BY_SOHR)


@pytest.mark.parametrize("words", ["0+", "at least 0", "{total: 0+, best: 0}"])
def test_a_page_never_says_at_least_0(words: str) -> None:
    page = page_on(f"id: a, reports: [{{source: sohr, killed: 1, injured: {words}}}]")
    assert "at least 0" not in page.standfirst[0].casefold()
    page = page_on(f"id: a, reports: [{{source: sohr, killed: {words}}}]")
    assert "at least 0" not in page.headline.casefold()
    assert "or more" in page.headline


LINKED = """
id: a, date: 2018-03-03, reports: [{source: sohr, killed: {total: at least 2, children: 1}}], overlaps: [b]
id: b, date: 2018-04-28, reports: [{source: sohr, killed: {total: 3-5, children: 3}}, {source: un, killed: 4}]
id: c, date: 2018-04, reports: [{source: un, injured: 4}]
"""
ACTORS = """
id: a, attribution: [{actor: russia, confidence: stated}], reports: [{source: un, article: memo-2018, killed: 3}]
id: b, attribution: [{actor: russia, confidence: suspected}], reports: [{source: un, killed: ~4}, {source: un}]
id: c, attribution: [{actor: government, confidence: suspected}], reports: [{source: sohr, injured: 9}]
id: d, reports: [{source: memo}]
"""
SELECTIONS: list[tuple[str, Query, Measure | None, str, list[str]]] = [
    (LINKED, Query(), None, "3 to 7 or more reported killed, in 2 of 3 incidents, March to April 2018",
     ["Low 3, best 3, high 7 or more.", "2 of the 3 incidents give a number of killed.", "Beside these: 4 injured.",
      "As reported by 2 sources."]),
    (LINKED, Query(), "injured", "4 reported injured, in 1 of 3 incidents, March to April 2018",
     ["1 of the 3 incidents gives a number of injured.", "Beside these: 3 to 7 or more killed.",
      "As reported by 2 sources."]),
    (LINKED, Query(), "casualties",
     "3 incidents reported, without a number of killed or injured, March to April 2018",
     ["Beside these: 3 to 7 or more killed, and 4 injured.", "As reported by 2 sources."]),
    (LINKED, Query(period=parse_period("2018-04")), None,
     "3 to 5 reported killed in April 2018, in 1 of 2 incidents",
     ["Low 3, best 3, high 5.", "1 of the 2 incidents gives a number of killed.", "Beside these: 4 injured.",
      "As reported by 2 sources."]),
    (LINKED, Query(period=parse_period("2018-04-20..2018-04-28")), None,
     "3 to 5 reported killed from 20 to 28 April 2018, in 1 of 2 incidents",
     ["Low 3, best 3, high 5.", "1 of the 2 incidents gives a number of killed.", "Beside these: 0 to 4 injured.",
      "As reported by 2 sources."]),
    (LINKED, Query(period=parse_period("2018-04-28"), sources=("sohr",)), None,
     "3 to 5 reported killed on 28 April 2018, in 1 incident", ["Low 3, best 3, high 5.", BY_SOHR]),
    (LINKED, Query(victims="children", sources=("sohr",)), None,
     "Children reported killed: 3 to 4 or more, in 2 incidents, March to April 2018",
     ["Low 3, best 3, high 4 or more.", BY_SOHR]),
    (LINKED, Query(victims="children", period=parse_period("2018-03")), None,
     "Children reported killed: at least 1 in March 2018, in 1 incident", ["Low 1, best 1, high 1 or more.", BY_SOHR]),
    (LINKED, Query(sources=("un",)), None, "4 reported killed, in 1 of 2 incidents, April 2018",
     ["1 of the 2 incidents gives a number of killed.", "Beside these: 4 injured.",
      "As reported by United Nations."]),
    (LINKED, Query(sources=("sohr",), min_killed=3), None, "3 to 5 reported killed, in 1 incident, 28 April 2018",
     ["Low 3, best 3, high 5.", BY_SOHR]),
    (LINKED, Query(period=parse_period("2019")), None, "No incident matches what was asked for", []),
    (ACTORS, Query(), None, "About 7 reported killed, in 2 of 4 incidents, 1 April 2018",
     ["Not all of the figures in it are exact.", "2 of the 4 incidents give a number of killed.",
      "Beside these: 9 injured.", "As reported by 3 sources, read in 1 article."]),
    (ACTORS, Query(actors=("russia",)), None,
     f"At least 3 {BY_RUSSIA}; about 4 more where suspicion falls on Russia; 2 incidents in all, 1 April 2018",
     ["Low 3, best 7, high 7.", "Not all of the figures in it are exact.",
      "Perhaps also here, not counted: 2 incidents, without a figure (c, d); --possible counts them.",
      "As reported by United Nations, read in 1 article."]),
    (ACTORS, Query(actors=("government",)), None,
     "9 reported injured, where suspicion falls on Syrian government forces, in 1 incident, 1 April 2018",
     ["Low 0, best 9, high 9.",
      "Perhaps also here, not counted: 2 incidents, without a figure (b, d); --possible counts them.", BY_SOHR]),
    (ACTORS, Query(actors=("not:russia",)), None, "0 to about 4 reported killed, in 1 of 3 incidents, 1 April 2018",
     ["Low 0, best 0, high 4.", ROUGH, "1 of the 3 incidents gives a number of killed.",
      "Beside these: 0 to 9 injured.", "As reported by 3 sources."]),
]  # fmt: skip


@pytest.mark.parametrize(("incidents", "query", "measure", "expected", "beside"), SELECTIONS)
def test_the_head_says_the_sum_of_a_selection(
    incidents: str, query: Query, measure: Measure | None, expected: str, beside: list[str]
) -> None:
    page = page_on(incidents, query, measure)
    assert page.headline == expected
    assert page.standfirst == tuple(beside)


@pytest.mark.parametrize(
    ("query", "expected", "beside"),
    [
        (Query(victims="children"),
         "Children reported killed: 3 to 4 or more, in the 2 incidents that number them, March to April 2018",
         ["Low 3, best 3, high 4 or more.", "1 incident that matches does not number the children.",
          "As reported by 2 sources."]),
        (Query(victims="health_workers"),
         "Health workers reported killed: about 2, in the 1 incident that numbers them, 5 May 2018",
         [ROUGH, "3 incidents that match do not number the health workers.", BY_SOHR]),
    ],
)  # fmt: skip
def test_a_selections_head_tells_of_unnumbered_victims(query: Query, expected: str, beside: list[str]) -> None:
    more = "id: d, date: 2018-05-05, reports: [{source: sohr, killed: {total: ~9, health_workers: ~2}}]"
    incidents = LINKED if query.victims == "children" else LINKED + more
    page = page_on(incidents, query)
    assert page.headline == expected
    assert page.standfirst == tuple(beside)


def test_unnumbered_victims_are_not_called_no_match() -> None:
    """`No incident that matches numbers the women`, as is said beside every other answer."""
    page = page_on(LINKED, Query(victims="women"))
    assert not page.headline.startswith("No incident matches")
    assert page.headline.startswith("No incident that matches numbers the women")
    assert page.standfirst == ("3 incidents that match do not number the women.",)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("0001/9999", ""),
        ("2018", ", January to December 2018"),
        ("2016/2018", ", 2016 to 2018"),
        ("0001/2018-04-30", ""),
        ("2018-04-30/9999-12-31", ""),
        ("2018-12-31/2019-01-02", ", 31 December 2018 to 2 January 2019"),
    ],
)
@pytest.mark.parametrize(("period", "asked"), [
    ("", ""), ("2018..", " since 1 January 2018"), ("..2018", " until 31 December 2018"),
])  # fmt: skip
def test_the_headline_names_the_days_asked_for_or_the_incidents_known_days(
    days: str, expected: str, period: str, asked: str
) -> None:
    query = Query(period=parse_period(period)) if period else Query()
    headline = page_on(f"id: a, date: {days}, reports: [{{source: un, killed: 1}}]", query).headline
    when = parse_when(days)
    if period and when.is_unknown:
        assert headline == "No incident matches what was asked for"
    else:
        people = "1" if query.period.covers(when) else "0 to 1"
        assert headline == f"{people} reported killed{asked}, in 1 incident{'' if asked else expected}"


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2018", "in 2018"),
        ("2016..2018", "from 2016 to 2018"),
        ("2017..2018", "from 2017 to 2018"),
        ("2018-04", "in April 2018"),
        ("2018-03..2018-04", "from March to April 2018"),
        ("2017-12..2018-04", "from December 2017 to April 2018"),
        ("2018-04-01", "on 1 April 2018"),
        ("2018-03-10..2018-04-29", "from 10 March to 29 April 2018"),
        ("2016-05-03..2018-04-30", "from 3 May 2016 to 30 April 2018"),
        ("2018-03-10..", "since 10 March 2018"),
        ("..2018-04-10", "until 10 April 2018"),
    ],
)
def test_the_headline_never_rounds_the_days_asked_for(period: str, expected: str) -> None:
    query = Query(period=parse_period(period))
    headline = page_on("id: a, date: 2018-04-01, reports: [{source: un, killed: 1}]", query).headline
    assert headline == f"1 reported killed {expected}, in 1 incident"


@pytest.mark.parametrize(("days", "expected"), [("2018-04-03", "in April 2018"), ("2018", "January to December 2018")])
def test_incidents_without_a_figure_are_put_on_no_days_that_may_not_be_theirs(days: str, expected: str) -> None:
    query = Query(period=parse_period("2018-04"))
    headline = page_on(f"id: a, date: {days}, reports: [{{source: un}}]", query).headline
    assert headline == f"1 incident reported, without a figure, {expected}"


RUSSIA, APRIL = Query(actors=("russia",)), Query(period=parse_period("2018-04"))
SURE = "id: a, attribution: [{actor: russia, confidence: stated}], reports: [{source: un, killed: %s}]"
OTHER = "id: b, attribution: [{actor: russia, confidence: %s}], reports: [{source: un, killed: %s}]%s"
MARCH_ON = "id: b, date: 2018-03-20/2018-04-02, reports: [{source: un, killed: %s}]"
KILLED_IN_APRIL = "reported killed in April 2018"
PARTS_OF_QUESTIONS: list[tuple[list[str], Query, str]] = [
    ([SURE % 3, MARCH_ON % 5], APRIL, f"3 {KILLED_IN_APRIL}; up to 5 more may have been"),
    ([SURE % "~3", MARCH_ON % 5], APRIL, f"About 3 {KILLED_IN_APRIL}; up to 5 more may have been"),
    ([SURE % 3, MARCH_ON % "~5"], APRIL, f"3 {KILLED_IN_APRIL}; up to about 5 more may have been"),
    ([SURE % 3, MARCH_ON % "at least 5"], APRIL, f"3 {KILLED_IN_APRIL}; 5 or more others may have been"),
    ([SURE % "at least 3", MARCH_ON % 0], APRIL, f"3 {KILLED_IN_APRIL}; more may have been"),
    ([SURE % 1322, MARCH_ON % 1362], APRIL, f"1,322 {KILLED_IN_APRIL}; up to 1,362 more may have been"),
    ([SURE % "{total: 3, children: 3}", MARCH_ON % "{total: 5, children: 5}"], APRIL,
     f"3 children {KILLED_IN_APRIL}; up to 5 more may have been"),
    ([MARCH_ON % 1362], APRIL, "0 to 1,362 reported killed in April 2018, in 1 incident"),
    ([MARCH_ON % "at least 5"], APRIL, "0 to 5 or more reported killed in April 2018, in 1 incident"),
    ([SURE % 3, OTHER % ("suspected", 5, "")], RUSSIA,
     f"At least 3 {BY_RUSSIA}; 5 more where suspicion falls on Russia"),
    ([SURE % 3, OTHER % ("suspected", "5-9", "")], RUSSIA,
     f"At least 3 {BY_RUSSIA}; 5 more where suspicion falls on Russia; up to 4 more may have been"),
    ([SURE % 3, OTHER % ("suspected", "presumed 5", "")], RUSSIA, f"3 {BY_RUSSIA}; up to 5 more may have been"),
    ([SURE % 3, OTHER % ("claimed", 5, "")], RUSSIA, f"3 {BY_RUSSIA}; up to 5 more may have been"),
    ([SURE % "{total: 20-30, best: 30}", OTHER % ("suspected", 1, "")], RUSSIA,
     f"At least 20 {BY_RUSSIA}; 1 more where suspicion falls on Russia; up to 10 more may have been"),
    ([SURE % 3, OTHER % ("suspected", 10, ", overlaps: [a]")], RUSSIA,
     f"At least 3 {BY_RUSSIA}; 7 more where suspicion falls on Russia; up to 3 more may have been"),
    ([OTHER % ("claimed", 5, "")], RUSSIA, "0 to 5 reported killed, perhaps by Russia, in 1 incident, 1 April 2018"),
    ([OTHER % ("suspected", "~5", "")], RUSSIA,
     "About 5 reported killed, where suspicion falls on Russia, in 1 incident, 1 April 2018"),
    ([OTHER % ("suspected", "5-9", "")], RUSSIA,
     "5 reported killed, where suspicion falls on Russia, in 1 incident, 1 April 2018; up to 4 more may have been"),
    ([SURE % "up to 5"], RUSSIA, "0 to 5 reported killed, attributed to Russia, in 1 incident, 1 April 2018"),
]  # fmt: skip


@pytest.mark.parametrize(("incidents", "query", "expected"), PARTS_OF_QUESTIONS)
def test_the_headline_tells_who_surely_belongs_from_who_may(incidents: list[str], query: Query, expected: str) -> None:
    of_both = f"; 2 incidents in all{', 1 April 2018' * (query == RUSSIA)}" if len(incidents) > 1 else ""
    assert page_on("\n".join(incidents), query).headline == expected + of_both


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        (["casualties: {total: some 150, combatants: some 150}"], "About 150 fighters reported killed or injured"),
        (["killed: {total: 3, children: 3}", "killed: {total: 2, children: 2}"], "5 children reported killed"),
        (["killed: {total: 3, children: 3}", "killed: {total: 2, children: 1}"], "5 reported killed"),
        (["killed: {total: 3, children: 3}", "killed: {total: 2, women: 2}"], "5 reported killed"),
        (["killed: {total: 1, children: 1}"], "1 child reported killed"),
        (["killed: {total: 1, health_workers: 1}"], "1 health worker reported killed"),
        (["killed: {total: 1, older_people: 1}"], "1 older person reported killed"),
        (["killed: {total: at least 1, women: at least 1}"], "At least 1 woman reported killed"),
    ],
)
def test_the_headline_names_a_group_that_all_belong_to(reports: list[str], expected: str) -> None:
    incidents = [f"id: i{number}, reports: [{{source: un, {said}}}]" for number, said in enumerate(reports)]
    assert page_on("\n".join(incidents)).headline.split(", ")[0] == expected


def test_the_standfirst_names_a_group_that_all_belong_to() -> None:
    page = page_on("id: a, reports: [{source: un, killed: 2, casualties: {total: ~150, combatants: ~150}}]")
    assert page.standfirst[0] == "Beside these: about 150 fighters killed or injured, not told apart."


ELSEWHERE = """
id: a, places: [rastan], reports: [{source: un, killed: 1}]
id: b, places: [syria], reports: [{source: un, killed: at least 2}]
"""


@pytest.mark.parametrize("town", ["Rastan", "Hass"])
def test_every_export_says_what_is_not_counted(town: str) -> None:
    """Also where nothing else was found."""
    selection = selected(ELSEWHERE, Query(towns=(town,)))
    told = f"Perhaps also in {town}, not counted: 1 incident, 2 or more killed (b); --possible counts it."
    tables = dict(tables_of(selection).batches)
    (_, _, totals) = sheets(selection, Listing())
    assert told in page_of(selection, Paging()).standfirst
    for notes in (
        [note.text for note in page_of(selection, Paging()).totals.notes],
        [note.text for note in totals.notes],
        [text for _, text in tables["notes"]],
    ):
        assert any(text.startswith(told) for text in notes)


FIGURES = [
    (Figure(5, 3, 10, open=True), "3 (low 5 and high 10 or more, which contradict it) reported killed"),
    (Figure(5, 3, 10), "3 (low 5 and high 10, which contradict it) reported killed"),
    (Figure(5, 3, 10, approximate=True), "About 3 (low 5 and high 10, which contradict it) reported killed"),
    (Figure(12, 7, 12), "7 (low 12 and high 12, which contradict it) reported killed"),
    (Figure(3, 5, 3), "5 (low 3 and high 3, which contradict it) reported killed"),
    (Figure(0, 5, 3), "5 (low 0 and high 3, which contradict it) reported killed"),
    (Figure(3, 5, 9), "5 reported killed (3 to 9)"),
    (Figure(94, 95, 97, open=True, approximate=True), "About 95 reported killed (94 to 97 or more)"),
    (Figure(0, 0, 42), "0 to 42 reported killed"),
    (Figure(0, 41, 42), "0 to 42 reported killed"),
    (Figure(0, 12, 55, open=True, approximate=True), "0 to about 55 or more reported killed"),
    (Figure(20, 20, 30), "20 to 30 reported killed"),
    (Figure(20, 20, 30, open=True), "20 to 30 or more reported killed"),
    (Figure(20, 20, 30, approximate=True), "About 20 to 30 reported killed"),
    (Figure(20, 20, 30, open=True, approximate=True), "About 20 to 30 or more reported killed"),
    (Figure(2, 2, 2, open=True), "At least 2 reported killed"),
    (Figure(176, 176, 176, open=True, approximate=True), "About 176 or more reported killed"),
    (Figure(20, 20, 20, approximate=True), "About 20 reported killed"),
    (Figure(20, 20, 20), "20 reported killed"),
    (Figure(0, 0, 0), "0 reported killed"),
]
ONE = "id: a, reports: [{source: un, killed: {total: at least 2, best: 5, children: 2}}]"


@pytest.mark.parametrize(("figure", "expected"), FIGURES)
def test_the_headline_words_a_figure(figure: Figure, expected: str) -> None:
    selection = selected(ONE)
    assert headline(selection, replace(selection.sum_of("killed"), figure=figure)) == expected + IN_APRIL


@st.composite
def sums(draw: st.DrawFn) -> Figure:
    """Any figure that a sum may have: bounds in order, or such as contradict each other and have an upper limit."""
    numbers = [draw(st.integers(0, 3)) * draw(st.sampled_from([1, 7])) for _ in range(3)]
    if draw(st.booleans()):
        return Figure(*sorted(numbers), open=draw(st.booleans()), approximate=draw(st.booleans()))
    low, best, high = numbers
    return Figure(min(low, high), best, max(low, high), approximate=draw(st.booleans()))


@given(sums())
def test_the_headline_gives_exactly_the_figures_numbers(figure: Figure) -> None:
    assert_said(headline(selected(ONE), replace(selected(ONE).sum_of("killed"), figure=figure)), figure)


def told_apart(said: str) -> tuple[str, list[str]]:
    """How many people a headline tells of, without its days and incidents; and each clause on how many more."""
    people, *more = re.sub(r" (?:in|on|from|since|until) [^,;:]*\d{4}\b", "", said).split("; ")
    if more and re.search(r" incidents (?:in all|number them)\b", more[-1]):
        more.pop()
    return re.split(r", (?:in (?:the )?)?\d", people)[0].casefold(), more


def numbers(words: str) -> list[int]:
    """All numbers in these words."""
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*\b", words)]


def assert_said(said: str, figure: Figure) -> None:
    """The headline has the ends of the figure, and its best between them; and says whether it is rough, and open."""
    people, more = told_apart(said)
    low, best, high = figure.low, figure.best, figure.high
    if figure.is_contradictory:
        expected = [best, low, high]
    elif low == high:
        expected = [low]
    else:
        expected = [best, low, high] if 0 < low < best else [low, high]
    assert not more
    assert numbers(people) == expected
    assert ("about" in people) == figure.approximate
    assert "at most" not in people
    assert "at least 0" not in people
    assert ("or more" in people or "at least" in people) == figure.open


def assert_said_apart(said: str, figure: Figure) -> None:
    """The headline begins with the low, or with those of suspicion if nobody is sure; all its numbers make the high."""
    people, more = told_apart(said)
    (first,) = numbers(people)
    others = [number for clause in more for number in numbers(clause)]
    assert first == figure.low or (not figure.low and first <= figure.best and "where suspicion falls on" in people)
    assert first + sum(others) == figure.high
    assert 0 not in (first, *others)
    assert ("about" in said.casefold()) == figure.approximate
    assert any(re.search(r"(or more others|^more) may have been$", clause) for clause in more) == figure.open
    suspected = sum(number for clause in more if "where suspicion" in clause for number in numbers(clause))
    assert figure.low + suspected <= figure.best
    assert ("at least" in people) == bool(suspected)


questions = st.builds(
    Query,
    period=st.sampled_from([Period(), parse_period("2018-04"), parse_period("2018-04-29..2018-05-01")]),
    victims=st.sampled_from([None, "children"]),
    actors=st.sampled_from([(), ("russia",)]),
)


@examples(300)
@given(chance_ledgers, st.sampled_from(MEASURES), questions)
def test_the_head_gives_the_sums_of_any_query(ledger, measure: Measure, query: Query) -> None:
    selection = select(ledger, query)
    counted = selection.sum_of(measure)
    said, beside = headline(selection, counted), " ".join(standfirst(selection, counted))
    if not selection.picked:
        assert re.fullmatch(r"No incident[^\d]*", said)
        return
    figure = counted.figure
    if figure is None:
        assert re.search(r" reported(?: in [A-Z][a-z]+)?, without a ", said)
    elif figure.low and any(entry.picked.belongs < Belongs.SURELY for entry in counted.entries):
        assert_said_apart(said, figure)
    elif "where suspicion falls on" in said:
        assert figure.best
        assert_said_apart(said, figure)
    else:
        assert_said(said, figure)
    assert f"{counted.incidents} incident" in said
    assert ("not number the children" in beside) == bool(selection.undivided)
    bounds = (
        f"Low {figure.low:,}, best {figure.best:,}, high {figure.high:,}{' or more' * figure.open}."
        if figure
        else "Low"
    )
    assert (bounds in beside) == (figure is not None and (figure.low != figure.high or figure.open))
    assert (f"{counted.reported} of the {counted.incidents} inc" in beside) == (
        0 < counted.reported < counted.incidents
    )
    assert ("Not all of it is attributed as a fact." in beside) == any(
        own.confidence == "involved" and own.figure(measure) for own in selection.picked
    )
    assert ("Perhaps also here, not counted: " in beside) == bool(selection.possible.few.count)


days = st.integers(0, DAYS).map(lambda day: START + timedelta(day))


@given(seeds.map(make_world), st.sets(st.sampled_from(sorted(TOWNS)), max_size=3), days, days, st.booleans())
def test_the_headline_is_true_of_the_world(world, towns, one, other, is_of_children) -> None:
    """Read by itself, without the rest of the page."""
    period = Period(min(one, other), max(one, other))
    selection = select(
        world.ledger, Query(towns=tuple(towns), period=period, victims="children" if is_of_children else None)
    )
    counted = selection.sum_of("killed")
    if counted.figure is None:
        return

    def is_meant(person) -> bool:
        is_asked_for = (not towns or person.town in towns) and period.first <= person.day <= period.last
        return is_asked_for and (person.is_child or not is_of_children)

    truth = world.truth([entry.id for entry in counted.entries], is_meant)
    people, more = told_apart(headline(selection, counted))
    if more:
        (least,) = numbers(people)
        assert least <= truth
        is_open = any(re.search(r"(or more others|^more) may have been$", clause) for clause in more)
        assert is_open or truth <= least + sum(sum(numbers(clause)) for clause in more)
    elif least := re.search(r"at least (\d+)", people):
        assert int(least[1]) <= truth
    elif ends := re.search(r"(\d+) to (\d+)( or more)?", people):
        assert int(ends[1]) <= truth
        assert truth <= int(ends[2]) or ends[3]
    else:
        (said,) = numbers(people)
        assert said == truth or ("or more" in people and said <= truth)


@pytest.mark.slow
def test_a_data_set_is_said_to_record_figures() -> None:
    data_set = open_dataset(SAMPLE, OpenOptions())
    try:
        homs, everything = data_set.select(Query(governorates=("homs",))), data_set.select(Query())
        in_homs, of_injured = page_of(homs, Paging()), page_of(homs, Paging("injured"))
        counted = everything.sum_of("killed")
        assert headline(everything, counted) == (
            "2,869 reported killed (2,838 to 3,039), in 412 incidents in Syria, March to June 2018"
        )
    finally:
        data_set.close()
    assert in_homs.headline == "161 to 163 reported killed in Homs governorate, in 59 incidents, March to April 2018"
    perhaps = (
        "Perhaps also in Homs, not counted: 7 incidents, {} (260629, 315927, 315928, 258228, 258802 and 2 more); "
        "--possible counts them."
    )
    assert in_homs.standfirst == (
        "Low 161, best 161, high 163.",
        perhaps.format("up to 172 killed"),
        "As recorded by UCDP GED.",
    )
    assert of_injured.headline == "59 incidents reported, without a number of injured, March to April 2018"
    assert of_injured.standfirst == (
        "Beside these: 161 to 163 killed.",
        perhaps.format("without a figure"),
        "As recorded by UCDP GED.",
    )


SPANS = [
    ("2018-04-30", "2018-04-30", "30 April 2018"),
    ("2018-04-28", "2018-04-30", "28 to 30 April 2018"),
    ("2018-04-01", "2018-04-30", "April 2018"),
    ("2018-04-01", "2018-04-01", "1 April 2018"),
    ("2018-02-01", "2018-02-28", "February 2018"),
    ("2020-02-01", "2020-02-28", "1 to 28 February 2020"),
    ("2020-02-01", "2020-02-29", "February 2020"),
    ("2018-03-01", "2018-04-30", "March to April 2018"),
    ("2018-03-15", "2018-04-10", "15 March to 10 April 2018"),
    ("2018-03-02", "2018-06-29", "March to June 2018"),
    ("2018-01-01", "2018-12-31", "January to December 2018"),
    ("2017-12-31", "2018-01-01", "31 December 2017 to 1 January 2018"),
    ("2017-12-01", "2018-01-31", "December 2017 to January 2018"),
    ("2017-04-01", "2018-04-30", "April 2017 to April 2018"),
    ("2016-05-05", "2018-01-01", "2016 to 2018"),
    ("0001-01-01", "0001-01-01", "1 January 1"),
    ("9999-12-31", "9999-12-31", "31 December 9999"),
    ("9999-12-01", "9999-12-31", "December 9999"),
    ("0001-01-01", "9999-12-31", "1 to 9999"),
    ("0001-01-01", "2018-04-30", "1 to 2018"),
    ("2018-04-01", "9999-12-31", "2018 to 9999"),
]


@pytest.mark.parametrize(("first", "last", "expected"), SPANS)
def test_days_are_told_in_words(first: str, last: str, expected: str) -> None:
    assert span_in_words(date.fromisoformat(first), date.fromisoformat(last)) == expected


@given(st.dates(), st.dates())
def test_days_in_words_name_both_years_without_repeats(one: date, other: date) -> None:
    first, last = sorted([one, other])
    said = span_in_words(first, last).split()
    assert said[-1] == str(last.year)
    assert str(first.year) in said
    assert (len(said) > 3 or "to" in said) or first.month == last.month
    assert said[0] not in ("to", "")


ASKED = [
    (Query(), []),
    (Query(towns=("rastan",)), ["in rastan"]),
    (Query(towns=("rastan", "talbissah")), ["in rastan or talbissah"]),
    (Query(towns=("rastan", "hass", "not:homs")), ["in rastan or hass", "not in homs"]),
    (Query(sources=("not:sohr", "not:un")), ["without what sohr or un reports"]),
    (Query(sources=("sohr", "not:un")), ["as reported by sohr", "without what un reports"]),
    (Query(governorates=("homs",), actors=("russia",)), ["in the governorate homs", "attributed to russia"]),
    (Query(governorates=("not:homs",), actors=("not:russia",)), ["not in the governorate homs", "not by russia"]),
    (Query(types=("shelling",), targets=("hospital",), words=("night",)),
     ["of the type shelling", "with the target hospital", "with the words night"]),
    (Query(types=("not:shelling",), targets=("not:hospital",), words=("not:night", "day")),
     ["not of the type shelling", "without the target hospital", "with the words day", "without the words night"]),
    (Query(period=parse_period("2018-04")), ["from 2018-04-01 to 2018-04-30"]),
    (Query(period=parse_period("2018-03-20")), ["on 2018-03-20"]),
    (Query(period=parse_period("2018-04..")), ["since 2018-04-01"]),
    (Query(period=parse_period("..2018-04")), ["until 2018-04-30"]),
    (Query(period=Period()), []),
    (Query(period=Period(date.min, date.min)), ["on 0001-01-01"]),
    (Query(period=Period(date.max, date.max)), ["on 9999-12-31"]),
    (Query(victims="health_workers", min_killed=0),
     ["figures of the health workers alone", "0 or more killed by the best figure"]),
    (Query(countries=("syria", "not:iraq")), ["in the country syria", "not in the country iraq"]),
    (Query(confidences=("stated",)), ["with attributions that are stated"]),
    (Query(possible=True), ["with all that may belong to it"]),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), ASKED)
def test_a_query_is_told_in_words(query: Query, expected: list[str]) -> None:
    assert list(in_words(query)) == expected
    if not (query.sources or query.actors):
        assert list(in_words(query, data_set="UCDP GED")) == expected


def test_a_data_set_cites_sources_and_names_sides() -> None:
    query = Query(sources=("sohr", "not:un"), actors=("russia", "iran", "not:turkey"))
    assert list(in_words(query, data_set="UCDP GED")) == [
        "citing sohr",
        "not citing un",
        "naming russia or iran as a side or a victim",
        "not naming turkey",
    ]
    assert list(in_words(query)) == [
        "as reported by sohr",
        "without what un reports",
        "attributed to russia or iran",
        "not by turkey",
    ]


FIELDS = ["towns", "governorates", "sources", "actors", "types", "targets", "words"]


@given(st.sampled_from(FIELDS), st.text(min_size=1), st.sampled_from([None, "UCDP GED"]))
def test_every_condition_of_a_query_is_told(field: str, word: str, data_set: str | None) -> None:
    (said,) = in_words(Query(**{field: (word,)}), data_set)
    assert word.removeprefix("not:") in said
    assert said.startswith(("without ", "not ")) == word.startswith("not:")
    (asked,), (left_out,) = (in_words(Query(**{field: (form,)}), data_set) for form in ("x", "not:x"))
    assert said == (left_out if word.startswith("not:") else asked).replace("x", word.removeprefix("not:"), 1)
    others = [phrase for other in FIELDS for phrase in in_words(Query(**{other: ("x",)}), data_set)]
    assert len(set(others)) == len(FIELDS), "two conditions are said in the same words"


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://example.org/a", True),
        ("HTTP://example.org/a", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("data:text/html,x", False),
        ("httpsx://example.org", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("#i0", False),
        ("", False),
        (None, False),
    ],
)
def test_only_a_web_address_is_a_link(url: str | None, is_link: bool) -> None:
    """Whatever the reader of ledgers lets in."""
    ledger = sketch("id: a, reports: [{source: un, article: memo-2018, killed: 1}]")
    articles = {key: replace(one, url=url) for key, one in ledger.articles.items()}
    (line,) = page_of(select(replace(ledger, articles=articles)), Paging()).lines
    assert line.told[0].article == "Middle East Monitor, 30 April 2018"
    assert line.told[0].url == (url if is_link else None)


def test_a_limit_leaves_rows_out_and_0_none() -> None:
    cut, whole = (page_of(selected(LINKED), Paging(limit=limit)) for limit in (2, 0))
    assert [(len(page.lines), page.left_out, len(page.timeline.stretches)) for page in (cut, whole)] == [
        (2, 1, 2),
        (3, 0, 3),
    ]
    assert cut.explained is None
    assert whole.explained is not None
    assert (cut.headline, cut.town_levels) == (whole.headline, whole.town_levels)


# The days


@given(seeds)
def test_each_drawn_incident_lies_within_the_period(random: Random) -> None:
    ledger = chance_ledger(random)
    near = random.choice(ledger.incidents).date.first.toordinal() + random.randint(-20, 20)
    first = min(max(near, 1), date.max.toordinal())
    last = min(first + random.randint(0, 40), date.max.toordinal())
    period = random.choice([Period(), Period(date.fromordinal(first), date.fromordinal(last))])
    selection = select(ledger, Query(period=period))
    line = timeline(selection, selection.picked)
    by_id = {one.incident.id: one.incident.date for one in selection.picked}
    assert len(line.stretches) + line.undated == len(selection.picked)
    assert line.undated == sum(when.is_unknown for when in by_id.values())
    assert line.left_out == 0
    assert [one.row for one in line.stretches] == list(range(len(line.stretches)))
    for one in line.stretches:
        when = by_id[one.id]
        assert one.first == max(when.first, period.first)
        assert one.last == min(when.last, period.last)
        assert one.first <= one.last
        assert line.first <= one.first
        assert one.last <= line.last
        assert one.goes_on == (one.first > when.first or one.last < when.last)
        assert selection.picked[one.number].incident.id == one.id
        if one.certain:
            assert one.first <= one.certain[0] <= one.certain[1] <= one.last
            assert when.certain
            assert when.certain[0] <= one.certain[0]
        else:
            assert not when.certain or not period.covers(when)
    if line.stretches:
        assert line.first == min(one.first for one in line.stretches)
        assert line.last == max(one.last for one in line.stretches)


@pytest.mark.parametrize("count", [1, MOST_NAMED, MOST_NAMED + 1, 300])
def test_few_incidents_have_rows_many_have_sums(count: int) -> None:
    lines = "\n".join(
        f"id: i{number}, date: 2018-{1 + number % 12:02}, reports: [{{source: un}}]" for number in range(count)
    )
    selection = selected(lines)
    line = timeline(selection, selection.picked)
    is_few = count <= MOST_NAMED
    assert len(line.stretches) == (count if is_few else 0)
    assert timeline(selection, selection.picked[: count - 1]).left_out == 1
    assert bool(page_of(selection, Paging()).timeline.stretches) == is_few


@examples(50)
@given(chance_ledgers, st.sampled_from(MEASURES), st.sampled_from([Period(), parse_period("2018-04-10..2018-05-01")]))
def test_a_week_is_what_sum_answers_for_its_days(ledger, measure: Measure, period: Period) -> None:
    def ask(query: Query) -> Selection:
        return select(ledger, query)

    query = Query(period=period)
    weeks = sums_by_period(select(ledger, query), measure, ask)
    if weeks.unit != "week":
        return
    for one in weeks.sums:
        assert one.figure == select(ledger, Query(period=Period(one.first, one.last))).sum_of(measure).figure
        assert period.first <= one.first <= one.last <= period.last
        assert (one.last - one.first).days < 7
        assert one.first.weekday() == 0 or one.first == period.first
    drawn = {one.first for one in weeks.sums}
    assert len(drawn) == len(weeks.sums)
    told = select(ledger, query)
    if (figure := told.sum_of(measure).figure) and not told.possible.few.count and figure.low:
        assert weeks.sums or all(one.incident.date.is_unknown for one in told.picked)


@pytest.mark.parametrize(("last", "unit", "first"), [("2019-05", "month", "January 2018"), ("2031", "year", "2018")])
def test_a_long_time_is_summed_by_month_or_year(last: str, unit: str, first: str) -> None:
    lines = f"""
id: a, date: 2018-01-02, reports: [{{source: un, killed: 2}}]
id: b, date: {last}, reports: [{{source: un, killed: 3}}]
id: c, date: 0001/9999, reports: [{{source: un, killed: 4}}]"""
    sums = sums_by_period(selected(lines), "killed", lambda query: selected(lines, query))
    assert (sums.unit, sums.sums[0].name, sums.undated) == (unit, first, 1)
    assert [one.figure.best for one in sums.sums] == [2, 3]


def test_several_days_of_a_data_set_are_uncertain() -> None:
    selection = selected("id: a, date: 2018-04-01/2018-04-03, reports: [{source: un}]")
    assert timeline(selection, selection.picked).stretches[0].certain == (date(2018, 4, 1), date(2018, 4, 3))
    selection.data_set = "UCDP GED"
    (stretch,) = timeline(selection, selection.picked).stretches
    assert stretch.certain is None


@given(chance_ledgers, st.sampled_from([WIDE, NARROW]))
def test_a_timeline_bar_lies_within_its_drawing(ledger, size) -> None:
    selection = select(ledger)
    line = timeline(selection, selection.picked)
    if not line.stretches:
        return
    spec = timeline_spec(line, size)
    (scale,) = spec["scales"]
    assert 0 <= scale["range"][0] < scale["range"][1] <= size.width
    for row in spec["data"][0]["values"]:
        assert scale["domain"][0] <= row["from"] < row["until"] <= scale["domain"][1]
        assert 0 <= row["y"] < spec["height"]
        assert ("surely" in row) == ("to" in row)
        if "surely" in row:
            assert row["from"] <= row["surely"] < row["to"] <= row["until"]


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_no_bar_is_wider_than_its_scale(size) -> None:
    lines = "\n".join(
        f"id: i{n}, places: [{place}], reports: [{{source: un, killed: {killed}}}]"
        for n, (place, killed) in enumerate([("rastan", "999999999"), ("hass", "none"), ("north", "20-30")])
    )
    spec = bars_spec(page_of(selected(lines), Paging()).town_levels, size)
    (scale,) = spec["scales"]
    assert scale["domain"] == [0, 999999999]
    assert size.margin < scale["range"][1] < size.width
    for row in spec["data"][0]["values"]:
        assert 0 <= row["low"] <= row["best"] <= row["high"] <= 999999999


@given(st.lists(sums(), max_size=30), st.sampled_from([WIDE, NARROW]))
def test_no_bar_runs_backwards_and_each_has_numbers(some_sums: list[Figure], size) -> None:
    some_levels = [Level(f"Town {number}", figure) for number, figure in enumerate(some_sums)]
    spec = bars_spec(some_levels, size)
    (scale,) = spec["scales"]
    rows = spec["data"][0]["values"]
    assert [(row["name"], row["numbers"]) for row in rows] == [(one.name, one.label) for one in some_levels[:MOST_BARS]]
    for row, figure in zip(rows, some_sums, strict=False):
        assert 0 <= row["low"] <= row["best"] <= row["high"] <= scale["domain"][1]
        assert row["title"] == f"{row['name']}: {row['numbers']}"
        assert row["low"] == figure.low
        assert row["high"] == max(figure.low, figure.best, figure.high)
        assert figure.is_contradictory or row["best"] == figure.best


@given(st.lists(sums(), min_size=2, max_size=30), st.sampled_from([WIDE, NARROW]))
@examples(20)
def test_numbers_stand_behind_their_bars(some_sums: list[Figure], size) -> None:
    spec = bars_spec([Level(f"Town {number}", figure) for number, figure in enumerate(some_sums)], size)
    (first, last), most = spec["scales"][0]["range"], spec["scales"][0]["domain"][1]
    rows = spec["data"][0]["values"]
    numbers, names = spec["texts"][: len(rows)], spec["texts"][len(rows) :]
    for row, number, name in zip(rows, numbers, names, strict=True):
        assert (number.text, name.text) == (row["numbers"], row["name"])
        assert number.x == pytest.approx(first + (last - first) * row["high"] / most + 6)
        assert row["y"] < number.y < row["y"] + 14
        assert name.y < row["y"] if size is NARROW else row["y"] < name.y < row["y"] + 14


def test_texts_move_with_the_shapes() -> None:
    spec = timeline_spec(page_on("id: a, title: Shelling, reports: [{source: un, killed: 2}]").timeline, WIDE)
    (moved,) = ElementTree.fromstring(draw(spec, "days"))
    assert moved.attrib["transform"] == f"translate(0,{spec['padding']['top']})"
    assert moved[-1][0].text == spec["texts"][0].text == "Shelling"


LABELS = [
    (Figure(27, 27, 27), "27"),
    (Figure(0, 0, 0), "0"),
    (Figure(20, 20, 20, approximate=True), "~20"),
    (Figure(2, 2, 2, open=True), "2+"),
    (Figure(12, 12, 12, open=True, approximate=True), "~12+"),
    (Figure(94, 95, 97, open=True), "95 (94–97+)"),
    (Figure(94, 95, 97, open=True, approximate=True), "~95 (94–97+)"),
    (Figure(20, 20, 30), "20 (20–30)"),
    (Figure(0, 0, 5), "0 (0–5)"),
    (Figure(0, 1, 1), "1 (0–1)"),
    (Figure(5, 3, 10), "5/3/10"),
    (Figure(5, 3, 10, approximate=True), "~5/3/10"),
    (Figure(12, 7, 12), "12/7/12"),
    (Figure(3, 5, 3), "3/5/3"),
]


@pytest.mark.parametrize(("figure", "label"), LABELS)
def test_a_bar_is_labelled_with_its_numbers(figure: Figure, label: str) -> None:
    assert Level("Rastan", figure).label == label


def test_the_highest_best_comes_first_whatever_the_highs() -> None:
    page = page_on("""
        id: a, places: [rastan], reports: [{source: un, killed: 2-90}]
        id: b, places: [talbissah], reports: [{source: memo, killed: 7}]
        id: c, places: [hass], reports: [{source: un, injured: 50}]
        id: d, places: [north], reports: [{source: sohr, killed: {total: 1-8, best: 8}}]
    """)
    assert [(one.name, one.label) for one in page.town_levels] == [
        ("northern Homs", "8 (1–8)"),
        ("Talbissah", "7"),
        ("Rastan", "2 (2–90)"),
    ]
    assert [one.name for one in page.source_levels] == ["SOHR", "Middle East Monitor", "United Nations"]


@given(chance_ledgers, st.sampled_from(MEASURES))
def test_bars_are_sums_with_the_highest_best_first(ledger, measure: Measure) -> None:
    selection = select(ledger)
    page = page_of(selection, Paging(measure))
    for by, found in (("town", page.town_levels), ("source", page.source_levels)):
        summed = [(part, part.selection.sum_of(measure).figure) for part in selection.groups(by)]
        expected = [(part.key is None, -figure.best, part.heading, figure) for part, figure in summed if figure]
        assert [(one.name, one.figure) for one in found] == [
            row[2:] for row in sorted(expected, key=lambda row: row[:2])
        ]


# The incidents


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        ("type: air-drone-strike, target: school", "Air/drone strike, school"),
        ("type: air-drone-strike", "Air/drone strike"),
        ("type: unknown, target: aid-convoy", "aid convoy"),
        ("type: unknown", ""),
        ("target: market", "market"),
    ],
)
def test_an_incidents_kind_is_in_words_unless_unknown(inside: str, kind: str) -> None:
    (line,) = page_on(f"id: a, {inside}, reports: [{{source: un}}]").lines
    assert line.kind == kind


def test_an_incident_is_found_by_other_names() -> None:
    here, there, bare = page_on("""
        id: a, places: [rastan], attribution: [{actor: russia, confidence: stated}], reports: [{source: sohr}]
        id: b, places: [talbissah, rastan], reports: [{source: memo}, {source: memo}, {source: un}]
        id: c, reports: [{source: un}]
    """).lines
    assert here.also == ("Ar-Rastan", "Al-Rastan", "الرستن", "Russian forces", "Syrian Observatory")
    assert there.also == ("Talbiseh", "تلبيسة", "Ar-Rastan", "Al-Rastan", "الرستن", "MEMO")
    assert bare.also == ()


def test_a_group_figure_is_not_said_of_everybody() -> None:
    incidents = """
    id: a, reports: [{source: un, killed: {total: 9, children: up to 5}, injured: {total: 20, children: some 7}}]
    id: b, reports: [{source: un, killed: {total: 9, children: 2}}, {source: sohr, killed: 9}]
    """
    words = [[told.words for told in line.told] for line in page_on(incidents, Query(victims="children")).lines]
    assert words == [
        ["children killed: up to 5; children injured: some 7"],
        ["children killed: 2", "no figure of children"],
    ]
    words = [[told.words for told in line.told] for line in page_on(incidents).lines]
    assert words[1] == ["9 killed (children: 2)", "9 killed"]


def test_a_page_says_which_reports_are_not_counted() -> None:
    incidents = (
        "id: a, attribution: [{actor: russia, confidence: claimed, by: [un]}], reports: ["
        "{source: sohr, supersedes: memo-2018, killed: 5}, "
        "{source: sohr, article: memo-2018, killed: 9}, {source: memo, denies: true, killed: none}]"
    )
    (line,) = page_on(incidents).lines
    assert [told.words for told in line.told] == [
        "5 killed, supersedes memo-2018",
        "9 killed, superseded: not counted",
        "none killed, denies it: not counted",
    ]
    assert line.attribution == ("Russia (claimed by United Nations)",)


# The map

latitudes = st.floats(-90, 90) | st.sampled_from([90.0, -90.0, 0.0, 85.0, -85.0])
longitudes = st.floats(-180, 180) | st.sampled_from([180.0, -180.0, 179.9, -179.9, 0.0])


def mark(lat: float, lon: float, name: str = "X", best: int | None = 1) -> Mark:
    return Mark(name, None, lat, lon, 1, best, best, best, open=False, is_area=False)


marks = st.lists(st.builds(mark, latitudes, longitudes), min_size=1, max_size=8)


@given(marks)
def test_the_narrowest_view_holds_all_marks(some: list[Mark]) -> None:
    view = view_of(some)
    assert view is not None
    assert -180 <= view.lon <= 180
    assert -85.1 <= view.lat <= 85.1
    for one in some:
        east = (one.lon - view.lon + 540) % 360 - 180
        assert abs(east) <= view.width / 2 + 1e-6
        assert abs(northing(one.lat) - northing(view.lat)) <= view.height / 2 + 1e-6
    around = sorted({one.lon % 360 for one in some})
    gaps = [after - before for before, after in pairwise([*around, around[0] + 360])]
    assert view.width <= max((360 - max(gaps)) * 1.24, 1.6) + 1e-6


def test_a_map_without_marks_has_no_view() -> None:
    assert view_of([]) is None


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([(34, 36)], (34, 36, 1.6, 1.6)),
        ([(0, 180), (0, -180)], (0, 180, 1.6, 1.6)),
        ([(0, 179), (0, -179)], (0, 180, 2.48, 1.6)),
        ([(0, 170), (0, -170)], (0, 180, 24.8, 1.6)),
        ([(0, -10), (0, 10)], (0, 0, 24.8, 1.6)),
        ([(0, -50), (0, 50)], (0, 0, 124, 1.6)),
    ],
)
def test_a_view_fits_its_marks(points: list[tuple[float, float]], expected: tuple[float, ...]) -> None:
    view = view_of([mark(lat, lon) for lat, lon in points])
    assert view is not None
    found = (view.lat, abs(view.lon) if abs(view.lon) == 180 else view.lon, view.width, view.height)
    assert found == pytest.approx(expected, abs=1e-9)
    assert view.is_world == (expected[2] > 100)


@given(chance_ledgers, st.sampled_from(MEASURES))
def test_marks_are_the_sums_of_located_towns(ledger, measure) -> None:
    selection = select(ledger)
    groups = selection.groups("town")
    drawn = atlas(selection, [(part, part.selection.sum_of(measure)) for part in groups], selection.picked)
    places, expected = ledger.places, Counter()
    for part in groups:
        if part.key and places[part.key].lat is not None:
            counted = part.selection.sum_of(measure)
            figure = counted.figure
            numbers = (figure.low, figure.best, figure.high, figure.open) if figure else (None, None, None, False)
            expected[part.heading, places[part.key].lat, places[part.key].lon, counted.incidents, *numbers] += 1
    assert expected == Counter(
        (one.name, one.lat, one.lon, one.incidents, one.low, one.best, one.high, one.open) for one in drawn.marks
    )
    assert drawn.left_out == 0
    assert Counter(drawn.unlocated) == Counter(
        part.heading for part in groups if part.key and places[part.key].lat is None
    )
    assert (drawn.view is None) == (not drawn.marks)
    highs = [one.high if one.high is not None else -inf for one in drawn.marks if one.high]
    assert highs == sorted(highs, reverse=True), "lighter marks are drawn over heavier ones"
    _assert_shared(drawn, selection, places)


def _assert_shared(drawn, selection, places) -> None:
    """Of each incident the places on the map hang together, and nothing else does."""
    assert len(set(drawn.shared)) == len(drawn.shared)
    where = [(one.name, one.lat, one.lon) for one in drawn.marks]
    named = [
        {(places[key].name, places[key].lat, places[key].lon) for key in one.incident.places}
        for one in selection.picked
    ]
    for one, other in drawn.shared:
        assert one != other
        assert any({where[one], where[other]} <= names for names in named)
    for names in named:
        found = [number for number, place in enumerate(where) if place in names]
        hang = set(found[:1])
        for _ in found:
            hang |= {end for pair in drawn.shared if hang & set(pair) for end in pair}
        assert set(found) <= hang or len(set(where)) < len(where)


def test_unmapped_places_are_named_and_mapped_ones_joined() -> None:
    ledger = sketch("id: a, places: [rastan, north, hass], reports: [{source: un, killed: 3}]")
    places = dict(ledger.places)
    for number, key in enumerate(("rastan", "hass")):
        places[key] = replace(places[key], lat=34.0 + number, lon=36.0)
    selection = select(replace(ledger, places=places))
    drawn = page_of(selection, Paging()).atlas
    assert [one.name for one in drawn.marks] == ["Rastan", "Hass"]
    assert drawn.shared == ((0, 1),)
    assert drawn.unlocated == ("northern Homs",)
    assert [(one.low, one.best, one.high) for one in drawn.marks] == [(0, 0, 3), (0, 0, 3)]


# What is drawn of the map

discs = st.builds(
    Disc,
    st.text("abcdefgh الرستن", min_size=1, max_size=20),
    st.floats(-50, 800),
    st.floats(-50, 500),
    st.floats(0, 30),
)


@given(st.lists(discs, max_size=25), st.integers(0, 24))
def test_names_overlap_nothing_and_stay_on_the_map(some: list[Disc], most: int) -> None:
    width, tall = 760, 450
    names = placed(some, most, (width, tall))
    assert len(names) <= most
    boxes = [_box(name.text, name.x, name.y) for name in names]
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= width + 1e-9
        assert bottom <= tall + 1e-9
    for one, other in combinations(boxes, 2):
        assert not _meet(one, other)
    for name, box in zip(names, boxes, strict=True):
        own = [disc for disc in some if disc.name == name.text]
        assert own
        others = [disc for disc in some if disc.name != name.text]
        assert not any(_meet(box, _around(disc)) for disc in others)


def _box(text: str, x: float, y: float) -> tuple[float, float, float, float]:
    return x, y - HEIGHT / 2, x + display_width(text) * 6.6, y + HEIGHT / 2


def _around(disc: Disc) -> tuple[float, float, float, float]:
    return disc.x - disc.radius, disc.y - disc.radius, disc.x + disc.radius, disc.y + disc.radius


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether they share more than what rounding makes of an edge."""
    near = 1e-6
    is_beside = one[2] - near <= other[0] or other[2] - near <= one[0]
    is_above = one[3] - near <= other[1] or other[3] - near <= one[1]
    return not (is_beside or is_above)


def test_a_name_stands_beside_its_mark_or_nowhere() -> None:
    (name,) = placed([Disc("Rastan", 100, 100, 10)], 5, (760, 450))
    assert (name.text, name.y) == ("Rastan", 100)
    assert name.x > 110
    assert placed([Disc("A name that is wider than the map", 20, 20, 5)], 5, (50, 50)) == []
    (left,) = placed([Disc("Rastan", 740, 100, 10)], 5, (760, 450))
    assert left.x < 730


SYRIA = View(35, 38, 6, 5)


def names_of(drawn: dict) -> set[str]:
    return {one["properties"]["name"] for one in drawn["objects"]["countries"]["geometries"]}


def arcs_of(arcs) -> set[int]:
    return set().union(*map(arcs_of, arcs)) if isinstance(arcs, list) else {~arcs if arcs < 0 else arcs}


views = st.builds(View, st.floats(-85, 85), st.floats(-180, 180), st.floats(1.6, 446), st.floats(1.6, 446))


@given(views)
@examples(40)
def test_an_outline_has_exactly_the_arcs_it_uses(view: View) -> None:
    drawn = outlines(view)
    used = [arcs_of(one["arcs"]) for one in drawn["objects"]["countries"]["geometries"]]
    assert set().union(*used) == set(range(len(drawn["arcs"])))


def test_a_map_of_syria_holds_only_near_countries() -> None:
    drawn = outlines(SYRIA)
    assert names_of(drawn) >= {"Syria", "Turkey", "Lebanon", "Iraq", "Jordan"}
    assert names_of(drawn).isdisjoint({"Australia", "Canada", "Brazil", "Russia", "India"})
    everything = ROOT / "conflict_cli" / "render" / "page" / "outlines" / "countries.json"
    assert len(json.dumps(drawn)) < everything.stat().st_size / 16


@pytest.mark.slow
@pytest.mark.parametrize("view", [SYRIA, View(35, 36.5, 1.6, 3.7), View(35, 36.5, 30, 1.6), View(0, 20, 1.6, 100),
                                  View(-17.5, 180, 2, 2), View(35, 15, 45, 5), View(0, 0, 124, 1.6)])  # fmt: skip
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_no_country_that_fits_the_drawing_is_missing(view: View, size) -> None:
    """A drawing is never flatter or narrower than is pleasant to look at, and so shows more than it was asked for."""
    spec = map_spec(Atlas((mark(view.lat, view.lon),), (), view), view, size)
    seen = names_of(spec["data"][0]["values"])
    if view.is_world:
        assert {"Australia", "Canada", "Russia", "Chile", "New Zealand", "South Africa"} <= seen
        return
    pixels = min(spec["width"] / view.width, spec["height"] / view.height)
    aside, up = spec["width"] / 2 / pixels, spec["height"] / 2 / pixels
    for name, (west, south, east, north) in boxes_of("world" if max(view.width, view.height) > 40 else "countries"):
        is_level = northing(south) <= northing(view.lat) + up and northing(north) >= northing(view.lat) - up
        is_beside = any(west + turn <= view.lon + aside and east + turn >= view.lon - aside for turn in (-360, 0, 360))
        assert name in seen or not (is_level and is_beside), f"{name} is missing"


def boxes_of(name: str) -> list[tuple[str, list[float]]]:
    file = ROOT / "conflict_cli" / "render" / "page" / "outlines" / f"{name}.json"
    topology = json.loads(file.read_text("utf-8"))
    arcs = [points_of(arc, topology["transform"]) for arc in topology["arcs"]]
    boxes = []
    for one in topology["objects"]["countries"]["geometries"]:
        for part in [one["arcs"]] if one["type"] == "Polygon" else one["arcs"]:
            lons, lats = zip(*(point for number in arcs_of(part) for point in arcs[number]), strict=True)
            boxes.append((one["properties"]["name"], [min(lons), min(lats), max(lons), max(lats)]))
    return boxes


def test_a_marks_area_is_proportional_to_its_number() -> None:
    some = [mark(34, 36, best=4), mark(35, 37, best=1)]
    view = view_of(some)
    assert view is not None
    (places,) = (
        one["values"] for one in map_spec(Atlas(tuple(some), (), view), view, WIDE)["data"] if one["name"] == "places"
    )
    assert places[0]["best"] == pytest.approx(4 * places[1]["best"])


@pytest.mark.parametrize("is_open", [False, True])
def test_a_ring_without_upper_limit_is_dashed(is_open: bool) -> None:
    one = replace(mark(34, 36, best=4), open=is_open)
    view = view_of([one])
    assert view is not None
    assert ('stroke-dasharray="4,3"' in draw(map_spec(Atlas((one,), (), view), view, WIDE), "map")) is is_open


@pytest.mark.parametrize(("kind", "is_area"), [("town", False), ("village", False), ("governorate", True)])
def test_a_place_wider_than_towns_is_an_area(kind: str, is_area: bool) -> None:
    ledger = sketch("id: a, places: [rastan], reports: [{source: un, killed: 3}]")
    place = replace(ledger.places["rastan"], kind=kind, lat=34.0, lon=36.0)
    selection = select(replace(ledger, places={**ledger.places, "rastan": place}))
    assert [one.is_area for one in page_of(selection, Paging()).atlas.marks] == [is_area]


@pytest.mark.slow
@given(marks, st.sampled_from([WIDE, NARROW]))
@examples(40)
def test_a_map_of_any_places_can_be_drawn(some: list[Mark], size) -> None:
    view = view_of(some)
    assert view is not None
    spec = map_spec(Atlas(tuple(some), ((0, len(some) - 1),), view), view, size)
    assert spec["width"] == size.width
    assert 0 < spec["height"] <= size.width
    data = {one["name"]: one.get("values") for one in spec["data"]}
    assert len(data["places"]) == len(some)
    for row in data["places"]:
        assert -85 <= row["lat"] <= 85, "Mercator's projection has no poles"
        assert 0 <= row["best"] <= row["high"]
    for text in spec["texts"]:
        assert 0 <= text.x <= size.width
        assert 0 <= text.y <= spec["height"]
    (projection,) = spec["projections"]
    assert projection["scale"] > 0
    assert projection["type"] == ("equalEarth" if view.is_world else "mercator")


# Words for readers


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2018-04-28/2018-04-30?", "28–30 April 2018, uncertain"),
        ("2018-04", "within April 2018"),
        ("2018", "within 2018"),
        ("2018-04-30~", "30 April 2018, approximate"),
        ("2018-03%", "within March 2018, uncertain, approximate"),
        ("[2018-04-28..2018-05-02]", "one day within 28 April to 2 May 2018"),
        ("2018-03/2018-04", "March–April 2018"),
        ("2017/2018", "2017–2018"),
        ("2018-01-01/2018-12-31", "2018"),
        ("0001/2018-04-30", "until 30 April 2018"),
        ("2018-04-30/9999-12-31", "since 30 April 2018"),
        ("0001/9999", "not dated"),
    ],
)
def test_a_date_is_told_in_words(written: str, expected: str) -> None:
    assert date_in_words(parse_when(written)) == expected


def test_days_of_a_data_set_are_those_between() -> None:
    assert date_in_words(parse_when("2018-04-28/2018-04-30"), is_somewhere_within=True) == "within 28–30 April 2018"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(sources=("sohr", "nobody")), "as reported by SOHR or nobody"),
        (Query(towns=("not:RASTAN",), types=("air-drone-strike",)), "not in Rastan; of the type Air/drone strike"),
        (Query(governorates=("homs",), actors=("russia",)), "in the governorate Homs; attributed to Russia"),
    ],
)
def test_filters_are_named_as_the_file_spells(query: Query, expected: str) -> None:
    assert "; ".join(page_on("id: a, places: [rastan], reports: [{source: sohr, killed: 1}]", query).asked) == expected


@pytest.mark.parametrize(
    ("places", "query", "expected"),
    [
        ("[rastan]", Query(towns=("rastan",)), "2 reported killed in Rastan, in 1 incident, 1 April 2018"),
        ("[rastan]", Query(), "2 reported killed, in 1 incident in Syria, 1 April 2018"),
        ("[]", Query(), "2 reported killed, in 1 incident, 1 April 2018"),
        ("[rastan]", Query(possible=True), "2 reported killed, in 1 incident, 1 April 2018"),
    ],
)
def test_the_headline_names_the_place(places: str, query: Query, expected: str) -> None:
    ledger = sketch(f"id: a, places: {places}, reports: [{{source: sohr, killed: 2}}]")
    in_syria = {key: replace(one, country="Syria") for key, one in ledger.places.items()}
    assert page_of(select(replace(ledger, places=in_syria), query), Paging()).headline == expected


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_country_names_meet_no_mark_and_no_other_name(size) -> None:
    """Also the neighbours are named, each inside of its own outline."""
    marks = tuple(mark(33.5 + n % 5 * 0.8, 36.2 + n // 5 * 1.1) for n in range(25))
    view = view_of(marks)
    spec = map_spec(Atlas(marks, (), view), view, size)
    data = {one["name"]: one.get("values") for one in spec["data"]}
    lands = {one["text"]: one for one in data["lands"]}
    assert lands.keys() >= {"Iraq", "Syria"}
    assert all(one["align"] == "left" and 0 < one["x"] < spec["width"] for one in lands.values())
    pixels = min(spec["width"] / view.width, spec["height"] / view.height)
    for name, one in lands.items():
        right = one["x"] + 8 * len(name)
        for place in marks:
            x = spec["width"] / 2 + (place.lon - view.lon) * pixels
            y = spec["height"] / 2 - (northing(place.lat) - northing(view.lat)) * pixels
            assert not (one["x"] <= x <= right and abs(y - one["y"]) <= 9)
    assert ("Turkey" in lands) == (size is WIDE)
    assert lands["Iraq"]["x"] > lands["Syria"]["x"]


def test_right_to_left_names_are_isolated_and_thousands_parted() -> None:
    assert isolated("As reported by المرصد <b>: 12") == "As reported by <bdi>المرصد</bdi> &lt;b&gt;: 12"
    assert isolated("قصف (12)") == "<bdi>قصف</bdi> (12)"
    assert [parted(text) for text in ("2869", "1200–1500+", "999", "~1234567")] == [
        "2,869", "1,200–1,500+", "999", "~1,234,567",
    ]  # fmt: skip
