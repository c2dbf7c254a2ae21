"""`rules`: every rule finds the entries that it is about."""

from datetime import date

import pytest
from msgspec.structs import replace

from conflict_cli.counting.rules import RULES, concerned
from conflict_cli.record.dates import When
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import Incident
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Entry

DAY = date(2018, 4, 1)
PICKED = Picked(Incident("a", "A", When("2018-04-01?", DAY, DAY, uncertain=True)))
PLAIN = Entry(PICKED, Figure(5, 5, 9), low=5, best=5, high=9)


def _picked(level: Belongs, **marks) -> Entry:
    return replace(PLAIN, picked=replace(PICKED, belongs=level, **marks))


def _figure(**numbers) -> Entry:
    return replace(PLAIN, figure=replace(PLAIN.figure, **numbers))


ABOUT = {
    "maybe": replace(PLAIN, maybe=("b",)),
    "inside": replace(PLAIN, inside="b"),
    "open": _figure(open=True),
    "approximate": _figure(approximate=True),
    "disputed": replace(PLAIN, disputed="sources"),
    "accounts": replace(PLAIN, disputed="accounts"),
    "derived": _figure(is_derived=True),
    "denied": replace(PLAIN, is_denied=True),
    "contradictory": _figure(best=10),
    "doubt": _picked(Belongs.SURELY, confidence="involved"),
    "suspected": _picked(Belongs.LIKELY, cast=Belongs.LIKELY),
    "claimed": _picked(Belongs.PERHAPS, cast=Belongs.PERHAPS),
    "date": _picked(Belongs.SURELY, is_by_date=True),
    "near": _picked(Belongs.LIKELY, site=Belongs.LIKELY),
    "wider": _picked(Belongs.PERHAPS, site=Belongs.PERHAPS),
    "longer": _picked(Belongs.PERHAPS, days=Belongs.PERHAPS),
    "untyped": _picked(Belongs.PERHAPS, type=Belongs.PERHAPS),
    "possible": _picked(Belongs.UNCOUNTED, site=Belongs.UNCOUNTED),
}


@pytest.mark.parametrize("rule", RULES, ids=[rule.key for rule in RULES])
def test_what_a_rule_is_about_is_found(rule):
    entry = ABOUT[rule.key]
    assert rule.is_about(entry)
    assert concerned([PLAIN, entry])[rule.key] == [entry]
    assert not rule.is_about(PLAIN)


def test_low_above_best_is_found():
    assert concerned([_figure(low=6)])
