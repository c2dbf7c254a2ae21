"""Two files of events of one size with different sums, and the one entry that a cache has of either."""

import os
from pathlib import Path

from tests.worlds.datasets import ged, text_of

TWO = ged({}, {"low": 5, "best": 6, "high": 7})
SUM_OF_TWO = (6, 8, 10, False)
OTHER = ged({"id": 3, "low": 7, "best": 8, "high": 9})
SUM_OF_OTHER = (7, 8, 9, False)


def rewrite(path: Path, records: list[list[str]], *, seconds: int = 0) -> None:
    """Put other events into the file, which keeps its size, and its time but for so many seconds."""
    was = path.stat()
    text = text_of(records).encode()
    path.write_bytes(text + b"\n" * (was.st_size - len(text)))
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns + seconds * 10**9))


def entry_of(folder: Path) -> Path:
    """The one entry in the cache of this folder."""
    (entry,) = (folder / "cache").iterdir()
    return entry
