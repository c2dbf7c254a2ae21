"""`diff`: its exit codes, its forms, and the files that it refuses."""

import csv
import json
import re
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import Run, committed


def killed(found: dict) -> list[tuple[int, int, int]]:
    return [
        tuple(found["sums"][side][f"killed_{bound}"] for bound in ("low", "best", "high")) for side in ("old", "new")
    ]


def test_the_exit_code_tells_whether_anything_differs(run: Run, data_folder: Path) -> None:
    codes = [
        run(f"diff {words}", folder=data_folder).code
        for words in ("old.yaml old.yaml", "old.yaml new.yaml", "old.yaml nowhere.yaml", "old.yaml ged.csv")
    ]
    assert codes == [0, 1, 2, 2]


def test_json_has_changes_and_the_sums_of_both(run: Run, data_folder: Path) -> None:
    found = json.loads(run("diff old.yaml new.yaml -O json", folder=data_folder).out)
    assert (found["old"], found["new"]) == ("old.yaml", "new.yaml")
    assert found["counts"] == {"added": 1, "removed": 2, "changed": 3}
    for side, name in enumerate(("old", "new")):
        whole = json.loads(run(f"sum -f {name}.yaml -O json", folder=data_folder).out)["total"]
        assert killed(found)[side] == tuple(whole[f"killed_{bound}"] for bound in ("low", "best", "high"))
    assert {row["id"] for row in found["rows"] if row["noun"] == "incident"} == {"a", "b", "c", "d"}


def test_csv_has_a_row_for_each_change(run: Run, data_folder: Path) -> None:
    ran = run("diff old.yaml new.yaml -O csv", folder=data_folder)
    rows = list(csv.DictReader(StringIO(ran.out)))
    first = next(row for row in rows if row["field"] == "killed")
    assert (first["old"], first["new"], first["new_low"], first["new_high"]) == ("3–4, best 3", "4–5, best 5", "4", "5")
    assert "2 incidents changed, 1 removed, 1 added" in ran.err


def test_a_workbook_has_sheets_of_changes_and_sums(run: Run, data_folder: Path, tmp_path: Path) -> None:
    run(f"diff old.yaml new.yaml -o {tmp_path}/x.xlsx", folder=data_folder)
    book = load_workbook(BytesIO((tmp_path / "x.xlsx").read_bytes()))
    assert {"changes", "sums"} <= set(book.sheetnames)


def test_how_a_ledger_is_divided_makes_no_difference(run: Run, data_folder: Path, tmp_path: Path) -> None:
    names, incidents = re.split("^(?=incidents:)", (data_folder / "new.yaml").read_text(), flags=re.MULTILINE)
    expected = "expected:\n- {killed: at least 1}\n"
    (tmp_path / "whole.yaml").write_text(names + incidents + expected)
    (tmp_path / "top.yaml").write_text(f"include: [names.yaml, more.yaml]\n{incidents}")
    (tmp_path / "names.yaml").write_text(names)
    (tmp_path / "more.yaml").write_text(expected)
    assert run("diff whole.yaml top.yaml", folder=tmp_path).code == 0
    (tmp_path / "more.yaml").write_text(expected.replace("1", "2"))
    assert "at least 2" in run("diff whole.yaml top.yaml", folder=tmp_path).out


def test_standard_input_is_no_more_than_one_side(run: Run, tmp_path: Path) -> None:
    ran = run("diff - -", folder=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "can be read once" in ran.err


@pytest.mark.parametrize("form", ["yaml", "geojson", "sqlite"])
def test_forms_of_incidents_are_refused(run: Run, data_folder: Path, form: str) -> None:
    ran = run(f"diff old.yaml new.yaml -O {form}", folder=data_folder)
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize("side", ["old", "new"])
def test_neither_file_is_written_over(run: Run, tmp_path: Path, side: str) -> None:
    for name in ("old", "new"):
        (tmp_path / f"{name}.csv").write_text("incidents: []\n")
    ran = run(f"diff old.csv new.csv -o {side}.csv", folder=tmp_path)
    assert ran.code == 2
    assert f"{side}.csv is the file that is being read" in ran.err


def test_a_word_that_neither_file_knows_is_refused(run: Run, data_folder: Path) -> None:
    ran = run("diff old.yaml new.yaml nowhere", folder=data_folder)
    assert (ran.code, ran.out, ran.err) == (2, "", 'Error: No town is called "nowhere"\n')


def test_a_word_that_one_file_knows_is_told(run: Run, data_folder: Path) -> None:
    ran = run("diff old.yaml new.yaml --governorate idlib", folder=data_folder)
    assert ran.code == 1
    assert 'Old: No governorate is called "idlib"; this file has Homs.' in ran.out


def test_nothing_in_either_file_is_said(run: Run, data_folder: Path) -> None:
    ran = run("diff old.yaml new.yaml --since 2020", folder=data_folder)
    assert (ran.code, ran.err) == (0, "No incident matches in either file.\n")
    assert run("diff old.yaml new.yaml --since 2020 --fail-empty", folder=data_folder).code == 1


def test_a_revision_is_compared_with_the_file(run: Run, tmp_path: Path) -> None:
    ledger = "incidents: []\n"
    (tmp_path / "own.yaml").write_text(ledger)
    committed(tmp_path)
    assert run("diff HEAD:own.yaml own.yaml", folder=tmp_path).code == 0
    (tmp_path / "own.yaml").write_text("sources: {s: {name: S}}\n" + ledger)
    ran = run("diff HEAD:own.yaml own.yaml", folder=tmp_path)
    assert ran.code == 1
    assert "source s, added" in ran.out
    assert "1 source added." in ran.out
    assert run("diff HEAD~9:own.yaml own.yaml", folder=tmp_path).code == 2


@pytest.mark.parametrize(("old", "new"), [("HEAD:team", "team"), ("HEAD:team/top.yaml", "team/top.yaml")])
def test_a_ledger_of_several_files_is_compared(run: Run, tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "team/top.yaml").write_text("include: [names.yaml]\nincidents: []\n")
    (tmp_path / "team/names.yaml").write_text("sources: {s: {name: S}}\n")
    committed(tmp_path)
    assert run(f"diff {old} {new}", folder=tmp_path).code == 0
    (tmp_path / "team/names.yaml").write_text("sources: {s: {name: S}, t: {name: T}}\n")
    ran = run(f"diff {old} {new}", folder=tmp_path)
    assert (ran.code, "source t, added" in ran.out) == (1, True)


def test_two_states_of_a_data_set_are_compared(run: Run, data_folder: Path, tmp_path: Path) -> None:
    lines = (data_folder / "ged.csv").read_text().splitlines(keepends=True)
    (tmp_path / "old.csv").write_text("".join(lines))
    (tmp_path / "new.csv").write_text("".join([*lines[:3], *lines[4:]]))
    found = json.loads(run("diff old.csv new.csv -O json", folder=tmp_path).out)
    assert found["counts"] == {"added": 0, "removed": 1, "changed": 0}
    assert run("diff old.csv old.csv", folder=tmp_path).code == 0
