"""Tell events in JSON from a ledger in JSON."""

import re
from pathlib import Path

import msgspec

LONGEST = 1 << 24
"""The most bytes that an object on a line may have."""

_ARRAY, _OBJECT = re.compile(rb"(\xef\xbb\xbf)?\s*\[\s*(\{|\]\s*$)"), re.compile(rb'(\xef\xbb\xbf)?\s*\{\s*["}]')


def is_array(beginning: bytes) -> bool:
    """Say whether a file begins as an array of objects."""
    return bool(_ARRAY.match(beginning))


def looks_like_json(path: Path, beginning: bytes) -> bool:
    """Say whether a file holds events as JSON: an array of objects, or an object on its first line.

    A ledger may be JSON too: it has `incidents`, or names by key under `articles`, `sources`, `places` or `actors`.
    """
    if is_array(beginning):
        return True
    if not _OBJECT.match(beginning):
        return False
    with path.open("rb") as file:
        line = next((one for _ in range(100) if (one := file.readline(LONGEST)).strip()), b"")
    try:
        found = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    if not isinstance(found, dict) or "incidents" in found or not found:
        return False
    return not any(isinstance(found.get(key), dict) for key in ("articles", "sources", "places", "actors"))
