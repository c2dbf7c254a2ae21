"""What is measured: the commands of each case, and its figures. Those of data sets stand in a module of their own."""

from collections.abc import Callable, Iterator, Mapping

from data_cases import data, data_growth
from file_cases import files
from measure import Command
from parts import Case, Figure, Ground, Of, program, quotient, script
from sourced import REPORTS

SHIPPED = 10

START, DRAWN_START, START_RUNS = 1.15, 1.05, 30
COLD, WARM, FILE_RUNS = 0.5, 1.5, 5
SOURCED, MANY_SOURCES, CHECKED = 8_000, 1.8, 1.2
OF_A_TEAM, FILES, PARTED = 8_000, 200, 1.3
SECONDS, MEGABYTES = 1.5, 300.0
FLAT = 1.25
ROW, ROW_RUNS = 0.25, 3
FEW, MANY = 5_000, 100_000
WARM_SIZES, COLD_SIZES, GROWTH_RUNS = (25_000, 50_000, MANY), (FEW, 10_000, 20_000), 2
ROWS, DRAWN = 20_000, 2_000


def start(_: Ground) -> Case:
    """Questions to the shipped ledger, beside a bare Typer command that prints the same table."""
    questions = {"list": ["list"], "sum": ["sum"], "list rastan": ["list", "rastan"]}
    commands: dict[str, Command] = {"bare table": script("bare_table.py", "--rows", str(SHIPPED))}
    commands |= {name: program(*words) for name, words in questions.items()}
    commands["bare table, drawn"] = script("bare_table.py", "--rows", str(SHIPPED), "--color")
    commands |= {f"{name}, drawn": program(*words, "--color", "always") for name, words in questions.items()}
    figures = [_ratio(name, "bare table", START) for name in questions]
    figures += [_ratio(f"{name}, drawn", "bare table, drawn", DRAWN_START) for name in questions]
    return Case(commands, tuple(figures), START_RUNS)


def cold(ground: Ground) -> Case:
    """A ledger that is parsed afresh, beside the parser alone."""
    path = ground.ledger(FEW)
    commands = {
        "compose": script("compose_alone.py", path),
        "compose, no gc": script("compose_alone.py", path, "--no-gc"),
        "cold": program("sum", "--no-cache", "-f", path),
    }
    name = f"sum of {FEW:,}, cold"
    figures = (
        _named(name, "compose alone", "cold", "compose", COLD),
        _named(name, "the same, no collector", "cold", "compose, no gc", None),
    )
    return Case(commands, figures, FILE_RUNS)


def warm(ground: Ground) -> Case:
    """A ledger that was parsed before, beside the shipped one."""
    path = ground.ledger(FEW)
    commands = {
        "sum, shipped": program("sum"),
        "sum": program("sum", "-f", path),
        "list rastan, shipped": program("list", "rastan"),
        "list rastan": program("list", "rastan", "--fail-empty", "-f", path),
    }
    figures = [
        _named(f"{name} of {FEW:,}, warm", "the same, shipped", name, f"{name}, shipped", WARM)
        for name in ("sum", "list rastan")
    ]
    return Case(commands, tuple(figures), 2 * FILE_RUNS)


def sourced(ground: Ground) -> Case:
    """A ledger with five reports of each incident, by many sources: parsed before, parsed afresh, and checked."""
    path = ground.sourced(SOURCED)
    commands = {
        "sum, shipped": program("sum"),
        "sum": program("sum", "-f", path),
        "compose": script("compose_alone.py", path),
        "sum, cold": program("sum", "--no-cache", "-f", path),
        "check": program("check", "-f", path),
    }
    reports = f"sum of {SOURCED * REPORTS:,} reports"
    figures = (
        _named(f"{reports}, warm", "the same, shipped", "sum", "sum, shipped", MANY_SOURCES),
        _named(f"{reports}, cold", "compose alone", "sum, cold", "compose", COLD),
        _named("check of the same", "sum, cold", "check", "sum, cold", CHECKED),
    )
    return Case(commands, figures, FILE_RUNS)


def team(ground: Ground) -> Case:
    """A ledger of many files that was parsed before, beside the same one in one file."""
    commands = {
        "sum, one file": program("sum", "-f", ground.ledger(OF_A_TEAM)),
        "sum": program("sum", "-f", ground.ledger_of_files(OF_A_TEAM, FILES)),
    }
    name = f"sum of {FILES} files, warm"
    return Case(commands, (_named(name, "the same in one file", "sum", "sum, one file", PARTED),), 3 * FILE_RUNS)


def big(ground: Ground) -> Case:
    """A ledger of the size of a data set that was parsed before, and whether time grows with the incidents alone."""
    commands = {"shipped": program("sum")}
    commands |= {f"{size:,}": program("sum", "-f", ground.ledger(size)) for size in WARM_SIZES}
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
    commands = {"shipped": program("sum", "--no-cache")}
    commands |= {f"{size:,}": program("sum", "--no-cache", "-f", ground.ledger(size)) for size in COLD_SIZES}
    return Case(commands, tuple(_growth("cold", COLD_SIZES)), GROWTH_RUNS)


def rows(ground: Ground) -> Case:
    """What a row in a pipe costs, all that is done for it included, beside what Rich takes to draw one."""
    path = ground.ledger(ROWS)
    forms = {"text": "table", "CSV": "csv", "JSONL": "jsonl"}
    commands: dict[str, Command] = {
        "Rich, few": script("bare_table.py", "--rows", str(SHIPPED)),
        "Rich": script("bare_table.py", "--rows", str(DRAWN)),
    }
    for name, form in forms.items():
        commands[f"{name}, few"] = program("list", "-O", form)
        commands[name] = program("list", "-O", form, "-f", path)
    drawn = _per_row("Rich", DRAWN)
    figures = [
        Figure(f"a row as {name}", "a row by Rich", quotient(_per_row(name, ROWS), drawn), ROW, "×", name, "Rich")
        for name in forms
    ]
    return Case(commands, tuple(figures), ROW_RUNS)


CASES: Mapping[str, Callable[[Ground], Case]] = {
    "start": start,
    "cold": cold,
    "warm": warm,
    "sourced": sourced,
    "team": team,
    "rows": rows,
    "growth": growth,
    "big": big,
    "data": data,
    "data-growth": data_growth,
    "files": files,
}


def _ratio(measured: str, yardstick: str, target: float) -> Figure:
    return _named(measured, yardstick, measured, yardstick, target)


def _named(name: str, against: str, measured: str, yardstick: str, target: float | None) -> Figure:
    """The processor time of one command in that of another."""
    of = quotient(lambda costs: costs[measured].cpu, lambda costs: costs[yardstick].cpu)
    return Figure(name, against, of, target, "×", measured, yardstick)


def _growth(state: str, sizes: tuple[int, ...]) -> Iterator[Figure]:
    """The time of one incident in ledgers of these sizes, beside that in the smallest; a start's is taken off."""
    least, *larger = sizes

    def time(size: int) -> Of:
        return lambda costs: (costs[f"{size:,}"].cpu - costs["shipped"].cpu) / size

    for size in larger:
        name, against = f"an incident of {size:,}, {state}", f"one of {least:,}"
        yield Figure(name, against, quotient(time(size), time(least)), FLAT, "×", f"{size:,}", f"{least:,}")


def _per_row(name: str, number: int) -> Of:
    """The time of one row: what many of them take beyond what the ten of the shipped ledger take."""
    return lambda costs: (costs[name].cpu - costs[f"{name}, few"].cpu) / (number - SHIPPED)
