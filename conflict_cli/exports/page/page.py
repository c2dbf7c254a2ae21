"""A page as a value, for a newsroom to publish; `render.page` makes HTML of it.

Every number of people on it is one that `sum` gives for the same query.
"""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.answers.answer import Answer, Arrangement, arranged
from conflict_cli.answers.explanation import explain_for_readers
from conflict_cli.answers.summary import Summing, sum_for_readers
from conflict_cli.counting.totals import entries_of
from conflict_cli.exports.page.bars import Level, levels
from conflict_cli.exports.page.filters import filters
from conflict_cli.exports.page.headline import bounds_in_words, headline, standfirst
from conflict_cli.exports.page.imprint import Imprint, Making, imprint, sources_in_words, terms
from conflict_cli.exports.page.incidents import Line, lines
from conflict_cli.exports.page.map import Atlas, atlas
from conflict_cli.exports.page.periods import Ask, Periods, sums_by_period
from conflict_cli.exports.page.timeline import Timeline, timeline
from conflict_cli.record.incident import MEASURES, Article, Measure
from conflict_cli.selection.selection import By, Group, Selection, Sum

MOST_ROWS = 1000


class Paging(Struct, frozen=True):
    """Options of a page: the measure of its charts, its own title, the most rows of a table (0: all), quotations.

    `is_aggregate`: it has sums and charts of sums alone, and no incident.
    """

    measure: Measure | None = None
    title: str = ""
    limit: int = MOST_ROWS
    has_quotes: bool = False
    is_aggregate: bool = False
    making: Making = Making()


class Double(Struct, frozen=True):
    """An incident whose people may be counted in `others` too, and how many of them the low, best and high count."""

    id: str
    reported: str
    others: tuple[str, ...]
    inside: str | None
    low: int
    best: int
    high: int
    open: bool


class Page(Struct, frozen=True):
    """The contents of a page, from its head to its foot."""

    title: str
    headline: str
    standfirst: tuple[str, ...]
    asked: tuple[str, ...]
    measure: Measure
    victims: str | None
    totals: Answer
    timeline: Timeline
    periods: Periods
    atlas: Atlas
    by_town: Answer
    town_levels: tuple[Level, ...]
    by_source: Answer
    source_levels: tuple[Level, ...]
    lines: tuple[Line, ...]
    left_out: int
    measures: tuple[Measure, ...]
    doubles: tuple[Double, ...]
    explained: Answer | None
    articles: tuple[Article, ...]
    file: str
    imprint: Imprint
    data_set: str | None = None
    cite: str = ""
    terms: tuple[str, ...] = ()
    is_aggregate: bool = False
    read: tuple[str, ...] = ()


def page_of(selection: Selection, wanted: Paging, ask: Ask | None = None) -> Page:
    """Return the page of these incidents; `ask` answers other queries from the same file, for sums by week."""
    measures = tuple(measure for measure in MEASURES if selection.has(measure))
    measure = wanted.measure or (measures or MEASURES)[0]
    counted = selection.sum_of(measure)
    picked = selection.picked[: wanted.limit] if wanted.limit else selection.picked
    shown = [] if wanted.is_aggregate else lines(selection, picked, with_quotes=wanted.has_quotes)
    asked, head = filters(selection), headline(selection, counted)
    days = Timeline() if wanted.is_aggregate else timeline(selection, picked)
    towns = _summed(selection, "town", measure)
    read = dict.fromkeys(report.article for one in picked for report in one.incident.reports if report.article)
    file = selection.names.file.replace("\\", "/")
    name = file.rsplit("/", 1)[-1]  # the folders that it lies in are nobody's business
    is_short = not wanted.limit or len(selection.picked) <= wanted.limit
    explained = explain_for_readers(selection, measure) if is_short and not wanted.is_aggregate else None
    return Page(
        title=wanted.title,
        headline=head,
        standfirst=tuple(standfirst(selection, counted)),
        asked=asked,
        measure=measure,
        victims=selection.asked.query.victims,
        totals=sum_for_readers(selection, Summing()),
        timeline=days,
        periods=Periods() if days.stretches else sums_by_period(selection, measure, ask),
        atlas=atlas(selection, towns, picked),
        by_town=_by(selection, "town", measure, wanted.limit),
        town_levels=levels(towns),
        by_source=_by(selection, "source", measure, wanted.limit),
        source_levels=levels(_summed(selection, "source", measure)),
        lines=tuple(shown),
        left_out=len(selection.picked) - len(picked),
        measures=measures,
        doubles=() if wanted.is_aggregate else tuple(_doubles(selection, counted)),
        explained=replace(explained, title="") if explained else None,
        articles=tuple(selection.names.articles[key] for key in read),
        file=name,
        imprint=imprint(
            wanted.making,
            file=name,
            said=(wanted.title, head, bounds_in_words(counted), sources_in_words(selection)),
            asked=asked,
            data=selection.cite or f"Data: {name}",
        ),
        data_set=selection.data_set,
        cite=selection.cite,
        terms=tuple(terms(selection.data_set, has_rows=bool(shown))),
        is_aggregate=wanted.is_aggregate,
        read=tuple(remark.replace(file, name) for remark in selection.read),
    )


def _summed(selection: Selection, by: By, measure: Measure) -> list[tuple[Group, Sum]]:
    return [(part, part.selection.sum_of(measure)) for part in selection.groups(by)]


def _by(selection: Selection, by: By, measure: Measure, limit: int) -> Answer:
    """Return the sums by town or by source as a table, the highest best figure first."""
    return arranged(sum_for_readers(selection, Summing(by, measure)), Arrangement((), "-best", limit))


def _doubles(selection: Selection, counted: Sum) -> Iterator[Double]:
    """Yield the incidents of a ledger whose people may be counted in others too."""
    for entry in entries_of(selection, counted) if selection.data_set is None else ():
        if entry.maybe or entry.inside:
            yield Double(
                id=entry.id,
                reported=entry.figure.short,
                others=entry.maybe,
                inside=entry.inside,
                low=entry.low,
                best=entry.best,
                high=entry.high,
                open=entry.figure.open,
            )
