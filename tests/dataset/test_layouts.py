"""A layout of a user's own: any CSV can be asked, and all that is wrong with a layout is said with its line.

`tests/invalid-layouts` holds a layout for each thing that can be wrong, with the exact messages beside it; run with
UPDATE_GOLDEN=1 to write these anew, and read the difference.
"""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.dataset.layout.fields import LAYOUT
from conflict_cli.dataset.layout.layout import Coded, DateColumns, Layout, NumberColumns, PartColumns, PlaceColumns
from conflict_cli.dataset.layout.reader import parse_layout, shipped_files
from conflict_cli.record.errors import DataError
from conflict_cli.record.incident import PARTS
from tests.worlds.datasets import found, killed, put, refused

INVALID = Path(__file__).parent.parent / "invalid-layouts"

WORDS = """
name: Hand count
id: number
date: {written: day}
place: {name: town}
killed: {words: dead}
"""
HEADER = ["number", "day", "town", "dead"]


def complaints(data: bytes, file: str) -> list[str]:
    with pytest.raises(DataError) as caught:
        parse_layout(data, file)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("file", sorted(INVALID.glob("*.yaml")), ids=lambda file: file.stem)
def test_an_invalid_layout_is_told_all_its_faults(file):
    golden = file.with_suffix(".txt")
    told = "\n".join(complaints(file.read_bytes(), file.name)) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(told)
    assert told == golden.read_text()


def test_figures_and_dates_are_read_as_in_ledgers(tmp_path):
    rows = {
        ("2031-01", "at least 2"): ("2031-01", (2, 2, 2, True)),
        ("2031-01-03?", "some 25"): ("2031-01-03?", (25, 25, 25, False)),
        ("[2031-01-01..2031-01-03]", "20-30"): ("[2031-01-01..2031-01-03]", (20, 20, 30, False)),
        ("2031", "unknown"): ("2031", None),
        ("2031-01-03/2031-01-05~", ""): ("2031-01-03/2031-01-05~", None),
        ("2031-01-04", "dozens"): ("2031-01-04", (12, 12, 12, True)),
        ("2031-13", "a lot"): ("unknown", None),
        ("3 May", "none"): ("unknown", (0, 0, 0, False)),
        ("", "'; DROP TABLE events; --"): ("unknown", None),
        ("2031-02-30", "-5"): ("unknown", None),
    }
    records = [HEADER, *([str(number), day, "Mill", dead] for number, (day, dead) in enumerate(rows))]
    seen = found(put(tmp_path / "x", records), layout=put(tmp_path / "layout.yaml", WORDS))
    assert [(one.date.text, killed(one)) for one in seen.events] == list(rows.values())
    assert seen.killed == (59, 59, 69, True)
    assert seen.remarks == (
        (
            '4 rows with cells that cannot be read, which stay open: line 8: day "2031-13"; dead "a lot"; '
            'line 9: day "3 May"; line 10: day is empty; dead "\'; DROP TABLE events; --"; '
            'line 11: day "2031-02-30"; dead "-5"'
        ),
    )


@pytest.mark.parametrize("has_ids", [True, False])
def test_rows_that_share_words_each_count_once(tmp_path, has_ids):
    """Rows are joined with what their words say; a word that stands there twice must not double them."""
    records = [HEADER, *([str(n) if has_ids else "", "2031", "Mill", "at least 2"] for n in range(300))]
    seen = found(put(tmp_path / "x", records), layout=put(tmp_path / "layout.yaml", WORDS))
    assert (len(seen.events), seen.killed) == (300, (600, 600, 600, True))
    assert [one.id for one in seen.events] == [str(n) if has_ids else f"row-{n + 1}" for n in range(300)]


def test_a_misfit_row_does_not_shift_worded_figures(tmp_path):
    layout = put(tmp_path / "layout.yaml", f"{WORDS}injured: {{words: hurt}}\n")
    rows = [[str(n), "2031-01-01", "Mill", "2+", "some 25" if n % 2 else "2+"] for n in range(60)]
    rows[20:20] = [["short"]]
    seen = found(put(tmp_path / "x", [[*HEADER, "hurt"], *rows]), layout=layout)
    assert (len(seen.events), seen.killed) == (60, (120, 120, 120, True))
    assert seen.remarks == ("22: 1 row left out whose cells do not fit the header: line 22",)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("formats", "written", "read"),
    [
        ('["%d.%m.%Y"]', "3.1.2031", "2031-01-03"),
        ('["%d.%m.%y"]', "03.01.31", "2031-01-03"),
        ('["%B %d, %Y"]', "January 3, 2031", "2031-01-03"),
        ('["%Y%m%d"]', "20310103", "2031-01-03"),
        ('["%Y-%j"]', "2031-003", "2031-01-03"),
        ('["%d%% %m %Y"]', "3% 1 2031", "2031-01-03"),
        ('["the %d\'th of %B %Y"]', "the 3'th of January 2031", "2031-01-03"),
        ('["%d-%b-%Y", "%d-%b-%y"]', "9-May-20", "2020-05-09"),
        ('["%Y-%m-%d", "%m/%d/%Y"]', "02/01/2031", "2031-02-01"),
    ],
)
def test_days_are_read_in_the_named_formats(tmp_path, formats, written, read):
    layout = WORDS.replace("{written: day}", f"{{first: day, formats: {formats}}}")
    records = [HEADER, ["1", written, "Mill", "3"]]
    seen = found(put(tmp_path / "x", records), layout=put(tmp_path / "layout.yaml", layout))
    assert (seen.events[0].date.text, seen.remarks) == (read, ())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("figure", "cells", "read"),
    [
        ("{exactly: dead}", ["4"], (4, 4, 4, False)),
        ("{at_least: dead}", ["4"], (4, 4, 4, True)),
        ('{exactly: dead, unknown_if: "0"}', ["0"], None),
        ('{exactly: dead, unknown_if: "0"}', ["00.0"], None),
        ('{exactly: dead, unknown_if: "-9"}'.replace("-9", "99"), ["99"], None),
        ("{exactly: dead}", ["0"], (0, 0, 0, False)),
        ("{exactly: dead?}", ["0"], (0, 0, 0, False)),
        ("{words: gone?}", ["5"], None),
        ("{exactly: gone?}", ["5"], None),
    ],
    ids=str,
)
def test_figures_are_read_from_the_named_columns(tmp_path, figure, cells, read):
    layout = put(tmp_path / "layout.yaml", WORDS.replace("{words: dead}", figure))
    seen = found(put(tmp_path / "x", [HEADER, ["1", "2031", "Mill", *cells]]), layout=layout)
    assert (killed(seen.events[0]), seen.remarks) == (read, ())


@pytest.mark.parametrize("column", ["whose", "whose?", "Whose?"])
def test_a_file_of_one_group_alone_is_refused(tmp_path, column):
    """One row is enough; blank cells, and those of which nothing is known, are of everybody."""
    layout = put(tmp_path / "layout.yaml", f"{WORDS}group: {column}\nmissing: [all]\n")
    rows = [["1", "2031", "Mill", "3", " "], ["2", "2031", "Mill", "4", "all"]]
    seen = found(put(tmp_path / "x", [[*HEADER, "whose"], *rows]), layout=layout)
    assert (seen.killed, seen.remarks) == ((7, 7, 7, False), ())
    told = refused(
        put(tmp_path / "x", [[*HEADER, "whose"], *rows, ["3", "2031", "Mill", "5", "aid_workers"]]), layout=layout
    )
    (line,) = told
    assert line == (
        f"holds figures of aid workers alone (column {column.rstrip('?')}), which would be taken for everybody's; "
        "export it without --victims, or give everybody's figures"
    )


def test_an_optional_column_of_groups_may_be_absent(tmp_path):
    records = [HEADER, ["1", "2031", "Mill", "3"]]
    layout = put(tmp_path / "layout.yaml", f"{WORDS}group: whose?\n")
    assert found(put(tmp_path / "x", records), layout=layout).killed == (3, 3, 3, False)
    told = refused(put(tmp_path / "x", records), layout=put(tmp_path / "layout.yaml", f"{WORDS}group: whose\n"))
    assert told[0].startswith("1:1: has no column whose, which the layout Hand count names")


def test_a_missing_column_is_named_with_the_nearest(tmp_path):
    layout = put(tmp_path / "layout.yaml", WORDS)
    told = refused(
        put(tmp_path / "x", [["Number", "DAY", "towns", "kills"], ["1", "2031", "Mill", "3"]]), layout=layout
    )
    assert told == [
        "1:1: has no column town, which the layout Hand count names; the nearest is towns",
        ("1:1: has no column dead, which the layout Hand count names; "
        'it has "Number", "DAY", "towns", "kills"'),
    ]  # fmt: skip


def test_two_columns_of_one_name_are_refused(tmp_path):
    layout = put(tmp_path / "layout.yaml", WORDS)
    told = refused(put(tmp_path / "x", [[*HEADER, "DEAD "], ["1", "2031", "Mill", "3", "5"]]), layout=layout)
    assert told == ['1:1: has two columns "dead"; take one of them out']


def test_column_names_may_be_any_text(tmp_path):
    """Quotation marks, braces and what looks like a query are parts of a name."""
    names = ["to'wn; DROP TABLE events; --", 'de"ad', "{}", "a\nb", "نص"]
    layout = f"""
name: "H'; DROP"
id: {{}}
date: {{written: "a\\nb"}}
place: {{name: "{names[0]}"}}
killed: {{words: 'de"ad'}}
actors: [نص, "{{}}"]
""".replace("id: {}", 'id: "{}"')
    records = [names, ["Mill", "3", "x1", "2031", "Blue"]]
    seen = found(put(tmp_path / "x", records), layout=put(tmp_path / "layout.yaml", layout))
    (event,) = seen.events
    assert (event.id, event.places, event.date.text, killed(event)) == ("x1", ("Mill",), "2031", (3, 3, 3, False))
    assert [one.actor for one in event.attribution] == ["Blue", "x1"]


def test_a_custom_layout_is_chosen_by_its_file(run, tmp_path):
    put(tmp_path / "my.yaml", WORDS)
    put(tmp_path / "my.data", [HEADER, ["1", "2031", "Mill", "at least 2"], ["2", "2031", "Ford", "7"]])
    done = run("sum mill -f my.data --layout my.yaml", folder=tmp_path)
    assert (done.code, done.out) == (
        0,
        (
            "Reported  Incidents  Low  Best  High  Notes\nKilled            1    2     2    2+  a\n\n"
            "a  no upper limit reported: 1\n"
            "Perhaps also in Mill, not counted: 1 incident, up to 7 killed (2); --possible counts it.\n"
        ),
    )


LAYOUT_FILES = {
    "/dev/zero": "/dev/zero: is a device, which may have no end; name a file\n",
    "mute": "mute: is a pipe into which nothing is written; name a file\n",
    "nope.yaml": "nope.yaml: there is no such file; check its name\n",
    ".": ".: is a folder; name a file in it\n",
}


@pytest.mark.parametrize(("name", "told"), LAYOUT_FILES.items(), ids=LAYOUT_FILES)
def test_a_layout_that_cannot_be_read_is_named(run, tmp_path, name, told):
    os.mkfifo(tmp_path / "mute")
    put(tmp_path / "my.csv", [HEADER, ["1", "2031", "Mill", "3"]])
    done = run(["sum", "-f", "my.csv", "--layout", name], folder=tmp_path)
    assert (done.code, done.out, done.err) == (2, "", told)


def test_a_layout_may_come_through_a_pipe(run, tmp_path):
    reader, writer = os.pipe()
    os.write(writer, b"name: N\nid: id\ndate: {first: day}\nplace: {name: town}\n")
    os.close(writer)
    put(tmp_path / "my.csv", [["id", "day", "town"], ["1", "2031-01-03", "Mill"]])
    done = run(["list", "-O", "csv", "-c", "id", "-f", "my.csv", "--layout", f"/dev/fd/{reader}"], folder=tmp_path)
    os.close(reader)
    assert (done.code, done.out) == (0, "id\n1\n")


def test_the_keys_of_a_layout_name_its_columns():
    """Lists come last, and each column is named once. Codes, formats and numbers are no columns."""
    layout = Layout(
        name="x",
        cite="y",
        header=("z",),
        id="id",
        date=DateColumns(first="day", formats=("%d.%m.%Y",), precision="exact", in_week=("2",)),
        place=PlaceColumns(name="site", lat="north", kinds={"1": "town"}, without=("Governorate",)),
        type=Coded("kind", {"1": "armed-clash"}),
        numbers={"killed": NumberColumns(low="low", best="best", high="high", open="open?", unknown_if="0")},
        parts={"women": PartColumns("women", unknown="unknown")},
        actors=("side", "kind"),
        links=("others",),
        group="group",
    )
    assert layout.key == "data-set"
    assert layout.columns == (
        *("id", "day", "exact", "site", "north", "group", "kind", "low", "best", "high", "open?", "women", "unknown"),
        *("side", "others"),
    )


def test_each_group_of_the_killed_has_a_key():
    assert {*LAYOUT.fields} & {*PARTS} == {*PARTS}
    assert LAYOUT.fields["older_people"].about == "How many of the killed were older people."
    assert LAYOUT.required == ("name", "date", "place")


SHIPPED = [path.read_text() for path in shipped_files()]


@given(st.sampled_from(SHIPPED), st.lists(st.tuples(st.integers(0, 3_000), st.text(max_size=3)), max_size=3))
def test_a_damaged_layout_fails_only_with_data_error(text, changes):
    damaged = list(text)
    for place, what in changes:
        damaged[place % len(text)] = what
    with suppress(DataError):
        parse_layout("".join(damaged).encode("utf-8", "surrogatepass"), "x.yaml")
