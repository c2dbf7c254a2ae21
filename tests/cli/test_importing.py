"""The command `import`: it writes a ledger whole or not at all, and two runs at once lose nothing."""

import fcntl
import os
import subprocess
from pathlib import Path
from threading import Thread

import pytest
from msgspec.structs import replace

from conflict_cli.cli import writing
from conflict_cli.cli.appending import Target, append, ledger_at
from conflict_cli.record.errors import DataError, UsageError
from tests.conftest import PROGRAM, ROOT, Run, surroundings_of_a_process
from tests.ledger.additions import addition

CASES = ROOT / "tests" / "golden" / "cases.csv"
IMPORT = f"import {CASES} --into incidents.yaml"


def test_comments_stay_and_a_second_import_adds_nothing(run: Run, ledger_folder: Path) -> None:
    ledger = ledger_folder / "incidents.yaml"
    before = ledger.read_text()
    assert run(IMPORT).err.endswith("4 entries added to incidents.yaml from cases.csv.\n")
    after = ledger.read_text()
    rest = iter(after.splitlines())
    assert all(line in rest for line in before.splitlines())
    assert "0 entries added to incidents.yaml from cases.csv; 4 rows in it already." in run(IMPORT).err
    assert ledger.read_text() == after
    assert run("check").out.count("error") == 0


def test_a_dry_run_writes_nothing(run: Run, ledger_folder: Path) -> None:
    before = (ledger_folder / "incidents.yaml").read_bytes()
    assert "- id: rastan-2018-04-12" in run(f"{IMPORT} --dry-run").out
    assert (ledger_folder / "incidents.yaml").read_bytes() == before


def test_a_new_file_is_a_ledger(run: Run) -> None:
    run(f"import {CASES} --into new.yaml")
    assert run(f"import {CASES}").out.count("- id:") == 4
    assert run("check -f new.yaml").code == 0


def test_columns_that_nothing_tells_are_an_error(run: Run, ledger_folder: Path) -> None:
    (ledger_folder / "x.csv").write_text("a,b\n1,2\n")
    ran = run("import x.csv --into new.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert "x.csv:1:1: has columns that no layout knows" in ran.err
    assert not (ledger_folder / "new.yaml").exists()


def test_a_workbook_is_imported_by_its_rows(run: Run, ledger_folder: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(ledger_folder / "x.xlsx") as book:
        sheet = book.add_worksheet("Homs")
        sheet.write_row(0, 0, ["Date", "Place", "Killed"])
        sheet.write_row(2, 0, ["2018-04-12", "Rastan", 3])
    out = run("import x.xlsx").out
    assert "killed: 3\n" in out
    assert "origin: x.xlsx:3 " in out


def test_a_ledger_with_errors_is_left_alone(run: Run, ledger_folder: Path) -> None:
    path = ledger_folder / "incidents.yaml"
    path.write_text(path.read_text().replace("killed: 27", "killed: lots"))
    before = path.read_bytes()
    ran = run(IMPORT)
    assert (ran.code, path.read_bytes()) == (2, before)
    assert "lots" in ran.err


@pytest.fixture(params=["alone", "in a ledger"])
def gains(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    """A file that gains entries: a ledger by itself, or one of several that a first file includes."""
    if request.param == "alone":
        return Target(tmp_path / "incidents.yaml")
    (tmp_path / "2018").mkdir()
    (tmp_path / "incidents.yaml").write_text("include: [2018/*.yaml]\nincidents: []\n")
    return Target(tmp_path / "2018" / "04.yaml", (tmp_path / "incidents.yaml",))


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_two_runs_at_once_both_succeed(tmp_path: Path, gains: Target) -> None:
    files = []
    for number in range(2):
        files.append(tmp_path / f"{number}.csv")
        files[-1].write_text("Date,Place,Killed\n" + "".join(f"2018-0{number + 1}-12,Town {n},3\n" for n in range(20)))
    runs = [
        subprocess.Popen(
            [*PROGRAM, "import", str(file), "--into", str(gains.path)],
            env=surroundings_of_a_process(),
            cwd=tmp_path,
            stderr=-1,
        )
        for file in files
    ]
    assert [run.communicate() and run.returncode for run in runs] == [0, 0]
    assert len(ledger_at(gains).incidents) == 40


@pytest.mark.parametrize("which", [0, -1], ids=["its folder", "its ledger's folder"])
def test_a_run_waits_for_one_that_is_writing(gains: Target, which: int) -> None:
    folder = os.open((gains.path, *gains.whole)[which].parent, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    waiting = Thread(target=append, args=(gains, lambda _ledger: addition()))
    waiting.start()
    waiting.join(0.2)
    assert not gains.path.exists()
    os.close(folder)
    waiting.join(20)
    assert len(ledger_at(gains).incidents) == 1


def test_a_file_that_changed_meanwhile_stays(tmp_path: Path, gains: Target) -> None:
    gains.path.write_text("incidents: []\n")
    before = files_in(tmp_path)

    def plan(_ledger):
        gains.path.write_text("incidents: []\n# by an editor\n")
        return addition()

    with pytest.raises(UsageError, match="changed meanwhile"):
        append(gains, plan)
    assert gains.path.read_text() == "incidents: []\n# by an editor\n"
    assert files_in(tmp_path) == before


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, gains: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    gains.path.write_text("incidents: []\n")
    before = files_in(tmp_path)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_sync", full)
    with pytest.raises(OSError, match="No space"):
        append(gains, lambda _ledger: addition())
    assert gains.path.read_text() == "incidents: []\n"
    assert files_in(tmp_path) == before


def test_what_would_be_an_error_is_not_written(gains: Target) -> None:
    append(gains, lambda _ledger: addition())
    before = gains.path.read_bytes()
    with pytest.raises(DataError, match="is the id of the incident"):
        append(gains, lambda _ledger: replace(addition(), ledger=replace(addition().ledger, sources={}, places={})))
    assert gains.path.read_bytes() == before
