"""Groups of a data set: the rows of a table, told apart by Python for each distinct text, added up by the engine."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, cached_property, partial

from conflict_cli.counting.conditions import BELONGS, LEVELS
from conflict_cli.counting.groups import (
    ACROSS,
    NAMELESS,
    PLACES,
    PLURALS,
    UNDATED,
    Line,
    heading_below,
    in_order,
    is_across,
    keys_of_site,
    require_few,
)
from conflict_cli.dataset.store.keyed_days import ACROSS_PERIODS, NOT_DATED, ends, keyed_by_days
from conflict_cli.dataset.store.relation import Relation
from conflict_cli.dataset.store.sums import sums_by_key
from conflict_cli.record.areas import AREA_KINDS
from conflict_cli.record.incident import Measure
from conflict_cli.record.periods import SPANS, name_of
from conflict_cli.selection.belonging import Belongs, Site
from conflict_cli.selection.matching import Question, said_by
from conflict_cli.selection.narrowing import UNTIL
from conflict_cli.selection.query import Key
from conflict_cli.selection.selection import By, Selection, Sum

_COLUMN_OF: Mapping[By, str] = {
    "town": "site",
    "governorate": "site",
    "country": "site",
    "source": "sources",
    "actor": "actors",
    "type": "type",
    "target": "target",
}
_NAMELESS = -1
"""Rows of a table without a key have this number or a lower one."""
MOST_RUNNING = 500_000_000
"""The most events, times the periods in which each may be counted, of sums that run."""

LINE = "line"
"""The column with the number of the row of a table."""


class Groups:
    """The events of a selection, grouped by one property: a sum for each key, and incidents if they are needed.

    A row of the table is told by its key and, if it has none, by its heading.
    """

    def __init__(self, selection: Selection, relation: Relation, by: By, *, is_running: bool = False) -> None:
        self.question = relation.question
        self._selection = selection
        self._relation = relation
        self._by = by
        self._is_running = is_running
        self._sums: dict[Measure, dict[Line, Sum]] = {}
        self.lines: dict[int | str | None, Line] = {}
        self._keys_of_places: dict[tuple[str, ...], list[Key]] = {}

    @cached_property
    def keys(self) -> list[Line]:
        """The rows of the table, in the order of display."""
        if self._by in SPANS:
            lines = list(self._sums_in("killed"))  # their order is that of time
        else:
            lines = [self.lines[number] for (number,) in self._relation.engine.fetched(self._in_order)]
        headings = {key: heading for key, heading in lines if key is not None}
        below = sorted(line for line in lines if line[0] is None)
        return [*((key, headings[key]) for key in in_order(headings, self._by)), *below]

    def sum_of(self, line: Line, measure: Measure) -> Sum:
        """Return the sum of the events in this row of the table."""
        return self._sums_in(measure)[line]

    def _sums_in(self, measure: Measure) -> Mapping[Line, Sum]:
        if measure not in self._sums:
            self._sums[measure] = self._sums_of(measure)
        return self._sums[measure]

    def _sums_of(self, measure: Measure) -> dict[Line, Sum]:
        known = next(iter(self._sums.values()), None)
        if known is not None and not self._relation.numbers(measure):  # it has the incidents of another measure
            return {line: Sum(measure, one.incidents, stated=0, told={}) for line, one in known.items()}
        keyed = Relation(self._relation.engine, self.keyed(self._relation.rows), self.question, (self._by,))
        sums = sums_by_key(keyed, measure, LINE, self._selection.sum_of(measure), is_by_date=self.by_date())
        return {self.lines[number]: counted for (number,), counted in sums}

    def keyed(self, relation: str, name: str = LINE) -> str:
        """Return the SQL of these rows, each repeated for every row of the table in which it stands.

        The number of the row of the table is a column of this name.
        """
        if self._by not in SPANS:
            return self._keyed(relation, name)
        least, is_running = self.question.least, self._is_running
        return keyed_by_days(relation, self._spans, self._by, name, least, is_running=is_running)

    def by_date(self, name: str = LINE) -> str:
        """Return the SQL of whether a row came to its row of the table by its date."""
        return f"{name} >= 0" if self._by in SPANS else "false"

    @cached_property
    def members(self) -> Mapping[Line, Selection]:
        """The rows of the table, with their incidents in memory."""
        return {
            (part.key, "" if part.key is not None else part.heading): part.selection
            for part in self._selection.in_memory().groups(self._by, is_running=self._is_running)
        }

    @property
    def _in_order(self) -> str:
        """The SQL of the numbers of the rows of the table, in the order of the file."""
        column = _COLUMN_OF.get(self._by)
        # The first event of each text decides: the others need not be looked at.
        first = ", ".join((*([column] if column else []), *LEVELS, "confidence", "min(row) AS row"))
        keyed = self._keyed(f"SELECT {first} FROM ({self._relation.rows}) GROUP BY ALL", LINE)
        # What is only possible moves no row: first come those that would stand without it, in the same order.
        named = f"FILTER ({BELONGS} > {Belongs.UNCOUNTED:d})"
        order = f"min(row) {named}, arg_min({LINE}_place, row) {named}, min(row), arg_min({LINE}_place, row)"
        return f"SELECT {LINE} FROM ({keyed}) GROUP BY ALL ORDER BY {order}"

    def _keyed(self, relation: str, name: str) -> str:
        """Return the SQL of these rows by the texts of a column."""
        column = _COLUMN_OF.get(self._by)
        if column is None:
            self.lines[_NAMELESS] = (None, NAMELESS[self._by])
            return f"SELECT *, {_NAMELESS} AS {name}, 0 AS {name}_place FROM ({relation})"
        level = {"site": "site_is", "type": "type_is"}.get(column)
        seen = f"rows.* REPLACE (keys.level AS {level})" if level else "rows.*"
        if column == "actors":
            seen = (
                "rows.* REPLACE (keys.level AS cast_is, "
                f"CASE WHEN keys.line <= {_NAMELESS} THEN rows.confidence ELSE 'involved' END AS confidence)"
            )
        least = self.question.least
        return (
            f"SELECT * FROM (SELECT {seen}, keys.line AS {name}, keys.place AS {name}_place FROM ({relation}) AS rows "
            f"JOIN {self._table} AS keys ON rows.{column} = keys.raw) WHERE {BELONGS} >= {least:d}"
        )

    @cached_property
    def _spans(self) -> str:
        """A table in the engine of the days of each row of the table."""
        rows, engine = self._relation.rows, self._relation.engine
        asked = self.question.period
        begins, finishes = ends(self._by, f"greatest(first, DATE '{asked.first}')", f"least(last, DATE '{asked.last}')")
        dated = f"SELECT unnest([{begins}, {finishes}]) AS day FROM ({rows}) WHERE first IS NOT NULL"
        known = [day for (day,) in engine.fetched(f"SELECT DISTINCT day FROM ({dated})")]
        if self._is_running:
            require_few(engine.number(f"SELECT count(*) FROM ({rows})"), len(known), self._by, MOST_RUNNING)
        starts = [(name_of(day, self._by), day) for day in known]
        self.lines.update((number, (key, "")) for number, (key, _) in enumerate(starts))
        self.lines.update({NOT_DATED: (None, UNDATED), ACROSS_PERIODS: (None, ACROSS.format(PLURALS[self._by]))})
        by = UNTIL if self._is_running else self._by
        spans = ((number, start, self.question.within(by, key).period) for number, (key, start) in enumerate(starts))
        days = ((number, start, one.first, one.last) for number, start, one in spans if one.first <= one.last)
        columns = (("line", "INTEGER"), ("start", "DATE"), ("since", "DATE"), ("until", "DATE"))
        return engine.make_table(columns, days)

    @cached_property
    def _table(self) -> str:
        """A table in the engine of the rows of the table in which each distinct text stands."""
        columns = (("raw", "VARCHAR"), ("line", "INTEGER"), ("level", "TINYINT"), ("place", "INTEGER"))
        return self._relation.engine.make_table(columns, self._splits(_COLUMN_OF[self._by]))

    def _splits(self, column: str) -> Iterator[tuple[str, int, int, int]]:
        """For each distinct text, yield its rows of the table: text, number, level, and the place of the row.

        A number stands for the row in the engine; that of a row without a key is below 0.
        """
        engine, question = self._relation.engine, self.question
        raws = engine.distinct(column, self._relation.rows)
        named = self._named(raws) if self._by == "town" or question.asked.query.possible else {}
        numbers: dict[Line, int] = {}
        for raw in raws:
            for place, (key, heading, level) in enumerate(self._lines_of(raw, named, question)):
                number = numbers.setdefault((key, heading), len(numbers) if key is not None else ~len(numbers))
                yield raw, number, int(level), place
        self.lines.update((number, line) for line, number in numbers.items())

    def _named(self, raws: Iterable[str]) -> Collection[str]:
        """Return the keys of rows in which events that name no key may stand: those that other events name."""
        known = self._relation.engine.vocabulary
        if self._by == "town":
            return dict.fromkeys(key for raw in raws for key in known.site(raw).places)
        if self._by == "actor":
            return dict.fromkeys(one.actor for raw in raws for one in known.attribution(raw))
        return dict.fromkeys(map(known.type, raws)) if self._by == "type" else {}

    def _lines_of(self, raw: str, named: Collection[str], question: Question) -> Iterator[tuple[Key, str, Belongs]]:
        """Yield the rows of the table in which one text stands, and how firmly it belongs there."""
        known, by = self._relation.engine.vocabulary, self._by
        if by in PLACES:
            yield from self._lines_of_site(known.site(raw), named, question)
        elif by == "actor":
            cast = known.attribution(raw)
            levels = ((key, self._questions(key).of_cast(cast)) for key in (*(one.actor for one in cast), *named))
            yield from ((key, "", level) for key, level in dict(levels).items() if level >= question.least)
            if not cast:
                yield None, NAMELESS[by], Belongs.SURELY
        elif by == "source":
            for name in said_by(known.own, known.names(raw), question.asked.sources):
                yield name, "", Belongs.SURELY
        elif by == "type":
            kind = known.type(raw)
            levels = ((key, self._questions(key).of_type(kind)) for key in (kind, *named))
            yield from ((key, "", level) for key, level in dict(levels).items() if level >= question.least)
        else:
            target = known.target(raw)
            yield target, "" if target else NAMELESS[by], Belongs.SURELY

    def _lines_of_site(
        self, site: Site, named: Collection[str], question: Question
    ) -> Iterator[tuple[Key, str, Belongs]]:
        """Yield the rows of the table in which a site stands, and how firmly it belongs there."""
        whole, is_held = question.of_site(site), False
        if site.places not in self._keys_of_places:
            self._keys_of_places[site.places] = keys_of_site(site, self._by, question, named)
        keys = self._keys_of_places[site.places]
        if keys and len(site.places) == 1 and not (site.and_elsewhere or question.asked.query.possible):
            # All of it lies in every place that holds its only one, if that is not all that is known.
            places = self._relation.engine.names.places
            for key in keys:
                is_sure = not (site.nearby and self._by == "town") or places[key].kind in AREA_KINDS
                yield key, "", whole if is_sure else min(whole, Belongs.LIKELY)
            return
        for key in keys:
            level = self._questions(key).of_site(site)
            if level >= question.least:
                is_held |= not is_across(level, whole)
                yield key, "", level
        if not is_held:
            yield None, heading_below(site, None, self._by, is_nameless=len(keys) < 2), whole

    @cached_property
    def _questions(self) -> Callable[[Key], Question]:
        return cache(partial(self.question.within, self._by))
