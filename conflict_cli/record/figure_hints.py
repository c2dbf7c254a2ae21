"""Suggest what to write in place of words that are no figure."""

from collections.abc import Callable

from conflict_cli.record.errors import BadValueError
from conflict_cli.record.measures import TABLE

GRAMMAR = (
    "write a number (20), at least 20, over 20, some 20, 20-30, up to 20, presumed 20, several, dozens, or unknown"
)

_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90"}
_OTHER_WORDS = {
    **dict.fromkeys(("no", "nobody", "nil"), "none"),
    **dict.fromkeys(("?", "n/a", "na", "-", "", "null", "~", "not reported", "unclear"), "unknown"),
    **dict.fromkeys(("a", "an", "a single"), "1"),
    **dict.fromkeys(("a couple", "a couple of", "a few"), "several"),
    **dict.fromkeys(("a dozen", "dozen"), "12"),
}
_OTHER_PHRASES = {
    **dict.fromkeys(("at most", "no more than", "not more than", "<=", "≤", "as many as"), "up to"),
    **dict.fromkeys(("no fewer than", "no less than", "a minimum of", "minimum"), "at least"),
    **dict.fromkeys(("roughly", "almost", "circa", "ca.", "c.", "an estimated", "estimated"), "about"),
    **dict.fromkeys(("likely", "probably", "possibly"), "presumed"),
}

_TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())
_HEADINGS = {word for kind in TABLE.values() for word in kind.headings.split(", ")}
_OF_PEOPLE = _HEADINGS | {"people", "persons", "civilians"}


def suggestion(words: str, reads: Callable[[str], object]) -> str:
    """Suggest words that `reads` can read in place of these; where there are none, list the grammar.

    A suggestion is shown to the user and never taken as the figure.
    """
    if words in _OTHER_WORDS:
        return f"write {_OTHER_WORDS[words]}"
    better = words.replace(",", "").replace("_", "").replace("−", "-")
    for phrase, known in _OTHER_PHRASES.items():
        if better.startswith(phrase):
            better = f"{known} {better.removeprefix(phrase).lstrip()}"
    better = " ".join(_digits(word) for word in better.split() if word not in _OF_PEOPLE)
    if "-" in better.removeprefix("~"):
        better = better.removeprefix("~").removeprefix("some ").removeprefix("about ")
    try:
        return f"write {better}" if better != words and reads(better) else GRAMMAR
    except BadValueError as wrong:
        return wrong.hint


def _digits(word: str) -> str:
    tens, _, ones = word.partition("-")
    if tens in _TENS and len(_NUMBER_WORDS.get(ones, "")) == 1:
        return str(int(_NUMBER_WORDS[tens]) + int(_NUMBER_WORDS[ones]))
    if word in _NUMBER_WORDS:
        return _NUMBER_WORDS[word]
    return str(int(word)) if word.isdecimal() and len(word) < 10 else word
