"""The report of `sum --explain`: every figure of a sum, how much of it was added, and why not all of it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from conflict_cli.answers.answer import Answer, Cell, Column
from conflict_cli.answers.caveats import PEOPLE, WORDS, named_few
from conflict_cli.answers.columns import flat_figure
from conflict_cli.counting.rules import RULES
from conflict_cli.counting.totals import entries_of
from conflict_cli.record.incident import Measure
from conflict_cli.record.phrases import group_name
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.selection import Entry, Selection, Sum

_COLUMNS = (
    Column("id", "ID", "id"),
    Column("reported", "Reported", "number"),
    Column("low", "Low", "number"),
    Column("best", "Best", "number"),
    Column("high", "High", "number"),
    Column("why", "Why"),
)

_BY_KEY = {rule.key: rule for rule in RULES}
_REASONS_IN_ORDER = (
    "contradictory", "suspected", "claimed", "wider", "longer", "near", "untyped", "possible", "derived", "denied",
    "disputed", "accounts", "approximate", "open",
)  # fmt: skip
_REASONS = [_BY_KEY[key] for key in _REASONS_IN_ORDER]


def explain_for_readers(selection: Selection, measure: Measure) -> Answer | None:
    """Return a row for each incident of a sum, which their columns add up to; None where nothing was reported."""
    counted = selection.sum_of(measure)
    figure = counted.figure
    if figure is None:
        return None
    rows = [
        (
            entry.id,
            entry.figure.short,
            str(entry.low),
            str(entry.best),
            f"{entry.high}{'+' if entry.figure.open else ''}",
            _why(entry, measure),
        )
        for entry in entries_of(selection, counted)
    ]
    high = f"{figure.high}{'+' if figure.open else ''}"
    victims = selection.asked.query.victims
    whose = f", {group_name(victims)}" if victims else ""
    return Answer(
        _COLUMNS,
        rows,
        title=f"{WORDS[measure].capitalize()}{whose}: what each incident adds",
        total=("All", "", str(figure.low), str(figure.best), high, ""),
    )


def explain_for_machines(selection: Selection, measures: Sequence[Measure]) -> Answer:
    """Return the same as plain values, a row for each incident and measure."""
    lines = (line for measure in measures for line in explained(selection, selection.sum_of(measure)))
    first = next(lines, None)
    keys = list(first) if first else ["measure", "id", "why"]
    rows = (tuple(line.values()) for line in chain([first] if first else [], lines))
    return Answer(tuple(Column(key, key) for key in keys), rows)


def explained(selection: Selection, counted: Sum) -> Iterator[Mapping[str, Cell]]:
    """Yield the addition of each incident to this sum of the selection, as plain values by key."""
    measure = counted.measure
    for entry in entries_of(selection, counted):
        yield {
            "measure": measure,
            "id": entry.id,
            **flat_figure("reported", entry.figure),
            "added_low": entry.low,
            "added_best": entry.best,
            "added_high": entry.high,
            "inside": entry.inside,
            "maybe_same_as": entry.maybe,
            "covers_more_places": entry.picked.site == Belongs.PERHAPS,
            "covers_more_days": entry.picked.days == Belongs.PERHAPS,
            "why": _why(entry, measure),
        }


def _why(entry: Entry, measure: Measure) -> str:
    """Return in words how much of an incident's figure was added, and why not all of it."""
    said = [_how_much(entry)]
    if entry.inside:
        said.append(f"inside {entry.inside}")
    if entry.maybe:
        said.append(f"may be the same {PEOPLE[measure]} as {named_few(entry.maybe)}")
    if any(report.is_superseded for report in entry.picked.incident.reports):
        said.append("an older figure is superseded")
    said += [rule.reason for rule in _REASONS if rule.is_about(entry)]
    return "; ".join(said)


def _how_much(entry: Entry) -> str:
    """Return `added`, `only in best and high` or `not added`; a bound of 0 is not worth naming."""
    figure = entry.figure
    bounds = {"low": (entry.low, figure.low), "best": (entry.best, figure.best), "high": (entry.high, figure.high)}
    held = [name for name, (added, own) in bounds.items() if added == own]
    if len(held) == len(bounds):
        return "added"
    kept = [name for name in held if bounds[name][1]]
    return f"only in {' and '.join(kept)}" if kept else "not added"
