"""The axis of a chart of days: which cells a day stands in, and the years, months, weeks or days written above them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from conflict_cli.answers.answer import Calendar

_GAP = 2


class Scale(Struct, frozen=True):
    """The cells that the days of a calendar stand in: some for each day, or several days in each."""

    calendar: Calendar
    width: int
    margin: int

    def cells(self, first: date, last: date) -> range:
        """The cells of these days; at least one if the calendar shows any of them, else none."""
        first, last = max(first, self.calendar.first), min(last, self.calendar.last)
        if first > last:
            return range(0)
        return range(self.cell(first), max(self.cell(last), self._next(last) - 1) + 1)

    def cell(self, day: date) -> int:
        """The cell that this day begins in."""
        return (day - self.calendar.first).days * self.width // self.calendar.days

    def _next(self, day: date) -> int:
        return ((day - self.calendar.first).days + 1) * self.width // self.calendar.days


def scale_of(calendar: Calendar, width: int) -> Scale:
    """The scale that draws this calendar in at most `width` cells, all days alike where they have one or more each."""
    room = max(width - 2 * calendar.is_cut, 1)
    return Scale(calendar, max(room // calendar.days * calendar.days, min(room, calendar.days)), int(calendar.is_cut))


class Unit(Struct, frozen=True):
    """What one label of an axis stands for: how many days it has at least, its first days, and how it is written."""

    days: int
    width: int
    starts: Callable[[Calendar], Iterator[date]]
    label: Callable[[date], str]
    above: str = ""


def axis(calendar: Calendar, width: int) -> tuple[str, str]:
    """The two lines above a chart of this width: years or months above, and in them months, weeks or days.

    No label touches another, and the first that stands in the upper line, or in the lower where that is empty, has the
    year in it.
    """
    scale = scale_of(calendar, width)
    unit = next((one for one in _UNITS if one.days * scale.width // calendar.days >= one.width + _GAP), _UNITS[-1])
    lower = _line(scale, unit.starts(calendar), unit.label, unit.label)
    upper = ""
    if unit.above == "month":
        upper = _line(scale, _months(calendar, 1), _month_of_year, _month)
    elif unit.above == "year":
        upper = _line(scale, _years(calendar, 1), _year, _year)
    margin = " " * scale.margin
    return (margin + upper if upper else ""), margin + lower


def _line(
    scale: Scale, starts: Iterator[date], first_label: Callable[[date], str], label: Callable[[date], str]
) -> str:
    """The labels at the cells of their days, the first one that of the calendar's first day if there is room for it."""
    days = [scale.calendar.first, *(day for day in starts if day > scale.calendar.first)]
    if len(days) > 1 and _is_crowded(scale, days[1], first_label):
        del days[0]
    line = ""
    for number, day in enumerate(days):
        text = label(day) if number and day.month > 1 else first_label(day)
        cell = scale.cell(day)
        if (not line or cell > len(line)) and cell + len(text) <= scale.width:
            line = line.ljust(cell) + text
    return line


def _is_crowded(scale: Scale, second: date, label: Callable[[date], str]) -> bool:
    """Whether the label of the first day has no room before the second, which has room itself."""
    length = len(label(second))
    return scale.cell(second) <= length and scale.cell(second) + length <= scale.width


def _days(calendar: Calendar) -> Iterator[date]:
    return (calendar.first + timedelta(number) for number in range(calendar.days))


def _mondays(calendar: Calendar) -> Iterator[date]:
    return (day for day in _days(calendar) if day.weekday() == 0)


def _months(calendar: Calendar, step: int) -> Iterator[date]:
    """The first days of every so many months, counted from January."""
    for year in range(calendar.first.year, calendar.last.year + 1):
        for month in range(1, 13, step):
            if calendar.first <= date(year, month, 1) <= calendar.last:
                yield date(year, month, 1)


def _years(calendar: Calendar, step: int) -> Iterator[date]:
    """The first days of the years that are multiples of the step."""
    first = -(-calendar.first.year // step) * step
    for year in range(first, calendar.last.year + 1, step):
        if calendar.first <= date(year, 1, 1):
            yield date(year, 1, 1)


def _day(day: date) -> str:
    return f"{day.day:02}"


def _month(day: date) -> str:
    return f"{day.month:02}"


def _month_of_year(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _year(day: date) -> str:
    return f"{day.year:04}"


def _of_months(step: int, days: int) -> Unit:
    return Unit(days, 2, lambda calendar: _months(calendar, step), _month, "year")


def _of_years(step: int) -> Unit:
    return Unit(365 * step, 4, lambda calendar: _years(calendar, step), _year)


_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_UNITS = (
    Unit(1, 2, _days, _day, "month"),
    Unit(7, 2, _mondays, _day, "month"),
    _of_months(1, 28),
    _of_months(3, 90),
    _of_months(6, 181),
    *map(_of_years, _YEARS),
)
"""From the finest to the coarsest."""
