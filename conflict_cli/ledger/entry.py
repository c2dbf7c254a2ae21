"""Read one mapping of a ledger by a table of keys: give each value in its type, or report what is wrong with it.

A value that cannot be read is reported and then given as absent: reading goes on. The module `reader` decides which
values make up which noun.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal, TypeVar

from conflict_cli.ledger.fields import INCIDENT, REPORT, Kind, Table
from conflict_cli.ledger.nodes import Items, Keys, Node, Refused, Scalar
from conflict_cli.ledger.reading import Reading, Reference
from conflict_cli.ledger.values import parse_count, parse_degrees, parse_flag, parse_number, parse_slug, parse_url
from conflict_cli.record.dates import When
from conflict_cli.record.errors import BadValueError, quoted
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import PARTS, Spot

Value = TypeVar("Value")

_KINDS: dict[type[Node], str] = {Scalar: "a text", Items: "a list", Keys: "a mapping"}
_EXPECTED: dict[Kind, str] = {
    **dict.fromkeys(("texts", "references", "entries"), "a list"),
    "section": "a mapping",
    "figure": "a figure",
    "part": "a figure in words",
}


class Entry:
    """A mapping with the keys of a table; creating it reports the keys that it lacks and those it should not have."""

    def __init__(self, node: Keys, table: Table, reading: Reading) -> None:
        self.spot = Spot(node.line, node.column, reading.problems.number)
        self.values: dict[str, Node] = {}
        self._table = table
        self._reading = reading
        for key, value in node.pairs:
            field = table.fields.get(key.text)
            if field is None:
                what = f"{table.noun} has no key {quoted(key.text)}"
                reading.problems.add(key, what, self._hint_for_unknown(key.text))
                continue
            self.values[key.text] = value
            if field.kind == "date":
                match value:
                    case Items(items=[Scalar(text=text)]) if ".." in text:
                        # YAML takes a date such as [2018-04-28..2018-04-30] for a list of one text.
                        self.values[key.text] = Scalar(value.line, value.column, f"[{text}]")
        for name in table.required:
            if name not in self.values:
                hint = f"add it, as in {name}: {table.fields[name].sample}"
                reading.problems.add(node, f"{table.noun} needs the key {name}", hint)

    def problem(self, name: str, node: Node, what: str, hint: str = "") -> None:
        """Report what is wrong with this value of the key."""
        self._reading.problems.add(node, f"{name}: {what}", hint)

    def text(self, name: str) -> str | None:
        """Return the text of this key, without the white space around it."""
        scalar = self.scalar(name)
        return scalar.text.strip() if scalar else None

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts in the list of this key, without the white space around them."""
        return tuple(scalar.text.strip() for scalar in self.scalars(name))

    def slug(self, name: str) -> str | None:
        """Return the id of this key, or its word of free choice."""
        return self.parsed(name, parse_slug)

    def url(self, name: str) -> str | None:
        """Return the web address of this key."""
        return self.parsed(name, parse_url)

    def count(self, name: str) -> int | None:
        """Return the number of this key, counted from 1."""
        return self.parsed(name, parse_count)

    def number(self, name: str) -> int | None:
        """Return the plain number of this key, which may be 0."""
        return self.parsed(name, parse_number)

    def flag(self, name: str) -> bool:
        """Say whether the value of this key is true."""
        return self.parsed(name, parse_flag) or False

    def date(self, name: str) -> When | None:
        """Return the date of this key."""
        return self.parsed(name, self._reading.parse_when)

    def degrees(self, name: Literal["lat", "lon"]) -> float | None:
        """Return the latitude or longitude of this key."""
        return self.parsed(name, partial(parse_degrees, name=name))

    def choice(self, name: str) -> str | None:
        """Return the word of this key if its field allows it."""
        scalar = self.scalar(name)
        choices = self._table.fields[name].choices
        if scalar is None:
            return None
        if scalar.text in choices:
            return scalar.text
        hint = self._reading.did_you_mean(scalar.text, choices) or f"write one of {', '.join(choices)}"
        self.problem(name, scalar, f"there is no {name} {quoted(scalar.text)}", hint)
        return None

    def words(self, name: str) -> Figure | None:
        """Return the figure that the words of this key state; None also for `unknown`."""
        return self.parsed(name, self._reading.parse_figure)

    def reference(self, name: str) -> str | None:
        """Return the key in another section that this key refers to."""
        scalar = self.scalar(name)
        return self._known(name, scalar) if scalar else None

    def references(self, name: str) -> tuple[str, ...]:
        """Return the keys in another section that this key refers to."""
        return tuple([self._known(name, scalar) for scalar in self.distinct_scalars(name)])

    def reference_of(self, name: str, scalar: Scalar) -> str:
        """Return the key in another section that this text refers to."""
        return self._known(name, scalar)

    def distinct_scalars(self, name: str) -> list[Scalar]:
        """Return the texts in the list of this key, each once with its place; report a text that stands there twice."""
        first: dict[str, Scalar] = {}
        for scalar in self.scalars(name) if name in self.values else ():
            if first.setdefault(scalar.text, scalar) is not scalar:
                self.problem(name, scalar, f"{quoted(scalar.text)} is listed twice", "remove one of the two")
        return list(first.values())

    def scalars(self, name: str) -> list[Scalar]:
        """Return the texts in the list of this key, with their places."""
        found: list[Scalar] = []
        for item in self.items(name):
            if isinstance(item, Scalar) and not item.is_empty:
                found.append(item)
            elif not isinstance(item, Refused):
                self.problem(name, item, f"an item is {_kind(item)}, not a text", "write a text, or take it out")
        return found

    def scalar(self, name: str) -> Scalar | None:
        """Return the text of this key, with its place."""
        node = self.values.get(name)
        if node is None:
            return None
        if isinstance(node, Scalar) and not node.is_empty:
            return node
        self.refuse(name, node)
        return None

    def items(self, name: str) -> list[Node]:
        """Return the items in the list of this key."""
        node = self.values.get(name)
        if isinstance(node, Scalar) and not node.is_empty and self._table.fields[name].or_one:
            return [node]
        if isinstance(node, Items):
            return node.items
        if node is not None:
            self.refuse(name, node)
        return []

    def entries(self, name: str, table: Table) -> "Iterator[Entry]":
        """Yield the mappings in the list of this key, each with the keys of this table."""
        for item in self.items(name):
            if isinstance(item, Keys):
                yield Entry(item, table, self._reading)
            elif not isinstance(item, Refused):
                form = _form(table) if table.required else f"write {self._table.fields[name].sample.strip('[]')}"
                self.problem(name, item, f"{table.noun} is a mapping, not {_kind(item)}", form)

    def keyed_entries(self, name: str, table: Table) -> "Iterator[tuple[Scalar, Entry]]":
        """Yield the mappings under this key, each after its own key and with the keys of this table."""
        node = self.values.get(name)
        if node is not None and not isinstance(node, Keys):
            self._reading.unread.add(name)
            self.refuse(name, node)
            return
        pairs = node.pairs if node else []
        for key, _ in pairs:
            self._reading.add_key(name, key)
        for key, value in pairs:
            if isinstance(value, Keys):
                yield key, Entry(value, table, self._reading)
            elif not isinstance(value, Refused):
                self.problem(name, value, f"{table.noun} is a mapping, not {_kind(value)}", _form(table))

    def refuse(self, name: str, node: Node) -> None:
        """Report that this value of the key is of another kind than its field, or says nothing."""
        if isinstance(node, Refused):
            return
        field = self._table.fields[name]
        what = f"is {_kind(node)}, not {_EXPECTED.get(field.kind, 'a text')}"
        hint = f"write {field.name}: {field.sample}"
        match node:
            case Scalar(is_empty=True, style=">" | "|" as sign):
                # YAML takes the sign of `killed: >2` for the start of a block.
                what, hint = f"has no value: {sign} begins a block of text", f'quote what begins so, such as "{sign}2"'
            case Scalar(is_empty=True):
                what, hint = "has no value", hint if field.required else f"leave the key out, or {hint}"
            case Scalar(text=text) if field.kind in ("texts", "references"):
                hint = f"write [{text.strip()[:80]}]"
            case Items() if field.kind == "date":
                hint = 'put it in quotes: "[2018-04-28..2018-04-30]"'
        self.problem(name, node, what, hint)

    def refuse_words(self, name: str, wrong: BadValueError) -> None:
        """Report what is wrong with this value; the words name the key already."""
        self._reading.problems.add(self.values[name], wrong.what, wrong.hint)

    def _hint_for_unknown(self, key: str) -> str:
        if self._table is INCIDENT and key in REPORT.fields:
            return "it belongs to a report: write it under reports:, beside the source"
        if self._table is REPORT and key in PARTS:
            return f"it belongs to a figure: write killed: {{total: 20, {key}: 3}}"
        return self._reading.did_you_mean(key, self._table.fields) or f"its keys are {', '.join(self._table.fields)}"

    def parsed(self, name: str, parse: Callable[[str], Value]) -> Value | None:
        """Return what this function makes of the text of the key; report what it refuses."""
        scalar = self.scalar(name) if name in self.values else None
        if scalar is None:
            return None
        try:
            return parse(scalar.text)
        except BadValueError as wrong:
            self.problem(name, scalar, wrong.what, wrong.hint)
            return None

    def _known(self, name: str, scalar: Scalar) -> str:
        """Return the reference; if its section has no such key yet, it is sought again when all files are read."""
        section = self._table.fields[name].refers_to
        if scalar.text not in self._reading.known[section]:
            self._reading.unmet.append(Reference(name, section, scalar, self._reading.problems.number))
        return scalar.text


def _kind(node: Node) -> str:
    return "nothing" if isinstance(node, Scalar) and node.is_empty else _KINDS[type(node)]


def _form(table: Table) -> str:
    """Return the hint that shows the shortest mapping with the keys of this table."""
    least = (f"{name}: {table.fields[name].sample}" for name in table.required)
    return f"write {{{', '.join(least)}}}"
