"""What a command reads is never written over, by whatever name."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLE, Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger, a data set, a layout that fits it, and other names of each."""
    shutil.copy(ROOT / "incidents.yaml", tmp_path)
    shutil.copy(SAMPLE, tmp_path / "ged.csv")
    shutil.copy(ROOT / "conflict_cli" / "dataset" / "layouts" / "ucdp-ged.yaml", tmp_path / "own.yaml")
    for name in ("incidents.yaml", "ged.csv", "own.yaml"):
        (tmp_path / f"link-{name}").symlink_to(name)
        (tmp_path / f"hard-{name}").hardlink_to(tmp_path / name)
    (tmp_path / "sub").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("list -f ged.csv --layout own.yaml -n 1", "own.yaml"),
        ("sum -f ged.csv -O csv", "ged.csv"),
        ("show hass-camp --with ged.csv -O yaml", "ged.csv"),
        ("show hass-camp --with ged.csv -O json", "link-ged.csv"),
        ("show hass-camp --with ged.csv -O json", "hard-ged.csv"),
        ("compare ged.csv hass -O csv", "sub/../link-incidents.yaml"),
        ("show hass-camp --with ged.csv -O json", "incidents.yaml"),
        ("compare ged.csv hass -O csv", "ged.csv"),
        ("compare ged.csv hass -O csv", "incidents.yaml"),
        ("compare ged.csv --layout own.yaml hass -O csv", "own.yaml"),
    ],
)
def test_no_input_is_written_over(run: Run, folder: Path, command: str, name: str) -> None:
    before = (folder / name).read_bytes()
    done = run(f"{command} -o {name}", folder=folder)
    assert done.code == 2
    assert f"Error: {name} is the file that is being read; name another for the output\n" in done.err
    assert (folder / name).read_bytes() == before
