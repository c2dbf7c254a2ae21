"""An incident as texts and figures, in which it can be set beside the same incident of another file."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from msgspec import Struct, msgpack
from msgspec.structs import replace

from conflict_cli.answers.columns import attributed, places_named
from conflict_cli.answers.show import in_words
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import MEASURES, Measure, Report, Spot
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Selection

Texts = Mapping[str, str]


class Account(Struct, frozen=True):
    """What one report says: its figures, and its other values in words; `source` is a name."""

    source: str
    article: str | None
    figures: Mapping[Measure, Figure]
    others: Texts

    def says(self, measure: Measure) -> str | None:
        """Return the figure of this measure in its own words, with its groups."""
        figure = self.figures.get(measure)
        return in_words(figure) if figure else None


class Told(Struct, frozen=True):
    """What is told of an incident in all, and in each report; `keys` has what some texts stand for."""

    texts: Texts
    keys: Texts
    figures: Mapping[Measure, Figure]
    accounts: tuple[Account, ...]


def told(picked: Picked, selection: Selection) -> Told:
    """Return the incident as texts and figures."""
    one, names = picked.incident, selection.names
    flags = [word for word, is_so in (("nearby", one.nearby), ("and elsewhere", one.and_elsewhere)) if is_so]
    texts = {
        "title": one.title,
        "date": one.date.text,
        "places": _places(picked, selection),
        "type": one.type,
        "target": one.target or "",
        "attribution": "; ".join(attributed(one, names)),
        "overlaps": ", ".join(one.overlaps),
        "part_of": one.part_of or "",
        "distinct_from": ", ".join(one.distinct_from),
        "note": one.note or "",
    }
    keys = {
        "places": ", ".join((*one.places, *flags)),
        "attribution": "; ".join(f"{at.actor} {at.confidence} {' '.join(at.by)}" for at in one.attribution),
    }
    figures = {measure: figure for measure in MEASURES if (figure := picked.figure(measure))}
    accounts = tuple(_account(report, selection) for report in one.reports)
    return Told(texts, {} if selection.data_set else keys, figures, accounts)


def mark(picked: Picked, selection: Selection) -> object:
    """Return a value that is the same for the same entry: of a ledger as it is written, of a data set as it is told."""
    if selection.data_set is None:
        return replace(picked.incident, spot=Spot())
    return blake2b(msgpack.encode(told(picked, selection)), digest_size=16).digest()


def _places(picked: Picked, selection: Selection) -> str:
    """Return the places by name; those of a data set with all that is known of them, which has no entry of its own."""
    if not selection.data_set:
        return ", ".join(places_named(picked, selection))
    geography, places = selection.geography, selection.names.places
    known = [picked.at] if picked.at else [(places[key].lat, places[key].lon) for key in picked.incident.places]
    areas: list[Any] = [
        f(key) for key in picked.incident.places for f in (geography.governorate_of, geography.country_of)
    ]
    said = [*places_named(picked, selection), *areas, *(f"{lat} {lon}" for lat, lon in known if lat is not None)]
    return ", ".join(dict.fromkeys(filter(None, said)))


def _account(report: Report, selection: Selection) -> Account:
    sources = selection.names.sources
    others = {
        "paragraph": str(report.paragraph or ""),
        "supersedes": report.supersedes or "",
        "superseded": "yes" if report.is_superseded else "",
        "denies": "yes" if report.denies else "",
        "quote": report.quote or "",
        "translator": report.translator or "",
        "origin": report.origin or "",
        "cites": ", ".join(sources[key].name for key in report.cites),
    }
    figures = {measure: figure for measure in MEASURES if (figure := report.figure(measure))}
    return Account(sources[report.source].name, report.article, figures, others)
