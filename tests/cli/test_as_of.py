"""`--as-of`: every way out of a ledger says the day, and names what may have been published by then."""

import json
from pathlib import Path

import pytest

from conflict_cli import load, select
from tests.conftest import Run

LEDGER = """\
articles: {early: {title: E, published: 2018-04-02}, late: {title: L, published: 2018-04-09}}
sources: {sohr: {name: SOHR}, un: {name: UN}}
incidents:
  - id: corrected
    title: Attack
    date: 2018-04-01
    reports: [{source: sohr, article: late, killed: 3, supersedes: early}, {source: sohr, article: early, killed: 9}]
  - {id: later, title: Attack, date: 2018-04-01, reports: [{source: un, article: late, killed: 4}]}
  - {id: undated, title: Attack, date: 2018-04-01, reports: [{source: un, killed: at least 7}]}
"""
DAY = "Only what had been published by 2018-04-05; dates, places, actors and links are as the file has them now."
UNDATED = (
    "Perhaps published by 2018-04-05, not counted: 1 report without a sure day of publication, 7 or more killed "
    "(undated)."
)


@pytest.fixture
def ask(run: Run, tmp_path: Path) -> Run:
    """Run a command on this ledger."""
    (tmp_path / "own.yaml").write_text(LEDGER, encoding="utf-8")

    def ask(command: str):
        return run(f"{command} -f own.yaml", folder=tmp_path)

    return ask


def test_json_says_the_day_and_what_is_undated(ask: Run) -> None:
    found = json.loads(ask("sum --as-of 2018-04-05 -O json").out)
    assert found["as_of"] == "2018-04-05"
    assert found["total"]["killed_high"] == 9
    assert found["notes"] == [DAY, UNDATED]
    assert "as_of" not in json.loads(ask("sum -O json").out)


@pytest.mark.parametrize("command", ["list", "towns", "sources", "list -O json", "list -O csv", "sources -O jsonl"])
def test_rows_go_with_the_day_beside_them(ask: Run, command: str) -> None:
    assert {DAY, UNDATED} <= set(ask(f"{command} --as-of 2018-04-05").err.splitlines())


def test_no_match_says_what_may_have_been_published(ask: Run) -> None:
    ran = ask("sum --as-of 2018-04-01")
    assert (ran.code, ran.out) == (0, "")
    assert "Perhaps published by 2018-04-01, not counted: 1 report" in ran.err


@pytest.mark.slow
def test_a_page_says_the_day(ask: Run) -> None:
    page = ask("report --as-of 2018-04-05").out
    assert "as published by 2018-04-05" in page
    assert "Perhaps published by 2018-04-05" in page


def test_other_filters_narrow_what_is_undated(ask: Run) -> None:
    assert "Perhaps" not in ask("sum -s sohr --as-of 2018-04-05").out


def test_a_data_set_is_refused_as_of_a_day(run: Run, data_folder: Path) -> None:
    ran = run("sum -f ged.csv --as-of 2018", folder=data_folder)
    assert (ran.code, ran.out) == (2, "")
    assert "UCDP GED has no days of publication" in ran.err


def test_python_asks_as_of_a_day(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(LEDGER, encoding="utf-8")
    selection = select(load(tmp_path / "own.yaml"), as_of="2018-04")
    assert [one.id for one in selection] == ["corrected", "later"]
    assert [one.id for one in selection.undated] == ["undated"]
