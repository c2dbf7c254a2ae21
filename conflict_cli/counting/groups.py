"""Group a selection by town, source, month and so on.

The row of a town, a source and so on holds what its own filter would select: its sum equals the same sum asked for
alone. The row of a month or a year holds the incidents that surely fall in it; those that may are in a row of their
own. One incident may stand in several rows, so the rows never add up to the sum of all.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from conflict_cli.record.incident import Attribution, Names
from conflict_cli.selection.matching import Site, doubt, said_by
from conflict_cli.selection.picking import Picked, with_reports
from conflict_cli.selection.query import Asked
from conflict_cli.selection.selection import By, Group, Selection

_NAMELESS = {
    "town": "elsewhere, or not named",
    "governorate": "elsewhere, or not named",
    "article": "no article named",
    "actor": "not attributed",
    "target": "no target named",
}
# So many letters of a day in ISO 8601 tell the period.
_LETTERS = {"month": 7, "year": 4}

Key = str | None
"""A key of the ledger, a word or a period; None for incidents that have none."""


def grouped(selection: Selection, by: By) -> list[Group]:
    """Group incidents in memory. `Selection.groups` answers this for every selection."""
    found: dict[Key, list[Picked]] = {}
    for picked in selection.picked:
        for key, narrowed in _split(picked, selection, by):
            found.setdefault(key, []).append(narrowed)
    return [
        Group(heading(key, by, selection.names), selection.narrowed(found[key]), key) for key in in_order(found, by)
    ]


def in_order(keys: Iterable[Key], by: By) -> list[Key]:
    """Return the keys in the order of display: months and years by time, None at the end."""
    every = list(keys)
    named = [key for key in every if key is not None]
    if by in _LETTERS:
        named.sort()
    return [*named, *([None] if None in every else [])]


def heading(key: Key, by: By, names: Names) -> str:
    """Return the name shown for a key."""
    if key is None:
        return f"across {by}s" if by in _LETTERS else _NAMELESS[by]
    if by == "town":
        return names.places[key].name
    if by == "source":
        return names.sources[key].name
    if by == "actor":
        return names.actors[key].name
    return key


def keys_of_site(site: Site, by: By, asked: Asked, names: Names) -> Iterator[tuple[Key, bool]]:
    """Yield each town or governorate of a site that was asked for, and whether the site covers more than it."""
    governorates = [names.places[key].governorate for key in site.places]
    held = [
        (key, governorate)
        for key, governorate in zip(site.places, governorates, strict=True)
        if asked.places.holds(key) and asked.holds_governorate(governorate)
    ]
    if by == "town":
        for key, _ in held:
            yield key, len(site.places) > 1 or site.and_elsewhere
        if not held:
            yield None, False
    else:
        for name in dict.fromkeys(name for _, name in held or [("", None)]):
            yield name, site.and_elsewhere or any(other != name for other in governorates)


def keys_of_cast(attribution: Sequence[Attribution], asked: Asked) -> Iterator[tuple[Key, str | None]]:
    """Yield each actor that was asked for, and how firmly it is named, unless that is stated as a fact."""
    for key in dict.fromkeys(one.actor for one in attribution):
        if asked.actors.holds(key):
            yield key, doubt(attribution, (key,))
    if not attribution:
        yield None, None


def _split(picked: Picked, selection: Selection, by: By) -> Iterator[tuple[Key, Picked]]:
    """Yield each key of an incident, and the incident as its row sees it."""
    incident, asked = picked.incident, selection.asked
    if by in ("town", "governorate"):
        for key, is_wider in keys_of_site(incident, by, asked, selection.names):
            is_by_place = picked.is_by_place or (by == "town" and key is not None)
            yield key, replace(picked, is_wider=picked.is_wider or is_wider, is_by_place=is_by_place)
    elif by == "actor":
        for key, confidence in keys_of_cast(incident.attribution, asked):
            yield key, replace(picked, confidence=confidence) if key else picked
    elif by == "type":
        yield incident.type, picked
    elif by == "target":
        yield incident.target, picked
    elif by in _LETTERS:
        first, last = (day.isoformat()[: _LETTERS[by]] for day in (incident.date.first, incident.date.last))
        yield (first, replace(picked, is_by_date=True)) if first == last else (None, picked)
    else:
        yield from _split_by_reports(picked, selection, by)


def _split_by_reports(picked: Picked, selection: Selection, by: By) -> Iterator[tuple[Key, Picked]]:
    """Yield each source or article of an incident, and the incident with the reports of it.

    In a data set the sources are those that it cites, though the figures are its own.
    """
    keys: list[tuple[Key, ...]] = [
        (report.article,)
        if by == "article"
        else said_by(report.source, report.cites, selection.asked.sources)
        if selection.data_set
        else (report.source,)
        for report in picked.incident.reports
    ]
    for key in dict.fromkeys(name for names in keys for name in names):
        kept = [report for report, names in zip(picked.incident.reports, keys, strict=True) if key in names]
        if narrowed := with_reports(picked, kept.__contains__):
            yield key, narrowed
