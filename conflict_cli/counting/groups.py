"""Groups: one selection seen as several, by town, source, month and so on.

Each group of a town, a source and so on is what its own filter would select, so that a row of a sum equals the same sum
asked for alone; of a month or a year it holds the incidents that surely fall in it, and those that may stand apart. An
incident may stand in several groups; a sum over all groups is therefore never made by adding theirs.
"""

from collections.abc import Callable, Iterable
from datetime import date

from msgspec.structs import replace

from conflict_cli.record.incident import Ledger, Report
from conflict_cli.selection.matching import doubt, said_by
from conflict_cli.selection.picking import Picked, with_reports
from conflict_cli.selection.selection import By, Group, Selection

_NAMELESS = {
    "town": "elsewhere, or not named",
    "governorate": "elsewhere, or not named",
    "article": "no article named",
    "actor": "not attributed",
    "target": "no target named",
}


def grouped(selection: Selection, by: By) -> list[Group]:
    """The groups of incidents in memory; whoever has a selection asks `Selection.groups`."""
    found: dict[str | None, list[Picked]] = {}
    for picked in selection.picked:
        for key, narrowed in split(picked, selection, by):
            found.setdefault(key, []).append(narrowed)
    return [
        Group(heading(key, by, selection.ledger), selection.narrowed(found[key]), key) for key in in_order(found, by)
    ]


Split = Iterable[tuple[str | None, Picked]]


def split(picked: Picked, selection: Selection, by: By) -> Split:
    """The keys that an incident stands under, None where it has none, and the incident as it is seen there."""
    return _SPLITS[by](picked, selection)


def in_order(keys: Iterable[str | None], by: By) -> list[str | None]:
    """The keys in the order in which their groups are shown: time for months and years, none at the end."""
    every = list(keys)
    named = [key for key in every if key is not None]
    if by in ("month", "year"):
        named.sort()
    return [*named, *([None] if None in every else [])]


def heading(key: str | None, by: By, ledger: Ledger) -> str:
    """The name shown for a key of the ledger."""
    if key is None:
        return f"across {by}s" if by in ("month", "year") else _NAMELESS[by]
    if by == "town":
        return ledger.places[key].name
    if by == "source":
        return ledger.sources[key].name
    if by == "actor":
        return ledger.actors[key].name
    return key


def _by_town(picked: Picked, selection: Selection) -> Split:
    places = picked.incident.places
    is_shared = len(places) > 1 or picked.incident.and_elsewhere
    asked, named = selection.asked, selection.ledger.places
    held = [key for key in places if asked.places.holds(key) and asked.holds_governorate(named[key].governorate)]
    for key in held:
        yield key, replace(picked, is_wider=picked.is_wider or is_shared, is_by_place=True)
    if not held:
        yield None, picked


def _by_governorate(picked: Picked, selection: Selection) -> Split:
    places, asked = picked.incident.places, selection.asked
    governorates = [selection.ledger.places[key].governorate for key in places]
    held = [
        name
        for key, name in zip(places, governorates, strict=True)
        if asked.places.holds(key) and asked.holds_governorate(name)
    ]
    for name in dict.fromkeys(held or [None]):
        is_shared = picked.incident.and_elsewhere or any(other != name for other in governorates)
        yield name, replace(picked, is_wider=picked.is_wider or is_shared)


def _by_source(picked: Picked, selection: Selection) -> Split:
    """By who says it; in a data set by whom it cites, though the figures are still the data set's."""

    def sayers(report: Report) -> tuple[str, ...]:
        return said_by(report, selection.asked.sources) if selection.data_set else (report.source,)

    return _by_reports(picked, sayers)


def _by_article(picked: Picked, _: Selection) -> Split:
    return _by_reports(picked, lambda report: (report.article,))


def _by_reports(picked: Picked, keys_of: Callable[[Report], tuple[str | None, ...]]) -> Split:
    """The incident under each key of its reports, with the reports that have that key."""
    for name in dict.fromkeys(key for report in picked.incident.reports for key in keys_of(report)):
        if narrowed := with_reports(picked, lambda report: name in keys_of(report)):  # noqa: B023 (used at once)
            yield name, narrowed


def _by_actor(picked: Picked, selection: Selection) -> Split:
    actors = [one.actor for one in picked.incident.attribution]
    for key in dict.fromkeys(actors):
        if selection.asked.actors.holds(key):
            yield key, replace(picked, confidence=doubt(picked.incident, (key,)))
    if not actors:
        yield None, picked


def _by_date(shown: Callable[[date], str]) -> Callable[[Picked, Selection], Split]:
    def split(picked: Picked, _: Selection) -> Split:
        first, last = shown(picked.incident.date.first), shown(picked.incident.date.last)
        yield (first, replace(picked, is_by_date=True)) if first == last else (None, picked)

    return split


_SPLITS: dict[By, Callable[[Picked, Selection], Split]] = {
    "town": _by_town,
    "governorate": _by_governorate,
    "source": _by_source,
    "article": _by_article,
    "actor": _by_actor,
    "type": lambda picked, _: [(picked.incident.type, picked)],
    "target": lambda picked, _: [(picked.incident.target, picked)],
    "month": _by_date(lambda day: day.isoformat()[:7]),
    "year": _by_date(lambda day: day.isoformat()[:4]),
}
