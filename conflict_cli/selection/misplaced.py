"""Tell of a word that names nothing in its field of a query where else it names something, or what it is spelt like."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from conflict_cli.record.names import Resolver, did_you_mean

MOST_KNOWN = 8
"""The most names of one field that are told where a word is none of them."""

_OF_WHOLE_NAMES = ("victims", "id")
"""Fields that take nothing but a whole name, as it is written."""

Named = Mapping[Any, tuple[str, ...]]
"""All names of each key of a field."""


class Vocabulary:
    """The names in each field of a query: each is looked for once, and only where it is asked for."""

    def __init__(self, finders: Mapping[str, Callable[[], Named]]) -> None:
        self.fields = tuple(finders)
        self._finders = finders
        self._found: dict[str, tuple[Named, Resolver[Any]]] = {}

    def named(self, field: str) -> Named:
        """Return all names of each key."""
        return self._of(field)[0]

    def resolver(self, field: str) -> Resolver[Any]:
        """Return what finds the keys of a name."""
        return self._of(field)[1]

    def _of(self, field: str) -> tuple[Named, Resolver[Any]]:
        if field not in self._found:
            named = self._finders[field]()
            self._found[field] = named, Resolver(named)
        return self._found[field]


class Elsewhere(Struct, frozen=True):
    """Another field in which a word names something, and what to write there; whether it is a whole name of it."""

    field: str
    word: str
    is_whole: bool = True


class Unmatched(Struct, frozen=True):
    """A word of a query that matches no name in the ledger, with a hint at names spelt like it.

    `elsewhere` has the other fields in which the word would name something; `known` the names of its own field, unless
    they are towns, or many, or one is spelt like it. `is_excluded`: the query says `not:` before it.
    """

    field: str
    word: str
    hint: str = ""
    elsewhere: tuple[Elsewhere, ...] = ()
    known: tuple[str, ...] = ()
    is_excluded: bool = False


def told(field: str, word: str, vocabulary: Vocabulary) -> Unmatched:
    """Return the unmatched word with the other fields that know it, or else with names of its own field."""
    if elsewhere := _elsewhere(field, word, vocabulary):
        return Unmatched(field, word, elsewhere=elsewhere)
    named = vocabulary.named(field)
    if not named:
        return Unmatched(field, word, "this file names none.")
    hint = did_you_mean(word, {name: every[0] for every in named.values() for name in every})
    known = tuple(dict.fromkeys(every[0] for every in named.values()))
    return Unmatched(field, word, hint, known=() if hint or field == "town" or len(known) > MOST_KNOWN else known)


def _elsewhere(field: str, word: str, vocabulary: Vocabulary) -> tuple[Elsewhere, ...]:
    """Return the other fields in which the word names something: as a whole name, or else as words in one."""
    whole, partly = [], []
    for other in vocabulary.fields:
        if other == field:
            continue
        found = vocabulary.resolver(other).find(word)
        if vocabulary.resolver(other).is_whole(word):
            whole.append(Elsewhere(other, min(found) if other in _OF_WHOLE_NAMES else word))
        elif found and other not in _OF_WHOLE_NAMES:
            partly.append(Elsewhere(other, word, is_whole=False))
    return tuple(whole or partly)
