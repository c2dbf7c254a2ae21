"""The conditions that decide how an incident is counted, each in Python and in SQL.

The SQL is over the normal form of a data set. `{low}`, `{best}`, `{high}`, `{open}` and `{approximate}` stand for the
columns of the figure, `{is_by_date}` and `{is_by_place}` for whether the row was picked by its date or its place.
"""

from collections.abc import Callable, Mapping

from msgspec import Struct

from conflict_cli.record.figures import Figure
from conflict_cli.selection.picking import Picked


class Condition(Struct, frozen=True):
    """A condition on an incident and its figure; `sql` states the same for a row."""

    holds: Callable[[Picked, Figure], bool]
    sql: str

    def __or__(self, other: "Condition") -> "Condition":
        return Condition(
            lambda picked, figure: self.holds(picked, figure) or other.holds(picked, figure),
            f"{self.sql} OR {other.sql}",
        )

    def over(self, columns: Mapping[str, str]) -> str:
        """Return the SQL with these columns."""
        return f"({self.sql.format_map(columns)})"


LOW_ABOVE_BEST = "({low} > {best})"
BEST_ABOVE_HIGH = "({best} > {high} AND NOT {open})"

OPEN = Condition(lambda _, figure: figure.open, "{open}")
APPROXIMATE = Condition(lambda _, figure: figure.approximate, "{approximate}")
CONTRADICTORY = Condition(lambda _, figure: figure.is_contradictory, f"{LOW_ABOVE_BEST} OR {BEST_ABOVE_HIGH}")
DOUBTFUL_ACTOR = Condition(lambda picked, _: picked.confidence is not None, "confidence IS NOT NULL")
DOUBTFUL_DATE = Condition(
    lambda picked, _: picked.is_by_date and picked.incident.date.is_doubtful, "(mark <> '' AND {is_by_date})"
)
NEAR = Condition(lambda picked, _: picked.is_by_place and picked.incident.nearby, "(nearby AND {is_by_place})")
WIDER = Condition(lambda picked, _: picked.is_wider, "is_wider")
LONGER = Condition(lambda picked, _: picked.is_longer, "is_longer")

PARTIAL = WIDER | LONGER | NEAR
"""An unknown share of its figures, perhaps nothing, belongs to what was asked for."""

SURE_LOW = f"CASE WHEN {PARTIAL.sql} THEN 0 ELSE {{low}} END"


def sure_low(picked: Picked, figure: Figure) -> int:
    """Return the number of people who surely belong to the question; `SURE_LOW` states the same for a row."""
    return 0 if PARTIAL.holds(picked, figure) else figure.low
