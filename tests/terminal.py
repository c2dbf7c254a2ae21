"""A terminal for tests: runs the program, or any command, on one of a given width, and gives what it shows."""

import fcntl
import multiprocessing
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from multiprocessing.connection import wait
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).parent.parent


def on_terminal(command: Sequence[str], *, columns: int, folder: Path | None = None, **environment: str) -> str:
    """What a command shows on a terminal without colour, standard error with it, its lines ended by newlines."""
    with _terminal(columns) as (leader, follower):
        process = subprocess.Popen(
            command, stdin=follower, stdout=follower, stderr=follower, cwd=folder, env=_settings(environment)
        )
        os.close(follower)
        shown = bytearray()
        while chunk := _read(leader):
            shown += chunk
        process.wait()
    return _lines(shown)


def program_on_terminal(words: Sequence[str], *, columns: int, folder: Path, **environment: str) -> str:
    """What the program shows on such a terminal.

    It runs as a process of its own, made from one in which all that it imports is there already: a tenth of a second
    less for each of a hundred runs.
    """
    with _terminal(columns) as (leader, follower):
        process = _forks().Process(
            target=_run, args=(os.ttyname(follower), tuple(words), str(folder), _settings(environment))
        )
        process.start()
        shown = bytearray()
        while leader in (ready := wait([leader, process.sentinel])) or not ready:
            shown += _read(leader)
        process.join()
        os.close(follower)
    return _lines(shown)


@contextmanager
def _terminal(columns: int) -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: what shows, which is closed at the end, and what a program writes to."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    try:
        yield leader, follower
    finally:
        os.close(leader)


def _settings(environment: Mapping[str, str]) -> dict[str, str]:
    settings = {**os.environ, "TERM": "xterm", "NO_COLOR": "1", "PAGER": "cat", "PYTHONPATH": str(ROOT), **environment}
    settings.pop("COLUMNS", None)
    return settings


def _lines(shown: bytes) -> str:
    return shown.decode().replace("\r\n", "\n")


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # Linux says so when the last writer has closed
        return b""


@cache
def _forks() -> multiprocessing.context.ForkServerContext:
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["tests.warm"])
    with patch.dict(os.environ, PYTHONPATH=str(ROOT)):
        multiprocessing.forkserver.ensure_running()
    return forks


def _run(terminal: str, words: Sequence[str], folder: str, environment: Mapping[str, str]) -> None:
    """Be the program on this terminal."""
    from conflict_cli.__main__ import main

    os.setsid()
    opened = os.open(terminal, os.O_RDWR)
    for number in range(3):
        os.dup2(opened, number)
    os.close(opened)
    sys.stdin, sys.stdout = (os.fdopen(number, mode, encoding="utf-8") for number, mode in ((0, "r"), (1, "w")))
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["conflict-cli", *words]
    main()
