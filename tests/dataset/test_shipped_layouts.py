"""The layouts that come with the program, beside those of UCDP and ACLED: their headers are real, no row is."""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.record.dates import parse_period
from conflict_cli.selection.query import Query
from tests.worlds.datasets import Killed, found, killed, of_figure, put

AWSD = (
    "Incident ID,Year,Month,Day,Country Code,Country,Region,District,City,UN,INGO,ICRC,NRCS and IFRC,NNGO,Other,"
    "Nationals killed,Nationals wounded,Nationals kidnapped,Total nationals,Internationals killed,"
    "Internationals wounded,Internationals kidnapped,Total internationals,Total killed,Total wounded,Total kidnapped,"
    "Total affected,Gender Male,Gender Female,Gender Unknown,Means of attack,Attack context,Location,Latitude,"
    "Longitude,Motive,Actor type,Actor name,Details,Verified,Source"
).split(",")
GTD = (
    "eventid,iyear,imonth,iday,approxdate,extended,resolution,country,country_txt,region,region_txt,provstate,city,"
    "latitude,longitude,specificity,vicinity,location,summary,attacktype1,attacktype1_txt,targtype1,targtype1_txt,"
    "target1,gname,gsubname,gname2,claimed,nkill,nkillus,nkillter,nwound,nwoundus,nwoundte,property,ransom,addnotes,"
    "scite1,scite2,scite3,dbsource,related"
).split(",")
VICTIMS = ["Name", "Age", "Sex", "Date of death", "Place", "Province", "Cause", "Source"]

AWSD_ROWS = [
    {"Incident ID": "1", "Year": "2031", "Month": "1", "Day": "3", "City": "Mill", "Total killed": "2",
     "Total wounded": "1", "Total kidnapped": "0", "Means of attack": "Aerial bombardment"},
    {"Incident ID": "2", "Year": "2031", "Month": "2", "City": "Unknown", "Total killed": "0", "Total wounded": "0",
     "Total kidnapped": "3", "Means of attack": "Kidnapping"},
    {"Incident ID": "3", "Year": "2031", "Total killed": "4", "Total wounded": "", "Means of attack": "Unknown"},
]  # fmt: skip
GTD_ROWS = [
    {"eventid": "203101030001", "imonth": "1", "iday": "3", "nkill": "3", "nkillter": "1", "specificity": "1"},
    {"eventid": "203101030002", "imonth": "1", "iday": "0", "nkill": "5.5", "nkillter": "0", "specificity": "1"},
    {"eventid": "203101030003", "imonth": "0", "iday": "0", "nkill": "-99", "nkillter": "-9", "specificity": "2"},
    {"eventid": "203101030004", "imonth": "1", "iday": "4", "nkill": "2.0", "vicinity": "1", "specificity": "1"},
    {"eventid": "203101030005", "imonth": "1", "iday": "5", "nkill": "7", "vicinity": "-9", "specificity": "1"},
    {"eventid": "203101030006", "imonth": "1", "iday": "6", "nkill": "", "city": "Unknown", "specificity": "4"},
]  # fmt: skip


def records(header: list[str], usual: Mapping[str, str], rows: list[dict[str, str]]) -> list[list[str]]:
    """The header, and a row for each event with what is said of it here."""
    return [header, *([{**usual, **row}.get(name, "") for name in header] for row in rows)]


def summed(path: Path, query: Query, measure: str = "killed") -> Killed:
    """The figure that answers the query."""
    data_set = open_dataset(path, OpenOptions())
    figure = data_set.select(query).sum_of(measure).figure
    data_set.close()
    return of_figure(figure)


@pytest.fixture
def awsd(tmp_path):
    usual = {"Country": "Examplia", "Region": "North", "Latitude": "10.5", "Longitude": "20.25", "Source": "Media"}
    tags = ["#event+id", *[""] * (len(AWSD) - 1)]
    header, *rows = records(AWSD, usual, AWSD_ROWS)
    return put(tmp_path / "x", [header, tags, *rows])


def test_aid_workers_are_all_that_awsd_numbers(awsd):
    total = sum(int(row["Total killed"]) for row in AWSD_ROWS)
    for query in (Query(), Query(victims="aid_workers")):
        assert summed(awsd, query) == (total, total, total, False)
        assert summed(awsd, query, "injured") == (1, 1, 1, False)
    seen = found(awsd)
    assert [one.date.text for one in seen.events] == ["2031-01-03", "2031-02", "2031"]
    assert [one.type for one in seen.events] == ["air-drone-strike", "abduction-forced-disappearance", "unknown"]
    assert seen.remarks == ("its figures are of aid workers alone", "no figure holds the people in Total kidnapped")


@pytest.fixture
def gtd(tmp_path):
    usual = {"iyear": "2031", "country_txt": "Examplia", "provstate": "North", "city": "Mill", "latitude": "10.5",
             "longitude": "20.25", "vicinity": "0", "attacktype1_txt": "Armed Assault", "gname": "Unknown",
             "target1": "A patrol", "nwound": "-99"}  # fmt: skip
    return put(tmp_path / "x", records(GTD, usual, GTD_ROWS))


def test_unknown_and_shared_dead_of_gtd_are_no_figures(gtd):
    seen = found(gtd)
    numbers = [int(float(row["nkill"])) if row["nkill"] in ("3", "2.0", "7") else None for row in GTD_ROWS]
    assert [killed(one) for one in seen.events] == [n and (n, n, n, False) for n in numbers]
    assert [one.date.text for one in seen.events][:4] == ["2031-01-03", "2031-01", "2031", "2031-01-04"]
    assert seen.remarks == (
        "the killed and the injured include attackers (nkillter, nwoundte)",
        '2 rows with cells that cannot be read, which stay open: line 3: nkill "5.5"; line 6: vicinity "-9"',
    )


def test_near_a_town_of_gtd_is_not_surely_in_it(gtd):
    """Neither is what may be near it, and what names no town may be there."""
    assert summed(gtd, Query(towns=("Mill",))) == (3, 12, 12, False)
    assert summed(gtd, Query(period=parse_period("2031-01"))) == (12, 12, 12, False)


def test_only_exact_coordinates_of_gtd_are_taken(gtd):
    data_set = open_dataset(gtd, OpenOptions())
    assert [one.at for one in data_set.select().picked] == [(10.5, 20.25)] * 2 + [None] + [(10.5, 20.25)] * 2 + [None]
    data_set.close()


def test_a_list_of_victims_counts_its_rows(tmp_path):
    rows = [
        ["A", "4", "f", "2031-01-03", "Mill", "North", "Shelling", "Wire"],
        ["B", "", "Female", "3 January 2031", "Mill", "North", "Shelling", ""],
        ["C", "44", "F", "January 2031", "Ford", "North", "Shooting", "Wire"],
        ["D", "20", "unknown", "2031", "Ford", "North", "unknown", ""],
    ]
    path = put(tmp_path / "x", [VICTIMS, *rows])
    listed = list(csv.DictReader(path.read_text().splitlines()))
    assert summed(path, Query()) == (len(listed),) * 3 + (False,)
    women = [row["Sex"].lower() in ("f", "female") and row["Age"].isdigit() and int(row["Age"]) > 17 for row in listed]
    maybe = [not (row["Age"].isdigit() and int(row["Age"]) < 18) for row in listed]
    assert summed(path, Query(victims="women")) == (sum(women), sum(women), sum(maybe), False)
    assert summed(path, Query(victims="girls")) == (1, 1, 2, False)
