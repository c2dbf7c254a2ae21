"""A selection: the incidents that answer a query, and what it says of them.

Selections of a ledger are held in memory (`counting.in_memory`); those of a data set stay with the engine
(`dataset.store.selection`). Both answer the same questions. How figures may be summed is said in `counting`.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, get_args

from msgspec import Struct

from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import Incident, Measure, Names
from conflict_cli.record.links import Links
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.query import Asked, Unmatched

By = Literal["town", "governorate", "source", "article", "actor", "type", "target", "month", "year"]
BYS: tuple[By, ...] = get_args(By)


class Few(Struct, frozen=True):
    """Some incidents by the names of the first of them, at least `MOST_NAMED`, and how many there are."""

    names: tuple[str, ...] = ()
    count: int = 0


class Entry(Struct, frozen=True):
    """One incident in a sum: what it reports, and how much of it the low, the best and the high of the sum hold.

    `inside` is the selected incident whose figure holds these people; `maybe` are those that may count the same people;
    `is_disputed` where its sources give different figures.
    """

    picked: Picked
    figure: Figure
    low: int
    best: int
    high: int
    inside: str | None = None
    maybe: tuple[str, ...] = ()
    is_disputed: bool = False

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

    @property
    def reported(self) -> int:
        """How many of the incidents report a figure."""
        return len(self.entries) if self.stated is None else self.stated


class Selection(ABC):
    """The incidents that answer a query, in the order of their file.

    `picked` are the incidents. `undivided` are those that would answer, but do not number the victims asked for.
    `unmatched` are the words of the query that name nothing. `data_set` is the name of the data set that the incidents
    are records of, where they are, and `cite` how to cite it.
    """

    ledger: Names
    incidents: Sequence[Incident]
    asked: Asked
    picked: Sequence[Picked]
    undivided: Sequence[Picked]
    unmatched: tuple[Unmatched, ...]
    data_set: str | None
    cite: str

    @property
    @abstractmethod
    def links(self) -> Links:
        """Which incidents of the whole file may share people, and which lie inside which."""

    @abstractmethod
    def sum_of(self, measure: Measure) -> Sum:
        """How many people the incidents report in this measure, and what each incident adds to that."""

    @abstractmethod
    def unsummed(self, measures: Collection[Measure]) -> "Mapping[Measure | None, Selection]":
        """The incidents that sums in these measures leave out, by the measure in which they report a figure, if any.

        Casualties that are not separated are left out of a sum of the killed even where the killed are numbered too.
        """

    @abstractmethod
    def groups(self, by: By) -> "list[Group]":
        """The groups by this property, in the order of the file, of months and years in the order of time."""

    @abstractmethod
    def has(self, measure: Measure) -> bool:
        """Whether one of the incidents reports a figure in this measure."""

    @property
    @abstractmethod
    def parts(self) -> Collection[tuple[Measure, str]]:
        """The groups of people that are numbered in some figure of a measure."""

    @property
    @abstractmethod
    def span(self) -> tuple[date, date] | None:
        """The first and the last possible day; None where no day is known."""

    @property
    @abstractmethod
    def wider(self) -> Few:
        """The incidents whose figures cover more places than were asked for."""

    @property
    @abstractmethod
    def longer(self) -> Few:
        """The incidents whose figures cover more days than were asked for."""

    @abstractmethod
    def unplaced(self) -> int:
        """How many incidents name no governorate, and would answer if they lay in one that is asked for."""

    @abstractmethod
    def remarks(self, by: str | None) -> tuple[str, ...]:
        """What must be said of every sum of these incidents, grouped by this."""

    @abstractmethod
    def in_order_of(self, key: str, *, is_reversed: bool) -> Sequence[Picked] | None:
        """The incidents in the order of this column of a list; None where whoever asks has to order them."""

    @abstractmethod
    def in_memory(self) -> "Selection":
        """The same answer with its incidents in memory; `UsageError` where they are too many for that."""

    @abstractmethod
    def called(self, ids: Iterable[str]) -> "Selection":
        """Those of the incidents that have one of these ids, in the order of the ids."""

    @abstractmethod
    def narrowed(self, picked: Sequence[Picked]) -> "Selection":
        """The same answer with these incidents alone, in memory; `UsageError` where they are too many for that."""

    @abstractmethod
    def of_everybody(self) -> "Selection":
        """The same incidents with the figures of all people, where the figures of one group can be put back."""

    @abstractmethod
    def of_undivided(self) -> "Selection":
        """The undivided incidents as a selection."""


class Group(Struct, frozen=True):
    """Some of the incidents of a selection, under the heading that they share; `key` is None where they have none."""

    heading: str
    selection: Selection
    key: str | None = None


def few(names: Sequence[str]) -> Few:
    """All of these names, and how many they are."""
    return Few(tuple(names), len(names))
