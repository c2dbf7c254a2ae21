"""The command `report`: a page that can be published, written whole to one file."""

import sys
from collections.abc import Sequence
from functools import partial
from io import StringIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

from msgspec import Struct
from typer import Option

from conflict_cli import __version__
from conflict_cli.cli.answer import closing_word
from conflict_cli.cli.console import say
from conflict_cli.cli.data_state import day_of_making, state_of
from conflict_cli.cli.files import Input
from conflict_cli.cli.options import LARGEST, OUTPUT, FailEmptyOption, Output, file_of
from conflict_cli.cli.writing import write_file
from conflict_cli.record.errors import UsageError
from conflict_cli.record.incident import Measure
from conflict_cli.selection.query import Query

if TYPE_CHECKING:
    from conflict_cli.exports.page.page import Page

MORE = ("jinja2", "markupsafe", "vl_convert")
"""The libraries that only pages need, and that may not be installed."""

ENDINGS = (".html", ".htm")

ADDRESSES = 65 << 30
"""What the engine that draws needs to start, as seen with vl-convert 1.9: 64 GB at once, and its own code."""


class PageOutput(Struct, frozen=True):
    """The file of a page, None for standard output, and the choices for its content."""

    path: Path | None
    title: str
    measure: Measure | None
    limit: int
    must_match: bool
    has_quotes: bool = False
    is_aggregate: bool = False
    author: str = ""
    contact: str = ""
    charts: Path | None = None


def page_output(
    *,
    out: Annotated[
        Path | None, Option("-o", "--output", metavar="FILE", help="The page: page.html.", rich_help_panel=OUTPUT)
    ] = None,
    title: Annotated[
        str, Option(metavar="TEXT", help="A title above the headline.", rich_help_panel=OUTPUT, show_default=False)
    ] = "",
    measure: Annotated[
        Measure | None,
        Option(
            "-m",
            "--measure",
            help="What the charts are of; else the killed.",
            rich_help_panel=OUTPUT,
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int,
        Option(
            "-n",
            "--limit",
            min=0,
            max=LARGEST,
            metavar="N",
            help="At most N rows in a table; 0: all.",
            rich_help_panel=OUTPUT,
        ),
    ] = 1000,
    quotes: Annotated[
        bool, Option("--quotes", help="Add what sources said in their own words.", rich_help_panel=OUTPUT)
    ] = False,
    aggregates: Annotated[
        bool, Option("--aggregates", help="Sums and charts alone, without the incidents.", rich_help_panel=OUTPUT)
    ] = False,
    charts: Annotated[
        Path | None,
        Option(metavar="FOLDER", help="Write each chart as SVG and PNG, for print.", rich_help_panel=OUTPUT),
    ] = None,
    author: Annotated[
        str, Option(metavar="TEXT", help="Who makes the page.", rich_help_panel=OUTPUT, show_default=False)
    ] = "",
    contact: Annotated[
        str, Option(metavar="TEXT", help="How to reach them.", rich_help_panel=OUTPUT, show_default=False)
    ] = "",
    fail_empty: FailEmptyOption = False,
) -> PageOutput:
    """Return the file of the page and the choices for its content; `UsageError` for an ending other than HTML's."""
    path = file_of(out)
    if path is not None and path.suffix.lower() not in ENDINGS:
        raise UsageError(f'"{path.name}" is no name for a page; write -o {path.with_suffix(".html").name}')
    return PageOutput(
        path, title.strip(), measure, limit, fail_empty, quotes, aggregates, author.strip(), contact.strip(), charts
    )


def report(*, query: Query, source: Input, out: PageOutput) -> int:
    """Write a page to publish: headline, sums, days, map, bars, every incident with its sources; one file of HTML."""
    if out.charts and not out.charts.is_dir():
        raise UsageError(f"{out.charts} is no folder; make it first, or name another for the charts")
    if out.path is None and not out.charts and sys.stdout.isatty():
        raise UsageError("a page is not for a terminal; name a file: -o page.html")
    _need_addresses()
    try:
        from conflict_cli.render.page import write_page
    except ModuleNotFoundError as missing:
        if missing.name not in MORE:
            raise
        what = "pip install 'conflict-cli[report]', or in the project's folder: pip install '.[report]'"
        raise UsageError(f"a page needs {missing.name}, which is not installed; write: {what}") from None
    from conflict_cli.exports.page.imprint import Making
    from conflict_cli.exports.page.page import Paging, page_of

    selection = source.select(query)
    making = Making(day_of_making(), out.author, out.contact, f"conflict-cli {__version__}", state_of(source.paths))
    page = page_of(
        selection,
        Paging(out.measure, out.title, out.limit, out.has_quotes, out.is_aggregate, making=making),
        ask=source.select,
    )
    for remark in page.terms:
        say(remark)
    write = partial(write_page, page)
    if out.charts:
        _write_charts(page, out.charts, keep=source.paths)
    if out.path is None and out.charts:
        pass
    elif out.path is None:
        text = StringIO()
        write(text)
        sys.stdout.buffer.write(text.getvalue().encode())  # the page declares UTF-8
    else:
        write_file(out.path, write, keep=source.paths)
    return closing_word(selection, Output(must_match=out.must_match))


def _write_charts(page: "Page", folder: Path, *, keep: Sequence[Path]) -> None:
    """Write each chart of the page into a folder, as SVG and as PNG."""
    from conflict_cli.render.page.charts import charts

    for chart in charts(page):
        write_file(folder / f"{chart.name}.svg", partial(_put, chart.svg), keep=keep)
        write_file(folder / f"{chart.name}.png", partial(_put, chart.png), keep=keep, is_binary=True)


def _put(content: str | bytes, stream: IO[Any]) -> None:
    stream.write(content)


def _need_addresses() -> None:
    """Raise `UsageError` where addresses are limited: the engine that draws reserves many, and aborts without them."""
    try:
        from resource import RLIM_INFINITY, RLIMIT_AS, getrlimit
    except ModuleNotFoundError:  # only Unix has such limits
        return
    most = getrlimit(RLIMIT_AS)[0]
    if most != RLIM_INFINITY and most < ADDRESSES:
        what = f"a page is drawn by an engine that reserves {ADDRESSES >> 30} GB of addresses, of which little is used"
        raise UsageError(f"{what}; raise the limit: ulimit -v unlimited")
