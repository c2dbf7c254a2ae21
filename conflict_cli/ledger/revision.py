"""Read a file as it was in a revision of git: `HEAD~1:incidents.yaml`, as `git show` names it."""

import os
import subprocess
from pathlib import Path
from shutil import which

from conflict_cli.record.errors import DataError, Problem


def is_revision(name: str) -> bool:
    """Say whether this names a file in a revision: it has a colon, and no file is called so."""
    revision, colon, path = name.partition(":")
    return bool(revision and colon and path) and not name.startswith("-") and not Path(name).exists()


def bytes_in_revision(name: str) -> bytes:
    """Return the bytes of the file; `DataError` with what git says if it has no such file, or is not there.

    No filter of the repository is run, and nothing is fetched.
    """
    git = which("git")
    if git is None:
        raise DataError([Problem(name, 0, 0, "names a revision, and git is not installed", "name a file")])
    surroundings = {**os.environ, "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    command = [git, "cat-file", "blob", name]
    done = subprocess.run(command, env=surroundings, capture_output=True, check=False)  # noqa: S603 (no shell, no option)
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["no such file"]
        hint = "name a file, or REVISION:PATH with the path from the top of the repository, or REVISION:./PATH"
        raise DataError([Problem(name, 0, 0, f"git says: {lines[0].removeprefix('fatal: ')}", hint)])
    return done.stdout
