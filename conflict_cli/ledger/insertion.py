"""Add entries to the text of a ledger, in which all that stands there already stays byte for byte.

New names go to the end of their sections, incidents to the end of the list. What comes out is read again: if anything
that was there would mean something else, nothing is added.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.ledger.document import parse_document
from conflict_cli.ledger.fields import SECTIONS
from conflict_cli.ledger.nodes import Items, Keys, Node, Problems, Scalar
from conflict_cli.ledger.reader import parse_alone, parse_ledger
from conflict_cli.ledger.writer import format_ledger
from conflict_cli.record.errors import DataError, Problem
from conflict_cli.record.incident import Actor, Article, Incident, Ledger, Place, Source, Spot

EMPTY = b"incidents: []\n"
"""A ledger without incidents, from which a new file is begun."""

Noun = TypeVar("Noun", Article, Source, Place, Actor, Incident)

_LINE = re.compile("[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029])|[^\n\r\x85\u2028\u2029]+")
_IN_LINE = ("{", "[")
_NOTHING = re.compile(r"\{\s*\}|\[\s*\]")


class Addition(Struct, frozen=True):
    """What a ledger is to gain: names and incidents that it does not have, and comments above incidents, by id."""

    ledger: Ledger
    comments: Mapping[str, Sequence[str]] = {}


def inserted(
    data: bytes, file: str, addition: Addition, *, before: Ledger | None = None, is_part: bool = False
) -> bytes:
    """Return the text of the ledger with the addition; `DataError` if it cannot be added without changing the rest.

    `before`: what the text holds, if it was read already. What a file that is a part of a ledger refers to is not
    looked for.
    """
    parse = parse_alone if is_part else parse_ledger
    before = before or parse(data, file)
    root = parse_document(data, Problems(file))
    text = data.decode("utf-8")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = _LINE.findall(text.removeprefix("\ufeff"))
    end = "\r\n" if "\r\n" in text else "\n"
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += end
    sections = _sections(root, len(lines)) if isinstance(root, Keys) else []
    known = {one.name for one in sections}
    last_first = sorted(sections, key=attrgetter("start"), reverse=True)
    for section in last_first:
        new = list(_new_lines(section.name, addition))
        if section.name == "incidents":
            missing = [name for name in SECTIONS if name not in known]
            above = [line for name in missing for line in _new_section(name, addition)]
            _insert(lines, section, new, file, end)
            at = _above(lines, section.start)
            lines[at:at] = [f"{line}{end}" for line in above]
        elif new:
            _insert(lines, section, new, file, end)
    if "incidents" not in known:
        _append(lines, addition, known, end)
    made = f"{mark}{''.join(lines)}".encode()
    _check(before, parse(made, file), addition, file)
    return made


def has_incidents(data: bytes, file: str) -> bool:
    """Say whether the text has a list of incidents, be it empty."""
    root = parse_document(data, Problems(file))
    return isinstance(root, Keys) and any(key.text == "incidents" for key, _ in root.pairs)


def in_text(addition: Addition) -> str:
    """Return the addition as the text of a ledger; keys that the ledger it is meant for has already are not in it."""
    lines = [line for name in SECTIONS for line in _new_section(name, addition)[:-1]]
    incidents = [f"  {line}" for line in list(_new_lines("incidents", addition))[1:]]
    lines += ["incidents:", *incidents] if incidents else ["incidents: []"]
    return "".join(f"{line.rstrip()}\n" for line in lines)


class _Section(Struct, frozen=True):
    """A section of the text: its lines from `start`, before `stop`, and what it holds."""

    name: str
    start: int
    stop: int
    value: Node


def _sections(root: Keys, count: int) -> list[_Section]:
    starts = [key.line - 1 for key, _ in root.pairs]
    stops = {start: min((one for one in starts if one > start), default=count) for start in starts}
    return [_Section(key.text, key.line - 1, stops[key.line - 1], value) for key, value in root.pairs]


def _new_lines(name: str, addition: Addition) -> Iterator[str]:
    """Yield the lines that this section gains, without an indent of the section's own."""
    ledger = addition.ledger
    nothing = Ledger(ledger.file, {}, {}, {}, {}, ())
    if name in SECTIONS:
        nouns = getattr(ledger, name)
        written = format_ledger(replace(nothing, **{name: nouns})).splitlines() if nouns else []
        yield from (line[2:] for line in written[1:-1])
        return
    for incident in ledger.incidents if name == "incidents" else ():
        yield ""
        yield from (f"# {comment}" for comment in addition.comments.get(incident.id, ()))
        yield from (line[2:] for line in format_ledger(replace(nothing, incidents=(incident,))).splitlines()[1:])


def _new_section(name: str, addition: Addition) -> list[str]:
    """Return the lines of a section that the text does not have yet; none if nothing goes into it."""
    new = list(_new_lines(name, addition))
    return [f"{name}:", *(f"  {line}" for line in new), ""] if new else []


def _insert(lines: list[str], section: _Section, new: Sequence[str], file: str, end: str) -> None:
    """Put the new lines below the last line of the section that holds something."""
    value = section.value
    if not new:
        return
    indent, at = 2, section.start + 1
    if isinstance(value, Keys | Items) and (value.pairs if isinstance(value, Keys) else value.items):
        if lines[value.line - 1][value.column - 1 :].startswith(_IN_LINE):
            what = f"{section.name}: stands between brackets, where nothing can be added line by line"
            raise DataError([Problem(file, value.line, value.column, what, "write each entry on lines of its own")])
        indent = value.column - 1
        at = _end(lines, section, indent)
    elif not isinstance(value, Scalar):
        line, column = value.line - 1, value.column - 1
        lines[line] = lines[line][:column].rstrip(" ") + _NOTHING.sub("", lines[line][column:], count=1)
        at = max(at, value.line)
        new = new[1:] if not new[0] else new
    lines[at:at] = [f"{' ' * indent}{line}{end}" if line else end for line in new]


def _append(lines: list[str], addition: Addition, known: Collection[str], end: str) -> None:
    """Put the incidents, and the sections that the text does not have, below all that it holds."""
    at = len(lines)
    while at and lines[at - 1].strip() in ("", "..."):
        at -= 1
    missing = Addition(replace(addition.ledger, **{name: {} for name in SECTIONS if name in known}), addition.comments)
    lines[at:at] = [f"{line}{end}" for line in ("", *in_text(missing).splitlines())]


def _end(lines: Sequence[str], section: _Section, indent: int) -> int:
    """Return the number of the line below the section; comments at its end that are not deeper belong to the next."""
    at = section.stop
    while at > section.start + 1:
        line = lines[at - 1]
        bare = line.strip()
        is_comment = bare.startswith("#") and len(line) - len(line.lstrip(" ")) <= indent
        if bare and not is_comment and bare != "...":
            break
        at -= 1
    return at


def _above(lines: Sequence[str], start: int) -> int:
    """Return the number of the line above which a section is written: above the comments that belong to this one."""
    at = start
    while at and lines[at - 1].startswith("#"):
        at -= 1
    return at if at and not lines[at - 1].strip() else start


def _check(before: Ledger, after: Ledger, addition: Addition, file: str) -> None:
    """Raise `DataError` unless the ledger holds what it held, then what was added."""
    added = addition.ledger
    kept = all(
        _bare(getattr(before, name)) | _bare(getattr(added, name)) == _bare(getattr(after, name)) for name in SECTIONS
    )
    incidents = [*before.incidents, *added.incidents]
    if not kept or _plain(incidents) != _plain(after.incidents):
        what = "cannot be added to here without changing what it holds"
        hint = "write its sections as lists of lines, as `conflict-cli list -O yaml` does"
        raise DataError([Problem(file, 0, 0, what, hint)])


def _bare(nouns: Mapping[str, Noun]) -> dict[str, Noun]:
    return dict(zip(nouns, _plain(list(nouns.values())), strict=True))


def _plain(nouns: Sequence[Noun]) -> list[Noun]:
    """Return these without the places where they are written."""
    return [replace(one, spot=Spot()) for one in nouns]
