"""Runs that are cut off: old files are whole, nothing temporary stays, and the shell is told which signal it was."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLE, interruptible, surroundings_of_a_process, words

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)

SIGNALLED_AT = """
import signal, sys
number, module = int(sys.argv[1]), sys.argv[2]
class Sender:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            signal.raise_signal(number)
usual = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
signal.signal(number, signal.SIG_IGN if "ignored" in sys.argv else usual)
sys.meta_path.insert(0, Sender())
sys.argv[1:] = ["list", "hass", "-o", "x.csv"]
from conflict_cli.__main__ import main
main()
"""
"""A run that gets a signal when it begins to import a module."""


def signalled(number: int, module: str, folder: Path, *more: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", SIGNALLED_AT, str(int(number)), module, *more],
        cwd=folder,
        env=surroundings_of_a_process(),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("module", ["conflict_cli.cli.signals", "msgspec", "typer", "conflict_cli.render.delimited"])
def test_an_interrupt_while_starting_shows_no_traceback(ledger_folder: Path, module: str) -> None:
    code, told = signalled(signal.SIGINT, module, ledger_folder)
    assert code in (-signal.SIGINT, 130)
    assert told == ""
    assert [path.name for path in ledger_folder.iterdir()] == ["incidents.yaml"]


@pytest.mark.parametrize("number", ENDING)
def test_the_exit_code_tells_the_signal(ledger_folder: Path, number: signal.Signals) -> None:
    code, told = signalled(number, "typer", ledger_folder)
    assert (code, told) == (131 if number == signal.SIGQUIT else -number, "")


@pytest.mark.parametrize("number", ENDING)
def test_an_ignored_signal_stays_ignored(ledger_folder: Path, number: signal.Signals) -> None:
    """As in the background, or under `nohup`."""
    code, _ = signalled(number, "typer", ledger_folder, "ignored")
    assert code == 0
    assert (ledger_folder / "x.csv").exists()


def test_the_package_imports_nothing() -> None:
    """Nothing can be done about an interrupt before it is imported."""
    script = "import sys; before = set(sys.modules); import conflict_cli.__main__; print(*set(sys.modules) - before)"
    done = subprocess.run(
        [sys.executable, "-c", script], env=surroundings_of_a_process(), capture_output=True, text=True, check=False
    )
    assert sorted(done.stdout.split()) == ["conflict_cli", "conflict_cli.__main__"]


SIGNALS = (*ENDING, signal.SIGKILL)
ROUNDS = int(os.environ.get("CUT_OFF_RUNS", "300" if os.environ.get("CI") else "40")) // len(SIGNALS)
COMMANDS = (
    "list -o {}.csv",
    "list -f ged.csv -o {}.xlsx",
    "list -f ged.csv -o {}.parquet",
    "list -f ged.csv -o {}.sqlite",
    "sum -f ged.csv --no-cache -o {}.json",
)


class Place:
    """A folder in which runs are cut off, with an old answer of each command."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.temporary, self.cache = folder, folder / "tmp", folder / "cache"
        self.temporary.mkdir()
        shutil.copy(ROOT / "incidents.yaml", folder)
        shutil.copy(SAMPLE, folder / "ged.csv")
        self.lasting: dict[str, float] = {}
        for command in COMMANDS:
            start = time.monotonic()
            assert self.start(command).wait() == 0
            self.lasting[command] = time.monotonic() - start
        self.whole = self.outputs()
        assert len(self.whole) == len(COMMANDS)

    def start(self, command: str) -> "subprocess.Popen[bytes]":
        settings = surroundings_of_a_process(TMPDIR=str(self.temporary), CONFLICT_CLI_CACHE=str(self.cache))
        return subprocess.Popen(
            interruptible(*words(command.format("x"))),
            cwd=self.folder,
            env=settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def outputs(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.glob("x.*")}

    def temporary_files(self) -> Sequence[Path]:
        beside = [path for path in self.folder.iterdir() if path.name.startswith(".")]
        unfinished = [path for path in self.cache.iterdir() if "-" in path.stem]
        return [*beside, *self.temporary.iterdir(), *unfinished]


@pytest.mark.slow
@pytest.mark.parametrize("number", SIGNALS)
def test_a_run_cut_off_at_any_moment_damages_nothing(tmp_path: Path, number: signal.Signals) -> None:
    place = Place(tmp_path)
    chance = random.Random(int(number))
    cut = 0
    for _ in range(ROUNDS):
        command = chance.choice(COMMANDS)
        if chance.random() < 0.3:
            shutil.rmtree(place.cache)
            place.cache.mkdir()
        with place.start(command) as run:
            time.sleep(chance.uniform(0, place.lasting[command]))
            run.send_signal(number)
        cut += run.returncode != 0
        assert place.outputs() == place.whole
        if number != signal.SIGKILL:
            assert place.temporary_files() == []
    assert cut > ROUNDS / 4
    for command in COMMANDS:
        assert place.start(command).wait() == 0
    assert [path for path in place.temporary_files() if path.parent != place.cache] == []
