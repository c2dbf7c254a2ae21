"""Which columns stay, and how wide."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conflict_cli.answers.answer import Answer, Bar, Column, Kind, Note
from conflict_cli.render.screen import Screen
from conflict_cli.render.screen.widths import GAP, Layout, Size, arrange, size_of
from tests.render_examples import written

COLUMNS = (
    Column("id", "ID", "id"),
    Column("title", "Title", "text"),
    Column("killed", "Killed", "number"),
    Column("source", "Source", "text", 1),
    Column("type", "Type", "text", 2),
)
SIZES = (Size(20, 20), Size(60, 15), Size(6, 6), Size(30, 12), Size(30, 12))


@pytest.mark.parametrize(
    ("width", "layout"),
    [
        (200, Layout((0, 1, 2, 3, 4), (20, 60, 6, 30, 30))),
        (154, Layout((0, 1, 2, 3, 4), (20, 60, 6, 30, 30))),
        (153, Layout((0, 1, 2, 3, 4), (20, 59, 6, 30, 30))),
        (120, Layout((0, 1, 2, 3, 4), (20, 28, 6, 29, 29))),
        (73, Layout((0, 1, 2, 3, 4), (20, 15, 6, 12, 12))),
        (72, Layout((0, 1, 2, 3), (20, 20, 6, 20), ("Type",))),
        (60, Layout((0, 1, 2, 3), (20, 15, 6, 13), ("Type",))),
        (59, None),
    ],
)
def test_columns_are_arranged_to_fit_the_width(width: int, layout: Layout | None) -> None:
    assert arrange(COLUMNS, SIZES, width) == layout


def test_columns_are_dropped_by_rank_not_by_place() -> None:
    columns = (Column("a", "A", "id", 2), Column("b", "B", "id"), Column("c", "C", "id", 1), Column("d", "D", "id", 2))
    layout = arrange(columns, [Size(30, 30)] * 4, 70)
    assert layout == Layout((1, 2), (30, 30), ("A", "D"))


def test_needed_columns_that_do_not_fit_are_stacked() -> None:
    assert arrange((Column("a", "A", "id"), Column("b", "B", "date")), [Size(60, 60), Size(25, 25)], 80) is None


def test_a_table_without_room_for_columns_is_stacked() -> None:
    assert arrange((Column("a", "A", "id", 1), Column("b", "B", "id", 2)), [Size(90, 90)] * 2, 80) is None


def test_a_narrow_screen_shrinks_only_the_bars() -> None:
    columns = (Column("town", "Town", "text"), Column("bar", "", "bar"))
    assert arrange(columns, (Size(20, 12), Size(40, 10)), 45) == Layout((0, 1), (20, 23))
    assert arrange(columns, (Size(20, 12), Size(40, 10)), 31) is None


def test_bars_left_out_are_said_without_their_legend() -> None:
    columns = (Column("id", "ID", "id"), Column("bar", "", "bar", 2))
    legend = Note("Longest bar: 9.", signs=(("█", "to low"),))
    report = Answer(columns, (("x" * 50, Bar(9, 9, 9, 9)),), notes=(legend, Note("1 row.")))
    assert "█ to low. Longest bar: 9.\n1 row." in written(report, screen=Screen(width=62))
    narrow = written(report, screen=Screen(width=61))
    assert "Not shown at this width: the bars." in narrow
    assert "Longest" not in narrow


@pytest.mark.parametrize(
    ("kind", "heading", "cells", "size"),
    [
        ("id", "ID", ["homs-barrage"], Size(12, 12)),
        ("number", "Children killed", ["2", "≥10"], Size(15, 8)),
        ("date", "Date", ["2018-04-28/2018-04-30?"], Size(22, 22)),
        ("text", "Town", ["Rastan", "Al-Adawiyya, elsewhere"], Size(22, 12)),
        ("text", "Town", ["Homs"], Size(4, 4)),
        ("text", "Title", ["x" * 50], Size(50, 24)),
        ("text", "Title", [], Size(5, 5)),
        ("bar", "", [Bar(1, 1, 1, 1)], Size(40, 10)),
    ],
)
def test_a_column_asks_for_its_cells_width(kind: Kind, heading: str, cells: list[str | Bar], size: Size) -> None:
    assert size_of(Column("key", heading, kind), cells, len) == size


@given(
    st.lists(st.tuples(st.integers(1, 80), st.integers(1, 80), st.integers(0, 3)), min_size=1, max_size=8),
    st.integers(20, 200),
)
@example([(61, 61, 1)], 60)
def test_a_layout_fits_and_meets_each_columns_needs(asked: list[tuple[int, int, int]], width: int) -> None:
    columns = [Column(f"c{place}", f"C{place}", "text", rank) for place, (_, _, rank) in enumerate(asked)]
    sizes = [Size(max(pair), min(pair)) for *pair, _ in asked]
    layout = arrange(columns, sizes, width)
    if layout is None:
        return
    assert sum(layout.widths) + GAP * (len(layout.widths) - 1) == layout.width <= width
    for place, given_width in zip(layout.shown, layout.widths, strict=True):
        assert sizes[place].least <= given_width <= sizes[place].natural
    assert {columns[place].heading for place in layout.shown} | set(layout.left_out) == {c.heading for c in columns}
    assert all(column.rank for column in columns if column.heading in layout.left_out)
