"""The console: which terminal there is, how texts are written, and how errors end the program."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from errno import EBADF
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING

from conflict_cli.cli.plain import PlainText, columns
from conflict_cli.record.errors import DataError, Problem, UsageError
from conflict_cli.render.harmless import visible
from conflict_cli.render.screen import Screen

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

OK, NOT_OK, UNUSABLE = 0, 1, 2
"""Exit codes: all is well; nothing matches or a check fails; the options or the input cannot be used."""

WIDEST = 1000
"""The most cells and lines of a terminal that are drawn on; an environment may name any number."""

MOST_PROBLEMS = 20
"""The most problems of one file that are said; `conflict-cli check` prints all."""


class _Pipe(FileIO):
    """Standard output: no reader any more (`| head -1`) ends the program with success, none at all (`>&-`) is told."""

    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            return super().write(data) or 0
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            raise SystemExit(OK) from None
        except OSError as error:
            raise OSError(EBADF, "standard output is closed") if error.errno == EBADF else error from None


def prepare() -> None:
    """Set up both outputs to fail only where text is lost, such as on a full disk.

    Closed standard error takes all and keeps nothing, a pipe may be closed early, and every character can be written.
    """
    _fill_closed_streams()
    for number, name in ((1, "stdout"), (2, "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))
    if not sys.stdout.isatty():
        pipe = BufferedWriter(_Pipe(sys.stdout.fileno(), "wb", closefd=False))
        sys.stdout = TextIOWrapper(pipe, sys.stdout.encoding, "backslashreplace", newline="\n")


def screen(color: str) -> Screen | None:
    """Describe the terminal on standard output, which the user may force; return None for a pipe or a file."""
    is_terminal = sys.stdout.isatty()
    is_forced = color == "always" or (color == "auto" and bool(os.environ.get("FORCE_COLOR")))
    if not (is_terminal or is_forced):
        return None
    from shutil import get_terminal_size

    size = get_terminal_size()
    is_plain = bool(os.environ.get("NO_COLOR")) or (os.environ.get("TERM") == "dumb" and not is_forced)
    is_coloured = color == "always" or (color == "auto" and not is_plain)
    return Screen(min(size.columns, WIDEST), min(size.lines, WIDEST), is_coloured)


def bound_size() -> None:
    """Bound the size that the environment gives the terminal: libraries would draw as widely as it says."""
    for name in ("COLUMNS", "LINES"):
        if len(os.environ.get(name, "")) > len(str(WIDEST)):
            os.environ[name] = str(WIDEST)


def say(text: str) -> None:
    """Write a line to standard error, free of control characters; if that fails, go on."""
    stream = sys.stderr if isinstance(sys.stderr, PlainText) else PlainText(sys.stderr)
    with suppress(OSError):
        print(visible(text), file=stream)


def notice(*texts: str) -> None:
    """Write lines on what is read; on a terminal, an empty one stands between them and the answer."""
    for text in texts:
        say(text)
    if texts and sys.stdout.isatty() and sys.stderr.isatty():
        say("")


@contextmanager
def exits() -> Iterator[None]:
    """Turn each error into a clear line and an exit code."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except UsageError as error:
        say(f"Error: {error}")
        raise SystemExit(UNUSABLE) from None
    except DataError as error:
        say_problems(error.problems)
        raise SystemExit(UNUSABLE) from None
    except OSError as error:
        with suppress(OSError, ValueError):  # drop the rest of the buffer, or closing would fail too
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        where = f"{error.filename}: " if error.filename else "cannot write: "
        say(f"Error: {where}{(error.strerror or str(error)).lower()}")
        raise SystemExit(UNUSABLE) from None
    except (MemoryError, ImportError, RuntimeError) as error:
        if not (told := _lack(error)):
            raise
        say(f"Error: {told}")
        raise SystemExit(UNUSABLE) from None


def _lack(error: MemoryError | ImportError | RuntimeError) -> str:
    """Say what the surroundings lack for the program to run; empty for any other error."""
    if isinstance(error, MemoryError):
        return "there is too little memory for this; ask for fewer incidents, or raise the limit (ulimit -v)"
    if isinstance(error, ImportError):
        return f"a part of the program cannot be loaded: {error}"
    if isinstance(error, RecursionError):
        return "the input is nested too deeply to be read"
    return "no thread can be started; raise the limits (ulimit -u, ulimit -v)" if "new thread" in str(error) else ""


def say_problems(problems: Sequence[Problem]) -> None:
    """Write the problems of a file to standard error, each with its line and a caret."""
    from conflict_cli.render.problems import drawn

    for text in drawn(problems[:MOST_PROBLEMS], columns(sys.stderr)):
        say(text)
    if len(problems) > MOST_PROBLEMS:
        say(f"and {len(problems) - MOST_PROBLEMS} more; `conflict-cli check` prints all")


def _fill_closed_streams() -> None:
    """Open the null device for each standard stream that is closed: the next file to be opened would take its number.

    What a library prints would then be written into that file. Standard output is opened for reading alone: an answer
    that goes nowhere is an error.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY if number == 1 else os.O_RDWR)  # it takes the lowest number that is free
