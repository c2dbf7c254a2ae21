"""Whole processes, timed: how much processor, time and memory a command takes from its start to its end. POSIX only."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from time import perf_counter
from typing import IO, NamedTuple

LIMIT = 60
"""So many seconds on the clock a run may take; it is stopped then, and its command is not run again."""

Command = Sequence[str]

_BYTES_OF_MAXRSS = 1 if sys.platform == "darwin" else 1024


class Cost(NamedTuple):
    """What one run took: seconds of processor time (user and system), seconds on the clock, and bytes at its peak."""

    cpu: float
    wall: float
    peak: int


Round = Mapping[str, Cost]


def rounds(commands: Mapping[str, Command], number: int, folder: Path) -> Iterator[Round]:
    """Each command once in turn, so many times over, so that what disturbs one of them disturbs the others too.

    One round that is not counted comes before the first: it compiles modules, fills caches, and warms the disk. A
    command that takes longer than the limit is missing from its round and from those after it.
    """
    waiting = dict(commands)
    for count in range(number + 1):
        costs = {name: cost(command, folder) for name, command in waiting.items()}
        waiting = {name: command for name, command in waiting.items() if costs[name]}
        if count:
            yield {name: taken for name, taken in costs.items() if taken}


def cost(command: Command, folder: Path) -> Cost | None:
    """What a run of this command in this folder takes, its output going to a file; None if it takes too long.

    A child's peak is never reported as less than its parent's, which must therefore stay small itself.
    """
    with TemporaryFile(dir=folder) as out, TemporaryFile(dir=folder) as complaints:
        start = perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment(folder), stdout=out, stderr=complaints)
        timer = Timer(LIMIT, process.kill)
        timer.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        timer.cancel()
        if wall >= LIMIT:
            return None
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)}: {_text(complaints)}")
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * _BYTES_OF_MAXRSS)


def environment(folder: Path) -> dict[str, str]:
    """The same for every run, whoever runs it: nothing of the user's settings, and a cache that is only ours."""
    return {
        "COLUMNS": "120",
        "CONFLICT_CLI_CACHE": str(folder / "cache"),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PATH": os.environ.get("PATH", ""),
        "TERM": "xterm-256color",
    }


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode(errors="replace")
