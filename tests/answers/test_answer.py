"""`report`: a report's columns, order and length as its reader asks for them."""

import pytest
from msgspec.structs import replace

from conflict_cli.answers.answer import Answer, Arrangement, Column, Note, arranged, known_key, ordered
from conflict_cli.record.errors import UsageError

COLUMNS = (Column("group", "Group"), Column("killed_low", "Low", "number"), Column("id", "ID", "id"))
ROWS = [("Homs", 3, "b"), ("Homs", 20, "a"), ("Idlib", None, "c")]
REPORT = Answer(
    COLUMNS,
    ROWS,
    title="Killed",
    total=("All", 23, "z"),
    notes=(Note("3 rows."),),
    envelope={"by": "group"},
    is_grouped=True,
    are_counted=True,
    hints=("try this",),
)


def rows(**wanted) -> list:
    return list(arranged(REPORT, Arrangement(**wanted)).rows)


def test_an_empty_arrangement_changes_nothing():
    assert arranged(REPORT, Arrangement()) == REPORT


def test_columns_come_in_the_order_asked_for():
    changed = arranged(REPORT, Arrangement(columns=("id", "killed_low")))
    assert changed == replace(
        REPORT,
        columns=(COLUMNS[2], COLUMNS[1]),
        rows=[("b", 3), ("a", 20), ("c", None)],
        total=("z", 23),
        is_grouped=False,
        is_whole=True,
    )


def test_a_column_may_be_asked_for_twice():
    assert rows(columns=("id", "id")) == [("b", "b"), ("a", "a"), ("c", "c")]


def test_a_report_is_grouped_while_group_comes_first():
    assert arranged(REPORT, Arrangement(columns=("group", "id"))).is_grouped
    assert not arranged(REPORT, Arrangement(columns=("id", "group"))).is_grouped
    assert not arranged(REPORT, Arrangement(sort="group")).is_grouped


def test_a_report_without_a_total_gets_none():
    assert arranged(replace(REPORT, total=None), Arrangement(columns=("id",))).total is None


SORTED = [
    ("killed_low", ["b", "a", "c"]),
    ("-killed_low", ["a", "b", "c"]),
    ("id", ["a", "b", "c"]),
    ("-id", ["c", "b", "a"]),
]


@pytest.mark.parametrize(("sort", "expected"), SORTED, ids=[row[0] for row in SORTED])
def test_rows_are_sorted_by_a_column(sort, expected):
    """What is empty comes last either way."""
    assert [row[2] for row in rows(sort=sort)] == expected


def test_rows_may_be_sorted_by_a_hidden_column():
    assert rows(columns=("group",), sort="-killed-low") == [("Homs",), ("Homs",), ("Idlib",)]
    assert rows(columns=("id",), sort="-killed-low") == [("a",), ("b",), ("c",)]


def test_rows_cut_off_are_told():
    cut = arranged(REPORT, Arrangement(limit=2))
    assert list(cut.rows) == ROWS[:2]
    assert cut.notes == (Note("3 rows."), Note("The first 2 of 3 rows; -n 0 shows all."))
    assert cut.total == REPORT.total


@pytest.mark.parametrize("limit", [0, 3, 4])
def test_a_limit_that_cuts_nothing_off_says_nothing(limit):
    whole = arranged(REPORT, Arrangement(limit=limit))
    assert (list(whole.rows), whole.notes) == (ROWS, REPORT.notes)


def test_a_limit_applies_to_the_sorted_rows():
    assert rows(limit=1, sort="-killed_low") == [("Homs", 20, "a")]


def test_rows_stay_lazy_where_nothing_needs_them_all():
    lazy = replace(REPORT, rows=(row for row in ROWS))
    assert arranged(lazy, Arrangement()).rows is lazy.rows


KEYS = ["id", "killed_low", "killed_high", "town"]
KNOWN = [("id", "id"), ("ID", "id"), (" killed-low ", "killed_low"), ("Killed_High", "killed_high")]


@pytest.mark.parametrize(("name", "key"), KNOWN, ids=[row[0] for row in KNOWN])
def test_a_column_may_be_spelt_several_ways(name, key):
    assert known_key(name, KEYS) == key


UNKNOWN = [
    ("kiled_low", 'there is no column "kiled_low"; did you mean killed_low'),
    ("twon", 'there is no column "twon"; did you mean town?'),
    ("zzz", 'there is no column "zzz"; choose from id, killed_low, killed_high, town'),
    ("", 'there is no column ""; choose from id'),
]


@pytest.mark.parametrize(("name", "told"), UNKNOWN, ids=[row[0] or "empty" for row in UNKNOWN])
def test_an_unknown_column_is_refused(name, told):
    with pytest.raises(UsageError) as refused:
        known_key(name, KEYS)
    assert str(refused.value).startswith(told)
    for wanted in (Arrangement(columns=("id", name or "zzz")), Arrangement(sort=name or "zzz")):
        with pytest.raises(UsageError):
            arranged(REPORT, wanted)


ORDERS = [
    ("numbers", [10, 9, 100, 0], [0, 9, 10, 100]),
    ("decimals", [36.5, -12, 36.25], [-12, 36.25, 36.5]),
    ("figures by their first number", ["10", "~9", "≥20", "0–1", "11–12"], ["0–1", "~9", "10", "11–12", "≥20"]),
    ("figures, then none", ["10", "?", "9"], ["9", "10", "?"]),
    ("texts by their letters", ["b", "Á", "c", "a2"], ["Á", "a2", "b", "c"]),
    ("dates", ["2018-04-30", "2018-03", "2018-04"], ["2018-03", "2018-04", "2018-04-30"]),
    ("lists", [("b", "a"), ("a", "c"), ()], [("a", "c"), ("b", "a"), ()]),
    ("truth", [True, False], [False, True]),
    ("what is empty comes last", [None, "", "b", "?", "a"], ["a", "b", None, "", "?"]),
    ("what is equal keeps its order", ["b1", ("b1",), "a"], ["a", "b1", ("b1",)]),
]


@pytest.mark.parametrize(("cells", "expected"), [row[1:] for row in ORDERS], ids=[row[0] for row in ORDERS])
def test_cells_are_sorted_by_number_or_text(cells, expected):
    assert ordered(cells, lambda cell: cell, is_reversed=False) == expected


def test_reversal_keeps_empty_last_and_equals_in_order():
    cells = ["a", None, "b", ("b",), "?", "c"]
    assert ordered(cells, lambda cell: cell, is_reversed=True) == ["c", "b", ("b",), "a", None, "?"]
