"""Files written with `-o`: whole, as private as what they replace, and into whatever the name leads to."""

import os
import stat
import struct
import subprocess
from contextlib import nullcontext
from pathlib import Path

import pytest

from conflict_cli.cli.writing import write_file
from tests.conftest import PROGRAM, Run, surroundings_of_a_process
from tests.hostile import without_privileges

EXPECTED = "ID\nhass-camp\n"
LIST = "list hass -c id"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def write(path: Path, text: str = "new") -> None:
    write_file(path, lambda stream: stream.write(text), keep=())


@pytest.mark.parametrize("before", [0o600, 0o640, 0o644, 0o755])
def test_a_file_written_over_keeps_its_mode(tmp_path: Path, before: int) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    path.chmod(before)
    write(path)
    assert (path.read_text(), mode(path)) == ("new", before)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_a_file_written_over_keeps_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    os.chown(path, 1234, 4321)
    path.chmod(0o640)
    write(path)
    assert (path.stat().st_uid, path.stat().st_gid, mode(path)) == (1234, 4321, 0o640)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_another_group_gets_no_more_than_everybody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    os.chown(path, -1, 4321)
    path.chmod(0o664)

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "fchown", refused)
    write(path)
    assert mode(path) == 0o644


def test_an_access_list_is_kept_and_none_added(tmp_path: Path) -> None:
    entries = ((1, 6, -1), (2, 6, 1234), (4, 4, -1), (0x10, 6, -1), (0x20, 0, -1))
    listed = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
    for name in ("with", "without"):
        (tmp_path / name).write_text("old")
    try:
        os.setxattr(tmp_path / "with", "system.posix_acl_access", listed)
        os.setxattr(tmp_path, "system.posix_acl_default", listed)
    except OSError:
        pytest.skip("this disk has no access lists")
    for name in ("with", "without"):
        write(tmp_path / name)
    assert os.getxattr(tmp_path / "with", "system.posix_acl_access") == listed
    assert "system.posix_acl_access" not in os.listxattr(tmp_path / "without")


def test_what_the_engine_writes_is_for_the_user(shell: Run, data_folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert shell("umask 022; conflict-cli sum -f ged.csv", folder=data_folder, CONFLICT_CLI_CACHE=str(cache)).code == 0
    files = [path for path in cache.rglob("*") if path.is_file()]
    assert files
    assert {mode(path) for path in files} == {0o600}


@pytest.mark.parametrize(("umask", "expected"), [("027", 0o640), ("002", 0o664)])
def test_a_new_file_obeys_the_umask(shell: Run, ledger_folder: Path, umask: str, expected: int) -> None:
    assert shell(f"umask {umask}; conflict-cli list -o x.csv").code == 0
    assert mode(ledger_folder / "x.csv") == expected


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("there/c")
    for text in ("first", "second"):  # the file that a link leads to need not exist
        write(tmp_path / "a", text)
        assert (tmp_path / "a").is_symlink()
        assert (tmp_path / "b").is_symlink()
        assert (tmp_path / "there" / "c").read_text() == text
    assert len(list(tmp_path.rglob("*"))) == 4


def test_a_ring_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="symbolic links"):
        write(tmp_path / "a")


def test_another_name_of_a_file_keeps_its_content(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("old")
    (tmp_path / "y").hardlink_to(tmp_path / "x")
    write(tmp_path / "x")
    assert ((tmp_path / "x").read_text(), (tmp_path / "y").read_text()) == ("new", "old")


def test_a_read_only_file_is_not_replaced(ledger_folder: Path) -> None:
    for name in ("locked.yaml", "x.csv"):
        (ledger_folder / name).write_text("old")
    (ledger_folder / "locked.yaml").chmod(0o000)
    (ledger_folder / "x.csv").chmod(0o444)
    done = without_privileges("list -o x.csv", ledger_folder)
    assert (done.code, done.err) == (2, "Error: x.csv: permission denied\n")
    assert (ledger_folder / "x.csv").read_text() == "old"


def test_a_name_may_be_as_long_as_possible(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    write(path)
    write(path, "newer")
    assert path.read_text() == "newer"


def test_files_reach_the_disk_before_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    sync, move = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        sync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        done.append("name")
        return move(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    write(tmp_path / "x")
    assert done == ["file", "name", "folder"]


@pytest.mark.parametrize(("code", "is_written"), [(22, True), (95, True), (5, False), (28, False)])
def test_only_a_lost_file_fails_to_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, *, is_written: bool
) -> None:
    def fsync(_descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    (tmp_path / "x").write_text("old")
    monkeypatch.setattr(os, "fsync", fsync)
    with nullcontext() if is_written else pytest.raises(OSError, match=str(tmp_path / "x")):
        write(tmp_path / "x")
    assert (tmp_path / "x").read_text() == ("new" if is_written else "old")
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "line",
    [
        f"(echo before; conflict-cli {LIST} -o /dev/stdout; echo after) > out; cat out",
        f"(echo before; conflict-cli {LIST} -o /dev/fd/3; echo after) 3>&1",
        f"ln -s /dev/stdout link; echo before; conflict-cli {LIST} -o link; echo after",
        f"mkfifo pipe; echo before; cat pipe & conflict-cli {LIST} -o pipe; wait; echo after",
        f"echo before; conflict-cli {LIST} -o /dev/stdout | cat; echo after",
        f"echo before; conflict-cli {LIST} -o /dev/null; echo '{EXPECTED}'; echo after",
    ],
    ids=["stdout", "number", "link", "fifo", "piped", "null"],
)
def test_open_files_and_pipes_are_written_into(shell: Run, line: str) -> None:
    done = shell(line)
    assert done.code == 0
    told = [row for row in done.out.split("\n") if row and not row.startswith(("1 incident", "Perhaps"))]
    assert told == ["before", *EXPECTED.split(), "after"]


def test_a_deleted_folder_is_one_clear_line(shell: Run, ledger_folder: Path) -> None:
    gone = "mkdir gone; cd gone; rmdir ../gone; conflict-cli list -o"
    done = shell(f"{gone} x.csv")
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("Error: x.csv: no such file or directory\n")
    assert shell(f"{gone} {ledger_folder / 'x.csv'}").code == 0


@pytest.mark.parametrize("closed", [">&-", "<&- >&-", "<&- >&- 2>&-"])
def test_no_file_takes_the_number_of_standard_output(closed: str) -> None:
    """A library that prints would otherwise write into the first file that is opened."""
    script = (
        "import os, sys; from conflict_cli.cli.console import prepare; prepare(); opened = os.open('/dev/null', 0); "
        "os._exit(opened)"
    )
    done = subprocess.run(
        ["bash", "-c", f'"$0" -c "$1" {closed}', PROGRAM[0], script], env=surroundings_of_a_process(), check=False
    )
    assert done.returncode >= 3


def test_names_of_unfinished_files_never_repeat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs in two containers may have the same number of process, and one folder."""
    monkeypatch.setattr(os, "getpid", lambda: 1)
    names: set[str] = set()

    def look(stream: object) -> None:
        names.update(path.name for path in tmp_path.iterdir())
        if len(names) < 3:
            write_file(tmp_path / "x", look, keep=())

    write_file(tmp_path / "x", look, keep=())
    assert len(names) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
