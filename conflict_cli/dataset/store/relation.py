"""A relation: the rows of a data set that answer a query, as SQL, and the columns of their figures."""

from collections.abc import Mapping, Sequence

from conflict_cli.counting.conditions import BELONGS, LEVELS
from conflict_cli.dataset.store.engine import Engine
from conflict_cli.record.incident import Measure
from conflict_cli.record.periods import SPANS
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.matching import Question
from conflict_cli.selection.selection import By

_VARYING: Mapping[str | None, str] = {
    **dict.fromkeys(("town", "governorate", "country"), "site"),
    **dict.fromkeys(SPANS, "days"),
    "actor": "cast",
    "type": "type",
}
"""The respect by which the rows of a table are told apart, if an incident may belong to them more or less firmly."""


class Relation:
    """The rows that the SQL in `rows` returns; the query of the question decides the figures to use.

    `levels` are the columns that decide how firmly a row belongs to the question, and to its row or cell of a table by
    the properties `bys`.
    """

    def __init__(self, engine: Engine, rows: str, question: Question, bys: Sequence[By] = ()) -> None:
        self.engine = engine
        self.rows = rows
        self.question = question
        varying = {*question.decides, *(_VARYING[by] for by in bys if by in _VARYING)}
        self._is_counted = bool(bys) and question.least > Belongs.UNCOUNTED
        self.levels = tuple(level for level in LEVELS if level.removesuffix("_is") in varying)

    def may_tell(self, level: str) -> bool:
        """Say whether a condition on this level may hold for any row."""
        return level in self.levels or (level == BELONGS and bool(self.levels) and not self._is_counted)

    def numbers(self, measure: Measure) -> bool:
        """Say whether the data set has columns for the figures that the query needs in this measure."""
        victims = self.question.asked.query.victims
        layout = self.engine.layout
        return measure in layout.numbers and (victims is None or victims in layout.parts_of(measure))

    def column(self, measure: Measure, bound: str) -> str:
        """Return the column of this bound or mark of the figures that the query needs."""
        victims = self.question.asked.query.victims
        return f"{measure}_{victims}_{bound}" if victims else f"{measure}_{bound}"
