"""The texts of a drawing that are written beside Vega's shapes, each cut to its room by the widths of its letters.

Vega measures every text that it places, one to fifteen milliseconds each: half of the time of a whole page.
"""

from unicodedata import normalize

from msgspec import Struct

from conflict_cli.render.cells import display_width

_ELLIPSIS = "…"
_OTHER = {0: 0, 1: 650, 2: 1000}
"""The widths of letters of other scripts, by the cells that they take on a screen."""

_WIDTHS = {
    191: "'",
    222: "ijlıłі‘’",
    260: "|",
    278: " !,./:;I[\\]ftІ",
    333: "()-`r{}“”„",
    355: '"',
    389: "*г",
    469: "^зткґ",
    500: "Jcksvxyzсху",
    556: "#$0123456789?L_abdeghnopquđапеорнвьчэєГя–",
    584: "+<=>~ибцдлК",
    611: "FTZßøТЗ",
    667: "&ABEKPSVXYАВЕРХЧУБЛЬъ",
    722: "CDHNRUwĐСНЯПДЄЭИжм",
    778: "GOQОФЦю",
    833: "MmМшщфЪ",
    889: "%æЫ",
    944: "WЖШЩœ",
    1000: "—…ÆŒЮ",
    1015: "@",
}
"""The letters of Liberation Sans, as of Arial and Helvetica, by their widths in thousandths of the font's size."""

_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}


class Text(Struct, frozen=True):
    """A text on a drawing: where its line begins or ends, and its looks."""

    text: str
    x: float
    y: float
    size: int
    anchor: str = "start"


def shortened(text: str, size: int, room: float) -> str:
    """Return the text, or as many of its first letters as have room with an ellipsis behind them."""
    if width_of(text, size) < room:
        return text
    left = room - width_of(_ELLIPSIS, size)
    for number, letter in enumerate(text):
        left -= width_of(letter, size)
        if left <= 0:
            return text[:number] + _ELLIPSIS
    return text + _ELLIPSIS


def width_of(text: str, size: int) -> float:
    """Return about how many pixels the text takes in the font of the page; letters of other scripts count as wide."""
    plain = normalize("NFD", text)
    return sum(_WIDTH_OF.get(letter) or _OTHER[display_width(letter)] for letter in plain) * size / 1000
