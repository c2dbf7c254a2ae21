"""The options that name the files to read: a ledger or a data set, and what is read beside it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from msgspec import Struct
from typer import Argument, Option

from conflict_cli.cli.files import FILE_VARIABLE, STDIN, Input, default_input, named_by_environment
from conflict_cli.record.errors import UsageError

FILE = "Where they are read"

FileOption = Annotated[
    list[Path] | None,
    Option(
        "-f",
        "--file",
        metavar="FILE",
        readable=False,
        help="The ledger or data set, - for standard input; several files, a folder or a quoted pattern are one ledger "
        f"or data set. Else {FILE_VARIABLE}, else ./incidents.yaml, else the example that comes with the program.",
        rich_help_panel=FILE,
        show_default=False,
    ),
]
LayoutOption = Annotated[
    Path | None,
    Option(
        "--layout",
        metavar="FILE",
        help="A layout of your own, which says what the columns of a data set hold.",
        rich_help_panel=FILE,
    ),
]
SheetOption = Annotated[
    str | None,
    Option(
        "--sheet",
        metavar="NAME",
        help="The sheet of a workbook, or the file in a zip archive, that is the data set.",
        rich_help_panel=FILE,
    ),
]
NoCacheOption = Annotated[
    bool, Option("--no-cache", help="Read a big file afresh, and keep nothing.", rich_help_panel=FILE)
]

WRITING = "What is written"

IntoOption = Annotated[
    Path | None,
    Option(
        "--into",
        metavar="FILE",
        help="The file that gains the entries, of a ledger or by itself; a new file begins one.",
        rich_help_panel=WRITING,
    ),
]
LedgerOption = Annotated[
    list[Path] | None,
    Option(
        "-f",
        "--file",
        metavar="LEDGER",
        help="The ledger to which that file belongs: its first file, or its folder. "
        f"Else {FILE_VARIABLE} or ./incidents.yaml, if it includes the file.",
        rich_help_panel=WRITING,
        show_default=False,
    ),
]


def ledger_file(
    *,
    file: FileOption = None,
    layout: LayoutOption = None,
    sheet: SheetOption = None,
    no_cache: NoCacheOption = False,
) -> Input:
    """Return the file to read; `UsageError` for a layout or a sheet without a data set."""
    files = file or named_by_environment()
    if layout and not files:
        raise UsageError("--layout says which column of a data set holds what; name the data set with -f")
    if sheet is not None and not files:
        raise UsageError("--sheet names a sheet of a data set; name the data set with -f")
    if not files:
        return default_input(is_cached=not no_cache)
    return input_of(files, layout=layout, sheet=sheet, no_cache=no_cache)


def files_to_check(
    *,
    named: Annotated[
        list[Path] | None,
        Argument(metavar="[FILE]...", help="The ledger or data set, as after -f.", show_default=False),
    ] = None,
    file: FileOption = None,
    layout: LayoutOption = None,
    sheet: SheetOption = None,
    no_cache: NoCacheOption = False,
) -> Input:
    """Return the file to check, which may stand without -f before it."""
    files = [*(named or ()), *(file or ())]
    return ledger_file(file=files or None, layout=layout, sheet=sheet, no_cache=no_cache)


class Inputs(Struct, frozen=True):
    """All the files that a command reads: the one that it asks, and those that it reads beside it."""

    asked: Input
    beside: tuple[Input, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that are read, which an answer may not replace."""
        return tuple(path for one in (self.asked, *self.beside) for path in one.paths)

    @property
    def remarks(self) -> tuple[str, ...]:
        """The remarks made when data sets were read, as sentences."""
        return tuple(remark for one in (self.asked, *self.beside) for remark in one.remarks)

    def close(self) -> None:
        """Close all files."""
        for one in (self.asked, *self.beside):
            one.close()


def two_files(
    *,
    data_set: Annotated[
        Path, Argument(metavar="DATASET", help="The file to compare with: UCDP GED, ACLED, or any with a layout.")
    ],
    file: FileOption = None,
    layout: LayoutOption = None,
    sheet: SheetOption = None,
    no_cache: NoCacheOption = False,
) -> Inputs:
    """Return the ledger and the data set to read."""
    ledger = ledger_file(file=file, layout=None, no_cache=no_cache)
    check_standard_input([*(file or ()), data_set])
    return Inputs(ledger, (input_of([data_set], layout=layout, sheet=sheet, no_cache=no_cache),))


def file_and_data_set(
    *,
    file: FileOption = None,
    layout: LayoutOption = None,
    sheet: SheetOption = None,
    no_cache: NoCacheOption = False,
    data_set: Annotated[
        list[Path] | None,
        Option("--with", metavar="DATASET", help="Add the events of a data set that are near.", rich_help_panel=FILE),
    ] = None,
) -> Inputs:
    """Return the file to read, and the data set beside it if one is named."""
    asked = ledger_file(file=file, layout=layout, sheet=sheet, no_cache=no_cache)
    check_standard_input([*(file or ()), *(data_set or ())])
    beside = input_of(data_set, layout=None, sheet=None, no_cache=no_cache) if data_set else None
    return Inputs(asked, (beside,) if beside else ())


def input_of(files: Sequence[Path], *, layout: Path | None, sheet: str | None, no_cache: bool) -> Input:
    """Return these files as one input."""
    if STDIN in files and len(files) > 1:
        raise UsageError("standard input (-) cannot be one of several files")
    return Input(*files, layout=layout, sheet=sheet, is_cached=not no_cache)


def check_standard_input(files: Sequence[Path]) -> None:
    """Raise `UsageError` if standard input is to be read both as the ledger and as the data set."""
    if files.count(STDIN) > 1:
        raise UsageError("standard input (-) can be read once; name a file for the other")
