"""`report`: its numbers are those of `sum` and `list`, and it is one file, harmless, whole or not there at all."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
import yaml

from conflict_cli import __version__
from conflict_cli.exports.page.days_in_words import date_in_words, from_to
from conflict_cli.exports.page.timeline import MOST_NAMED
from conflict_cli.record.dates import parse_when
from conflict_cli.record.type_names import type_name
from conflict_cli.render.harmless import harmless
from tests.conftest import ROOT, SAMPLE, Run, surroundings_of_a_process
from tests.effort import every_other
from tests.pages import HOSTILE, WORDS, Element, hostile_ledger, ledger_file, notes_of, read_page, table_of, tables_of
from tests.terminal import program_on_terminal
from tests.worlds.datasets import acled, ged, put

pytestmark = pytest.mark.slow  # a page takes half a second, most of it in Vega

LEDGER = ROOT / "incidents.yaml"
MADE = "Made on 30 April 2031"


@pytest.fixture(autouse=True)
def day_of_making(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page is made on the same day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2031, 4, 30, tzinfo=UTC).timestamp())))


class Query(NamedTuple):
    """What is asked, and the head that its page must have."""

    filters: str
    headline: str
    standfirst: str
    asked: str = ""
    measure: str = "killed"
    victims: str = ""
    file: Path = LEDGER

    @property
    def options(self) -> str:
        """The filters, and the measure where it is not what a page is of anyway."""
        return self.filters if self.measure == "killed" else f"-m {self.measure} {self.filters}"

    @property
    def is_of_data_set(self) -> bool:
        return self.file == SAMPLE

    @property
    def words(self) -> str:
        """Whom the charts are of: `killed, children`."""
        return WORDS[self.measure] + (f", {self.victims}" if self.victims else "")


# Five queries, since a page has five kinds of answer; what words say of other figures is in test_page_values.
QUERIES = {
    # Everything: best above low, a high without limit, rough figures, silent incidents, shared deaths, no coordinates.
    "whole": Query(
        "",
        "About 95 reported killed (94 to 97 or more), in 8 of 10 incidents in Syria, March to April 2018",
        "Low 94, best 95, high 97 or more. Not all of the figures in it are exact. 8 of the 10 incidents give a number"
        " of killed. Beside these: about 176 or more injured, and about 150 fighters killed or injured, not told apart."
        " As reported by 5 sources, read in 1 article.",
    ),
    # Towns: only a part of a figure that stands for several is theirs, so low is less than best, which rivals dispute.
    "towns": Query(
        "rastan talbissah",
        "2 reported killed in Rastan or Talbissah; 2 or more others may have been; 3 incidents in all,"
        " 28 to 30 April 2018",
        "Low 2, best 2, high 4 or more. 2 of the 3 incidents give a number of killed. Beside these: about 25 injured."
        " Perhaps also in Rastan or Talbissah, not counted: 2 incidents, 3 or more killed (homs-ground-fighting,"
        " homs-hama-strikes); --possible counts them. As reported by 3 sources, read in 1 article.",
        "in Rastan or Talbissah",
    ),
    # Another measure, and days that cut through incidents: rough, without limit, and 0 in low.
    "days": Query(
        "--since 2018-04-10 --until 2018-04-29",
        "0 to about 176 or more reported injured from 10 to 29 April 2018, in 2 of 8 incidents in Syria",
        "Low 0, best 0, high 176 or more. Not all of the figures in it are exact. 2 of the 8 incidents give a number"
        " of injured. Beside these: about 22 to 55 or more killed, and 0 to about 150 fighters killed or injured, not"
        " told apart. As reported by 5 sources, read in 1 article.",
        "from 2018-04-10 to 2018-04-29",
        measure="injured",
    ),
    # No figure at all, of a group that not every incident numbers: nothing may be shown as 0.
    "silent": Query(
        "--victims children",
        "3 incidents reported in Syria, without a number of injured, March to April 2018",
        "7 incidents that match do not number the children. Beside these: 17 to 18 or more killed. As reported by 3"
        " sources, read in 1 article.",
        "figures of the children alone",
        measure="injured",
        victims="children",
    ),
    # A data set: records of its own, cited sources, its own group of people, and more towns than there are bars.
    "data set": Query(
        "--victims civilians --governorate idlib",
        "Civilians reported killed in Idlib governorate: 114 (113 to 179), in 56 incidents, March to June 2018",
        "Low 113, best 114, high 179. Perhaps also in Idlib, not counted: 7 incidents, up to 2 killed (260629, 315927,"
        " 315928, 258228, 258802 and 2 more); --possible counts them. As recorded by UCDP GED.",
        "in the governorate Idlib; figures of the civilians alone",
        victims="civilians",
        file=SAMPLE,
    ),
}


of_queries = pytest.mark.parametrize("query", [pytest.param(query, id=name) for name, query in QUERIES.items()])
_SAID: dict[str, str] = {}


class Asked(NamedTuple):
    """A page, and what the other commands answer to the same question."""

    query: Query
    page: Element
    answers: Callable[[str], str]

    def rows(self, command: str) -> list[dict]:
        return list(csv.DictReader(io.StringIO(self.answers(f"{command} -O csv"), newline="")))

    def sums(self, options: str = "") -> dict:
        return json.loads(self.answers(f"sum {options} -O json"))


@pytest.fixture
def said(run: Run) -> Callable[[str], str]:
    """What a command writes; each is run once, however many tests look at it."""

    def said(command: str) -> str:
        if command not in _SAID:
            done = run(command)
            assert done.code == 0
            _SAID[command] = done.out
        return _SAID[command]

    return said


@pytest.fixture
def page_of(said: Callable[[str], str]) -> Callable[..., Element]:
    """The page that a command writes, read."""

    def page_of(query: str = "", file: Path = LEDGER) -> Element:
        return cached_page(said(f"report {query} -f {file}".replace("  ", " ")))

    return page_of


cached_page = cache(read_page)


@pytest.fixture
def asked(said: Callable[[str], str], page_of: Callable[..., Element], query: Query) -> Asked:
    page = page_of(query.options, query.file)
    return Asked(query, page, lambda command: said(f"{command} {query.filters} -f {query.file}"))


@pytest.fixture
def small(page_of: Callable[..., Element], tmp_path_factory: pytest.TempPathFactory) -> Element:
    """The page of a toll and a part of it, in places and by sources whose names differ in their case alone."""
    folder = tmp_path_factory.getbasetemp() / "small"
    if not folder.exists():
        folder.mkdir()
        places, sources = ({"one": {"name": "SOHR"}, "other": {"name": "sohr"}} for _ in range(2))
        toll, part = (
            {"id": id_, "places": [name], "reports": [{"source": name, "killed": killed}]}
            for id_, name, killed in (("toll", "one", 9), ("part", "other", 4))
        )
        ledger_file(folder, toll, {**part, "part_of": "toll"}, places=places, sources=sources)
    return page_of(file=folder / "ledger.yaml")


def bounds(row: dict, prefix: str) -> tuple[str, str, str]:
    """Low, best and high as a table for readers shows them."""
    low, best, high, is_open = (row[f"{prefix}_{name}"] for name in ("low", "best", "high", "open"))
    return ("?", "?", "?") if best is None else (f"{low:,}", f"{best:,}", f"{high:,}{'+' if is_open else ''}")


def counted(row: dict, measure: str) -> tuple[str, ...]:
    """How many incidents, low, best and high."""
    reported, incidents = row[f"{measure}_reported"], row["incidents"]
    return (str(incidents) if reported == incidents else f"{reported} of {incidents}", *bounds(row, measure))


def beside(row: dict, measure: str) -> str:
    """The numbers beside a bar."""
    low, best, high = (row[f"{measure}_{name}"] for name in ("low", "best", "high"))
    rough, more = "~" if row[f"{measure}_approximate"] else "", "+" if row[f"{measure}_open"] else ""
    return f"{rough}{best:,}{more}" if low == best == high else f"{rough}{best:,} ({low:,}–{high:,}{more})"


def section(page: Element, heading: str) -> Element:
    """The section under the heading of this id."""
    return next(one for one in page.all("section") if one.attributes["aria-labelledby"] == heading)


def drawings(part: Element) -> list[Element]:
    """The wide drawing of a section, and the narrow one; none where there is nothing to draw."""
    return [one.one("svg") for size in ("wide", "narrow") for one in part.all("div", size)]


def texts(drawing: Element) -> list[str]:
    return [one.text for one in drawing.all("text")]


def titles(drawing: Element) -> set[str]:
    return {one.text for one in drawing.all("title")}


def markdown_notes(text: str) -> list[str]:
    """The notes of an answer in Markdown, without its markup."""
    lines = [line.removeprefix("- ") for line in text.splitlines() if line.startswith("- ")]
    return [re.sub(r"\\(.)", r"\1", re.sub(r"^\*\*(\w+)\*\*", r"\1", line)) for line in lines]


BELOW = ("across towns", "elsewhere")
"""How the rows for incidents of no single town begin."""


# Numbers


@of_queries
def test_the_head_says_the_query_and_its_sum(asked: Asked) -> None:
    header, head = asked.page.one("header"), asked.page.one("head")
    assert header.one("h1").text == head.one("title").text == asked.query.headline
    assert head.all("meta")[-1].attributes == {"name": "description", "content": asked.query.headline}
    assert header.one("p", "standfirst").text == asked.query.standfirst
    assert [one.text for one in header.all("p", "quiet")] == (
        [f"Only: {asked.query.asked}."] if asked.query.asked else []
    )


@of_queries
def test_the_totals_and_notes_are_those_of_sum(asked: Asked) -> None:
    part = section(asked.page, "totals")
    summed = asked.sums()["total"]
    rows = {row[0].casefold(): tuple(row[1:5]) for row in table_of(part.one("table")).rows}
    assert rows == {
        words: counted(summed, measure)
        for measure, words in WORDS.items()
        if words in rows or summed[f"{measure}_best"] is not None
    }
    assert notes_of(part) == markdown_notes(asked.answers("sum -O md"))


@of_queries
@pytest.mark.parametrize("by", ["town", "source"])
def test_town_and_source_rows_and_bars_match_sum(asked: Asked, by: str) -> None:
    measure, part = asked.query.measure, section(asked.page, f"by-{by}")
    table, summed = table_of(part.one("table")), asked.sums(f"--by {by} -m {asked.query.measure}")
    assert Counter(tuple(row[:5]) for row in table.rows) == Counter(
        (row["group"], *counted(row, measure)) for row in summed["rows"]
    )
    assert table.total is not None
    assert tuple(table.total[1:5]) == counted(summed["total"], measure)
    below = ("across towns", "elsewhere, or not named")
    bests = [int(row[3]) if row[3] != "?" else -1 for row in table.rows if row[0] not in below]
    assert bests == sorted(bests, reverse=True)
    assert notes_of(part) == markdown_notes(asked.answers(f"sum --by {by} -m {measure} -O md"))

    rows = {row["group"]: row for row in summed["rows"]}
    names = [row[0] for row in table.rows if row[2] != "?"]
    numbers = [beside(rows[name], measure) for name in names[:20]]
    assert len(drawings(part)) == (2 if names else 0)
    for drawing in drawings(part):
        assert texts(drawing)[: len(numbers)] == numbers
        for name, shown in zip(names[:20], texts(drawing)[len(numbers) :], strict=True):
            assert name.startswith(shown.removesuffix("…"))
        assert titles(drawing) == {f"{name}: {number}" for name, number in zip(names, numbers, strict=False)}
    if names:
        caption = part.one("figcaption").text
        assert caption.startswith(f"Reported {asked.query.words}.")
        assert "Beside the bars, the best figure and (low–high); ~ approximate, + where no upper limit" in caption
        assert (f"Drawn are the 20 highest best figures of {len(names)}" in caption) == (len(names) > 20)


@of_queries
def test_the_map_shows_the_towns_with_coordinates(asked: Asked) -> None:
    towns = [json.loads(line) for line in asked.answers("towns -O jsonl").splitlines()]
    part = section(asked.page, "where")
    table = table_of(part.one("table"))
    summed = Counter(
        (row["group"], *bounds(row, asked.query.measure))
        for row in asked.sums(f"--by town -m {asked.query.measure}")["rows"]
    )
    assert not Counter((row[0], *row[4:]) for row in table.rows) - summed
    assert Counter((row[0], float(row[2]), float(row[3])) for row in table.rows) == Counter(
        (one["town"], one["lat"], one["lon"]) for one in towns if one["lat"] is not None
    )
    unlocated = [one["town"] for one in towns if one["lat"] is None and not one["town"].startswith(BELOW)]
    assert all(name in part.one("figcaption").text for name in unlocated[:12])
    assert ("Not on the map" in part.one("figcaption").text) == bool(unlocated)
    said = {
        f"{name}: " + ("no figure" if best == "?" else f"low {low}, best {best}, high {high}")
        for name, _, _, _, low, best, high in table.rows
    }
    assert [titles(drawing) for drawing in drawings(part)] == [said, said]


@of_queries
def test_each_incident_shows_what_list_says_of_it(asked: Asked) -> None:
    table = table_of(asked.page.one("table", "incidents"))
    listed = asked.rows(f"list -c id,title,date,date_from,town,{','.join(WORDS)},type,target,note")
    assert asked.page.called("count").text == f"{len(listed)} incidents."
    last = ["Cites", "Sides or victims"] if asked.query.is_of_data_set else ["Reported by", "Attributed to"]
    for row, one, element in zip(table.rows, listed, asked.page.all("tr", "incident"), strict=True):
        cells = dict(zip(table.headings, row, strict=True))
        assert one["title"] in cells["Incident"]
        when = element.one("td", "when").attributes
        assert (when["data-date"], when["data-key"]) == (one["date"], one["date_from"] or "0001-01-01")
        assert cells["When"] in (date_in_words(parse_when(one["date"])), f"within {cells['When'][7:]}")
        assert cells["Where"].startswith(one["town"].replace("; ", ", ") or "not named")
        for measure, words in WORDS.items():
            heading = words.capitalize() + (f", {asked.query.victims}" if asked.query.victims else "")
            assert cells.pop(heading, "?") == one[measure]
        assert list(cells) == ["Incident", "When", "Where", *last]
        kind = ", ".join(
            filter(None, ["" if one["type"] == "unknown" else type_name(one["type"]), one["target"].replace("-", " ")])
        )
        parts = [" · ".join(filter(None, [kind, " ".join(one["note"].split())]))]
        assert [small.text for small in element.one("th").all("small")] == [*filter(None, parts), one["id"]]
        assert [cell.attributes["data-is"] for cell in element.all("td")] == table.headings[1:]


@of_queries
def test_the_page_tells_each_source_as_sources_does(asked: Asked) -> None:
    if asked.query.is_of_data_set:
        cells = [row.all("td")[-2].text.split(", ") for row in asked.page.all("tr", "incident")]
        cited = [row["sources"].split("; ") for row in asked.rows("list")]
        assert [set(cell) for cell in cells] == [set(names) for names in cited]
        return
    told = Counter()
    for line in asked.page.all("tr", "incident"):
        told.update((line.one("code").text, one.own.removeprefix(": ")) for one in line.all("div"))
    rows = [line.split(" | ") for line in asked.answers("sources -O md").splitlines() if line.startswith("| ")]
    expected = Counter((row[0].removeprefix("| "), row[1]) for row in rows if row[0] not in ("| ID", "| ---"))
    assert told == expected
    assert sum(told.values()) > 0


@of_queries
def test_days_are_those_of_list_within_the_period(asked: Asked) -> None:
    part = section(asked.page, "when")
    table = table_of(part.one("table"))
    if asked.query.is_of_data_set:
        assert_weeks(asked, part)
        return
    since, until = ("2018-04-10", "2018-04-29") if "--since" in asked.query.filters else ("", "9999")
    listed = asked.rows("list -c id,date_from,date_to")
    ids = [row.attributes["data-id"] for row in part.one("tbody").all("tr")]
    for name, (_, first, last, _), one in zip(ids, table.rows, listed, strict=True):
        begins, ends = max(one["date_from"], since), min(one["date_to"], until)
        cut = " (goes on beyond what was asked for)" if (begins, ends) != (one["date_from"], one["date_to"]) else ""
        assert (name, first, last) == (one["id"], begins, f"{ends}{cut}")
    said = {
        f"{name}: {from_to(date.fromisoformat(first), date.fromisoformat(last.split(' ')[0]))}"
        for name, first, last, _ in table.rows
    }
    assert [titles(drawing) for drawing in drawings(part)] == [said, said]


def assert_weeks(asked: Asked, part: Element) -> None:
    """Each week is what `sum` answers for its days."""
    rows = part.one("tbody").all("tr")
    assert len(rows) > 5
    for row, element in zip(table_of(part.one("table")).rows, rows, strict=True):
        days = f"{element.attributes['data-from']}..{element.attributes['data-to']}"
        total = asked.sums(f"-d {days}")["total"]
        assert row[1:] == [str(total["incidents"]), *bounds(total, asked.query.measure)]
    said = {f"{row[0]}: " for row in table_of(part.one("table")).rows}
    for drawing in drawings(part):
        assert {title.partition(": ")[0] + ": " for title in titles(drawing)} == said


@of_queries
def test_the_page_explains_what_sum_explains(asked: Asked) -> None:
    measure = asked.query.measure
    table = tables_of(asked.page).get(f"What each incident adds to the reported {asked.query.words}")
    explained = asked.sums(f"--explain -m {measure}")
    if table is None:
        assert explained["explain"] == []
        return
    assert [(row[0], *row[2:6]) for row in table.rows] == [
        (one["id"], *bounds({**one, "added_open": one["reported_open"]}, "added"), one["why"])
        for one in explained["explain"]
    ]
    shown = {one["id"]: one[measure] for one in asked.rows("list -c id,killed,injured,casualties")}
    assert [row[1] for row in table.rows] == [shown[row[0]] for row in table.rows]
    assert table.total is not None
    assert tuple(table.total[2:5]) == bounds(explained["total"], measure)


@of_queries
def test_possible_doubles_are_those_that_sum_explains(asked: Asked) -> None:
    said = {one.attributes["data-id"]: one.text for one in section(asked.page, "doubles").all("li")}
    explained = asked.sums(f"--explain -m {asked.query.measure}")["explain"]
    doubles = {one["id"]: one for one in explained if one["maybe_same_as"] or one["inside"]}
    assert said.keys() == doubles.keys()
    listed = asked.rows("list -c id,title,killed,injured,casualties")
    shown, title_of = ({one["id"]: one[key] for one in listed} for key in (asked.query.measure, "title"))
    for name, one in doubles.items():
        text = said[name]
        assert f"(reported {asked.query.words}: {shown[name]})" in text
        high = f"{one['added_high']}{' or more' if one['reported_open'] else ''}"
        held = f"{one['added_low']} in low, {one['added_best']} in best, {high} in high."
        assert text.endswith(f"Of it, the sums hold {held}")
        others = ", ".join(title_of[other] for other in one["maybe_same_as"])
        assert f" may count the same people as {others}. Of it" in text
    assert said or asked.query is not QUERIES["whole"]


def test_an_incident_inside_another_says_so(small: Element) -> None:
    said = [one.text for one in section(small, "doubles").all("li")]
    assert said == [
        "T (reported killed: 4) lies inside the figure of T. Of it, the sums hold 0 in low, 0 in best, 0 in high."
    ]


@of_queries
def test_the_tests_read_every_table_of_a_page(asked: Asked) -> None:
    words, is_data_set = asked.query.words, asked.query.is_of_data_set
    is_silent = "without a number" in asked.query.headline
    tables = [one for one in asked.page.all("table") if "incidents" not in one.classes]
    captions = [one.one("caption").text.partition(":")[0].partition(";")[0] for one in tables]
    assert captions == [
        "Low, best and high as UCDP GED records them" if is_data_set else "Low",
        f"Reported {words}, by week"
        if is_data_set
        else "The first and the last day on which each incident may have been",
        f"Reported {words}, by place",
        f"Reported {words}, by town",
        f"Reported {words}, {'by cited source' if is_data_set else 'by source'}",
        *([] if is_silent else [f"What each incident adds to the reported {words}"]),
    ]
    assert len(asked.page.all("svg")) == (4 if is_silent else 8)


# What else is said


@of_queries
def test_the_options_are_all_sorted_towns_and_sources(asked: Asked) -> None:
    listed = asked.rows("list -c town,source,sources")
    choices = {one.attributes["name"]: one.all("option") for one in asked.page.all("select")}
    for by, key in (("town", "town"), ("source", "sources" if asked.query.is_of_data_set else "source")):
        names = {name for row in listed for name in row[key].split("; ")} - {"elsewhere", ""}
        assert [one.text for one in choices[by]] == ["all", *sorted(names, key=str.casefold)]
        assert [one.attributes["value"] for one in choices[by]] == ["", *map(str, range(1, len(names) + 1))]
        texts_of = {one.attributes["value"]: one.text for one in choices[by]}
        for row, one in zip(asked.page.all("tr", "incident"), listed, strict=True):
            chosen = [texts_of[number] for number in row.attributes[f"data-{by}"].split()]
            assert {*chosen} == {*one[key].split("; ")} - {"elsewhere", ""}


def test_names_differing_in_case_are_two_options(small: Element) -> None:
    for choice in small.all("select"):
        assert sorted(one.text for one in choice.all("option")) == ["SOHR", "all", "sohr"]
    for by in ("town", "source"):
        numbers = [row.attributes[f"data-{by}"].strip() for row in small.all("tr", "incident")]
        assert sorted(numbers) == ["1", "2"]


def test_rows_hold_other_names_for_the_search(page_of) -> None:
    rows = {row.one("code").text: row for row in page_of().all("tr", "incident")}
    content = yaml.safe_load(LEDGER.read_text("utf-8"))
    for one in content["incidents"]:
        names = rows[one["id"]].attributes["data-names"]
        keys = [("places", key) for key in one.get("places", ())]
        keys += [("actors", said["actor"]) for said in one.get("attribution", ())]
        keys += [("sources", said["source"]) for said in one["reports"]]
        aliases = [alias for kind, key in keys for alias in content[kind][key].get("aliases", ())]
        assert names == " ".join(dict.fromkeys(aliases))
    assert "الرستن" in rows["rastan-rockets"].attributes["data-names"]


@of_queries
def test_signs_are_explained_beside_the_incidents(asked: Asked) -> None:
    (line,) = section(asked.page, "incidents").all("p", "quiet")
    for words in ("some day of that month", "one day within", "? none reported", "≥ at least",
                  "~ approximate", "+ no upper limit"):  # fmt: skip
        assert words in line.text
    signs = {
        sign for row in table_of(asked.page.one("table", "incidents")).rows for sign in re.findall(r"[≥~+?]", row[3])
    }
    assert all(sign in line.text for sign in signs)


@of_queries
def test_a_data_set_page_explains_its_own_counting(asked: Asked) -> None:
    text = section(asked.page, "how").text
    is_data_set = asked.query.is_of_data_set
    assert ("Every record is taken to be an event of its own" in text) == is_data_set
    assert ("The figures are those of UCDP GED" in text) == is_data_set
    assert ("Several reports of one incident are rival accounts" in text) != is_data_set
    assert ("Incidents that may be about the same people" in text) != is_data_set
    assert "is not divided: high alone holds it" in text
    caption = section(asked.page, "totals").one("caption").text
    assert caption.startswith(
        "Low, best and high as UCDP GED" if is_data_set else "Low: nobody counted twice, as far as the ledger says"
    )
    assert caption.endswith("+ where there is no upper limit.")
    warning = asked.page.one("header").all("p")[-1].text
    assert warning.startswith("These are numbers that were reported")
    assert ("as UCDP GED records them" in warning) == is_data_set
    assert ("they are not simply added up" in warning) != is_data_set
    assert ("the sources are those that it cites" in section(asked.page, "by-source").text) == is_data_set


def test_a_group_figure_is_not_said_of_everybody(page_of) -> None:
    rows = page_of("-m injured --victims children").all("tr", "incident")
    said = {
        row.one("code").text: [one.text.partition("Middle East Monitor, 30")[0] for one in row.all("div")]
        for row in rows
    }
    assert said == {
        "homs-barrage": ["SOHR: children killed: 1"],
        "rastan-rockets": ["White Helmets: children killed: 1"],
        "kafr-batikh-school": ["Middle East Monitor: children killed: 16"],
    }


# One file, harmless


@of_queries
def test_a_page_is_small_and_loads_nothing(said, query: Query) -> None:
    html = said(f"report {query.options} -f {query.file}".replace("  ", " "))
    assert 10_000 < len(html.encode()) < 500_000
    page = assert_harmless(html)
    links = {link.attributes.get("href") for link in page.all("a")}
    assert set(re.findall(r"https?://[^\s\"'<>]*", html)) - links == {"http://www.w3.org/2000/svg"}
    (icon,) = page.all("link")
    assert icon.attributes == {"rel": "icon", "href": "data:,"}
    assert "@import" not in html
    assert "url(" not in page.one("style").raw


def assert_harmless(html: str) -> Element:
    """The page, in which nothing runs or loads but its one script and its one style."""
    page = read_page(html)
    policy = page.one("head").all("meta")[1].attributes
    assert policy["http-equiv"] == "Content-Security-Policy"
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert policy["content"].split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{hashed(style)}'",
        f"script-src 'sha256-{hashed(script)}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    allowed = {
        "",
        *"html head meta title link style script body header main section footer p div span em b i ul li".split(),
    }
    allowed |= set("h1 h2 h3 table caption thead tbody tfoot tr th td figure figcaption details summary small".split())
    allowed |= set("code bdi a label input select option button svg g path text defs clippath rect line".split())
    for one in page:
        assert one.tag in allowed
        for name, value in one.attributes.items():
            assert name != "style"
            assert not name.startswith("on")
            assert "src" not in name
            assert one.tag == "link" or "data:" not in value or one.attributes.get("http-equiv")
    for drawing in page.all("svg"):
        assert (drawing.attributes["class"], drawing.attributes["aria-hidden"]) == ("drawing", "true")
        assert not any(
            {"role", "aria-label", "class", "width"} & {*one.attributes} for one in drawing if one.tag in "ga"
        )
    ids = [one.attributes["id"] for one in page if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    for link in page.all("a"):
        address = link.attributes["href"]
        assert address.startswith(("https://", "http://")) or (address[:1] == "#" and address[1:] in ids)
    referred = [name for one in page for name in one.attributes.get("aria-labelledby", "").split()]
    referred += re.findall(r'url\(#([^")]*)\)', html)
    assert set(referred) <= set(ids)
    assert not re.search(r"\bNaN\b|Infinity|undefined|\[object", html)
    return page


def hashed(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


@of_queries
def test_a_page_names_program_and_file_without_folders(asked: Asked) -> None:
    footer = asked.page.one("footer").text
    assert f"{MADE} with conflict-cli {__version__} from {asked.query.file.name}." in footer
    assert f"State of the data: SHA-256 {sha256(asked.query.file.read_bytes()).hexdigest()}." in footer
    assert ("Sundberg and Melander" in footer) == asked.query.is_of_data_set
    assert str(asked.query.file.parent) not in asked.page.raw


def test_a_page_says_who_made_it_and_how_to_cite_it(run: Run) -> None:
    words = ["--author", "Homs Desk", "--contact", "desk@example.org", "--title", "Homs", "-s", "sohr"]
    footer = read_page(run(["report", *words]).out).one("footer").text
    assert (
        f"{MADE} by Homs Desk with conflict-cli {__version__} from incidents.yaml. Contact: desk@example.org." in footer
    )
    assert (
        "To cite: Homs Desk. Homs. At least 2 reported killed, in 1 incident in Syria, 28 to 29 April 2018. Low 2,"
        " best 2, high 2 or more. As reported by SOHR, read in Middle East Monitor, 30 April 2018. Data:"
        " incidents.yaml, accessed 30 April 2031, filters: as reported by SOHR. "
        f"conflict-cli {__version__}." in footer
    )


def test_a_day_of_making_that_is_none_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    told = "Error: SOURCE_DATE_EPOCH is no number of seconds since 1970; correct it or unset it\n"
    assert run("report nowhere -o page.html") == (2, "", told)


def test_aggregates_have_the_sums_and_no_incident(page_of) -> None:
    page, whole = page_of("--aggregates"), page_of()
    assert page.one("h1").text == whole.one("h1").text
    assert section(page, "totals").text == section(whole, "totals").text
    assert not page.all("tr", "incident")
    assert "Missile barrage" not in page.raw
    assert "The incidents themselves are left out" in page.one("footer").text


def test_acled_rows_are_not_to_be_passed_on(run: Run, tmp_path: Path) -> None:
    file = put(tmp_path / "acled.csv", acled({}))
    done, without = (run(f"report -f {file} {option}") for option in ("", "--aggregates"))
    told = "ACLED's terms of use forbid to pass its records on: do not publish this page with them"
    assert told in done.err
    assert told in read_page(done.out).one("p", "terms").text
    assert told not in without.err + without.out


def test_a_page_is_the_same_everywhere_and_always(said, process: Run, ledger_folder: Path) -> None:
    (ledger_folder / "page.html").write_text("the last page")
    place = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7", "COLUMNS": "20"}
    assert process("report -o page.html", **place) == (0, "", "")
    assert (ledger_folder / "page.html").read_bytes().decode() == said(f"report -f {LEDGER}")
    assert sorted(one.name for one in ledger_folder.iterdir()) == ["incidents.yaml", "page.html"]


# What a ledger may hold


def test_a_hostile_text_stays_text(run: Run, capfd, tmp_path: Path) -> None:
    """Every hostile text wherever a text may stand, on one page."""
    file, title = hostile_ledger(tmp_path, *HOSTILE.values()), "".join(HOSTILE.values())
    assert run(["report", "-f", str(file), "--title", title, "-o", "page.html"]) == (0, "", "")
    assert capfd.readouterr() == ("", "")
    page = assert_harmless(Path("page.html").read_bytes().decode())
    assert page.one("head").one("title").text == page.one("h1", "title").text == " ".join(harmless(title).split())
    assert "window.hacked" not in page.one("script").raw
    options = {one.text for one in page.all("option")}
    (on_map, _), (by_source, _) = (map(titles, drawings(section(page, part))) for part in ("where", "by-source"))
    *rows, _ = page.all("tr", "incident")
    for row, text in zip(rows, HOSTILE.values(), strict=True):
        shown = harmless(text)
        assert row.one("th").all("bdi")[0].text == shown
        assert row.all("small")[0].text == f"x · {shown}"
        assert row.all("div")[0].text.startswith(f"{shown}: some 5 killed")
        assert row.one("a").text == shown
        assert row.one("a").attributes["href"] == "https://example.org/a?b=1&c=2"
        assert "noopener" in row.one("a").attributes["rel"]
        assert {shown, f"{shown} q", f"{shown} r"} <= options
        assert f"{shown} (stated)" in row.all("td")[-1].text
        assert shown in page.one("footer").text
        assert f"{shown}: low 0, best 0, high 5" in on_map
        assert f"{shown}: ~5" in by_source


def test_a_title_may_hold_half_a_surrogate_pair(run: Run) -> None:
    assert run(["report", "nowhere", "--title", os.fsdecode(b"a\xffb"), "-o", "page.html"]).out == ""
    assert read_page(Path("page.html").read_text("utf-8")).one("head").one("title").text == "a\\udcffb"


PLACES = {name: {"name": name.title(), "lat": 34 + number, "lon": 36 + number} for number, name in enumerate("abc")}
AROUND = {f"p{n}": {"name": f"Place {n}", "lat": (n * 37) % 180 - 90, "lon": n * 30 - 180} for n in range(13)}
ODD = {
    "no place and no day": ([{"id": "a", "killed": 1, "date": "0001/9999", "places": ["x"]}], {"x": {"name": "X"}}),
    "all the days there are": ([{"id": "a", "date": "0001"}, {"id": "b", "date": "9999-12-31"}], PLACES),
    "some days known": ([{"id": "a" * 64, "date": "0001/9999"},
                         {"id": "b" * 64, "date": "2017-12-31/2018-01-02", "places": ["a", "x"]}],
                        {**PLACES, "x": {"name": "X"}}),
    "no figure": ([{"id": "a", "places": ["a"]}, {"id": "b", "places": ["b"]}], PLACES),
    "zeros": ([{"id": "a", "killed": "none", "injured": "none", "places": ["a"]}], PLACES),
    "one point": ([{"id": f"i{n}", "killed": n, "places": [f"p{n}"]} for n in range(30)],
                  {f"p{n}": {"name": f"Mill {n // 2}", "lat": 34, "lon": 36} for n in range(30)}),
    "the world": ([{"id": f"i{n}", "killed": n + 1, "places": [f"p{n}", f"p{n + 1}"]} for n in range(12)], AROUND),
    "the poles": ([{"id": "a", "killed": 5, "places": ["n", "s"]}, {"id": "b", "killed": 2, "places": ["n"]}],
                  {"n": {"name": "North", "lat": 90, "lon": 180}, "s": {"name": "South", "lat": -90, "lon": -180}}),
    "the date line": ([{"id": "a", "killed": 5, "places": ["e"]}, {"id": "b", "killed": 2, "places": ["w"]}],
                      {"e": {"name": "E", "lat": -17, "lon": 179.9}, "w": {"name": "W", "lat": -18, "lon": -179.9}}),
    "70 incidents": ([{"id": f"i{n}", "killed": n % 7, "date": f"2018-{1 + n % 12:02}", "places": ["abc"[n % 3]]}
                      for n in range(70)], {**PLACES, "c": {**PLACES["c"], "kind": "governorate"}}),
}  # fmt: skip


LONG_DRAWN = ("one point", "the world", "the poles", "the date line", "70 incidents")
odd_ledgers = every_other(
    pytest.param(*inside, id=name, marks=[pytest.mark.slow] * (name in LONG_DRAWN)) for name, inside in ODD.items()
)


@pytest.mark.parametrize(("incidents", "places"), odd_ledgers)
def test_a_page_of_any_ledger_is_whole(run: Run, tmp_path, incidents, places) -> None:
    file = ledger_file(tmp_path, *incidents, places=places)
    page = assert_harmless(run(f"report -f {file}").out)
    assert len(page.all("tr", "incident")) == len(incidents)
    total = json.loads(run(f"sum -f {file} -O json").out)["total"]
    rows = {row[0]: tuple(row[1:5]) for row in table_of(section(page, "totals").one("table")).rows}
    for measure, words in WORDS.items():
        assert rows.get(words.capitalize(), counted(total, measure)) == counted(total, measure)
    for drawing in page.all("svg"):
        assert re.fullmatch(r"0 0 (760|350) \d+(\.\d+)?", drawing.attributes["viewbox"])
        assert all(".html" not in text and "AM" not in text and "PM" not in text for text in texts(drawing))
    parts = {one.attributes["aria-labelledby"]: one for one in page.all("section")}
    located = {key for one in incidents for key in one.get("places", ()) if "lat" in places[key]}
    assert ("where" in parts) == bool(located)
    if located:
        assert len(table_of(parts["where"].one("table")).rows) == len(located)
        assert_inside(parts["where"], len(located))
    dated = [one for one in incidents if one.get("date") != "0001/9999"]
    assert ("when" in parts) == bool(dated)
    if dated and len(incidents) <= MOST_NAMED:  # of more, weeks are drawn
        assert len(table_of(parts["when"].one("table")).rows) == len(dated)
        assert (" 1 without a known day is not drawn." in parts["when"].text) == (len(dated) < len(incidents))
        assert_apart(parts["when"], len(dated))


def assert_inside(where: Element, count: int) -> None:
    """No place lies outside of the map, also the poles, which the projection of a small map knows nothing of."""
    for drawing in where.all("svg"):
        width, tall = map(float, drawing.attributes["viewbox"].split()[2:])
        marked = [path.attributes["transform"] for path in drawing.all("path") if path.all("title")]
        assert len(marked) >= count
        for transform in marked:
            x, y = map(float, re.findall(r"translate\(([^,]+),([^)]+)\)", transform)[0])
            assert 0 <= x <= width
            assert 0 <= y <= tall


def assert_apart(when: Element, count: int) -> None:
    """The bars of incidents on the same days do not lie over each other."""
    for drawing in when.all("svg"):
        boxes = []
        for path in drawing.all("path"):
            if path.all("title") and path.attributes["fill"] == "var(--possible)":
                x, y, wide, high = map(
                    float, re.fullmatch(r"M(.+?),(.+?)h(.+?)v(.+?)h.*Z", path.attributes["d"]).groups()
                )
                boxes.append((y, x, x + wide, y + high))
        assert len(boxes) == count
        boxes.sort()
        for (y, _, end, foot), (other, start, _, _) in pairwise(boxes):
            assert start >= end - 0.01 if y == other else other >= foot


def test_over_1000_incidents_all_count_in_the_sums(run: Run, tmp_path: Path) -> None:
    dates = [
        *(f"2018-01-{1 + n % 31:02}" for n in range(40)),
        *["0001/9999"] * 963,
    ]  # few, since drawing takes its time
    incidents = [{"id": f"i{n}", "killed": 1, "date": when} for n, when in enumerate(dates)]
    page = read_page(run(f"report -f {ledger_file(tmp_path, *incidents)}").out)
    assert page.one("h1").text == "1,003 reported killed, in 1,003 incidents"
    assert len(page.all("tr", "incident")) == 1000
    said = page.called("count")
    assert said.text == said.attributes["data-all"] == "1,000 incidents. 3 more are in the sums, but not in this list."
    assert " 963 without a known day are in none of them." in section(page, "when").one("figcaption").text
    assert len(table_of(section(page, "when").one("table")).rows) == 5
    assert "What each incident adds" not in page.one("body").raw


def test_a_limit_cuts_rows_and_never_sums(page_of) -> None:
    page, whole = page_of("-n 3"), page_of()
    assert page.one("h1").text == whole.one("h1").text
    assert section(page, "totals").text == section(whole, "totals").text
    assert len(page.all("tr", "incident")) == 3
    assert page.called("count").text == "3 incidents. 7 more are in the sums, but not in this list."
    for by in ("town", "source"):
        table = table_of(section(page, f"by-{by}").one("table"))
        assert len(table.rows) == 3
        assert table.total[1:5] == ["8 of 10", "94", "95", "97+"]


def test_bounds_that_contradict_each_other_are_all_shown(run: Run, tmp_path: Path) -> None:
    other = {"where_coordinates": "Otherton town"}
    rows = [
        {"low": 3, "best": 5, "high": 3},
        {"low": 9, "best": 2, "high": 9, **other},
        {"low": "", "best": "", "high": ""},
    ]
    done = run(f"report -f {put(tmp_path / 'ged.csv', ged(*rows))}")
    assert done.code == 0
    page = assert_harmless(done.out)
    assert page.one("h1").text == (
        "7 (low 12 and high 12, which contradict it) reported killed, in 2 of 3 incidents in Examplia, 3 January 2031"
    )
    assert page.one("p", "standfirst").text == "2 of the 3 incidents give a number of killed. As recorded by UCDP GED."
    assert [row[3] for row in table_of(page.one("table", "incidents")).rows] == ["3/5/3", "9/2/9", "?"]
    assert texts(drawings(section(page, "by-town"))[0])[:2] == ["3/5/3", "9/2/9"]
    for path in section(page, "by-town").all("path"):
        if path.all("title"):
            width = re.fullmatch(r"M[^h]*h([\d.e-]+)v.*Z", path.attributes["d"])[1]
            assert float(width) >= 0, "a bar runs backwards"


# Nothing found, and what goes wrong


@pytest.mark.parametrize("file", [LEDGER, SAMPLE], ids=["ledger", "sample"])
def test_a_page_says_no_match_is_not_zero(run: Run, ledger_folder: Path, file: Path) -> None:
    """The last page must not stay as if it were the answer."""
    (ledger_folder / "page.html").write_text("the last page")
    assert run(f"report --since 2019 -f {file} -o page.html") == (0, "", "No incident matches.\n")
    html = (ledger_folder / "page.html").read_text("utf-8")
    assert run(f"report --since 2019 --fail-empty -f {file}") == (1, html, "No incident matches.\n")
    page = assert_harmless(html)
    nothing = "No incident matches what was asked for"
    assert [page.one("h1").text, page.one("head").one("title").text] == [nothing, nothing]
    assert [one.text for one in page.one("header").all("p")] == [
        "Only: since 2019-01-01.",
        f"This does not mean zero: it only means that nothing about it is written in {file.name}.",
    ]
    assert page.one("main").text == ""
    assert not {one.tag for one in page} & {"table", "svg", "section", "input", "details"}
    assert f"{MADE} with conflict-cli {__version__} from {file.name}." in page.one("footer").text


@pytest.mark.parametrize(("file", "count"), [(LEDGER, 10), (SAMPLE, 412)], ids=["ledger", "sample"])
def test_unnumbered_victims_are_told_as_on_the_terminal(run: Run, file: Path, count: int) -> None:
    group = "journalists" if file == LEDGER else "children"
    done = run(f"report --victims {group} -f {file}")
    assert (done.code, done.err) == (0, f"No incident that matches numbers the {group}.\n")
    page = assert_harmless(done.out)
    assert page.one("p", "standfirst").text == f"{count} incidents that match do not number the {group}."
    assert f"{page.one('h1').text}.\n" == done.err


def test_a_page_of_nothing_keeps_its_title(run: Run) -> None:
    page = read_page(run(["report", "nowhere", "--title", "Homs"]).out)
    assert page.one("h1", "title").text == "Homs"
    assert page.one("p", "quiet").text == "Only: in nowhere."


def test_an_unknown_town_is_said_beside_the_page(run: Run) -> None:
    done = run("report rastan nowhere")
    assert done.err.count('"nowhere"') == 1
    assert len(read_page(done.out).all("tr", "incident")) == 1


@pytest.mark.parametrize("name", ["page.htm", "PAGE.HTML", "a b.html"])
def test_a_page_is_written_to_an_html_file(run: Run, ledger_folder: Path, name: str) -> None:
    assert run(["report", "nowhere", "-o", name]).out == ""
    assert read_page((ledger_folder / name).read_text("utf-8")).one("main").text == ""


@pytest.mark.parametrize(
    ("name", "instead"),
    [("page.pdf", "page.html"), ("page", "page.html"), ("page.html.csv", "page.html.html"), ("/dev/full", "full.html")],
)
def test_a_file_of_another_ending_is_refused(run: Run, ledger_folder: Path, name: str, instead: str) -> None:
    done = run(f"report -o {name}")
    assert (done.code, done.out) == (2, "")
    assert done.err == f'Error: "{Path(name).name}" is no name for a page; write -o {instead}\n'
    assert [one.name for one in ledger_folder.iterdir()] == ["incidents.yaml"]


def test_a_terminal_is_refused(ledger_folder: Path) -> None:
    shown = program_on_terminal(["report"], columns=80, folder=ledger_folder)
    assert shown == "Error: a page is not for a terminal; name a file: -o page.html\n"


def test_the_ledger_is_not_written_over(run: Run, ledger_folder: Path) -> None:
    (ledger_folder / "incidents.yaml").rename(ledger_folder / "ledger.html")
    done = run("report nowhere -f ledger.html -o ./ledger.html")
    assert (done.code, done.out) == (2, "")
    assert done.err == "Error: ledger.html is the file that is being read; name another for the output\n"
    assert (ledger_folder / "ledger.html").read_bytes() == LEDGER.read_bytes()


def test_a_missing_folder_is_named(run: Run, ledger_folder: Path) -> None:
    done = run("report nowhere -o no/such/page.html")
    assert (done.code, done.out, done.err) == (2, "", "Error: no/such/page.html: no such file or directory\n")
    (ledger_folder / "folder.html").mkdir()
    done = run("report nowhere -o folder.html")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Error: folder.html: ")
    assert done.err.count("\n") == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full device")  # noqa: PTH110
def test_a_full_disk_is_one_clear_line(run: Run, shell: Run, ledger_folder: Path) -> None:
    (ledger_folder / "full.html").symlink_to("/dev/full")
    told = (2, "", "Error: cannot write: no space left on device\n")
    assert shell("conflict-cli report nowhere >/dev/full") == told
    assert run("report nowhere -o full.html") == told
    assert sorted(one.name for one in ledger_folder.iterdir()) == ["full.html", "incidents.yaml"]


def test_a_pipe_may_be_closed(shell: Run) -> None:
    done = shell("conflict-cli report | head -1")
    assert (done.code, done.out, done.err) == (0, "<!doctype html>\n", "")


@pytest.mark.parametrize("library", ["jinja2", "markupsafe", "vl_convert"])
def test_a_missing_library_is_named_with_its_installation(
    run: Run, ledger_folder: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    for name in [one for one in sys.modules if one.startswith("conflict_cli.render.page")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    told = (
        f"Error: a page needs {library}, which is not installed; write: pip install 'conflict-cli[report]', "
        "or in the project's folder: pip install '.[report]'\n"
    )
    for option in ("-o page.html", ""):
        assert run(f"report {option}") == (2, "", told)
    assert [one.name for one in ledger_folder.iterdir()] == ["incidents.yaml"]


def test_other_commands_import_nothing_that_pages_need(ledger_folder: Path) -> None:
    """What only a page, a workbook or a database needs is not imported by anything else."""
    commands = ["list", "sum", "sum --by town --bars", "list -O json", "show hass-camp", "report -h"]
    script = f"""
import sys
from typer.testing import CliRunner
from conflict_cli.cli.app import app
DEAR = ("jinja2", "markupsafe", "vl_convert", "xlsxwriter", "sqlite3",
        "conflict_cli.exports.page", "conflict_cli.render.page")
for command in {commands}:
    done = CliRunner().invoke(app, command.split())
    print(command, done.exit_code, [one for one in DEAR if one in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ledger_folder,
        env=surroundings_of_a_process(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == [f"{command} 0 []" for command in commands], done.stderr


def test_the_tests_page_reader_refuses_bad_html() -> None:
    """A reader that forgives everything would make every test above pass."""
    for bad in ("<p>", "<html><p></html>", "<html><a b=1 b=2></a></html>", "<html></html>x", "<html><!-- x --></html>"):
        with pytest.raises((AssertionError, ValueError)):
            read_page(f"<!doctype html>{bad}")


# Charts as files


def test_charts_are_files_that_say_what_they_are(run: Run, tmp_path: Path) -> None:
    (tmp_path / "charts").mkdir()
    done = run(["report", "-f", str(LEDGER), "--charts", str(tmp_path / "charts"), "--title", "Homs <b>"])
    assert done == (0, "", "")
    names = ("by-source", "by-town", "days", "map")
    files = sorted(one.name for one in (tmp_path / "charts").iterdir())
    assert files == [f"{name}.{ending}" for name in names for ending in ("png", "svg")]
    for name in names:
        svg = (tmp_path / "charts" / f"{name}.svg").read_text("utf-8")
        written = " ".join(one.text or "" for one in ElementTree.fromstring(svg).iter() if one.tag.endswith("text"))
        assert written.startswith("Homs <b> ")
        assert "Numbers that were reported, not the number of the dead." in written
        assert "accessed 30 April 2031, without a filter" in written
        assert "var(" not in svg
        assert "href" not in svg
        assert (tmp_path / "charts" / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_charts_need_a_folder_that_is_there(run: Run, tmp_path: Path) -> None:
    done = run(["report", "--charts", str(tmp_path / "none")])
    assert (done.code, done.out) == (2, "")
    assert done.err == f"Error: {tmp_path / 'none'} is no folder; make it first, or name another for the charts\n"
