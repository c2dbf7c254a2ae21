"""The headline of a page: how many people were reported, in one sentence that can be quoted."""

from calendar import month_name
from datetime import date

from conflict_cli.caveats import WORDS
from conflict_cli.query import Selection
from conflict_cli.totals import Sum

_SOME_WEEKS = 45


def headline(selection: Selection, counted: Sum) -> str:
    """`95 reported killed, at least 94, in 10 incidents, March to April 2018`."""
    count = len(selection.picked)
    incidents = f"{count} incident{'' if count == 1 else 's'}"
    days = days_in_words(selection)
    if counted.figure is None:
        return ", ".join(part for part in (f"{incidents} reported, without a figure", days) if part)
    return ", ".join(part for part in (_people(selection, counted), f"in {incidents}", days) if part)


def days_in_words(selection: Selection) -> str:
    """From when to when the incidents may have been, within the days asked for; empty where no day is known."""
    if selection.span is None:
        return ""
    period = selection.asked.query.period
    first, last = max(selection.span[0], period.first), min(selection.span[1], period.last)
    if first == date.min or last == date.max:
        return ""
    return span_in_words(first, last)


def span_in_words(first: date, last: date) -> str:
    """`30 April 2018`, `28 to 30 April 2018`, `April 2018`, `March to April 2018`, `2016 to 2018`."""
    is_short = (last - first).days < _SOME_WEEKS and not _are_whole_months(first, last)
    if is_short:
        return _joined(first, last, (first.day, month_name[first.month]), (last.day, month_name[last.month]))
    if last.year - first.year > 1:
        return f"{first.year} to {last.year}"
    return _joined(first, last, (month_name[first.month],), (month_name[last.month],))


def _joined(first: date, last: date, start: tuple[object, ...], end: tuple[object, ...]) -> str:
    """Both ends in words, each part that they share said once."""
    until = " ".join(map(str, (*end, last.year)))
    if first.year != last.year:
        return f"{' '.join(map(str, (*start, first.year)))} to {until}"
    if start == end:
        return until
    is_same_month = first.month == last.month
    return f"{' '.join(map(str, start[:1] if is_same_month else start))} to {until}"


def _are_whole_months(first: date, last: date) -> bool:
    is_last_day = last == date.max or date.fromordinal(last.toordinal() + 1).day == 1
    return first.day == 1 and is_last_day


def _people(selection: Selection, counted: Sum) -> str:
    """How many, with the bound that a reader must not miss: the low, else the high."""
    figure = counted.figure
    if figure is None:
        return ""
    victims = (selection.asked.query.victims or "").replace("_", " ")
    reported = f"reported {WORDS[counted.measure]}"
    lead = "At least " if figure.open and figure.low == figure.best else ""
    number = f"{lead.lower() if victims else lead}{figure.best}"
    said = f"{victims.capitalize()} {reported}: {number}" if victims else f"{number} {reported}"
    if figure.is_contradictory:
        return f"{said} (low {figure.low}, high {figure.high})"
    if figure.low < figure.best:
        return f"{said}, at least {figure.low}"
    return f"{said}, at most {figure.high}" if figure.high > figure.best and not figure.open else said
