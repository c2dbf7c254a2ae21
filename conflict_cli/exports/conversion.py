"""Conversion: the records of a data set as a ledger, so that a curator can start from what is recorded already.

Each becomes an incident with one report, by the data set. What a ledger has no room for is put into the note, and said.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.answers.caveats import named_few
from conflict_cli.record.dates import parse_when
from conflict_cli.record.errors import BadValueError
from conflict_cli.record.figures import Figure, parse_figure, with_best
from conflict_cli.record.incident import MEASURES, TYPES, Incident, Ledger, Report, Source
from conflict_cli.record.names import slug
from conflict_cli.record.phrases import group_name
from conflict_cli.selection.selection import Selection

Noun = TypeVar("Noun", bound=Struct)

LONGEST_KEY = 60
_TARGET = re.compile(f"[a-z0-9][a-z0-9._-]{{0,{LONGEST_KEY}}}")
ANY_DAY = parse_when("0001/9999")


def converted(selection: Selection) -> tuple[Ledger, list[str]]:
    """The selected records as a ledger that loads, and what of them it does not hold as they are."""
    ledger, name = selection.ledger, selection.data_set or ""
    incidents = [picked.incident for picked in selection.of_everybody().picked]
    cited = dict.fromkeys(key for one in incidents for report in one.reports for key in report.cites)
    nouns = {name: Source(name, name, kind="data-set")} if incidents else {}
    nouns |= {key: ledger.sources[key] for key in cited if key != name}
    keys = _Keys(
        _keyed({key: ledger.places[key] for one in incidents for key in one.places}),
        _keyed({at.actor: ledger.actors[at.actor] for one in incidents for at in one.attribution}),
        _keyed(nouns),
    )
    ids = _distinct(f"{keys.sources[name]}-{one.id}" for one in incidents)
    entries = [_entry(one, id_, keys, name) for id_, one in zip(ids, incidents, strict=True)]
    known = Ledger(
        file=ledger.file,
        articles={},
        sources={new: replace(nouns[key], key=new) for key, new in keys.sources.items()},
        places={new: replace(ledger.places[key], key=new) for key, new in keys.places.items()},
        actors={new: replace(ledger.actors[key], key=new) for key, new in keys.actors.items()},
        incidents=tuple(entries),
    )
    return known, list(_flattened(incidents))


class _Keys(Struct, frozen=True):
    """The keys in the ledger of the places, actors and sources of a data set, by their keys there."""

    places: Mapping[str, str]
    actors: Mapping[str, str]
    sources: Mapping[str, str]


def _entry(one: Incident, id_: str, keys: _Keys, name: str) -> Incident:
    """The record as an incident of the ledger, reported by the data set of this name."""
    return replace(
        one,
        id=id_,
        date=ANY_DAY if one.date.is_unknown else one.date,
        places=tuple(keys.places[key] for key in one.places),
        attribution=tuple(replace(at, actor=keys.actors[at.actor]) for at in one.attribution),
        type=one.type if one.type in TYPES else "unknown",
        target=_target(one),
        reports=tuple(_report(report, keys.sources[name], keys.sources) for report in one.reports),
        note=" ".join(_notes(one)) or None,
    )


def _keyed(nouns: Mapping[str, Noun]) -> dict[str, str]:
    """A key of the ledger's form for each of these nouns, made of its name."""
    return dict(zip(nouns, _distinct(noun.name for noun in nouns.values()), strict=True))  # type: ignore[attr-defined]


def _distinct(names: Iterable[str]) -> list[str]:
    """Keys for these names, with a number behind the second of two that are alike."""
    taken: set[str] = set()
    keys = []
    for name in names:
        key = plain = _slug(name) or "unnamed"
        number = 1
        while key in taken:
            number += 1
            key = f"{plain}-{number}"
        taken.add(key)
        keys.append(key)
    return keys


def _slug(name: str) -> str:
    """The name as a ledger takes it for a key; empty where nothing of it can stand in one."""
    return slug(name).lower()[:LONGEST_KEY].strip("-")


def _target(incident: Incident) -> str | None:
    """The target, if a ledger takes it for one."""
    target = incident.target or ""
    return target if _TARGET.fullmatch(target) else _slug(target) or None


def _report(report: Report, source: str, sources: Mapping[str, str]) -> Report:
    killed, injured, casualties = (_worded(report.figure(measure)) for measure in MEASURES)
    cites = tuple(sources[key] for key in report.cites)
    return Report(
        source=source,
        article=None,
        paragraph=None,
        killed=killed,
        injured=injured,
        casualties=casualties,
        origin=report.origin,
        cites=cites,
    )


def _worded(figure: Figure | None) -> Figure | None:
    """The figure as a ledger holds it, in words; groups that are greater than it are not."""
    if figure is None:
        return None
    wide = _widened(figure)
    total = with_best(_read(_words(wide)), wide.best)
    parts = {name: _read(_words(_widened(part))) for name, part in figure.parts.items()}
    return replace(total, parts={name: part for name, part in parts.items() if _fits(part, total)})


def _widened(figure: Figure) -> Figure:
    """The figure without groups; of bounds that contradict each other, the widest."""
    numbers = (figure.low, figure.best, figure.high)
    return replace(figure, low=min(numbers), high=max(numbers), parts={})


def _words(figure: Figure) -> str:
    """Its own words where they say its numbers, else others; where none say them all, that there is no upper limit."""
    if _says(figure.text, figure):
        return figure.text
    if figure.open:
        return f"at least {figure.low}"
    if figure.low != figure.high:
        return f"{figure.low}-{figure.high}"
    return f"some {figure.low}" if figure.approximate else str(figure.low)


def _says(text: str, figure: Figure) -> bool:
    """Whether the words, with the best number beside them, say these numbers."""
    try:
        return _numbers(with_best(_read(text), figure.best)) == _numbers(figure)
    except BadValueError:
        return False


def _read(text: str) -> Figure:
    figure = parse_figure(text)
    if figure is None:
        raise BadValueError("no figure")
    return figure


def _numbers(figure: Figure) -> Figure:
    return replace(figure, text="", parts={})


def _fits(part: Figure, total: Figure) -> bool:
    """Whether a ledger takes the group for one of these people."""
    return part.high <= total.high or (total.open and total.approximate)


_REMARKS = {
    "ranged": "of groups in a range, the best number became the least",
    "contradictory": "bounds that contradict each other became the widest, and stand in notes",
    "wordless": "figures that no words of a ledger say in full stand in notes",
    "beyond": "groups that may be greater than their total are left out, and stand in notes",
    "type": "types that a ledger does not know became unknown, and stand in notes",
    "target": "targets that are too long for a ledger became shorter, and stand in notes",
}


def _departures(incident: Incident) -> Iterator[tuple[str, str]]:
    """What of a record the ledger does not hold as it is: a key of the remarks, and a note, if it needs one."""
    for report in incident.reports:
        for measure in MEASURES:
            figure = report.figure(measure)
            told = _worded(figure)
            if figure and told:
                yield from _lost(figure, told, measure)
                for name, part in figure.parts.items():
                    yield from _lost(part, told.parts.get(name), group_name(name))
    if incident.type not in TYPES:
        yield "type", f"Type: {incident.type}."
    if incident.target != _target(incident):
        yield "target", f"Target: {incident.target}."


def _lost(figure: Figure, told: Figure | None, whom: str) -> Iterator[tuple[str, str]]:
    """What of a figure is lost in what a ledger tells of it, which is None where it has no room for it."""
    limits = f"{', no upper limit' if figure.open else ''}{', approximate' if figure.approximate else ''}"
    published = f"Published with low {figure.low}, best {figure.best}, high {figure.high}{limits}: {whom}."
    wide = _widened(figure)
    if told is None:
        yield "beyond", published
    elif _numbers(wide) != _numbers(figure):
        yield "contradictory", published
    elif _numbers(replace(told, best=wide.best)) != _numbers(wide):
        yield "wordless", published
    elif told.best != wide.best:
        yield "ranged", ""


def _notes(incident: Incident) -> Iterator[str]:
    if incident.note:
        yield incident.note
    yield from (note for _, note in _departures(incident) if note)


def _flattened(incidents: list[Incident]) -> Iterator[str]:
    """What of these records the ledger does not hold as they are."""
    lost = [(one.id, {kind for kind, _ in _departures(one)}) for one in incidents]
    for key, remark in _REMARKS.items():
        if ids := [name for name, kinds in lost if key in kinds]:
            yield f"{remark}: {named_few(ids)}"
