"""The order of day and month in 3/4/2024: decided by all days of a file, or left open and named."""

import csv
from pathlib import Path

import pytest

from tests.worlds.datasets import Found, acled, found, ged, put, text_of

HEADER = ["number", "day", "until", "town", "dead"]
LAYOUT = "name: Hand count\nid: number\ndate: {}\nplace: {{name: town}}\nkilled: {{exactly: dead}}\n"
PLAIN = "{first: day}"


def seen_with(folder: Path, days: list[str], date: str = PLAIN, until: list[str] | None = None) -> Found:
    """What is in a file of these days, each with one killed."""
    rows = [
        [str(number), day, last, "Mill", "1"]
        for number, (day, last) in enumerate(zip(days, until or [""] * len(days), strict=True))
    ]
    return found(put(folder / "x", [HEADER, *rows]), layout=put(folder / "layout.yaml", LAYOUT.format(date)))


def dates(seen: Found) -> list[str]:
    return [one.date.text for one in seen.events]


@pytest.mark.parametrize("mark", "/.-")
@pytest.mark.parametrize("time", ["", " 0:00", " 12:30:00", " 1:30:00 PM"])
def test_one_day_decides_for_all(tmp_path, mark, time):
    """The one may be the last; days in ISO form are read beside them."""
    for order, days in (
        ("month", ["3/4/2024", "4/3/2024", "3/15/2024"]),
        ("day", ["4/3/2024", "3/4/2024", "15/3/2024"]),
    ):
        seen = seen_with(tmp_path, [*(day.replace("/", mark) + time for day in days), "2024-03-16"])
        assert dates(seen) == ["2024-03-04", "2024-04-03", "2024-03-15", "2024-03-16"]
        told = days[2].replace("/", mark) + time
        assert seen.remarks == (f'the {order} comes first in its days, as in day "{told}"',)


def test_a_file_without_a_telling_day_stays_open(tmp_path):
    """A third of March is one in either order."""
    seen = seen_with(tmp_path, ["3/3/2024", "1/2/2018", "2/1/2018"])
    assert dates(seen) == ["2024-03-03", "unknown", "unknown"]
    assert seen.remarks == (
        'day "1/2/2018" may be 1 February or 2 January, and no other day of the file tells; write formats: in a layout',
        '2 rows with cells that cannot be read, which stay open: line 3: day "1/2/2018"; line 4: day "2/1/2018"',
    )


def test_days_of_both_orders_are_never_mixed(tmp_path):
    seen = seen_with(tmp_path, ["15/3/2024", "3/4/2024", "3/16/2024"])
    assert dates(seen) == ["unknown"] * 3
    assert seen.remarks[0] == (
        'the day comes first in day "15/3/2024" and the month in day "3/16/2024", so that no such day is read; '
        "write formats: in a layout"
    )


def test_first_and_last_days_have_one_order(tmp_path):
    date = "{first: day, last: until}"
    seen = seen_with(tmp_path, ["3/4/2024", "5/6/2024"], date, ["3/31/2024", ""])
    assert dates(seen) == ["2024-03-04/2024-03-31", "2024-05-06"]
    seen = seen_with(tmp_path, ["3/31/2024", "5/6/2024"], date, ["31/3/2024", ""])
    assert dates(seen) == ["unknown"] * 2


def test_formats_of_one_order_are_obeyed(tmp_path):
    """What they do not fit is named."""
    for formats, read in (('["%d/%m/%Y"]', "2024-04-03"), ('["%m/%d/%Y", "%d.%m.%Y"]', "2024-03-04")):
        seen = seen_with(tmp_path, ["3/4/2024", "13/13/2024"], f"{{first: day, formats: {formats}}}")
        assert dates(seen) == [read, "unknown"]
        assert seen.remarks == ('1 row with cells that cannot be read, which stay open: line 3: day "13/13/2024"',)


def test_formats_of_both_orders_are_judged(tmp_path):
    formats = '{first: day, formats: ["%Y-%m-%d", "%d/%m/%y", "%m/%d/%y"]}'
    assert dates(seen_with(tmp_path, ["3/4/24", "3/15/24", "2024-03-16"], formats)) == [
        "2024-03-04",
        "2024-03-15",
        "2024-03-16",
    ]
    assert dates(seen_with(tmp_path, ["3/4/24", "5/4/24"], formats)) == ["unknown"] * 2


def test_days_saved_again_as_in_america_are_read(tmp_path):
    """ACLED as a spreadsheet saves it: its own days, such as 15 March 2024, are read beside."""
    days = {"3/4/2024": 10, "3/15/2024": 20, "4/3/2024": 1, "30 April 2024": 5}
    rows = acled(*({"event_date": day, "fatalities": dead} for day, dead in days.items()))
    path = put(tmp_path / "x", rows)
    by_hand: dict[str, int] = {}
    for row in csv.DictReader(text_of(rows).splitlines()):
        month = "04" if row["event_date"].startswith("30") else f"{int(row['event_date'].split('/')[0]):02}"
        by_hand[month] = by_hand.get(month, 0) + int(row["fatalities"])
    seen = found(path)
    counted: dict[str, int] = {}
    for one in seen.events:
        month = one.date.text[5:7]
        counted[month] = counted.get(month, 0) + one.reports[0].killed.best
    assert counted == by_hand == {"03": 30, "04": 6}


def test_days_in_iso_form_need_no_remark(tmp_path):
    assert found(put(tmp_path / "x", ged({}, {}))).remarks == ()
    assert seen_with(tmp_path, ["2024-03-04", "2024-03-04 12:00:00"]).remarks == ()


def test_rows_that_do_not_fit_are_told_once(tmp_path):
    """A file is read again once the order is known; what was left out is still told, and only once."""
    rows = [[str(n), "3/15/2024", "", "Mill", "1"] for n in range(50)]
    lines = text_of([HEADER, *rows]).splitlines(keepends=True)
    lines.insert(20, "a,b\n")
    seen = found(put(tmp_path / "x", "".join(lines)), layout=put(tmp_path / "layout.yaml", LAYOUT.format(PLAIN)))
    assert (len(seen.events), seen.killed) == (50, (50, 50, 50, False))
    assert seen.remarks[1] == "21: 1 row left out whose cells do not fit the header: line 21"
