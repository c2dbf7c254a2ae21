"""Layouts: a layout says what each column of a file holds, and what its codes stand for. A layout is data.

`reader` reads a layout, `recognition` finds the layout of a file, and `normal_form` turns columns into values.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from conflict_cli.record.incident import Measure

OPTIONAL = "?"
ISO_DAY = "%Y-%m-%d"


class DateColumns(Struct, frozen=True):
    """The columns of the date: `first` and `last` day, or one date `written` in EDTF."""

    first: str | None = None
    last: str | None = None
    written: str | None = None
    formats: tuple[str, ...] = (ISO_DAY,)
    precision: str | None = None
    approximate: tuple[str, ...] = ()
    week: tuple[str, ...] = ()
    month: tuple[str, ...] = ()


class PlaceColumns(Struct, frozen=True):
    """The columns of the place, and the meaning of the codes of precision."""

    name: str
    governorate: str | None = None
    country: str | None = None
    lat: str | None = None
    lon: str | None = None
    precision: str | None = None
    nearby: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    kinds: Mapping[str, str] = {}
    is_nearby: str | None = None
    is_elsewhere: str | None = None
    suffixes: Mapping[str, str] = {}
    without: tuple[str, ...] = ()


class Coded(Struct, frozen=True):
    """A column and the meaning of its codes; a value that is not a code stands for itself."""

    column: str
    values: Mapping[str, str] = {}


class NumberColumns(Struct, frozen=True):
    """The columns of a figure: `low`, `best` and `high` together, or `exactly`, or `at_least`, or `words`."""

    low: str | None = None
    best: str | None = None
    high: str | None = None
    exactly: str | None = None
    at_least: str | None = None
    words: str | None = None
    open: str | None = None
    approximate: str | None = None
    text: str | None = None
    unknown_if: str | None = None


class PartColumns(Struct, frozen=True):
    """The columns of one group of the killed: its number, its bounds, and the killed whose group is `unknown`."""

    column: str
    unknown: str | None = None
    low: str | None = None
    high: str | None = None
    open: str | None = None
    approximate: str | None = None


class Layout(Struct, frozen=True):
    """What each column of a file holds. A column whose name ends in `?` may be absent."""

    name: str
    key: str
    id: str
    date: DateColumns
    place: PlaceColumns
    cite: str = ""
    header: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    title: str | None = None
    note: str | None = None
    type: Coded | None = None
    target: Coded | None = None
    actors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    killed: NumberColumns | None = None
    injured: NumberColumns | None = None
    casualties: NumberColumns | None = None
    parts: Mapping[str, PartColumns] = {}
    group: str | None = None
    links: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the layout names; the name of an optional column ends in `?`."""
        return tuple(dict.fromkeys(_columns(self)))

    @property
    def numbers(self) -> Mapping[Measure, NumberColumns]:
        """The columns of figures, for each measure that the file reports."""
        every: dict[Measure, NumberColumns | None] = {
            "killed": self.killed,
            "injured": self.injured,
            "casualties": self.casualties,
        }
        return {measure: numbers for measure, numbers in every.items() if numbers}


def _columns(layout: Layout) -> Iterator[str]:
    date, place = layout.date, layout.place
    singles = [layout.id, layout.title, layout.note, date.first, date.last, date.written, date.precision]
    singles += [place.name, place.governorate, place.country, place.lat, place.lon, place.precision]
    singles += [place.is_nearby, place.is_elsewhere, layout.group]
    singles += [coded.column for coded in (layout.type, layout.target) if coded]
    for numbers in layout.numbers.values():
        singles += [numbers.low, numbers.best, numbers.high, numbers.exactly, numbers.at_least, numbers.words]
        singles += [numbers.open, numbers.approximate, numbers.text]
    for part in layout.parts.values():
        singles += [part.column, part.unknown, part.low, part.high, part.open, part.approximate]
    yield from (name for name in (*singles, *layout.actors, *layout.sources, *layout.links) if name)
