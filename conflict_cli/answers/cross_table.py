"""The report of `sum --by month,governorate`: two questions in one table, of which each cell is a sum of its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from conflict_cli.answers.answer import Answer, Column, Note, Row, Shown
from conflict_cli.answers.asides import ALL, asides, why_rows_differ
from conflict_cli.answers.caveats import WORDS, Caveats, in_words
from conflict_cli.answers.columns import NO_FIGURE
from conflict_cli.answers.ordering import in_order
from conflict_cli.answers.summary import Summing, envelope, machine_cells, machine_columns, of_victims
from conflict_cli.counting.crossing import line_of
from conflict_cli.record.incident import Measure
from conflict_cli.selection.selection import By, Group, Selection, Sum

_SHOWN: Mapping[Shown, str] = {"range": "low–high", "best": "best", "low": "low", "high": "high"}


class Crossing(Struct, frozen=True):
    """The sums of one table in one measure: those of its cells by row and column, of both margins, and of all."""

    cells: Mapping[tuple[int, int], Sum]
    rows: Sequence[Sum]
    columns: Sequence[Sum]
    everything: Sum

    @property
    def every(self) -> list[Sum]:
        """All sums of the table; that of everything is the last."""
        return [*self.cells.values(), *self.rows, *self.columns, self.everything]

    def of_row(self, row: int) -> list[Sum]:
        """Return the sums of the cells in one row."""
        return [self.cells[row, column] for column in range(len(self.columns)) if (row, column) in self.cells]

    def of_column(self, column: int) -> list[Sum]:
        """Return the sums of the cells in one column."""
        return [self.cells[row, column] for row in range(len(self.rows)) if (row, column) in self.cells]


class Table(Struct, frozen=True):
    """The rows of a table in the wanted order, its columns, and its sums in each measure."""

    rows: Sequence[Group]
    columns: Sequence[Group]
    crossings: Sequence[Crossing]


def cross_for_readers(selection: Selection, wanted: Summing, by: By, across: By) -> Answer:
    """Return a row for each key of the first property and a column for each of the second, with totals of both."""
    measure = wanted.measure or "killed"
    table = _table(selection, wanted, by, across, [measure])
    (crossing,) = table.crossings
    caveats = Caveats(crossing.every)
    rows = []
    for row, group in enumerate(table.rows):
        cells = [_cell(crossing.cells.get((row, column)), wanted.shown) for column in range(len(table.columns))]
        letters = caveats.letters(*crossing.of_row(row), crossing.rows[row])
        rows.append((group.heading, *cells, _cell(crossing.rows[row], wanted.shown), letters))
    notes = [*caveats.notes(), *map(Note, _signs(crossing, len(rows) * len(table.columns)))]
    notes += asides(selection, [crossing.everything], crossing.every, [by, across], [measure])
    notes += map(Note, _why_cells_differ(crossing))
    totals = (*crossing.columns, crossing.everything)
    return Answer(
        _columns(f"Reported {WORDS[measure]}{of_victims(selection)}, {_SHOWN[wanted.shown]}", table.columns),
        rows,
        below=sum(group.key is None for group in table.rows),
        total=(ALL, *(_cell(one, wanted.shown) for one in totals), caveats.letters(*totals)),
        notes=tuple(notes),
    )


def cross_for_machines(selection: Selection, wanted: Summing, by: By, across: By) -> Answer:
    """Return a row of plain values for each cell, with both of its keys; the other key of a margin is `All`."""
    table = _table(selection, wanted, by, across, wanted.measures)
    sums = [crossing.everything for crossing in table.crossings]
    every = [one for crossing in table.crossings for one in crossing.every]
    notes = [f"{one.measure}: {caveat}" for one in sums for caveat in in_words(one)]
    notes += [note.text for note in asides(selection, sums, every, [by, across], wanted.measures)]
    notes += [
        f"{crossing.everything.measure}: {why}" for crossing in table.crossings for why in _why_cells_differ(crossing)
    ]
    return Answer(
        (Column("group", "Group"), Column("across", "Across"), *machine_columns(wanted)),
        list(_tidy(table)),
        total=(ALL, ALL, *machine_cells(sums)),
        notes=tuple(map(Note, notes)),
        envelope=envelope(selection, wanted, sums),
        name="totals",
    )


def _table(selection: Selection, wanted: Summing, by: By, across: By, measures: Iterable[Measure]) -> Table:
    measures = list(measures)
    crossed = selection.crossed(by, across)
    rows = in_order(crossed.rows, wanted.sort, measures[0])
    places = {line_of(group): place for place, group in enumerate(rows)}
    moved = [places[line_of(group)] for group in crossed.rows]
    crossings = []
    for measure in measures:
        cells = {(moved[row], column): one for (row, column), one in crossed.sums(measure).items()}
        totals, across_totals = ([one.selection.sum_of(measure) for one in side] for side in (rows, crossed.columns))
        crossings.append(Crossing(dict(sorted(cells.items())), totals, across_totals, selection.sum_of(measure)))
    return Table(rows, crossed.columns, crossings)


def _columns(heading: str, groups: Iterable[Group]) -> tuple[Column, ...]:
    """Return a column for each group; the last ones are the first that a narrow screen leaves out."""
    names = [group.heading for group in groups]
    keys = [name.casefold().replace("-", "_") for name in names]
    cells = [Column(key, name, "number", rank=2) for key, name in zip(keys, names, strict=True)]
    return (Column("group", heading), *cells, Column("all", ALL, "number"), Column("notes", "Notes"))


def _cell(counted: Sum | None, shown: Shown) -> str:
    """Return a cell for readers: empty where no incident stands, `?` where none reports a figure."""
    if counted is None or not counted.incidents:
        return ""
    figure = counted.figure
    if figure is None:
        return NO_FIGURE
    if shown == "range":
        return figure.short
    number: int = getattr(figure, shown)
    return f"{number}{'+' if shown == 'high' and figure.open else ''}"


def _signs(crossing: Crossing, places: int) -> Iterator[str]:
    """Yield what empty cells and question marks mean, if there are any."""
    signs = ["an empty cell: no incident"] if len(crossing.cells) < places else []
    if any(one.incidents and one.figure is None for one in crossing.every):
        signs.append(f"{NO_FIGURE}: no figure is reported")
    if signs:
        said = "; ".join(signs)
        yield f"{said[0].upper()}{said[1:]}."


def _why_cells_differ(crossing: Crossing) -> Iterator[str]:
    """Yield the reason why cells and totals do not add up; nothing where they do."""
    lines: list[tuple[Sequence[Sum], Sum]]
    lines = [(crossing.of_row(row), total) for row, total in enumerate(crossing.rows)]
    lines += [(crossing.of_column(column), total) for column, total in enumerate(crossing.columns)]
    lines += [(crossing.rows, crossing.everything), (crossing.columns, crossing.everything)]
    reasons = (why_rows_differ(parts, total, "cell", "each total is") for parts, total in lines)
    yield from dict.fromkeys(chain.from_iterable(reasons))


def _tidy(table: Table) -> Iterator[Row]:
    """Yield the cells of each row and its total, then the totals of the columns."""
    first = table.crossings[0].cells
    for row, group in enumerate(table.rows):
        for column, other in enumerate(table.columns):
            if (row, column) in first:
                sums = [crossing.cells[row, column] for crossing in table.crossings]
                yield (group.heading, other.heading, *machine_cells(sums))
        yield (group.heading, ALL, *machine_cells([crossing.rows[row] for crossing in table.crossings]))
    for column, other in enumerate(table.columns):
        yield (ALL, other.heading, *machine_cells([crossing.columns[column] for crossing in table.crossings]))
