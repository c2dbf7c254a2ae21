"""Hold the sums of a ledger to the figures that it expects of them; such figures never enter a sum."""

from collections.abc import Iterator

from conflict_cli.counting.in_memory import select
from conflict_cli.record.dates import parse_days
from conflict_cli.record.errors import Problem
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import MEASURES, Expectation, Ledger, Measure
from conflict_cli.record.links import Links
from conflict_cli.record.phrases import how_many
from conflict_cli.selection.query import Query, in_words
from conflict_cli.selection.selection import Selection


def unmet(ledger: Ledger, links: Links) -> Iterator[Problem]:
    """Yield an error for each sum above what is expected of it, and a warning for each that falls short.

    A rough figure contradicts nothing surely: of it, both are warnings. `links` are those of the whole ledger.
    """
    for one in ledger.expected:
        selection = select(ledger, _query(one), links)
        for word in selection.unmatched:
            moved = [f"write {at.field}: {at.word}" for at in word.elsewhere if hasattr(one, at.field)]
            hint = word.hint or " or ".join(moved) or "correct it, or add what it names"
            yield _problem(ledger, one, f'no {word.field} is called "{word.word}"', hint, is_warning=False)
        for measure in MEASURES:
            expected: Figure | None = getattr(one, measure)
            if expected:
                yield from _compared(ledger, one, measure, expected, selection)


def _query(one: Expectation) -> Query:
    return Query(
        towns=one.town,
        governorates=one.governorate,
        countries=one.country,
        sources=one.source,
        actors=one.actor,
        types=one.type,
        targets=one.target,
        period=parse_days(one.since, one.until, one.date),
        victims=one.victims,
    )


def _compared(
    ledger: Ledger, one: Expectation, measure: Measure, expected: Figure, selection: Selection
) -> Iterator[Problem]:
    counted = selection.sum_of(measure).figure
    what = f"{expected.text} {measure} expected{_of_what(selection)}"
    if counted is None:
        if expected.low:
            said = f"{what}, and no incident reports any: {expected.low} too few"
            yield _problem(ledger, one, f"{said}{_beside(selection)}", "add what is missing", is_warning=True)
    elif counted.low > expected.high and not expected.open:
        said = f"{what}, and the sum has {counted.low} or more: {counted.low - expected.high} too many"
        is_rough = counted.approximate or expected.approximate
        yield _problem(ledger, one, said, "link what may be counted twice, or correct a figure", is_warning=is_rough)
    elif counted.high < expected.low and not counted.open:
        said = f"{what}, and the sum has {counted.high} at most: {expected.low - counted.high} too few"
        yield _problem(ledger, one, f"{said}{_beside(selection)}", "add what is missing", is_warning=True)


def _of_what(selection: Selection) -> str:
    phrases = "; ".join(in_words(selection.asked.query))
    return f" ({phrases})" if phrases else ""


def _beside(selection: Selection) -> str:
    """Return that some incidents may belong to the sum and are not counted, if there are any."""
    count = selection.possible.few.count
    return f", not counting {how_many(count, 'incident')} that may belong to it" if count else ""


def _problem(ledger: Ledger, one: Expectation, what: str, hint: str, *, is_warning: bool) -> Problem:
    return Problem(
        ledger.file_of(one.spot), one.spot.line, one.spot.column, f"expected: {what}", hint, is_warning=is_warning
    )
