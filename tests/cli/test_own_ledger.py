"""Rules that the ten incidents do not show, asked of a small ledger: places in places, corrections, namesakes."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

LEDGER = """\
articles: {early: {title: First news}, late: {title: Later news}}
sources: {sohr: {name: SOHR}, snhr: {name: SNHR}, ministry: {name: Ministry of Defence}}
places:
  north: {name: the north, kind: region, governorate: Homs, country: Syria}
  rastan: {name: Rastan, kind: town, in: [north], governorate: Homs, country: Syria}
  clinic: {name: Clinic, kind: site, in: [rastan]}
  camp: {name: Old Camp, kind: camp, governorate: Homs, country: Syria}
  salim-homs: {name: Salim, kind: village, governorate: Homs, country: Syria}
  salim-hama: {name: Salim, kind: village, governorate: Hama, country: Syria}
actors: {russia: {name: Russia}}
incidents:
  - id: corrected
    title: Attack on a clinic
    date: 2018-01
    places: [clinic]
    reports:
      - {source: sohr, article: late, killed: 3, supersedes: early}
      - {source: sohr, article: early, killed: 9}
      - {source: ministry, article: late, killed: none, denies: true}
  - id: near
    title: In or near the town
    date: 2018-02
    places: [rastan]
    nearby: true
    reports: [{source: sohr, article: late, killed: 4}]
  - id: claimed
    title: Who did it is claimed
    date: 2018-01-15/2018-03-15
    places: [rastan]
    attribution: [{actor: russia, confidence: claimed, by: [snhr, ministry]}]
    reports: [{source: snhr, article: late, killed: 2}]
  - id: in-the-camp
    title: In a camp that nobody placed
    date: 2018-01
    places: [camp]
    reports: [{source: sohr, article: late, killed: 5}]
  - id: two-accounts
    title: One source, two figures
    date: 2018-04
    places: [salim-homs]
    reports: [{source: sohr, article: early, killed: 1}, {source: sohr, article: late, killed: 2}]
  - id: two-sources
    title: Two sources, two figures
    date: 2018-04
    places: [salim-hama]
    reports: [{source: sohr, article: late, killed: 1}, {source: snhr, article: late, killed: 8}]
"""


@pytest.fixture
def ask(run: Run, tmp_path: Path) -> Run:
    """Run a command on this ledger."""
    (tmp_path / "own.yaml").write_text(LEDGER, encoding="utf-8")

    def ask(command: str):
        return run(f"{command} -f own.yaml", folder=tmp_path)

    return ask


def killed(row: dict) -> tuple[int, int, int]:
    return row["killed_low"], row["killed_best"], row["killed_high"]


@pytest.mark.parametrize(
    ("options", "figures", "possible"),
    [
        ("", (16, 16, 24), None),
        ("rastan", (5, 9, 9), ["in-the-camp"]),
        ("'the north'", (5, 9, 9), ["in-the-camp", "two-accounts"]),
        ("rastan --possible", (5, 9, 14), None),
        ("clinic", (3, 3, 3), ["near", "claimed", "in-the-camp"]),
        ("--governorate homs", (15, 15, 16), None),
        ("not:rastan", (2, 2, 19), None),
        ("--actor russia", (0, 0, 2), ["corrected", "near", "in-the-camp", "two-accounts", "two-sources"]),
        ("--confidence claimed", (2, 2, 2), None),
        ("--date 2018-02", (4, 4, 6), None),
        ("salim", (2, 2, 10), ["near", "in-the-camp"]),
        ("salim --governorate hama", (1, 1, 8), None),
    ],
)
def test_what_surely_likely_and_perhaps_belongs(ask: Run, options: str, figures: tuple, possible: list | None) -> None:
    answer = json.loads(ask(f"sum {options} -O json").out)
    assert killed(answer["total"]) == figures
    assert (answer["possible"] and answer["possible"]["ids"]) == possible


@pytest.mark.parametrize("command", ["list", "sum"])
def test_an_empty_answer_tells_what_may_belong(ask: Run, command: str) -> None:
    done = ask(f"{command} --actor russia --source sohr")
    assert "No incident matches." in done.err
    assert "5 incidents, up to 15 killed" in done.err


def test_a_month_holds_what_began_before_it(ask: Run) -> None:
    rows = json.loads(ask("sum --by month -O json").out)["rows"]
    assert {row["group"]: killed(row) for row in rows} == {
        "2018-01": (8, 8, 10),
        "2018-02": (4, 4, 6),
        "2018-03": (0, 0, 2),
        "2018-04": (2, 2, 10),
        "across months": (2, 2, 2),
    }


def test_places_of_one_name_are_told_apart(ask: Run) -> None:
    rows = json.loads(ask("sum --by town -O json").out)["rows"]
    assert {row["group"]: killed(row) for row in rows} == {
        "Clinic": (3, 3, 3),
        "Rastan": (5, 9, 9),
        "Old Camp": (5, 5, 5),
        "Salim (Homs)": (1, 1, 2),
        "Salim (Hama)": (1, 1, 8),
    }


def test_a_name_of_several_places_is_noted(ask: Run) -> None:
    told = ask("sum salim").out
    assert "Salim (Homs)" in told
    assert "Salim (Hama)" in told


def test_show_has_corrections_and_denials(ask: Run) -> None:
    shown = ask("show corrected").out
    assert [figure in shown for figure in ("3 killed", "9 killed", "none killed")] == [True, True, True]
    assert "supersede" in shown
    assert "denie" in shown


def test_show_names_who_names_the_actor(ask: Run) -> None:
    (line,) = [line for line in ask("show claimed").out.splitlines() if "Attributed to" in line]
    assert "SNHR" in line
    assert "Ministry of Defence" in line


@pytest.mark.parametrize("options", ["clinic", "--confidence claimed"])
def test_an_excerpt_keeps_what_its_entries_name(ask: Run, run: Run, tmp_path: Path, options: str) -> None:
    """The places that hold its places, and the sources that name an actor."""
    (tmp_path / "copy.yaml").write_text(ask(f"list {options} -O yaml").out, encoding="utf-8")
    assert "copy.yaml: 0 errors" in run("check -f copy.yaml", folder=tmp_path).err


def test_check_knows_containers_and_attributing_sources_as_named(ask: Run) -> None:
    assert "no incident names" not in ask("check").out


@pytest.mark.parametrize(
    ("incident", "reason"),
    [
        ("corrected", "supersede"),
        ("corrected", "denied by a party"),
        ("near", "in or near the place"),
        ("two-accounts", "its accounts differ"),
        ("two-sources", "its sources differ"),
    ],
)
def test_an_explanation_gives_the_reason(ask: Run, incident: str, reason: str) -> None:
    options = "rastan" if incident == "near" else ""
    explained = ask(f"sum {options} -m killed --explain").out.partition("what each incident adds")[2]
    (line,) = [line for line in explained.splitlines() if line.startswith(incident)]
    assert reason in line


def test_check_asks_which_of_two_figures_holds(ask: Run) -> None:
    assert any("two-accounts" in line and "supersedes" in line for line in ask("check").out.splitlines())


def test_a_sum_counts_the_pairs_not_linked(ask: Run) -> None:
    """`near` and `claimed` were in one town on days that overlap; so were `corrected` and `claimed`."""
    assert "2 pairs" in ask("sum rastan").out
