"""Pages for tests: a reader of HTML that takes nothing but what is written properly, and of the tables in it."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

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
