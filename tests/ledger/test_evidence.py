"""`evidence`: saved copies of articles, and what is said of those that are missing or differ."""

from hashlib import sha256
from pathlib import Path

import pytest

from conflict_cli.ledger.evidence import look_at_copies
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.record.errors import DataError

BODY = "قُتل عشرون شخصاً".encode() * 100_000
DIGEST = sha256(BODY).hexdigest()
LEDGER = f"""\
articles:
  memo: {{title: Attacks, sha256: {DIGEST}}}
  memo.2: {{title: More attacks, sha256: {DIGEST}}}
  plain: {{title: Without a copy}}
incidents: []
"""


def looked_at(folder: Path):
    return look_at_copies(parse_ledger(LEDGER.encode(), "x.yaml"), folder)


def test_copies_bear_the_key_with_any_ending(tmp_path: Path) -> None:
    (tmp_path / "memo.html").write_bytes(BODY)
    (tmp_path / "memo.2").write_bytes(BODY)
    found = looked_at(tmp_path)
    assert (found.problems, found.unchanged, found.unsealed) == ((), 2, 1)


def test_a_copy_belongs_to_the_longest_key(tmp_path: Path) -> None:
    (tmp_path / "memo.2.html").write_bytes(BODY)
    assert [problem.what for problem in looked_at(tmp_path).problems] == [f"memo: {tmp_path} holds no copy of it"]


def test_a_changed_copy_is_an_error_with_place(tmp_path: Path) -> None:
    (tmp_path / "memo.html").write_bytes(BODY + b"!")
    (tmp_path / "memo.2.txt").write_bytes(BODY)
    (problem,) = looked_at(tmp_path).problems
    assert (problem.line, problem.column, problem.is_warning) == (2, 3, False)
    assert problem.what.startswith(f"memo: its copy {tmp_path / 'memo.html'} is not the one that was saved")


def test_one_copy_of_several_has_to_match(tmp_path: Path) -> None:
    for name, body in (("memo.html", b"other"), ("memo.pdf", BODY), ("memo.2.pdf", BODY)):
        (tmp_path / name).write_bytes(body)
    assert looked_at(tmp_path).problems == ()


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be listed"):
        looked_at(tmp_path / "nowhere")
