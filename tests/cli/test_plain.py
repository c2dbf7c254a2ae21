"""Standard error: mere text, broken between words on a terminal and never in a pipe."""

import os
import pty
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest

from conflict_cli.cli.plain import PlainText, columns
from conflict_cli.record.errors import Problem
from conflict_cli.render.cells import display_width
from conflict_cli.render.problems import drawn

ERROR = 'Error: there is no column "killd" in الرستن 5; did you mean killed? Choose from id, date, town and killed'
SNIPPET = "  42 | " + "killed: 5, " * 12


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch):
    """A stream to a terminal of 45 columns."""
    leader, follower = pty.openpty()
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((45, 24)))
    with os.fdopen(follower, "w", encoding="utf-8") as stream:
        yield stream, leader
    os.close(leader)


def test_errors_break_between_words_on_a_terminal(terminal) -> None:
    stream, leader = terminal
    print(ERROR, file=PlainText(stream), flush=True)
    lines = os.read(leader, 4096).decode().splitlines()
    assert len(lines) > 2
    assert all(display_width(line) <= 45 for line in lines)
    assert " ".join(lines).replace("\u2068", "").replace("\u2069", "") == ERROR


def test_lines_of_a_file_are_not_broken(terminal) -> None:
    stream, leader = terminal
    print(SNIPPET, file=PlainText(stream), flush=True)
    assert os.read(leader, 4096).decode().splitlines() == [SNIPPET]


def test_a_caret_stays_below_its_place(terminal, tmp_path: Path) -> None:
    stream, leader = terminal
    file = tmp_path / "x"
    file.write_text("الرستن " * 20 + "note: [" + "words " * 20, encoding="utf-8")
    problems = [Problem(str(file), 1, column, "is odd", "") for column in (1, 10, 141, 200)]
    print("\n".join(drawn(problems, columns(stream))), file=PlainText(stream), flush=True)
    lines = os.read(leader, 8192).decode().splitlines()
    assert all(display_width(line) <= 45 for line in lines if not line.startswith(str(tmp_path)))
    carets = [(above, line) for above, line in pairwise(lines) if line.endswith("^")]
    assert len(carets) == 4
    shown, caret = carets[2]
    assert shown.replace("\u2068", "").replace("\u2069", "")[caret.index("^") :].startswith("note: [")


def test_a_pipe_has_an_error_on_one_line() -> None:
    stream = StringIO()
    print(ERROR, file=PlainText(stream))
    assert stream.getvalue().count("\n") == 1
    assert "\u2068الرستن\u2069 5;" in stream.getvalue()
