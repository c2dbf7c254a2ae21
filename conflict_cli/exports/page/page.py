"""A page as a value: what a newsroom would publish of a selection; `render.page` makes HTML of it.

Every number of people in it is one that `sum` gives for the same query.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.answers.answer import Answer, Arrangement, arranged
from conflict_cli.answers.explanation import explain_for_readers
from conflict_cli.answers.summary import Summing, sum_for_readers
from conflict_cli.counting.totals import entries_of
from conflict_cli.exports.page.bars import Level, levels
from conflict_cli.exports.page.headline import headline, standfirst
from conflict_cli.exports.page.incidents import Line, lines
from conflict_cli.exports.page.map import Atlas, atlas
from conflict_cli.exports.page.timeline import Timeline, timeline
from conflict_cli.record.incident import MEASURES, Article, Measure
from conflict_cli.selection.query import in_words
from conflict_cli.selection.selection import By, Entry, Group, Selection, Sum

MOST_ROWS = 1000


class Paging(Struct, frozen=True):
    """How a page is wanted: the measure of its charts, a title of its own, how many rows a table has (0: all)."""

    measure: Measure | None = None
    title: str = ""
    limit: int = MOST_ROWS


class Double(Struct, frozen=True):
    """An incident whose people may be counted in others too: which these are, and how much of it the sums hold."""

    id: str
    reported: str
    others: tuple[str, ...]
    inside: str | None
    low: int
    best: int
    high: int
    open: bool


class Page(Struct, frozen=True):
    """What stands on a page, from its head to its foot."""

    title: str
    headline: str
    standfirst: tuple[str, ...]
    asked: tuple[str, ...]
    measure: Measure
    victims: str | None
    totals: Answer
    timeline: Timeline
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
    data_set: str | None = None
    cite: str = ""


def page_of(selection: Selection, wanted: Paging) -> Page:
    """The page of these incidents."""
    measures = tuple(measure for measure in MEASURES if selection.has(measure))
    measure = wanted.measure or (measures or MEASURES)[0]
    counted = selection.sum_of(measure)
    picked = selection.picked[: wanted.limit] if wanted.limit else selection.picked
    shown = lines(selection, picked)
    towns = _summed(selection, "town", measure)
    return Page(
        title=wanted.title,
        headline=headline(selection, counted),
        standfirst=tuple(standfirst(selection, counted)),
        asked=tuple(in_words(selection.asked.query, data_set=selection.data_set)),
        measure=measure,
        victims=selection.asked.query.victims,
        totals=_totals(selection),
        timeline=timeline(selection, picked),
        atlas=atlas(selection, towns, picked),
        by_town=_by(selection, "town", measure, wanted.limit),
        town_levels=levels(towns),
        by_source=_by(selection, "source", measure, wanted.limit),
        source_levels=levels(_summed(selection, "source", measure)),
        lines=tuple(shown),
        left_out=len(selection.picked) - len(shown),
        measures=measures,
        doubles=tuple(_doubles(selection, counted)),
        explained=_explained(selection, measure, wanted.limit),
        articles=tuple(_articles(selection, [report.article for one in picked for report in one.incident.reports])),
        file=_name_of(selection.ledger.file),
        data_set=selection.data_set,
        cite=selection.cite,
    )


def _totals(selection: Selection) -> Answer:
    return sum_for_readers(selection, Summing())


def _summed(selection: Selection, by: By, measure: Measure) -> list[tuple[Group, Sum]]:
    return [(part, part.selection.sum_of(measure)) for part in selection.groups(by)]


def _by(selection: Selection, by: By, measure: Measure, limit: int) -> Answer:
    """The sums by this, the highest best figure first."""
    return arranged(sum_for_readers(selection, Summing(by, measure)), Arrangement((), "-best", limit))


def _doubles(selection: Selection, counted: Sum) -> Iterator[Double]:
    for entry in entries_of(selection, counted) if selection.data_set is None else ():
        if entry.maybe or entry.inside:
            yield _double(entry)


def _double(entry: Entry) -> Double:
    figure = entry.figure
    return Double(
        id=entry.id,
        reported=figure.short,
        others=entry.maybe,
        inside=entry.inside,
        low=entry.low,
        best=entry.best,
        high=entry.high,
        open=figure.open,
    )


def _explained(selection: Selection, measure: Measure, limit: int) -> Answer | None:
    if limit and len(selection.picked) > limit:
        return None
    told = explain_for_readers(selection, measure)
    return replace(told, title="") if told else None


def _articles(selection: Selection, keys: Sequence[str | None]) -> Iterator[Article]:
    yield from (selection.ledger.articles[key] for key in dict.fromkeys(keys) if key)


def _name_of(file: str) -> str:
    """The name of a file without the folders that it lies in, which are nobody's business."""
    return file.replace("\\", "/").rsplit("/", 1)[-1]
