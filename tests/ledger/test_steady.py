"""A file is read in one state, or not at all; what has no end, or nothing in it, is not waited for."""

import os
from pathlib import Path

import pytest

from conflict_cli.ledger import steady
from conflict_cli.ledger.steady import TRIES, sampled, whole
from conflict_cli.record.errors import DataError


@pytest.mark.parametrize(("changes", "is_read"), [(TRIES - 1, True), (TRIES, False)])
def test_a_file_that_changes_is_read_again(tmp_path, monkeypatch, changes, is_read):
    (tmp_path / "x").write_bytes(b"before")
    changed = 0

    def state(found: os.stat_result) -> int:
        nonlocal changed
        changed += 1
        (tmp_path / "x").write_bytes(b"after %d" % changed)
        return min(changed, 2 * changes + 1)

    monkeypatch.setattr(steady, "_state", state)
    if is_read:
        assert whole(tmp_path / "x") == b"after 4"
    else:
        with pytest.raises(DataError, match="x: changes while it is read; wait until it is written, or name a copy"):
            whole(tmp_path / "x")


def test_a_pipe_is_read_once_to_its_end():
    reader, writer = os.pipe()
    os.write(writer, b"incidents: []")
    os.close(writer)
    assert whole(Path(f"/dev/fd/{reader}")) == b"incidents: []"
    os.close(reader)


def test_a_mute_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "x")
    with pytest.raises(DataError, match="x: is a pipe into which nothing is written; name a file"):
        whole(tmp_path / "x")


def test_a_sample_sees_both_ends_and_the_middle(tmp_path):
    content = bytearray(1 << 20)
    (tmp_path / "x").write_bytes(content)
    first = sampled(tmp_path / "x")
    for place in (0, (1 << 20) - 1, (1 << 20) - 4096, ((1 << 20) - 4096) * 7 // 15):
        (tmp_path / "x").write_bytes(content[:place] + b"x" + content[place + 1 :])
        assert sampled(tmp_path / "x") != first
