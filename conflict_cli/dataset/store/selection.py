"""The selection of a data set: it answers the same questions as that of a ledger, and its rows stay in the engine."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property

from conflict_cli.counting.in_memory import SelectionInMemory
from conflict_cli.counting.totals import APART, TOGETHER
from conflict_cli.dataset.intake.sql import literal
from conflict_cli.dataset.layout.layout import shown
from conflict_cli.dataset.store.crossed import CrossedEvents
from conflict_cli.dataset.store.engine import FEW, Engine
from conflict_cli.dataset.store.events import Events
from conflict_cli.dataset.store.grouped import grouped
from conflict_cli.dataset.store.relation import Relation
from conflict_cli.dataset.store.sums import sums_by_key
from conflict_cli.record.errors import UsageError
from conflict_cli.record.figures import BOUNDS
from conflict_cli.record.incident import MEASURES, Measure
from conflict_cli.record.links import Links
from conflict_cli.record.periods import SPANS
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.matching import Question
from conflict_cli.selection.misplaced import Unmatched
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import By, Crossed, Few, Group, Selection, Sum

MOST_IN_MEMORY = 250_000


class EventSelection(Selection):
    """The events of a data set that answer a query; `relation` is the SQL of their rows."""

    def __init__(
        self,
        engine: Engine,
        question: Question,
        relation: str,
        unmatched: Sequence[Unmatched] = (),
        *,
        undivided: str | None = None,
        possible: str | None = None,
        read: tuple[str, ...] = (),
    ) -> None:
        self.engine = engine
        self.names = engine.names
        self.geography = engine.geography
        self.question = question
        self.rows = Relation(engine, relation, question)
        self.incidents = ()  # its records have no links
        self.asked = question.asked
        self.unmatched = tuple(unmatched)
        self.data_set, self.cite = engine.layout.name, engine.layout.cite
        self.picked = Events(engine, relation, self.asked)
        self.read = read
        self._undivided = undivided
        self._possible = possible
        self._sum_of = cache(self._sum_up)
        self.undivided = Events(engine, undivided, question.of_everybody().asked) if undivided else ()

    @cached_property
    def links(self) -> Links:
        """No links: the records of a data set are taken to be distinct events."""
        return Links((), self.geography)

    def of_everybody(self) -> Selection:
        """Return the same incidents with the figures for all people."""
        return EventSelection(self.engine, self.question.of_everybody(), self.rows.rows, self.unmatched, read=self.read)

    def of_undivided(self) -> Selection:
        """Return a selection of the incidents without a figure for the group of victims asked for."""
        return EventSelection(self.engine, self.question.of_everybody(), str(self._undivided))

    def where(self, condition: str) -> "EventSelection":
        """Return the events that meet this SQL condition."""
        relation = f"SELECT * FROM ({self.rows.rows}) WHERE {condition}"
        return EventSelection(self.engine, self.question, relation, self.unmatched, read=self.read)

    def narrowed(self, picked: Sequence[Picked]) -> Selection:
        """Return the same answer for these incidents alone, in memory; `UsageError` if they are too many."""
        if len(picked) > MOST_IN_MEMORY:
            what = f"this needs all of {len(picked)} incidents in memory, and takes {MOST_IN_MEMORY} at most"
            raise UsageError(f"{what}; narrow it down by town, date or type")
        return SelectionInMemory(
            self.question,
            picked,
            self.unmatched,
            data_set=self.data_set,
            cite=self.cite,
            read=self.read,
            remarks=self.remarks,
            rows=self.question.settled(),
        )

    @property
    def possible(self) -> Selection:
        """The events that may belong to the question but are not counted."""
        if self._possible is None:
            return self.narrowed(())
        return EventSelection(self.engine, self.question, self._possible, read=self.read)

    def remarks(self, by: str | None) -> tuple[str, ...]:
        """Return the remarks that go with every sum of these events, grouped by this property."""
        layout, asked = self.engine.layout, self.asked
        told = []
        if by == "source" or not asked.sources.is_all:
            told.append(f"The figures are those of {layout.name}; the sources are those that it cites for them.")
        if by == "actor" or not asked.actors.is_all:
            told.append(
                f"Actors are those that {layout.name} names as sides or victims; it does not say who killed whom."
            )
        part = layout.parts_of("killed").get(asked.query.victims or "")
        if part and layout.counts_rows:
            told.append(
                f"{layout.name} has a row for each person; who may be of them, and is not known to, is in the high."
            )
        elif part and part.column and not part.low:
            told.append(
                f"{layout.name} numbers them in its best estimate alone; low and high are what it leaves possible."
            )
        if by in SPANS or self.question.is_by_date:
            first, last = self.engine.first("SELECT min(first), max(last) FROM events")
            if first and last:
                told.append(f"The events in {layout.name}'s file are of {first} to {last}.")
        return tuple(told)

    def in_order_of(self, key: str, *, is_reversed: bool) -> Sequence[Picked] | None:
        """Return the incidents in the order of this column of a list; None if the engine cannot sort by it."""
        days = {"date_from": "first", "date_to": "last"}
        name, _, bound = key.partition("_")
        measure = next((one for one in MEASURES if one == name), None)
        column = days.get(key)
        if measure and bound in BOUNDS and self.rows.numbers(measure):
            column = self.rows.column(measure, bound)
        if column is None:
            return None
        order = f"{column} {'DESC' if is_reversed else 'ASC'} NULLS LAST,"
        return Events(self.engine, self.rows.rows, self.asked, order)

    def in_memory(self) -> Selection:
        """Return the same answer with its incidents in memory; `UsageError` if they are too many."""
        return self.narrowed(self.picked)

    def sum_of(self, measure: Measure) -> Sum:
        """Return the sum of the incidents in this measure."""
        return self._sum_of(measure)

    def _sum_up(self, measure: Measure) -> Sum:
        if not self.rows.numbers(measure):
            return Sum(measure, len(self.picked), stated=0, told={})
        counted = sums_by_key(self.rows, measure)
        return next((one for _, one in counted), Sum(measure, 0, stated=0, told={}))

    def unsummed(self, measures: Collection[Measure]) -> Mapping[Measure | None, Selection]:
        """Return the incidents that sums in these measures leave out, by the measure in which they report a figure.

        The key is None for incidents without a figure.
        """
        best = {one: self.rows.column(one, "best") for one in MEASURES if self.rows.numbers(one)}
        found: dict[Measure | None, str] = {
            measure: f"{best[measure]} IS NOT NULL" for measure in APART if measure in best and measure not in measures
        }
        above = [f"{column} IS NULL" for one, column in best.items() if one in measures or one in TOGETHER]
        for measure, column in best.items():
            if measure not in APART and measure not in measures:
                found[measure] = " AND ".join([*above, f"{column} IS NOT NULL"])
                above.append(f"{column} IS NULL")
        found[None] = " AND ".join(f"{column} IS NULL" for column in best.values()) or "true"
        left_out = {measure: self.where(condition) for measure, condition in found.items()}
        return {measure: left for measure, left in left_out.items() if left.picked}

    def groups(self, by: By, *, is_running: bool = False) -> list[Group]:
        """Group the incidents by this property."""
        return grouped(self, self.rows, by, is_running=is_running)

    def crossed(self, by: By, across: By) -> Crossed:
        """Group the incidents by both properties at once."""
        return CrossedEvents(self, self.rows, by, across)

    def has(self, measure: Measure) -> bool:
        """Say whether any of the incidents reports a figure in this measure."""
        best = self.rows.column(measure, "best")
        return self.rows.numbers(measure) and bool(self.engine.number(f"SELECT count({best}) FROM ({self.rows.rows})"))

    @cached_property
    def parts(self) -> Collection[tuple[Measure, str]]:
        """The groups of people that have a figure of their own in at least one incident, each with its measure."""
        if self.asked.query.victims:
            return ()
        parts = [(measure, part) for measure in MEASURES for part in self.engine.layout.parts_of(measure)]
        counts = [f"count({measure}_{part}_best)" for measure, part in parts]
        if not counts:
            return ()
        found = self.engine.first(f"SELECT {', '.join(counts)} FROM ({self.rows.rows})")
        return [one for one, count in zip(parts, found, strict=True) if count]

    @property
    def span(self) -> tuple[date, date] | None:
        """The first and the last possible day; None where no day is known."""
        first, last = self.engine.first(f"SELECT min(first), max(last) FROM ({self.rows.rows})")
        return None if first is None or last is None else (first, last)

    def called(self, ids: Iterable[str]) -> Selection:
        """Return the incidents with these ids, in the order of the ids."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return self.narrowed([])
        found = {one.incident.id: one for one in self.where(f"id IN ({', '.join(map(literal, wanted))})").picked}
        return self.narrowed([found[name] for name in wanted if name in found])

    def unread(self, measure: Measure | None) -> int:
        """Count the events without a figure in this measure, or in any, because a cell of it cannot be read."""
        numbers = self.engine.layout.numbers
        measures = [one for one in ([measure] if measure else MEASURES) if self.rows.numbers(one)]
        columns = ("low", "best", "high", "exactly", "at_least", "words")
        named = (getattr(numbers[one], column) for one in measures for column in columns)
        names = {shown(name) for name in named if name}
        unread = " OR ".join(f"contains(unread, {literal(f'{name} ')})" for name in sorted(names))
        silent = " AND ".join(f"{self.rows.column(one, 'best')} IS NULL" for one in measures)
        if not (unread and silent):
            return 0
        return self.engine.number(f"SELECT count(*) FROM ({self.rows.rows}) WHERE ({unread}) AND {silent}")

    @property
    def few(self) -> Few:
        """The ids of the first events, and the number of all."""
        return self._few("true")

    @property
    def wider(self) -> Few:
        """The incidents whose figures cover more places than were asked for."""
        return self._few(f"site_is = {Belongs.PERHAPS:d}")

    @property
    def longer(self) -> Few:
        """The incidents whose figures cover more days than were asked for."""
        return self._few(f"days_is = {Belongs.PERHAPS:d}")

    def _few(self, condition: str) -> Few:
        query = f"SELECT count(*), arg_min(id, row, {FEW}) FROM ({self.rows.rows}) WHERE {condition}"
        count, names = self.engine.first(query)
        return Few(tuple(names or ()), count)
