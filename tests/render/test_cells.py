"""Cells as readers see them; charts that never mislead."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.answers.answer import Answer, Bar, Calendar, Cell, Note, Span
from conflict_cli.render.axis import scale_of
from conflict_cli.render.cells import as_text, display_width, draw_bar, draw_span, notes_beside, notes_in_file
from conflict_cli.render.harmless import cleaner, harmless

WIDTHS = st.integers(2, 60)
NUMBERS = st.integers(0, 10**9)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("≥2", "≥2"),
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (1234567, "1234567"),
        (-5, "-5"),
        (34.9, "34.9"),
        ((), ""),
        (("Rastan", "Talbissah"), "Rastan, Talbissah"),
        (("a\nb", "c"), "a b, c"),
        ([{"source": "SOHR", "killed": 2}], '[{"source":"SOHR","killed":2}]'),
        ([{"source": "\ud800"}], '[{"source":"\\ud800"}]'),
        (Bar(1, 1, 2, 2), "█" * 20 + "░" * 19),
    ],
    ids=repr,
)
def test_a_cell_is_shown_as_text(cell: Cell, text: str) -> None:
    assert as_text(cell, harmless) == text


@pytest.mark.parametrize(
    ("bar", "drawn"),
    [
        (Bar(10, 10, 10, 10), "██████████"),
        (Bar(5, 7, 10, 10), "█████▒▒░░░"),
        (Bar(5, 5, 10, 10), "█████░░░░░"),
        (Bar(5, 10, 10, 10), "█████▒▒▒▒▒"),
        (Bar(5, 5, 10, 10, open=True), "█████░░░░░+"),
        (Bar(0, 0, 5, 10), "░░░░░"),
        (Bar(0, 0, 0, 10), ""),
        (Bar(0, 0, 0, 0), ""),
        (Bar(0, 0, 0, 10, open=True), "+"),
        (Bar(1, 1, 1, 1000), "█"),
        (Bar(0, 1, 1, 1000), "▒"),
        (Bar(0, 0, 1, 1000), "░"),
        (Bar(999, 999, 999, 1000), "██████████"),
        (Bar(20, 20, 20, 10), "██████████"),
        (Bar(5, 3, 10, 10), "███░░░░░░░"),
        (Bar(3, 5, 3, 10), "███▒▒"),
        (Bar(9, 3, 5, 10), "███░░░░░░"),
        (Bar(4, 7, 5, 10, open=True), "████▒▒▒+"),
    ],
    ids=repr,
)
def test_a_bar_is_drawn_from_its_bounds(bar: Bar, drawn: str) -> None:
    assert draw_bar(bar, 11) == drawn


@given(NUMBERS, NUMBERS, NUMBERS, WIDTHS)
def test_a_smaller_value_never_has_a_longer_bar(one: int, other: int, most: int, width: int) -> None:
    small, large = sorted((one, other))
    assert len(draw_bar(_exact(small, most), width)) <= len(draw_bar(_exact(large, most), width))
    assert draw_bar(Bar(small, large, large, most), width).count("█") == len(draw_bar(_exact(small, most), width))


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, WIDTHS)
def test_a_bigger_bound_is_never_drawn_shorter(
    low: int, best: int, high: int, more: int, most: int, width: int
) -> None:
    drawn = draw_bar(Bar(low, best, high, most), width)
    assert draw_bar(Bar(low + more, best, high, most), width).count("█") >= drawn.count("█")
    assert len(draw_bar(Bar(low, best, high + more, most), width)) >= len(drawn)


@given(NUMBERS, NUMBERS, NUMBERS, st.integers(1, 10**9), st.booleans(), WIDTHS)
def test_a_bar_fits_and_shows_what_is_nonzero(
    low: int, best: int, high: int, most: int, is_open: bool, width: int
) -> None:
    drawn = draw_bar(Bar(low, best, high, most, open=is_open), width)
    assert len(drawn) <= width
    assert re.fullmatch("█*▒*░*[+]?", drawn)
    assert ("█" in drawn) == (min(low, best, high) > 0)
    assert bool(drawn.rstrip("+")) == (max(low, best, high) > 0)


def _exact(number: int, most: int) -> Bar:
    return Bar(number, number, number, most)


APRIL = Calendar(date(2018, 4, 1), date(2018, 4, 30))


def span(first: str, last: str, certain: tuple[str, str] | None = None, calendar: Calendar = APRIL) -> Span:
    sure = (date.fromisoformat(certain[0]), date.fromisoformat(certain[1])) if certain else None
    return Span(date.fromisoformat(first), date.fromisoformat(last), sure, calendar)


@pytest.mark.parametrize(
    ("chart", "width", "drawn"),
    [
        (span("2018-04-01", "2018-04-30"), 10, "░░░░░░░░░░"),
        (span("2018-04-01", "2018-04-01", ("2018-04-01", "2018-04-01")), 10, "█"),
        (span("2018-04-30", "2018-04-30", ("2018-04-30", "2018-04-30")), 10, "         █"),
        (span("2018-04-04", "2018-04-15", ("2018-04-09", "2018-04-10")), 10, " ░██░"),
        (span("2018-04-02", "2018-04-02"), 60, "  ░░"),
        (span("2018-04-02", "2018-04-02"), 89, "  ░░"),
        (span("2018-04-02", "2018-04-02"), 90, "   ░░░"),
        (span("2018-04-02", "2018-04-05", ("2018-04-03", "2018-04-04")), 30, " ░██░"),
        (span("2018-04-02", "2018-04-05"), 1, "░"),
    ],
)  # fmt: skip
def test_a_span_is_drawn_on_its_days(chart: Span, width: int, drawn: str) -> None:
    assert draw_span(chart, width) == drawn


@pytest.mark.parametrize(
    ("first", "last", "drawn"),
    [
        ("2018-04-11", "2018-04-12", " ░░"),
        ("2018-04-10", "2018-04-12", "◂░░"),
        ("2018-04-12", "2018-05-01", "  ░░░░▸"),
        ("0001-01-01", "9999-12-30", "◂░░░░░▸"),
    ],
)
def test_days_beyond_a_cut_calendar_mark_its_margins(first: str, last: str, drawn: str) -> None:
    cut = Calendar(date(2018, 4, 11), date(2018, 4, 15), is_cut=True)
    assert draw_span(span(first, last, calendar=cut), 11) == drawn


DAYS = st.dates(date(2018, 1, 1), date(2020, 12, 31))
CALENDARS = st.builds(
    lambda days, is_cut: Calendar(min(days), max(days), is_cut), st.lists(DAYS, min_size=1, max_size=2), st.booleans()
)


@given(CALENDARS, st.lists(DAYS, min_size=4, max_size=4), st.booleans(), st.integers(3, 130))
def test_spans_fit_the_axis_and_show_certain_days(
    calendar: Calendar, days: list[date], is_sure: bool, width: int
) -> None:
    first, begun, ended, last = sorted(days)
    shown = Span(first, last, (begun, ended) if is_sure else None, calendar)
    drawn = draw_span(shown, width)
    assert len(drawn) <= width
    assert re.fullmatch("[ ◂]? *░*█*░*▸?", drawn)
    is_seen = first <= calendar.last and calendar.first <= last
    assert bool(set(drawn) & set("░█")) == is_seen
    assert ("█" in drawn) == (is_sure and begun <= calendar.last and calendar.first <= ended)
    assert ("◂" in drawn) == (calendar.is_cut and first < calendar.first)
    assert ("▸" in drawn) == (calendar.is_cut and calendar.last < last)


@given(CALENDARS, DAYS, DAYS, st.integers(3, 130))
def test_a_span_fills_the_cells_of_its_days(calendar: Calendar, one: date, other: date, width: int) -> None:
    scale = scale_of(calendar, width)
    first, last = (min(max(day, calendar.first), calendar.last) for day in sorted((one, other)))
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    assert set(scale.cells(first, last)) == {cell for day in days for cell in scale.cells(day, day)}


@given(CALENDARS, DAYS, DAYS, st.integers(3, 130))
def test_a_later_day_is_never_drawn_earlier(calendar: Calendar, one: date, other: date, width: int) -> None:
    scale = scale_of(calendar, width)
    days = [min(max(day, calendar.first), calendar.last) for day in sorted((one, other))]
    early, late = (scale.cells(day, day) for day in days)
    assert early.start <= late.start
    assert early.stop <= late.stop
    assert early
    assert late.stop <= max(scale.width, 1) <= max(width, 1)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        *(("", 0), ("Rastan", 6), ("≥2", 2), ("الرستن", 6), ("漢字", 4), ("e\u0301", 1), ("ＡＢ", 4)),
        *(("می\u200cخواهم", 7), ("\u1112\u1161\u11ab", 2), ("👩\u200d🚒", 2), ("❤\ufe0f", 2), ("1\ufe0f\u20e3", 2)),
        *(("👍🏽", 2), ("🇸🇾", 2), ("🧑\u200d⚕\ufe0f", 2), ("❤\ufe0f\u200d🔥", 2)),
    ],
)
def test_wide_and_combining_letters_have_their_width(text: str, width: int) -> None:
    assert display_width(text) == width


SIGNS = (("█", "to low"), ("░", "to high"))


@pytest.mark.parametrize(
    ("charts", "told"),
    [
        (["██", "█░"], [Note("█ to low, ░ to high. The longest bar is 9.", "a"), Note("3 rows.")]),
        (["██"], [Note("█ to low. The longest bar is 9.", "a"), Note("3 rows.")]),
        (["", "+"], [Note("3 rows.")]),
        ([], [Note("3 rows.")]),
    ],
)
def test_a_legend_names_the_signs_that_are_drawn(charts: list[str], told: list[Note]) -> None:
    notes = [Note("The longest bar is 9.", "a", SIGNS), Note("3 rows.")]
    assert notes_beside(notes, charts, harmless) == told


def test_a_legend_needs_rows_readable_twice() -> None:
    report = Answer((), iter([(Bar(1, 1, 2, 2),)]), notes=(Note("", signs=SIGNS),))
    with pytest.raises(TypeError, match="read twice"):
        notes_in_file(report, harmless)


def test_a_legend_knows_the_ascii_signs() -> None:
    (note,) = notes_beside([Note("", signs=SIGNS)], ["##"], cleaner("ascii"))
    assert cleaner("ascii")(note.text) == "# to low."
