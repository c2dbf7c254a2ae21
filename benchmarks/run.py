"""Measures the program against its targets, each beside its yardstick in the same run, and prints a table.

python benchmarks/run.py                    all cases, about eight minutes on an idle machine
python benchmarks/run.py --only start       one case
python benchmarks/run.py --write            all, and the table in benchmarks/README.md is rewritten
"""

import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from cases import CASES
from measure import rounds
from parts import HERE, Ground
from results import Result, table, write_table


def main() -> None:
    """Measure what was asked for."""
    asked = _asked()
    results: list[Result] = []
    with TemporaryDirectory(prefix="conflict-cli-") as folder:
        ground = Ground(Path(folder))
        for name in asked.only or CASES:
            results.extend(_measured(name, ground, asked.runs))
        print(table(results), end="")
        if asked.write:
            write_table(HERE / "README.md", results)


def _measured(name: str, ground: Ground, runs: int | None) -> Iterator[Result]:
    print(f"{name} …", file=sys.stderr)
    case = CASES[name](ground)
    taken = list(rounds(case.commands, runs or case.runs, ground.folder, first=case.first, limit=case.limit))
    return (Result(figure, taken, case.limit) for figure in case.figures)


def _asked() -> Namespace:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, metavar="N", help="rounds of each case, in place of its own number")
    parser.add_argument("--only", action="append", choices=CASES, metavar="NAME", help=f"one of: {', '.join(CASES)}")
    parser.add_argument("--write", action="store_true", help="rewrite the table in the README")
    asked = parser.parse_args()
    if asked.write and asked.only:
        parser.error("--write needs the results of all cases, and --only measures one")
    if asked.runs is not None and asked.runs < 1:
        parser.error("--runs needs at least 1")
    return asked


if __name__ == "__main__":
    main()
