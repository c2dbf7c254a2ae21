"""Merge names and ids into a ledger: what it knows by another spelling stays one, what it does not know is new."""

from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.record.errors import quoted
from conflict_cli.record.incident import Actor, Incident, Names, Place, Source
from conflict_cli.record.names import slug, words_of

Noun = TypeVar("Noun", bound=Source | Place | Actor)

LONGEST_ID = 48


class Merged(Struct, frozen=True, kw_only=True):
    """The key that each name has in the ledger, by its own key; those that are new; and what should be said of them."""

    sources: Mapping[str, str]
    places: Mapping[str, str]
    actors: Mapping[str, str]
    new: Names
    remarks: tuple[str, ...] = ()


def merged(made: Names, known: Names) -> Merged:
    """Find each of these names in the ledger, by its spelling; a name that several things bear is never merged."""
    remarks: list[str] = []
    sources = _keys("source", made.sources, known.sources, remarks)
    places = _keys("place", made.places, known.places, remarks)
    actors = _keys("actor", made.actors, known.actors, remarks)
    new = Names(
        known.file,
        {},
        _new(made.sources, sources, known.sources),
        _new({key: _whole(one) for key, one in made.places.items()}, places, known.places),
        _new(made.actors, actors, known.actors),
    )
    return Merged(sources=sources, places=places, actors=actors, new=new, remarks=tuple(remarks))


def bearers(name: str, known: Mapping[str, Noun]) -> list[str]:
    """Return the keys of all that bear this name, in one of its spellings."""
    sought = spelling(name)
    return [key for key, one in known.items() if sought in map(spelling, (key, one.name, *one.aliases))]


def spelling(name: str) -> str:
    """Return what all spellings of a name have in common."""
    return "".join(words_of(name)) or name


def id_for(incident: Incident, place: str, taken: Collection[str]) -> str:
    """Return a short id that is not taken, made of the place and the date."""
    day = (
        "undated"
        if incident.date.is_unknown
        else slug(incident.date.text[:11].strip("[").partition("/")[0].partition("..")[0])
    )
    return distinct(f"{slug(place)[: LONGEST_ID - 11].strip('-')}-{day}".strip("-"), taken)


def distinct(plain: str, taken: Collection[str]) -> str:
    """Return this key, with a number at its end if it is taken."""
    key, number = plain, 1
    while key in taken:
        number += 1
        key = f"{plain}-{number}"
    return key


def _keys(kind: str, made: Mapping[str, Noun], known: Mapping[str, Noun], remarks: list[str]) -> dict[str, str]:
    """Return the key in the ledger of each of these nouns; say which are taken for known ones, or are doubtful."""
    by_spelling: dict[str, list[str]] = {}
    for key, known_one in known.items():
        for one in set(map(spelling, (key, known_one.name, *known_one.aliases))):
            by_spelling.setdefault(one, []).append(key)
    keys: dict[str, str] = {}
    taken = set(known)
    for key, noun in made.items():
        alike = [one for one in by_spelling.get(spelling(noun.name), ()) if _may_be(noun, known[one])]
        same = [one for one in alike if len(alike) == 1 or _area(known[one]) == _area(noun)]
        if len(same) == 1:
            keys[key] = same[0]
            if noun.name != known[same[0]].name:
                remarks.append(f"{kind} {quoted(noun.name)} is taken for {known[same[0]].name} ({same[0]})")
            continue
        keys[key] = distinct(key, taken)
        taken.add(keys[key])
        remarks.extend(_doubts(kind, noun, keys[key], alike or _namesakes(key, made, keys)))
    return keys


def _namesakes(key: str, made: Mapping[str, Noun], keys: Mapping[str, str]) -> list[str]:
    """Return the keys of earlier new names that may be the same thing, and are told apart by what is known of them."""
    name = spelling(made[key].name)
    earlier = (one for one in keys if one != key and spelling(made[one].name) == name)
    return [keys[one] for one in earlier if _may_be(made[key], made[one])]


def _doubts(kind: str, noun: Noun, key: str, alike: list[str]) -> Iterator[str]:
    """Say that a name may mean several things; it is kept whole, and is a thing of its own."""
    if alike:
        yield f"{kind} {quoted(noun.name)} may be {' or '.join(alike)}, and is kept apart as {key}"
    if kind == "place" and any(mark in f" {noun.name} " for mark in ("/", " and ", " or ", " & ", "?")):
        yield f"place {quoted(noun.name)} is kept whole as {key}: if it is several places, name each"


def _may_be(noun: Noun, known: Noun) -> bool:
    """Say whether both may be one thing: two places in different governorates or countries are not."""
    if not (isinstance(noun, Place) and isinstance(known, Place)):
        return True
    pairs = ((noun.governorate, known.governorate), (noun.country, known.country))
    return all(not (one and other) or spelling(one) == spelling(other) for one, other in pairs)


def _whole(place: Place) -> Place:
    """Return a place without the names that are parts of its own: "A / B" may be two places."""
    return replace(place, aliases=tuple(one for one in place.aliases if one not in place.name))


def _area(noun: Noun) -> tuple[str, str]:
    """Return the governorate and the country of a place, by their spelling; both are empty for all else."""
    found = (noun.governorate, noun.country) if isinstance(noun, Place) else ()
    first, second = (*(spelling(one or "") for one in found), "", "")[:2]
    return first, second


def _new(made: Mapping[str, Noun], keys: Mapping[str, str], known: Mapping[str, Noun]) -> dict[str, Noun]:
    """Return the nouns that the ledger does not have, under their keys in it."""
    found: dict[str, Noun] = {}
    for key, noun in made.items():
        if keys[key] not in known:
            found[keys[key]] = replace(noun, key=keys[key])
    return found
