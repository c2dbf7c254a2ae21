"""Dates as tables have them: in three columns, without a day, with a time of day. A vague date is kept as vague."""

import csv
from pathlib import Path

import pytest

from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.record.dates import parse_period
from conflict_cli.selection.query import Query
from tests.worlds.datasets import found, put, refused

LAYOUT = "name: Hand count\nid: number\ndate: {}\nplace: {{name: town}}\nkilled: {{exactly: dead}}\n"
COLUMNS = "{year: iyear, month: imonth, day: iday}"


def table(folder: Path, date: str, header: list[str], dates: list[list[str]]) -> tuple[Path, Path]:
    """A file with these cells of its dates, each row with one killed, and its layout."""
    rows = [[str(number), *cells, "Mill", "1"] for number, cells in enumerate(dates)]
    path = put(folder / "x", [["number", *header, "town", "dead"], *rows])
    return path, put(folder / "layout.yaml", LAYOUT.format(date))


def dates(folder: Path, date: str, header: list[str], cells: list[list[str]]) -> tuple[list[str], tuple[str, ...]]:
    path, layout = table(folder, date, header, cells)
    seen = found(path, layout=layout)
    return [one.date.text for one in seen.events], seen.remarks


def test_a_date_stands_in_three_columns(tmp_path):
    read = {
        ("2018", "4", "30"): "2018-04-30",
        ("2018", "04", "01"): "2018-04-01",
        ("2018.0", "4.0", "30.0"): "2018-04-30",
        ("2018", "April", "30"): "2018-04-30",
        ("2018", "apr.", "0"): "2018-04",
        ("2018", "SEPT", ""): "2018-09",
        ("2016", "2", "0"): "2016-02",
        ("2018", "0", "0"): "2018",
        ("2018", "", ""): "2018",
        ("2018", "00", "12"): "2018",
    }
    assert dates(tmp_path, COLUMNS, ["iyear", "imonth", "iday"], [[*cells] for cells in read]) == (
        [*read.values()],
        (),
    )


def test_a_date_in_columns_that_cannot_be_read_is_unknown(tmp_path):
    unread = [["2018", "13", "1"], ["2018", "2", "30"], ["18", "4", "1"], ["2018", "Apx", "1"], ["", "4", "x"]]
    seen, (remark,) = dates(tmp_path, COLUMNS, ["iyear", "imonth", "iday"], unread)
    assert seen == ["unknown"] * 5
    assert remark == (
        '5 rows with cells that cannot be read, which stay open: line 2: imonth "13"; line 3: iday "30"; '
        'line 4: iyear "18"; line 5: imonth "Apx"; line 6: iday "x"; iyear is empty'
    )


def test_a_format_without_a_day_means_the_whole_month(tmp_path):
    formats = '{first: day, formats: ["%d %B %Y", "%b %Y", "%m/%Y", "%Y"]}'
    read = {"30 April 2018": "2018-04-30", "Apr 2018": "2018-04", "4/2018": "2018-04", "2018": "2018"}
    assert dates(tmp_path, formats, ["day"], [[cell] for cell in (*read, "20180430", "Apr")]) == (
        [*read.values(), "unknown", "unknown"],
        ('2 rows with cells that cannot be read, which stay open: line 6: day "20180430"; line 7: day "Apr"',),
    )


def test_a_last_month_ends_on_its_last_day(tmp_path):
    formats = '{first: from, last: to, formats: ["%Y-%m", "%Y-%m-%d"]}'
    cells = [["2018-02", "2018-04"], ["2018-02", ""], ["2018-02-03", "2018-02"], ["2018-02", "2018-01"]]
    seen, _ = dates(tmp_path, formats, ["from", "to"], cells)
    assert seen == ["2018-02-01/2018-04-30", "2018-02", "2018-02-03/2018-02-28", "unknown"]


@pytest.mark.parametrize("date", ["{first: day}", "{written: day}", '{first: day, formats: ["%d.%m.%Y"]}'])
def test_a_time_of_day_is_left_out(tmp_path, date):
    times = "2018-04-30T23:59:00Z|2018-04-30 12:00|2018-04-30T01:00:00.123+03:00|2018-04-30T12:00-0500".split("|")
    seen, remarks = dates(tmp_path, date, ["day"], [*([cell] for cell in times), ["2018-04-31T12:00"], ["2018-04-30T"]])
    assert seen == [*["2018-04-30"] * 4, "unknown", "unknown"]
    assert remarks[0].startswith("2 rows with cells")


def test_a_vague_date_is_surely_in_no_shorter_period(tmp_path):
    """Low, best and high of each period, reckoned by hand from the cells."""
    cells = [["2018", m, d] for m in ("0", "4", "5") for d in ("0", "3", "17")]
    path, layout = table(tmp_path, COLUMNS, ["iyear", "imonth", "iday"], cells)
    rows = [(int(row["imonth"]), int(row["iday"])) for row in csv.DictReader(path.read_text().splitlines())]
    inside = sum(month == 4 for month, _ in rows)
    maybe = sum(month == 0 for month, _ in rows)
    data_set = open_dataset(path, OpenOptions(layout))
    figure = data_set.select(Query(period=parse_period("2018-04"))).sum_of("killed").figure
    assert (figure.low, figure.best, figure.high) == (inside, inside, inside + maybe)
    data_set.close()


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("{year: a, first: b}", "names two columns of the same day"),
        ("{month: a}", "names no column of days"),
        ("{first: a, day: b}", "has a day or a month alone"),
        ("{year: a, last: b}", "has a last day without a first"),
    ],
)
def test_columns_of_a_date_that_do_not_fit_are_named(tmp_path, date, told):
    lines = refused(put(tmp_path / "x", "a,b\n1,2\n"), layout=put(tmp_path / "layout.yaml", LAYOUT.format(date)))
    assert any(told in line for line in lines)
