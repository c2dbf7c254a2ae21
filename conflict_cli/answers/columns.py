"""The columns that a list of incidents can have, and what each incident puts into them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec import Struct

from conflict_cli.answers.answer import Cell, Column
from conflict_cli.answers.caveats import WORDS
from conflict_cli.record.figures import BOUNDS, MARKS, Figure
from conflict_cli.record.incident import MEASURES, PARTS, Measure
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Selection

Value = Callable[[Picked, Selection], Cell]

NO_FIGURE = "?"

FLAT = (*BOUNDS, *MARKS)
"""The names of the bounds and marks of a figure, which end the keys of its plain values."""


class Field(Struct, frozen=True):
    """A column that a list may have, and what an incident puts into it."""

    column: Column
    value: Value


def fields_of(selection: Selection) -> dict[str, Field]:
    """Every column that a list of these incidents can have, by key, in the order of machine formats."""
    flat = [field for measure in MEASURES for field in _figure_fields(measure)]
    parts = [field for measure, part in _parts_reported(selection) for field in _part_fields(measure, part)]
    victims = [_plain("victims", "Victims", selection.asked.query.victims)] if selection.asked.query.victims else []
    every = [*_FIELDS_BEFORE, *victims, *flat, *parts, *_FIELDS_AFTER, *FOR_READERS]
    return {field.column.key: field for field in every}


def column_keys() -> list[str]:
    """The keys of columns that every list has, for completion."""
    flat = [field for measure in MEASURES for field in _figure_fields(measure)]
    return [field.column.key for field in (*_FIELDS_BEFORE, *flat, *_FIELDS_AFTER, *FOR_READERS)]


def flat_figure(key: str, figure: Figure | None, *, with_text: bool = True) -> Mapping[str, Cell]:
    """A figure as plain values under flat keys: `killed_low`, `killed_best`, …; nulls where none is reported."""
    flat: dict[str, Cell] = {f"{key}_{name}": getattr(figure, name, None) for name in FLAT}
    if with_text:
        flat[f"{key}_text"] = figure.text if figure else None
    return flat


def short(figure: Figure | None) -> str:
    """A figure as a table shows it; `?` where none is reported."""
    return figure.short if figure else NO_FIGURE


def places_named(picked: Picked, selection: Selection) -> tuple[str, ...]:
    """The names of an incident's places, and `elsewhere` where its reports do not name them all."""
    named = tuple(selection.ledger.places[key].name for key in picked.incident.places)
    if picked.incident.nearby and named:
        named = (f"near {named[0]}", *named[1:])
    return (*named, "elsewhere") if picked.incident.and_elsewhere else named


def _plain(key: str, heading: str, value: str) -> Field:
    return Field(Column(key, heading), lambda _picked, _selection: value)


def _figure_fields(measure: Measure) -> list[Field]:
    def of(name: str) -> Value:
        return lambda picked, _: getattr(picked.figure(measure), name, None)

    return [
        Field(
            Column(f"{measure}_{name}", f"{measure} {name}", "text" if name == "text" else "number"),
            of(name),
        )
        for name in (*FLAT, "text")
    ]


def _part_fields(measure: Measure, part: str) -> list[Field]:
    """`killed_children`, the number as stated, and its bounds."""

    def of(name: str) -> Value:
        def value(picked: Picked, _: Selection) -> Cell:
            figure = picked.figure(measure)
            return getattr(figure.parts.get(part), name, None) if figure else None

        return value

    keys = {"best": f"{measure}_{part}", **{name: f"{measure}_{part}_{name}" for name in FLAT if name != "best"}}
    return [Field(Column(key, key.replace("_", " "), "number"), of(name)) for name, key in keys.items()]


def _parts_reported(selection: Selection) -> list[tuple[Measure, str]]:
    found = selection.parts
    return [(measure, part) for measure in MEASURES for part in PARTS if (measure, part) in found]


def _joined(names: Iterable[str]) -> str | None:
    return "; ".join(names) or None


def _governorates(picked: Picked, selection: Selection) -> Cell:
    """The governorate of its places; one for each of them where they differ, so that none is taken for another's."""
    found = [selection.ledger.places[key].governorate for key in picked.incident.places]
    return found[0] if len(set(found)) == 1 else _joined(name or "" for name in found)


def _day(picked: Picked, end: str) -> Cell:
    when = picked.incident.date
    day: date = getattr(when, end)
    return None if when.is_unknown else day.isoformat()


def _countries(picked: Picked, selection: Selection) -> Cell:
    found = (selection.ledger.places[key].country for key in picked.incident.places)
    return _joined(name for name in dict.fromkeys(found) if name)


def _articles(picked: Picked, _: Selection) -> Cell:
    return tuple(dict.fromkeys(report.article for report in picked.incident.reports if report.article))


def _sources(picked: Picked, selection: Selection) -> tuple[str, ...]:
    """Who reports it; in a data set, whom its record cites."""
    named, is_cited = selection.ledger.sources, selection.data_set is not None
    keys = [key for report in picked.incident.reports for key in ((is_cited and report.cites) or (report.source,))]
    return tuple(dict.fromkeys([named[key].name for key in keys]))


def _attribution(picked: Picked, selection: Selection) -> Cell:
    return tuple(f"{selection.ledger.actors[one.actor].name} ({one.confidence})" for one in picked.incident.attribution)


def _parts(picked: Picked, _: Selection) -> Cell:
    """The groups of people that the reports number, in words."""
    said = []
    for measure in MEASURES:
        figure = picked.figure(measure)
        if figure and figure.parts:
            numbers = ", ".join(f"{part.replace('_', ' ')} {number.short}" for part, number in figure.parts.items())
            said.append(f"{WORDS[measure]}: {numbers}")
    return tuple(said)


def _overlaps(picked: Picked, selection: Selection) -> Cell:
    """The incidents that may count some of the same people, on whichever side or of whichever toll that is said."""
    return tuple(sorted(selection.links.overlapping(picked.incident.id), key=selection.links.order))


_FIELDS_BEFORE = (
    Field(Column("id", "ID", "id"), lambda picked, _: picked.incident.id),
    Field(Column("title", "Title", rank=7), lambda picked, _: picked.incident.title),
    Field(Column("date", "Date", "date"), lambda picked, _: picked.incident.date.text),
    Field(Column("date_from", "From", "day"), lambda picked, _: _day(picked, "first")),
    Field(Column("date_to", "To", "day"), lambda picked, _: _day(picked, "last")),
    Field(
        Column("towns", "Towns"),
        lambda picked, selection: tuple(selection.ledger.places[key].name for key in picked.incident.places),
    ),
    Field(Column("and_elsewhere", "And elsewhere"), lambda picked, _: picked.incident.and_elsewhere),
    Field(Column("nearby", "In or near"), lambda picked, _: picked.incident.nearby),
    Field(
        Column("governorate", "Governorate", rank=8),
        _governorates,
    ),
    Field(Column("country", "Country", rank=9), _countries),
    Field(Column("type", "Type", rank=6), lambda picked, _: picked.incident.type),
    Field(Column("target", "Target", rank=7), lambda picked, _: picked.incident.target),
    Field(
        Column("actors", "Actors", rank=6),
        lambda picked, selection: tuple(selection.ledger.actors[one.actor].name for one in picked.incident.attribution),
    ),
    Field(Column("sources", "Sources", rank=5), _sources),
    Field(Column("articles", "Articles", rank=9), _articles),
)
_FIELDS_AFTER = (
    Field(Column("overlaps", "Overlaps", rank=6), _overlaps),
    Field(Column("part_of", "Part of", rank=6), lambda picked, _: picked.incident.part_of),
    Field(Column("note", "Note", rank=9), lambda picked, _: picked.incident.note),
)
FOR_READERS = (
    Field(Column("town", "Town"), places_named),
    Field(Column("killed", "Killed", "number"), lambda picked, _: short(picked.figure("killed"))),
    Field(Column("injured", "Injured", "number", rank=2), lambda picked, _: short(picked.figure("injured"))),
    Field(
        Column("casualties", "Casualties", "number", rank=3),
        lambda picked, _: short(picked.figure("casualties")),
    ),
    Field(Column("source", "Source", rank=4), lambda picked, selection: ", ".join(_sources(picked, selection))),
    Field(Column("attribution", "Attributed to", rank=6), _attribution),
    Field(Column("parts", "Of them", rank=5), _parts),
)
