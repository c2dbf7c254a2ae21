"""What came out: figures beside their targets, as a Markdown table, and that table's place in the README."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple

from cases import Figure
from measure import LIMIT, Round

BEGIN, END = "<!-- results -->", "<!-- end of results -->"
HEADINGS = ("Measured", "Against", "Processor", "Clock", "Median", "Least–most", "Target", "Met")


class Result(NamedTuple):
    """A figure, and the rounds it is made of."""

    figure: Figure
    rounds: Sequence[Round]

    @property
    def values(self) -> list[float]:
        """The figure of each round; none where a command was stopped."""
        needed = {self.figure.measured, self.figure.yardstick or self.figure.measured}
        return [self.figure.of(costs) for costs in self.rounds if needed <= costs.keys()]

    @property
    def is_met(self) -> bool | None:
        """Whether the median keeps to the target; None where there is none."""
        target = self.figure.target
        return None if target is None else bool(self.values) and median(self.values) <= target

    def row(self) -> tuple[str, ...]:
        """The cells of the table."""
        figure, values = self.figure, self.values
        if values:
            said, span = self._shown(median(values)), f"{self._shown(min(values))}–{self._shown(max(values))}"
        else:
            said, span = f"stopped after {LIMIT} s", ""
        target = "" if figure.target is None else f"≤ {figure.target:g}{figure.unit}"
        met = {True: "yes", False: "no", None: ""}[self.is_met]
        return (figure.name, figure.against, self._times("cpu"), self._times("wall"), said, span, target, met)

    def _shown(self, value: float) -> str:
        return f"{value:.{0 if self.figure.unit == ' MB' else 2}f}{self.figure.unit}"

    def _times(self, clock: str) -> str:
        """The milliseconds of the command and of its yardstick: `120 / 100 ms`."""
        names = [name for name in (self.figure.measured, self.figure.yardstick) if name]
        taken = [[getattr(costs[name], clock) for costs in self.rounds if name in costs] for name in names]
        return " / ".join(f"{median(times) * 1000:.0f}" if times else "…" for times in taken) + " ms"


def table(results: Sequence[Result]) -> str:
    """The results as a Markdown table, its columns aligned."""
    rows = [HEADINGS, *(result.row() for result in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in (*rows[:1], ["-" * width for width in widths], *rows[1:])
    ]
    return "".join(f"| {line} |\n" for line in lines)


def write_table(path: Path, results: Sequence[Result]) -> None:
    """Put the results into this file, in the place of the last ones."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    text = f"{before}{BEGIN}\n{_circumstances()}\n\n{table(results)}{END}{after}"
    path.write_text(text, encoding="utf-8")


def _circumstances() -> str:
    load = os.getloadavg()[0]
    day = datetime.now(UTC).date().isoformat()
    return (
        f"{day}, Python {platform.python_version()} on {platform.system()}, {os.cpu_count()} processors, "
        f"load {load:.1f} at the end:"
    )
