"""How a file begins: a line that names the delimiter, headings of several lines, a mark of byte order, line ends."""

import pytest

from tests.worlds.datasets import acled, found, ged, killed, put, refused, text_of

HEADER = ["No", "Day of\r\nevent", "Town", "Number  of\n Killed", "note"]
ROWS = [["1", "2031-01-03", "Mill", "3", "one; two"], ["2", "2031-01-04", "Ford", "4", "a\r\nb"]]
LAYOUT = (
    'name: Hand count\nid: No\ndate: {first: "day of event"}\nplace: {name: town}\n'
    'killed: {exactly: "Number of\\nkilled"}\nnote: note\n'
)
DELIMITERS = {";": "sep=;", ",": "SEP=,", "\t": "sep=\t", "|": '"sep=|"', "^": "sep=^"}


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_line_may_name_the_delimiter(tmp_path, delimiter, mark):
    """Also where another one would give as many columns; lines are those of the file."""
    records = acled({"fatalities": 3}, {"fatalities": "x", "notes": "a; b, c | d"})
    text = f"{mark}{DELIMITERS[delimiter]}\n{text_of(records, delimiter=delimiter)}"
    seen = found(put(tmp_path / "x", text))
    assert [killed(one) for one in seen.events] == [(3, 3, 3, True), None]
    assert seen.remarks == ('1 row with cells that cannot be read, which stay open: line 4: fatalities "x"',)


def test_the_delimiter_may_stand_above_rows_alone(tmp_path):
    """UCDP's candidate releases have no header."""
    text = "sep=;\r\n" + text_of(ged({}, {})[1:], delimiter=";", ending="\r\n")
    assert found(put(tmp_path / "x", text)).killed == (2, 4, 6, False)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("above", ["", "sep=,\r\n", "\n", "\ufeff"])
def test_headings_match_whatever_their_blanks(tmp_path, above, ending):
    """A spreadsheet ends a line in a heading in another way than a row; lines are those of the file."""
    layout = put(tmp_path / "layout.yaml", LAYOUT)
    text = above + text_of([HEADER, *ROWS, ["3", "2031-01-05", "Dam", "x", ""]], ending=ending)
    seen = found(put(tmp_path / "x", text), layout=layout)
    line = len(text[: text.index("Dam")].splitlines())
    assert seen.killed == (7, 7, 7, False)
    assert seen.remarks == (
        f'1 row with cells that cannot be read, which stay open: line {line}: Number of killed "x"',
    )
    assert [one.note for one in seen.events] == [*(row[-1] for row in ROWS), None]


def test_a_missing_heading_is_named_on_one_line(tmp_path):
    layout = put(tmp_path / "layout.yaml", LAYOUT.replace("town}", "village}"))
    (told,) = refused(put(tmp_path / "x", text_of([HEADER, *ROWS])), layout=layout)
    assert told.endswith('it has "No", "Day of event", "Town", "Number of Killed", "note"')


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(tmp_path, ending):
    layout = put(tmp_path / "layout.yaml", LAYOUT)
    records = [[cell.replace("\r\n", " ").replace("\n", " ") for cell in row] for row in (HEADER, *ROWS)]
    for above in ("", f"sep=;{ending}"):
        seen = found(put(tmp_path / "x", above + text_of(records, delimiter=";", ending=ending)), layout=layout)
        assert (seen.killed, seen.remarks) == ((7, 7, 7, False), ())


def test_an_optional_id_may_be_absent(tmp_path):
    """Rows then go by their number, and no cell is called empty."""
    layout = put(tmp_path / "layout.yaml", LAYOUT.replace("id: No", "id: number?"))
    seen = found(put(tmp_path / "x", text_of([HEADER, *ROWS])), layout=layout)
    assert [one.id for one in seen.events] == ["row-1", "row-2"]
    assert seen.remarks == (
        "its rows have no ids, and go by their number: row-1; a row that is there twice counts twice",
    )
