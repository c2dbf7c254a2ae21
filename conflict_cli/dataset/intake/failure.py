"""What is said of files on which the engine failed: it cannot write its copy, or they are not what they seem."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from conflict_cli.dataset.intake.recognition import PARQUET, damaged
from conflict_cli.record.errors import DataError, Problem


def engine_failed(label: Path, files: Sequence[Path], copy: str, error: Exception) -> DataError:
    """Return the error for files on which the engine failed; `copy` is the name of the file that it was writing."""
    number = re.search(r'"errno":"(\d+)"', str(error))
    unopened = re.search(rf'Cannot open file "[^"]*/{re.escape(Path(copy).stem)}[.][^"]*": (.+)', str(error))
    if number or unopened:
        reason = os.strerror(int(number[1])) if number else unopened and unopened[1]
        what = f"the converted file cannot be written: {str(reason).lower()}"
        hint = "make room in the folder of the cache and in that of TMPDIR"
        return DataError([Problem(str(label), 0, 0, what, hint)])
    if any(map(is_parquet, files)):
        return damaged(label)
    line = str(error).partition("\n")[0]
    return DataError([Problem(str(label), 0, 0, f"cannot be read: {line.partition('Error: ')[2] or line}")])


def is_parquet(path: Path) -> bool:
    """Say whether a file begins as Parquet does."""
    with path.open("rb") as file:
        return file.read(len(PARQUET)) == PARQUET
