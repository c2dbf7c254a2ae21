"""The axis of a chart of days: the cells of each day, and the years, months, weeks or days written above them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from conflict_cli.answers.answer import Calendar

# The least number of blank cells between two labels.
_GAP = 2

# How a day is written as the label of its own day, month or year.
_LABELS = {"day": "{0.day:02}", "month": "{0.month:02}", "year": "{0.year:04}"}
_MONTH_OF_YEAR = "{0.year:04}-{0.month:02}"


class Scale(Struct, frozen=True):
    """The cells that the days of a calendar stand in: some for each day, or several days in each."""

    calendar: Calendar
    width: int
    margin: int

    def cells(self, first: date, last: date) -> range:
        """Return the cells of these days; at least one if the calendar shows any of them, else none."""
        first, last = max(first, self.calendar.first), min(last, self.calendar.last)
        if first > last:
            return range(0)
        next_cell = ((last - self.calendar.first).days + 1) * self.width // self.calendar.days
        return range(self.cell(first), max(self.cell(last), next_cell - 1) + 1)

    def cell(self, day: date) -> int:
        """Return the cell that this day begins in."""
        return (day - self.calendar.first).days * self.width // self.calendar.days


class Unit(Struct, frozen=True):
    """The step from one label of an axis to the next: so many days, months or years; `least` is its length in days."""

    least: int
    step: int
    name: Literal["day", "month", "year"]

    @property
    def label(self) -> str:
        """How its first day is written: a format for the date."""
        return _LABELS[self.name]

    def starts(self, calendar: Calendar) -> Iterator[date]:
        """Return the first days of the steps: Mondays for weeks, months counted from January, multiples for years."""
        years = range(calendar.first.year, calendar.last.year + 1)
        match self.name:
            case "day":
                to_monday = -calendar.first.weekday() % self.step
                return (calendar.first + timedelta(number) for number in range(to_monday, calendar.days, self.step))
            case "month":
                days = (date(year, month, 1) for year in years for month in range(1, 13, self.step))
            case "year":
                days = (date(year, 1, 1) for year in years if year % self.step == 0)
        return (day for day in days if calendar.first <= day <= calendar.last)


_MONTHS, _YEARS = Unit(28, 1, "month"), Unit(365, 1, "year")

# From the finest to the coarsest.
_UNITS = (
    Unit(1, 1, "day"),
    Unit(7, 7, "day"),
    _MONTHS,
    Unit(90, 3, "month"),
    Unit(181, 6, "month"),
    _YEARS,
    *(Unit(365 * step, step, "year") for step in (2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
)


def scale_of(calendar: Calendar, width: int) -> Scale:
    """Return the scale for this calendar in at most `width` cells; where these suffice, all days have equally many."""
    room = max(width - 2 * calendar.is_cut, 1)
    return Scale(calendar, max(room // calendar.days * calendar.days, min(room, calendar.days)), int(calendar.is_cut))


def axis(calendar: Calendar, width: int) -> tuple[str, str]:
    """Return the two lines above a chart of this width: years or months above, and in them months, weeks or days.

    No label touches another. The first label of the upper line, or of the lower if there is no upper, has the year.
    """
    scale = scale_of(calendar, width)
    label_widths = [len(unit.label.format(calendar.first)) for unit in _UNITS]
    rooms = [unit.least * scale.width // calendar.days for unit in _UNITS]
    fitting = (unit for unit, room, label in zip(_UNITS, rooms, label_widths, strict=True) if room >= label + _GAP)
    unit = next(fitting, _UNITS[-1])
    upper = ""
    if unit.name == "day":
        upper = _line(scale, _MONTHS, _MONTH_OF_YEAR)
    elif unit.name == "month":
        upper = _line(scale, _YEARS, _YEARS.label)
    margin = " " * scale.margin
    return (margin + upper if upper else ""), margin + _line(scale, unit, unit.label)


def _line(scale: Scale, unit: Unit, january: str) -> str:
    """Write each label at the cell of its day, the calendar's first day with them if there is room for its label.

    The first label, and that of each January, is in the format `january`.
    """
    days = [scale.calendar.first, *(day for day in unit.starts(scale.calendar) if day > scale.calendar.first)]
    if len(days) > 1:
        cell, length = scale.cell(days[1]), len(january.format(days[1]))
        if cell <= length and cell + length <= scale.width:
            del days[0]  # no room before the second day, which has room itself
    line = ""
    for number, day in enumerate(days):
        text = (unit.label if number and day.month > 1 else january).format(day)
        cell = scale.cell(day)
        if (not line or cell > len(line)) and cell + len(text) <= scale.width:
            line = line.ljust(cell) + text
    return line
