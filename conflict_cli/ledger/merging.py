"""Make one ledger of the nouns of several files, take it apart again, and say whether the nouns fit together."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeVar

from msgspec.structs import replace

from conflict_cli.ledger.nodes import Problems, Scalar
from conflict_cli.ledger.reading import Link, Reading
from conflict_cli.ledger.references import check_references
from conflict_cli.record.incident import Actor, Article, Expectation, Incident, Ledger, Place, Source

Noun = TypeVar("Noun", Article, Source, Place, Actor, Incident, Expectation)
Named = TypeVar("Named", Article, Source, Place, Actor)

_KINDS = ("articles", "sources", "places", "actors", "incidents")


def merged(parts: Sequence[Ledger], name: str, files: Sequence[str]) -> Ledger:
    """Return the ledger of this name that the parts make, in the order of its files."""
    return Ledger(
        name,
        articles=dict(chain.from_iterable(part.articles.items() for part in parts)),
        sources=dict(chain.from_iterable(part.sources.items() for part in parts)),
        places=dict(chain.from_iterable(part.places.items() for part in parts)),
        actors=dict(chain.from_iterable(part.actors.items() for part in parts)),
        incidents=tuple(chain.from_iterable(part.incidents for part in parts)),
        expected=tuple(chain.from_iterable(part.expected for part in parts)),
        files=tuple(files),
    )


def parted(ledger: Ledger) -> list[Ledger]:
    """Return what each file of the ledger holds."""
    count = len(ledger.files)
    articles, sources = _by_file(ledger.articles.values(), count), _by_file(ledger.sources.values(), count)
    places, actors = _by_file(ledger.places.values(), count), _by_file(ledger.actors.values(), count)
    incidents, expected = _by_file(ledger.incidents, count), _by_file(ledger.expected, count)
    return [
        Ledger(
            file,
            articles={noun.key: noun for noun in articles[number]},
            sources={noun.key: noun for noun in sources[number]},
            places={noun.key: noun for noun in places[number]},
            actors={noun.key: noun for noun in actors[number]},
            incidents=tuple(incidents[number]),
            expected=tuple(expected[number]),
        )
        for number, file in enumerate(ledger.files)
    ]


def numbered(part: Ledger, number: int) -> Ledger:
    """Return what a file holds as that of the file of this number."""
    return replace(
        part,
        articles=_moved(part.articles, number),
        sources=_moved(part.sources, number),
        places=_moved(part.places, number),
        actors=_moved(part.actors, number),
        incidents=tuple(replace(one, spot=replace(one.spot, file=number)) for one in part.incidents),
        expected=tuple(replace(one, spot=replace(one.spot, file=number)) for one in part.expected),
    )


def is_sound(whole: Ledger, parts: Collection[Ledger]) -> bool:
    """Say whether the parts give no id or key twice, and hold all that they refer to."""
    reading = Reading(Problems(*whole.files))
    reading.ids = {one.id: one.spot for one in whole.incidents}
    if not reading.ids or len(reading.ids) < len(whole.incidents):
        return False
    if any(sum(len(getattr(part, kind)) for part in parts) > len(getattr(whole, kind)) for kind in _KINDS):
        return False
    for key, place in whole.places.items():
        reading.containers += [Link(key, "in", _somewhere(other)) for other in place.within]
    for one in whole.incidents:
        reading.links += [Link(one.id, "overlaps", _somewhere(other)) for other in one.overlaps]
        reading.links += [Link(one.id, "part_of", _somewhere(one.part_of))] if one.part_of else []
        reading.links += [Link(one.id, "distinct_from", _somewhere(other)) for other in one.distinct_from]
    check_references(reading)
    return not reading.problems.found and _are_known(whole)


def _by_file(nouns: Iterable[Noun], count: int) -> list[list[Noun]]:
    found: list[list[Noun]] = [[] for _ in range(count)]
    for noun in nouns:
        found[noun.spot.file].append(noun)
    return found


def _moved(nouns: Mapping[str, Named], number: int) -> dict[str, Named]:
    return {key: replace(noun, spot=replace(noun.spot, file=number)) for key, noun in nouns.items()}


def _somewhere(text: str) -> Scalar:
    return Scalar(0, 0, text)


def _are_known(whole: Ledger) -> bool:
    """Say whether each section has the keys by which the ledger refers to it."""
    reports = [report for one in whole.incidents for report in one.reports]
    said = [at for one in whole.incidents for at in one.attribution]
    articles = {key for report in reports for key in (report.article, report.supersedes) if key is not None}
    sources = {key for report in reports for key in (report.source, *report.cites)}
    sources.update(key for at in said for key in at.by)
    places = {key for one in whole.incidents for key in one.places}
    places.update(key for place in whole.places.values() for key in place.within)
    return (
        articles <= whole.articles.keys()
        and sources <= whole.sources.keys()
        and places <= whole.places.keys()
        and {at.actor for at in said} <= whole.actors.keys()
    )
