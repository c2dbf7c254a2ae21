"""A shell at a terminal of its own, in which tests type, with completion installed and a stand-in for the program."""

import os
import pty
import select
import shlex
import subprocess
import time
from pathlib import Path

from tests.conftest import PROGRAM, surroundings_of_a_process

PATIENCE = 10.0

# Completes as the program does; any other run of it notes its words.
STAND_IN = """#!/bin/sh
[ -n "$_CONFLICT_CLI_COMPLETE" ] && exec {program} "$@"
printf '%s\\0' "$@" > {arrived}
"""

# The first terminal that a new session opens is its own, with which a shell minds its jobs.
TAKING_TERMINAL = 'exec "$@" <>"$0" >&0 2>&0'

STARTS = {
    "bash": ["--noprofile", "--rcfile", "{home}/rc", "-i"],
    "zsh": ["--no-globalrcs", "-i"],
    "fish": ["--no-config", "--private", "--init-command", "source {home}/rc", "-i"],
}
SETTINGS = {
    "bash": "PS1='> '; . {home}/completion",
    "zsh": "PS1='> '; autoload -Uz compinit; compinit -u -D; . {home}/completion",
    "fish": "set -g fish_autosuggestion_enabled 0; set -g fish_greeting; source {home}/completion",
}


class Keyboard:
    """What is typed into a shell, and the words that the program is then run with.

    `is_lost` says that the shell waits for something that nobody will type.
    """

    def __init__(self, shell: str, home: Path) -> None:
        self.is_lost = False
        self._arrived = home / "arrived"
        self._lines = 0
        self._seen = b""
        environment = _settle(shell, home, self._arrived)
        arguments = [part.format(home=home) for part in STARTS[shell]]
        self._terminal, terminal_of_shell = pty.openpty()
        started = ["sh", "-c", TAKING_TERMINAL, os.ttyname(terminal_of_shell), shell, *arguments]
        self._process = subprocess.Popen(started, cwd=home, env=environment, start_new_session=True)
        self._enter("")
        os.close(terminal_of_shell)  # not before the shell has opened it: a terminal that nobody holds is hung up

    def words(self, typed: str, folder: Path) -> list[str]:
        """The words that `conflict-cli` is run with when this is typed after it, in this folder, and then ENTER."""
        self._arrived.unlink(missing_ok=True)
        self._enter(f"cd {shlex.quote(str(folder))}")
        self._enter(f"conflict-cli {typed}")
        return self._arrived.read_bytes().decode().split("\0")[:-1]

    def close(self) -> None:
        """Hang up."""
        self._process.kill()
        self._process.wait()
        os.close(self._terminal)

    def _enter(self, typed: str) -> None:
        """Type a line, and wait until the shell has done it: it then says a number that nobody typed."""
        self._lines += 1
        os.write(self._terminal, f"{typed}\rprintf '<%s>' done{self._lines}\r".encode())
        self._wait_for(f"<done{self._lines}>".encode())

    def _wait_for(self, sign: bytes) -> None:
        end = time.monotonic() + PATIENCE
        while sign not in self._seen:
            if not select.select([self._terminal], [], [], max(0.0, end - time.monotonic()))[0]:
                self.is_lost = True
                raise TimeoutError(f"the shell has not said {sign!r} but {self._seen!r}")
            read = os.read(self._terminal, 65536)
            if b"\x1b[c" in read or b"\x1b[0c" in read:  # newer fish waits until the terminal has said what it is
                os.write(self._terminal, b"\x1b[?6c")
            self._seen += read
        self._seen = self._seen.partition(sign)[2]


def _settle(shell: str, home: Path, arrived: Path) -> dict[str, str]:
    """Put the stand-in and the shell's settings into its home; the environment that finds them."""
    program = home / "bin" / "conflict-cli"
    program.parent.mkdir()
    program.write_text(STAND_IN.format(program=shlex.join(PROGRAM), arrived=shlex.quote(str(arrived))))
    program.chmod(0o755)
    environment = surroundings_of_a_process(
        HOME=str(home),
        ZDOTDIR=str(home),
        XDG_CONFIG_HOME=str(home),
        XDG_DATA_HOME=str(home),
        PATH=f"{program.parent}:{os.environ['PATH']}",
        CONFLICT_CLI_CACHE=str(home / "cache"),
        LC_ALL="C.UTF-8",
        TERM="xterm",
        PYTHONDONTWRITEBYTECODE="",  # compiling everything at each TAB would take longer than all the rest
    )
    script = {**environment, "_CONFLICT_CLI_COMPLETE": f"source_{shell}"}
    done = subprocess.run([program], env=script, capture_output=True, check=True, timeout=PATIENCE)
    (home / "completion").write_bytes(done.stdout)
    settings = SETTINGS[shell].format(home=home)
    (home / "rc").write_text(settings)
    (home / ".zshrc").write_text(settings)
    return environment
