"""Every row of a file is an event, or a remark names it: rows are counted apart from the engine, on its bytes."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.dataset.intake import every_row, to_parquet
from conflict_cli.dataset.intake.recognition import Shape
from conflict_cli.record.errors import DataError
from tests.effort import examples
from tests.worlds.datasets import found, ged, put, refused, text_of

CELLS = st.text('a,;"\n\r ', max_size=6)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6)


@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.sampled_from([",", ";"]), st.integers(1, 9), st.booleans())
@examples(500)
def test_rows_are_counted_as_the_csv_module_reads_them(rows, ending, mark, chunk, ends_blank):
    """Wherever a chunk of the file ends."""
    text = text_of(rows, delimiter=mark, ending=ending)
    written = text + ending * 2 if ends_blank else text.removesuffix(ending)
    shape = Shape("x", ("a", "b", "c"), mark)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(every_row, "_CHUNK", chunk)
        counted = every_row._counted(io.BytesIO(written.encode()), shape)
    read = [cells for cells in csv.reader(io.StringIO(written, newline=""), delimiter=mark) if cells]
    are_long = (any(("\n" in cell or "\r" in cell) and cell.count(mark) >= 2 for cell in cells) for cells in read)
    assert counted == every_row.Counted(len(read), tuple(row for row, is_long in enumerate(are_long) if is_long))


def test_a_row_that_the_engine_loses_refuses_the_file(tmp_path, monkeypatch):
    """Here by a condition that leaves one out."""
    normalised = to_parquet.normalised
    monkeypatch.setattr(
        to_parquet, "normalised", lambda *given: f"SELECT * FROM ({normalised(*given)}) WHERE id <> '2'"
    )
    (told,) = refused(put(tmp_path / "x", ged({}, {}, {})))
    assert told.startswith("has 3 rows, of which 2 could be read, and it is not known which are missing; save it again")


@pytest.mark.slow
def test_a_row_of_33_megabytes_is_named(tmp_path):
    path = put(tmp_path / "x", ged({}, {"dyad_name": "x" * 33_000_000}, {}))
    assert refused(path) == [
        "3:1: a row is longer than 1 MB; shorten it, or close the quotation mark if one is open there"
    ]


def test_blank_lines_and_lone_marks_lose_no_row(tmp_path):
    """A quotation mark within a cell is a letter, and no pair."""
    header, *rows = text_of(ged(*[{"where_description": name} for name in ("5#", "6#", "7", "8#")])).splitlines()
    for ending in ("\n", "\r\n", "\r"):
        text = ending.join(["", header, "", *rows, "", ""]).replace("#", '"')
        assert len(found(put(tmp_path / "x", text)).events) == 4


def test_a_repeated_or_a_left_out_row_counts(tmp_path):
    rows = ged(*[{"id": max(1, number)} for number in range(40)])
    seen = found(put(tmp_path / "x", text_of(rows) + "1,2\n"))
    assert len(seen.events) == 39
    assert len(seen.remarks) == 3


@pytest.mark.parametrize("misfits", [0, 1, 2])
def test_a_row_that_may_hide_others_is_named(tmp_path, misfits):
    """By its id, also behind rows that do not fit, and where the same id is there twice."""
    rows = ged(*({"id": max(2, n), "where_description": "" if n != 30 else "a,\n" * 60} for n in range(60)))
    header, *lines = [text_of([row]) for row in rows]
    text = "".join([header, *lines[:20], *["a,b\n"] * misfits, *lines[20:], "a,b\n" * bool(misfits)])
    hidden = [one for one in found(put(tmp_path / "x", text)).remarks if "as long as a row" in one]
    assert [one.rpartition(": ")[2] for one in hidden] == ["30"]


def test_a_changed_count_is_a_clear_error():
    with pytest.raises(DataError, match="has 2 rows, of which 1 could be read"):
        every_row.check_rows(Shape("x", ("a",)), 2, 1)
