"""HXL: every column has a tag of its own that its own library reads, and a row of tags is never taken for an event."""

import csv
import json
import re
from collections.abc import Iterator
from io import StringIO
from itertools import product
from pathlib import Path

import hxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.answers.answer import Answer, Column
from conflict_cli.answers.columns import column_keys
from conflict_cli.dataset.intake.recognition import are_tags
from conflict_cli.dataset.kept import KeptDataSets
from conflict_cli.record.incident import MEASURES, PARTS
from conflict_cli.render.hxl import tag_of, tagged, tags_of
from tests.conftest import SAMPLE, Run
from tests.effort import every_other
from tests.worlds.datasets import ACLED_NOW, acled, found, ged, killed, put

BOUNDS = ("low", "best", "high", "open", "approximate")
COMMANDS = (
    "list",
    "list --victims children",
    "list hass --by month -c killed,town,id,source,sources,towns,parts,attribution",
    "show homs-barrage hass-camp",
    "show hass-camp --with ged.csv",
    "sum",
    "sum --by month --victims women",
    "sum --explain",
    "sum -m killed -c killed_best,group",
    "towns --victims children",
    "sources",
    "compare ged.csv hass --victims civilians",
    "sum --explain --since 2030",
    "list hass -f ged.csv",
    "towns hass -f ged.csv",
)


def records_in(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline=""), strict=True))


def is_valid(tags: list[str]) -> bool:
    """Whether HXL's own library reads each of them as it is written, and takes no two for the same."""
    columns = [hxl.model.Column.parse(tag, use_exception=True) for tag in tags]
    assert [column.display_tag for column in columns] == tags
    assert all(re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag) for tag in tags)
    assert all(len(column.attributes) == len(column.attribute_list) for column in columns)
    return len(set(columns)) == len(tags) and are_tags(tags)


@pytest.fixture
def folder(ledger_folder: Path) -> Path:
    """The ledger beside the sample of UCDP GED."""
    put(ledger_folder / "ged.csv", SAMPLE.read_bytes())
    return ledger_folder


# Every answer


@pytest.mark.slow
@pytest.mark.parametrize("command", every_other(COMMANDS))
def test_the_second_row_holds_valid_hxl_tags(run: Run, folder: Path, command: str) -> None:
    plain = records_in(run(f"{command} -O csv", folder=folder).out)
    header, tags, *rows = records_in(run(f"{command} --hxl", folder=folder).out)
    assert [header, *rows] == plain
    assert len(tags) == len(header)
    assert is_valid(tags)
    read = hxl.data([header, tags, *rows])
    assert [column.header for column in read.columns] == header
    assert [column.display_tag for column in read.columns] == tags
    assert [row.values for row in read] == rows
    errors: list[hxl.validation.HXLValidationException] = []
    hxl.schema(None, callback=errors.append).validate(hxl.data([header, tags, *rows]))
    assert [str(error) for error in errors if error.rule.severity == "error"] == []


@pytest.mark.parametrize("file", ["incidents.yaml", "ged.csv"])
def test_hxl_values_are_those_of_json(run: Run, folder: Path, file: str) -> None:
    path = folder / "tagged.csv"
    assert run(f"list -f {file} --hxl -o {path}", folder=folder).code == 0
    with hxl.data(str(path), hxl.InputOptions(allow_local=True)) as read:
        rows = list(read)
    expected = json.loads(run(f"list -f {file} -O json", folder=folder).out)
    assert len(rows) == len(expected)
    tags = {"id": "#event+id", "title": "#event+name", "date_from": "#date+start", "date_to": "#date+end",
            "governorate": "#adm1+name", "country": "#country+name", "type": "#event+type",
            "killed_low": "#affected+killed+min", "killed_best": "#affected+killed+best",
            "killed_high": "#affected+killed+max", "injured_best": "#affected+injured+best",
            "casualties_best": "#affected+casualties+best", "killed_text": "#meta+killed+text"}  # fmt: skip
    for row, known in zip(rows, expected, strict=True):
        assert {key: row.get(tag) or "" for key, tag in tags.items()} == {
            key: "" if known[key] is None else str(known[key]) for key in tags
        }
        assert row.get("#meta+killed+open") == {True: "true", False: "false", None: None}[known["killed_open"]]
        assert row.get("#loc+name+list") == "; ".join(known["towns"])


def test_only_figures_that_add_up_are_affected(run: Run, folder: Path) -> None:
    header, tags, *rows = records_in(run("list --hxl", folder=folder).out)
    people = [name for name, tag in zip(header, tags, strict=True) if tag.startswith("#affected")]
    assert people
    assert all(
        re.fullmatch(rf"({'|'.join(MEASURES)})(_({'|'.join(PARTS)}))?(_(low|best|high))?", one) for one in people
    )
    for row in rows:
        assert all(cell == "" or cell.isdecimal() for name, cell in zip(header, row, strict=True) if name in people)
    assert not any(
        tag.startswith("#affected") for tag in records_in(run("compare ged.csv --hxl", folder=folder).out)[1]
    )


@pytest.mark.parametrize(
    "command",
    ["list", "list --since 2030 -c killed_best", "sum", "sum --explain", "towns -c town,killed_low", "sources"],
)
def test_figures_of_one_group_carry_its_tag(run: Run, command: str) -> None:
    tags = records_in(run(f"{command} --victims children --hxl").out)[1]
    people = [tag for tag in tags if tag.startswith("#affected")]
    assert people
    assert all("+children" in tag for tag in people)


def test_group_figures_of_data_sets_are_tagged_too(run: Run, folder: Path) -> None:
    for command in ("list", "sum"):
        tags = records_in(run(f"{command} --victims civilians -f ged.csv --hxl", folder=folder).out)[1]
        assert "#affected+killed+civilians+best" in tags
        assert "#affected+killed+best" not in tags


@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_tags_are_refused_except_in_csv(run: Run, form: str) -> None:
    done = run(f"list -O {form} --hxl")
    assert (done.code, done.out) == (2, "")
    assert f"--hxl tags the columns of CSV, not of {form}" in done.err


# Every key


def keys() -> Iterator[str]:
    """Every key there is of a figure, and those of a list."""
    whole = [f"{measure}_{name}" for measure in MEASURES for name in (*BOUNDS, "text", "reported")]
    parts = [(measure, part) for measure, part in product(MEASURES, PARTS)]
    yield from column_keys()
    yield from (key for key in whole if key not in column_keys())
    for measure, part in parts:
        yield from (f"{measure}_{part}{'' if name == 'best' else f'_{name}'}" for name in BOUNDS)
    yield from (f"{kind}_{name}" for kind in ("reported", "added") for name in (*BOUNDS, "text"))
    yield from (f"{side}_killed_{name}" for side in ("incident", "event") for name in (*BOUNDS, "text"))


def test_every_key_has_a_tag_of_its_own(run: Run, folder: Path) -> None:
    named = {name for command in COMMANDS for name in records_in(run(f"{command} -O csv", folder=folder).out)[0]}
    every = [*dict.fromkeys([*keys(), *sorted(named)])]
    assert len(every) > 300
    assert is_valid([tag_of(key) for key in every])


def test_every_group_has_tags_of_its_own() -> None:
    flat = [f"{measure}_{name}" for measure in MEASURES for name in (*BOUNDS, "text")]
    assert is_valid([tag_of(key, victims) for victims in PARTS for key in flat])
    for victims in PARTS:
        assert tag_of("killed_low", victims) == tag_of(f"killed_{victims}_low")


@pytest.mark.parametrize(
    ("key", "tag"),
    [
        ("killed_low", "#affected+killed+min"),
        ("killed_best", "#affected+killed+best"),
        ("killed_high", "#affected+killed+max"),
        ("killed_open", "#meta+killed+open"),
        ("killed_text", "#meta+killed+text"),
        ("killed", "#meta+killed+short"),
        ("killed_reported", "#meta+count+killed"),
        ("killed_children", "#affected+killed+children+best"),
        ("killed_girls_low", "#affected+killed+f+children+min"),
        ("injured_women_high", "#affected+injured+f+adults+max"),
        ("casualties_older_people_approximate", "#meta+casualties+elderly+approximate"),
        ("killed_health_workers", "#affected+killed+health_workers+best"),
        ("incident_killed_low", "#indicator+killed+min+incident"),
        ("reported_low", "#indicator+reported+min"),
        ("added_low", "#affected+added+min"),
        ("event_date_from", "#date+start+event"),
        ("event_governorate", "#adm1+name+event"),
        ("pcode", "#loc+code+v_pcode"),
        ("lat", "#geo+lat"),
        ("lon", "#geo+lon"),
        ("nobody_knows", "#meta+nobody_knows"),
        ("killed_martians", "#meta+killed_martians"),
        ("Odd key: 1+1", "#meta+odd_key__1_1"),
        ("2nd", "#meta+x2nd"),
        ("", "#meta+x"),
    ],
)
def test_each_key_has_its_tag(key: str, tag: str) -> None:
    assert tag_of(key) == tag
    assert is_valid([tag])


@given(st.lists(st.text(max_size=12) | st.sampled_from(sorted(keys())), min_size=1, max_size=8))
def test_any_columns_have_valid_and_distinct_tags(names: list[str]) -> None:
    assert is_valid(tags_of(names))


def test_tags_come_first_and_rows_stay_lazy() -> None:
    def rows() -> Iterator[tuple[str, int]]:
        yield ("x", 1)
        raise AssertionError("too early")

    report = tagged(Answer((Column("id", "ID"), Column("killed_best", "Best")), rows(), victims="women"))
    first = iter(report.rows)
    assert next(first) == ("#event+id", "#affected+killed+f+adults+best")
    assert next(first) == ("x", 1)


# Reading


@pytest.mark.parametrize(
    ("cells", "is_so"),
    [
        (["#event+id", "#date +start"], True),
        (["", " #Event +ID ", ""], True),
        (["#date\n+year", "#affected+killed+2"], True),
        (["#event", "1"], False),
        (["#12", ""], False),
        (["#affected+killed+2"], False),
        (["", " "], False),
        ([], False),
    ],
)
def test_a_row_of_tags_is_recognised(cells: list[str], is_so: bool) -> None:
    assert are_tags(cells) is is_so


@pytest.mark.parametrize(
    "source", ["hass kafr-batikh yarmouk", pytest.param("hass idlib -f ged.csv", marks=pytest.mark.slow)]
)
def test_a_tagged_export_reads_back_the_same(run: Run, folder: Path, source: str) -> None:
    answers = []
    for name, option in (("plain.csv", ""), ("tagged.csv", "--hxl")):
        assert run(f"list {source} {option} -o {name}", folder=folder).code == 0
        asked = [run(f"{command} -f {name} -O json", folder=folder) for command in ("list", "sum --by month")]
        assert all((one.code, one.err) == (0, "") for one in asked)
        answers.append([one.out for one in asked])
    assert answers[0] == answers[1]
    assert json.loads(answers[0][1])["total"]["killed_best"]


TAGS = {"event_id_cnty": "#event+code", "event_date": "#date+occurred", "location": "#loc+name",
        "latitude": "#geo+lat", "longitude": "#geo+lon", "fatalities": "#affected+killed"}  # fmt: skip


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_tags_in_an_acled_file_are_no_event(tmp_path: Path, ending: str) -> None:
    header, *rows = acled({}, {"fatalities": "many"}, {"fatalities": 0})
    plain, tagged_ = (
        found(put(tmp_path / name, ending.join(",".join(row) for row in records) + ending))
        for name, records in (
            ("plain", [header, *rows]),
            ("tagged", [header, [TAGS.get(name, "") for name in ACLED_NOW], *rows]),
        )
    )
    assert tagged_.events == plain.events
    assert tagged_.killed == plain.killed == (3, 3, 3, True)
    assert [remark.replace("line 4", "line 3") for remark in tagged_.remarks] == list(plain.remarks)
    assert "line 4" in tagged_.remarks[0]


def test_tags_are_left_out_of_the_cache(tmp_path: Path) -> None:
    header, *rows = ged({}, {"best": 3})
    file = put(tmp_path / "x.csv", [header, [f"#{name}" for name in header], *rows])
    kept = KeptDataSets(tmp_path / "kept", "1")
    assert found(file, kept=kept) == found(file, kept=kept)
    assert [killed(one) for one in found(file, kept=kept).events] == [(1, 2, 3, False), (1, 3, 3, False)]


def test_a_lone_hash_cell_is_still_an_event(tmp_path: Path) -> None:
    header, *rows = ged({"id": "#12"}, {})
    rows[0] = ["#12", *[""] * (len(header) - 1)]
    assert [one.id for one in found(put(tmp_path / "x.csv", [header, *rows])).events] == ["#12", "2"]


def test_a_file_of_tags_alone_holds_no_events(run: Run, folder: Path) -> None:
    assert run("list --since 2030 --hxl -o empty.csv", folder=folder).code == 0
    done = run("list -f empty.csv", folder=folder)
    assert (done.code, done.out) == (2, "")
    assert "holds no events" in done.err
