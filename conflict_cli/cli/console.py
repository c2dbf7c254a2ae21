"""The console: which terminal there is, how texts and files are written, and how errors end the program."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from conflict_cli.record.errors import DataError, Problem, UsageError
from conflict_cli.render.harmless import encodable, visible
from conflict_cli.render.screen import Screen

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

OK, NOT_OK, UNUSABLE = 0, 1, 2
"""Exit codes: all is well; nothing matches or a check fails; the options or the input cannot be used."""

MOST_PROBLEMS = 20
"""The most problems of one file that are said; `conflict-cli check` prints all."""


class _Pipe(FileIO):
    """Standard output that ends the program with success when nobody reads it any more (`| head -1`)."""

    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            return super().write(data) or 0
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            raise SystemExit(OK) from None


def prepare() -> None:
    """Set up both outputs to fail only where text is lost, such as on a full disk.

    A closed output is replaced by the null device, a pipe may be closed early, and every character can be written.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
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
    return Screen(size.columns, size.lines, is_coloured)


def say(text: str) -> None:
    """Write a line to standard error, free of control characters; if that fails, go on."""
    with suppress(OSError):
        print(encodable(visible(text), sys.stderr.encoding), file=sys.stderr)


def write_file(path: Path, write: Callable[[Any], object], *, keep: Sequence[Path], is_binary: bool = False) -> None:
    """Write a file, whole or not at all; `UsageError` if it would replace one of `keep`, which are being read."""
    if any(path.exists() and one.exists() and path.samefile(one) for one in keep):
        raise UsageError(f"{path} is the file that is being read; name another for the output")
    is_standard_stream = path.is_symlink() and path.absolute().parts[1:2] in (("dev",), ("proc",))  # as `/dev/stdout`
    if is_standard_stream or (path.exists() and not path.is_file()):  # a pipe or a device is written to, not replaced
        with suppress(BrokenPipeError), _opened(path, "w", is_binary=is_binary) as stream:
            if is_binary and stream.isatty():
                raise UsageError(f"{path} is a terminal, and this is no text; name a file")
            write(stream)
        return
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with _opened(new, "x", is_binary=is_binary) as stream:
            write(stream)
        new.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


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
    except RecursionError:
        say("Error: the input is nested too deeply to be read")
        raise SystemExit(UNUSABLE) from None


def say_problems(problems: Sequence[Problem]) -> None:
    """Write the problems of a file to standard error, each with its line and a caret."""
    from conflict_cli.render.problems import drawn

    for text in drawn(problems[:MOST_PROBLEMS]):
        say(text)
    if len(problems) > MOST_PROBLEMS:
        say(f"and {len(problems) - MOST_PROBLEMS} more; `conflict-cli check` prints all")


def _opened(path: Path, mode: str, *, is_binary: bool) -> IO[Any]:
    return path.open(f"{mode}b") if is_binary else path.open(mode, encoding="utf-8", newline="")
