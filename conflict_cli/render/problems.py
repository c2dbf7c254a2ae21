"""Problems of a file, for people (with the line and a caret), for machines and for annotations in CI."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from conflict_cli.answers.answer import Answer, Column
from conflict_cli.record.errors import Problem
from conflict_cli.render.cells import display_width
from conflict_cli.render.harmless import harmless, visible

# No line is shown of a file that has more bytes.
LARGEST = 1 << 26

# How many characters of a very long line are shown on either side of the caret.
AROUND = 60


def drawn(problems: Iterable[Problem], width: int = 0) -> Iterator[str]:
    """Yield the message of each problem and, where its file can be read, its line with a caret below the place.

    On a terminal of this `width`, only so much of the line is shown as has room.
    """
    lines: dict[str, list[str]] = {}
    for problem in problems:
        yield harmless(str(problem))
        if problem.line and problem.file not in lines:
            lines[problem.file] = _lines_of(problem.file)
        if 0 < problem.line <= len(lines.get(problem.file, ())):
            number = str(problem.line)
            room = width - len(f"  {number} | ") if width else 2 * AROUND
            before, after = _around(lines[problem.file][problem.line - 1], problem.column - 1, room)
            yield f"  {number} | {before}{after}".rstrip()
            yield f"  {' ' * len(number)} | {' ' * display_width(before)}^"


def for_machines(problems: Iterable[Problem]) -> Answer:
    """Return a report with the plain values of each problem as a row."""
    keys = ("severity", "file", "line", "column", "message", "hint")
    rows = [
        (_severity(one), one.file, one.line or None, one.column or None, one.what, one.hint or None) for one in problems
    ]
    return Answer(tuple(Column(key, key) for key in keys), rows)


def annotation(problem: Problem) -> str:
    """Return the problem as a workflow command, for which GitHub shows it beside the line."""
    place = f"file={_escaped(harmless(problem.file), is_property=True)}"
    if problem.line:
        place += f",line={problem.line},col={problem.column}"
    return f"::{_severity(problem)} {place}::{_escaped(harmless(problem.message))}"


def _around(line: str, at: int, room: int) -> tuple[str, str]:
    """Return what is shown of a line before a place and from there on, in so many cells."""
    reach = min(AROUND, max(room, 2) // 2)
    before, after = visible(line[max(0, at - reach) : at]), visible(line[at : at + AROUND])
    while after and display_width(before + after) > room:
        after = after[:-1]
    return before, after


def _lines_of(file: str) -> list[str]:
    """Return the lines of the file; none if it is too large or cannot be read."""
    try:
        if not Path(file).is_file() or Path(file).stat().st_size > LARGEST:
            return []
        text = Path(file).read_text(encoding="utf-8-sig", errors="replace")
        return [] if "\0" in text else text.splitlines()  # an archive has no such lines
    except (OSError, ValueError):
        return []


def _severity(problem: Problem) -> str:
    return "warning" if problem.is_warning else "error"


def _escaped(text: str, *, is_property: bool = False) -> str:
    """Escape line ends and percent signs for a workflow command; in a property also colons and commas."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C") if is_property else escaped
