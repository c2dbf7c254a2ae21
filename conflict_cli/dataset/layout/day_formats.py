"""How days are written: the codes of a format, its span, and formats that differ only in the order of day and month."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from conflict_cli.record.errors import quoted

CODES = set("%Y %y %m %-m %B %b %d %-d %j %-j %A %a %H %-H %I %-I %p %M %-M %S %-S %f %%".split())
_OF_YEAR, _OF_MONTH, _OF_DAY, _IN_YEAR = {"%Y", "%y"}, {"%m", "%-m", "%B", "%b"}, {"%d", "%-d"}, {"%j", "%-j"}

Span = Literal["day", "month", "year"]
SPANS: tuple[Span, ...] = ("day", "month", "year")

Order = Literal["day", "month"]
"""What comes first: the number of the day or that of the month."""
ORDERS: tuple[Order, ...] = ("day", "month")

ISO_DAY = "%Y-%m-%d"
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
_OF_TABLES = tuple(
    f"{first}{mark}{second}{mark}%Y{time}"
    for first, second in (("%d", "%m"), ("%m", "%d"))
    for mark in "/.-"
    for time in _TIMES
)
"""What a table may hold whose layout names no formats: the order is then that of the whole column."""


def fixed(formats: Sequence[str]) -> tuple[str, ...]:
    """Return the formats that are read as they stand, whatever else is in the column."""
    doubted = {form for forms in rivals(formats).values() for form in forms}
    return tuple(form for form in formats or (ISO_DAY,) if form not in doubted)


def rivals(formats: Sequence[str]) -> Mapping[Order, tuple[str, ...]]:
    """Return the formats that differ from another only in the order of day and month, by what comes first."""
    shapes = [(re.sub("%-?[dm]", "%", form), _order(form), form) for form in formats or _OF_TABLES]
    ordered = [(shape, order) for shape, order, _ in shapes if order]
    return {
        first: tuple(form for shape, order, form in shapes if order == first and (shape, other) in ordered)
        for first, other in zip(ORDERS, reversed(ORDERS), strict=True)
    }


def _order(form: str) -> Order | None:
    """Return what comes first, the number of the day or that of the month; None where one of them is missing."""
    numbers = [code[-1] for code in re.findall("%-?[dm]", form)]
    if sorted(numbers) != ["d", "m"]:
        return None
    return "day" if numbers[0] == "d" else "month"


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
