"""Conversion: the records of a data set as a ledger, which saves a curator from starting with nothing.

Each record becomes an incident with one report, by the data set. What a ledger has no room for goes into the note of
the incident, and into a remark.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.answers.caveats import named_few
from conflict_cli.ledger.values import parse_date
from conflict_cli.record.errors import BadValueError
from conflict_cli.record.figure_styles import of_a_ledger
from conflict_cli.record.figures import Figure, parse_figure, with_best
from conflict_cli.record.incident import MEASURES, Actor, Incident, Ledger, Place, Source
from conflict_cli.record.names import slug
from conflict_cli.record.parts import with_parts
from conflict_cli.record.phrases import group_name
from conflict_cli.record.type_names import TYPES
from conflict_cli.selection.selection import Selection

LONGEST_KEY = 60
_TARGET = re.compile(f"[a-z0-9][a-z0-9._-]{{0,{LONGEST_KEY}}}")
ANY_DAY = parse_date("unknown")

_REMARKS = {
    "ranged": "of groups in a range, the best number became the least",
    "contradictory": "bounds that contradict each other became the widest and are kept in notes",
    "wordless": "figures that no words of a ledger say in full are kept in notes",
    "beyond": "groups that may be greater than their total are left out and kept in notes",
    "type": "types unknown to a ledger were set to unknown and are kept in notes",
    "target": "targets too long for a ledger were shortened and are kept in notes",
}


def converted(selection: Selection) -> tuple[Ledger, list[str]]:
    """Return the selected records as a ledger that loads, and remarks on what it does not hold as recorded."""
    ledger, name = selection.names, selection.data_set or ""
    records = [picked.incident for picked in selection.of_everybody().picked]
    cited = dict.fromkeys(key for one in records for report in one.reports for key in report.cites)
    nouns = {name: Source(name, name, kind="data-set")} if records else {}
    nouns |= {key: ledger.sources[key] for key in cited if key != name}
    keys = _Keys(
        _keyed({key: ledger.places[key] for one in records for key in one.places}),
        _keyed({at.actor: ledger.actors[at.actor] for one in records for at in one.attribution}),
        _keyed(nouns),
    )
    ids = _distinct(f"{keys.sources[name]}-{one.id}" for one in records)
    known = Ledger(
        file=ledger.file,
        articles={},
        sources={new: replace(nouns[key], key=new) for key, new in keys.sources.items()},
        places={new: replace(ledger.places[key], key=new) for key, new in keys.places.items()},
        actors={new: replace(ledger.actors[key], key=new) for key, new in keys.actors.items()},
        incidents=tuple(_incident(one, id_, keys, name) for id_, one in zip(ids, records, strict=True)),
    )
    changed = [(one.id, {kind for kind, _ in _departures(one)}) for one in records]
    concerned = {kind: [id_ for id_, kinds in changed if kind in kinds] for kind in _REMARKS}
    return known, [f"{_REMARKS[kind]}: {named_few(few)}" for kind, few in concerned.items() if few]


class _Keys(Struct, frozen=True):
    """The keys that places, actors and sources of a data set get in the ledger, by their keys in the data set."""

    places: Mapping[str, str]
    actors: Mapping[str, str]
    sources: Mapping[str, str]


def _keyed(nouns: Mapping[str, Place | Actor | Source]) -> dict[str, str]:
    """Return a key of the ledger's form for each of these nouns, made of its name."""
    return dict(zip(nouns, _distinct(noun.name for noun in nouns.values()), strict=True))


def _distinct(names: Iterable[str]) -> list[str]:
    """Return keys for these names, each with a number at its end if an earlier name has the same key."""
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
    """Return the name in the form of a ledger's key; empty if no character of it can stand in a key."""
    return slug(name).lower()[:LONGEST_KEY].strip("-")


def _incident(record: Incident, id_: str, keys: _Keys, name: str) -> Incident:
    """Return the record as an incident of the ledger, reported by the data set of this name."""
    notes = [record.note, *(note for _, note in _departures(record))]
    reports = [
        replace(
            report,
            source=keys.sources[name],
            article=None,
            paragraph=None,
            cites=tuple(keys.sources[key] for key in report.cites),
            **{measure: _worded(report.figure(measure)) for measure in MEASURES},
        )
        for report in record.reports
    ]
    return replace(
        record,
        id=id_,
        date=ANY_DAY if record.date.is_unknown else record.date,
        places=tuple(keys.places[key] for key in record.places),
        attribution=tuple(replace(at, actor=keys.actors[at.actor]) for at in record.attribution),
        type=record.type if record.type in TYPES else "unknown",
        target=_target(record),
        reports=tuple(reports),
        note=" ".join(filter(None, notes)) or None,
    )


def _departures(incident: Incident) -> Iterator[tuple[str, str]]:
    """Yield a key of the remarks for each thing that the ledger does not hold as recorded, and a note or `""`."""
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


def _worded(figure: Figure | None) -> Figure | None:
    """Return the figure as a ledger holds it, in words, without groups that may be greater than the figure.

    A ledger would take such a group for proof that the figure is greater than published.
    """
    if figure is None:
        return None
    wide = _widened(figure)
    total = with_best(_read(_words(wide)), wide.best)
    held: dict[str, Figure] = {}
    made = total
    for name, part in figure.parts.items():
        widest = _widened(part)
        if widest.high > total.high and not total.open:
            continue
        with suppress(BadValueError):
            more = with_parts(total, {**held, name: _read(_words(widest))})
            if _numbers(more) == _numbers(total):
                made, held[name] = more, _read(_words(widest))
    return made


def _widened(figure: Figure) -> Figure:
    """Return the figure without groups; bounds that contradict each other become the widest."""
    numbers = (figure.low, figure.best, figure.high)
    return replace(figure, low=min(numbers), high=max(numbers), parts={})


def _read(text: str) -> Figure:
    figure = parse_figure(text)
    if figure is None:
        raise BadValueError("no figure")
    return figure


def _words(figure: Figure) -> str:
    """Return the figure's own words if they say its numbers with its best number beside them, else others.

    Where no words say all of its numbers, they say that it has no upper limit.
    """
    with suppress(BadValueError):
        if _numbers(with_best(_read(figure.text), figure.best)) == _numbers(figure):
            return figure.text
    return of_a_ledger(figure)


def _numbers(figure: Figure) -> Figure:
    return replace(figure, text="", parts={})


def _lost(figure: Figure, told: Figure | None, whom: str) -> Iterator[tuple[str, str]]:
    """Yield a key of the remarks, and a note or `""`, if the ledger tells other numbers than the figure has.

    `told` is None where the ledger has no room for the figure.
    """
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


def _target(incident: Incident) -> str | None:
    """Return the target in the form that a ledger takes; None if there is no such form."""
    target = incident.target or ""
    return target if _TARGET.fullmatch(target) else _slug(target) or None
