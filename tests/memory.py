"""The memory that the program takes: it runs as a process of its own, started by a small one.

A process begins with the peak of the one that starts it, and the tests' own may be large.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.conftest import PROGRAM, surroundings_of_a_process

LIMIT = 512 * 1024 * 1024


STARTER = """
import os, sys
child = os.fork()
if not child:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    os.execv(sys.argv[1], sys.argv[1:])
_, status, used = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), used.ru_maxrss, file=sys.stderr)
"""


class Measured(NamedTuple):
    out: bytes
    peak: int


def measured(*words: str, cache: Path, code: int = 0) -> Measured:
    """What the program writes, and the most memory that it had at once, in bytes."""
    environment = surroundings_of_a_process(CONFLICT_CLI_CACHE=str(cache))
    with tempfile.TemporaryFile() as out:
        done = subprocess.run(
            [sys.executable, "-S", "-c", STARTER, *PROGRAM, *words],
            env=environment,
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
        )
        ended, peak = map(int, done.stderr.split())
        assert ended == code
        out.seek(0)
        return Measured(out.read(), peak * 1024)
