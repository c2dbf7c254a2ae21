"""The reports of `towns` and `sources`: the places that incidents name, and what each source says."""

from collections.abc import Sequence

from conflict_cli.answers.answer import Answer, Cell, Column, Note, Row, of_whom
from conflict_cli.answers.caveats import unmatched_in_words
from conflict_cli.answers.columns import flat_figure, short
from conflict_cli.answers.show import says
from conflict_cli.record.figures import BOUNDS, MARKS
from conflict_cli.record.incident import MEASURES, Place
from conflict_cli.record.incident import Report as IncidentReport
from conflict_cli.record.phrases import how_many
from conflict_cli.selection.selection import Group, Selection

_FLAT = (*BOUNDS, *MARKS)


def list_towns(selection: Selection, *, is_wide: bool = False) -> Answer:
    """The places of the selected incidents, each with its incidents and the sum that `sum TOWN` gives."""
    columns = [
        Column("town", "Town"),
        Column("kind", "Kind", rank=4),
        Column("governorate", "Governorate", rank=2),
        Column("pcode", "P-code", "id", rank=5),
        Column("incidents", "Incidents", "number"),
        Column("killed", "Killed", "number"),
        Column("injured", "Injured", "number", rank=1),
        Column("casualties", "Casualties", "number", rank=3),
    ]
    if is_wide:
        columns += [Column("country", "Country", rank=7), Column("aliases", "Also written", rank=6)]
        columns += [Column("lat", "Lat", "number", rank=8), Column("lon", "Lon", "number", rank=8)]
    rows = []
    for part in selection.groups("town"):
        place = _place(part, selection)
        figures = (short(part.selection.sum_of(measure).figure) for measure in MEASURES)
        row: Row = (part.heading, place.kind, place.governorate, place.pcode)
        row = (*row, len(part.selection.picked), *figures)
        rows.append((*row, place.country, place.aliases, place.lat, place.lon) if is_wide else row)
    title = of_whom(selection.asked.query.victims)
    return Answer(tuple(columns), rows, title, notes=_notes(selection, _places_counted(rows)))


def towns_for_machines(selection: Selection) -> Answer:
    """The same as plain values."""
    keys = ["town", "kind", "governorate", "country", "pcode", "lat", "lon", "aliases", "incidents"]
    keys += [f"{measure}_{name}" for measure in MEASURES for name in _FLAT]
    rows = []
    for part in selection.groups("town"):
        place = _place(part, selection)
        row: Row = (part.heading, place.kind, place.governorate, place.country, place.pcode, place.lat, place.lon)
        rows.append((*row, place.aliases, len(part.selection.picked), *_sums(part.selection)))
    return Answer(tuple(Column(key, key) for key in keys), rows, name="towns")


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
    return Answer(columns, rows, title, notes=_notes(selection, said), is_grouped=True, are_counted=True)


def sources_for_machines(selection: Selection) -> Answer:
    """The same as plain values: a row for each report."""
    keys = ["source", "kind", "id", "article", "paragraph", "origin"]
    keys += [f"{measure}_{name}" for measure in MEASURES for name in (*_FLAT, "text")]
    rows: list[Row] = []
    for part in selection.groups("source"):
        for picked in part.selection.picked:
            for report in picked.incident.reports:
                figures = [cell for one in MEASURES for cell in flat_figure(one, report.figure(one)).values()]
                row: Row = (part.heading, selection.ledger.sources[report.source].kind, picked.incident.id)
                rows.append((*row, report.article, report.paragraph, report.origin, *figures))
    return Answer(tuple(Column(key, key) for key in keys), rows, name="sources")


def _as_said(report: IncidentReport, source: str, selection: Selection) -> str:
    """What the report says; said to be the data set's where it is not what the source itself says."""
    data_set, said = selection.data_set, says(report, selection.asked.query.victims)
    is_own = not data_set or not report.cites or source == data_set
    return said if is_own else f"cited by {data_set} for {said}"


def _place(part: Group, selection: Selection) -> Place:
    """The place that a group is about; one without a name or anything else for incidents that name none."""
    return selection.ledger.places[part.key] if part.key else Place("", part.heading)


def _places_counted(rows: Sequence[Row]) -> str:
    return f"{how_many(len(rows), 'place')}."


def _sums(selection: Selection) -> tuple[Cell, ...]:
    figures = [selection.sum_of(measure).figure for measure in MEASURES]
    return tuple(getattr(figure, name, None) for figure in figures for name in _FLAT)


def _notes(selection: Selection, first: str) -> tuple[Note, ...]:
    if not selection.picked:
        return ()
    return (Note(first), *(Note(unmatched_in_words(one)) for one in selection.unmatched))
