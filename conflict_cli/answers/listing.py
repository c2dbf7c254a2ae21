"""The report of `list`: a row for each incident, for readers or for machines, grouped or not."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.answers.answer import Answer, Arrangement, Column, Note, Row, known_key, of_whom, ordered
from conflict_cli.answers.caveats import named_few, namesakes, not_counted, pairs_in_words, towns_that_are_governorates
from conflict_cli.answers.columns import Field, fields_for_machines, fields_of, measures_shown
from conflict_cli.answers.known import known_in_words
from conflict_cli.counting.rules import DERIVED
from conflict_cli.record.incident import MEASURES
from conflict_cli.record.phrases import how_many
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import By, Selection


class Listing(Struct, frozen=True):
    """How a list is wanted: for machines or for readers, wide or not, in which arrangement, under which headings.

    `has_timeline`: a list for readers has a chart of the days of each incident. `rest` tells where all rows are.
    """

    is_for_machines: bool = False
    is_wide: bool = False
    arrangement: Arrangement = Arrangement()
    by: By | None = None
    has_timeline: bool = False
    rest: str = "-n 0 shows all"


def list_incidents(selection: Selection, wanted: Listing) -> Answer:
    """Return a row for each selected incident; where grouped, a row under every heading that it belongs to.

    Raise `UsageError` for a column that does not exist.
    """
    fields = _chosen(selection, wanted)
    shown = incidents_shown(selection, wanted.arrangement)
    columns = tuple(field.column for field in fields)
    victims = selection.asked.query.victims
    title = of_whom(victims)
    notes = [Note(remark) for remark in _remarks(selection, len(shown), wanted.rest)]
    charts = [field for field in fields if field.column.kind == "bar"]
    if charts:
        from conflict_cli.answers.timeline import legend

        notes = [*(note for chart in charts for note in legend(chart, selection, shown)), *notes]
    is_whole = wanted.is_wide or bool(wanted.arrangement.columns)
    if wanted.by is None:
        rows = _rows(shown, fields, selection)
        return Answer(columns, rows, title, notes=tuple(notes), victims=victims, is_whole=is_whole)
    narrowed = selection.narrowed(shown)
    groups = narrowed.groups(wanted.by)
    return Answer(
        (Column("group", wanted.by.capitalize()), *columns),
        ((part.heading, *row) for part in groups for row in _rows(part.selection.picked, fields, narrowed)),
        title,
        notes=tuple(notes),
        is_grouped=True,
        are_counted=True,
        victims=victims,
        is_whole=is_whole,
    )


def incidents_shown(selection: Selection, wanted: Arrangement) -> Sequence[Picked]:
    """Return the incidents in the wanted order, a date by its first day, a figure by its best; as many as wanted."""
    picked = selection.picked
    if wanted.sort:
        every = fields_of(selection)
        key = known_key(wanted.sort.removeprefix("-"), every)
        key = f"{key}_best" if key in MEASURES else "date_from" if key == "date" else key
        is_reversed = wanted.sort.startswith("-")
        in_order = selection.in_order_of(key, is_reversed=is_reversed)
        if in_order is None:
            value = every[key].value
            held = selection.in_memory().picked
            in_order = ordered(held, lambda one: value(one, selection), is_reversed=is_reversed)
        picked = in_order
    return picked[: wanted.limit] if wanted.limit else picked


def flattened(selection: Selection) -> list[str]:
    """Return the names of the known facts about these incidents that the flat rows of a list have no room for."""
    if selection.data_set:
        return ["how an actor was involved", "what is known of places"] if selection.picked else []
    incidents = [picked.incident for picked in selection.picked]
    reports = [report for one in incidents for report in one.reports]
    losses = {
        "how firmly an actor is named": any(at.confidence != "stated" for one in incidents for at in one.attribution),
        "who says that an actor did it": any(at.by for one in incidents for at in one.attribution),
        "each of several reports of an incident": any(len(one.reports) > 1 for one in incidents),
        "corrections and denials": any(report.supersedes or not report.is_counted for report in reports),
        "quotations": any(report.quote for report in reports),
        "paragraphs": any(report.paragraph for report in reports),
        "what is known of places": any(one.places for one in incidents),
        "distinct_from": any(one.distinct_from for one in incidents),
    }
    return [what for what, is_lost in losses.items() if is_lost]


def _chosen(selection: Selection, wanted: Listing) -> list[Field]:
    every = fields_of(selection)
    if wanted.has_timeline and not wanted.is_for_machines:
        return _with_timeline(every, selection, wanted)
    if wanted.arrangement.columns:
        return [every[known_key(name, every)] for name in wanted.arrangement.columns]
    if wanted.is_for_machines:
        return fields_for_machines(selection)
    usual = ["id", "date", "town", *measures_shown(selection), "source"]
    if wanted.is_wide:
        usual[1:1] = ["title"]
        usual += ["type", "target", "attribution", "parts", "overlaps", "part_of"]
    if selection.data_set:
        every["source"] = replace(every["source"], column=replace(every["source"].column, heading="Cites"))
    return [every[key] for key in usual]


def _with_timeline(every: dict[str, Field], selection: Selection, wanted: Listing) -> list[Field]:
    """Return the usual columns with the chart among them, or the named columns with the chart behind them."""
    from conflict_cli.answers.timeline import KEY, timeline

    every[KEY] = timeline(selection)
    keys = [known_key(name, every) for name in wanted.arrangement.columns]
    if keys:
        return [every[key] for key in (*keys, *([] if KEY in keys else [KEY]))]
    every["date"] = replace(every["date"], column=replace(every["date"].column, rank=1))
    # The ids of a ledger are words; those of a data set are numbers, which do not say where an incident was.
    where = ["title", "town"] if wanted.is_wide else ["town"] if selection.data_set else []
    return [every[key] for key in ("id", "date", *where, KEY, "killed")]


def _remarks(selection: Selection, shown: int, rest: str) -> Iterator[str]:
    """Yield the facts that a reader of the list needs before adding anything up."""
    count = len(selection.picked)
    if not count:
        return
    incidents = how_many(count, "incident")
    of = f" in {selection.data_set}" if selection.data_set else ""
    yield f"The first {shown} of {incidents}{of}; {rest}." if shown < count else f"{incidents}{of}."
    yield from towns_that_are_governorates(selection)
    yield from namesakes(selection)
    if uncounted := not_counted(selection, MEASURES, "listed"):
        yield uncounted
    yield from known_in_words(selection, MEASURES)
    if not selection.data_set:
        ids = {one.incident.id for one in selection.picked if any(one.figure(measure) for measure in MEASURES)}
        pairs = selection.links.overlapping_among(sorted(ids, key=selection.links.order))
        if any(pairs.values()):
            yield f"May report the same people: {pairs_in_words(pairs)}."
    yield from _reckoned(selection)
    if selection.asked.query.possible:
        doubtful = [one.incident.id for one in selection.picked if one.belongs == Belongs.UNCOUNTED]
        if doubtful:
            yield f"May belong here, and nothing says so: {named_few(doubtful)}."
    yield from _unsurely_attributed(selection)
    if selection.wider.count:
        yield f"Perhaps partly or wholly in other places: {named_few(selection.wider)}."
    if selection.longer.count:
        yield f"Perhaps partly or wholly on other days: {named_few(selection.longer)}."


def _unsurely_attributed(selection: Selection) -> Iterator[str]:
    """Yield sentences on incidents that an actor asked for is not stated to have done."""
    if selection.data_set or not selection.asked.query.actors:
        return
    for said in ("suspected", "claimed", "contested"):
        ids = [one.incident.id for one in selection.picked if one.confidence == said]
        if ids:
            yield f"Attributed as {said} only: {named_few(ids)}."


def _reckoned(selection: Selection) -> Iterator[str]:
    """Yield the sentence on incidents whose figures of the victims asked for follow from other groups."""
    if selection.data_set or not selection.asked.query.victims:
        return
    figures = ((one.incident.id, one.figure(measure)) for one in selection.picked for measure in MEASURES)
    if derived := list(dict.fromkeys(id_ for id_, figure in figures if figure and figure.is_derived)):
        yield f"{DERIVED.words.capitalize()}: {named_few(derived)}."


def _rows(picked: Iterable[Picked], fields: Sequence[Field], selection: Selection) -> Iterator[Row]:
    values = [field.value for field in fields]
    return (tuple([value(one, selection) for value in values]) for one in picked)
