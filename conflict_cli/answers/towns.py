"""The report of `towns`: the places that incidents name."""

from conflict_cli.answers.answer import Answer, Cell, Column, Note, Row, of_whom
from conflict_cli.answers.caveats import counted_in_words
from conflict_cli.answers.columns import FLAT, flat_figure, short
from conflict_cli.answers.known import known_in_words
from conflict_cli.answers.ordering import in_order
from conflict_cli.record.incident import MEASURES, Place
from conflict_cli.record.measures import TABLE
from conflict_cli.record.phrases import how_many
from conflict_cli.selection.selection import Group, Selection


def list_towns(selection: Selection, *, is_wide: bool = False, sort: str | None = None) -> Answer:
    """Return the places of the selected incidents, each with its incidents and the figures of `sum TOWN`.

    `sort` is a key of sums; other columns are sorted by when the report is arranged.
    """
    measures = [one for one in MEASURES if not TABLE[one].is_apart or selection.has(one)]
    columns = [
        Column("town", "Town"),
        Column("kind", "Kind", rank=4),
        Column("governorate", "Governorate", rank=2),
        Column("pcode", "P-code", "id", rank=5),
        Column("incidents", "Incidents", "number"),
        *(Column(one, one.capitalize(), "number", rank=TABLE[one].rank) for one in measures),
    ]
    if is_wide:
        columns += [Column("country", "Country", rank=7), Column("aliases", "Also written", rank=6)]
        columns += [Column("lat", "Lat", "number", rank=8), Column("lon", "Lon", "number", rank=8)]
    rows = []
    groups = in_order(selection.groups("town"), sort, "killed")
    for part in groups:
        place = _place(part, selection)
        figures = (short(part.selection.sum_of(measure).figure) for measure in measures)
        row: Row = (part.heading, place.kind, _governorate(part, selection), place.pcode)
        row = (*row, len(part.selection.picked), *figures)
        rows.append((*row, _country(part, selection), place.aliases, place.lat, place.lon) if is_wide else row)
    title = of_whom(selection.asked.query.victims)
    counted = f"{how_many(sum(part.key is not None for part in groups), 'place')}."
    return Answer(
        tuple(columns),
        rows,
        title,
        is_whole=is_wide,
        below=sum(part.key is None for part in groups),
        notes=(*counted_in_words(counted, selection), *map(Note, known_in_words(selection, MEASURES))),
    )


def towns_for_machines(selection: Selection, sort: str | None = None) -> Answer:
    """Return the same as plain values."""
    keys = ["town", "kind", "governorate", "country", "pcode", "lat", "lon", "aliases", "incidents"]
    keys += [f"{measure}_{name}" for measure in MEASURES for name in FLAT]
    rows = []
    groups = in_order(selection.groups("town"), sort, "killed")
    for part in groups:
        place = _place(part, selection)
        row: Row = (
            part.heading,
            place.kind,
            _governorate(part, selection),
            _country(part, selection),
            place.pcode,
            place.lat,
            place.lon,
        )
        numbers: list[Cell] = []
        for measure in MEASURES:
            numbers += flat_figure(measure, part.selection.sum_of(measure).figure, with_text=False).values()
        rows.append((*row, place.aliases, len(part.selection.picked), *numbers))
    below = sum(part.key is None for part in groups)
    return Answer(tuple(Column(key, key) for key in keys), rows, below=below, name="towns")


def _place(part: Group, selection: Selection) -> Place:
    """Return the place of a group; for incidents that name none, a place of which nothing is known."""
    return selection.names.places[part.key] if part.key else Place("", part.heading)


def _country(part: Group, selection: Selection) -> str | None:
    return selection.geography.country_of(part.key) if part.key else None


def _governorate(part: Group, selection: Selection) -> str | None:
    return selection.geography.governorate_of(part.key) if part.key else None
