"""A terminal for tests: runs a command on one of a given width, and gives what it shows."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
from collections.abc import Sequence
from pathlib import Path


def on_terminal(command: Sequence[str], *, columns: int, folder: Path | None = None, **environment: str) -> str:
    """What the command shows on a terminal without colour, standard error with it, its lines ended by newlines."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    settings = {**os.environ, "TERM": "xterm", "NO_COLOR": "1", **environment}
    settings.pop("COLUMNS", None)
    with subprocess.Popen(
        command, stdin=follower, stdout=follower, stderr=follower, cwd=folder, env=settings, close_fds=True
    ):
        os.close(follower)
        shown = bytearray()
        while chunk := _read(leader):
            shown += chunk
    os.close(leader)
    return shown.decode().replace("\r\n", "\n")


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # Linux says so when the last writer has closed
        return b""
