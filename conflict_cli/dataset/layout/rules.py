"""The rules of a layout: which keys may stand together. `reader` reads the keys."""

from collections.abc import Iterator, Mapping, Set

from msgspec import Struct

from conflict_cli.dataset.layout.day_formats import wrong_in_format
from conflict_cli.dataset.layout.fields import NUMBER_KEYS, NUMBERS, PART_KEYS
from conflict_cli.dataset.layout.layout import (
    OPTIONAL,
    DateColumns,
    NumberColumns,
    PartColumns,
    PlaceColumns,
    part_key,
)
from conflict_cli.ledger.entry import Entry
from conflict_cli.ledger.nodes import Keys
from conflict_cli.record.errors import quoted
from conflict_cli.record.figures import BOUNDS
from conflict_cli.record.incident import PLACE_KINDS, Measure

_ADULTS, _BY_AGE = ("women", "men"), ("children", "girls", "boys")
_FORMS = ({*BOUNDS}, {"low", "high"}, {"exactly"}, {"at_least"}, {"words"}, {"rows"})
"""The keys of a figure that stand together."""

Problem = tuple[str, str]


def check_sections(
    entry: Entry,
    below: Mapping[str, Struct | None],
    figures: Mapping[Measure, NumberColumns],
    parts: Mapping[str, PartColumns | None],
) -> None:
    """Report each problem between the keys of the date, of a figure, and of the groups of people."""
    date = below["date"]
    if isinstance(date, DateColumns):
        for what, hint in _wrong_in_date(date):
            entry.problem("date", entry.values["date"], what, hint)
    _check_kind(entry, below["place"])
    encoding = entry.text("encoding") if "encoding" in entry.values else None
    if encoding and not _is_encoding(encoding):
        entry.problem("encoding", entry.values["encoding"], f"there is no {quoted(encoding)}", "write encoding: cp1252")
    for measure, numbers in figures.items():
        key = NUMBER_KEYS[measure]
        for what, hint in _wrong_in_figure(key, numbers, len(figures)):
            entry.problem(key, entry.values[key], what, hint)
    for (measure, part), name in PART_KEYS.items():
        if name in parts:
            node = entry.values.get(NUMBER_KEYS[measure])
            given = {key.text for key, _ in node.pairs} if isinstance(node, Keys) else set()
            for what, hint in _wrong_in_group(measure, part, given, parts):
                entry.problem(name, entry.values[name], what, hint)


def _check_kind(entry: Entry, place: Struct | None) -> None:
    if isinstance(place, PlaceColumns) and place.kind and place.kind not in PLACE_KINDS:
        hint = f"write one of {', '.join(PLACE_KINDS)}"
        entry.problem("place", entry.values["place"], f"kind: there is no kind of place {quoted(place.kind)}", hint)


def _is_encoding(name: str) -> bool:
    """Say whether this is the name of an encoding of texts."""
    try:
        b"text".decode(name, "replace")
    except (LookupError, ValueError):
        return False
    return True


def _wrong_in_group(
    measure: Measure, part: str, given: Set[str], parts: Mapping[str, PartColumns | None]
) -> Iterator[Problem]:
    """Name each problem with a group in this measure, whose figure has the keys `given`."""
    columns = parts[part_key(measure, part)]
    if columns and not columns.column:
        return
    if not given & {"best", "high", "rows"}:
        what = f"is a group of the {measure}, which then need low, best and high"
        yield what, f"write {NUMBER_KEYS[measure]}: {{low: low, best: best, high: high}}"
    elif columns:
        yield from _wrong_in_part(part, columns, parts, has_rows="rows" in given)


def _wrong_in_figure(key: str, numbers: NumberColumns, count: int) -> Iterator[Problem]:
    """Name each problem with the columns of a figure."""
    given = {name for form in _FORMS for name in form if getattr(numbers, name)}
    if given not in _FORMS:
        what = "needs low, best and high together, or low and high, or one of exactly, at_least, words and rows"
        yield what, f"write {key}: {{exactly: deaths}}"
    if numbers.rows and count > 1:
        yield "counts each row as one person, so that no other figure can be told", "take the other figures out"
    if numbers.unknown_if and not (numbers.unknown_if.isascii() and numbers.unknown_if.isdecimal()):
        what = f"unknown_if is a number of people, not {quoted(numbers.unknown_if)}"
        yield what, f"write unknown_if: {NUMBERS.fields['unknown_if'].sample}"


def _wrong_in_part(
    part: str, columns: PartColumns, parts: Mapping[str, PartColumns | None], *, has_rows: bool
) -> Iterator[Problem]:
    """Name each problem with the columns of one group."""
    has_ages = columns.below is not None or columns.not_below is not None
    if has_rows and not (columns.values or has_ages):
        yield "is told of each person, so that it needs values or an age", f"write {part}: {{column: sex, values: [F]}}"
    if not has_rows and (columns.values or columns.maybe or has_ages):
        yield "values and ages are those of single persons", "write killed: {rows: true}, or take them out"
    if columns.age and not has_ages:
        yield "names an age and no bound of it", "write below: 18, or not_below: 18"
    if has_ages and columns.values and not columns.age:
        yield "names values and an age in one column", "write age: and the column of ages"
    others = [name for name in _BY_AGE if (other := parts.get(name)) and (other.below is not None)]
    if has_rows and part in _ADULTS and others and columns.not_below is None:
        what = f"would hold {others[0]} too: {part} are adults"
        yield what, f"write {part}: {{column: sex, values: [F], age: age, not_below: 18}}"


def _wrong_in_date(date: DateColumns) -> Iterator[Problem]:
    """Name each problem with the columns of days, with a hint on what to write instead."""
    given = [name for name in (date.first, date.written, date.year) if name]
    if len(given) != 1:
        what = "names two columns of the same day" if given else "names no column of days"
        yield what, "write date: {first: event_date}, or date: {written: date} for dates in EDTF"
    if given and given[0].endswith(OPTIONAL):
        yield "needs a column that is there", "take out the question mark"
    if (date.month and not date.year) or (date.day and not date.month):
        yield "has a day or a month alone", "write date: {year: year, month: month, day: day}"
    if date.last and (date.written or date.year):
        yield "has a last day without a first", "write date: {first: date_start, last: date_end}"
    for form in date.formats:
        for what, hint in wrong_in_format(form):
            yield f"formats: {what}", hint
