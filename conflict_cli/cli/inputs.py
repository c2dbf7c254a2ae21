"""The options that name the files to read: a ledger or a data set, and what is read beside it."""

from pathlib import Path
from typing import Annotated

from msgspec import Struct
from typer import Argument, Option

from conflict_cli.cli.files import FILE_VARIABLE, Input, default_input
from conflict_cli.record.errors import UsageError

FILE = "Where they are read"

FileOption = Annotated[
    Path | None,
    Option(
        "-f",
        "--file",
        envvar=FILE_VARIABLE,
        readable=False,
        help="The ledger or data set; else ./incidents.yaml, else the ledger that comes with the program.",
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
NoCacheOption = Annotated[
    bool, Option("--no-cache", help="Read a big file afresh, and keep nothing.", rich_help_panel=FILE)
]


def ledger_file(
    *,
    file: FileOption = None,
    layout: LayoutOption = None,
    no_cache: NoCacheOption = False,
) -> Input:
    """Return the file to read; `UsageError` for a layout without a data set."""
    if layout and not file:
        raise UsageError("--layout says which column of a data set holds what; name the data set with -f")
    return Input(file, layout=layout, is_cached=not no_cache) if file else default_input(is_cached=not no_cache)


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
    no_cache: NoCacheOption = False,
) -> Inputs:
    """Return the ledger and the data set to read."""
    ledger = ledger_file(file=file, layout=None, no_cache=no_cache)
    return Inputs(ledger, (Input(data_set, layout=layout, is_cached=not no_cache),))


def file_and_data_set(
    *,
    file: FileOption = None,
    layout: LayoutOption = None,
    no_cache: NoCacheOption = False,
    data_set: Annotated[
        Path | None,
        Option("--with", metavar="DATASET", help="Add the events of a data set that are near.", rich_help_panel=FILE),
    ] = None,
) -> Inputs:
    """Return the file to read, and the data set beside it if one is named."""
    asked = ledger_file(file=file, layout=layout, no_cache=no_cache)
    return Inputs(asked, (Input(data_set, is_cached=not no_cache),) if data_set else ())
