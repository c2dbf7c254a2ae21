"""Tell what a file that is named holds, a ledger or a data set: by its beginning, and not by its name."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from conflict_cli.record.errors import DataError, Problem

LOOKED_AT = 4096
"""The number of bytes at the beginning of a file that tell a ledger from a data set."""

_PACKED = (b"PK\x03\x04", b"\x1f\x8b")
_MAGIC = (b"PAR1", b"\xd0\xcf\x11\xe0", *_PACKED)
_SUFFIXES = (".csv", ".tsv", ".parquet", ".pq")
_LEDGER = rb"[#{\[%]|---|- |[A-Za-z_]+:(\s|$)"
_PATTERN = frozenset("*?[")


def has_columns(path: Path) -> bool:
    """Say whether the file looks like columns of data; a ledger begins with a comment or a key."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            beginning = file.read(LOOKED_AT)
        if beginning.startswith(_MAGIC):
            return True
        text = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
        if text[:1] in (b"{", b"["):
            from conflict_cli.dataset.unpacking.json_form import looks_like_json

            return looks_like_json(path, beginning)
    except OSError:
        return False
    lines = text.splitlines()
    first = lines[0] if lines else b""
    if re.match(_LEDGER, first):
        return False
    return max(map(first.count, (b",", b";", b"\t", b"|"))) > 1 or path.suffix.lower() in _SUFFIXES


def size_to_read(path: Path) -> int:
    """Return about how many bytes there are to read: what is packed is ten times as many."""
    with path.open("rb") as file:
        is_packed = file.read(4).startswith(_PACKED)
    return path.stat().st_size * (10 if is_packed else 1)


def is_several(path: Path) -> bool:
    """Say whether a path is a folder, or a pattern that no file has for its name."""
    return path.is_dir() or (bool(_PATTERN & set(str(path))) and not path.exists())


def files_at(path: Path) -> tuple[Path, ...]:
    """Return the files that a path names: of a folder its ledgers and tables, of a pattern what fits it.

    `DataError` if there are none.
    """
    from conflict_cli.dataset.several import files_at as tables_at
    from conflict_cli.ledger.includes import ledgers_below

    if not path.is_dir():
        return tables_at([path])
    found = ledgers_below(path)
    with suppress(DataError):
        found += tables_at([path])
    if not found:
        raise DataError([Problem(str(path), 0, 0, "is a folder", "no ledger and no table is in it: name a file")])
    return tuple(found)


@contextmanager
def spooled() -> Iterator[Path]:
    """Write all that comes through standard input to a private file, which is deleted at the end."""
    from shutil import copyfileobj

    from conflict_cli.scratch import naming_place, scratch_folder

    with scratch_folder() as folder:
        file = folder / "standard-input"
        with naming_place(folder), file.open("wb") as target:
            copyfileobj(sys.stdin.buffer, target)
        yield file
