"""What a program in Python, or a notebook, gets in its hands: selections, and the rows of a table as values."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from msgspec import Struct

from conflict_cli.answers.answer import Arrangement
from conflict_cli.answers.listing import Listing, list_incidents
from conflict_cli.answers.misplaced import unmatched_in_words
from conflict_cli.answers.records import Record, records, types_of_records
from conflict_cli.answers.summary import Summing, sum_for_machines
from conflict_cli.counting.in_memory import select
from conflict_cli.counting.totals import Totals
from conflict_cli.counting.totals import total as total_of_all
from conflict_cli.dataset.store.dataset import Dataset
from conflict_cli.record.errors import DataError, UsageError
from conflict_cli.record.incident import Incident, Ledger
from conflict_cli.record.names import did_you_mean
from conflict_cli.render.harmless import harmless
from conflict_cli.selection.query import Query, in_words
from conflict_cli.selection.selection import BYS, By
from conflict_cli.selection.selection import Selection as Selected

MOST_SHOWN = 200
"""A table in a notebook has so many rows."""

MOST_ADDED_UP = 10_000
"""Of a ledger with more incidents, a selection that is only looked at does not say the sum: all links are needed."""


def selected(source: Ledger | Dataset, query: Query) -> "Selection":
    """Select the incidents that answer the query; `UsageError` for a word that names nothing."""
    found = select(source, query) if isinstance(source, Ledger) else source.select(query)
    if found.unmatched:
        raise UsageError(" ".join(unmatched_in_words(found.unmatched)))
    return Selection(found, len(source.incidents) if isinstance(source, Ledger) else source.count)


class Selection:
    """The incidents that answer a query, in the order of their file: to iterate over, to count, to look at.

    Those of a data set stay in its file, also while they are iterated over; `records` holds all of them in memory.
    """

    def __init__(self, found: Selected, of: int, part: str = "") -> None:
        """Take what was found among so many; `part` says which part of an answer it is, if it is not all of one."""
        self._found = found
        self._of = of
        self._part = part

    def __len__(self) -> int:
        return len(self._found.picked)

    def __iter__(self) -> Iterator[Incident]:
        return (picked.incident for picked in self._found.picked)

    def __repr__(self) -> str:
        file = self._found.data_set or Path(self._found.names.file).name
        asked = [*in_words(self._found.asked.query, self._found.data_set), self._part]
        try:
            said = ", ".join([f"{len(self)} of {self._of} incidents of {file}", *filter(None, asked)])
            added = self._added_up()
        except DataError:
            return harmless(f"<Selection of {file}, which is closed>")
        return harmless(f"<Selection: {said}{added}>")

    def _added_up(self) -> str:
        """Return the sum of the killed, and how many more incidents may belong here; nothing if that takes long."""
        if not self._found.data_set and self._of > MOST_ADDED_UP:
            return ""
        more = len(self.possible)
        perhaps = f"; {more} more may belong to it" if more else ""
        return (f"; {self.total.killed.short}" if len(self) else "") + perhaps

    def _repr_html_(self) -> str:
        """Return the table that a notebook shows: the columns of `list`, at most `MOST_SHOWN` rows, and the notes."""
        from conflict_cli.render.notebook import table

        wanted = Listing(arrangement=Arrangement(limit=MOST_SHOWN), rest="records() has all")
        return table(list_incidents(self._found, wanted), self._found.read)

    def records(self) -> list[Record]:
        """Return a row of plain values for each incident, with the keys of `list -O json`; its days are dates."""
        return list(records(self._found))

    @property
    def types(self) -> dict[str, Any]:
        """The type of each value of a record by its key, which holds where all values are None."""
        return types_of_records(self._found)

    @property
    def possible(self) -> "Selection":
        """The incidents that may belong to the question but are not counted."""
        return Selection(self._found.possible, self._of, "perhaps, and not counted")

    @property
    def undated(self) -> tuple[Incident, ...]:
        """The incidents with reports that may have been published by the day that was asked for; not counted."""
        return tuple(picked.incident for picked in self._found.undated)

    @cached_property
    def total(self) -> Totals:
        """The sums of these incidents, each with low, best and high."""
        return total_of_all(self._found)

    @property
    def caveats(self) -> tuple[str, ...]:
        """What must be said beside the sums, as `sum` says it; what was said when the file was read comes last."""
        notes = (note.text for note in sum_for_machines(self._found, Summing()).notes)
        return (*notes, *self._found.read)

    def grouped(self, by: str) -> "list[Group]":
        """Return the rows of `sum --by`: each is what its own filter would answer, so that they never add up.

        `UsageError` for a property that does not exist, and for a part of an answer: a row of a row would forget what
        the first of them holds only perhaps.
        """
        if self._part:
            raise UsageError("this is a part of another selection; select it by its own filter, and group that")
        rows = self._found.groups(known_by(by))
        return [Group(row.heading, Selection(row.selection, self._of, f"in the row {row.heading}")) for row in rows]


class Group(Struct, frozen=True):
    """One row of a table: its heading, and the incidents that stand in it."""

    heading: str
    selection: Selection

    def __repr__(self) -> str:
        return harmless(f"<Group {self.heading}: {self.total.killed.short}>")

    @property
    def total(self) -> Totals:
        """The sums of the row, as its own filter gives them."""
        return self.selection.total


def known_by(name: str) -> By:
    """Return the property by which incidents can be grouped; `UsageError` for any other, with the likeliest."""
    for by in BYS:
        if by == name:
            return by
    hint = did_you_mean(name, BYS) or f"choose from {', '.join(get_args(By))}"
    raise UsageError(f'incidents cannot be grouped by "{name}"; {hint}')
