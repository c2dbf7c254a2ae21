"""Conversion: the records of a data set as a ledger, so that a curator can start from what is recorded already.

Each becomes an incident with one report, by the data set. What a ledger has no room for is put into the note, and said.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.caveats import named_few
from conflict_cli.dates import parse_when
from conflict_cli.errors import BadValueError
from conflict_cli.figures import Figure, parse_figure, with_best
from conflict_cli.incident import MEASURES, TYPES, Incident, Ledger, Report, Source
from conflict_cli.names import slug
from conflict_cli.query import Selection

Noun = TypeVar("Noun", bound=Struct)

LONGEST_KEY = 60
ANY_DAY = parse_when("0001/9999")


def converted(selection: Selection) -> tuple[Ledger, list[str]]:
    """The selected records as a ledger that loads, and what of them it does not hold as they are."""
    ledger, name = selection.ledger, selection.data_set or ""
    prefix, source = slug(name), Source(slug(name), name, kind="data-set")
    incidents = [picked.incident for picked in selection.picked]
    places = _keyed({key: ledger.places[key] for one in incidents for key in one.places})
    actors = _keyed({at.actor: ledger.actors[at.actor] for one in incidents for at in one.attribution})
    sources = _keyed({key: ledger.sources[key] for one in incidents for report in one.reports for key in report.cites})
    ids = _distinct(f"{prefix}-{one.id}" for one in incidents)
    entries = [
        replace(
            one,
            id=id_,
            date=ANY_DAY if one.date.is_unknown else one.date,
            places=tuple(places[key] for key in one.places),
            attribution=tuple(replace(at, actor=actors[at.actor]) for at in one.attribution),
            type=one.type if one.type in TYPES else "unknown",
            reports=tuple(_report(report, source.key, sources) for report in one.reports),
            note=" ".join(_notes(one)) or None,
        )
        for id_, one in zip(ids, incidents, strict=True)
    ]
    known = Ledger(
        ledger.file,
        {},
        {
            **({source.key: source} if entries else {}),
            **{new: replace(ledger.sources[key], key=new) for key, new in sources.items()},
        },
        {new: replace(ledger.places[key], key=new) for key, new in places.items()},
        {new: replace(ledger.actors[key], key=new) for key, new in actors.items()},
        tuple(entries),
    )
    return known, list(_flattened(incidents))


def _keyed(nouns: Mapping[str, Noun]) -> dict[str, str]:
    """A key of the ledger's form for each of these nouns, made of its name."""
    return dict(zip(nouns, _distinct(noun.name for noun in nouns.values()), strict=True))  # type: ignore[attr-defined]


def _distinct(names: Iterable[str]) -> list[str]:
    """Keys for these names, with a number behind the second of two that are alike."""
    taken: set[str] = set()
    keys = []
    for name in names:
        key = plain = slug(name)[:LONGEST_KEY].strip("-") or "unnamed"
        number = 1
        while key in taken:
            number += 1
            key = f"{plain}-{number}"
        taken.add(key)
        keys.append(key)
    return keys


def _report(report: Report, source: str, sources: Mapping[str, str]) -> Report:
    killed, injured, casualties = (_worded(report.figure(measure)) for measure in MEASURES)
    cites = tuple(sources[key] for key in report.cites)
    return Report(source, None, None, killed, injured, casualties, report.origin, cites)


def _worded(figure: Figure | None) -> Figure | None:
    """The figure in words that say its numbers; of bounds that contradict each other, the widest."""
    if figure is None:
        return None
    numbers = (figure.low, figure.best, figure.high)
    low, high = min(numbers), figure.high if figure.open else max(numbers)
    wide = replace(figure, low=low, high=max(high, figure.best), parts={})
    text = wide.text if _says(wide.text, wide) else _words(wide)
    parts = {name: _part(part) for name, part in figure.parts.items() if part.high <= wide.high or wide.open}
    return replace(wide, text=text, parts=parts)


def _part(part: Figure) -> Figure:
    """The part in words alone, as a ledger has it: the best of a range is its lower end."""
    words = parse_figure(part.text if _says(part.text, part) else _words(part))
    return words or part


def _words(figure: Figure) -> str:
    if figure.low != figure.high:
        return f"{figure.low}-{figure.high}"
    if figure.open:
        return f"at least {figure.low}"
    return f"some {figure.low}" if figure.approximate else str(figure.low)


def _says(text: str, figure: Figure) -> bool:
    """Whether the words, with the best number beside them, say these numbers."""
    try:
        read = parse_figure(text)
        return read is not None and replace(with_best(read, figure.best), text="") == replace(figure, text="")
    except BadValueError:
        return False


def _notes(incident: Incident) -> Iterator[str]:
    if incident.note:
        yield incident.note
    for report in incident.reports:
        for measure in MEASURES:
            figure = report.figure(measure)
            if figure and figure.is_contradictory:
                yield f"Published with low {figure.low}, best {figure.best}, high {figure.high} {measure}."
    if incident.type not in TYPES:
        yield f"Type: {incident.type}."


def _flattened(incidents: list[Incident]) -> Iterator[str]:
    """What of these records the ledger does not hold as they are."""
    ranged = [one.id for one in incidents if any(_is_ranged(part) for part in _parts(one))]
    if ranged:
        yield f"of groups in a range, the best number became the least: {named_few(ranged)}"
    odd = [one.id for one in incidents if one.type not in TYPES]
    if odd:
        yield f"types that a ledger does not know became unknown, and stand in notes: {named_few(odd)}"
    wrong = [one.id for one in incidents for report in one.reports if report.killed and report.killed.is_contradictory]
    if wrong:
        yield f"bounds that contradict each other became the widest, and stand in notes: {named_few(wrong)}"


def _parts(incident: Incident) -> Iterator[Figure]:
    for report in incident.reports:
        for measure in MEASURES:
            figure = report.figure(measure)
            yield from figure.parts.values() if figure else ()


def _is_ranged(part: Figure) -> bool:
    return part.best > part.low
