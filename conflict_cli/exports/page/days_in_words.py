"""Write the days of incidents and of questions in words."""

from calendar import month_name
from datetime import date, timedelta

from conflict_cli.record.dates import Period, When

_SOME_WEEKS = 45


def span_in_words(first: date, last: date) -> str:
    """Say `30 April 2018`, `28 to 30 April 2018`, `April 2018`, `March to April 2018` or `2016 to 2018`."""
    if (last - first).days < _SOME_WEEKS and not _are_whole_months(first, last):
        return from_to(first, last)
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
        return f"since {from_to(first, first)}"
    if first == everything.first:
        return f"until {from_to(last, last)}"
    if not _are_whole_months(first, last):
        return f"on {from_to(first, last)}" if first == last else f"from {from_to(first, last)}"
    if (first.month, last.month) == (1, 12):
        return f"in {first.year}" if first.year == last.year else f"from {first.year} to {last.year}"
    is_one = (first.year, first.month) == (last.year, last.month)
    return f"{'in' if is_one else 'from'} {_months(first, last)}"


def date_in_words(when: When, *, is_somewhere_within: bool = False) -> str:
    """Say `28–30 April 2018, uncertain`, `within April 2018`, `one day within 28–30 April 2018`, or `not dated`.

    `is_somewhere_within`: the file may mean by two ends the days between which it was, as data sets do.
    """
    if when.is_unknown:
        return "not dated"
    doubts = [word for word, is_so in (("uncertain", when.uncertain), ("approximate", when.approximate)) if is_so]
    return ", ".join([_days_of_a_date(when, is_somewhere_within=is_somewhere_within), *doubts])


def _days_of_a_date(when: When, *, is_somewhere_within: bool) -> str:
    first, last = when.first, when.last
    if first == last:
        return from_to(first, last)
    if first == date.min or last == date.max:
        return f"until {from_to(last, last)}" if first == date.min else f"since {from_to(first, first)}"
    is_of_months = _are_whole_months(first, last)
    if is_of_months:
        is_of_years = (first.month, last.month) == (1, 12)
        days = f"{first.year} to {last.year}" if is_of_years else _months(first, last)
        if first.year == last.year and is_of_years:
            days = str(first.year)
    else:
        days = from_to(first, last)
    days = _dashed(days)
    if when.text.startswith("["):
        return f"one day within {days}"
    return f"within {days}" if "/" not in when.text or is_somewhere_within else days


def _dashed(days: str) -> str:
    """Write a dash between two numbers or two words, as in `28–30 April 2018`; keep `to` between longer ends."""
    start, to, end = days.partition(" to ")
    return f"{start}–{end}" if to and " " not in start else days


def _are_whole_months(first: date, last: date) -> bool:
    return first.day == 1 and (last == date.max or (last + timedelta(days=1)).day == 1)


def from_to(first: date, last: date) -> str:
    """Say `28 to 30 April 2018`: the days themselves, never rounded to months."""
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
