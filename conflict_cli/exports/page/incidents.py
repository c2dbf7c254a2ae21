"""The incidents of a page: one entry for each, with what every source says of it and where that can be read."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from conflict_cli.answers.columns import places_named, short
from conflict_cli.answers.show import says
from conflict_cli.record.incident import MEASURES, Article, Incident, Measure, Report
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Selection

_LINKS = ("https://", "http://")


class Told(Struct, frozen=True):
    """What one source says of an incident, in its own words, and the article that says so."""

    source: str
    words: str
    cites: tuple[str, ...] = ()
    article: str = ""
    url: str | None = None
    origin: str | None = None


class Line(Struct, frozen=True):
    """An incident as the page shows it; `number` is its place in the page, from 0.

    `also` are other names of its places, sources and actors, by which it is found.
    """

    number: int
    id: str
    title: str
    date: str
    towns: tuple[str, ...]
    governorates: tuple[str, ...]
    type: str
    target: str | None
    figures: Mapping[Measure, str]
    told: tuple[Told, ...]
    actors: tuple[str, ...]
    attribution: tuple[str, ...]
    note: str | None = None
    also: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """What kind of incident it was and what was hit, in words; empty where neither is known."""
        known = [self.type if self.type != "unknown" else "", self.target or ""]
        return ", ".join(word.replace("-", " ") for word in known if word)

    @property
    def sources(self) -> tuple[str, ...]:
        """Who says it, or whom the data set cites for it."""
        return tuple(dict.fromkeys(name for one in self.told for name in (one.cites or (one.source,))))


def lines(selection: Selection, picked: Sequence[Picked]) -> list[Line]:
    """The entries of these incidents of the selection."""
    return [_line(selection, number, one) for number, one in enumerate(picked)]


def _line(selection: Selection, number: int, picked: Picked) -> Line:
    incident, ledger = picked.incident, selection.ledger
    places = [ledger.places[key] for key in incident.places]
    return Line(
        number=number,
        id=incident.id,
        title=incident.title,
        date=incident.date.text,
        towns=places_named(picked, selection),
        governorates=tuple(dict.fromkeys(place.governorate for place in places if place.governorate)),
        type=incident.type,
        target=incident.target,
        figures={measure: short(picked.figure(measure)) for measure in MEASURES},
        told=tuple(_told(selection, report) for report in incident.reports),
        actors=tuple(ledger.actors[one.actor].name for one in incident.attribution),
        attribution=tuple(f"{ledger.actors[one.actor].name} ({one.confidence})" for one in incident.attribution),
        note=incident.note,
        also=tuple(dict.fromkeys(_also(selection, incident))),
    )


def _also(selection: Selection, incident: Incident) -> Iterator[str]:
    """Other names of what an incident names."""
    ledger = selection.ledger
    for key in incident.places:
        yield from ledger.places[key].aliases
    for one in incident.attribution:
        yield from ledger.actors[one.actor].aliases
    for report in incident.reports:
        for key in (report.source, *report.cites):
            yield from ledger.sources[key].aliases


def _told(selection: Selection, report: Report) -> Told:
    sources = selection.ledger.sources
    article = selection.ledger.articles.get(report.article or "")
    return Told(
        source=sources[report.source].name,
        words=says(report, selection.asked.query.victims),
        cites=tuple(sources[key].name for key in report.cites),
        article=_cited(article, report) if article else "",
        url=article.url if article and _is_link(article.url) else None,
        origin=report.origin,
    )


def _cited(article: Article, report: Report) -> str:
    """`Middle East Monitor, 2018-04-30, paragraph 2`."""
    where = [article.publisher or article.title, article.published.text if article.published else ""]
    where.append(f"paragraph {report.paragraph}" if report.paragraph else "")
    return ", ".join(part for part in where if part)


def _is_link(url: str | None) -> bool:
    """Whether a reader may follow it: an address of the web, never a script."""
    return bool(url) and str(url).lower().startswith(_LINKS)
