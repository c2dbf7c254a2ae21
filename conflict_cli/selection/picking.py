"""Which incidents of a ledger a query picks, and what it sees of each.

What a name matches is decided once, over the ledger's names; then each incident is looked at once.
"""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.record import names
from conflict_cli.record.errors import UsageError
from conflict_cli.record.figures import Figure, reconciled
from conflict_cli.record.incident import MEASURES, PARTS, Incident, Ledger, Measure, Report
from conflict_cli.selection.matching import conditions, doubt, holds_actors, is_wider, matches_words
from conflict_cli.selection.query import Asked, Query, holds_optional


class Picked(Struct, frozen=True):
    """A selected incident with those of its reports that were asked for.

    `is_wider`: its figures cover more places than were asked for. `is_longer`: more days. `is_by_date`, `is_by_place`:
    that it was picked rests on its date, on its place. `confidence`: how firmly the actor asked for is named, where
    that is not as a fact. `at`: latitude and longitude of the incident itself, where they are known; those of its
    places may be others.
    """

    incident: Incident
    is_wider: bool = False
    is_longer: bool = False
    is_by_date: bool = False
    is_by_place: bool = False
    confidence: str | None = None
    at: tuple[float, float] | None = None

    def figure(self, measure: Measure) -> Figure | None:
        """The figure that its reports give together; None where none of them gives one."""
        reports = self.incident.reports
        if len(reports) == 1:
            return reports[0].figure(measure)
        return reconciled([report.figure(measure) for report in reports])


def checked(query: Query | None) -> Query:
    """The query, or one for everything; `UsageError` if it asks for a group of victims that there is no word for."""
    query = query or Query()
    if query.victims is not None and query.victims not in PARTS:
        hint = names.did_you_mean(query.victims, PARTS) or f"choose from {', '.join(PARTS)}"
        raise UsageError(f'"{query.victims}" is no group of victims; {hint}')
    return query


def picked_by(ledger: Ledger, asked: Asked) -> tuple[list[Picked], list[Picked]]:
    """The incidents that answer the query; and those that would, if they numbered the victims asked for."""
    query = asked.query
    if query == Query():
        return [Picked(incident) for incident in ledger.incidents], []
    found = [one for incident in ledger.incidents if (one := _pick(incident, asked, ledger)) is not None]
    divided = [(one, _with_victims(one, query.victims)) for one in found]
    kept = [one for _, one in divided if one and _has_killed(one, query.min_killed)]
    return kept, [whole for whole, one in divided if one is None]


def with_reports(picked: Picked, is_kept: Callable[[Report], bool]) -> Picked | None:
    """The same incident with only these of its reports; None where none is left."""
    reports = tuple(filter(is_kept, picked.incident.reports))
    if len(reports) == len(picked.incident.reports):
        return picked
    return replace(picked, incident=replace(picked.incident, reports=reports)) if reports else None


def _pick(incident: Incident, asked: Asked, ledger: Ledger) -> Picked | None:
    """The incident as the query sees it, or None where it does not answer the query."""
    query = asked.query
    if not query.period.meets(incident.date):
        return None
    if not (asked.types.holds(incident.type) and holds_optional(asked.targets, incident.target)):
        return None
    if not holds_actors(asked.actors, {one.actor for one in incident.attribution}):
        return None
    wider = is_wider(incident, asked, ledger)
    if wider is None:
        return None
    picked: Picked | None = Picked(
        incident,
        is_wider=wider,
        is_longer=not query.period.covers(incident.date),
        is_by_date=asked.is_by_date,
        is_by_place=asked.is_by_place,
        confidence=doubt(incident, asked.actors.keys or ()),
    )
    if picked and not asked.sources.is_all:
        picked = with_reports(picked, lambda report: asked.sources.holds(report.source))
    return picked if picked and all(matches_words(incident, word, ledger) for word in conditions(query.words)) else None


def _has_killed(picked: Picked, least: int | None) -> bool:
    """Whether it has so many killed, by the best figure."""
    killed = picked.figure("killed")
    return least is None or (killed is not None and killed.best >= least)


def _with_victims(picked: Picked, victims: str | None) -> Picked | None:
    """The same incident with the figures of one group of people in place of all; None where no report has them."""
    if victims is None:
        return picked

    def part(figure: Figure | None) -> Figure | None:
        return figure.parts.get(victims) if figure else None

    reports = tuple(
        replace(report, killed=part(report.killed), injured=part(report.injured), casualties=part(report.casualties))
        for report in picked.incident.reports
    )
    if not any(report.figure(measure) for report in reports for measure in MEASURES):
        return None
    return replace(picked, incident=replace(picked.incident, reports=reports))
