"""A `Ledger` to the YAML text of its own form, which reads back the same; keys in the order of `fields`.

Text that another YAML reader would take for something else (`no`, `012`) is quoted, and characters that cannot be
seen are written as escapes.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.ledger.fields import ATTRIBUTION, INCIDENT, REPORT, SECTIONS, Table
from conflict_cli.record.dates import When
from conflict_cli.record.errors import BadValueError, quoted
from conflict_cli.record.figures import Figure, parse_figure, with_best
from conflict_cli.record.incident import Attribution, Ledger

# Joiners shape Persian, Urdu and Indian words, and emoji.
_JOINERS = frozenset("\u200c\u200d")
_WORD = re.compile(r"[^\W\d_][\w .,;()/'’‘“”«»–—…+&!?%=*@$:#-]*")
# In a list more signs have a meaning, and to PyYAML's own parser more than to libyaml.
_ITEM = re.compile(r"[\w .()/'’‘-]+")
_FIGURE_OR_DATE = re.compile(r"(?!0[0-9])[\w≥<~][\w .+/~%?–-]*")
# What some reader of YAML takes for a truth value or for nothing.
_NOT_TEXT = frozenset("y n yes no on off true false null none nan inf".split())


def format_ledger(ledger: Ledger) -> str:
    """The YAML text of the ledger; `BadValueError` if a figure's words do not say its numbers."""
    return "".join(f"{line}\n" for line in _lines(ledger))


def _lines(ledger: Ledger) -> Iterator[str]:
    for section, table in SECTIONS.items():
        nouns: Mapping[str, Struct] = getattr(ledger, section)
        if nouns:
            yield f"{section}:"
        for key, noun in nouns.items():
            yield f"  {_text(key)}:"
            yield from (f"    {line}" for line in _keys(noun, table))
    yield "incidents:" if ledger.incidents else "incidents: []"
    for incident in ledger.incidents:
        yield from _item(incident, INCIDENT)


def _item(noun: Struct, table: Table) -> Iterator[str]:
    """The lines of an item of a list, indented below its key."""
    for number, line in enumerate(_keys(noun, table)):
        yield f"    {line}" if number else f"  - {line}"


def _keys(noun: Struct, table: Table) -> Iterator[str]:
    """A line for each key that says something, or more where the value is a list of reports."""
    for name in table.fields:
        value: object = getattr(noun, name)
        match value:
            case None | False | ():
                pass
            case tuple() if name == "reports":
                yield f"{name}:"
                for report in value:
                    yield from _item(report, REPORT)
            case _:
                yield f"{name}: {_value(value)}"


def _value(value: object) -> str:
    match value:
        case str():
            return _text(value)
        case When():
            return _plain_or_quoted(value.text)
        case Figure():
            return _figure(value)
        case float():
            return f"{Decimal(repr(value)):f}"
        case tuple():
            return f"[{', '.join(map(_in_list, value))}]"
        case _:
            return str(value).lower()


def _in_list(value: object) -> str:
    if isinstance(value, Attribution):
        return f"{{{', '.join(_keys(value, ATTRIBUTION))}}}"
    text = str(value)
    return _text(text) if _ITEM.fullmatch(text) else _quoted(text)


def _figure(figure: Figure) -> str:
    """The words of the figure, in a mapping where more is known than they say."""
    words = parse_figure(figure.text)
    if words is None or replace(with_best(words, figure.best), parts=figure.parts) != figure:
        raise BadValueError(f"{quoted(figure.text)} does not say {figure.short}", "give the figure words that do")
    known = [f"total: {_plain_or_quoted(figure.text)}"]
    if words.best != figure.best:
        known.append(f"best: {figure.best}")
    known += [f"{name}: {_figure(part)}" for name, part in figure.parts.items()]
    return known[0].removeprefix("total: ") if len(known) == 1 else f"{{{', '.join(known)}}}"


def _plain_or_quoted(words: str) -> str:
    return words if _FIGURE_OR_DATE.fullmatch(words) else _quoted(words)


def _text(text: str) -> str:
    """The text as it is, where every reader of YAML takes it for the same text; else in quotes."""
    is_plain = (
        _WORD.fullmatch(text)
        and text.casefold() not in _NOT_TEXT
        and not text.endswith((" ", ":"))
        and ": " not in text
        and " #" not in text
    )
    return text if is_plain else _quoted(text)


def _quoted(text: str) -> str:
    """The text in double quotes, as JSON and YAML both write it, and without a character that cannot be seen."""
    import json

    written = json.dumps(text, ensure_ascii=False)
    return written if written.isprintable() else "".join(map(_seen, written))


def _seen(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
