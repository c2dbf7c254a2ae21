"""The report of `sum`: how many people were reported, with the caveats that belong to the numbers."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.answers.answer import LIGHT, OPEN, SHADED, SOLID, Answer, Bar, Cell, Column, Note, Row
from conflict_cli.answers.caveats import (
    WORDS,
    Caveats,
    in_words,
    left_out,
    namesakes,
    not_counted,
    towns_that_are_governorates,
    unlinked_in_words,
)
from conflict_cli.answers.columns import NO_FIGURE
from conflict_cli.answers.explanation import explained
from conflict_cli.answers.known import known_in_words
from conflict_cli.answers.misplaced import unmatched_in_words
from conflict_cli.record.figures import BOUNDS, MARKS
from conflict_cli.record.incident import MEASURES, Measure
from conflict_cli.record.phrases import group_name
from conflict_cli.selection.selection import By, Selection, Sum

ALL = "All"
_SIGNS = ((SOLID, "to low"), (SHADED, "to best"), (LIGHT, "to high"), (OPEN, "no upper limit reported"))
NUMBERS = ("reported", *BOUNDS, *MARKS)


class Summing(Struct, frozen=True):
    """How a sum is wanted: by which heading, in which measure, with bars, or with every figure explained.

    Without a measure, a sum of everything has a row for each measure, and a grouped one is of the killed.
    """

    by: By | None = None
    measure: Measure | None = None
    has_bars: bool = False
    is_explained: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of machine formats."""
        return (self.measure,) if self.measure else MEASURES


def sum_for_readers(selection: Selection, wanted: Summing) -> Answer:
    """Return a row of low, best and high for each measure or each group, and the notes that belong to them."""
    if wanted.by:
        return _sum_by_group(selection, wanted, wanted.by)
    sums = _sums(selection, wanted)
    stated = [counted for counted in sums if counted.figure] or sums[:1]
    caveats = Caveats(stated)
    most = _most(stated)
    rows = [(WORDS[counted.measure].capitalize(), *_cells(counted, caveats, wanted, most)) for counted in stated]
    notes = (*_legend(stated, wanted), *caveats.notes(), *_asides(selection, stated, stated, None, wanted.measures))
    return Answer(_columns(f"Reported{_of_whom(selection)}", wanted), rows if selection.picked else [], notes=notes)


def sum_for_machines(selection: Selection, wanted: Summing) -> Answer:
    """Return the sums as plain values: a row for each group, and a total, which is counted apart from the rows."""
    columns = [Column("group", "Group"), Column("incidents", "Incidents", "number")]
    columns += [Column(f"{measure}_{name}", name, "number") for measure in wanted.measures for name in NUMBERS]
    columns.append(Column("notes", "Notes"))
    groups = selection.groups(wanted.by) if wanted.by else []
    rows = [(part, _sums(part.selection, wanted)) for part in groups]
    sums = _sums(selection, wanted)
    notes = tuple(map(Note, _machine_notes(selection, sums, [counted for _, counted in rows], wanted.by)))
    envelope: dict[str, Cell] = {"by": wanted.by}
    envelope["possible"] = _possible(selection, wanted)
    envelope["read"] = selection.read
    if selection.asked.query.as_of:
        envelope["as_of"] = selection.asked.query.as_of.isoformat()
    if selection.asked.query.victims:
        envelope["victims"] = selection.asked.query.victims
    if wanted.is_explained:
        envelope["explain"] = [dict(line) for counted in sums for line in explained(selection, counted)]
    return Answer(
        tuple(columns),
        [_machine_row(part.heading, counted) for part, counted in rows],
        below=sum(part.key is None for part in groups),
        total=_machine_row(ALL, sums),
        notes=notes,
        envelope=envelope,
        name="totals",
    )


def _possible(selection: Selection, wanted: Summing) -> Cell:
    """Return the incidents that may belong to the question but are not counted, as plain values; None without any."""
    possible = selection.possible
    if not possible.picked:
        return None
    found: dict[str, Any] = {
        "incidents": len(possible.picked),
        "ids": [picked.incident.id for picked in possible.picked],
    }
    for counted in _sums(possible, wanted):
        found[f"{counted.measure}_reported"] = counted.reported
        found[f"{counted.measure}_high"] = counted.figure.high if counted.figure else None
        found[f"{counted.measure}_open"] = counted.figure.open if counted.figure else None
    return found


def with_notes_in_total(report: Answer) -> Answer:
    """Return the report for formats without notes below the rows: all notes stand in the last row."""
    if report.total is None:
        return report
    return replace(report, total=(*report.total[:-1], tuple(note.text for note in report.notes)))


def without_notes_in_total(report: Answer) -> Answer:
    """Return the report for formats with notes below the rows: the last row does not repeat them."""
    return replace(report, total=(*report.total[:-1], None)) if report.total else report


def _sum_by_group(selection: Selection, wanted: Summing, by: By) -> Answer:
    measure = wanted.measure or "killed"
    groups = selection.groups(by)
    counted_groups = [(part.heading, part.selection.sum_of(measure)) for part in groups]
    everything = selection.sum_of(measure)
    sums = [counted for _, counted in counted_groups]
    caveats = Caveats([*sums, everything])
    most = _most(sums)
    rows = [(heading, *_cells(counted, caveats, wanted, most)) for heading, counted in counted_groups]
    notes = [*_legend(sums, wanted), *caveats.notes()]
    notes += _asides(selection, [everything], [*sums, everything], by, [measure])
    notes += map(Note, _why_rows_differ(sums, everything))
    heading = f"Reported {WORDS[measure]}{_of_whom(selection)}"
    # No bar for all rows: beside it, those of many rows would be too short to tell apart.
    total = (ALL, *_cells(everything, caveats, wanted, None)) if selection.picked else None
    below = sum(part.key is None for part in groups)
    return Answer(_columns(heading, wanted), rows, below=below, total=total, notes=tuple(notes))


def _most(sums: Iterable[Sum]) -> int:
    """Return the greatest number on a bar, which is not always a high, since bounds may contradict each other."""
    figures = [counted.figure for counted in sums if counted.figure]
    return max((max(figure.low, figure.best, figure.high) for figure in figures), default=0)


def _cells(counted: Sum, caveats: Caveats, wanted: Summing, most: int | None) -> Row:
    """Return the cells behind the heading of a row; `most` is the scale of its bar, None for a row without one."""
    figure = counted.figure
    count = f"{counted.reported} of {counted.incidents}" if counted.reported < counted.incidents else counted.incidents
    bar: tuple[Cell, ...] = (None,) if wanted.has_bars else ()
    if figure is None:
        return (count, NO_FIGURE, NO_FIGURE, NO_FIGURE, *bar, "")
    if bar and most is not None:
        bar = (Bar(figure.low, figure.best, figure.high, most, figure.open),)
    high = f"{figure.high}{'+' if figure.open else ''}"
    return (count, str(figure.low), str(figure.best), high, *bar, caveats.letters(counted))


def _legend(sums: Sequence[Sum], wanted: Summing) -> Iterator[Note]:
    """Yield the meaning of the signs of the bars, and the number of people of the longest bar."""
    if not wanted.has_bars:
        return
    said = f"Longest bar: {_most(sums)}."
    if any(counted.figure and counted.figure.is_contradictory for counted in sums):
        said += f" Where they contradict each other, {SOLID} ends at the least and {LIGHT} at the greatest of them."
    yield Note(said, signs=_SIGNS, is_legend=True)


def _asides(
    selection: Selection, whole: Sequence[Sum], every: Iterable[Sum], by: By | None, measures: Iterable[Measure]
) -> Iterator[Note]:
    """Yield the other notes on the sums of the `whole` selection, and on `every` sum that is shown."""
    yield from map(Note, unmatched_in_words(selection.unmatched))
    yield from map(Note, (*towns_that_are_governorates(selection), *namesakes(selection)))
    measures = list(measures)
    if uncounted := not_counted(selection, measures):
        yield Note(uncounted)
    yield from map(Note, known_in_words(selection, measures))
    yield from map(Note, selection.remarks(by))
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


def _why_rows_differ(sums: Sequence[Sum], everything: Sum) -> Iterator[str]:
    """Yield the reason why the rows do not add up to the last one; nothing where they do."""
    if sum(counted.incidents for counted in sums) > everything.incidents:
        yield f"Some incidents stand in more than one row; {ALL} is counted afresh from the incidents, each once."
        return
    figures = [counted.figure for counted in sums if counted.figure]
    added = [sum(getattr(figure, bound) for figure in figures) for bound in BOUNDS]
    whole = everything.figure
    if whole and added != [whole.low, whole.best, whole.high]:
        yield f"Incidents of different rows may be about the same people; {ALL} is counted afresh from the incidents."


def _of_whom(selection: Selection) -> str:
    victims = selection.asked.query.victims
    return f", {group_name(victims)}" if victims else ""


def _columns(heading: str, wanted: Summing) -> tuple[Column, ...]:
    columns = [
        Column("group", heading),
        Column("incidents", "Incidents", "number", rank=1),
        Column("low", "Low", "number"),
        Column("best", "Best", "number"),
        Column("high", "High", "number"),
    ]
    if wanted.has_bars:
        columns.append(Column("bar", "", "bar", rank=2))
    return (*columns, Column("notes", "Notes"))


def _sums(selection: Selection, wanted: Summing) -> list[Sum]:
    return [selection.sum_of(measure) for measure in wanted.measures]


def _machine_notes(
    selection: Selection, sums: Sequence[Sum], rows: Sequence[Sequence[Sum]], by: By | None
) -> Iterator[str]:
    yield from (f"{counted.measure}: {caveat}" for counted in sums for caveat in in_words(counted))
    yield from (
        note.text
        for note in _asides(selection, sums, [*sums, *chain.from_iterable(rows)], by, [one.measure for one in sums])
    )
    for place, counted in enumerate(sums):
        if rows:
            why = _why_rows_differ([row[place] for row in rows], counted)
            yield from (f"{counted.measure}: {text}" for text in why)


def _machine_row(heading: str, sums: Sequence[Sum]) -> Row:
    cells: list[Cell] = [heading, sums[0].incidents]
    for counted in sums:
        cells += [counted.reported, *(getattr(counted.figure, name, None) for name in NUMBERS[1:])]
    told = [f"{counted.measure}: {caveat}" for counted in sums for caveat in in_words(counted)]
    return (*cells, tuple(told))
