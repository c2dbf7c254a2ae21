"""Layouts: a layout says what each column of a file holds, and what its codes stand for. A layout is data.

`reader` reads a layout, `recognition` finds the layout of a file, and `normal_form` turns columns into values.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, get_args

from msgspec import Struct, structs

from conflict_cli.record.incident import MEASURES, PARTS, Measure
from conflict_cli.record.measures import TABLE

OPTIONAL = "?"

_Text = str | None
_Texts = tuple[str, ...]
_Words = Mapping[str, str]


class Key(Struct, frozen=True):
    """What a key of a layout says, and a `sample` of how it is written."""

    about: str
    sample: str
    is_slug: bool = False
    or_one: bool = False


class Column(Key, frozen=True):
    """A key that holds the name of a column, or a list of names of columns."""


_MISSING = Key("What stands in a cell of these columns of which nothing is known.", '["-99"]')


class DateColumns(Struct, frozen=True):
    """The columns of the date: `first` and `last` day, or one date `written` in EDTF, or `year`, `month` and `day`."""

    first: Annotated[_Text, Column("The first day.", "date_start")] = None
    last: Annotated[_Text, Column("The last day; without it the first.", "date_end")] = None
    written: Annotated[_Text, Column("The date in EDTF, as a ledger has it.", "date")] = None
    formats: Annotated[_Texts, Key("How days are written, in the codes of strftime.", '["%Y-%m-%d", "%d/%m/%Y"]')] = ()
    year: Annotated[_Text, Column("The year, where the date stands in several columns.", "year")] = None
    month: Annotated[_Text, Column("The month, as a number or a word; blank or 0 if not known.", "month")] = None
    day: Annotated[_Text, Column("The day of the month; blank or 0 if not known.", "day")] = None
    precision: Annotated[_Text, Column("How exact the days are, in codes.", "time_precision")] = None
    approximate: Annotated[_Texts, Key("Codes that say: about that day.", '["2"]')] = ()
    in_week: Annotated[_Texts, Key("Codes that say: in the week around that day.", '["2"]')] = ()
    in_month: Annotated[_Texts, Key("Codes that say: in that month.", '["3"]')] = ()
    missing: Annotated[_Texts, _MISSING] = ()


class PlaceColumns(Struct, frozen=True):
    """The columns of the place, and the meaning of the codes of precision."""

    name: Annotated[str, Column("Its name, or several names with a separator between them.", "location")]
    governorate: Annotated[_Text, Column("The governorate, province or state that it lies in.", "admin1")] = None
    country: Annotated[_Text, Column("The country that it lies in.", "country")] = None
    lat: Annotated[_Text, Column("Latitude in decimal degrees.", "latitude")] = None
    lon: Annotated[_Text, Column("Longitude in decimal degrees.", "longitude")] = None
    precision: Annotated[_Text, Column("How exact the place is, in codes.", "geo_precision")] = None
    nearby: Annotated[_Texts, Key("Codes that say: in or near the place.", '["2"]')] = ()
    elsewhere: Annotated[_Texts, Key("Codes that say: perhaps in quite another place.", '["3"]')] = ()
    exact: Annotated[_Texts, Key("Codes that say: the coordinates are the place's own.", '["1"]')] = ()
    kinds: Annotated[_Words, Key("The kind of place that a code stands for.", "{1: town, 3: district}")] = {}
    kind: Annotated[_Text, Key("The kind of all places of which neither code nor suffix tells it.", "town")] = None
    is_nearby: Annotated[_Text, Column("Whether it was in or near the place: true or false.", "nearby")] = None
    is_elsewhere: Annotated[_Text, Column("Whether it was in other places too: true or false.", "and_elsewhere")] = None
    suffixes: Annotated[_Words, Key("Words at the end of a name that tell the kind of place.", "{town: town}")] = {}
    without: Annotated[_Texts, Key("Words left out at the end of a governorate's name.", "[Governorate]")] = ()
    missing: Annotated[_Texts, _MISSING] = ()


class Coded(Struct, frozen=True):
    """A column and the meaning of its codes; a value that is not a code stands for itself."""

    column: Annotated[str, Column("The column.", "event_type")]
    values: Annotated[_Words, Key("The word that a code stands for.", "{1: armed-clash}")] = {}
    missing: Annotated[_Texts, _MISSING] = ()


class NumberColumns(Struct, frozen=True):
    """The columns of a figure: `low`, `best` and `high`, or `exactly`, `at_least` or `words`, or `rows`."""

    low: Annotated[_Text, Column("The low estimate.", "low")] = None
    best: Annotated[_Text, Column("The best estimate; without it the low one.", "best")] = None
    high: Annotated[_Text, Column("The high estimate.", "high")] = None
    exactly: Annotated[_Text, Column("The number, where there is only one.", "deaths")] = None
    at_least: Annotated[_Text, Column("The lowest number that was reported.", "fatalities")] = None
    words: Annotated[_Text, Column("The number in words of a report: at least 2, some 25.", "killed")] = None
    rows: Annotated[bool, Key("Whether each row is one person: true or false.", "true")] = False
    open: Annotated[_Text, Column("Whether no upper limit was reported: true or false.", "killed_open")] = None
    approximate: Annotated[_Text, Column("Whether the numbers are rough: true or false.", "killed_approximate")] = None
    text: Annotated[_Text, Column("The words beside the numbers.", "killed_text")] = None
    unknown_if: Annotated[_Text, Key("The number that says that nothing is known.", '"0"')] = None
    missing: Annotated[_Texts, _MISSING] = ()


class PartColumns(Struct, frozen=True):
    """The columns of one group of the killed: its number, its bounds, and the killed whose group is `unknown`.

    Where each row is one person, the column tells by its value or by an age whether that person belongs to the group.
    The layout of a file in which everybody belongs to it names no column: `aid_workers: all`.
    """

    column: Annotated[str, Column("The number of them in the best estimate.", "deaths_civilians")]
    unknown: Annotated[_Text, Column("How many of the best estimate belong to no known group.", "deaths_unknown")] = (
        None
    )
    low: Annotated[_Text, Column("The least number of them, where the file has it.", "children_low")] = None
    high: Annotated[_Text, Column("The greatest number of them, where the file has it.", "children_high")] = None
    open: Annotated[_Text, Column("Whether no upper limit was reported: true or false.", "children_open")] = None
    approximate: Annotated[_Text, Column("Whether the numbers are rough: true or false.", "children_approximate")] = (
        None
    )
    values: Annotated[_Texts, Key("Where each row is a person: cells that say that they belong.", "[F, female]")] = ()
    maybe: Annotated[_Texts, Key("Cells that leave it open; all others then say no.", "[unknown]")] = ()
    age: Annotated[_Text, Column("The age, if it is not the column itself.", "age")] = None
    below: Annotated[int | None, Key("An age that they have not reached.", "18")] = None
    not_below: Annotated[int | None, Key("The least age that they have.", "18")] = None


class Layout(Struct, frozen=True, kw_only=True):
    """What each column of a file holds. A column whose name ends in `?` may be absent."""

    name: Annotated[str, Key("The name of the data set, as it is shown.", "UCDP GED")]
    key: Annotated[
        str, Key("A short name of it, which begins the ids of what is taken from it.", "ucdp-ged", is_slug=True)
    ] = "data-set"
    cite: Annotated[str, Key("How to cite it.", "Sundberg and Melander 2013")] = ""
    header: Annotated[_Texts, Key("Columns by which its files are known.", "[event_id, fatalities]")] = ()
    positions: Annotated[
        _Texts, Key("The columns of its files that have no header, in order.", "[id, date, town]")
    ] = ()
    missing: Annotated[_Texts, Key("What stands in a cell of which nothing is known.", "[NA]")] = ()
    remarks: Annotated[_Texts, Key("What is said with every answer.", "[its killed include attackers]")] = ()
    encoding: Annotated[_Text, Key("How the letters are encoded, if not as UTF-8.", "cp1252")] = None
    lines_above: Annotated[int, Key("How many lines stand above the header.", "2")] = 0
    separator: Annotated[_Texts, Key("What stands between several names in a cell.", '["/"]', or_one=True)] = (";",)
    decimal_comma: Annotated[bool, Key("Whether 10,5 is ten and a half: true or false.", "true")] = False
    where: Annotated[
        Mapping[str, _Texts], Key("The rows to take, by the values in a column.", "{outcome: [killed]}")
    ] = {}
    not_counted: Annotated[_Texts, Column("Columns of people that no figure here holds.", "[kidnapped]")] = ()
    id: Annotated[_Text, Column("The id of the event; without it rows go by their number.", "event_id")] = None
    revised: Annotated[
        _Text,
        Column(
            "When the row was last changed, as a day, a time or a number: of one id the newest counts.", "timestamp"
        ),
    ] = None
    title: Annotated[_Text, Column("What happened, in a few words.", "headline")] = None
    note: Annotated[_Text, Column("What else is said of it.", "notes")] = None
    date: Annotated[DateColumns, Key("When.", "{first: event_date}")]
    place: Annotated[PlaceColumns, Key("Where.", "{name: location}")]
    type: Annotated[Coded | None, Key("What type of event it was.", "{column: sub_event_type}")] = None
    target: Annotated[Coded | None, Key("What was hit.", "{column: target}")] = None
    actors: Annotated[_Texts, Column("Who is named as a side or a victim.", "[actor1, actor2]")] = ()
    sources: Annotated[_Texts, Column("The sources that are cited.", "[source]")] = ()
    numbers: Annotated[Mapping[Measure, NumberColumns], Key("People {}.", "{exactly: deaths}")] = {}
    parts: Annotated[Mapping[str, PartColumns], Key("How many of the {} were {}.", "{column: number}")] = {}
    group: Annotated[_Text, Column("A column that says of which group of people alone the figures are.", "victims")] = (
        None
    )
    links: Annotated[
        _Texts, Column("Columns in which events name others that may count the same people.", "[overlaps]")
    ] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the layout names; the name of an optional column ends in `?`."""
        return tuple(dict.fromkeys(_columns(self)))

    def parts_of(self, measure: Measure) -> Mapping[str, PartColumns]:
        """Return the columns of each group of people that the file numbers in this measure."""
        known = ((part, self.parts.get(part_key(measure, part))) for part in PARTS)
        everybody = {part: self.parts[part] for part in PARTS if part in self.parts and not self.parts[part].column}
        return everybody | {part: columns for part, columns in known if columns}

    @property
    def counts_rows(self) -> bool:
        """Whether each row is one person."""
        return any(numbers.rows for numbers in self.numbers.values())

    def missing_in(self, column: str) -> tuple[str, ...]:
        """Return what stands in a cell of this column of which nothing is known."""
        sections = (self.date, self.place, self.type, self.target, *self.numbers.values())
        return self.missing + tuple(
            text for section in sections if section and column in _columns(section) for text in section.missing
        )


def shown(column: str | None) -> str:
    """Return the name of a column as it is shown: on one line, and without the mark that it may be absent."""
    return " ".join(str(column).removesuffix(OPTIONAL).split())


def number_key(measure: Measure) -> str:
    """Return the key of the columns of this measure."""
    return TABLE[measure].in_layouts or measure


def part_key(measure: Measure, part: str) -> str:
    """Return the key of a group of people in this measure: `children` of the killed, `injured_children`."""
    return part if measure == MEASURES[0] else f"{measure}_{part}"


@cache
def keys_of(kind: type[Struct]) -> Sequence[tuple[structs.FieldInfo, Key]]:
    """Return the keys of this mapping of a layout, in order: each with its type and default, and what it says."""
    return [(info, get_args(info.type)[1]) for info in structs.fields(kind)]


def _columns(section: Struct) -> list[str]:
    """Return the columns that these keys name: texts and required mappings first, then other mappings, then lists."""
    first: list[str | None] = []
    below: list[str] = []
    lists: list[str] = []
    for info, key in keys_of(type(section)):
        value = getattr(section, info.name)
        if isinstance(value, Struct):
            (first if info.required else below).extend(_columns(value))
        elif info.name == "where":
            lists += value
        elif info.name in ("numbers", "parts"):
            below += [column for part in value.values() for column in _columns(part)]
        elif isinstance(key, Column) and isinstance(value, tuple):
            lists += value
        elif isinstance(key, Column):
            first.append(value)
    return [name for name in (*first, *below, *lists) if name]
