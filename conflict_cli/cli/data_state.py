"""Tell which state of a file an answer was made of, and on which day: what a reader needs to make it again."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from conflict_cli.record.errors import UsageError

DAY_VARIABLE = "SOURCE_DATE_EPOCH"
"""Names the moment of making in seconds, as builds that can be repeated have it."""


def day_of_making() -> date:
    """Return today's day in UTC, or that of `SOURCE_DATE_EPOCH`."""
    given = os.environ.get(DAY_VARIABLE, "")
    if not given:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(given), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"{DAY_VARIABLE} is no number of seconds since 1970; correct it or unset it") from None


def state_of(paths: Sequence[Path]) -> str:
    """Return `SHA-256 4f2a…` as `sha256sum` writes it, of several files that of their digests; empty for a pipe."""
    files = sorted(path for path in paths if path.is_file())
    if not files or len(files) < len(paths):
        return ""
    from hashlib import sha256  # it loads OpenSSL, which takes long and which no other command needs

    digests = [_digest(path) for path in files]
    if len(digests) == 1:
        return f"SHA-256 {digests[0]}"
    return (
        f"SHA-256 of the digests of {len(digests)} files {sha256(chr(10).join(sorted(digests)).encode()).hexdigest()}"
    )


def _digest(path: Path) -> str:
    from hashlib import file_digest

    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
