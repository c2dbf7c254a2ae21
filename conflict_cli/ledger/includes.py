"""Find the files of a ledger: those that are named, those below a folder, and those that any of them includes.

Each file is met once, however often it is named. No `include` leads out of the folder of the file that was named.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import NamedTuple

from conflict_cli.ledger.nodes import Node, Problems
from conflict_cli.ledger.reader import Include
from conflict_cli.record.errors import BadValueError, Problem, quoted

SUFFIXES = (".yaml", ".yml")

_SIGNS = frozenset("*?[")


class _Named(NamedTuple):
    """A file, its path without links, the folder out of which it may not lead, and the file that includes it."""

    path: Path
    real: str
    home: str
    includer: "_Named | None" = None


def walk(
    roots: Sequence[Path],
    read: Callable[[Path], Sequence[Include]],
    problems: Problems,
    planned: Path | None = None,
) -> bool:
    """Read each file once: those that are named in turn, and after each what it includes; say if all were found.

    `read` reads the file that `problems` has just begun, and returns what that one includes. A file that is `planned`
    counts as one that is there.
    """
    _real_folder.cache_clear()
    new = _real(planned) if planned else None
    waiting = [named for root in roots for named in _roots(root, new, problems)][::-1]
    met: set[str] = set()
    are_found = not problems.found
    while waiting:
        here = waiting.pop()
        if here.real in met:
            continue
        met.add(here.real)
        problems.begin(str(here.path))
        includes = read(here.path)
        told = len(problems.found)
        waiting += reversed([one for include in includes for one in _included(include, here, new, problems)])
        are_found = are_found and len(problems.found) == told
    return are_found


def ledgers_below(folder: Path) -> list[Path]:
    """Return the YAML files in a folder and in those below, in order; names that begin with a dot are left out."""
    found: list[Path] = []
    for above, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(above, name) for name in files if name.endswith(SUFFIXES) and not name.startswith(".")]
    return sorted(found, key=Path.as_posix)


def _roots(root: Path, new: str | None, problems: Problems) -> Iterator[_Named]:
    """Yield a file that is named, or the files below a folder that is named; a new one is among them."""
    if not root.is_dir():
        yield _Named(root, _real(root), _real_folder(root.parent))
        return
    home = os.path.realpath(root)
    found = ledgers_below(root)
    if new and _is_in(new, home) and new.endswith(SUFFIXES) and not os.path.exists(new):  # noqa: PTH110
        below = PurePath(os.path.relpath(new, home))
        found += [] if any(part.startswith(".") for part in below.parts) else [root / below]
    if not found:
        problems.found.append(Problem(str(root), 0, 0, "holds no ledger", "name a folder of files such as 2018.yaml"))
    for path in found:
        real = _real(path)
        if _is_in(real, home):
            yield _Named(path, real, home)
        else:
            what = f"leads out of the folder {root} through a link"
            problems.found.append(Problem(str(path), 0, 0, what, "put a copy in its place"))


def _included(include: Include, here: _Named, new: str | None, problems: Problems) -> Iterator[_Named]:
    """Yield the files that this file includes by one name or pattern; report what it may not include."""
    node = Node(include.spot.line, include.spot.column)
    try:
        for named in _matches(include.pattern, here, new):
            _check(named, here)
            yield named
    except BadValueError as wrong:
        problems.add(node, f"include: {wrong.what}", wrong.hint)


def _matches(pattern: str, here: _Named, new: str | None) -> list[_Named]:
    """Return the files of this name or pattern, in order; a pattern never takes the file in which it stands."""
    folder = here.path.parent
    if PurePosixPath(pattern).is_absolute() or PureWindowsPath(pattern).anchor:
        raise BadValueError(f"{quoted(pattern)} is an absolute path", "write it relative to this file")
    if any("**" in part and part != "**" for part in PurePath(pattern).parts):
        hint = "write **/ for this folder and all below it"
        raise BadValueError(f"{quoted(pattern)} has another sign beside **", hint)
    try:
        if not _SIGNS.isdisjoint(pattern):
            paths = {one for one in folder.glob(pattern) if one.is_file()} | set(_planned(pattern, folder, new))
            found = [_below(path, here) for path in sorted(paths, key=Path.as_posix) if _real(path) != here.real]
            if not found:
                raise BadValueError(f"{quoted(pattern)} matches no file", "correct it, or take it out")
            return found
        path = folder / pattern
        if path.is_dir():
            hint = f"write {pattern.rstrip('/')}/*.yaml for the files in it"
            raise BadValueError(f"{quoted(pattern)} is a folder", hint)
        if not path.exists() and _real(path) != new:
            raise BadValueError(f"there is no file {quoted(pattern)}", "check its name; it is relative to this file")
    except (OSError, ValueError, NotImplementedError) as error:
        if isinstance(error, BadValueError):
            raise
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise BadValueError(f"{quoted(pattern)} cannot be looked for: {reason}", "correct it") from None
    return [_below(path, here)]


def _planned(pattern: str, folder: Path, new: str | None) -> Iterator[Path]:
    """Yield the new file if this pattern takes it."""
    parts = list(PurePath(pattern).parts)
    while parts[:1] == [".."]:
        folder /= parts.pop(0)
    below = PurePath(os.path.relpath(new, os.path.realpath(folder))) if new else PurePath()
    if _fits(below.parts, parts):
        yield folder / below


def _fits(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Say whether a pattern takes a path; `**` stands for any number of its parts."""
    if not (parts and pattern):
        return not (parts or pattern)
    if pattern[0] == "**":
        return _fits(parts, pattern[1:]) or _fits(parts[1:], pattern)
    return fnmatchcase(parts[0], pattern[0]) and _fits(parts[1:], pattern[1:])


def _below(path: Path, here: _Named) -> _Named:
    """Return a file that this one includes, under a path without `..` if that leads to the same file."""
    real = _real(path)
    if ".." in path.parts and os.path.realpath(plain := os.path.normpath(path)) == real:
        path = Path(plain)
    return _Named(path, real, here.home, here)


def _check(named: _Named, here: _Named) -> None:
    """Refuse a file that leads out of the folder, or includes the file that includes it."""
    if not _is_in(named.real, here.home):
        what = f'"{named.path}" leads out of the folder of the ledger'
        raise BadValueError(what, "put the file in that folder, or name it with -f too")
    if ring := _ring(named.real, here):
        raise BadValueError(f"{' -> '.join(ring)} is a circle", "take one of these includes out")


def _ring(real: str, here: _Named) -> list[str]:
    """Return the files that include each other, from this one to itself; none if they make no circle."""
    ring = [here]
    while ring[-1].real != real:
        if ring[-1].includer is None:
            return []
        ring.append(ring[-1].includer)
    return [str(one.path) for one in (*reversed(ring), ring[-1])]


def _is_in(real: str, home: str) -> bool:
    return real.startswith(home.rstrip(os.sep) + os.sep)


def _real(path: Path) -> str:
    """Return the path without links and dots."""
    if path.is_symlink() or path.name in ("", ".."):
        return os.path.realpath(path)
    return os.path.join(_real_folder(path.parent), path.name)  # noqa: PTH118


@lru_cache(1024)
def _real_folder(folder: Path) -> str:
    return os.path.realpath(folder)
