"""Which files of events are known: every shape in which UCDP and ACLED publish theirs, and no other by mistake."""

import bz2
import csv
import gzip
from pathlib import Path

import duckdb
import pytest

from conflict_cli.dataset.layout.reader import read_layout, shipped_files
from tests.conftest import SAMPLE
from tests.effort import every_other
from tests.worlds.datasets import (
    ACLED_2023,
    ACLED_NOW,
    ACLED_OLD,
    GED_41,
    GED_42,
    GED_49,
    acled,
    found,
    ged,
    killed,
    put,
    refused,
    text_of,
)

TWO = ({}, {"low": 5, "best": 6, "high": 7})
SUM_OF_TWO = (6, 8, 10, False)
ISO3 = [*GED_49, "iso3"]


def hxl(tags: list[str]) -> list[list[str]]:
    header, *rows = ged(*TWO, header=ISO3)
    return [header, tags, *rows]


GED = {
    "41 columns": ged(*TWO, header=GED_41),
    "42 columns": ged(*TWO, header=GED_42),
    "49 columns": ged(*TWO),
    "best before low, as published": ged(*TWO, header=[*GED_41[:-3], "best", "high", "low"]),
    "columns in another order": [row[::-1] for row in ged(*TWO)],
    "capitals": [[name.upper() for name in GED_49], *ged(*TWO)[1:]],
    "spaces around names": [[f" {name} " for name in GED_49], *ged(*TWO)[1:]],
    "no header": ged(*TWO)[1:],
    "no header, a byte order mark": "\ufeff" + text_of(ged(*TWO)[1:]),
    "no header, odd line ends in a cell": ged({"source_headline": "a\u2028b\x85c\x0bd"}, TWO[1])[1:],
    "no header, a blank line above": "\n\n" + text_of(ged(*TWO)[1:]),
    "HXL tags": hxl([f"#{name}" for name in ISO3]),
    "a few HXL tags": hxl(["#date+year", *[""] * 48, "#affected+killed"]),
    "HXL tags with a line end in one": hxl(["#date\n+year", *[""] * 49]),
    "blank lines around HXL tags": "\n" + text_of(hxl([f"#{name}" for name in ISO3])).replace("\n#", "\n\n#"),
    "blank lines above the header": "\n\n" + text_of(ged(*TWO)),
    "blank lines above the header, CRLF": "\r\n\r\n" + text_of(ged(*TWO), ending="\r\n"),
    "lines above the header that end in two ways": "\r\n\n" + text_of(ged(*TWO)),
    "blank lines everywhere": text_of(ged(*TWO)).replace("\n", "\n\n"),
    "a byte order mark": "\ufeff" + text_of(ged(*TWO)),
    "a byte order mark and CRLF": "\ufeff" + text_of(ged(*TWO), ending="\r\n"),
    "CR": text_of(ged(*TWO), ending="\r"),
    "line ends of both kinds": text_of(ged(*TWO)).replace("\n", "\r\n", 1),
    "no line end at the end": text_of(ged(*TWO)).rstrip("\n"),
    "semicolons": text_of(ged(*TWO), delimiter=";"),
    "tabs": text_of(ged(*TWO), delimiter="\t"),
    "bars": text_of(ged(*TWO), delimiter="|"),
    "line ends and quotation marks in cells": ged({"where_description": 'a "b",\r\nc\n\nd'}, TWO[1]),
    "every cell in quotation marks": "\n".join(
        ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in ged(*TWO)
    ),
}


QUICK = ("41 columns", "49 columns", "capitals", "no header", "HXL tags", "a byte order mark and CRLF", "semicolons")


@pytest.mark.parametrize(
    "records",
    [pytest.param(GED[name], id=name) for name in QUICK]
    + [pytest.param(GED[name], id=name, marks=pytest.mark.slow) for name in every_other(sorted({*GED} - {*QUICK}))],
)
def test_ucdp_ged_is_recognised(tmp_path, records):
    seen = found(put(tmp_path / "x.txt", records))
    assert [(one.id, killed(one)) for one in seen.events] == [("1", (1, 2, 3, False)), ("2", (5, 6, 7, False))]
    assert seen.killed == SUM_OF_TWO
    assert {one.date.text for one in seen.events} == {"2031-01-03"}
    assert {one.type for one in seen.events} == {"state-based-conflict"}
    assert seen.remarks == ()


def test_the_sample_of_ucdp_ged_is_read_whole():
    seen = found(SAMPLE)
    assert (len(seen.events), seen.killed, seen.remarks) == (412, (2838, 2869, 3039, False), ())


ACLED_LAYOUTS = {
    "now": ACLED_NOW,
    "now with population": [*ACLED_NOW, "population_1km", "population_best"],
    "to 2023": ACLED_2023,
    "oldest": ACLED_OLD,
    "oldest in small letters": [name.lower() for name in ACLED_OLD],
}


@pytest.mark.parametrize("header", ACLED_LAYOUTS.values(), ids=ACLED_LAYOUTS)
def test_acled_fatalities_are_read_as_at_least(tmp_path, header):
    """A 0 says that there were none, or that nothing is known, however it is written."""
    numbers = ["3", "0", "NA", "", "0.0", "00", "7.0", "12"]
    seen = found(put(tmp_path / "x", acled(*({"fatalities": one} for one in numbers), header=header)))
    at_least = [(3, 3, 3, True), None, None, None, None, None, (7, 7, 7, True), (12, 12, 12, True)]
    assert [killed(one) for one in seen.events] == at_least
    assert seen.killed == (22, 22, 22, True)
    assert seen.remarks == ()


@pytest.mark.parametrize("header", [ACLED_NOW, ACLED_OLD], ids=["now", "oldest"])
def test_an_acled_day_is_read_in_each_form(tmp_path, header):
    days = {
        "2018-04-30": "2018-04-30",
        "30 April 2018": "2018-04-30",
        "30-April-2018": "2018-04-30",
        "30-Apr-2018": "2018-04-30",
        "9-May-20": "2020-05-09",
        "30-Apr-18": "2018-04-30",
        "18/04/2001": "2001-04-18",
        "2018-04-30 00:00:00": "2018-04-30",
    }
    seen = found(put(tmp_path / "x", acled(*({"event_date": written} for written in days), header=header)))
    assert [event.date.text for event in seen.events] == [*days.values()]
    assert seen.remarks == ('the day comes first in its days, as in event_date "18/04/2001"',)


def test_acled_codes_say_how_exact_days_are(tmp_path):
    week = "2030-12-31/2031-01-06~"
    codes = {"1": "2031-01-03", "2": week, "3": "2031-01-01/2031-01-31", "2.0": week}
    seen = found(put(tmp_path / "x", acled(*({"time_precision": code} for code in codes))))
    assert [event.date.text for event in seen.events] == [*codes.values()]


def test_acled_codes_say_how_exact_places_are(tmp_path):
    near, elsewhere = (True, False), (False, True)
    codes = {"1": (False, False), "2": near, "3": elsewhere, "2.0": near, "3.00": elsewhere}
    seen = found(put(tmp_path / "x", acled(*({"geo_precision": code} for code in codes))))
    assert [(event.nearby, event.and_elsewhere) for event in seen.events] == [*codes.values()]


def test_ucdp_ged_codes_say_how_exact_days_are(tmp_path):
    codes = {"1": "2031-01-03", "2": "2031-01-03~", "5.0": "2031-01-03~"}
    seen = found(put(tmp_path / "x", ged(*({"date_prec": code} for code in codes))))
    assert [event.date.text for event in seen.events] == [*codes.values()]


def parquet(path: Path, records: list[list[str]], columns: str = "*") -> Path:
    source = put(path.with_suffix(".source"), records)
    duckdb.execute(
        f"COPY (SELECT {columns} FROM read_csv('{source}', all_varchar = true, hive_partitioning = false)) "
        f"TO '{path}' (FORMAT parquet)"
    )
    return path


@pytest.mark.parametrize("name", ["x.parquet", "x.csv", "x"])
def test_parquet_is_recognised_by_its_first_bytes(tmp_path, name):
    assert found(parquet(tmp_path / name, ged(*TWO))).killed == SUM_OF_TWO


@pytest.mark.slow
@pytest.mark.parametrize(
    "columns",
    [
        "* REPLACE (best::BIGINT AS best, low::DOUBLE AS low, high::DECIMAL(9, 2) AS high)",
        "* REPLACE (date_start::TIMESTAMP AS date_start, date_end::DATE AS date_end)",
        "* REPLACE (type_of_violence::DOUBLE AS type_of_violence, where_prec::FLOAT AS where_prec, id::INT AS id)",
        "* REPLACE ([source_office] AS source_headline, {'a': 1} AS conflict_name)",
    ],
    ids=["numbers", "days", "codes as numbers with a point", "nested"],
)
def test_parquet_columns_may_have_any_type(tmp_path, columns):
    seen = found(parquet(tmp_path / "x", ged(*TWO), columns))
    assert (seen.killed, seen.remarks) == (SUM_OF_TWO, ())
    assert {(one.id, one.date.text, one.type) for one in seen.events} == {
        (name, "2031-01-03", "state-based-conflict") for name in "12"
    }


def test_a_list_in_parquet_is_several_names(tmp_path):
    columns = "* REPLACE (['Reuters', 'AFP', NULL] AS source_office, []::VARCHAR[] AS source_headline)"
    seen = found(parquet(tmp_path / "x", ged(*TWO), columns))
    assert [one.reports[0].cites for one in seen.events] == [("Reuters", "AFP")] * 2
    assert "[" not in "".join(one.title for one in seen.events)


def test_parquet_of_acled_is_read_like_csv(tmp_path):
    columns = "* REPLACE (event_date::TIMESTAMP AS event_date, fatalities::DOUBLE AS fatalities)"
    seen = found(parquet(tmp_path / "x", acled({}, {"fatalities": 0}), columns))
    assert ([killed(one) for one in seen.events], seen.remarks) == ([(3, 3, 3, True), None], ())


def test_a_partition_like_folder_adds_no_column(tmp_path):
    """The engine takes `best=7` in a path for a column that every row has."""
    folder = tmp_path / "best=7" / "type_of_violence=3"
    folder.mkdir(parents=True)
    assert found(parquet(folder / "x", ged(*TWO))).killed == SUM_OF_TWO
    seen = found(put(folder / "x.csv", ged(*TWO)))
    assert (seen.killed, seen.events[0].type) == (SUM_OF_TWO, "state-based-conflict")


def test_data_sets_and_ledgers_are_known_by_content(run, tmp_path):
    put(tmp_path / "events.yaml", ged(*TWO))
    put(tmp_path / "ledger.csv", "# one, two, three\nincidents: []\n")
    assert "Killed            2    6     8    10" in run("sum -f events.yaml", folder=tmp_path).out
    done = run("list -f ledger.csv", folder=tmp_path)
    assert (done.code, done.err) == (0, "No incident matches.\n")


HEADER = text_of([GED_49])
BROKEN = {
    "0 bytes": (b"", "is empty; name a file of events"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "is empty; name a file of events"),
    "blank lines": (b"\n\r\n\n", "is empty; name a file of events"),
    "a header alone": (HEADER, "holds no events; there is a header, and no row below it"),
    "a header without a line end": (HEADER.strip(), "holds no events; there is a header, and no row below it"),
    "one column": ("id\n1\n2\n", '1:1: has one column, "id"; put commas, semicolons, tabs, bars between columns'),
    "another delimiter": (
        text_of(ged(*TWO), delimiter="^"),
        ('1:1: has one column, "id^relid^year^active_year^code_status^ty…"; '
        "put commas, semicolons, tabs, bars between columns"),
    ),
    "no header": (
        ged(*TWO, header=GED_41)[1:],
        ('1:1: has columns that no layout knows: "1", "2031", "1", "1", "", "Examplia: Government", "", '
        '"Government of Examplia - Blue Front", …; docs/layouts.md tells how to write a layout for --layout'),
    ),
    "no data set": (
        "Dear all, here it is, as promised\n",
        ('1:1: has columns that no layout knows: "Dear all", "here it is", "as promised"; docs/layouts.md tells how to '
        "write a layout for --layout"),
    ),
    "Latin-1": (
        text_of(ged({}, {"where_coordinates": "Mühle"})).encode("latin-1"),
        "3:1: is not UTF-8 here; save it as UTF-8, or name its encoding in a layout for --layout (encoding: cp1252)",
    ),
    "UTF-16": (text_of(ged(*TWO)).encode("utf-16"),
        "is UTF-16; save it as UTF-8, or name its encoding in a layout for --layout (encoding: utf-16)"),
    "UTF-16 without a mark": (text_of(ged(*TWO)).encode("utf-16-le"), "is binary; name a CSV or Parquet file"),
    "a NUL": (text_of(ged({"region": "a\0b"})), "is binary; name a CSV or Parquet file"),
    "a zip archive": (b"PK\x03\x04,,,", "is cut off or damaged; fetch it again"),
    "gzip": (gzip.compress(HEADER.encode()), "holds no events; there is a header, and no row below it"),
    "bzip2": (bz2.compress(HEADER.encode()), "is binary; name a CSV or Parquet file"),
    "half a million columns": (
        "a," * 500_000 + "\n1,2\n",
        ('1:1: has columns that no layout knows: "a", "a", "a", "a", "a", "a", "a", "a", …; docs/layouts.md tells how '
        "to write a layout for --layout"),
    ),
    "a header of more than 1 MB": (
        ",".join(f"column {n}" for n in range(100_000)) + "\n1,2\n",
        "1:1: has a first line of more than 1 MB; begin with a header of column names",
    ),
    "a column missing": (
        [[name.replace("date_end", "dateend") for name in GED_49], *ged({})[1:]],
        "1:1: has no column date_end, which the layout UCDP GED names; the nearest is dateend",
    ),
    "a telling column missing": (
        [[name.replace("dyad_name", "dyadname") for name in GED_49], *ged({})[1:]],
        ('1:1: has columns that no layout knows: "id", "relid", "year", "active_year", "code_status", '
        '"type_of_violence", "conflict_dset_id", "conflict_new_id", …; UCDP GED has dyad_name too (the nearest is '
        "dyadname); docs/layouts.md tells how to write a layout for --layout"),
    ),
    "two columns of one name": (
        [[*GED_49, "Best"], *([*row, "99"] for row in ged(*TWO)[1:])],
        '1:1: has two columns "best"; take one of them out',
    ),
    "damaged Parquet": (b"PAR1" + b"x" * 500, "cannot be read as Parquet; it seems to be damaged: fetch it again"),
    "Parquet of no bytes more": (b"PAR1", "cannot be read as Parquet; it seems to be damaged: fetch it again"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("content", "complaint"), BROKEN.values(), ids=BROKEN)
def test_broken_data_sets_are_refused_in_one_line(tmp_path, content, complaint):
    assert refused(put(tmp_path / "x.csv", content)) == [complaint]


def test_unused_columns_of_one_name_do_no_harm(tmp_path):
    records = [[*GED_49, "relid"], *([*row, "again"] for row in ged(*TWO)[1:])]
    assert found(put(tmp_path / "x", records)).killed == SUM_OF_TWO


def test_foreign_parquet_is_refused_without_a_line_number(tmp_path):
    """What stands on line 1 of a binary file would be no help."""
    path = tmp_path / "x"
    duckdb.execute(f"COPY (SELECT 1 AS a, 2 AS b) TO '{path}' (FORMAT parquet)")
    (complaint,) = refused(path)
    assert complaint.startswith('has columns that no layout knows: "a", "b"; ')


@pytest.mark.slow
@pytest.mark.parametrize("damage", [(0.5, None), (0.1, 400), (0.3, 4000)], ids=["cut off", "a hole", "a big hole"])
def test_damaged_parquet_is_refused_or_read(tmp_path, damage):
    whole = parquet(tmp_path / "whole", ged(*TWO * 50)).read_bytes()
    start, width = int(damage[0] * len(whole)), damage[1]
    rest = whole[start + width :] if width else b""
    assert "Parquet" in refused(put(tmp_path / "x", whole[:start] + b"\xff" * (width or 0) + rest))[0]


@pytest.mark.parametrize("layout", shipped_files(), ids=lambda path: path.stem)
def test_no_shipped_header_is_part_of_another(layout):
    read = read_layout(layout)
    assert len(read.header) >= 4
    others = [read_layout(other) for other in shipped_files() if other != layout]
    assert not any(set(read.header) <= set(other.header) for other in others)


def test_a_headerless_file_has_the_yearly_releases_columns():
    (layout,) = (read_layout(path) for path in shipped_files() if path.stem == "ucdp-ged")
    assert list(layout.positions) == GED_49
    with SAMPLE.open(newline="") as file:
        assert set(next(csv.reader(file))) < {*GED_49}


def test_the_csv_modules_limit_is_put_back(tmp_path):
    """It belongs to the whole process, and to whoever imports the package."""
    before = csv.field_size_limit(100_000)
    found(put(tmp_path / "x.csv", ged({"where_description": 'a "b'}, {})))
    assert csv.field_size_limit(before) == 100_000
