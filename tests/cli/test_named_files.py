"""What `-f` may name: standard input, several files, folders and patterns, and what this program itself has written."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.worlds.datasets import ged, put, text_of

TEXT = text_of(ged({}, {"low": 5, "best": 6, "high": 7}))
LEDGER = (ROOT / "incidents.yaml").read_bytes()
UNLINKED = """\
articles: {a: {title: T, publisher: P, published: 2018-05-01}}
sources: {sohr: {name: SOHR}}
places: {rastan: {name: Rastan, kind: town, governorate: Homs, country: Syria}, hass: {name: Hass, kind: town}}
incidents:
  - {id: one, title: First, date: 2018-04-28, places: [rastan], type: shelling-artillery-missile-attack, note: "a\\nb",
     reports: [{source: sohr, article: a, killed: {total: at least 12, children: 3}, injured: some 25}]}
  - {id: two, title: Second, date: 2018-04-28/2018-04-30, places: [rastan, hass], type: air-drone-strike,
     reports: [{source: sohr, article: a, killed: 2-4}]}
  - {id: three, title: Third, date: 2018-03, places: [hass], type: unknown, reports: [{source: sohr, article: a}]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (folder := tmp_path / "data").mkdir()
    put(folder / "a.csv", TEXT)
    put(folder / "b.csv", text_of(ged({"id": 3, "low": 10, "best": 20, "high": 30})))
    return folder


def test_standard_input_is_told_by_its_content(shell, folder):
    (folder / "incidents.yaml").write_bytes(LEDGER)
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("a.csv", TEXT)
    for file in ("a.csv", "a.zip"):
        done = shell(f"conflict-cli sum -f - -O csv < {file}", folder=folder)
        assert "\nAll,2,2,6,8,10," in done.out
        assert done.out == shell(f"conflict-cli sum -f {file} -O csv", folder=folder).out
    done = shell("cat incidents.yaml | conflict-cli list -f - -O csv", folder=folder)
    assert done.out == shell("conflict-cli list -f incidents.yaml -O csv", folder=folder).out


def test_check_names_standard_input(shell, folder):
    done = shell("echo 'incidents: {' | conflict-cli check -f -", folder=folder)
    assert done.out.startswith("standard input:")
    done = shell("sed 's/,2031-01-03 /,soon /' a.csv | conflict-cli check -f -", folder=folder)
    assert (
        'standard input: warning: 2 rows with cells that cannot be read, which stay open: line 2: date_start "soon'
        in (done.out)
    )


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (
            "list -f incidents.yaml -f a.csv",
            "a.csv is a data set, and incidents.yaml is none; name ledgers alone, or data",
        ),
        ("sum -f .", "a.csv is a data set, and incidents.yaml is none; name ledgers alone, or data sets alone"),
        ("list -f - -f a.csv", "standard input (-) cannot be one of several files"),
        ("compare - -f -", "standard input (-) can be read once"),
        ("list --sheet x", "--sheet names a sheet of a data set; name the data set with -f"),
    ],
)
def test_what_cannot_be_named_is_told(run: Run, folder: Path, command: str, told: str) -> None:
    (folder / "incidents.yaml").write_bytes(LEDGER)
    done = run(command, folder=folder)
    assert done.code == 2
    assert done.err.startswith(f"Error: {told}")


@pytest.mark.parametrize("named", ["-f a.csv -f b.csv", "-f .", "-f *.csv"])
def test_several_files_are_one_data_set(run: Run, folder: Path, named: str) -> None:
    for _ in range(2):
        killed = json.loads(run(f"sum {named} -O json", folder=folder).out)["total"]
        assert (killed["incidents"], killed["killed_low"], killed["killed_best"], killed["killed_high"]) == (
            3,
            16,
            28,
            40,
        )


def test_all_commands_take_several_files(run: Run, folder: Path) -> None:
    (folder / ".own.yaml").write_bytes(LEDGER)
    assert "3 of 3" not in run("check -f .", folder=folder).err
    assert run("compare . -f .own.yaml -O json", folder=folder).code == 0
    assert run("show hass-camp -f .own.yaml --with a.csv --with b.csv", folder=folder).code == 0


@pytest.mark.parametrize("output", ["a.csv", "b.csv"])
@pytest.mark.parametrize("command", ["list -f a.csv -f b.csv", "list -f .", "list -f *.csv", "compare . -f .x.yaml"])
def test_no_file_of_several_is_written_over(run: Run, folder: Path, command: str, output: str) -> None:
    (folder / ".x.yaml").write_bytes(LEDGER)
    before = (folder / output).read_bytes()
    done = run(f"{command} -o {output}", folder=folder)
    assert (done.code, (folder / output).read_bytes()) == (2, before)
    assert f"Error: {output} is the file that is being read" in done.err


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx", "parquet"])
def test_own_exports_give_the_same_sums(run: Run, tmp_path: Path, form: str) -> None:
    (tmp_path / "own.yaml").write_text(UNLINKED)
    assert run(f"list -f own.yaml -o x.{form}", folder=tmp_path).code == 0
    for question in ("", "rastan", "--victims children", "--since 2018-04", "-m injured"):
        asked = run(f"sum {question} -f own.yaml -O json", folder=tmp_path)
        again = run(f"sum {question} -f x.{form} -O json", folder=tmp_path)
        first, second = json.loads(asked.out), json.loads(again.out)
        assert first["total"] == second["total"], again.err
        assert first["rows"] == second["rows"]


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx", "parquet"])
def test_linked_exports_are_refused(run: Run, ledger_folder: Path, form: str) -> None:
    assert run(f"list -f incidents.yaml -o x.{form}", folder=ledger_folder).code == 0
    done = run(f"sum -f x.{form}", folder=ledger_folder)
    assert done.code == 2
    assert "may count the same people as others" in done.err


def test_a_ledger_in_json_stays_a_ledger(run: Run, tmp_path: Path) -> None:
    ledger = {"sources": {"s": {"name": "S"}}, "incidents": []}
    for indent in (None, 2):
        (tmp_path / "x.json").write_text(json.dumps(ledger, indent=indent))
        assert run("list -f x.json", folder=tmp_path).err == "No incident matches.\n"


def test_the_variable_may_name_a_file_with_a_colon(run: Run, folder: Path) -> None:
    put(folder / "a b:c.csv", TEXT)
    assert run("list -O csv", folder=folder, CONFLICT_CLI_FILE="a b:c.csv").out.count("\n") == 3
