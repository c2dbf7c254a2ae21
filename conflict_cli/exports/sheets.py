"""The sheets of a workbook of incidents: the incidents, what each report says of them, and their sums."""

from msgspec.structs import replace

from conflict_cli.answers.answer import Answer, Cell, Column, Note, Row, labelled, of_whom
from conflict_cli.answers.columns import FOR_READERS, fields_of, flat_figure
from conflict_cli.answers.listing import Listing, incidents_shown, list_incidents
from conflict_cli.answers.ordering import NUMBERS
from conflict_cli.answers.summary import Summing, sum_for_machines
from conflict_cli.record.errors import UsageError
from conflict_cli.record.figures import MARKS, Figure
from conflict_cli.record.incident import MEASURES, PARTS, Article, Measure
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.query import in_words
from conflict_cli.selection.selection import Selection

MOST_ROWS = 1_048_576
"""The rows that a sheet can have, its heading included."""

_ADDED_UP = "Do not add these figures up: incidents may share people. The sheet totals has their sums."
_RIVALS = "The reports of one incident are rival accounts of the same people: not to be added up; see the sheet totals."
_UNCOUNTED = (
    "Counted nowhere: reports that their source corrected later (is_superseded), and those in which a party answers "
    "for itself (denies)."
)
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
    Column("archived", "Copy"),
    Column("retrieved", "Read on", "day"),
    Column("sha256", "SHA-256"),
    Column("language", "Language"),
    Column("paragraph", "Paragraph", "number"),
    Column("origin", "Origin"),
    Column("supersedes", "Supersedes", "id"),
    Column("is_superseded", "Superseded"),
    Column("denies", "Denies"),
    Column("quote", "Quotation"),
    Column("translator", "Translator"),
)
_BOUNDS = ("best", "low", "high", *MARKS)


def sheets(selection: Selection, wanted: Listing) -> tuple[Answer, ...]:
    """Return the rows of `list` for machines, the reports of these incidents, and the sums of all selected ones.

    Beside the columns of machines stand who says that an actor did it, and what the places lie in.
    """
    wanted = replace(wanted, is_for_machines=True)
    limit = wanted.arrangement.limit
    if min(limit or MOST_ROWS, len(selection.picked)) >= MOST_ROWS:
        what = f"{len(selection.picked)} incidents are more than a sheet of a workbook holds"
        raise UsageError(f"{what}; write -O sqlite or -O csv, or narrow them down by town, date or type")
    listed = list_incidents(selection, _with_hearsay(wanted, selection))
    warning = (Note(_ADDED_UP),) if selection.picked else ()
    incidents = replace(listed, notes=(*listed.notes, *warning), name="incidents")
    shown = selection
    if 0 < limit < len(selection.picked):
        shown = selection.narrowed(incidents_shown(selection, wanted.arrangement))
    return incidents, list_accounts(shown), list_totals(selection, shown)


def list_accounts(selection: Selection) -> Answer:
    """Return a row for each report of each incident, with the article and a figure for every measure."""
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
    notes = (Note(_RIVALS), *([] if selection.data_set else [Note(_UNCOUNTED)])) if selection.picked else ()
    return Answer(columns, rows, of_whom(victims), notes=notes, name="reports")


def list_totals(selection: Selection, shown: Selection) -> Answer:
    """Return a row for each measure with its sum over the selection, and all notes.

    `shown` are the incidents that the other sheets hold.
    """
    summed = sum_for_machines(selection, Summing())
    rows = rows_by_measure(summed)
    columns = (Column("measure", "Measure"), *(Column(key, key, "number") for key in ("incidents", *NUMBERS)))
    notes = summed.notes
    if len(shown.picked) < len(selection.picked):
        fewer = f"These are sums of all {len(selection.picked)} incidents that were selected"
        notes = (Note(f"{fewer}; the other sheets hold {len(shown.picked)} of them."), *notes)
    if selection.cite:
        notes = (Note(f"Data: {selection.cite.removesuffix('.')}."), *notes)
    if asked_for := "; ".join(in_words(selection.asked.query, selection.data_set)):
        notes = (Note(f"Asked for: {asked_for}."), *notes)
    return labelled(Answer(columns, rows, notes=notes, name="totals"), selection.asked.query.victims)


def rows_by_measure(summed: Answer) -> list[Row]:
    """Return the total of a sum for machines as a row for each measure: measure, number of incidents, and `NUMBERS`."""
    cells = dict(zip((column.key for column in summed.columns), summed.total or (), strict=True))
    return [(one, cells["incidents"], *(cells[f"{one}_{name}"] for name in NUMBERS)) for one in MEASURES]


def _with_hearsay(wanted: Listing, selection: Selection) -> Listing:
    """Return the same list with two columns more, where none were chosen and it is of a ledger."""
    if wanted.arrangement.columns or selection.data_set:
        return wanted
    readers = {field.column.key for field in FOR_READERS}
    columns = (*(key for key in fields_of(selection) if key not in readers), "lies_in", "attribution")
    return replace(wanted, arrangement=replace(wanted.arrangement, columns=columns))


def _part(measure: Measure, part: str, figure: Figure | None) -> dict[str, Cell]:
    """Return the figure of a group as `list` shows it for machines: its best number under its name, and its bounds."""
    key = f"{measure}_{part}"
    return {key if name == "best" else f"{key}_{name}": getattr(figure, name, None) for name in _BOUNDS}


def _account_row(picked: Picked, position: int, selection: Selection, parts: list[tuple[Measure, str]]) -> Row:
    ledger, victims = selection.names, selection.asked.query.victims
    account = picked.incident.reports[position]
    source = ledger.sources[account.source]
    article = ledger.articles[account.article] if account.article else Article("", "")
    figures = {one: account.figure(one) for one in MEASURES}
    flat = [cell for one, figure in figures.items() for cell in flat_figure(one, figure).values()]
    for one, part in parts:
        figure = figures[one]
        flat += _part(one, part, figure.stated_parts.get(part) if figure else None).values()
    return (
        picked.incident.id,
        position + 1,
        source.name,
        source.kind,
        tuple(ledger.sources[key].name for key in account.cites),
        account.article,
        article.title or None,
        article.publisher,
        article.published.text if article.published else None,
        article.url,
        article.archived,
        article.retrieved.text if article.retrieved else None,
        article.sha256,
        article.language,
        account.paragraph,
        account.origin,
        account.supersedes,
        account.is_superseded,
        account.denies,
        account.quote,
        account.translator,
        *((victims,) if victims else ()),
        *flat,
    )
