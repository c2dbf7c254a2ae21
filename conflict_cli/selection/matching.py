"""Decide whether an incident answers a query whose words are resolved to keys.

Each function looks at one property of an incident alone: a data set asks it once for each distinct value.
"""

from collections.abc import Collection, Sequence
from typing import Protocol

from conflict_cli.record.incident import EXACT_PLACES, MEASURES, Attribution, Incident, Names
from conflict_cli.record.names import folded
from conflict_cli.selection.query import EXCLUDED, Asked, Wanted


class Site(Protocol):
    """Where something happened, as far as it is known: an incident, or the cells of a data set."""

    @property
    def places(self) -> tuple[str, ...]:
        """The keys of the places that are named."""

    @property
    def nearby(self) -> bool:
        """Whether it was in or near them."""

    @property
    def and_elsewhere(self) -> bool:
        """Whether it was in other places too."""


def holds_any(wanted: Wanted, keys: Collection[str]) -> bool:
    """Say whether one of the keys is asked for and none is excluded: a figure of several cannot be split."""
    is_named = wanted.keys is None or not wanted.keys.isdisjoint(keys)
    return is_named and wanted.excluded.isdisjoint(keys)


def said_by(own: str, cites: Sequence[str], wanted: Wanted) -> tuple[str, ...]:
    """Return the sources that a data set cites and the query asks for; if there are none, the data set itself."""
    return tuple(dict.fromkeys(key for key in cites if wanted.holds(key))) or (own,)


def is_wider(site: Site, asked: Asked, names: Names) -> bool | None:
    """Say whether the site covers more places than were asked for; None if it covers none of them."""
    if asked.places.is_all and asked.governorates.is_all:
        return False
    governorates = [asked.holds_governorate(names.places[key].governorate) for key in site.places]
    held = [asked.places.holds(key) and is_held for key, is_held in zip(site.places, governorates, strict=True)]
    is_unnamed = site.and_elsewhere or not site.places
    may_be_elsewhere = is_unnamed and asked.places.keys is None and asked.governorates.keys is None
    may_be_near = site.nearby and asked.places.keys is None and any(governorates)
    if not (any(held) or may_be_elsewhere or may_be_near):
        return None
    return (
        is_unnamed
        or not all(held)
        or any(_may_hold_excluded(key, asked, names, is_exact=not site.nearby) for key in site.places)
    )


def doubt(attribution: Sequence[Attribution], actors: Collection[str]) -> str | None:
    """Return how firmly one of these actors is named, unless it is stated as a fact."""
    confidences = [one.confidence for one in attribution if one.actor in actors]
    return next((confidence for confidence in confidences if confidence != "stated"), None)


def conditions(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the conditions for words searched for: one of the plain ones must occur, and no excluded one."""
    wanted = tuple(word for word in words if not word.startswith(EXCLUDED))
    return ([wanted] if wanted else []) + [(word,) for word in words if word.startswith(EXCLUDED)]


def matches_words(incident: Incident, words: tuple[str, ...], names: Names) -> bool:
    """Say whether one of these conditions holds for the text of the incident's entry."""
    said = [incident.id, incident.title, incident.note or "", incident.type, incident.target or ""]
    named = [names.places[key] for key in incident.places] + [names.actors[at.actor] for at in incident.attribution]
    for noun in named:
        said += (noun.name, *noun.aliases)
    for report in incident.reports:
        said += (names.sources[key].name for key in (report.source, *report.cites))
        said += (figure.text for measure in MEASURES if (figure := report.figure(measure)))
    text = folded(" ".join(said))
    return any((folded(word.removeprefix(EXCLUDED)) in text) != word.startswith(EXCLUDED) for word in words)


def _may_hold_excluded(key: str, asked: Asked, names: Names, *, is_exact: bool) -> bool:
    """Say whether this place, wide or only near, may mean a place or a governorate that `not:` excludes."""
    place = names.places[key]
    if is_exact and place.kind in EXACT_PLACES:
        return False
    if place.governorate is None:
        return bool(asked.places.excluded or asked.governorates.excluded)
    near = {names.places[other].governorate for other in asked.places.excluded}
    return None in near or place.governorate in near
