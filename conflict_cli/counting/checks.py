"""Checks of a ledger: each yields a warning for everything that is allowed and yet suspicious.

Errors are found where the ledger is read: a ledger that arrives here has none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import islice
from operator import attrgetter

from conflict_cli.record.errors import Problem, in_order
from conflict_cli.record.geography import TOWNS
from conflict_cli.record.incident import MEASURES, Incident, Ledger, Spot
from conflict_cli.selection.selection import Selection

# A ledger without links may hold very many suspicious pairs. The first ones are enough to show the pattern.
MOST_OF_A_KIND = 200

MOST_PAIRS = 1_000
"""Beyond this number, the pairs of incidents that nobody linked are not counted: it would take too long."""

# In places as wide as these, two incidents on the same day are not remarkable.
WIDE = frozenset({"subdistrict", "district", "governorate", "region", "country"})

_FIRST_DAY = attrgetter("date.first")

Check = Callable[[Selection], Iterator[Problem]]


def warnings(ledger: Ledger) -> list[Problem]:
    """Return a warning for everything suspicious in this ledger, in the order of its files and lines.

    A sum above what the ledger expects of it is an error.
    """
    from conflict_cli.counting.expectations import unmet  # a sum, which counts unlinked pairs, holds nothing to it
    from conflict_cli.counting.in_memory import select

    selection = select(ledger)
    found = [warning for check in CHECKS for warning in islice(check(selection), MOST_OF_A_KIND)]
    found += unmet(ledger, selection.links)
    return in_order(found, ledger.files)


def unlinked(selection: Selection) -> Iterator[Problem]:
    """Yield pairs of incidents in one town on overlapping days that the ledger neither links nor sets apart."""
    for key, one, other in _unlinked(selection.incidents, selection):
        yield _warning(
            selection,
            other.spot,
            f"{other.id} and {one.id} are both in {selection.names.places[key].name} on overlapping days, and not "
            "linked",
            f"write overlaps: [{one.id}] if they may count the same people, part_of where one holds the other, or "
            f"distinct_from: [{one.id}]",
        )


def unlinked_pairs(selection: Selection) -> int:
    """Count the pairs of `unlinked` of which both incidents report a figure, up to `MOST_PAIRS`."""
    incidents = [one.incident for one in selection.picked if any(one.figures)]
    return sum(1 for _ in islice(_unlinked(incidents, selection), MOST_PAIRS))


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
    said_by = {key for incident in incidents for one in incident.attribution for key in one.by}
    places = {key for incident in incidents for key in incident.places}
    sections = (
        ("article", names.articles, {report.article for report in reports}),
        ("source", names.sources, {key for report in reports for key in (report.source, *report.cites)} | said_by),
        ("place", names.places, places.union(*map(selection.geography.containers, places))),
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


def unaddressed(selection: Selection) -> Iterator[Problem]:
    """Yield articles that do not say where they, or a copy of them, can be read."""
    for key, article in selection.names.articles.items():
        if article.url is None and article.archived is None:
            what = f"the article {key} has no address"
            yield _warning(selection, article.spot, what, "add url:, or archived: with the address of a copy")


def repeated(selection: Selection) -> Iterator[Problem]:
    """Yield incidents of which one source gives several figures, if none is said to supersede the other."""
    for picked in selection.picked:
        reports = picked.incident.reports
        if len({report.source for report in reports}) == len(reports):
            continue
        told: dict[str, set[tuple[int, int, int, bool]]] = defaultdict(set)
        for report in reports:
            for measure in MEASURES:
                if report.is_counted and (figure := report.figure(measure)):
                    told[f"{report.source} {measure}"].add((figure.low, figure.best, figure.high, figure.open))
        for name, figures in told.items():
            if len(figures) > 1:
                source = name.partition(" ")[0]
                yield _warning(
                    selection,
                    picked.incident.spot,
                    f"{picked.incident.id}: {source} gives several figures, and none supersedes the others",
                    "write supersedes: with the key of the older article in the newer report",
                )
                break


def self_reported(selection: Selection) -> Iterator[Problem]:
    """Yield reports with a figure by a source that bears the name of the actor, and is not said to deny."""
    names = selection.names
    for picked in selection.picked:
        accused = {names.actors[one.actor].name.casefold() for one in picked.incident.attribution}
        for report in picked.incident.reports if accused else ():
            source = names.sources[report.source]
            if any(report.figures) and not report.denies and source.name.casefold() in accused:
                yield _warning(
                    selection,
                    picked.incident.spot,
                    f"{picked.incident.id}: {source.name} gives a figure of what is attributed to it",
                    "write denies: true if it answers for itself; its figure then counts nowhere",
                )


def countryless(selection: Selection) -> Iterator[Problem]:
    """Yield places of a governorate that name no country, if another place of a governorate of that name does."""
    geography = selection.geography
    with_country = {area.governorate: area for area in geography.areas if area.country}
    for key, place in selection.names.places.items():
        area = geography.area(key)
        if area and not area.country and area.governorate in with_country:
            other = geography.named_area(with_country[area.governorate])
            what = f"{key}: no country, so nobody knows whether it lies in {other}"
            yield _warning(selection, place.spot, what, "add country: or in: with a place that names one")


CHECKS: tuple[Check, ...] = (unlinked, overfull, unused, unsourced, unaddressed, repeated, self_reported, countryless)


def _unlinked(incidents: Sequence[Incident], selection: Selection) -> Iterator[tuple[str, Incident, Incident]]:
    """Yield each pair of incidents in one place on overlapping days that is neither linked nor set apart."""
    places, links = selection.names.places, selection.links
    at: dict[str, list[Incident]] = defaultdict(list)

    @cache
    def towns(keys: tuple[str, ...]) -> list[str]:
        if len(keys) == 1 and places[keys[0]].kind in TOWNS and not places[keys[0]].within:
            return list(keys)
        named = {key for key in keys if places[key].kind not in WIDE}
        return sorted(named.union(*map(selection.geography.towns_around, keys)))

    for incident in incidents:
        for key in towns(incident.places):
            at[key].append(incident)
    told: set[tuple[str, str]] = set()
    for key, inside in at.items():
        for one, other in _on_overlapping_days(inside) if len(inside) > 1 else ():
            pair = (one.id, other.id)
            if pair not in told and not links.may_share(*pair) and not links.are_apart(*pair):
                told.add(pair)
                yield (key, one, other) if _is_written_first(one.spot, other.spot) else (key, other, one)


def _on_overlapping_days(incidents: list[Incident]) -> Iterator[tuple[Incident, Incident]]:
    """Yield the pairs of incidents whose possible days meet, in the order of their first days."""
    ongoing: list[Incident] = []
    latest = date.min
    for incident in sorted(incidents, key=_FIRST_DAY):
        when = incident.date
        if latest < when.first:
            ongoing, latest = [], when.last
        else:
            ongoing = [one for one in ongoing if one.date.last >= when.first]
            latest = max(latest, when.last)
            for one in ongoing:
                yield one, incident
        ongoing.append(incident)


def _is_written_first(one: Spot, other: Spot) -> bool:
    return one.line <= other.line if one.file == other.file else one.file < other.file


def _warning(selection: Selection, spot: Spot, what: str, hint: str) -> Problem:
    return Problem(selection.names.file_of(spot), spot.line, spot.column, what, hint, is_warning=True)
