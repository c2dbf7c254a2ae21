"""Selections held in memory: those of a ledger, and some of the events of a data set."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec.structs import replace

from conflict_cli.counting.groups import grouped
from conflict_cli.counting.totals import left_out, total_of
from conflict_cli.record.incident import MEASURES, Incident, Ledger, Measure, Names
from conflict_cli.record.links import Links
from conflict_cli.selection.picking import Picked, checked, picked_by
from conflict_cli.selection.query import Asked, Query, Unmatched, Wanted, occurring_in, resolved
from conflict_cli.selection.selection import By, Few, Group, Selection, Sum, few

Remarks = Callable[[str | None], tuple[str, ...]]


def select(ledger: Ledger, query: Query | None = None) -> Selection:
    """Return the incidents of the ledger that answer the query; all of them without one.

    `UsageError` if the query names a group of victims that does not exist.
    """
    unmatched: list[Unmatched] = []
    asked = resolved(ledger, checked(query), unmatched, occurring_in(ledger))
    picked, undivided = picked_by(ledger, ledger.incidents, asked)
    return SelectionInMemory(ledger, asked, tuple(picked), unmatched, tuple(undivided), incidents=ledger.incidents)


class SelectionInMemory(Selection):
    """A selection whose incidents are in memory.

    `incidents` are all of the ledger. Records of a data set have none: `data_set` is its name, `cite` says how to cite
    it, and `remarks` gives the remarks that go with its sums.
    """

    def __init__(
        self,
        ledger: Names,
        asked: Asked,
        picked: Sequence[Picked],
        unmatched: Iterable[Unmatched] = (),
        undivided: Sequence[Picked] = (),
        *,
        incidents: Sequence[Incident] = (),
        data_set: str | None = None,
        cite: str = "",
        remarks: Remarks = lambda _: (),
    ) -> None:
        self.names = ledger
        self.incidents = incidents
        self.asked = asked
        self.picked = picked
        self.unmatched = tuple(unmatched)
        self.undivided = undivided
        self.data_set = data_set
        self.cite = cite
        self._remarks = remarks

    @cached_property
    def links(self) -> Links:
        """The links between all incidents of the ledger; none between the records of a data set."""
        return Links(self.incidents, self.names.places)

    def sum_of(self, measure: Measure) -> Sum:
        """Return the sum of the incidents in this measure."""
        return total_of(self, measure)

    def unsummed(self, measures: Collection[Measure]) -> Mapping[Measure | None, Selection]:
        """Return the incidents that these sums leave out, by the measure in which they report a figure."""
        return {measure: self.narrowed(left) for measure, left in left_out(self.picked, measures).items()}

    def groups(self, by: By) -> list[Group]:
        """Group the incidents by this property."""
        return grouped(self, by)

    def has(self, measure: Measure) -> bool:
        """Say whether any of the incidents reports a figure in this measure."""
        return any(picked.figure(measure) for picked in self.picked)

    @property
    def parts(self) -> Collection[tuple[Measure, str]]:
        """The groups of people that have a figure of their own, each with its measure."""
        return {
            (measure, part)
            for picked in self.picked
            for report in picked.incident.reports
            for measure in MEASURES
            if (figure := report.figure(measure)) and figure.parts
            for part in figure.parts
        }

    @property
    def span(self) -> tuple[date, date] | None:
        """The first and the last possible day; None without incidents."""
        if not self.picked:
            return None
        days = [picked.incident.date for picked in self.picked]
        return min(day.first for day in days), max(day.last for day in days)

    @property
    def wider(self) -> Few:
        """The incidents whose figures cover more places than were asked for."""
        return few([picked.incident.id for picked in self.picked if picked.is_wider])

    @property
    def longer(self) -> Few:
        """The incidents whose figures cover more days than were asked for."""
        return few([picked.incident.id for picked in self.picked if picked.is_longer])

    def unplaced(self) -> int:
        """Count the incidents that name no governorate but meet every other condition of the query."""
        if self.asked.governorates.keys is None:
            return 0
        places = self.names.places
        anywhere, _ = picked_by(self.names, self.incidents, replace(self.asked, governorates=Wanted()))
        return sum(1 for one in anywhere if not any(places[key].governorate for key in one.incident.places))

    def remarks(self, by: str | None) -> tuple[str, ...]:
        """Return the remarks that go with every sum of these incidents, grouped by this property."""
        return self._remarks(by)

    def in_order_of(self, key: str, *, is_reversed: bool) -> Sequence[Picked] | None:  # noqa: ARG002
        """Return None: the caller sorts them."""
        return None

    def in_memory(self) -> Selection:
        """Return the selection itself."""
        return self

    def called(self, ids: Iterable[str]) -> Selection:
        """Return the incidents with these ids, in the order of the ids."""
        by_id = {one.incident.id: one for one in self.picked}
        return self.narrowed([by_id[name] for name in dict.fromkeys(ids) if name in by_id])

    def narrowed(self, picked: Iterable[Picked]) -> Selection:
        """Return the same answer for these incidents alone."""
        fewer = SelectionInMemory(
            self.names,
            self.asked,
            tuple(picked),
            self.unmatched,
            incidents=self.incidents,
            data_set=self.data_set,
            cite=self.cite,
            remarks=self._remarks,
        )
        fewer.links = self.links
        return fewer

    def of_everybody(self) -> Selection:
        """Return the selection itself: it does not keep the figures of all people."""
        return self

    def of_undivided(self) -> Selection:
        """Return a selection of the incidents without a figure for the group of victims asked for."""
        return self.narrowed(self.undivided)
