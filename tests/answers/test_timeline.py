"""`list --timeline`: the calendar, what of each incident is certain, the legend, and the days above the chart."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.answers.answer import Arrangement, Calendar, Column, Span
from conflict_cli.answers.listing import Listing, list_incidents
from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.record.dates import Period, parse_period
from conflict_cli.record.errors import UsageError
from conflict_cli.render.axis import axis
from conflict_cli.render.screen import Screen
from conflict_cli.render.screen.widths import Size, size_of
from conflict_cli.selection.query import Query
from tests.conftest import Run
from tests.render_examples import written
from tests.worlds.datasets import ged, put
from tests.worlds.sketches import selected

INCIDENTS = """
id: barrage, date: 2018-04-28/2018-04-29, places: [rastan], reports: [{source: sohr, killed: at least 2}]
id: rockets, date: 2018-04-20?, places: [rastan], reports: [{source: memo, killed: 20-30}]
id: strike, date: 2018-03, places: [hass], reports: [{source: un}]
"""
ANY_DAY = "id: rumour, date: 0001/9999, reports: [{source: un}]"


def listed(incidents: str = INCIDENTS, period: str = "", **wanted):
    query = Query(period=parse_period(period) if period else Period())
    return list_incidents(selected(incidents, query), Listing(has_timeline=True, **wanted))


def drawn(incidents: str = INCIDENTS, period: str = "", *, width: int = 120) -> list[str]:
    """The lines of a screen."""
    return written(listed(incidents, period), screen=Screen(width=width)).splitlines()


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_a_chart_stands_between_date_and_killed():
    report = listed()
    calendar = Calendar(day("2018-03-01"), day("2018-04-29"))
    assert report.columns == (
        Column("id", "ID", "id"),
        Column("date", "Date", "date", rank=1),
        Column("timeline", "Timeline", "bar", calendar=calendar),
        Column("killed", "Killed", "number"),
    )
    assert [row[2] for row in report.rows] == [
        Span(day("2018-04-28"), day("2018-04-29"), (day("2018-04-28"), day("2018-04-29")), calendar),
        Span(day("2018-04-20"), day("2018-04-20"), None, calendar),
        Span(day("2018-03-01"), day("2018-03-31"), None, calendar),
    ]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (("id",), ["id", "timeline"]),
        (("town", "killed_low"), ["town", "killed_low", "timeline"]),
        (("id", "timeline", "town"), ["id", "timeline", "town"]),
    ],
)
def test_a_chart_comes_last_unless_columns_name_it(columns, expected):
    report = listed(arrangement=Arrangement(columns=columns))
    assert [column.key for column in report.columns] == expected


def test_a_wide_timeline_adds_title_and_town():
    assert [column.key for column in listed(is_wide=True).columns] == [
        "id", "date", "title", "town", "timeline", "killed",
    ]  # fmt: skip


def test_only_a_timeline_has_a_timeline_column():
    with pytest.raises(UsageError, match='no column "timeline"'):
        list_incidents(selected(INCIDENTS), Listing(arrangement=Arrangement(columns=("timeline",))))


def test_timelines_sort_group_and_limit_as_lists_do():
    report = listed(by="month", arrangement=Arrangement(sort="date", limit=2))
    assert [row[:2] for row in report.rows] == [("2018-03", "strike"), ("2018-04", "rockets")]
    assert report.is_grouped


def test_machines_get_no_chart():
    assert listed(is_for_machines=True).columns == list_incidents(selected(INCIDENTS), Listing(True)).columns


@pytest.mark.parametrize(
    ("incidents", "period", "expected"),
    [
        (INCIDENTS, "", Calendar(day("2018-03-01"), day("2018-04-29"))),
        (INCIDENTS, "2018", Calendar(day("2018-03-01"), day("2018-04-29"))),
        (INCIDENTS, "2018-03-15..", Calendar(day("2018-03-15"), day("2018-04-29"), is_cut=True)),
        (INCIDENTS, "2018-04-28", Calendar(day("2018-04-28"), day("2018-04-28"), is_cut=True)),
        (INCIDENTS + ANY_DAY, "", Calendar(day("2018-03-01"), day("2018-04-29"))),
        (INCIDENTS + ANY_DAY, "2018-04-29", Calendar(day("2018-04-29"), day("2018-04-29"), is_cut=True)),
        (ANY_DAY, "", None),
    ],
)
def test_the_calendar_spans_known_days_within_the_period(incidents, period, expected):
    (chart,) = (column for column in listed(incidents, period).columns if column.kind == "bar")
    assert chart.calendar == expected


def test_an_incident_of_any_day_says_so():
    assert [row[2] for row in listed(ANY_DAY).rows] == ["day not known"]
    assert not any("calendar" in note.text for note in listed(ANY_DAY).notes)
    assert any("day not known" in line for line in drawn(ANY_DAY, width=45))


@pytest.mark.parametrize(
    ("incidents", "period", "said"),
    [
        (INCIDENTS, "", "█ certain days, ░ possible days. The calendar: 2018-03-01 to 2018-04-29."),
        ("id: a, date: 2018-04-28", "", "█ certain days. The calendar: 2018-04-28."),
        ("id: a, date: 2018-04", "", "░ possible days. The calendar: 2018-04-01 to 2018-04-30."),
        (
            "id: a, date: 2018-04-28/2018-04-30",
            "2018-04-29",
            "█ certain days, ◂ earlier days too, ▸ later days too. The calendar: 2018-04-29.",
        ),
        (
            "id: a, date: 2018-03/2018-04-02",
            "2018-04-02..",
            "█ certain days, ◂ earlier days too. The calendar: 2018-04-02.",
        ),
        (
            "id: a, date: 2018-03/2018-05",
            "..2018-03-15",
            "░ possible days, ▸ later days too. The calendar: 2018-03-01 to 2018-03-15.",
        ),
    ],
)
def test_the_legend_names_the_signs_and_days_shown(incidents, period, said):
    incidents = incidents if "reports" in incidents else f"{incidents}, reports: [{{source: un}}]"
    assert listed(incidents, period).notes[0].text == said
    signs = set(said.split(". The")[0]) & set("█░◂▸")
    chart = " ".join(line for line in drawn(incidents, period) if "calendar" not in line)
    assert set(chart) & set("█░◂▸") == signs


def test_a_records_range_of_days_is_only_possible(tmp_path):
    rows = ({"date_end": "2031-01-05", "date_prec": "2"}, {}, {"date_start": "soon"})
    data_set = open_dataset(put(tmp_path / "ged.csv", ged(*rows)), OpenOptions(None))
    try:
        report = list_incidents(data_set.select(), Listing(has_timeline=True))
        cells = [row[3] for row in report.rows]
    finally:
        data_set.close()
    calendar = Calendar(day("2031-01-03"), day("2031-01-05"))
    assert [column.key for column in report.columns] == ["id", "date", "town", "timeline", "killed"]
    assert cells == [
        Span(day("2031-01-03"), day("2031-01-05"), None, calendar),
        Span(day("2031-01-03"), day("2031-01-03"), (day("2031-01-03"), day("2031-01-03")), calendar),
        "day not known",
    ]


AXES = [
    ("2018-03-01", "2018-04-30", 61, "2018-03                        04", "01  05     12     19     26     02     09"),
    ("2018-03-01", "2018-04-30", 26, "2018", "03           04"),
    ("2018-04-28", "2018-05-02", 20, "2018-04     05", "28  29  30  01  02"),
    ("2018-12-31", "2019-01-02", 24, "2018-12 2019-01", "31      01      02"),
    ("2018-12-31", "2019-01-02", 18, "      2019-01", "31    01    02"),
    ("2018-03-31", "2018-05-02", 33, " 2018-04", "  02     09     16     23     30"),
    ("2018-04-20", "2018-04-20", 8, "2018-04", "20"),
    ("2017-11-15", "2019-02-14", 60, "2017  2018", "11    01         04          07           10          01"),
    ("2017-11-15", "2019-02-14", 30, "   2018", "11 01"),
    ("2010-05-01", "2019-12-31", 60, "", "    2011  2012  2013  2014"),
    ("2010-05-01", "2019-12-31", 20, "", "2010     2015"),
    ("0001-01-01", "9999-12-31", 40, "", "0001"),
]


@pytest.mark.parametrize(("first", "last", "width", "above", "below"), AXES)
def test_an_axis_names_its_days_above_a_chart(first, last, width, above, below):
    upper, lower = axis(Calendar(day(first), day(last)), width)
    assert upper.startswith(above)
    assert lower.startswith(below)


@given(
    st.dates(), st.integers(0, 3_000_000), st.booleans(), st.integers(1, 140)
)  # fmt: skip
def test_labels_never_touch_and_the_year_comes_first(first, days, is_cut, width):
    last = first + timedelta(min(days, (date.max - first).days))
    upper, lower = axis(Calendar(first, last, is_cut), width)
    for line in (upper, lower):
        assert len(line) <= max(width, 1)
        assert all(re.fullmatch(r"\d\d|\d{4}|\d{4}-\d\d", label) for label in line.split())
    if width >= 20:
        label = (upper.split() or lower.split())[0]
        assert first.year <= int(label[:4]) <= last.year
        assert lower.split()


@pytest.mark.parametrize("width", [120, 80, 70, 60, 45])
def test_no_line_is_wider_than_the_screen(width):
    assert all(len(line) <= width for line in drawn(width=width))


def test_narrow_screens_drop_the_date_before_the_chart():
    lines = drawn("id: a-name-of-thirty-letters-or-so, date: 2018-04-28/2018-05-30~, reports: [{source: un}]", width=70)
    assert "Not shown at this width: Date." in " ".join(lines)
    assert any("░" * 20 in line for line in lines)


@pytest.mark.parametrize(
    ("days", "is_cut", "size"),
    [
        (1, False, Size(13, 13)),
        (2, False, Size(16, 16)),
        (2, True, Size(18, 18)),
        (20, False, Size(60, 20)),
        (59, False, Size(59, 20)),
        (61, False, Size(61, 20)),
        (61, True, Size(63, 20)),
        (9999, False, Size(120, 20)),
    ],
)
def test_a_chart_asks_for_whole_cells_per_day(days, is_cut, size):
    calendar = Calendar(day("2018-04-01"), day("2018-04-01") + timedelta(days - 1), is_cut)
    column = Column("timeline", "Timeline", "bar", calendar=calendar)
    assert size_of(column, ["day not known"], len) == size


def test_a_stacked_list_names_the_days_once():
    lines = drawn(width=45)
    assert lines[0].startswith("  2018-03  ")
    assert sum("2018-03  " in line for line in lines) == 1
    assert lines[lines.index("barrage") + 3].strip() == "██"


def test_file_charts_have_fixed_width_and_markdown_dots(run: Run):
    text = run("list hass rastan --timeline").out.splitlines()
    assert [line.rstrip() for line in text[:2]] == [
        "                                        2018-03             04",
        "ID              Date                      05   12  19   26  02   09   16  23      Killed",
    ]
    page = run("list hass --timeline -O md").out
    assert f"| `{'░' * 40}` |" not in page
    assert "2018-03-01 to 2018-03-31" in page
    assert "| `" in page


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_timeline_changes_nothing_for_programs(form: str, run: Run):
    assert run(f"list --timeline -O {form}") == run(f"list -O {form}")


def test_without_unicode_a_chart_uses_ascii_signs(process: Run):
    shown = process("list --timeline -d 2018-04-20..2018-04-29", PYTHONIOENCODING="ascii")
    assert "######" in shown.out
    assert "<....." in shown.out
    assert "# certain days, . possible days, < earlier days too, > later days too." in shown.out
