"""The memory that the program takes: it runs as a process of its own."""

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from tests.conftest import PROGRAM, surroundings_of_a_process

LIMIT = 512 * 1024 * 1024


class Measured(NamedTuple):
    out: bytes
    peak: int


def measured(*words: str, cache: Path, code: int = 0) -> Measured:
    """What the program writes, and the most memory that it had at once, in bytes."""
    environment = surroundings_of_a_process(CONFLICT_CLI_CACHE=str(cache))
    process = subprocess.Popen([*PROGRAM, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    out = process.stdout.read()
    process.stdout.close()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == code
    return Measured(out, used.ru_maxrss * 1024)
