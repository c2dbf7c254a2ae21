"""The incidents of a page: an entry for each, with the words of every source and the article to read them in."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from conflict_cli.answers.columns import attributed, places_named, short
from conflict_cli.answers.show import says, standing
from conflict_cli.exports.page.days_in_words import date_in_words
from conflict_cli.record.incident import MEASURES, Incident, Measure, Names, Report
from conflict_cli.record.type_names import type_name
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Selection

_WEB = ("https://", "http://")
"""How addresses begin that a reader may follow: a script is no such address."""


class Told(Struct, frozen=True):
    """The words of one source about an incident, and the article in which they stand.

    `article` reads like `Middle East Monitor, 2018-04-30, paragraph 2`; `quote` holds the source's own words, in the
    language of the article.
    """

    source: str
    words: str
    cites: tuple[str, ...] = ()
    article: str = ""
    url: str | None = None
    origin: str | None = None
    quote: str | None = None
    language: str | None = None
    translator: str | None = None


class Line(Struct, frozen=True):
    """An incident as the page shows it; `number` is its place in the page, from 0.

    `date` is as written, `days` the same in words; rows are sorted by `first` and `best`. `also` are other names of
    its places, sources and actors, with which a reader may search for it.
    """

    number: int
    id: str
    title: str
    date: str
    days: str
    first: dt.date
    best: Mapping[Measure, int | None]
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
        """The type of the incident and its target, in words; empty where neither is known."""
        known = [type_name(self.type) if self.type != "unknown" else "", (self.target or "").replace("-", " ")]
        return ", ".join(filter(None, known))

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the sources that report it, or that the data set cites for it."""
        return tuple(dict.fromkeys(name for one in self.told for name in (one.cites or (one.source,))))


def lines(selection: Selection, picked: Sequence[Picked], *, with_quotes: bool = False) -> list[Line]:
    """Return the entries of these incidents of the selection, with the quotations in them if these are wanted."""
    ledger = selection.names
    return [
        Line(
            number=number,
            id=one.id,
            title=one.title,
            date=one.date.text,
            days=date_in_words(one.date, is_somewhere_within=selection.data_set is not None),
            first=one.date.first,
            best={measure: figure.best if (figure := found.figure(measure)) else None for measure in MEASURES},
            towns=places_named(found, selection),
            governorates=tuple(dict.fromkeys(filter(None, map(selection.geography.governorate_of, one.places)))),
            type=one.type,
            target=one.target,
            figures={measure: short(found.figure(measure)) for measure in MEASURES},
            told=tuple(_told(selection, report, with_quotes=with_quotes) for report in one.reports),
            actors=tuple(ledger.actors[said.actor].name for said in one.attribution),
            attribution=attributed(one, ledger),
            note=one.note,
            also=tuple(dict.fromkeys(_other_names(ledger, one))),
        )
        for number, (found, one) in enumerate((found, found.incident) for found in picked)
    ]


def _told(selection: Selection, report: Report, *, with_quotes: bool) -> Told:
    sources = selection.names.sources
    article = selection.names.articles.get(report.article or "")
    cited: list[str] = []
    url = None
    if article:
        paragraph = f"paragraph {report.paragraph}" if report.paragraph else ""
        published = date_in_words(article.published) if article.published else ""
        cited = [article.publisher or article.title, published, paragraph]
        is_link = str(article.url).lower().startswith(_WEB)
        url = article.url if is_link else None
    return Told(
        source=sources[report.source].name,
        words=f"{says(report, selection.asked.query.victims)}{standing(report)}",
        cites=tuple(sources[key].name for key in report.cites),
        article=", ".join(filter(None, cited)),
        url=url,
        origin=report.origin,
        quote=report.quote if with_quotes else None,
        language=article.language if article else None,
        translator=report.translator,
    )


def _other_names(ledger: Names, incident: Incident) -> Iterator[str]:
    """Yield the aliases of the places, actors and sources that an incident names."""
    for key in incident.places:
        yield from ledger.places[key].aliases
    for one in incident.attribution:
        yield from ledger.actors[one.actor].aliases
    for report in incident.reports:
        for key in (report.source, *report.cites):
            yield from ledger.sources[key].aliases
