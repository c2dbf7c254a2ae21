"""Figures as a ledger gives them: in words alone, or as a mapping of a total, a best number and parts.

What the words mean is decided in `figures`.
"""

from conflict_cli.ledger.entry import Entry
from conflict_cli.ledger.fields import FIGURE
from conflict_cli.ledger.nodes import Keys, Scalar
from conflict_cli.ledger.reading import Reading
from conflict_cli.record.errors import BadValueError
from conflict_cli.record.figures import Figure, with_best, with_parts
from conflict_cli.record.incident import Measure


def read_figure(report: Entry, measure: Measure, reading: Reading) -> Figure | None:
    """The figure that the report gives for this measure, or None where it gives none."""
    node = report.values.get(measure)
    if node is None:
        return None
    if isinstance(node, Keys):
        return _read_mapping(Entry(node, FIGURE, reading))
    return report.words(measure)


def _read_mapping(entry: Entry) -> Figure | None:
    total, best = entry.words("total"), entry.number("best")
    parts = {name: part for name in entry.values if name not in ("total", "best") and (part := entry.words(name))}
    if total is None:
        _refuse_unknown(entry, best, parts)
        return None
    return _with_parts(entry, _with_best(entry, total, best), parts)


def _with_best(entry: Entry, total: Figure, best: int | None) -> Figure:
    try:
        return total if best is None else with_best(total, best)
    except BadValueError as wrong:
        entry.refuse_words("best", wrong)
        return total


def _with_parts(entry: Entry, total: Figure, parts: dict[str, Figure]) -> Figure:
    figure = total
    for name, part in parts.items():
        try:
            figure = with_parts(total, {**figure.parts, name: part})
        except BadValueError as wrong:
            entry.refuse_words(name, wrong)
    return figure


def _refuse_unknown(entry: Entry, best: int | None, parts: dict[str, Figure]) -> None:
    """Complain of `total: unknown` beside numbers: of people who are known there are at least so many."""
    total = entry.values.get("total")
    known = [part.low for part in parts.values()] + ([] if best is None else [best])
    if known and isinstance(total, Scalar) and total.text.strip().casefold() == "unknown":
        entry.problem("total", total, "is unknown, though a part of it is known", f"write total: at least {max(known)}")
