"""What the reports of one incident say together: rival accounts of the same people, which are never added."""

from msgspec import msgpack

from conflict_cli.record.figures import Figure, reconciled
from conflict_cli.record.incident import MEASURES, KeptReports, Measure, Report
from conflict_cli.record.kept_reports import Disputed

Reports = tuple[Report, ...] | KeptReports


def figures_of(reports: Reports) -> tuple[Figure | None, ...]:
    """Return the figures that these reports give together, in the order of `MEASURES`; None where none gives one."""
    if isinstance(reports, KeptReports):
        return reports.figures
    if len(reports) != 1:
        return tuple([figure_of(reports, measure) for measure in MEASURES])
    return reports[0].figures if reports[0].is_counted else (None,) * len(MEASURES)


def figure_of(reports: Reports, measure: Measure) -> Figure | None:
    """Return the figure that these reports give together in one measure; None if none gives one."""
    if isinstance(reports, KeptReports):
        return reports.figures[MEASURES.index(measure)]
    if len(reports) != 1:
        return reconciled([report.figure(measure) for report in reports if report.is_counted])
    return reports[0].figure(measure) if reports[0].is_counted else None


def are_at_one(reports: Reports) -> bool:
    """Say of what can be told at once whether no report denies the others or differs from them."""
    if isinstance(reports, KeptReports):
        return not (reports.disputed or reports.is_denied)
    return len(reports) == 1


def disputed(reports: Reports, measure: Measure) -> Disputed:
    """Say whether different sources give different figures, or only several accounts of one source."""
    if isinstance(reports, KeptReports):
        return reports.disputed[MEASURES.index(measure)] if reports.disputed else ""
    found: Disputed = ""
    told: list[tuple[str, tuple[int, int, int, bool]]] = []
    for report in reports:
        figure = report.figure(measure)
        if figure is None or not report.is_counted:
            continue
        numbers = (figure.low, figure.best, figure.high, figure.open)
        for source, other in told:
            if numbers != other:
                if source != report.source:
                    return "sources"
                found = "accounts"
        told.append((report.source, numbers))
    return found


def is_denied(reports: Reports) -> bool:
    """Say whether one of these reports denies what the others say."""
    return reports.is_denied if isinstance(reports, KeptReports) else any(report.denies for report in reports)


def to_keep(reports: Reports) -> KeptReports:
    """Return these reports in the form in which they are kept."""
    if isinstance(reports, KeptReports):
        return KeptReports(reports.count, reports.figures, reports.written, reports.disputed, reports.is_denied)
    differences = tuple([disputed(reports, measure) for measure in MEASURES]) if len(reports) > 1 else ()
    return KeptReports(
        len(reports),
        figures_of(reports),
        msgpack.encode(reports),
        differences if any(differences) else (),
        is_denied(reports),
    )
