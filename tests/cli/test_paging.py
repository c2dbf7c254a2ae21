"""The pager: for long answers on a terminal alone, obeyed where it is named, and never a reason to fail."""

import os
import signal
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from conflict_cli.cli import paging
from conflict_cli.render.screen import Screen
from tests.conftest import ROOT, Run, words
from tests.terminal import program_on_terminal

PAGER = "sh -c 'wc -l; echo paged'"
LINES = "a line\n" * 30


class Terminal(TextIOWrapper):
    """A terminal in memory."""

    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], **environment: str) -> str:
    """What reaches a terminal of 24 lines, from the program or from its pager."""
    for name, value in {"TERM": "xterm", "CI": "", **environment}.items():
        monkeypatch.setenv(name, value)
    whole = BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(whole, "utf-8", newline="\n"))
    with paging.paged(Screen(height=24)) as stream:
        stream.write(LINES)
    sys.stdout.flush()
    return whole.getvalue().decode() + capfd.readouterr().out


def test_a_long_answer_goes_to_the_pager(monkeypatch, capfd) -> None:
    assert shown(monkeypatch, capfd, PAGER=PAGER).split() == ["30", "paged"]


@pytest.mark.parametrize(
    "environment",
    [{"PAGER": ""}, {"PAGER": "cat"}, {"PAGER": "no-such-pager"}, {"PAGER": "'"}]
    + [{"PAGER": PAGER, name: value} for name, value in (("TERM", "dumb"), ("CI", "true"))],
)
def test_without_a_pager_all_is_printed(monkeypatch, capfd, environment) -> None:
    assert shown(monkeypatch, capfd, **environment) == LINES


def test_a_pager_that_is_left_early_is_no_error(monkeypatch, capfd) -> None:
    monkeypatch.setattr(sys.modules[__name__], "LINES", "a line\n" * 300_000)
    assert shown(monkeypatch, capfd, PAGER="head -n 1") == "a line\n"


def test_an_interrupt_is_left_to_the_pager(monkeypatch, capfd) -> None:
    before = signal.getsignal(signal.SIGINT)
    pager = f"sh -c 'cat >/dev/null; kill -INT {os.getpid()}; sleep 0.2; echo paged'"
    assert shown(monkeypatch, capfd, PAGER=pager) == "paged\n"
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "is_paged"),
    [
        ("list --no-pager", False),
        ("list", True),
        ("list -n 1", False),
        ("list -O json", False),
        ("list -o x.txt", False),
        ("check -f many.yaml", True),
        ("check -f many.yaml --no-pager", False),
    ],
)
def test_only_long_tables_on_a_terminal_are_paged(ledger_folder: Path, command: str, is_paged: bool) -> None:
    (ledger_folder / "many.yaml").write_text("incidents:\n" + "  - {id: a}\n" * 60)
    said = program_on_terminal(words(command), columns=45, folder=ledger_folder, PAGER=PAGER, CI="")
    assert ("paged" in said) == is_paged


def test_a_pipe_never_has_a_pager(run: Run) -> None:
    assert "paged" not in run("list --color always", PAGER=PAGER, LINES="3").out


def test_a_plain_run_loads_no_pager(ledger_folder: Path) -> None:
    code = "import sys; sys.argv[1:] = ['list']; from conflict_cli.cli.app import app\n"
    code += "try: app()\nexcept SystemExit: print([name for name in sys.modules if 'paging' in name or 'bidi' in name])"
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ledger_folder, env=surroundings, capture_output=True, check=False
    )
    assert done.stdout.endswith(b"[]\n")
