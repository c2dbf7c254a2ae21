"""The rules of counting that are told beside a sum: the incidents that each concerns, and its words.

A rule with a condition also holds for data sets: the SQL of the condition counts their rows. The other rules are about
links and rival accounts, which a data set does not have.
"""

from collections.abc import Callable, Iterable
from itertools import compress
from operator import attrgetter

from msgspec import Struct

from conflict_cli.counting.conditions import (
    APPROXIMATE,
    CLAIMED,
    CONTRADICTORY,
    DOUBTFUL_ACTOR,
    DOUBTFUL_DATE,
    LONGER,
    NEAR,
    OPEN,
    POSSIBLE,
    SUSPECTED,
    UNTYPED,
    WIDER,
    Condition,
)
from conflict_cli.selection.belonging import Belongs
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


MAYBE = Rule("maybe", attrgetter("maybe"), "may be the same {people}, counted once in low and best")
INSIDE = Rule(
    "inside",
    attrgetter("inside"),
    "inside another's figure, not added to it",
    name=lambda entry: f"{entry.id} in {entry.inside}",
)
DERIVED = Rule(
    "derived",
    attrgetter("figure.is_derived"),
    "children reckoned from girls and boys",
    "reckoned from girls and boys",
)

RULES = (
    MAYBE,
    INSIDE,
    _rule("open", OPEN, "no upper limit reported", "no upper limit reported"),
    _rule("approximate", APPROXIMATE, "approximate", "approximate"),
    Rule(
        "disputed",
        lambda entry: entry.disputed == "sources",
        "sources differ, from the least to the greatest",
        "its sources differ",
    ),
    Rule(
        "accounts",
        lambda entry: entry.disputed == "accounts",
        "one source gives several figures, from the least to the greatest",
        "its accounts differ",
    ),
    DERIVED,
    Rule("denied", attrgetter("is_denied"), "denied by a party, which changes no number", "denied by a party"),
    _rule(
        "contradictory",
        CONTRADICTORY,
        "low, best and high contradict each other",
        "its low, best and high contradict each other",
    ),
    _rule("doubt", DOUBTFUL_ACTOR, "names the actor as involved, not as the one who did it", varies=True),
    _rule(
        "suspected",
        SUSPECTED,
        "suspected, so only in best and high",
        "suspected, so not in low",
        varies=True,
    ),
    _rule(
        "claimed",
        CLAIMED,
        "claimed or contested, or nobody is surely named, so only in high",
        "claimed or contested, or nobody is surely named, so only in high",
        name=lambda entry: f"{entry.id} ({entry.picked.confidence})" if entry.picked.confidence else entry.id,
        varies=True,
    ),
    _rule("date", DOUBTFUL_DATE, "its date is uncertain or approximate"),
    _rule(
        "near",
        NEAR,
        "in or near the place, so only in best and high",
        "in or near the place, so not in low",
        varies=True,
    ),
    _rule(
        "wider",
        WIDER,
        "perhaps partly or wholly in other places, so only in high",
        "perhaps partly or wholly in other places, so only in high",
        varies=True,
    ),
    _rule(
        "longer",
        LONGER,
        "perhaps partly or wholly on other days, so only in high",
        "perhaps partly or wholly on other days, so only in high",
        varies=True,
    ),
    _rule(
        "untyped",
        UNTYPED,
        "of a type that nobody named, so only in high",
        "of a type that nobody named, so only in high",
    ),
    _rule("possible", POSSIBLE, "may belong here, so only in high", "may belong here, so only in high", varies=True),
)


def concerned(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return the entries that each rule is about, by the key of the rule; rules that are about none are left out."""
    some = _noteworthy(entries)
    picked, figures = [one.picked for one in some], [one.figure for one in some]
    unsure = [one for one in some if one.picked.belongs is not Belongs.SURELY or one.picked.confidence]
    found = {}
    for rule in RULES:
        if rule.condition is None:
            about = list(filter(rule.is_about, some))
        elif rule.condition.level:
            about = list(filter(rule.is_about, unsure))
        else:
            about = list(compress(some, map(rule.condition.holds, picked, figures)))
        if about:
            found[rule.key] = about
    return found


def _noteworthy(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that any rule may be about: not the many of which everything is sure, exact and told once."""
    surely = Belongs.SURELY
    return [
        entry
        for entry in entries
        if (picked := entry.picked).belongs is not surely
        or picked.confidence
        or (picked.is_by_date and picked.incident.date.is_doubtful)
        or (figure := entry.figure).open
        or figure.approximate
        or figure.is_derived
        or not figure.low <= figure.best <= figure.high
        or entry.maybe
        or entry.inside is not None
        or entry.disputed
        or entry.is_denied
    ]
