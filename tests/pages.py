"""Pages for tests: a reader of HTML that takes nothing but what is written properly, of its tables and of its head.

What is said in words at the head of a page is read back into numbers, and these are held against sums.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
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


# The head of a page

WORDS = {"killed": "killed", "injured": "injured", "casualties": "killed or injured"}
_MEASURES = "killed or injured|killed|injured"
_AMOUNT = re.compile(
    r"(?:(?P<zero>0) to )?(?P<about>about )?(?P<least>at least )?(?:(?P<first>[1-9]\d*) to )?(?P<last>\d+)"
    r"(?P<more> or more)?(?: \(low (?P<low>\d+) and high (?P<high>\d+)(?: or more)?, which contradict it\))?"
)
_HEADLINE = re.compile(
    rf"(?:(?P<group>[A-Z][a-z ]+?) reported (?P<of_group>{_MEASURES}): (?P<number>.+?)"
    rf"|(?P<number_of_all>.+?) reported (?P<of_all>{_MEASURES}))"
    r"(?:, at least (?P<least>\d+))?, (?P<where>in [^,]+?)(?:, (?P<days>[^,]*\d))?"
)
_WITHOUT = re.compile(rf"(?P<where>.+) reported, without a (?:figure|number of ({_MEASURES}))(?:, (?P<days>[^,]*\d))?")
_SENTENCES = {
    "bounds": r"Low (\d+), best (\d+), high (\d+)( or more)?\.",
    "rough": r"(Not all of the figures in it are exact|The figure is approximate)\.",
    "silent": rf"(\d+) of the (.+? gives?) a number of ({_MEASURES})\.",
    "undivided": r"(.+? that match(?:es)? do(?:es)? not) number the ([a-z ]+)\.",
    "beside": r"Beside these: (.+)\.",
    "doubt": r"(Not all of it is attributed as a fact)\.",
    "said_by": r"(As (?:reported|recorded) by .+)\.",
}


class Counted(NamedTuple):
    """A sum in one measure; its bounds are None where no incident reports a figure."""

    incidents: int
    reported: int
    low: int | None
    best: int | None
    high: int | None
    open: bool | None = False
    approximate: bool | None = False

    @property
    def is_contradictory(self) -> bool:
        return self.low > self.best or (self.best > self.high and not self.open)


def some(count: int, one: str = "incident", more: str = "incidents") -> str:
    """`1 incident`, `2 incidents`."""
    return f"{count} {one if count == 1 else more}"


def assert_amount(words: str, counted: Counted) -> None:
    """These words are this figure, and say all that must be said of it: rough, open, at odds with itself."""
    found = _AMOUNT.fullmatch(words)
    assert found, words
    assert bool(found["about"]) == counted.approximate, words
    if counted.is_contradictory:
        assert (found["last"], found["low"], found["high"]) == tuple(
            map(str, (counted.best, counted.low, counted.high))
        )
        assert not any(found[name] for name in ("zero", "first", "least", "more")), words
        return
    assert not found["low"]
    assert int(found["last"]) == counted.high
    ends = [end for end in (found["zero"], found["first"]) if end]
    assert ends == ([str(counted.low)] if counted.low < counted.high else []), words
    is_least = counted.low == counted.high > 0 and counted.open and not counted.approximate
    assert bool(found["least"]) == is_least, words
    assert bool(found["more"]) == (counted.open and not is_least), words


def assert_headline(
    headline: str, counted: Counted, measure: str, *, victims: str | None = None, undivided: int = 0, days: str = ""
) -> None:
    """The headline says this sum, of these people, in so many incidents, on these days; and no other number."""
    assert "at most" not in headline
    assert "at least 0" not in headline.casefold()
    found = (_HEADLINE if counted.best is not None else _WITHOUT).fullmatch(headline)
    assert found, headline
    assert (found["days"] or "") == days
    if counted.best is None:
        assert found["where"] == some(counted.incidents)
        return
    assert (found["group"] or "") == (victims or "").replace("_", " ").capitalize()
    assert (found["of_group"] or found["of_all"]) == WORDS[measure]
    number = found["number"] or found["number_of_all"]
    if not victims:
        assert number[:1] == number[:1].upper()
        number = number[:1].lower() + number[1:]
    if 0 < counted.low < counted.best and not counted.is_contradictory:
        assert number == f"{'about ' if counted.approximate else ''}{counted.best}"
        assert found["least"] == str(counted.low)
    else:
        assert found["least"] is None
        assert_amount(number, counted)
    if undivided:
        where = f"in the {some(counted.incidents, 'incident that numbers them', 'incidents that number them')}"
    elif measure != "killed" and counted.reported < counted.incidents:
        where = f"in {counted.reported} of {some(counted.incidents)}"
    else:
        where = f"in {some(counted.incidents)}"
    assert found["where"] == where


def assert_standfirst(
    sentences: Sequence[str],
    sums: Mapping[str, Counted],
    measure: str,
    *,
    victims: str | None = None,
    undivided: int = 0,
    doubted: bool = False,
    said_by: str = "",
) -> None:
    """The sentences say what the headline leaves open, each where there is something to say, in order, and no more."""
    matched = [
        (name, found)
        for one in sentences
        for name, form in _SENTENCES.items()
        if (found := re.fullmatch(form, one, re.DOTALL))
    ]
    assert len(matched) == len(sentences), sentences
    said = dict(matched)
    counted, others = sums[measure], {one: sums[one] for one in WORDS if one != measure and sums[one].best is not None}
    has_figure = counted.best is not None
    is_silent = 0 < counted.reported < counted.incidents
    assert list(said) == [
        *(["bounds"] if has_figure and (counted.low != counted.high or counted.open) else []),
        *(["rough"] if has_figure and counted.approximate else []),
        *(["silent"] if is_silent else []),
        *(["undivided"] if undivided else []),
        *(["beside"] if others else []),
        *(["doubt"] if doubted else []),
        *(["said_by"] if said_by else []),
    ]
    if "bounds" in said:
        bounds = (counted.low, counted.best, counted.high)
        assert said["bounds"].groups() == (*map(str, bounds), " or more" if counted.open else None)
    if "rough" in said:
        assert said["rough"][1].startswith("The figure" if counted.reported == 1 else "Not all")
    if is_silent:
        gives = f"{some(counted.incidents)} {'gives' if counted.reported == 1 else 'give'}"
        assert said["silent"].groups() == (str(counted.reported), gives, WORDS[measure])
    if undivided:
        number = some(undivided, "incident that matches does not", "incidents that match do not")
        assert said["undivided"].groups() == (number, (victims or "").replace("_", " "))
    if others:
        parts = said["beside"][1].split(", and ")
        assert len(parts) == len(others)
        for part, (other, figure) in zip(parts, others.items(), strict=True):
            ending = f" {WORDS[other]}{', not told apart' if other == 'casualties' else ''}"
            assert part.endswith(ending)
            assert_amount(part.removesuffix(ending), figure)
    if said_by:
        assert said["said_by"][1] == said_by
