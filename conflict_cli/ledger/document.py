"""A file to text, and text to nodes: where a file that is no YAML text at all is told from one that is.

What the keys are and what the values mean is decided in `reader`.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from conflict_cli.ledger.nodes import Node, Problems, Scalar
from conflict_cli.record.errors import DataError, Problem

NOTHING = "a ledger without incidents is: incidents: []"

# What YAML does not allow as such, and a byte order mark that stands elsewhere than at the beginning.
_UNWRITABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"


def read_bytes(path: Path) -> bytes:
    """The bytes of the file; `DataError` if they cannot be had."""
    try:
        if path.is_char_device():
            raise DataError([Problem(str(path), 0, 0, "is a device, which may have no end", "name a file")])
        return path.read_bytes()
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
    """The nodes of this text; problems that leave something to be read are added, others raise `DataError`."""
    from conflict_cli.ledger.composer import compose

    text = _decoded(data, problems)
    if not text.strip():
        raise problems.fatal(0, 0, "is empty", NOTHING)
    if not text.replace("\n", "").isprintable() and (found := re.search(_UNWRITABLE, text)):
        raise _odd_character(text, found.start(), problems)
    root = compose(text, problems)
    if root is None or (isinstance(root, Scalar) and root.is_empty):
        raise problems.fatal(0, 0, "holds nothing but comments", NOTHING)
    return root


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


def _odd_character(text: str, index: int, problems: Problems) -> DataError:
    code = ord(text[index])
    escape = f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    what = f"an invisible character, U+{code:04X}, is here"
    return problems.fatal(*_place(text[:index]), what, f"take it out, or write {escape} between double quotes")


def _place(before: str) -> tuple[int, int]:
    """The line and column, from 1, of what stands after this text."""
    lines = f"{before}.".splitlines()
    return len(lines), len(lines[-1])
