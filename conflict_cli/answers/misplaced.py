"""Sentences on the words of a query that name nothing: where each belongs and how to write it, or what it is like."""

import re
from collections.abc import Callable, Iterator, Sequence

from conflict_cli.record.dates import parse_period
from conflict_cli.record.english_dates import in_figures
from conflict_cli.record.errors import BadValueError
from conflict_cli.record.incident import MEASURES
from conflict_cli.record.names import MOST_SUGGESTED, did_you_mean, folded
from conflict_cli.selection.misplaced import Elsewhere, Unmatched
from conflict_cli.selection.query import EXCLUDED, Query
from conflict_cli.selection.selection import BYS, Selection

_MEANT = {
    "town": ("a town", "-t"),
    "source": ("a source", "-s"),
    "actor": ("an actor", "-a"),
    "type": ("a type", "-k"),
    "target": ("a target", "--target"),
    "governorate": ("a governorate", "--governorate"),
    "country": ("a country", "--country"),
    "confidence": ("how firmly an actor is named", "--confidence"),
    "victims": ("a group of victims", "--victims"),
    "id": ("an incident", "conflict-cli show"),
}
"""For each field of a query what its words are, and how to ask for one."""

_FILE = r".\.(ya?ml|csv|tsv|txt|xlsx?|ods|parquet|pq|jsonl?|zip|gz)$"

_ALL_IDS = "`conflict-cli list` names them."

_LONGEST = 5
"""The most words of a date, as in `since 30 of April 2018`."""


def unmatched_in_words(unmatched: Sequence[Unmatched]) -> Iterator[str]:
    """Yield a sentence for each word that names nothing; words that mean something together have one of their own."""
    start = 0
    while start < len(unmatched):
        end, meant = _phrase(unmatched, start)
        words = " ".join(one.word for one in unmatched[start:end])
        yield f'No {unmatched[start].field} is called "{words}"{meant or _hint(unmatched[start])}'
        start = end


def unknown_ids_in_words(
    unknown: Sequence[str], everything: Selection, select: Callable[[Query], Selection]
) -> Iterator[str]:
    """Yield a sentence for each id that no incident has: what else has this name, or which ids are like it."""
    # Ids of a data set are numbers, each as like the wanted one as the next: there is nothing to suggest.
    similar = {picked.incident.id for picked in everything.picked} if unknown and not everything.data_set else set()
    asked = unknown[:MOST_SUGGESTED]
    others = {one.word: one.elsewhere for one in select(Query(towns=tuple(asked))).unmatched} if asked else {}
    for name in asked:
        named = others.get(name.removeprefix(EXCLUDED), (Elsewhere("town", name),))
        if named and named[0].is_whole:
            hint = f"it is {', or '.join(_as_it_is(one, 'conflict-cli list ') for one in named)}."
        else:
            hint = did_you_mean(name, similar) or _ALL_IDS
        yield f'There is no incident "{name}"; {hint}'
    for name in unknown[MOST_SUGGESTED:]:
        yield f'There is no incident "{name}"; {_ALL_IDS}'


def _phrase(unmatched: Sequence[Unmatched], start: int) -> tuple[int, str]:
    """Return where the longest phrase ends that begins with this word, and what to write for it; "" for no phrase."""
    for end in range(min(len(unmatched), start + _LONGEST), start, -1):
        words = unmatched[start:end]
        if all(one.field == "town" for one in words) and (meant := _meant(*(one.word for one in words))):
            return end, meant
    return start + 1, ""


def _meant(first: str, *others: str) -> str:
    """Return what to write for words that are no name: a date, a heading, a measure; "" if they are none of these."""
    introduced = first.lower()
    if introduced in ("since", "until") and (date := _in_figures(" ".join(others))):
        return f"; it is a date: --{introduced} {date}."
    if introduced in ("in", "on") and others:
        return _meant(*others)
    if date := _in_figures(" ".join((first, *others))):
        return f"; it is a date: -d {date}."
    *by, word = first, *others
    if word in BYS and by in ([], ["by"]):
        return f"; for a row for each, write --by {word}."
    if word in MEASURES and not by:
        return f"; it is what is summed: conflict-cli sum -m {word}."
    return ""


def _in_figures(text: str) -> str | None:
    """Return a date as it is written in an option; None for other words."""
    try:
        parse_period(text)
    except BadValueError:
        return in_figures(text)
    return text


def _hint(unmatched: Unmatched) -> str:
    """Return the end of the sentence: where the word belongs, or which name may be meant."""
    from shlex import quote

    if unmatched.elsewhere:
        prefix = EXCLUDED if unmatched.is_excluded else ""
        are = [_as_it_is(one, prefix="" if one.field == "id" else prefix) for one in unmatched.elsewhere]
        it_is = "it is" if unmatched.elsewhere[0].is_whole else "it is a word in the name of"
        return f"; {it_is} {', or '.join(are)}."
    if unmatched.field == "town" and re.search(_FILE, unmatched.word, re.IGNORECASE):
        return f"; if it is a file, write -f {quote(unmatched.word)}."
    if unmatched.hint:
        return f"; {unmatched.hint}"
    if unmatched.field == "confidence":
        return f"; choose from {', '.join(unmatched.known)}."
    return f"; this file has {', '.join(sorted(unmatched.known, key=folded))}." if unmatched.known else "."


def _as_it_is(elsewhere: Elsewhere, command: str = "", prefix: str = "") -> str:
    """Return what a word is, and how to ask for it: `a source: -s sohr`."""
    from shlex import quote

    noun, option = _MEANT[elsewhere.field]
    return f"{noun}: {command}{option} {quote(prefix + elsewhere.word)}"
