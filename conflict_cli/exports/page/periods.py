"""The sums of a page by week, month or year, for charts of many incidents.

Each period is a question of its own, answered as `sum -d` answers it: no number here is added up from others.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.exports.page.days_in_words import date_in_words, from_to
from conflict_cli.record.dates import Period, parse_period, parse_when
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import Measure
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import By, Selection

Ask = Callable[[Query], Selection]
"""Answers another query from the same file."""

_MOST_WEEKS = 60
_MOST_MONTHS = 60
_MOST_SEARCHED = 20_000
"""The incidents of a file that are searched once for each week; of more, sums are by month."""


class PeriodSum(Struct, frozen=True):
    """A period with the sum of those incidents that are, or may be, of its days."""

    name: str
    first: date
    last: date
    incidents: int
    figure: Figure


class Periods(Struct, frozen=True):
    """The sums of all periods with a figure, in the order of time; `unit` is `week`, `month` or `year`.

    `undated` counts the incidents without a known day, which are in none of them.
    """

    unit: str = "week"
    sums: tuple[PeriodSum, ...] = ()
    undated: int = 0

    @property
    def days(self) -> str:
        """The first and the last day of the sums in words."""
        return from_to(self.sums[0].first, self.sums[-1].last)

    @property
    def is_drawn(self) -> bool:
        """Whether there are bars to compare."""
        return len(self.sums) > 1


def sums_by_period(selection: Selection, measure: Measure, ask: Ask | None = None) -> Periods:
    """Return the sums of these incidents by week, if `ask` can answer for weeks and they are not too many.

    Once `sum` has `--by week`, its groups can take the place of the questions.
    """
    is_searched = len(selection.incidents) <= _MOST_SEARCHED
    span, undated = _known_days(selection) if is_searched else (selection.span, 0)
    if span is None:
        return Periods(undated=undated)
    days = Period(*span).within(selection.asked.query.period)
    if ask and is_searched and (days.last - days.first).days < 7 * _MOST_WEEKS:
        return Periods("week", tuple(_by_week(selection, measure, days, ask)), undated)
    by: By = "month" if (days.last - days.first).days < 31 * _MOST_MONTHS else "year"
    return Periods(by, tuple(_by_heading(selection, measure, by)), undated)


def _known_days(selection: Selection) -> tuple[tuple[date, date] | None, int]:
    """Return the first and the last day of all incidents that have any, and how many have none and are in no period."""
    known = [one.incident.date for one in selection.picked if not one.incident.date.is_unknown]
    undated = 0 if selection.asked.query.possible else len(selection.picked) - len(known)
    if not known:
        return None, undated
    return (min(day.first for day in known), max(day.last for day in known)), undated


def _by_week(selection: Selection, measure: Measure, days: Period, ask: Ask) -> Iterator[PeriodSum]:
    monday = days.first - timedelta(days.first.weekday())
    for start in range(0, (days.last - monday).days + 1, 7):
        day = monday + timedelta(start)
        week = Period(day, day + timedelta(min(6, (date.max - day).days))).within(selection.asked.query.period)
        counted = ask(replace(selection.asked.query, period=week)).sum_of(measure)
        if counted.figure:
            yield PeriodSum(from_to(week.first, week.last), week.first, week.last, counted.incidents, counted.figure)


def _by_heading(selection: Selection, measure: Measure, by: By) -> Iterator[PeriodSum]:
    for part in selection.groups(by):
        counted = part.selection.sum_of(measure)
        if part.key is not None and counted.figure:
            days = parse_period(str(part.key)).within(selection.asked.query.period)
            name = date_in_words(parse_when(str(part.key))).removeprefix("within ")
            yield PeriodSum(name, days.first, days.last, counted.incidents, counted.figure)
