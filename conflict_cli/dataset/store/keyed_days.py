"""The SQL of events by the days, weeks, months and so on in which they stand as rows of a table."""

from conflict_cli.counting.conditions import BELONGS
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.selection import By

NOT_DATED, ACROSS_PERIODS = -1, -2
"""The numbers of the rows of a table below those of periods."""


def ends(by: By, first: str = "first", last: str = "last") -> tuple[str, str]:
    """Return the SQL of the first days of the periods in which the days from `first` to `last` begin and end."""
    return f"date_trunc('{by}', {first})::DATE", f"date_trunc('{by}', {last})::DATE"


def keyed_by_days(relation: str, spans: str, by: By, name: str, least: Belongs, *, is_running: bool) -> str:
    """Return the SQL of these rows, repeated for each period that they meet, and of those that no single one holds.

    `spans` is a table of the numbers of the periods (`line`), their first days (`start`) and the days asked for in them
    (`since`, `until`). `is_running`: they hold all days before, too. The number stands in a column of this name.
    """
    begins, finishes = ends(by)
    meets = "first <= span.until AND last >= span.since"
    parts = [(f"SELECT * FROM ({relation}) WHERE first IS NOT NULL", meets)]
    if not is_running:
        parts = [  # that most events lie in one period makes the join quick
            (f"SELECT * FROM ({relation}) WHERE {begins} = {finishes}", f"{begins} = span.start AND {meets}"),
            (f"SELECT * FROM ({relation}) WHERE {begins} <> {finishes}", meets),
        ]
    if least <= Belongs.UNCOUNTED:
        parts.append((f"SELECT * FROM ({relation}) WHERE first IS NULL", "true"))
    level = (
        f"CASE WHEN first IS NULL THEN {Belongs.UNCOUNTED:d} WHEN first >= since AND last <= until "
        f"THEN {Belongs.SURELY:d} ELSE {Belongs.PERHAPS:d} END::TINYINT"
    )
    rows = " UNION ALL ".join(
        f"SELECT rows.* REPLACE ({level} AS days_is), span.line AS {name} "
        f"FROM ({part}) AS rows JOIN {spans} AS span ON {condition}"
        for part, condition in parts
    )
    number = f"CASE WHEN first IS NULL THEN {NOT_DATED} ELSE {ACROSS_PERIODS} END"
    is_across = "false" if is_running else f"{begins} <> {finishes}"
    is_below = f"days_is > {Belongs.PERHAPS:d} AND (first IS NULL OR {is_across})"
    below = f"SELECT *, {number} AS {name} FROM ({relation}) WHERE {is_below}"
    return f"SELECT * FROM ({rows}) WHERE {BELONGS} >= {least:d} UNION ALL BY NAME {below}"
