"""The groups of a person, where each row of a file is one: surely in a group, surely not, or not known."""

from collections.abc import Iterable, Iterator, Mapping

from conflict_cli.dataset.intake import cells
from conflict_cli.dataset.intake.sql import listed
from conflict_cli.dataset.intake.steps import Steps
from conflict_cli.dataset.layout.layout import Layout, PartColumns
from conflict_cli.record.figures import BOUNDS, MARKS
from conflict_cli.record.parts import EXCLUSIVE


def of_a_person(key: str, part: str, where: PartColumns, layout: Layout, steps: Steps) -> Mapping[str, str]:
    """Return the SQL of how many of one person belong to this group: who may belong to it is in its high alone."""
    conditions = [*_conditions(part, where, layout, steps)]
    if not conditions:
        return {}
    belongs = steps.value(" AND ".join(f"({condition})" for condition in conditions), step=1)
    surely, perhaps = (f"coalesce({belongs}, {otherwise})::INTEGER" for otherwise in ("false", "true"))
    numbers = (surely, surely, perhaps, *["false"] * len(MARKS))
    return {f"{key}_{name}": number for name, number in zip((*BOUNDS, *MARKS), numbers, strict=True)}


def _conditions(part: str, where: PartColumns, layout: Layout, steps: Steps) -> Iterator[str]:
    """Yield the SQL of each condition on the person; it is null if the cell does not tell."""
    if where.values and steps.has(where.column):
        cell = f"lower({steps.cell(where.column)})"
        if where.maybe:
            otherwise = f"WHEN {cell} IS NOT NULL AND {cell} NOT IN {_lower(where.maybe)} THEN false"
        else:
            otherwise = f"WHEN {cell} IN {_lower(_of_others(part, where, layout))} THEN false"
        yield f"CASE WHEN {cell} IN {_lower(where.values)} THEN true {otherwise} END"
    elif where.values:
        yield "NULL::BOOLEAN"
    ages = where.age or where.column
    if where.below is None and where.not_below is None:
        return
    if not steps.has(ages):
        yield "NULL::BOOLEAN"
        return
    age = steps.read_as(ages, steps.value(cells.age(steps.plain(ages))))
    if where.below is not None:
        yield f"{age} < {where.below}"
    if where.not_below is not None:
        yield f"{age} >= {where.not_below}"


def _of_others(part: str, where: PartColumns, layout: Layout) -> Iterator[str]:
    """Yield the values by which the same column says that a person belongs to a group that shares nobody with this."""
    rivals = {other for names in EXCLUSIVE if part in names for other in names if other != part}
    for measure in layout.numbers:
        for other, columns in layout.parts_of(measure).items():
            if other in rivals and columns.column == where.column:
                yield from columns.values


def _lower(values: Iterable[str]) -> str:
    return listed(value.lower() for value in values)
