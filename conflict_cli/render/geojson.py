"""GeoJSON (RFC 7946), for maps: a feature for each row, a point where the row has coordinates."""

from collections.abc import Iterator
from itertools import islice
from typing import TextIO

from conflict_cli.answers.answer import Answer
from conflict_cli.exports.places import LAT, LON, coordinates_of
from conflict_cli.render.json_text import Record, compact, sayer

_BATCH = 1_000


def write_geojson(report: Answer, stream: TextIO) -> None:
    """Write the rows as a collection of features, one per line, without the total, which is no place.

    What is noted below the rows goes before them, as a member of the collection that RFC 7946 leaves to its writer.

    Raise `UsageError`, before anything is written, where the report has no coordinates.
    """
    say = sayer(stream.encoding, compact)
    features = _features(report)
    notes = f'"notes": {say([note.text for note in report.notes])}, ' if report.notes else ""
    opening = f'{{"type": "FeatureCollection", {notes}"features": ['
    while lines := [f"\n{say(one)}" for one in islice(features, _BATCH)]:
        stream.write(opening + ",".join(lines))
        opening = ","
    stream.write("\n]}\n" if opening == "," else f"{opening}]}}\n")


def _features(report: Answer) -> Iterator[Record]:
    """Yield a feature for each row; its coordinates are its geometry alone, and bars are no data.

    A row whose coordinates are no numbers, or not on the globe, has no point.
    """
    lat_at, lon_at = coordinates_of(report)
    kept = [(at, one.key) for at, one in enumerate(report.columns) if one.key not in (LAT, LON) and one.kind != "bar"]
    for row in report.rows:
        lat, lon = row[lat_at], row[lon_at]
        point: Record | None = None
        if isinstance(lat, int | float) and isinstance(lon, int | float) and abs(lat) <= 90 and abs(lon) <= 180:
            point = {"type": "Point", "coordinates": [lon, lat]}  # RFC 7946 puts the longitude first
        yield {"type": "Feature", "geometry": point, "properties": {key: row[at] for at, key in kept}}
