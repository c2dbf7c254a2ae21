"""What is legal in a ledger and yet suspicious: a list of checks, each of which yields warnings.

What is wrong in a ledger is found where it is read; a ledger that is here has no errors.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice

from conflict_cli.counting.in_memory import select
from conflict_cli.record.errors import Problem
from conflict_cli.record.incident import MEASURES, Incident, Ledger, Spot
from conflict_cli.selection.selection import Selection

# A ledger that links nothing may hold very many suspicious pairs; the first of them tell the story.
MOST_OF_A_KIND = 200

# Kinds of places so wide that two incidents in one of them on the same day are nothing remarkable.
WIDE = frozenset({"subdistrict", "district", "governorate", "region", "country"})

Check = Callable[[Selection], Iterator[Problem]]


def warnings(ledger: Ledger) -> list[Problem]:
    """All that is suspicious in this ledger, in the order of its lines."""
    selection = select(ledger)
    found = [warning for check in CHECKS for warning in islice(check(selection), MOST_OF_A_KIND)]
    return sorted(found, key=lambda problem: (problem.line, problem.column))


def unlinked(selection: Selection) -> Iterator[Problem]:
    """Two incidents in one town on overlapping days of which nobody has said whether they share people."""
    ledger, links = selection.ledger, selection.links
    told: set[tuple[str, str]] = set()
    for key, incidents in _by_place(ledger).items():
        for one, other in _on_overlapping_days(incidents):
            pair = (one.id, other.id)
            is_linked = other.id in links.overlapping(one.id) or _is_inside(one, other, selection)
            if pair in told or is_linked or links.are_apart(one.id, other.id):
                continue
            told.add(pair)
            yield _warning(
                ledger,
                other.spot,
                f"{other.id} and {one.id} are both in {ledger.places[key].name} on overlapping days, and not linked",
                f"write overlaps: [{one.id}] if they may count the same people, part_of where one holds the other, or "
                f"distinct_from: [{one.id}]",
            )


def overfull(selection: Selection) -> Iterator[Problem]:
    """Incidents whose lows, sure to be distinct, add to more than the high of the one they are part of."""
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
                    selection.ledger,
                    picked.incident.spot,
                    f"{picked.incident.id}: {whole.short} {measure}, but the incidents inside it report {inside.low}",
                    "correct a figure, or take part_of from those that are not inside",
                )


def unused(selection: Selection) -> Iterator[Problem]:
    """Articles, sources, places and actors that no incident names."""
    ledger = selection.ledger
    reports = [report for incident in ledger.incidents for report in incident.reports]
    sections = (
        ("article", ledger.articles, {report.article for report in reports}),
        ("source", ledger.sources, {key for report in reports for key in (report.source, *report.cites)}),
        ("place", ledger.places, {key for incident in ledger.incidents for key in incident.places}),
        ("actor", ledger.actors, {one.actor for incident in ledger.incidents for one in incident.attribution}),
    )
    for kind, entries, named in sections:
        for key, entry in entries.items():
            if key not in named:
                yield _warning(ledger, entry.spot, f"no incident names the {kind} {key}", "name it, or take it out")


def unsourced(selection: Selection) -> Iterator[Problem]:
    """Reports that do not say in which article they were read."""
    for picked in selection.picked:
        for report in picked.incident.reports:
            if report.article is None and report.origin is None:
                yield _warning(
                    selection.ledger,
                    picked.incident.spot,
                    f"{picked.incident.id}: the report of {report.source} names no article",
                    "add article: with the key of the document that it was read in",
                )


CHECKS: tuple[Check, ...] = (unlinked, overfull, unused, unsourced)


def _by_place(ledger: Ledger) -> dict[str, list[Incident]]:
    at: dict[str, list[Incident]] = defaultdict(list)
    for incident in ledger.incidents:
        for key in incident.places:
            if ledger.places[key].kind not in WIDE:
                at[key].append(incident)
    return at


def _on_overlapping_days(incidents: list[Incident]) -> Iterator[tuple[Incident, Incident]]:
    """The pairs of these whose possible days meet, the one that is written first before the other."""
    ongoing: list[Incident] = []
    for incident in sorted(incidents, key=lambda one: one.date.first):
        ongoing = [one for one in ongoing if one.date.last >= incident.date.first]
        for one in ongoing:
            yield (one, incident) if one.spot.line <= incident.spot.line else (incident, one)
        ongoing.append(incident)


def _is_inside(one: Incident, other: Incident, selection: Selection) -> bool:
    links = selection.links
    return one.id in links.containers(other.id) or other.id in links.containers(one.id)


def _warning(ledger: Ledger, spot: Spot, what: str, hint: str) -> Problem:
    return Problem(ledger.file, spot.line, spot.column, what, hint, is_warning=True)
