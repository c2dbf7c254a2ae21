"""Which file gains entries, and of which ledger it is a part."""

from collections.abc import Iterable, Sequence
from os.path import realpath
from pathlib import Path

from conflict_cli import shipped_ledger
from conflict_cli.cli.appending import Target, ledger_at
from conflict_cli.cli.files import STDIN, Input, default_file
from conflict_cli.ledger.document import read_bytes
from conflict_cli.ledger.insertion import has_incidents
from conflict_cli.ledger.kept import may_include
from conflict_cli.record.errors import UsageError
from conflict_cli.record.incident import Ledger

MOST_NAMED = 3
"""The most files that an error proposes."""


def target_of(into: Path | None, named: Sequence[Path] | None, *, is_needed: bool = False) -> Target:
    """Return the file that gains entries, with what names its ledger; `UsageError` where it is not told which.

    Without a file, and where none is needed, entries go to standard output.
    """
    if STDIN in (named or ()):
        raise UsageError("standard input cannot be added to; name a file with -f")
    if into is not None and not into.parent.is_dir():
        raise UsageError(f"there is no folder {into.parent} for {into.name}; make it first")
    if named:
        return _of_ledger(into, Input(*named).roots, is_needed=is_needed)
    default = default_file()
    if into is not None:
        return _of_default(into, default) or _of_ledger(into, (into,), is_needed=True)
    if is_needed and default == shipped_ledger():
        raise UsageError("there is no ledger here to add to; name one, or a new file, with --into")
    return _of_ledger(None, Input(default).roots, is_needed=True) if is_needed else Target(None)


def _of_default(into: Path, default: Path) -> Target | None:
    """Return the file as one of the ledger that is read where none is named; None if it is none of its files."""
    if default == shipped_ledger() or _is_same(into, default) or Input(default).is_data_set:
        return None
    target = Target(into, Input(default).roots)
    home = Path(realpath(default if default.is_dir() else default.parent))
    if not (_is_several(target.whole) and Path(realpath(into)).is_relative_to(home)):
        return None
    return target if _is_among(into, ledger_at(target).files) else None


def _of_ledger(into: Path | None, roots: tuple[Path, ...], *, is_needed: bool) -> Target:
    """Return the file of the ledger that is named; `UsageError` if it is none of its files, or has to be chosen."""
    if into is None and not is_needed:
        return Target(None, roots)
    is_one = len(roots) == 1 and not roots[0].is_dir()
    path = into or (roots[0] if is_one else None)
    if path and not _is_several(roots) and _is_same(path, roots[0]):
        return Target(path)
    if path is None or (
        path.is_file() and may_include(data := read_bytes(path)) and not has_incidents(data, str(path))
    ):
        whole = ledger_at(Target(None, roots))
        what = f"{path} only includes other files" if path else f"{whole.file} has several files"
        raise UsageError(f"{what}; name the one that gains the entry: --into {_proposed(whole)}")
    target = Target(path, roots)
    whole = ledger_at(target)
    if not _is_among(path, whole.files):
        hint = f"name one of them ({_proposed(whole)}), or add it to include: first"
        raise UsageError(f"{path} is not among the files of {whole.file}; {hint}")
    return target


def _is_several(roots: Sequence[Path]) -> bool:
    """Say whether a ledger may have several files."""
    if len(roots) > 1 or roots[0].is_dir():
        return True
    return roots[0].is_file() and may_include(read_bytes(roots[0]))


def _is_among(path: Path, files: Iterable[str]) -> bool:
    return realpath(path) in map(realpath, files)


def _is_same(path: Path, other: Path) -> bool:
    return realpath(path) == realpath(other)


def _proposed(whole: Ledger) -> str:
    """Return the last files that hold incidents, or else any of the ledger."""
    holding = sorted({one.spot.file for one in whole.incidents}) if whole.files else []
    names = [whole.files[number] for number in holding] or list(whole.files[1:] or whole.files)
    return " or ".join(names[-MOST_NAMED:])
