"""Places on a map: the columns of `list` in a row for each place that an incident names, and its coordinates."""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from msgspec.structs import replace

from conflict_cli.answers.answer import Answer, Arrangement, Column, Row, known_key, of_whom
from conflict_cli.answers.caveats import MOST_NAMED, named_few
from conflict_cli.answers.columns import FOR_READERS, Field, fields_of, lies_in
from conflict_cli.answers.listing import Listing, incidents_shown
from conflict_cli.record.errors import UsageError
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Few, Selection

LAT, LON = "lat", "lon"

_OF_PLACES = (
    Column("place", "Place"),
    Column("place_kind", "Kind of place"),
    Column("place_governorate", "Governorate of the place"),
    Column("place_in", "Lies in"),
    Column("pcode", "P-code", "id"),
    Column("places_sharing", "Places that share the figures", "number"),
    Column(LAT, "Lat", "number"),
    Column(LON, "Lon", "number"),
)


def list_places(selection: Selection, wanted: Listing) -> Answer:
    """Return a row for each place of each incident that a list shows, and a row for an incident without places.

    `places_sharing` counts the places that the incident names: its figures stand in the row of each of them.
    """
    if wanted.by is not None:
        raise UsageError("geojson has no headings; leave out --by: each feature has its date, type and place")
    fields = fields_of(selection)
    columns = {column.key: column for column in _OF_PLACES}
    known = [*fields, *columns]
    readers = {field.column.key for field in FOR_READERS}
    for_machines = [key for key in known if key not in readers]
    keys = [known_key(name, known) for name in with_coordinates(wanted.arrangement).columns] or for_machines
    chosen = [fields[key] for key in dict.fromkeys(keys) if key in fields]
    made = [*(field.column.key for field in chosen), *columns]
    take = itemgetter(*map(made.index, keys))
    rows = (take(row) for row in _rows(incidents_shown(selection, wanted.arrangement), chosen, selection))
    title = of_whom(selection.asked.query.victims)
    return Answer(tuple(columns[key] if key in columns else fields[key].column for key in keys), rows, title)


def with_coordinates(wanted: Arrangement) -> Arrangement:
    """Return the same arrangement with the coordinates among its columns, if it chooses any columns."""
    return replace(wanted, columns=(*wanted.columns, LAT, LON)) if wanted.columns else wanted


def coordinates_of(report: Answer) -> tuple[int, int]:
    """Return the positions of latitude and longitude in the rows of a report; `UsageError` if it has none."""
    keys = [column.key for column in report.columns]
    if LAT not in keys or LON not in keys:
        raise UsageError("geojson holds places; write -O geojson after list, show or towns")
    return keys.index(LAT), keys.index(LON)


class Unlocated:
    """A count of the features without coordinates, made while their rows pass by, and told after the last row."""

    def __init__(self) -> None:
        self._in_words: str | None = None

    def counted(self, report: Answer) -> Iterator[Row]:
        """Return the rows of the report unchanged, to be counted; `UsageError` if it has no columns of coordinates."""
        keys = [column.key for column in report.columns]
        named = [keys.index(key) for key in ("id", "town", "place") if key in keys]
        self._in_words = None
        return self._passing(report.rows, coordinates_of(report), named)

    def in_words(self) -> str:
        """Say `2 of 14 features have no coordinates, so their geometry is null: homs-barrage (Al-Adawiyya), …`.

        Empty if all of them have coordinates; `RuntimeError` until the last row has passed by.
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


def _rows(shown: Iterable[Picked], fields: Sequence[Field], selection: Selection) -> Iterator[Row]:
    """Yield a row for each place of each incident: the cells of the incident, then those of the place.

    The coordinates of an incident with several places belong to none of them.
    """
    values, named = [field.value for field in fields], selection.names.places
    for picked in shown:
        cells = tuple(value(picked, selection) for value in values)
        places = picked.incident.places
        if not places:
            yield (*cells, None, None, None, (), None, 0, *(picked.at or (None, None)))
        for key in places:
            place = named[key]
            at = (picked.at if len(places) == 1 else None) or (place.lat, place.lon)
            where = (selection.geography.governorate_of(key), lies_in(key, selection))
            yield (*cells, place.name, place.kind, *where, place.pcode, len(places), *at)
