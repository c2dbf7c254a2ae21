"""The type of the values in a column, for programs that must know it before they have seen a value.

The key decides: a key has the same type after every command, and where all values are missing too.
"""

from collections.abc import Mapping
from typing import Literal

from conflict_cli.answers.answer import Column
from conflict_cli.record.figures import BOUNDS, MARKS
from conflict_cli.record.incident import MEASURES, PARTS

Type = Literal["text", "number", "decimal", "truth", "names", "day", "nested"]


def type_of(column: Column) -> Type:
    """Return the type of the values in a column, any of which may be missing."""
    key = column.key
    ending = key.rpartition("_")[2]
    if column.kind == "day":
        return "day"
    if key in _BY_KEY:
        return _BY_KEY[key]
    if ending in MARKS:
        return "truth"
    return "number" if ending in (*BOUNDS, "reported") or key in _GROUPS else "text"


_GROUPS = {f"{measure}_{part}" for measure in MEASURES for part in PARTS}


_BY_KEY: Mapping[str, Type] = {
    **dict.fromkeys(("lat", "lon", "km"), "decimal"),
    **dict.fromkeys(
        ("incidents", "candidates", "days_apart", "difference", "paragraph", "position", "line", "column"), "number"
    ),
    **dict.fromkeys(
        (
            "and_elsewhere", "nearby", "event_nearby", "by_name", "is_closest", "ranges_meet", "is_superseded",
            "denies", "covers_more_places", "covers_more_days",
        ),
        "truth",
    ),
    **dict.fromkeys(
        (
            "towns", "actors", "confidence", "sources", "articles", "overlaps", "lies_in", "attribution", "parts",
            "aliases", "notes", "maybe_same_as", "incident_towns", "event_sources", "parts_of_it", "distinct_from",
        ),
        "names",
    ),
    **dict.fromkeys(("places", "attributed", "read_in", "reports", "events_beside"), "nested"),
}  # fmt: skip
