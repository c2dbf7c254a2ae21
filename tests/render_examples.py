"""Reports that show what rendering is for; the incidents are made up after the kind of thing that is reported."""

from io import BytesIO, TextIOWrapper

from conflict_cli.answers.answer import Answer, Bar, Column, Note
from conflict_cli.render import write
from conflict_cli.render.screen import Screen

INCIDENTS = (
    ("homs-barrage", "2018-04-28/2018-04-29", ("Al-Zafaraneh", "Talbissah", "Al-Adawiyya", "elsewhere"), "≥2", "?",
     "SOHR", "Artillery and rocket barrage on the northern countryside of Homs, said to have lasted all night"),
    ("rastan-rockets", "2018-04-28/2018-04-30?", ("Rastan",), "2", "~25", "White Helmets",
     "Rockets on the market of Rastan (الرستن) at noon, “when it was full”"),
    ("talbissah-airstrikes", "2018-04-28/2018-04-30?", ("Talbissah (outskirts)",), "?", "?", "Videos",
     "Air strikes on the outskirts of Talbissah – تلبيسة"),
    ("zafaraneh-hospital", "2018-04-29", ("Al-Zafaraneh",), "0–1", "?", "Local doctors", "Hospital put out of service"),
    ("homs-hama-strikes", "[2018-04-28..2018-04-30]", ("Homs", "Hama"), ">150", "several", "Syrian Network",
     "Strikes between Homs and Hama"),
    ("yarmouk-airstrikes", "2018-04", ("Yarmouk camp",), "~25", "?", "UNRWA", "Air strikes on the camp"),
    ("kafr-batikh-school", "2018-03-21", ("Kafr Batikh",), "20", "20–30", "MEMO",
     "Children killed in a cave near their school where they had taken shelter; sixteen of the dead were pupils"),
    ("idlib-market-second-strike-2018-04-11-a1", "2018-04-11", ("Idlib",), "19", "≥60", "Associated Press",
     "Second strike on the market"),
    ("a-very-long-identifier-of-40-characters-x", "2018~", ("Umm al-Kubar",), "1", "1", "Witnesses", "Landmine"),
    ("hass", "2018-04-30%", ("Hass",), "12+", "?", None, ""),
)  # fmt: skip

LIST = Answer(
    columns=(
        Column("id", "ID", "id"),
        Column("date", "Date", "date"),
        Column("towns", "Town", "text"),
        Column("killed_text", "Killed", "number"),
        Column("injured_text", "Injured", "number", 1),
        Column("sources", "Source", "text", 2),
        Column("title", "Title", "text", 3),
    ),
    rows=INCIDENTS,
    notes=(Note("homs-barrage and rastan-rockets may report the same deaths."),),
    hints=("Try: conflict-cli show homs-barrage",),
)

SUM = Answer(
    title="Reported killed, by month",
    columns=(
        Column("group", "Month", "text"),
        Column("incidents", "Incidents", "number"),
        Column("killed_low", "Low", "number"),
        Column("killed_best", "Best", "number"),
        Column("killed_high", "High", "number"),
        Column("notes", "Notes", "text", 1),
    ),
    rows=(("2018-03", 2, 42, 42, "42", ""), ("2018-04", 8, 52, 53, "55+", "a b c")),
    total=("All", 10, 94, 95, "97+", "a b c"),
    notes=(
        Note(
            "may be the same deaths, counted once in low and best: homs-barrage with rastan-rockets, hass",
            "a",
        ),
        Note("no upper limit reported: homs-barrage, homs-hama-strikes", "b"),
        Note("approximate: yarmouk-airstrikes", "c"),
        Note("Not in these sums: 1 incident with ~150 killed or injured together; 1 incident reports no figure."),
    ),
    envelope={"by": "month"},
)

BARS = Answer(
    title="Reported killed, by town",
    columns=(
        Column("group", "Town", "text"),
        Column("killed_low", "Low", "number"),
        Column("killed_high", "High", "number"),
        Column("bar", "", "bar", 1),
    ),
    rows=(
        ("Homs", 42, "60+", Bar(42, 50, 60, 60, open=True)),
        ("Kafr Batikh", 20, "30", Bar(20, 20, 30, 60)),
        ("Rastan", 1, "1", Bar(1, 1, 1, 60)),
        ("Yarmouk camp", 0, "25", Bar(0, 10, 25, 60)),
        ("Talbissah", 0, "0", Bar(0, 0, 0, 60)),
    ),
    total=("All", 63, "116+", None),
    envelope={"by": "town"},
)

GROUPED = Answer(
    columns=(
        Column("governorate", "Governorate", "text"),
        Column("id", "ID", "id"),
        Column("date", "Date", "date"),
        Column("towns", "Town", "text"),
        Column("killed_text", "Killed", "number"),
        Column("title", "Title", "text", 1),
    ),
    rows=tuple(
        (governorate, row[0], row[1], row[2], row[3], row[6])
        for governorate, rows in (("Homs", INCIDENTS[:3]), ("Idlib", INCIDENTS[6:8]))
        for row in rows
    ),
    is_grouped=True,
    are_counted=True,
)

HOSTILE = "[bold]x[/bold] :smile: \x1b[31m \u202e"

REPORTS = {"list": LIST, "sum": SUM, "bars": BARS, "grouped": GROUPED}


def written(report: Answer, form: str = "table", *, screen: Screen | None = None, encoding: str = "utf-8") -> str:
    """What the report is in this format, on an output of this encoding, which must take every character."""
    stream = TextIOWrapper(BytesIO(), encoding=encoding, errors="strict", newline="")
    write(report, form, stream, screen=screen)
    stream.seek(0)
    return stream.read()
