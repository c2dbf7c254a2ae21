"""What every test of the program needs: surroundings that do not colour its answers, and two ways to run it."""

import gc
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from conflict_cli.cli.app import app
from conflict_cli.dataset import opening
from conflict_cli.record import names
from tests import shared_engine
from tests.effort import load_profile

load_profile()

# The collector of garbage looks less often: else it takes a tenth of the time.
gc.set_threshold(50_000, 20, 100)

# Hundreds of runs of the program would otherwise compile it again, where the machine says so.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_configure(config: pytest.Config) -> None:
    """Import libhxl before there are workers: its first import writes a file, which two of them would do at once."""
    if not hasattr(config, "workerinput") and find_spec("hxl"):
        import_module("hxl")


ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "examples" / "ucdp-ged-syria-2018-spring.csv"
PROGRAM = (sys.executable, "-m", "conflict_cli")
DROPPED = ("FORCE_COLOR", "NO_COLOR", "GITHUB_ACTIONS", "PY_COLORS", "CONFLICT_CLI_FILE")


class Ran(NamedTuple):
    """How a run ended: its exit code, and what it wrote to standard output and to standard error."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True, scope="session")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The same width and the same colours everywhere, nothing of the user's own cache or ledger, and one engine.

    The laws ask for a few names, hundreds of thousands of times: their words are found once.
    """
    with pytest.MonkeyPatch.context() as patched:
        for name in DROPPED:
            patched.delenv(name, raising=False)
        patched.setenv("COLUMNS", "80")
        patched.setenv("CONFLICT_CLI_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
        patched.setattr(opening, "_connection", shared_engine.connection)
        patched.setattr(names, "words_of", cache(names.words_of))
        patched.setattr(opening, "_lock", lambda _connection: None)
        yield


@pytest.fixture
def ledger_folder(tmp_path: Path) -> Path:
    """A folder that holds the ledger of the project and nothing else."""
    folder = tmp_path / "ledger"
    folder.mkdir()
    shutil.copy(ROOT / "incidents.yaml", folder)
    return folder


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for reading alone: the ledger, two states of a small one, and the sample of UCDP GED, taken in once."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("old.yaml", "new.yaml"):
        shutil.copy(ROOT / "tests" / "worlds" / name, folder)
    shutil.copy(ROOT / "incidents.yaml", folder)
    shutil.copy(SAMPLE, folder / "ged.csv")
    shutil.copy(ROOT / "tests" / "golden" / "cases.csv", folder)
    return folder


@pytest.fixture
def run(ledger_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in this process, its output going into pipes, from the folder with the ledger or another."""

    def run(command: str | Sequence[str], *, folder: Path = ledger_folder, **environment: str) -> Ran:
        monkeypatch.chdir(folder)
        done = CliRunner().invoke(
            app, words(command), prog_name="conflict-cli", env=environment, catch_exceptions=False
        )
        return Ran(done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture
def process(ledger_folder: Path) -> Run:
    """The same as a process of its own: for encodings, closed streams, and the time that a run takes."""

    def run(
        command: str | Sequence[str], *, folder: Path = ledger_folder, timeout: float = 20, **environment: str
    ) -> Ran:
        done = subprocess.run(
            [*PROGRAM, *words(command)],
            cwd=folder,
            env=surroundings_of_a_process(**environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def shell(ledger_folder: Path) -> Run:
    """Run a line of bash in which `conflict-cli` is this program, failing where any part of a pipeline fails."""

    def run(line: str, *, folder: Path = ledger_folder, timeout: float = 30, **environment: str) -> Ran:
        script = f'conflict-cli() {{ {shlex.join(PROGRAM)} "$@"; }}; set -o pipefail; {line}'
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=folder,
            env=surroundings_of_a_process(**environment),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


def words(command: str | Sequence[str]) -> list[str]:
    """The words of a command line."""
    return shlex.split(command) if isinstance(command, str) else list(command)


def surroundings_of_a_process(**environment: str) -> dict[str, str]:
    """The environment of this process, in which this source tree is found, with changes."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **environment}


def interruptible(*command: str) -> list[str]:
    """The command line of a run that signals end, also where the tests run in the background, which ignores some."""
    script = (
        "import runpy, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):\n"
        "    signal.signal(number, signal.SIG_DFL)\n"
        f"sys.argv = ['conflict-cli', *{list(command)!r}]\n"
        "runpy.run_module('conflict_cli', run_name='__main__')\n"
    )
    return [sys.executable, "-c", script]


def need(command: str, packages: str) -> str:
    """The path of a tool that a test runs; without it the test is skipped, or fails where NO_SKIPS is set."""
    found = shutil.which(command)
    if found:
        return found
    reason = f"needs {command}: apt-get install {packages}"
    if os.environ.get("NO_SKIPS"):
        pytest.fail(reason)
    pytest.skip(reason)


def committed(folder: Path, *, times: int = 1) -> None:
    """Put all files of the folder into a repository of git, which is made if it is not there."""
    git = (need("git", "git"), "-C", str(folder), "-c", "user.name=Test", "-c", "user.email=test@example.org")
    for words in (["init", "-q"], *[["add", "-A"], ["commit", "-q", "--allow-empty", "-m", "A state"]] * times):
        subprocess.run([*git, *words], check=True, capture_output=True)
