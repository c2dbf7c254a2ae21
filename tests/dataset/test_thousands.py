"""Marks between thousands in a column of people: read where nothing else can be meant, or else open and named."""

from pathlib import Path

import pytest

from tests.worlds.datasets import Found, found, killed, put, text_of

LAYOUT = "name: Hand count\nid: id\ndate: {first: day}\nplace: {name: town}\nkilled: {exactly: dead}\n"


def seen_with(folder: Path, cells: list[str], layout: str = LAYOUT) -> Found:
    """What is in a file of these numbers of dead."""
    rows = [[str(number), "2031-01-03", "Mill", cell] for number, cell in enumerate(cells)]
    return found(
        put(folder / "x", text_of([["id", "day", "town", "dead"], *rows], delimiter=";")),
        layout=put(folder / "layout.yaml", layout),
    )


def numbers(seen: Found) -> list[int | None]:
    return [figure[1] if (figure := killed(one)) else None for one in seen.events]


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["1,234", "5", "12,345,678"], [1234, 5, 12345678]),
        (["7", "1,234"], [7, 1234]),
        (["1,000", "20"], [1000, 20]),
        (["1.234", "1.000"], [1234, 1000]),
        (["1.000.000", "2.000"], [1000000, 2000]),
        (["1 234", "1\u00a0234", "12\u202f345"], [1234, 1234, 12345]),
        (["1'234", "1\u2019234"], [1234, 1234]),
        (["1,234.0", "5.0"], [1234, 5]),
        (["1.234,00", "5"], [1234, 5]),
    ],
)
def test_thousands_are_read_if_nothing_else_fits(tmp_path, cells, read):
    seen = seen_with(tmp_path, cells)
    assert numbers(seen) == read
    (remark,) = seen.remarks
    assert " in dead stand between thousands, as in " in remark


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["1,234", "1,5"], [None, None]),
        (["1,234", "0,500"], [None, None]),
        (["1,234", "1234"], [None, 1234]),
        (["1,234", "1.234"], [None, None]),
        (["1,23,456", "1,234"], [None, None]),
        (["1.000", "3"], [None, 3]),
        (["1.000", "5.7", "2.000.000"], [None, None, None]),
        (["1,234.5", "1,234"], [None, 1234]),
    ],
)
def test_numbers_with_two_meanings_stay_open(tmp_path, cells, read):
    """Each is named with its line."""
    seen = seen_with(tmp_path, cells)
    assert numbers(seen) == read
    for line, (cell, number) in enumerate(zip(cells, read, strict=True), start=2):
        assert (f'line {line}: dead "{cell}"' in seen.remarks[-1]) is (number is None)


def test_decimals_of_zeros_are_read_as_before(tmp_path):
    """1.0 or 0.000 shows that a dot is no mark of thousands; 12 of 12.000 is then a dozen."""
    for cells, read in ((["12.000", "1.0"], [12, 1]), (["12.000", "0.000"], [12, 0]), (["2.0000", "7"], [2, 7])):
        seen = seen_with(tmp_path, cells)
        assert (numbers(seen), seen.remarks) == (read, ())


def test_dots_mark_thousands_beside_decimal_commas(tmp_path):
    seen = seen_with(tmp_path, ["1.000", "7,0"], f"{LAYOUT}decimal_comma: true\n")
    assert numbers(seen) == [1000, 7]
    assert seen.remarks == ('dots in dead stand between thousands, as in "1.000"',)


def test_an_absent_column_has_no_marks(tmp_path):
    seen = seen_with(tmp_path, ["1,234"], LAYOUT + 'injured: {exactly: "hurt?"}\n')
    assert (numbers(seen), seen.events[0].reports[0].injured) == ([1234], None)


def test_each_column_is_judged_by_itself(tmp_path):
    layout = put(tmp_path / "layout.yaml", LAYOUT + "injured: {exactly: hurt}\n")
    records = [["id", "day", "town", "dead", "hurt"], ["1", "2031-01-03", "Mill", "1,234", "1,5"]]
    seen = found(put(tmp_path / "x", records), layout=layout)
    (event,) = seen.events
    assert (killed(event), event.reports[0].injured) == ((1234, 1234, 1234, False), None)
