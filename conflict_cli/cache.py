"""A cache: one folder in which entries of one kind are kept between runs.

A cache only saves time. If an entry is missing or damaged, or cannot be written, the program goes on without it and
says nothing. Nothing here knows what the entries hold.
"""

import os
from pathlib import Path

from conflict_cli.scratch import unfinished

DIGEST = 32
"""The length of a checksum in bytes."""

KEPT = 8
"""The newest entries stay, up to this number."""


class Cache:
    """The entries of one kind in one folder: files or folders whose names end in `suffix`.

    `stamp` names the format and the version of the program. An entry of another stamp is never found.
    """

    def __init__(self, folder: Path, suffix: str, stamp: str) -> None:
        self._folder = folder
        self._suffix = suffix
        self._stamp = stamp

    def entry(self, *key: bytes) -> Path:
        """Return the path of the entry for this key; the entry may not exist yet."""
        return self._folder / f"{digest(self._stamp.encode(), *key).hex()}{self._suffix}"

    def unfinished(self, entry: Path) -> Path:
        """Return a path of its own beside an entry, to make the entry there; `OSError` if the folder cannot be made."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return unfinished(entry.with_name(f"{entry.stem}-{os.urandom(8).hex()}{self._suffix}"))

    def put(self, made: Path, entry: Path) -> None:
        """Move a finished entry into its place, and delete the oldest entries; `OSError` if it cannot be moved."""
        made.replace(entry)
        entries = [path for path in self._folder.iterdir() if self._is_ours(path.name)]
        entries.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in entries[KEPT:]:
            if path != entry:
                drop(path)

    def _is_ours(self, name: str) -> bool:
        """Say whether the cache made this entry, finished or not. Everything else in the folder is never touched."""
        stem = name.removesuffix(self._suffix)
        return stem != name and len(stem) >= 2 * DIGEST and not set(stem) - set("0123456789abcdef-")


def sealed(entry: Path, content: bytes) -> bytes:
    """Return the content after its checksum, which covers the name of the entry too."""
    return digest(entry.name.encode(), content) + content


def unsealed(entry: Path, kept: bytes) -> memoryview | None:
    """Return the content behind its checksum; None if it is damaged, or was kept under another name."""
    content = memoryview(kept)[DIGEST:]
    return content if digest(entry.name.encode(), content) == kept[:DIGEST] else None


def digest(*parts: bytes | memoryview) -> bytes:
    """Return the checksum of these parts, one after the other."""
    try:
        from _blake2 import blake2b  # the same; hashlib would load OpenSSL beside it, which takes longer than a sum
    except ImportError:
        from hashlib import blake2b

    made = blake2b(digest_size=DIGEST)
    for part in parts:
        made.update(part)
    return made.digest()


def drop(entry: Path) -> None:
    """Delete an entry, if it can be deleted."""
    if entry.is_dir():
        import shutil

        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)
