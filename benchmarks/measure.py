"""Whole processes, timed: how much processor, time and memory a command takes from its start to its end. POSIX only."""

import os
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from signal import SIGKILL
from tempfile import TemporaryFile
from threading import Timer
from time import perf_counter
from typing import IO, NamedTuple

LIMIT = 60
"""So many seconds on the clock a run may take, if its case says no other number; it is stopped then, and its command is
not run again."""

Command = Sequence[str]

_BYTES_OF_MAXRSS = 1 if sys.platform == "darwin" else 1024


class Cost(NamedTuple):
    """What one run took: seconds of processor time (user and system), seconds on the clock, and bytes at its peak."""

    cpu: float
    wall: float
    peak: int


Round = Mapping[str, Cost]


def rounds(
    commands: Mapping[str, Command], number: int, folder: Path, *, first: Collection[str] = (), limit: int = LIMIT
) -> Iterator[Round]:
    """Each command once in turn, so many times over, so that what disturbs one of them disturbs the others too.

    One round that is not counted comes before the first: it compiles modules, fills caches, and warms the disk. A
    command that takes longer than the limit is missing from its round and from those after it. The commands that are
    named as first have a cache of their own, which is emptied before each run.
    """
    waiting = dict(commands)
    for count in range(number + 1):
        costs: dict[str, Cost | None] = {}
        for name, command in waiting.items():
            cache = folder / ("first-cache" if name in first else "cache")
            if name in first:
                rmtree(cache, ignore_errors=True)
            costs[name] = cost(command, folder, cache, limit)
        waiting = {name: command for name, command in waiting.items() if costs[name]}
        if count:
            yield {name: taken for name, taken in costs.items() if taken}


def cost(command: Command, folder: Path, cache: Path, limit: int) -> Cost | None:
    """What a run of this command in this folder takes, its output going to a file; None if it takes too long.

    The processes of a pipe count together; their peak is that of the largest. A child's peak is never reported as less
    than its parent's, which must therefore stay small itself.
    """
    with TemporaryFile(dir=folder) as out, TemporaryFile(dir=folder) as complaints:
        start = perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment(folder, cache), stdout=out, stderr=complaints, process_group=0
        )
        timer = Timer(limit, _stop, [process.pid])
        timer.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        except KeyboardInterrupt:
            _stop(process.pid)
            raise
        finally:
            timer.cancel()
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if wall >= limit:
            return None
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)}: {_text(complaints)}")
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * _BYTES_OF_MAXRSS)


def environment(folder: Path, cache: Path) -> dict[str, str]:
    """The same for every run, whoever runs it: nothing of the user's settings, and a cache that is only ours.

    Commands that were installed beside this Python, as in a virtual environment, are found first.
    """
    return {
        "COLUMNS": "120",
        "CONFLICT_CLI_CACHE": str(cache),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
        "TERM": "xterm-256color",
    }


def _stop(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, SIGKILL)


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode(errors="replace")
