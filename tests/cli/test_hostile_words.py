"""Hostile words anywhere (options, names of files, cells, surroundings) reach a terminal only as text."""

import json
from zipfile import ZipFile

import pytest
from typer.main import get_command
from xlsxwriter import Workbook

from conflict_cli.cli.app import app
from conflict_cli.cli.commands import VERBS
from tests.hostile import CONTROLS, EVIL_NAME, HIDDEN
from tests.worlds.datasets import ged, put

NEEDED = {"show": ["hass-camp"], "compare": ["missing.csv"], "report": ["-o", "no-folder/x.html"]}
UNDECODABLE = f"{EVIL_NAME}\udcff"


def is_harmless(done):
    """Whether a run ended by itself, and wrote no control, nothing hidden, and half no character."""
    shown = done.out.removeprefix("\ufeff") + done.err  # the mark before CSV is the program's own
    return done.code in (0, 1, 2) and not CONTROLS.search(shown) and not HIDDEN.search(shown)


def options_of(verb):
    """Every option of a command that takes a value."""
    command = get_command(app).commands[verb]
    return [one for parameter in command.params for one in parameter.opts if one.startswith("-")]


@pytest.mark.parametrize("verb", VERBS)
def test_no_word_reaches_the_screen_raw(run, verb):
    """As the value of every option, as an argument, as an option of its own."""
    lines = [[option, UNDECODABLE] for option in options_of(verb)]
    lines += [[UNDECODABLE], [UNDECODABLE, UNDECODABLE], [f"--{EVIL_NAME}"], [f"-{EVIL_NAME}"], [f"--{EVIL_NAME}=3"]]
    for line in lines:
        assert is_harmless(run([verb, *NEEDED.get(verb, []), *line])), line


@pytest.mark.parametrize("line", [[UNDECODABLE], [f"--{EVIL_NAME}"], [f"-{EVIL_NAME}"]])
def test_no_command_reaches_the_screen_raw(run, line):
    assert is_harmless(run(line))


FILES = [
    "list -f {}/{}",
    "check -f {}/{}",
    "check -O github -f {}/{}",
    "check -O json -f {}/{}",
    "show 1 -f {}/{}",
    "compare {}/{}",
    "list -f ged.csv --layout {}/{}",
    "show hass-camp --with {}/{}",
    "report -o {}/{}.html -f {}/{}",
    "list -o {}/{}.csv",
    "list -o {}/{}",
    "list -f {}",
    "list -f ged.csv -f {}/{}",
    "check -f {}*",
]


@pytest.mark.parametrize("content", [None, "incidents: {", "sources: [1]", "a,b,c\n1,2,3\n", "\x00", "name: 3\n"])
def test_no_file_name_reaches_the_screen_raw(run, tmp_path, content):
    """Of a file that is missing, and of files in which something is wrong."""
    put(tmp_path / "ged.csv", ged({}))
    put(tmp_path / "incidents.yaml", "incidents: []\n")
    (tmp_path / EVIL_NAME).mkdir()
    if content is not None:
        (tmp_path / EVIL_NAME / EVIL_NAME).write_text(content)
    for line in FILES:
        words = [word.replace("{}", EVIL_NAME) for word in line.split()]
        assert is_harmless(run(words, folder=tmp_path)), line
    assert is_harmless(run("list", folder=tmp_path, CONFLICT_CLI_FILE=f"{EVIL_NAME}/{EVIL_NAME}"))


SHOWN = [
    "",
    "list -w",
    "list --by town",
    "show odd",
    "sum --explain",
    "sum --by source",
    "towns -w",
    "sources",
    "check",
]
WRITTEN = [
    "list -O json",
    "list -O jsonl",
    "list -O csv",
    "list -O md",
    "list -O yaml",
    "list -O geojson",
    "sum -O json",
]


@pytest.fixture
def evil_folder(tmp_path):
    """A folder with a ledger in which every text is hostile."""
    noun, told = {"name": EVIL_NAME, "aliases": [f"{EVIL_NAME}2"]}, {"total": 2, "children": 1}
    where = {"kind": "town", "governorate": EVIL_NAME, "country": EVIL_NAME, "pcode": EVIL_NAME}
    report = {"source": "s", "article": "a", "killed": told, "origin": EVIL_NAME}
    incident = {"id": "odd", "title": EVIL_NAME, "date": 2018, "places": ["p"], "note": EVIL_NAME, "reports": [report]}
    incident |= {"attribution": [{"actor": "r", "confidence": "stated"}]}
    ledger = {"articles": {"a": {"title": EVIL_NAME, "publisher": EVIL_NAME}}, "sources": {"s": noun}}
    ledger |= {"places": {"p": {**noun, **where}}, "actors": {"r": noun}, "incidents": [incident]}
    (tmp_path / "incidents.yaml").write_text(json.dumps(ledger))
    return tmp_path


@pytest.mark.parametrize("command", [*SHOWN, *WRITTEN])
def test_no_text_of_a_ledger_is_written_raw(run, evil_folder, command):
    done = run(command, folder=evil_folder)
    assert done.code == 0
    assert is_harmless(done)


@pytest.mark.parametrize("command", ["list -w", "sum --by town", "towns", "show odd"])
def test_no_text_is_drawn_raw_on_a_terminal(run, evil_folder, command):
    done = run(f"{command} --color always", folder=evil_folder, NO_COLOR="1", FORCE_COLOR="1", TERM="dumb")
    drawn = done.out.replace("\x1b[", "").replace("\x1b", "ESC")
    assert "ESC" not in drawn
    assert not CONTROLS.search(drawn)
    assert not HIDDEN.search(drawn)
    assert ":smile:" in "".join(drawn.split())


def test_no_name_in_an_archive_is_written_raw(run, tmp_path):
    """Of a file in a zip, of a sheet, of a key of JSON, and of what is asked for."""
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(2):
            archive.writestr(f"{number}{EVIL_NAME}.csv".replace("/", ""), "a,b,c\n")
    with Workbook(tmp_path / "b.xlsx") as book:
        sheets = [book.add_worksheet(), book.add_worksheet()]
        for number, sheet in enumerate(sheets):
            sheet.name = f"{number}\u202e&amp;[bold]"
            sheet.write_row(0, 0, [f"{EVIL_NAME}", "b"])
    put(tmp_path / "c.json", json.dumps([{EVIL_NAME: {"a": EVIL_NAME}}]))
    for file in ("a.zip", "b.xlsx", "c.json"):
        for choice in ([], ["--sheet", EVIL_NAME], ["--sheet", f"0{EVIL_NAME}.csv"]):
            done = run(["list", "-f", file, *choice], folder=tmp_path)
            assert (done.code, is_harmless(done)) == (2, True)


def test_no_text_of_a_layout_reaches_the_screen_raw(run, tmp_path):
    put(tmp_path / "ged.csv", ged({}))
    keys = ["name", "id", EVIL_NAME]
    for key in keys:
        layout = {"name": "N", "id": "id", "date": {"first": "date_start"}, "place": {"name": "x"}, key: EVIL_NAME}
        (tmp_path / "l.yaml").write_text(json.dumps(layout))
        assert is_harmless(run("list -f ged.csv --layout l.yaml", folder=tmp_path))


@pytest.mark.parametrize("name", ["COLUMNS", "LINES", "TERM", "CONFLICT_CLI_CACHE", "TMPDIR", "NO_COLOR"])
def test_no_variable_reaches_the_screen_raw(run, tmp_path, name):
    put(tmp_path / "ged.csv", ged({}))
    assert is_harmless(run("list -f ged.csv", folder=tmp_path, **{name: EVIL_NAME}))
