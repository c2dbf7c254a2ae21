"""`old_state`: a ledger of several files as it was in a revision of git."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from conflict_cli.ledger.kept import read_ledger
from conflict_cli.ledger.old_state import ledger_in_revision
from conflict_cli.record.errors import DataError
from tests.conftest import committed
from tests.worlds.splitting import write

MONTH = """\
incidents:
  - id: {id}
    title: Strike
    date: 2018-04-03
    places: [rastan]
    reports: [{{source: sohr, killed: 4}}]
"""
FILES = {
    "ledger/incidents.yaml": "include: [names.yaml, 2018/*.yaml]\n",
    "ledger/names.yaml": "sources: {sohr: {name: SOHR}}\nplaces: {rastan: {name: Rastan}}\n",
    "ledger/2018/april.yaml": MONTH.format(id="april"),
    "ledger/2018/may.yaml": MONTH.format(id="may"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in which the ledger is committed, and where the test runs."""
    write(FILES, tmp_path)
    committed(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", ["ledger", "ledger/incidents.yaml"])
def test_a_ledger_is_read_as_it_was(folder: Path, path: str) -> None:
    now = read_ledger(Path(path))
    (folder / "ledger/2018/april.yaml").unlink()
    (folder / "ledger/names.yaml").write_text("no ledger any more")
    then = ledger_in_revision(f"HEAD:{path}")
    assert then.files == tuple(f"HEAD:{file}" for file in now.files)
    assert then.file == f"HEAD:{path}"
    assert replace(then, file=now.file, files=now.files) == now


@pytest.mark.parametrize("path", ["./", ".", "./incidents.yaml"])
def test_paths_from_here_begin_with_a_dot(folder: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.chdir(folder / "ledger")
    assert [one.id for one in ledger_in_revision(f"HEAD:{path}").incidents] == ["april", "may"]


def test_problems_name_the_files_of_the_revision(folder: Path) -> None:
    (folder / "ledger/2018/may.yaml").write_text(MONTH.format(id="april"))
    (folder / "ledger/2018/june.yaml").write_text("include: [../incidents.yaml]\n")
    committed(folder)
    write(FILES, folder)
    with pytest.raises(DataError) as caught:
        ledger_in_revision("HEAD:ledger/incidents.yaml")
    circle, twice = str(caught.value).splitlines()
    ring = "HEAD:ledger/incidents.yaml -> HEAD:ledger/2018/june.yaml -> HEAD:ledger/incidents.yaml"
    assert circle.startswith(f"HEAD:ledger/2018/june.yaml:1:11: include: {ring} is a circle")
    assert twice.startswith("HEAD:ledger/2018/may.yaml:2:9: ")
    assert "first given in HEAD:ledger/2018/april.yaml:2:9" in twice


@pytest.mark.parametrize("target", ["../outside.yaml", "/etc/hosts", "2018"])
def test_no_link_leads_out_of_a_revision(folder: Path, target: str) -> None:
    (folder / "outside.yaml").write_text("actors: {}\n")
    (folder / "ledger/link.yaml").symlink_to(target)
    (folder / "ledger/incidents.yaml").write_text("include: [link.yaml, names.yaml]\n")
    committed(folder)
    with pytest.raises(DataError, match=r"^HEAD:ledger/incidents\.yaml:1:11: include: ") as caught:
        ledger_in_revision("HEAD:ledger/incidents.yaml")
    assert "conflict-cli-" not in str(caught.value)


def test_a_link_to_nothing_is_told(folder: Path) -> None:
    (folder / "ledger/link.yaml").symlink_to("nowhere.yaml")
    committed(folder)
    with pytest.raises(DataError, match=r"^HEAD:ledger/link\.yaml: is a link that leads to no file"):
        ledger_in_revision("HEAD:ledger")


@pytest.mark.parametrize("name", ["HEAD~9:ledger", "HEAD:nowhere"])
def test_what_git_does_not_know_is_one_line(folder: Path, name: str) -> None:
    with pytest.raises(DataError, match=rf"^{name}: git says: [^.]*; name a file") as caught:
        ledger_in_revision(name)
    assert "\n" not in str(caught.value)
