"""Conditions of counting: Python and SQL say the same of an incident, whatever store holds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.counting import conditions
from conflict_cli.counting.conditions import SURE_LOW, Condition, sure_low
from conflict_cli.counting.rules import RULES
from conflict_cli.record.dates import parse_when
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import Incident
from conflict_cli.selection.picking import Picked
from tests.shared_engine import Connection

CONDITIONS = {name: one for name, one in vars(conditions).items() if isinstance(one, Condition)}

numbers = st.integers(0, 3)
figures = st.builds(Figure, numbers, numbers, numbers, st.booleans(), st.booleans())
incidents = st.builds(
    lambda date, nearby: Incident("i", "Strike", parse_when(date), nearby=nearby),
    st.sampled_from(["2018-04-01", "2018-04-01~", "2018-04-01?", "2018-04"]),
    st.booleans(),
)
picks = st.builds(
    Picked,
    incidents,
    is_wider=st.booleans(),
    is_longer=st.booleans(),
    is_by_date=st.booleans(),
    is_by_place=st.booleans(),
    confidence=st.sampled_from([None, "claimed"]),
)


@pytest.mark.engine
@given(picks, figures)
def test_python_and_sql_agree_on_every_condition(picked: Picked, figure: Figure) -> None:
    assert len(CONDITIONS) == 9
    when = picked.incident.date
    values = {
        **{name: str(getattr(figure, name)) for name in ("low", "best", "high", "open", "approximate")},
        **{name: str(getattr(picked, name)) for name in ("is_wider", "is_longer", "is_by_date", "is_by_place")},
        "nearby": str(picked.incident.nearby),
        "mark": f"'{when.text[-1] if when.is_doubtful else ''}'",
        "confidence": f"'{picked.confidence}'" if picked.confidence else "NULL",
    }
    row = ", ".join(f"{value} AS {name}" for name, value in values.items())
    columns = {name: name for name in values}
    told = ", ".join(f"{sql.format_map(columns)}" for sql in (*(one.sql for one in CONDITIONS.values()), SURE_LOW))
    connection = Connection()
    try:
        (answer,) = connection.execute(f"SELECT {told} FROM (SELECT {row})").fetchall()
    finally:
        connection.close()
    ours = [*(one.holds(picked, figure) for one in CONDITIONS.values()), sure_low(picked, figure)]
    assert dict(zip([*CONDITIONS, "sure low"], answer, strict=True)) == dict(
        zip([*CONDITIONS, "sure low"], ours, strict=True)
    )


def test_every_condition_but_partial_is_told_with_sums() -> None:
    told = {id(rule.condition) for rule in RULES if rule.condition}
    assert {name for name, one in CONDITIONS.items() if id(one) not in told} == {"PARTIAL"}
    assert len({rule.key for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("seen", "least"),
    [
        ({}, 2),
        ({"is_by_place": True}, 2),
        ({"is_wider": True}, 0),
        ({"is_longer": True}, 0),
    ],
)
def test_an_incident_perhaps_elsewhere_adds_no_low(seen: dict[str, bool], least: int) -> None:
    incident = Incident("i", "Strike", parse_when("2018"))
    assert sure_low(Picked(incident, **seen), Figure(2, 3, 4)) == least


def test_nearby_incidents_add_no_low_to_a_place() -> None:
    incident = Incident("i", "Strike", parse_when("2018"), nearby=True)
    assert sure_low(Picked(incident, is_by_place=True), Figure(2, 3, 4)) == 0
    assert sure_low(Picked(incident), Figure(2, 3, 4)) == 2
