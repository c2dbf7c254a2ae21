"""The commands `check` and `schema`: find what is wrong in a file, and tell editors what a ledger may hold."""

import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

from typer import Option

from conflict_cli.cli.answer import answer, to_file
from conflict_cli.cli.console import NOT_OK, OK, say, screen
from conflict_cli.cli.files import Input
from conflict_cli.cli.options import OUTPUT, NoPagerOption, Output, file_of
from conflict_cli.cli.plain import PlainText, columns
from conflict_cli.record.errors import DataError, Problem, UsageError, in_order
from conflict_cli.record.phrases import how_many
from conflict_cli.render.harmless import encodable

if TYPE_CHECKING:
    from conflict_cli.ledger.evidence import Evidence

MOST_NAMED = 20
"""The last line names so many files of a ledger."""


def check(
    *,
    source: Input,
    evidence: Annotated[
        Path | None,
        Option("--evidence", metavar="FOLDER", help="Compare saved copies of articles with their sha256."),
    ] = None,
    form: Annotated[
        Literal["table", "json", "jsonl", "csv", "github"],
        Option("-O", "--format", help="The form of the findings.", rich_help_panel=OUTPUT),
    ] = "table",
    no_pager: NoPagerOption = False,
) -> int:
    """Find what is wrong or suspicious in a ledger or a data set; exit with 1 if something is wrong."""
    if source.is_example:
        raise UsageError("there is no ledger here to check; name one: conflict-cli check FILE")
    from conflict_cli.cli.waiting import waiting
    from conflict_cli.counting.checks import warnings
    from conflict_cli.ledger.evidence import look_at_copies
    from conflict_cli.render.problems import annotation, for_machines

    files: Sequence[str] = ()
    said = ""
    try:
        if source.is_data_set:
            if evidence:
                raise UsageError("--evidence compares copies of articles, and a data set names none")
            with closing(source.silent_dataset()) as dataset:
                problems = dataset.warnings()
        else:
            with waiting(source.path, size=source.size):
                ledger = source.whole_ledger()
                files, problems = ledger.files, warnings(ledger)
            if evidence:
                copies = look_at_copies(ledger, evidence)
                problems = in_order([*problems, *copies.problems], files)
                said = _copies_in_words(copies, evidence)
    except DataError as error:  # in a file with errors, warnings are not looked for
        files, problems = error.files, list(error.problems)
    if form == "table":
        _show(problems, is_paged=not no_pager)
        errors = sum(not problem.is_warning for problem in problems)
        found = f"{how_many(errors, 'error')}, {how_many(len(problems) - errors, 'warning')}"
        say(f"{_named(files) or source.path}: {found}.")
        if said:
            say(said)
    elif form == "github":
        _print_lines(map(annotation, problems), sys.stdout)
    else:
        answer(Output(form), None, for_machines(problems))
    return NOT_OK if any(not problem.is_warning for problem in problems) else OK


def schema(
    *,
    out: Annotated[
        Path | None, Option("-o", "--output", metavar="FILE", help="Write to a file.", rich_help_panel=OUTPUT)
    ] = None,
) -> int:
    """Write a JSON Schema of the ledger, with which editors complete and check it."""
    import json

    from conflict_cli.ledger.schema import schema as ledger_schema

    text = json.dumps(ledger_schema(), indent=2, ensure_ascii=False) + "\n"
    path = file_of(out)
    if path is None:
        sys.stdout.write(text)
    else:
        to_file(methodcaller("write", text), Output("json", path), None)
    return OK


def _show(problems: Sequence[Problem], *, is_paged: bool) -> None:
    """Print the problems, each with its line and a caret; on a terminal that is too short for them, in a pager."""
    from conflict_cli.render.problems import drawn

    width = columns(sys.stdout)
    terminal = screen("auto") if is_paged else None
    if terminal is None:
        _print_lines(drawn(problems, width), PlainText(sys.stdout))
        return
    from conflict_cli.cli.paging import paged

    with paged(terminal) as stream:
        _print_lines(drawn(problems, width), PlainText(stream, width))


def _named(files: Sequence[str]) -> str:
    """Return the names of the files of a ledger, of very many the first; "" for a ledger in one file."""
    if len(files) < 2:
        return ""
    more = [f"{len(files) - MOST_NAMED} more"] if len(files) > MOST_NAMED else []
    return f"{len(files)} files ({', '.join([*files[:MOST_NAMED], *more])})"


def _copies_in_words(found: "Evidence", folder: Path) -> str:
    """Return how many articles have a copy that is as it was saved, and how many nobody can vouch for."""
    count = found.unchanged + len(found.problems)
    said = f"{folder}: {found.unchanged} of {how_many(count, 'article')} with sha256 have their copy unchanged"
    return f"{said}; {how_many(found.unsealed, 'article')} without sha256 not looked at."


def _print_lines(lines: Iterable[str], stream: TextIO | PlainText) -> None:
    for line in lines:
        print(encodable(line, sys.stdout.encoding), file=stream)
