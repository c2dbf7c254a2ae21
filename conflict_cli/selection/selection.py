"""What a query selects from a ledger.

What a name matches is decided once, over the ledger's names; then each incident is looked at once. How the selected
figures may be summed is said in `totals`.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.record import names
from conflict_cli.record.errors import UsageError
from conflict_cli.record.figures import Figure, reconciled
from conflict_cli.record.incident import MEASURES, PARTS, Incident, Ledger, Measure, Report
from conflict_cli.record.links import Links
from conflict_cli.selection.matching import conditions, doubt, holds_actors, is_wider, matches_words
from conflict_cli.selection.query import Asked, Query, Unmatched, holds_optional, resolved


class Picked(Struct, frozen=True):
    """A selected incident with those of its reports that were asked for.

    `is_wider`: its figures cover more places than were asked for. `is_longer`: more days. `is_by_date`, `is_by_place`:
    that it was picked rests on its date, on its place. `confidence`: how firmly the actor asked for is named, where
    that is not as a fact. `at`: latitude and longitude of the incident itself, where they are known; those of its
    places may be others.
    """

    incident: Incident
    is_wider: bool = False
    is_longer: bool = False
    is_by_date: bool = False
    is_by_place: bool = False
    confidence: str | None = None
    at: tuple[float, float] | None = None

    def figure(self, measure: Measure) -> Figure | None:
        """The figure that its reports give together; None where none of them gives one."""
        reports = self.incident.reports
        if len(reports) == 1:
            return reports[0].figure(measure)
        return reconciled([report.figure(measure) for report in reports])


class Few(Struct, frozen=True):
    """Some incidents by the names of the first of them, at least `MOST_NAMED`, and how many there are."""

    names: tuple[str, ...] = ()
    count: int = 0


class Selection:
    """The incidents of a ledger that answer a query, in the ledger's order.

    `undivided` are those that would, but do not number the victims that were asked for. `data_set` is the name of the
    data set that they are records of, where they are, and `cite` how to cite it. A selection that is not held in memory
    is another class, which answers the same; `totals.total_of`, `totals.unsummed` and `groups.group` know it by its
    type.
    """

    data_set: str | None = None
    cite: str = ""

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
        self.picked: Sequence[Picked] = tuple(picked)
        self.unmatched = tuple(unmatched)
        self.undivided: Sequence[Picked] = tuple(undivided)

    def has(self, measure: Measure) -> bool:
        """Whether one of the incidents reports a figure in this measure."""
        return any(picked.figure(measure) for picked in self.picked)

    @property
    def parts(self) -> Collection[tuple[Measure, str]]:
        """The groups of people that are numbered in some figure of a measure."""
        return {
            (measure, part)
            for picked in self.picked
            for report in picked.incident.reports
            for measure in MEASURES
            if (figure := report.figure(measure)) and figure.parts
            for part in figure.parts
        }

    @property
    def span(self) -> tuple[date, date] | None:
        """The first and the last possible day; None where there are no incidents."""
        if not self.picked:
            return None
        days = [picked.incident.date for picked in self.picked]
        return min(day.first for day in days), max(day.last for day in days)

    def remarks(self, by: str | None) -> tuple[str, ...]:  # noqa: ARG002
        """What must be said of every sum of these incidents, grouped by this."""
        return ()

    def in_order_of(self, key: str, *, is_reversed: bool) -> Sequence[Picked] | None:  # noqa: ARG002
        """The incidents in the order of this column of a list; None where whoever asks has to order them."""
        return None

    def in_memory(self) -> "Selection":
        """The same answer with its incidents in memory."""
        return self

    def called(self, ids: Iterable[str]) -> "Selection":
        """Those of the incidents that have one of these ids, in the order of the ids."""
        by_id = {one.incident.id: one for one in self.picked}
        return self.narrowed([by_id[name] for name in dict.fromkeys(ids) if name in by_id])

    def of_everybody(self) -> "Selection":
        """The same incidents with the figures of all people, where the figures of one group can be put back."""
        return self

    @property
    def of_undivided(self) -> "Selection":
        """The undivided incidents as a selection."""
        return self.narrowed(self.undivided)

    @property
    def unplaced(self) -> int:
        """How many incidents name no governorate, and would answer if they lay in one that is asked for."""
        if self.asked.governorates.keys is None:
            return 0
        places = self.ledger.places
        anywhere = select(self.ledger, replace(self.asked.query, governorates=()))
        every = (picked.incident.places for picked in anywhere.picked)
        return sum(1 for keys in every if not any(places[key].governorate for key in keys))

    @property
    def wider(self) -> Few:
        """The incidents whose figures cover more places than were asked for."""
        return few([picked.incident.id for picked in self.picked if picked.is_wider])

    @property
    def longer(self) -> Few:
        """The incidents whose figures cover more days than were asked for."""
        return few([picked.incident.id for picked in self.picked if picked.is_longer])

    @cached_property
    def links(self) -> Links:
        """The links of the whole ledger, of which the selection sees a part."""
        return Links(self.ledger.incidents, self.ledger.places)

    def narrowed(self, picked: Iterable[Picked]) -> "Selection":
        """The same answer with these incidents alone."""
        fewer = Selection(self.ledger, self.asked, picked, self.unmatched)
        fewer.data_set, fewer.cite = self.data_set, self.cite
        fewer.links = self.links
        return fewer


def few(names: Sequence[str]) -> Few:
    """All of these names, and how many they are."""
    return Few(tuple(names), len(names))


def checked(query: Query | None) -> Query:
    """The query, or one for everything; `UsageError` if it asks for a group of victims that there is no word for."""
    query = query or Query()
    if query.victims is not None and query.victims not in PARTS:
        hint = names.did_you_mean(query.victims, PARTS) or f"choose from {', '.join(PARTS)}"
        raise UsageError(f'"{query.victims}" is no group of victims; {hint}')
    return query


def select(ledger: Ledger, query: Query | None = None) -> Selection:
    """The incidents of the ledger that answer the query; all of them without one.

    `UsageError` if the query asks for a group of victims that there is no word for.
    """
    query = checked(query)
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


def _pick(incident: Incident, asked: Asked, ledger: Ledger) -> Picked | None:
    """The incident as the query sees it, or None where it does not answer the query."""
    query = asked.query
    if not query.period.meets(incident.date):
        return None
    if not (asked.types.holds(incident.type) and holds_optional(asked.targets, incident.target)):
        return None
    if not holds_actors(asked.actors, {one.actor for one in incident.attribution}):
        return None
    wider = is_wider(incident, asked, ledger)
    if wider is None:
        return None
    picked: Picked | None = Picked(
        incident,
        is_wider=wider,
        is_longer=not query.period.covers(incident.date),
        is_by_date=asked.is_by_date,
        is_by_place=asked.is_by_place,
        confidence=doubt(incident, asked.actors.keys or ()),
    )
    if picked and not asked.sources.is_all:
        picked = with_reports(picked, lambda report: asked.sources.holds(report.source))
    return picked if picked and all(matches_words(incident, word, ledger) for word in conditions(query.words)) else None


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
