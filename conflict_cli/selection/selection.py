"""A selection: the incidents that answer a query, and what it says of them.

Selections of a ledger are held in memory (`counting.in_memory`); those of a data set stay with the engine
(`dataset.store.selection`). Both answer the same questions. How figures may be summed is said in `counting`.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, get_args

from msgspec import Struct

from conflict_cli.record.figure_styles import beside_a_bar
from conflict_cli.record.figures import Figure
from conflict_cli.record.geography import Geography
from conflict_cli.record.incident import Incident, Measure, Names
from conflict_cli.record.kept_reports import Disputed
from conflict_cli.record.links import Links
from conflict_cli.record.phrases import how_many
from conflict_cli.selection.misplaced import Unmatched
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.query import Asked, Key

By = Literal[
    "town", "governorate", "country", "source", "article", "actor", "type", "target", "day", "week", "month", "quarter",
    "year",
]  # fmt: skip
BYS: tuple[By, ...] = get_args(By)


class Few(Struct, frozen=True):
    """Some incidents: the names of the first ones, at least `MOST_NAMED`, and their number."""

    names: tuple[str, ...] = ()
    count: int = 0


class Entry(Struct, frozen=True):
    """One incident in a sum: what it reports, and how much of it the low, the best and the high of the sum hold.

    `inside` is the selected incident whose figure holds these people; `maybe` are those that may count the same people.
    `disputed` says whether different sources, or several accounts of one source, give different figures.
    """

    picked: Picked
    figure: Figure
    low: int
    best: int
    high: int
    inside: str | None = None
    maybe: tuple[str, ...] = ()
    disputed: Disputed = ""
    is_denied: bool = False

    @property
    def id(self) -> str:
        """The incident's id."""
        return self.picked.incident.id


class Sum(Struct, frozen=True):
    """How many people were reported, in one measure; `figure` is None where no selected incident reports any.

    `is_exact` is false where so many incidents are linked that the low, or the best, may be less than could be proven.
    Where incidents were added up without being held in memory, `stated` is how many report a figure, and `told` names
    the first of those that a caveat is about, by the caveat's key.
    """

    measure: Measure
    incidents: int
    figure: Figure | None = None
    entries: tuple[Entry, ...] = ()
    is_exact: bool = True
    stated: int | None = None
    told: Mapping[str, Few] | None = None

    def __repr__(self) -> str:
        return f"<Sum: {self.short}>"

    @property
    def short(self) -> str:
        """The sum without its caveats: `killed 95 (94–97+), reported by 8 of 10 incidents`."""
        if self.figure is None:
            return f"{self.measure} not reported"
        of = f"{self.reported} of {how_many(self.incidents, 'incident')}"
        return f"{self.measure} {beside_a_bar(self.figure)}, reported by {of}"

    @property
    def reported(self) -> int:
        """How many of the incidents report a figure."""
        return len(self.entries) if self.stated is None else self.stated


class Selection(ABC):
    """The incidents that answer a query, in the order of their file.

    `picked` are the incidents. `undivided` are those that would answer, but do not number the victims asked for.
    `unmatched` are the words of the query that name nothing, `read` the remarks made when the file was read. For
    records of a data set, `data_set` is its name and `cite` says how to cite it. `undated` are incidents with reports
    that may have been published by the day that was asked for, and are not counted.
    """

    names: Names
    geography: Geography
    incidents: Sequence[Incident]
    asked: Asked
    picked: Sequence[Picked]
    undivided: Sequence[Picked]
    unmatched: tuple[Unmatched, ...]
    data_set: str | None
    cite: str
    read: tuple[str, ...]
    undated: Sequence[Picked] = ()

    @property
    @abstractmethod
    def links(self) -> Links:
        """The links between all incidents of the file: which may share people, and which lie inside which."""

    @abstractmethod
    def sum_of(self, measure: Measure) -> Sum:
        """Return the number of people reported in this measure, and the share of each incident."""

    @abstractmethod
    def unsummed(self, measures: Collection[Measure]) -> "Mapping[Measure | None, Selection]":
        """Return the incidents that sums in these measures leave out, by the measure in which they report a figure.

        The key is None for incidents without a figure. The figures of a measure that is apart, as casualties that are
        not separated, are left out of a sum of the killed, even if the report also numbers the killed.
        """

    @abstractmethod
    def groups(self, by: By, *, is_running: bool = False) -> "list[Group]":
        """Group the incidents by this property, in the order of the file; days, weeks and so on in that of time.

        `is_running`: each row holds all from the beginning to the end of its day, week and so on.
        """

    @abstractmethod
    def crossed(self, by: By, across: By) -> "Crossed":
        """Group the incidents by both properties at once: each cell is what the filters of its row and column answer.

        `UsageError` for two properties that are no two questions, as a town and its governorate.
        """

    @abstractmethod
    def has(self, measure: Measure) -> bool:
        """Say whether any of the incidents reports a figure in this measure."""

    @property
    @abstractmethod
    def parts(self) -> Collection[tuple[Measure, str]]:
        """The groups of people that have a figure of their own in at least one incident, each with its measure."""

    @property
    @abstractmethod
    def span(self) -> tuple[date, date] | None:
        """The first and the last possible day; None if no day is known."""

    @property
    @abstractmethod
    def possible(self) -> "Selection":
        """The incidents that may belong to the question but are not counted; with `--possible` there are none."""

    @abstractmethod
    def unread(self, measure: Measure | None) -> int:
        """Count the incidents without a figure in this measure, or in any, because a cell of it cannot be read."""

    @property
    @abstractmethod
    def few(self) -> Few:
        """The ids of the first incidents, and the number of all."""

    @property
    @abstractmethod
    def wider(self) -> Few:
        """The incidents whose figures cover more places than were asked for."""

    @property
    @abstractmethod
    def longer(self) -> Few:
        """The incidents whose figures cover more days than were asked for."""

    @abstractmethod
    def remarks(self, by: str | None) -> tuple[str, ...]:
        """Return the remarks that go with every sum of these incidents, grouped by this property."""

    @abstractmethod
    def in_order_of(self, key: str, *, is_reversed: bool) -> Sequence[Picked] | None:
        """Return the incidents in the order of this column of a list; None if the caller must sort them."""

    @abstractmethod
    def in_memory(self) -> "Selection":
        """Return the same answer with its incidents in memory; `UsageError` if they are too many."""

    @abstractmethod
    def called(self, ids: Iterable[str]) -> "Selection":
        """Return the incidents with these ids, in the order of the ids."""

    @abstractmethod
    def narrowed(self, picked: Sequence[Picked]) -> "Selection":
        """Return the same answer for these incidents alone, in memory; `UsageError` if they are too many."""

    @abstractmethod
    def of_everybody(self) -> "Selection":
        """Return the same incidents with the figures for all people, if the file still holds them."""

    @abstractmethod
    def of_undivided(self) -> "Selection":
        """Return a selection of the incidents without a figure for the group of victims asked for."""


class Group(Struct, frozen=True):
    """The incidents of a selection under one heading; `key` is None for incidents that have none."""

    heading: str
    selection: Selection
    key: Key | None = None


class Crossed(ABC):
    """A table of two questions: its rows, its columns, and the sum of each cell in which an incident stands."""

    rows: Sequence[Group]
    columns: Sequence[Group]

    @abstractmethod
    def sums(self, measure: Measure) -> "Mapping[tuple[int, int], Sum]":
        """Return the sum of each cell in this measure, by the place of its row and that of its column."""


def few(names: Sequence[str], count: int | None = None) -> Few:
    """Return these names as `Few`, of so many if they are not all."""
    return Few(tuple(names), len(names) if count is None else count)
