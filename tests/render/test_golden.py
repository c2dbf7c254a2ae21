"""The screens, pipes and files that the example reports must give, to the letter. UPDATE_GOLDEN=1 writes them anew."""

import os
from pathlib import Path

import pytest

from conflict_cli.render.screen import Screen
from tests.render_examples import REPORTS, written

GOLDEN = Path(__file__).parent.parent / "golden" / "render"

SCREENS = [(name, width, False, "utf-8") for name in REPORTS for width in (120, 80, 45)]
SCREENS += [(name, width, True, "utf-8") for name in REPORTS for width in (120, 45)]
SCREENS += [(name, width, False, "ascii") for name in REPORTS for width in (80, 45)]
FILES = [(name, form) for name in REPORTS for form in ("table", "json", "jsonl", "csv", "md")]


def agree(path: Path, text: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    with path.open(encoding="utf-8", newline="") as golden:
        assert text == golden.read()


@pytest.mark.parametrize(("name", "width", "color", "encoding"), SCREENS)
def test_a_screen_is_as_in_its_file(name: str, width: int, color: bool, encoding: str) -> None:
    text = written(REPORTS[name], screen=Screen(width=width, color=color), encoding=encoding)
    agree(GOLDEN / f"{name}-{width}{'-color' if color else ''}{'-ascii' if encoding == 'ascii' else ''}.txt", text)


@pytest.mark.parametrize(("name", "form"), FILES)
def test_an_output_file_is_as_before(name: str, form: str) -> None:
    agree(GOLDEN / f"{name}-{'pipe' if form == 'table' else form}.txt", written(REPORTS[name], form))


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_an_ascii_file_is_as_before(form: str) -> None:
    text = written(REPORTS["list"], form, encoding="ascii")
    agree(GOLDEN / f"list-{'pipe' if form == 'table' else form}-ascii.txt", text)
