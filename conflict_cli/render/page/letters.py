"""Texts and numbers of a page: names from right to left kept apart from what stands beside them, thousands parted."""

import re

from markupsafe import Markup, escape

from conflict_cli.render.harmless import visible

_LETTER = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_RUN = re.compile(rf"{_LETTER}(?:[^A-Za-z&<>;]*{_LETTER})?")
_THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+(?!\d))")


def isolated(text: str) -> Markup:
    """Put each run of letters from right to left between isolates, which keep the numbers beside it in their place."""
    return Markup(_RUN.sub(lambda run: f"<bdi>{run[0]}</bdi>", str(escape(visible(text)))))  # noqa: S704 (escaped here)


def parted(number: object) -> str:
    """Return `2,869` for `2869`, `1,200–1,500+` for a figure: each of its numbers with commas."""
    return _THOUSANDS.sub(",", str(number))
