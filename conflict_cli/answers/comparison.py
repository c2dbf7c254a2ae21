"""The reports of `compare`: each incident beside the events of a data set that are near it."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from conflict_cli.answers.answer import Answer, Cell, Column, Note, Row
from conflict_cli.answers.columns import FLAT, flat_figure
from conflict_cli.record.incident import EXACT_PLACES, Incident, Names
from conflict_cli.record.names import words_of
from conflict_cli.record.phrases import how_many
from conflict_cli.selection.nearness import Candidate, Compared, Event, Reach, ranges_meet
from conflict_cli.selection.picking import Picked

# A narrow screen leaves out distances first: all candidates are within reach.
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
    Column("cites", "Cites", rank=5, is_shortened=True),
    Column("difference", "Difference"),
)

_DAYS = ("_date_from", "_date_to")
_INCIDENT_KEYS = (
    "incident", "incident_date", "incident_date_from", "incident_date_to", "incident_towns",
    *(f"incident_killed_{part}" for part in (*FLAT, "text")), "candidates",
)  # fmt: skip
_EVENT_KEYS = (
    "event", "event_date", "event_date_from", "event_date_to", "event_place", "event_nearby", "event_governorate",
    "event_country", "km", "by_name", "days_apart", *(f"event_killed_{part}" for part in FLAT), "event_sources",
    "is_closest", "difference", "ranges_meet",
)  # fmt: skip


def compare_for_readers(compared: Sequence[Compared], ledger: Names, name: str, reach: Reach) -> Answer:
    """Return the candidates of each incident under its heading, the closest first; `name` is the data set's."""
    rows: list[Row] = []
    for one in compared:
        heading = _heading(one.picked, ledger)
        rows += [(heading, *_candidate_cells(candidate, one.picked)) for candidate in one.candidates]
        if not one.candidates:
            rows.append((heading, None, None, _nothing(one, reach, "none"), *[None] * 7))
    notes = tuple(map(Note, _remarks(compared, name, reach))) if compared else ()
    return Answer(_COLUMNS, rows, notes=notes, is_grouped=True)


def compare_for_machines(compared: Sequence[Compared], ledger: Names, name: str) -> Answer:
    """Return a row of plain values for each incident and candidate; its event is None where there is no candidate."""
    rows: list[Mapping[str, Cell]] = []
    for one in compared:
        incident = one.picked.incident
        flat = {
            "incident": incident.id,
            **_flat_date("incident_date", incident),
            "incident_towns": tuple(ledger.places[key].name for key in incident.places),
            **flat_figure("incident_killed", one.picked.figure("killed")),
            "candidates": len(one.candidates),
            "data_set": name,
        }
        rows += [{**flat, **event} for event in nested(one) or [dict.fromkeys(_EVENT_KEYS)]]
    keys = (*_INCIDENT_KEYS, "data_set", *_EVENT_KEYS)
    columns = tuple(Column(key, key, "day" if key.endswith(_DAYS) else "text") for key in keys)
    return Answer(columns, [tuple(row[key] for key in keys) for row in rows], name="compare")


class Beside(Struct, frozen=True):
    """The events of a data set within reach of incidents, by the ids of the incidents; `name` is the data set's."""

    name: str
    reach: Reach
    found: Mapping[str, Compared]

    def lines(self, id_: str) -> Iterator[tuple[str, str]]:
        """Yield the `lines` of the incident with this id."""
        return lines(self.found[id_], self.name, self.reach)

    def nested(self, id_: str) -> list[dict[str, Cell]]:
        """Return the `nested` candidates of the incident with this id."""
        return nested(self.found[id_])


def lines(compared: Compared, name: str, reach: Reach) -> Iterator[tuple[str, str]]:
    """Yield a label and a text for each candidate, the closest first; only the first label is not empty."""
    said = [_line(one, compared.picked) for one in compared.candidates]
    for number, line in enumerate(said or [_nothing(compared, reach, "nothing")]):
        yield "" if number else f"In {name}", line


def nested(compared: Compared) -> list[dict[str, Cell]]:
    """Return the candidates as plain values, under the keys that they have in the rows for machines."""
    found: list[dict[str, Cell]] = []
    for one in compared.candidates:
        event, incident = one.event, one.event.picked.incident
        found.append(
            {
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
                "ranges_meet": _ranges_meet(one, compared.picked),
            }
        )
    return found


def _heading(picked: Picked, ledger: Names) -> str:
    """Return `kafr-batikh-school: 2018-03, Kafr Batikh, 20 killed`."""
    incident = picked.incident
    names = [ledger.places[key].name for key in incident.places] or ["no place named"]
    places = ", ".join([*names, "elsewhere"] if incident.and_elsewhere else names)
    return f"{incident.id}: {incident.date.text}, {_near(incident)}{places}, {_killed(picked)}"


def _near(incident: Incident) -> str:
    return "near " if incident.nearby and incident.places else ""


def _killed(picked: Picked) -> str:
    figure = picked.figure("killed")
    return f"{figure.short} killed" if figure else "no figure of killed"


def _candidate_cells(one: Candidate, picked: Picked) -> Row:
    incident, figure = one.event.picked.incident, one.event.picked.figure("killed")
    numbers = (figure.low, figure.best, f"{figure.high}+" if figure.open else figure.high) if figure else ("?",) * 3
    km = "by name" if one.km is None else f"{_about(one.event)}{one.km:.1f}"
    difference = _difference(one, picked)
    return (incident.id, incident.date.text, _place(one.event), km, one.days, *numbers, one.event.cites, difference)


def _about(event: Event) -> str:
    """Return the sign before a distance that is measured only from the middle of an area."""
    return "" if event.is_exact else "~"


def _difference(one: Candidate, picked: Picked) -> str:
    """Return `+1` or `-13, ranges meet`; empty but for the closest, as no other is as likely to be the same event."""
    if not one.is_closest or one.difference is None:
        return ""
    if not one.difference:
        return "0"
    return f"{one.difference:+}{', ranges meet' if _ranges_meet(one, picked) else ''}"


def _ranges_meet(one: Candidate, picked: Picked) -> bool | None:
    """Say whether both figures may mean one number; None where either is missing, or is too rough to tell."""
    ours, theirs = picked.figure("killed"), one.event.picked.figure("killed")
    if not (ours and theirs):
        return None
    return ranges_meet(ours, theirs) or (None if ours.approximate or theirs.approximate else False)


def _place(event: Event) -> str:
    """Return `near Hass, Homs (governorate), elsewhere`: a wide place has its kind, if its name does not say it."""
    names = []
    for place in event.places:
        is_plain = place.kind is None or place.kind in EXACT_PLACES or place.kind in words_of(place.name)
        names.append(place.name if is_plain else f"{place.name} ({place.kind})")
    if event.picked.incident.and_elsewhere:
        names.append("elsewhere")
    return f"{_near(event.picked.incident)}{', '.join(names)}" if names else ""


def _nothing(compared: Compared, reach: Reach, word: str) -> str:
    """Return `none within 10 km and 1 day`; `none: no place is named` if the incident names none."""
    if not compared.picked.incident.places:
        return f"{word}: no place is named"
    return f"{word} within {reach.km:g} km and {_days(reach.days)}"


def _days(count: int) -> str:
    return how_many(count, "day")


def _remarks(compared: Sequence[Compared], name: str, reach: Reach) -> Iterator[str]:
    """Yield the facts that a reader needs before taking two records for one event."""
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


def _flat_date(key: str, incident: Incident) -> Mapping[str, Cell]:
    when = incident.date
    return {key: when.text, f"{key}_from": when.first.isoformat(), f"{key}_to": when.last.isoformat()}


def _line(one: Candidate, picked: Picked) -> str:
    """Return `261231: 2018-03-21, Kafr Battikh, 0.0 km, 0 days apart: 21 killed (+1); cites SOHR`."""
    incident, figure = one.event.picked.incident, one.event.picked.figure("killed")
    near = "by name" if one.km is None else f"{_about(one.event)}{one.km:.1f} km"
    where = ", ".join(part for part in (incident.date.text, _place(one.event), near) if part)
    # A difference is that of the best figures, which a range does not show.
    best = f", best {figure.best}" if figure and figure.low != figure.high else ""
    difference = _difference(one, picked)
    said = f"{_killed(one.event.picked)}{best}{f' ({difference})' if difference else ''}"
    cites = f"; cites {', '.join(one.event.cites)}" if one.event.cites else ""
    return f"{incident.id}: {where}, {_days(one.days)} apart: {said}{cites}"


def _joined(names: Iterator[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(name for name in names if name)) or None
