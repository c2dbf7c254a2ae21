"""`report`: its numbers are those of `sum` and `list`, and it is one file, harmless, whole or not there at all."""

import csv
import io
import json
import os
import re
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from conflict_cli import __version__
from conflict_cli.page.headline import span_in_words
from conflict_cli.render.harmless import harmless

from .conftest import PROGRAM, ROOT, SAMPLE, Run
from .datasets import ged, put
from .pages import (
    WORDS,
    Counted,
    Element,
    assert_headline,
    assert_standfirst,
    notes_of,
    read_page,
    some,
    table_of,
    tables_of,
)
from .terminal import on_terminal

LEDGER = ROOT / "incidents.yaml"
QUERIES = {
    LEDGER: [
        "",
        "rastan talbissah",
        "--source sohr",
        "--governorate homs",
        "--since 2018-04",
        "--since 2018-04-10 --until 2018-04-29",
        "--victims children",
        "-m injured",
        "-m casualties --type armed-clash",
        "-s not:memo --min-killed 1",
        "--actor russia",
        "--victims children --since 2018-03 --until 2018-03-31",
    ],
    SAMPLE: [
        "",
        "--governorate homs",
        "duma",
        "--source airwars",
        "--since 2018-04-10 --until 2018-04-20",
        "--victims civilians --governorate idlib",
    ],
}
CASES = [pytest.param(file, query, id=f"{file.stem[:9]} {query}") for file, some in QUERIES.items() for query in some]
of_cases = pytest.mark.parametrize(("file", "query"), CASES)
_WRITTEN: dict[tuple[Path, str], str] = {}


class Asked(NamedTuple):
    """A page, and what the other commands answer to the same question."""

    page: Element
    measure: str
    filters: str
    file: Path
    answers: Callable[[str], str]

    @property
    def words(self) -> str:
        """Whom the charts are of: `killed, children`."""
        return WORDS[self.measure] + (f", {self.victims}" if self.victims else "")

    @property
    def victims(self) -> str | None:
        victims = re.search(r"--victims (\w+)", self.filters)
        return victims[1] if victims else None

    def rows(self, command: str) -> list[dict]:
        return list(csv.DictReader(io.StringIO(self.answers(f"{command} -O csv"), newline="")))

    def sums(self, options: str = "") -> dict:
        return json.loads(self.answers(f"sum {options} -O json"))


@pytest.fixture
def written(run: Run, capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """The page that a command writes, with not a word on the side; each is made once."""

    def written(query: str = "", file: Path = LEDGER) -> str:
        key = (file, query)
        if key not in _WRITTEN:
            done = run(f"report {query} -f {file} -o page.html")
            assert (done.code, done.out, done.err) == (0, "", "")
            said = capfd.readouterr()
            assert (said.out, said.err) == ("", "")
            _WRITTEN[key] = Path("page.html").read_bytes().decode()
        return _WRITTEN[key]

    return written


@pytest.fixture
def asked(run: Run, written: Callable[..., str], file: Path, query: str) -> Asked:
    measured = re.search(r"-m (\w+)", query)
    filters = re.sub(r"-m \w+", "", query)

    def answers(command: str) -> str:
        done = run(f"{command} {filters} -f {file}")
        assert done.code == 0
        return done.out

    return Asked(read_page(written(query, file)), measured[1] if measured else "killed", filters, file, answers)


def bounds(row: dict, prefix: str) -> tuple[str, str, str]:
    """Low, best and high as a table for readers shows them."""
    low, best, high, is_open = (row[f"{prefix}_{name}"] for name in ("low", "best", "high", "open"))
    return ("?", "?", "?") if best is None else (str(low), str(best), f"{high}{'+' if is_open else ''}")


def counted(row: dict, measure: str) -> tuple[str, ...]:
    """How many incidents, low, best and high."""
    reported, incidents = row[f"{measure}_reported"], row["incidents"]
    return (str(incidents) if reported == incidents else f"{reported} of {incidents}", *bounds(row, measure))


def beside(low: int, best: int, high: int, is_open: bool, approximate: bool) -> str:
    """The numbers beside a bar."""
    rough, more = "~" if approximate else "", "+" if is_open else ""
    if low == best == high:
        return f"{rough}{best}{more}"
    return f"{rough}{best} ({low}–{high}{more})"


def numbers_of(row: dict, measure: str) -> Counted:
    """The numbers of a row of a sum for machines."""
    bounds = (row[f"{measure}_{name}"] for name in ("low", "best", "high", "open", "approximate"))
    return Counted(row["incidents"], row[f"{measure}_reported"], *bounds)


def drawings(element: Element, size: str) -> Element:
    """The drawing of this size."""
    return element.one("div", size).one("svg")


def section(page: Element, heading: str) -> Element:
    """The section under the heading of this id."""
    return next(one for one in page.all("section") if one.attributes["aria-labelledby"] == heading)


def texts(drawing: Element) -> list[str]:
    return [one.text for one in drawing.all("text")]


def titles(drawing: Element) -> list[str]:
    return [one.text for one in drawing.all("title")]


def markdown_notes(text: str) -> list[str]:
    """The notes of an answer in Markdown, without its markup."""
    lines = [line.removeprefix("- ") for line in text.splitlines() if line.startswith("- ")]
    return [re.sub(r"\\(.)", r"\1", re.sub(r"^\*\*(\w+)\*\*", r"\1", line)) for line in lines]


# Numbers


@of_cases
def test_the_totals_and_their_notes_are_those_of_sum(asked: Asked) -> None:
    part = section(asked.page, "totals")
    summed = asked.sums()["total"]
    rows = {row[0].casefold(): tuple(row[1:5]) for row in table_of(part.one("table")).rows}
    for measure, words in WORDS.items():
        assert words in rows or summed[f"{measure}_best"] is None
        assert rows.pop(words, counted(summed, measure)) == counted(summed, measure)
    assert not rows
    assert notes_of(part) == markdown_notes(asked.answers("sum -O md"))


@of_cases
def test_the_headline_says_the_sum_and_no_other_number(asked: Asked) -> None:
    headline = asked.page.one("h1").text
    summed = asked.sums()
    assert_headline(
        headline,
        numbers_of(summed["total"], asked.measure),
        asked.measure,
        victims=asked.victims,
        undivided=undivided_of(summed),
        days=days_of(asked.rows("list -c date_from,date_to")),
    )
    assert asked.page.one("head").one("title").text == headline
    assert asked.page.one("head").all("meta")[-1].attributes == {"name": "description", "content": headline}


@of_cases
def test_the_standfirst_says_the_other_numbers_of_the_sum_and_no_more(asked: Asked) -> None:
    summed = asked.sums()
    notes = summed["notes"]
    if asked.file == SAMPLE:
        said_by = "As recorded by UCDP GED"
    else:
        reports = asked.rows("sources")
        names, articles = ({row[key] for row in reports} for key in ("source", "article"))
        who = names.pop() if len(names) == 1 else f"{len(names)} sources"
        said_by = f"As reported by {who}, read in {some(len(articles), 'article', 'articles')}"
    assert_standfirst(
        re.split(r"(?<=\.) (?=[A-Z\d])", asked.page.one("header").one("p", "standfirst").text),
        {measure: numbers_of(summed["total"], measure) for measure in WORDS},
        asked.measure,
        victims=asked.victims,
        undivided=undivided_of(summed),
        doubted=any(note.startswith(f"{asked.measure}: not attributed as a fact") for note in notes),
        said_by=said_by,
    )


def undivided_of(summed: dict) -> int:
    """How many incidents do not number the group, by what `sum` says of it."""
    found = [re.search(r"(\d+) incidents?(?: with [^;]*)? that do(?:es)? not number", note) for note in summed["notes"]]
    return sum(int(one[1]) for one in found if one)


def days_of(rows: list[dict]) -> str:
    """From when to when these incidents may have been, in words."""
    first, last = min(row["date_from"] for row in rows), max(row["date_to"] for row in rows)
    return span_in_words(date.fromisoformat(first), date.fromisoformat(last))


HEADS = [
    (LEDGER, "", "About 95 reported killed, at least 94, in 10 incidents, March to April 2018"),
    (LEDGER, "rastan talbissah", "2 to 4 or more reported killed, in 3 incidents, 28 to 30 April 2018"),
    (LEDGER, "--source sohr", "At least 2 reported killed, in 1 incident, 28 to 29 April 2018"),
    (LEDGER, "-m injured", "About 176 or more reported injured, in 2 of 10 incidents, March to April 2018"),
    (LEDGER, "-m casualties --type armed-clash",
     "About 150 reported killed or injured, in 1 incident, 16 to 30 April 2018"),
    (LEDGER, "--victims children",
     "Children reported killed: 17 to 18, in the 3 incidents that number them, March to April 2018"),
    (LEDGER, "--actor russia", "47 reported killed, in 2 incidents, March to April 2018"),
    (SAMPLE, "", "2869 reported killed, at least 2838, in 412 incidents, March to June 2018"),
    (SAMPLE, "-m injured", "412 incidents reported, without a number of injured, March to June 2018"),
    (SAMPLE, "--since 2018-04-10 --until 2018-04-20",
     "526 reported killed, at least 341, in 103 incidents, March to May 2018"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "query", "expected"), HEADS)
def test_the_headline(written, file: Path, query: str, expected: str) -> None:
    assert read_page(written(query, file)).one("h1").text == expected


@of_cases
@pytest.mark.parametrize("by", ["town", "source"])
def test_the_rows_by_town_and_by_source_are_those_of_sum(asked: Asked, by: str) -> None:
    part = section(asked.page, f"by-{by}")
    table = table_of(part.one("table"))
    summed = asked.sums(f"--by {by} -m {asked.measure}")
    assert Counter(tuple(row[:5]) for row in table.rows) == Counter(
        (row["group"], *counted(row, asked.measure)) for row in summed["rows"]
    )
    assert table.total is not None
    assert tuple(table.total[1:5]) == counted(summed["total"], asked.measure)
    bests = [int(best) if best != "?" else -1 for best in table.column("Best")]
    assert bests == sorted(bests, reverse=True)
    assert notes_of(part) == markdown_notes(asked.answers(f"sum --by {by} -m {asked.measure} -O md"))


@of_cases
@pytest.mark.parametrize("by", ["town", "source"])
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_the_numbers_beside_the_bars_are_those_of_the_table(asked: Asked, by: str, size: str) -> None:
    part = section(asked.page, f"by-{by}")
    summed = {row["group"]: row for row in asked.sums(f"--by {by} -m {asked.measure}")["rows"]}
    rows = [row for row in table_of(part.one("table")).rows if row[2] != "?"][:20]
    numbers = [beside(*numbers_of(summed[row[0]], asked.measure)[2:]) for row in rows]
    names = [row[0] for row in rows]
    drawing = drawings(part, size)
    assert texts(drawing)[: len(rows)] == numbers
    assert [name.removesuffix("…") == full[: len(name.removesuffix("…"))] for name, full in zip(
        texts(drawing)[len(rows) :], names, strict=True
    )].count(True) == len(rows)  # fmt: skip
    assert set(titles(drawing)) == {f"{name}: {number}" for name, number in zip(names, numbers, strict=True)}


@of_cases
def test_the_map_and_its_table_are_the_towns_that_have_coordinates(asked: Asked) -> None:
    towns = [json.loads(line) for line in asked.answers("towns -O jsonl").splitlines()]
    if all(one["lat"] is None for one in towns):
        assert "Where" not in [one.text for one in asked.page.all("h2")]
        return
    part = section(asked.page, "where")
    table = table_of(part.one("table"))
    summed = Counter(
        (row["group"], *bounds(row, asked.measure)) for row in asked.sums(f"--by town -m {asked.measure}")["rows"]
    )
    assert not Counter((row[0], *row[4:]) for row in table.rows) - summed
    assert Counter((row[0], float(row[2]), float(row[3])) for row in table.rows) == Counter(
        (one["town"], one["lat"], one["lon"]) for one in towns if one["lat"] is not None
    )
    unlocated = [one["town"] for one in towns if one["lat"] is None]
    assert all(name in part.one("figcaption").text for name in unlocated[:12])
    assert ("Not on the map" in part.one("figcaption").text) == bool(unlocated)
    said = {
        f"{name}: " + ("no figure" if best == "?" else f"low {low}, best {best}, high {high}")
        for name, _, _, _, low, best, high in table.rows
    }
    for size in ("wide", "narrow"):
        assert set(titles(drawings(part, size))) == said


@of_cases
def test_each_incident_has_the_figures_dates_and_places_of_list(asked: Asked) -> None:
    table = table_of(asked.page.one("table", "incidents"))
    listed = asked.rows("list -c id,title,date,town,killed,injured,casualties")
    assert len(listed) == len(table.rows)
    assert asked.page.called("count").text == f"{len(listed)} incident{'' if len(listed) == 1 else 's'}."
    for row, one in zip(table.rows, listed, strict=True):
        cells = dict(zip(table.headings, row, strict=True))
        assert one["id"] in cells["Incident"]
        assert one["title"] in cells["Incident"]
        assert cells["When"] == one["date"]
        assert cells["Where"].startswith(one["town"].replace("; ", ", ") or "not named")
        for measure, words in WORDS.items():
            heading = words.capitalize() + (f", {asked.victims}" if asked.victims else "")
            assert cells.pop(heading, "?") == one[measure]
        last = ["Cites", "Sides or victims"] if asked.file == SAMPLE else ["Reported by", "Attributed to"]
        assert list(cells) == ["Incident", "When", "Where", *last]
    for row in asked.page.all("tr", "incident"):
        assert [cell.attributes["data-is"] for cell in row.all("td")] == table.headings[1:]


@of_cases
def test_each_source_says_what_sources_says_that_it_says(asked: Asked) -> None:
    if asked.file == SAMPLE:
        cells = [row.all("td")[-2].text.split(", ") for row in asked.page.all("tr", "incident")]
        cited = [row["sources"].split("; ") for row in asked.rows("list")]
        assert [set(cell) for cell in cells] == [set(names) for names in cited]
        return
    told = Counter()
    for line in asked.page.all("tr", "incident"):
        told.update((line.one("code").text, one.own.partition(": ")[2]) for one in line.all("div"))
    rows = [line.split(" | ") for line in asked.answers("sources -O md").splitlines() if line.startswith("| ")]
    expected = Counter((row[0].removeprefix("| "), row[1]) for row in rows if row[0] not in ("| ID", "| ---"))
    assert told == expected
    assert sum(told.values()) > 0


@of_cases
def test_the_days_are_those_of_list_within_what_was_asked_for(asked: Asked) -> None:
    part = section(asked.page, "when")
    table = table_of(part.one("table"))
    since, until = (re.search(rf"--{name} ([\d-]+)", asked.filters) for name in ("since", "until"))
    listed = asked.rows("list -c id,date_from,date_to")
    assert len(listed) == len(table.rows)
    for (name, first, last, _), one in zip(table.rows, listed, strict=True):
        begins = max(one["date_from"], since[1] if since else "")
        ends = min(one["date_to"], until[1] if until else "9999")
        begins = f"{begins}-01" if len(begins) == 7 else begins
        cut = " (goes on beyond what was asked for)" if (begins, ends) != (one["date_from"], one["date_to"]) else ""
        assert (name, first, last) == (one["id"], begins, f"{ends}{cut}")
    for size in ("wide", "narrow"):
        said = titles(drawings(part, size))
        assert set(said) == {
            f"{name}: {first}" if first == last.split(" ")[0] else f"{name}: {first} to {last.split(' ')[0]}"
            for name, first, last, _ in table.rows
        }


@of_cases
def test_the_explanation_is_that_of_sum(asked: Asked) -> None:
    table = tables_of(asked.page)[f"What each incident adds to the reported {asked.words}"]
    explained = asked.sums(f"--explain -m {asked.measure}")
    assert [(row[0], row[2], row[3], row[4], row[5]) for row in table.rows] == [
        (one["id"], *bounds(_opened(one), "added"), one["why"]) for one in explained["explain"]
    ]
    shown = {one["id"]: one[asked.measure] for one in asked.rows("list -c id,killed,injured,casualties")}
    assert [row[1] for row in table.rows] == [shown[row[0]] for row in table.rows]
    assert table.total is not None
    assert tuple(table.total[2:5]) == bounds(explained["total"], asked.measure)
    for place in (2, 3):
        assert sum(int(row[place]) for row in table.rows) == int(table.total[place])
    assert sum(int(row[4].removesuffix("+")) for row in table.rows) == int(table.total[4].removesuffix("+"))


def _opened(one: dict) -> dict:
    return {**one, "added_open": one["reported_open"]}


@of_cases
def test_what_may_be_counted_twice_is_what_sum_says_of_it(asked: Asked) -> None:
    said = {one.one("b").text: one.text for one in section(asked.page, "doubles").all("li")}
    explained = asked.sums(f"--explain -m {asked.measure}")["explain"]
    doubles = {one["id"]: one for one in explained if one["maybe_same_as"] or one["inside"]}
    assert said.keys() == doubles.keys()
    shown = {one["id"]: one[asked.measure] for one in asked.rows("list -c id,killed,injured,casualties")}
    for name, one in doubles.items():
        text = said[name]
        assert f"(reported {asked.words}: {shown[name]})" in text
        high = f"{one['added_high']}{' or more' if one['reported_open'] else ''}"
        held = f"{one['added_low']} in low, {one['added_best']} in best, {high} in high."
        assert text.endswith(f"Of it, the sums hold {held}")
        others = re.search(r"may count the same people as (.*?)(?:; lies|\. Of)", text)
        assert (others[1].split(", ") if others else []) == one["maybe_same_as"]
        assert (f"lies inside the figure of {one['inside']}." in text) == (one["inside"] is not None)


def test_an_incident_inside_another_is_said_to_be(written, tmp_path: Path) -> None:
    toll = {"id": "toll", "killed": 9}
    page = read_page(written(file=ledger(tmp_path, toll, {"id": "part", "killed": 4, "part_of": "toll"})))
    said = [one.text for one in section(page, "doubles").all("li")]
    assert said == [
        "part (reported killed: 4) lies inside the figure of toll. Of it, the sums hold 0 in low, 0 in best, 0 in high."
    ]


@of_cases
def test_no_table_of_the_page_is_left_unread(asked: Asked) -> None:
    words = asked.words
    tables = [one for one in asked.page.all("table") if "incidents" not in one.classes]
    captions = [one.one("caption").text.partition(":")[0].partition(";")[0] for one in tables]
    by = "by cited source" if asked.file == SAMPLE else "by source"
    has_map = "armed-clash" not in asked.filters  # the place of that one has no coordinates
    assert captions == [
        "Low, best and high as UCDP GED records them" if asked.file == SAMPLE else "Low",
        "The first and the last day on which each incident may have been",
        *([f"Reported {words}, by place"] if has_map else []),
        f"Reported {words}, by town",
        f"Reported {words}, {by}",
        f"What each incident adds to the reported {words}",
    ]
    assert len(asked.page.all("svg")) == 6 + 2 * has_map


# What else is said


@of_cases
def test_types_are_words_and_one_that_is_unknown_is_not_named(asked: Asked) -> None:
    listed = asked.rows("list -c id,type,target,note")
    for row, one in zip(asked.page.all("tr", "incident"), listed, strict=True):
        kind = ", ".join(word.replace("-", " ") for word in (one["type"], one["target"]) if word not in ("", "unknown"))
        parts = [one["id"], *([kind] if kind else []), *([" ".join(one["note"].split())] if one["note"] else [])]
        assert row.one("th").one("small").text == " · ".join(parts)


@of_cases
def test_the_options_are_sorted_and_are_all_towns_and_sources_of_the_rows(asked: Asked) -> None:
    listed = asked.rows("list -c town,source,sources")
    choices = {one.attributes["name"]: one.all("option") for one in asked.page.all("select")}
    towns = {name for row in listed for name in row["town"].split("; ")} - {"elsewhere", ""}
    cited = {name for row in listed for name in row["sources" if asked.file == SAMPLE else "source"].split("; ")}
    for by, names in (("town", towns), ("source", cited)):
        assert [one.text for one in choices[by]] == ["all", *sorted(names, key=str.casefold)]
        assert [one.attributes["value"] for one in choices[by]] == ["", *map(str, range(1, len(names) + 1))]
        texts_of = {one.attributes["value"]: one.text for one in choices[by]}
        for row, one in zip(asked.page.all("tr", "incident"), listed, strict=True):
            chosen = [texts_of[number] for number in row.attributes[f"data-{by}"].split()]
            key = "town" if by == "town" else "sources" if asked.file == SAMPLE else "source"
            assert {*chosen} == {*one[key].split("; ")} - {"elsewhere", ""}


def test_names_that_differ_in_their_case_alone_are_two_options(written, tmp_path: Path) -> None:
    incidents = [
        {"id": name, "places": [name], "reports": [{"source": name, "killed": 1}]} for name in ("one", "other")
    ]
    places, sources = ({"one": {"name": "SOHR"}, "other": {"name": "sohr"}} for _ in range(2))
    page = read_page(written(file=ledger(tmp_path, *incidents, places=places, sources=sources)))
    for choice in page.all("select"):
        assert sorted(one.text for one in choice.all("option")) == ["SOHR", "all", "sohr"]
    for by in ("town", "source"):
        numbers = [row.attributes[f"data-{by}"].strip() for row in page.all("tr", "incident")]
        assert sorted(numbers) == ["1", "2"]


def test_other_names_stand_in_the_rows_for_the_search(written) -> None:
    rows = {row.one("code").text: row for row in read_page(written()).all("tr", "incident")}
    content = yaml.safe_load(LEDGER.read_text("utf-8"))
    for one in content["incidents"]:
        names = rows[one["id"]].attributes["data-names"]
        keys = [("places", key) for key in one.get("places", ())]
        keys += [("actors", said["actor"]) for said in one.get("attribution", ())]
        keys += [("sources", said["source"]) for said in one["reports"]]
        aliases = [alias for kind, key in keys for alias in content[kind][key].get("aliases", ())]
        assert names == " ".join(dict.fromkeys(aliases))
    assert "الرستن" in rows["rastan-rockets"].attributes["data-names"]


@of_cases
def test_the_signs_of_dates_and_figures_are_explained_where_they_stand(asked: Asked) -> None:
    (line,) = section(asked.page, "incidents").all("p", "quiet")
    for words in ("some day of that month", "on one day from", "? uncertain", "~ approximate", "% both",
                  "? none reported", "≥ at least", "+ no upper limit"):  # fmt: skip
        assert words in line.text
    signs = {
        sign for row in table_of(asked.page.one("table", "incidents")).rows for sign in re.findall(r"[≥~+?%]", row[3])
    }
    assert all(sign in line.text for sign in signs)


@of_cases
def test_how_a_data_set_is_counted_is_another_matter(asked: Asked) -> None:
    text = section(asked.page, "how").text
    is_data_set = asked.file == SAMPLE
    assert ("Every record is taken to be an event of its own" in text) == is_data_set
    assert ("The figures are those of UCDP GED" in text) == is_data_set
    assert ("Several reports of one incident are rival accounts" in text) != is_data_set
    assert ("Incidents that may be about the same people" in text) != is_data_set
    assert "is not divided: it adds nothing to low, and all of itself to best and high" in text
    caption = section(asked.page, "totals").one("caption").text
    assert caption.startswith("Low, best and high as UCDP GED" if is_data_set else "Low: surely different people.")
    warning = asked.page.one("header").all("p")[-1].text
    assert warning.startswith("These are numbers that were reported")
    assert ("as UCDP GED records them" in warning) == is_data_set
    assert ("they are not simply added up" in warning) != is_data_set
    assert ("the sources are those that it cites" in section(asked.page, "by-source").text) == is_data_set


@of_cases
def test_the_captions_of_the_bars_say_what_their_signs_mean(asked: Asked) -> None:
    for by in ("town", "source"):
        part = section(asked.page, f"by-{by}")
        said = part.one("figcaption").text
        assert said.startswith(f"Reported {asked.words}.")
        assert "Beside the bars, the best figure and (low–high); ~ approximate, + where no upper limit" in said
        bars = [row for row in table_of(part.one("table")).rows if row[2] != "?"]
        assert (f"Drawn are the 20 highest best figures of {len(bars)}" in said) == (len(bars) > 20)


def test_what_a_source_says_of_a_group_is_not_said_of_everybody(written) -> None:
    rows = read_page(written("--victims children")).all("tr", "incident")
    said = {row.one("code").text: [one.own for one in row.all("div")] for row in rows}
    assert said == {
        "homs-barrage": ["SOHR: children killed: 1"],
        "rastan-rockets": ["White Helmets: children killed: 1"],
        "kafr-batikh-school": ["Middle East Monitor: children killed: 16"],
    }


# One file, harmless


@pytest.mark.parametrize(("file", "most"), [(LEDGER, 500_000), (SAMPLE, 2_000_000)], ids=["ledger", "sample"])
def test_a_page_is_small(written, file: Path, most: int) -> None:
    assert 10_000 < len(written(file=file).encode()) < most


@of_cases
def test_a_page_asks_for_nothing(written, file: Path, query: str) -> None:
    html = written(query, file)
    page = assert_harmless(html)
    assert set(re.findall(r"https?://[^\s\"'<>]*", html)) == {"http://www.w3.org/2000/svg"}
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
    allowed |= set("code wbr a label input select option button svg g path text defs clippath rect line".split())
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


def test_a_page_says_what_made_it_of_what_and_nothing_of_folders(written, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    text = read_page(written(file=ledger(tmp_path / "secret", {"id": "a"}))).one("footer").text
    assert f"Made with conflict-cli {__version__} from ledger.yaml." in text
    assert "secret" not in written(file=tmp_path / "secret" / "ledger.yaml")
    assert "Sundberg and Melander" in read_page(written(file=SAMPLE)).one("footer").text


@pytest.mark.parametrize("query", ["", "--since 2018-04-29"])
def test_a_page_is_the_same_everywhere_and_always(written, process: Run, ledger_folder: Path, query: str) -> None:
    places = [{"TZ": "Asia/Tokyo", "LC_ALL": "C"}, {"TZ": "America/New_York", "PYTHONHASHSEED": "7", "COLUMNS": "20"}]
    for number, place in enumerate(places):
        assert process(f"report {query} -o {number}.html", **place) == (0, "", "")
        assert (ledger_folder / f"{number}.html").read_bytes().decode() == written(query)


def test_a_page_into_a_pipe_is_the_same(written, run: Run) -> None:
    done = run("report")
    assert (done.code, done.out, done.err) == (0, written(), "")


SAID = {
    "": "",
    "rastan talbissah": "in rastan or talbissah",
    "duma": "in duma",
    "--source sohr": "as reported by sohr",
    "--source airwars": "citing airwars",
    "--governorate homs": "in the governorate homs",
    "--since 2018-04": "since 2018-04-01",
    "--since 2018-04-10 --until 2018-04-29": "from 2018-04-10 to 2018-04-29",
    "--since 2018-04-10 --until 2018-04-20": "from 2018-04-10 to 2018-04-20",
    "--type armed-clash": "of the type armed-clash",
    "--victims children": "figures of the children alone",
    "--victims civilians --governorate idlib": "in the governorate idlib; figures of the civilians alone",
    "-s not:memo --min-killed 1": "without what memo reports; 1 or more killed",
    "--actor russia": "attributed to russia",
    "--victims children --since 2018-03 --until 2018-03-31":
        "from 2018-03-01 to 2018-03-31; figures of the children alone",
}  # fmt: skip


@of_cases
def test_what_was_asked_for_stands_below_the_headline(asked: Asked) -> None:
    said = [one.text for one in asked.page.one("header").all("p", "quiet")]
    words = re.sub(r"--?[\w-]+(?=[ =])", "", asked.filters).split()
    assert len(said) == bool(words)
    for word in words:
        assert word.removeprefix("not:") in said[0]
    expected = SAID[asked.filters.strip()]
    assert said == ([f"Only: {expected}."] if expected else [])


# What a ledger may hold


def ledger(folder: Path, *incidents: dict, places: dict | None = None, **more) -> Path:
    """A ledger of these incidents, each with only the keys that the test is about."""
    entries = []
    for given in incidents:
        figures = {name: given[name] for name in WORDS if name in given}
        rest = {name: value for name, value in given.items() if name not in WORDS}
        entries.append({"title": "T", "date": "2018-04-01", "reports": [{"source": "s", **figures}], **rest})
    content = {"sources": {"s": {"name": "S"}}, "places": places or {}, **more, "incidents": entries}
    file = folder / "ledger.yaml"
    file.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return file


HOSTILE = {
    "script": "</script><script>window.hacked=1</script>",
    "style": "</style><script>window.hacked=1</script><style>",
    "title": "</title><script>window.hacked=1</script>",
    "text in a drawing": "</text></svg><script>window.hacked=1</script>",
    "image": "<img src=x onerror=window.hacked=1>",
    "attribute": '"onmouseover="window.hacked=1"x="',
    "apostrophe": "' onmouseover='window.hacked=1",
    "template": "{{7*7}}{% for x in y %}{# no #}${7*7}#{7*7}",
    "entity": "&lt;b&gt;&amp;&#60;i&#62;&quot;",
    "CDATA": "<![CDATA[x]]>]]>",
    "comment": "<!-- x --><!--",
    "instruction": "<?xml version='1.0'?><!DOCTYPE x>",
    "escape": "\x1b[31mred\x07",
    "controls": "a\x01\x02\x08\x0e\x7f\x9bz",
    "bidi": "a\u202etxt.exe\u2066b",
    "white space": "a\t b\n\nc\u2028d",
    "no character": "a\ufffe\uffff\U0001fffeb",
    "private": "a\ue000b",
    "Arabic": "الرستن والزعفرانية",
    "long": "A very long title " * 60,
    "long word": "w" * 300,
    "address": "javascript:window.hacked=1",
    "expression": "datum.x ? 1 : '",
    "number": "-0",
}


def hostile_ledger(folder: Path, text: str) -> Path:
    """A ledger that has this wherever a text may stand."""
    places = {
        "p": {"name": text, "governorate": text, "country": text, "lat": 34, "lon": 36, "aliases": [text]},
        "q": {"name": f"{text} q", "lat": 35, "lon": 37},
        "r": {"name": f"{text} r"},
    }
    incident = {
        "id": "a",
        "title": text,
        "places": ["p", "q", "r"],
        "note": text,
        "target": "x",
        "attribution": [{"actor": "x", "confidence": "stated"}],
        "reports": [{"source": "s", "article": "m", "killed": "some 5", "origin": text}],
    }
    named = {"s": {"name": text, "aliases": [text]}}
    articles = {"m": {"title": text, "publisher": text, "url": "https://example.org/a?b=1&c=2"}}
    other = {"id": "b", "title": "x", "killed": 3, "overlaps": ["a"]}
    actors = {"x": {"name": text}}
    return ledger(folder, incident, other, places=places, sources=named, articles=articles, actors=actors)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_text_stands_as_text(run: Run, capfd, tmp_path: Path, text: str) -> None:
    file = hostile_ledger(tmp_path, text)
    assert run(["report", "-f", str(file), "--title", text, "-o", "page.html"]) == (0, "", "")
    assert capfd.readouterr() == ("", "")
    html = Path("page.html").read_bytes().decode()
    page = assert_harmless(html)
    shown = harmless(text)
    assert page.one("head").one("title").text == shown
    assert page.one("p", "title").text == shown
    row, _ = page.all("tr", "incident")
    assert row.one("th").own == shown
    assert shown in row.one("small").text if len(row.all("small")) == 1 else row.all("small")[0].text
    assert row.all("div")[0].text.startswith(f"{shown}: some 5 killed")
    assert row.one("a").attributes["href"] == "https://example.org/a?b=1&c=2"
    assert row.one("a").text == shown
    assert [shown, f"{shown} q", f"{shown} r"] == [one.text for one in page.all("option")[1:4]]
    assert f"{shown} (stated)" in row.all("td")[-1].text
    assert shown in page.one("footer").text
    for size in ("wide", "narrow"):
        assert f"{shown}: low 0, best 5, high 5" in titles(drawings(section(page, "where"), size))
        assert any(one.startswith(shown[:10]) for one in texts(drawings(section(page, "by-source"), size)))
    assert "window.hacked" not in page.one("script").raw


def test_a_surrogate_may_come_from_the_command_line(process: Run, ledger_folder: Path) -> None:
    assert process(["report", "--title", os.fsdecode(b"a\xffb"), "-o", "page.html"]) == (0, "", "")
    assert read_page((ledger_folder / "page.html").read_text("utf-8")).one("head").one("title").text == "a\\udcffb"


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://example.org/a", True),
        ("http://example.org/a", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("/a", False),
        ("#i0", False),
        ("ftp://example.org", False),
        ("httpsx://example.org", False),
    ],
)
def test_only_an_address_of_the_web_is_a_link(run: Run, tmp_path: Path, url: str, is_link: bool) -> None:
    articles = {"m": {"title": "An article", "url": url}}
    reports = [{"source": "s", "article": "m", "killed": 2}]
    file = ledger(tmp_path, {"id": "a", "reports": reports}, articles=articles)
    if run(f"report -f {file} -o page.html").code == 2:  # a ledger that says so cannot be read
        assert not is_link
        return
    row = assert_harmless(Path("page.html").read_text("utf-8")).one("tr", "incident")
    assert "An article" in row.text
    assert [one.attributes["href"] for one in row.all("a")] == ([url] if is_link else [])
    assert all("noopener" in one.attributes["rel"] for one in row.all("a"))


PLACES = {name: {"name": name.title(), "lat": 34 + number, "lon": 36 + number} for number, name in enumerate("abc")}
AROUND = {f"p{n}": {"name": f"Place {n}", "lat": (n * 37) % 180 - 90, "lon": n * 30 - 180} for n in range(13)}
ODD = {
    "one incident": ([{"id": "a", "killed": 1, "places": ["a"]}], PLACES),
    "a place without coordinates": ([{"id": "a", "killed": 1, "places": ["a", "x"]}], {**PLACES, "x": {"name": "X"}}),
    "no coordinates at all": ([{"id": "a", "killed": 1, "places": ["x"]}], {"x": {"name": "X"}}),
    "no places at all": ([{"id": "a", "killed": 1}], {}),
    "no day known": ([{"id": "a", "killed": 1, "date": "0001/9999", "places": ["a"]}], PLACES),
    "all the days there are": ([{"id": "a", "date": "0001"}, {"id": "b", "date": "9999-12-31"}], PLACES),
    "some days known": ([{"id": "a", "date": "0001/9999"}, {"id": "b", "date": "2018?"}], PLACES),
    "no figure": ([{"id": "a", "places": ["a"]}, {"id": "b", "places": ["b"]}], PLACES),
    "only the injured": ([{"id": "a", "injured": "dozens", "places": ["a"]}], PLACES),
    "only casualties": ([{"id": "a", "casualties": "some 150", "places": ["a"]}], PLACES),
    "zeros": ([{"id": "a", "killed": "none", "injured": "none", "places": ["a"]}], PLACES),
    "up to five": ([{"id": "a", "killed": "up to 5", "places": ["a"]}], PLACES),
    "huge": ([{"id": f"i{n}", "killed": 999999999, "places": ["a"]} for n in range(20)], PLACES),
    "huge and small": ([{"id": "a", "killed": 999999999, "places": ["a"]}, {"id": "b", "killed": 1}], PLACES),
    "one point": ([{"id": f"i{n}", "killed": n, "places": [f"p{n}"]} for n in range(30)],
                  {f"p{n}": {"name": f"Place {n}", "lat": 34, "lon": 36} for n in range(30)}),
    "one name": ([{"id": f"i{n}", "killed": n, "places": [f"p{n}"]} for n in range(3)],
                 {f"p{n}": {"name": "Mill", "lat": 34 + n, "lon": 36} for n in range(3)}),
    "the world": ([{"id": f"i{n}", "killed": n + 1, "places": [f"p{n}", f"p{n + 1}"]} for n in range(12)], AROUND),
    "the poles": ([{"id": "a", "killed": 5, "places": ["n", "s"]}, {"id": "b", "killed": 2, "places": ["n"]}],
                  {"n": {"name": "North", "lat": 90, "lon": 180}, "s": {"name": "South", "lat": -90, "lon": -180}}),
    "one pole": ([{"id": "a", "killed": 5, "places": ["n"]}], {"n": {"name": "North", "lat": 90, "lon": 0}}),
    "the date line": ([{"id": "a", "killed": 5, "places": ["e"]}, {"id": "b", "killed": 2, "places": ["w"]}],
                      {"e": {"name": "E", "lat": -17, "lon": 179.9}, "w": {"name": "W", "lat": -18, "lon": -179.9}}),
    "300 incidents": ([{"id": f"i{n}", "killed": n % 7, "date": f"2018-{1 + n % 12:02}", "places": ["abc"[n % 3]]}
                       for n in range(300)], PLACES),
    "areas": ([{"id": "a", "killed": 3, "places": ["a"]}], {"a": {**PLACES["a"], "kind": "governorate"}}),
    "long ids": ([{"id": "a" * 64, "killed": 3}, {"id": "b" * 64, "date": "2017-12-31/2018-01-02"}], {}),
}  # fmt: skip


@pytest.mark.parametrize(("incidents", "places"), ODD.values(), ids=ODD)
def test_whatever_the_ledger_holds_its_page_is_whole(written, run: Run, tmp_path, incidents, places) -> None:
    file = ledger(tmp_path, *incidents, places=places)
    page = assert_harmless(written(file=file))
    assert len(page.all("tr", "incident")) == len(incidents)
    total = json.loads(run(f"sum -f {file} -O json").out)["total"]
    rows = {row[0]: tuple(row[1:5]) for row in table_of(section(page, "totals").one("table")).rows}
    for measure, words in WORDS.items():
        assert rows.get(words.capitalize(), counted(total, measure)) == counted(total, measure)
    located = {key for one in incidents for key in one.get("places", ()) if "lat" in places[key]}
    dated = [one for one in incidents if one.get("date") != "0001/9999"]
    headings = [one.text for one in page.all("h2")]
    assert ("Where" in headings) == bool(located)
    assert ("When" in headings) == bool(dated)
    if located:
        assert len(table_of(section(page, "where").one("table")).rows) == len(located)
    if dated:
        assert len(table_of(section(page, "when").one("table")).rows) == len(dated)
    for drawing in page.all("svg"):
        assert re.fullmatch(r"0 0 (760|350) \d+(\.\d+)?", drawing.attributes["viewbox"])
        assert all(".html" not in text and "AM" not in text and "PM" not in text for text in texts(drawing))


def test_no_place_of_a_drawing_lies_outside_it(written, tmp_path: Path) -> None:
    """Also the poles, which the projection of a small map knows nothing of."""
    for name in ("the poles", "one pole", "the date line", "one point"):
        incidents, places = ODD[name]
        folder = tmp_path / name.replace(" ", "-")
        folder.mkdir()
        part = section(read_page(written(file=ledger(folder, *incidents, places=places))), "where")
        for drawing in part.all("svg"):
            width, tall = map(float, drawing.attributes["viewbox"].split()[2:])
            found = 0
            for path in drawing.all("path"):
                if not path.all("title"):
                    continue
                x, y = map(float, re.findall(r"translate\(([^,]+),([^)]+)\)", path.attributes["transform"])[0])
                assert 0 <= x <= width
                assert 0 <= y <= tall
                found += 1
            assert found >= len(places) - sum(not one.get("killed", 1) for one in incidents)


@pytest.mark.parametrize("name", ["300 incidents", "huge", "the world"])
def test_incidents_on_the_same_days_do_not_lie_over_each_other(written, tmp_path: Path, name: str) -> None:
    incidents, places = ODD[name]
    part = section(read_page(written(file=ledger(tmp_path, *incidents, places=places))), "when")
    for drawing in part.all("svg"):
        boxes = []
        for path in drawing.all("path"):
            if path.all("title") and path.attributes["fill"] == "var(--possible)":
                x, y, wide, high = map(
                    float, re.fullmatch(r"M(.+?),(.+?)h(.+?)v(.+?)h.*Z", path.attributes["d"]).groups()
                )
                boxes.append((y, x, x + wide, y + high))
        assert len(boxes) == len(incidents)
        boxes.sort()
        for (y, _, end, foot), (other, start, _, _) in pairwise(boxes):
            assert start >= end - 0.01 if y == other else other >= foot


def test_more_than_a_thousand_incidents_are_all_in_the_sums_and_the_rest_is_said(written, tmp_path: Path) -> None:
    incidents = [{"id": f"i{n}", "killed": 1, "date": f"2018-01-{1 + n % 31:02}", "places": ["a"]} for n in range(1203)]
    file = ledger(tmp_path, *incidents, places=PLACES)
    page = assert_harmless(written(file=file))
    assert page.one("h1").text == "1203 reported killed, in 1203 incidents, January 2018"
    assert len(page.all("tr", "incident")) == 1000
    said = page.called("count").text
    assert said == "1000 incidents. 203 more are in the sums, but not in this list."
    assert page.called("count").attributes["data-all"] == said
    assert "203 more are not drawn" in section(page, "when").one("figcaption").text
    assert not page.one("body").raw.count("What each incident adds")
    every = read_page(written("-n 0", file))
    assert len(every.all("tr", "incident")) == 1203
    assert "not in this list" not in every.one("body").text
    assert "What each incident adds to the reported killed" in tables_of(every)


@pytest.mark.parametrize(("limit", "rows"), [(3, 3), (10, 10), (0, 10)])
def test_a_limit_is_for_the_rows_and_never_for_the_sums(written, limit: int, rows: int) -> None:
    page = read_page(written(f"-n {limit}"))
    assert page.one("h1").text == read_page(written()).one("h1").text
    assert table_of(section(page, "totals").one("table")) == table_of(
        section(read_page(written()), "totals").one("table")
    )
    assert len(page.all("tr", "incident")) == rows
    for by in ("town", "source"):
        table = table_of(section(page, f"by-{by}").one("table"))
        assert len(table.rows) == min(rows, {"town": 10, "source": 5}[by])
        assert table.total[1:5] == ["8 of 10", "94", "95", "97+"]
    assert_harmless(written(f"-n {limit}"))


def test_bounds_that_contradict_each_other_are_all_shown(run: Run, capfd, tmp_path: Path) -> None:
    rows = [{"low": 3, "best": 5, "high": 3}, {"low": 9, "best": 2, "high": 9}, {"low": "", "best": "", "high": ""}]
    file = put(tmp_path / "ged.csv", ged(*rows))
    assert run(f"report -f {file} -o page.html").code == 0
    assert "ERROR" not in capfd.readouterr().err
    page = assert_harmless(Path("page.html").read_text("utf-8"))
    assert page.one("h1").text == (
        "7 (low 12 and high 12, which contradict it) reported killed, in 3 incidents, 3 January 2031"
    )
    assert page.one("p", "standfirst").text == "2 of the 3 incidents give a number of killed. As recorded by UCDP GED."
    assert [row[3] for row in table_of(page.one("table", "incidents")).rows] == ["3/5/3", "9/2/9", "?"]
    assert texts(drawings(section(page, "by-town"), "wide"))[0] == "12/7/12"
    for path in section(page, "by-town").all("path"):
        if path.all("title"):
            width = re.fullmatch(r"M[^h]*h([\d.e-]+)v.*Z", path.attributes["d"])[1]
            assert float(width) >= 0, "a bar runs backwards"


# Nothing found, and what goes wrong


@pytest.mark.parametrize(("option", "code"), [("", 0), ("--fail-empty", 1)])
@pytest.mark.parametrize("file", [LEDGER, SAMPLE], ids=["ledger", "sample"])
def test_where_nothing_matches_the_page_says_so_and_that_it_is_not_zero(
    run: Run, ledger_folder: Path, file: Path, option: str, code: int
) -> None:
    """The last page must not stay as if it were the answer."""
    (ledger_folder / "page.html").write_text("the last page")
    command = f"report --since 2019 {option} -f {file}"
    assert run(f"{command} -o page.html") == (code, "", "No incident matches.\n")
    html = (ledger_folder / "page.html").read_text("utf-8")
    assert run(command) == (code, html, "No incident matches.\n")
    page = assert_harmless(html)
    nothing = "No incident matches what was asked for"
    assert [page.one("h1").text, page.one("head").one("title").text] == [nothing, nothing]
    assert [one.text for one in page.one("header").all("p")] == [
        "Only: since 2019-01-01.",
        f"That is not zero: it says nothing of what happened, only that nothing of it is written in {file.name}.",
    ]
    assert page.one("main").text == ""
    assert not re.search(r"\b0\b", page.one("body").one("header").text)
    assert not {one.tag for one in page} & {"table", "svg", "section", "input", "details"}
    assert f"Made with conflict-cli {__version__} from {file.name}." in page.one("footer").text


@pytest.mark.parametrize(("file", "count"), [(LEDGER, 10), (SAMPLE, 412)], ids=["ledger", "sample"])
def test_where_none_numbers_the_victims_the_page_says_what_the_terminal_says(
    run: Run, ledger_folder: Path, file: Path, count: int
) -> None:
    group = "journalists" if file == LEDGER else "children"
    done = run(f"report --victims {group} -f {file} -o page.html")
    assert done == (0, "", f"No incident that matches numbers the {group}.\n")
    page = assert_harmless((ledger_folder / "page.html").read_text("utf-8"))
    assert page.one("p", "standfirst").text == f"{count} incidents that match do not number the {group}."
    assert f"{page.one('h1').text}.\n" == done.err


def test_a_title_stands_above_a_page_of_nothing_too(run: Run, ledger_folder: Path) -> None:
    assert run(["report", "nowhere", "--title", "Homs", "-o", "page.html"]).code == 0
    page = assert_harmless((ledger_folder / "page.html").read_text("utf-8"))
    assert page.one("p", "title").text == "Homs"
    assert page.one("p", "quiet").text == "Only: in nowhere."


def test_a_town_that_is_not_found_is_said_beside_the_page(run: Run, ledger_folder: Path) -> None:
    done = run("report rastan nowhere -o page.html")
    assert (done.code, done.out) == (0, "")
    assert len(done.err.splitlines()) == 1
    assert '"nowhere"' in done.err
    assert len(read_page((ledger_folder / "page.html").read_text("utf-8")).all("tr", "incident")) == 1


def test_a_page_goes_over_the_last_one(run: Run, ledger_folder: Path, written) -> None:
    (ledger_folder / "page.html").write_text("the last page")
    assert run("report -o page.html").code == 0
    assert (ledger_folder / "page.html").read_bytes().decode() == written()
    assert sorted(one.name for one in ledger_folder.iterdir()) == ["incidents.yaml", "page.html"]


@pytest.mark.parametrize("name", ["page.html", "page.htm", "PAGE.HTML", "a b.html"])
def test_the_file_is_one_of_html(run: Run, ledger_folder: Path, name: str) -> None:
    assert run(["report", "-o", name]) == (0, "", "")
    assert (ledger_folder / name).stat().st_size > 10_000


@pytest.mark.parametrize(
    ("name", "instead"),
    [("page.pdf", "page.html"), ("page", "page.html"), ("page.html.csv", "page.html.html"), ("/dev/full", "full.html")],
)
def test_a_file_of_another_ending_is_refused(run: Run, ledger_folder: Path, name: str, instead: str) -> None:
    done = run(f"report -o {name}")
    assert (done.code, done.out) == (2, "")
    assert done.err == f'Error: "{Path(name).name}" would be no page; write -o {instead}\n'
    assert [one.name for one in ledger_folder.iterdir()] == ["incidents.yaml"]


def test_a_terminal_is_refused(ledger_folder: Path) -> None:
    shown = on_terminal([*PROGRAM, "report"], columns=80, folder=ledger_folder, PYTHONPATH=str(ROOT))
    assert shown == "Error: a page is not for a terminal; name a file: -o page.html\n"


def test_the_ledger_is_not_written_over(run: Run, ledger_folder: Path) -> None:
    (ledger_folder / "incidents.yaml").rename(ledger_folder / "ledger.html")
    done = run("report -f ledger.html -o ./ledger.html")
    assert (done.code, done.out) == (2, "")
    assert done.err == "Error: ledger.html is the file that is being read; name another for the output\n"
    assert (ledger_folder / "ledger.html").read_bytes() == LEDGER.read_bytes()


def test_a_folder_that_is_not_there_is_named(run: Run, ledger_folder: Path) -> None:
    done = run("report -o no/such/page.html")
    assert (done.code, done.out, done.err) == (2, "", "Error: no/such/page.html: no such file or directory\n")
    (ledger_folder / "folder.html").mkdir()
    done = run("report -o folder.html")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Error: folder.html: ")
    assert done.err.count("\n") == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full device")  # noqa: PTH110
@pytest.mark.parametrize("line", ["report >/dev/full", "report -o full.html"])
def test_a_full_disk_is_one_clear_line(shell: Run, ledger_folder: Path, line: str) -> None:
    (ledger_folder / "full.html").symlink_to("/dev/full")
    done = shell(f"conflict-cli {line}")
    assert (done.code, done.out) == (2, "")
    assert done.err == "Error: cannot write: no space left on device\n"
    assert sorted(one.name for one in ledger_folder.iterdir()) == ["full.html", "incidents.yaml"]


def test_a_pipe_may_be_closed(shell: Run) -> None:
    done = shell("conflict-cli report | head -1")
    assert (done.code, done.out, done.err) == (0, "<!doctype html>\n", "")


@pytest.mark.parametrize("library", ["jinja2", "markupsafe", "vl_convert"])
@pytest.mark.parametrize("option", ["-o page.html", ""])
def test_what_is_not_installed_is_named_with_what_installs_it(
    process: Run, ledger_folder: Path, tmp_path: Path, library: str, option: str
) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(f"import sys\nsys.modules[{library!r}] = None\n")
    done = process(f"report {option}", PYTHONPATH=f"{hidden}{os.pathsep}{ROOT}")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"Error: a page needs {library}, which is not installed; write: pip install 'conflict-cli[report]', "
        "or in the project's folder: pip install '.[report]'\n"
    )
    assert [one.name for one in ledger_folder.iterdir()] == ["incidents.yaml"]


@pytest.mark.parametrize(
    "command", ["list", "sum", "sum --by town --bars", "list -O json", "show hass-camp", "report -h"]
)
def test_whoever_wants_no_page_pays_for_none(process: Run, tmp_path: Path, command: str) -> None:
    """What only a page, a workbook or a database needs is not imported by anything else."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(
        "import os, sys\n"
        "end = os._exit\n"
        "dear = ('jinja2', 'markupsafe', 'vl_convert', 'xlsxwriter', 'sqlite3', 'conflict_cli.page', "
        "'conflict_cli.render.page')\n"
        "def leave(code):\n"
        "    sys.stdout.flush()\n"
        "    sys.stderr.write(f'imported: {[one for one in dear if one in sys.modules]}\\n')\n"
        "    sys.stderr.flush()\n"
        "    end(code)\n"
        "os._exit = leave\n"
    )
    done = process(command, PYTHONPATH=f"{hidden}{os.pathsep}{ROOT}")
    assert done.code == 0
    assert done.err.splitlines()[-1] == "imported: []"


def test_the_reader_of_pages_minds_what_is_written() -> None:
    """A reader that forgives everything would make every test above pass."""
    for bad in ("<p>", "<html><p></html>", "<html><a b=1 b=2></a></html>", "<html></html>x", "<html><!-- x --></html>"):
        with pytest.raises((AssertionError, ValueError)):
            read_page(f"<!doctype html>{bad}")
    assert sys.version_info >= (3, 11)
