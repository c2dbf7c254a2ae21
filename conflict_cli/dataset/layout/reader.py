"""Read a file into a `Layout`, and report all its problems at once. `fields` lists the keys."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, convert

from conflict_cli.dataset.layout.day_formats import wrong_in_format
from conflict_cli.dataset.layout.fields import CODED, DATE, LAYOUT, NUMBERS, PART, PART_KEYS, PLACE
from conflict_cli.dataset.layout.layout import (
    OPTIONAL,
    Coded,
    DateColumns,
    Layout,
    NumberColumns,
    PartColumns,
    PlaceColumns,
)
from conflict_cli.ledger.document import parse_document, read_bytes
from conflict_cli.ledger.entry import Entry
from conflict_cli.ledger.fields import Table
from conflict_cli.ledger.nodes import Keys, Problems, Scalar
from conflict_cli.ledger.reading import Reading
from conflict_cli.record.errors import quoted
from conflict_cli.record.figures import BOUNDS
from conflict_cli.record.incident import MEASURES, PLACE_KINDS
from conflict_cli.record.names import did_you_mean

FOLDER = Path(__file__).parent.parent / "layouts"
_FORM = "begin with name: and id:"

Columns = TypeVar("Columns", bound=Struct)


def shipped_files() -> list[Path]:
    """Return the files of the layouts that come with the program."""
    return sorted(FOLDER.glob("*.yaml"))


def read_layout(path: Path) -> Layout:
    """Read the layout in this file; `DataError` lists all its problems."""
    return parse_layout(read_bytes(path), str(path))


def parse_layout(data: bytes, file: str) -> Layout:
    """Read the layout in these bytes; `DataError` lists all problems, under the name of the file."""
    problems = Problems(file)
    if not data.strip():
        raise problems.fatal(0, 0, "is empty", _FORM)
    root = parse_document(data, problems)
    if not isinstance(root, Keys):
        raise problems.fatal(root.line, root.column, "a layout is a mapping", _FORM)
    reading = Reading(problems)
    entry = Entry(root, LAYOUT, reading)
    below: dict[str, Struct | None] = {
        "date": _columns(entry, "date", DATE, DateColumns, reading),
        "place": _columns(entry, "place", PLACE, PlaceColumns, reading),
        "type": _columns(entry, "type", CODED, Coded, reading),
        "target": _columns(entry, "target", CODED, Coded, reading),
        **{measure: _columns(entry, measure, NUMBERS, NumberColumns, reading) for measure in MEASURES},
    }
    parts = {
        part: _columns(entry, part, PART, PartColumns, reading) for part in PART_KEYS.values() if part in entry.values
    }
    _check(entry, below, parts)
    plain = {name: value for name, value in _values(entry, LAYOUT).items() if name not in (*below, *PART_KEYS.values())}
    if problems.found:
        raise problems.error()
    return convert({**plain, **{k: v for k, v in below.items() if v}, "parts": parts}, Layout)


def _columns(entry: Entry, name: str, table: Table, kind: type[Columns], reading: Reading) -> Columns | None:
    """Read the mapping under this key by the keys of this table; None if it is missing or not complete."""
    node = entry.values.get(name)
    if isinstance(node, Keys):
        below = Entry(node, table, reading)
        values = _values(below, table)
        return convert(values, kind) if values.keys() >= set(table.required) else None
    if node is not None:
        entry.refuse(name, node)
    return None


def _values(entry: Entry, table: Table) -> dict[str, object]:
    """Return the values of the keys that hold a text, a list of texts, or words by code."""
    found: dict[str, object] = {}
    for name, field in table.fields.items():
        if name not in entry.values:
            continue
        if field.kind == "texts":
            found[name] = entry.texts(name)
        elif field.kind == "slug":
            found[name] = entry.slug(name)
        elif field.kind == "text":
            found[name] = entry.text(name)
        elif table is not LAYOUT:
            found[name] = _words_by_code(entry, name)
    return {name: value for name, value in found.items() if value not in (None, ())}


def _words_by_code(entry: Entry, name: str) -> Mapping[str, str]:
    """Return the words under this key, each by its code. The key decides which words are allowed."""
    node = entry.values[name]
    if not isinstance(node, Keys):
        entry.refuse(name, node)
        return {}
    choices = PLACE_KINDS if name in ("kinds", "suffixes") else ()
    found = {}
    for key, value in node.pairs:
        if not isinstance(value, Scalar) or value.is_empty:
            entry.problem(name, value, "holds no word here", f"write {key.text}: and a word")
        elif choices and value.text not in choices:
            hint = did_you_mean(value.text, choices) or f"write one of {', '.join(choices)}"
            entry.problem(name, value, f"there is no kind of place {quoted(value.text)}", hint)
        else:
            found[key.text.casefold() if name == "suffixes" else key.text] = value.text
    return found


def _check(entry: Entry, below: Mapping[str, Struct | None], parts: Iterable[str]) -> None:
    """Report each problem between the keys of the date, of a figure, and of the groups of people."""
    date = below["date"]
    if isinstance(date, DateColumns):
        for what, hint in _wrong_in_date(date):
            entry.problem("date", entry.values["date"], what, hint)
    for measure in MEASURES:
        numbers = below[measure]
        if not isinstance(numbers, NumberColumns):
            continue
        given = {name for name in (*BOUNDS, "exactly", "at_least", "words") if getattr(numbers, name)}
        if given != {*BOUNDS} and (len(given) != 1 or given & {*BOUNDS}):
            what = "needs low, best and high together, or one of exactly, at_least and words"
            entry.problem(measure, entry.values[measure], what, f"write {measure}: {{exactly: deaths}}")
        if numbers.unknown_if and not (numbers.unknown_if.isascii() and numbers.unknown_if.isdecimal()):
            what = f"unknown_if is a number of people, not {quoted(numbers.unknown_if)}"
            hint = f"write unknown_if: {NUMBERS.fields['unknown_if'].sample}"
            entry.problem(measure, entry.values[measure], what, hint)
    for (measure, _), name in PART_KEYS.items():
        figure = entry.values.get(measure)
        has_best = isinstance(figure, Keys) and "best" in {key.text for key, _ in figure.pairs}
        if name in parts and not has_best:
            what = f"is a group of the {measure}, which then need low, best and high"
            entry.problem(name, entry.values[name], what, f"write {measure}: {{low: low, best: best, high: high}}")


def _wrong_in_date(date: DateColumns) -> Iterator[tuple[str, str]]:
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
