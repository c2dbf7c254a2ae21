"""Lists with one row for each person: rows of one id are one event; who may belong to a group is in its high alone."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.selection.query import Query
from tests.worlds.datasets import Killed, found, killed, of_figure, put, refused

PERSONS = """
name: Hand count
date: {first: day}
place: {name: town, governorate: province}
killed: {rows: true}
children: {column: age, below: 18}
girls: {column: sex, values: [F, female], age: age, below: 18}
women: {column: sex, values: [F, female], age: age, not_below: 18}
men: {column: sex, values: [M], age: age, not_below: 18}
"""
HEADER = ["event", "day", "town", "province", "sex", "age", "outcome"]
ROWS = [
    ["a", "2031-01-03", "Mill", "North", "F", "5", "killed"],
    ["a", "2031-01-03", "Mill", "North", "female", "40", "killed"],
    ["b", "2031-01-04", "Ford", "North", "M", "", "Killed"],
    ["a", "2031-01-03", "Mill", "North", "", "17.5", "killed"],
    ["b", "2031-01-04", "Ford", "North", "f", "", "detained"],
    ["c", "2031-01-05", "Ford", "North", "unknown", "18", "killed"],
    ["c", "2031-01-05", "Ford", "North", "M", "old", ""],
]


def victims(path: Path, layout: Path, group: str) -> Killed:
    """The sum of the killed of this group."""
    data_set = open_dataset(path, OpenOptions(layout))
    figure = data_set.select(Query(victims=group)).sum_of("killed").figure
    data_set.close()
    return of_figure(figure)


def by_hand(group: str, path: Path) -> Killed:
    """The same, from the cells: each condition holds, or not, or may hold."""
    bounds = {"children": (0, 18), "girls": (0, 18), "women": (18, 999), "men": (18, 999)}[group]
    sexes = {"girls": "f", "women": "f", "men": "m"}
    low = high = 0
    for row in csv.DictReader(path.read_text().splitlines()):
        age = float(row["age"]) if row["age"].replace(".", "").isdigit() else None
        sex = {"f": "f", "female": "f", "m": "m"}.get(row["sex"].lower())
        holds = [None if age is None else bounds[0] <= age < bounds[1]]
        holds += [None if sex is None else sex == sexes[group]] if group in sexes else []
        low += all(holds)
        high += not any(one is False for one in holds)
    return (low, low, high, False)


@pytest.mark.parametrize("group", ["children", "girls", "women", "men"])
def test_who_may_belong_is_in_the_high_alone(tmp_path, group):
    path, layout = put(tmp_path / "x", [HEADER, *ROWS]), put(tmp_path / "layout.yaml", PERSONS)
    assert victims(path, layout, group) == by_hand(group, path)


def test_a_sum_of_a_group_says_what_its_high_holds(tmp_path):
    path, layout = put(tmp_path / "x", [HEADER, *ROWS]), put(tmp_path / "layout.yaml", PERSONS)
    data_set = open_dataset(path, OpenOptions(layout))
    assert data_set.select(Query(victims="girls")).remarks(None) == (
        "Hand count has a row for each person; who may be of them, and is not known to, is in the high.",
    )
    data_set.close()


def test_a_cell_of_no_listed_value_says_no_beside_maybe(tmp_path):
    """Without `maybe`, only a group that shares nobody with this one says no."""
    rows = [["1", "2031-01-03", "Mill", "North", job, "", ""] for job in ("doctor", "farmer", "unknown", "")]
    path = put(tmp_path / "x", [HEADER, *rows])
    short = PERSONS.partition("children")[0] + "health_workers: {column: sex, values: [Doctor]%s}\n"
    assert victims(path, put(tmp_path / "layout.yaml", short % ""), "health_workers") == (1, 1, 4, False)
    layout = put(tmp_path / "layout.yaml", short % ", maybe: [unknown]")
    assert victims(path, layout, "health_workers") == (1, 1, 3, False)


def test_only_a_group_that_shares_nobody_says_no(tmp_path):
    """A doctor may be a civilian, but a fighter is none."""
    rows = [["1", "2031-01-03", "Mill", "North", job, "", ""] for job in ("civilian", "doctor", "fighter")]
    groups = {"civilians": "civilian", "combatants": "fighter", "health_workers": "doctor"}
    told = "".join(f"{group}: {{column: sex, values: [{job}]}}\n" for group, job in groups.items())
    layout = put(tmp_path / "layout.yaml", PERSONS.partition("children")[0] + told)
    assert victims(put(tmp_path / "x", [HEADER, *rows]), layout, "civilians") == (1, 1, 2, False)


def test_rows_of_one_id_are_one_event(tmp_path):
    layout = put(tmp_path / "layout.yaml", f"{PERSONS}id: event\n")
    seen = found(put(tmp_path / "x", [HEADER, *ROWS]), layout=layout)
    numbers = Counter(row[0] for row in ROWS)
    assert {one.id: killed(one) for one in seen.events} == {id_: (n, n, n, False) for id_, n in numbers.items()}
    assert [one.date.text for one in seen.events] == ["2031-01-03", "2031-01-04", "2031-01-05"]
    assert seen.remarks == ('1 row with cells that cannot be read, which stay open: line 8: age "old"',)


def test_without_ids_each_person_is_an_event(tmp_path):
    seen = found(put(tmp_path / "x", [HEADER, *ROWS]), layout=put(tmp_path / "layout.yaml", PERSONS))
    assert [one.id for one in seen.events] == [f"row-{number}" for number in range(1, 8)]
    assert seen.killed == (7, 7, 7, False)
    assert seen.remarks[0] == (
        "its rows have no ids, and go by their number: row-1; a row that is there twice counts twice"
    )


def test_persons_of_one_event_may_differ(tmp_path):
    """Days span all rows, every place is named, and what no row tells stays unknown."""
    rows = [["a", day, town, gov, "F", "5", ""] for day, town, gov in (
        ("2031-01-03", "Mill", "North"), ("2031-01-05", "Ford", "South"), ("2031-01-04", "", "South"))]  # fmt: skip
    layout = put(tmp_path / "layout.yaml", f"{PERSONS}id: event\n")
    seen = found(put(tmp_path / "x", [HEADER, *rows]), layout=layout)
    (event,) = seen.events
    assert (event.date.text, event.and_elsewhere, sorted(event.places)) == (
        "2031-01-03/2031-01-05", True, ["Ford", "Mill"])  # fmt: skip
    assert seen.remarks == ("1 event whose persons have different days or places, which are all taken for possible: a",)


def test_only_chosen_rows_are_events(tmp_path):
    """Ids stay those of the rows in the file, and lines are told as they stand there."""
    layout = put(tmp_path / "layout.yaml", f"{PERSONS}where: {{outcome: [killed], town: [Ford, Dam]}}\n")
    rows = [*ROWS, ["", "2031-01-05", "Ford", "North", "F", "??", "KILLED"]]
    seen = found(put(tmp_path / "x", [HEADER, *rows]), layout=layout)
    assert [one.id for one in seen.events] == ["row-3", "row-6", "row-8"]
    assert seen.killed == (3, 3, 3, False)
    assert seen.remarks[1:] == (
        "2 rows left out: outcome is not killed",
        "3 rows left out: town is not Ford or Dam",
        '1 row with cells that cannot be read, which stay open: line 9: age "??"',
    )


def test_an_id_left_out_first_is_not_repeated(tmp_path):
    layout = "name: x\nid: event\ndate: {first: day}\nplace: {name: town}\nkilled: {exactly: age}\n"
    rows = [[*ROWS[0][:6], "detained"], ROWS[0], ROWS[0]]
    path = put(tmp_path / "x", [HEADER, *rows])
    seen = found(path, layout=put(tmp_path / "layout.yaml", f"{layout}where: {{outcome: [killed]}}\n"))
    assert (seen.killed, seen.remarks[0]) == ((5, 5, 5, False), "1 row left out: outcome is not killed")
    assert seen.remarks[1].startswith("1 row with the id of an earlier row left out")


def test_no_chosen_row_is_an_error(tmp_path):
    layout = put(tmp_path / "layout.yaml", f"{PERSONS}where: {{outcome: [dead]}}\n")
    assert refused(put(tmp_path / "x", [HEADER, *ROWS]), layout=layout) == [
        "has no row with outcome dead; look at where: in the layout"
    ]
