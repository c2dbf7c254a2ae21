"""What came out: figures beside their targets, as a Markdown table, and that table's place in the README."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple

from measure import Round
from parts import Figure

BEGIN, END = "<!-- results -->", "<!-- end of results -->"
HEADINGS = ("Measured", "Against", "Processor", "Clock", "Peak", "Median", "Least–most", "Target", "Met")
WHOLE = (" MB", " ns")
"""Units of which no fractions are shown."""


class Result(NamedTuple):
    """A figure, the rounds it is made of, and the seconds that each of their runs was given."""

    figure: Figure
    rounds: Sequence[Round]
    limit: int

    @property
    def values(self) -> list[float]:
        """The figure of each round; none where a command was stopped or is not there."""
        needed = {self.figure.measured, self.figure.yardstick or self.figure.measured}
        return [self.figure.of(costs) for costs in self.rounds if needed <= costs.keys()]

    @property
    def is_met(self) -> bool | None:
        """Whether the median keeps to the target; None where there is none, or nothing to compare with."""
        target = self.figure.target
        return None if target is None or self.figure.absent else bool(self.values) and median(self.values) <= target

    def row(self) -> tuple[str, ...]:
        """The cells of the table."""
        figure, values = self.figure, self.values
        if values:
            said, span = self._shown(median(values)), f"{self._shown(min(values))}–{self._shown(max(values))}"
        else:
            said, span = self.figure.absent or f"stopped after {self.limit} s", ""
        target = "" if figure.target is None else f"≤ {figure.target:g}{figure.unit}"
        met = {True: "yes", False: "no", None: ""}[self.is_met]
        taken = (self._taken("cpu", 1e3, "ms"), self._taken("wall", 1e3, "ms"), self._taken("peak", 1e-6, "MB"))
        return (figure.name, figure.against, *taken, said, span, target, met)

    def _shown(self, value: float) -> str:
        return f"{value:.{0 if self.figure.unit in WHOLE else 2}f}{self.figure.unit}"

    def _taken(self, what: str, scale: float, unit: str) -> str:
        """What the command took and what its yardstick did: `120 / 100 ms`."""
        names = [name for name in (self.figure.measured, self.figure.yardstick) if name]
        taken = [[getattr(costs[name], what) for costs in self.rounds if name in costs] for name in names]
        return " / ".join(f"{median(values) * scale:.0f}" if values else "…" for values in taken) + f" {unit}"


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
