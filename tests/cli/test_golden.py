"""Screens and pipes to the letter: each file in `tests/golden/cli` is a command, then what it shows.

The first line is `$ conflict-cli …`. With `# columns 80` behind it the command runs on a terminal that wide, without
colour, else into pipes, where standard error and an exit code other than 0 are told below the output. To add a case,
write its first line; UPDATE_GOLDEN=1 writes what follows, in all files. Read the difference before it is kept.
"""

import os
import re
from pathlib import Path

import pytest

from tests.conftest import Run, words
from tests.terminal import program_on_terminal

GOLDEN = Path(__file__).parent.parent / "golden" / "cli"
HEAD = re.compile(r"\$ conflict-cli ?(?P<words>.*?)(?: +# columns (?P<columns>\d+))?")


def _case(file: Path):
    """Pipes tell most in the least time; terminals and data sets are for the whole run."""
    is_quick = not file.stem[-2:].isdecimal() and not file.stem.startswith(("data-set", "compare"))
    marks = () if is_quick else pytest.mark.slow
    return pytest.param(file, id=file.stem, marks=marks)


@pytest.mark.parametrize("file", [_case(file) for file in sorted(GOLDEN.glob("*.txt"))])
def test_a_command_prints_its_golden_screen(file: Path, run: Run, data_folder: Path) -> None:
    head, _, golden = file.read_text(encoding="utf-8").partition("\n")
    match = HEAD.fullmatch(head)
    assert match, head
    if match["columns"]:
        shown = program_on_terminal(words(match["words"]), columns=int(match["columns"]), folder=data_folder)
    else:
        ran = run(match["words"], folder=data_folder)
        shown = ran.out
        shown += f"# standard error\n{ran.err}" if ran.err else ""
        shown += f"# exit code {ran.code}\n" if ran.code else ""
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(f"{head}\n{shown}", encoding="utf-8")
    else:
        assert shown == golden


def test_every_command_has_golden_screens_at_three_widths() -> None:
    from conflict_cli.cli.commands import VERBS

    heads = [file.read_text(encoding="utf-8").partition("\n")[0] for file in GOLDEN.glob("*.txt")]
    for verb in VERBS.keys() - {"schema", "report"}:  # a schema is the same everywhere, and a page is no screen
        matches = [match for head in heads if (match := HEAD.fullmatch(head)) and words(match["words"])[:1] == [verb]]
        assert {match["columns"] for match in matches} >= {"120", "80", "45"}, verb
