"""Read the figures of a ledger: in words alone, or as a mapping of a total, a best number and parts.

The module `figures` decides what the words mean.
"""

from typing import Any

from conflict_cli.ledger.entry import Entry
from conflict_cli.ledger.fields import FIGURE
from conflict_cli.ledger.nodes import Keys, Scalar
from conflict_cli.ledger.reading import Reading
from conflict_cli.record.errors import BadValueError
from conflict_cli.record.figures import Figure, with_best
from conflict_cli.record.incident import MEASURES, Measure
from conflict_cli.record.parts import with_parts


def read_figures(report: Entry, reading: Reading) -> dict[str, Any]:
    """Return the figure of each measure, or None where the report gives none."""
    return {measure: _figure(report, measure, reading) for measure in MEASURES}


def _figure(report: Entry, measure: Measure, reading: Reading) -> Figure | None:
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
        written = entry.values.get("total")
        known = [part.low for part in parts.values()] + ([] if best is None else [best])
        if known and isinstance(written, Scalar) and written.text.strip().casefold() == "unknown":
            # If some of the people are known, the total is at least as many.
            hint = f"write total: at least {max(known)}"
            entry.problem("total", written, "is unknown, though a part of it is known", hint)
        return None
    if best is not None:
        try:
            total = with_best(total, best)
        except BadValueError as wrong:
            entry.refuse_words("best", wrong)
    figure, kept = total, dict[str, Figure]()
    for name, part in parts.items():
        try:
            figure = with_parts(total, {**kept, name: part})
        except BadValueError as wrong:
            entry.refuse_words(name, wrong)
        else:
            kept[name] = part
    return figure
