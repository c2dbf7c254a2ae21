"""The reports of `compare`: each incident beside the events of a data set that are near it."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from conflict_cli.answers.answer import Answer, Cell, Column, Note, Row
from conflict_cli.answers.columns import flat_figure
from conflict_cli.record.figures import BOUNDS, MARKS
from conflict_cli.record.incident import EXACT_PLACES, Incident, Names, Place
from conflict_cli.record.names import words_of
from conflict_cli.record.phrases import how_many
from conflict_cli.selection.nearness import Candidate, Compared, Event, Reach, ranges_meet
from conflict_cli.selection.picking import Picked

# All candidates are within reach, so that how far they are is the first thing that a narrow screen can do without.
_COLUMNS = (
    Column("incident", "Incident"),
    Column("event", "Event", "id"),
    Column("date", "Date", "date"),
    Column("place", "Place"),
    Column("km", "km", "number", rank=3),
    Column("days", "Days apart", "number", rank=4),
    Column("low", "Low", "number", rank=1),
    Column("best", "Best", "number"),
    Column("high", "High", "number", rank=2),
    Column("cites", "Cites", rank=5),
    Column("difference", "Difference"),
)


def compare_for_readers(compared: Sequence[Compared], ledger: Names, name: str, reach: Reach) -> Answer:
    """The candidates of each incident under its heading, the closest first; `name` is the data set's."""
    rows = [
        (heading, *cells)
        for one in compared
        for heading in [_heading(one.picked, ledger)]
        for cells in _candidate_rows(one, reach)
    ]
    notes = tuple(map(Note, _remarks(compared, name, reach))) if compared else ()
    return Answer(_COLUMNS, rows, notes=notes, is_grouped=True)


def compare_for_machines(compared: Sequence[Compared], ledger: Names, name: str) -> Answer:
    """The same as plain values: a row for each incident and candidate, of nulls where an incident has none."""
    rows = [
        {**_flat_incident(one, ledger), "data_set": name, **flat}
        for one in compared
        for flat in nested(one) or [dict.fromkeys(_EVENT_KEYS)]
    ]
    keys = (*_INCIDENT_KEYS, "data_set", *_EVENT_KEYS)
    columns = tuple(Column(key, key, "day" if key.endswith(_DAYS) else "text") for key in keys)
    return Answer(columns, [tuple(row[key] for key in keys) for row in rows], name="compare")


class Beside(Struct, frozen=True):
    """What a data set, by its name, has within reach of incidents, by their ids."""

    name: str
    reach: Reach
    found: Mapping[str, Compared]

    def lines(self, id_: str) -> Iterator[tuple[str, str]]:
        """As `lines`, for the incident of this id."""
        return lines(self.found[id_], self.name, self.reach)

    def nested(self, id_: str) -> list[dict[str, Cell]]:
        """As `nested`, for the incident of this id."""
        return nested(self.found[id_])


def lines(compared: Compared, name: str, reach: Reach) -> Iterator[tuple[str, str]]:
    """A label and what it says for each candidate, the closest first; the label of those after it is empty."""
    said = [_line(one, compared.picked) for one in compared.candidates]
    for number, line in enumerate(said or [_nothing(compared, reach, "nothing")]):
        yield "" if number else f"In {name}", line


def nested(compared: Compared) -> list[dict[str, Cell]]:
    """The candidates as plain values, under the keys that they have in the rows for machines."""
    return [_flat_candidate(one, compared.picked) for one in compared.candidates]


_FIGURE = (*BOUNDS, *MARKS)
_DAYS = ("_date_from", "_date_to")
_INCIDENT_KEYS = (
    "incident", "incident_date", "incident_date_from", "incident_date_to", "incident_towns",
    *(f"incident_killed_{part}" for part in (*_FIGURE, "text")), "candidates",
)  # fmt: skip
_EVENT_KEYS = (
    "event", "event_date", "event_date_from", "event_date_to", "event_place", "event_nearby", "event_governorate",
    "event_country", "km", "by_name", "days_apart", *(f"event_killed_{part}" for part in _FIGURE), "event_sources",
    "is_closest", "difference", "ranges_meet",
)  # fmt: skip


def _heading(picked: Picked, ledger: Names) -> str:
    """`kafr-batikh-school: 2018-03, Kafr Batikh, 20 killed`."""
    incident = picked.incident
    names = [ledger.places[key].name for key in incident.places] or ["no place named"]
    places = ", ".join([*names, "elsewhere"] if incident.and_elsewhere else names)
    return f"{incident.id}: {incident.date.text}, {_near(incident)}{places}, {_killed(picked)}"


def _near(incident: Incident) -> str:
    return "near " if incident.nearby and incident.places else ""


def _killed(picked: Picked) -> str:
    figure = picked.figure("killed")
    return f"{figure.short} killed" if figure else "no figure of killed"


def _killed_at_best(picked: Picked) -> str:
    """`21 killed`; `0–28 killed, best 9`, which is what a difference is told of."""
    figure = picked.figure("killed")
    return f"{_killed(picked)}, best {figure.best}" if figure and figure.low != figure.high else _killed(picked)


def _candidate_rows(compared: Compared, reach: Reach) -> list[Row]:
    rows = [_candidate_row(one, compared.picked) for one in compared.candidates]
    return rows or [(None, None, _nothing(compared, reach, "none"), *[None] * 7)]


def _candidate_row(one: Candidate, picked: Picked) -> Row:
    incident, figure = one.event.picked.incident, one.event.picked.figure("killed")
    numbers = (figure.low, figure.best, f"{figure.high}+" if figure.open else figure.high) if figure else ("?",) * 3
    km = "by name" if one.km is None else f"{_about(one.event)}{one.km:.1f}"
    difference = _difference(one, picked)
    return (incident.id, incident.date.text, _place(one.event), km, one.days, *numbers, one.event.cites, difference)


def _place(event: Event) -> str:
    elsewhere = ["elsewhere"] if event.picked.incident.and_elsewhere else []
    places = ", ".join([*map(_named, event.places), *elsewhere])
    return f"{_near(event.picked.incident)}{places}" if places else ""


def _about(event: Event) -> str:
    """A sign before a distance that is measured from no more than the middle of where the event may have been."""
    return "" if event.is_exact else "~"


def _named(place: Place) -> str:
    """`Hass`, `Idlib district`, `Homs (governorate)`: a wide place says of what kind it is."""
    is_said = place.kind is None or place.kind in EXACT_PLACES or place.kind in words_of(place.name)
    return place.name if is_said else f"{place.name} ({place.kind})"


def _difference(one: Candidate, picked: Picked) -> str:
    """`+1`, `-13, ranges meet`: of the closest alone, since no other is as likely to be the same event."""
    if not one.is_closest or one.difference is None:
        return ""
    if not one.difference:
        return "0"
    return f"{one.difference:+}{', ranges meet' if _ranges_meet(one, picked) else ''}"


def _ranges_meet(one: Candidate, picked: Picked) -> bool | None:
    """Whether both figures may be of one number; None where either has none, or is too rough to tell."""
    ours, theirs = picked.figure("killed"), one.event.picked.figure("killed")
    if not (ours and theirs):
        return None
    return ranges_meet(ours, theirs) or (None if ours.approximate or theirs.approximate else False)


def _nothing(compared: Compared, reach: Reach, word: str) -> str:
    """`none within 10 km and 1 day`; of an incident that names no place, that nothing can be near it."""
    if not compared.picked.incident.places:
        return f"{word}: no place is named"
    return f"{word} within {reach.km:g} km and {_days(reach.days)}"


def _days(count: int) -> str:
    return how_many(count, "day")


def _line(one: Candidate, picked: Picked) -> str:
    """`261231: 2018-03-21, Kafr Battikh, 0.0 km, 0 days apart: 21 killed (+1); cites SOHR`."""
    incident = one.event.picked.incident
    near = "by name" if one.km is None else f"{_about(one.event)}{one.km:.1f} km"
    where = ", ".join(part for part in (incident.date.text, _place(one.event), near) if part)
    difference = _difference(one, picked)
    said = f"{_killed_at_best(one.event.picked)}{f' ({difference})' if difference else ''}"
    cites = f"; cites {', '.join(one.event.cites)}" if one.event.cites else ""
    return f"{incident.id}: {where}, {_days(one.days)} apart: {said}{cites}"


def _remarks(compared: Sequence[Compared], name: str, reach: Reach) -> Iterator[str]:
    """What a reader of the comparison should know before taking two records for one event."""
    count, found = len(compared), sum(1 for one in compared if one.candidates)
    has, it = ("has", "it") if 1 in (count, found) else ("have", "them")
    yield f"{found} of {how_many(count, 'incident')} {has} an event of {name} near {it}."
    yield (
        f"Near: at most {reach.km:g} km and {_days(reach.days)} apart; where either side has no coordinates, a place "
        "of the same name within the same governorate."
    )
    if found:
        yield (
            "The closest come first: by days, whole kilometres, and those whose place is exact (~ where it is not). "
            "The difference is the event's best figure of killed less the incident's, shown for the closest: for all "
            "of them, where several are equally close. Being near does not make two records one event: this program "
            "decides nothing."
        )


def _flat_incident(compared: Compared, ledger: Names) -> Mapping[str, Cell]:
    incident = compared.picked.incident
    return {
        "incident": incident.id,
        **_flat_date("incident_date", incident),
        "incident_towns": tuple(ledger.places[key].name for key in incident.places),
        **flat_figure("incident_killed", compared.picked.figure("killed")),
        "candidates": len(compared.candidates),
    }


def _flat_candidate(one: Candidate, picked: Picked) -> dict[str, Cell]:
    event, incident = one.event, one.event.picked.incident
    return {
        "event": incident.id,
        **_flat_date("event_date", incident),
        "event_place": _joined(place.name for place in event.places),
        "event_nearby": incident.nearby,
        "event_governorate": _joined(place.governorate for place in event.places),
        "event_country": _joined(place.country for place in event.places),
        "km": None if one.km is None else round(one.km, 1),
        "by_name": one.km is None,
        "days_apart": one.days,
        **flat_figure("event_killed", event.picked.figure("killed"), with_text=False),
        "event_sources": event.cites,
        "is_closest": one.is_closest,
        "difference": one.difference,
        "ranges_meet": _ranges_meet(one, picked),
    }


def _flat_date(key: str, incident: Incident) -> Mapping[str, Cell]:
    when = incident.date
    return {key: when.text, f"{key}_from": when.first.isoformat(), f"{key}_to": when.last.isoformat()}


def _joined(names: Iterator[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(name for name in names if name)) or None
