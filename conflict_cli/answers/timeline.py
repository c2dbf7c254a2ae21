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
    """The column that draws each incident over one calendar: the days of the selection that were asked for."""
    calendar = _calendar(selection)

    def span(picked: Picked, _: Selection) -> Cell:
        when = picked.incident.date
        if calendar is None or when.is_unknown:
            return DAY_NOT_KNOWN
        return Span(when.first, when.last, certain_days(when, selection), calendar)

    return Field(Column(KEY, "Timeline", "bar", calendar=calendar), span)


def certain_days(when: When, selection: Selection) -> tuple[date, date] | None:
    """The days on which it surely went on; the first and last day in a record may be those between which it was."""
    return None if selection.data_set and when.first != when.last else when.certain


def legend(chart: Field, selection: Selection, shown: Iterable[Picked]) -> Iterator[Note]:
    """What the signs mean with which these incidents are drawn, and which days the calendar shows."""
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
    """The days from the first to the last possible one, as far as they were asked for; None where no day is known."""
    known = _known_days(selection)
    if known is None:
        return None
    shown = known.within(selection.asked.query.period)
    return Calendar(shown.first, shown.last, is_cut=shown != known)


def _known_days(selection: Selection) -> Period | None:
    span = selection.span
    if span == (date.min, date.max):
        # Something may have been on any day; that says nothing of the days of the others.
        dates = [picked.incident.date for picked in selection.picked]
        known = [when for when in dates if not when.is_unknown]
        span = (min(when.first for when in known), max(when.last for when in known)) if known else None
    return Period(*span) if span else None


def _signs(span: Span) -> Iterator[str]:
    """The signs that a span is drawn with."""
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
