"""Matching: whether an incident answers what a query asks for, once its words are resolved to keys.

Each question looks at one property of an incident alone, so that whoever holds the distinct values of that property
(a data set) can ask it of each of them once.
"""

from collections.abc import Collection, Iterable

from conflict_cli.record import names
from conflict_cli.record.incident import EXACT_PLACES, MEASURES, Incident, Ledger, Report
from conflict_cli.selection.query import EXCLUDED, Asked, Wanted


def holds_actors(wanted: Wanted, actors: Collection[str]) -> bool:
    """Whether one of the actors is asked for and none is excluded: what two did together cannot be split."""
    is_named = wanted.keys is None or not wanted.keys.isdisjoint(actors)
    return is_named and wanted.excluded.isdisjoint(actors)


def holds_report(wanted: Wanted, report: Report) -> bool:
    """Whether a data set's report is asked for by its own source or one that it cites, and by none excluded."""
    return holds_actors(wanted, (report.source, *report.cites))


def said_by(report: Report, wanted: Wanted) -> tuple[str, ...]:
    """The sources that are asked for of those that a data set's report cites; else who makes the report."""
    cited = tuple(dict.fromkeys(key for key in report.cites if wanted.holds(key)))
    return cited or (report.source,)


def is_wider(incident: Incident, asked: Asked, ledger: Ledger) -> bool | None:
    """Whether the incident covers more places than are asked for; None where it covers none of them."""
    if asked.places.is_all and asked.governorates.is_all:
        return False
    governorates = [asked.holds_governorate(ledger.places[key].governorate) for key in incident.places]
    held = [asked.places.holds(key) and is_held for key, is_held in zip(incident.places, governorates, strict=True)]
    is_unnamed = incident.and_elsewhere or not incident.places
    may_be_elsewhere = is_unnamed and asked.places.keys is None and asked.governorates.keys is None
    may_be_near = incident.nearby and asked.places.keys is None and any(governorates)
    if not (any(held) or may_be_elsewhere or may_be_near):
        return None
    return (
        is_unnamed
        or not all(held)
        or any(_may_hold_excluded(key, asked, ledger, is_exact=not incident.nearby) for key in incident.places)
    )


def doubt(incident: Incident, actors: Collection[str]) -> str | None:
    """How firmly one of these actors is named for the incident, where that is not as a fact."""
    confidences = [one.confidence for one in incident.attribution if one.actor in actors]
    return next((confidence for confidence in confidences if confidence != "stated"), None)


def conditions(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The conditions that the words searched for make: one of the plain ones, and none of the excluded ones."""
    wanted = tuple(word for word in words if not word.startswith(EXCLUDED))
    return ([wanted] if wanted else []) + [(word,) for word in words if word.startswith(EXCLUDED)]


def matches_words(incident: Incident, words: tuple[str, ...], ledger: Ledger) -> bool:
    """Whether one of these conditions holds for the text of the incident's entry."""
    text = names.folded(" ".join(_texts(incident, ledger)))
    return any((names.folded(word.removeprefix(EXCLUDED)) in text) != word.startswith(EXCLUDED) for word in words)


def _texts(incident: Incident, ledger: Ledger) -> Iterable[str]:
    """All that an incident's entry says, in words."""
    yield from (incident.id, incident.title, incident.note or "", incident.type, incident.target or "")
    for key in incident.places:
        yield from (ledger.places[key].name, *ledger.places[key].aliases)
    for one in incident.attribution:
        yield from (ledger.actors[one.actor].name, *ledger.actors[one.actor].aliases)
    for report in incident.reports:
        yield from (ledger.sources[key].name for key in (report.source, *report.cites))
        yield from (figure.text for measure in MEASURES if (figure := report.figure(measure)))


def _may_hold_excluded(key: str, asked: Asked, ledger: Ledger, *, is_exact: bool) -> bool:
    """Whether a place or a governorate that `not:` excludes may be meant by this one, which is wide or only near."""
    place = ledger.places[key]
    if is_exact and place.kind in EXACT_PLACES:
        return False
    if place.governorate is None:
        return bool(asked.places.excluded or asked.governorates.excluded)
    near = {ledger.places[other].governorate for other in asked.places.excluded}
    return None in near or place.governorate in near
