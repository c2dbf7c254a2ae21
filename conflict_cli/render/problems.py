"""Problems of a file, for people (with the line and a caret), for machines and for annotations in CI."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from conflict_cli.answers.answer import Answer, Column
from conflict_cli.record.errors import Problem
from conflict_cli.render.cells import display_width
from conflict_cli.render.harmless import harmless, visible

LARGEST = 1 << 26
"""No line is shown of a file of more bytes."""

# How much of a very long line is shown on either side of the caret.
AROUND = 60


def drawn(problems: Iterable[Problem]) -> Iterator[str]:
    """Each problem as its message and, where its file can be read, its line with a caret below the place."""
    lines: dict[str, list[str]] = {}
    for problem in problems:
        yield harmless(str(problem))
        if problem.line and problem.file not in lines:
            lines[problem.file] = _lines_of(problem.file)
        if 0 < problem.line <= len(lines.get(problem.file, ())):
            yield from _pointed(lines[problem.file][problem.line - 1], problem)


def for_machines(problems: Iterable[Problem]) -> Answer:
    """The problems as rows of plain values."""
    keys = ("severity", "file", "line", "column", "message", "hint")
    rows = [
        (_severity(one), one.file, one.line or None, one.column or None, one.what, one.hint or None) for one in problems
    ]
    return Answer(tuple(Column(key, key) for key in keys), rows)


def annotation(problem: Problem) -> str:
    """The problem as a workflow command of GitHub, which shows it beside the line."""
    place = f"file={_escaped(harmless(problem.file), is_property=True)}"
    if problem.line:
        place += f",line={problem.line},col={problem.column}"
    return f"::{_severity(problem)} {place}::{_escaped(harmless(problem.message))}"


def _severity(problem: Problem) -> str:
    return "warning" if problem.is_warning else "error"


def _lines_of(file: str) -> list[str]:
    try:
        if not Path(file).is_file() or Path(file).stat().st_size > LARGEST:
            return []
        return Path(file).read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except (OSError, ValueError):
        return []


def _pointed(line: str, problem: Problem) -> Iterator[str]:
    at = problem.column - 1
    start = max(0, at - AROUND)
    before, after = visible(line[start:at]), visible(line[at : at + AROUND])
    number = f"{problem.line} | "
    yield f"  {number}{before}{after}".rstrip()
    yield f"  {' ' * (len(number) - 2)}| {' ' * display_width(before)}^"


def _escaped(text: str, *, is_property: bool = False) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C") if is_property else escaped
