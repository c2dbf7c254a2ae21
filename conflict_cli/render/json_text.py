"""JSON and JSON Lines, for programs: the values as they are, in characters that no terminal acts upon."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, compress, islice
from typing import Any, TextIO

from msgspec.json import Encoder
from msgspec.json import format as spaced

from conflict_cli.answers.answer import Answer, Row
from conflict_cli.render.harmless import is_unicode

_BATCH = 1_000
_ENCODE = Encoder().encode

Record = dict[str, Any]
Say = Callable[[object], str]


def write_json(report: Answer, stream: TextIO) -> None:
    """Write the rows as an array, a row per line; with an envelope, as an object that has rows, total and notes."""
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
    """Write an object per line; the total, if there is one, is the last."""
    say = sayer(stream.encoding, compact)
    rows = chain(report.rows, () if report.total is None else (report.total,))
    records = map(_recorder(report), rows)
    while lines := [f"{say(record)}\n" for record in islice(records, _BATCH)]:
        stream.write("".join(lines))


def sayer(encoding: str | None, encode: Callable[[object], str]) -> Say:
    """What makes one line of JSON of a value, in visible characters that the encoding has."""
    is_plain = str.isprintable if is_unicode(encoding) else _is_plain_ascii

    def say(value: object) -> str:
        text = encode(value)
        return text if is_plain(text) else "".join(c if is_plain(c) else _escaped(c) for c in text)

    return say


def compact(value: object) -> str:
    """The value as JSON without spaces, its characters as they are."""
    try:
        return _ENCODE(value).decode()
    except UnicodeEncodeError:
        return _with_surrogates(value, (",", ":"))


def _spaced(value: object) -> str:
    try:
        return spaced(_ENCODE(value), indent=0).decode()
    except UnicodeEncodeError:
        return _with_surrogates(value, (", ", ": "))


def _with_surrogates(value: object, separators: tuple[str, str]) -> str:
    """The value as JSON where a text holds half a surrogate pair, for which UTF-8 and so msgspec has no bytes."""
    from json import dumps

    return dumps(value, separators=separators)


def _recorder(report: Answer) -> Callable[[Row], Record]:
    """What makes a record of a row; bars are pictures of numbers and stay out."""
    wanted = [column.kind != "bar" for column in report.columns]
    keys = [column.key for column, is_wanted in zip(report.columns, wanted, strict=True) if is_wanted]
    if all(wanted):
        return lambda row: dict(zip(keys, row, strict=True))
    return lambda row: dict(zip(keys, compress(row, wanted), strict=True))


def _write_array(values: Iterable[object], stream: TextIO, say: Say, *, margin: str) -> None:
    remaining: Iterator[object] = iter(values)
    opening = "["
    while lines := [f"\n{margin}  {say(value)}" for value in islice(remaining, _BATCH)]:
        stream.write(opening + ",".join(lines))
        opening = ","
    stream.write("[]" if opening == "[" else f"\n{margin}]")


def _is_plain_ascii(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _escaped(letter: str) -> str:
    units = letter.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
