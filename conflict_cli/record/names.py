"""Names: when two spellings mean the same town, source or actor, and what to suggest where none does.

A match is on whole words, without regard to case, accents, hyphens, apostrophes, doubled letters and the Arabic
article. Likeness only ever suggests; it never matches.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TypeVar
from unicodedata import category, normalize

Key = TypeVar("Key")

# Words of so few letters are like too many others to be suggested by themselves.
SHORT = 4

_ARTICLES = frozenset("al el il ul ar as ash at ath az ad adh an".split())
_ARABIC_ARTICLE = "ال"
_ARABIC_LETTERS = str.maketrans({"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": None})
_APOSTROPHES = frozenset("'’‘`´ʿʾʼʻʹ")


def folded(text: str) -> str:
    """The text in lower case and without accents, for finding words in it."""
    if text.isascii():
        return text.lower()
    # Taking letters apart may make capitals of them: 𝐀 is an A in bold.
    apart = normalize("NFKD", text.casefold()).casefold().translate(_ARABIC_LETTERS)
    return "".join(letter for letter in apart if category(letter) != "Mn")


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared: `Al-Zaʿfarāneh` and `zafaraneh` have the same ones."""
    letters = (letter if letter.isalnum() else " " for letter in folded(name) if letter not in _APOSTROPHES)
    words = [_undoubled(word) for word in "".join(letters).split()]
    telling = [_without_article(word) for word in words if word not in _ARTICLES]
    return tuple(telling or words)


def slug(text: str) -> str:
    """The text as keys are written: `Air/drone strike` as `air-drone-strike`; empty where it has no Latin letters."""
    letters = (letter if letter.isascii() and letter.isalnum() else " " for letter in folded(text))
    return "-".join("".join(letters).split())


def resolve(wanted: str, named: Mapping[Key, Iterable[str]]) -> set[Key]:
    """The keys whose names the wanted one means: those with exactly this name, else those that hold its words.

    So `Yarmouk` finds the camp of that name and not the Yarmouk basin; `batikh` finds Kafr Batikh.
    """
    sought = words_of(wanted)
    if not sought:
        return set()
    spelt = {key: [words_of(name) for name in names] for key, names in named.items()}
    joined = "".join(sought)
    exact = {key for key, names in spelt.items() if any(joined == "".join(name) for name in names)}
    return exact or {key for key, names in spelt.items() if any(_holds(name, sought) for name in names)}


def suggest(wanted: str, known: Iterable[str] | Mapping[str, str]) -> list[str]:
    """Up to three of the known names that are spelt most like the wanted one, the likest first.

    Where no name is alike, those with a word in them that is. Of a mapping, what these stand for, each once.
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
    """`did you mean Talbissah?`, or nothing where no known name is alike."""
    alike = suggest(wanted, known)
    return f"did you mean {' or '.join(alike)}?" if alike else ""


def _undoubled(word: str) -> str:
    """The word with each letter once where it stands twice; digits stay, since Camp 1 is not Camp 11."""
    return "".join(letter if letter.isalpha() else "".join(run) for letter, run in groupby(word))


def _without_article(word: str) -> str:
    return word[2:] if word.startswith(_ARABIC_ARTICLE) and len(word) > 4 else word


def _holds(name: tuple[str, ...], sought: tuple[str, ...]) -> bool:
    width = len(sought)
    return any(name[start : start + width] == sought for start in range(len(name) - width + 1))
