"""Turn a query into SQL: Python decides which distinct values match, and the engine finds their rows.

`matching` decides on each name, code or place, as for a ledger, once for each distinct text.
"""

from collections.abc import Iterable, Iterator

from conflict_cli.dataset.intake.steps import literal
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
        wider, confidence, joins = "false", "NULL::VARCHAR", []
        if not (self._asked.places.is_all and self._asked.governorates.is_all):
            table = self._engine.make_table((("raw", "VARCHAR"), ("is_wider", "BOOLEAN")), self._sites())
            joins.append(f"JOIN {table} AS sites ON events.site = sites.raw")
            wider = "sites.is_wider"
        if not self._asked.actors.is_all:
            table = self._engine.make_table((("raw", "VARCHAR"), ("confidence", "VARCHAR")), self._casts())
            joins.append(f"JOIN {table} AS casts ON events.actors = casts.raw")
            confidence = "casts.confidence"
        seen = f"{wider} AS is_wider, NOT ({self._covered()}) AS is_longer, {confidence} AS confidence"
        return f"SELECT events.*, {seen} FROM events {' '.join(joins)} WHERE {' AND '.join(self._conditions())}"

    def _conditions(self) -> Iterator[str]:
        asked, period = self._asked, self._asked.query.period
        yield "true"
        if period.first > period.last:
            yield "false"
        if period != Period():
            yield f"coalesce(first, DATE '0001-01-01') <= {_day(period.last)}"
            yield f"coalesce(last, DATE '9999-12-31') >= {_day(period.first)}"
        if not asked.types.is_all:
            yield self._is_in(
                "type", (raw for raw in self._engine.distinct("type") if asked.types.holds(self._vocabulary.type(raw)))
            )
        if not asked.targets.is_all:
            held = (
                raw
                for raw in self._engine.distinct("target")
                if holds_optional(asked.targets, self._vocabulary.target(raw))
            )
            yield self._is_in("target", held)
        if not asked.sources.is_all:
            yield self._is_in("sources", self._citing())

    def _covered(self) -> str:
        period = self._asked.query.period
        if period == Period():
            return "true"
        return f"coalesce(first >= {_day(period.first)} AND last <= {_day(period.last)}, false)"

    def _sites(self) -> Iterator[tuple[str, object]]:
        for raw in self._engine.distinct("site"):
            wider = is_wider(self._vocabulary.site(raw), self._asked, self._engine.ledger)
            if wider is not None:
                yield raw, wider

    def _casts(self) -> Iterator[tuple[str, object]]:
        for raw in self._engine.distinct("actors"):
            attribution = self._vocabulary.attribution(raw)
            if holds_any(self._asked.actors, [one.actor for one in attribution]):
                yield raw, doubt(attribution, self._asked.actors.keys or ())

    def _citing(self) -> Iterator[str]:
        own = self._vocabulary.own
        for raw in self._engine.distinct("sources"):
            if holds_any(self._asked.sources, (own, *self._vocabulary.names(raw))):
                yield raw

    def _is_in(self, column: str, texts: Iterable[str]) -> str:
        table = self._engine.make_table((("raw", "VARCHAR"), ("is_in", "BOOLEAN")), ((text, True) for text in texts))
        return f"events.{column} IN (SELECT raw FROM {table})"


def _day(day: object) -> str:
    return f"DATE {literal(str(day))}"
