"""The cache: nothing in use is deleted, nothing of others is used, and nothing counts before the disk has it."""

import os
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from conflict_cli.cache.entries import KEPT, Cache
from conflict_cli.cache.files import content_of, locked, write_private


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def cache(folder) -> Cache:
    return Cache(folder, ".kept", "1")


def put(cache: Cache, key: bytes) -> Path:
    """A folder that is kept under this key."""
    entry = cache.entry(key)
    made = cache.unfinished(entry)
    made.mkdir(mode=0o700)
    write_private(made / "facts", key)
    cache.put(made, entry)
    return entry


def fill(cache: Cache) -> None:
    for number in range(KEPT):
        put(cache, b"other %d" % number)


def test_an_entry_in_use_stays(cache):
    entry = put(cache, b"used")
    with ExitStack() as until:
        assert locked(entry, until)
        fill(cache)
        assert content_of(entry / "facts") == b"used"
        assert not cache.retire(entry)
    put(cache, b"one more")
    assert not entry.exists()


def test_an_entry_that_is_being_deleted_is_missing(cache):
    entry = put(cache, b"x")
    with ExitStack() as other, ExitStack() as until:
        assert locked(entry, other, alone=True)
        assert locked(entry, until) is False


def test_without_locks_only_long_unused_entries_go(cache, monkeypatch):
    entry = put(cache, b"x")
    monkeypatch.setattr("conflict_cli.cache.entries.locked", lambda *_, **__: None)
    assert not cache.retire(entry)
    os.utime(entry, (0, 0))
    assert cache.retire(entry)


def test_what_a_killed_run_left_goes(cache, folder):
    left, begun, made = (cache.unfinished(cache.entry(b"x")) for _ in range(3))
    with ExitStack() as until:
        for path in (left, begun, made):
            path.mkdir(mode=0o700)
        for path in (left, made):
            os.utime(path, (time.time() - 3600,) * 2)
        locked(made, until)
        cache.check()
        assert {*folder.iterdir()} == {begun, made}


def test_a_cache_may_lie_behind_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    entry = put(Cache(tmp_path / "link", ".kept", "1"), b"x")
    assert content_of(entry / "facts") == b"x"


def test_an_entry_in_its_place_counts_whatever_follows(cache, folder, monkeypatch):
    replace = Path.replace

    def replaced_and_gone(made, entry):
        replace(made, entry)
        folder.rename(folder.with_name("elsewhere"))

    monkeypatch.setattr(Path, "replace", replaced_and_gone)
    entry = put(cache, b"x")
    assert (folder.with_name("elsewhere") / entry.name / "facts").exists()


def test_a_folder_open_to_others_is_closed(cache, folder):
    folder.mkdir(mode=0o755)
    entry = put(cache, b"x")
    assert [path.stat().st_mode & 0o777 for path in (folder, entry, entry / "facts")] == [0o700, 0o700, 0o600]


def test_a_folder_of_somebody_else_is_not_used(cache, folder, monkeypatch):
    entry = put(cache, b"x")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(PermissionError):
        cache.check()
    with pytest.raises(PermissionError):
        content_of(entry / "facts")
    with pytest.raises(PermissionError):
        cache.unfinished(entry)


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "open to others"])
def test_only_plain_closed_files_are_read(tmp_path, kind):
    file = tmp_path / "facts"
    if kind == "link":
        write_private(tmp_path / "other", b"x")
        file.symlink_to(tmp_path / "other")
    elif kind == "pipe":
        os.mkfifo(file, 0o600)
    elif kind == "folder":
        file.mkdir(mode=0o700)
    else:
        file.write_bytes(b"x")
        file.chmod(0o644)
    with pytest.raises(OSError, match=r"is no file|not closed to others|symbolic links"):
        content_of(file)


def test_an_entry_is_synced_before_it_counts(cache, folder, monkeypatch):
    done: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: done.append(Path(f"/dev/fd/{descriptor}").readlink().name))
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda made, entry: done.append("moved") or replace(made, entry))
    entry = put(cache, b"x")
    assert done[0] == "facts"
    assert done[1].startswith(entry.stem)
    assert done[2:] == ["moved", folder.name]
