"""JSON and JSON Lines for programs: the values unchanged, in characters that no terminal acts upon."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, compress, islice
from typing import Any, TextIO

from msgspec.json import Encoder
from msgspec.json import format as spaced

from conflict_cli.answers.answer import Answer, Row
from conflict_cli.record.letters import revealed
from conflict_cli.render.harmless import is_unicode

# How many rows are written at once.
_BATCH = 1_000
_ENCODE = Encoder().encode

Record = dict[str, Any]
Say = Callable[[object], str]


def write_json(report: Answer, stream: TextIO) -> None:
    """Write the rows as an array, a row per line; with an envelope, as an object with rows, total and notes."""
    say = sayer(stream.encoding, _spaced)
    record = _recorder(report)
    if report.envelope is None:
        _write_array(map(record, report.rows), stream, say, margin="")
        stream.write("\n")
        return
    stream.write("{" + "".join(f"\n  {say(key)}: {say(value)}," for key, value in report.envelope.items()))
    stream.write('\n  "rows": ')
    _write_array(map(record, report.rows), stream, say, margin="  ")
    stream.write(f',\n  "total": {say(None if report.total is None else record(report.total))},\n  "notes": ')
    _write_array((note.text for note in report.notes), stream, say, margin="  ")
    stream.write("\n}\n")


def write_jsonl(report: Answer, stream: TextIO) -> None:
    """Write an object per line; the last is the total, if there is one."""
    say = sayer(stream.encoding, compact)
    rows = chain(report.rows, () if report.total is None else (report.total,))
    records = map(_recorder(report), rows)
    while lines := [f"{say(record)}\n" for record in islice(records, _BATCH)]:
        stream.write("".join(lines))


def sayer(encoding: str | None, encode: Callable[[object], str]) -> Say:
    """Return a function that writes a value as one line of JSON, in visible characters that the encoding has."""
    is_every_letter_known = is_unicode(encoding)

    def is_plain(text: str) -> bool:
        return text.isprintable() and (is_every_letter_known or text.isascii())

    def say(value: object) -> str:
        text = revealed(encode(value), _escaped)
        return text if is_plain(text) else "".join(c if is_plain(c) else _escaped(c) for c in text)

    return say


def compact(value: object) -> str:
    """Return the value as JSON without spaces, its characters unchanged."""
    try:
        return _ENCODE(value).decode()
    except UnicodeEncodeError:
        return _with_surrogates(value, (",", ":"))


def _spaced(value: object) -> str:
    """Return the value as JSON with a space after each comma and colon."""
    try:
        return spaced(_ENCODE(value), indent=0).decode()
    except UnicodeEncodeError:
        return _with_surrogates(value, (", ", ": "))


def _recorder(report: Answer) -> Callable[[Row], Record]:
    """Return a function that makes a record of a row; bars, which are pictures of numbers, stay out."""
    wanted = [column.kind != "bar" for column in report.columns]
    keys = [column.key for column, is_wanted in zip(report.columns, wanted, strict=True) if is_wanted]
    is_every_cell_wanted = all(wanted)

    def record(row: Row) -> Record:
        return dict(zip(keys, row if is_every_cell_wanted else compress(row, wanted), strict=True))

    return record


def _write_array(values: Iterable[object], stream: TextIO, say: Say, *, margin: str) -> None:
    remaining: Iterator[object] = iter(values)
    opening = "["
    while lines := [f"\n{margin}  {say(value)}" for value in islice(remaining, _BATCH)]:
        stream.write(opening + ",".join(lines))
        opening = ","
    stream.write("[]" if opening == "[" else f"\n{margin}]")


def _escaped(letter: str) -> str:
    r"""Return the letter as `\u202e`, or as two such escapes where JSON needs a surrogate pair."""
    units = letter.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _with_surrogates(value: object, separators: tuple[str, str]) -> str:
    """Return the value as JSON where a text holds half a surrogate pair, which msgspec cannot encode as UTF-8."""
    from json import dumps

    return dumps(value, separators=separators)
