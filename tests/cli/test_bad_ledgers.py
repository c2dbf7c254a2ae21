"""Ledgers that cannot be read, given to the program: a clear line with its place, the right exit code, no traceback.

What each wrong value is told is tested with the reader; here it is what a person at the keyboard gets, and how soon.
"""

import csv
import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PROGRAM, Ran, Run, surroundings_of_a_process, words
from tests.hostile import CONTROLS, ODD_LEDGER, without_privileges
from tests.terminal import program_on_terminal

HEAD = "sources: {s: {name: S}}\nplaces: {p: {name: P, kind: town}}\nincidents:\n"


def incident(name: str = "a", *, date: str = "2018", killed: str = "2", more: str = "") -> str:
    return (
        f"  - id: {name}\n    title: t\n    date: {date}\n    places: [p]\n"
        f"    reports: [{{source: s, killed: {killed}}}]\n{more}"
    )


def bomb() -> str:
    """Nine times nine times nine …: ten lines that would be a thousand million items."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]" for number in range(1, 10)]
    return "\n".join([*lines, "incidents: []\n"])


BAD: dict[str, tuple[str | bytes, str]] = {
    "not YAML": ("incidents: [\n  a: b: c\n", r":1:12: a \[ opens here"),
    "prose": ("It was night.\n\nThe end: no: really.\n", r":3:\d+: "),
    "not UTF-8": ("incidents: [] # caf\xe9\n".encode("latin-1"), r":1:20: the byte 0xe9 is not UTF-8"),
    "UTF-16": ("incidents: []\n".encode("utf-16"), r": is UTF-16"),
    "binary": (bytes(range(256)) * 50, r": is binary"),
    "empty": ("", r": is empty"),
    "comments only": ("# soon\n", r": holds nothing but comments"),
    "a list at the top": ("- a\n- b\n", r":1:1: a ledger is a mapping, not a list"),
    "an alias bomb": (bomb(), r":1:\d+: "),
    "deep brackets": ("incidents: " + "[" * 10_000 + "]" * 10_000, r":1:31: this is nested deeper than 20 levels"),
    "deep open brackets": ("incidents: " + "[" * 10_000, r":1:31: this is nested deeper than 20 levels"),
    "deep braces": ("incidents: " + "{a: " * 10_000 + "}" * 10_000, r":1:\d+: this is nested deeper"),
    "deep dashes": ("incidents:\n" + "- " * 10_000 + "x\n", r":2:39: this is nested deeper"),
    "deep questions": ("? " * 10_000 + "x\n", r":1:41: this is nested deeper"),
    "deep mappings": ("".join(" " * depth + "a:\n" for depth in range(1_000)), r":21:21: this is nested deeper"),
    "a repeated key": (HEAD + incident(more="    title: again\n"), r':9:5: the key "title" stands on line 5 already'),
    "a repeated id": (HEAD + incident() + incident(), r':9:9: id: "a" is the id of the incident on line 4 already'),
    "an unknown key": (HEAD + incident(more="    tittle: x\n"), r':9:5: .*"tittle"; did you mean title\?'),
    "killed: twenty": (HEAD + incident(killed="twenty"), r':8:35: killed: "twenty" is not a figure; write 20'),
    "killed: 15-12": (HEAD + incident(killed="15-12"), r":8:35: killed: .*write 12-15"),
    "date: 2018-13": (HEAD + incident(date="2018-13"), r":6:11: date: .*there is no month 13"),
    "an absent overlap": (HEAD + incident(more="    overlaps: [nobody]\n"), r':9:16: overlaps: .*"nobody"'),
    "a part_of cycle": (
        HEAD + "".join(incident(one, more=f"    part_of: {other}\n") for one, other in ("ab", "bc", "ca")),
        r":9:14: part_of: makes a ring: a -> b -> c -> a",
    ),
    "a long part_of cycle": (
        HEAD + "".join(incident(f"i{at}", more=f"    part_of: i{(at + 1) % 2_000}\n") for at in range(2_000)),
        r":9:14: part_of: makes a ring: i0 -> i1",
    ),
    "10,000 digits": (HEAD + incident(killed="9" * 10_000), r":8:35: killed: a number of 10000 digits"),
    "10,000 digits more": (HEAD + incident(killed="at least " + "9" * 10_000), r":8:35: killed: a number of 10000"),
    "a year of 10,000 digits": (HEAD + incident(date="9" * 10_000), r":6:11: date: "),
    "a tag": ("incidents: !!python/object/apply:os.system [exit 3]\n", r':1:12: .* is a tag'),
    "an endless line": ("incidents: [" + "x" * 1_000_000 + "]", r":1:13: incidents: "),
    "20,000 wrong figures": (HEAD + incident(killed="twenty") * 500, r":8:35: killed: "),
}  # fmt: skip

KINDS = pytest.mark.parametrize("kind", BAD)
SOME = pytest.mark.parametrize("kind", ["not YAML", "binary", "20,000 wrong figures"])


@pytest.fixture
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    text, _ = BAD[request.getfixturevalue("kind")]
    file = tmp_path / "bad.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


@KINDS
def test_bad_ledgers_are_told_by_line_and_column(run: Run, bad: Path, kind: str) -> None:
    done = run("list -f bad.yaml", folder=bad.parent)
    assert_told(done, kind, code=2)
    assert done.out == ""


@SOME
def test_a_bad_ledger_ends_a_process_with_2(process: Run, bad: Path, kind: str) -> None:
    done = process("list -f bad.yaml", folder=bad.parent)
    assert_told(done, kind, code=2)
    assert done.out == ""


@SOME
def test_check_fails_bad_ledgers_in_the_same_words(run: Run, bad: Path, kind: str) -> None:
    done = run("check -f bad.yaml", folder=bad.parent)
    assert done.code == 1
    assert re.search(f"^bad.yaml{BAD[kind][1]}", done.out, re.MULTILINE)
    assert re.fullmatch(r"bad.yaml: \d+ errors?, 0 warnings\.\n", done.err)


@SOME
def test_check_tells_machines_of_a_bad_ledger(run: Run, bad: Path, kind: str) -> None:
    done = run("check -f bad.yaml -O json", folder=bad.parent)
    assert done.code == 1
    problems = json.loads(done.out)
    assert all(one["severity"] == "error" and one["file"] == "bad.yaml" and one["message"] for one in problems)
    told = [f"{place_of(one)}: {one['message']}; {one['hint']}" for one in problems]
    assert any(re.match(BAD[kind][1], line) for line in told)
    assert len(list(csv.reader(run("check -f bad.yaml -O csv", folder=bad.parent).out.splitlines()))) == 1 + len(
        problems
    )


def place_of(problem: dict) -> str:
    return f":{problem['line']}:{problem['column']}" if problem["line"] else ""


@SOME
def test_check_writes_annotations_of_a_bad_ledger(run: Run, bad: Path, kind: str) -> None:
    done = run("check -f bad.yaml -O github", folder=bad.parent)
    assert done.code == 1
    assert done.out
    for line in done.out.splitlines():
        assert re.match(r"::error file=bad\.yaml(,line=\d+,col=\d+)?::.", line)
        assert len(line) < 1000


@pytest.mark.parametrize("kind", ["killed: twenty"])
@pytest.mark.parametrize("command", ["", "list", "show a", "sum", "towns", "sources", "list -O json", "list -o x.csv"])
def test_every_command_rejects_a_bad_ledger_alike(run: Run, bad: Path, kind: str, command: str) -> None:
    (bad.parent / "incidents.yaml").write_bytes(bad.read_bytes())
    done = run(command, folder=bad.parent)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        'incidents.yaml:8:35: killed: "twenty" is not a figure; write 20',
        "  8 |     reports: [{source: s, killed: twenty}]",
        "    |                                   ^",
    ]
    assert not (bad.parent / "x.csv").exists()


@pytest.mark.parametrize("kind", ["20,000 wrong figures"])
def test_only_the_first_of_many_problems_are_shown(run: Run, bad: Path, kind: str) -> None:
    done = run("list -f bad.yaml", folder=bad.parent)
    assert len(done.err.splitlines()) == 61
    assert re.search(r"and \d+ more; `conflict-cli check` prints all\n$", done.err)


@pytest.mark.parametrize(("name", "what"), [("folder", "is a folder"), ("missing.yaml", "there is no such file")])
def test_a_path_that_is_no_file_is_told(process: Run, run: Run, tmp_path: Path, name: str, what: str) -> None:
    (tmp_path / "folder").mkdir()
    done = process(f"list -f {name}", folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{name}: {what}; ")
    assert len(done.err.splitlines()) == 1
    checked = run(f"check -f {name} -O json", folder=tmp_path)
    assert checked.code == 1
    assert json.loads(checked.out)[0]["message"] == what


def test_an_unreadable_file_exits_with_2(tmp_path: Path) -> None:
    (tmp_path / "locked.yaml").write_text("incidents: []\n")
    (tmp_path / "locked.yaml").chmod(0)
    done = without_privileges("list -f locked.yaml", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert re.search(r"locked\.yaml.*(may not be read|is not readable)", done.err)
    assert "Traceback" not in done.err


# Text that is more than text

SHOWN = r"[bold]x[/bold] :smile: \x1b[31m \u202e"
FORMS = ("csv", "md", "json", "jsonl", "yaml")
COMMANDS = (
    "list -w",
    "list --by town",
    "list -c note",
    "show odd",
    "sum --by town",
    "sum --by actor --bars",
    "towns -w",
    "sources",
)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    (tmp_path / "incidents.yaml").write_text(ODD_LEDGER)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "form"), [*((command, "table") for command in COMMANDS), *((COMMANDS[0], form) for form in FORMS)]
)
def test_odd_text_is_harmless_in_every_format(run: Run, odd: Path, command: str, form: str) -> None:
    done = run(f"{command} -O {form}", folder=odd)
    assert done.code == 0
    text = done.out.replace("\u202e", "") if form in ("json", "jsonl") else done.out
    assert not CONTROLS.search(text)
    assert not CONTROLS.search(done.err)
    if form == "table":
        assert SHOWN in done.out


def test_odd_text_reaches_machines_unchanged(run: Run, odd: Path) -> None:
    title = "[bold]x[/bold] :smile: \x1b[31m \u202e"
    assert json.loads(run("list -O json", folder=odd).out)[0]["title"] == title
    copy = odd / "copy.yaml"
    copy.write_text(run("list -O yaml", folder=odd).out, encoding="utf-8")
    assert json.loads(run("list -f copy.yaml -O json", folder=odd).out)[0]["title"] == title


@pytest.mark.slow
@pytest.mark.parametrize(("command", "columns"), [*zip(COMMANDS, [160, 45] * 4, strict=True), ("show odd", 160)])
def test_odd_text_is_harmless_on_a_terminal(odd: Path, command: str, columns: int) -> None:
    shown = program_on_terminal(words(command), columns=columns, folder=odd)
    assert not CONTROLS.search(shown)
    assert "\\x1b[31m" in " ".join(shown.split())
    assert "[bold]x[/bold] :smile:" in " ".join(shown.split())


@pytest.mark.parametrize(
    "text",
    [
        '"\\x1b[31mkey": 1\nincidents: []\n',
        HEAD + incident('"\\x1b[31mid"', more='    overlaps: ["\\x1b[0m\\u202e"]\n'),
        HEAD + incident(killed='"\\x1b[31m20\\u202e"'),
        HEAD + incident(date='"\\x1b[31m2018\\n"'),
        HEAD + incident(more='    "\\x1b]0;title\\a": x\n'),
        HEAD + incident(more="    type: \"\\x1b[2J\"\n"),
        HEAD + incident(more="    places2: [\u202e]\n"),
        "incidents: [] # \x1b[31m\n",
        "incidents: \u202e[\n",
        "incidents: &\x7f []\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["", "check -O github"])
def test_odd_text_in_a_complaint_is_harmless(run: Run, tmp_path: Path, text: str, form: str) -> None:
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    done = run(f"{form or 'list'} -f bad.yaml", folder=tmp_path)
    assert done.code == (1 if form else 2)
    assert not CONTROLS.search(done.out + done.err)


@pytest.mark.parametrize(
    "command",
    [
        ["list", "-f", "\x1b[31m.yaml"],
        ["list", "-o", "\x1b[31m.pdf"],
        ["list", "-o", "\x1b[31m/x.csv"],
        ["list", "\x1b[31m\u202e\n"],
        ["list", "-s", "\x1b[31m"],
        ["list", "-c", "\x1b[31m"],
        ["list", "--sort", "\x1b[31m"],
        ["list", "--since", "\x1b[31m"],
        ["list", "--victims", "\x1b[31m"],
        ["sum", "\x1b[31m", "rastan"],
        ["list", "--by", "\x1b[31m"],
        ["list", "-n", "\x1b[31m"],
        ["list", "--\x1b[31m"],
        ["\x1b[31m"],
    ],
    ids=lambda command: " ".join(command).encode("unicode_escape").decode(),
)
def test_odd_words_of_the_command_line_are_harmless(run: Run, command: list[str]) -> None:
    done = run(command)
    assert not CONTROLS.search(done.out + done.err)
    assert r"\x1b" in done.out + done.err
    assert "Traceback" not in done.err


def test_words_that_are_not_text_are_harmless(ledger_folder: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "list", b"\xff\xfe"],
        cwd=ledger_folder,
        env=surroundings_of_a_process(),
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert b"No town is called" in done.stderr


def assert_told(done: Ran, kind: str, *, code: int) -> None:
    assert done.code == code
    assert re.search(f"^bad.yaml{BAD[kind][1]}", done.err, re.MULTILINE)
    assert "Traceback" not in done.err
    assert not CONTROLS.search(done.err)
    assert all(len(line) < 500 for line in done.err.splitlines())


def test_a_file_name_cannot_command_a_workflow(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a:b,c.yaml").write_text("incidents: [{id: A B}]\n", encoding="utf-8")
    lines = run("check -O github -f a:b,c.yaml", folder=tmp_path).out.splitlines()
    assert lines
    assert all(line.startswith("::error file=a%3Ab%2Cc.yaml,line=1,col=") for line in lines)
