"""The timeline of a page: the days on which each incident may have been, in a row under its title."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from conflict_cli.answers.timeline import certain_days
from conflict_cli.exports.page.days_in_words import from_to
from conflict_cli.record.dates import Period, When
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Selection

MOST_NAMED = 30
"""Of more incidents, a page shows sums by week."""


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
    undated: int = 0
    left_out: int = 0

    @property
    def days(self) -> str:
        """The first and the last day in words."""
        return from_to(self.first, self.last)


def timeline(selection: Selection, picked: Sequence[Picked]) -> Timeline:
    """Return the timeline of these incidents, which are the first of the selection; without stretches if many."""
    known = [one for one in picked if not one.incident.date.is_unknown]
    undated = sum(one.incident.date.is_unknown for one in picked)
    left_out = len(selection.picked) - undated - len(known)
    if not known or len(known) > MOST_NAMED:
        return Timeline(undated=undated, left_out=left_out)
    days = [one.incident.date for one in known]
    shown = Period(min(day.first for day in days), max(day.last for day in days)).within(selection.asked.query.period)
    spans = [(max(day.first, shown.first), min(day.last, shown.last)) for day in days]
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
        for row, (one, (first, last)) in enumerate(zip(known, spans, strict=True))
    ]
    return Timeline(
        stretches=tuple(stretches),
        first=shown.first,
        last=shown.last,
        undated=undated,
        left_out=left_out,
    )


def _certain(when: When, selection: Selection, shown: Period) -> tuple[date, date] | None:
    """Return the first and the last certain day among those shown; None where no certain day is shown."""
    days = certain_days(when, selection)
    if days is None:
        return None
    first, last = max(days[0], shown.first), min(days[1], shown.last)
    return (first, last) if first <= last else None
