"""What is kept of a data set: never the figures of an older file, of half a file, or of a damaged entry."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pytest
from msgspec.structs import replace

from conflict_cli.cache.entries import KEPT
from conflict_cli.cache.files import write_private
from conflict_cli.dataset import opening
from conflict_cli.dataset.intake.normal_form import standard_columns
from conflict_cli.dataset.intake.to_parquet import take_in
from conflict_cli.dataset.kept import EVENTS, About, checksum
from conflict_cli.dataset.layout.layout import PartColumns
from conflict_cli.dataset.layout.reader import read_layout, shipped_files
from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.dataset.opening import _connection as engine
from conflict_cli.dataset.opening import _lock as lock
from conflict_cli.ledger.steady import state_of
from conflict_cli.record.errors import DataError
from tests.worlds.datasets import found, ged, put
from tests.worlds.kept_files import OTHER, SUM_OF_OTHER, SUM_OF_TWO, TWO, entry_of, rewrite

LAYOUT = read_layout(shipped_files()[-1])


def test_size_and_time_do_not_hide_a_change(path, kept):
    assert found(path, kept=kept).killed == SUM_OF_TWO
    rewrite(path, OTHER)
    assert found(path, kept=kept).killed == SUM_OF_OTHER


def test_a_link_to_another_release_is_followed(tmp_path, path, kept):
    other = put(tmp_path / "y.csv", TWO)
    rewrite(other, OTHER)
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    link = tmp_path / "link.csv"
    for target, killed_ in ((path, SUM_OF_TWO), (other, SUM_OF_OTHER), (path, SUM_OF_TWO)):
        link.unlink(missing_ok=True)
        link.symlink_to(target)
        assert found(link, kept=kept).killed == killed_


def test_content_alone_tells_two_files_apart(path, kept):
    """Some systems count no inodes, and know no time of change."""
    state = (1, 1, path.stat().st_size, 1, 1)
    first = kept.entry(path, state, [])
    rewrite(path, OTHER)
    assert kept.entry(path, state, []) != first


@pytest.mark.parametrize("times", [1, 9])
def test_a_file_replaced_while_it_is_read_is_read_again(tmp_path, path, kept, monkeypatch, times):
    def disturbed(*given: object) -> object:
        nonlocal times
        try:
            return take_in(*given)
        finally:
            if times:
                put(path, OTHER)
            times -= 1

    monkeypatch.setattr(opening, "take_in", disturbed)
    if times == 1:
        assert found(path, kept=kept).killed == SUM_OF_OTHER
        return
    with pytest.raises(DataError, match="changes while it is read; wait until it is written, or name a copy"):
        open_dataset(path, OpenOptions(kept=kept))
    assert list((tmp_path / "cache").iterdir()) == []


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def test_any_flipped_bit_of_a_big_entry_shows(tmp_path):
    write_private(tmp_path / "events", os.urandom(1 << 20) * 5)
    whole = checksum(tmp_path / "events")
    for place in range(77, 5 << 20, 250_007):
        flip(tmp_path / "events", place)
        assert checksum(tmp_path / "events") != whole
        flip(tmp_path / "events", place)
    assert checksum(tmp_path / "events") == whole


def test_an_entry_in_use_outlives_newer_ones(tmp_path, path, kept):
    used = open_dataset(path, OpenOptions(kept=kept))
    for number in range(KEPT + 1):
        found(put(tmp_path / f"{number}.csv", TWO), kept=kept)
    assert len(list((tmp_path / "cache").iterdir())) == KEPT + 1
    assert len(used.select().picked) == 2
    used.close()
    found(put(tmp_path / "last.csv", TWO), kept=kept)
    assert len(list((tmp_path / "cache").iterdir())) == KEPT


def test_two_that_finish_one_entry_both_answer(tmp_path, path, kept):
    with ExitStack() as first, ExitStack() as second:
        entry = kept.entry(path, state_of(path), [])
        about = About(LAYOUT, 2, (), 2)
        for until, is_kept in ((first, True), (second, False)):
            made = kept.begin(entry, until)
            put(made / EVENTS, b"events")
            assert kept.finish(made, entry, about) is is_kept
            assert (entry if is_kept else made).is_dir()
    assert entry_of(tmp_path) == entry


def test_threads_share_one_cache(tmp_path, kept):
    """Ten files in a cache of eight: entries come and go while they are read."""
    paths = [put(tmp_path / f"{number}.csv", ged({"low": number, "best": 20, "high": 30})) for number in range(10)]

    def low(number: int) -> object:
        return found(paths[number % 10], kept=kept).killed

    with ThreadPoolExecutor(9) as pool:
        seen = list(pool.map(low, range(24)))
    assert seen == [(number % 10, 20, 30, False) for number in range(24)]
    assert len(list((tmp_path / "cache").iterdir())) == KEPT


def test_the_engine_opens_only_what_it_is_handed(tmp_path, path):
    (tmp_path / "made").mkdir()
    other = put(tmp_path / "y.csv", OTHER)
    with ExitStack() as close:
        connection = engine(close, [path], tmp_path / "made")
        lock(connection)
        connection.execute(f"COPY (SELECT * FROM read_text('{path}')) TO '{tmp_path}/made/x.parquet' (FORMAT parquet)")
        for query in (f"FROM read_text('{other}')", f"COPY (SELECT 1) TO '{tmp_path}/z'", "SET threads = 1"):
            with pytest.raises(duckdb.Error, match=r"disabled by configuration|has been locked"):
                connection.execute(query)


def test_only_known_groups_of_a_layout_reach_the_engine():
    """A kept layout may hold any key: the columns are those of the groups that the program knows."""
    layout = replace(LAYOUT, parts={"children FROM x; COPY": PartColumns("c"), "children": PartColumns("c")})
    assert {*layout.parts_of("killed")} == {"children"}
    assert all(name.isidentifier() for name in standard_columns(layout))
