"""Read a file or a folder as it was in a revision of git: `HEAD~1:incidents.yaml`, as `git show` names it."""

import os
import subprocess
from pathlib import Path
from shutil import which

from conflict_cli.record.errors import DataError, Problem

_HINT = "name a file or a folder, or REVISION:PATH with the path from the top of the repository, or REVISION:./PATH"


def is_revision(name: str) -> bool:
    """Say whether this names a file or a folder in a revision: it has a colon, and no file is called so."""
    revision, colon, path = name.partition(":")
    return bool(revision and colon and path) and not name.startswith("-") and not Path(name).exists()


def is_folder_in_revision(name: str) -> bool:
    """Say whether this names a folder; `DataError` with what git says if it names nothing, or git is not there."""
    return said_by_git(name, "cat-file", "-t", name).strip() == b"tree"


def bytes_in_revision(name: str) -> bytes:
    """Return the bytes of the file; `DataError` with what git says if it has no such file, or is not there."""
    return said_by_git(name, "cat-file", "blob", name)


def said_by_git(name: str, *command: str) -> bytes:
    """Return what a command of git prints; `DataError` about what is named if it fails.

    No filter of the repository is run, and nothing is fetched.
    """
    git = which("git")
    if git is None:
        raise DataError([Problem(name, 0, 0, "names a revision, and git is not installed", "name a file")])
    surroundings = {**os.environ, "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    done = subprocess.run([git, *command], env=surroundings, capture_output=True, check=False)  # noqa: S603 (no shell, no option)
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["no such file"]
        raise DataError([Problem(name, 0, 0, f"git says: {lines[0].removeprefix('fatal: ').rstrip('.')}", _HINT)])
    return done.stdout
