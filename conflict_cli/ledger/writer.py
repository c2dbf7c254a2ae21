"""Write a `Ledger` as YAML text that reads back as the same ledger, with its keys in the order of `fields`.

A text that another YAML reader would take for something else (`no`, `012`) is quoted, and invisible characters are
written as escapes.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.ledger.fields import ATTRIBUTION, EXPECTATION, INCIDENT, REPORT, SECTIONS, Table
from conflict_cli.record.dates import When
from conflict_cli.record.errors import BadValueError, quoted
from conflict_cli.record.figures import Figure, parse_figure, with_best
from conflict_cli.record.incident import Ledger
from conflict_cli.record.letters import escape_of, revealed
from conflict_cli.record.parts import with_parts

_WORD = re.compile(r"[^\W\d_][\w .,;()/'’‘“”«»–—…+&!?%=*@$:#-]*")
# In a list more signs have a meaning; they have more to PyYAML's own parser than to libyaml.
_ITEM = re.compile(r"[\w .()/'’‘-]+")
_FIGURE_OR_DATE = re.compile(r"(?!0[0-9])[\w≥<~][\w .+/~%?–-]*")
# Words that some YAML reader takes for a truth value, a number or nothing.
_NOT_TEXT = frozenset("y n yes no on off true false null none nan inf".split())


def format_ledger(ledger: Ledger) -> str:
    """Return the YAML text of the ledger; raise `BadValueError` if a figure's words do not say its numbers."""
    lines: list[str] = []
    for section, table in SECTIONS.items():
        nouns: Mapping[str, Struct] = getattr(ledger, section)
        if nouns:
            lines.append(f"{section}:")
        for key, noun in nouns.items():
            lines.append(f"  {_text(key)}:")
            lines.extend(f"    {line}" for line in _keys(noun, table))
    lines.append("incidents:" if ledger.incidents else "incidents: []")
    for incident in ledger.incidents:
        lines.extend(_item(incident, INCIDENT))
    if ledger.expected:
        lines.append("expected:")
    for expectation in ledger.expected:
        lines.extend(_item(expectation, EXPECTATION))
    return "".join(f"{line}\n" for line in lines)


def _text(text: str) -> str:
    """Return the text as it is if every YAML reader reads it back as the same text, else in quotes."""
    is_plain = (
        _WORD.fullmatch(text)
        and text.casefold() not in _NOT_TEXT
        and not text.endswith((" ", ":"))
        and ": " not in text
        and " #" not in text
        and revealed(text, escape_of) == text
    )
    return text if is_plain else _quoted(text)


def _keys(noun: Struct, table: Table) -> Iterator[str]:
    """Yield a line for each key that says something; a list of reports takes more lines."""
    for name in table.fields:
        value: object = getattr(noun, "within" if name == "in" else name)  # `in` is a word of Python
        match value:
            case None | False | ():
                pass
            case tuple() if name == "reports":
                yield f"{name}:"
                for report in value:
                    yield from _item(report, REPORT)
            case tuple() if name == "attribution":
                mappings = (f"{{{', '.join(_keys(attribution, ATTRIBUTION))}}}" for attribution in value)
                yield f"{name}: [{', '.join(mappings)}]"
            case _:
                yield f"{name}: {_value(value)}"


def _item(noun: Struct, table: Table) -> Iterator[str]:
    """Yield the lines of an item of a list, indented below its key."""
    for number, line in enumerate(_keys(noun, table)):
        yield f"    {line}" if number else f"  - {line}"


def _quoted(text: str) -> str:
    """Return the text in double quotes, as both JSON and YAML write it, with escapes for invisible characters."""
    import json

    return revealed(json.dumps(text, ensure_ascii=False), escape_of)


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
            items = (_text(one) if _ITEM.fullmatch(one) else _quoted(one) for one in value)
            return f"[{', '.join(items)}]"
        case _:
            return str(value).lower()


def _plain_or_quoted(words: str) -> str:
    return words if _FIGURE_OR_DATE.fullmatch(words) else _quoted(words)


def _figure(figure: Figure) -> str:
    """Return the words of the figure, in a mapping if more is known than they say."""
    words = parse_figure(figure.text)
    written = figure.stated_parts
    if words is None or _as_read(words, figure, written) != figure:
        raise BadValueError(f"{quoted(figure.text)} does not say {figure.short}", "give the figure words that do")
    known = [f"total: {_plain_or_quoted(figure.text)}"]
    if words.best != figure.best and _as_read(words, replace(figure, best=words.best), written) != figure:
        known.append(f"best: {figure.best}")
    known += [f"{name}: {_plain_or_quoted(part.text)}" for name, part in written.items()]
    return known[0].removeprefix("total: ") if len(known) == 1 else f"{{{', '.join(known)}}}"


def _as_read(words: Figure, figure: Figure, written: Mapping[str, Figure]) -> Figure | None:
    """Return the figure that a reader makes of these words, this best number and the words of its groups, if any."""
    parts = {name: read for name, part in written.items() if (read := parse_figure(part.text))}
    try:
        return with_parts(words if figure.best == words.best else with_best(words, figure.best), parts)
    except BadValueError:
        return None
