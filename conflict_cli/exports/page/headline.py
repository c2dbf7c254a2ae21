"""The head of a page: how many people were reported, in a sentence to quote, and what that sentence leaves open."""

from calendar import month_name
from collections.abc import Iterator
from datetime import date, timedelta

from conflict_cli.answers.caveats import WORDS
from conflict_cli.record.figure_styles import in_a_sentence
from conflict_cli.record.incident import MEASURES
from conflict_cli.record.phrases import group_name, how_many
from conflict_cli.selection.selection import Selection, Sum

_SOME_WEEKS = 45


def headline(selection: Selection, counted: Sum) -> str:
    """Say `About 95 reported killed, at least 94, in 10 incidents, March to April 2018`.

    The days are those of the incidents, even if the query has fewer: an incident may have been on any of its days.
    """
    if not selection.picked:
        if selection.undivided:
            return f"No incident that matches numbers the {_group(selection)}"
        return "No incident matches what was asked for"
    said = (_people(selection, counted), _incidents(selection, counted), days_in_words(selection))
    whole = ", ".join(part for part in said if part)
    return whole[:1].upper() + whole[1:]


def standfirst(selection: Selection, counted: Sum) -> Iterator[str]:
    """Yield sentences that the headline needs beside it: bounds, silences, other figures, who says so."""
    figure, words = counted.figure, WORDS[counted.measure]
    if figure and (figure.low != figure.high or figure.open):
        yield f"Low {figure.low}, best {figure.best}, high {figure.high}{' or more' if figure.open else ''}."
    if figure and figure.approximate:
        yield "Not all of the figures in it are exact." if counted.reported > 1 else "The figure is approximate."
    if 0 < counted.reported < counted.incidents:
        gives = "gives" if counted.reported == 1 else "give"
        yield f"{counted.reported} of the {how_many(counted.incidents, 'incident')} {gives} a number of {words}."
    if selection.undivided:
        count = len(selection.undivided)
        do = "match do" if count > 1 else "matches does"
        yield f"{how_many(count, 'incident')} that {do} not number the {_group(selection)}."
    others = ((one, selection.sum_of(one).figure) for one in MEASURES if one != counted.measure)
    named = ((f"{WORDS[one]}{', not told apart' if ' or ' in WORDS[one] else ''}", other) for one, other in others)
    if beside := [f"{in_a_sentence(other)} {name}" for name, other in named if other]:
        yield f"Beside these: {', and '.join(beside)}."
    # A confidence means that an actor asked for is not named as a fact; `told` knows it where no entries are in memory.
    told, entries = counted.told, counted.entries
    is_doubted = any(one.picked.confidence for one in entries) if told is None else "doubt" in told
    if is_doubted:
        yield "Not all of it is attributed as a fact."
    if selection.picked:
        yield _said_by(selection)


def days_in_words(selection: Selection) -> str:
    """Say from when to when the incidents may have been; empty where no day is known."""
    if selection.span is None or selection.span[0] == date.min or selection.span[1] == date.max:
        return ""
    return span_in_words(*selection.span)


def span_in_words(first: date, last: date) -> str:
    """Say `30 April 2018`, `28 to 30 April 2018`, `April 2018`, `March to April 2018` or `2016 to 2018`."""
    is_last_of_month = last == date.max or (last + timedelta(days=1)).day == 1
    are_whole_months = first.day == 1 and is_last_of_month
    if (last - first).days < _SOME_WEEKS and not are_whole_months:
        return _joined(first, last, (first.day, month_name[first.month]), (last.day, month_name[last.month]))
    if last.year - first.year > 1:
        return f"{first.year} to {last.year}"
    return _joined(first, last, (month_name[first.month],), (month_name[last.month],))


def _group(selection: Selection) -> str:
    return group_name(selection.asked.query.victims)


def _people(selection: Selection, counted: Sum) -> str:
    """Say how many: the best number and a lower low, or both ends where the low is 0 or the best number itself."""
    figure, words = counted.figure, WORDS[counted.measure]
    if figure is None:
        return ""
    is_led = 0 < figure.low < figure.best and not figure.is_contradictory
    number = f"{'about ' if figure.approximate else ''}{figure.best}" if is_led else in_a_sentence(figure)
    least = f", at least {figure.low}" if is_led else ""
    if selection.asked.query.victims:
        return f"{_group(selection)} reported {words}: {number}{least}"
    return f"{number} reported {words}{least}"


def _incidents(selection: Selection, counted: Sum) -> str:
    """Say in how many incidents, and how many of them give the number."""
    every = how_many(counted.incidents, "incident")
    if counted.figure is None:
        is_silent = not any(selection.has(measure) for measure in MEASURES)
        return f"{every} reported, without a {'figure' if is_silent else f'number of {WORDS[counted.measure]}'}"
    if selection.undivided:
        return f"in the {every} that number{'s' if counted.incidents == 1 else ''} them"
    if counted.measure != "killed" and counted.reported < counted.incidents:
        return f"in {counted.reported} of {every}"
    return f"in {every}"


def _said_by(selection: Selection) -> str:
    """Say who reports it: `As reported by 5 sources, read in 1 article`."""
    if selection.data_set:
        return f"As recorded by {selection.data_set}."
    reports = [report for picked in selection.picked for report in picked.incident.reports]
    sources = list(dict.fromkeys(selection.names.sources[report.source].name for report in reports))
    articles = {report.article for report in reports if report.article}
    who = sources[0] if len(sources) == 1 else f"{len(sources)} sources"
    read = f", read in {how_many(len(articles), 'article')}" if articles else ""
    return f"As reported by {who}{read}."


def _joined(first: date, last: date, start: tuple[object, ...], end: tuple[object, ...]) -> str:
    """Say both ends in words, and once each part that they share."""
    until = " ".join(map(str, (*end, last.year)))
    if first.year != last.year:
        return f"{' '.join(map(str, (*start, first.year)))} to {until}"
    if start == end:
        return until
    is_same_month = first.month == last.month
    return f"{' '.join(map(str, start[:1] if is_same_month else start))} to {until}"
