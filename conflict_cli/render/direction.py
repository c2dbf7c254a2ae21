"""Text from right to left between isolates, so that numbers and names beside it keep their places on a line.

A terminal would else move a number that stands behind an Arabic name, and turn a date round.
"""

import re

from conflict_cli.render.harmless import encodable, is_unicode, visible

FIRST_STRONG, POP = "\u2068\u2069"
"""What begins an isolate, whose first letter gives its direction, and what ends it; neither takes a cell."""

_LETTERS = "\u0590-\u05ff\u0600-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"

_WORD = f"[{_LETTERS}](?:[\u200c\u200d'’/\\-]*[{_LETTERS}])*"
_BRIDGE = "[.!?]? (?:[A-Z0-9][A-Z0-9.]* ){0,3}"
_RUN = f"“[{_LETTERS}][^”]*”|{_WORD}(?:{_BRIDGE}{_WORD})*"
"""A quotation, or words with blanks, short numbers and capitals (MSF) between them: a comma or a bracket ends it."""

_MANY = r"[+-]?[0-9]+(?:[.,:/–-]+ ?-?[0-9]+)+"
"""A date, a range, a pair of degrees: after Arabic letters it would be turned round."""


def isolated(text: str) -> str:
    """Return the text with each part of it that is written from right to left between isolates.

    A text without small Latin letters is one such part, with its numbers and signs.
    """
    if text.isascii() or not re.search(f"[{_LETTERS}]", text):
        return text
    if not re.search("[a-z]", text):
        blank = len(text) - len(text.lstrip(" "))
        return text[:blank] + _alone(text[blank:])
    return re.sub(_RUN, _of_run, text)


def told(text: str, encoding: str | None) -> str:
    """Return the line for a reader: nothing in it is obeyed or hidden, all can be encoded, each direction is alone."""
    return in_order(encodable(visible(text), encoding), encoding)


def in_order(text: str, encoding: str | None) -> str:
    """Return the text with its isolates, if the encoding has them."""
    return isolated(text) if is_unicode(encoding) else text


def _of_run(found: re.Match[str]) -> str:
    return _alone(found[0])


def _alone(text: str) -> str:
    """Return the text between isolates, and so each number in it that has several parts."""
    inner = re.sub(_MANY, rf"{FIRST_STRONG}\g<0>{POP}", text)
    return f"{FIRST_STRONG}{inner}{POP}"
