"""Sums of a data set, added up by the engine. They follow the rules of `totals` for incidents without links."""

from collections.abc import Iterator, Sequence

from conflict_cli.counting.conditions import APPROXIMATE, DOUBTFUL_DATE, OPEN, Condition, best_sql, low_sql
from conflict_cli.counting.rules import RULES, Rule
from conflict_cli.dataset.store.engine import FEW
from conflict_cli.dataset.store.relation import Relation
from conflict_cli.dataset.store.rows import Row
from conflict_cli.record.figures import BOUNDS, MARKS, Figure
from conflict_cli.record.incident import Measure
from conflict_cli.selection.selection import Few, Sum

_TOLD = [(rule, rule.condition) for rule in RULES if rule.condition]


def sums_by_key(
    relation: Relation,
    measure: Measure,
    key: str = "NULL::VARCHAR",
    whole: Sum | None = None,
    *,
    is_by_date: str = "false",
) -> Iterator[tuple[tuple[int | str | None, ...], Sum]]:
    """Yield each key, which may be of several columns, with the sum of its rows.

    `is_by_date` is the SQL of whether a row came to its key by its date.
    `whole` is the sum of all rows, if it is known: what holds for none of them, the engine need not count by key.
    """
    width = key.count(",") + 1
    if not relation.numbers(measure):
        for *names, count in relation.engine.fetched(f"SELECT {key}, count(*) FROM ({relation.rows}) GROUP BY ALL"):
            yield tuple(names), Sum(measure, int(str(count)), stated=0, told={})
        return
    columns = {name: relation.column(measure, name) for name in (*BOUNDS, *MARKS)}
    columns["is_by_date"] = "true" if relation.question.is_by_date else is_by_date
    has_figure = "{best} IS NOT NULL"
    told_of = [(rule, one) for rule, one in _TOLD if _may_hold(one, rule, relation, columns["is_by_date"], whole)]
    parts = [
        "count(*), count({best})",
        f"sum({low_sql(relation.levels)}), sum({best_sql(relation.levels)}), sum({{high}})",
        *(f"bool_or({condition.sql}) FILTER (WHERE {has_figure})" for condition in (OPEN, APPROXIMATE)),
    ]
    for rule, condition in told_of:
        among = f"FILTER (WHERE {has_figure} AND ({condition.sql}))"
        parts.append(f"count(*) {among}, arg_min({rule.sql_name}, row, {FEW}) {among}")
    query = f"SELECT {key}, {', '.join(parts).format_map(columns)} FROM ({relation.rows}) GROUP BY ALL"
    for row in relation.engine.fetched(query):
        yield tuple(row[:width]), _sum(measure, row[width:], [rule for rule, _ in told_of])


def _may_hold(condition: Condition, rule: Rule, relation: Relation, is_by_date: str, whole: Sum | None) -> bool:
    """Say whether a condition may hold for any row of the relation."""
    if condition is DOUBTFUL_DATE:
        return is_by_date != "false"
    if condition.level:
        return relation.may_tell(condition.level)
    return whole is None or rule.key in (whole.told or ())


def _sum(measure: Measure, row: Row, rules: Sequence[Rule]) -> Sum:
    incidents, stated, low, best, high, is_open, rough, *told = row
    figure = Figure(int(low), int(best), int(high), bool(is_open), bool(rough)) if stated else None
    few = {
        rule.key: Few(tuple(names), count)
        for rule, count, names in zip(rules, told[::2], told[1::2], strict=True)
        if count
    }
    return Sum(measure, incidents, figure, stated=stated, told=few)
