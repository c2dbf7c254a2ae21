"""The conditions that decide how an incident is counted, each in Python and in SQL.

The SQL is over the normal form of a data set. Its columns `site_is`, `days_is`, `cast_is` and `type_is` say how
firmly a row belongs to the question, as numbers of `Belongs`. `{low}`, `{best}`, `{high}`, `{open}` and `{approximate}`
stand for the columns of the figure, `{is_by_date}` for whether the row was picked by its date.
"""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from conflict_cli.record.figures import Figure
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.picking import Picked

LEVELS = ("site_is", "days_is", "cast_is", "type_is")
"""The columns that say how firmly a row belongs to a question."""


class Condition(Struct, frozen=True):
    """A condition on an incident and its figure; `sql` states the same for a row.

    `level` is the column that it looks at, if it is about how firmly the row belongs to the question.
    """

    holds: Callable[[Picked, Figure], bool]
    sql: str
    level: str = ""

    def over(self, columns: Mapping[str, str]) -> str:
        """Return the SQL with these columns."""
        return f"({self.sql.format_map(columns)})"


def _level_is(level: Belongs, column: str) -> str:
    return f"{column} = {level:d}"


LOW_ABOVE_BEST = "({low} > {best})"
BEST_ABOVE_HIGH = "({best} > {high} AND NOT {open})"

OPEN = Condition(lambda _, figure: figure.open, "{open}")
APPROXIMATE = Condition(lambda _, figure: figure.approximate, "{approximate}")
CONTRADICTORY = Condition(lambda _, figure: figure.is_contradictory, f"{LOW_ABOVE_BEST} OR {BEST_ABOVE_HIGH}")
DOUBTFUL_ACTOR = Condition(lambda picked, _: picked.confidence == "involved", "confidence = 'involved'", "cast_is")
SUSPECTED = Condition(lambda picked, _: picked.cast == Belongs.LIKELY, _level_is(Belongs.LIKELY, "cast_is"), "cast_is")
CLAIMED = Condition(lambda picked, _: picked.cast == Belongs.PERHAPS, _level_is(Belongs.PERHAPS, "cast_is"), "cast_is")
DOUBTFUL_DATE = Condition(
    lambda picked, _: picked.is_by_date and picked.incident.date.is_doubtful, "(mark <> '' AND {is_by_date})"
)
NEAR = Condition(lambda picked, _: picked.site == Belongs.LIKELY, _level_is(Belongs.LIKELY, "site_is"), "site_is")
WIDER = Condition(lambda picked, _: picked.site == Belongs.PERHAPS, _level_is(Belongs.PERHAPS, "site_is"), "site_is")
LONGER = Condition(lambda picked, _: picked.days == Belongs.PERHAPS, _level_is(Belongs.PERHAPS, "days_is"), "days_is")
UNTYPED = Condition(lambda picked, _: picked.type == Belongs.PERHAPS, _level_is(Belongs.PERHAPS, "type_is"), "type_is")

BELONGS = f"least({', '.join(LEVELS)})"
POSSIBLE = Condition(
    lambda picked, _: picked.belongs == Belongs.UNCOUNTED, _level_is(Belongs.UNCOUNTED, BELONGS), BELONGS
)


def low_sql(levels: Sequence[str] = LEVELS) -> str:
    """Return the SQL of `low_of` for rows whose belonging these columns decide."""
    return f"CASE WHEN least({', '.join(levels)}) >= {Belongs.SURELY:d} THEN {{low}} ELSE 0 END" if levels else "{low}"


def best_sql(levels: Sequence[str] = LEVELS) -> str:
    """Return the SQL of `best_of` for rows whose belonging these columns decide."""
    return (
        f"CASE WHEN least({', '.join(levels)}) >= {Belongs.LIKELY:d} THEN {{best}} ELSE 0 END" if levels else "{best}"
    )


def low_of(picked: Picked, figure: Figure) -> int:
    """Return the part of a figure that the low of a sum holds; `low_sql` states the same for a row."""
    return figure.low if picked.belongs >= Belongs.SURELY else 0


def best_of(picked: Picked, figure: Figure) -> int:
    """Return the part of a figure that the best of a sum holds; `best_sql` states the same for a row."""
    return figure.best if picked.belongs >= Belongs.LIKELY else 0
