"""Archives: gzip, and zip with one table in it. What they hold is written to a private file, within bounds."""

import errno
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from conflict_cli.dataset.intake.beginning import unusable
from conflict_cli.dataset.several import TABLES
from conflict_cli.record.errors import DataError, quoted

if TYPE_CHECKING:
    from gzip import GzipFile

MOST_GROWTH, MUCH = 200, 1 << 30
"""What is unpacked may be larger than this many bytes, or so many times larger than its archive, but not both."""

_DOCUMENTS = (".pdf", ".md", ".html", ".htm", ".doc", ".docx", ".rtf", ".png", ".jpg", ".xml", ".yaml", ".yml")
_BLOCK = 1 << 20
_ENCRYPTED = 1


def gunzip(path: Path, target: Path) -> None:
    """Write what a gzip archive holds; `DataError` if it is cut off or damaged, or holds far too much."""
    import gzip

    with _failing_clearly(path), gzip.open(path, "rb") as source:
        _copy(path, source, target)


def unzip(path: Path, target: Path, wanted: str | None) -> tuple[str, bool]:
    """Write the one table of a zip archive, or the file that is wanted; return its name, and whether others are there.

    `DataError` if no table is there or more than one, or if the archive is damaged, encrypted, or holds far too much.
    """
    with _failing_clearly(path), ZipFile(path) as archive:
        files = [one for one in archive.infolist() if not one.is_dir() and not _is_hidden(one.filename)]
        tables = _tables(files)
        named = [one for one in files if wanted in (one.filename, PurePosixPath(one.filename).name)]
        chosen = named if len(named) == 1 or (wanted and len(tables) != 1) else tables
        if len(chosen) != 1:
            raise _undecided(path, [one.filename for one in (tables or files)], wanted)
        (member,) = chosen
        if member.flag_bits & _ENCRYPTED:
            raise unusable(path, "is encrypted", "unpack it with its password")
        with archive.open(member) as source:
            _copy(path, source, target)
        return member.filename, len(tables) > 1


def is_workbook(path: Path) -> bool:
    """Say whether a zip archive is a workbook of Excel."""
    with suppress(BadZipFile, OSError), ZipFile(path) as archive:
        return any(name.startswith("xl/") for name in archive.namelist())
    return False


def check_growth(path: Path, size: int) -> None:
    """Raise `DataError` if so many bytes are far too much for this archive."""
    if size > MUCH and size > MOST_GROWTH * path.stat().st_size:
        what = f"holds more than {MUCH >> 30} GB, and more than {MOST_GROWTH} times its own size"
        raise unusable(path, what, "if that is right, unpack it yourself")


def _copy(path: Path, source: "IO[bytes] | GzipFile", target: Path) -> None:
    size = 0
    with target.open("wb") as file:
        while block := source.read(_BLOCK):
            size += len(block)
            check_growth(path, size)
            file.write(block)


@contextmanager
def _failing_clearly(path: Path) -> Iterator[None]:
    """Turn each failure of unpacking into a `DataError`."""
    try:
        yield
    except (BadZipFile, EOFError, zlib.error):
        raise unusable(path, "is cut off or damaged", "fetch it again") from None
    except (NotImplementedError, RuntimeError) as error:
        raise unusable(path, f"cannot be unpacked here: {error}", "unpack it yourself") from None
    except OSError as error:
        if error.errno is None:  # gzip's own
            raise unusable(path, "is cut off or damaged", "fetch it again") from None
        raise unpackable(path, error) from None


def unpackable(path: Path, error: OSError) -> Exception:
    """Return the error for a file that cannot be unpacked for want of room; any other error as it is."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return error
    what = f"cannot be unpacked: {(error.strerror or str(error)).lower()}"
    return unusable(path, what, "make room in the folder of TMPDIR")


def _tables(files: Sequence[ZipInfo]) -> Sequence[ZipInfo]:
    """Return the files that are tables by their names; if there are none, those that are no documents."""
    tables = [one for one in files if PurePosixPath(one.filename).suffix.lower() in TABLES]
    return tables or [one for one in files if PurePosixPath(one.filename).suffix.lower() not in _DOCUMENTS]


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _undecided(path: Path, names: Sequence[str], wanted: str | None) -> DataError:
    """Return the error for an archive of which no single table is known to be meant."""
    told = listed(names)
    if wanted is not None:
        return unusable(path, f"has no one file {quoted(wanted)}", f"it holds {told}")
    if not names:
        return unusable(path, "holds no table", "name an archive with a CSV file in it")
    return unusable(path, f"holds {len(names)} tables: {told}", "choose one with --sheet NAME")


def listed(names: Sequence[str]) -> str:
    """Name the first ten of these."""
    return ", ".join([*map(quoted, names[:10]), *(["…"] if len(names) > 10 else [])]) or "nothing"
