"""Name the days, weeks, months, quarters and years in which days lie: `2018-04-30`, `2018-W18`, `2018-04`, `2018-Q2`.

Weeks are those of ISO 8601, from Monday to Sunday; the first days of January may lie in the last week of the year
before. Of one kind, the names are in the order of time.
"""

from calendar import monthrange
from datetime import date
from typing import Literal, get_args

from conflict_cli.record.errors import BadValueError, quoted

Span = Literal["day", "week", "month", "quarter", "year"]
SPANS: tuple[Span, ...] = get_args(Span)


def name_of(day: date, span: str) -> str:
    """Return the name of the day, week, month, quarter or year that a day lies in."""
    if span == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    if span == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[span]]


def days_of_name(text: str) -> tuple[date, date] | None:
    """Return the first and the last day of a week or a quarter; None for a text that names neither.

    `BadValueError` if there is no such week or quarter.
    """
    year, dash, rest = text.strip().upper().partition("-")
    kind, number = rest[:1], rest[1:]
    if not (dash and kind in ("W", "Q") and text.isascii() and year.isdecimal() and number.isdecimal()):
        return None
    if len(year) != 4 or len(number) != (2 if kind == "W" else 1):
        raise BadValueError(f"{quoted(text)} is not a date", "write 2018-W07 or 2018-Q2")
    return _week(text, int(year), int(number)) if kind == "W" else _quarter(text, int(year), int(number))


def _week(text: str, year: int, week: int) -> tuple[date, date]:
    try:
        first = date.fromisocalendar(year, week, 1)
    except ValueError:
        most = date(max(year, 1), 12, 28).isocalendar().week
        raise BadValueError(f"{quoted(text)}: there is no such week", f"write a week from 01 to {most}") from None
    return first, date.fromordinal(min(first.toordinal() + 6, date.max.toordinal()))


def _quarter(text: str, year: int, quarter: int) -> tuple[date, date]:
    if not year or quarter not in (1, 2, 3, 4):
        raise BadValueError(f"{quoted(text)}: there is no such quarter", "write a quarter from Q1 to Q4")
    last = 3 * quarter
    return date(year, last - 2, 1), date(year, last, monthrange(year, last)[1])
