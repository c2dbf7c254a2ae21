"""The nouns of casualty recording: incidents, what sources report of them, and the names they use. All are frozen.

An incident refers to places, sources, actors and articles by their key in the ledger. What the closed lists of words
are is said here too; how they are read, matched or counted is not.
"""

from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from msgspec import Struct, defstruct

from conflict_cli.record.dates import When
from conflict_cli.record.figures import Figure
from conflict_cli.record.kept_reports import Kept
from conflict_cli.record.measures import TABLE

if TYPE_CHECKING:
    Measure = str
else:
    Measure = Literal[tuple(TABLE)]

MEASURES: tuple[Measure, ...] = tuple(TABLE)
_figures = attrgetter(*MEASURES)

PARTS = (
    "children", "girls", "boys", "women", "men", "older_people", "civilians", "combatants", "health_workers",
    "aid_workers", "rescue_workers", "journalists", "displaced_people", "detainees",
)  # fmt: skip

EXACT_PLACES = ("city", "town", "village", "site")
PLACE_KINDS = (*EXACT_PLACES, "camp", "neighbourhood", "subdistrict", "district", "governorate", "region", "country")
SOURCE_KINDS = (
    "monitor", "rescue-service", "witnesses", "footage", "media", "hospital", "humanitarian", "human-rights", "un",
    "government", "armed-group", "data-set",
)  # fmt: skip
# `involved`: named as a side or a victim of the event, as data sets do, which do not say who killed whom.
CONFIDENCES = ("stated", "suspected", "claimed", "contested", "involved")


class Spot(Struct, frozen=True, array_like=True, gc=False):
    """Where a thing is written: line and column, from 1, and the number of its file among those of the ledger."""

    line: int = 0
    column: int = 0
    file: int = 0


class Article(Struct, frozen=True, array_like=True):
    """The document that reports were read in.

    `archived`: the address of a copy. `retrieved`: when it was read. `sha256`: the digest of a copy that was saved.
    """

    key: str
    title: str
    publisher: str | None = None
    published: When | None = None
    url: str | None = None
    archived: str | None = None
    retrieved: When | None = None
    sha256: str | None = None
    language: str | None = None
    spot: Spot = Spot()


class Source(Struct, frozen=True, array_like=True):
    """Who says it."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    spot: Spot = Spot()


class Place(Struct, frozen=True, array_like=True):
    """Where it happened. `pcode`: its code in OCHA's common operational data set. `within`: places that it lies in."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    governorate: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    pcode: str | None = None
    within: tuple[str, ...] = ()
    spot: Spot = Spot()


class Actor(Struct, frozen=True, array_like=True):
    """Who is said to have done it."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    spot: Spot = Spot()


class Attribution(Struct, frozen=True, array_like=True, gc=False):
    """That an actor did it, how firmly that is said, and `by` which sources, if the report names them."""

    actor: str
    confidence: str = "stated"
    by: tuple[str, ...] = ()

    @property
    def is_firm(self) -> bool:
        """Whether the actor is named as a fact."""
        return self.confidence in ("stated", "involved")


class _Said(Struct, frozen=True, array_like=True):
    """Who says it, and where it was read."""

    source: str
    article: str | None = None
    paragraph: int | None = None


class _Asked(Struct, frozen=True, array_like=True):
    """Filters, in the words of a query."""

    town: tuple[str, ...] = ()
    governorate: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    date: str | None = None
    victims: str | None = None


_FIGURES = [(measure, Figure | None, None) for measure in MEASURES]
if TYPE_CHECKING:
    _Saying = _Said
    _Expecting = _Asked
else:  # with a figure for each measure
    _Saying = defstruct("_Saying", _FIGURES, bases=(_Said,))
    _Expecting = defstruct("_Expecting", _FIGURES, bases=(_Asked,))


class Report(_Saying, frozen=True, array_like=True):
    """What one source says of one incident; a figure that it does not give is None, which is never 0.

    `cites`: the sources that a data set names for its own figures. `supersedes`: the article in which the same source
    gave older figures. `denies`: a party answers for itself. `is_superseded`: a later report of the source corrects it.
    `quote`: the source's own words, in any language. `translator`: who put them into the words of the figures.
    """

    origin: str | None = None
    cites: tuple[str, ...] = ()
    supersedes: str | None = None
    denies: bool = False
    is_superseded: bool = False
    quote: str | None = None
    translator: str | None = None

    @property
    def is_counted(self) -> bool:
        """Whether its figures enter sums: older figures and denials do not."""
        return not (self.is_superseded or self.denies)

    def figure(self, measure: Measure) -> Figure | None:
        """The figure reported for this measure."""
        figure: Figure | None = getattr(self, measure)
        return figure

    @property
    def figures(self) -> tuple[Figure | None, ...]:
        """The figures of all measures, in the order of `MEASURES`."""
        figures: tuple[Figure | None, ...] = _figures(self)
        return figures


class KeptReports(Kept[Report]):
    """The reports of one incident as a cache keeps them."""

    form: ClassVar[Any] = tuple[Report, ...]


class Incident(Struct, frozen=True, array_like=True):
    """Something that happened, with the reports of it, the most trusted first.

    `and_elsewhere`: the reports name only some of its places. `nearby`: it was in or near them, perhaps not in them,
    but in their governorate. `overlaps`: incidents that may count some of the same people. `part_of`: the incident
    whose figures hold these people too. `distinct_from`: incidents that surely do not.
    """

    id: str
    title: str
    date: When
    places: tuple[str, ...] = ()
    and_elsewhere: bool = False
    nearby: bool = False
    type: str = "unknown"
    target: str | None = None
    attribution: tuple[Attribution, ...] = ()
    reports: tuple[Report, ...] | KeptReports = ()
    overlaps: tuple[str, ...] = ()
    part_of: str | None = None
    distinct_from: tuple[str, ...] = ()
    note: str | None = None
    spot: Spot = Spot()


class Names(Struct, frozen=True):
    """The articles, sources, places and actors that the incidents of one ledger refer to, by key."""

    file: str
    articles: Mapping[str, Article]
    sources: Mapping[str, Source]
    places: Mapping[str, Place]
    actors: Mapping[str, Actor]

    def file_of(self, _spot: Spot) -> str:
        """Return the file in which a thing is written."""
        return self.file


class Expectation(_Expecting, frozen=True, array_like=True):
    """Figures that the sum of some incidents is held to; the other fields are filters, in the words of a query."""

    note: str | None = None
    spot: Spot = Spot()


class Ledger(Names, frozen=True):
    """Incidents, the names that they refer to, and the figures that their sums are held to.

    `files` are all its files by number, where there are several.
    """

    incidents: tuple[Incident, ...]
    expected: tuple[Expectation, ...] = ()
    files: tuple[str, ...] = ()

    def file_of(self, spot: Spot) -> str:
        """Return the file in which a thing is written."""
        return self.files[spot.file] if spot.file < len(self.files) else self.file
