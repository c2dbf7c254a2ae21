"""How days are written: the codes of a format, and whether it tells a day, a whole month or a whole year."""

import re
from collections.abc import Iterator
from typing import Literal

from conflict_cli.record.errors import quoted

CODES = set("%Y %y %m %-m %B %b %d %-d %j %-j %A %a %H %-H %I %-I %p %M %-M %S %-S %f %%".split())
_OF_YEAR, _OF_MONTH, _OF_DAY, _IN_YEAR = {"%Y", "%y"}, {"%m", "%-m", "%B", "%b"}, {"%d", "%-d"}, {"%j", "%-j"}

Span = Literal["day", "month", "year"]
SPANS: tuple[Span, ...] = ("day", "month", "year")


def span_of(form: str) -> Span:
    """Return what a date in this format tells: a format without a day means the whole month, or the whole year."""
    codes = _codes(form)
    if codes & (_OF_DAY | _IN_YEAR):
        return "day"
    return "month" if codes & _OF_MONTH else "year"


def wrong_in_format(form: str) -> Iterator[tuple[str, str]]:
    """Name what is wrong with a format, with a hint on what to write instead."""
    codes = _codes(form)
    if unknown := sorted(codes - CODES):
        yield f"there is no {unknown[0]} in {quoted(form)}", f"the codes are {' '.join(sorted(CODES))}"
    elif not codes & _OF_YEAR:
        yield f"{quoted(form)} lacks the year", "write %Y for the year: %Y-%m-%d, %b %Y, or %Y alone"
    elif codes & _OF_DAY and not codes & _OF_MONTH:
        yield f"{quoted(form)} has a day and no month", "write the month too: %Y-%m-%d"


def _codes(form: str) -> set[str]:
    return set(re.findall(r"%-?.?", form, re.DOTALL))
