"""`include`, and folders: which files make a ledger, and what may not be included."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.ledger.kept import read_ledger
from conflict_cli.ledger.several import read_planned
from conflict_cli.record.errors import DataError
from tests.effort import examples
from tests.worlds.splitting import write

EMPTY = "incidents: []\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """The folder in which the ledger lies and the test runs."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return Path()


def files(top: str, **others: str) -> tuple[str, ...]:
    """The files of the ledger whose first file includes these; each other file holds the text that is given."""
    given = {f"{name.replace('__', '/')}.yaml": text for name, text in others.items()}
    return read_ledger(write({"top.yaml": f"include: {top}\n{EMPTY}", **given}, Path())).files


def complaints(*paths: str) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_ledger(*map(Path, paths))
    return str(caught.value).splitlines()


def refusal(pattern: str) -> str:
    """What is said of a first file that includes this, without its place."""
    write({"top.yaml": f"include:\n  - {pattern}\n{EMPTY}"}, Path())
    (complaint,) = complaints("top.yaml")
    assert complaint.startswith("top.yaml:2:5: include: ")
    return complaint.removeprefix("top.yaml:2:5: include: ")


def test_files_follow_the_file_that_includes_them():
    months = {"y__b": "include: [z.yaml]\n", "y__z": EMPTY, "y__c": EMPTY, "a": EMPTY}
    assert files("[y/*.yaml, a.yaml]", **months) == ("top.yaml", "y/b.yaml", "y/z.yaml", "y/c.yaml", "a.yaml")


def test_a_file_named_twice_counts_once():
    Path("link.yaml").symlink_to("a.yaml")
    assert files("[a.yaml, ./a.yaml, y/../a.yaml, link.yaml, '*.yaml']", a=EMPTY, y__b=EMPTY) == ("top.yaml", "a.yaml")
    assert read_ledger(Path("a.yaml"), Path("top.yaml")).files == ("a.yaml", "top.yaml")


def test_two_stars_go_into_all_folders_below():
    assert files('["**/*.yaml"]', a=EMPTY, y__z__b=EMPTY) == ("top.yaml", "a.yaml", "y/z/b.yaml")


def test_a_file_below_may_include_one_above():
    assert files("[y/b.yaml]", y__b="include: [../a.yaml]\n", a=EMPTY) == ("top.yaml", "y/b.yaml", "a.yaml")


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("none.yaml", 'there is no file "none.yaml"; check its name; it is relative to this file'),
        ("none/*.yaml", '"none/*.yaml" matches no file; correct it, or take it out'),
        ('"*.yaml"', '"*.yaml" matches no file; correct it, or take it out'),
        ("/etc/hosts", '"/etc/hosts" is an absolute path; write it relative to this file'),
        (r"C:\x.yaml", r'"C:\x.yaml" is an absolute path; write it relative to this file'),
        ("../here", '"../here" is a folder; write ../here/*.yaml for the files in it'),
        ("top.yaml", "top.yaml -> top.yaml is a circle; take one of these includes out"),
        (
            "../out.yaml",
            '"../out.yaml" leads out of the folder of the ledger; put the file in that folder, or name it with -f too',
        ),
        (
            "link.yaml",
            '"link.yaml" leads out of the folder of the ledger; put the file in that folder, or name it with -f too',
        ),
        ('"a\\0b.yaml"', 'there is no file "a\0b.yaml"; check its name; it is relative to this file'),
        ('"a\\0b*"', '"a\0b*" matches no file; correct it, or take it out'),
        ('"**a"', '"**a" has another sign beside **; write **/ for this folder and all below it'),
        ("n" * 300, f'"{"n" * 40}…" cannot be looked for: File name too long; correct it'),
    ],
)
def test_what_cannot_be_included_is_told(pattern, message):
    Path("../out.yaml").write_text(EMPTY)
    if "link" in pattern:
        Path("link.yaml").symlink_to("../out.yaml")
    assert refusal(pattern) == message


def test_a_circle_is_told_with_its_files():
    includes = {"a.yaml": "[b.yaml]", "b.yaml": "[y/c.yaml]", "y/c.yaml": "[../b.yaml]"}
    write({name: f"include: {listed}\n" for name, listed in includes.items()}, Path())
    assert complaints("a.yaml")[0] == (
        "y/c.yaml:1:11: include: b.yaml -> y/c.yaml -> b.yaml is a circle; take one of these includes out"
    )


def test_a_long_chain_of_files_needs_no_recursion():
    for number in range(1100):
        Path(f"f{number}.yaml").write_text(f"include: [f{number + 1}.yaml]\n")
    Path("f1100.yaml").write_text(EMPTY)
    assert len(read_ledger(Path("f0.yaml")).files) == 1101


def test_a_folder_is_read_without_hidden_files():
    hidden = {".git/x.yaml": "no", ".x.yaml": "no", "y/notes.txt": "no"}
    write({"y/b.yml": EMPTY, "a.yaml": EMPTY, **hidden}, Path())
    assert read_ledger(Path()).files == ("a.yaml", "y/b.yml")


def test_an_empty_folder_is_told(tmp_path):
    assert complaints(str(tmp_path / "here")) == [
        f"{tmp_path / 'here'}: holds no ledger; name a folder of files such as 2018.yaml"
    ]


def test_a_link_out_of_a_folder_is_refused():
    Path("../out.yaml").write_text(EMPTY)
    write({"y/a.yaml": EMPTY}, Path())
    Path("y/b.yaml").symlink_to("../../out.yaml")
    assert complaints("y") == ["y/b.yaml: leads out of the folder y through a link; put a copy in its place"]


def test_a_text_alone_follows_no_include():
    write({"top.yaml": '"\\x69nclude": [a.yaml]\n', "a.yaml": EMPTY}, Path())
    assert complaints("top.yaml") == [
        'top.yaml:1:16: include: "a.yaml" is not looked for, since this text is read by itself; name its file'
    ]


SIGNS = st.lists(st.sampled_from(["**", "*", "a", "a*"]), max_size=3)
LAST_SIGNS = st.sampled_from(["*", "a*", "?.yaml", "*.yaml", "[ab].yaml"])
PATHS = st.lists(st.sampled_from(["a", "b", "ab", ".a"]), max_size=3)


@examples(200, quick=60)
@given(st.sampled_from(["", "../", "./"]), SIGNS, LAST_SIGNS, PATHS, st.sampled_from(["a.yaml", "b.yaml", "ab.yml"]))
def test_a_planned_file_is_included_as_if_there(tmp_path_factory, above, signs, last, folders, name):
    home = tmp_path_factory.mktemp("planned") / "here"
    path = home.joinpath(*folders, name)
    path.parent.mkdir(parents=True)
    top = write({"top.yaml": f"include: ['{above}{'/'.join([*signs, last])}']\n{EMPTY}"}, home)

    def found() -> tuple[str, ...] | str:
        try:
            return read_planned([top], path, EMPTY.encode()).files
        except DataError as error:
            return str(error)

    before = found()
    path.write_text(EMPTY)
    assert found() == before
