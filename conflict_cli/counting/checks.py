"""Checks of a ledger: each yields a warning for everything that is allowed and yet suspicious.

Errors are found where the ledger is read: a ledger that arrives here has none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice

from conflict_cli.counting.in_memory import select
from conflict_cli.record.errors import Problem
from conflict_cli.record.incident import MEASURES, Incident, Ledger, Spot
from conflict_cli.selection.selection import Selection

# A ledger without links may hold very many suspicious pairs. The first ones are enough to show the pattern.
MOST_OF_A_KIND = 200

# In places as wide as these, two incidents on the same day are not remarkable.
WIDE = frozenset({"subdistrict", "district", "governorate", "region", "country"})

Check = Callable[[Selection], Iterator[Problem]]


def warnings(ledger: Ledger) -> list[Problem]:
    """Return a warning for everything suspicious in this ledger, in the order of its lines."""
    selection = select(ledger)
    found = [warning for check in CHECKS for warning in islice(check(selection), MOST_OF_A_KIND)]
    return sorted(found, key=lambda problem: (problem.line, problem.column))


def unlinked(selection: Selection) -> Iterator[Problem]:
    """Yield pairs of incidents in one town on overlapping days that the ledger neither links nor sets apart."""
    places, links = selection.names.places, selection.links
    at: dict[str, list[Incident]] = defaultdict(list)
    for incident in selection.incidents:
        for key in incident.places:
            if places[key].kind not in WIDE:
                at[key].append(incident)
    told: set[tuple[str, str]] = set()
    for key, incidents in at.items():
        for one, other in _on_overlapping_days(incidents):
            pair = (one.id, other.id)
            is_linked = (
                other.id in links.overlapping(one.id)
                or one.id in links.containers(other.id)
                or other.id in links.containers(one.id)
            )
            if pair in told or is_linked or links.are_apart(one.id, other.id):
                continue
            told.add(pair)
            yield _warning(
                selection,
                other.spot,
                f"{other.id} and {one.id} are both in {places[key].name} on overlapping days, and not linked",
                f"write overlaps: [{one.id}] if they may count the same people, part_of where one holds the other, or "
                f"distinct_from: [{one.id}]",
            )


def overfull(selection: Selection) -> Iterator[Problem]:
    """Yield incidents whose parts, counted without doubles, report more people than the high of the whole."""
    by_id = {picked.incident.id: picked for picked in selection.picked}
    for picked in selection.picked:
        parts = [by_id[name] for name in selection.links.parts(picked.incident.id)]
        for measure in MEASURES if parts else ():
            whole = picked.figure(measure)
            if whole is None or whole.open:
                continue
            inside = selection.narrowed(parts).sum_of(measure).figure
            if inside and inside.low > whole.high:
                yield _warning(
                    selection,
                    picked.incident.spot,
                    f"{picked.incident.id}: {whole.short} {measure}, but the incidents inside it report {inside.low}",
                    "correct a figure, or take part_of from those that are not inside",
                )


def unused(selection: Selection) -> Iterator[Problem]:
    """Yield articles, sources, places and actors that no incident names."""
    names, incidents = selection.names, selection.incidents
    reports = [report for incident in incidents for report in incident.reports]
    sections = (
        ("article", names.articles, {report.article for report in reports}),
        ("source", names.sources, {key for report in reports for key in (report.source, *report.cites)}),
        ("place", names.places, {key for incident in incidents for key in incident.places}),
        ("actor", names.actors, {one.actor for incident in incidents for one in incident.attribution}),
    )
    for kind, entries, named in sections:
        for key, entry in entries.items():
            if key not in named:
                yield _warning(selection, entry.spot, f"no incident names the {kind} {key}", "name it, or take it out")


def unsourced(selection: Selection) -> Iterator[Problem]:
    """Yield reports that do not say in which article they were read."""
    for picked in selection.picked:
        for report in picked.incident.reports:
            if report.article is None and report.origin is None:
                yield _warning(
                    selection,
                    picked.incident.spot,
                    f"{picked.incident.id}: the report of {report.source} names no article",
                    "add article: with the key of the document that it was read in",
                )


CHECKS: tuple[Check, ...] = (unlinked, overfull, unused, unsourced)


def _on_overlapping_days(incidents: list[Incident]) -> Iterator[tuple[Incident, Incident]]:
    """Yield the pairs of incidents whose possible days meet; in each pair the one written first comes first."""
    ongoing: list[Incident] = []
    for incident in sorted(incidents, key=lambda one: one.date.first):
        ongoing = [one for one in ongoing if one.date.last >= incident.date.first]
        for one in ongoing:
            yield (one, incident) if one.spot.line <= incident.spot.line else (incident, one)
        ongoing.append(incident)


def _warning(selection: Selection, spot: Spot, what: str, hint: str) -> Problem:
    return Problem(selection.names.file, spot.line, spot.column, what, hint, is_warning=True)
