"""Read the figures that the sums of a ledger are held to; `counting.expectations` decides whether they are met."""

from typing import Any

from conflict_cli.ledger.entry import Entry
from conflict_cli.ledger.fields import EXPECTATION
from conflict_cli.ledger.nodes import Node, Scalar
from conflict_cli.ledger.reading import Reading
from conflict_cli.record.dates import parse_days, parse_period
from conflict_cli.record.errors import BadValueError
from conflict_cli.record.incident import MEASURES, Expectation


def read_expected(top: Entry, reading: Reading) -> tuple[Expectation, ...]:
    """Return the expected figures of the ledger; report those that expect nothing, or of no day."""
    return tuple(_expectation(entry, reading) for entry in top.entries("expected", EXPECTATION))


def _expectation(entry: Entry, reading: Reading) -> Expectation:
    here = Node(entry.spot.line, entry.spot.column)
    figures: dict[str, Any] = {measure: entry.words(measure) for measure in MEASURES}
    if all(map(_is_unknown, filter(None, map(entry.values.get, MEASURES)))):
        reading.problems.add(here, "expected: no figure is expected", "write killed: at least 2, or another figure")
    since, until, date = (_days(entry, name) for name in ("since", "until", "date"))
    try:
        parse_days(since, until, date)
    except BadValueError as wrong:
        reading.problems.add(here, f"expected: {wrong.what}", wrong.hint)
    return Expectation(
        town=entry.texts("town"),
        governorate=entry.texts("governorate"),
        country=entry.texts("country"),
        source=entry.texts("source"),
        actor=entry.texts("actor"),
        type=entry.texts("type"),
        target=entry.texts("target"),
        victims=entry.choice("victims"),
        since=since,
        until=until,
        date=date,
        **figures,
        note=entry.text("note"),
        spot=entry.spot,
    )


def _is_unknown(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text.strip().casefold() == "unknown"


def _days(entry: Entry, name: str) -> str | None:
    """Return the days of this filter as they are written, if they can be read."""
    text = entry.text(name)
    return text if entry.parsed(name, parse_period) else None
