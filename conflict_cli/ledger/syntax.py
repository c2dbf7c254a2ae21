"""Put the complaints of the YAML parsers into plain words, and say what to write instead.

The two parsers (libyaml, and PyYAML's own) differ in the words and the place of a complaint; here both get the same
words at the same place. The parsers alone decide which texts are YAML.
"""

from typing import NamedTuple

from yaml import MarkedYAMLError, YAMLError

from conflict_cli.record.errors import quoted

_IN_QUOTES = "put the whole value in quotes"
_UNCLOSED = (
    "a quote opens here and is never closed",
    "write the same quote at the end; a text that begins with ' goes between double quotes",
)
_MISFIT = ("this line does not fit the lines before it", f"indent it like the lines beside it, or {_IN_QUOTES}")
_FLOW = "write a text that begins with {0}, or holds [ ] {{ }} or a comma, in quotes; else close the {0}"
_TAB = ("a tab is used for indentation", "write spaces")


class Complaint(NamedTuple):
    """The place (line and column from 1; 0 is the whole file), what is wrong, and what to write instead."""

    line: int
    column: int
    what: str
    hint: str


class _Meaning(NamedTuple):
    """The meaning of a parser's complaint whose words hold all of these `cues`."""

    cues: tuple[str, ...]
    what: str
    hint: str


# Complaints placed where the parser gave up.
_AT_THE_END = (
    _Meaning(
        ("mapping values are not allowed",),
        "a colon cannot make a key here",
        'put a text that holds ": " in quotes, or indent the key like the keys beside it',
    ),
    _Meaning(("tab character",), *_TAB),
    _Meaning(
        ("node content",), "a value is missing before this", f"write one; if this is part of a text, {_IN_QUOTES}"
    ),
    _Meaning(("block end",), *_MISFIT),
    _Meaning(("expected key",), *_MISFIT),
    _Meaning(("'-' indicator",), *_MISFIT),
    _Meaning(("<document start>",), "this line stands outside of the ledger", "indent it like the lines beside it"),
    _Meaning(
        ("sequence entries are not allowed",),
        'an item that begins with "- " cannot stand here',
        "write it on a line of its own below its key, or put a text that begins so in quotes",
    ),
    _Meaning(("mapping keys are not allowed",), 'a value cannot begin with "? "', _IN_QUOTES),
    _Meaning(("undefined tag handle",), "a value cannot begin with !", _IN_QUOTES),
)

# Complaints placed at the beginning of the piece that the parser could not finish.
_AT_THE_BEGINNING = (
    _Meaning(("incompatible YAML",), "this asks for another version of YAML", "leave the %YAML line out"),
    _Meaning(("directive",), "a line cannot begin with %", _IN_QUOTES),
    _Meaning(("quoted scalar", "end of stream"), *_UNCLOSED),
    _Meaning(("quoted scalar", "document"), *_UNCLOSED),
    _Meaning(
        ("quoted scalar", "invalid Unicode"), "an escape in this text names no character", "write the character itself"
    ),
    _Meaning(
        ("quoted scalar",),
        "a backslash in this text begins no known escape",
        r"write \\ for a backslash, or put the text in single quotes",
    ),
    _Meaning(("flow sequence", "',' or ']'"), "a [ opens here, and no list follows", _FLOW.format("[")),
    _Meaning(("flow mapping", "',' or '}'"), "a { opens here, and no mapping follows", _FLOW.format("{")),
    _Meaning(("simple key",), "this line is neither a key nor a value", "write key: value, or indent it under its key"),
    _Meaning(("block scalar",), "a value cannot begin with > or |", 'put it in quotes, such as ">150"'),
    _Meaning(("scanning an alias",), "a value cannot begin with *", _IN_QUOTES),
    _Meaning(("scanning an anchor",), "a value cannot begin with &", _IN_QUOTES),
    _Meaning((" a tag",), "a value cannot begin with !", _IN_QUOTES),
)


def complaint(error: YAMLError, text: str) -> Complaint:
    """Return the parser's error about this text in plain words, with its place."""
    if not isinstance(error, MarkedYAMLError) or not error.problem_mark:
        return Complaint(0, 0, f"is not YAML: {error}", "write it as the manual shows")
    begun, ended = error.context_mark or error.problem_mark, error.problem_mark
    words = f"{error.context} {error.problem}"
    if "cannot start any token" in words:
        character = text.splitlines()[ended.line][ended.column : ended.column + 1]
        what, hint = _TAB if character == "\t" else (f"a value cannot begin with {quoted(character)}", _IN_QUOTES)
        return Complaint(ended.line + 1, ended.column + 1, what, hint)
    for mark, meanings in ((ended, _AT_THE_END), (begun, _AT_THE_BEGINNING)):
        for meaning in meanings:
            if all(cue in words for cue in meaning.cues):
                return Complaint(mark.line + 1, mark.column + 1, meaning.what, meaning.hint)
    return Complaint(ended.line + 1, ended.column + 1, f"this is not YAML: {error.problem}", _IN_QUOTES)


def end_of_depth(error: YAMLError) -> int | None:
    """Return how many characters the parser had read when it met too deep nesting; None if it gave up otherwise.

    Since version 0.2.6, libyaml has a limit of its own: a thousand levels.
    """
    if isinstance(error, MarkedYAMLError) and "nesting depth" in f"{error.problem}" and error.problem_mark:
        return error.problem_mark.index
    return None
