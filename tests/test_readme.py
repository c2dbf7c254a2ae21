"""The README and the pages of docs/ are true: all console blocks are run and must print what they show.

They run on a terminal of 100 columns, each in a folder with the ledger, the examples, and the files that a page shows.
The page on teams is a story: its blocks run one after the other, and its files are written where they stand.
"""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import need
from tests.terminal import on_terminal
from tests.worlds.splitting import write

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
LAYOUTS_PAGE = ROOT / "docs" / "layouts.md"
COUNTING_PAGE, PYTHON_PAGE, TEAM_PAGE = (ROOT / "docs" / f"{name}.md" for name in ("counting", "python", "team"))
PAGES = (README, *sorted((ROOT / "docs").glob("*.md")))
FILE = re.compile(r"^`(?P<name>[\w./-]+)`:\n\n```\w+\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
STEP = re.compile(f"{FILE.pattern}|{BLOCK.pattern}", FILE.flags)
WHO = "[user]\nname = Amina\nemail = amina@example.org\n"
EXAMPLE = re.compile(r"^```python\n(.*?)^```\n\n```\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXAMPLES = EXAMPLE.findall(PYTHON_PAGE.read_text(encoding="utf-8"))
COLUMNS = 100

blocks = [
    (page, match.group(1))
    for page in PAGES
    if page != TEAM_PAGE
    for match in BLOCK.finditer(page.read_text(encoding="utf-8"))
]


def files_in(page: Path) -> dict[str, str]:
    """The files that a page shows, by the names above them."""
    return {match["name"]: match["text"] for match in FILE.finditer(page.read_text(encoding="utf-8"))}


def played(block: str, folder: Path) -> str:
    """The block with what its commands print now."""
    shown = []
    for line in block.splitlines():
        if line.startswith("$ "):
            output = on_terminal(["bash", "-c", line[2:]], columns=COLUMNS, folder=folder)
            shown += [line, *output.splitlines()]
    return "".join(f"{line}\n" for line in shown)


def check(page: Path, block: str, folder: Path) -> None:
    """Run a block of the page; rewrite the page if that is asked for, else it has to print what it shows."""
    now = played(block, folder)
    if os.environ.get("UPDATE_GOLDEN"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace(f"```console\n{block}```", f"```console\n{now}```"), encoding="utf-8")
    else:
        assert now == block


@pytest.fixture
def program(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Surroundings in which `conflict-cli` is this program."""
    bin_folder = tmp_path_factory.mktemp("bin")
    command = bin_folder / "conflict-cli"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m conflict_cli "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def folder(tmp_path: Path, program: None) -> Path:
    """A folder with the ledger."""
    shutil.copy(ROOT / "incidents.yaml", tmp_path)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    write({name: text for page in PAGES if page != TEAM_PAGE for name, text in files_in(page).items()}, tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize(("page", "block"), blocks, ids=[block.splitlines()[0] for _, block in blocks])
def test_a_console_block_shows_what_its_commands_print(page, block, folder):
    check(page, block, folder)


@pytest.mark.slow
def test_a_story_shows_what_its_commands_print(tmp_path, program, monkeypatch):
    need("git", "git")
    (tmp_path / "settings").write_text(WHO)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "settings"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for step in STEP.finditer(TEAM_PAGE.read_text(encoding="utf-8")):
        if step["name"]:
            write({step["name"]: step["text"]}, tmp_path / "team")
        else:
            check(TEAM_PAGE, step[3], tmp_path / "team")


@pytest.mark.parametrize(("code", "shown"), EXAMPLES, ids=[code.partition("\n")[0] for code, _ in EXAMPLES])
def test_a_python_block_prints_what_it_shows(code, shown, folder):
    for package in re.findall(r"^import (\w+)$", code, re.MULTILINE):
        need_package(package)
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout == shown


def need_package(name: str) -> None:
    """Skip the test where a package is missing, or fail where `NO_SKIPS` is set."""
    if find_spec(name) is None:
        (pytest.fail if os.environ.get("NO_SKIPS") else pytest.skip)(f"needs {name}: pip install -e '.[test]'")


def test_the_table_of_words_matches_the_program():
    """Each row of the first table on counting gives the numbers that it names."""
    from conflict_cli.record.figures import parse_figure

    rows = re.findall(
        r"^\| `([^`]+)`.*? \| (\d+) \| (\d+) \| (\d+)(.*?) \| `(.*?)` \|$", COUNTING_PAGE.read_text(), re.MULTILINE
    )
    assert len(rows) >= 13
    for written, low, best, high, marks, shown in rows:
        figure = parse_figure(written)
        assert (figure.low, figure.best, figure.high) == (int(low), int(best), int(high))
        assert figure.open == ("no upper limit" in marks)
        assert figure.approximate == ("approximate" in marks)
        assert figure.short == shown


def test_the_page_on_layouts_names_every_key():
    from conflict_cli.dataset.layout.fields import CODED, DATE, LAYOUT, NUMBERS, PART, PART_KEYS, PLACE

    named = set(re.findall(r"`(\w+)`", LAYOUTS_PAGE.read_text(encoding="utf-8")))
    keys = {key for table in (LAYOUT, DATE, PLACE, CODED, NUMBERS, PART) for key in table.fields}
    said = {"children", "women", "civilians", "injured_children", "casualties_children"}
    assert keys - named == set(PART_KEYS.values()) - said


def test_the_readmes_layout_is_that_of_the_page():
    assert {"recorded.csv", "recorded.yaml"} <= files_in(LAYOUTS_PAGE).keys()


def test_the_readme_is_short_and_its_links_lead_somewhere():
    assert len(README.read_bytes()) <= 9_000
    for page in PAGES:
        links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_contents_name_every_page():
    contents = ROOT / "docs" / "README.md"
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", contents.read_text(encoding="utf-8")))
    assert linked == {page.name for page in contents.parent.glob("*.md")} - {"README.md"}
