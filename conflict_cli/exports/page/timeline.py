"""The timeline of a page: from which to which day each incident may have been, packed into as few rows as will hold."""

from collections.abc import Sequence
from datetime import date
from heapq import heappush, heapreplace

from msgspec import Struct

from conflict_cli.answers.timeline import certain_days
from conflict_cli.record.dates import Period
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Selection

MOST_DRAWN = 2000
MOST_NAMED = 40
"""Up to so many incidents have a row each, under their names."""


class Stretch(Struct, frozen=True):
    """The days of one incident, within those that are drawn: possible from `first` to `last`, certain on `certain`."""

    id: str
    number: int
    row: int
    first: date
    last: date
    certain: tuple[date, date] | None = None
    goes_on: bool = False


class Timeline(Struct, frozen=True):
    """The stretches of the incidents from `first` to `last`; `undated` may be any day, `left_out` are not drawn."""

    stretches: tuple[Stretch, ...] = ()
    first: date = date.min
    last: date = date.min
    rows: int = 0
    is_named: bool = True
    undated: int = 0
    left_out: int = 0


def timeline(selection: Selection, picked: Sequence[Picked]) -> Timeline:
    """The timeline of these incidents of the selection, which are its first."""
    known = [one for one in picked if not one.incident.date.is_unknown][:MOST_DRAWN]
    undated = sum(one.incident.date.is_unknown for one in picked)
    left_out = len(selection.picked) - undated - len(known)
    if not known:
        return Timeline(undated=undated, left_out=left_out)
    days = [one.incident.date for one in known]
    shown = Period(min(day.first for day in days), max(day.last for day in days)).within(selection.asked.query.period)
    is_named = len(known) <= MOST_NAMED
    rows = range(len(known)) if is_named else packed([_drawn(one, shown) for one in known])
    numbers = {one.incident.id: number for number, one in enumerate(picked)}
    stretches = [
        _stretch(one, selection, shown, row, numbers[one.incident.id]) for one, row in zip(known, rows, strict=True)
    ]
    return Timeline(
        stretches=tuple(stretches),
        first=shown.first,
        last=shown.last,
        rows=max(rows) + 1,
        is_named=is_named,
        undated=undated,
        left_out=left_out,
    )


def packed(spans: Sequence[tuple[date, date]]) -> list[int]:
    """For each span of days a row in which no other lies on any of them; as few rows as there can be."""
    order = sorted(range(len(spans)), key=lambda place: spans[place])
    rows = [0] * len(spans)
    free: list[tuple[date, int]] = []
    for place in order:
        first, last = spans[place]
        if free and free[0][0] < first:
            rows[place] = free[0][1]
            heapreplace(free, (last, rows[place]))
        else:
            rows[place] = len(free)
            heappush(free, (last, rows[place]))
    return rows


def _drawn(picked: Picked, shown: Period) -> tuple[date, date]:
    when = picked.incident.date
    return max(when.first, shown.first), min(when.last, shown.last)


def _stretch(picked: Picked, selection: Selection, shown: Period, row: int, number: int) -> Stretch:
    incident, (first, last) = picked.incident, _drawn(picked, shown)
    goes_on = (first, last) != (incident.date.first, incident.date.last)
    return Stretch(
        id=incident.id,
        number=number,
        row=row,
        first=first,
        last=last,
        certain=_certain(picked, selection, shown),
        goes_on=goes_on,
    )


def _certain(picked: Picked, selection: Selection, shown: Period) -> tuple[date, date] | None:
    """The certain days among those shown."""
    days = certain_days(picked.incident.date, selection)
    if days is None:
        return None
    first, last = max(days[0], shown.first), min(days[1], shown.last)
    return (first, last) if first <= last else None
