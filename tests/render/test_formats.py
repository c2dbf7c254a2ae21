"""What programs and pipes get: complete, streamed, the same values back, and no code in the data."""

import csv
import json
import re
import subprocess
import sys
from io import StringIO
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.answers.answer import Answer, Bar, Cell, Column, Note
from conflict_cli.render import FORMATS, write
from conflict_cli.render.harmless import harmless
from conflict_cli.render.screen import Screen
from tests.render_examples import BARS, GROUPED, HOSTILE, LIST, REPORTS, SUM, written

TEXTS = st.text(st.one_of(st.characters(exclude_categories=()), st.sampled_from(' \n\t\r"=+-@,;|\\\x1b\u202e')))
NUMBERS = st.one_of(st.integers(-(2**63), 2**63), st.floats(allow_nan=False, allow_infinity=False))
CELLS = st.one_of(TEXTS, NUMBERS, st.booleans(), st.none(), st.lists(TEXTS).map(tuple))
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5)
COLUMNS = (Column("a", "A"), Column("b", "B", "number"), Column("c", "C"))


def placed(report: Answer) -> Answer:
    """The same report with coordinates, without which there is no GeoJSON."""
    columns = (Column("lat", "Lat", "number"), Column("lon", "Lon", "number"))
    return replace(report, columns=(*report.columns, *columns), rows=((*row, 34.9, 36.7) for row in report.rows))


def as_json(cell: Cell) -> object:
    return list(cell) if isinstance(cell, tuple) else cell


def objects(rows: list[tuple[Cell, ...]]) -> list[dict[str, object]]:
    return [dict(zip("abc", map(as_json, row), strict=True)) for row in rows]


@given(ROWS, st.sampled_from(["utf-8", "ascii", "cp1252"]))
def test_json_reads_back_to_the_same_values(rows: list[tuple[Cell, ...]], encoding: str) -> None:
    text = written(Answer(COLUMNS, rows), "json", encoding=encoding)
    assert json.loads(text) == objects(rows)
    assert text.replace("\n", "").isprintable()


@given(ROWS, st.sampled_from(["utf-8", "ascii"]))
def test_jsonl_reads_back_to_the_same_values(rows: list[tuple[Cell, ...]], encoding: str) -> None:
    text = written(Answer(COLUMNS, rows), "jsonl", encoding=encoding)
    assert [json.loads(line) for line in text.splitlines()] == objects(rows)
    assert text.replace("\n", "").isprintable()


@given(TEXTS, TEXTS)
def test_json_with_an_envelope_reads_back_too(value: str, note: str) -> None:
    report = Answer(
        COLUMNS, [(value, 1, None)], total=("All", 1, None), notes=(Note(note, "a"),), envelope={"by": value}
    )
    assert json.loads(written(report, "json")) == {
        "by": value,
        "rows": [{"a": value, "b": 1, "c": None}],
        "total": {"a": "All", "b": 1, "c": None},
        "notes": [note],
    }


@pytest.mark.parametrize(
    ("report", "text"),
    [
        (Answer(COLUMNS, ()), "[]\n"),
        (Answer(COLUMNS, (), envelope={}), '{\n  "rows": [],\n  "total": null,\n  "notes": []\n}\n'),
        (Answer(COLUMNS, [(1, 2, 3)]), '[\n  {"a": 1, "b": 2, "c": 3}\n]\n'),
    ],
    ids=["bare", "envelope", "row"],
)
def test_json_has_one_row_per_line(report: Answer, text: str) -> None:
    assert written(report, "json") == text


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize(
    "text", ["\ud800", "a\udfffb", "\u202e", "\x7f", "\U000e0041", "\u2028", "😀", "الرستن"], ids=ascii
)
def test_no_text_is_too_odd_for_json(form: str, text: str) -> None:
    read = json.loads(written(Answer(COLUMNS[:1], [(text,)]), form))
    assert read == ([{"a": text}] if form == "json" else {"a": text})


def test_the_total_is_the_last_line_of_jsonl() -> None:
    assert json.loads(written(SUM, "jsonl").splitlines()[-1])["killed_high"] == "97+"


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_bars_are_left_out_for_machines(form: str) -> None:
    assert "bar" not in written(BARS, form)
    assert "█" not in written(BARS, form)


@given(ROWS)
def test_csv_reads_back_harmless_and_without_formulas(rows: list[tuple[Cell, ...]]) -> None:
    read = list(csv.reader(StringIO(written(Answer(COLUMNS, rows), "csv"), newline=""), strict=True))
    assert read[0] == ["a", "b", "c"]
    for row, cells in zip(rows, read[1:], strict=True):
        for cell, text in zip(row, cells, strict=True):
            if isinstance(cell, str):
                assert text.removeprefix("'") == harmless(cell).removeprefix("'")
                assert not text.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("=1+1", "'=1+1"),
        ("  =1+1", "'=1+1"),
        ("\t=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+963", "'+963"),
        ("-5", "'-5"),
        ("＝1", "'＝1"),
        (-5, "-5"),
        (34.9, "34.9"),
        (-0.5, "-0.5"),
        (None, ""),
        (True, "true"),
        (False, "false"),
        (("Rastan", "Talbissah"), "Rastan; Talbissah"),
        (("=1", "b"), "'=1; b"),
        ([{"a": "x"}], '"[{""a"":""x""}]"'),
        ("2+", "2+"),
        ('say "no"', '"say ""no"""'),
    ],
    ids=repr,
)
def test_csv_quotes_and_defuses_cells(cell: Cell, text: str) -> None:
    report = Answer((Column("a", "A"), Column("b", "B")), [(cell, 1)])
    assert written(report, "csv") == f"a,b\n{text},1\n"


def test_a_dash_turned_minus_is_no_formula() -> None:
    assert written(Answer((Column("a", "A"),), [("–1+1",)]), "csv", encoding="ascii") == "a\n'-1+1\n"


def test_nested_text_stays_valid_json_in_csv() -> None:
    nested = [{"note": "\u202e\x7f\U000e0041 ≥2"}]
    read = list(csv.reader(StringIO(written(Answer((Column("a", "A"),), [(nested,)]), "csv", encoding="ascii"))))
    assert json.loads(read[1][0]) == nested


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("screen", [None, Screen(width=120), Screen(width=30)], ids=["pipe", "wide", "narrow"])
def test_a_hostile_title_is_harmless_in_every_format(form: str, screen: Screen | None) -> None:
    report = Answer(
        (Column("id", "ID", "id"), Column("title", "Title")), [("x", HOSTILE)], title=HOSTILE, notes=(Note(HOSTILE),)
    )
    text = written(placed(report), form, screen=screen)
    assert text.replace("\n", "").isprintable()
    spelt = text.replace("\\[", "[").replace("\\]", "]")
    assert "[bold]x[/bold]" in spelt
    assert ":smile:" in spelt


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("a|b", "a\\|b"),
        ("a\\|b", "a\\\\\\|b"),
        ("*x* _y_ `z`", "\\*x\\* \\_y\\_ \\`z\\`"),
        ("<b>&amp;", "\\<b\\>\\&amp;"),
        ("[x](y)", "\\[x\\](y)"),
        ("~25", "\\~25"),
        ("≥2", "≥2"),
        ("# 1", "# 1"),
    ],
)
def test_markdown_escapes_markup(cell: str, text: str) -> None:
    assert written(Answer((Column("a", "A"),), [(cell,)]), "md") == f"| A |\n| --- |\n| {text} |\n"


@pytest.mark.parametrize(
    ("note", "line"),
    [("# x", "- \\# x"), ("- x", "- \\- x"), ("1. x", "- 1\\. x"), ("1) x", "- 1\\) x"), ("2 x", "- 2 x"), ("", "- ")],
)
def test_a_markdown_note_is_no_list_or_heading(note: str, line: str) -> None:
    assert written(Answer((Column("a", "A"),), (), notes=(Note(note),)), "md").splitlines()[-1] == line


@pytest.mark.parametrize("name", REPORTS)
def test_a_pipe_gets_whole_cells_without_trailing_blanks(name: str) -> None:
    text = re.sub("[\u2068\u2069]", "", written(REPORTS[name]))
    for row in REPORTS[name].rows:
        cells = [
            ", ".join(cell) if isinstance(cell, tuple) else str(cell or "") for cell in row if type(cell) is not Bar
        ]
        assert any(all(cell in line for cell in cells) for line in text.splitlines())
    assert all(line == line.rstrip() for line in text.splitlines())


def test_hints_are_shown_on_screens_only() -> None:
    for form in FORMATS:
        assert "Try:" not in written(placed(LIST), form)
    assert "Try:" in written(LIST, screen=Screen())


def test_a_pipe_aligns_wide_and_combining_letters() -> None:
    report = Answer((Column("a", "A"), Column("b", "B")), [("漢字", "x"), ("e\u0301", "x"), ("abcd", "x")])
    assert written(report) == "A     B\n漢字  x\ne\u0301     x\nabcd  x\n"


def test_columns_are_wide_enough_for_the_total() -> None:
    report = Answer((Column("a", "A"), Column("n", "N", "number")), [("x", 5)], total=("Altogether", 1000))
    assert written(report) == "A              N\nx              5\nAltogether  1000\n"


def test_late_rows_never_narrow_the_first_widths() -> None:
    rows = [("a", 1)] * 2_000 + [("longer", 2), ("b", 3)]
    lines = written(Answer((Column("a", "A"), Column("b", "B", "number")), rows)).splitlines()
    assert lines[0] == "A  B"
    assert lines[-2:] == ["longer  2", "b  3"]


class _ReaderThatLeaves(StringIO):
    """An output whose reader goes away when it has seen enough, as `head` does."""

    def write(self, text: str) -> int:
        if len(self.getvalue()) > 100_000:
            raise BrokenPipeError
        return super().write(text)


@pytest.mark.parametrize("form", FORMATS)
def test_rows_stream_until_a_closed_pipe_raises(form: str) -> None:
    report = Answer((Column("id", "ID", "id"),), ((f"incident-{number}",) for number in count()))
    with pytest.raises(BrokenPipeError):
        write(placed(report), form, _ReaderThatLeaves())


def test_grouped_markdown_has_a_table_per_group() -> None:
    text = written(GROUPED, "md")
    assert text.startswith("### Homs\n\n| ID |")
    assert text.count("| ID |") == 2


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="no such format: xlsx"):
        written(LIST, "xlsx")


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_writing_to_a_pipe_imports_no_rich(form: str) -> None:
    script = f"""
import sys
from conflict_cli.render import write
from conflict_cli.answers.answer import Column, Answer
columns = [Column(key, key) for key in ("a", "lat", "lon")]
write(Answer(tuple(columns), [("x", 34.9, 36.7)]), {form!r}, sys.stdout)
sys.exit(any(name.partition(".")[0] in ("rich", "typer", "yaml") for name in sys.modules))
"""
    assert subprocess.run([sys.executable, "-c", script], check=False, capture_output=True).returncode == 0
