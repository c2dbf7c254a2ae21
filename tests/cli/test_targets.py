"""`import` and `add` into one file of a ledger that has several: names, ids and checks are those of the whole."""

from pathlib import Path

import pytest

from conflict_cli.cli.appending import Target, append
from conflict_cli.ledger.kept import read_ledger
from conflict_cli.record.errors import DataError
from tests.conftest import Run
from tests.ledger.additions import addition
from tests.worlds.splitting import write

NAMES = """\
sources: {sohr: {name: SOHR}}
places: {rastan: {name: Rastan, kind: town}}
"""
MONTH = """\
# April, by Amina
incidents:
  - id: rastan-2018-05-01
    title: Strike
    date: 2018-04-03
    places: [rastan]
    reports: [{source: sohr, killed: 4}]
"""
FILES = {"incidents.yaml": "include: [names.yaml, 2018/*.yaml]\n", "names.yaml": NAMES, "2018/04.yaml": MONTH}
ENTRY = "add --date 2018-05-01 --place Ar-Rastan --source sohr --killed 2 --yes"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(FILES, tmp_path / "team").parent


def state_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("words", ["--into 2018/04.yaml", "--into 2018/05.yaml", "-f . --into 2018/05.yaml"])
def test_an_entry_goes_into_the_file_named(run: Run, folder: Path, words: str) -> None:
    before = state_of(folder)
    done = run(f"{ENTRY} {words}", folder=folder)
    assert done.code == 0, done.err
    named = words.rsplit(maxsplit=1)[-1]
    after = state_of(folder)
    assert after.pop(named).startswith(before.pop(named, b""))
    assert after == before
    incident = read_ledger(folder / "incidents.yaml").incidents[-1]
    assert (incident.id, incident.places) == ("rastan-2018-05-01-2", ("rastan",))
    assert run("check", folder=folder).code == 0


def test_a_sheet_goes_into_the_file_named(run: Run, folder: Path) -> None:
    (folder / "cases.csv").write_text("Date,Place,Killed,Source\n2018-04-03,Ar-Rastan,3,SOHR\n2018-04-09,Hass,2,SOHR\n")
    done = run("import cases.csv --into 2018/04.yaml", folder=folder)
    assert "rastan-2018-04-03 is near rastan-2018-05-01" in done.err
    text = (folder / "2018/04.yaml").read_text()
    assert text.startswith("# April, by Amina\n")
    assert ("hass:" in text, "sohr:" in text) == (True, False)
    assert "2 rows in it already" in run("import cases.csv --into 2018/05.yaml", folder=folder).err


def test_a_sheet_is_shown_as_for_the_ledger(run: Run, folder: Path) -> None:
    (folder / "cases.csv").write_text("Date,Place,Killed,Source\n2018-04-03,Ar-Rastan,3,SOHR\n")
    before = state_of(folder)
    done = run("import cases.csv -f incidents.yaml", folder=folder)
    assert ("overlaps: [rastan-2018-05-01]" in done.out, "places:\n" in done.out) == (True, False)
    assert state_of(folder) == before


def test_a_file_of_names_gains_a_list(run: Run, folder: Path) -> None:
    assert run(f"{ENTRY} --into names.yaml", folder=folder).code == 0
    assert (folder / "names.yaml").read_text().startswith(f"{NAMES}\nincidents:\n  - id: rastan-2018-05-01-2\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "incidents.yaml only includes other files; name the one that gains the entry: --into 2018/04.yaml"),
        ("--into incidents.yaml", "incidents.yaml only includes other files; name the one"),
        ("-f .", ". has several files; name the one that gains the entry: --into 2018/04.yaml"),
        ("-f incidents.yaml --into 2019.yaml", "2019.yaml is not among the files of incidents.yaml; name one of them"),
        ("--into 2019/01.yaml", "there is no folder 2019 for 01.yaml; make it first"),
        ("-f - --into 2018/04.yaml", "standard input cannot be added to"),
    ],
)
def test_the_file_has_to_be_named(run: Run, folder: Path, words: str, said: str) -> None:
    before = state_of(folder)
    done = run(f"{ENTRY} {words}", folder=folder)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: {said}")
    assert state_of(folder) == before


def test_a_file_of_no_ledger_stays_by_itself(run: Run, folder: Path) -> None:
    assert run(f"{ENTRY} --into other.yaml", folder=folder).code == 0
    assert "name: Ar-Rastan" in (folder / "other.yaml").read_text()


def test_a_main_file_with_incidents_gains_entries(run: Run, folder: Path) -> None:
    (folder / "incidents.yaml").write_text("include: [names.yaml, 2018/*.yaml]\nincidents: []\n")
    assert run(ENTRY, folder=folder).code == 0
    assert "- id: rastan-2018-05-01-2" in (folder / "incidents.yaml").read_text()


@pytest.mark.parametrize("broken", ["incidents.yaml", "names.yaml"])
def test_a_ledger_with_errors_gains_nothing(run: Run, folder: Path, broken: str) -> None:
    (folder / broken).write_text(f"<<<<<<< HEAD\n{FILES[broken]}")
    before = state_of(folder)
    done = run(f"{ENTRY} --into 2018/05.yaml", folder=folder)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{broken}:1:1: an unresolved conflict of git")
    assert state_of(folder) == before


def test_a_key_of_another_file_is_not_added(folder: Path) -> None:
    append(Target(folder / "2018/05.yaml", (folder,)), lambda _ledger: addition())
    before = state_of(folder)
    with pytest.raises(DataError, match=r"is a key already, first given in .*05\.yaml"):
        append(Target(folder / "2018/06.yaml", (folder,)), lambda _ledger: addition("other"))
    assert state_of(folder) == before
