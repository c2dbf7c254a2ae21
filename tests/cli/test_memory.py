"""Ledgers in which very many incidents may share people: no command writes out all pairs of them in memory."""

import os

import pytest

from tests.memory import LIMIT, measured

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "wait4"), reason="memory is measured with wait4"),
]

MOST_OF_OVERLAPS = 140 * 2**20


def tolls(count: int, parts: int) -> str:
    """Tolls of which each overlaps each other, and so many parts in each, all in one town on one day."""
    lines = ["sources:", "  s: {name: S, kind: media}", "places:", "  p: {name: P, kind: town}", "incidents:"]
    entry = (
        "- {id: ID, title: t, date: 2018-04-01, places: [p], type: unknown, reports: [{source: s, killed: 1}], MORE}"
    )
    for toll in range(count):
        others = ", ".join(f"t{other}" for other in range(toll + 1, count))
        lines.append(entry.replace("ID", f"t{toll}").replace("MORE", f"overlaps: [{others}]"))
        lines += [entry.replace("ID", f"t{toll}-{part}").replace("MORE", f"part_of: t{toll}") for part in range(parts)]
    return "\n".join(lines)


def overlaps(count: int, is_chain: bool) -> str:
    """So many incidents, of which each overlaps the next one: all in a chain, or two by two."""
    lines = ["sources:", "  s: {name: S, kind: media}", "incidents:"]
    for number in range(count):
        other = f"i{number + 1}" if number + 1 < count and (is_chain or number % 2 == 0) else ""
        lines.append(
            f"- {{id: i{number}, title: t, date: 2018-04-01, type: unknown, reports: [{{source: s, killed: 1}}], "
            f"overlaps: [{other}]}}"
        )
    return "\n".join(lines)


@pytest.mark.parametrize("is_chain", [True, False], ids=["a chain", "pairs"])
def test_many_separate_overlaps_take_little_memory(tmp_path, is_chain):
    """Thirty thousand: were each set as long as the ledger, all would take 100 MB or more."""
    file = tmp_path / "overlaps.yaml"
    file.write_text(overlaps(30_000, is_chain))
    cache = tmp_path / "cache"
    measured("list", "-n", "1", "-f", str(file), cache=cache)
    done = measured("sum", "-f", str(file), cache=cache)
    assert done.peak < MOST_OF_OVERLAPS
    assert b"Killed" in done.out
    assert b"15000" in done.out


@pytest.mark.parametrize(("count", "parts"), [(2, 4000), (60, 100)], ids=["two tolls", "sixty tolls"])
@pytest.mark.parametrize("command", ["sum", "sum --explain", "list -O json"])
def test_overlapping_tolls_take_little_memory(tmp_path, command, count, parts):
    file = tmp_path / "tolls.yaml"
    file.write_text(tolls(count, parts))
    done = measured(*command.split(), "-f", str(file), cache=tmp_path / "cache")
    assert done.peak < LIMIT
    if command == "sum":
        assert f"Killed {count * (parts + 1):>12}  {parts}".split() == done.out.decode().splitlines()[1].split()[:3]
        assert b"Too many" not in done.out
