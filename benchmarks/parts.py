"""What cases are made of: commands, the figures that are made of one round of them, and files to run them on."""

import sys
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from datasets import write_dataset
from ledgers import write_files, write_ledger
from measure import LIMIT, Command, Round
from sourced import write_sourced

HERE = Path(__file__).parent

Of = Callable[[Round], float]


class Figure(NamedTuple):
    """A number that each round gives, at most `target` if there is one; `measured` and `yardstick` name commands.

    `absent` says which tool is not there, where one is missing: then no round gives the number.
    """

    name: str
    against: str
    of: Of
    target: float | None
    unit: str
    measured: str
    yardstick: str | None = None
    absent: str | None = None


class Case(NamedTuple):
    """Commands that are run in turn, what is made of their costs, and how many rounds are enough.

    Those that `first` names find an empty cache each time; the others find what the runs before them left in theirs.
    A run that takes longer than `limit` seconds is stopped.
    """

    commands: Mapping[str, Command]
    figures: tuple[Figure, ...]
    runs: int
    first: Collection[str] = ()
    limit: int = LIMIT


class Ground:
    """The folder that all runs of a benchmark share, and the files in it that they read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ledger(self, incidents: int) -> str:
        """The file of a ledger of so many incidents."""
        path = self.folder / f"{incidents}.yaml"
        return str(path if path.exists() else write_ledger(path, incidents))

    def sourced(self, incidents: int) -> str:
        """The file of a ledger of so many incidents with five reports each."""
        path = self.folder / f"{incidents}-sourced.yaml"
        return str(path if path.exists() else write_sourced(path, incidents))

    def ledger_of_files(self, incidents: int, files: int) -> str:
        """The first file of a ledger of so many incidents in so many files."""
        folder = self.folder / f"{incidents}-in-{files}"
        first = folder / "incidents.yaml"
        return str(first if first.exists() else write_files(folder, incidents, files))

    def dataset(self, rows: int) -> str:
        """The file of a data set of so many rows."""
        path = self.folder / f"{rows}.csv"
        return str(path if path.exists() else write_dataset(path, rows))


def program(*words: str) -> Command:
    """The program with these options."""
    return [sys.executable, str(HERE / "program.py"), *words]


def script(name: str, *words: str) -> Command:
    """A yardstick: a script of Python, or of the shell where it only calls a command."""
    runner = "sh" if name.endswith(".sh") else sys.executable
    return [runner, str(HERE / "yardsticks" / name), *words]


def quotient(one: Of, other: Of) -> Of:
    """One number in terms of another."""
    return lambda costs: one(costs) / other(costs)
