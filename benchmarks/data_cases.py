"""What is measured of data sets: questions to a CSV file, put first and put later, beside other tools' answers.

The clock is compared here and not the processor's time, since DuckDB and Miller use all processors that there are.
"""

import re
import subprocess
import sys
from typing import NamedTuple

from datasets import SAMPLE
from measure import Command, Round, environment
from parts import Case, Figure, Ground, Of, program, quotient, script

FIRST, LATER, FIRST_OF_MOST = 2.0, 0.5, 3.0
ROWS, RUNS = 400_000, 5
SIZES, GROWTH_RUNS, GROWTH_LIMIT = (40_000, 400_000, 4_000_000), 2, 300
SAMPLED, MEGABYTES = 412, 512.0
WHEN = ("first", "later")


class Tool(NamedTuple):
    """Something else that answers the questions: its name, its script, and a command that prints its version."""

    name: str
    script: str
    probe: tuple[str, ...]


class Question(NamedTuple):
    """The words in which the program is asked, the name the scripts know them by, and the target where asked first."""

    words: tuple[str, ...]
    name: str
    target: float | None = None

    def __str__(self) -> str:
        return " ".join(self.words)

    def put(self, file: str) -> Command:
        """The program that is asked this of a file, and answers for a machine."""
        form = "json" if self is SUM else "csv"
        return program(*self.words, "--fail-empty", "-O", form, "-f", file)


SUM = Question(("sum",), "sum", FIRST)
QUESTIONS = (Question(("list", "rastan"), "list"), SUM, Question(("sum", "--by", "month"), "month"))

DUCKDB = Tool("DuckDB", "duckdb_package.py", (sys.executable, "-c", "import duckdb; print(duckdb.__version__)"))
OTHERS = (
    Tool("duckdb command", "duckdb_command.sh", ("duckdb", "--version")),
    Tool("pandas", "pandas_package.py", (sys.executable, "-c", "import pandas; print(pandas.__version__)")),
    Tool("Miller", "miller.sh", ("mlr", "--version")),
    Tool("csvkit", "csvkit.sh", ("csvsql", "--version")),
)


def data(ground: Ground) -> Case:
    """Three questions to one file, first and later, beside the tools that read the file each time."""
    file = ground.dataset(ROWS)
    versions = {tool: _version(tool, ground) for tool in (DUCKDB, *OTHERS)}
    commands: dict[str, Command] = {}
    figures: list[Figure] = []
    for question in QUESTIONS:
        first, later = f"{question}, first", f"{question}, later"
        commands[first] = commands[later] = question.put(file)
        for tool, version in versions.items():
            if version:
                commands[f"{question}, {tool.name}"] = script(tool.script, question.name, file)
        figures.append(_beside(first, tool=DUCKDB, version=versions[DUCKDB], target=question.target))
        figures.append(_beside(later, tool=DUCKDB, version=versions[DUCKDB], target=LATER))
        figures += [_beside(first, tool=tool, version=versions[tool]) for tool in OTHERS]
    return Case(commands, tuple(figures), RUNS, first=[f"{question}, first" for question in QUESTIONS])


def data_growth(ground: Ground) -> Case:
    """The total of a small file and of large ones, first and later: what a row takes, and how much memory."""
    files = {SAMPLED: str(SAMPLE)} | {size: ground.dataset(size) for size in SIZES}
    commands = {f"{_sum_of(size)}, {when}": SUM.put(file) for size, file in files.items() for when in WHEN}
    firsts = [name for name in commands if name.endswith("first")]
    most, version = SIZES[-1], _version(DUCKDB, ground)
    if version:
        commands[f"{_sum_of(most)}, {DUCKDB.name}"] = script(DUCKDB.script, SUM.name, files[most])
    figures = [_row(size, when) for when in WHEN for size in SIZES]
    targets = dict(zip(WHEN, (FIRST_OF_MOST, LATER), strict=True))
    figures += [
        _beside(f"{_sum_of(most)}, {when}", tool=DUCKDB, version=version, target=target)
        for when, target in targets.items()
    ]
    figures += [_peak(f"{_sum_of(most)}, {when}", MEGABYTES if when == "first" else None) for when in WHEN]
    return Case(commands, tuple(figures), GROWTH_RUNS, first=firsts, limit=GROWTH_LIMIT)


def _beside(measured: str, *, tool: Tool, version: str | None, target: float | None = None) -> Figure:
    """The clock of one command in that of a tool, which answers the same question."""
    yardstick = f"{measured.rpartition(', ')[0]}, {tool.name}"
    of = quotient(_clock(measured), _clock(yardstick))
    against = f"{tool.name} {version}" if version else tool.name
    return Figure(measured, against, of, target, "×", measured, yardstick, None if version else "not installed")


def _row(size: int, when: str) -> Figure:
    """The time of one row: what a file takes beyond what the example takes."""
    measured, least = f"{_sum_of(size)}, {when}", f"{_sum_of(SAMPLED)}, {when}"

    def of(costs: Round) -> float:
        return (costs[measured].wall - costs[least].wall) / (size - SAMPLED) * 1e9

    return Figure(f"a row of {size:,}, {when}", f"beyond {SAMPLED} rows", of, None, " ns", measured, least)


def _peak(measured: str, target: float | None) -> Figure:
    return Figure(measured, "its peak", lambda costs: costs[measured].peak / 1e6, target, " MB", measured)


def _sum_of(rows: int) -> str:
    return f"sum of {rows:,} rows"


def _clock(name: str) -> Of:
    return lambda costs: costs[name].wall


def _version(tool: Tool, ground: Ground) -> str | None:
    """The version of a tool; None if it is not installed."""
    surroundings = environment(ground.folder, ground.folder / "cache")
    try:
        said = subprocess.run(tool.probe, env=surroundings, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    found = re.search(r"\d+(\.\d+)+", said.stdout)
    return found[0] if found and not said.returncode else None
