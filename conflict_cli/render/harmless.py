"""Text from a file as text and nothing else: no control of a terminal, no hidden characters, nothing unencodable.

What a format needs beyond that (quoting, escaping of its own markup) is the format's business.
"""

from collections.abc import Callable
from unicodedata import category

Clean = Callable[[str], str]

# Format characters that spelling needs: ZERO WIDTH NON-JOINER in Persian, ZERO WIDTH JOINER there and in emoji.
_JOINERS = "\u200c\u200d"
_WHITE = "\t\n\v\f\r"

_STAND_INS = {
    "≥": ">=", "≤": "<=", "≈": "~", "±": "+/-", "×": "x", "→": "->", "←": "<-",
    "–": "-", "—": "--", "‐": "-", "‑": "-", "−": "-", "…": "...", "·": "-", "•": "*", "¶": "par. ", "§": "sec. ",
    "‘": "'", "’": "'", "ʿ": "'", "ʾ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "█": "#", "▒": "=", "░": ".", "◂": "<", "▸": ">", "─": "-",
}  # fmt: skip


def harmless(text: str) -> str:
    r"""The text on one line and wholly visible: white space is single spaces, what cannot be seen is escaped.

    Escaped, as `\x1b` or `\u202e`, are control and format characters (bidirectional overrides, zero-width spaces,
    byte order marks, tags), line separators, surrogates, and code points of private use or of no use.
    """
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join("".join(map(_visible, text)).split())


def visible(text: str) -> str:
    """The text with its spaces as they are, and everything that a terminal would obey, or not show, escaped."""
    return text if text.isprintable() else "".join(map(_visible, text))


def encodable(text: str, encoding: str | None) -> str:
    """The text in characters that the encoding has: `≥` may come out as `>=`, an Arabic letter as its escape."""
    if text.isascii() or is_unicode(encoding):
        return text
    known = str(encoding)
    return "".join(_encodable_letter(letter, known) for letter in text)


def cleaner(encoding: str | None) -> Clean:
    """What makes text harmless and encodable for an output of this encoding; none (text in memory) is Unicode."""
    if is_unicode(encoding):
        return harmless
    return lambda text: encodable(harmless(text), encoding)


def is_unicode(encoding: str | None) -> bool:
    """Whether the encoding has every character there is."""
    return encoding is None or encoding.lower().startswith(("utf", "cp65001"))


def _visible(letter: str) -> str:
    if letter.isprintable() or letter in _JOINERS:
        return letter
    if letter in _WHITE or category(letter) == "Zs":
        return " "
    code = ord(letter)
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\u{code:04x}" if code > 0xFF else f"\\x{code:02x}"


def _encodable_letter(letter: str, encoding: str) -> str:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return _STAND_INS.get(letter) or letter.encode("ascii", "backslashreplace").decode("ascii")
    return letter
