"""Read a file into a text and the text into nodes, and refuse a file that is no YAML text.

The module `reader` decides what the keys are and what the values mean.
"""

import gc
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conflict_cli.ledger.nodes import Node, Problems, Scalar
from conflict_cli.ledger.steady import whole
from conflict_cli.record.errors import DataError, Problem, quoted

NOTHING = "a ledger without incidents is: incidents: []"

# Characters that YAML allows only as escapes, and a byte order mark that does not begin the file.
_UNWRITABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"

# The lines that git writes around the two sides of a conflict.
_CONFLICT = r"^(?:(?:<{7}|\|{7}|>{7})(?: .*)?|={7})\r?$"
_MARKS = ("<<<<<<<", "=======", ">>>>>>>")


def read_bytes(path: Path) -> bytes:
    """Return the bytes of the file; raise `DataError` if it cannot be read."""
    try:
        return whole(path)
    except FileNotFoundError:
        what, hint = "there is no such file", "check its name"
    except IsADirectoryError:
        what, hint = "is a folder", "name a file in it"
    except PermissionError:
        what, hint = "may not be read", "change its permissions, or name another file"
    except OSError as error:
        what, hint = f"cannot be read: {error.strerror or error}", "name another file"
    raise DataError([Problem(str(path), 0, 0, what, hint)])


def parse_document(data: bytes, problems: Problems) -> Node:
    """Return the root node of this text. Raise `DataError` if nothing can be read; add other problems to `problems`."""
    from conflict_cli.ledger.composer import compose

    text = _decoded(data, problems)
    if not text.strip():
        raise problems.fatal(0, 0, "is empty", NOTHING)
    if not text.replace("\n", "").isprintable() and (found := re.search(_UNWRITABLE, text)):
        code = ord(found[0])
        escape = f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
        what = f"an invisible character, U+{code:04X}, is here"
        hint = f"take it out, or write {escape} between double quotes"
        raise problems.fatal(*_place(text[: found.start()]), what, hint)
    if any(marks in text for marks in _MARKS) and (found := re.search(_CONFLICT, text, re.MULTILINE)):
        what = f"an unresolved conflict of git is here, {quoted(found[0].rstrip())}"
        hint = "keep one side, and take out the lines that begin with <<<<<<<, ======= and >>>>>>>"
        line, column = _place(text[: found.start()])
        raise problems.fatal(line, column, what, hint)
    root = compose(text, problems)
    if root is None or (isinstance(root, Scalar) and root.is_empty):
        raise problems.fatal(0, 0, "holds nothing but comments", NOTHING)
    return root


@contextmanager
def collection_paused() -> Iterator[None]:
    """Pause garbage collection: it would take most of the time, searching again and again through objects that stay."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _decoded(data: bytes, problems: Problems) -> str:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise problems.fatal(0, 0, "is UTF-16", "save it as UTF-8")
    if 0 in data:
        raise problems.fatal(0, 0, "is binary", "a ledger is a text file in YAML")
    body = data.removeprefix(BOM_UTF8)
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        place = _place(body[: error.start].decode())
        raise problems.fatal(
            *place, f"the byte 0x{body[error.start]:02x} is not UTF-8", "save the file as UTF-8"
        ) from None


def _place(before: str) -> tuple[int, int]:
    """Return the line and column, from 1, of the character after this text."""
    lines = f"{before}.".splitlines()
    return len(lines), len(lines[-1])
