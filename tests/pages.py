"""Pages for tests: a reader of HTML that takes nothing but what is written properly, and ledgers to make pages of."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import yaml

WORDS = {"killed": "killed", "injured": "injured", "casualties": "killed or injured", "missing": "missing"}

VOID = ("base", "br", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")


class Element:
    """An element of a page, with its attributes, and what stands in it: texts and elements."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.inside: list[Element | str] = []

    def __iter__(self) -> Iterator["Element"]:
        """It and every element in it, in the order of the page."""
        yield self
        for one in self.inside:
            if isinstance(one, Element):
                yield from one

    def all(self, tag: str, class_: str = "") -> list["Element"]:
        """The elements in it with this tag, and this class."""
        return [one for one in self if one.tag == tag and (not class_ or class_ in one.classes)]

    def one(self, tag: str, class_: str = "") -> "Element":
        """The only such element."""
        (found,) = self.all(tag, class_)
        return found

    def called(self, id_: str) -> "Element":
        """The only element with this id."""
        (found,) = (one for one in self if one.attributes.get("id") == id_)
        return found

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def raw(self) -> str:
        """All text in it as it is written."""
        return "".join(one if isinstance(one, str) else one.raw for one in self.inside)

    @property
    def text(self) -> str:
        """All text in it, its white space as single spaces."""
        return " ".join(self.raw.split())

    @property
    def own(self) -> str:
        """The text that stands in it directly."""
        return " ".join("".join(one for one in self.inside if isinstance(one, str)).split())


class Table(NamedTuple):
    """A table as texts: its headings, its rows, and the row at its foot."""

    headings: list[str]
    rows: list[list[str]]
    total: list[str] | None

    def column(self, heading: str) -> list[str]:
        """The cells below this heading."""
        return [row[self.headings.index(heading)] for row in self.rows]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]
        self.declarations: list[str] = []

    def handle_decl(self, decl: str) -> None:
        self.declarations.append(decl)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, f"</{tag}> ends nothing"

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")


def read_page(html: str) -> Element:
    """The page, in which every element ends where it has to."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    (root,) = reader.open
    assert reader.declarations == ["doctype html"]
    assert [one.tag for one in root.inside if isinstance(one, Element)] == ["html"]
    assert not root.own
    return root


def table_of(table: Element) -> Table:
    """The texts of a table, as many in each row as it has headings."""
    headings = [cell.text for cell in table.one("thead").all("th")]
    rows = [_cells(row) for row in table.one("tbody").all("tr")]
    total = [_cells(foot) for foot in table.all("tfoot")]
    assert {len(row) for row in [*rows, *total]} <= {len(headings)}
    return Table(headings, rows, total[0] if total else None)


def tables_of(page: Element) -> dict[str, Table]:
    """The tables of a page by their captions."""
    captioned = [table for table in page.all("table") if table.all("caption")]
    tables = {table.one("caption").text: table_of(table) for table in captioned}
    assert len(tables) == len(captioned)
    return tables


def notes_of(section: Element) -> list[str]:
    """The notes below a table."""
    return [note.text for notes in section.all("ul", "notes") for note in notes.all("li")]


def _cells(row: Element) -> list[str]:
    return [cell.text for cell in row if cell.tag in ("th", "td")]


# Ledgers


def ledger_file(folder: Path, *incidents: dict, places: dict | None = None, **more) -> Path:
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
    "closing tags": "</title></style></text></svg><script>window.hacked=1</script>",
    "image": "<img src=x onerror=window.hacked=1>",
    "attribute": '"onmouseover="window.hacked=1"x="',
    "apostrophe": "' onmouseover='window.hacked=1",
    "template": "{{7*7}}{% for x in y %}{# no #}${7*7}#{7*7}",
    "entity": "&lt;b&gt;&amp;&#60;i&#62;&quot;",
    "CDATA": "<![CDATA[x]]>]]>",
    "comment": "<!-- x --><!--",
    "instruction": "<?xml version='1.0'?><!DOCTYPE x>",
    "controls": "\x1b[31mred\x07 \x01\x02\x08\x0e\x7f\x9bz",
    "bidi": "a\u202etxt.exe\u2066b",
    "white space": "a\t b\n\nc\u2028d",
    "no character": "a\ufffe\uffff\U0001fffeb, and a private one: \ue000b",
    "Arabic": "الرستن والزعفرانية",
    "long word": "w" * 150,
    "address": "javascript:window.hacked=1",
    "expression": "datum.x ? 1 : '",
    "number": "-0",
}


def hostile_ledger(folder: Path, *texts: str) -> Path:
    """A ledger that has each of these wherever a text may stand in an incident and in what it names."""
    incidents, places, sources, articles, actors = [], {}, {"s": {"name": "S"}}, {}, {}
    for n, text in enumerate(texts):
        at = {"lat": 34 + n / 10, "lon": 36}
        places |= {
            f"p{n}": {"name": text, "governorate": text, "country": text, **at, "aliases": [text]},
            f"q{n}": {"name": f"{text} q", "lat": 35, "lon": 37 + n / 10},
            f"r{n}": {"name": f"{text} r"},
        }
        incident = {
            "id": f"a{n}",
            "title": text,
            "places": [f"p{n}", f"q{n}", f"r{n}"],
            "note": text,
            "target": "x",
            "attribution": [{"actor": f"x{n}", "confidence": "stated"}],
            "reports": [{"source": f"s{n}", "article": f"m{n}", "killed": "some 5", "origin": text}],
        }
        incidents.append(incident)
        sources[f"s{n}"] = {"name": text, "aliases": [text]}
        articles[f"m{n}"] = {"title": text, "publisher": text, "url": "https://example.org/a?b=1&c=2"}
        actors[f"x{n}"] = {"name": text}
    other = {"id": "b", "title": "x", "killed": 3, "overlaps": ["a0"]}
    return ledger_file(folder, *incidents, other, places=places, sources=sources, articles=articles, actors=actors)
