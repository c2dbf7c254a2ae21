"""What a terminal is told while a big file is read: nothing that is quick, nothing that a name could say."""

import io
import threading
import time
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from conflict_cli.cli import waiting as module
from conflict_cli.cli.files import Input
from conflict_cli.cli.plain import PlainText
from conflict_cli.cli.waiting import waiting
from conflict_cli.ledger import kept
from tests.hostile import CONTROLS, EVIL_NAME


class Terminal(io.StringIO):
    """Standard error that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch) -> Terminal:
    """A terminal for standard error, which is told of every reading at once."""
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    monkeypatch.setattr(module, "_STEP", 0.001)
    monkeypatch.setattr(module, "_WORTH_TELLING", 0)
    return Terminal()


def told(terminal: Terminal, path: Path, percentage=None, *, is_kept: bool = False) -> str:
    """What a terminal is told of a reading that takes a while, without the controls of the program itself."""
    ends = time.monotonic() + 5
    with redirect_stderr(PlainText(terminal)), waiting(path, percentage, is_kept=is_kept):
        while "Reading" not in terminal.getvalue() and time.monotonic() < ends:
            time.sleep(0.001)
    return terminal.getvalue().replace("\r\x1b[K", "\n").strip()


def test_a_file_name_is_told_as_mere_text(terminal, tmp_path):
    (tmp_path / EVIL_NAME).write_bytes(b"x")
    said = told(terminal, tmp_path / EVIL_NAME)
    assert "\\x1b]52;c;" in said
    assert not CONTROLS.search(said)


@pytest.mark.parametrize("is_kept", [True, False])
def test_only_a_file_that_is_kept_promises_more(terminal, tmp_path, is_kept):
    said = told(terminal, tmp_path / "x.csv", lambda: 40.0, is_kept=is_kept)
    assert ("the next query will not have to" in said) == is_kept
    assert " 40%" in said


def test_the_line_never_exceeds_the_terminal(terminal, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    assert max(map(len, told(terminal, tmp_path / ("n" * 200)).splitlines())) < 20


def test_the_line_is_gone_after_the_reading(terminal, tmp_path):
    told(terminal, tmp_path / "x.csv")
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_big_ledger_is_told_of_too(terminal, tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "SMALLEST", 0)
    many = "".join(f"  k{number}: {{name: n}}\n" for number in range(1000))
    (tmp_path / "big.yaml").write_text(f"sources:\n{many}incidents: []\n")
    with redirect_stderr(PlainText(terminal)):
        Input(tmp_path / "big.yaml", is_cached=False).silent_ledger()
    assert "Reading big.yaml (0 MB)." in terminal.getvalue()


@pytest.mark.parametrize("change", ["no terminal", "a small file", "a quick reading", "no thread"])
def test_nothing_is_told_without_need(terminal, tmp_path, monkeypatch, change):
    def refused(_thread: object) -> None:
        raise RuntimeError("can't start new thread")

    match change:
        case "no terminal":
            monkeypatch.setattr(Terminal, "isatty", lambda _stream: False)
        case "a small file":
            monkeypatch.setattr(module, "_WORTH_TELLING", 1)
        case "a quick reading":
            monkeypatch.setattr(module, "PATIENCE", 60.0)
        case _:
            monkeypatch.setattr(threading.Thread, "start", refused)
    with redirect_stderr(PlainText(terminal)), waiting(tmp_path / "x.csv"):
        time.sleep(0.01)
    assert terminal.getvalue() == ""
