"""`revision`: a ledger as it was in git, by the name that git gives it."""

from pathlib import Path

import pytest

from conflict_cli.ledger.revision import bytes_in_revision, is_revision
from conflict_cli.record.errors import DataError
from tests.conftest import committed


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("HEAD:x.yaml", True),
        ("HEAD~1:./x.yaml", True),
        ("x.yaml", False),
        (":x", False),
        ("HEAD:", False),
        ("-p:x", False),
    ],
)
def test_a_revision_has_a_colon(name: str, is_one: bool) -> None:
    assert is_revision(name) == is_one


def test_a_file_with_a_colon_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a:b.yaml").touch()
    assert not is_revision(str(tmp_path / "a:b.yaml"))


def test_a_revision_is_read_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.yaml").write_bytes(b"old\r\n\xff")
    committed(tmp_path)
    (tmp_path / "x.yaml").write_bytes(b"new")
    monkeypatch.chdir(tmp_path)
    assert bytes_in_revision("HEAD:x.yaml") == b"old\r\n\xff"
    with pytest.raises(
        DataError, match=r"HEAD:y\.yaml: git says: path 'y\.yaml' does not exist in 'HEAD'; name a file"
    ):
        bytes_in_revision("HEAD:y.yaml")


def test_no_git_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DataError, match="git is not installed"):
        bytes_in_revision("HEAD:x.yaml")
