"""A relation: the rows of a data set that answer a query, as SQL, and the columns of their figures."""

from conflict_cli.dataset.store.engine import Engine
from conflict_cli.record.incident import Measure
from conflict_cli.selection.query import Asked


class Relation:
    """The rows that the SQL in `rows` returns; `asked` is the query, which decides the figures to use."""

    def __init__(self, engine: Engine, rows: str, asked: Asked) -> None:
        self.engine = engine
        self.rows = rows
        self.asked = asked

    def numbers(self, measure: Measure) -> bool:
        """Say whether the data set has columns for the figures that the query needs in this measure."""
        victims = self.asked.query.victims
        layout = self.engine.layout
        return measure in layout.numbers and (victims is None or (measure == "killed" and victims in layout.parts))

    def column(self, measure: Measure, bound: str) -> str:
        """Return the column of this bound or mark of the figures that the query needs."""
        victims = self.asked.query.victims
        return f"{measure}_{victims}_{bound}" if victims else f"{measure}_{bound}"
