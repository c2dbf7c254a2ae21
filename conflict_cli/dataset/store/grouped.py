"""The rows of a table of a data set as selections: their sums are known before their incidents are in memory."""

from collections.abc import Sequence
from typing import overload

from conflict_cli.counting.groups import Line
from conflict_cli.counting.groups import heading as shown
from conflict_cli.counting.in_memory import SelectionInMemory
from conflict_cli.dataset.store.groups import Groups
from conflict_cli.dataset.store.relation import Relation
from conflict_cli.record.incident import Measure
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import By, Group, Selection, Sum


def grouped(selection: Selection, relation: Relation, by: By, *, is_running: bool = False) -> list[Group]:
    """Group the events of a selection by this property; the engine adds up the sums."""
    return groups_of(Groups(selection, relation, by, is_running=is_running), selection, by)


def groups_of(sums: Groups, selection: Selection, by: By) -> list[Group]:
    """Return the rows of the table as groups."""
    return [
        Group(
            heading if key is None else shown(key, by, selection.names, selection.geography),
            GroupedSelection(sums, (key, heading), selection),
            key,
        )
        for key, heading in sums.keys
    ]


class GroupedSelection(SelectionInMemory):
    """One group of the events of a selection. Its sum is known before its incidents are in memory."""

    def __init__(self, sums: Groups, line: Line, whole: "Selection") -> None:
        members = _Members(sums, line)
        super().__init__(sums.question, members, data_set=whole.data_set, cite=whole.cite)
        self._sums = sums
        self._line = line

    def sum_of(self, measure: Measure) -> Sum:
        """Return the sum that the engine added up."""
        return self._sums.sum_of(self._line, measure)


class _Members(Sequence[Picked]):
    """The incidents of a group, loaded when the first of them is needed. Their number is known earlier."""

    def __init__(self, groups: Groups, line: Line) -> None:
        self._groups = groups
        self._line = line

    def __len__(self) -> int:
        return self._groups.sum_of(self._line, "killed").incidents

    @overload
    def __getitem__(self, place: int) -> Picked: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Picked]: ...
    def __getitem__(self, place: int | slice) -> Picked | Sequence[Picked]:
        return self._groups.members[self._line].picked[place]
