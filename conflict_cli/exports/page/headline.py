"""The head of a page: how many people were reported, in a sentence to quote, and what that sentence leaves open."""

from collections.abc import Iterator
from datetime import date

from conflict_cli.answers.caveats import WORDS, not_counted
from conflict_cli.answers.known import known_in_words
from conflict_cli.counting.rules import RULES
from conflict_cli.exports.page.days_in_words import asked_days, span_in_words
from conflict_cli.exports.page.filters import asked_where, only_country
from conflict_cli.record.figure_styles import in_a_sentence
from conflict_cli.record.incident import MEASURES, PARTS
from conflict_cli.record.measures import TABLE
from conflict_cli.record.phrases import group_name, how_many
from conflict_cli.selection.selection import Selection, Sum

_PEOPLE = {"combatants": "fighters"}
_ONE = {"children": "child", "women": "woman", "men": "man"}
_PARTIAL = ("suspected", "claimed", "near", "wider", "longer", "untyped", "possible")
_RULES = {rule.key: rule for rule in RULES}


def headline(selection: Selection, counted: Sum) -> str:
    """Say `About 95 reported killed (94 to 97 or more), in 8 of 10 incidents in Syria, March to April 2018`.

    If only a part surely belongs to what was asked for: `1,322 reported killed in April 2018; up to 362 more may have
    been; 267 incidents in all`. The days are those that were asked for, or else those of the incidents.
    """
    if not selection.picked:
        if selection.undivided:
            return f"No incident that matches numbers the {_group(selection)}"
        return "No incident matches what was asked for"
    asked = asked_days(selection.asked.query.period)
    place = asked_where(selection) or (only_country(selection).strip() if _is_told_apart(counted) else "")
    people, bounds = _people(selection, counted, place)
    # Incidents without a number are said to be of the days asked for only if they surely were.
    period, span = selection.asked.query.period, selection.span
    is_within = bool(asked) and span is not None and period.first <= span[0] and span[1] <= period.last
    said = (
        " ".join(filter(None, [people, asked if people else "", bounds])),
        _by_whom(selection, counted),
        _incidents(selection, counted),
        "" if _is_told_apart(counted) or (people and asked) else asked if is_within else days_in_words(selection),
    )
    whole = ", ".join(part for part in said if part)
    return "; ".join([whole[:1].upper() + whole[1:], *_more(selection, counted), *_in_all(selection, counted)])


def standfirst(selection: Selection, counted: Sum) -> Iterator[str]:
    """Yield sentences that the headline needs beside it: bounds, silences, other figures, who says so."""
    figure, words = counted.figure, WORDS[counted.measure]
    if bounds := bounds_in_words(counted):
        yield f"{bounds}."
    if figure and figure.approximate:
        yield "Not all of the figures in it are exact." if counted.reported > 1 else "The figure is approximate."
    if 0 < counted.reported < counted.incidents:
        gives = "gives" if counted.reported == 1 else "give"
        yield f"{counted.reported:,} of the {counted.incidents:,} incidents {gives} a number of {words}."
    if selection.undivided:
        count = len(selection.undivided)
        do = "match do" if count > 1 else "matches does"
        yield f"{how_many(count, 'incident')} that {do} not number the {_group(selection)}."
    others = [selection.sum_of(one) for one in MEASURES if one != counted.measure]
    numbers = [(_of_group(in_a_sentence(one.figure), one), TABLE[one.measure].about) for one in others if one.figure]
    if beside := [f"{number} {about}" for number, about in numbers]:
        yield f"Beside these: {', and '.join(beside)}."
    if _tells(counted, "doubt"):
        yield "Not all of it is attributed as a fact."
    if uncounted := not_counted(selection, [counted.measure]):
        yield uncounted
    yield from known_in_words(selection, [counted.measure])
    if selection.picked:
        yield _said_by(selection)


def bounds_in_words(counted: Sum) -> str:
    """Return `Low 94, best 95, high 97 or more`; empty for a sum without a figure, or of one exact number."""
    figure = counted.figure
    if figure is None or (figure.low == figure.high and not figure.open):
        return ""
    return f"Low {figure.low:,}, best {figure.best:,}, high {figure.high:,}{' or more' if figure.open else ''}"


def days_in_words(selection: Selection) -> str:
    """Say from when to when the incidents may have been; empty where no day is known."""
    if selection.span is None or selection.span[0] == date.min or selection.span[1] == date.max:
        return ""
    return span_in_words(*selection.span)


def _group(selection: Selection) -> str:
    return group_name(selection.asked.query.victims)


def _people(selection: Selection, counted: Sum, place: str) -> tuple[str, str]:
    """Say how many, and apart from that the bounds around a best number; both ends where the low is 0 or the best."""
    figure, words = counted.figure, WORDS[counted.measure]
    if figure is None:
        return "", ""
    about, number, bounds = "about " if figure.approximate else "", in_a_sentence(figure), ""
    if _is_split(counted):
        low, suspected, _ = _shares(counted)
        least_of_all = "at least " if low and suspected else ""
        number = f"{least_of_all}{'' if _is_rough_above(counted) else about}{low or suspected:,}"
    elif 0 < figure.low < figure.best and not figure.is_contradictory:
        more = " or more" if figure.open else ""
        number, bounds = f"{about}{figure.best:,}", f"({figure.low:,} to {figure.high:,}{more})"
    if selection.asked.query.victims:
        return f"{_group(selection)} reported {words}{place and f' {place}'}: {number}", bounds
    return f"{_of_group(number, counted)} reported {words}{place and f' {place}'}", bounds


def _by_whom(selection: Selection, counted: Sum) -> str:
    """Say to whom the people just counted are attributed, if an actor of a ledger was asked for."""
    actors = "" if selection.data_set else _actors(selection)
    if not actors or counted.figure is None:
        return ""
    if counted.figure.low or not _is_partial(counted):
        return f"attributed to {actors}"
    return f"where suspicion falls on {actors}" if _is_split(counted) else f"perhaps by {actors}"


def _actors(selection: Selection) -> str:
    """Return the names of the actors asked for."""
    names = selection.names.actors
    return " or ".join(dict.fromkeys(names[key].name for key in sorted(selection.asked.actors.keys or ())))


def _more(selection: Selection, counted: Sum) -> Iterator[str]:
    """Yield how many more people may belong to what was asked for, and why they are not counted as sure."""
    if counted.figure is None or not _is_split(counted):
        return
    low, suspected, rest = _shares(counted)
    about = "about " if _is_rough_above(counted) else ""
    if low and suspected:
        yield f"{about}{suspected:,} more where suspicion falls on {_actors(selection)}"
    if counted.figure.open:
        yield f"{about}{rest:,} or more others may have been" if rest else "more may have been"
    elif rest:
        yield f"up to {about}{rest:,} more may have been"


def _in_all(selection: Selection, counted: Sum) -> Iterator[str]:
    """Yield the number of all incidents, and their days if none were asked for, where people are told apart."""
    if _is_told_apart(counted):
        count = f"{counted.incidents:,} incidents {'number them' if selection.undivided else 'in all'}"
        days = "" if asked_days(selection.asked.query.period) else days_in_words(selection)
        yield ", ".join(filter(None, [count, days]))


def _is_split(counted: Sum) -> bool:
    """Say whether the head tells those who surely belong, or are suspected to, from those who only may."""
    if counted.figure is None or counted.figure.is_contradictory or not _is_partial(counted):
        return False
    return any(_shares(counted)[:2])


def _is_told_apart(counted: Sum) -> bool:
    """Say whether those who surely belong may be of other incidents than those who only may."""
    return counted.incidents > 1 and _is_split(counted)


def _shares(counted: Sum) -> tuple[int, int, int]:
    """Divide the high of a sum into those who surely belong, those of suspected incidents, and the rest."""
    figure = counted.figure
    if figure is None:
        return 0, 0, 0
    reported = [
        min(entry.best, entry.figure.low)
        for entry in counted.entries
        if _RULES["suspected"].is_about(entry) and not _RULES["near"].is_about(entry)
    ]
    suspected = min(sum(reported), figure.best - figure.low)
    return figure.low, suspected, figure.high - figure.low - suspected


def _is_rough_above(counted: Sum) -> bool:
    """Say whether those who surely belong are exact numbers, and only the others are approximate."""
    rough = [entry for entry in counted.entries if entry.figure.approximate]
    low, *others = _shares(counted)
    return bool(low and any(others) and rough) and not any(entry.low for entry in rough)


def _is_partial(counted: Sum) -> bool:
    """Say whether some of the figures only likely, or only in part, belong to what was asked for."""
    return any(_tells(counted, key) for key in _PARTIAL)


def _tells(counted: Sum, key: str) -> bool:
    """Say whether a rule of counting concerns any incident of the sum."""
    if counted.told is not None:
        return key in counted.told
    return any(map(_RULES[key].is_about, counted.entries))


def _of_group(number: str, counted: Sum) -> str:
    """Add the group that all people of the sum belong to, `about 150 fighters`, if they are of one."""
    group = whole_group(counted)
    if group and number.rsplit(maxsplit=1)[-1] == "1":
        group = _ONE.get(group) or group.replace("people", "person").removesuffix("s")
    return f"{number} {group}".rstrip()


def whole_group(counted: Sum) -> str:
    """Return the group that all people of a sum belong to, as `fighters`; empty if they are of no one group."""
    if not counted.entries:
        return ""
    groups = [
        {
            name
            for name, part in entry.figure.parts.items()
            if (part.low, part.best, part.high) == (entry.figure.low, entry.figure.best, entry.figure.high)
        }
        for entry in counted.entries
    ]
    shared = set.intersection(*groups)
    return next((_PEOPLE.get(name, group_name(name)) for name in PARTS if name in shared), "")


def _incidents(selection: Selection, counted: Sum) -> str:
    """Say in how many incidents and where, and how many of them give the number; nothing of people told apart."""
    if _is_told_apart(counted):
        return ""
    place = only_country(selection)
    every = f"{counted.incidents:,} incident{'' if counted.incidents == 1 else 's'}"
    if counted.figure is None:
        is_silent = not any(selection.has(measure) for measure in MEASURES)
        return f"{every} reported{place}, without a {'figure' if is_silent else f'number of {WORDS[counted.measure]}'}"
    if selection.undivided:
        return f"in the {every}{place} that number{'s' if counted.incidents == 1 else ''} them"
    if counted.reported < counted.incidents:
        return f"in {counted.reported:,} of {every}{place}"
    return f"in {every}{place}"


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
