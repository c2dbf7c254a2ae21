"""The columns of a list of incidents, and the value of each incident in them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from operator import attrgetter

from msgspec import Struct

from conflict_cli.answers.answer import Cell, Column
from conflict_cli.answers.caveats import WORDS
from conflict_cli.record.figures import BOUNDS, MARKS, Figure
from conflict_cli.record.incident import MEASURES, PARTS, Incident, Measure, Names
from conflict_cli.record.measures import TABLE
from conflict_cli.record.phrases import group_name
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Selection

Value = Callable[[Picked, Selection], Cell]

NO_FIGURE = "?"

FLAT = (*BOUNDS, *MARKS)
"""The names of the bounds and marks of a figure, which end the keys of its plain values."""


class Field(Struct, frozen=True):
    """A column of a list, and the function that gives the value of an incident in it."""

    column: Column
    value: Value


def fields_of(selection: Selection) -> dict[str, Field]:
    """Return every column that a list of these incidents can have, by key, in the order of machine formats."""
    flat = [field for measure in MEASURES for field in _figure_fields(measure)]
    reported = selection.parts
    pairs = [(measure, part) for measure in MEASURES for part in PARTS if (measure, part) in reported]
    parts = [field for measure, part in pairs for field in _part_fields(measure, part)]

    def group(_picked: Picked, selection: Selection) -> Cell:
        return selection.asked.query.victims

    victims = [Field(Column("victims", "Victims"), group)] if selection.asked.query.victims else []
    every = [*_FIELDS_BEFORE, *victims, *flat, *parts, *_FIELDS_AFTER, *FOR_READERS]
    return {field.column.key: field for field in every}


def fields_for_machines(selection: Selection) -> list[Field]:
    """Return the columns that machine formats have without being asked."""
    readers = {field.column.key for field in FOR_READERS}
    return [field for key, field in fields_of(selection).items() if key not in readers]


def column_keys() -> list[str]:
    """Return the keys of the columns that every list has, for completion."""
    flat = [field for measure in MEASURES for field in _figure_fields(measure)]
    return [field.column.key for field in (*_FIELDS_BEFORE, *flat, *_FIELDS_AFTER, *FOR_READERS)]


def measures_shown(selection: Selection) -> list[Measure]:
    """Return the measures that have a column for readers, for whom a column without any figure is none."""
    usual = MEASURES[:1] if selection.data_set else [one for one in MEASURES if not TABLE[one].is_apart]
    return [measure for measure in MEASURES if measure in usual or selection.has(measure)]


def flat_figure(key: str, figure: Figure | None, *, with_text: bool = True) -> Mapping[str, Cell]:
    """Return a figure as plain values by key: `killed_low`, `killed_best`, …; each None where there is no figure."""
    flat: dict[str, Cell] = {f"{key}_{name}": getattr(figure, name, None) for name in FLAT}
    if with_text:
        flat[f"{key}_text"] = figure.text if figure else None
    return flat


def short(figure: Figure | None) -> str:
    """Return a figure as a table shows it; `?` where none is reported."""
    return figure.short if figure else NO_FIGURE


def places_named(picked: Picked, selection: Selection) -> tuple[str, ...]:
    """Return the names of an incident's places, and `elsewhere` where its reports do not name them all."""
    named = _towns(picked, selection)
    if picked.incident.nearby and named:
        named = (f"near {named[0]}", *named[1:])
    return (*named, "elsewhere") if picked.incident.and_elsewhere else named


def attributed(incident: Incident, names: Names) -> tuple[str, ...]:
    """Return `Russia (claimed by SOHR)` for each attribution: how surely, and by whom if a report says so."""
    said = []
    for one in incident.attribution:
        by = f" by {', '.join(names.sources[key].name for key in one.by)}" if one.by else ""
        said.append(f"{names.actors[one.actor].name} ({one.confidence}{by})")
    return tuple(said)


def lies_in(key: str, selection: Selection) -> tuple[str, ...]:
    """Return the names of the places that a place surely lies in, but for its governorate and its country."""
    around = [selection.names.places[other] for other in sorted(selection.geography.containers(key))]
    return tuple(dict.fromkeys(place.name for place in around if place.kind not in ("governorate", "country")))


def _figure_fields(measure: Measure) -> list[Field]:
    """Return `killed_low` and the other columns of a figure; the last has the words of the report."""
    of = _of_figure(lambda picked: picked.figure(measure))
    columns = [Column(f"{measure}_{name}", f"{measure} {name}", "number") for name in FLAT]
    columns.append(Column(f"{measure}_text", f"{measure} text"))
    return [Field(column, of(name)) for column, name in zip(columns, (*FLAT, "text"), strict=True)]


def _part_fields(measure: Measure, part: str) -> list[Field]:
    """Return `killed_children`, which is the number as stated, and the columns of its bounds."""
    of = _of_figure(lambda picked: picked.parts(measure).get(part))
    keys = {"best": f"{measure}_{part}", **{name: f"{measure}_{part}_{name}" for name in FLAT if name != "best"}}
    return [Field(Column(key, key.replace("_", " "), "number"), of(name)) for name, key in keys.items()]


def _of_figure(find: Callable[[Picked], Figure | None]) -> Callable[[str], Value]:
    """Return a function that gives the values of a column; the figure of an incident is found once for all columns."""
    last: tuple[Picked | None, Figure | None] = None, None

    def figure(picked: Picked) -> Figure | None:
        nonlocal last
        if last[0] is not picked:
            last = picked, find(picked)
        return last[1]

    return lambda name: lambda picked, _: getattr(figure(picked), name, None)


def _towns(picked: Picked, selection: Selection) -> tuple[str, ...]:
    return tuple(selection.names.places[key].name for key in picked.incident.places)


def _of_incident(name: str) -> Value:
    """Return the function for an attribute of the incident: `title`, `date.text`."""
    attribute = attrgetter(name)

    def value(picked: Picked, _: Selection) -> Cell:
        cell: Cell = attribute(picked.incident)
        return cell

    return value


def _day(end: str) -> Value:
    """Return the function for the `first` or the `last` possible day."""

    def value(picked: Picked, _: Selection) -> Cell:
        when = picked.incident.date
        day: date = getattr(when, end)
        return None if when.is_unknown else day.isoformat()

    return value


def _governorates(picked: Picked, selection: Selection) -> Cell:
    """Return the governorate of all places; where they differ, one for each place, in the order of the places."""
    found = [selection.geography.governorate_of(key) for key in picked.incident.places]
    return found[0] if len(set(found)) == 1 else _joined(name or "" for name in found)


def _joined(names: Iterable[str]) -> str | None:
    return "; ".join(names) or None


def _countries(picked: Picked, selection: Selection) -> Cell:
    found = map(selection.geography.country_of, picked.incident.places)
    return _joined(name for name in dict.fromkeys(found) if name)


def _sources(picked: Picked, selection: Selection) -> tuple[str, ...]:
    """Return the sources of the reports; for a record of a data set, those that it cites."""
    named, is_cited = selection.names.sources, selection.data_set is not None
    keys = [key for report in picked.incident.reports for key in ((is_cited and report.cites) or (report.source,))]
    return tuple(dict.fromkeys([named[key].name for key in keys]))


def _articles(picked: Picked, _: Selection) -> Cell:
    return tuple(dict.fromkeys(report.article for report in picked.incident.reports if report.article))


def _overlaps(picked: Picked, selection: Selection) -> Cell:
    """Return the incidents that may count some of the same people, whichever entry or toll declares the link."""
    return selection.links.in_order(picked.incident.id)


def _short(measure: Measure) -> Value:
    def value(picked: Picked, _: Selection) -> Cell:
        return short(picked.figure(measure))

    return value


def _lies_in(picked: Picked, selection: Selection) -> Cell:
    return tuple(dict.fromkeys(name for key in picked.incident.places for name in lies_in(key, selection)))


def _attribution(picked: Picked, selection: Selection) -> Cell:
    return attributed(picked.incident, selection.names)


def _parts(picked: Picked, _: Selection) -> Cell:
    """Return the groups of people that the reports number, in words."""
    said = []
    for measure in MEASURES:
        if parts := picked.parts(measure):
            numbers = ", ".join(f"{group_name(part)} {number.short}" for part, number in parts.items())
            said.append(f"{WORDS[measure]}: {numbers}")
    return tuple(said)


_FIELDS_BEFORE = (
    Field(Column("id", "ID", "id"), _of_incident("id")),
    Field(Column("title", "Title", rank=7), _of_incident("title")),
    Field(Column("date", "Date", "date"), _of_incident("date.text")),
    Field(Column("date_from", "From", "day"), _day("first")),
    Field(Column("date_to", "To", "day"), _day("last")),
    Field(Column("towns", "Towns"), _towns),
    Field(Column("and_elsewhere", "And elsewhere"), _of_incident("and_elsewhere")),
    Field(Column("nearby", "In or near"), _of_incident("nearby")),
    Field(Column("governorate", "Governorate", rank=8), _governorates),
    Field(Column("country", "Country", rank=9), _countries),
    Field(Column("type", "Type", rank=6), _of_incident("type")),
    Field(Column("target", "Target", rank=7), _of_incident("target")),
    Field(
        Column("actors", "Actors", rank=6),
        lambda picked, selection: tuple(selection.names.actors[one.actor].name for one in picked.incident.attribution),
    ),
    Field(
        Column("confidence", "Confidence", rank=7),  # of each of the actors, in their order
        lambda picked, _: tuple(one.confidence for one in picked.incident.attribution),
    ),
    Field(Column("sources", "Sources", rank=5, is_shortened=True), _sources),
    Field(Column("articles", "Articles", rank=9), _articles),
)
_FIELDS_AFTER = (
    Field(Column("overlaps", "Overlaps", rank=6), _overlaps),
    Field(Column("part_of", "Part of", rank=6), _of_incident("part_of")),
    Field(Column("note", "Note", rank=9), _of_incident("note")),
)
FOR_READERS = (
    Field(Column("town", "Town"), places_named),
    *(Field(Column(one, one.capitalize(), "number", rank=TABLE[one].rank), _short(one)) for one in MEASURES),
    Field(Column("source", "Source", rank=4, is_shortened=True), _sources),
    Field(Column("lies_in", "Lies in", rank=8), _lies_in),
    Field(Column("attribution", "Attributed to", rank=6), _attribution),
    Field(Column("parts", "Of them", rank=5), _parts),
)
