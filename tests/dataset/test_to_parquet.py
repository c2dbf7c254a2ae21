"""Rows and cells of events: what cannot be read is counted and named with its line, and is never taken for a number."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.record.errors import DataError
from tests.effort import every_other, examples
from tests.worlds.datasets import GED_41, GED_49, acled, found, ged, killed, put, refused, text_of

ONE = (1, 2, 3, False)
DIFFER = "1 id with rows that differ, of which the one named first is counted: "


UNREAD = "x 5.7 -1 1e3 1,234 12abc 0x10 7. +7 1_000 1000000000 99999999999999999999 nan inf true १२ ½ NULL ' \"".split()
SPACES = r"^[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+|[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+$"
"""What stands around a number and says nothing: spaces of all widths, which spreadsheets set."""
READ = {
    " 7 ": 7,
    "7": 7,
    "007": 7,
    "7.0": 7,
    "2.0000": 2,
    "0": 0,
    "999999999": 999_999_999,
    "00000000000000007": 7,
    "٧": 7,
    "۰۷": 7,
}


def test_an_unreadable_number_is_no_figure(tmp_path):
    """Not 0, not what a cast makes of it: the event has no figure, and its line is named."""
    seen = found(put(tmp_path / "x", ged(*({"best": cell, "low": 0, "high": 9} for cell in UNREAD), {})))
    assert [killed(one) for one in seen.events] == [*[None] * len(UNREAD), ONE]
    assert seen.killed == ONE
    told = "; ".join(f'line {line}: best "{cell}"' for line, cell in enumerate(UNREAD[:5], start=2))
    assert seen.remarks == (f"{len(UNREAD)} rows with cells that cannot be read, which stay open: {told}; …",)


def test_numbers_may_be_written_as_in_tables(tmp_path):
    seen = found(put(tmp_path / "x", ged(*({"low": cell, "best": cell, "high": cell} for cell in READ))))
    assert [killed(one) for one in seen.events] == [(number, number, number, False) for number in READ.values()]
    assert seen.remarks == ()


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@pytest.mark.slow
@given(st.lists(TEXTS | st.integers(-99, 10**10).map(str), min_size=1, max_size=60))
@examples(24, quick=4)
def test_no_other_text_becomes_a_number(tmp_path_factory, cells):
    seen = found(put(tmp_path_factory.mktemp("cell") / "x", acled(*({"fatalities": cell} for cell in cells))))
    unread = 0
    for cell, event in zip(cells, seen.events, strict=True):
        text = re.sub(SPACES, "", cell)
        number = int(text.partition(".")[0]) if re.fullmatch(r"0*[0-9]{1,9}(\.0+)?", text, re.ASCII) else None
        assert killed(event) == ((number, number, number, True) if number else None)
        unread += number is None and text not in ("", "NA")
    assert [int(remark.partition(" ")[0]) for remark in seen.remarks] == ([unread] if unread else [])


def test_figures_near_a_billion_are_added_up(tmp_path):
    """Bounds of a group are reckoned beyond what a number of people may be."""
    most = 999_999_999
    row = {"low": 0, "best": 0, "high": most, "deaths_civilians": most, "deaths_unknown": most}
    seen = found(put(tmp_path / "x", ged(row, row, row, row)))
    assert seen.killed == (0, 0, 4 * most, False)


def test_a_figure_with_a_missing_bound_is_none(tmp_path):
    rows = ({"low": ""}, {"best": ""}, {"high": " "}, {"low": "", "high": ""}, {"low": "x"}, {})
    seen = found(put(tmp_path / "x", ged(*rows)))
    assert [killed(one) for one in seen.events] == [*[None] * 5, ONE]
    told = [f"line {line}: not all of low, best, high are given" for line in range(2, 6)]
    assert seen.remarks == (
        f'5 rows with cells that cannot be read, which stay open: {"; ".join(told)}; line 6: low "x"',
    )


def test_a_row_without_a_figure_needs_no_remark(tmp_path):
    seen = found(put(tmp_path / "x", ged({"low": "", "best": "", "high": ""}, {})))
    assert ([killed(one) for one in seen.events], seen.remarks) == ([None, ONE], ())


NO_DAYS = (
    "2018-13-01 2018-02-30 18-04-30 0000-01-01 0999-12-31 9999-12-31 12018-04-30 infinity -infinity epoch today x 2018"
).split()


def test_an_unreadable_day_is_unknown(tmp_path):
    rows = [{"event_date": cell, "time_precision": code} for cell in NO_DAYS for code in ("1", "2", "3")]
    seen = found(put(tmp_path / "x", acled(*rows, {})))
    assert [one.date.text for one in seen.events] == [*["unknown"] * len(rows), "2031-01-03"]
    assert seen.remarks[0].startswith(
        f"{len(rows)} rows with cells that cannot be read, which stay open: "
        f'line 2: event_date "2018-13-01"; line 3: event_date "2018-13-01"; '
    )


@pytest.mark.slow
def test_neither_of_two_contradictory_days_is_trusted(run, tmp_path):
    """Such an event may be of any day: asked for one, the program names it and does not count it."""
    cells = [
        ({"date_start": "2031-01-30"}, 'date_end "2031-01-03"'),
        ({"date_start": "x"}, 'date_start "x"'),
        ({"date_end": "x"}, 'date_end "x"'),
        ({"date_start": ""}, "date_start is empty"),
        ({"date_start": "9999-01-01"}, 'date_start "9999-01-01"'),
    ]
    put(tmp_path / "x.csv", ged(*(cell for cell, _ in cells), {}, header=GED_41))
    seen = found(tmp_path / "x.csv")
    assert [one.date.text for one in seen.events] == [*["unknown"] * 5, "2031-01-03"]
    told = "; ".join(f"line {line}: {complaint}" for line, (_, complaint) in enumerate(cells, start=2))
    assert seen.remarks == (f"5 rows with cells that cannot be read, which stay open: {told}",)
    for period in ("2031-01-03", "1999", "2031-06"):
        assert ": 5 incidents, up to 15 killed" in run(f"list -f x.csv -d {period}", folder=tmp_path).err
        assert run(f"list -f x.csv -d {period} --possible", folder=tmp_path).out.count("  unknown ") == 5


def test_a_last_day_may_be_left_out(tmp_path):
    seen = found(put(tmp_path / "x", ged({"date_end": ""})))
    assert (seen.events[0].date.text, seen.remarks) == ("2031-01-03", ())


def test_an_unreadable_latitude_gives_no_coordinates(run, tmp_path):
    cells = ["95", "-90.1", "nan", "inf", "35,5"]
    put(tmp_path / "x.csv", ged(*({"latitude": cell} for cell in cells)))
    seen = found(tmp_path / "x.csv")
    told = "; ".join(f'line {line}: latitude "{cell}"' for line, cell in enumerate(cells, start=2))
    assert seen.remarks == (f"5 rows with cells that cannot be read, which stay open: {told}",)
    assert seen.killed == (5, 10, 15, False)
    assert "20.25" not in run("show 1 2 3 4 5 -f x.csv", folder=tmp_path).out


def test_both_coordinates_come_from_one_record(run, tmp_path):
    """The first record of the place that has both gives them; where none has both, the place has none."""
    halves = [{"latitude": "x", "longitude": "10"}, {"latitude": "50", "longitude": ""}]
    for whole in ([], [{"latitude": "50", "longitude": "20"}]):
        put(tmp_path / "x.csv", ged(*halves, *whole))
        (town,) = json.loads(run("towns -f x.csv -O json --no-cache", folder=tmp_path).out)
        assert (town["lat"], town["lon"]) == ((50.0, 20.0) if whole else (None, None))


@pytest.mark.parametrize("blank", ["\u00a0", "\u2003\u00a0", "\x85", "\u2028"])
def test_a_blank_text_is_none(run, tmp_path, blank):
    """An entry made of the record can be read again."""
    put(tmp_path / "x.csv", ged({"dyad_name": blank, "where_description": blank}))
    (event,) = found(tmp_path / "x.csv").events
    assert (event.title, event.note) == ("UCDP GED 1", None)
    assert run("list -f x.csv -o x.yaml", folder=tmp_path).code == 0
    assert run("check -f x.yaml", folder=tmp_path).code == 0


def test_a_latitude_lies_between_minus_90_and_90(tmp_path):
    cells = ["90", "-90", "0", "1e1", " 35.5 "]
    assert found(put(tmp_path / "x", ged(*({"latitude": cell} for cell in cells)))).remarks == ()


def test_an_event_without_id_is_named_by_row(tmp_path):
    seen = found(put(tmp_path / "x", ged({}, {"id": " "})))
    assert ([one.id for one in seen.events], seen.killed) == (["1", "row-2"], (2, 4, 6, False))
    assert seen.remarks == ("1 row with cells that cannot be read, which stay open: line 3: id is empty",)


def test_an_event_written_twice_is_counted_once(tmp_path):
    rows = ({}, {"id": 1, "best": 99}, {"id": 7}, {"id": 7}, {"id": 1}, {})
    seen = found(put(tmp_path / "x", ged(*rows)))
    assert [(one.id, killed(one)) for one in seen.events] == [(name, ONE) for name in ("1", "7", "6")]
    assert seen.remarks == (
        "2 rows with the id of an earlier row left out, so that none is counted twice: 7, 1",
        f"{DIFFER}1: 1–3 killed on line 2, 1/99/3 killed on line 3",
    )


def test_repeated_ids_are_named_up_to_five(tmp_path):
    seen = found(put(tmp_path / "x", ged(*({"id": n % 6} for n in range(12)))))
    assert seen.remarks[0].endswith(
        "6 rows with the id of an earlier row left out, so that none is counted twice: 0, 1, 2, 3, 4, …"
    )


def test_lines_stay_right_after_rows_left_out(tmp_path):
    """Lines are those of the file: behind line ends in cells, rows of an id twice, and rows that do not fit."""
    header, *rows = ged(*({} for _ in range(60)))
    rows[3][GED_49.index("where_description")] = "a\r\n\n\nb"
    rows[5][0] = "1"
    rows[5][GED_49.index("best")] = "this row is left out"
    rows[30][GED_49.index("best")] = "x"
    lines = [text_of([row]) for row in (header, *rows)]
    lines[12] = "a,b\n"
    lines[20] = "\n"
    lines[22] = lines[22].rstrip("\n") + ",1,2\n"
    seen = found(put(tmp_path / "x", "".join(lines)))
    assert seen.remarks == (
        f"{DIFFER}1: 1–3 killed on line 2, no figure on line 10",
        "16: 2 rows left out whose cells do not fit the header: line 16, 26",
        '1 row with cells that cannot be read, which stay open: line 35: best "x"',
    )


KINDS = {"good": 1, "unread": 1, "few": 1, "many": 1, "blank": 1, "long": 4}


def line_of(kind: str, number: int) -> str:
    row = {
        "id": number,
        "where_description": "a\n\n\nb" if kind == "long" else "",
        "best": "x" if kind == "unread" else 2,
    }
    text = text_of(ged(row)[1:])
    return {"few": "a,b\n", "many": text.rstrip("\n") + ",1,2\n", "blank": "\n"}.get(kind, text)


@pytest.mark.slow
@given(
    st.lists(st.sampled_from(["good", "unread", "long", "blank", "few", "many"]), max_size=25),
    st.sampled_from(["header", "tags", "none"]),
    st.sampled_from(["\n", "\r\n"]),
)
@examples(50, quick=5)
def test_every_row_is_counted_or_named_by_line(tmp_path_factory, kinds, top, ending):
    kinds = [*["good"] * 100, *kinds, "good"]
    above = {"header": text_of([GED_49]), "tags": text_of([[*GED_49], [f"#{name}" for name in GED_49]]), "none": ""}[
        top
    ]
    text = above + "".join(line_of(kind, number) for number, kind in enumerate(kinds))
    path = put(tmp_path_factory.mktemp("rows") / "x", text.replace("\n", ending))
    line, lines = above.count("\n") + 1, {kind: [] for kind in KINDS}
    for kind in kinds:
        lines[kind].append(line)
        line += KINDS[kind]
    bad = sorted([*lines["few"], *lines["many"]])
    if len(bad) > max(1, (len(kinds) - len(lines["blank"])) // 20):
        assert refused(path)[0].startswith(f"{bad[0]}:1: {len(bad)} rows do not fit the header")
        return
    seen = found(path)
    counted = len(lines["good"]) + len(lines["long"])
    assert seen.killed == (counted, 2 * counted, 3 * counted, False)
    assert len(seen.events) == counted + len(lines["unread"])
    left_out = [remark for remark in seen.remarks if "left out" in remark]
    unread = [remark for remark in seen.remarks if "cannot be read" in remark]
    assert [re.findall(r"\d+", remark.rpartition("line ")[2]) for remark in left_out] == (
        [[str(one) for one in bad[:5]]] if bad else []
    )
    assert [re.findall(r"line (\d+)", remark) for remark in unread] == (
        [[str(one) for one in lines["unread"][:5]]] if lines["unread"] else []
    )


WHOLE = text_of(
    ged({}, {}, {"where_coordinates": "a {place}, 'quoted'", "where_description": 'a\n"b"', "gwnob": "555"})
)


@pytest.mark.slow
@pytest.mark.parametrize("missing", range(5, 340, 46))
def test_a_cut_row_counts_without_its_cut_cell(tmp_path, missing):
    text = WHOLE[:-missing]
    seen = found(put(tmp_path / "x", text))
    assert seen.remarks[0] == "4: the last row is cut off; its missing part is not counted"
    assert len(seen.events) == 3
    assert [killed(one) for one in seen.events[:2]] == [ONE, ONE]
    cells = text.rpartition("\n3,")[2].count(",")
    assert killed(seen.events[2]) == (ONE if "2,3,1," in text[-12:] and cells else None)


def test_a_cut_row_keeps_what_precedes_the_cut(tmp_path):
    text = text_of(acled({}, {"actor1": "Blue, Red"}))
    seen = found(put(tmp_path / "x", text[: text.rindex("Invented Wire") + 4]))
    assert [(one.id, one.date.text, one.places, killed(one)) for one in seen.events] == [
        ("EXA1", "2031-01-03", ("Upper Mill",), (3, 3, 3, True)),
        ("EXA2", "2031-01-03", ("Upper Mill",), None),
    ]


def test_a_number_cut_off_is_no_number(tmp_path):
    """The 1 of 12 is none, nor is the 2031-01-0 of a later day."""
    text = text_of(acled({}, {"fatalities": 12}))
    seen = found(put(tmp_path / "x", text[: text.rindex("12") + 1]))
    assert [killed(one) for one in seen.events] == [(3, 3, 3, True), None]
    seen = found(put(tmp_path / "x", text[: text.rindex("2031-01-03") + 9]))
    assert [one.date.text for one in seen.events] == ["2031-01-03", "unknown"]


@pytest.mark.parametrize("end", ["1,2,3", "1,2,32"])
def test_a_last_number_without_line_end_is_doubted(tmp_path, end):
    text = text_of(ged({}, {}, header=GED_41))
    seen = found(put(tmp_path / "x", text.rstrip("\n").removesuffix("1,2,3") + end))
    last = end.rpartition(",")[2]
    assert seen.remarks == (
        f'no line end follows the last row; if the file was cut off there, its high "{last}" may not be whole',
    )
    assert seen.killed == (2, 4, 3 + int(last), False)


@pytest.mark.slow
@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n", "\r"])
def test_a_whole_last_row_is_not_called_cut(tmp_path, end):
    """The last of the 49 columns is none that is asked for."""
    assert found(put(tmp_path / "x", text_of(ged({}, {})).rstrip("\n") + end)).remarks == ()


def test_a_cut_row_may_look_like_a_query(tmp_path):
    row = {"where_description": "{0} {x} file_row_number '; DROP TABLE events; --", "region": "zzz"}
    text = text_of(ged({}, row))
    seen = found(put(tmp_path / "x", text[: text.rindex("zzz")]))
    assert len(seen.events) == 2
    assert seen.events[1].note == row["where_description"]


LONG = text_of(ged(*({"conflict_name": "x" * 300} for _ in range(1_500)))).splitlines(keepends=True)
GOOD = text_of(ged(*({} for _ in range(60)))).splitlines(keepends=True)
NO_FIT = "put quotation marks around cells that hold commas, quotation marks or line ends"
DEEP = {
    "bytes that are no UTF-8": (
        "".join(LONG).encode() + LONG[3].replace("Upper Mill", "Mühle").encode("latin-1") + LONG[4].encode(),
        "1502:1: is not UTF-8 here; save it as UTF-8, or name its encoding in a layout for --layout (encoding: cp1252)",
    ),
    "a row of 1 MB": (
        [*LONG, LONG[3].replace("Mill district", "x" * 1_100_000), LONG[4]],
        "1502:1: a row is longer than 1 MB; shorten it, or close the quotation mark if one is open there",
    ),
    "a first row of 1 MB": (
        [GOOD[0], GOOD[1].replace("Mill district", "x" * 1_100_000), GOOD[2]],
        "2:1: a row is longer than 1 MB; shorten it, or close the quotation mark if one is open there",
    ),
    "a quotation mark that is not closed": (
        [*GOOD[:5], GOOD[5].replace("Mill district", '"Mill district'), *GOOD[6:]],
        "6:1: a row has no end; close the quotation mark that is open there",
    ),
    "the same, far from the beginning": (
        [*LONG, LONG[5].replace("Mill district", '"Mill district'), *LONG[6:]],
        "1502:1: a row has no end; close the quotation mark that is open there",
    ),
    "the same in the row before the last": (
        [*GOOD[:59], GOOD[59].replace("Mill district", '"Mill district'), GOOD[60]],
        "60:1: a row has no end; close the quotation mark that is open there",
    ),
    "a quotation mark that a later one closes": (
        [
            *GOOD[:5], GOOD[5].replace("Mill district", '"Mill district'),
            *GOOD[6:9], GOOD[9].replace("Mill district", 'Mill"'), *GOOD[10:],
        ],
        "6:1: a row has no end; close the quotation mark that is open there",
    ),
    "too many rows that do not fit": (
        [*GOOD[:20], *["a,b\n"] * 5],
        f"21:1: 5 rows do not fit the header: this one has 2 cells, not 49; {NO_FIT}",
    ),
    "hundreds of them": (
        [*LONG, *["a,b\n"] * 400],
        f"1502:1: at least 108 rows do not fit the header: this one has 2 cells, not 49; {NO_FIT}",
    ),
    "more than a hundred of thousands": (
        [*LONG, *LONG[1:], *["a,b\n"] * 101, LONG[1]],
        f"3002:1: 101 rows do not fit the header: this one has 2 cells, not 49; {NO_FIT}",
    ),
    "a row of thousands of cells": (
        [*GOOD[:5], GOOD[5].rstrip("\n") + ",1" * 6_000 + "\n", *GOOD[6:]],
        f"6:1: at least 1 rows do not fit the header: this one has 6049 cells, not 49; {NO_FIT}",
    ),
    "a carriage return in a cell": (
        [GOOD[0], GOOD[1].replace("Mill district", "Mill\rdistrict"), *GOOD[2:]],
        f"2:1: a row does not fit the header: it has 29 cells, not 49; {NO_FIT}",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("content", "complaint"), every_other(DEEP.values()), ids=every_other(DEEP))
def test_a_file_broken_further_down_is_refused_clearly(tmp_path, content, complaint):
    assert refused(put(tmp_path / "x", content if isinstance(content, bytes) else "".join(content))) == [complaint]


def test_every_misfit_row_is_counted(tmp_path):
    """A row with few cells is many errors to the engine, which tells only so many."""
    seen = found(put(tmp_path / "x", "".join([*LONG, *["a,b\n"] * 70, text_of(ged({"id": "last"})[1:])])))
    assert seen.remarks == (
        "1502: 70 rows left out whose cells do not fit the header: line 1502, 1503, 1504, 1505, 1506, …",
    )
    assert len(seen.events) == 1501


def test_a_quotation_mark_within_a_cell_is_kept(tmp_path):
    lines = [*GOOD[:5], GOOD[5].replace("Upper Mill town", '6" shells, no'.replace(",", "")), *GOOD[6:]]
    assert found(put(tmp_path / "x", "".join(lines))).events[4].places == ('6" shells no',)


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.binary(max_size=3)), min_size=1, max_size=3))
@examples(80, quick=10)
def test_a_damaged_file_fails_only_with_data_error(tmp_path_factory, changes):
    """It is refused, or read, and then no event is there twice."""
    data = bytearray(WHOLE.encode())
    for place, what in changes:
        data[place : place + len(what)] = what
    try:
        seen = found(put(tmp_path_factory.mktemp("damaged") / "x", bytes(data)))
    except DataError:
        return
    assert len({one.id for one in seen.events}) == len(seen.events)


@pytest.mark.parametrize("apart", [1, 2, 5])
def test_rows_hidden_between_stray_quotation_marks_are_told(tmp_path, apart):
    """One opens a cell of a row, the other closes it in the same column of a later one: all between is one cell."""
    rows = [{"id": number, "dyad_name": "A - B", "source_article": "no mark in it"} for number in range(8)]
    lines = text_of(ged(*rows)).splitlines(keepends=True)
    assert not any('"' in line for line in lines)
    lines[2] = lines[2].replace("A - B", '"A - B')
    lines[2 + apart] = lines[2 + apart].replace("A - B", 'A - B"')
    seen = found(put(tmp_path / "x", "".join(lines)))
    assert len(seen.events) == 8 - apart
    (remark,) = seen.remarks
    assert remark == (
        "1 row with a cell as long as a row, with line breaks in it: if a quotation mark is missing beside it, rows "
        "are hidden there that are not counted: 1"
    )


def test_a_long_note_with_breaks_hides_no_row(tmp_path):
    """Also where it holds some commas, and where lines between the rows are blank."""
    text = text_of(ged({"where_description": "one, two,\nthree, four,\n\nfive, six"}, {}, {}))
    assert found(put(tmp_path / "x", text.replace("\n", "\n\n"))).remarks == ()
