"""A draft of one entry: what each answer of a curator means, and the entry that all of them make."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.exports.merging import bearers, distinct, id_for
from conflict_cli.exports.neighbours import linked, neighbours, questions, vicinity_of
from conflict_cli.ledger.insertion import Addition
from conflict_cli.ledger.values import parse_date
from conflict_cli.record.errors import BadValueError, quoted
from conflict_cli.record.figures import Figure, parse_figure
from conflict_cli.record.incident import (
    CONFIDENCES,
    Actor,
    Article,
    Attribution,
    Incident,
    Ledger,
    Place,
    Report,
    Source,
)
from conflict_cli.record.measures import TABLE
from conflict_cli.record.names import did_you_mean, slug
from conflict_cli.record.type_names import TYPES

LONGEST_KEY = 60
SECTION = {"place": "places", "source": "sources", "article": "articles", "actor": "actors"}
"""The section of the ledger in which the names that an answer gives are looked up."""


class Question(Struct, frozen=True):
    """What is asked for an entry, and whether it has to be answered."""

    text: str
    is_needed: bool = False


QUESTIONS: Mapping[str, Question] = {
    "date": Question("Date (2018-04-30, 2018-04, 2018-04-28/2018-04-29, unknown)", is_needed=True),
    "place": Question("Place (several: a; b)", is_needed=True),
    "type": Question("Type (air-drone-strike, …)"),
    "target": Question("Target (school, market, …)"),
    "actor": Question("Who is said to have done it"),
    "confidence": Question("How firmly that is said (stated, suspected, claimed, contested)"),
    "source": Question("Source: who says it", is_needed=True),
    "article": Question("Article that it was read in: key or title"),
    **{one: Question(f"{kind.about.capitalize()}, in the words of the report") for one, kind in TABLE.items()},
    "title": Question("Title, in your own words"),
    "note": Question("Note"),
}
"""What an entry is made of, in the order in which it is asked for."""

Answers = Mapping[str, str]


def meaning(name: str, answer: str, ledger: Ledger) -> str:
    """Say what the answer to this question means; `BadValueError` if it means nothing."""
    if name in SECTION:
        return "; ".join(_name_in_words(name, one, ledger) for one in _names(name, answer))
    read: Mapping[str, Callable[[str], str]] = {
        "date": _date_in_words,
        "type": _type,
        "confidence": _confidence,
        "target": _target,
        **dict.fromkeys(TABLE, _figure_in_words),
    }
    return read[name](answer) if name in read else answer


def new_names(name: str, answer: str, ledger: Ledger) -> list[str]:
    """Return the names in this answer that the ledger does not know."""
    return [one for one in _names(name, answer) if name in SECTION and _key(name, one, ledger) is None]


def drafted(answers: Answers, ledger: Ledger) -> Addition:
    """Return the entry that these answers make, with the names that are new; it overlaps what it may be the same as."""
    new: dict[str, dict[str, str]] = {section: {} for section in SECTION.values()}
    keys = {
        name: [_known_or_new(name, one, ledger, new) for one in _names(name, answers.get(name, ""))] for name in SECTION
    }
    names = Ledger(
        ledger.file,
        {key: Article(key, title) for key, title in new["articles"].items()},
        {key: Source(key, name) for key, name in new["sources"].items()},
        {key: Place(key, name) for key, name in new["places"].items()},
        {key: Actor(key, name) for key, name in new["actors"].items()},
        (),
    )
    places = {**ledger.places, **names.places}
    incident = _incident(answers, keys, [places[key].name for key in keys["place"]], ledger)
    incident = linked(incident, neighbours(incident, places, vicinity_of(ledger)))
    whole = Ledger(ledger.file, names.articles, names.sources, names.places, names.actors, (incident,))
    return Addition(whole, {incident.id: questions(incident)})


def _incident(answers: Answers, keys: Mapping[str, list[str]], places: list[str], ledger: Ledger) -> Incident:
    kind = _type(answers.get("type", "unknown"))
    what = kind.replace("-", " ").capitalize() if kind != "unknown" else "Incident"
    figures: dict[str, Any] = {measure: _figure(answers.get(measure, "unknown")) for measure in TABLE}
    article = next(iter(keys["article"]), None)
    report = Report(keys["source"][0], article=article, **figures)
    made = Incident(
        "new",
        title=answers.get("title") or f"{what} in {', '.join(places)}",
        date=parse_date(answers["date"]),
        places=tuple(dict.fromkeys(keys["place"])),
        type=kind,
        target=_target(answers["target"]) if answers.get("target") else None,
        attribution=tuple(Attribution(key, _confidence(answers.get("confidence", "stated"))) for key in keys["actor"]),
        reports=(report,),
        note=answers.get("note"),
    )
    return replace(made, id=id_for(made, places[0], {one.id for one in ledger.incidents}))


def _names(name: str, answer: str) -> list[str]:
    """Return the names in an answer: places may be several."""
    parts = answer.split(";") if name == "place" else [answer]
    return [" ".join(one.split()) for one in parts if one.strip()]


def _key(name: str, wanted: str, ledger: Ledger) -> str | None:
    """Return the key that the ledger has for this name; None if it has none, `BadValueError` if it has several."""
    known = getattr(ledger, SECTION[name])
    if wanted in known:
        return wanted
    if name == "article":
        return next((key for key, one in known.items() if one.title.casefold() == wanted.casefold()), None)
    found = bearers(wanted, known)
    if len(found) > 1:
        raise BadValueError(f"{quoted(wanted)} may be {' or '.join(found)}", "write one of these keys")
    return found[0] if found else None


def _known_or_new(name: str, wanted: str, ledger: Ledger, new: dict[str, dict[str, str]]) -> str:
    key, section = _key(name, wanted, ledger), SECTION[name]
    if key is not None:
        return key
    made = distinct(slug(wanted).lower()[:LONGEST_KEY].strip("-") or name, {*getattr(ledger, section), *new[section]})
    new[section][made] = wanted
    return made


def _name_in_words(name: str, wanted: str, ledger: Ledger) -> str:
    key, known = _key(name, wanted, ledger), getattr(ledger, SECTION[name])
    if key is None:
        hint = "" if name == "article" else did_you_mean(wanted, {one.name: one.name for one in known.values()})
        return f"{wanted}: a new {name}{f'; {hint}' if hint else ''}"
    return f"{known[key].title if name == 'article' else known[key].name} ({key})"


def _date_in_words(answer: str) -> str:
    when = parse_date(answer)
    if when.is_unknown:
        return "no day is known"
    days = str(when.first) if when.first == when.last else f"{when.first} to {when.last}"
    return f"{days}{', doubtful' if when.is_doubtful else ''}"


def _figure(answer: str) -> Figure | None:
    return parse_figure(answer)


def _figure_in_words(answer: str) -> str:
    figure = _figure(answer)
    if figure is None:
        return "no figure"
    numbers = str(figure.low) if figure.low == figure.high else f"{figure.low} to {figure.high}, best {figure.best}"
    return f"{numbers}{', no upper limit' if figure.open else ''}{', approximate' if figure.approximate else ''}"


def _type(answer: str) -> str:
    kind = slug(answer)
    if kind not in TYPES:
        hint = did_you_mean(kind, TYPES) or f"write one of {', '.join(TYPES)}"
        raise BadValueError(f"there is no type {quoted(answer)}", hint)
    return kind


def _confidence(answer: str) -> str:
    if answer not in CONFIDENCES:
        raise BadValueError(f"{quoted(answer)} is no confidence", f"write one of {', '.join(CONFIDENCES)}")
    return answer


def _target(answer: str) -> str:
    made = slug(answer).lower()[:LONGEST_KEY].strip("-")
    if not made:
        raise BadValueError(f"{quoted(answer)} has no letter that a key may have", "write a word in Latin letters")
    return made
