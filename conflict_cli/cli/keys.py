"""The keys that `--columns` and `--sort` take, for the help of a command and for completion."""

from collections.abc import Iterator, Mapping, Sequence

from conflict_cli.record.measures import TABLE

COLUMNS: Mapping[str, Sequence[str]] = {
    "sum": ("group", "incidents", "low", "best", "high", "notes"),
    "compare": (
        "incident", "event", "date", "place", "km", "days", "low", "best", "high", "cites", "difference",
    ),
    "towns": ("town", "kind", "governorate", "pcode", "incidents", *(key for key in TABLE if not TABLE[key].is_apart)),
    "sources": ("source", "id", "says", "article", "paragraph"),
}  # fmt: skip
"""The columns that a command always has for a person; those of JSON and CSV are many more, and an error names them."""


def keys_in_words(command: str) -> Iterator[str]:
    """Yield the lines that name the keys of a command; none for one without rows of its own."""
    if command == "list":
        from conflict_cli.answers.columns import column_keys

        yield f"Keys for -c and --sort: {', '.join(column_keys())}"
        return
    keys = COLUMNS.get(command)
    if not keys:
        return
    yield f"Keys for -c, beside those of JSON and CSV: {', '.join(keys)}"
    if command in ("sum", "towns"):
        from conflict_cli.answers.ordering import sort_keys

        yield f"Keys for --sort: {', '.join(sort_keys())}"
