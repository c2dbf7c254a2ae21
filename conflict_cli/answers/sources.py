"""The report of `sources`: the reports of each source on the incidents."""

from conflict_cli.answers.answer import Answer, Column, Note, Row, of_whom
from conflict_cli.answers.caveats import counted_in_words
from conflict_cli.answers.columns import FLAT, flat_figure
from conflict_cli.answers.known import known_in_words
from conflict_cli.answers.show import says, standing
from conflict_cli.record.incident import MEASURES
from conflict_cli.record.phrases import how_many
from conflict_cli.selection.selection import Selection


def list_sources(selection: Selection) -> Answer:
    """Return the reports of each source, in their own words."""
    columns = (
        Column("source", "Source"),
        Column("id", "ID", "id"),
        Column("says", "Reports"),
        Column("article", "Article", "id", rank=1),
        Column("paragraph", "Paragraph", "number", rank=2),
    )
    data_set, victims = selection.data_set, selection.asked.query.victims
    rows: list[Row] = []
    for part in selection.groups("source"):
        for picked in part.selection.picked:
            for report in picked.incident.reports:
                said = f"{says(report, victims)}{standing(report)}"
                if data_set and report.cites and part.heading != data_set:
                    said = f"cited by {data_set} for {said}"
                rows.append((part.heading, picked.incident.id, said, report.article, report.paragraph))
    count = len({row[0] for row in rows})
    counted = f"{how_many(len(rows), 'report')} by {how_many(count, 'source')}."
    if data_set:
        counted = f"{how_many(count, 'source')} cited by {data_set}, whose figures these are."
    notes = (*counted_in_words(counted, selection), *map(Note, known_in_words(selection, MEASURES)))
    return Answer(columns, rows, of_whom(victims), notes=notes, is_grouped=True, are_counted=True)


def sources_for_machines(selection: Selection) -> Answer:
    """Return the same as plain values: a row for each report."""
    keys = ["source", "kind", "id", "article", "paragraph", "origin", "supersedes", "is_superseded", "denies"]
    keys += [f"{measure}_{name}" for measure in MEASURES for name in (*FLAT, "text")]
    rows: list[Row] = []
    for part in selection.groups("source"):
        for picked in part.selection.picked:
            for report in picked.incident.reports:
                figures = [cell for one in MEASURES for cell in flat_figure(one, report.figure(one)).values()]
                row: Row = (part.heading, selection.names.sources[report.source].kind, picked.incident.id)
                read = (report.article, report.paragraph, report.origin)
                rows.append((*row, *read, report.supersedes, report.is_superseded, report.denies, *figures))
    return Answer(tuple(Column(key, key) for key in keys), rows, name="sources")
