"""Decide what was known on a day: the reports whose articles had been published, and what they had not yet corrected.

Titles, dates, places, links and attributions without a source are as the ledger has them now.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace

from conflict_cli.record.incident import Article, Attribution, Incident, Report


class Known(NamedTuple):
    """The incidents that a report published by then tells of, and those of which one may have been published by then.

    Each has only these reports. An incident may be on both lists.
    """

    incidents: tuple[Incident, ...]
    undated: tuple[Incident, ...]


def known_by(day: date, incidents: Iterable[Incident], articles: Mapping[str, Article]) -> Known:
    """Return what had been published at the end of this day, and what may have been."""

    @cache
    def was_published(key: str | None) -> bool | None:
        when = articles[key].published if key else None
        if when is None or when.first <= day < when.last:
            return None
        return when.last <= day

    split = [_split(one, was_published) for one in incidents]
    return Known(tuple(one for one, _ in split if one), tuple(one for _, one in split if one))


def _split(
    incident: Incident, was_published: Callable[[str | None], bool | None]
) -> tuple[Incident | None, Incident | None]:
    """Return the incident with the reports published by then, and with those that may have been; None without any."""
    told = [(report, was_published(report.article)) for report in incident.reports]
    if all(is_known for _, is_known in told):
        return incident, None
    known = [report for report, is_known in told if is_known]
    corrected: set[tuple[str, str | None]] = {
        (report.source, report.supersedes) for report in known if report.supersedes
    }
    undated = tuple(
        report for report, is_known in told if is_known is None and (report.source, report.article) not in corrected
    )
    maybe = replace(incident, reports=undated) if undated else None
    if not known:
        return None, maybe
    attribution = tuple(one for one in incident.attribution if _was_said(one, incident, known))
    reports = tuple(_as_of_then(report, known) for report in known)
    return replace(incident, reports=reports, attribution=attribution), maybe


def _as_of_then(report: Report, known: Iterable[Report]) -> Report:
    """Return the report as it stood among those known then: what corrects it, or what it corrects, may be missing."""
    others = [other for other in known if other is not report and other.source == report.source]
    is_superseded = any(other.supersedes and other.supersedes == report.article for other in others)
    older = any(other.article == report.supersedes for other in others)
    return replace(report, is_superseded=is_superseded, supersedes=report.supersedes if older else None)


def _was_said(one: Attribution, incident: Incident, known: Iterable[Report]) -> bool:
    """Say whether a source that names the actor may have done so: it had reported, or reports nothing of its own."""
    reporting = {report.source for report in incident.reports} - {report.source for report in known}
    return not one.by or not reporting.issuperset(one.by)
