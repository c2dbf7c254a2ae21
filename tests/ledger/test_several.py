"""A ledger of several files: one namespace, and every problem in the file in which it is."""

import re
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli import load
from conflict_cli.counting.checks import warnings
from conflict_cli.ledger import several
from conflict_cli.ledger.kept import KeptLedgers, read_ledger
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.ledger.writer import format_ledger
from conflict_cli.record.errors import DataError, Problem
from conflict_cli.record.incident import Ledger
from tests.effort import examples
from tests.worlds.ledgers import EVERYTHING, ledgers, without_places_in_file
from tests.worlds.splitting import splits, write

ONE = "{id: a, title: A, date: 2018, places: [rastan], reports: [{source: sohr, killed: 2}]}"
TWO = "{id: b, title: B, date: 2018, overlaps: [a], reports: [{source: sohr, killed: 3}]}"
FILES = {
    "top.yaml": "include: [names.yaml, '2018-*.yaml']\nincidents: []\n",
    "names.yaml": "sources:\n  sohr: {name: SOHR}\nplaces:\n  rastan: {name: Rastan}\n",
    "2018-04.yaml": f"incidents:\n- {ONE}\n",
    "2018-05.yaml": f"incidents:\n- {TWO}\n",
}


def complaints(*paths: Path, cache: KeptLedgers | None = None) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_ledger(*paths, cache=cache)
    return [str(one).replace(f"{paths[0].parent}/", "") for one in caught.value.problems]


def told(folder: Path, **changes: str) -> list[str]:
    """The problems of the files of which some have a text more at their end."""
    changed = {name: text + changes.get(name[:-5].replace("-", "_"), "") for name, text in FILES.items()}
    return complaints(write(changed, folder))


def same(ledger: Ledger) -> Ledger:
    """The ledger without files and places in them, in the order of ids, and of the words of what is expected."""
    bare = without_places_in_file(ledger)
    incidents = tuple(sorted(bare.incidents, key=attrgetter("id")))
    return replace(bare, incidents=incidents, expected=tuple(sorted(bare.expected, key=repr)))


def suspicions(ledger: Ledger) -> list[list[str]]:
    """The words of each warning: which of two incidents is named first follows their order in the files."""
    return sorted(sorted(re.findall(r"[\w-]+", one.what)) for one in warnings(ledger))


@examples(200, quick=20)
@given(st.data())
def test_a_ledger_split_by_chance_is_the_same(tmp_path_factory, data):
    whole = parse_ledger(format_ledger(data.draw(ledgers())).encode(), "")
    folder = tmp_path_factory.mktemp("split")
    top = write(data.draw(splits(whole)), folder)
    for parts in (load(top), load(folder), load(*folder.rglob("[!i]*.y*ml"), top)):
        assert same(parts) == same(whole)
        assert suspicions(parts) == suspicions(whole)


@examples(100, quick=30)
@given(st.data())
def test_problems_name_the_file_that_has_them(tmp_path_factory, data):
    """One word of one file is spoilt; another file may be told of only if it refers to what is gone."""
    whole = parse_ledger(EVERYTHING.encode(), "")
    files = data.draw(splits(whole))
    name = data.draw(st.sampled_from(sorted(files)))
    folder = tmp_path_factory.mktemp("spoilt")
    files[name] += "\nnothing-like-it: 1\n"
    top = write(files, folder)
    (problem,) = complaints_of(top)
    lines = files[name].splitlines()
    assert (problem.file, problem.line) == (str(folder / name), lines.index("nothing-like-it: 1") + 1)


def complaints_of(top: Path) -> tuple[Problem, ...]:
    with pytest.raises(DataError) as caught:
        load(top)
    return caught.value.problems


def test_references_go_from_file_to_file(tmp_path):
    ledger = read_ledger(write(FILES, tmp_path))
    assert [one.id for one in ledger.incidents] == ["a", "b"]
    written = [ledger.file_of(one.spot) for one in ledger.incidents]
    assert written == [str(tmp_path / "2018-04.yaml"), str(tmp_path / "2018-05.yaml")]


def test_warnings_follow_the_order_of_files(tmp_path):
    names = FILES["names.yaml"] + "  hass: {name: Hass}\n"
    found = warnings(read_ledger(write({**FILES, "names.yaml": names}, tmp_path)))
    places = [(Path(one.file).name, one.line) for one in found]
    assert places == [("names.yaml", 5), ("2018-04.yaml", 2), ("2018-05.yaml", 2)]


def test_a_key_in_two_files_names_both_places(tmp_path):
    assert told(tmp_path, **{"2018_05": "sources:\n  sohr: {name: SOHR}\nplaces: {}\nactors: {}\n"}) == [
        '2018-05.yaml:4:3: sources: "sohr" is a key already, first given in names.yaml:2:3; keep one of the two'
    ]


def test_an_id_in_two_files_names_both_places(tmp_path):
    again = "- {id: a, title: A, date: 2018, reports: [{source: sohr}]}\n"
    assert told(tmp_path, **{"2018_05": again}) == [
        '2018-05.yaml:3:8: id: "a" is the id of an incident already, first given in 2018-04.yaml:2:8; write another'
    ]


def test_problems_of_all_files_are_told_in_order(tmp_path):
    wrong = "- {id: c, title: C, date: 2018, places: [rastn], reports: [{source: shr}], part_of: d}\n"
    odd = "- {id: e, title: E, date: 2018, reports: [{source: sohr}], distinct_from: [b], overlaps: [f]}\n"
    found = told(tmp_path, names="odd: 1\n", **{"2018_04": wrong, "2018_05": odd})
    assert [one.partition(";")[0] for one in found] == [
        'names.yaml:5:1: a ledger has no key "odd"',
        '2018-04.yaml:3:42: places: "rastn" is not among the places',
        '2018-04.yaml:3:69: source: "shr" is not among the sources',
        '2018-04.yaml:3:85: part_of: there is no incident "d"',
        '2018-05.yaml:3:91: overlaps: there is no incident "f"',
    ]


def test_links_that_clash_over_files_are_told(tmp_path):
    clash = "- {id: c, title: C, date: 2018, reports: [{source: sohr}], overlaps: [d]}\n"
    other = "- {id: d, title: D, date: 2018, reports: [{source: sohr}], distinct_from: [c]}\n"
    (found,) = told(tmp_path, **{"2018_04": clash, "2018_05": other})
    what = 'distinct_from: "d" and "c" are under overlaps in 2018-04.yaml:3:71; keep one of the two'
    assert found == f"2018-05.yaml:3:76: {what}"


def test_a_file_that_cannot_be_read_hides_no_other(tmp_path):
    """What refers to the file that is no YAML is not told: it may be there."""
    found = told(tmp_path, names="- ", **{"2018_05": "odd: 1\n"})
    assert [one.partition(";")[0] for one in found] == [
        "names.yaml:5:1: this line does not fit the lines before it",
        '2018-05.yaml:3:1: a ledger has no key "odd"',
    ]


def test_a_missing_file_hides_no_other_problem(tmp_path):
    (tmp_path / "top.yaml").write_text("include: [none.yaml]\nincidents:\n- {id: a, reports: [{source: sohr}]}\n")
    assert [one.partition(";")[0] for one in complaints(tmp_path / "top.yaml")] == [
        'top.yaml:1:11: include: there is no file "none.yaml"',
        "top.yaml:3:3: an incident needs the key title",
        "top.yaml:3:3: an incident needs the key date",
    ]


def test_some_file_must_hold_incidents(tmp_path):
    files = {"top.yaml": "include: [names.yaml]\n", "names.yaml": FILES["names.yaml"]}
    (found,) = complaints(write(files, tmp_path))
    assert found.startswith("top.yaml:1:1: a ledger needs the key incidents")


@pytest.fixture
def kept(tmp_path, monkeypatch) -> KeptLedgers:
    monkeypatch.setattr("conflict_cli.ledger.kept.SMALLEST", 0)
    return KeptLedgers(tmp_path / "cache", "1.0")


@pytest.fixture
def parsed(monkeypatch) -> list[str]:
    """The names of the files that are parsed."""
    names: list[str] = []
    parse = several.parse_part

    def noting(data, reading):
        names.append(Path(reading.problems.files[-1]).name)
        return parse(data, reading)

    monkeypatch.setattr(several, "parse_part", noting)
    return names


def test_only_a_changed_file_is_parsed_again(tmp_path, kept, parsed):
    top = write(FILES, tmp_path)
    first = read_ledger(top, cache=kept)
    parsed.clear()
    assert read_ledger(top, cache=kept) == first
    assert parsed == []
    (tmp_path / "2018-05.yaml").write_text(FILES["2018-05.yaml"].replace("3", "4"))
    changed = read_ledger(top, cache=kept)
    assert parsed == ["2018-05.yaml"]
    assert changed == read_ledger(top) != first
    parsed.clear()
    assert read_ledger(top, cache=kept) == changed
    assert parsed == []


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file more, before others": lambda folder: (folder / "2018-01.yaml").write_text("actors: {x: {name: X}}\n"),
    "a file less": lambda folder: (folder / "2018-05.yaml").unlink(),
    "files change names": lambda folder: (folder / "2018-05.yaml").rename(folder / "2018-03.yaml"),
    "a file moves": lambda folder: (
        (folder / "names.yaml").write_text("include: [m/n.yaml]\n") and write({"m/n.yaml": FILES["names.yaml"]}, folder)
    ),
    "a key goes that is named": lambda folder: (folder / "names.yaml").write_text("sources: {sohr: {name: S}}\n"),
    "an id goes that is named": lambda folder: (folder / "2018-04.yaml").write_text("incidents: []\n"),
    "an id stands twice": lambda folder: (folder / "2018-07.yaml").write_text(FILES["2018-04.yaml"] + "\n"),
    "a copy": lambda folder: (folder / "2018-07.yaml").write_text(FILES["2018-04.yaml"]),
    "a key stands twice": lambda folder: (folder / "2018-07.yaml").write_text(FILES["names.yaml"] + "\n"),
    "a ring of links": lambda folder: (folder / "2018-04.yaml").write_text(
        FILES["2018-04.yaml"].replace("places: [rastan]", "part_of: b")
    ),
    "a place in itself": lambda folder: (folder / "names.yaml").write_text(
        FILES["names.yaml"].replace("{name: Rastan", "{in: rastan, name: Rastan")
    ),
    "no incidents": lambda folder: (
        [(folder / name).write_text("actors: {}\n") for name in list(FILES)[2:]]
        and (folder / "top.yaml").write_text("include: [names.yaml]\n")
    ),
    "a figure that is none": lambda folder: (folder / "2018-05.yaml").write_text(
        FILES["2018-05.yaml"].replace("killed: 3", "killed: 3x")
    ),
    "an include of nothing beside all": lambda folder: (folder / "top.yaml").write_text(
        FILES["top.yaml"].replace("[names", "[none.yaml, names")
    ),
    "no YAML": lambda folder: (folder / "2018-04.yaml").write_text("a: ["),
    "an include of nothing": lambda folder: (folder / "top.yaml").write_text("include: [none]\nincidents: []\n"),
    "a file that cannot be read": lambda folder: (folder / "2018-06.yaml").symlink_to("2018-06.yaml"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_is_kept_changes_no_answer(tmp_path, kept, change):
    top = write(FILES, tmp_path)
    read_ledger(top, cache=kept)
    change(tmp_path)
    answers: list[object] = []
    for cache in (kept, None):
        try:
            answers.append(read_ledger(top, cache=cache))
        except DataError as error:
            answers.append(error.problems)
    assert answers[0] == answers[1]


def test_expected_figures_name_their_own_file(tmp_path, kept):
    expected = "\nexpected:\n- {town: rastan, killed: 1}\n"
    top = write({**FILES, "2018-04.yaml": FILES["2018-04.yaml"] + expected}, tmp_path)
    read_ledger(top, cache=kept)
    (tmp_path / "2018-01.yaml").write_text("actors: {}\nexpected:\n- {killed: 99}\n")
    ledger = read_ledger(top, cache=kept)
    assert ledger == read_ledger(top)
    found = [one for one in warnings(ledger) if one.what.startswith("expected: ")]
    assert [(Path(one.file).name, one.line) for one in found] == [("2018-01.yaml", 3), ("2018-04.yaml", 5)]


def test_a_ledger_that_moves_names_its_new_files(tmp_path, kept):
    top = write(FILES, tmp_path / "one")
    read_ledger(top, cache=kept)
    (tmp_path / "one").rename(tmp_path / "two")
    assert read_ledger(tmp_path / "two" / "top.yaml", cache=kept).files[0] == str(tmp_path / "two" / "top.yaml")


def test_small_ledgers_of_several_files_are_not_kept(tmp_path):
    read_ledger(write(FILES, tmp_path), cache=KeptLedgers(tmp_path / "cache", "1.0"))
    assert not (tmp_path / "cache").exists()
