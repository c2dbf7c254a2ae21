"""Workbooks: the sheet that is a table, its cells as texts, and its rows by their own numbers."""

import csv
import gc
import re
import zipfile
from contextlib import closing
from datetime import datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from xlsxwriter import Workbook as Written

from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.dataset.unpacking import archives, workbook
from conflict_cli.dataset.unpacking.workbook import workbook_to_csv
from conflict_cli.record.errors import DataError
from tests.worlds.datasets import found, ged, put, refused

RECORDS = ged({}, {"low": 5, "best": 6, "high": 7})
SUM = (6, 8, 10, False)


def of(text: str) -> object:
    """A cell as a spreadsheet takes what is typed into it."""
    if text.isdigit():
        return int(text)
    return datetime(2031, 1, 3) if text.startswith("2031-01-03 ") else text


def saved(path: Path, *, above: int = 0, changed: dict[str, object] | None = None, **others: list) -> Path:
    """A workbook with the events on one sheet, other cells where they are named, and other sheets."""
    book = Workbook()
    book.active.title = "Events"
    for number, row in enumerate(RECORDS, start=1 + above):
        for place, cell in enumerate(row, start=1):
            book.active.cell(number, place, of(cell))
    for name, cell in (changed or {}).items():
        book.active[name] = cell
    for name, rows in others.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def column(name: str) -> str:
    """The letters of a column."""
    place = RECORDS[0].index(name)
    return (chr(64 + place // 26) if place >= 26 else "") + chr(65 + place % 26)


def edited(path: Path, old: str, new: str, sheet: str = "xl/worksheets/sheet1.xml") -> Path:
    """The workbook with another text in the XML of its first sheet, or of another part."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert old.encode() in parts[sheet]
    parts[sheet] = parts[sheet].replace(old.encode(), new.encode(), 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


def test_days_and_numbers_of_cells_are_read(tmp_path):
    data = found(saved(tmp_path / "x.csv", Empty=[]))
    assert (data.killed, data.remarks) == (SUM, ())
    assert {one.date.text for one in data.events} == {"2031-01-03"}


def test_a_day_needs_no_format_in_the_layout(tmp_path):
    """A layout says how days are written; a day of a cell is not written at all."""
    layout = tmp_path / "own.yaml"
    date = '{first: date_start, formats: ["%d.%m.%Y"]}'
    layout.write_text(f"name: own\nid: id\ndate: {date}\nplace: {{name: adm_1}}\nkilled: {{exactly: best}}\n")
    data = found(saved(tmp_path / "x.xlsx", changed={f"{column('date_start')}3": "4.1.2031"}), layout=layout)
    assert [one.date.text for one in data.events] == ["2031-01-03", "2031-01-04"]


def test_rows_keep_the_number_of_the_sheet(tmp_path):
    path = saved(tmp_path / "x.xlsx", above=2, changed={f"{column('date_start')}5": "a\nb"})
    assert found(path).remarks == ('1 row with cells that cannot be read, which stay open: row 5: date_start "a b"',)


def test_the_one_sheet_with_the_columns_is_taken(tmp_path):
    data = found(saved(tmp_path / "x.xlsx", Readme=[["Please cite us"]]))
    assert data.killed == SUM
    assert data.remarks[0].endswith(
        'only the sheet "Events" is read, which alone has the columns of a layout; not "Readme"'
    )


def test_sheets_of_one_form_are_listed_and_chosen(tmp_path):
    path = saved(tmp_path / "x.xlsx", More=[RECORDS[0], [*map(of, RECORDS[1])]])
    assert refused(path) == ['has 2 sheets with cells: "Events", "More"; choose one with --sheet NAME']
    with open_closing(path, "more") as data_set:
        assert data_set.select().sum_of("killed").figure.best == 2
    with pytest.raises(DataError, match='has no sheet "Mine"; it has "Events", "More"'):
        open_dataset(path, OpenOptions(sheet="Mine"))


def open_closing(path: Path, sheet: str):
    return closing(open_dataset(path, OpenOptions(sheet=sheet)))


def test_errors_are_blank_and_named(tmp_path):
    path = tmp_path / "x.xlsx"
    with Written(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(RECORDS):
            sheet.write_row(number, 0, row)
        sheet.write_formula(1, RECORDS[0].index("low"), "=NA()", None, "#N/A")
        sheet.write_formula(2, RECORDS[0].index("low"), "=2+3", None, 5)
    data = found(path)
    assert data.killed == (5, 6, 7, False)
    assert f"1 cell with an error, taken for blank: {column('low')}2 #N/A" in data.remarks


def test_cells_beside_the_table_are_told(tmp_path):
    path = saved(tmp_path / "x.xlsx")
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>{number}</v></c></row>' for number in range(4, 200))
    path = edited(
        path,
        "</sheetData>",
        f'{rows}<row r="300"><c r="A300"><v>300</v></c><c r="ZZ300"><v>1</v></c></row></sheetData>',
    )
    assert found(path).remarks[0] == "1 row with cells to the right of the table, which are left out: row 300"


def test_the_size_a_sheet_gives_itself_is_ignored(tmp_path):
    path = saved(tmp_path / "x.xlsx")
    with zipfile.ZipFile(path) as book:
        size = re.search(b'<dimension ref="[^"]*"', book.read("xl/worksheets/sheet1.xml"))[0].decode()
    assert found(edited(path, size, '<dimension ref="A1:B2"')).killed == SUM


def test_notes_below_the_table_are_no_events(tmp_path):
    """An event below a blank row is one."""
    notes = {f"{letter}{number}": 7 for letter, number in (("A", 5), ("B", 5), ("C", 7), ("A", 8))}
    data = found(saved(tmp_path / "x.xlsx", changed=notes))
    assert [one.id for one in data.events] == ["1", "2", "7"]
    assert data.remarks[0] == "2 rows below the table with one cell, taken for notes and left out: row 7, row 8"


def test_a_cell_far_away_takes_no_memory(tmp_path):
    """Some readers make room for all cells up to the last one, which are seventeen thousand million here."""
    path = edited(
        saved(tmp_path / "x.xlsx"),
        "</sheetData>",
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    data = found(path)
    assert data.killed == SUM
    assert data.remarks[0].endswith("taken for notes and left out: row 1048576")


def test_a_table_of_blanks_is_not_written(tmp_path, monkeypatch):
    """As wide as a sheet can be, it would fill the disk."""
    monkeypatch.setattr(archives, "MUCH", 1 << 20)
    monkeypatch.setattr(archives, "MOST_GROWTH", 20)
    rows = "".join(
        f'<row r="{number}"><c r="A{number}"/><c r="B{number}" t="b"><v>1</v></c></row>' for number in range(5, 999)
    )
    path = edited(
        saved(tmp_path / "x.xlsx"), "</sheetData>", f'<row r="4"><c r="XFD4"><v>1</v></c></row>{rows}</sheetData>'
    )
    assert "more than 20 times its own size" in refused(path)[0]


@pytest.mark.parametrize(
    "content",
    ["<", "<row><c t='s'><v>99999</v></c></row>", "<row><c><v>x</v></c></row>"],
)
def test_damaged_workbooks_are_refused(tmp_path, content):
    path = edited(saved(tmp_path / "x.xlsx"), "<sheetData>", f"<sheetData>{content}")
    assert refused(path) == ["cannot be read as a workbook; it seems to be damaged: save it again"]


@pytest.mark.parametrize("number", ['r="1"', 'r="2"', "r='0'", '/><row r="3"'])
@pytest.mark.parametrize("piece", [64, 1 << 18])
def test_rows_that_go_back_are_refused(tmp_path, monkeypatch, number, piece):
    """Else openpyxl leaves them out without a word, and their deaths with them."""
    monkeypatch.setattr(workbook, "_PIECE", piece)
    path = edited(saved(tmp_path / "x.xlsx"), '<row r="3"', f'<row ht="15" {number}')
    assert refused(path) == ["cannot be read as a workbook; it seems to be damaged: save it again"]


def test_more_rows_than_a_sheet_has_are_refused(tmp_path):
    path = edited(saved(tmp_path / "x.xlsx"), "</sheetData>", '<row r="1048577"/></sheetData>')
    assert refused(path) == ["cannot be read as a workbook; it seems to be damaged: save it again"]


def test_rows_of_other_books_may_begin_again(tmp_path):
    """A part keeps the cells of each sheet of a book that formulas ask."""
    path = saved(tmp_path / "x.xlsx")
    sheet = '<sheetData><row r="1"/></sheetData>'
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/externalLinks/externalLink1.xml", f"<externalLink>{sheet}{sheet}</externalLink>")
    assert found(path).killed == SUM


def test_parts_that_grow_too_much_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MUCH", 1 << 20)
    path = saved(tmp_path / "x.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/image1.png", b"0" * (8 << 20))
    assert "more than 200 times its own size" in refused(path)[0]


def test_a_workbook_with_a_document_type_is_refused(tmp_path):
    path = edited(saved(tmp_path / "x.xlsx"), "<worksheet", "<!-- x --><!DOCTYPE x [<!ENTITY a 'b'>]><worksheet")
    assert refused(path) == ["cannot be read as a workbook; it seems to be damaged: save it again"]


@pytest.mark.parametrize("part", ["[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_damaged_workbook_is_closed(tmp_path, part):
    """A file that is left open is a warning, and a warning fails a test."""
    path = edited(saved(tmp_path / "x.xlsx"), "<", "<<", part)
    assert refused(path) == ["cannot be read as a workbook; it seems to be damaged: save it again"]
    gc.collect()


def test_old_files_of_excel_are_told(tmp_path):
    path = put(tmp_path / "x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 999)
    assert refused(path) == ["is an old or an encrypted file of Excel; save it as xlsx, without a password"]


@pytest.mark.parametrize(
    ("value", "style", "read"),
    [
        (12, "General", "12"),
        (12.0, "0.00", "12"),
        (1e100, "General", "1e+100"),
        (1.5, "#,##0.0", "1.5"),
        (True, "General", "true"),
        (43220, "yyyy-mm-dd", "2018-04-30"),
        (43220.5, "dd/mm/yyyy hh:mm", "2018-04-30 12:00:00"),
        (43220, "[$-409]d\\ mmmm\\ yyyy;@", "2018-04-30"),
        (43191, "mmm yyyy", "2018-04"),
        (43191, "mmm-yy", "2018-04"),
        (43191, "mmmm\\ \\d\\e\\ yyyy", "2018-04"),
        (43191, '[Red]mmmm "d" yyyy', "2018-04"),
        (43191, "yyyy", "2018"),
        (0.5, "hh:mm", "12:00"),
        (43220.5, "hh:mm", "12:00"),
        (1.5, "[h]:mm", "1 day, 12:00:00"),
        (5, '0 "days"', "5"),
        (5, "[Red]0", "5"),
        (59, "d/m/yyyy", "1900-02-28"),
        (61, "d/m/yyyy", "1900-03-01"),
        ("  ", "General", ""),
        ("a_x000D_\nb", "General", "a b"),
    ],
)
def test_cells_are_read_by_their_format(tmp_path, value, style, read):
    assert cell_read(tmp_path, value, style) == (read, ())


@pytest.mark.parametrize(("value", "named"), [(-1, "1899-12-29"), (0, "00:00:00"), (9999999, "#VALUE!")])
def test_days_before_1900_and_too_late_are_errors(tmp_path, value, named):
    remark = f"1 cell with an error, taken for blank: B1 {named}"
    read, (told,) = cell_read(tmp_path, value, "d/m/yyyy")
    assert (read, told[: len(remark)]) == ("", remark)


def test_a_book_from_1904_has_later_days(tmp_path):
    assert cell_read(tmp_path, 41758, "d/m/yyyy", date_1904=True) == ("2018-04-30", ())


def cell_read(folder: Path, value: object, style: str, **options: bool) -> tuple[str, tuple[str, ...]]:
    """What is read of a cell, and the remarks on it."""
    with Written(folder / "x.xlsx", options) as book:
        book.add_worksheet().write_row(0, 0, ["id", value], book.add_format({"num_format": style}))
    taken = workbook_to_csv(folder / "x.xlsx", folder / "x.csv", None, [])
    ((_, *read),) = csv.reader((folder / "x.csv").read_text().splitlines())
    return "".join(read), taken.remarks


def test_dates_agree_with_another_writer(tmp_path):
    """Days, moments and times of openpyxl's own formats."""
    book = Workbook()
    cells = [datetime(2018, 4, 30), datetime(2018, 4, 30, 12, 30), time(12, 30)]
    book.active.append(cells)
    book.save(tmp_path / "x.xlsx")
    workbook_to_csv(tmp_path / "x.xlsx", tmp_path / "x.csv", None, [])
    assert (tmp_path / "x.csv").read_text() == "2018-04-30,2018-04-30 12:30:00,12:30\n"
