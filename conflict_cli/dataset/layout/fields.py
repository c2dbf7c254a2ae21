"""Every key that a layout may hold, what it says, and how it is written."""

from conflict_cli.ledger.fields import Field, Table
from conflict_cli.record.incident import PARTS

DATE = Table(
    "a date",
    "The columns that say when.",
    Field("first", "text", "The first day.", "date_start"),
    Field("last", "text", "The last day; without it the first.", "date_end"),
    Field("written", "text", "The date in EDTF, as a ledger has it.", "date"),
    Field("formats", "texts", "How days are written, in the codes of strftime.", '["%Y-%m-%d", "%d/%m/%Y"]'),
    Field("precision", "text", "How exact the days are, in codes.", "time_precision"),
    Field("approximate", "texts", "Codes that say: about that day.", '["2"]'),
    Field("week", "texts", "Codes that say: in the week around that day.", '["2"]'),
    Field("month", "texts", "Codes that say: in that month.", '["3"]'),
)

PLACE = Table(
    "a place",
    "The columns that say where.",
    Field("name", "text", "Its name, or several names with ; between them.", "location", required=True),
    Field("governorate", "text", "The governorate, province or state that it lies in.", "admin1"),
    Field("country", "text", "The country that it lies in.", "country"),
    Field("lat", "text", "Latitude in decimal degrees.", "latitude"),
    Field("lon", "text", "Longitude in decimal degrees.", "longitude"),
    Field("precision", "text", "How exact the place is, in codes.", "geo_precision"),
    Field("nearby", "texts", "Codes that say: in or near the place.", '["2"]'),
    Field("elsewhere", "texts", "Codes that say: perhaps in quite another place.", '["3"]'),
    Field("kinds", "section", "The kind of place that a code stands for.", "{1: town, 3: district}"),
    Field("is_nearby", "text", "Whether it was in or near the place: true or false.", "nearby"),
    Field("is_elsewhere", "text", "Whether it was in other places too: true or false.", "and_elsewhere"),
    Field("suffixes", "section", "Words at the end of a name that tell the kind of place.", "{town: town}"),
    Field("without", "texts", "Words left out at the end of a governorate's name.", "[Governorate]"),
)

CODED = Table(
    "a coded column",
    "A column, and what its codes stand for.",
    Field("column", "text", "The column.", "event_type", required=True),
    Field("values", "section", "The word that a code stands for.", "{1: armed-clash}"),
)

NUMBERS = Table(
    "a figure",
    "The columns that number people.",
    Field("low", "text", "The low estimate.", "low"),
    Field("best", "text", "The best estimate.", "best"),
    Field("high", "text", "The high estimate.", "high"),
    Field("exactly", "text", "The number, where there is only one.", "deaths"),
    Field("at_least", "text", "The lowest number that was reported.", "fatalities"),
    Field("words", "text", "The number in words of a report: at least 2, some 25.", "killed"),
    Field("open", "text", "Whether no upper limit was reported: true or false.", "killed_open"),
    Field("approximate", "text", "Whether the numbers are rough: true or false.", "killed_approximate"),
    Field("text", "text", "The words beside the numbers.", "killed_text"),
    Field("unknown_if", "text", "The number that says that nothing is known.", '"0"'),
)

PART = Table(
    "a part",
    "A column that numbers one group of the killed.",
    Field("column", "text", "The number of them in the best estimate.", "deaths_civilians", required=True),
    Field("unknown", "text", "How many of the best estimate belong to no known group.", "deaths_unknown"),
    Field("low", "text", "The least number of them, where the file has it.", "children_low"),
    Field("high", "text", "The greatest number of them, where the file has it.", "children_high"),
    Field("open", "text", "Whether no upper limit was reported: true or false.", "children_open"),
    Field("approximate", "text", "Whether the numbers are rough: true or false.", "children_approximate"),
)

LAYOUT = Table(
    "a layout",
    "Which column of a file holds what.",
    Field("name", "text", "The name of the data set, as it is shown.", "UCDP GED", required=True),
    Field("key", "slug", "A short name of it, which begins the ids of what is taken from it.", "ucdp-ged"),
    Field("cite", "text", "How to cite it.", "Sundberg and Melander 2013"),
    Field("header", "texts", "Columns by which its files are known.", "[event_id, fatalities]"),
    Field("positions", "texts", "The columns of its files that have no header, in order.", "[id, date, town]"),
    Field("missing", "texts", "What stands in a cell of which nothing is known.", "[NA]"),
    Field("id", "text", "The id of the event.", "event_id", required=True),
    Field("title", "text", "What happened, in a few words.", "headline"),
    Field("note", "text", "What else is said of it.", "notes"),
    Field("date", "section", "When.", "{first: event_date}", required=True),
    Field("place", "section", "Where.", "{name: location}", required=True),
    Field("type", "section", "What type of event it was.", "{column: sub_event_type}"),
    Field("target", "section", "What was hit.", "{column: target}"),
    Field("actors", "texts", "Who is named as a side or a victim.", "[actor1, actor2]"),
    Field("sources", "texts", "The sources that are cited.", "[source]"),
    Field("killed", "section", "People killed.", "{exactly: deaths}"),
    Field("injured", "section", "People injured.", "{exactly: injured}"),
    Field("casualties", "section", "People killed or injured, not told apart.", "{exactly: casualties}"),
    *(
        Field(part, "section", f"How many of the killed were {part.replace('_', ' ')}.", "{column: number}")
        for part in PARTS
    ),
    Field("group", "text", "A column that says of which group of people alone the figures are.", "victims"),
    Field("links", "texts", "Columns in which events name others that may count the same people.", "[overlaps]"),
)
