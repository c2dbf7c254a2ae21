"""A table of two questions to a data set: the engine adds up all its cells in one query for each measure."""

from collections.abc import Mapping

from conflict_cli.counting.crossing import require_two_questions
from conflict_cli.dataset.store.grouped import groups_of
from conflict_cli.dataset.store.groups import Groups
from conflict_cli.dataset.store.relation import Relation
from conflict_cli.dataset.store.sums import sums_by_key
from conflict_cli.record.incident import Measure
from conflict_cli.record.periods import SPANS
from conflict_cli.selection.selection import By, Crossed, Selection, Sum

_SIDES = ("row_line", "column_line")
"""The columns with the number of the row and of the column of the table."""


class CrossedEvents(Crossed):
    """The events of a selection, grouped by two properties.

    One says where, when, who or what, and the other something else: how firmly an event belongs to a row does not
    depend on the column. So the events are repeated for each row, and these for each column.
    """

    def __init__(self, selection: Selection, relation: Relation, by: By, across: By) -> None:
        require_two_questions(by, across)
        self._selection = selection
        self._relation = relation
        self._bys = by, across
        self._sides = Groups(selection, relation, by), Groups(selection, relation, across)
        self.rows, self.columns = (
            groups_of(side, selection, one) for side, one in zip(self._sides, self._bys, strict=True)
        )

    def sums(self, measure: Measure) -> Mapping[tuple[int, int], Sum]:
        """Return the sum of each cell in this measure, by the place of its row and that of its column."""
        whole = self._selection.sum_of(measure)
        keyed = Relation(self._relation.engine, self._keyed(), self._relation.question, self._bys)
        sums = sums_by_key(keyed, measure, ", ".join(_SIDES), whole, is_by_date=self._by_date())
        rows, columns = (
            {number: side.keys.index(line) for number, line in side.lines.items() if line in side.keys}
            for side in self._sides
        )
        return {(rows[row], columns[column]): counted for (row, column), counted in sums}

    def _keyed(self) -> str:
        """Return the SQL of the events for each cell; periods come first, whose SQL names its rows several times."""
        rows = self._relation.rows
        named = zip(self._sides, self._bys, _SIDES, strict=True)
        for side, _, name in sorted(named, key=_is_no_period):
            rows = side.keyed(rows, name)
        return rows

    def _by_date(self) -> str:
        conditions = [side.by_date(name) for side, name in zip(self._sides, _SIDES, strict=True)]
        return next((one for one in conditions if one != "false"), "false")


def _is_no_period(side: tuple[Groups, By, str]) -> bool:
    return side[1] not in SPANS
