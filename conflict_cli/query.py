"""What a query selects from a ledger.

What a name matches is decided once, over the ledger's names; then each incident is looked at once. How the selected
figures may be summed is said in `totals`.
"""

from collections.abc import Callable, Collection, Iterable
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli import names
from conflict_cli.asked import EXCLUDED, Asked, Query, Unmatched, Wanted, holds_optional, resolved
from conflict_cli.dates import Period
from conflict_cli.errors import UsageError
from conflict_cli.figures import Figure, reconciled
from conflict_cli.incident import EXACT_PLACES, MEASURES, PARTS, Incident, Ledger, Measure, Report
from conflict_cli.links import Links


class Picked(Struct, frozen=True):
    """A selected incident with those of its reports that were asked for.

    `is_wider`: its figures cover more places than were asked for. `is_longer`: more days. `is_by_date`: that it was
    picked rests on its date. `confidence`: how firmly the actor asked for is named, where that is not as a fact.
    """

    incident: Incident
    is_wider: bool = False
    is_longer: bool = False
    is_by_date: bool = False
    confidence: str | None = None

    @property
    def is_partial(self) -> bool:
        """Whether an unknown share of its figures, perhaps nothing, belongs to what was asked for."""
        return self.is_wider or self.is_longer

    def figure(self, measure: Measure) -> Figure | None:
        """The figure that its reports give together; None where none of them gives one."""
        reports = self.incident.reports
        if len(reports) == 1:
            return reports[0].figure(measure)
        return reconciled([report.figure(measure) for report in reports])


class Selection:
    """The incidents of a ledger that answer a query, in the ledger's order.

    `undivided` are those that would, but do not number the victims that were asked for.
    """

    def __init__(
        self,
        ledger: Ledger,
        asked: Asked,
        picked: Iterable[Picked],
        unmatched: Iterable[Unmatched] = (),
        undivided: Iterable[Picked] = (),
    ) -> None:
        self.ledger = ledger
        self.asked = asked
        self.picked = tuple(picked)
        self.unmatched = tuple(unmatched)
        self.undivided = tuple(undivided)

    @cached_property
    def links(self) -> Links:
        """The links of the whole ledger, of which the selection sees a part."""
        return Links(self.ledger.incidents, self.ledger.places)

    def narrowed(self, picked: Iterable[Picked]) -> "Selection":
        """The same answer with these incidents alone."""
        fewer = Selection(self.ledger, self.asked, picked, self.unmatched)
        fewer.links = self.links
        return fewer


def select(ledger: Ledger, query: Query | None = None) -> Selection:
    """The incidents of the ledger that answer the query; all of them without one.

    `UsageError` if the query asks for a group of victims that there is no word for.
    """
    query = query or Query()
    if query.victims is not None and query.victims not in PARTS:
        hint = names.did_you_mean(query.victims, PARTS) or f"choose from {', '.join(PARTS)}"
        raise UsageError(f'"{query.victims}" is no group of victims; {hint}')
    unmatched: list[Unmatched] = []
    asked = resolved(ledger, query, unmatched)
    if query == Query():
        return Selection(ledger, asked, map(Picked, ledger.incidents))
    found = [one for incident in ledger.incidents if (one := _pick(incident, asked, ledger)) is not None]
    picked = [(one, _with_victims(one, query.victims)) for one in found]
    kept = [divided for _, divided in picked if divided and _has_killed(divided, query.min_killed)]
    return Selection(ledger, asked, kept, unmatched, [one for one, divided in picked if divided is None])


def with_reports(picked: Picked, is_kept: Callable[[Report], bool]) -> Picked | None:
    """The same incident with only these of its reports; None where none is left."""
    reports = tuple(filter(is_kept, picked.incident.reports))
    if len(reports) == len(picked.incident.reports):
        return picked
    return replace(picked, incident=replace(picked.incident, reports=reports)) if reports else None


def governorates_of(incident: Incident, ledger: Ledger) -> list[str]:
    """The governorates of its places, each once."""
    found = (ledger.places[key].governorate for key in incident.places)
    return [name for name in dict.fromkeys(found) if name is not None]


def _pick(incident: Incident, asked: Asked, ledger: Ledger) -> Picked | None:
    """The incident as the query sees it, or None where it does not answer the query."""
    query = asked.query
    if not query.period.meets(incident.date):
        return None
    if not (asked.types.holds(incident.type) and holds_optional(asked.targets, incident.target)):
        return None
    if not _holds_actors(asked.actors, {one.actor for one in incident.attribution}):
        return None
    is_wider = _is_wider(incident, asked, ledger)
    if is_wider is None:
        return None
    is_by_date = query.period != Period()
    confidence = doubt(incident, asked.actors.keys or ())
    longer = not query.period.covers(incident.date)
    picked: Picked | None = Picked(incident, is_wider, longer, is_by_date, confidence)
    if picked and not asked.sources.is_all:
        picked = with_reports(picked, lambda report: asked.sources.holds(report.source))
    return picked if picked and all(_says(incident, word, ledger) for word in _one_of(query.words)) else None


def _one_of(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The conditions that the words searched for make: one of the plain ones, and none of the excluded ones."""
    wanted = tuple(word for word in words if not word.startswith(EXCLUDED))
    return ([wanted] if wanted else []) + [(word,) for word in words if word.startswith(EXCLUDED)]


def _says(incident: Incident, words: tuple[str, ...], ledger: Ledger) -> bool:
    text = names.folded(" ".join(_texts(incident, ledger)))
    return any((names.folded(word.removeprefix(EXCLUDED)) in text) != word.startswith(EXCLUDED) for word in words)


def _texts(incident: Incident, ledger: Ledger) -> Iterable[str]:
    """All that an incident's entry says, in words."""
    yield from (incident.id, incident.title, incident.note or "", incident.type, incident.target or "")
    for key in incident.places:
        yield from (ledger.places[key].name, *ledger.places[key].aliases)
    for one in incident.attribution:
        yield from (ledger.actors[one.actor].name, *ledger.actors[one.actor].aliases)
    for report in incident.reports:
        yield ledger.sources[report.source].name
        yield from (figure.text for measure in MEASURES if (figure := report.figure(measure)))


def _holds_actors(wanted: Wanted, actors: set[str]) -> bool:
    """Whether one of the actors is asked for and none is excluded: what two did together cannot be split."""
    is_named = wanted.keys is None or not actors.isdisjoint(wanted.keys)
    return is_named and actors.isdisjoint(wanted.excluded)


def _is_wider(incident: Incident, asked: Asked, ledger: Ledger) -> bool | None:
    """Whether the incident covers more places than are asked for; None where it covers none of them."""
    if asked.places.is_all and asked.governorates.is_all:
        return False
    held = [
        asked.places.holds(key) and asked.holds_governorate(ledger.places[key].governorate) for key in incident.places
    ]
    is_unnamed = incident.and_elsewhere or not incident.places
    may_be_elsewhere = is_unnamed and asked.places.keys is None and asked.governorates.keys is None
    if not any(held) and not may_be_elsewhere:
        return None
    return is_unnamed or not all(held) or any(_may_hold_excluded(key, asked, ledger) for key in incident.places)


def _may_hold_excluded(key: str, asked: Asked, ledger: Ledger) -> bool:
    """Whether this place is so wide that a place or a governorate that `not:` excludes may lie in it."""
    place = ledger.places[key]
    if place.kind in EXACT_PLACES:
        return False
    if place.governorate is None:
        return bool(asked.places.excluded or asked.governorates.excluded)
    near = {ledger.places[other].governorate for other in asked.places.excluded}
    return None in near or place.governorate in near


def doubt(incident: Incident, actors: Collection[str]) -> str | None:
    """How firmly one of these actors is named for the incident, where that is not as a fact."""
    confidences = [one.confidence for one in incident.attribution if one.actor in actors]
    return next((confidence for confidence in confidences if confidence != "stated"), None)


def _has_killed(picked: Picked, least: int | None) -> bool:
    """Whether it has so many killed, by the best figure."""
    killed = picked.figure("killed")
    return least is None or (killed is not None and killed.best >= least)


def _with_victims(picked: Picked, victims: str | None) -> Picked | None:
    """The same incident with the figures of one group of people in place of all; None where no report has them."""
    if victims is None:
        return picked

    def part(figure: Figure | None) -> Figure | None:
        return figure.parts.get(victims) if figure else None

    reports = tuple(
        replace(report, killed=part(report.killed), injured=part(report.injured), casualties=part(report.casualties))
        for report in picked.incident.reports
    )
    if not any(report.figure(measure) for report in reports for measure in MEASURES):
        return None
    return replace(picked, incident=replace(picked.incident, reports=reports))
