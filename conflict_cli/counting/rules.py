"""The rules of counting that are told beside a sum: the incidents that each concerns, and its words.

A rule with a condition also holds for data sets: the SQL of the condition counts their rows. The other rules are about
links and rival accounts, which a data set does not have.
"""

from collections.abc import Callable
from operator import attrgetter

from msgspec import Struct

from conflict_cli.counting.conditions import (
    APPROXIMATE,
    CONTRADICTORY,
    DOUBTFUL_ACTOR,
    DOUBTFUL_DATE,
    LONGER,
    NEAR,
    OPEN,
    WIDER,
    Condition,
)
from conflict_cli.selection.selection import Entry


class Rule(Struct, frozen=True):
    """One rule that is told beside a sum as `words`, and of a single incident as `reason`.

    `is_about` says whether it concerns an entry, `name` how the entry is named, and `sql_name` how a row is. A rule
    that `varies` may concern an incident in one row of a table and not in another.
    """

    key: str
    is_about: Callable[[Entry], bool]
    words: str
    reason: str = ""
    name: Callable[[Entry], str] = attrgetter("id")
    condition: Condition | None = None
    sql_name: str = "id"
    varies: bool = False


def _rule(
    key: str,
    condition: Condition,
    words: str,
    reason: str = "",
    *,
    name: Callable[[Entry], str] = attrgetter("id"),
    sql_name: str = "id",
    varies: bool = False,
) -> Rule:
    def is_about(entry: Entry) -> bool:
        return condition.holds(entry.picked, entry.figure)

    return Rule(key, is_about, words, reason, name, condition, sql_name, varies)


MAYBE = Rule("maybe", lambda entry: bool(entry.maybe), "may be the same {people}, counted once in low and best")
INSIDE = Rule(
    "inside",
    lambda entry: entry.inside is not None,
    "inside another's figure, not added to it",
    name=lambda entry: f"{entry.id} in {entry.inside}",
)

RULES = (
    MAYBE,
    INSIDE,
    _rule("open", OPEN, "no upper limit reported", "no upper limit reported"),
    _rule("approximate", APPROXIMATE, "approximate", "approximate"),
    Rule(
        "disputed",
        attrgetter("is_disputed"),
        "sources differ, from the least to the greatest",
        "its sources differ",
    ),
    _rule(
        "contradictory",
        CONTRADICTORY,
        "low, best and high contradict each other",
        "its low, best and high contradict each other",
    ),
    _rule(
        "doubt",
        DOUBTFUL_ACTOR,
        "not attributed as a fact",
        name=lambda entry: f"{entry.id} ({entry.picked.confidence})",
        sql_name="id || ' (' || confidence || ')'",
        varies=True,
    ),
    _rule("date", DOUBTFUL_DATE, "its date is uncertain or approximate"),
    _rule(
        "near",
        NEAR,
        "in or near the place named: nothing of it in low, all of it in best and high",
        "in or near the place, so nothing of it is sure",
    ),
    _rule(
        "wider",
        WIDER,
        "reported for more places than these: nothing of it in low, all of it in best and high",
        "reported for more places than were asked for, so nothing of it is sure",
        varies=True,
    ),
    _rule(
        "longer",
        LONGER,
        "perhaps on other days than these: nothing of it in low, all of it in best and high",
        "perhaps on days that were not asked for, so nothing of it is sure",
    ),
)
