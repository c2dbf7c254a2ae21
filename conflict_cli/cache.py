"""The cache keeps decoded ledgers between runs: a big file is parsed again only if its content changes.

The cache only saves time. If an entry is missing or damaged, or cannot be written, the program goes on without it and
says nothing. Nothing here knows YAML, the environment or the meaning of the figures.
"""

import os
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec.structs import replace

from conflict_cli.record.incident import Ledger

# Raise this number when a noun gains, loses or changes a field. Entries of another number are never read.
FORMAT = 3

SMALLEST = 256 * 1024
"""Files of at most this many bytes are parsed as quickly as they are looked up."""

KEPT = 8
"""So many entries stay, the newest."""

_DIGEST = 32
_SUFFIX = ".conflict-ledger"


class Cache:
    """Keep ledgers in one folder, for one version of the program."""

    def __init__(self, folder: Path, version: str) -> None:
        self._folder = folder
        self._version = version

    def load(self, data: bytes, file: str) -> Ledger | None:
        """Return the ledger kept for these bytes, under this file name; None if it is missing or damaged."""
        if len(data) <= SMALLEST:
            return None
        entry = self._entry(data)
        try:
            kept = entry.read_bytes()
        except OSError:
            return None
        payload = memoryview(kept)[_DIGEST:]
        if kept[:_DIGEST] != _checksum(entry.name, payload):
            return None
        try:
            return replace(msgspec.msgpack.decode(payload, type=Ledger), file=file)
        except msgspec.MsgspecError:
            return None

    def keep(self, data: bytes, ledger: Ledger) -> None:
        """Keep the ledger parsed from these bytes, if the file is big enough and the folder can be written."""
        if len(data) <= SMALLEST:
            return
        entry = self._entry(data)
        payload = msgspec.msgpack.encode(ledger)
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(entry, _checksum(entry.name, payload) + payload)
            self._drop_oldest()

    def _entry(self, data: bytes) -> Path:
        from hashlib import blake2b

        name = blake2b(f"{FORMAT} {self._version}\n".encode(), digest_size=_DIGEST)
        name.update(data)
        return self._folder / f"{name.hexdigest()}{_SUFFIX}"

    def _drop_oldest(self) -> None:
        entries = [path for path in self._folder.iterdir() if _is_ours(path.name)]
        entries.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in entries[KEPT:]:
            path.unlink(missing_ok=True)


def _checksum(name: str, payload: bytes | memoryview) -> bytes:
    """Hash the name with the content: this reveals an entry stored under the name of another."""
    from hashlib import blake2b

    digest = blake2b(name.encode(), digest_size=_DIGEST)
    digest.update(payload)
    return digest.digest()


def _write(path: Path, content: bytes) -> None:
    """Write the whole content or nothing, even if two runs write at once: write to a unique name, then rename."""
    part = path.with_name(f"{path.stem}-{os.urandom(8).hex()}{_SUFFIX}")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _is_ours(name: str) -> bool:
    """Say whether the cache made this file, finished or not. Other files in the folder are never touched."""
    stem = name.removesuffix(_SUFFIX)
    return stem != name and len(stem) >= 2 * _DIGEST and not set(stem) - set("0123456789abcdef-")
