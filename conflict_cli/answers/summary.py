"""The report of `sum`: how many people were reported, with the caveats that belong to the numbers."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.answers.answer import LIGHT, OPEN, SHADED, SOLID, Answer, Bar, Cell, Column, Note, Row, Shown
from conflict_cli.answers.asides import ALL, asides, why_rows_differ
from conflict_cli.answers.caveats import WORDS, Caveats, in_words
from conflict_cli.answers.columns import NO_FIGURE
from conflict_cli.answers.explanation import explained
from conflict_cli.answers.ordering import NUMBERS, in_order
from conflict_cli.record.incident import MEASURES, Measure
from conflict_cli.record.phrases import group_name
from conflict_cli.selection.selection import By, Group, Selection, Sum

_SIGNS = ((SOLID, "to low"), (SHADED, "to best"), (LIGHT, "to high"), (OPEN, "no upper limit reported"))


class Summing(Struct, frozen=True):
    """How a sum is wanted: by which heading, in which measure, with bars, with every figure explained, in which order.

    Without a measure, a sum of everything has a row for each measure, and a grouped one is of the killed.
    `across` is the heading of the columns of a table of two questions, and `shown` what its cells show. `is_running`:
    each row of a period holds all to the end of it.
    """

    by: By | None = None
    measure: Measure | None = None
    has_bars: bool = False
    is_explained: bool = False
    sort: str | None = None
    across: By | None = None
    shown: Shown = "range"
    is_running: bool = False

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
    notes = (*_legend(stated, wanted), *caveats.notes(), *asides(selection, stated, stated, [None], wanted.measures))
    return Answer(_columns(f"Reported{of_victims(selection)}", wanted), rows if selection.picked else [], notes=notes)


def sum_for_machines(selection: Selection, wanted: Summing) -> Answer:
    """Return the sums as plain values: a row for each group, and a total, which is counted apart from the rows."""
    columns = (Column("group", "Group"), *machine_columns(wanted))
    groups = in_order(_groups(selection, wanted), wanted.sort, wanted.measure or "killed")
    rows = [(part, _sums(part.selection, wanted)) for part in groups]
    sums = _sums(selection, wanted)
    notes = tuple(map(Note, _machine_notes(selection, sums, [counted for _, counted in rows], wanted)))
    return Answer(
        columns,
        [(part.heading, *machine_cells(counted)) for part, counted in rows],
        below=sum(part.key is None for part in groups),
        total=(ALL, *machine_cells(sums)),
        notes=notes,
        envelope=envelope(selection, wanted, sums),
        name="totals",
    )


def envelope(selection: Selection, wanted: Summing, sums: Sequence[Sum]) -> dict[str, Cell]:
    """Return the values of JSON beside the rows."""
    found: dict[str, Cell] = {"by": wanted.by}
    if wanted.across:
        found["across"] = wanted.across
    if wanted.is_running:
        found["cumulative"] = True
    found["possible"] = _possible(selection, wanted)
    found["read"] = selection.read
    if selection.asked.query.as_of:
        found["as_of"] = selection.asked.query.as_of.isoformat()
    if selection.asked.query.victims:
        found["victims"] = selection.asked.query.victims
    if wanted.is_explained:
        found["explain"] = [dict(line) for counted in sums for line in explained(selection, counted)]
    return found


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
    groups = in_order(_groups(selection, wanted), wanted.sort, measure)
    counted_groups = [(part.heading, part.selection.sum_of(measure)) for part in groups]
    everything = selection.sum_of(measure)
    sums = [counted for _, counted in counted_groups]
    caveats = Caveats([*sums, everything])
    most = _most(sums)
    rows = [(heading, *_cells(counted, caveats, wanted, most)) for heading, counted in counted_groups]
    notes = [*_legend(sums, wanted), *caveats.notes()]
    notes += asides(selection, [everything], [*sums, everything], [by], [measure])
    notes += map(Note, _why(sums, everything, wanted))
    heading = (
        f"Reported {WORDS[measure]}{of_victims(selection)}{f', to the end of each {by}' if wanted.is_running else ''}"
    )
    # No bar for all rows: beside it, those of many rows would be too short to tell apart.
    total = (ALL, *_cells(everything, caveats, wanted, None)) if selection.picked else None
    below = sum(part.key is None for part in groups)
    return Answer(_columns(heading, wanted), rows, below=below, total=total, notes=tuple(notes))


def _groups(selection: Selection, wanted: Summing) -> list[Group]:
    return selection.groups(wanted.by, is_running=wanted.is_running) if wanted.by else []


def _why(sums: Sequence[Sum], everything: Sum, wanted: Summing) -> Iterator[str]:
    """Yield the reason why the rows do not add up to the last one, which no sums that run do."""
    if wanted.is_running:
        yield f"Each row counts afresh all from the beginning to the end of its {wanted.by}; rows are never added up."
    else:
        yield from why_rows_differ(sums, everything)


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


def of_victims(selection: Selection) -> str:
    """Return the group of victims for a heading, behind a comma; empty for everybody."""
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
    selection: Selection, sums: Sequence[Sum], rows: Sequence[Sequence[Sum]], wanted: Summing
) -> Iterator[str]:
    yield from (f"{counted.measure}: {caveat}" for counted in sums for caveat in in_words(counted))
    yield from (
        note.text for note in asides(selection, sums, [*sums, *chain.from_iterable(rows)], [wanted.by], wanted.measures)
    )
    for place, counted in enumerate(sums):
        if rows:
            why = _why([row[place] for row in rows], counted, wanted)
            yield from (f"{counted.measure}: {text}" for text in why)


def machine_columns(wanted: Summing) -> tuple[Column, ...]:
    """Return the columns behind the headings of a row."""
    numbers = (Column(f"{measure}_{name}", name, "number") for measure in wanted.measures for name in NUMBERS)
    return (Column("incidents", "Incidents", "number"), *numbers, Column("notes", "Notes"))


def machine_cells(sums: Sequence[Sum]) -> Row:
    """Return the plain values behind the headings of a row: its sums in each measure."""
    cells: list[Cell] = [sums[0].incidents]
    for counted in sums:
        cells += [counted.reported, *(getattr(counted.figure, name, None) for name in NUMBERS[1:])]
    told = [f"{counted.measure}: {caveat}" for counted in sums for caveat in in_words(counted)]
    return (*cells, tuple(told))
