"""Pick the incidents that answer a question, with the reports and figures that it asks for."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.record.accounts import figure_of, figures_of
from conflict_cli.record.errors import UsageError
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import MEASURES, PARTS, Incident, Measure, Report
from conflict_cli.record.names import did_you_mean
from conflict_cli.record.phrases import SAID_OTHERWISE
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.matching import Question
from conflict_cli.selection.narrowing import keys_in
from conflict_cli.selection.query import Query
from conflict_cli.selection.words import conditions, matches_words


class Picked(Struct, frozen=True):
    """A selected incident with those of its reports that were asked for.

    `site`, `days`, `cast` and `type` say how firmly it belongs to the places, days, actors and types asked for, and
    `belongs` how firmly in all, which is the least of them.
    `is_by_date`: it was picked for its date. `confidence`: how firmly the actor asked for is named, unless that is
    stated as a fact. `at`: latitude and longitude of the incident itself, if known; its places may have others.
    """

    incident: Incident
    site: Belongs = Belongs.SURELY
    days: Belongs = Belongs.SURELY
    cast: Belongs = Belongs.SURELY
    type: Belongs = Belongs.SURELY
    belongs: Belongs = Belongs.SURELY
    is_by_date: bool = False
    confidence: str | None = None
    at: tuple[float, float] | None = None

    def figure(self, measure: Measure) -> Figure | None:
        """Return the figure that its reports give together; None if no report gives one."""
        return figure_of(self.incident.reports, measure)

    @property
    def figures(self) -> tuple[Figure | None, ...]:
        """The figures of all measures, in the order of `MEASURES`."""
        return figures_of(self.incident.reports)

    def parts(self, measure: Measure) -> Mapping[str, Figure]:
        """Return the figures of the groups that at least one of its reports numbers itself."""
        figure = self.figure(measure)
        if not figure or not any(part.is_derived for part in figure.parts.values()):
            return figure.parts if figure else {}
        own = [report.figure(measure) for report in self.incident.reports if report.is_counted]
        stated = {name for account in own if account for name in account.stated_parts}
        return {name: part for name, part in figure.parts.items() if name in stated}


class Found(NamedTuple):
    """The incidents that answer a question, those that may but are not counted, and those without its victims."""

    picked: list[Picked]
    possible: list[Picked]
    undivided: list[Picked]


def checked(query: Query | None) -> Query:
    """Return the query, or one for everything; `UsageError` if it names a group of victims that does not exist."""
    query = query or Query()
    if query.victims is not None and query.victims not in PARTS:
        hint = (
            did_you_mean(SAID_OTHERWISE.get(query.victims, query.victims), PARTS) or f"choose from {', '.join(PARTS)}"
        )
        raise UsageError(f'"{query.victims}" is no group of victims; {hint}')
    return query


def found_by(incidents: Iterable[Incident], question: Question) -> Found:
    """Return the incidents that answer the question, those that may, and those without a figure for its victims."""
    query = question.asked.query
    if query == Query() and not question.rows:
        return Found([Picked(incident) for incident in incidents], [], [])
    found = Found([], [], [])
    for incident in incidents:
        whole = _looked_at(incident, question)
        if whole is None:
            continue
        picked = with_victims(whole, query.victims) if query.victims else whole
        if picked is None:
            if whole.belongs >= question.least:
                found.undivided.append(whole)
        elif query.min_killed is None or ((killed := picked.figure("killed")) and killed.best >= query.min_killed):
            (found.picked if picked.belongs >= question.least else found.possible).append(picked)
    return found


def with_reports(picked: Picked, is_kept: Callable[[Report], bool]) -> Picked | None:
    """Return the same incident with only these of its reports; None if none is left."""
    reports = tuple(filter(is_kept, picked.incident.reports))
    if len(reports) == len(picked.incident.reports):
        return picked
    return replace(picked, incident=replace(picked.incident, reports=reports)) if reports else None


def with_victims(picked: Picked, victims: str) -> Picked | None:
    """Return the incident with the figures of one group of people in place of all; None if no report has them."""

    def part(figure: Figure | None) -> Figure | None:
        return figure.parts.get(victims) if figure else None

    reports = tuple(
        replace(report, **{measure: part(report.figure(measure)) for measure in MEASURES})
        for report in picked.incident.reports
    )
    divided = replace(picked, incident=replace(picked.incident, reports=reports))
    return divided if any(divided.figures) else None


def _looked_at(incident: Incident, question: Question) -> Picked | None:
    """Return the incident as the question sees it, or None if it surely does not belong to it."""
    asked = question.asked
    days, kind = question.of_days(incident.date), question.of_type(incident.type)
    if not (days and kind and question.holds_target(incident.target)):
        return None
    cast, site = question.of_cast(incident.attribution), question.of_site(incident)
    if not (cast and site):
        return None
    picked: Picked | None = Picked(
        incident,
        site=site,
        days=days,
        cast=cast,
        type=kind,
        belongs=min(site, days, cast, kind),
        is_by_date=question.is_by_date,
        confidence=question.doubt(incident.attribution),
    )
    if picked and (not asked.sources.is_all or keys_in(question.rows, "source") or keys_in(question.rows, "article")):
        picked = with_reports(picked, question.holds_report)
    words = conditions(asked.query.words)
    return picked if picked and all(matches_words(incident, one, question.names) for one in words) else None
