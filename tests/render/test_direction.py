"""Text from right to left: it turns nothing round that stands beside it, and no isolate is left open."""

import re

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.answers.answer import Answer, Column, Note
from conflict_cli.render.direction import FIRST_STRONG, POP, isolated
from conflict_cli.render.screen import Screen
from tests.render_examples import written

RASTAN, HOMS, MONITOR = "الرستن", "حمص", "المرصد السوري لحقوق الإنسان"
LETTERS = st.sampled_from([*"abZ 09-.,:;()/“”،", *RASTAN, *"אב۳٣", "\u200c", "\u0651", "2018-04-30", "34.92, 36.73"])
FORMS = ["table", "md", 120, 80, 45]


def seen(text: str) -> str:
    """The lines as a screen shows them, from left to right."""
    lines = (get_display(line, base_dir="L") for line in text.splitlines())
    return "\n".join(lines).replace(FIRST_STRONG, "").replace(POP, "")


def answer(*cells: str, note: str = "") -> Answer:
    columns = (Column("town", "Town"), Column("date", "Date", "date"), Column("killed", "Killed", "number"))
    where = (Column("where", "Where"), Column("source", "Source"))
    return Answer((*columns, *where), [cells], notes=(Note(note, "a"),))


def shown(report: Answer, form: str | int) -> str:
    return seen(written(report, screen=Screen(width=form)) if isinstance(form, int) else written(report, form))


@pytest.mark.parametrize("form", FORMS)
def test_dates_and_degrees_keep_their_order(form: str | int) -> None:
    report = answer(RASTAN, "2018-04-28/2018-04-30", "20–30", f"{HOMS}: town; 34.92, 36.73", MONITOR)
    text = shown(report, form).replace("\\", "")
    for whole in ("2018-04-28/2018-04-30", "20–30", "34.92", "36.73"):
        assert whole in text


@pytest.mark.parametrize("form", ["table", 120, 80])
def test_columns_keep_their_places(form: str | int) -> None:
    line = shown(answer(RASTAN, "2018-04-30", "5", "34.92, 36.73", MONITOR), form).splitlines()[-3]
    assert re.match(f"{RASTAN[::-1]} +2018-04-30 +5 +34.92, 36.73 +{MONITOR[::-1]}", line)


@pytest.mark.parametrize("form", FORMS)
def test_a_name_in_a_note_turns_no_number(form: str | int) -> None:
    note = f"May report the same people: {RASTAN} 5 and {HOMS}, 3 killed on 2018-04-30."
    text = " ".join(shown(answer("", "2018", "1", "", "", note=note), form).split()).replace("\\", "")
    assert f"people: {RASTAN[::-1]} 5 and {HOMS[::-1]}, 3 killed on 2018-04-30." in text


@pytest.mark.parametrize(
    ("text", "on_screen"),
    [
        ("مستشفى MSF الرستن: 20 killed", "نتسرلا MSF ىفشتسم: 20 killed"),
        ("هجوم 2018-04-30 الرستن", "نتسرلا 2018-04-30 موجه"),
        ("SOHR: “قتل ثلاثة. ثم اثنان، 34.92” (memo)", "SOHR: ”34.92 ،نانثا مث .ةثالث لتق“ (memo)"),
        ("Rastan (الرستن), 2", "Rastan (نتسرلا), 2"),
        ("حي 5", "5 يح"),
    ],
)
def test_a_name_reads_from_its_own_side(text: str, on_screen: str) -> None:
    assert seen(isolated(text)).replace("ﻻ", "ال") == on_screen


@given(st.lists(LETTERS).map("".join))
def test_isolates_are_closed_and_add_nothing_else(text: str) -> None:
    marked = isolated(text)
    assert marked.replace(FIRST_STRONG, "").replace(POP, "") == text
    depth = 0
    for letter in marked:
        depth += (letter == FIRST_STRONG) - (letter == POP)
        assert 0 <= depth <= 2
    assert depth == 0


@given(st.lists(LETTERS, max_size=30).map("".join), st.sampled_from([120, 45, None]))
def test_no_line_leaves_an_isolate_open(text: str, width: int | None) -> None:
    report = answer(text, "2018", "1", text, text, note=text)
    for line in written(report, screen=width and Screen(width=width)).splitlines():
        assert line.count(FIRST_STRONG) == line.count(POP)


def test_an_isolate_in_a_file_is_no_isolate() -> None:
    text = written(answer(f"{POP}{RASTAN}{FIRST_STRONG}", "2018", "1", "", ""), "table")
    assert r"\u2069" in text
    assert r"\u2068" in text
    assert text.count(FIRST_STRONG) == text.count(POP)


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_machines_get_no_isolate(form: str) -> None:
    text = written(answer(RASTAN, "2018", "1", "", MONITOR), form)
    assert FIRST_STRONG not in text
    assert RASTAN in text


def test_an_encoding_without_isolates_gets_none() -> None:
    assert r"\u2068" not in written(answer(RASTAN, "2018", "1", "", ""), "table", encoding="ascii")
