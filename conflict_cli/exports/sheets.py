"""The sheets of a workbook of incidents: the incidents, what each report says of them, and their sums."""

from collections.abc import Iterator

from msgspec.structs import replace

from conflict_cli.answers.answer import Answer, Cell, Column, Note, Row, labelled, of_whom
from conflict_cli.answers.columns import flat_figure
from conflict_cli.answers.listing import Listing, incidents_shown, list_incidents
from conflict_cli.answers.summary import NUMBERS, Summing, sum_for_machines
from conflict_cli.record.errors import UsageError
from conflict_cli.record.figures import MARKS, Figure
from conflict_cli.record.incident import MEASURES, PARTS, Article, Measure
from conflict_cli.record.incident import Report as Account
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.query import in_words
from conflict_cli.selection.selection import Selection

MOST_ROWS = 1_048_576
"""What a sheet can have, its heading included."""

_ADDED_UP = "Do not add these figures up: incidents may share people. The sheet totals has their sums."
_RIVALS = "The reports of one incident are rival accounts of the same people: not to be added up; see the sheet totals."
_ACCOUNT = (
    Column("incident", "Incident", "id"),
    Column("position", "Position", "number"),
    Column("source", "Source"),
    Column("source_kind", "Kind of source"),
    Column("cites", "Cites"),
    Column("article", "Article", "id"),
    Column("article_title", "Title"),
    Column("publisher", "Publisher"),
    Column("published", "Published", "day"),
    Column("url", "URL"),
    Column("paragraph", "Paragraph", "number"),
    Column("origin", "Origin"),
)
_BOUNDS = ("best", "low", "high", *MARKS)


def sheets(selection: Selection, wanted: Listing) -> tuple[Answer, ...]:
    """What `list` shows for machines, the reports of these incidents, and the sums of all that were selected."""
    wanted = replace(wanted, is_for_machines=True)
    limit = wanted.arrangement.limit
    if min(limit or MOST_ROWS, len(selection.picked)) >= MOST_ROWS:
        what = f"{len(selection.picked)} incidents are more than a sheet of a workbook holds"
        raise UsageError(f"{what}; write -O sqlite or -O csv, or narrow them down by town, date or type")
    listed = list_incidents(selection, wanted)
    warning = (Note(_ADDED_UP),) if selection.picked else ()
    incidents = replace(listed, notes=(*listed.notes, *warning), name="incidents")
    shown = _shown(selection, wanted)
    return incidents, list_accounts(shown), list_totals(selection, shown)


def list_accounts(selection: Selection) -> Answer:
    """A row for each report of each incident, with where it was read and what it says in every measure."""
    victims = selection.asked.query.victims
    parts = [(one, part) for one in MEASURES for part in PARTS if (one, part) in selection.parts]
    flat = [key for one in MEASURES for key in flat_figure(one, None)]
    keys = [*(["victims"] if victims else []), *flat, *(key for one, part in parts for key in _part(one, part, None))]
    rows = (
        _account_row(picked, position, selection, parts)
        for picked in selection.picked
        for position in range(len(picked.incident.reports))
    )
    columns = (*_ACCOUNT, *(Column(key, key) for key in keys))
    notes = (Note(_RIVALS),) if selection.picked else ()
    return Answer(columns, rows, of_whom(victims), notes=notes, name="reports")


def list_totals(selection: Selection, shown: Selection) -> Answer:
    """A row for each measure with its sum over the selection, of which other sheets may have fewer; all its notes."""
    summed = sum_for_machines(selection, Summing())
    rows = rows_by_measure(summed)
    columns = (Column("measure", "Measure"), *(Column(key, key, "number") for key in ("incidents", *NUMBERS)))
    notes = summed.notes
    if len(shown.picked) < len(selection.picked):
        fewer = f"These are sums of all {len(selection.picked)} incidents that were selected"
        notes = (Note(f"{fewer}; the other sheets hold {len(shown.picked)} of them."), *notes)
    notes = (*map(Note, _about(selection)), *notes)
    return labelled(Answer(columns, rows, notes=notes, name="totals"), selection.asked.query.victims)


def _about(selection: Selection) -> Iterator[str]:
    """What was asked for, and how the data set that was asked is to be cited."""
    if asked_for := "; ".join(in_words(selection.asked.query, selection.data_set)):
        yield f"Asked for: {asked_for}."
    if selection.cite:
        yield f"Data: {selection.cite.removesuffix('.')}."


def rows_by_measure(summed: Answer) -> list[Row]:
    """The total of a sum for machines as a row for each measure: it, how many incidents there are, and `NUMBERS`."""
    cells = dict(zip((column.key for column in summed.columns), summed.total or (), strict=True))
    return [(one, cells["incidents"], *(cells[f"{one}_{name}"] for name in NUMBERS)) for one in MEASURES]


def _shown(selection: Selection, wanted: Listing) -> Selection:
    """Those of the incidents that a list so wanted shows."""
    if not 0 < wanted.arrangement.limit < len(selection.picked):
        return selection
    return selection.narrowed(incidents_shown(selection, wanted.arrangement))


def _account_row(picked: Picked, position: int, selection: Selection, parts: list[tuple[Measure, str]]) -> Row:
    account, victims = picked.incident.reports[position], selection.asked.query.victims
    figures = {one: account.figure(one) for one in MEASURES}
    flat = [cell for one, figure in figures.items() for cell in flat_figure(one, figure).values()]
    for one, part in parts:
        figure = figures[one]
        flat += _part(one, part, figure.parts.get(part) if figure else None).values()
    said = (victims,) if victims else ()
    return (picked.incident.id, position + 1, *_whence(account, selection), *said, *flat)


def _whence(account: Account, selection: Selection) -> Iterator[Cell]:
    """Who says it, whom that cites, and where it was read."""
    ledger = selection.ledger
    source = ledger.sources[account.source]
    article = ledger.articles[account.article] if account.article else Article("", "")
    yield source.name
    yield source.kind
    yield tuple(ledger.sources[key].name for key in account.cites)
    yield account.article
    yield article.title or None
    yield article.publisher
    yield article.published.text if article.published else None
    yield article.url
    yield account.paragraph
    yield account.origin


def _part(measure: Measure, part: str, figure: Figure | None) -> dict[str, Cell]:
    """A group of people as `list` shows it for machines: the number as stated under its own name, and its bounds."""
    key = f"{measure}_{part}"
    return {key if name == "best" else f"{key}_{name}": getattr(figure, name, None) for name in _BOUNDS}
