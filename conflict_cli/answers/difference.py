"""The reports of `diff`: what differs between two files, and the sums of both, side by side."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from conflict_cli.answers.answer import Answer, Cell, Column, Note, Row
from conflict_cli.answers.caveats import WORDS
from conflict_cli.answers.changed_nouns import Change, Line
from conflict_cli.answers.changes import Sides
from conflict_cli.answers.columns import FLAT, NO_FIGURE, flat_figure
from conflict_cli.answers.ordering import NUMBERS
from conflict_cli.answers.summary import Summing, sum_for_machines, sum_for_readers
from conflict_cli.record.figures import BOUNDS, Figure
from conflict_cli.record.incident import MEASURES
from conflict_cli.record.phrases import how_many
from conflict_cli.selection.selection import Selection

NAMES = ("old", "new")

_COLUMNS = (Column("entry", ""), Column("what", "What"), Column("old", "Old"), Column("new", "New"))
_KEYS = ("change", "noun", "id", "field", "source", "article", "old", "new")
_FIGURES = tuple(f"{side}_{name}" for side in NAMES for name in FLAT)
_SUMS = (
    Column("measure", "Reported"),
    *(Column(f"{side}_{name}", f"{side.capitalize()} {name}", "number") for side in NAMES for name in BOUNDS),
)


def difference_for_readers(changes: Sequence[Change]) -> Answer:
    """Return a line for each thing that differs, under the entry in which it does."""
    rows: list[Row] = []
    for change in changes:
        entry = change.id if change.noun == "incident" else f"{change.noun} {change.id}".strip()
        rows += [(f"{entry}, {change.kind}", _what(line), *line.texts) for line in change.lines]
    return Answer(_COLUMNS, rows, notes=(Note(_counted(changes)),), is_grouped=True)


def difference_for_machines(changes: Sequence[Change], sides: Sides) -> Answer:
    """Return a row of plain values for each thing that differs; the envelope has the sums of both sides."""
    rows = [_row(change, line) for change in changes for line in change.lines]
    columns = (*(Column(key, key) for key in _KEYS), *(Column(key, key, "number") for key in _FIGURES))
    envelope: dict[str, Cell] = {side: one.names.file for side, one in _both(sides)}
    envelope["counts"] = {kind: sum(one.kind == kind for one in changes) for kind in ("added", "removed", "changed")}
    envelope["sums"] = {side: _flat_sum(one) for side, one in _both(sides)}
    notes = _notes(*([note.text for note in sum_for_machines(one, Summing()).notes] for _, one in _both(sides)))
    return Answer(columns, rows, notes=(Note(_counted(changes)), *notes), envelope=envelope, name="changes")


def sums_for_readers(sides: Sides, *, is_same: bool = False) -> Answer:
    """Return low, best and high of both sides in each measure that either reports, with the notes of both.

    If both files say the same, a note tells it.
    """
    rows: list[Row] = []
    for measure in MEASURES:
        figures = [one.sum_of(measure).figure for _, one in _both(sides)]
        if any(figures):
            rows.append((WORDS[measure].capitalize(), *(cell for figure in figures for cell in _bounds(figure))))
    notes = _notes(*([note.text for note in sum_for_readers(one, Summing()).notes] for _, one in _both(sides)))
    return Answer(_SUMS, rows, notes=(*([Note(_counted(()))] if is_same else []), *notes))


def sums_for_machines(sides: Sides) -> Answer:
    """Return a row for each side and measure with its sum."""
    rows: list[Row] = [
        (side, measure, flat["incidents"], *(flat[f"{measure}_{name}"] for name in NUMBERS))
        for side, one in _both(sides)
        for flat in [_flat_sum(one)]
        for measure in MEASURES
    ]
    keys = ("incidents", *NUMBERS)
    columns = (Column("side", "Side"), Column("measure", "Measure"), *(Column(key, key, "number") for key in keys))
    return Answer(columns, rows, name="sums")


def _what(line: Line) -> str:
    field = line.field.replace("_", " ")
    source = f"{line.source}{f' ({line.article})' if line.article else ''}: " if line.source else ""
    return f"{source}{field}" if source else field.capitalize()


def _counted(changes: Sequence[Change]) -> str:
    """Say how many entries were added, removed and changed: `2 incidents added, 1 changed; 1 place changed.`."""
    said = []
    for noun, some in groupby(changes, attrgetter("noun")):
        (first, count), *others = Counter(change.kind for change in some).items()
        said.append(", ".join([f"{how_many(count, noun)} {first}", *(f"{more} {kind}" for kind, more in others)]))
    return f"{'; '.join(said)}." if said else "No difference."


def _row(change: Change, line: Line) -> Row:
    told = (change.kind, change.noun, change.id or None, line.field, line.source, line.article, *line.texts)
    flat = [cell for figure in line.figures for cell in flat_figure("x", figure, with_text=False).values()]
    return (*told, *flat)


def _both(sides: Sides) -> Iterator[tuple[str, Selection]]:
    yield from zip(NAMES, (sides.old, sides.new), strict=True)


def _flat_sum(selection: Selection) -> dict[str, Cell]:
    summed = sum_for_machines(selection, Summing())
    keys = [column.key for column in summed.columns]
    flat = dict(zip(keys, summed.total or (), strict=True))
    return {key: cell for key, cell in flat.items() if key not in ("group", "notes")}


def _bounds(figure: Figure | None) -> tuple[str, str, str]:
    if figure is None:
        return NO_FIGURE, NO_FIGURE, NO_FIGURE
    return str(figure.low), str(figure.best), f"{figure.high}{'+' if figure.open else ''}"


def _notes(old: Sequence[str], new: Sequence[str]) -> Iterator[Note]:
    """Yield the notes of both sums, each once; what holds of one side alone is said to."""
    yield from (Note(text if text in new else f"Old: {text}") for text in old)
    yield from (Note(f"New: {text}") for text in new if text not in old)
