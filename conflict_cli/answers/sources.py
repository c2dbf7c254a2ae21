"""The report of `sources`: what each source says of each incident."""

from conflict_cli.answers.answer import Answer, Column, Row, of_whom
from conflict_cli.answers.caveats import counted_in_words
from conflict_cli.answers.columns import FLAT, flat_figure
from conflict_cli.answers.show import says
from conflict_cli.record.incident import MEASURES, Report
from conflict_cli.record.phrases import how_many
from conflict_cli.selection.selection import Selection


def list_sources(selection: Selection) -> Answer:
    """What each source says of each incident, in the words of its reports."""
    columns = (
        Column("source", "Source"),
        Column("id", "ID", "id"),
        Column("says", "Reports"),
        Column("article", "Article", "id", rank=1),
        Column("paragraph", "Paragraph", "number", rank=2),
    )
    rows = [
        (
            part.heading,
            picked.incident.id,
            _as_said(report, part.heading, selection),
            report.article,
            report.paragraph,
        )
        for part in selection.groups("source")
        for picked in part.selection.picked
        for report in picked.incident.reports
    ]
    count = len({row[0] for row in rows})
    said = f"{how_many(len(rows), 'report')} by {how_many(count, 'source')}."
    if selection.data_set:
        said = f"{how_many(count, 'source')} cited by {selection.data_set}, whose figures these are."
    title = of_whom(selection.asked.query.victims)
    return Answer(columns, rows, title, notes=counted_in_words(said, selection), is_grouped=True, are_counted=True)


def sources_for_machines(selection: Selection) -> Answer:
    """The same as plain values: a row for each report."""
    keys = ["source", "kind", "id", "article", "paragraph", "origin"]
    keys += [f"{measure}_{name}" for measure in MEASURES for name in (*FLAT, "text")]
    rows: list[Row] = []
    for part in selection.groups("source"):
        for picked in part.selection.picked:
            for report in picked.incident.reports:
                figures = [cell for one in MEASURES for cell in flat_figure(one, report.figure(one)).values()]
                row: Row = (part.heading, selection.ledger.sources[report.source].kind, picked.incident.id)
                rows.append((*row, report.article, report.paragraph, report.origin, *figures))
    return Answer(tuple(Column(key, key) for key in keys), rows, name="sources")


def _as_said(report: Report, source: str, selection: Selection) -> str:
    """What the report says; said to be the data set's where it is not what the source itself says."""
    data_set, said = selection.data_set, says(report, selection.asked.query.victims)
    is_own = not data_set or not report.cites or source == data_set
    return said if is_own else f"cited by {data_set} for {said}"
