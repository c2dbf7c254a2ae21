"""Ledgers with any bytes in them: each is read, or every problem of it is named at a place inside the file."""

import random

import pytest

from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.record.errors import DataError
from tests.worlds.ledgers import EVERYTHING

PIECES = [
    *"#:-?,[]{}&*!|>'\"%@`~ \t\n\r\0",
    "\r\n",
    "---",
    "...",
    "<<: ",
    "- ",
    "? ",
    ": ",
    "&a ",
    "*a",
    "!!str ",
    '"\\x',
    "\ufeff",
]
PIECES += ["\u2028", "\x85", "\x1b", "نص", "\ud800", "1e9", "9" * 30, "null", "killed:", "  ", "    ", "[[[[", "{{{{"]


def damaged(seed: int) -> bytes:
    """A ledger with one to five changes: some of it cut, doubled, replaced, or put in; or nothing but chance."""
    chance = random.Random(seed)
    if seed % 10 == 0:
        return chance.randbytes(chance.randrange(200))
    if seed % 10 == 1:
        return "".join(chance.choices([*PIECES, "incidents:", "a"], k=30)).encode("utf-8", "surrogatepass")
    data = bytearray(EVERYTHING.encode())
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice([1, 1, 5, 40]))
        piece = chance.choice([chance.choice(PIECES).encode("utf-8", "surrogatepass"), chance.randbytes(1)])
        data[at : chance.choice([at, end])] = chance.choice([b"", data[at:end], piece])
    return bytes(data)


def lines_named(data: bytes) -> list[int]:
    """Read a ledger, and return the lines that its problems name, or those of its incidents if it is sound."""
    try:
        return [incident.spot.line for incident in parse_ledger(data, "x.yaml").incidents]
    except DataError as error:
        return [problem.line for problem in error.problems] or [-1]


def complain_inside(seeds: range) -> None:
    for seed in seeds:
        data = damaged(seed)
        lines = len(data.decode("utf-8", "replace").splitlines()) + 1
        assert all(0 <= line <= lines for line in lines_named(data)), seed


def test_every_complaint_lies_inside_the_file():
    complain_inside(range(150))


@pytest.mark.slow
def test_thousands_of_damaged_ledgers_fail_only_in_words():
    complain_inside(range(150, 5000))
