"""Text from a file as mere text, without controls of a terminal, hidden characters, or letters that cannot be encoded.

Each format adds its own quoting, and escapes its own markup.
"""

from collections.abc import Callable
from unicodedata import category

from conflict_cli.record.digits import MEANT, WRITTEN
from conflict_cli.record.letters import escape_of, revealed

Clean = Callable[[str], str]

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""The signs that begin a formula, and the full-width forms that a spreadsheet may take for them."""

_WHITE = "\t\n\v\f\r"

_STAND_INS = {
    "≥": ">=", "≤": "<=", "≈": "~", "±": "+/-", "×": "x", "→": "->", "←": "<-",
    "–": "-", "—": "--", "‐": "-", "‑": "-", "−": "-", "…": "...", "·": "-", "•": "*", "¶": "par. ", "§": "sec. ",
    "‘": "'", "’": "'", "ʿ": "'", "ʾ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "█": "#", "▒": "=", "░": ".", "◂": "<", "▸": ">", "─": "-",
    **dict(zip(WRITTEN, MEANT, strict=True)),
}  # fmt: skip


def harmless(text: str) -> str:
    r"""Return the text on one line, with single spaces for white space and escapes for hidden characters.

    Escapes such as `\x1b` or `\u202e` stand for control and format characters (bidirectional overrides, zero-width
    spaces, byte order marks, tags), line separators, surrogates, and code points for private use or without a meaning;
    for letters that are blank; and for marks on a letter that has too many.
    """
    shown = visible(text)
    if "  " not in shown and shown[:1] != " " and shown[-1:] != " ":
        return shown
    return " ".join(shown.split())


def visible(text: str) -> str:
    """Return the text with its spaces as they are, and escapes for all that a terminal would obey or hide."""
    return revealed(text, _blank_or_escape)


def encodable(text: str, encoding: str | None) -> str:
    """Return the text in characters of the encoding: `≥` may become `>=`, an Arabic letter its escape."""
    if text.isascii() or is_unicode(encoding):
        return text
    known = str(encoding)
    letters = []
    for letter in text:
        try:
            letter.encode(known)
        except UnicodeEncodeError:
            letters.append(_STAND_INS.get(letter) or letter.encode("ascii", "backslashreplace").decode("ascii"))
        else:
            letters.append(letter)
    return "".join(letters)


def cleaner(encoding: str | None) -> Clean:
    """Return a function that makes text harmless and encodable; no encoding (text in memory) counts as Unicode."""
    if is_unicode(encoding):
        return harmless

    def clean(text: str) -> str:
        return encodable(harmless(text), encoding)

    return clean


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet would run this harmless text, which never begins with a tab or a line break."""
    return text.startswith(_FORMULA)


def is_unicode(encoding: str | None) -> bool:
    """Say whether the encoding has every character there is."""
    return encoding is None or encoding.lower().startswith(("utf", "cp65001"))


def _blank_or_escape(letter: str) -> str:
    return " " if letter in _WHITE or category(letter) == "Zs" else escape_of(letter)
