"""Rows that hold the people of other rows: a total below the table, and running totals."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from tests.conftest import SAMPLE
from tests.worlds.datasets import Found, acled, found, ged, put

HEADER = ["No", "Day", "Town", "Dead", "Hurt"]
LAYOUT = (
    "name: Hand count\nid: No\ndate: {first: Day}\nplace: {name: Town}\nkilled: {exactly: Dead}\n"
    "injured: {exactly: Hurt}\n"
)
ROWS = [
    ["1", "2031-01-03", "Mill", "3", "1"],
    ["2", "2031-01-04", "Ford", "4", ""],
    ["3", "2031-01-05", "Dam", "5", "1"],
]

COUNTED = "the sum of the rows above; it is taken for their total and not counted"
RUNNING = "if they are running totals, a sum counts the same people many times"


def seen_in(folder: Path, rows: list[list[str]], layout: str = LAYOUT) -> Found:
    return found(put(folder / "x", [HEADER, *rows]), layout=put(folder / "layout.yaml", layout))


@pytest.mark.parametrize(
    ("total", "called"),
    [
        (["", "", "", "12", "2"], ""),
        (["Total", "", "", "12", ""], ", is called Total"),
        (["", "Gesamt:", "", "12", "2"], ", is called Gesamt:"),
        (["", "", "المجموع", "12", "2"], ", is called المجموع"),
    ],
)
def test_a_total_below_the_table_is_not_counted(tmp_path, total, called):
    """All is what the rows above add up to by hand, and nothing of the total is called unread."""
    seen = seen_in(tmp_path, [*ROWS, total])
    by_hand = sum(int(row["Dead"]) for row in csv.DictReader([",".join(row) for row in [HEADER, *ROWS]]))
    assert (len(seen.events), seen.killed) == (3, (by_hand, by_hand, by_hand, False))
    figures = "12 killed and 2 injured" if total[-1] else "12 killed"
    assert seen.remarks == (f"the last row (line 5) has no date and no place{called}, and its {figures} are {COUNTED}",)


def test_a_total_that_does_not_add_up_is_told(tmp_path):
    seen = seen_in(tmp_path, [*ROWS, ["", "Total", "", "13", ""]])
    assert seen.killed == (12, 12, 12, False)
    assert "is not the sum of the rows above: 13 killed against 12 killed" in seen.remarks[0]


@pytest.mark.parametrize("last", [["", "2031-01-06", "", "12", "2"], ["4", "", "Dam", "12", "2"]])
def test_a_row_that_may_be_a_total_counts(tmp_path, last):
    seen = seen_in(tmp_path, [*ROWS, last])
    assert seen.killed == (24, 24, 24, False)
    assert seen.remarks[0] == (
        "the last row (line 5) is counted, but its 12 killed and 2 injured are the sum of the rows above: if it is "
        "their total, all count twice"
    )


@pytest.mark.parametrize(
    "last", [["4", "2031-01-06", "Dam", "12", "2"], ["4", "", "", "12", "3"], ["", "", "", "0", "0"]]
)
def test_another_last_row_is_no_total(tmp_path, last):
    """One of a day and a place is an event, whatever it adds up to; so is one that adds up to something else."""
    seen = seen_in(tmp_path, [*ROWS, last])
    assert seen.killed[0] == 12 + int(last[3])
    assert not any("last row" in remark for remark in seen.remarks)


def test_repeated_rows_are_in_a_total(tmp_path):
    """The spreadsheet added them up, too."""
    seen = seen_in(tmp_path, [*ROWS, ROWS[0], ["Total", "", "", "15", "3"]])
    assert seen.killed == (12, 12, 12, False)
    assert "are the sum of the rows above" in seen.remarks[0]


def days(figures: str, town: str = "Mill") -> list[list[str]]:
    cells = enumerate(figures.split(), start=1)
    return [[f"{town}-{n}", f"2031-01-{n:02}", town, dead, ""] for n, dead in cells]


RISING = "3 5 5 9 12 20 31"


def test_figures_that_only_ever_rise_are_told(tmp_path):
    """In whatever order the file has its rows."""
    rows = days(RISING)
    seen = seen_in(tmp_path, [*rows[3:], *rows[:3]])
    assert seen.remarks == (f"over time its killed only ever rise, as in (3, 5, 5, 9, 12, 20, …): {RUNNING}",)
    rows += [*days("100 101 104 110 120 130", "Ford"), *days("7 1 7 1 7 2 1", "Dam"), *days("9 1", "Lock")]
    (remark,) = seen_in(tmp_path, rows).remarks
    assert remark.startswith(
        "over time its killed only ever rise in 2 of 3 places with 6 figures or more, as in Ford (100"
    )


@pytest.mark.parametrize("figures", ["3 5 5 9 12 20", "3 5 6 9 12 20 19 30", "5 5 5 5 5 5 5", "9 8 7 6 5 4 3"])
def test_other_figures_are_not_called_running(tmp_path, figures):
    assert seen_in(tmp_path, days(figures)).remarks == ()


def test_no_town_of_the_sample_is_called_running(tmp_path):
    """Nor any governorate, nor any stretch of rows: by chance all of them would rise in few files."""
    header, *rows = csv.reader(SAMPLE.read_text().splitlines())
    groups = defaultdict(list)
    for number, row in enumerate(rows):
        for name in ("where_coordinates", "adm_1"):
            groups[name, row[header.index(name)]].append(row)
        groups["rows", str(number // 12)].append(row)
    many = [group for group in groups.values() if len(group) > 5]
    assert len(many) > 50
    for group in many[::3]:
        assert found(put(tmp_path / "x", [header, *group])).remarks == ()


def test_acled_rows_of_one_figure_are_not_running(tmp_path):
    rows = ({"event_date": f"2031-01-{n:02}", "fatalities": n % 3} for n in range(1, 20))
    assert found(put(tmp_path / "x", acled(*rows))).remarks == ()
    assert found(put(tmp_path / "x", ged(*({} for _ in range(9))))).remarks == ()
