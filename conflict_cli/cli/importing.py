"""The command `import`: the rows of a sheet become entries of a ledger, in a file or on standard output."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from conflict_cli.cli.console import OK, say
from conflict_cli.cli.files import STANDARD_INPUT, STDIN
from conflict_cli.cli.inputs import WRITING, IntoOption, LayoutOption, LedgerOption, SheetOption
from conflict_cli.cli.telling import spooled
from conflict_cli.record.phrases import how_many
from conflict_cli.render.harmless import encodable, harmless

if TYPE_CHECKING:
    from conflict_cli.cli.appending import Target
    from conflict_cli.dataset.sheet import Sheet
    from conflict_cli.exports.importing import Imported
    from conflict_cli.ledger.insertion import Addition
    from conflict_cli.record.incident import Ledger

MOST_SAID = 50
"""The most lines of a kind that are said."""

DryRunOption = Annotated[
    bool, Option("--dry-run", help="Show what would be added, and write nothing.", rich_help_panel=WRITING)
]


def import_sheet(
    *,
    sheet: Annotated[Path, Argument(metavar="SHEET", help="A table of incidents: CSV, xlsx, or any other data set.")],
    layout: LayoutOption = None,
    sheet_name: SheetOption = None,
    into: IntoOption = None,
    file: LedgerOption = None,
    dry_run: DryRunOption = False,
) -> int:
    """Add entries to a ledger from the rows of a sheet: nothing is lost in silence, and no row is added twice."""
    from conflict_cli.cli.targets import target_of
    from conflict_cli.dataset.sheet import open_sheet
    from conflict_cli.ledger.document import collection_paused

    target = target_of(None if into == STDIN else into, file)
    with ExitStack() as close:
        path = close.enter_context(spooled()) if sheet == STDIN else sheet
        name = str(STANDARD_INPUT) if sheet == STDIN else None
        opened = open_sheet(path, layout=layout, sheet=sheet_name, name=name)
        close.callback(opened.close)
        _say_meanings(opened)
        close.enter_context(collection_paused())
        return _written(opened, target, is_dry=dry_run)


def _say_meanings(sheet: "Sheet") -> None:
    """Say what the columns were taken for, where only their headings told it."""
    if sheet.meanings:
        told = ", ".join(f"{harmless(column)} is the {role}" for column, role in sheet.meanings.items())
        say(f"Guessed by the headings: {told}; --layout says it otherwise.")


def _written(sheet: "Sheet", target: "Target", *, is_dry: bool) -> int:
    """Add what is new to the ledger, or print it; then say what should be known of it."""
    from conflict_cli.cli.appending import append, check_addition, ledger_at
    from conflict_cli.exports.importing import imported
    from conflict_cli.ledger.insertion import in_text

    made: list[Imported] = []

    def plan(ledger: "Ledger") -> "Addition":
        made.append(imported(sheet, ledger))
        return made[-1].addition

    if target.path and not is_dry:
        append(target, plan)
    else:
        text = in_text(plan(ledger_at(target)))
        check_addition(target, made[-1].addition)
        sys.stdout.write(encodable(text, sys.stdout.encoding))
        sys.stdout.flush()
    _say(made[-1], sheet, target.path, is_dry=is_dry)
    return OK


def _say(made: "Imported", sheet: "Sheet", into: Path | None, *, is_dry: bool) -> None:
    near = [
        f"{id_} is near {', '.join(all_)}: counted once in low until you decide"
        for id_, all_ in made.neighbours.items()
    ]
    for remarks in (made.remarks, made.of_rows, near):
        for remark in remarks[:MOST_SAID]:
            say(f"{remark}.")
        if len(remarks) > MOST_SAID:
            say(f"And {len(remarks) - MOST_SAID} more such lines; the entries hold what they say.")
    count = len(made.addition.ledger.incidents)
    entries = "1 entry" if count == 1 else f"{count} entries"
    verb = "would be added" if is_dry else "added" if into is not None else "made"
    where = f" to {into}" if into is not None else ""
    skipped = f"; {how_many(made.skipped, 'row')} in it already" if made.skipped else ""
    say(f"{entries} {verb}{where} from {sheet.name}{skipped}.")
