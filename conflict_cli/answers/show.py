"""The report of `show`: all that a ledger knows of an incident, in words for readers, nested for machines."""

from collections.abc import Iterator, Sequence

from conflict_cli.answers.answer import Answer, Cell, Column, Row
from conflict_cli.answers.caveats import WORDS
from conflict_cli.answers.columns import fields_of, flat_figure
from conflict_cli.answers.comparison import Beside
from conflict_cli.record.incident import MEASURES, Article, Incident, Place, Report
from conflict_cli.record.phrases import group_name
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Selection

_COLUMNS = (Column("id", "", "id"), Column("field", ""), Column("value", ""))


def show_for_readers(selection: Selection, beside: Beside | None = None) -> Answer:
    """A line for each thing that is known of each incident, under its id, and for each event beside it."""
    rows = [
        (picked.incident.id, name, value)
        for picked in selection.picked
        for name, value in (*_lines(picked, selection), *(beside.lines(picked.incident.id) if beside else ()))
    ]
    return Answer(_COLUMNS, rows, is_grouped=True)


def show_for_machines(selection: Selection, beside: Beside | None = None) -> Answer:
    """The values of a list, each report, the links both ways, where the entry stands, and the events beside it."""
    fields = [field for key, field in fields_of(selection).items() if key not in _LEFT_TO_REPORTS]
    nested = (*_NESTED, "events_beside") if beside else _NESTED
    columns = (*(field.column for field in fields), *(Column(key, key) for key in nested))
    rows = [
        (
            *(field.value(picked, selection) for field in fields),
            *_nested(picked.incident, selection),
            *([beside.nested(picked.incident.id)] if beside else []),
        )
        for picked in selection.picked
    ]
    return Answer(columns, rows)


_NESTED = ("parts_of_it", "distinct_from", "places", "attributed", "reports", "file", "line")
_LEFT_TO_REPORTS = ("town", "killed", "injured", "casualties", "source", "attribution", "parts")


def _nested(incident: Incident, selection: Selection) -> Row:
    ledger = selection.ledger
    return (
        _parts(incident, selection),
        incident.distinct_from,
        [_place(ledger.places[key]) for key in incident.places],
        [{"actor": ledger.actors[one.actor].name, "confidence": one.confidence} for one in incident.attribution],
        [_report(report, selection) for report in incident.reports],
        ledger.file,
        incident.spot.line or None,
    )


def _place(place: Place) -> dict[str, Cell]:
    return {
        "name": place.name,
        "aliases": place.aliases,
        "kind": place.kind,
        "governorate": place.governorate,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "pcode": place.pcode,
    }


def _report(report: Report, selection: Selection) -> dict[str, Cell]:
    nested: dict[str, Cell] = {
        "source": selection.ledger.sources[report.source].name,
        "article": report.article,
        "paragraph": report.paragraph,
        "origin": report.origin,
        "cites": tuple(selection.ledger.sources[key].name for key in report.cites),
    }
    for measure in MEASURES:
        figure = report.figure(measure)
        nested.update(flat_figure(measure, figure))
        for part, number in (figure.parts if figure else {}).items():
            nested.update(flat_figure(f"{measure}_{part}", number))
    return nested


def _others(incident: Incident, selection: Selection) -> tuple[str, ...]:
    """The incidents that say of themselves that they overlap this one."""
    return tuple(other.id for other in selection.incidents if incident.id in other.overlaps)


def _parts(incident: Incident, selection: Selection) -> tuple[str, ...]:
    return tuple(other.id for other in selection.incidents if other.part_of == incident.id)


def _lines(picked: Picked, selection: Selection) -> Iterator[tuple[str, str]]:
    incident, ledger = picked.incident, selection.ledger
    yield "Title", incident.title
    yield "Date", _date(incident)
    yield from _place_lines(incident, selection)
    yield "Type", incident.type
    if incident.target:
        yield "Target", incident.target
    said = [f"{ledger.actors[one.actor].name}, {one.confidence}" for one in incident.attribution]
    yield "Attributed to", "; ".join(said) or "not attributed"
    for number, report in enumerate(incident.reports):
        yield "Reported by" if not number else "", _report_line(report, selection)
    for report in incident.reports:
        if report.cites:
            yield "Citing", ", ".join(ledger.sources[key].name for key in report.cites)
    for key in dict.fromkeys(report.article for report in incident.reports if report.article):
        yield "Read in", _article_line(ledger.articles[key])
    yield from _link_lines(incident, selection)
    if incident.note:
        yield "Note", incident.note
    yield "Written in", f"{ledger.file}:{incident.spot.line}" if incident.spot.line else ledger.file


def _place_lines(incident: Incident, selection: Selection) -> Iterator[tuple[str, str]]:
    places = [_place_line(selection.ledger.places[key]) for key in incident.places]
    if incident.nearby:
        places.append("in or near, perhaps not in it")
    if incident.and_elsewhere:
        places.append("and elsewhere")
    yield from (("" if number else "Places", place) for number, place in enumerate(places or ["none named"]))


def _link_lines(incident: Incident, selection: Selection) -> Iterator[tuple[str, str]]:
    overlaps = dict.fromkeys((*incident.overlaps, *_others(incident, selection)))
    inherited = selection.links.overlapping(incident.id) - overlaps.keys()
    links: Sequence[tuple[str, Sequence[str]]] = (
        ("May overlap", list(overlaps)),
        ("and, through links", sorted(inherited, key=selection.links.order)),
        ("Part of", selection.links.containers(incident.id)),
        ("Holds", _parts(incident, selection)),
        ("Distinct from", incident.distinct_from),
    )
    yield from ((name, ", ".join(ids)) for name, ids in links if ids)


def _date(incident: Incident) -> str:
    when = incident.date
    marks = [word for word, is_so in (("uncertain", when.uncertain), ("approximate", when.approximate)) if is_so]
    span = "" if when.first == when.last or when.is_unknown else f"from {when.first} to {when.last}"
    beside = ", ".join([*([span] if span else []), *marks])
    return f"{when.text} ({beside})" if beside else when.text


def _place_line(place: Place) -> str:
    """`Rastan: town, Homs, Syria; also Ar-Rastan, الرستن; 34.9265, 36.7324; P-code C2870`."""
    said = [", ".join(part for part in (place.kind, place.governorate, place.country) if part)]
    if place.aliases:
        said.append(f"also {', '.join(place.aliases)}")
    if place.lat is not None:
        said.append(f"{place.lat}, {place.lon}")
    if place.pcode:
        said.append(f"P-code {place.pcode}")
    return f"{place.name}: {'; '.join(part for part in said if part)}"


def _article_line(article: Article) -> str:
    """`memo-2018-04-30: the article's title, Middle East Monitor, 2018-04-30`."""
    known = (article.title, article.publisher, article.published.text if article.published else None, article.url)
    return f"{article.key}: {', '.join(part for part in known if part)}"


def _report_line(report: Report, selection: Selection) -> str:
    """`SOHR: at least 2 killed (children: 1) (memo-2018-04-30, paragraph 2)`."""
    where = [report.article or "", f"paragraph {report.paragraph}" if report.paragraph else "", report.origin or ""]
    place = ", ".join(part for part in where if part)
    source = selection.ledger.sources[report.source].name
    return f"{source}: {says(report)}{f' ({place})' if place else ''}"


def says(report: Report, victims: str | None = None) -> str:
    """What a report says of people, in its own words; `victims` is the group that all its figures are of."""
    if victims:
        return _says_of(report, group_name(victims))
    said = []
    for measure in MEASURES:
        figure = report.figure(measure)
        if figure is not None:
            parts = ", ".join(f"{part.replace('_', ' ')}: {number.text}" for part, number in figure.parts.items())
            said.append(f"{figure.text} {WORDS[measure]}{f' ({parts})' if parts else ''}")
    return "; ".join(said) or "no figure"


def _says_of(report: Report, people: str) -> str:
    """`children killed: up to 5`: never as if it were said of everybody."""
    figures = ((measure, report.figure(measure)) for measure in MEASURES)
    said = [f"{people} {WORDS[measure]}: {figure.text}" for measure, figure in figures if figure]
    return "; ".join(said) or f"no figure of {people}"
