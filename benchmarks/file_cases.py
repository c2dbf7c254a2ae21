"""What is measured of files that are made for others: the page, and the exports, of the ledger and of the example."""

from collections.abc import Iterator
from pathlib import Path

from datasets import SAMPLE
from measure import Command
from parts import Case, Figure, Ground, program

RUNS = 10
PAGES = {"10 incidents": (0.7, 500.0), "412 events": (5.0, 2000.0)}
"""Of what a page is made, and what it may take: seconds on the clock, and kilobytes."""

EXPORTS = ("geojson", "xlsx", "sqlite")


def files(ground: Ground) -> Case:
    """A page of the shipped ledger and of the example, and each export of the example."""
    source: dict[str, list[str]] = {"10 incidents": [], "412 events": ["-f", str(SAMPLE)]}
    commands: dict[str, Command] = {}
    figures: list[Figure] = []
    for number, (name, (seconds, kilobytes)) in enumerate(PAGES.items()):
        page = ground.folder / f"page-{number}.html"
        commands[f"report of {name}"] = program("report", "-o", str(page), *source[name])
        figures += _page(f"report of {name}", page, seconds, kilobytes)
    for form in EXPORTS:
        name = f"{form} of 412 events"
        commands[name] = program("list", "-o", str(ground.folder / f"events.{form}"), *source["412 events"])
        figures.append(_clock(name, None))
    return Case(commands, tuple(figures), RUNS)


def _page(name: str, page: Path, seconds: float, kilobytes: float) -> Iterator[Figure]:
    yield _clock(name, seconds)
    yield Figure(name, "its size", lambda _: page.stat().st_size / 1e3, kilobytes, " KB", name)


def _clock(name: str, seconds: float | None) -> Figure:
    return Figure(name, "the clock", lambda costs: costs[name].wall, seconds, " s", name)
