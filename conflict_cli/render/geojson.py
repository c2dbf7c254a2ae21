"""GeoJSON (RFC 7946), for maps: a feature for each row, a point where the row has coordinates."""

from collections.abc import Callable
from itertools import islice
from typing import TextIO

from conflict_cli.answers.answer import Answer, Cell, Row
from conflict_cli.exports.places import LAT, LON, coordinates_of
from conflict_cli.render.json_text import Record, compact, sayer

_BATCH = 1_000


def write_geojson(report: Answer, stream: TextIO) -> None:
    """Write the rows as a collection of features, one per line; a total, being no place, stays out.

    `UsageError`, before anything is written, where the report has no coordinates.
    """
    feature = _feature_maker(report)
    say = sayer(stream.encoding, compact)
    features = map(feature, report.rows)
    opening = '{"type": "FeatureCollection", "features": ['
    while lines := [f"\n{say(one)}" for one in islice(features, _BATCH)]:
        stream.write(opening + ",".join(lines))
        opening = ","
    stream.write(f"{opening}]}}\n" if opening != "," else "\n]}\n")


def _feature_maker(report: Answer) -> Callable[[Row], Record]:
    """What makes a feature of a row; coordinates are its geometry and nothing else, and bars are no data."""
    lat, lon = coordinates_of(report)
    kept = [(at, one.key) for at, one in enumerate(report.columns) if one.key not in (LAT, LON) and one.kind != "bar"]

    def feature(row: Row) -> Record:
        properties = {key: row[at] for at, key in kept}
        return {"type": "Feature", "geometry": _point(row[lat], row[lon]), "properties": properties}

    return feature


def _point(lat: Cell, lon: Cell) -> Record | None:
    """The point, its longitude first; None where it is not on the globe."""
    if not (isinstance(lat, int | float) and isinstance(lon, int | float)):
        return None
    return {"type": "Point", "coordinates": [lon, lat]} if abs(lat) <= 90 and abs(lon) <= 180 else None
