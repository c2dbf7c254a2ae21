"""The timeline of a page: the days on which each incident may have been, packed into as few rows as possible."""

from collections.abc import Sequence
from datetime import date
from heapq import heappush, heapreplace

from msgspec import Struct

from conflict_cli.answers.timeline import certain_days
from conflict_cli.exports.page.days_in_words import from_to
from conflict_cli.record.dates import Period, When
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Selection

MOST_DRAWN = 2000
MOST_NAMED = 30
"""Up to this number, incidents have a row each, under their names."""


class Stretch(Struct, frozen=True):
    """The days of one incident among those drawn: possible from `first` to `last`, certain on `certain`.

    `number` is the place of the incident in the page, from 0; `goes_on` if it has days that are not drawn.
    """

    id: str
    title: str
    number: int
    row: int
    first: date
    last: date
    certain: tuple[date, date] | None = None
    goes_on: bool = False


class Timeline(Struct, frozen=True):
    """The stretches of incidents from `first` to `last`.

    `undated` counts the incidents without a known day, `left_out` the others that are not drawn.
    """

    stretches: tuple[Stretch, ...] = ()
    first: date = date.min
    last: date = date.min
    rows: int = 0
    is_named: bool = True
    undated: int = 0
    left_out: int = 0

    @property
    def days(self) -> str:
        """The first and the last day in words."""
        return from_to(self.first, self.last)


def timeline(selection: Selection, picked: Sequence[Picked]) -> Timeline:
    """Return the timeline of these incidents, which are the first of the selection."""
    known = [one for one in picked if not one.incident.date.is_unknown][:MOST_DRAWN]
    undated = sum(one.incident.date.is_unknown for one in picked)
    left_out = len(selection.picked) - undated - len(known)
    if not known:
        return Timeline(undated=undated, left_out=left_out)
    days = [one.incident.date for one in known]
    shown = Period(min(day.first for day in days), max(day.last for day in days)).within(selection.asked.query.period)
    is_named = len(known) <= MOST_NAMED
    spans = [(max(day.first, shown.first), min(day.last, shown.last)) for day in days]
    rows = range(len(known)) if is_named else packed(spans)
    numbers = {one.incident.id: number for number, one in enumerate(picked)}
    stretches = [
        Stretch(
            id=one.incident.id,
            title=one.incident.title,
            number=numbers[one.incident.id],
            row=row,
            first=first,
            last=last,
            certain=_certain(one.incident.date, selection, shown),
            goes_on=(first, last) != (one.incident.date.first, one.incident.date.last),
        )
        for one, row, (first, last) in zip(known, rows, spans, strict=True)
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
    """Return a row for each span of days, without a day on which two spans share a row; in as few rows as possible."""
    order = sorted(range(len(spans)), key=spans.__getitem__)
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


def _certain(when: When, selection: Selection, shown: Period) -> tuple[date, date] | None:
    """Return the first and the last certain day among those shown; None where no certain day is shown."""
    days = certain_days(when, selection)
    if days is None:
        return None
    first, last = max(days[0], shown.first), min(days[1], shown.last)
    return (first, last) if first <= last else None
