"""Decide whether two spellings name the same town, source or actor, and suggest known names that are alike.

Names match by whole words, without regard to case, accents, hyphens, apostrophes, doubled letters and the Arabic
article. A name that is only alike is suggested, and never matches.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby
from typing import Generic, TypeVar
from unicodedata import category, normalize

Key = TypeVar("Key")

# Words of up to four letters are like too many others to be suggested by themselves.
SHORT = 4

MOST_SUGGESTED = 20
"""Comparing names is slow: of many unknown ones, only so many are told what they may have meant."""

_ARTICLES = frozenset("al el il ul ar as ash at ath az ad adh an".split())
_ARABIC_ARTICLE = "ال"
_ARABIC_LETTERS = str.maketrans({"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": None})
_APOSTROPHES = frozenset("'’‘`´ʿʾʼʻʹ")
_ASCII = {
    code: None if letter in _APOSTROPHES else " "
    for code, letter in enumerate(map(chr, range(128)))
    if not letter.isalnum()
}


def folded(text: str) -> str:
    """Return the text in lower case and without accents, for finding words in it."""
    if text.isascii():
        return text.lower()
    # Normalising may turn letters into capitals: 𝐀 is an A in bold.
    apart = normalize("NFKD", text.casefold()).casefold().translate(_ARABIC_LETTERS)
    return "".join(letter for letter in apart if category(letter) != "Mn")


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared: `Al-Zaʿfarāneh` and `zafaraneh` have the same words."""
    text = folded(name)
    words = words_in_ascii(text) if text.isascii() else words_in_any_letters(text)
    telling = [word.removeprefix(_ARABIC_ARTICLE) if len(word) > 4 else word for word in words if word not in _ARTICLES]
    return tuple(telling or words)


def words_in_any_letters(text: str) -> list[str]:
    """Return the words in a folded text, without apostrophes, and doubled letters written once."""
    letters = (letter if letter.isalnum() else " " for letter in text if letter not in _APOSTROPHES)
    # Digits stay, because Camp 1 is not Camp 11.
    runs = (groupby(word) for word in "".join(letters).split())
    return ["".join(letter if letter.isalpha() else "".join(run) for letter, run in word) for word in runs]


def words_in_ascii(text: str) -> list[str]:
    """Return the same for a text in ASCII, much faster: a data set has very many names."""
    return re.sub(r"([a-z])\1+", r"\1", text.translate(_ASCII)).split()


def slug(text: str) -> str:
    """Write the text as a key: `Air/drone strike` as `air-drone-strike`; empty without Latin letters."""
    letters = (letter if letter.isascii() and letter.isalnum() else " " for letter in folded(text))
    return "-".join("".join(letters).split())


class Resolver(Generic[Key]):
    """Finds the keys of names; many names are found nearly as fast as one."""

    def __init__(self, named: Mapping[Key, Iterable[str]]) -> None:
        self._exact: dict[str, set[Key]] = defaultdict(set)
        self._with_word: dict[str, list[tuple[tuple[str, ...], Key]]] = defaultdict(list)
        words_once = cache(words_of)  # a place of a data set has its name as its key too
        for key, names in named.items():
            for words in map(words_once, names):
                self._exact["".join(words)].add(key)
                for word in set(words):
                    self._with_word[word].append((words, key))

    def find(self, wanted: str) -> set[Key]:
        """Return the keys with exactly the wanted name; if there are none, those with its words in a name.

        `Yarmouk` finds the camp of that name and not the Yarmouk basin; `batikh` finds Kafr Batikh.
        """
        sought = words_of(wanted)
        if not sought:
            return set()
        exact = self._exact.get("".join(sought))
        return (
            set(exact)
            if exact
            else {key for name, key in self._with_word.get(sought[0], ()) if holds_words(name, sought)}
        )

    def is_whole(self, wanted: str) -> bool:
        """Say whether this is a whole name, and not only words in one."""
        return bool(self._exact.get("".join(words_of(wanted))))


def suggest(wanted: str, known: Iterable[str] | Mapping[str, str]) -> list[str]:
    """Return up to three known names spelt most like the wanted one, the likest first.

    If no whole name is alike, return names with one word that is. A mapping gives the name to return for each spelling.
    """
    from difflib import get_close_matches

    shown = known if isinstance(known, Mapping) else {name: name for name in known}
    whole: dict[str, str] = {}
    single: dict[str, str] = {}
    for name, stands_for in shown.items():
        words = words_of(name)
        whole.setdefault(" ".join(words) or name, stands_for)
        single.update({word: stands_for for word in words if len(word) > SHORT})
    spelt = " ".join(words_of(wanted)) or wanted
    alike = [whole[name] for name in get_close_matches(spelt, whole, n=3, cutoff=0.6)]
    alike = alike or [single[word] for word in get_close_matches(spelt, single, n=3, cutoff=0.8)]
    return list(dict.fromkeys(alike))


def did_you_mean(wanted: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """Return `did you mean Talbissah?`, or nothing if no known name is alike."""
    alike = suggest(wanted, known)
    return f"did you mean {' or '.join(alike)}?" if alike else ""


def holds_words(name: tuple[str, ...], sought: tuple[str, ...]) -> bool:
    """Say whether the sought words stand side by side in the name."""
    width = len(sought)
    return any(name[start : start + width] == sought for start in range(len(name) - width + 1))
