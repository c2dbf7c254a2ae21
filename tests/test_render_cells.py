"""Cells as readers see them; bars that never mislead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.render.cells import as_text, display_width, draw_bar
from conflict_cli.render.harmless import harmless
from conflict_cli.report import Bar, Cell

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
        (Bar(1, 2, 2), "█" * 20 + "░" * 19),
    ],
    ids=repr,
)
def test_as_text(cell: Cell, text: str) -> None:
    assert as_text(cell, harmless) == text


@pytest.mark.parametrize(
    ("bar", "drawn"),
    [
        (Bar(10, 10, 10), "██████████"),
        (Bar(5, 10, 10), "█████░░░░░"),
        (Bar(5, 10, 10, open=True), "█████░░░░░+"),
        (Bar(0, 5, 10), "░░░░░"),
        (Bar(0, 0, 10), ""),
        (Bar(0, 0, 0), ""),
        (Bar(0, 0, 10, open=True), "+"),
        (Bar(1, 1, 1000), "█"),
        (Bar(0, 1, 1000), "░"),
        (Bar(999, 999, 1000), "██████████"),
        (Bar(20, 20, 10), "██████████"),
        (Bar(3, 2, 10), "███"),
    ],
    ids=repr,
)
def test_draw_bar(bar: Bar, drawn: str) -> None:
    assert draw_bar(bar, 11) == drawn


@given(NUMBERS, NUMBERS, NUMBERS, WIDTHS)
def test_a_smaller_value_is_never_longer(one: int, other: int, most: int, width: int) -> None:
    small, large = sorted((one, other))
    assert len(draw_bar(Bar(small, small, most), width)) <= len(draw_bar(Bar(large, large, most), width))
    assert draw_bar(Bar(small, large, most), width).count("█") == len(draw_bar(Bar(small, small, most), width))


@given(NUMBERS, NUMBERS, st.integers(1, 10**9), st.booleans(), WIDTHS)
def test_a_bar_fits_and_what_is_not_zero_is_seen(low: int, more: int, most: int, is_open: bool, width: int) -> None:
    drawn = draw_bar(Bar(low, low + more, most, open=is_open), width)
    assert len(drawn) <= width
    assert ("█" in drawn) == (low > 0)
    assert bool(drawn.rstrip("+")) == (low + more > 0)


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("Rastan", 6), ("≥2", 2), ("الرستن", 6), ("漢字", 4), ("e\u0301", 1), ("ＡＢ", 4)]
)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width
