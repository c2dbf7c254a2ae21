"""Workbooks: what Excel would read in them, read back by another library, is what the other formats say."""

import io
import json
import os
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from conflict_cli.answers.answer import Answer, Bar, Column, Note
from conflict_cli.answers.listing import Listing
from conflict_cli.counting.in_memory import select
from conflict_cli.exports import sheets as workbook
from conflict_cli.exports.sheets import sheets
from conflict_cli.record.dates import Period
from conflict_cli.record.errors import UsageError
from conflict_cli.render import workbook as rendering
from conflict_cli.render.harmless import harmless
from conflict_cli.render.workbook import write_workbook
from conflict_cli.selection.query import Query, in_words
from tests.conftest import ROOT, SAMPLE, Run
from tests.terminal import program_on_terminal
from tests.worlds.sketches import sketch

DAYS = ("date_from", "date_to")
NUMBERS = ("reported", "low", "best", "high", "open", "approximate")
HERE = ROOT / "incidents.yaml"
QUERIES = [
    (HERE, ""),
    (HERE, "-s sohr --victims children"),
    (HERE, "--since 2019"),
    (HERE, "-n 3 --sort -killed"),
    (SAMPLE, "--governorate homs --by month"),
    (SAMPLE, "-s reuters --victims civilians"),
]


def opened(report: Answer, *others: Answer):
    """The workbook of these reports as another library reads it."""
    stream = io.BytesIO()
    write_workbook((report, *others), stream)
    return load_workbook(io.BytesIO(stream.getvalue()))


def of_one_cell(cell, kind="text"):
    return opened(Answer((Column("x", "X", kind),), [(cell,)], name="sheet"))["sheet"]["A2"]


def rows_of(sheet) -> list[dict]:
    """The rows below the heading, down to the first empty one, by their keys."""
    heading, *rows = sheet.iter_rows(values_only=True)
    ends = next((place for place, row in enumerate(rows) if not any(cell is not None for cell in row)), len(rows))
    return [dict(zip(heading, row, strict=True)) for row in rows[:ends]]


def notes_of(sheet) -> list[str]:
    """The texts below the last empty row."""
    texts = [row[0] for row in sheet.iter_rows(values_only=True)]
    return texts[len(texts) - texts[::-1].index(None) :] if None in texts else []


def as_cells(row: dict) -> dict:
    """A record of JSON as it should stand in a sheet."""
    return {key: as_cell(key, value) for key, value in row.items()}


def as_cell(key: str, value):
    if isinstance(value, list):
        return "; ".join(value) or None
    if isinstance(value, str):
        is_day = key.endswith(DAYS)
        return datetime.combine(date.fromisoformat(value), datetime.min.time()) if is_day else harmless(value) or None
    return value


@pytest.mark.slow
@pytest.mark.parametrize(("file", "query"), QUERIES)
def test_sheets_hold_what_list_and_sum_say(run: Run, file: Path, query: str) -> None:
    assert run(f"list {query} -f {file} -o x.xlsx").code == 0
    book = load_workbook("x.xlsx")
    assert book.sheetnames == ["incidents", "reports", "totals"]
    listed = json.loads(run(f"list {query} -f {file} -O json").out)
    seen = rows_of(book["incidents"])
    assert [row.keys() - {"lies_in", "attribution"} for row in seen] == [row.keys() for row in listed]
    assert [{key: row[key] for key in row if key in known} for row, known in zip(seen, listed, strict=True)] == list(
        map(as_cells, listed)
    )
    filters = " ".join(query.partition("-n")[0].partition("--by")[0].split())
    summed = json.loads(run(f"sum {filters} -f {file} -O json").out)
    for row in rows_of(book["totals"]):
        assert {name: row[name] for name in NUMBERS} == {
            name: summed["total"][f"{row['measure']}_{name}"] for name in NUMBERS
        }
        assert row["incidents"] == summed["total"]["incidents"]
    said = notes_of(book["totals"])
    if filters:
        assert said.pop(0).startswith("Asked for: ")
    if file == SAMPLE:
        assert said.pop(0) == "Data: Sundberg and Melander 2013; UCDP GED, Uppsala University, CC BY 4.0."
    if "-n" in query:
        assert "the other sheets hold 3 of them." in said.pop(0)
    assert said == summed["notes"]
    for name, warning in (("incidents", "Do not add these figures up"), ("reports", "not to be added up")):
        assert (warning in " ".join(notes_of(book[name]))) == bool(listed)
    ids = {row["id"] for row in listed}
    assert {row["incident"] for row in rows_of(book["reports"])} == ids


def test_totals_begin_with_the_query_and_the_citation(run: Run) -> None:
    query = "hass -k not:grenade --since 2018-03 --until 2018-03"
    assert run(f"list {query} -n 1 -f {SAMPLE} -o x.xlsx").code == 0
    period = Period(date(2018, 3, 1), date(2018, 3, 31))
    words = "; ".join(in_words(Query(towns=("hass",), types=("not:grenade",), period=period)))
    assert words
    assert notes_of(load_workbook("x.xlsx")["totals"])[:2] == [
        f"Asked for: {words}.",
        "Data: Sundberg and Melander 2013; UCDP GED, Uppsala University, CC BY 4.0.",
    ]
    assert run("show hass-camp -o x.xlsx").code == 0
    assert not any(note.startswith(("Asked for", "Data")) for note in notes_of(load_workbook("x.xlsx")["totals"]))


@pytest.mark.parametrize("command", ["sum", "sum --victims children --by town", "sum -n 2 --by month"])
def test_a_sum_has_its_total_and_notes_once(run: Run, command: str) -> None:
    assert run(f"{command} -o x.xlsx").code == 0
    summed = json.loads(run(f"{command} -O json").out)
    sheet = load_workbook("x.xlsx")["totals"]
    if summed["rows"]:
        assert rows_of(sheet) == list(map(as_cells, summed["rows"]))
    keys = [cell.value for cell in sheet[1]]
    total = next(row for row in sheet.iter_rows() if row[0].value == "All")
    assert {key: cell.value for key, cell in zip(keys, total, strict=True)} == {
        **as_cells(summed["total"]),
        "notes": None,
    }
    assert all(cell.font.b for cell in total if cell.value is not None)
    assert notes_of(sheet) == summed["notes"]


@pytest.mark.parametrize("command", ["towns", "sources", f"compare {SAMPLE} hass", "towns --since 2019"])
def test_other_answers_are_one_sheet(run: Run, command: str) -> None:
    assert run(f"{command} -o x.xlsx").code == 0
    (sheet,) = load_workbook("x.xlsx").worksheets
    assert sheet.title == command.split(maxsplit=1)[0]
    assert rows_of(sheet) == list(map(as_cells, json.loads(run(f"{command} -O json").out)))


def test_a_report_has_its_source_article_and_figures(run: Run) -> None:
    assert run("show rastan-rockets -o x.xlsx").code == 0
    (row,) = rows_of(load_workbook("x.xlsx")["reports"])
    assert (row["source"], row["source_kind"], row["article"]) == (
        "White Helmets",
        "rescue-service",
        "memo-2018-04-30",
    )
    assert (row["published"], row["paragraph"], row["publisher"]) == (datetime(2018, 4, 30), 3, "Middle East Monitor")
    assert (row["killed_best"], row["killed_children"], row["injured_text"]) == (2, 1, "some 25")
    assert row["injured_approximate"] is True


def test_a_workbook_says_who_denies_and_whose_word() -> None:
    """Its rows are those of a sketch, in which one party denies and another names the actor."""
    ledger = sketch(
        "id: a, places: [clinic], attribution: [{actor: russia, confidence: claimed, by: [un]}], "
        "reports: [{source: sohr, supersedes: memo-2018, killed: 5}, "
        "{source: sohr, article: memo-2018, killed: 9}, {source: memo, denies: true, killed: none}]",
        "  clinic: {name: Clinic, kind: site, in: [rastan]}\n",
    )
    incidents, reports, _ = (
        [dict(zip([column.key for column in one.columns], row, strict=True)) for row in one.rows]
        for one in sheets(select(ledger), Listing())
    )
    assert [(row["lies_in"], row["attribution"], row["killed_high"]) for row in incidents] == [
        (("Rastan",), ("Russia (claimed by United Nations)",), 5)
    ]
    assert [(row["supersedes"], row["is_superseded"], row["denies"]) for row in reports] == [
        ("memo-2018", False, False),
        (None, True, False),
        (None, False, True),
    ]


def test_every_rival_report_is_a_row() -> None:
    ledger = sketch("id: a, reports: [{source: sohr, killed: 5}, {source: memo, killed: 7}]")
    _, reports, totals = sheets(select(ledger), Listing())
    keys = [column.key for column in reports.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in reports.rows]
    assert [(row["incident"], row["position"], row["killed_best"]) for row in rows] == [("a", 1, 5), ("a", 2, 7)]
    assert next(iter(totals.rows))[:6] == ("killed", 1, 1, 5, 5, 7)


# Cells


PLAIN = [
    *["=1+1", "+1", "-1", "@x", "{=A1}", "https://example.org/", "mailto:a@b.c", "internal:Sheet1!A1", "007", "1e5"],
    *["TRUE", "#N/A", "<r><t>x</t></r>", "<r>&</r>", "a & b < c", "الرستن", "<b>", "'x", "2018-04-30", "_x", "\\x1b"],
]


def test_a_text_cell_is_only_that_text() -> None:
    sheet = opened(Answer((Column("x", "X", "text"),), [(text,) for text in PLAIN], name="sheet"))["sheet"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(text, "s", None) for text in PLAIN]


def test_an_apparent_excel_escape_is_escaped() -> None:
    assert unescape(of_one_cell("_x0041_").value) == "_x0041_"


@pytest.mark.parametrize(("text", "shown"), [("a\x1b[31mb", "a\\x1b[31mb"), ("a\nb", "a b"), ("\u202ea", "\\u202ea")])
def test_invisible_characters_are_escaped(text: str, shown: str) -> None:
    assert of_one_cell(text).value == shown
    assert of_one_cell("\udcff").value == "\\udcff"


def test_a_formula_stays_text_when_edited() -> None:
    assert of_one_cell("=1+1").quotePrefix
    assert not of_one_cell("x").quotePrefix


@pytest.mark.parametrize("number", [0, 5, -3, 999_999_999, 10**15 - 1, 34.9265, 0.1])
def test_a_number_is_written_as_a_number(number) -> None:
    cell = of_one_cell(number, "number")
    assert (cell.value, cell.data_type) == (number, "n")


@pytest.mark.parametrize("number", [10**15, 2**53 + 1, -(10**20), float("inf")])
def test_a_number_excel_would_round_is_text(number) -> None:
    cell = of_one_cell(number, "number")
    assert (cell.value, cell.data_type) == (str(number), "s")


def test_booleans_lists_and_nothing_have_their_cells() -> None:
    assert (of_one_cell(True).value, of_one_cell(False).value) == (True, False)
    assert of_one_cell(True).data_type == "b"
    assert of_one_cell(("a", "b")).value == "a; b"
    assert [of_one_cell(cell).value for cell in (None, ())] == [None, None]
    assert of_one_cell([{"a": 1, "b": None}]).value == '[{"a":1,"b":null}]'


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2018-04-30", datetime(2018, 4, 30)),
        ("1900-03-01", datetime(1900, 3, 1)),
        ("9999-12-31", datetime(9999, 12, 31)),
        ("1900-02-28", "1900-02-28"),
        ("0001-01-01", "0001-01-01"),
        ("2018-04", "2018-04"),
        ("20180430", "20180430"),
    ],
)
def test_a_day_excel_counts_right_is_a_date(text: str, value) -> None:
    cell = of_one_cell(text, "day")
    assert cell.value == value
    assert (cell.number_format == "yyyy-mm-dd") is isinstance(value, datetime)
    assert of_one_cell(text).value == text


def test_bold_headings_stay_and_only_rows_are_filtered() -> None:
    columns = (Column("a", "A"), Column("bar", "", "bar"), Column("b", "B"))
    bar = Bar(1, 1, 1, 1)
    report = Answer(
        columns, [(1, bar, 2), (3, bar, 4)], total=("All", bar, 6), notes=(Note("=careful"), Note("x")), name="s"
    )
    sheet = opened(report)["s"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["a", "b"],
        [1, 2],
        [3, 4],
        [None, None],
        ["All", 6],
        [None, None],
        ["=careful", None],
        ["x", None],
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert [cell.font.b for cell in (sheet["A1"], sheet["A2"], sheet["A5"], sheet["A7"])] == [True, False, True, False]


def test_an_empty_sheet_has_headings_without_a_filter() -> None:
    sheet = opened(Answer((Column("a", "A"),), [], name="s"))["s"]
    assert [cell.value for cell in sheet[1]] == ["a"]
    assert sheet.auto_filter.ref is None


def test_columns_fit_their_texts_within_reason() -> None:
    rows = [("x" * 20, "y" * 500, 1)]
    widths = opened(Answer((Column("a", ""), Column("b", ""), Column("c", "")), rows, name="s"))["s"].column_dimensions
    assert 20 < widths["A"].width < 25
    assert 50 < widths["B"].width < 70
    assert 5 < widths["C"].width < 10


def test_sheet_names_are_valid_in_excel() -> None:
    bare = Answer((Column("a", "A"),), [])
    names = ["totals", "Totals", "", "a[b]:c*d?e/f\\g", "'x'", "n" * 40, "history"]
    made = opened(*(replace(bare, name=name) for name in names)).sheetnames
    assert made == ["totals", "Totals 2", "answer", "a b  c d e f g".replace("  ", "  "), "x", "n" * 31, "history 2"]


# Limits


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "MOST_ROWS", 4)
    column = (Column("a", "A"),)
    opened(Answer(column, [(1,)] * 3, name="s"))
    for report in (
        Answer(column, [(1,)] * 4, name="s"),
        Answer(column, [(1,)] * 2, total=(1,), name="s"),
        Answer(column, [(1,)] * 2, notes=(Note("x"),), name="s"),
    ):
        with pytest.raises(UsageError, match=r'"s" would have more than the 4 rows .* write -O sqlite or -O csv'):
            opened(report)


def test_too_many_incidents_are_refused_before_any_work(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    done = run("list -o x.xlsx")
    assert done.code == 2
    assert "10 incidents are more than a sheet of a workbook holds; write -O sqlite or -O csv" in done.err
    assert not Path("x.xlsx").exists()
    assert run("list -n 9 -o x.xlsx").code == 0


@pytest.mark.parametrize("text", ["x" * 32_768, "\U0001f600" * 16_384, "<r>" + "&" * 8_000 + "</r>"])
def test_a_text_that_excel_would_cut_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r'row 2 of the sheet "sheet" has a text of \d+ characters'):
        of_one_cell(text)


@pytest.mark.parametrize("text", ["x" * 32_767, "\U0001f600" * 16_383])
def test_the_longest_allowed_text_is_kept_whole(text: str) -> None:
    assert of_one_cell(text).value == text


def test_more_columns_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "MOST_COLUMNS", 1)
    with pytest.raises(UsageError, match="1 columns at most"):
        opened(Answer((Column("a", "A"), Column("b", "B")), [], name="s"))


# Files


@pytest.mark.slow
def test_file_and_pipe_get_the_same_bytes(shell: Run, ledger_folder: Path) -> None:
    later = "TZ=Asia/Tokyo conflict-cli list -O xlsx | cat > y.xlsx && cmp x.xlsx y.xlsx"
    elsewhere = "conflict-cli list -O xlsx -o /dev/stdout > z && cmp x.xlsx z && test -L /dev/stdout"
    done = shell(f"conflict-cli list -o x.xlsx && sleep 2 && {later} && {elsewhere}")
    assert (done.code, done.out) == (0, "")
    assert ZipFile(ledger_folder / "x.xlsx").testzip() is None


@pytest.mark.slow
@pytest.mark.parametrize("form", ["xlsx", "sqlite"])
def test_a_pipe_may_be_closed_early(shell: Run, form: str) -> None:
    where = "" if form == "xlsx" else "-o /dev/stdout"
    done = shell(f"conflict-cli list -O {form} {where} | head -c 10 | wc -c; echo ${{PIPESTATUS[0]}}")
    assert (done.code, done.out.split()) == (0, ["10", "0"])
    assert "Error" not in done.err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full device")  # noqa: PTH110
@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("xlsx", "conflict-cli list -O xlsx > /dev/full"),
        pytest.param("sqlite", "conflict-cli list -O sqlite -o /dev/full", marks=pytest.mark.slow),
        pytest.param("xlsx", "ulimit -f 4; conflict-cli list -o x.xlsx", marks=pytest.mark.slow),
        ("sqlite", "ulimit -f 4; conflict-cli list -o x.sqlite"),
    ],
)
def test_a_full_disk_is_one_clear_line(shell: Run, ledger_folder: Path, line: str, form: str) -> None:
    done = shell(f"mkdir tmp; export TMPDIR=$PWD/tmp CONFLICT_CLI_FILE=incidents.yaml; {line}")
    assert done.code == 2
    assert done.err.startswith("Error: ")
    assert done.err.count("\n") == 1
    assert (f"{ledger_folder}/tmp: " in done.err) == ("ulimit" in line)  # a workbook is made there first
    assert not list((ledger_folder / "tmp").iterdir())
    assert not (ledger_folder / f"x.{form}").exists()


@pytest.mark.parametrize("form", ["xlsx", "sqlite", "parquet"])
def test_a_terminal_is_refused(ledger_folder: Path, form: str) -> None:
    command = ["list", "-O", form, *(["-o", "/dev/stdout"] if form == "xlsx" else [])]
    shown = program_on_terminal(command, columns=100, folder=ledger_folder)
    assert "Error: " in shown
    assert "terminal" in shown
    assert "\x00" not in shown


@pytest.mark.parametrize("form", ["xlsx", "sqlite"])
def test_the_file_being_read_is_never_overwritten(run: Run, form: str) -> None:
    done = run(f"list -O {form} -o incidents.yaml")
    assert done.code == 2
    assert "is the file that is being read; name another for the output" in done.err
    assert Path("incidents.yaml").read_bytes() == (ROOT / "incidents.yaml").read_bytes()


def test_a_failed_command_leaves_the_file_alone(
    run: Run, ledger_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (ledger_folder / "x.xlsx").write_text("what was there")
    monkeypatch.setattr(rendering, "LONGEST_TEXT", 40)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    done = run("list -o x.xlsx")
    assert done.code == 2
    assert 'row 2 of the sheet "incidents" has a text of' in done.err
    assert (ledger_folder / "x.xlsx").read_text() == "what was there"
    assert sorted(path.name for path in ledger_folder.iterdir()) == ["incidents.yaml", "x.xlsx"]
    assert not list((tmp_path / "temporary").iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("form", ["xlsx", "sqlite"])
def test_a_named_pipe_is_written_into(run: Run, shell: Run, ledger_folder: Path, form: str) -> None:
    done = shell(f"mkfifo p; cat p > got & conflict-cli list -O {form} -o p; wait")
    assert (done.code, done.out) == (0, "")
    assert run(f"list -o x.{form}").code == 0
    assert (ledger_folder / "got").read_bytes() == (ledger_folder / f"x.{form}").read_bytes()
    assert (ledger_folder / "p").is_fifo()
