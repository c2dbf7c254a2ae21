"""Places on a map: what `list` says of each incident, once for every place that it names, and where that place is."""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from msgspec.structs import replace

from conflict_cli.answers.answer import Answer, Arrangement, Column, Row, known_key, of_whom
from conflict_cli.answers.caveats import MOST_NAMED, named_few
from conflict_cli.answers.columns import FOR_READERS, Field, fields_of
from conflict_cli.answers.listing import Listing, incidents_shown
from conflict_cli.record.errors import UsageError
from conflict_cli.record.incident import Place
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Few, Selection

LAT, LON = "lat", "lon"

_OF_PLACES = (
    Column("place", "Place"),
    Column("place_kind", "Kind of place"),
    Column("place_governorate", "Governorate of the place"),
    Column("pcode", "P-code", "id"),
    Column("places_sharing", "Places that share the figures", "number"),
    Column(LAT, "Lat", "number"),
    Column(LON, "Lon", "number"),
)


def list_places(selection: Selection, wanted: Listing) -> Answer:
    """A row for each place of each incident that a list shows; one without a place for an incident that names none.

    `places_sharing` is how many places the incident names: its figures stand in the row of each of them.
    """
    if wanted.by is not None:
        raise UsageError("geojson has no headings; leave --by out: each feature says its date, its type and its place")
    fields = fields_of(selection)
    columns = {column.key: column for column in _OF_PLACES}
    keys = _chosen(wanted.arrangement, list(fields), list(columns))
    chosen = [fields[key] for key in dict.fromkeys(keys) if key in fields]
    made = [*(field.column.key for field in chosen), *columns]
    take = itemgetter(*map(made.index, keys))
    rows = (take(row) for row in _rows(incidents_shown(selection, wanted.arrangement), chosen, selection))
    title = of_whom(selection.asked.query.victims)
    return Answer(tuple(columns[key] if key in columns else fields[key].column for key in keys), rows, title)


def with_coordinates(wanted: Arrangement) -> Arrangement:
    """The same arrangement, in which a map keeps its coordinates whatever columns are chosen."""
    return replace(wanted, columns=(*wanted.columns, LAT, LON)) if wanted.columns else wanted


def coordinates_of(report: Answer) -> tuple[int, int]:
    """Where latitude and longitude stand in the rows of a report; `UsageError` where it has none."""
    keys = [column.key for column in report.columns]
    if LAT not in keys or LON not in keys:
        raise UsageError("geojson holds places; write -O geojson after list, show or towns")
    return keys.index(LAT), keys.index(LON)


class Unlocated:
    """The features without coordinates, which are counted while the rows pass by, and told of after the last row."""

    def __init__(self) -> None:
        self._in_words: str | None = None

    def counted(self, report: Answer) -> Iterator[Row]:
        """Return the rows of the report as they are; `UsageError` where it has no coordinates at all."""
        keys = [column.key for column in report.columns]
        named = [keys.index(key) for key in ("id", "town", "place") if key in keys]
        self._in_words = None
        return self._passing(report.rows, coordinates_of(report), named)

    def in_words(self) -> str:
        """Say `2 of 14 features have no coordinates, so their geometry is null: homs-barrage (Al-Adawiyya), …`.

        Empty where all of them have coordinates; `RuntimeError` unless the rows have passed by to the last one.
        """
        if self._in_words is None:
            raise RuntimeError("features are counted while they are written: ask when all of them are")
        return self._in_words

    def _passing(self, rows: Iterable[Row], where: tuple[int, int], named: Sequence[int]) -> Iterator[Row]:
        lat, lon = where
        every = count = 0
        names: list[str] = []
        for row in rows:
            every += 1
            if row[lat] is None or row[lon] is None:
                count += 1
                called = [str(row[at]) for at in named if row[at]] if len(names) < MOST_NAMED else []
                if called:
                    names.append(f"{called[0]} ({called[1]})" if called[1:] else called[0])
            yield row
        has, its = ("has", "its") if count == 1 else ("have", "their")
        some = f": {named_few(Few(tuple(names), count))}" if names else ""
        features = f"feature{'' if every == 1 else 's'}"
        said = f"{count} of {every} {features} {has} no coordinates, so {its} geometry is null{some}."
        self._in_words = said if count else ""


def _chosen(wanted: Arrangement, of_incidents: Sequence[str], of_places: Sequence[str]) -> Sequence[str]:
    """The keys that are asked for, with the coordinates; all that are for machines where nothing is asked for."""
    known = [*of_incidents, *of_places]
    readers = {field.column.key for field in FOR_READERS}
    chosen = [known_key(name, known) for name in with_coordinates(wanted).columns]
    return chosen or [key for key in known if key not in readers]


def _rows(picked: Iterable[Picked], fields: Sequence[Field], selection: Selection) -> Iterator[Row]:
    values = [field.value for field in fields]
    for one in picked:
        cells = tuple(value(one, selection) for value in values)
        for spot in _spots(one, [selection.ledger.places[key] for key in one.incident.places]):
            yield (*cells, *spot)


def _spots(picked: Picked, places: Sequence[Place]) -> Iterator[Row]:
    """The cells of each place; where several are named, the coordinates of the incident are those of none of them."""
    if not places:
        yield (None, None, None, None, 0, *(picked.at or (None, None)))
    for place in places:
        at = (picked.at if len(places) == 1 else None) or (place.lat, place.lon)
        yield (place.name, place.kind, place.governorate, place.pcode, len(places), *at)
