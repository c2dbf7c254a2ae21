"""The report of `show`: all that a ledger knows of an incident, in words for readers, nested for machines."""

from collections.abc import Iterator, Sequence

from conflict_cli.answers.answer import Answer, Cell, Column
from conflict_cli.answers.caveats import WORDS
from conflict_cli.answers.columns import fields_of, flat_figure, lies_in
from conflict_cli.answers.comparison import Beside
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import MEASURES, Article, Incident, Names, Report
from conflict_cli.record.phrases import group_name
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Selection

_COLUMNS = (Column("id", "", "id"), Column("field", ""), Column("value", ""))
_NESTED = ("parts_of_it", "distinct_from", "places", "attributed", "read_in", "reports", "file", "line")
_LEFT_TO_REPORTS = ("town", *MEASURES, "source", "attribution", "parts")
_OF_A_PLACE = ("name", "aliases", "kind", "governorate", "country", "lat", "lon", "pcode")


def show_for_readers(selection: Selection, beside: Beside | None = None) -> Answer:
    """Return a line for each fact about each incident, under its id, and for each event beside it."""
    rows = [
        (picked.incident.id, name, value)
        for picked in selection.picked
        for name, value in (*_lines(picked, selection), *(beside.lines(picked.incident.id) if beside else ()))
    ]
    return Answer(_COLUMNS, rows, is_grouped=True)


def show_for_machines(selection: Selection, beside: Beside | None = None) -> Answer:
    """Return the values of a list, each report, the links both ways, the line of the entry, and the events beside."""
    fields = [field for key, field in fields_of(selection).items() if key not in _LEFT_TO_REPORTS]
    nested = (*_NESTED, "events_beside") if beside else _NESTED
    ledger = selection.names
    rows = []
    for picked in selection.picked:
        incident = picked.incident
        rows.append(
            (
                *(field.value(picked, selection) for field in fields),
                _parts(incident, selection),
                incident.distinct_from,
                [
                    {
                        **{name: getattr(ledger.places[key], name) for name in _OF_A_PLACE},
                        "lies_in": lies_in(key, selection),
                    }
                    for key in incident.places
                ],
                [
                    {
                        "actor": ledger.actors[at.actor].name,
                        "confidence": at.confidence,
                        "by": tuple(ledger.sources[key].name for key in at.by),
                    }
                    for at in incident.attribution
                ],
                [_article(ledger.articles[key]) for key in _read(incident)],
                [_report(report, selection) for report in incident.reports],
                ledger.file_of(incident.spot),
                incident.spot.line or None,
                *([beside.nested(incident.id)] if beside else []),
            )
        )
    return Answer((*(field.column for field in fields), *(Column(key, key) for key in nested)), rows)


def says(report: Report, victims: str | None = None) -> str:
    """Return the figures of a report in its own words; if they are all of `victims`, with that group beside each."""
    said = []
    for measure in MEASURES:
        figure = report.figure(measure)
        if figure is None:
            continue
        if victims:
            said.append(f"{group_name(victims)} {WORDS[measure]}: {figure.text}")
        else:
            said.append(in_words(figure, f" {WORDS[measure]}"))
    return "; ".join(said) or (f"no figure of {group_name(victims)}" if victims else "no figure")


def in_words(figure: Figure, of: str = "") -> str:
    """Return a figure in its own words, with the groups that it numbers: `20 killed (children: 16)`."""
    parts = ", ".join(f"{group_name(part)}: {number.text}" for part, number in figure.stated_parts.items())
    return f"{figure.text}{of}{f' ({parts})' if parts else ''}"


def standing(report: Report) -> str:
    """Return what is said of a report that is not counted, or that replaces another; empty for all others."""
    if report.is_superseded:
        return ", superseded: not counted"
    if report.denies:
        return ", denies it: not counted"
    return f", supersedes {report.supersedes}" if report.supersedes else ""


def _lines(picked: Picked, selection: Selection) -> Iterator[tuple[str, str]]:
    incident, ledger = picked.incident, selection.names
    yield "Title", incident.title
    yield "Date", _date(incident)
    yield from _place_lines(incident, selection)
    yield "Type", incident.type
    if incident.target:
        yield "Target", incident.target
    attributed = []
    for one in incident.attribution:
        by = f" by {', '.join(ledger.sources[key].name for key in one.by)}" if one.by else ""
        attributed.append(f"{ledger.actors[one.actor].name}, {one.confidence}{by}")
    yield "Attributed to", "; ".join(attributed) or "not attributed"
    for number, report in enumerate(incident.reports):
        paragraph = f"paragraph {report.paragraph}" if report.paragraph else ""
        where = ", ".join(part for part in (report.article, paragraph, report.origin) if part)
        said = f"{ledger.sources[report.source].name}: {says(report)}{standing(report)}"
        yield "Reported by" if not number else "", f"{said} ({where})" if where else said
    yield from _citations(incident, ledger)
    for article in (ledger.articles[key] for key in _read(incident)):
        yield "Read in", f"{article.key}: {', '.join(_known_of(article))}"
    yield from _link_lines(incident, selection)
    if incident.note:
        yield "Note", incident.note
    file = ledger.file_of(incident.spot)
    yield "Written in", f"{file}:{incident.spot.line}" if incident.spot.line else file


def _citations(incident: Incident, ledger: Names) -> Iterator[tuple[str, str]]:
    """Yield the sources that a data set cites, and what sources said in their own words."""
    for report in incident.reports:
        if report.cites:
            yield "Citing", ", ".join(ledger.sources[key].name for key in report.cites)
    for report in incident.reports:
        if report.quote:
            by = f" (translated by {report.translator})" if report.translator else ""
            yield "In its words", f"{ledger.sources[report.source].name}: “{report.quote}”{by}"


def _read(incident: Incident) -> tuple[str, ...]:
    """Return the keys of the articles that the reports were read in."""
    return tuple(dict.fromkeys(report.article for report in incident.reports if report.article))


def _known_of(article: Article) -> Iterator[str]:
    """Yield what is known of an article: its title, its publisher, its days, and where it and its copy are."""
    yield article.title
    known = (
        (article.publisher, "{}"),
        (article.published and article.published.text, "{}"),
        (article.language, "in the language {}"),
        (article.url, "{}"),
        (article.retrieved and article.retrieved.text, "read on {}"),
        (article.archived, "copy: {}"),
        (article.sha256, "SHA-256 of a saved copy: {}"),
    )
    yield from (words.format(value) for value, words in known if value)


def _date(incident: Incident) -> str:
    when = incident.date
    marks = [word for word, is_so in (("uncertain", when.uncertain), ("approximate", when.approximate)) if is_so]
    span = "" if when.first == when.last or when.is_unknown else f"from {when.first} to {when.last}"
    beside = ", ".join([*([span] if span else []), *marks])
    return f"{when.text} ({beside})" if beside else when.text


def _place_lines(incident: Incident, selection: Selection) -> Iterator[tuple[str, str]]:
    """Yield `Rastan: town, Homs, Syria; in northern Homs; also الرستن; 34.92, 36.73; P-code C2870` and the others."""
    lines = []
    for key in incident.places:
        place = selection.names.places[key]
        known = (
            ", ".join(
                part
                for part in (place.kind, selection.geography.governorate_of(key), selection.geography.country_of(key))
                if part
            ),
            f"in {', '.join(around)}" if (around := lies_in(key, selection)) else "",
            f"also {', '.join(place.aliases)}" if place.aliases else "",
            f"{place.lat}, {place.lon}" if place.lat is not None else "",
            f"P-code {place.pcode}" if place.pcode else "",
        )
        lines.append(f"{place.name}: {'; '.join(part for part in known if part)}")
    if incident.nearby:
        lines.append("in or near, perhaps not in it")
    if incident.and_elsewhere:
        lines.append("and elsewhere")
    yield from (("" if number else "Places", line) for number, line in enumerate(lines or ["none named"]))


def _link_lines(incident: Incident, selection: Selection) -> Iterator[tuple[str, str]]:
    declared_by = [other.id for other in selection.incidents if incident.id in other.overlaps]
    overlaps = dict.fromkeys((*incident.overlaps, *declared_by))
    inherited = [name for name in selection.links.in_order(incident.id) if name not in overlaps]
    links: Sequence[tuple[str, Sequence[str]]] = (
        ("May overlap", list(overlaps)),
        ("and, through links", inherited),
        ("Part of", selection.links.containers(incident.id)),
        ("Holds", _parts(incident, selection)),
        ("Distinct from", incident.distinct_from),
    )
    yield from ((name, ", ".join(ids)) for name, ids in links if ids)


def _parts(incident: Incident, selection: Selection) -> tuple[str, ...]:
    """Return the incidents that are part of this one."""
    return tuple(other.id for other in selection.incidents if other.part_of == incident.id)


def _report(report: Report, selection: Selection) -> dict[str, Cell]:
    nested: dict[str, Cell] = {
        "source": selection.names.sources[report.source].name,
        "article": report.article,
        "paragraph": report.paragraph,
        "origin": report.origin,
        "cites": tuple(selection.names.sources[key].name for key in report.cites),
        "supersedes": report.supersedes,
        "is_superseded": report.is_superseded,
        "denies": report.denies,
        "quote": report.quote,
        "translator": report.translator,
    }
    for measure in MEASURES:
        figure = report.figure(measure)
        nested.update(flat_figure(measure, figure))
        for part, number in (figure.stated_parts if figure else {}).items():
            nested.update(flat_figure(f"{measure}_{part}", number))
    return nested


def _article(article: Article) -> dict[str, Cell]:
    return {
        "article": article.key,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published.text if article.published else None,
        "url": article.url,
        "archived": article.archived,
        "retrieved": article.retrieved.text if article.retrieved else None,
        "sha256": article.sha256,
        "language": article.language,
    }
