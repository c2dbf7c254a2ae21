"""Without a ledger of one's own, every answer, page and file says that it is the example, and nothing is checked."""

import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from conflict_cli.cli.files import EXAMPLE
from tests.conftest import Run


@pytest.mark.parametrize("command", ["list", "sum", "show hass-camp", "towns", "sources", ""])
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md"])
def test_every_answer_says_once_that_it_is_the_example(run: Run, tmp_path: Path, command: str, form: str) -> None:
    done = run(f"{command} -O {form}" if command else "", folder=tmp_path)
    assert (done.code, done.err.count(EXAMPLE)) == (0, 1)


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("sum", "a.json"),
        ("list", "a.md"),
        ("sum", "a.md"),
        ("towns", "a.txt"),
        ("list", "a.yaml"),
        ("show hass-camp", "a.yaml"),
        ("list", "a.geojson"),
        ("towns", "a.geojson"),
        ("list", "a.xlsx"),
        ("sum", "a.xlsx"),
        ("list", "a.sqlite"),
        ("report", "a.html"),
    ],
)
def test_files_say_that_they_are_the_example(run: Run, tmp_path: Path, command: str, name: str) -> None:
    assert run(f"{command} -o {name}", folder=tmp_path).code == 0
    assert texts_of(tmp_path / name).count(EXAMPLE) == 1


def test_no_file_of_a_named_ledger_says_it(run: Run, ledger_folder: Path) -> None:
    for name in ("a.md", "a.yaml", "a.geojson"):
        run(f"list -o {name}")
        assert EXAMPLE not in texts_of(ledger_folder / name)


def test_the_example_is_not_checked(run: Run, tmp_path: Path) -> None:
    done = run("check", folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err == "Error: there is no ledger here to check; name one: conflict-cli check FILE\n"


def test_the_bare_command_shows_no_path_of_the_example(run: Run, tmp_path: Path) -> None:
    assert "/" not in run("", folder=tmp_path).out


def test_check_takes_files_with_or_without_f(run: Run, ledger_folder: Path) -> None:
    (ledger_folder / "bad.yaml").write_text("incidents: [{}]\n")
    assert [run(f"check {words}").code for words in ("incidents.yaml", "-f incidents.yaml")] == [0, 0]
    said = [run(f"check {words}").out for words in ("bad.yaml incidents.yaml", "-f bad.yaml -f incidents.yaml")]
    assert said[0] == said[1] != ""


def texts_of(file: Path) -> str:
    """All the text in a file, of a workbook and a database too."""
    if file.suffix == ".xlsx":
        with ZipFile(file) as book:
            return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    if file.suffix == ".sqlite":
        with closing(sqlite3.connect(file)) as database:
            return "\n".join(row[0] for row in database.execute("SELECT text FROM read_me"))
    return file.read_text()
