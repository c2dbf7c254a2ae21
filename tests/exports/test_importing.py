"""Import: rows of a sheet become entries; no cell is lost in silence, no row is in twice, and no death counts twice."""

import csv
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.counting.in_memory import select
from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.dataset.sheet import open_sheet
from conflict_cli.exports.importing import Imported, imported
from conflict_cli.ledger.insertion import EMPTY, inserted
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.record.errors import DataError
from tests.effort import examples

HEADER = [
    "No",
    "Day",
    "Town",
    "Province",
    "Lat",
    "Lon",
    "Type",
    "Dead",
    "Children",
    "Told by",
    "By whom",
    "Remarks",
    "Phone",
]
LAYOUT = """
name: cases
id: No
date: {written: Day}
place: {name: Town}
sources: [Told by]
killed: {words: Dead}
"""
MESS = [
    {"Dead": "two or three"}, {"Dead": "at least 2"}, {"Dead": "1,200"}, {"Day": ""}, {"Day": "29.4.2018"},
    {"Town": "Binnish / Taftanaz"}, {"Told by": "SOHR; White Helmets"}, {"Type": "Air raid"}, {"No": ""},
    {"Lat": "36.1", "Lon": "north"}, {"Children": "some", "Dead": "6"}, {"Province": "Hama"}, {"Town": ""},
    {"By whom": "an unknown drone"}, {"Remarks": "first\nsecond: # no\ttab"}, {"Children": "9", "Dead": "4"},
    {"Phone": "555-0100"}, {"Told by": "ＳＯＨＲ"}, {"Dead": "unknown"}, {"Town": "Ar-Rastan"},
]  # fmt: skip
PLAIN = {"Day": "2018-04-29", "Town": "Rastan", "Province": "Homs", "Dead": "3", "Told by": "SOHR"}


def written(path: Path, rows, header=HEADER) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([row.get(name, "") for name in header] + row.get("more", []) for row in rows)
    return path


def messy(path: Path) -> list[dict[str, str]]:
    rows = [PLAIN | {"No": str(100 + number)} | MESS[number % len(MESS)] for number in range(40)]
    rows[39]["more"] = ["a stray cell"]
    written(path, rows)
    return rows


def made(path: Path, before: bytes = EMPTY, layout: Path | None = None) -> tuple[bytes, Imported]:
    with closing(open_sheet(path, layout=layout)) as sheet:
        result = imported(sheet, parse_ledger(before, "x"))
    return inserted(before, "x", result.addition), result


def test_no_cell_of_forty_messy_rows_is_lost(tmp_path):
    rows = messy(tmp_path / "cases.csv")
    text, result = made(tmp_path / "cases.csv")
    ledger = parse_ledger(text, "x")
    assert len(ledger.incidents) == 40
    for row, incident in zip(rows, ledger.incidents, strict=True):
        (report,) = incident.reports
        held = [incident.date.text, incident.note, report.killed and report.killed.text, report.origin, incident.type]
        held += [part.text for figure in report.figures if figure for part in figure.parts.values()]
        held += [
            value for key in incident.places for value in (ledger.places[key].name, ledger.places[key].governorate)
        ]
        held += [str(value) for key in incident.places for value in (ledger.places[key].lat, ledger.places[key].lon)]
        held += [ledger.sources[key].name for key in (report.source, *report.cites)]
        held += [ledger.actors[one.actor].name for one in incident.attribution]
        said = " ".join(" ".join(filter(None, held)).split())
        cells = [cell for name, cell in row.items() if name not in ("Phone", "more")] + row.get("more", [])
        pieces = [piece.strip() for cell in cells for piece in cell.split(";")]
        lost = [one for one in pieces if " ".join(one.split()) not in said and one != "Ar-Rastan"]
        assert lost in ([], ["ＳＯＨＲ"]), (row, said)
    assert any("Phone" in one for one in result.remarks)
    assert sum("ＳＯＨＲ" in one or "Ar-Rastan" in one or "Binnish / Taftanaz" in one for one in result.remarks) >= 2


def test_a_second_import_adds_nothing(tmp_path):
    messy(tmp_path / "cases.csv")
    text, first = made(tmp_path / "cases.csv")
    again, second = made(tmp_path / "cases.csv", text)
    assert (again, first.skipped, second.skipped) == (text, 0, 40)


@pytest.mark.parametrize("has_ids", [True, False], ids=["ids", "no ids"])
def test_a_row_put_above_others_is_alone_new(tmp_path, has_ids):
    rows = [PLAIN | {"No": str(number) if has_ids else "", "Dead": str(number)} for number in range(1, 4)]
    text, _ = made(written(tmp_path / "cases.csv", rows))
    new = PLAIN | {"No": "9" if has_ids else "", "Dead": "9"}
    _, result = made(written(tmp_path / "cases.csv", [new, *rows]), text)
    assert [one.reports[0].killed.text for one in result.addition.ledger.incidents] == ["9"]
    assert result.skipped == 3


def test_a_row_that_changed_is_told_and_not_added(tmp_path):
    same = PLAIN | {"No": "8"}
    text, _ = made(written(tmp_path / "cases.csv", [PLAIN | {"No": "7"}, same]))
    _, result = made(written(tmp_path / "cases.csv", [PLAIN | {"No": "7", "Dead": "8"}, same]), text)
    assert (result.addition.ledger.incidents, result.skipped) == ((), 2)
    assert any("line 2 has changed since it became rastan-2018-04-29" in one for one in result.remarks)


def test_another_sheet_of_the_same_name_is_new(tmp_path):
    text, _ = made(written(tmp_path / "cases.csv", [PLAIN | {"No": "1"}]))
    _, result = made(written(tmp_path / "cases.csv", [PLAIN | {"No": "1", "Day": "2018-06-01"}]), text)
    assert [(one.date.text, one.overlaps) for one in result.addition.ledger.incidents] == [("2018-06-01", ())]


def test_an_entry_near_another_overlaps_it_and_asks(tmp_path):
    text, _ = made(written(tmp_path / "old.csv", [PLAIN | {"Dead": "5"}]))
    added, result = made(written(tmp_path / "new.csv", [PLAIN, PLAIN | {"Town": "Talbisa"}]), text)
    assert [one.overlaps for one in result.addition.ledger.incidents] == [("rastan-2018-04-29",), ()]
    assert b"  # is this the same event as rastan-2018-04-29? keep overlaps, or write distinct_from\n" in added
    assert select(parse_ledger(added, "x")).sum_of("killed").figure.low == 5 + 3


def test_rows_of_one_id_are_rival_accounts(tmp_path):
    rows = [PLAIN | {"No": "7"}, PLAIN | {"No": "7", "Dead": "at least 2"}, PLAIN | {"No": "7", "Day": "2018-05-30"}]
    text, _ = made(written(tmp_path / "cases.csv", rows))
    ledger = parse_ledger(text, "x")
    assert [(len(one.reports), one.overlaps) for one in ledger.incidents] == [(2, ()), (1, ("rastan-2018-04-29",))]
    assert select(ledger).sum_of("killed").figure.low == 3


def test_a_town_of_another_governorate_stays_apart(tmp_path):
    text, _ = made(written(tmp_path / "old.csv", [PLAIN]))
    text, result = made(
        written(tmp_path / "new.csv", [PLAIN | {"Province": "Hama"}, PLAIN | {"Town": "Ar-Rastan"}]), text
    )
    places = parse_ledger(text, "x").places
    assert [(key, one.governorate) for key, one in places.items()] == [("rastan", "Homs"), ("rastan-2", "Hama")]
    assert 'place "Ar-Rastan" is taken for Rastan (rastan)' in result.remarks


def test_rows_of_persons_make_one_entry_for_each_event(tmp_path):
    layout = tmp_path / "persons.yaml"
    layout.write_text("name: dead\nid: No\ndate: {written: Day}\nplace: {name: Town}\nkilled: {rows: true}\n")
    rows = [PLAIN | {"No": number} for number in ("7", "", "7", "")]
    text, _ = made(written(tmp_path / "cases.csv", rows), layout=layout)
    assert [one.reports[0].killed.text for one in parse_ledger(text, "x").incidents] == ["2", "1", "1"]
    assert made(tmp_path / "cases.csv", text, layout)[1].skipped == 3


def test_several_sources_of_a_cell_make_one_report(tmp_path):
    text, _ = made(written(tmp_path / "cases.csv", [PLAIN | {"Told by": "SOHR; White Helmets"}]))
    (report,) = parse_ledger(text, "x").incidents[0].reports
    assert (report.source, report.cites) == ("sohr", ("white-helmets",))


def test_days_that_two_forms_fit_stay_unread(tmp_path):
    rows = [PLAIN | {"Day": day} for day in ("03/04/2018", "05/06/2018")]
    _, result = made(written(tmp_path / "cases.csv", rows))
    assert [one.date.text for one in result.addition.ledger.incidents] == ["unknown", "unknown"]
    _, told = made(written(tmp_path / "cases.csv", [*rows, PLAIN | {"Day": "30/04/2018"}]))
    assert [one.date.text for one in told.addition.ledger.incidents] == ["2018-04-03", "2018-06-05", "2018-04-30"]


cells = st.fixed_dictionaries({
    "No": st.sampled_from(["1", "2", "3", "4", ""]),
    "Day": st.sampled_from(["2018-04-29", "2018-04", "", "29.4.", "2018-04-30?"]),
    "Town": st.sampled_from(["Rastan", "Hass", "Rastan / Hass", "Rastan; Hass", "", "Al-Rastan"]),
    "Dead": st.sampled_from(["3", "at least 2", "up to 5", "2-4", "some", "unknown", "", "about 20", "1"]),
    "Told by": st.sampled_from(["SOHR", "SOHR; UN", ""]),
})  # fmt: skip


@examples(200, quick=20)
@given(st.lists(cells, min_size=1, max_size=6))
def test_an_imported_ledger_encloses_the_sheets_sum(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("law")
    layout = folder / "layout.yaml"
    layout.write_text(LAYOUT)
    path = written(folder / "cases.csv", rows, ["No", "Day", "Town", "Dead", "Told by"])
    text, _ = made(path, layout=layout)
    ours = select(parse_ledger(text, "x")).sum_of("killed").figure
    theirs = None
    with suppress(DataError), closing(open_dataset(path, OpenOptions(layout))) as dataset:  # its ids may be none
        theirs = dataset.select().sum_of("killed").figure
    if theirs is not None:
        own = {(row["No"], row["Day"], row["Town"]) for row in rows if row["No"]}
        assert ours.low <= theirs.low or len(own) > len({one for one, *_ in own})  # two days of one id: two entries
        assert ours.open or (ours.high >= theirs.high and not theirs.open)
