"""Which letters of a text a reader sees: those that hide, or that bury others, are replaced by escapes.

A letter may be invisible and yet needed, by the spelling of a word or by an emoji: that depends on its neighbours.
"""

import re
from collections.abc import Callable
from unicodedata import category

MOST_MARKS = 5
"""The most marks on one letter: Hebrew with points and accents has as many."""

_BLANK = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d159"
"""Letters and signs that are blank: fillers of Hangul, vowels of Khmer, a pattern of Braille, a head of a note."""

_JOINERS = "\u200c\u200d"
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_HIDDEN = f"[{_SELECTORS}\u034f]"
_HAS_HIDDEN = f"[{_BLANK}{_SELECTORS}\u034f]|[^\\w\\s\x00-\x7f]{{{MOST_MARKS + 1}}}"

_JOINING = (
    "\u0620-\u065f\u066e-\u06dc\u06df-\u06ef\u06fa-\u06ff\u0710-\u08e1\u08e3-\u0dff\u1000-\u109f\u1780-\u17d3\u1820-\u18aa"
    "\u1a20-\u1aad\u1b00-\u1bff\ua840-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff"
)
"""The letters of scripts in which neighbours change each other's shape: Arabic, Syriac, Mongolian, those of India."""

_EMOJI = "\u00a9\u00ae\u203c-\u27ff\u2900-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_IDEOGRAPH = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NEEDED = (
    f"[{_JOINING}]\u200c[{_JOINING}]"
    f"|[{_JOINING}]\u200d.?"
    f"|[{_EMOJI}\ufe0f]\u200d[{_EMOJI}]"
    f"|[{_EMOJI}][\ufe0e\ufe0f].?"
    "|[0-9#*]\ufe0f\u20e3"
    f"|[{_IDEOGRAPH}][\ufe00-\ufe02\U000e0100-\U000e01ef].?"
    "|[\u1000-\u109f\u2200-\u2aff\ua840-\ua877\uaa60-\uaa7f]\ufe00.?"
    "|[\u1820-\u18aa][\u180b-\u180d\u180f].?"
    "|[\u0591-\u05c7]\u034f[\u0591-\u05c7]"
)
"""A hidden letter between its neighbours, where it is needed; compiled when first asked for."""

_FLAG = "\U0001f3f4"
_FLAGS = tuple(
    f"{_FLAG}{''.join(chr(0xE0000 + ord(letter)) for letter in code)}\U000e007f" for code in ("gbeng", "gbsct", "gbwls")
)
"""The flags of England, Scotland and Wales, which are spelt with invisible letters."""


def revealed(text: str, escape: Callable[[str], str]) -> str:
    """Return the text with an escape for each letter that is not shown: a control, a hidden one, one mark too many."""
    if text.isprintable() and (text.isascii() or not re.search(_HAS_HIDDEN, text)):
        return text
    shown: list[str] = []
    before, marks = "", 0
    flagged = _places_in_flags(text) if _FLAG in text else frozenset()
    for place, letter in enumerate(text):
        is_mark = category(letter) in ("Mn", "Me")
        marks = marks + 1 if is_mark else marks if letter in _JOINERS else 0
        after = text[place + 1 : place + 2]
        if place in flagged or (marks <= MOST_MARKS and _is_shown(before, letter, after)):
            before = letter
            shown.append(letter)
        else:
            before = ""
            shown.append(escape(letter))
    return "".join(shown)


def escape_of(letter: str) -> str:
    r"""Return the escape of a letter: `\x1b`, `\u202e` or `\U000e0041`, as Python and YAML write it."""
    code = ord(letter)
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\u{code:04x}" if code > 0xFF else f"\\x{code:02x}"


def _is_shown(before: str, letter: str, after: str) -> bool:
    """Say whether a reader sees the letter, or the spelling needs it; `before` is empty after an escape."""
    if letter in _JOINERS or re.match(_HIDDEN, letter):
        around = before + letter + (after if _is_visible(after) else "")
        return re.fullmatch(_NEEDED, around, re.DOTALL) is not None
    return _is_visible(letter)


def _is_visible(letter: str) -> bool:
    return letter.isprintable() and letter not in _BLANK


def _places_in_flags(text: str) -> frozenset[int]:
    """Return the positions of the invisible letters that spell a flag."""
    found = re.finditer("|".join(_FLAGS), text)
    return frozenset(place for flag in found for place in range(flag.start() + 1, flag.end()))
