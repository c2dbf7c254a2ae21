"""Several files of one layout are one data set, in which an id counts once."""

from contextlib import closing
from pathlib import Path

import pytest

import conflict_cli
from conflict_cli.dataset.kept import KeptDataSets
from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.record.errors import DataError
from tests.worlds.datasets import acled, ged, of_figure, put

APRIL = ged({"id": 1}, {"id": 2, "low": 5, "best": 6, "high": 7})
MAY = ged({"id": 3, "low": 10, "best": 20, "high": 30})


def opened(paths: list[Path], kept: KeptDataSets | None = None) -> tuple:
    """Ids, sum of killed, and remarks."""
    with closing(open_dataset(paths, OpenOptions(kept=kept))) as data_set:
        selection = data_set.select()
        ids = [one.incident.id for one in selection.picked]
        return ids, of_figure(selection.sum_of("killed").figure), data_set.remarks


@pytest.fixture
def files(tmp_path) -> list[Path]:
    return [put(tmp_path / "april.csv", APRIL), put(tmp_path / "may.csv", MAY)]


def test_files_are_one_data_set(files):
    assert opened(files) == (["1", "2", "3"], (16, 28, 40, False), ())


def test_equal_rows_count_once_and_are_told(files):
    put(files[1], [*MAY, APRIL[2]])
    ids, killed, remarks = opened(files)
    assert (ids, killed) == (["1", "2", "3"], (16, 28, 40, False))
    assert remarks == (f"{files[1]}: 1 row that an earlier file has too counted once: 2",)


def test_other_content_under_one_id_is_told(files):
    """Also in a column that only one of the files has."""
    put(files[1], ged({"id": 2, "low": 9, "best": 9, "high": 9}))
    ids, killed, remarks = opened(files)
    assert (ids, killed) == (["1", "2"], (6, 8, 10, False))
    assert remarks == (
        (
            f"{files[1]}: 1 row with the id of a row in an earlier file, but with other content, left out, so that "
            "none is counted twice: 2"
        ),
    )


def test_rows_without_an_id_are_told(files):
    put(files[1], ged({"id": ""}))
    remark = opened(files)[2][-1]
    assert remark.endswith("april.csv and 1 more: 1 row without an id: one that stands in two files is counted twice")


def test_files_of_two_layouts_are_refused(files, tmp_path):
    other = put(tmp_path / "x.csv", acled({}))
    with pytest.raises(DataError, match=r"x.csv: is ACLED.*, and .*april.csv is UCDP GED; name files of one layout"):
        opened([files[0], other])


def test_a_folder_stands_for_its_tables(files, tmp_path):
    """Sorted, also in folders in it; not those that are hidden, nor other files."""
    (tmp_path / "more").mkdir()
    put(tmp_path / "more" / "june.csv", ged({"id": 4}))
    (tmp_path / ".old").mkdir()
    put(tmp_path / ".old" / "x.csv", ged({"id": 9}))
    put(tmp_path / "README.md", "a,b,c")
    assert opened([tmp_path])[0] == ["1", "2", "3", "4"]
    assert opened([tmp_path / "*.csv"])[0] == ["1", "2", "3"]
    for name, what in ((".none", "is a folder"), ("x*.csv", "names no file")):
        (tmp_path / ".none").mkdir(exist_ok=True)
        with pytest.raises(DataError, match=what):
            opened([tmp_path / name])


def test_a_file_named_twice_is_read_once(files, tmp_path):
    (tmp_path / "link.csv").symlink_to(files[0])
    assert opened([files[0], files[0], tmp_path / "link.csv"]) == (["1", "2"], (6, 8, 10, False), ())


def test_one_changed_file_gives_no_old_figure(files, tmp_path):
    kept = KeptDataSets(tmp_path / "cache", "1")
    for number, best in enumerate((20, 21, 22)):
        put(files[1], ged({"id": 3, "low": 10, "best": best, "high": 30}))
        for _ in range(2):
            assert opened(files, kept)[1][1] == 8 + best
        assert len(list((tmp_path / "cache").iterdir())) == number + 1
    assert opened(files[:1], kept)[1] == (6, 8, 10, False)
    assert opened(files[::-1], kept)[0] == ["3", "1", "2"]


def test_remarks_name_their_own_file(files):
    put(files[1], ged({"id": 3, "date_start": "soon"}))
    assert opened(files)[2] == (
        f'{files[1]}: 1 row with cells that cannot be read, which stay open: line 2: date_start "soon"',
    )


def test_python_opens_several_files(files):
    with closing(conflict_cli.open_data_set(*files)) as data_set:
        assert len(data_set.select().picked) == 3
