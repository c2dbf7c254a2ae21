"""Bytes to nodes: what is no text, or no YAML that a ledger may be written in, is said with its place."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from yaml import Mark, MarkedYAMLError, YAMLError

from conflict_cli.ledger.document import parse_document, read_bytes
from conflict_cli.ledger.nodes import Items, Keys, Node, Problems, Scalar
from conflict_cli.ledger.syntax import complaint
from conflict_cli.record.errors import DataError, Problem


@pytest.fixture(params=[True, False], ids=["libyaml", "without libyaml"], autouse=True)
def with_libyaml(request, monkeypatch):
    """Every test runs over both of PyYAML's parsers."""
    if request.param and not yaml.__with_libyaml__:
        pytest.skip("libyaml is not there")
    monkeypatch.setattr(yaml, "__with_libyaml__", request.param)
    return request.param


def nodes(data: bytes) -> Node:
    problems = Problems("x.yaml")
    root = parse_document(data, problems)
    assert problems.found == []
    return root


def told(data: bytes) -> list[str]:
    problems = Problems("x.yaml")
    try:
        parse_document(data, problems)
    except DataError as error:
        return str(error).splitlines()
    return str(problems.error()).splitlines()


def test_every_node_has_its_line_and_column():
    assert nodes(b"a: 012\nb:\n  - 'no'\n  - {c: }\n") == Keys(
        1,
        1,
        [
            (Scalar(1, 1, "a"), Scalar(1, 4, "012")),
            (
                Scalar(2, 1, "b"),
                Items(3, 3, [Scalar(3, 5, "no", "'"), Keys(4, 5, [(Scalar(4, 6, "c"), Scalar(4, 6, ""))])]),
            ),
        ],
    )


def test_columns_count_characters_not_bytes():
    assert nodes("الرستن: [تلبيسة, b]".encode()) == Keys(
        1, 1, [(Scalar(1, 1, "الرستن"), Items(1, 9, [Scalar(1, 10, "تلبيسة"), Scalar(1, 18, "b")]))]
    )


@pytest.mark.parametrize(
    "data",
    [b"a: b\nc: d\n", b"\xef\xbb\xbfa: b\nc: d\n", b"a: b\r\nc: d\r\n", b"---\na: b\nc: d\n...\n", b"a: b\nc: d # e"],
    ids=["plain", "byte order mark", "CRLF", "document marks", "comment, no last newline"],
)
def test_byte_order_marks_and_line_ends_change_nothing(data):
    root = nodes(data)
    assert isinstance(root, Keys)
    assert [(key.text, value.text) for key, value in root.pairs] == [("a", "b"), ("c", "d")]


@pytest.mark.parametrize(
    ("text", "is_empty"),
    [
        ("", True),
        ("~", True),
        ("null", True),
        ("''", True),
        ("' '", True),
        ("'~'", False),
        ('"null"', False),
        ("0", False),
    ],
)
def test_a_null_or_blank_value_is_empty(text, is_empty):
    root = nodes(f"a: {text}".encode())
    assert isinstance(root, Keys)
    ((_, value),) = root.pairs
    assert isinstance(value, Scalar)
    assert value.is_empty == is_empty


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "x.yaml: is empty; a ledger without incidents is: incidents: []"),
        (b" \r\n\n", "x.yaml: is empty; a ledger without incidents is: incidents: []"),
        (b"# a\n# b", "x.yaml: holds nothing but comments; a ledger without incidents is: incidents: []"),
        (b"a: b\nc: \xff", "x.yaml:2:4: the byte 0xff is not UTF-8; save the file as UTF-8"),
        (b"\xef\xbb\xbfa\xe9", "x.yaml:1:2: the byte 0xe9 is not UTF-8; save the file as UTF-8"),
        ("aé: é".encode("latin-1"), "x.yaml:1:2: the byte 0xe9 is not UTF-8; save the file as UTF-8"),
        (
            "é: \udc80".encode("utf-8", "surrogatepass"),
            "x.yaml:1:4: the byte 0xed is not UTF-8; save the file as UTF-8",
        ),
        ("\ufeffa: b".encode("utf-16-le"), "x.yaml: is UTF-16; save it as UTF-8"),
        ("\ufeffa: b".encode("utf-16-be"), "x.yaml: is UTF-16; save it as UTF-8"),
        ("a: b".encode("utf-16-le"), "x.yaml: is binary; a ledger is a text file in YAML"),
        (b"PK\x03\x04\x00\x00", "x.yaml: is binary; a ledger is a text file in YAML"),
        (
            b"a: b\nc: \x1b[0m",
            "x.yaml:2:4: an invisible character, U+001B, is here; take it out, or write \\x1b between double quotes",
        ),
        (
            "a\ufeff".encode(),
            "x.yaml:1:2: an invisible character, U+FEFF, is here; take it out, or write \\ufeff between double quotes",
        ),
    ],
)
def test_unreadable_text_is_refused(data, message):
    assert told(data) == [message]


@pytest.mark.parametrize("escape", ["\\ud800", "\\udfff", "\\ud83d\\ude00", "\\UFFFFFFFF", "\\U00110000"])
def test_an_escape_that_names_no_character_is_refused(escape):
    (message,) = told(f'a: "{escape}"'.encode())
    assert message.endswith(" names no character; write the character itself")


DEEP = {
    "open brackets": ("[" * 10_000, "1:21"),
    "closed brackets": ("[" * 10_000 + "]" * 10_000, "1:21"),
    "brackets on lines of their own": ("[\n" * 10_000, "21:1"),
    "open braces": ("{a: " * 10_000, "1:81"),
    "closed braces": ("{a: " * 10_000 + "}" * 10_000, "1:81"),
    "braces in brackets": ("[{a: " * 10_000, "1:51"),
    "dashes": ("- " * 10_000, "1:41"),
    "dashes on lines of their own": ("".join(" " * level + "-\n" for level in range(2_000)), "21:21"),
    "questions": ("? " * 10_000, "1:41"),
    "mappings by indentation": ("".join(" " * level + "a:\n" for level in range(2_000)), "21:21"),
    "just deeper than libyaml goes": ("[" * 1_001, "1:21"),
    "just as deep as libyaml goes": ("[" * 1_000, "1:21"),
    "one level too many": ("[" * 21 + "]" * 21, "1:21"),
}


@pytest.mark.parametrize(("text", "place"), DEEP.values(), ids=DEEP.keys())
def test_nesting_ends_at_our_own_limit(text, place):
    assert told(text.encode()) == [f"x.yaml:{place}: this is nested deeper than 20 levels; a ledger needs six"]


def test_twenty_levels_are_not_too_deep():
    assert "nested" not in "".join(told(("incidents: " + "[" * 19 + "]" * 19).encode()))


def test_problems_before_deep_nesting_are_told_once():
    assert [line.partition(";")[0] for line in told(b"a: &x b\nc: " + b"[" * 5_000)] == [
        'x.yaml:1:4: "&x" is an anchor',
        "x.yaml:2:23: this is nested deeper than 20 levels",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("text", ["[", "[]", "{a: ", "- ", "? "])
def test_deeper_nesting_takes_no_more_work(text, monkeypatch):
    """The reading ends after as many events, and as many passes, however deep the text is."""
    counts = []
    parse = yaml.parse

    def counted(text, **options):
        for event in parse(text, **options):
            counts[-1] += 1
            yield event

    monkeypatch.setattr(yaml, "parse", counted)
    for depth in (2_000, 50_000):
        counts.append(0)
        told((text[:-1] * depth + text[-1] * depth if text == "[]" else text * depth).encode())
    assert counts[0] == counts[1] < 100


def test_aliases_are_refused_and_never_unfolded():
    bomb = "a: &a [x, x]\n" + "".join(f"{new}: &{new} [*{old}, *{old}]\n" for old, new in pairwise("abcdefghi"))
    found = told(bomb.encode())
    assert len(found) == 9 + 16
    assert found[0] == 'x.yaml:1:4: "&a" is an anchor; write the value itself; a text that begins with & needs quotes'


def test_problems_before_a_syntax_error_are_told_too():
    assert [line.partition(";")[0] for line in told(b"a: &x b\nc: d\nc: *x\n\te: f")] == [
        'x.yaml:1:4: "&x" is an anchor',
        'x.yaml:3:4: "*x" is an alias',
        "x.yaml:4:1: a tab is used for indentation",
    ]


def test_an_unknown_parser_complaint_is_quoted():
    known = complaint(MarkedYAMLError("while reading", None, "found an odd thing", Mark("", 0, 2, 3, None, 0)), "")
    assert known == (3, 4, "this is not YAML: found an odd thing", "put the whole value in quotes")
    assert complaint(YAMLError("odd"), "") == (0, 0, "is not YAML: odd", "write it as the manual shows")


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    missing = tmp_path / "missing.yaml"
    with pytest.raises(DataError) as caught:
        read_bytes(missing)
    assert caught.value.problems == (Problem(str(missing), 0, 0, "there is no such file", "check its name"),)
    with pytest.raises(DataError) as caught:
        read_bytes(tmp_path)
    assert caught.value.problems == (Problem(str(tmp_path), 0, 0, "is a folder", "name a file in it"),)


def test_other_system_failures_are_told_in_their_words(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(DataError, match=r"loop: cannot be read: .+; name another file"):
        read_bytes(tmp_path / "loop")


def test_a_device_without_an_end_is_not_read():
    with pytest.raises(DataError, match="/dev/zero: is a device, which may have no end; name a file"):
        read_bytes(Path("/dev/zero"))
