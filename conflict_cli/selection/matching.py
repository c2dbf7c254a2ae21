"""Decide how an incident lies to a question: surely in it, likely, perhaps, or not.

This is the one place that knows it: filters, `not:`, the rows of a table, both stores and every sentence about them
follow. Each property of an incident is looked at alone, and a data set asks once for each distinct value.
"""

from collections.abc import Sequence
from functools import cache, cached_property

from msgspec.structs import replace

from conflict_cli.record.dates import Period, When
from conflict_cli.record.geography import Geography, Lies
from conflict_cli.record.incident import Attribution, Names, Report
from conflict_cli.selection.belonging import Belongs, Site
from conflict_cli.selection.narrowing import Rows, admits, alternatives, days_left, keys_in
from conflict_cli.selection.query import Asked, Key, Query, Wanted, holds_any, holds_optional

UNKNOWN_TYPE = "unknown"


class Question:
    """A query to the incidents of one file; each of `rows` narrows it to one key, such as a town or a month.

    A source filter asks a data set for the sources that it cites, and a ledger for those that report.
    """

    def __init__(
        self,
        asked: Asked,
        names: Names,
        geography: Geography,
        rows: Rows = (),
        *,
        is_of_data_set: bool = False,
    ) -> None:
        self.asked = asked
        self.names = names
        self.geography = geography
        self.rows = tuple(rows)
        self.is_of_data_set = is_of_data_set
        self.period = days_left(asked.query.period, self.rows)
        self.is_by_date = self.period != Period()
        self._wanted_places = alternatives(asked.places, self.rows, "town")
        self._wanted_areas = alternatives(asked.governorates, self.rows, "governorate")
        self._wanted_countries = alternatives(asked.countries, self.rows, "country")
        self._is_narrowed = bool(self._wanted_places or self._wanted_areas or self._wanted_countries)
        self._excludes = bool(asked.places.excluded or asked.governorates.excluded or asked.countries.excluded)
        self._wanted_actors = alternatives(asked.actors, self.rows, "actor")
        self._wanted_types = alternatives(asked.types, self.rows, "type")
        self._of_site = cache(self._site)
        self._of_place = cache(self._place)

    def within(self, by: str, key: Key) -> "Question":
        """Return the question of one row of a table."""
        rows = (*self.rows, (by, key))
        return Question(self.asked, self.names, self.geography, rows, is_of_data_set=self.is_of_data_set)

    def of_everybody(self) -> "Question":
        """Return the question for people of all groups."""
        return self._with(replace(self.asked.query, victims=None))

    def settled(self) -> "Question":
        """Return the question for incidents in which words, victims and figures were looked at already."""
        return self._with(replace(self.asked.query, victims=None, min_killed=None, words=()))

    def _with(self, query: Query) -> "Question":
        asked = replace(self.asked, query=query)
        return Question(asked, self.names, self.geography, self.rows, is_of_data_set=self.is_of_data_set)

    @property
    def is_open(self) -> bool:
        """Whether it asks for all places, days, actors and types, so that every incident surely belongs to it."""
        return not self.decides

    @property
    def decides(self) -> tuple[str, ...]:
        """The respects in which incidents may belong more or less firmly: site, days, cast and type."""
        asked = self.asked
        respects = {
            "site": self._is_narrowed or self._excludes,
            "days": self.is_by_date,
            "cast": bool(self._wanted_actors or asked.actors.excluded or not asked.confidences.is_all),
            "type": bool(self._wanted_types or asked.types.excluded),
        }
        return tuple(name for name, is_decided in respects.items() if is_decided)

    @property
    def least(self) -> Belongs:
        """How firmly an incident must belong to be counted."""
        return Belongs.UNCOUNTED if self.asked.query.possible else Belongs.PERHAPS

    def of_site(self, site: Site) -> Belongs:
        """Say how firmly the site belongs to the places asked for."""
        if not (self._is_narrowed or self._excludes):
            return Belongs.SURELY
        return self._of_site(site.places, nearby=site.nearby, and_elsewhere=site.and_elsewhere)

    def of_days(self, when: When) -> Belongs:
        """Say how firmly a date belongs to the days asked for; marks of doubt change nothing, and are told."""
        if not self.is_by_date:
            return Belongs.SURELY
        if when.is_unknown:
            return Belongs.UNCOUNTED
        if self.period.covers(when):
            return Belongs.SURELY
        return Belongs.PERHAPS if self.period.meets(when) else Belongs.NOT

    def of_cast(self, attribution: Sequence[Attribution]) -> Belongs:
        """Say how firmly an attribution names the actors asked for, and none that is excluded."""
        asked = self.asked
        said = [one for one in attribution if not one.by or any(map(self._holds_source, one.by))]
        if not asked.confidences.is_all:
            said = [one for one in said if asked.confidences.holds(one.confidence)]
            if not any(one.actor in keys for one in said for keys in self._wanted_actors or [frozenset((one.actor,))]):
                return Belongs.NOT
        level = Belongs.SURELY
        is_open = not any(one.is_firm for one in said)  # nobody is named as a fact: it may have been anybody
        for keys in self._wanted_actors:
            levels = [_FIRMNESS.get(one.confidence, Belongs.PERHAPS) for one in said if one.actor in keys]
            is_named = any(one.actor in keys for one in attribution)  # perhaps by a source that is not asked for
            level = min(level, max(levels, default=Belongs.UNCOUNTED if is_open or is_named else Belongs.NOT))
        if asked.actors.excluded:
            named = [one for one in said if one.actor in asked.actors.excluded]
            if any(one.is_firm for one in named):
                return Belongs.NOT
            if named or is_open or any(one.actor in asked.actors.excluded for one in attribution):
                level = min(level, Belongs.PERHAPS)
        return level

    def of_type(self, kind: str) -> Belongs:
        """Say how firmly a type belongs to the types asked for; an unknown type may be any."""
        level = Belongs.SURELY
        for keys in self._wanted_types:
            if kind not in keys:
                level = min(level, Belongs.UNCOUNTED if kind == UNKNOWN_TYPE else Belongs.NOT)
        if kind in self.asked.types.excluded:
            return Belongs.NOT
        return min(level, Belongs.PERHAPS) if self.asked.types.excluded and kind == UNKNOWN_TYPE else level

    def holds_target(self, target: str | None) -> bool:
        """Say whether this target is asked for; None stands for an incident that names none."""
        return holds_optional(self.asked.targets, target) and admits(self.rows, "target", target)

    def holds_report(self, report: Report) -> bool:
        """Say whether a report is asked for."""
        if not admits(self.rows, "article", report.article):
            return False
        if self.is_of_data_set:
            is_held = holds_any(self.asked.sources, (report.source, *report.cites))
            return is_held and all(key in self.sayers(report) for key in keys_in(self.rows, "source"))
        return self._holds_source(report.source)

    def sayers(self, report: Report) -> tuple[str, ...]:
        """Return the sources under which a report stands: its own, or those that a data set cites for it."""
        return said_by(report.source, report.cites, self.asked.sources) if self.is_of_data_set else (report.source,)

    def doubt(self, attribution: Sequence[Attribution]) -> str | None:
        """Return how firmly one of the actors asked for is named, unless it is stated as a fact."""
        named = set().union(*self._wanted_actors) if self._wanted_actors else set()
        confidences = [one.confidence for one in attribution if one.actor in named]
        return next((confidence for confidence in confidences if confidence != "stated"), None)

    def _holds_source(self, source: str) -> bool:
        return self.asked.sources.holds(source) and admits(self.rows, "source", source)

    def _site(self, places: tuple[str, ...], *, nearby: bool, and_elsewhere: bool) -> Belongs:
        if self._elsewhere == Belongs.NOT:  # the places asked for have nothing in common
            return Belongs.NOT
        levels = [self._of_place(key, nearby=nearby) for key in places]
        if and_elsewhere or not places:
            levels.append(self._elsewhere)
        if min(levels) >= Belongs.LIKELY:
            return min(levels)
        # Its people are of all its places together: of one of them, an unknown share.
        return min(Belongs.PERHAPS, max(levels))

    @cached_property
    def _elsewhere(self) -> Belongs:
        """How firmly a place that nobody names belongs: not at all if the places asked for have nothing in common."""
        if not self._is_narrowed:
            return Belongs.PERHAPS
        to_place, to_area, to_country = self.geography.lies, self.geography.lies_in_area, self.geography.lies_in_country
        for places in self._wanted_places:
            conditions = [
                *([to_place(place, key) for place in places for key in keys] for keys in self._wanted_places),
                *([to_area(place, key) for place in places for key in keys] for keys in self._wanted_areas),
                *([to_country(place, key) for place in places for key in keys] for keys in self._wanted_countries),
            ]
            if any(all(lies == Lies.APART for lies in one) for one in conditions):
                return Belongs.NOT
        return Belongs.UNCOUNTED

    def _place(self, key: str, *, nearby: bool) -> Belongs:
        inside, excluded = self._inside(key, nearby=False), self._excluded(key, nearby=False)
        if not nearby:
            return min(_IF_WANTED[inside], _IF_EXCLUDED[excluded])
        around, excluded_around = self._inside(key, nearby=True), self._excluded(key, nearby=True)
        if inside == Lies.INSIDE:
            wanted = Belongs.SURELY if around == Lies.INSIDE else Belongs.LIKELY
        else:
            wanted = Belongs.NOT if around == Lies.APART else Belongs.UNCOUNTED
        if excluded == Lies.INSIDE and excluded_around == Lies.INSIDE:
            return Belongs.NOT
        is_clear = excluded == excluded_around == Lies.APART
        return wanted if is_clear else min(wanted, Belongs.PERHAPS)

    def _inside(self, key: str, *, nearby: bool) -> Lies:
        """Say whether a place, or the governorate around it, lies in everything asked for."""
        to_places = self.geography.surroundings_lie_among if nearby else self.geography.lies_among
        to_area, to_country = self.geography.lies_in_area, self.geography.lies_in_country
        return min(
            (
                *(to_places(key, keys) for keys in self._wanted_places),
                *(max((to_area(key, one) for one in keys), default=Lies.APART) for keys in self._wanted_areas),
                *(max((to_country(key, one) for one in keys), default=Lies.APART) for keys in self._wanted_countries),
            ),
            default=Lies.INSIDE,
        )

    def _excluded(self, key: str, *, nearby: bool) -> Lies:
        """Say whether a place, or the governorate around it, lies in anything excluded."""
        if not self._excludes:
            return Lies.APART
        to_places = self.geography.surroundings_lie_among if nearby else self.geography.lies_among
        return max(
            (
                to_places(key, self.asked.places.excluded),
                *(self.geography.lies_in_area(key, one) for one in self.asked.governorates.excluded),
                *(self.geography.lies_in_country(key, one) for one in self.asked.countries.excluded),
            )
        )


_IF_WANTED = (Belongs.NOT, Belongs.UNCOUNTED, Belongs.SURELY)
_IF_EXCLUDED = (Belongs.SURELY, Belongs.PERHAPS, Belongs.NOT)
"""How firmly a place belongs that lies apart from what is asked for or excluded, perhaps in it, or in it."""
_FIRMNESS = {"stated": Belongs.SURELY, "involved": Belongs.SURELY, "suspected": Belongs.LIKELY}


def said_by(own: str, cites: Sequence[str], wanted: Wanted) -> tuple[str, ...]:
    """Return the sources that a data set cites and the query asks for; if there are none, the data set itself."""
    return tuple(dict.fromkeys(key for key in cites if wanted.holds(key))) or (own,)
