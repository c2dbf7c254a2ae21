"""Conditions of counting: Python and SQL say the same of an incident, whatever store holds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.counting import conditions
from conflict_cli.counting.conditions import Condition, best_of, best_sql, low_of, low_sql
from conflict_cli.counting.rules import RULES
from conflict_cli.record.dates import parse_when
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import Incident
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.picking import Picked
from tests.shared_engine import Connection

CONDITIONS = {name: one for name, one in vars(conditions).items() if isinstance(one, Condition)}

ASPECTS = ("site", "days", "cast", "type")

numbers = st.integers(0, 3)
figures = st.builds(Figure, numbers, numbers, numbers, st.booleans(), st.booleans())
incidents = st.builds(
    lambda date: Incident("i", "Strike", parse_when(date)),
    st.sampled_from(["2018-04-01", "2018-04-01~", "2018-04-01?", "2018-04"]),
)
levels = st.sampled_from([one for one in Belongs if one != Belongs.NOT])


@st.composite
def picks(draw: st.DrawFn) -> Picked:
    how = {name: draw(levels) for name in ASPECTS}
    confidence = draw(st.sampled_from([None, "suspected", "claimed", "involved"]))
    is_by_date = draw(st.booleans())
    return Picked(draw(incidents), **how, belongs=min(how.values()), is_by_date=is_by_date, confidence=confidence)


@pytest.mark.engine
@given(picks(), figures)
def test_python_and_sql_agree_on_every_condition(picked: Picked, figure: Figure) -> None:
    when = picked.incident.date
    values = {
        **{name: str(getattr(figure, name)) for name in ("low", "best", "high", "open", "approximate")},
        **{f"{name}_is": f"{getattr(picked, name):d}" for name in ASPECTS},
        "is_by_date": str(picked.is_by_date),
        "mark": f"'{when.text[-1] if when.is_doubtful else ''}'",
        "confidence": f"'{picked.confidence}'" if picked.confidence else "NULL",
    }
    row = ", ".join(f"{value} AS {name}" for name, value in values.items())
    columns = {name: name for name in values}
    told = ", ".join(
        sql.format_map(columns) for sql in (*(one.sql for one in CONDITIONS.values()), low_sql(), best_sql())
    )
    connection = Connection()
    try:
        (answer,) = connection.execute(f"SELECT {told} FROM (SELECT {row})").fetchall()
    finally:
        connection.close()
    answer = [bool(one) for one in answer[:-2]] + list(answer[-2:])
    ours = [one.holds(picked, figure) for one in CONDITIONS.values()]
    ours += [low_of(picked, figure), best_of(picked, figure)]
    names = [*CONDITIONS, "low", "best"]
    assert dict(zip(names, answer, strict=True)) == dict(zip(names, ours, strict=True))


def test_every_condition_is_told_with_sums() -> None:
    told = {id(rule.condition) for rule in RULES if rule.condition}
    assert [name for name, one in CONDITIONS.items() if id(one) not in told] == []
    assert len({rule.key for rule in RULES}) == len(RULES)


SHARES = [(Belongs.SURELY, 2, 3), (Belongs.LIKELY, 0, 3), (Belongs.PERHAPS, 0, 0), (Belongs.UNCOUNTED, 0, 0)]


@pytest.mark.parametrize(("belongs", "low", "best"), SHARES, ids=[row[0].name for row in SHARES])
def test_only_sure_is_low_only_likely_is_best(belongs: Belongs, low: int, best: int) -> None:
    picked = Picked(Incident("i", "Strike", parse_when("2018")), belongs=belongs)
    figure = Figure(2, 3, 4)
    assert (low_of(picked, figure), best_of(picked, figure)) == (low, best)
