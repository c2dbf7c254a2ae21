"""What differs between the articles, sources, places, actors and expected figures of two ledgers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Literal

from msgspec import Struct

from conflict_cli.record.dates import When
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import Expectation, Ledger
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import Selection

Kind = Literal["added", "removed", "changed"]

EXPECTED = "expected figure"
"""The noun of entries without an id."""

_NOUNS = {"article": "articles", "source": "sources", "place": "places", "actor": "actors"}


class Line(Struct, frozen=True):
    """One thing that differs, as it is in the old file and in the new; None where a side does not have it.

    `source` and `article` name the report in which it stands.
    """

    field: str
    texts: tuple[str | None, str | None]
    source: str | None = None
    article: str | None = None
    figures: tuple[Figure | None, Figure | None] = (None, None)


class Change(Struct, frozen=True):
    """An entry that one side alone has, or that differs; `noun` says what it is."""

    kind: Kind
    noun: str
    id: str
    lines: tuple[Line, ...]


def changed_nouns(old: Selection, new: Selection) -> Iterator[Change]:
    """Yield the articles, sources, places and actors that differ, and the expected figures that one side alone has.

    Where a query was asked, they are those that its answers name, and expected figures, which are of all, are left out.
    """
    is_all = new.asked.query == Query()
    for noun, section in _NOUNS.items():
        before: Mapping[str, Struct] = getattr(old.names, section)
        after: Mapping[str, Struct] = getattr(new.names, section)
        named = {*before, *after} if is_all else {*_named(old, noun), *_named(new, noun)}
        for key in dict.fromkeys(chain(before, after)):
            if key in named and (lines := _lines(before.get(key), after.get(key))):
                kind: Kind = "added" if key not in before else "changed" if key in after else "removed"
                yield Change(kind, noun, key, lines)
    if is_all:
        yield from _of_expected(old.names, new.names)


def _lines(old: Struct | None, new: Struct | None) -> tuple[Line, ...]:
    """Return the values in which two nouns of one key differ."""
    some = new or old
    fields = [name for name in some.__struct_fields__ if name not in ("key", "spot")] if some else []
    found = [Line(name, (_text(old, name), _text(new, name))) for name in fields]
    return tuple(line for line in found if (line.texts[0] or "") != (line.texts[1] or ""))


def _named(selection: Selection, noun: str) -> Iterator[str | None]:
    for one in (picked.incident for picked in selection.picked):
        match noun:
            case "article":
                yield from (report.article for report in one.reports)
            case "source":
                yield from (key for report in one.reports for key in (report.source, *report.cites))
            case "place":
                yield from chain(one.places, *map(selection.geography.containers, one.places))
            case _:
                yield from (at.actor for at in one.attribution)


def _text(noun: Struct | None, name: str) -> str | None:
    """Return a value of a noun in words; None if there is no such noun."""
    value = getattr(noun, name) if noun is not None else None
    match value:
        case None:
            return None if noun is None else ""
        case When() | Figure():
            return value.text
        case tuple():
            return ", ".join(map(str, value))
        case _:
            return str(value)


def _of_expected(old: object, new: object) -> Iterator[Change]:
    """Yield the expected figures that one side alone has."""
    counts = [Counter(map(_expected, side.expected if isinstance(side, Ledger) else ())) for side in (old, new)]
    for text in (counts[0] - counts[1]).elements():
        yield Change("removed", EXPECTED, "", (Line("expected", (text, None)),))
    for text in (counts[1] - counts[0]).elements():
        yield Change("added", EXPECTED, "", (Line("expected", (None, text)),))


def _expected(one: Expectation) -> str:
    said = ((name, _text(one, name)) for name in one.__struct_fields__ if name != "spot")
    return ", ".join(f"{name}: {text}" for name, text in said if text)
