"""A selection as a ledger of its own, with everything that its incidents refer to and nothing else."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec.structs import replace

from conflict_cli.record.incident import Incident, Ledger
from conflict_cli.record.links import Links
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import Selection

Entry = TypeVar("Entry")


def excerpt(selection: Selection) -> tuple[Ledger, list[str]]:
    """Return the selected incidents as a ledger that gives the same sums, and the ids to which links are lost.

    Links that ran through incidents left behind become links between those that stay. Figures stay whole where a query
    looked at one group of victims alone. Expected figures are of the whole ledger: they stay behind if there is
    a query.
    """
    ledger = selection.names
    chosen = {picked.incident.id for picked in selection.picked}
    originals = {incident.id: incident for incident in selection.incidents}
    whole = [originals[picked.incident.id] for picked in selection.picked]
    bare = [
        replace(
            one,
            reports=tuple(report for report in one.reports if selection.asked.sources.holds(report.source)),
            overlaps=tuple(other for other in one.overlaps if other in chosen),
            distinct_from=tuple(other for other in one.distinct_from if other in chosen),
            part_of=next((name for name in selection.links.containers(one.id) if name in chosen), None),
        )
        for one in whole
    ]
    incidents = _with_lost_links(bare, selection)
    reports = [report for one in incidents for report in one.reports]
    sayers = {key for report in reports for key in (report.source, *report.cites)}
    casts = [at for one in incidents for at in one.attribution]
    named = {key for one in incidents for key in one.places}
    held = Ledger(
        file=ledger.file,
        articles=_kept(ledger.articles, {key for report in reports for key in (report.article, report.supersedes)}),
        sources=_kept(ledger.sources, {*sayers, *(key for at in casts for key in at.by)}),
        places=_kept(ledger.places, named.union(*map(selection.geography.containers, named))),
        actors=_kept(ledger.actors, {said.actor for one in incidents for said in one.attribution}),
        incidents=tuple(incidents),
        expected=ledger.expected if isinstance(ledger, Ledger) and selection.asked.query == Query() else (),
    )
    linked = {other for one in whole for other in (*one.overlaps, *one.distinct_from)}
    linked.update(one.part_of for one in whole if one.part_of)
    return held, sorted(linked - chosen)


def _with_lost_links(incidents: list[Incident], selection: Selection) -> list[Incident]:
    """Return the incidents with more links declared, until the same pairs overlap as did among all incidents."""
    was = selection.links.overlapping_among([incident.id for incident in incidents])
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
    wrong = {name: tuple(set(near).difference(was[name])) for name, near in now.items()}
    apart = _undeclared(wrong, {one.id: one.distinct_from for one in told})
    return [replace(one, distinct_from=(*one.distinct_from, *apart[one.id])) for one in told]


def _overlapping(incidents: list[Incident], selection: Selection) -> dict[str, tuple[str, ...]]:
    """Return the ids of the incidents that may share people with each of these, as these alone are linked."""
    in_order = sorted(incidents, key=lambda incident: selection.links.order(incident.id))
    return Links(in_order, selection.geography).overlapping_among([incident.id for incident in incidents])


def _undeclared(pairs: Mapping[str, Iterable[str]], declared: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return the pairs that neither side declares, under the side that comes first."""
    known = {frozenset((one, other)) for one, others in declared.items() for other in others}
    order = {name: place for place, name in enumerate(declared)}
    return {
        one: sorted(
            (other for other in pairs[one] if order[one] < order[other] and frozenset((one, other)) not in known),
            key=order.__getitem__,
        )
        for one in declared
    }


def _kept(entries: Mapping[str, Entry], keys: set[str | None] | set[str]) -> dict[str, Entry]:
    return {key: entry for key, entry in entries.items() if key in keys}
