"""Names and values in SQL: texts, lists of codes, and paths of files."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from conflict_cli.record.errors import DataError, Problem


def literal(text: str) -> str:
    """Return the text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def listed(codes: Iterable[str]) -> str:
    """Return the codes as an SQL list; without codes, a list of one null, which equals nothing."""
    return f"({', '.join(map(literal, codes)) or 'NULL::VARCHAR'})"


def named(path: Path) -> str:
    """Return the absolute path, for the engine to write to; `DataError` if it is not valid text."""
    whole = os.path.normpath(path.absolute())
    if not whole.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in whole):
        raise _misnamed(path, "has a name that is not UTF-8")
    return whole


def alone(path: Path) -> str:
    """Return a path by which the engine reads this file and no other; `DataError` if there is none.

    The engine takes `*`, `?` and `[` for patterns, and `~` for a home folder.
    """
    whole = named(path)
    pattern = re.sub(r"([*?[])", r"[\1]", whole)
    if pattern != whole and os.sep == "/" and "\\" in whole:
        raise _misnamed(path, "has a backslash beside *, ? or [ in its name")
    return pattern


def _misnamed(path: Path, what: str) -> DataError:
    return DataError([Problem(str(path), 0, 0, what, "rename it")])
