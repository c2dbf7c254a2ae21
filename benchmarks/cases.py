"""What is measured: the commands of each case, and the figures that are made of one round of them."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ledgers import write_ledger
from measure import Command, Round

HERE = Path(__file__).parent
SHIPPED = 10

START, START_RUNS = 1.15, 30
FILE, FILE_RUNS = 1.5, 5
SECONDS, MEGABYTES = 2.0, 500.0
FLAT = 1.25
ROW, ROW_RUNS = 0.25, 3
FEW, MANY = 5_000, 100_000
WARM_SIZES, COLD_SIZES, GROWTH_RUNS = (25_000, 50_000, MANY), (FEW, 10_000, 20_000), 2
ROWS, DRAWN = 20_000, 2_000

Of = Callable[[Round], float]


class Figure(NamedTuple):
    """A number that each round gives, at most `target` if there is one; `measured` and `yardstick` name commands."""

    name: str
    against: str
    of: Of
    target: float | None
    unit: str
    measured: str
    yardstick: str | None = None


class Case(NamedTuple):
    """Commands that are run in turn, what is made of their costs, and how many rounds are enough."""

    commands: Mapping[str, Command]
    figures: tuple[Figure, ...]
    runs: int


class Ground:
    """The folder that all runs of a benchmark share, and the ledgers in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ledger(self, incidents: int) -> str:
        """The file of a ledger of so many incidents."""
        path = self.folder / f"{incidents}.yaml"
        return str(path if path.exists() else write_ledger(path, incidents))


def start(_: Ground) -> Case:
    """Questions to the shipped ledger, beside a bare Typer command that prints the same table."""
    questions = {"list": ["list"], "sum": ["sum"], "list rastan": ["list", "rastan"]}
    commands: dict[str, Command] = {"bare table": _yardstick("bare_table", "--rows", str(SHIPPED))}
    commands |= {name: _program(*words) for name, words in questions.items()}
    commands["bare table, drawn"] = _yardstick("bare_table", "--rows", str(SHIPPED), "--color")
    commands |= {f"{name}, drawn": _program(*words, "--color", "always") for name, words in questions.items()}
    figures = [_ratio(name, "bare table", START) for name in questions]
    figures += [_ratio(f"{name}, drawn", "bare table, drawn", START) for name in questions]
    return Case(commands, tuple(figures), START_RUNS)


def cold(ground: Ground) -> Case:
    """A ledger that is parsed afresh, beside the parser alone."""
    path = ground.ledger(FEW)
    commands = {
        "compose": _yardstick("compose_alone", path),
        "compose, no gc": _yardstick("compose_alone", path, "--no-gc"),
        "cold": _program("sum", "--no-cache", "-f", path),
    }
    name = f"sum of {FEW:,}, cold"
    figures = (
        _named(name, "compose alone", "cold", "compose", FILE),
        _named(name, "the same, no collector", "cold", "compose, no gc", None),
    )
    return Case(commands, figures, FILE_RUNS)


def warm(ground: Ground) -> Case:
    """A ledger that was parsed before, beside the shipped one."""
    path = ground.ledger(FEW)
    commands = {
        "sum, shipped": _program("sum"),
        "sum": _program("sum", "-f", path),
        "list rastan, shipped": _program("list", "rastan"),
        "list rastan": _program("list", "rastan", "--fail-empty", "-f", path),
    }
    figures = [
        _named(f"{name} of {FEW:,}, warm", "the same, shipped", name, f"{name}, shipped", FILE)
        for name in ("sum", "list rastan")
    ]
    return Case(commands, tuple(figures), 2 * FILE_RUNS)


def big(ground: Ground) -> Case:
    """A ledger of the size of a data set that was parsed before, and whether time grows with the incidents alone."""
    commands = {"shipped": _program("sum")}
    commands |= {f"{size:,}": _program("sum", "-f", ground.ledger(size)) for size in WARM_SIZES}
    most = f"{MANY:,}"
    name = f"sum of {most}, warm"
    figures = (
        Figure(name, "the clock", lambda costs: costs[most].wall, SECONDS, " s", most),
        Figure(name, "its peak", lambda costs: costs[most].peak / 1e6, MEGABYTES, " MB", most),
        *_growth("warm", WARM_SIZES),
    )
    return Case(commands, figures, GROWTH_RUNS)


def growth(ground: Ground) -> Case:
    """Whether the time of parsing grows with the incidents alone."""
    commands = {"shipped": _program("sum", "--no-cache")}
    commands |= {f"{size:,}": _program("sum", "--no-cache", "-f", ground.ledger(size)) for size in COLD_SIZES}
    return Case(commands, tuple(_growth("cold", COLD_SIZES)), GROWTH_RUNS)


def rows(ground: Ground) -> Case:
    """What a row in a pipe costs, all that is done for it included, beside what Rich takes to draw one."""
    path = ground.ledger(ROWS)
    forms = {"text": "table", "CSV": "csv", "JSONL": "jsonl"}
    commands: dict[str, Command] = {
        "Rich, few": _yardstick("bare_table", "--rows", str(SHIPPED)),
        "Rich": _yardstick("bare_table", "--rows", str(DRAWN)),
    }
    for name, form in forms.items():
        commands[f"{name}, few"] = _program("list", "-O", form)
        commands[name] = _program("list", "-O", form, "-f", path)
    drawn = _per_row("Rich", DRAWN)
    figures = [
        Figure(f"a row as {name}", "a row by Rich", _quotient(_per_row(name, ROWS), drawn), ROW, "×", name, "Rich")
        for name in forms
    ]
    return Case(commands, tuple(figures), ROW_RUNS)


CASES: Mapping[str, Callable[[Ground], Case]] = {
    "start": start,
    "cold": cold,
    "warm": warm,
    "rows": rows,
    "growth": growth,
    "big": big,
}


def _program(*words: str) -> Command:
    return [sys.executable, str(HERE / "program.py"), *words]


def _yardstick(name: str, *words: str) -> Command:
    return [sys.executable, str(HERE / "yardsticks" / f"{name}.py"), *words]


def _ratio(measured: str, yardstick: str, target: float) -> Figure:
    return _named(measured, yardstick, measured, yardstick, target)


def _named(name: str, against: str, measured: str, yardstick: str, target: float | None) -> Figure:
    """The processor time of one command in that of another."""
    of = _quotient(lambda costs: costs[measured].cpu, lambda costs: costs[yardstick].cpu)
    return Figure(name, against, of, target, "×", measured, yardstick)


def _growth(state: str, sizes: tuple[int, ...]) -> Iterator[Figure]:
    """The time of one incident in ledgers of these sizes, beside that in the smallest; a start's is taken off."""
    least, *larger = sizes

    def time(size: int) -> Of:
        return lambda costs: (costs[f"{size:,}"].cpu - costs["shipped"].cpu) / size

    for size in larger:
        name, against = f"an incident of {size:,}, {state}", f"one of {least:,}"
        yield Figure(name, against, _quotient(time(size), time(least)), FLAT, "×", f"{size:,}", f"{least:,}")


def _per_row(name: str, number: int) -> Of:
    """The time of one row: what many of them take beyond what the ten of the shipped ledger take."""
    return lambda costs: (costs[name].cpu - costs[f"{name}, few"].cpu) / (number - SHIPPED)


def _quotient(one: Of, other: Of) -> Of:
    return lambda costs: one(costs) / other(costs)
