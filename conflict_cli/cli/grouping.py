"""The options of `sum` for its rows and columns: by which properties, in which order of time, and what cells show."""

from typing import TYPE_CHECKING, Annotated

from msgspec import Struct
from typer import Option

from conflict_cli.answers.answer import Answer, Shown
from conflict_cli.cli import complete
from conflict_cli.cli.options import OUTPUT, Output
from conflict_cli.record.errors import UsageError
from conflict_cli.record.names import did_you_mean
from conflict_cli.record.periods import SPANS
from conflict_cli.selection.selection import BYS, By, Selection

if TYPE_CHECKING:
    from conflict_cli.answers.summary import Summing


class Grouping(Struct, frozen=True):
    """The property of the rows, that of the columns, what the cells of both show, and whether rows of periods run."""

    by: By | None = None
    across: By | None = None
    shown: Shown = "range"
    is_running: bool = False


def grouping(
    *,
    by: Annotated[
        str | None,
        Option(
            metavar="KEY[,KEY]",
            help=f"Rows for each: {', '.join(BYS)}. Two keys: rows and columns, as in month,governorate.",
            rich_help_panel=OUTPUT,
            show_default=False,
            autocompletion=complete.properties,
        ),
    ] = None,
    show: Annotated[
        Shown | None,
        Option(help="What the cells of rows and columns show.  [default: range]", rich_help_panel=OUTPUT),
    ] = None,
    cumulative: Annotated[
        bool, Option("--cumulative", help="Each month, all to the end of it.", rich_help_panel=OUTPUT)
    ] = False,
) -> Grouping:
    """Return the properties that rows and columns are told apart by; `UsageError` for others, or for more than two."""
    named = [_property(word) for word in (by or "").split(",") if word.strip()]
    if len(named) > 2:
        raise UsageError(f"--by takes one key, or two for rows and columns, and not {len(named)}")
    if by is not None and not named:
        raise UsageError(f"--by names no key; choose from {', '.join(BYS)}")
    if show and len(named) < 2:
        raise UsageError("--show is for cells of rows and columns; name two keys, as in --by month,governorate")
    row, column = (*named, None, None)[:2]
    if cumulative and (row not in SPANS or column):
        raise UsageError(f"--cumulative takes rows of one period: --by {', '.join(SPANS[:-1])} or {SPANS[-1]}")
    return Grouping(row, column, show or "range", cumulative)


def summed_by(selection: Selection, wanted: "Summing", out: Output) -> Answer:
    """Return the sums for readers or for machines, in rows or in rows and columns; `UsageError` for an unknown key."""
    from conflict_cli.answers import cross_table, summary
    from conflict_cli.answers.ordering import in_order

    in_order((), wanted.sort, "killed")  # an unknown key is told where there is nothing to sort, too
    if wanted.by and wanted.across:
        cross = cross_table.cross_for_machines if out.is_for_machines else cross_table.cross_for_readers
        return cross(selection, wanted, wanted.by, wanted.across)
    return (summary.sum_for_machines if out.is_for_machines else summary.sum_for_readers)(selection, wanted)


def _property(word: str) -> By:
    name = word.strip().lower()
    found = next((by for by in BYS if by == name), None)
    if found is None:
        hint = did_you_mean(name, BYS) or f"choose from {', '.join(BYS)}"
        raise UsageError(f'there are no rows by "{word.strip()}"; {hint}')
    return found
