"""Hostile text and closed files for the tests of the program."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PROGRAM, Ran, surroundings_of_a_process, words

CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066\u2067]")
"""Letters that a terminal would obey; isolates, which are the program's own, are tested in `test_direction`."""

HIDDEN = re.compile("[\u00ad\u115f\u200b\u2800\u3164\ufeff\ud800-\udfff\U000e0000-\U000e0fff]")
ODD = r"[bold]x[/bold] :smile: \x1b[31m \u202e"
EVIL_NAME = "\x1b]52;c;QUJD\x07\x1b[2J\n\r\u202e\u2066\x9b31m\u3164\u200b[bold]x[b]:smile:"
"""A name, also for a file: it would write the clipboard, clear the screen, turn letters round, and hide some."""

ODD_LEDGER = f"""\
articles: {{a: {{title: "{ODD}", publisher: "{ODD}"}}}}
sources: {{s: {{name: "{ODD}", aliases: ["{ODD}2"]}}}}
places: {{p: {{name: "{ODD}", kind: town, governorate: "{ODD}", country: "{ODD}", pcode: "{ODD}"}}}}
actors: {{r: {{name: "{ODD}"}}}}
incidents:
  - id: odd
    title: "{ODD}"
    date: 2018
    places: [p]
    attribution: [{{actor: r, confidence: stated}}]
    reports: [{{source: s, article: a, killed: 2, origin: "{ODD}"}}]
    note: "{ODD}\\r\\n\\x9b2J\\a\\u2028\\t{ODD}"
"""


def without_privileges(command: str, folder: Path) -> Ran:
    """Run the program as someone to whom permissions apply: root drops what sets it above them."""
    drop: list[str] = []
    try:
        (folder / "locked.yaml").read_bytes()
    except PermissionError:
        pass
    else:
        setpriv = shutil.which("setpriv")
        if not setpriv:
            pytest.skip("needs setpriv to be less than root")
        drop = [setpriv, "--bounding-set=-all", "--inh-caps=-all", "--"]
    done = subprocess.run(
        [*drop, *PROGRAM, *words(command)],
        cwd=folder,
        env=surroundings_of_a_process(),
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
