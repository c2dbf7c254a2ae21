"""Pick the incidents of a ledger that answer a query, with the reports and figures that the query asks for."""

from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.record.errors import UsageError
from conflict_cli.record.figures import Figure, reconciled
from conflict_cli.record.incident import MEASURES, PARTS, Incident, Measure, Names, Report
from conflict_cli.record.names import did_you_mean
from conflict_cli.selection.matching import conditions, doubt, holds_any, is_wider, matches_words
from conflict_cli.selection.query import Asked, Query, holds_optional


class Picked(Struct, frozen=True):
    """A selected incident with those of its reports that were asked for.

    `is_wider`: its figures cover more places than were asked for. `is_longer`: more days. `is_by_date`, `is_by_place`:
    it was picked for its date, for its place. `confidence`: how firmly the actor asked for is named, unless that is
    stated as a fact. `at`: latitude and longitude of the incident itself, if known; its places may have others.
    """

    incident: Incident
    is_wider: bool = False
    is_longer: bool = False
    is_by_date: bool = False
    is_by_place: bool = False
    confidence: str | None = None
    at: tuple[float, float] | None = None

    def figure(self, measure: Measure) -> Figure | None:
        """Return the figure that its reports give together; None if no report gives one."""
        reports = self.incident.reports
        if len(reports) == 1:
            return reports[0].figure(measure)
        return reconciled([report.figure(measure) for report in reports])


def checked(query: Query | None) -> Query:
    """Return the query, or one for everything; `UsageError` if it names a group of victims that does not exist."""
    query = query or Query()
    if query.victims is not None and query.victims not in PARTS:
        hint = did_you_mean(query.victims, PARTS) or f"choose from {', '.join(PARTS)}"
        raise UsageError(f'"{query.victims}" is no group of victims; {hint}')
    return query


def picked_by(names: Names, incidents: Iterable[Incident], asked: Asked) -> tuple[list[Picked], list[Picked]]:
    """Return the incidents that answer the query, and those that lack only a figure for the victims asked for."""
    query = asked.query
    if query == Query():
        return [Picked(incident) for incident in incidents], []
    kept: list[Picked] = []
    undivided: list[Picked] = []
    for incident in incidents:
        whole = _pick(incident, asked, names)
        if whole is None:
            continue
        picked = _with_victims(whole, query.victims) if query.victims else whole
        if picked is None:
            undivided.append(whole)
        elif query.min_killed is None or ((killed := picked.figure("killed")) and killed.best >= query.min_killed):
            kept.append(picked)
    return kept, undivided


def with_reports(picked: Picked, is_kept: Callable[[Report], bool]) -> Picked | None:
    """Return the same incident with only these of its reports; None if none is left."""
    reports = tuple(filter(is_kept, picked.incident.reports))
    if len(reports) == len(picked.incident.reports):
        return picked
    return replace(picked, incident=replace(picked.incident, reports=reports)) if reports else None


def _pick(incident: Incident, asked: Asked, names: Names) -> Picked | None:
    """Return the incident as the query sees it, or None if it does not answer the query."""
    query = asked.query
    if not query.period.meets(incident.date):
        return None
    if not (asked.types.holds(incident.type) and holds_optional(asked.targets, incident.target)):
        return None
    if not holds_any(asked.actors, {one.actor for one in incident.attribution}):
        return None
    wider = is_wider(incident, asked, names)
    if wider is None:
        return None
    picked: Picked | None = Picked(
        incident,
        is_wider=wider,
        is_longer=not query.period.covers(incident.date),
        is_by_date=asked.is_by_date,
        is_by_place=asked.is_by_place,
        confidence=doubt(incident.attribution, asked.actors.keys or ()),
    )
    if picked and not asked.sources.is_all:
        picked = with_reports(picked, lambda report: asked.sources.holds(report.source))
    return picked if picked and all(matches_words(incident, word, names) for word in conditions(query.words)) else None


def _with_victims(picked: Picked, victims: str) -> Picked | None:
    """Return the incident with the figures of one group of people in place of all; None if no report has them."""

    def part(figure: Figure | None) -> Figure | None:
        return figure.parts.get(victims) if figure else None

    reports = tuple(
        replace(report, killed=part(report.killed), injured=part(report.injured), casualties=part(report.casualties))
        for report in picked.incident.reports
    )
    if not any(report.figure(measure) for report in reports for measure in MEASURES):
        return None
    return replace(picked, incident=replace(picked.incident, reports=reports))
