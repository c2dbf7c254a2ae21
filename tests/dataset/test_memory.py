"""A file larger than the memory that may be taken: sums and lists of it stay within half a gigabyte."""

import json
import os
from pathlib import Path

import pytest

from tests.conftest import SAMPLE
from tests.memory import LIMIT, measured

GIGABYTE = 1_000_000_000
EVENTS = 412
QUOTED = b',"""'


def write_repeated(path: Path, size: int) -> int:
    """The sample over and over, each event with an id of its own and a long list of articles; how often."""
    header, *rows = SAMPLE.read_bytes().splitlines(keepends=True)
    assert len(rows) == EVENTS
    mark = b"#"
    once = b"".join(b"%b-%d%b" % (mark, number, row[row.index(b",") :]) for number, row in enumerate(rows))
    once = once.replace(QUOTED, QUOTED + b"An article of a day, in words; " * 32)
    assert once.count(mark) == EVENTS < once.count(b"day")
    times = 0
    with path.open("wb") as file:
        file.write(header)
        while file.tell() < size:
            file.write(once.replace(mark, b"%d" % times))
            times += 1
    return times


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "wait4"), reason="memory is measured with wait4")
def test_a_gigabyte_is_read_within_512_mebibytes(tmp_path):
    """The first query reads the file; later ones what is kept of it."""
    file = tmp_path / "big.csv"
    times = write_repeated(file, GIGABYTE)
    try:
        first = measured("sum", "-O", "json", "-f", str(file), cache=tmp_path / "cache")
        total = json.loads(first.out)["total"]
        assert [total[f"killed_{bound}"] for bound in ("low", "best", "high")] == [
            2838 * times,
            2869 * times,
            3039 * times,
        ]
        assert total["incidents"] == EVENTS * times
        assert first.peak < LIMIT
        later = measured("list", "hass", "-O", "csv", "-f", str(file), cache=tmp_path / "cache")
        assert len(later.out.splitlines()) == times + 1
        assert later.peak < LIMIT
    finally:
        file.unlink()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "wait4"), reason="memory is measured with wait4")
def test_a_cell_of_many_lines_takes_little_memory(tmp_path):
    """Threads that begin inside the cell took seven gigabytes for the errors of its lines."""
    file = tmp_path / "breaks.csv"
    header, *rows = SAMPLE.read_bytes().splitlines(keepends=True)
    rows[30] = rows[30].replace(QUOTED, QUOTED + (b"y" * 39 + b"\n") * 400_000)
    assert len(rows[30]) > 16_000_000
    file.write_bytes(header + b"".join(rows))
    refused = measured("sum", "-f", str(file), cache=tmp_path / "cache", code=2)
    assert refused.out == b""
    assert refused.peak < LIMIT
