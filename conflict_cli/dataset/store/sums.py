"""Sums of a data set, added up by the engine. They follow the rules of `totals` for incidents without links."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import overload

from conflict_cli.counting.conditions import APPROXIMATE, OPEN, SURE_LOW
from conflict_cli.counting.groups import Key, heading, in_order, keys_of_cast, keys_of_site
from conflict_cli.counting.in_memory import SelectionInMemory
from conflict_cli.counting.rules import RULES
from conflict_cli.dataset.store.engine import FEW
from conflict_cli.dataset.store.relation import Relation
from conflict_cli.dataset.store.rows import Row
from conflict_cli.record.figures import BOUNDS, MARKS, Figure
from conflict_cli.record.incident import Measure
from conflict_cli.selection.matching import said_by
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import By, Few, Group, Selection, Sum

_COLUMN_OF: Mapping[By, str] = {
    "town": "site",
    "governorate": "site",
    "source": "sources",
    "actor": "actors",
    "type": "type",
    "target": "target",
}
_MONTHS = {"month": "%Y-%m", "year": "%Y"}
_TOLD = [(rule, rule.condition) for rule in RULES if rule.condition]


def grouped(selection: Selection, relation: Relation, by: By) -> list[Group]:
    """Group the events of a selection by this property; the engine adds up the sums."""
    sums = Groups(selection, relation, by)
    return [Group(heading(key, by, selection.names), GroupedSelection(sums, key, selection), key) for key in sums.keys]


class Groups:
    """The events of a selection, grouped by one property: a sum for each key, and incidents if they are needed."""

    def __init__(self, selection: Selection, relation: Relation, by: By) -> None:
        self._selection = selection
        self._relation = relation
        self._by = by
        self._sums: dict[Measure, dict[str | None, Sum]] = {}

    @cached_property
    def keys(self) -> list[str | None]:
        """The keys, in the order of display."""
        query = f"SELECT key FROM ({self._keyed}) GROUP BY key ORDER BY min(row), arg_min(place, row)"
        rows = self._relation.engine.fetched(query)
        return in_order((key for (key,) in rows), self._by)

    def sum_of(self, key: str | None, measure: Measure) -> Sum:
        """Return the sum of the events under this key."""
        if measure not in self._sums:
            self._sums[measure] = dict(
                sums_by_key(
                    Relation(self._relation.engine, self._keyed, self._relation.asked),
                    measure,
                    "key",
                    is_by_date=self._by in _MONTHS,
                    is_by_place=self._by == "town",
                )
            )
        return self._sums[measure][key]

    @cached_property
    def members(self) -> Mapping[str | None, Selection]:
        """The groups by key, with their incidents in memory."""
        return {part.key: part.selection for part in self._selection.in_memory().groups(self._by)}

    @cached_property
    def _keyed(self) -> str:
        """The SQL of the rows, each repeated for every key it has, with `is_wider` and `confidence` for that key."""
        relation = self._relation.rows
        if self._by in _MONTHS:
            form = _MONTHS[self._by]
            first, last = (f"strftime({day}, '{form}')" for day in ("first", "last"))
            return f"SELECT *, CASE WHEN {first} = {last} THEN {first} END AS key, 0 AS place FROM ({relation})"
        if self._by not in _COLUMN_OF:
            return f"SELECT *, NULL::VARCHAR AS key, 0 AS place FROM ({relation})"
        column = _COLUMN_OF[self._by]
        types = (("raw", "VARCHAR"), ("key", "VARCHAR"), ("is_wider", "BOOLEAN"), ("confidence", "VARCHAR"))
        table = self._relation.engine.make_table((*types, ("place", "INTEGER")), self._splits(column))
        seen = "rows.is_wider OR keys.is_wider AS is_wider, coalesce(keys.confidence, rows.confidence) AS confidence"
        return (
            f"SELECT rows.* EXCLUDE (is_wider, confidence), {seen}, keys.key, keys.place FROM ({relation}) AS rows "
            f"JOIN {table} AS keys ON rows.{column} = keys.raw"
        )

    def _splits(self, column: str) -> Iterator[tuple[str, str | None, bool, str | None, int]]:
        """For each distinct text, yield every key: text, key, `is_wider`, `confidence`, and the place of the key."""
        engine = self._relation.engine
        for raw in engine.distinct(column, self._relation.rows):
            for place, (key, is_wider, confidence) in enumerate(self._keys(raw)):
                yield raw, key, is_wider, confidence, place

    def _keys(self, raw: str) -> Iterator[tuple[Key, bool, str | None]]:
        """Yield every key of one text, with `is_wider` and `confidence`."""
        asked, known = self._relation.asked, self._relation.engine.vocabulary
        if self._by in ("town", "governorate"):
            for name, is_wider in keys_of_site(known.site(raw), self._by, asked, self._relation.engine.names):
                yield name, is_wider, None
        elif self._by == "actor":
            for name, confidence in keys_of_cast(known.attribution(raw), asked):
                yield name, False, confidence
        elif self._by == "source":
            for name in said_by(known.own, known.names(raw), asked.sources):
                yield name, False, None
        else:
            yield known.type(raw) if self._by == "type" else known.target(raw), False, None


class GroupedSelection(SelectionInMemory):
    """One group of the events of a selection. Its sum is known before its incidents are in memory."""

    def __init__(self, sums: Groups, key: str | None, whole: Selection) -> None:
        members = _Members(sums, key)
        super().__init__(whole.names, whole.asked, members, data_set=whole.data_set, cite=whole.cite)
        self._sums = sums
        self._key = key

    def sum_of(self, measure: Measure) -> Sum:
        """Return the sum that the engine added up."""
        return self._sums.sum_of(self._key, measure)


class _Members(Sequence[Picked]):
    """The incidents of a group, loaded when the first of them is needed. Their number is known earlier."""

    def __init__(self, groups: Groups, key: str | None) -> None:
        self._groups = groups
        self._key = key

    def __len__(self) -> int:
        return self._groups.sum_of(self._key, "killed").incidents

    @overload
    def __getitem__(self, place: int) -> Picked: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Picked]: ...
    def __getitem__(self, place: int | slice) -> Picked | Sequence[Picked]:
        return self._groups.members[self._key].picked[place]


def sums_by_key(
    relation: Relation,
    measure: Measure,
    key: str = "NULL::VARCHAR",
    *,
    is_by_date: bool = False,
    is_by_place: bool = False,
) -> Iterator[tuple[str | None, Sum]]:
    """Yield each key with the sum of its rows."""
    if not relation.numbers(measure):
        for name, count in relation.engine.fetched(f"SELECT {key} AS k, count(*) FROM ({relation.rows}) GROUP BY k"):
            yield name, Sum(measure, int(str(count)), stated=0, told={})
        return
    columns = {name: relation.column(measure, name) for name in (*BOUNDS, *MARKS)}
    is_keyed = f"({key}) IS NOT NULL"  # a row without a key did not come into its group by date or place
    columns["is_by_date"] = "true" if relation.asked.is_by_date else is_keyed if is_by_date else "false"
    columns["is_by_place"] = "true" if relation.asked.is_by_place else is_keyed if is_by_place else "false"
    has_figure = "{best} IS NOT NULL"
    parts = [
        "count(*), count({best})",
        f"sum({SURE_LOW}), sum({{best}}), sum({{high}})",
        *(f"bool_or({condition.sql}) FILTER (WHERE {has_figure})" for condition in (OPEN, APPROXIMATE)),
    ]
    for rule, condition in _TOLD:
        among = f"FILTER (WHERE {has_figure} AND ({condition.sql}))"
        parts.append(f"count(*) {among}, arg_min({rule.sql_name}, row, {FEW}) {among}")
    query = f"SELECT {key} AS k, {', '.join(parts).format_map(columns)} FROM ({relation.rows}) GROUP BY k"
    for row in relation.engine.fetched(query):
        yield _sum(measure, row)


def _sum(measure: Measure, row: Row) -> tuple[str | None, Sum]:
    key, incidents, stated, low, best, high, is_open, rough, *told = row
    figure = Figure(int(low), int(best), int(high), bool(is_open), bool(rough)) if stated else None
    few = {
        rule.key: Few(tuple(names), count)
        for (rule, _), count, names in zip(_TOLD, told[::2], told[1::2], strict=True)
        if count
    }
    return key, Sum(measure, incidents, figure, stated=stated, told=few)
