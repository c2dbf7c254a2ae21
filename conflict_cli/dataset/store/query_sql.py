"""Turn a query into SQL: Python decides which distinct values match, and the engine finds their rows.

`matching` decides on each name, code or place, as for a ledger, once for each distinct text.
"""

from collections.abc import Iterable, Iterator

from conflict_cli.dataset.intake.sql import literal
from conflict_cli.dataset.store.engine import Engine
from conflict_cli.record.dates import Period
from conflict_cli.selection.matching import doubt, holds_any, is_wider
from conflict_cli.selection.query import Asked, holds_optional


class Choice:
    """A query to the events of one data set, as SQL."""

    def __init__(self, engine: Engine, asked: Asked) -> None:
        self._engine = engine
        self._asked = asked
        self._vocabulary = engine.vocabulary

    def relation(self) -> str:
        """Return the SQL of the rows that meet every condition but words, victims and figures.

        It adds the columns `is_wider`, `is_longer` and `confidence`.
        """
        asked, known, period = self._asked, self._vocabulary, self._asked.query.period
        wider, longer, confidence, joins = "false", "false", "NULL::VARCHAR", []
        if period != Period():
            covers = f"first >= {_day(period.first)} AND last <= {_day(period.last)}"
            longer = f"NOT coalesce({covers}, false)"
        if not (asked.places.is_all and asked.governorates.is_all):
            answers = ((raw, is_wider(known.site(raw), asked, self._engine.names)) for raw in self._distinct("site"))
            sites = ((raw, wider) for raw, wider in answers if wider is not None)
            table = self._engine.make_table((("raw", "VARCHAR"), ("is_wider", "BOOLEAN")), sites)
            joins.append(f"JOIN {table} AS sites ON events.site = sites.raw")
            wider = "sites.is_wider"
        if not asked.actors.is_all:
            casts = ((raw, known.attribution(raw)) for raw in self._distinct("actors"))
            named = (
                (raw, doubt(cast, asked.actors.keys or ()))
                for raw, cast in casts
                if holds_any(asked.actors, [one.actor for one in cast])
            )
            table = self._engine.make_table((("raw", "VARCHAR"), ("confidence", "VARCHAR")), named)
            joins.append(f"JOIN {table} AS casts ON events.actors = casts.raw")
            confidence = "casts.confidence"
        seen = f"{wider} AS is_wider, {longer} AS is_longer, {confidence} AS confidence"
        return f"SELECT events.*, {seen} FROM events {' '.join(joins)} WHERE {' AND '.join(self._conditions())}"

    def _conditions(self) -> Iterator[str]:
        """Yield the conditions on one column each."""
        asked, known, period = self._asked, self._vocabulary, self._asked.query.period
        yield "true"
        if period.first > period.last:
            yield "false"
        if period != Period():
            yield f"coalesce(first, DATE '0001-01-01') <= {_day(period.last)}"
            yield f"coalesce(last, DATE '9999-12-31') >= {_day(period.first)}"
        if not asked.types.is_all:
            yield self._is_in("type", [raw for raw in self._distinct("type") if asked.types.holds(known.type(raw))])
        if not asked.targets.is_all:
            targets = [raw for raw in self._distinct("target") if holds_optional(asked.targets, known.target(raw))]
            yield self._is_in("target", targets)
        if not asked.sources.is_all:
            citing = [
                raw for raw in self._distinct("sources") if holds_any(asked.sources, (known.own, *known.names(raw)))
            ]
            yield self._is_in("sources", citing)

    def _distinct(self, column: str) -> list[str]:
        return self._engine.distinct(column)

    def _is_in(self, column: str, texts: Iterable[str]) -> str:
        table = self._engine.make_table((("raw", "VARCHAR"), ("is_in", "BOOLEAN")), ((text, True) for text in texts))
        return f"events.{column} IN (SELECT raw FROM {table})"


def _day(day: object) -> str:
    return f"DATE {literal(str(day))}"
