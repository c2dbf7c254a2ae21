"""What a run makes for itself: closed to others, gone at its end, and swept away if its run was killed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conflict_cli.scratch import PREFIX, clear, scratch_file, scratch_folder, unfinished
from tests.conftest import surroundings_of_a_process

HOLDS_ONE = """
import sys
from pathlib import Path
from conflict_cli.scratch import scratch_file, scratch_folder
with scratch_folder() as folder, scratch_file(Path(sys.argv[1])):
    (folder / "spilled").write_text("x")
    print("made", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for what is temporary."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_scratch_is_for_the_user_alone(place: Path) -> None:
    with scratch_folder() as folder, scratch_file(place) as (file, _):
        assert folder.parent == place
        assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_scratch_is_gone_at_its_end(place: Path) -> None:
    with scratch_folder() as folder, scratch_file(place):
        (folder / "deep").mkdir()
        (folder / "deep" / "er").write_text("x")
    assert list(place.iterdir()) == []


def test_a_moved_file_stays(place: Path) -> None:
    with scratch_file(place) as (file, _):
        file.rename(place / "x")
    assert [path.name for path in place.iterdir()] == ["x"]


def test_clear_deletes_what_is_unfinished(place: Path) -> None:
    with scratch_folder() as folder, scratch_file(place):
        unfinished(place / "entry").mkdir()
        clear()
        assert list(place.iterdir()) == []
        assert not folder.exists()


def test_the_next_place_serves_if_one_fails(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "/proc/nothing")
    monkeypatch.setenv("TEMP", str(place))
    with scratch_folder() as folder:
        assert folder.parent == place


def test_only_what_dead_runs_left_is_swept(place: Path) -> None:
    foreign = [place / f"{PREFIX}notes", place / f"{PREFIX}{'0' * 17}", place / "conflict-cli-0123456789abcdef"]
    for path in foreign:
        path.write_text("mine")
    os.mkfifo(place / f"{PREFIX}{'f' * 16}")
    run = subprocess.Popen(
        [sys.executable, "-c", HOLDS_ONE, str(place)],
        env=surroundings_of_a_process(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with run:
        assert run.stdout is not None
        run.stdout.readline()
        made = [path for path in place.iterdir() if path.is_dir() or path.stat().st_mode & 0o777 == 0o600]
        with scratch_folder(), scratch_file(place):
            assert len(made) == 2
            assert all(path.exists() for path in made)
        run.kill()
        run.wait()
        with scratch_folder():
            assert not any(path.exists() for path in made)
    assert set(place.iterdir()) == {*foreign, place / f"{PREFIX}{'f' * 16}"}
