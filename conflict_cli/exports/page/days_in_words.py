"""Write the days of incidents and of questions in words."""

from calendar import month_name
from datetime import date, timedelta

from conflict_cli.record.dates import Period

_SOME_WEEKS = 45


def span_in_words(first: date, last: date) -> str:
    """Say `30 April 2018`, `28 to 30 April 2018`, `April 2018`, `March to April 2018` or `2016 to 2018`."""
    if (last - first).days < _SOME_WEEKS and not _are_whole_months(first, last):
        return _days(first, last)
    if last.year - first.year > 1:
        return f"{first.year} to {last.year}"
    return _months(first, last)


def asked_days(period: Period) -> str:
    """Say `in 2018`, `from March to April 2018`, `on 30 April 2018`, `since 1 April 2018`, or nothing.

    Unlike the days of incidents, these are never rounded: the figures are of these days and no others.
    """
    everything, first, last = Period(), period.first, period.last
    if period == everything:
        return ""
    if last == everything.last:
        return f"since {_days(first, first)}"
    if first == everything.first:
        return f"until {_days(last, last)}"
    if not _are_whole_months(first, last):
        return f"on {_days(first, last)}" if first == last else f"from {_days(first, last)}"
    if (first.month, last.month) == (1, 12):
        return f"in {first.year}" if first.year == last.year else f"from {first.year} to {last.year}"
    is_one = (first.year, first.month) == (last.year, last.month)
    return f"{'in' if is_one else 'from'} {_months(first, last)}"


def _are_whole_months(first: date, last: date) -> bool:
    return first.day == 1 and (last == date.max or (last + timedelta(days=1)).day == 1)


def _days(first: date, last: date) -> str:
    return _joined(first, last, (first.day, month_name[first.month]), (last.day, month_name[last.month]))


def _months(first: date, last: date) -> str:
    return _joined(first, last, (month_name[first.month],), (month_name[last.month],))


def _joined(first: date, last: date, start: tuple[object, ...], end: tuple[object, ...]) -> str:
    """Say both ends in words, and once each part that they share."""
    until = " ".join(map(str, (*end, last.year)))
    if first.year != last.year:
        return f"{' '.join(map(str, (*start, first.year)))} to {until}"
    if start == end:
        return until
    is_same_month = first.month == last.month
    return f"{' '.join(map(str, start[:1] if is_same_month else start))} to {until}"
