"""A ledger of many reports, made for measuring: five of each incident, by thousands of sources at thousands of places.

Nothing in it happened. It is what a team writes that collects every account of an event, where `ledgers` has what one
person writes who chooses among them.
"""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

SEED = 2018
FIRST_DAY = date(2012, 1, 1)
DAYS = 3650
REPORTS = 5
SOURCES, PLACES = 1.5, 0.5
"""So many sources and places there are for each incident."""

_KINDS = ("monitor", "media", "hospital", "witnesses", "humanitarian")
_GOVERNORATES = ("North", "East", "South", "West", "Coast", "Plain")
_TYPES = ("air-drone-strike", "shelling-artillery-missile-attack", "armed-clash", "attack", "unknown")
_WORDS = ("at least ", "some ", "up to ")
WORDED, DIFFERENT = 0.1, 0.1
"""Most sources repeat one number; so many of the reports word it, and so many have another."""


def sourced_ledger(incidents: int) -> Iterator[str]:
    """The text of such a ledger, piece by piece."""
    chance = Random(SEED)
    sources, places, articles = int(incidents * SOURCES), int(incidents * PLACES), incidents
    yield "articles:\n"
    for number in range(articles):
        day = FIRST_DAY + timedelta(days=number % DAYS)
        yield f"  article-{number}: {{title: The news of day {number}, publisher: Newspaper, published: {day}}}\n"
    yield "sources:\n"
    for number in range(sources):
        kind = chance.choice(_KINDS)
        yield f"  source-{number}: {{name: Source {number}, aliases: [The {number}th], kind: {kind}}}\n"
    yield "places:\n"
    for number in range(places):
        yield (
            f"  town-{number}: {{name: Town {number}, aliases: [At-Town {number}], kind: town, "
            f"governorate: {chance.choice(_GOVERNORATES)}, lat: {30 + number % 500 / 100}, lon: 36.5}}\n"
        )
    yield "incidents:\n"
    for number in range(incidents):
        yield _incident(chance, number, incidents)


def write_sourced(path: Path, incidents: int) -> Path:
    """Write such a ledger to this file."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(sourced_ledger(incidents))
    return path


def _incident(chance: Random, number: int, incidents: int) -> str:
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    link = f"    overlaps: [i-{number - 1}]\n" if number and chance.random() < 0.1 else ""
    total = chance.randrange(1, 40)
    reports = "".join(_report(chance, incidents, total) for _ in range(REPORTS))
    return (
        f"  - id: i-{number}\n    title: Shelling of the town, number {number}\n    date: {day}\n"
        f"    places: [town-{chance.randrange(int(incidents * PLACES))}]\n    type: {chance.choice(_TYPES)}\n"
        f"    reports:\n{reports}{link}    note: The sources were asked on the day after, and one of them again.\n"
    )


def _report(chance: Random, incidents: int, total: int) -> str:
    word = chance.choice(_WORDS) if chance.random() < WORDED else ""
    killed = f"{word}{total + (chance.random() < DIFFERENT)}"
    injured = f"        injured: {2 * total}\n" if chance.random() < 0.1 else ""
    return (
        f"      - source: source-{chance.randrange(int(incidents * SOURCES))}\n"
        f"        article: article-{chance.randrange(incidents)}\n        paragraph: {chance.randrange(1, 20)}\n"
        f"        killed: {killed}\n{injured}"
    )


if __name__ == "__main__":
    sys.stdout.writelines(sourced_ledger(int(sys.argv[1])))
