"""Guess a layout from the headings of a sheet that a person keeps: what a column holds is what it is called."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from msgspec import Struct, convert

from conflict_cli.dataset.layout.layout import Coded, DateColumns, Layout, NumberColumns, PartColumns, PlaceColumns
from conflict_cli.record.dates import parse_when
from conflict_cli.record.digits import in_latin
from conflict_cli.record.errors import BadValueError
from conflict_cli.record.measures import TABLE
from conflict_cli.record.names import slug, words_of

_HEADINGS: Mapping[str, str] = {
    "id": "id, no, number, nr, ref, reference, case, case id, incident id, incident number",
    "date": "date, day, when, date of incident, incident date, event date",
    "place": "place, town, location, where, city, village, site, place name",
    "governorate": "governorate, province, region, admin1, state",
    "country": "country",
    "lat": "lat, latitude",
    "lon": "lon, lng, long, longitude",
    "title": "title, headline, incident, event, what, what happened, summary",
    "type": "type, event type, type of event, type of incident, kind",
    "target": "target, what was hit",
    **{measure: kind.headings for measure, kind in TABLE.items()},
    "children": "children, children killed",
    "women": "women, women killed",
    "men": "men, men killed",
    "civilians": "civilians, civilians killed",
    "source": "source, sources, told by, reported by, according to, who says so",
    "actor": "actor, actors, perpetrator, attributed to, by whom",
    "note": "note, notes, remark, remarks, comment, comments, description, details",
}
_FORMATS = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d %b %Y", "%d %B %Y", "%B %d, %Y", "%d-%m-%Y")
_PARTS = ("children", "women", "men", "civilians")


class Guess(Struct, frozen=True):
    """A layout, and what each column of it was taken for, by its heading."""

    layout: Layout
    meanings: Mapping[str, str]


def guessed(name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Guess | None:
    """Return a layout for a sheet with these columns; None if no column is headed like a date, or none like a place."""
    known = {_same(word): role for role, words in _HEADINGS.items() for word in words.split(", ")}
    found: dict[str, str] = {}
    for column in columns:
        role = known.get(_same(column))
        if role and columns.count(column) == 1:
            found.setdefault(role, column)
    if "date" not in found or "place" not in found:
        return None
    place = columns.index(found["date"])
    days = [in_latin(row[place].strip()) for row in rows if place < len(row) and row[place].strip()]
    coded: dict[str, object] = {role: Coded(found[role]) for role in ("type", "target") if role in found}
    plain: dict[str, object] = {role: found[role] for role in ("id", "title", "note") if role in found}
    values: dict[str, object] = {
        "name": name,
        "key": slug(name) or "sheet",
        "date": _date(found["date"], days),
        "place": convert({"name": found["place"], **{one: found[one] for one in _PLACE if one in found}}, PlaceColumns),
        "sources": [found[one] for one in ("source",) if one in found],
        "actors": [found[one] for one in ("actor",) if one in found],
        "numbers": {role: NumberColumns(words=found[role]) for role in TABLE if role in found},
        "parts": {part: PartColumns(found[part]) for part in _PARTS if part in found and "killed" in found},
    }
    layout = convert(values | plain | coded, Layout)
    used = set(layout.columns)
    return Guess(layout, {column: role for role, column in found.items() if column in used})


_PLACE = ("governorate", "country", "lat", "lon")


def _same(heading: str) -> str:
    return " ".join(words_of(heading)) or heading


def _date(column: str, days: Sequence[str]) -> DateColumns:
    """Return how the days are written: in EDTF, unless one other form alone fits more of them.

    Two forms that fit as many days mean different days by them: then none is taken.
    """
    fits = {form: sum(_fits(day, form) for day in days) for form in _FORMATS}
    most = max(fits.values())
    best = [form for form, count in fits.items() if count == most]
    if most > sum(map(_is_edtf, days)) and len(best) == 1:
        return DateColumns(first=column, formats=(*best, "%Y-%m-%d", "%Y-%m", "%Y"))
    return DateColumns(written=column)


def _fits(day: str, form: str) -> bool:
    with suppress(ValueError):
        return bool(datetime.strptime(day, form))
    return False


def _is_edtf(day: str) -> bool:
    with suppress(BadValueError):
        return bool(parse_when(day))
    return False
