"""Cross two properties in one table: each cell is a question, with the filters of its row and of its column.

A cell is never a share of its row or its column, and these are never added up of cells: one incident may stand in
several. In each column, as in the whole table, what belongs to no single row stands once more below them; so it is
with the columns of each row.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product

from conflict_cli.counting.groups import PLACES, Line, grouped, heading, in_order, keys_of, lines_named, lines_of
from conflict_cli.record.errors import UsageError
from conflict_cli.record.incident import Incident, Measure
from conflict_cli.record.periods import SPANS
from conflict_cli.selection.matching import Question
from conflict_cli.selection.picking import Picked, found_by
from conflict_cli.selection.query import Key
from conflict_cli.selection.selection import By, Crossed, Group, Selection, Sum

Cell = tuple[Line, Line]
Pair = tuple[Key, Key]


class CrossedInMemory(Crossed):
    """A table of two questions to incidents in memory."""

    def __init__(
        self, rows: Sequence[Group], columns: Sequence[Group], cells: Mapping[tuple[int, int], Selection]
    ) -> None:
        self.rows = rows
        self.columns = columns
        self.cells = cells

    def sums(self, measure: Measure) -> Mapping[tuple[int, int], Sum]:
        """Return the sum of each cell in this measure, by the place of its row and that of its column."""
        return {place: cell.sum_of(measure) for place, cell in self.cells.items()}


def crossed(
    selection: Selection, by: By, across: By, question: Question, originals: Sequence[Incident]
) -> CrossedInMemory:
    """Cross two properties of incidents in memory. `Selection.crossed` answers this for every selection."""
    require_two_questions(by, across)
    found: dict[Cell, list[Picked]] = {}
    for cell, picked in _cells(selection, by, across, question, originals):
        found.setdefault(cell, []).append(picked)
    sides = [
        _with_all(grouped(selection, one, question, originals), lines, one, selection)
        for one, lines in ((by, (row for row, _ in found)), (across, (column for _, column in found)))
    ]
    rows, columns = ({line_of(group): place for place, group in enumerate(side)} for side in sides)
    cells = {(rows[row], columns[column]): selection.narrowed(held) for (row, column), held in found.items()}
    return CrossedInMemory(sides[0], sides[1], cells)


def require_two_questions(by: By, across: By) -> None:
    """Raise `UsageError` for two properties of which one decides the other, such as town and governorate."""
    hint = "ask two different questions, as in --by month,governorate"
    if by == across:
        raise UsageError(f"--by names {by} twice; {hint}")
    for family, what in ((PLACES, "where"), (SPANS, "when")):
        if by in family and across in family:
            raise UsageError(f"{by} and {across} both say {what} it was; {hint}")


def line_of(group: Group) -> Line:
    """Return the row or column that a group is."""
    return (None, group.heading) if group.key is None else (group.key, "")


def _cells(
    selection: Selection, by: By, across: By, question: Question, originals: Iterable[Incident]
) -> Iterator[tuple[Cell, Picked]]:
    """Yield each cell in which an incident stands, with the incident as the filters of the cell find it."""
    whole = {picked.incident.id: picked for picked in selection.picked}
    incidents = [picked.incident for picked in selection.picked]
    named = [lines_named(incidents, one, question.period) for one in (by, across)]

    @cache
    def asked(pair: Pair) -> Question:
        narrower = question if pair[0] is None else question.within(by, pair[0])
        return narrower if pair[1] is None else narrower.within(across, pair[1])

    for incident in originals:
        rows, columns = (
            keys_of(incident, one, question, known) for one, known in zip((by, across), named, strict=True)
        )
        found: dict[Pair, Picked] = {}
        if incident.id in whole:
            found[None, None] = whole[incident.id]
        for pair in product((None, *rows), (None, *columns)):
            if pair != (None, None):
                found.update((pair, picked) for picked in found_by([incident], asked(pair)).picked)
        yield from _of_one(found, by, across, rows, columns)


def _of_one(
    found: Mapping[Pair, Picked], by: By, across: By, rows: Sequence[Key], columns: Sequence[Key]
) -> Iterator[tuple[Cell, Picked]]:
    """Yield the cells of one incident; `found` is what the filters of each pair of keys answer, None for no filter."""

    def rows_in(column: Key) -> Iterator[tuple[Line, Picked]]:
        parts = {key: found[key, column] for key in rows if (key, column) in found}
        return lines_of(found.get((None, column)), parts, by, rows)

    def columns_in(row: Key) -> Iterator[tuple[Line, Picked]]:
        parts = {key: found[row, key] for key in columns if (row, key) in found}
        return lines_of(found.get((row, None)), parts, across, columns)

    for column in columns:
        yield from (((row, (column, "")), picked) for row, picked in rows_in(column))
    for row in rows:
        yield from ((((row, ""), column), picked) for column, picked in columns_in(row) if column[0] is None)
    below = [[line for line, _ in lines(None) if line[0] is None] for lines in (rows_in, columns_in)]
    yield from (((row, column), found[None, None]) for row in below[0] for column in below[1])


def _with_all(groups: Sequence[Group], lines: Iterable[Line], by: By, selection: Selection) -> list[Group]:
    """Return the groups, with an empty one for each line that has cells and in all no incident.

    One source may name no actor where another does, or a figure that is great enough where all sources give a lower.
    """
    known = {line_of(group): group for group in groups}
    for key, name in lines:
        if (key, name) not in known:
            shown = name if key is None else heading(key, by, selection.names, selection.geography)
            known[key, name] = Group(shown, selection.narrowed([]), key)
    keyed = {key: group for (key, _), group in known.items() if key is not None}
    below = sorted(name for key, name in known if key is None)
    return [*(keyed[key] for key in in_order(keyed, by)), *(known[None, name] for name in below)]
