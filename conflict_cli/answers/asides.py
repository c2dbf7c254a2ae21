"""The notes beside sums that have no letter: what is not counted, what must be known, and why rows do not add up."""

from collections.abc import Iterable, Iterator, Sequence

from conflict_cli.answers.answer import Note
from conflict_cli.answers.caveats import (
    left_out,
    namesakes,
    not_counted,
    towns_that_are_governorates,
    unlinked_in_words,
)
from conflict_cli.answers.known import known_in_words
from conflict_cli.answers.misplaced import unmatched_in_words
from conflict_cli.record.figures import BOUNDS
from conflict_cli.record.incident import Measure
from conflict_cli.selection.selection import By, Selection, Sum

ALL = "All"
"""The heading of the row, and of the column, of everything."""


def asides(
    selection: Selection,
    whole: Sequence[Sum],
    every: Iterable[Sum],
    bys: Sequence[By | None],
    measures: Iterable[Measure],
) -> Iterator[Note]:
    """Yield the other notes on the sums of the `whole` selection, and on `every` sum that is shown."""
    yield from map(Note, unmatched_in_words(selection.unmatched))
    yield from map(Note, (*towns_that_are_governorates(selection), *namesakes(selection)))
    measures = list(measures)
    if uncounted := not_counted(selection, measures):
        yield Note(uncounted)
    yield from map(Note, known_in_words(selection, measures))
    yield from map(Note, dict.fromkeys(remark for by in bys for remark in selection.remarks(by)))
    if (least := selection.asked.query.min_killed) is not None:
        yield Note(f"Only incidents with {least} or more killed, by the best figure.")
    missing = left_out(selection, whole)
    if missing:
        yield Note(missing)
    if unlinked := unlinked_in_words(selection):
        yield Note(unlinked)
    if any(not counted.is_exact for counted in every):
        yield Note(
            "Too many incidents are linked to compute low and best exactly: they may be too low, never too high."
        )


def why_rows_differ(sums: Sequence[Sum], everything: Sum, part: str = "row", whole: str = f"{ALL} is") -> Iterator[str]:
    """Yield the reason why the rows do not add up to the last one; nothing where they do."""
    if sum(counted.incidents for counted in sums) > everything.incidents:
        yield f"Some incidents stand in more than one {part}; {whole} counted afresh from the incidents, each once."
        return
    figures = [counted.figure for counted in sums if counted.figure]
    added = [sum(getattr(figure, bound) for figure in figures) for bound in BOUNDS]
    figure = everything.figure
    if figure and added != [figure.low, figure.best, figure.high]:
        yield f"Incidents of different {part}s may be about the same people; {whole} counted afresh from the incidents."
