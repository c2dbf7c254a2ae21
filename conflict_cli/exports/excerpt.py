"""A selection as a ledger of its own, with all that its incidents refer to and nothing else."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec.structs import replace

from conflict_cli.record.incident import Incident, Ledger, Names
from conflict_cli.record.links import Links
from conflict_cli.selection.selection import Selection

Entry = TypeVar("Entry")


def excerpt(selection: Selection) -> tuple[Ledger, list[str]]:
    """The selected incidents as a ledger that gives the same sums, and the incidents that it can no longer link to.

    Links that ran through incidents left behind become links between those that stay. Figures stay whole where a query
    looked at one group of victims alone.
    """
    ledger = selection.ledger
    chosen = {picked.incident.id for picked in selection.picked}
    originals = {incident.id: incident for incident in selection.incidents}
    whole = [originals[picked.incident.id] for picked in selection.picked]
    bare = [_with_own_links(incident, chosen, selection) for incident in whole]
    incidents = _with_lost_links(bare, selection)
    named = {other for incident in whole for other in _linked(incident)}
    return _ledger_of(incidents, ledger), sorted(named - chosen)


def _linked(incident: Incident) -> Iterable[str]:
    return (*incident.overlaps, *incident.distinct_from, *([incident.part_of] if incident.part_of else []))


def _with_own_links(incident: Incident, chosen: set[str], selection: Selection) -> Incident:
    """The incident with its reports that were asked for and its links to incidents that stay."""
    containers = selection.links.containers(incident.id)
    return replace(
        incident,
        reports=tuple(report for report in incident.reports if selection.asked.sources.holds(report.source)),
        overlaps=tuple(other for other in incident.overlaps if other in chosen),
        distinct_from=tuple(other for other in incident.distinct_from if other in chosen),
        part_of=next((container for container in containers if container in chosen), None),
    )


def _with_lost_links(incidents: list[Incident], selection: Selection) -> list[Incident]:
    """The incidents linked as they were: what an overlap with a stranger made them share is declared, and no more."""
    kept = {incident.id for incident in incidents}
    was = {name: selection.links.overlapping(name) & kept for name in kept}
    if _overlapping(incidents, selection) == was:
        return incidents
    missing = _undeclared(was, {one.id: one.overlaps for one in incidents})
    told = [
        replace(
            one,
            overlaps=(*one.overlaps, *missing[one.id]),
            distinct_from=tuple(other for other in one.distinct_from if other not in was[one.id]),
        )
        for one in incidents
    ]
    now = _overlapping(told, selection)
    wrong = {name: near - was[name] for name, near in now.items()}
    apart = _undeclared(wrong, {one.id: one.distinct_from for one in told})
    return [replace(one, distinct_from=(*one.distinct_from, *apart[one.id])) for one in told]


def _undeclared(pairs: Mapping[str, set[str]], declared: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The pairs that neither side declares, under the one that comes first."""
    known = {frozenset((one, other)) for one, others in declared.items() for other in others}
    order = {name: place for place, name in enumerate(declared)}
    return {
        one: sorted(
            (other for other in pairs[one] if order[one] < order[other] and frozenset((one, other)) not in known),
            key=order.__getitem__,
        )
        for one in declared
    }


def _overlapping(incidents: list[Incident], selection: Selection) -> dict[str, set[str]]:
    links = Links(incidents, selection.ledger.places)
    return {incident.id: links.overlapping(incident.id) for incident in incidents}


def _ledger_of(incidents: Iterable[Incident], names: Names) -> Ledger:
    kept = tuple(incidents)
    reports = [report for incident in kept for report in incident.reports]
    return Ledger(
        file=names.file,
        articles=_kept(names.articles, {report.article for report in reports}),
        sources=_kept(names.sources, {key for report in reports for key in (report.source, *report.cites)}),
        places=_kept(names.places, {key for incident in kept for key in incident.places}),
        actors=_kept(names.actors, {one.actor for incident in kept for one in incident.attribution}),
        incidents=kept,
    )


def _kept(entries: Mapping[str, Entry], keys: set[str | None] | set[str]) -> dict[str, Entry]:
    return {key: entry for key, entry in entries.items() if key in keys}
