"""Ledgers made for measuring: valid, of any size, and the same on every run.

Nothing in them happened. They resemble a real ledger in what costs time: the length and the variety of their entries,
how many towns and articles there are for so many incidents, and how many incidents are linked to others.
"""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import NamedTuple

SEED = 2018
FIRST_DAY = date(2012, 1, 1)
DAYS = 3650
INCIDENTS_OF_A_TOWN = 100
INCIDENTS_OF_AN_ARTICLE = 8
INCIDENTS_OF_A_TOLL = 5
INCIDENTS_OF_A_WEEK = 20
LINKED = 0.2

_HEAD = """\
sources:
  observatory: {name: Observatory, aliases: [The Observatory, مرصد], kind: monitor}
  rescuers: {name: Rescuers, aliases: [Civil Rescue, Civil Rescuers], kind: rescue-service}
  residents: {name: Residents, kind: witnesses}
  newspaper: {name: Newspaper, aliases: [The Daily Newspaper], kind: media}
  ward: {name: Hospital ward, kind: hospital}
actors:
  northern-forces: {name: Northern forces, aliases: [the north, Northern army]}
  southern-forces: {name: Southern forces, aliases: [the south]}
  militia: {name: Militia}
"""
_SOURCES = ("observatory", "rescuers", "residents", "newspaper", "ward")
_ACTORS = ("northern-forces", "southern-forces", "militia")
_CONFIDENCES = ("stated", "suspected", "claimed", "contested")
_GOVERNORATES = ("North", "East", "South", "West", "Coast", "Plain")
_TYPES = ("air-drone-strike", "shelling-artillery-missile-attack", "armed-clash", "attack", "unknown")
_TARGETS = ("market", "school", "hospital", "refugee-camp", "mosque")
_WORDS = ("", "", "", "at least ", "over ", "some ", "up to ", "presumed ")
_THINGS = ("Shelling", "Air strike", "Clash", "Several rockets", "Mortar fire", "A second strike")
_SPOTS = ("a bakery", "the market square", "the main road", "a farm", "houses", "a checkpoint", "the old quarter")
_NOTES = (
    "The day is not given; it is taken to be the one before the report was published.",
    "Two of the sources name the street, and the third counts those who died later of their wounds.",
    "Whether by air or by artillery is not said.",
)


class _Size(NamedTuple):
    """How many towns and articles the incidents of a ledger are spread over."""

    towns: int
    articles: int


def ledger(incidents: int) -> Iterator[str]:
    """The text of a ledger of so many incidents, piece by piece: the whole of a big one never stands in memory."""
    size = _size(incidents)
    yield from _names(size)
    yield "incidents:\n"
    yield from islice(_incidents(size), incidents)


def write_ledger(path: Path, incidents: int) -> Path:
    """Write such a ledger to this file."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(ledger(incidents))
    return path


def write_files(folder: Path, incidents: int, files: int) -> Path:
    """Write the same ledger in so many files, as a team keeps it, and return the first, which includes the others."""
    folder.mkdir()
    size = _size(incidents)
    (folder / "names.yaml").write_text("".join(_names(size)), encoding="utf-8")
    found = list(islice(_incidents(size), incidents))
    months = files - 2
    for number in range(months):
        text = "".join(found[number * incidents // months : (number + 1) * incidents // months])
        (folder / f"month-{number:04}.yaml").write_text(f"incidents:\n{text}", encoding="utf-8")
    first = folder / "incidents.yaml"
    first.write_text("include: [names.yaml, month-*.yaml]\n", encoding="utf-8")
    return first


def _size(incidents: int) -> _Size:
    return _Size(incidents // INCIDENTS_OF_A_TOWN + 10, incidents // INCIDENTS_OF_AN_ARTICLE + 1)


def _names(size: _Size) -> Iterator[str]:
    """The sections to which incidents refer."""
    yield "articles:\n"
    yield from map(_article, range(size.articles))
    yield _HEAD
    yield "places:\n  rastan: {name: Rastan, aliases: [Ar-Rastan, Al-Rastan, الرستن], kind: town, governorate: North}\n"
    yield from map(_town, range(1, size.towns))


def _article(number: int) -> str:
    day = FIRST_DAY + timedelta(days=number % DAYS)
    return (
        f"  article-{number}:\n    title: What was reported of day {number}\n    publisher: Newspaper\n"
        f"    published: {day}\n    url: https://example.org/articles/{number}\n"
    )


def _town(number: int) -> str:
    governorate = _GOVERNORATES[number % len(_GOVERNORATES)]
    return (
        f"  {_town_key(number)}:\n    name: Al-Town {number}\n    aliases: [At-Town {number}, Town No {number}]\n"
        f"    kind: town\n    governorate: {governorate}\n    lat: {30 + number % 500 / 100}\n    lon: 36.5\n"
    )


def _town_key(number: int) -> str:
    return f"town-{number}" if number else "rastan"


def _incidents(size: _Size) -> Iterator[str]:
    """Incidents without end: some alone, some that may be the same as one before, some with a toll that holds them."""
    chance = Random(SEED)
    for toll in count(0, INCIDENTS_OF_A_WEEK):
        day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        yield _incident(chance, toll, day, size, is_toll=True)
        for number in range(toll + 1, toll + INCIDENTS_OF_A_TOLL):
            yield _incident(chance, number, day, size, f"    part_of: i-{toll}\n")
        for number in range(toll + INCIDENTS_OF_A_TOLL, toll + INCIDENTS_OF_A_WEEK):
            link = f"    overlaps: [i-{number - 1}]\n" if chance.random() < LINKED else ""
            yield _incident(chance, number, day + timedelta(days=number % 3), size, link)


def _incident(chance: Random, number: int, day: date, size: _Size, link: str = "", *, is_toll: bool = False) -> str:
    what, where = chance.choice(_THINGS), chance.choice(_SPOTS)
    keys = dict.fromkeys(_town_key(chance.randrange(size.towns)) for _ in range(1 + (chance.random() < 0.15)))
    span = f"{day}/{day + timedelta(days=6)}" if is_toll else f"{day}{chance.choice(('', '', '', '?', '~'))}"
    target = f"    target: {chance.choice(_TARGETS)}\n" if chance.random() < 0.4 else ""
    note = f"    note: {chance.choice(_NOTES)}\n" if chance.random() < 0.6 else ""
    reports = "".join(_report(chance, size.articles, is_toll=is_toll) for _ in range(1 + (chance.random() < 0.3)))
    return (
        f"\n  - id: i-{number}\n    title: {what} on {where} of the town, number {number}\n    date: {span}\n"
        f"    places: [{', '.join(keys)}]\n    and_elsewhere: {'true' if is_toll else 'false'}\n"
        f"    type: {chance.choice(_TYPES)}\n{target}{_attribution(chance)}    reports:\n{reports}{link}{note}"
    )


def _attribution(chance: Random) -> str:
    if chance.random() < 0.2:
        return ""
    return f"    attribution: [{{actor: {chance.choice(_ACTORS)}, confidence: {chance.choice(_CONFIDENCES)}}}]\n"


def _report(chance: Random, articles: int, *, is_toll: bool) -> str:
    killed = f"        killed: {_figure(chance, 80 if is_toll else 12)}\n" if chance.random() < 0.85 else ""
    injured = f"        injured: {chance.choice(_WORDS)}{chance.randrange(1, 60)}\n" if chance.random() < 0.4 else ""
    return (
        f"      - source: {chance.choice(_SOURCES)}\n        article: article-{chance.randrange(articles)}\n"
        f"        paragraph: {chance.randrange(1, 20)}\n{killed}{injured}"
    )


def _figure(chance: Random, most: int) -> str:
    total = chance.randrange(3, most)
    form = chance.random()
    if form < 0.2:
        return f"{{total: {total}, children: {total // 3}, women: {total // 4}}}"
    if form < 0.3:
        return f"{{total: {total}-{total + 6}, best: {total + 2}}}"
    if form < 0.35:
        return "several"
    return f"{chance.choice(_WORDS)}{total}"


if __name__ == "__main__":
    sys.stdout.writelines(ledger(int(sys.argv[1])))
