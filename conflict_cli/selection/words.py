"""Decide whether the text of an incident's entry holds the words that a query searches for."""

from conflict_cli.record.incident import MEASURES, Incident, Names
from conflict_cli.record.names import folded
from conflict_cli.selection.query import EXCLUDED


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
        said.append(report.quote or "")
        said += (figure.text for measure in MEASURES if (figure := report.figure(measure)))
    text = folded(" ".join(said))
    return any((folded(word.removeprefix(EXCLUDED)) in text) != word.startswith(EXCLUDED) for word in words)
