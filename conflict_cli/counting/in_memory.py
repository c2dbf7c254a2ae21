"""Selections held in memory: those of a ledger, and some of the events of a data set."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec.structs import replace

from conflict_cli.counting.groups import grouped
from conflict_cli.counting.totals import left_out, total_of
from conflict_cli.record.incident import MEASURES, Ledger, Measure
from conflict_cli.record.links import Links
from conflict_cli.selection.picking import Picked, checked, picked_by
from conflict_cli.selection.query import Asked, Query, Unmatched, resolved
from conflict_cli.selection.selection import By, Few, Group, Selection, Sum, few

Remarks = Callable[[str | None], tuple[str, ...]]


def select(ledger: Ledger, query: Query | None = None) -> Selection:
    """The incidents of the ledger that answer the query; all of them without one.

    `UsageError` if the query asks for a group of victims that there is no word for.
    """
    unmatched: list[Unmatched] = []
    asked = resolved(ledger, checked(query), unmatched)
    picked, undivided = picked_by(ledger, asked)
    return SelectionInMemory(ledger, asked, tuple(picked), unmatched, tuple(undivided))


class SelectionInMemory(Selection):
    """A selection whose incidents are in memory.

    `data_set` and `cite` are of the data set that they are records of, and `remarks` what must be said of its sums.
    """

    def __init__(
        self,
        ledger: Ledger,
        asked: Asked,
        picked: Sequence[Picked],
        unmatched: Iterable[Unmatched] = (),
        undivided: Sequence[Picked] = (),
        *,
        data_set: str | None = None,
        cite: str = "",
        remarks: Remarks = lambda _: (),
    ) -> None:
        self.ledger = ledger
        self.asked = asked
        self.picked = picked
        self.unmatched = tuple(unmatched)
        self.undivided = undivided
        self.data_set = data_set
        self.cite = cite
        self._remarks = remarks

    @cached_property
    def links(self) -> Links:
        """The links of the whole ledger, of which the selection sees a part."""
        return Links(self.ledger.incidents, self.ledger.places)

    def sum_of(self, measure: Measure) -> Sum:
        """The sum of the incidents."""
        return total_of(self, measure)

    def unsummed(self, measures: Collection[Measure]) -> Mapping[Measure | None, Selection]:
        """Those that the sums leave out."""
        return {measure: self.narrowed(left) for measure, left in left_out(self.picked, measures).items()}

    def groups(self, by: By) -> list[Group]:
        """The groups by this property."""
        return grouped(self, by)

    def has(self, measure: Measure) -> bool:
        """Whether one of them reports a figure in this measure."""
        return any(picked.figure(measure) for picked in self.picked)

    @property
    def parts(self) -> Collection[tuple[Measure, str]]:
        """The groups of people that are numbered."""
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
        """The first and the last possible day."""
        if not self.picked:
            return None
        days = [picked.incident.date for picked in self.picked]
        return min(day.first for day in days), max(day.last for day in days)

    @property
    def wider(self) -> Few:
        """Those reported for more places than were asked for."""
        return few([picked.incident.id for picked in self.picked if picked.is_wider])

    @property
    def longer(self) -> Few:
        """Those reported for more days than were asked for."""
        return few([picked.incident.id for picked in self.picked if picked.is_longer])

    def unplaced(self) -> int:
        """How many name no governorate, and may lie in one that is asked for."""
        if self.asked.governorates.keys is None:
            return 0
        places = self.ledger.places
        anywhere = select(self.ledger, replace(self.asked.query, governorates=()))
        every = (picked.incident.places for picked in anywhere.picked)
        return sum(1 for keys in every if not any(places[key].governorate for key in keys))

    def remarks(self, by: str | None) -> tuple[str, ...]:
        """What must be said of every sum of them."""
        return self._remarks(by)

    def in_order_of(self, key: str, *, is_reversed: bool) -> Sequence[Picked] | None:  # noqa: ARG002
        """None: whoever asks has to order them."""
        return None

    def in_memory(self) -> Selection:
        """The selection itself."""
        return self

    def called(self, ids: Iterable[str]) -> Selection:
        """Those of these ids, in the order of the ids."""
        by_id = {one.incident.id: one for one in self.picked}
        return self.narrowed([by_id[name] for name in dict.fromkeys(ids) if name in by_id])

    def narrowed(self, picked: Iterable[Picked]) -> Selection:
        """The same answer with these incidents alone."""
        fewer = SelectionInMemory(
            self.ledger,
            self.asked,
            tuple(picked),
            self.unmatched,
            data_set=self.data_set,
            cite=self.cite,
            remarks=self._remarks,
        )
        fewer.links = self.links
        return fewer

    def of_everybody(self) -> Selection:
        """The selection itself: its figures of all people are not kept apart."""
        return self

    def of_undivided(self) -> Selection:
        """The undivided incidents as a selection."""
        return self.narrowed(self.undivided)
