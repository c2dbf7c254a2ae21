"""The charts of a page as files of their own, for print: each with its title, its caveat and its source inside."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import wrap
from xml.sax.saxutils import escape

import vl_convert
from msgspec import Struct

from conflict_cli.exports.page.page import Page
from conflict_cli.record.measures import TABLE
from conflict_cli.record.phrases import group_name
from conflict_cli.render.harmless import harmless
from conflict_cli.render.page.bars import WIDE
from conflict_cli.render.page.drawings import drawings
from conflict_cli.render.page.vega import FONT

_MARGIN = 24
_LETTERS = {20: 66, 14: 100, 12: 118}
"""How many letters a line of this size has room for."""

_SHARES = "Dark: up to low; lighter: up to best; lightest: up to high. Not to be added: each is counted for itself."
_KINDS = {
    "timeline": ("Days of the incidents", "Dark: days on which it surely was; light: days on which it may have been."),
    "periods": ("Reported {}, by {unit}", _SHARES),
    "map": (
        "Reported {}, by place",
        "Disc: best figure; ring: high, broken without an upper limit. Outlines: Natural Earth.",
    ),
    "town": ("Reported {}, by town", _SHARES),
    "source": ("Reported {}, by source", _SHARES),
}
_NAMES = {"timeline": "days", "periods": "by-{unit}", "map": "map", "town": "by-town", "source": "by-source"}


class Chart(Struct, frozen=True):
    """A chart as a file: its name without an ending, its SVG and its PNG."""

    name: str
    svg: str
    png: bytes


def charts(page: Page) -> Iterator[Chart]:
    """Yield each chart of the page, with colours of its own, on white."""
    words = TABLE[page.measure].words + (f", {group_name(page.victims)}" if page.victims else "")
    for key, drawing in drawings(page, (WIDE,)).items():
        kind = key.removesuffix("-wide")
        what, caveat = _KINDS[kind]
        below = [
            "Numbers that were reported, not the number of the dead. " + caveat,
            *(page.terms if kind == "timeline" else ()),  # sums alone hold no record
            f"Source: {page.imprint.cite}.",
        ]
        above = [
            what.format(words, unit=page.periods.unit),
            *([f"Only: {'; '.join(page.asked)}."] if page.asked else []),
        ]
        svg = _framed(drawing, page.title or page.headline, above, below)
        yield Chart(_NAMES[kind].format(unit=page.periods.unit), svg, vl_convert.svg_to_png(svg, scale=2))


def _framed(drawing: str, title: str, above: list[str], below: list[str]) -> str:
    """Return the drawing on white between lines of text."""
    wide, tall = (float(number) for number in re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing)[0])
    head, y = _lines([title], 20, "#1b1f24", _MARGIN + 16, is_bold=True)
    more, y = _lines(above, 14, "#59636e", y)
    inner = drawing.replace("<svg ", f'<svg x="{_MARGIN}" y="{y}" width="{wide}" height="{tall}" ', 1)
    foot, y = _lines(below, 12, "#59636e", y + tall + 20)
    size = f'width="{wide + 2 * _MARGIN}" height="{y + 4}" viewBox="0 0 {wide + 2 * _MARGIN} {y + 4}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
        f'<rect width="100%" height="100%" fill="#fff"/>{head}{more}{_coloured(inner)}{foot}</svg>\n'
    )


def _lines(texts: list[str], size: int, fill: str, y: float, *, is_bold: bool = False) -> tuple[str, float]:
    """Return the texts as lines from this height down, and the height below them."""
    written = []
    weight = ' font-weight="bold"' if is_bold else ""
    for text in texts:
        for line in wrap(harmless(text), _LETTERS[size]):
            place = f'x="{_MARGIN}" y="{y}" font-family="{FONT}" font-size="{size}"{weight} fill="{fill}"'
            written.append(f"<text {place}>{escape(line)}</text>")
            y += round(size * 1.35)
    return "".join(written), y


def _coloured(drawing: str) -> str:
    """Return the drawing with the colours of the page on white, and without links to the page."""
    drawing = re.sub(r' (?:href="#[^"]*"|tabindex="-1"|aria-hidden="true"|focusable="false")', "", drawing)
    drawing = drawing.replace("<text ", '<text paint-order="stroke" stroke="#fff" stroke-width="3" ')
    drawing = drawing.replace('fill="var(--disc)"', f'fill="{_colours()["certain"]}" fill-opacity="0.6"')
    return re.sub(r"var\(--([a-z-]+)\)", _colour, drawing)


def _colour(variable: re.Match[str]) -> str:
    return _colours()[variable[1]]


@cache
def _colours() -> dict[str, str]:
    """Return the colours that the page has by day, by name."""
    style = Path(__file__).with_name("page.css").read_text("utf-8")
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", style.partition("}")[0]))
