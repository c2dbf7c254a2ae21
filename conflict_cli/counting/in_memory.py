"""Selections held in memory: those of a ledger, and some of the events of a data set."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from conflict_cli.counting.totals import left_out, total_of
from conflict_cli.record.figures import Figure
from conflict_cli.record.geography import Geography
from conflict_cli.record.incident import MEASURES, Incident, Ledger, Measure
from conflict_cli.record.links import Links
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.matching import Question
from conflict_cli.selection.misplaced import Unmatched
from conflict_cli.selection.picking import Found, Picked, checked, found_by
from conflict_cli.selection.query import Query, occurring_in, resolved
from conflict_cli.selection.selection import By, Crossed, Few, Group, Selection, Sum, few

Remarks = Callable[[str | None], tuple[str, ...]]


def select(ledger: Ledger, query: Query | None = None, links: Links | None = None) -> Selection:
    """Return the incidents of the ledger that answer the query; all of them without one.

    `links` are those of the whole ledger, if they are known already.

    `UsageError` if the query names a group of victims that does not exist.
    """
    unmatched: list[Unmatched] = []
    geography = Geography(ledger.places)
    asked = resolved(ledger, geography, checked(query), unmatched, occurring_in(ledger))
    question = Question(asked, ledger, geography)
    incidents, undated = ledger.incidents, Found([], [], [])
    if day := asked.query.as_of:
        from conflict_cli.selection.published import known_by

        known = known_by(day, ledger.incidents, ledger.articles)
        incidents, undated = known.incidents, found_by(known.undated, question)
        links = links or Links(ledger.incidents, geography)
    found = found_by(incidents, question)
    selection = SelectionInMemory(
        question,
        found.picked,
        unmatched,
        found.undivided,
        incidents=incidents,
        originals=incidents,
        possible=found.possible,
    )
    selection.undated = [*undated.picked, *undated.possible]
    if links:
        selection.links = links
    return selection


class SelectionInMemory(Selection):
    """A selection whose incidents are in memory.

    `incidents` are all of the ledger, and `originals` those from which the rows of a table are picked anew. Records of
    a data set have no `incidents`: `data_set` is its name, `cite` says how to cite it, `remarks` gives the remarks that
    go with its sums, `read` are the remarks made when the file was read, and `rows` is the question by which they are
    told apart in rows.
    """

    def __init__(
        self,
        question: Question,
        picked: Sequence[Picked],
        unmatched: Iterable[Unmatched] = (),
        undivided: Sequence[Picked] = (),
        *,
        incidents: Sequence[Incident] = (),
        originals: Sequence[Incident] | None = None,
        possible: Sequence[Picked] = (),
        data_set: str | None = None,
        cite: str = "",
        read: tuple[str, ...] = (),
        remarks: Remarks = lambda _: (),
        rows: Question | None = None,
    ) -> None:
        self.names = question.names
        self.geography = question.geography
        self.asked = question.asked
        self.incidents = incidents
        self.picked = picked
        self.unmatched = tuple(unmatched)
        self.undivided = undivided
        self.data_set = data_set
        self.cite = cite
        self.read = read
        self._question = question
        self._originals = originals
        self._possible = possible
        self._remarks = remarks
        self._rows = rows or question

    @cached_property
    def links(self) -> Links:
        """The links between all incidents of the ledger; none between the records of a data set."""
        return Links(self.incidents, self.geography)

    def sum_of(self, measure: Measure) -> Sum:
        """Return the sum of the incidents in this measure."""
        place = MEASURES.index(measure)
        reported = [figures[place] for figures in self._figures]
        return total_of(self, measure, reported) if any(reported) else Sum(measure, len(self.picked))

    def unsummed(self, measures: Collection[Measure]) -> Mapping[Measure | None, Selection]:
        """Return the incidents that these sums leave out, by the measure in which they report a figure."""
        return {
            measure: self.narrowed(left) for measure, left in left_out(self.picked, self._figures, measures).items()
        }

    @cached_property
    def _figures(self) -> list[tuple[Figure | None, ...]]:
        """The figures of each incident in all measures."""
        return [picked.figures for picked in self.picked]

    def groups(self, by: By, *, is_running: bool = False) -> list[Group]:
        """Group the incidents by this property."""
        from conflict_cli.counting.groups import grouped

        return grouped(self, by, self._rows, self._as_written, is_running=is_running)

    def crossed(self, by: By, across: By) -> Crossed:
        """Group the incidents by both properties at once."""
        from conflict_cli.counting.crossing import crossed

        return crossed(self, by, across, self._rows, self._as_written)

    @property
    def _as_written(self) -> Sequence[Incident]:
        """The incidents from which the rows of a table are picked anew, with all of their reports."""
        if self._originals is not None:
            return self._originals
        by_id = {one.id: one for one in self.incidents}
        return [by_id.get(one.incident.id, one.incident) for one in self.picked]

    def has(self, measure: Measure) -> bool:
        """Say whether any of the incidents reports a figure in this measure."""
        return any(picked.figure(measure) for picked in self.picked)

    @property
    def parts(self) -> Collection[tuple[Measure, str]]:
        """The groups of people that reports number, each with its measure."""
        return {
            (measure, part)
            for picked in self.picked
            for report in picked.incident.reports
            for measure in MEASURES
            if (figure := report.figure(measure)) and figure.parts
            for part in figure.stated_parts
        }

    @property
    def span(self) -> tuple[date, date] | None:
        """The first and the last possible day; None without incidents."""
        if not self.picked:
            return None
        days = [picked.incident.date for picked in self.picked]
        return min(day.first for day in days), max(day.last for day in days)

    @property
    def possible(self) -> Selection:
        """The incidents that may belong to the question but are not counted."""
        return self.narrowed(self._possible)

    def unread(self, measure: Measure | None) -> int:  # noqa: ARG002
        """Return 0: a ledger is read whole, and records of a data set are counted before they are in memory."""
        return 0

    @property
    def few(self) -> Few:
        """The ids of the first incidents, and the number of all."""
        return few([picked.incident.id for picked in self.picked])

    @property
    def wider(self) -> Few:
        """The incidents whose figures cover more places than were asked for."""
        return few([picked.incident.id for picked in self.picked if picked.site == Belongs.PERHAPS])

    @property
    def longer(self) -> Few:
        """The incidents whose figures cover more days than were asked for."""
        return few([picked.incident.id for picked in self.picked if picked.days == Belongs.PERHAPS])

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
            self._question,
            tuple(picked),
            self.unmatched,
            incidents=self.incidents,
            data_set=self.data_set,
            cite=self.cite,
            read=self.read,
            remarks=self._remarks,
            rows=self._rows,
        )
        fewer.links = self.links
        return fewer

    def of_everybody(self) -> Selection:
        """Return the selection itself: it does not keep the figures of all people."""
        return self

    def of_undivided(self) -> Selection:
        """Return a selection of the incidents without a figure for the group of victims asked for."""
        return self.narrowed(self.undivided)
