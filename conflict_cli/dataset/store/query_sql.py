"""Turn a question into SQL: Python decides how distinct values belong to it, and the engine finds their rows.

`matching` decides on each name, code or place, as for a ledger, once for each distinct text.
"""

from collections.abc import Iterable, Iterator

from conflict_cli.counting.conditions import BELONGS
from conflict_cli.dataset.intake.sql import literal
from conflict_cli.dataset.store.engine import Engine
from conflict_cli.record.dates import Period
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.matching import Question
from conflict_cli.selection.query import holds_any


class Choice:
    """A question to the events of one data set, as SQL."""

    def __init__(self, engine: Engine, question: Question) -> None:
        self._engine = engine
        self._question = question
        self._vocabulary = engine.vocabulary

    def relation(self) -> str:
        """Return the SQL of the rows that may belong to the question, whatever their words, victims and figures.

        It adds how firmly they belong to its places, days, actors and types, and `confidence`.
        """
        question, known, asked = self._question, self._vocabulary, self._question.asked
        joins: list[str] = []
        columns = {
            "site": "4::TINYINT",
            "days": days_belong(question.period),
            "cast": "4::TINYINT",
            "type": "4::TINYINT",
        }
        confidence = "NULL::VARCHAR"
        if not (asked.places.is_all and asked.governorates.is_all and asked.countries.is_all):
            sites = ((raw, question.of_site(known.site(raw))) for raw in self._engine.distinct("site"))
            columns["site"] = self._joined("site", sites, joins)
        if not (asked.actors.is_all and asked.confidences.is_all):
            casts = [(raw, known.attribution(raw)) for raw in self._engine.distinct("actors")]
            columns["cast"] = self._joined("actors", ((raw, question.of_cast(cast)) for raw, cast in casts), joins)
            confidence = "CASE WHEN events.actors <> '' THEN 'involved' END" if asked.actors.keys else confidence
        if not asked.types.is_all:
            kinds = ((raw, question.of_type(known.type(raw))) for raw in self._engine.distinct("type"))
            columns["type"] = self._joined("type", kinds, joins)
        seen = ", ".join(f"{sql} AS {name}_is" for name, sql in columns.items())
        rows = f"SELECT events.*, {seen}, {confidence} AS confidence FROM events {' '.join(joins)}"
        found = f"{rows} WHERE {' AND '.join(self._conditions())}"
        return found if question.is_open else f"SELECT * FROM ({found}) WHERE {BELONGS} > {Belongs.NOT:d}"

    def _joined(self, column: str, levels: Iterable[tuple[str, Belongs]], joins: list[str]) -> str:
        """Join a table of how firmly each distinct text belongs, and return the column that says it."""
        held = ((raw, int(level)) for raw, level in levels if level)
        table = self._engine.make_table((("raw", "VARCHAR"), ("level", "TINYINT")), held)
        joins.append(f"JOIN {table} AS {column}_levels ON events.{column} = {column}_levels.raw")
        return f"{column}_levels.level"

    def _conditions(self) -> Iterator[str]:
        """Yield the conditions that a row meets or not."""
        asked, known = self._question.asked, self._vocabulary
        yield "true"
        if not asked.targets.is_all:
            targets = [raw for raw in self._distinct("target") if self._question.holds_target(known.target(raw))]
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


def days_belong(period: Period) -> str:
    """Return the SQL of how firmly a row belongs to a period: what `Question.of_days` answers for an incident."""
    if period == Period():
        return "4::TINYINT"
    if period.first > period.last:
        return f"CASE WHEN first IS NULL THEN {Belongs.UNCOUNTED:d} ELSE {Belongs.NOT:d} END::TINYINT"
    since, until = (f"DATE {literal(str(day))}" for day in (period.first, period.last))
    return (
        f"CASE WHEN first IS NULL THEN {Belongs.UNCOUNTED:d} "
        f"WHEN first >= {since} AND last <= {until} THEN {Belongs.SURELY:d} "
        f"WHEN first <= {until} AND last >= {since} THEN {Belongs.PERHAPS:d} "
        f"ELSE {Belongs.NOT:d} END::TINYINT"
    )
