"""The figures of the normal form: low, best and high of each measure and of each group of the killed."""

from collections.abc import Mapping

from conflict_cli.dataset.intake.persons import of_a_person
from conflict_cli.dataset.intake.sql import literal
from conflict_cli.dataset.intake.steps import Steps
from conflict_cli.dataset.layout.layout import Layout, NumberColumns, PartColumns, shown
from conflict_cli.record.figures import BOUNDS, MARKS
from conflict_cli.record.incident import MEASURES

_OF_A_ROW = (*["1::INTEGER"] * len(BOUNDS), *["false"] * len(MARKS), "NULL::VARCHAR")

FIGURES = "worded_figures"
"""The table of figures in words: each `text`, and its meaning as a `value`."""


def figure_columns(layout: Layout, steps: Steps) -> Mapping[str, str]:
    """Return the SQL of every column of figures that the layout fills."""
    columns: dict[str, str] = {}
    for measure in MEASURES:
        numbers = layout.numbers.get(measure)
        if numbers is None:
            continue
        values = _OF_A_ROW if numbers.rows else _numbers(numbers, steps)
        names = [f"{measure}_{name}" for name in (*BOUNDS, *MARKS, "text")]
        columns |= dict(zip(names, values, strict=True))
        for part, where in layout.parts_of(measure).items():
            if not where.column:
                columns |= {f"{measure}_{part}_{name}": columns[f"{measure}_{name}"] for name in (*BOUNDS, *MARKS)}
            elif numbers.rows:
                columns |= of_a_person(f"{measure}_{part}", part, where, layout, steps)
            else:
                columns |= _part(f"{measure}_{part}", where, values, steps)
    return columns


def _numbers(numbers: NumberColumns, steps: Steps) -> tuple[str, ...]:
    """Return the SQL of low, best, high, open, approximate and the words; all are null if one number cannot be read."""
    if numbers.words and steps.has(numbers.words):
        mapped = steps.looked_up(FIGURES, numbers.words)
        steps.read_as(numbers.words, mapped)
        bounds = [f"{mapped}.{name}" for name in (*BOUNDS, *MARKS)]
        return (*bounds, f"CASE WHEN {mapped}.low IS NOT NULL THEN {steps.cell(numbers.words)} END")
    single = numbers.exactly or numbers.at_least or numbers.words
    names = [single] * 3 if single else [str(numbers.low), str(numbers.best or numbers.low), str(numbers.high)]
    for name in dict.fromkeys(names):
        steps.read_as(name, steps.count(name))
    if not single:
        some, none = (f" {word} ".join(f"{steps.text(name)} IS NULL" for name in names) for word in ("OR", "AND"))
        suspect = " OR ".join(f"{steps.count(name)} IS NULL" for name in names)
        told = f"not all of {', '.join(map(shown, dict.fromkeys(names)))} are given"
        steps.complain(suspect, f"({some}) AND NOT ({none})", literal(told))
    is_known = " AND ".join(f"{steps.count(name)} IS NOT NULL" for name in dict.fromkeys(names))
    if numbers.unknown_if is not None:
        is_known += f" AND {steps.count(names[1])} <> {int(numbers.unknown_if)}"
    flags = [steps.flag(numbers.open, default=numbers.at_least is not None), steps.flag(numbers.approximate)]
    values = [
        steps.value(f"CASE WHEN {is_known} THEN {value} END", step=1) for value in (*map(steps.count, names), *flags)
    ]
    text = steps.cell(numbers.text)
    return (*values, steps.value(f"CASE WHEN {is_known} THEN {text} END", step=1) if steps.has(numbers.text) else text)


def _part(key: str, where: PartColumns, total: tuple[str, ...], steps: Steps) -> Mapping[str, str]:
    """Return the SQL of one group of the killed, with the bounds in the file, or else those that the total allows."""
    names = [f"{key}_{name}" for name in (*BOUNDS, *MARKS)]
    if not steps.has(where.column):
        return {}
    count = steps.read_as(where.column, steps.count(where.column))
    if steps.has(where.low) and steps.has(where.high):
        low, high = (steps.read_as(name, steps.count(name)) for name in (str(where.low), str(where.high)))
    else:
        low, high = _bounds_left(where, count, total, steps)
    flags = (steps.flag(where.open), steps.flag(where.approximate))
    values = [f"CASE WHEN {total[1]} IS NOT NULL THEN {value} END" for value in (low, count, high)]
    return dict(zip(names, [*values, *flags], strict=True))


def _bounds_left(where: PartColumns, count: str, total: tuple[str, ...], steps: Steps) -> tuple[str, str]:
    """Return the lowest and the highest number of the group that the total allows.

    All people in best but not in low may belong to the group. So may all people in high but not in best, and all
    people of no known group.
    """
    low, best, high = total[:3]
    unknown = "0"
    if steps.has(where.unknown):
        name = str(where.unknown)
        unknown = f"coalesce({steps.read_as(name, steps.count(name))}, 0)"
    return (
        f"greatest(0, {count} - greatest(0, {best} - {low}))",
        f"greatest({count}, least({high}, {count}::BIGINT + {unknown} + greatest(0, {high} - {best})))::INTEGER",
    )
