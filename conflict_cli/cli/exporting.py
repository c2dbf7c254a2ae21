"""Export incidents for other programs: as a ledger again, places on a map, a workbook, or a database."""

from functools import partial

from conflict_cli.answers.answer import Arrangement
from conflict_cli.answers.listing import Listing
from conflict_cli.cli.answer import answer, answer_binary, answer_places, answer_yaml
from conflict_cli.cli.console import say
from conflict_cli.cli.files import Input
from conflict_cli.cli.inputs import Inputs
from conflict_cli.cli.options import Output
from conflict_cli.selection.selection import Selection


def export(selection: Selection, wanted: Listing, out: Output, source: Input | Inputs) -> None:
    """Write the selected incidents in one of `options.EXPORTS`."""
    match out.form:
        case "yaml":
            answer_yaml(selection, out, source)
        case "geojson":
            from conflict_cli.exports.places import list_places

            answer_places(out, source, list_places(selection, wanted))
        case "xlsx":
            from conflict_cli.exports.sheets import sheets

            answer(out, source, *sheets(selection, wanted))
        case "sqlite":
            from conflict_cli import __version__
            from conflict_cli.exports.tables import tables_of
            from conflict_cli.render.database import write_database

            tables = tables_of(selection, f"conflict-cli {__version__}")
            answer_binary(partial(write_database, tables), out, source)
            if wanted.by or wanted.arrangement != Arrangement():
                say(
                    "A database holds all incidents that were selected, in all columns: "
                    "--by, -c, --sort and -n have no effect."
                )
            for remark in tables.remarks:
                say(remark)
        case _:
            raise ValueError(f"no such form: {out.form}")
