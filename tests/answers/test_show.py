"""`detail`: what a report says, in its own words, and what it does not say of everybody."""

import pytest

from conflict_cli.answers.show import says, show_for_machines, show_for_readers
from conflict_cli.answers.sources import list_sources, sources_for_machines
from conflict_cli.answers.towns import towns_for_machines
from conflict_cli.record.incident import PARTS
from conflict_cli.selection.query import Query
from tests.conftest import SAMPLE, Run
from tests.worlds.sketches import selected

INCIDENTS = """
id: a, reports: [{source: sohr, killed: {total: at least 20, children: up to 5, health_workers: 1}, injured: {total: some 9, children: some 3}}, {source: memo, killed: 7}]
id: b, reports: [{source: un, casualties: {total: some 150, children: dozens}}]
"""  # noqa: E501


def said(victims: str | None = None) -> list[str]:
    picked = selected(INCIDENTS, Query(victims=victims)).picked
    return [says(report, victims) for one in picked for report in one.incident.reports]


def test_groups_stand_in_brackets_behind_figures_of_everybody():
    assert said() == [
        "at least 20 killed (children: up to 5, health workers: 1); some 9 injured (children: some 3)",
        "7 killed",
        "some 150 killed or injured (children: dozens)",
    ]


def test_a_report_is_not_said_to_number_groups_that_follow_from_others():
    incidents = "id: a, reports: [{source: sohr, killed: {total: 20, girls: 2, boys: 3}}]"
    (picked,) = selected(incidents).picked
    assert says(picked.incident.reports[0]) == "20 killed (girls: 2, boys: 3)"
    (report,) = next(row for row in show_for_machines(selected(incidents)).rows)[-3]
    assert "killed_girls_low" in report
    assert "killed_children_low" not in report


def test_figures_asked_of_one_group_name_that_group():
    assert said("children") == [
        "children killed: up to 5; children injured: some 3",
        "no figure of children",
        "children killed or injured: dozens",
    ]
    assert said("health_workers") == ["health workers killed: 1", "no figure of health workers"]


@pytest.mark.parametrize("victims", PARTS)
def test_sources_name_the_group_in_every_line(victims: str):
    incidents = f"id: a, reports: [{{source: sohr, killed: {{total: 9, {victims}: 2}}}}]"
    (row,) = list_sources(selected(incidents, Query(victims=victims))).rows
    assert row[2] == f"{victims.replace('_', ' ')} killed: 2"


def test_no_source_says_less_than_it_reported(run: Run):
    assert "at least 2 killed (children: 1)" in run("sources talbissah").out
    children = run("sources talbissah --victims children").out
    assert "children killed: 1" in children
    assert "1 killed" not in children


CORRECTED = """
id: a, attribution: [{actor: russia, confidence: claimed, by: [memo]}], reports: [{source: un, article: memo-2018, killed: 100}, {source: un, supersedes: memo-2018, killed: 60}, {source: memo, killed: 7, denies: true}]
"""  # noqa: E501


def test_show_marks_corrections_denials_and_who_attributes():
    told = {value.partition(" killed")[0]: value for _, _, value in show_for_readers(selected(CORRECTED)).rows}
    assert "superseded" in told["United Nations: 100"]
    assert "denie" in told["Middle East Monitor: 7"]
    assert any("Russia, claimed" in value and "Middle East Monitor" in value for value in told.values())


def test_machines_are_shown_corrections_denials_and_who_attributes():
    report = show_for_machines(selected(CORRECTED))
    shown = dict(zip([column.key for column in report.columns], next(iter(report.rows)), strict=True))
    assert [one["supersedes"] for one in shown["reports"]] == [None, "memo-2018", None]
    assert [one["denies"] for one in shown["reports"]] == [False, False, True]
    assert shown["attributed"] == [{"actor": "Russia", "confidence": "claimed", "by": ("Middle East Monitor",)}]


def test_sources_mark_corrections_and_denials():
    hundred, sixty, seven = (row[2] for row in list_sources(selected(CORRECTED)).rows)
    assert "superseded" in hundred
    assert sixty == "60 killed, supersedes memo-2018"
    assert "denie" in seven


def test_sources_of_machines_mark_corrections_and_denials():
    report = sources_for_machines(selected(CORRECTED))
    rows = [dict(zip([column.key for column in report.columns], row, strict=True)) for row in report.rows]
    marks = [(row["supersedes"], row["is_superseded"], row["denies"]) for row in rows]
    assert marks == [(None, True, False), ("memo-2018", False, False), (None, False, True)]


def test_what_a_place_lies_in_is_shown():
    clinic = "  clinic: {name: Clinic, kind: site, in: [rastan]}\n"
    selection = selected("id: a, places: [clinic], reports: [{source: un, killed: 1}]", places=clinic)
    assert ("a", "Places", "Clinic: site, Homs, Syria; in Rastan") in show_for_readers(selection).rows
    for report in (show_for_machines(selection), towns_for_machines(selection)):
        shown = dict(zip([column.key for column in report.columns], next(iter(report.rows)), strict=True))
        assert shown["country"] == "Syria"
        assert all(place["lies_in"] == ("Rastan",) for place in shown.get("places", ()))


def test_a_data_sets_group_figures_name_the_group(run: Run):
    out = run(f"sources hass --victims civilians -f {SAMPLE}").out
    assert "cited by UCDP GED for civilians killed: 9" in out
