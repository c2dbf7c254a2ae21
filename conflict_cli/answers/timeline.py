"""The timeline of a list: for each incident the days that it may have happened on, and those that are certain."""

from collections.abc import Iterable, Iterator
from datetime import date

from conflict_cli.answers.answer import EARLIER, LATER, LIGHT, SOLID, Calendar, Cell, Column, Note, Span
from conflict_cli.answers.columns import Field
from conflict_cli.record.dates import Period, When
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Selection

KEY = "timeline"
DAY_NOT_KNOWN = "day not known"

_MEANINGS = {
    SOLID: "certain days",
    LIGHT: "possible days",
    EARLIER: "earlier days too",
    LATER: "later days too",
}


def timeline(selection: Selection) -> Field:
    """Return the column that draws each incident over one calendar: the days of the selection that were asked for."""
    calendar = _calendar(selection)

    def span(picked: Picked, _: Selection) -> Cell:
        when = picked.incident.date
        if calendar is None or when.is_unknown:
            return DAY_NOT_KNOWN
        return Span(when.first, when.last, certain_days(when, selection), calendar)

    return Field(Column(KEY, "Timeline", "bar", calendar=calendar), span)


def certain_days(when: When, selection: Selection) -> tuple[date, date] | None:
    """Return the days on which an incident surely went on; a record of a data set has them only if it is of one day.

    The first and last day of a record may be those between which the incident was.
    """
    return None if selection.data_set and when.first != when.last else when.certain


def legend(chart: Field, selection: Selection, shown: Iterable[Picked]) -> Iterator[Note]:
    """Yield the meaning of the signs that these incidents are drawn with, and the days of the calendar."""
    calendar = chart.column.calendar
    if calendar is None:
        return
    cells = (chart.value(picked, selection) for picked in shown)
    drawn = {sign for cell in cells if isinstance(cell, Span) for sign in _signs(cell)}
    named = [f"{sign} {meaning}" for sign, meaning in _MEANINGS.items() if sign in drawn]
    days = f"{calendar.first}" if calendar.days == 1 else f"{calendar.first} to {calendar.last}"
    said = f"{', '.join(named)}. The calendar: {days}." if named else f"The calendar: {days}."
    yield Note(said, is_legend=True)


def _calendar(selection: Selection) -> Calendar | None:
    """Return the days from the first to the last possible one, as far as asked for; None where no day is known."""
    span = selection.span
    if span == (date.min, date.max):
        # An incident of unknown date may have been on any day; it must not stretch the calendar of the others.
        dates = [picked.incident.date for picked in selection.picked]
        days = [when for when in dates if not when.is_unknown]
        span = (min(when.first for when in days), max(when.last for when in days)) if days else None
    if span is None:
        return None
    known = Period(*span)
    shown = known.within(selection.asked.query.period)
    return Calendar(shown.first, shown.last, is_cut=shown != known)


def _signs(span: Span) -> Iterator[str]:
    """Yield the signs that a span is drawn with."""
    shown = Period(span.calendar.first, span.calendar.last)
    possible = Period(span.first, span.last).within(shown)
    certain = Period(*span.certain).within(shown) if span.certain else None
    if certain and certain.first <= certain.last:
        yield SOLID
    if certain != possible:
        yield LIGHT
    if span.first < shown.first:
        yield EARLIER
    if shown.last < span.last:
        yield LATER
