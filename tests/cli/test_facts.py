"""The three questions, asked of the ten incidents of the article: the numbers that must come out, in every form."""

import json
from pathlib import Path

import pytest

from conflict_cli.record.periods import SPANS
from conflict_cli.selection.selection import BYS
from tests.conftest import ROOT, Run

MAY_BE_THE_SAME = "homs-barrage with rastan-rockets, zafaraneh-hospital"


def summed(run: Run, options: str = "") -> dict:
    done = run(f"sum -O json {options}")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def figure(row: dict, measure: str = "killed") -> tuple:
    return tuple(row[f"{measure}_{name}"] for name in ("low", "best", "high", "open", "approximate"))


def figures_by(run: Run, by: str, measure: str = "killed", options: str = "") -> dict[str, tuple]:
    return {row["group"]: figure(row, measure) for row in summed(run, f"--by {by} {options}")["rows"]}


@pytest.mark.parametrize("by", ["", "--by town", "--by source", "--by month", "--by year", "--by actor", "--by target"])
@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("killed", (94, 95, 97, True, True)),
        ("injured", (176, 176, 176, True, True)),
        ("casualties", (150, 150, 150, False, True)),
    ],
)
def test_the_total_is_the_same_however_split(run: Run, by: str, measure: str, expected: tuple) -> None:
    assert figure(summed(run, by)["total"], measure) == expected


def test_the_example_sums_the_killed_by_source(run: Run) -> None:
    assert figures_by(run, "source") == {
        "SOHR": (2, 2, 2, True, False),
        "White Helmets": (2, 2, 2, False, False),
        "Videos": (None, None, None, None, None),
        "Activists": (0, 1, 1, False, False),
        "Middle East Monitor": (92, 92, 92, True, True),
    }


def test_the_example_sums_the_killed_by_month(run: Run) -> None:
    assert figures_by(run, "month") == {"2018-03": (42, 42, 42, False, False), "2018-04": (52, 53, 55, True, True)}


def test_the_example_sums_the_injured_by_source(run: Run) -> None:
    found = figures_by(run, "source", "injured")
    assert {name: row for name, row in found.items() if row[0] is not None} == {
        "White Helmets": (25, 25, 25, False, True),
        "Middle East Monitor": (151, 151, 151, True, False),
    }


def test_the_example_sums_the_killed_by_town(run: Run) -> None:
    assert figures_by(run, "town") == {
        "Al-Zafaraneh": (0, 1, 3, True, False),
        "northern Homs": (2, 3, 8, True, False),
        "Talbissah": (0, 0, 2, True, False),
        "Al-Adawiyya": (0, 0, 2, True, False),
        "Rastan": (2, 2, 2, False, False),
        "southern Hama": (0, 0, 3, True, False),
        "Idlib": (27, 27, 27, False, False),
        "Kafr Batikh": (20, 20, 20, False, False),
        "Hass": (22, 22, 22, False, False),
        "Yarmouk": (20, 20, 20, False, True),
        "across towns": (3, 3, 3, True, False),
        "elsewhere, or not named": (2, 2, 2, True, False),
    }


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("rastan", (2, 2, 2, False, False)),
        ("talbissah", (0, 0, 2, True, False)),
        ("talbissah --possible", (0, 0, 5, True, False)),
        ("rastan --possible", (2, 2, 7, True, False)),
        ("not:rastan", (89, 90, 95, True, True)),
        ("'northern homs'", (2, 3, 8, True, False)),
        ("--governorate homs", (2, 3, 8, True, False)),
        ("--country syria", (94, 95, 97, True, True)),
        ("--type air-drone-strike", (67, 67, 67, False, True)),
        ("--victims children", (17, 17, 18, True, False)),
        ("--source sohr", (2, 2, 2, True, False)),
        ("--source activists", (0, 1, 1, False, False)),
        ("--source not:memo", (2, 3, 5, True, False)),
        ("--date 2018-03", (42, 42, 42, False, False)),
        ("--since 2018-04", (52, 53, 55, True, True)),
        ("--until 2018-03", (42, 42, 42, False, False)),
        ("rastan al-zafaraneh talbissah", (2, 3, 5, True, False)),
        ("--actor russia", (20, 47, 47, False, False)),
        ("--actor russia --possible", (20, 47, 69, False, False)),
        ("--actor russia --confidence stated", (20, 20, 20, False, False)),
        ("--date 2018-04-28", (0, 0, 55, True, True)),
        ("--min-killed 20", (89, 89, 89, False, True)),
    ],
)
def test_the_example_sums_the_killed_of_selections(run: Run, options: str, expected: tuple) -> None:
    assert figure(summed(run, options)["total"]) == expected


@pytest.mark.parametrize("by", [by for by in BYS if by != "article"])
def test_a_row_equals_the_sum_of_its_filter(run: Run, by: str) -> None:
    option = "date" if by in SPANS else by
    for row in summed(run, f"--by {by}")["rows"]:
        if not row["group"].startswith(("no ", "not ", "across ", "elsewhere")):
            alone = summed(run, f'--{option} "{row["group"]}"')["total"]
            assert {**alone, "group": row["group"]} == row


def test_incidents_that_report_a_figure_are_counted(run: Run) -> None:
    total = summed(run)["total"]
    assert [total[f"{name}_reported"] for name in ("killed", "injured", "casualties")] == [8, 2, 1]
    assert total["incidents"] == 10


def test_incidents_of_perhaps_the_same_people_are_named(run: Run) -> None:
    answer = summed(run)
    assert any(MAY_BE_THE_SAME in note for note in answer["notes"])
    assert any(MAY_BE_THE_SAME in note for note in answer["total"]["notes"])
    assert MAY_BE_THE_SAME in run("sum").out
    assert MAY_BE_THE_SAME in run("list").err


def test_sums_say_what_they_leave_out(run: Run) -> None:
    assert "1 incident with ~150 killed or injured together" in run("sum -m killed").out
    assert "1 incident that reports no figure" in run("sum").out
    assert "1 incident that reports no figure" in " ".join(summed(run)["notes"])


@pytest.mark.parametrize(
    ("command", "rows"),
    [
        ("sum", [["Killed", "8 of 10", "94", "95", "97+"], ["Injured", "2 of 10", "176", "176", "176+"]]),
        ("sum --by month", [["2018-03", "2", "42", "42", "42"], ["2018-04", "6 of 8", "52", "53", "55+"]]),
        ("sum --by source", [["SOHR", "1", "2", "2", "2+"], ["Activists", "1", "0", "1", "1"]]),
        (
            "sum --by source",
            [["Middle East Monitor", "5 of 6", "92", "92", "92+"], ["All", "8 of 10", "94", "95", "97+"]],
        ),
        ("sum rastan", [["Killed", "1", "2", "2", "2"]]),
        ("sum talbissah", [["Killed", "1 of 2", "0", "0", "2+"]]),
        ("sum --victims children", [["Killed", "3", "17", "17", "18+"]]),
        ("sum --actor russia", [["Killed", "2", "20", "47", "47"]]),
        ("sum --by country", [["Syria", "8 of 10", "94", "95", "97+"]]),
    ],
)
def test_the_table_shows_the_same_sums(run: Run, command: str, rows: list[list[str]]) -> None:
    lines = [" ".join(line.split()) for line in run(command).out.splitlines()]
    for row in rows:
        assert any(line.startswith(" ".join(row)) for line in lines), row


def test_what_may_belong_is_told_and_not_counted(run: Run) -> None:
    possible = summed(run, "rastan")["possible"]
    assert possible["ids"] == ["homs-barrage", "homs-ground-fighting", "homs-hama-strikes"]
    assert possible["incidents"] == 3
    assert [possible[f"killed_{name}"] for name in ("reported", "high", "open")] == [2, 5, True]
    assert [possible[f"casualties_{name}"] for name in ("reported", "high", "open")] == [1, 150, False]
    assert summed(run, "rastan --possible")["possible"] is None
    assert summed(run)["possible"] is None


@pytest.mark.parametrize(("command", "done"), [("sum Rastan", "counted"), ("list Rastan", "listed")])
def test_the_line_on_what_may_belong_has_all_measures(run: Run, command: str, done: str) -> None:
    told = "".join(run(command)[1:])
    (line,) = [line for line in told.splitlines() if line.startswith("Perhaps also in Rastan")]
    assert f"not {done}: 3 incidents, 5 or more killed and " in line
    assert "150 killed or injured" in line
    assert "--possible" in line


def test_a_sum_in_json_has_these_keys(run: Run) -> None:
    assert set(summed(run)) == {"by", "rows", "total", "notes", "possible", "read"}


def test_an_explanation_names_every_figure_and_its_use(run: Run) -> None:
    explained = {(line["measure"], line["id"]): line for line in summed(run, "--explain")["explain"]}
    assert explained["killed", "homs-barrage"]["maybe_same_as"] == ["rastan-rockets", "zafaraneh-hospital"]
    assert explained["killed", "rastan-rockets"]["maybe_same_as"] == ["homs-barrage"]
    for measure, low, best, high in (("killed", 94, 95, 97), ("injured", 176, 176, 176), ("casualties", 150, 150, 150)):
        lines = [line for key, line in explained.items() if key[0] == measure]
        added = [sum(line[f"added_{name}"] for line in lines) for name in ("low", "best", "high")]
        assert added == [low, best, high]


def test_a_table_can_explain_a_sum(run: Run) -> None:
    lines = [" ".join(line.split()) for line in run("sum -m killed --explain").out.splitlines()]
    assert "rastan-rockets 2 2 2 2 added; may be the same deaths as homs-barrage" in lines
    assert any(line.startswith("homs-barrage ≥2 0 0 2+ only in high; may be the same deaths as") for line in lines)
    covering = run("sum talbissah --explain -O json").out
    assert json.loads(covering)["explain"][0]["covers_more_places"] is True


def test_csv_and_json_lines_give_the_same_figures(run: Run) -> None:
    import csv

    rows = list(csv.DictReader(run("sum --by month -O csv").out.splitlines()))
    assert [(row["group"], row["killed_low"], row["killed_best"], row["killed_high"]) for row in rows] == [
        ("2018-03", "42", "42", "42"),
        ("2018-04", "52", "53", "55"),
        ("All", "94", "95", "97"),
    ]
    lines = [json.loads(line) for line in run("sum --by month -O jsonl").out.splitlines()]
    assert [figure(line) for line in lines[:2]] == [(42, 42, 42, False, False), (52, 53, 55, True, True)]


def test_reading_the_shipped_ledger_is_said(run: Run, tmp_path: Path) -> None:
    said = "This is the example that comes with the program; -f names your own ledger.\n"
    assert run("sum", folder=tmp_path).err.startswith(said)
    assert said not in run("sum").err


def test_a_period_in_python_holds_its_months_whole() -> None:
    from conflict_cli import load, select

    ledger = load(ROOT / "incidents.yaml")
    assert len(select(ledger, until="2018-03")) == 2
    assert len(select(ledger, until="2018-04")) == len(ledger.incidents) == 10
    assert len(select(ledger, since="2018-04")) == 8
