"""Sentences on what had been published by the day that a query asks for."""

from collections.abc import Iterable, Iterator

from conflict_cli.answers.caveats import at_most, named_few
from conflict_cli.record.incident import Measure
from conflict_cli.record.phrases import how_many
from conflict_cli.selection.selection import Selection


def known_in_words(selection: Selection, measures: Iterable[Measure]) -> Iterator[str]:
    """Yield the day and what it does not change, and what may have been published by then; nothing without a day."""
    day = selection.asked.query.as_of
    if day is None:
        return
    yield f"Only what had been published by {day}; dates, places, actors and links are as the file has them now."
    if selection.undated:
        count = sum(len(picked.incident.reports) for picked in selection.undated)
        people = at_most(selection.narrowed(selection.undated), measures)
        names = named_few([picked.incident.id for picked in selection.undated])
        said = f"{how_many(count, 'report')} without a sure day of publication, {people} ({names})"
        yield f"Perhaps published by {day}, not counted: {said}."
