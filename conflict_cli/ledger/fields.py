"""Every key that a ledger may hold: its kind, whether it must be there, what it says, and how it is written.

The reader, the writer and the schema all work from these tables. The module `values` decides which texts each kind
allows.
"""

from typing import Literal

from msgspec import Struct

from conflict_cli.record.incident import CONFIDENCES, PARTS, PLACE_KINDS, SOURCE_KINDS
from conflict_cli.record.measures import TABLE
from conflict_cli.record.phrases import group_name
from conflict_cli.record.type_names import TYPES

Kind = Literal[
    "text", "texts", "slug", "date", "url", "digest", "language", "flag", "count", "number", "degrees", "figure",
    "part", "period", "choice", "reference", "references", "entries", "section",
]  # fmt: skip


class Field(Struct, frozen=True):
    """One key: what it says, a `sample` of how it is written, and the section whose keys it `refers_to`, if any.

    A list that may be written as its only item is a list `or_one`.
    """

    name: str
    kind: Kind
    about: str
    sample: str
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    or_one: bool = False


class Table:
    """The keys of one kind of mapping, in the order in which they are written.

    The keys of a mapping that `is_divided` may stand in several files: none of these must hold any.
    """

    def __init__(self, noun: str, about: str, *fields: Field, is_divided: bool = False) -> None:
        self.noun = noun
        self.about = about
        self.fields = {field.name: field for field in fields}
        self.required = tuple(field.name for field in fields if field.required and not is_divided)


ARTICLE = Table(
    "an article",
    "The document that reports were read in.",
    Field("title", "text", "The title as published.", "Attacks continue in Homs", required=True),
    Field("publisher", "text", "Who published it.", "Middle East Monitor"),
    Field("published", "date", "The day of publication.", "2018-04-30"),
    Field("url", "url", "Where it can be read.", "https://example.org/article"),
    Field("archived", "url", "Where a copy of it can be read.", "https://archive.example.org/article"),
    Field("retrieved", "date", "The day on which it was read.", "2018-05-01"),
    Field("sha256", "digest", "The SHA-256 of a saved copy, as sha256sum prints it.", "64 digits and letters a-f"),
    Field("language", "language", "The language of the article, in BCP 47.", "ar"),
)

_ALIASES = Field("aliases", "texts", "Other spellings and names that it is found by.", "[Ar-Rastan, الرستن]")

SOURCE = Table(
    "a source",
    "Who says it.",
    Field("name", "text", "The name that is shown.", "White Helmets", required=True),
    _ALIASES,
    Field("kind", "choice", "What kind of source it is.", "monitor", choices=SOURCE_KINDS),
)

PLACE = Table(
    "a place",
    "Where it happened.",
    Field("name", "text", "The name that is shown.", "Rastan", required=True),
    _ALIASES,
    Field("kind", "choice", "What kind of place it is.", "town", choices=PLACE_KINDS),
    Field(
        "in",
        "references",
        "The places that it lies in: a hospital in its town.",
        "[rastan]",
        refers_to="places",
        or_one=True,
    ),
    Field("governorate", "text", "The governorate that it lies in.", "Homs"),
    Field("country", "text", "The country that it lies in.", "Syria"),
    Field("lat", "degrees", "Latitude in decimal degrees, north positive.", "34.9265"),
    Field("lon", "degrees", "Longitude in decimal degrees, east positive.", "36.7324"),
    Field("pcode", "text", "Its code in OCHA's common operational data set.", "C2870"),
)

ACTOR = Table(
    "an actor",
    "Who is said to have done it.",
    Field("name", "text", "The name that is shown.", "Syrian government forces", required=True),
    _ALIASES,
)

# A hint that picked one of the words would be copied.
_ANY_CONFIDENCE = f"one of {', '.join(CONFIDENCES)}"
_ATTRIBUTIONS = f"[{{actor: russia, confidence: {_ANY_CONFIDENCE}}}]"

ATTRIBUTION = Table(
    "an attribution",
    "That an actor did it, and how firmly that is said.",
    Field("actor", "reference", "Who is said to have done it.", "russia", required=True, refers_to="actors"),
    Field("confidence", "choice", "How firmly that is said.", _ANY_CONFIDENCE, required=True, choices=CONFIDENCES),
    Field("by", "references", "The sources that name the actor.", "[sohr]", refers_to="sources"),
)

FIGURE = Table(
    "a figure",
    "A number of people as reported, with what more is known of it.",
    Field("total", "part", "The number in the words of the report.", "at least 20", required=True),
    Field("best", "number", "The best number, where the words give only bounds.", "24"),
    *(Field(part, "part", f"How many of the total are {group_name(part)}.", "3") for part in PARTS),
)

REPORT = Table(
    "a report",
    "What one source says of the incident.",
    Field("source", "reference", "Who says it.", "sohr", required=True, refers_to="sources"),
    Field("article", "reference", "The document it was read in.", "memo-2018-04-30", refers_to="articles"),
    Field("paragraph", "count", "The paragraph of the article, counted from 1.", "3"),
    *(
        Field(measure, "figure", f"People {kind.about}, in the words of the report.", kind.sample)
        for measure, kind in TABLE.items()
    ),
    Field("quote", "text", "The source's own words, in any language.", "three people were killed"),
    Field("translator", "text", "Who translated the quotation.", "a name, or the name of a program"),
    Field("supersedes", "reference", "The article whose figures it corrects.", "memo-2018-04-29", refers_to="articles"),
    Field("denies", "flag", "Whether a party answers for itself: shown, never counted.", "true"),
    Field("origin", "text", "The id of the record, in the data set that it was taken from.", "SYR1234"),
    Field("cites", "references", "The sources that the data set cites for it.", "[sohr]", refers_to="sources"),
)

INCIDENT = Table(
    "an incident",
    "Something that happened, with the reports of it.",
    Field("id", "slug", "A short name that never changes, its own.", "kafr-batikh-school", required=True),
    Field("title", "text", "What happened, in your own words.", "Air strike on a school in Kafr Batikh", required=True),
    Field("date", "date", "When, in EDTF, with ?, ~ or % after it; or unknown.", "2018-04-30", required=True),
    Field("places", "references", "Where: keys of places.", "[rastan]", refers_to="places"),
    Field("and_elsewhere", "flag", "Whether the reports name only some of the places.", "true"),
    Field("nearby", "flag", "Whether it was in or near its places, perhaps not in them.", "true"),
    Field("type", "choice", "The sub-event type of ACLED's codebook.", "air-drone-strike", choices=TYPES),
    Field("target", "slug", "What was hit, in a word of your choice.", "school"),
    Field("attribution", "entries", "Who is said to have done it.", _ATTRIBUTIONS),
    Field("reports", "entries", "What sources say, the most trusted first.", "[{source: sohr}]", required=True),
    Field("overlaps", "references", "Incidents that may share people.", "[homs-barrage]", refers_to="incidents"),
    Field("part_of", "reference", "The incident whose figures hold these people.", "april-toll", refers_to="incidents"),
    Field("distinct_from", "references", "Incidents that count other people.", "[hass-camp]", refers_to="incidents"),
    Field("note", "text", "What else should be known.", "The report gives no day."),
)  # fmt: skip

_FILTERS = (
    ("town", "Only in these towns.", "rastan"),
    ("governorate", "Only in these governorates.", "Homs"),
    ("country", "Only in these countries.", "Syria"),
    ("source", "Only what these sources report.", "sohr"),
    ("actor", "Only attributed to these actors.", "russia"),
    ("type", "Only of these types.", "air-drone-strike"),
    ("target", "Only on these targets.", "school"),
)

EXPECTATION = Table(
    "an expected figure",
    "What a sum of this ledger is held to by `check`; it never enters a sum.",
    *(Field(name, "texts", about, sample, or_one=True) for name, about, sample in _FILTERS),
    Field("since", "period", "Not before.", "2018-04"),
    Field("until", "period", "Not after.", "2018-04"),
    Field("date", "period", "Within these days.", "2018-03..2018-04"),
    Field("victims", "choice", "The figures of one group alone.", "children", choices=PARTS),
    *(Field(measure, "part", f"The people {kind.about}, in words.", kind.sample) for measure, kind in TABLE.items()),
    Field("note", "text", "Where the figure comes from.", "The monthly report of SOHR."),
)

SECTIONS = {"articles": ARTICLE, "sources": SOURCE, "places": PLACE, "actors": ACTOR}

_INCIDENTS = "[], or below it a list of incidents, each beginning with - id:"

LEDGER = Table(
    "a ledger",
    "A hand-curated ledger of conflict incidents, and of what was reported of them.",
    Field("include", "texts", "Other files of the same ledger, by names relative to this file.", "[2018/*.yaml]"),
    Field(
        "articles", "section", "The documents that reports were read in, by key.", "{memo: {title: Attacks in Homs}}"
    ),
    Field("sources", "section", "Who says it, by key.", "{sohr: {name: SOHR}}"),
    Field("places", "section", "Where it happened, by key.", "{rastan: {name: Rastan}}"),
    Field("actors", "section", "Who is said to have done it, by key.", "{russia: {name: Russia}}"),
    Field("incidents", "entries", "What happened.", _INCIDENTS, required=True),
    Field("expected", "entries", "Figures that sums are held to.", "[{town: rastan, killed: at least 2}]"),
    is_divided=True,
)
