"""What was known on a day: the law first, then reports, corrections and attributions one by one."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.counting.in_memory import select
from conflict_cli.exports.excerpt import excerpt
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.ledger.writer import format_ledger
from conflict_cli.record.dates import parse_when
from conflict_cli.record.figures import parse_figure
from conflict_cli.record.incident import MEASURES, Article, Ledger
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import Selection
from tests.effort import examples
from tests.worlds.people import make_world
from tests.worlds.sketches import ids, sketch
from tests.worlds.untidy import make_untidy_world

FIRST = date(2018, 4, 1)
DAYS = ["2018-04-02", "2018-04-05", "2018-04-09", "2018-04", "2018", None]


def dated(random: Random, days: list[str | None], make=make_untidy_world) -> Ledger:
    """An untidy world whose reports were read in articles of these days, or in none; some correct others."""
    ledger = make(random).ledger
    articles = {
        f"{number}": Article(f"{number}", "Title", published=parse_when(day) if day else None)
        for number, day in enumerate(days)
    }
    incidents = []
    for one in ledger.incidents:
        reports = [
            replace(
                report,
                article=random.choice([*articles, None]),
                killed=parse_figure(random.choice(["0", "3", "2+", "4-9", "some 25"])),
                supersedes=None,
                is_superseded=False,
            )
            for report in one.reports
        ]
        newest, *others = reports
        if others and others[0].article and random.random() < 0.5:
            reports[:2] = [
                replace(newest, source=others[0].source, supersedes=others[0].article),
                replace(others[0], is_superseded=True),
            ]
        incidents.append(replace(one, reports=tuple(reports)))
    return replace(ledger, articles=articles, incidents=tuple(incidents))


asked = st.tuples(st.integers(0, 2**40).map(Random), st.integers(0, 40).map(lambda days: FIRST + timedelta(days)))


def sums(selection: Selection):
    return [selection.sum_of(measure).figure for measure in MEASURES]


@examples(300, quick=60)
@given(asked)
def test_nothing_published_later_is_held(case):
    random, day = case
    ledger = dated(random, DAYS)
    selection = select(ledger, Query(as_of=day))
    for picked in selection.picked:
        assert picked.incident.reports
        for report in picked.incident.reports:
            assert report.article
            assert ledger.articles[report.article].published.last <= day
    for picked in selection.undated:
        for report in picked.incident.reports:
            when = ledger.articles[report.article].published if report.article else None
            assert when is None or when.first <= day < when.last


@examples(200, quick=40)
@given(asked)
def test_a_day_after_all_changes_nothing(case):
    random, _ = case
    ledger = dated(random, [day for day in DAYS if day])
    incidents = [
        replace(one, reports=tuple(replace(report, article=report.article or "0") for report in one.reports))
        for one in ledger.incidents
    ]
    ledger = replace(ledger, incidents=tuple(incidents))
    later, always = select(ledger, Query(as_of=date(2019, 1, 1))), select(ledger)
    assert (later.picked, sums(later), later.undated) == (always.picked, sums(always), [])


@examples(200, quick=40)
@given(asked)
def test_what_was_known_only_grows(case):
    random, day = case
    ledger = dated(random, DAYS)
    before, after = (set(ids(select(ledger, Query(as_of=one)))) for one in (day, day + timedelta(days=3)))
    assert before <= after


@examples(150, quick=30)
@given(asked)
def test_an_excerpt_of_a_day_reads_back(case):
    random, day = case
    selection = select(dated(random, DAYS, make_world), Query(as_of=day))
    read = parse_ledger(format_ledger(excerpt(selection)[0]).encode(), "x.yaml")
    assert [one.reports for one in read.incidents] == [one.incident.reports for one in selection.picked]
    assert sums(select(read)) == sums(selection)


CORRECTED = """
id: a, reports: [{source: sohr, article: late, killed: 3, supersedes: early}, {source: sohr, article: early, killed: 5}]
id: b, reports: [{source: un, article: undated, killed: 8}]
id: c, reports: [{source: un, killed: 9}, {source: sohr, article: early, killed: 1}]
"""


def on(day: str, incidents: str = CORRECTED) -> Selection:
    articles = {
        "early": Article("early", "E", published=parse_when("2018-04-02")),
        "late": Article("late", "L", published=parse_when("2018-04-09")),
        "undated": Article("undated", "U"),
    }
    names = ", ".join(f"{key}: {{title: {article.title}}}" for key, article in articles.items())
    gazetteer = format_ledger(sketch("")).partition("sources:")[2].partition("incidents:")[0]
    rows = "".join(f"  - {{{line}, title: T, date: 2018-04-01}}\n" for line in incidents.strip().splitlines())
    text = f"articles: {{{names}}}\nsources:{gazetteer}incidents:\n{rows}"
    ledger = parse_ledger(text.encode(), "x.yaml")
    return select(replace(ledger, articles=articles), Query(as_of=parse_when(day).last))


def killed(picked: Picked) -> tuple[str, str]:
    figure = picked.figure("killed")
    return picked.incident.id, figure.short if figure else "?"


@pytest.mark.parametrize(
    ("day", "known", "undated"),
    [
        ("2018-04-01", [], [("b", "8"), ("c", "9")]),
        ("2018-04-02", [("a", "5"), ("c", "1")], [("b", "8"), ("c", "9")]),
        ("2018-04-08", [("a", "5"), ("c", "1")], [("b", "8"), ("c", "9")]),
        ("2018-04-09", [("a", "3"), ("c", "1")], [("b", "8"), ("c", "9")]),
    ],
)
def test_a_figure_counts_until_it_is_corrected(day: str, known: list, undated: list) -> None:
    selection = on(day)
    assert list(map(killed, selection.picked)) == known
    assert list(map(killed, selection.undated)) == undated


def test_an_undated_report_that_was_corrected_is_history() -> None:
    line = (
        "id: a, reports: [{source: un, article: early, supersedes: undated, killed: 1}, {source: un, article: undated}]"
    )
    selection = on("2018-04-05", line)
    assert (list(map(killed, selection.picked)), selection.undated) == ([("a", "1")], [])
    assert selection.picked[0].incident.reports[0].supersedes is None


@pytest.mark.parametrize(
    ("by", "is_known"), [("", True), ("by: [sohr],", True), ("by: [un],", False), ("by: [memo],", True)]
)
def test_an_actor_is_named_once_its_source_reports(by: str, is_known: bool) -> None:
    reports = "reports: [{source: sohr, article: early}, {source: un, article: late}]"
    selection = on("2018-04-05", f"id: a, attribution: [{{actor: russia, {by} confidence: stated}}], {reports}")
    assert bool(selection.picked[0].incident.attribution) == is_known


def test_links_through_unpublished_incidents_still_hold() -> None:
    incidents = """
    id: a, part_of: first, reports: [{source: sohr, article: early, killed: 3}]
    id: b, part_of: second, reports: [{source: un, article: early, killed: 4}]
    id: first, overlaps: [second], reports: [{source: sohr, article: late, killed: 5}]
    id: second, reports: [{source: un, article: late, killed: 6}]
    """
    figure = (
        on("2018-04-05", "\n".join(line.strip() for line in incidents.strip().splitlines())).sum_of("killed").figure
    )
    assert figure is not None
    assert (figure.low, figure.high) == (4, 7)
