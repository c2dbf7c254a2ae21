"""What a layout says of the whole file and of single columns: each input comes out wrong without the key."""

import csv
from contextlib import closing
from pathlib import Path

import pytest

from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.selection.query import Query
from tests.worlds.datasets import Found, found, killed, of_figure, put, refused, text_of

HEADER = ["number", "day", "town", "dead"]
ROWS = [["1", "2031-01-03", "Mill", "3"], ["2", "2031-01-04", "Ford", "4"]]
PLAIN = "name: Hand count\nid: number\ndate: {first: day}\nplace: {name: town}\nkilled: {exactly: dead}\n"


def seen_with(folder: Path, layout: str, data: str | bytes | list[list[str]]) -> Found:
    """What is in these records, by this layout."""
    return found(put(folder / "x", data), layout=put(folder / "layout.yaml", layout))


def test_names_may_stand_between_other_separators(tmp_path):
    """A semicolon then belongs to a name."""
    layout = f'{PLAIN}actors: [sides]\nsources: [told]\nseparator: ["/", " & "]\n'.replace(
        "name: town", "name: town, governorate: gov"
    )
    row = ["1", "2031-01-03", "Mill/Ford & Dam", "3", "Blue; Left/Red", "Wire & Post", "North / South/East"]
    seen = seen_with(tmp_path, layout, [[*HEADER, "sides", "told", "gov"], row])
    (event,) = seen.events
    assert event.places == ("Mill", "Ford", "Dam")
    assert [one.actor for one in event.attribution] == ["Blue; Left", "Red"]
    assert event.reports[0].cites == ("Wire", "Post")
    one = seen_with(tmp_path, f'{PLAIN}separator: "/"\n', [HEADER, row[:4]])
    assert one.events[0].places == ("Mill", "Ford & Dam")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_lines_above_the_header_are_left_out(tmp_path, ending):
    """An open quotation mark there harms nothing, and lines keep their numbers."""
    above = ['A "list, as of today', "number,day,town,dead"]
    text = ending.join([*above, *text_of([HEADER, *ROWS, ["3", "?", "Dam", "5"]]).splitlines(), ""])
    seen = seen_with(tmp_path, f"{PLAIN}lines_above: 2\n", text)
    assert seen.killed == (12, 12, 12, False)
    assert seen.remarks == ('1 row with cells that cannot be read, which stay open: line 6: day "?"',)


def test_another_encoding_is_named_by_the_layout(tmp_path):
    text = text_of([HEADER, ["1", "2031-01-03", "Möln “Süd”", "3"], *(["2", "2031-01-03", "Ford", "4"] for _ in "x")])
    for encoding in ("cp1252", "utf-16"):
        seen = seen_with(tmp_path, f"{PLAIN}encoding: {encoding}\n", text.encode(encoding))
        assert (seen.events[0].places, seen.killed) == (("Möln “Süd”",), (7, 7, 7, False))


def test_a_file_of_another_encoding_is_told_the_key(tmp_path):
    text = text_of([HEADER, *ROWS, ["3", "2031-01-03", "Möln", "3"]]).encode("cp1252")
    layout = put(tmp_path / "layout.yaml", PLAIN)
    assert refused(put(tmp_path / "x", text), layout=layout) == [
        "4:1: is not UTF-8 here; save it as UTF-8, or name its encoding in a layout for --layout (encoding: cp1252)"
    ]
    layout = put(tmp_path / "layout.yaml", f"{PLAIN}encoding: ascii\n")
    assert refused(put(tmp_path / "x", text), layout=layout) == [
        "4:1: is not ascii here; name the encoding in which it was saved"
    ]


def test_a_long_file_is_copied_piece_by_piece(tmp_path):
    """Letters at the seams of the pieces are whole, and the sum is that of the cells."""
    rows = [[str(n), "2031-01-03", "Mölnör" * (n % 9), str(n % 5)] for n in range(60_000)]
    text = text_of([HEADER, *rows])
    seen = seen_with(tmp_path, f"{PLAIN}encoding: utf-8\nlines_above: 1\n", f"Ü\n{text}")
    total = sum(int(row["dead"]) for row in csv.DictReader(text.splitlines()))
    assert seen.killed == (total, total, total, False)
    assert (len(seen.events), len(seen.remarks)) == (60_000, 0)
    assert {one for event in seen.events for one in event.places} == {"Mölnör" * n for n in range(1, 9)}


def test_a_decimal_comma_is_read_where_named(tmp_path):
    layout = PLAIN.replace("name: town", "name: town, lat: lat, lon: lon") + "decimal_comma: true\n"
    rows = [[*ROWS[0], "10,5", "20,25"], ["2", "2031-01-04", "Ford", "1.000", "10", "20"], [*ROWS[1], "1", "1"]]
    rows[2][0], rows[2][3] = "3", "7,0"
    path = put(tmp_path / "x", text_of([[*HEADER, "lat", "lon"], *rows], delimiter=";"))
    data_set = open_dataset(path, OpenOptions(put(tmp_path / "layout.yaml", layout)))
    selection = data_set.select()
    places = selection.names.places
    assert (places["Mill"].lat, places["Mill"].lon) == (10.5, 20.25)
    assert of_figure(selection.sum_of("killed").figure) == (1010, 1010, 1010, False)
    assert [killed(one.incident) for one in selection.picked][1] == (1000, 1000, 1000, False)
    data_set.close()


def test_what_is_missing_may_be_said_of_one_column(tmp_path):
    layout = f"{PLAIN}injured: {{exactly: hurt}}\n".replace("exactly: dead", 'exactly: dead, missing: ["-99", "9"]')
    seen = seen_with(tmp_path, layout, [[*HEADER, "hurt"], [*ROWS[0], "9"], ["2", "2031-01-04", "Ford", "-99", "9"]])
    assert [killed(one) for one in seen.events] == [(3, 3, 3, False), None]
    assert [one.reports[0].injured.best for one in seen.events] == [9, 9]
    assert seen.remarks == ()


def test_missing_people_have_a_key_of_their_own(tmp_path):
    """`missing` says what stands in a cell of which nothing is known."""
    layout = f'{PLAIN}missing: ["-"]\nmissing_people: {{exactly: lost}}\n'
    seen = seen_with(tmp_path, layout, [[*HEADER, "lost"], [*ROWS[0], "9"], [*ROWS[1], "-"]])
    assert [one.reports[0].missing and one.reports[0].missing.best for one in seen.events] == [9, None]
    assert [killed(one)[1] for one in seen.events] == [3, 4]
    group = refused(tmp_path / "x", layout=put(tmp_path / "layout.yaml", f"{layout}missing_women: {{column: w}}\n"))
    assert "is a group of the missing, which then need low, best and high; write missing_people: " in group[0]


def test_low_and_high_alone_have_the_low_as_best(tmp_path):
    layout = PLAIN.replace("exactly: dead", "low: dead, high: most") + "children: {column: young}\n"
    path = put(tmp_path / "x", [[*HEADER, "most", "young"], [*ROWS[0], "9", "2"], [*ROWS[1], "", ""]])
    seen = found(path, layout=put(tmp_path / "layout.yaml", layout))
    assert [killed(one) for one in seen.events] == [(3, 3, 9, False), None]
    assert seen.remarks[0].endswith("line 3: not all of dead, most are given")
    data_set = open_dataset(path, OpenOptions(tmp_path / "layout.yaml"))
    assert of_figure(data_set.select(Query(victims="children")).sum_of("killed").figure) == (2, 2, 8, False)
    assert not [one for one in data_set.warnings() if "above" in one.what]
    data_set.close()


def test_a_group_may_be_everybody(tmp_path):
    layout = f"{PLAIN}injured: {{at_least: hurt}}\naid_workers: all\n"
    path = put(tmp_path / "x", [[*HEADER, "hurt"], [*ROWS[0], "5"], [*ROWS[1], ""]])
    data_set = open_dataset(path, OpenOptions(put(tmp_path / "layout.yaml", layout)))
    for query in (Query(), Query(victims="aid_workers")):
        selection = data_set.select(query)
        assert of_figure(selection.sum_of("killed").figure) == (7, 7, 7, False)
        assert of_figure(selection.sum_of("injured").figure) == (5, 5, 5, True)
        assert selection.remarks(None) == ()
    assert not list(data_set.select(Query(victims="children")).picked)
    data_set.close()


def test_people_in_no_figure_are_told_once(tmp_path):
    layout = f"{PLAIN}not_counted: [kidnapped, detained?]\n"
    seen = seen_with(tmp_path, layout, [[*HEADER, "kidnapped"], [*ROWS[0], "5"]])
    assert seen.remarks == ("no figure holds the people in kidnapped",)


def test_all_names_may_be_towns_which_are_apart(tmp_path):
    """Without a kind, either may lie in the other."""
    rows = [["number", "day", "town", "dead", "gov"], *([*row, "Shire"] for row in ROWS)]
    layout = PLAIN.replace("name: town", "name: town, governorate: gov, kind: town")
    for text, possible in ((layout, []), (layout.replace(", kind: town", ""), ["2"])):
        with closing(open_dataset(put(tmp_path / "x", rows), OpenOptions(put(tmp_path / "y", text)))) as dataset:
            mill = dataset.select(Query(towns=("mill",)))
            assert [one.incident.id for one in mill.picked] == ["1"]
            assert [one.incident.id for one in mill.possible.picked] == possible
