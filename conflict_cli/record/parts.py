"""Read a figure together with its groups of people: children, women, civilians and others.

A total and its groups bound each other: six children lift "up to 10" to 6–10. A group of a closed total is closed by
it, and a group of an open total is open. Girls and boys that are known give children who are at least as many.
"""

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from conflict_cli.record.errors import BadValueError
from conflict_cli.record.figures import Figure

EXCLUSIVE = (("girls", "boys", "women", "men"), ("children", "women", "men"), ("civilians", "combatants"))
"""Groups that share nobody."""

CHILDREN = ("girls", "boys")


def with_parts(figure: Figure, written: Mapping[str, Figure]) -> Figure:
    """Return the figure with the figures of groups of its people.

    `BadValueError` if a group is above its total, or if groups that share nobody are above it together. A total in
    words without an upper limit bounds no group: "dozens, 15 of them children".
    """
    for name, part in written.items():
        if part.high > figure.high and not (figure.open and figure.approximate):
            raise BadValueError(
                f"{name}: {part.short} is above its total, {figure.short}", "write a part no greater than its total"
            )
    for names in EXCLUSIVE:
        _check_together(names, written, figure, "the total")
    if children := written.get("children"):
        _check_together(CHILDREN, written, children, "the children")
    if not written:
        return figure
    least = max(part.low for part in written.values())
    least = max(least, *(sum(written[name].low for name in names if name in written) for names in EXCLUSIVE))
    low = max(figure.low, least)
    total = replace(figure, low=low, best=max(figure.best, low), high=max(figure.high, low))
    parts = {name: _bounded(part, total, _others(name, written)) for name, part in written.items()}
    if "children" not in written and any(name in written for name in CHILDREN):
        parts["children"] = _children(written, total)
    return replace(total, parts=parts)


def _check_together(names: Collection[str], written: Mapping[str, Figure], whole: Figure, called: str) -> None:
    """Raise `BadValueError` if these groups, which share nobody, are more people together than the whole."""
    known = [name for name in names if name in written]
    least = sum(written[name].low for name in known)
    if not whole.open and least > whole.high:
        together = " together" if len(known) > 1 else ""
        what = f"{' and '.join(known)} are {least}{together}, above {called}, {whole.short}"
        raise BadValueError(what, "write groups that fit into it")


def _others(name: str, written: Mapping[str, Figure]) -> int:
    """Return the least number of people who are surely not of this group."""
    return max(
        (
            sum(written[other].low for other in names if other != name and other in written)
            for names in EXCLUSIVE
            if name in names
        ),
        default=0,
    )


def _bounded(part: Figure, total: Figure, others: int) -> Figure:
    """Return the group as its total bounds it: open if the total is, else at most the total without the others."""
    if total.open:
        return replace(part, open=True)
    most = max(total.high - others, part.best, part.low)
    if not part.open:
        return replace(part, high=max(min(part.high, most), part.low))
    return replace(part, high=most, open=False, approximate=part.approximate or total.approximate)


def _children(written: Mapping[str, Figure], total: Figure) -> Figure:
    """Return the children of whom only girls or boys are numbered."""
    known = [written[name] for name in CHILDREN if name in written]
    low, best = sum(part.low for part in known), sum(part.best for part in known)
    adults = sum(written[name].low for name in ("women", "men") if name in written)
    most = max(sum(part.high for part in known), best) if total.open else max(total.high - adults, best)
    named = " and ".join(name for name in CHILDREN if name in written)
    return Figure(
        low,
        best,
        most,
        open=total.open,
        approximate=any(part.approximate for part in known) or (total.approximate and not total.open),
        text=f"at least {low} ({named})",
        is_derived=True,
    )
