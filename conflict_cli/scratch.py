"""What a run makes for itself and deletes at its end: folders in TMPDIR, and files beside an output.

They are for the user alone. Their names are random, and a run holds a lock on each while it lives. What a killed run
has left is not locked, so that the next run can tell it and delete it.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG

PREFIX, _RANDOM = ".conflict-cli-", 16
"""How the names of what is deleted begin, and the number of hexadecimal digits after that."""

_USUAL_PLACES = ("/tmp", "/var/tmp", ".")  # noqa: S108
_ATTEMPTS = 20
_left: set[Path] = set()


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a folder in TMPDIR, and delete it at the end; `OSError` if none can be made."""
    folder, lock = _first_folder()
    try:
        yield folder
    finally:
        _delete(folder)
        _left.discard(folder)
        os.close(lock)


@contextmanager
def scratch_file(folder: Path) -> Iterator[tuple[Path, int]]:
    """Make a file in this folder, open for writing; at the end close it, and delete it unless it has been moved."""
    path, descriptor = _locked(folder, _open_file)
    try:
        yield path, descriptor
    finally:
        _delete(path)
        _left.discard(path)
        os.close(descriptor)


@contextmanager
def naming_place(folder: Path) -> Iterator[None]:
    """Name the place of a scratch folder in an error of its disk: it is not the disk of the output."""
    try:
        yield
    except OSError as error:
        if error.filename is not None and not str(error.filename).startswith(str(folder)):
            raise
        raise OSError(error.errno, error.strerror, str(folder.parent)) from None


def unfinished(path: Path) -> Path:
    """Return this path, to which something will be made that is deleted if a signal ends the run before it is moved."""
    _left.add(path)
    return path


def clear() -> None:
    """Delete all that this run has made for itself and not deleted yet."""
    for path in tuple(_left):
        _delete(path)


def _first_folder() -> tuple[Path, int]:
    """Make a folder in the first place where one can be made, and lock it; the place that the user names goes first."""
    named = [os.environ[name] for name in ("TMPDIR", "TEMP", "TMP") if os.environ.get(name)]
    places = [*named, *_USUAL_PLACES]
    for place in places:
        try:
            return _locked(Path(place), _open_folder)
        except OSError as error:
            code, reason = error.errno, error.strerror
    raise OSError(code, f"no folder can be made there: {reason}", places[0])


def _locked(place: Path, make: Callable[[Path], int]) -> tuple[Path, int]:
    """Make something under a random name, and lock it; delete before what killed runs have left in this place."""
    _sweep(place)
    while True:
        path = unfinished(place / f"{PREFIX}{os.urandom(_RANDOM // 2).hex()}")
        try:
            descriptor = make(path)
        except OSError:
            _left.discard(path)
            raise
        _lock(descriptor, waits=True)
        if path.exists():  # otherwise another run has swept it away before it was locked
            return path, descriptor
        os.close(descriptor)
        _left.discard(path)


def _open_folder(path: Path) -> int:
    path.mkdir(mode=0o700)
    return os.open(path, os.O_RDONLY)


def _open_file(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)


def _sweep(place: Path) -> None:
    """Delete what this user's killed runs have left; what cannot be looked at or locked stays."""
    try:
        with os.scandir(place) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(PREFIX)]
    except OSError:
        return
    for name in names:
        if len(name) == len(PREFIX) + _RANDOM:
            with suppress(OSError):
                _delete_if_left(place / name)


def _delete_if_left(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        state = os.fstat(descriptor)
        is_ours = state.st_uid == os.geteuid() and (S_ISREG(state.st_mode) or S_ISDIR(state.st_mode))
        if is_ours and _lock(descriptor, waits=False):
            _delete(path)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, *, waits: bool) -> bool:
    """Lock an open file or folder, and say whether that was done: another run may hold it, or there are no locks."""
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except (OSError, ImportError):
        return False
    return True


def _delete(path: Path) -> None:
    """Delete a file, or a folder to which other threads may still be writing; what cannot be deleted stays."""
    for _ in range(_ATTEMPTS):
        with suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                for inner in path.iterdir():
                    _delete(inner)
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
            return
