"""The table on a terminal: what is never cut, and what it says of what it leaves out."""

import re
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from conflict_cli.answers.answer import Answer, Arrangement, Column, Note, arranged
from conflict_cli.render.screen import Screen
from tests.render_examples import GROUPED, LIST, SUM, written

IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=40)
DATES = st.sampled_from(["2018", "2018-04", "2018-04-28/2018-04-30?", "[2018-04-28..2018-04-30]"])
NUMBERS = st.one_of(st.integers(0, 10**9), st.sampled_from(["?", "≥2", "20–30", "97+", "~25"]))
TEXTS = st.text(st.one_of(st.characters(exclude_categories=()), st.sampled_from(" \n\x1b\u202e[]:")), max_size=80)
COLUMNS = (
    Column("id", "ID", "id"),
    Column("date", "Date", "date"),
    Column("title", "Title", "text"),
    Column("killed", "Killed", "number"),
    Column("injured", "Injured so far", "number", 1),
    Column("until", "Until", "date", 2),
    Column("source", "Source", "text", 3),
)
ROWS = st.lists(st.tuples(IDS, DATES, TEXTS, NUMBERS, NUMBERS, DATES, TEXTS), max_size=5)


def left_out(text: str) -> set[str]:
    """The headings of the columns that the screen says it does not show."""
    said = re.search(r"Not shown at this width: (.*?)\. Widen", " ".join(text.split()))
    return set(said[1].split(", ")) if said else set()


@given(ROWS, st.integers(20, 200), st.booleans())
def test_ids_dates_and_numbers_stand_on_one_line(rows: list[tuple], width: int, color: bool) -> None:
    text = written(Answer(COLUMNS, rows), screen=Screen(width=width, color=color))
    lines, missing = text.splitlines(), left_out(text)
    for row in rows:
        for column, cell in zip(COLUMNS, row, strict=True):
            if column.kind != "text" and column.heading not in missing:
                assert any(str(cell) in line for line in lines)


@given(ROWS, st.integers(20, 200))
def test_no_line_exceeds_the_screen_unless_unbreakable(rows: list[tuple], width: int) -> None:
    text = written(Answer(COLUMNS, rows), screen=Screen(width=width))
    values = [str(cell) for row in rows for cell in row if cell not in (row[2], row[6])]
    indent = (width - 4) // 2 + 4
    assert all(cell_len(line) <= max(width, indent + max(map(len, values), default=0)) for line in text.splitlines())
    if width >= 100:
        assert all(cell_len(line) <= width for line in text.splitlines())


@given(ROWS, st.one_of(st.none(), st.integers(20, 200)), TEXTS)
def test_only_visible_text_reaches_an_output(rows: list[tuple], width: int | None, said: str) -> None:
    report = Answer(COLUMNS, rows, title=said, notes=(Note(said, "a"), Note(said)), hints=(said,))
    text = written(report, screen=width and Screen(width=width))
    allowed = "\n\u200c\u200d\u2068\u2069"
    assert not {category(letter) for letter in text if letter not in allowed} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_a_screen_shows_every_row() -> None:
    text = written(Answer((Column("id", "ID", "id"),), ((f"id-{n}",) for n in range(300))), screen=Screen())
    assert "id-299" in text
    assert "Not shown" not in text


def test_a_group_counts_the_rows_that_are_shown() -> None:
    text = written(arranged(GROUPED, Arrangement(limit=2)), screen=Screen(width=120))
    assert "Homs (2)" in text
    assert "Idlib" not in text
    assert "The first 2 of 5 rows; -n 0 shows all." in text


@pytest.mark.parametrize("width", [120, 45])
def test_two_groups_of_one_heading_count_apart(width: int) -> None:
    report = replace(GROUPED, rows=(*GROUPED.rows, GROUPED.rows[0]))
    lines = written(report, screen=Screen(width=width)).splitlines()
    assert [line for line in lines if line.startswith(("Homs (", "Idlib ("))] == ["Homs (3)", "Idlib (2)", "Homs (1)"]


def test_columns_left_off_the_screen_are_named() -> None:
    short = Answer(LIST.columns, tuple((row[0][:20], *row[1:]) for row in LIST.rows))
    text = written(short, screen=Screen(width=80))
    assert left_out(text) == {"Title", "Source"}
    assert "Injured" in text.splitlines()[0]


def test_a_grouped_total_stands_under_its_own_name() -> None:
    report = Answer(
        GROUPED.columns, GROUPED.rows, total=("All", None, None, None, "24", None), is_grouped=True
    )  # fmt: skip
    lines = written(report, screen=Screen(width=120)).splitlines()
    assert lines[-2:] == ["All", " " * (lines[-1].index("24")) + "24"]


@pytest.mark.parametrize("width", [120, 45])
def test_color_adds_no_information(width: int) -> None:
    plain = written(SUM, screen=Screen(width=width))
    colored = written(SUM, screen=Screen(width=width, color=True))
    bare = re.sub(r"\x1b\[[0-9;]*m", "", colored)
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()
    assert colored != plain


@pytest.mark.parametrize("name", ["NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"])
def test_the_environment_does_not_overrule_the_caller(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [written(LIST, screen=Screen(color=color)) for color in (False, True)]
    monkeypatch.setenv(name, "1")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", "30")
    assert [written(LIST, screen=Screen(color=color)) for color in (False, True)] == expected


def test_an_empty_report_is_a_bare_header() -> None:
    assert written(Answer(COLUMNS[:2], ()), screen=Screen()) == "ID  Date\n────────\n"


@pytest.mark.parametrize("width", [120, 45])
def test_a_screen_shortens_long_lists_of_sources(width: int) -> None:
    sources = ("Airwars", *(f"Source {number}" for number in range(40)))
    columns = (Column("id", "ID", "id"), Column("source", "Source", is_shortened=True), Column("town", "Town"))
    report = Answer(columns, [("a", sources, sources[:6]), ("b", sources[:5], ())])
    text = " ".join(written(report, screen=Screen(width=width)).split())
    assert "Airwars and 40 more" in text
    assert text.count(", Source 3") == 2
    for form in ("table", "csv", "json", "jsonl", "md"):
        assert "Source 39" in written(report, form)


@pytest.mark.parametrize("width", [120, 80])
def test_columns_that_were_asked_for_are_stacked(width: int) -> None:
    columns = (Column("id", "ID", "id"), *(Column(f"c{n}", f"Column {n}", rank=n) for n in range(12)))
    report = Answer(columns, [("a", *(f"the text of cell {n}" for n in range(12)))])
    assert "Not shown" in written(report, screen=Screen(width=width))
    text = written(replace(report, is_whole=True), screen=Screen(width=width))
    assert "Not shown" not in text
    assert all(f"the text of cell {n}\n" in text for n in range(12))


def test_ids_bars_and_days_have_colours_of_their_own() -> None:
    from datetime import date

    from conflict_cli.answers.answer import Bar, Calendar, Span

    days = Calendar(date(2018, 4, 1), date(2018, 4, 30))
    span = Span(days.first, days.last, None, days)
    columns = (Column("id", "ID", "id"), Column("bar", "", "bar"), Column("days", "", "bar", calendar=days))
    text = written(Answer(columns, [("a", Bar(1, 2, 3, 3), span)]), screen=Screen(width=200, color=True))
    assert len(set(re.findall("\x1b\\[(3[0-9])m", text))) == 3
    assert "\x1b[31m" not in text
