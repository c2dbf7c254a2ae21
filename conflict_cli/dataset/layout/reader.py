"""Read a file into a `Layout`, and report all its problems at once. `fields` lists the keys."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, convert

from conflict_cli.dataset.layout.fields import CODED, DATE, LAYOUT, NUMBER_KEYS, NUMBERS, PART, PART_KEYS, PLACE
from conflict_cli.dataset.layout.layout import (
    Coded,
    DateColumns,
    Layout,
    NumberColumns,
    PartColumns,
    PlaceColumns,
)
from conflict_cli.dataset.layout.rules import check_sections
from conflict_cli.ledger.document import parse_document, read_bytes
from conflict_cli.ledger.entry import Entry
from conflict_cli.ledger.fields import Field, Kind, Table
from conflict_cli.ledger.nodes import Items, Keys, Problems, Scalar
from conflict_cli.ledger.reading import Reading
from conflict_cli.record.errors import quoted
from conflict_cli.record.incident import PLACE_KINDS
from conflict_cli.record.names import did_you_mean

FOLDER = Path(__file__).parent.parent / "layouts"
_FORM = "begin with name: and date:"

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
    }
    numbers = {
        measure: columns
        for measure, key in NUMBER_KEYS.items()
        if (columns := _columns(entry, key, NUMBERS, NumberColumns, reading))
    }
    parts = {part: _part(entry, part, reading) for part in PART_KEYS.values() if part in entry.values}
    check_sections(entry, below, numbers, parts)
    columns_below = (*below, *NUMBER_KEYS.values(), *PART_KEYS.values())
    plain = {name: value for name, value in _values(entry, LAYOUT).items() if name not in columns_below}
    if problems.found:
        raise problems.error()
    return convert({**plain, **{k: v for k, v in below.items() if v}, "numbers": numbers, "parts": parts}, Layout)


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


def _part(entry: Entry, name: str, reading: Reading) -> PartColumns | None:
    """Read the columns of a group; the word `all` says that everybody belongs to it."""
    node = entry.values[name]
    if isinstance(node, Scalar) and node.text.strip() == "all":
        return PartColumns("")
    return _columns(entry, name, PART, PartColumns, reading)


def _values(entry: Entry, table: Table) -> dict[str, object]:
    """Return the values of the keys that hold no mapping of columns: texts, lists, numbers, words by code."""
    found = {name: _value(entry, table, field) for name, field in table.fields.items() if name in entry.values}
    return {name: value for name, value in found.items() if value not in (None, ())}


def _value(entry: Entry, table: Table, field: Field) -> object:
    if field.name == "where":
        return _values_by_column(entry, field.name)
    if field.kind == "section":
        return None if table is LAYOUT else _words_by_code(entry, field.name)
    read: Mapping[Kind, Callable[[str], object]] = {
        "texts": entry.texts,
        "slug": entry.slug,
        "flag": entry.flag,
        "number": entry.number,
    }
    return read.get(field.kind, entry.text)(field.name)


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


def _values_by_column(entry: Entry, name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of texts under this key, each by the name of its column."""
    node = entry.values[name]
    if not isinstance(node, Keys):
        entry.refuse(name, node)
        return {}
    found = {}
    for key, value in node.pairs:
        items = value.items if isinstance(value, Items) else [value]
        found[key.text] = tuple(one.text.strip() for one in items if isinstance(one, Scalar) and not one.is_empty)
        if not found[key.text] or len(found[key.text]) < len(items):
            entry.problem(name, value, "holds no list of values here", f"write {key.text}: [killed]")
    return found
