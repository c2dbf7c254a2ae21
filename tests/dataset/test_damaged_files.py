"""Files of events with any bytes in them: every row is an event or is named, and no figure is made up."""

import csv
import io
import random
import re
from pathlib import Path

import duckdb
import pytest

from conflict_cli.record.errors import DataError
from tests.worlds.datasets import found, ged, killed, put, text_of

LAYOUT = "name: N\nid: id\ndate: {first: day}\nplace: {name: town}\nkilled: {exactly: dead}\n"
HEADER = ["id", "day", "town", "dead"]
PIECES = [*'a7",;\n', "\r\n", "\r", '""', ' "', '" ', "é", "نص", "'", "\\", "\t", " ", "=1", ",,", '",\n"']
NUMBER = r"(\d+) (?:rows?|ids?) "


def rows_by_csv(data):
    """The rows below the header that are not blank, as Python's own module reads them."""
    text = data.decode("utf-8-sig")
    return [row for row in csv.reader(io.StringIO(text, newline="")) if row][1:]


def names_in(cell):
    """The places that a cell names, each with single spaces."""
    return {" ".join(name.split()) for name in cell.split(";")} - {""}


def told(remarks, what):
    return sum(int(number) for remark in remarks for number in re.findall(NUMBER + what, remark))


def check_against_csv(folder, data):
    """The file is refused; or rows read and rows named are all rows, and the cells of those read are the same."""
    layout = put(folder / "l.yaml", LAYOUT)
    try:
        seen = found(put(folder / "x.csv", data), layout=layout)
    except DataError:
        return False
    rows = rows_by_csv(data)
    left_out = told(seen.remarks, "left out whose cells")
    repeated = told(seen.remarks, "with the id of an earlier") + told(seen.remarks, "with rows that differ")
    assert len(seen.events) + left_out + repeated == len(rows), (data, seen)
    by_id = {}
    for row in rows:
        by_id.setdefault(row[0].strip(), []).append(row)
    for event in seen.events:
        if event.id in by_id and any(len(row) == len(HEADER) for row in by_id[event.id]):
            fitting = [row for row in by_id[event.id] if len(row) == len(HEADER)]
            figures = [(int(row[3]),) * 3 if row[3].strip().isdecimal() else None for row in fitting]
            number = killed(event)
            assert (number and number[:3]) in figures, (data, event)
            assert {*event.places} in [names_in(row[2]) for row in fitting], (data, event)
    return True


def small_csv(rows, ending="\n"):
    return text_of(
        [HEADER, *([f"e{at}", "2018-04-01", town, str(dead)] for at, (town, dead) in enumerate(rows))], ending=ending
    )


def test_well_formed_rows_are_read_as_by_csv(tmp_path):
    for seed in range(6):
        chance = random.Random(seed)
        towns = ["".join(chance.choices(PIECES, k=chance.randrange(5))) for _ in range(9)]
        rows = [(town, chance.randrange(999)) for town in towns]
        assert check_against_csv(tmp_path, small_csv(rows, chance.choice(["\n", "\r\n"])).encode())


def mutated(data, chance, first=0):
    """The bytes with one to four changes from `first` on: some cut, some doubled, some replaced, some put in."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(first, len(data) + 1)
        end = min(len(data), at + chance.choice([1, 1, 2, 9, 60]))
        kind = chance.randrange(5)
        if kind == 0:
            del data[at:end]
        elif kind == 1:
            data[at:at] = data[at:end]
        elif kind == 2:
            data[at:at] = chance.choice([b'"', b'""', b",", b"\n", b"\r\n", b"\r", b'"\n', b',"', b"\xff", b"\0", b";"])
        elif kind == 3:
            data[at:end] = chance.randbytes(end - at)
        else:
            data = data[: max(at, first)]
    return bytes(data)


def try_mutations(folder, seeds):
    read = 0
    for seed in seeds:
        chance = random.Random(seed)
        rows = [(chance.choice(["Rastan", "a, b", 'a "b"', "two\nlines", ""]), chance.randrange(99)) for _ in range(40)]
        whole = small_csv(rows, chance.choice(["\n", "\r\n"])).encode()
        read += check_against_csv(folder, mutated(whole, chance, first=whole.index(b"\n") + 1))
    return read


def test_a_mutated_csv_loses_no_row(tmp_path):
    assert try_mutations(tmp_path, range(8))


@pytest.mark.slow
def test_hundreds_of_mutated_csvs_lose_no_row(tmp_path):
    assert try_mutations(tmp_path, range(12, 262)) > 80


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A sound Parquet file of UCDP GED."""
    folder = tmp_path_factory.mktemp("parquet")
    put(folder / "x.csv", ged(*({"low": at, "best": at + 1, "high": at + 2} for at in range(100))))
    duckdb.execute(f"COPY (FROM '{folder}/x.csv') TO '{folder}/x.parquet' (FORMAT parquet)")
    return folder / "x.parquet"


def rows_or_complaint(path):
    """The number of rows that were read or named; `refused` if that is done in one line."""
    try:
        seen = found(path)
    except DataError as error:
        return "refused" if len(str(error).splitlines()) == 1 else str(error)
    return len(seen.events) + told(seen.remarks, "with the id of an earlier")


def try_broken(folder, data, seeds):
    """Break the file in as many ways, each of which is refused in one line, or read in all its rows."""
    for seed in seeds:
        chance = random.Random(seed)
        broken = bytearray(data[: chance.randrange(4, len(data))] if seed % 4 == 0 else data)
        for _ in range(0 if seed % 4 == 0 else chance.choice([1, 1, 8])):
            broken[chance.randrange(4, len(broken))] ^= 1 << chance.randrange(8)
        rows = rows_or_complaint(put(folder / "x.parquet", bytes(broken)))
        assert rows == "refused" or (rows == 100 and seed % 4), seed


def test_broken_parquet_is_one_clear_line(tmp_path, whole):
    try_broken(tmp_path, whole.read_bytes(), range(8))


@pytest.mark.slow
def test_parquet_broken_in_any_way_is_one_clear_line(tmp_path, whole):
    try_broken(tmp_path, whole.read_bytes(), range(8, 208))
