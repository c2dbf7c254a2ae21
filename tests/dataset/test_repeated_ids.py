"""Rows of one id: equal ones count once, the newest counts where the file tells it, and else both are told."""

import csv
from pathlib import Path

import pytest

from conflict_cli.dataset.opening import OpenOptions, open_dataset
from tests.worlds.datasets import Found, acled, found, put, refused, text_of

HEADER = ["id", "day", "town", "dead", "changed"]
LAYOUT = "name: Hand count\nid: id\ndate: {first: day}\nplace: {name: town}\nkilled: {exactly: dead}\n"
REVISED = f"{LAYOUT}revised: changed\n"
OTHERS = [[f"other-{n}", "2031-01-03", "Ford", "100", "0"] for n in range(3)]


DIFFER = "1 id with rows that differ, of which the one named first is counted: "


def rows(*cells: str) -> list[list[str]]:
    """The rows of event 12, each of these cells with its town, its dead and when it was changed; then three others."""
    return [["12", "2031-01-03", *cell.split("|")] for cell in cells] + OTHERS


def seen_in(folder: Path, records: list[list[str]], layout: str = LAYOUT) -> Found:
    return found(put(folder / "x", [HEADER, *records]), layout=put(folder / "layout.yaml", layout))


def twelve(seen: Found) -> int:
    """The dead of event 12, as the sum has them."""
    return seen.killed[0] - 300


@pytest.mark.parametrize(
    "times",
    [
        ["1", "10", "9"],
        ["2031-02-01", "2031-02-11", "2031-02-09"],
        ["2031-02-01 23:00", "2031-02-02T01:00:00Z", "2031-02-01 23:59:59"],
    ],
)
def test_the_newest_row_of_an_id_counts(tmp_path, times):
    """Newest by number or by time, not by their texts: 10 is after 9."""
    records = rows(*(f"Mill|{dead}|{time}" for dead, time in zip("357", times, strict=True)))
    newest = dict(zip(times, "357", strict=True))[times[1]]
    seen = seen_in(tmp_path, records, REVISED)
    assert (len(seen.events), twelve(seen)) == (4, int(newest))
    assert seen.remarks == ("2 rows left out, since there is a newer one of the same id, by changed: 12",)


def test_a_newer_acled_row_replaces_the_older(tmp_path):
    """However many events have two rows."""
    records = [{"event_id_cnty": f"U{n // 2}", "fatalities": 10 + n, "timestamp": 100 + n} for n in range(10)]
    seen = found(put(tmp_path / "x", acled(*records)))
    by_hand: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(text_of(acled(*records)).splitlines()):
        if int(row["timestamp"]) >= int(by_hand.get(row["event_id_cnty"], {"timestamp": 0})["timestamp"]):
            by_hand[row["event_id_cnty"]] = row
    assert seen.killed[0] == sum(int(row["fatalities"]) for row in by_hand.values()) == 75


@pytest.mark.parametrize("times", [["", "1"], ["1", "1"], ["x", "2"], ["1", "2031-01-03"]])
def test_without_a_newest_row_both_are_told(tmp_path, times):
    seen = seen_in(tmp_path, rows(f"Mill|3|{times[0]}", f"Mill|5|{times[1]}"), REVISED)
    assert twelve(seen) == 3
    assert seen.remarks == (f"{DIFFER}12: 3 killed on line 2, 5 killed on line 3",)


def test_rows_of_one_figure_tell_where_they_differ(tmp_path):
    seen = seen_in(tmp_path, rows("Mill|3|", "Ford|3|"))
    assert seen.remarks[0].endswith("12: 3 killed on line 2, 3 killed on line 3 (they differ in place)")


def test_equal_rows_are_told_apart_from_others(tmp_path):
    """What differs only in a column that the layout does not name is equal."""
    records = rows("Mill|3|1", "Mill|3|2", "Mill|4|3")
    seen = seen_in(tmp_path, [*records, *OTHERS])
    assert (twelve(seen), len(seen.events)) == (3, 4)
    assert seen.remarks == (
        "4 rows with the id of an earlier row left out, so that none is counted twice: 12, other-0, other-1, other-2",
        f"{DIFFER}12: 3 killed on line 2, 4 killed on line 4",
    )


def test_an_id_of_most_rows_is_none(tmp_path):
    records = [[str(n % 2), f"2031-01-0{n + 1}", "Mill", "1", ""] for n in range(4)]
    layout = put(tmp_path / "layout.yaml", LAYOUT)
    (told,) = refused(put(tmp_path / "x", [HEADER, *records, OTHERS[0]]), layout=layout)
    assert told.startswith("4 of 5 rows share their id with rows that say something else; it is no id of events")
    assert len(seen_in(tmp_path, [*records, *OTHERS, ["9", "2031-01-03", "Dam", "1", ""]]).events) == 6


def test_check_warns_of_rows_that_differ(tmp_path):
    path, layout = put(tmp_path / "x", [HEADER, *rows("Mill|3|", "Mill|5|")]), put(tmp_path / "layout.yaml", LAYOUT)
    data_set = open_dataset(path, OpenOptions(layout))
    assert any("12: 3 killed on line 2, 5 killed on line 3" in one.what for one in data_set.warnings())
    data_set.close()
