"""Say by the names that the file gives what was asked for, and where the incidents of a sum were."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

from msgspec.structs import replace

from conflict_cli.record.geography import Geography
from conflict_cli.record.incident import Actor, Source
from conflict_cli.record.type_names import type_name
from conflict_cli.selection.query import EXCLUDED, Key, Query, Wanted, in_words
from conflict_cli.selection.selection import Selection

_MOST_NAMED = 5
"""Up to so many names stand for a word that means them; more would hide the word that was written."""

_MOST_IN_A_HEAD = 3


def filters(selection: Selection) -> tuple[str, ...]:
    """Return a phrase for each condition of the query, with `SOHR` for `sohr` and `Air/drone strike` for its slug."""
    return tuple(in_words(_named(selection), data_set=selection.data_set))


def asked_where(selection: Selection) -> str:
    """Say `in Rastan or Talbissah` if these were asked for; nothing for more than three places, or none."""
    names = selection.names.places
    geography = selection.geography
    asked = selection.asked
    for wanted, named in (
        (asked.places, geography.named_place),
        (asked.governorates, geography.named_area),
        (asked.countries, partial(_country, geography)),
    ):
        if wanted.keys is not None:
            found = list(dict.fromkeys(map(named, _in_order(wanted.keys, names))))
            found = [f"{name} governorate" for name in found] if wanted is asked.governorates else found
            return f"in {' or '.join(found)}" if 0 < len(found) <= _MOST_IN_A_HEAD else ""
    return ""


def only_country(selection: Selection) -> str:
    """Say `in Syria` if each of the incidents names a place there, and none a place of another country."""
    query = selection.asked.query
    if query.possible or query.towns or query.governorates or query.countries or not selection.names.places:
        return ""
    named = [row for row in selection.groups("country") if row.key is not None]
    is_one = len(named) == 1 and len(named[0].selection.picked) == len(selection.picked)
    return f" in {named[0].heading}" if is_one else ""


def _named(selection: Selection) -> Query:
    """Return the query with the names of what its words mean; a word that means nothing, or too much, stays."""
    query, asked, names, geography = selection.asked.query, selection.asked, selection.names, selection.geography

    def words(field: str, wanted: Wanted, given: tuple[str, ...], named: Callable[[Any], str]) -> tuple[str, ...]:
        plain = tuple(word for word in given if not word.startswith(EXCLUDED))
        excluded = tuple(word for word in given if word.startswith(EXCLUDED))
        unknown = [one.word for one in selection.unmatched if one.field == field]
        said = _names(plain, wanted.keys or (), named, unknown)
        left_out = _names(tuple(map(_bare, excluded)), wanted.excluded, named, unknown)
        return (*said, *(f"{EXCLUDED}{name}" for name in left_out))

    return replace(
        query,
        towns=words("town", asked.places, query.towns, geography.named_place),
        governorates=words("governorate", asked.governorates, query.governorates, geography.named_area),
        countries=words("country", asked.countries, query.countries, partial(_country, geography)),
        sources=words("source", asked.sources, query.sources, partial(_name, names.sources)),
        actors=words("actor", asked.actors, query.actors, partial(_name, names.actors)),
        types=words("type", asked.types, query.types, type_name),
    )


def _country(geography: Geography, key: str) -> str:
    return geography.countries[key][0]


def _name(nouns: Mapping[str, Source | Actor], key: str) -> str:
    return nouns[key].name


def _bare(word: str) -> str:
    return word.removeprefix(EXCLUDED)


def _names(
    words: tuple[str, ...], keys: Collection[Key], named: Callable[[Any], str], unknown: Collection[str]
) -> tuple[str, ...]:
    """Return the names of what the words mean, and the words that mean nothing; the words where the names are many."""
    if not keys or len(keys) > max(_MOST_NAMED, len(words)):
        return words
    found = dict.fromkeys(map(named, sorted(keys, key=str)))
    return (*found, *(word for word in words if word in unknown))


def _in_order(keys: Collection[Key], places: Collection[str]) -> Iterator[Key]:
    """Yield the keys in the order of the file, if they are those of places, or else by name."""
    is_of_places = all(key in places for key in keys)
    yield from (key for key in places if key in keys) if is_of_places else sorted(keys, key=str)
