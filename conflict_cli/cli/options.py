"""The options for the form and the place of an answer, and the means to give groups of options to commands.

A group of options is a function with a parameter for each option. `with_options` gives a command the parameters of
several groups, and calls it with the values that the groups return.
"""

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Struct
from msgspec.structs import replace
from typer import Option

from conflict_cli.answers.answer import Arrangement
from conflict_cli.cli import complete
from conflict_cli.cli.console import exits, screen
from conflict_cli.cli.files import Input
from conflict_cli.cli.inputs import Inputs
from conflict_cli.record.errors import UsageError
from conflict_cli.record.names import did_you_mean

OUTPUT = "How they are shown"

LARGEST = 999_999_999
"""The largest number that an option may give, as of a figure in a ledger."""

Format = Literal["table", "json", "jsonl", "csv", "md", "yaml", "geojson", "xlsx", "parquet", "sqlite"]
Color = Literal["auto", "always", "never"]
FormatOption = Annotated[
    Format | None, Option("-O", "--format", help="The form of the answer.", rich_help_panel=OUTPUT, show_default=False)
]
OutputOption = Annotated[
    Path | None,
    Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write to a file; its ending is the format. -: standard output.",
        rich_help_panel=OUTPUT,
    ),
]
HxlOption = Annotated[
    bool, Option("--hxl", help="Tag the columns of CSV for the humanitarian data exchange.", rich_help_panel=OUTPUT)
]
BomOption = Annotated[
    bool, Option("--bom", help="Begin CSV with a byte-order mark, for Excel.", rich_help_panel=OUTPUT)
]
NoPagerOption = Annotated[
    bool, Option("--no-pager", help="Print long tables on a terminal at once.", rich_help_panel=OUTPUT)
]
WideOption = Annotated[bool, Option("-w", "--wide", help="Show more columns.", rich_help_panel=OUTPUT)]
ColorOption = Annotated[Color, Option("--color", help="When to use colour.", rich_help_panel=OUTPUT)]
FailEmptyOption = Annotated[
    bool, Option("--fail-empty", help="Exit with 1 if nothing matches.", rich_help_panel=OUTPUT)
]

EXPORTS = ("yaml", "geojson", "xlsx", "sqlite")
"""The forms that are made of whole incidents, and not of rows."""

ROWS_ON_SCREEN = 200
ENDINGS = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".md": "md",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".geojson": "geojson",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".sqlite": "sqlite",
    ".db": "sqlite",
    ".txt": "table",
}


class Output(Struct, frozen=True):
    """The form of an answer, its place, and its arrangement; without a `limit` the form decides how many rows."""

    form: str = "table"
    path: Path | None = None
    color: str = "auto"
    is_wide: bool = False
    must_match: bool = False
    columns: tuple[str, ...] = ()
    sort: str | None = None
    limit: int | None = None
    is_tagged: bool = False
    is_marked: bool = False
    is_paged: bool = True

    @property
    def is_for_machines(self) -> bool:
        """Whether programs read the answer: then it has flat keys and plain numbers."""
        return self.form in ("json", "jsonl", "csv", "geojson", "xlsx", "parquet")

    @property
    def keeps_remarks(self) -> bool:
        """Whether the answer goes into a document, which must say what was said when the file was read."""
        is_document = self.form in ("md", "xlsx", "geojson", "parquet")
        return is_document or (self.form == "table" and self.path is not None)

    @property
    def is_on_screen(self) -> bool:
        """Whether the answer is a table on a terminal."""
        return self.form == "table" and self.path is None and screen(self.color) is not None

    @property
    def arrangement(self) -> Arrangement:
        """The columns, the order and the number of rows: 200 on a terminal, unless the user says otherwise."""
        standard = ROWS_ON_SCREEN if self.is_on_screen else 0
        return Arrangement(self.columns, self.sort, standard if self.limit is None else self.limit)


def output(
    *,
    form: FormatOption = None,
    out: OutputOption = None,
    hxl: HxlOption = False,
    bom: BomOption = False,
    wide: WideOption = False,
    color: ColorOption = "auto",
    no_pager: NoPagerOption = False,
    fail_empty: FailEmptyOption = False,
) -> Output:
    """Return the form of the answer and its place; `UsageError` for what only CSV has, in anything else."""
    path = file_of(out)
    chosen = form or ("csv" if (hxl or bom) and not (path and path.suffix) else _form_of(path))
    if hxl and chosen != "csv":
        raise UsageError(f"--hxl tags the columns of CSV, not of {chosen}; write -O csv --hxl")
    if bom and chosen != "csv":
        raise UsageError(f"--bom is for CSV, which Excel misreads without it, not for {chosen}; write -O csv --bom")
    return Output(
        form=chosen,
        path=path,
        color=color,
        is_wide=wide,
        must_match=fail_empty,
        is_tagged=hxl,
        is_marked=bom,
        is_paged=not no_pager,
    )


def file_of(out: Path | None) -> Path | None:
    """Return the file that `-o` names; None for standard output, which it names `-`."""
    return None if out == Path("-") else out


def output_of_rows(
    *,
    form: FormatOption = None,
    out: OutputOption = None,
    columns: Annotated[
        str | None,
        Option(
            "-c",
            "--columns",
            metavar="KEYS",
            help="Show these columns: id,date,killed.",
            rich_help_panel=OUTPUT,
            autocompletion=complete.columns,
        ),
    ] = None,
    hxl: HxlOption = False,
    bom: BomOption = False,
    wide: WideOption = False,
    sort: Annotated[
        str | None,
        Option(
            metavar="KEY",
            help="In the order of this column; -KEY reverses.",
            rich_help_panel=OUTPUT,
            autocompletion=complete.columns,
        ),
    ] = None,
    limit: Annotated[
        int | None,
        Option(
            "-n",
            "--limit",
            min=0,
            max=LARGEST,
            metavar="N",
            help="At most N rows; 0: all. Screens: 200.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    color: ColorOption = "auto",
    no_pager: NoPagerOption = False,
    fail_empty: FailEmptyOption = False,
) -> Output:
    """Return the form of an answer in rows, its place, its columns, their order and the number of rows."""
    standard = output(
        form=form, out=out, hxl=hxl, bom=bom, wide=wide, color=color, no_pager=no_pager, fail_empty=fail_empty
    )
    keys = tuple(key for key in (columns or "").split(",") if key.strip())
    return replace(standard, columns=keys, sort=sort, limit=limit)


def with_options(**groups: Callable[..., Any]) -> Callable[[Callable[..., int | None]], Callable[..., None]]:
    """Give a command the options of these groups, pass it the value of each group by name, and exit with its code."""
    options = {name: tuple(signature(make).parameters) for name, make in groups.items()}

    def decorate(command: Callable[..., int | None]) -> Callable[..., None]:
        @wraps(command)
        def run(**given: object) -> None:
            with exits():
                values = {name: make(**{key: given.pop(key) for key in options[name]}) for name, make in groups.items()}
                with ExitStack() as close:
                    for value in values.values():
                        if isinstance(value, Input | Inputs):
                            close.callback(value.close)
                    code = command(**values, **given)
            raise SystemExit(code or 0)

        shared = [parameter for make in groups.values() for parameter in signature(make).parameters.values()]
        own = [parameter for name, parameter in signature(command).parameters.items() if name not in groups]
        every = [parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in (*shared, *own)]
        vars(run)["__signature__"] = Signature(every)
        return run

    return decorate


def _form_of(path: Path | None) -> str:
    """Return the form of a file's ending, a table if there is none; `UsageError` for an unknown ending."""
    if path is None or not path.suffix:
        return "table"
    if path.suffix.lower() in (".html", ".htm"):
        raise UsageError(f'"{path.name}" would be a page; write: conflict-cli report -o {path.name}')
    form = ENDINGS.get(path.suffix.lower())
    if form is None:
        hint = did_you_mean(path.suffix, list(ENDINGS)) or f"name the format with -O, or use {', '.join(ENDINGS)}"
        raise UsageError(f'the ending of "{path.name}" is no format; {hint}')
    return form
