"""Read the words of a report about a number of people as a figure, and write a figure as a table shows it.

A figure keeps its words beside its numbers. Its bounds are those of the report, not those of the world. The module
`totals` decides how the figures of several incidents may be summed.
"""

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.record.digits import in_latin
from conflict_cli.record.errors import BadValueError, quoted
from conflict_cli.record.figure_styles import in_a_table

LARGEST = 999_999_999

BOUNDS = ("low", "best", "high")
MARKS = ("open", "approximate")


class Figure(Struct, frozen=True, array_like=True, gc=False):
    """A number of people as reported: at least `low`, at most `high` unless `open`, `best` as stated.

    `open`: no upper limit was reported, and `high` is the largest number anyone stated. `approximate`: the bounds
    themselves are rough ("some 25"). `parts` are groups *of* these people (children, civilians, …), never more people.
    `is_derived`: it, or one of the accounts in it, follows from other groups, and no report states it.
    """

    low: int
    best: int
    high: int
    open: bool = False
    approximate: bool = False
    text: str = ""
    parts: Mapping[str, "Figure"] = {}
    is_derived: bool = False

    @property
    def is_contradictory(self) -> bool:
        """Whether its bounds exclude its best number, as they do in some published records."""
        return self.low > self.best or (self.best > self.high and not self.open)

    @property
    def stated_parts(self) -> Mapping[str, "Figure"]:
        """The groups that a report numbers itself, without those that follow from others."""
        return {name: part for name, part in self.parts.items() if not part.is_derived}

    @property
    def short(self) -> str:
        """The figure as a table shows it: `20`, `≥2`, `>150`, `~25`, `20–30`, `2–5+`."""
        return in_a_table(self)


def reconciled(accounts: Iterable[Figure | None]) -> Figure | None:
    """Combine rival accounts of the same deaths, the most trusted first, into one figure; None if no account has one.

    Accounts are never added: the result has the least low, the greatest high and the best of the first account. It is
    open if any account is open.
    """
    stated = [account for account in accounts if account is not None]
    if len(stated) <= 1:
        return stated[0] if stated else None
    first, *others = stated
    low, high, is_open, approximate, texts = first.low, first.high, first.open, first.approximate, [first.text]
    for other in others:
        low = min(low, other.low)
        high = max(high, other.high)
        is_open |= other.open
        approximate |= other.approximate
        if other.text not in texts:
            texts.append(other.text)
    is_derived = any(account.is_derived for account in stated)
    names = dict.fromkeys(name for figure in stated for name in figure.parts)
    parts = {name: part for name in names if (part := reconciled([figure.parts.get(name) for figure in stated]))}
    return Figure(low, first.best, high, is_open, approximate, "; ".join(texts), parts, is_derived)


def parse_figure(text: str) -> Figure | None:
    """Return the figure that these words state, or None for `unknown`.

    The words and numbers are a closed list (docs/counting.md). Anything else raises `BadValueError` with
    the words to write instead. The best of a range is its lower end, as ACLED codes it: that of "20-30" is 20. Arabic
    and Persian digits are read as ours.
    """
    words = in_latin(" ".join(text.casefold().split()))
    if words == "unknown":
        return None
    numbers = _read(words)
    if numbers is None:
        from conflict_cli.record.figure_hints import suggestion

        raise BadValueError(f"{quoted(text)} is not a figure", suggestion(words, _read))
    return replace(numbers, text=" ".join(text.split()))


def with_best(figure: Figure, best: int) -> Figure:
    """Return the figure with the best number that the ledger names; `BadValueError` if it lies outside the bounds."""
    if best < figure.low or (best > figure.high and not figure.open):
        raise BadValueError(f"best: {best} is outside {figure.short}", "write a number within the total")
    return replace(figure, best=best, high=max(figure.high, best))


def _exactly(number: int) -> Figure:
    return Figure(number, number, number)


def _at_least(number: int) -> Figure:
    return Figure(number, number, number, open=True)


def _over(number: int) -> Figure:
    return _at_least(number + 1)


def _about(number: int) -> Figure:
    return Figure(number, number, number, approximate=True)


def _up_to(number: int) -> Figure:
    return Figure(0, 0, number)


def _fewer_than(number: int) -> Figure | None:
    return _up_to(number - 1) if number else None


def _presumed(number: int) -> Figure:
    return Figure(0, number, number)


_VAGUE = {
    "none": _exactly(0),
    **dict.fromkeys(("several", "a number of"), Figure(2, 2, 2, open=True, approximate=True)),
    "tens": Figure(10, 10, 10, open=True, approximate=True),
    "dozens": Figure(12, 12, 12, open=True, approximate=True),
    "scores": Figure(40, 40, 40, open=True, approximate=True),
    "hundreds": Figure(100, 100, 100, open=True, approximate=True),
}
_SIGNS: Mapping[str, Callable[[int], Figure | None]] = {
    ">=": _at_least,
    "≥": _at_least,
    ">": _over,
    "<": _fewer_than,
    "~": _about,
}
_PHRASES: Mapping[str, Callable[[int], Figure | None]] = {
    "at least": _at_least,
    "over": _over,
    "more than": _over,
    **dict.fromkeys(("some", "about", "around", "approximately", "nearly"), _about),
    "up to": _up_to,
    "fewer than": _fewer_than,
    "less than": _fewer_than,
    "presumed": _presumed,
    "believed": _presumed,
}


def _read(words: str) -> Figure | None:
    """Return the numbers of these words, or None if the grammar has no such words."""
    if words in _VAGUE:
        return _VAGUE[words]
    for sign, meaning in _SIGNS.items():
        if words.startswith(sign):
            return _meant(meaning, words.removeprefix(sign).lstrip())
    phrase, _, last = words.rpartition(" ")
    if phrase in _PHRASES:
        return _meant(_PHRASES[phrase], last)
    if words.endswith("+"):
        return _meant(_at_least, words[:-1].rstrip())
    return _read_range(words) or _meant(_exactly, words)


def _read_range(words: str) -> Figure | None:
    if words.startswith("between "):
        ends = words.removeprefix("between ").split(" and ")
    else:
        ends = words.replace(" to ", "-").replace("–", "-").split("-")
    numbers = [number for number in map(_number, map(str.strip, ends)) if number is not None]
    if len(ends) != 2 or len(numbers) != 2:
        return None
    low, high = numbers
    if low > high:
        raise BadValueError(f"{quoted(words)} has its ends the wrong way round", f"write {high}-{low}")
    return Figure(low, low, high)


def _meant(meaning: Callable[[int], Figure | None], digits: str) -> Figure | None:
    number = _number(digits)
    return None if number is None else meaning(number)


def _number(digits: str) -> int | None:
    if not (digits.isascii() and digits.isdecimal()):
        return None
    if len(digits.lstrip("0")) > len(str(LARGEST)):
        raise BadValueError(
            f"a number of {len(digits)} digits is too large for a number of people", f"write at most {LARGEST}"
        )
    return int(digits.lstrip("0") or "0")
