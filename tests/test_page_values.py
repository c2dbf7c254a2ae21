"""The page as a value, and where its drawings put what: the headline's words, the days, the map."""

import json
from collections import Counter
from datetime import date, timedelta
from itertools import combinations, pairwise
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli import load
from conflict_cli.asked import Query
from conflict_cli.dates import Period, parse_period
from conflict_cli.groups import group
from conflict_cli.page import Paging, in_words, page_of
from conflict_cli.page.atlas import Atlas, Mark, View, atlas, northing, view_of
from conflict_cli.page.days import MOST_NAMED, packed, timeline
from conflict_cli.page.headline import headline, span_in_words
from conflict_cli.query import select
from conflict_cli.render.cells import display_width
from conflict_cli.render.page.charts import NARROW, WIDE, bars_spec
from conflict_cli.render.page.mapping import map_spec, outlines
from conflict_cli.render.page.names import HEIGHT, Disc, placed
from conflict_cli.render.page.stretches import timeline_spec
from conflict_cli.totals import total_of

from .conftest import ROOT
from .ledgers import ledgers
from .sketches import selected, sketch

# The headline

IN_APRIL = ", in 1 incident, 1 April 2018"
HEADLINES = [
    (", killed: 5", "5 reported killed" + IN_APRIL),
    (", killed: 20-30", "20 reported killed, at most 30" + IN_APRIL),
    (", killed: {total: 20-30, best: 24}", "24 reported killed, at least 20" + IN_APRIL),
    (", killed: presumed 1", "1 reported killed, at least 0" + IN_APRIL),
    (", killed: at least 2", "At least 2 reported killed" + IN_APRIL),
    (", killed: over 150", "At least 151 reported killed" + IN_APRIL),
    (", killed: {total: at least 2, best: 5}", "5 reported killed, at least 2" + IN_APRIL),
    (", killed: up to 5", "0 reported killed, at most 5" + IN_APRIL),
    (", killed: none", "0 reported killed" + IN_APRIL),
    (", killed: 999999999", "999999999 reported killed" + IN_APRIL),
    ("", "1 incident reported, without a figure, 1 April 2018"),
    (", injured: dozens", "At least 12 reported injured" + IN_APRIL),
    (", casualties: some 150", "150 reported killed or injured" + IN_APRIL),
    (", killed: 2, injured: 7", "2 reported killed" + IN_APRIL),
]


def headline_of(incidents: str, query: Query | None = None) -> str:
    return page_of(selected(incidents, query), Paging()).headline


@pytest.mark.parametrize(("figures", "expected"), HEADLINES)
def test_the_headline_of_one_incident(figures: str, expected: str) -> None:
    assert headline_of(f"id: a, reports: [{{source: sohr{figures}}}]") == expected


def test_the_headline_of_the_ledger_that_comes_with_the_program() -> None:
    page = page_of(select(load(ROOT / "incidents.yaml")), Paging())
    assert page.headline == "95 reported killed, at least 94, in 10 incidents, March to April 2018"


LINKED = """
id: a, date: 2018-03-03, reports: [{source: sohr, killed: {total: at least 2, children: 1}}], overlaps: [b]
id: b, date: 2018-04-28, reports: [{source: sohr, killed: {total: 3-5, children: 3}}, {source: un, killed: 4}]
id: c, date: 2018-04, reports: [{source: un, injured: 4}]
"""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(), "At least 3 reported killed, in 3 incidents, March to April 2018"),
        (Query(period=parse_period("2018-04")), "3 reported killed, at most 5, in 2 incidents, April 2018"),
        (Query(period=parse_period("2018-04-20..2018-04-28")),
         "3 reported killed, at most 5, in 2 incidents, 20 to 28 April 2018"),
        (Query(period=parse_period("2018-04-28")), "3 reported killed, at most 5, in 2 incidents, 28 April 2018"),
        (Query(victims="children"), "Children reported killed: 3, at most 4, in 2 incidents, March to April 2018"),
        (Query(sources=("un",)), "4 reported killed, in 2 incidents, April 2018"),
        (Query(sources=("sohr",), min_killed=3), "3 reported killed, at most 5, in 1 incident, 28 April 2018"),
    ],
)  # fmt: skip
def test_the_headline_of_a_selection(query: Query, expected: str) -> None:
    assert headline_of(LINKED, query) == expected


@pytest.mark.parametrize("period", ["2018..", "..2018"])
def test_the_days_asked_for_do_not_become_days_that_are_known(period: str) -> None:
    query = Query(period=parse_period(period))
    assert headline_of("id: a, date: 0001/9999, reports: [{source: un, killed: 1}]", query) == (
        "1 reported killed, at least 0, in 1 incident"
    )


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("0001/9999", ""),
        ("2018", ", January to December 2018"),
        ("2016/2018", ", 2016 to 2018"),
        ("0001/2018-04-30", ""),
        ("2018-04-30/9999-12-31", ""),
        ("2018-12-31/2019-01-02", ", 31 December 2018 to 2 January 2019"),
    ],
)
def test_days_that_nobody_knows_are_not_said(days: str, expected: str) -> None:
    assert headline_of(f"id: a, date: {days}, reports: [{{source: un, killed: 1}}]") == (
        f"1 reported killed, in 1 incident{expected}"
    )


def test_bounds_that_contradict_each_other_stand_in_the_headline() -> None:
    selection = selected("id: a, reports: [{source: un, killed: {total: at least 2, best: 5}}]")
    counted = total_of(selection, "killed")
    assert counted.figure is not None
    for low, best, high, expected in [
        (12, 7, 12, "7 reported killed (low 12, high 12)"),
        (3, 5, 3, "5 reported killed (low 3, high 3)"),
        (3, 5, 9, "5 reported killed, at least 3"),
    ]:
        figure = replace(counted.figure, low=low, best=best, high=high, open=False)
        assert headline(selection, replace(counted, figure=figure)) == expected + IN_APRIL


SPANS = [
    ("2018-04-30", "2018-04-30", "30 April 2018"),
    ("2018-04-28", "2018-04-30", "28 to 30 April 2018"),
    ("2018-04-01", "2018-04-30", "April 2018"),
    ("2018-04-01", "2018-04-01", "1 April 2018"),
    ("2018-02-01", "2018-02-28", "February 2018"),
    ("2020-02-01", "2020-02-28", "1 to 28 February 2020"),
    ("2020-02-01", "2020-02-29", "February 2020"),
    ("2018-03-01", "2018-04-30", "March to April 2018"),
    ("2018-03-15", "2018-04-10", "15 March to 10 April 2018"),
    ("2018-03-02", "2018-06-29", "March to June 2018"),
    ("2018-01-01", "2018-12-31", "January to December 2018"),
    ("2017-12-31", "2018-01-01", "31 December 2017 to 1 January 2018"),
    ("2017-12-01", "2018-01-31", "December 2017 to January 2018"),
    ("2017-04-01", "2018-04-30", "April 2017 to April 2018"),
    ("2016-05-05", "2018-01-01", "2016 to 2018"),
    ("0001-01-01", "0001-01-01", "1 January 1"),
    ("9999-12-31", "9999-12-31", "31 December 9999"),
    ("9999-12-01", "9999-12-31", "December 9999"),
    ("0001-01-01", "9999-12-31", "1 to 9999"),
    ("0001-01-01", "2018-04-30", "1 to 2018"),
    ("2018-04-01", "9999-12-31", "2018 to 9999"),
]


@pytest.mark.parametrize(("first", "last", "expected"), SPANS)
def test_days_in_words(first: str, last: str, expected: str) -> None:
    assert span_in_words(date.fromisoformat(first), date.fromisoformat(last)) == expected


@given(st.dates(), st.dates())
def test_days_in_words_name_both_years_and_no_part_twice(one: date, other: date) -> None:
    first, last = sorted([one, other])
    said = span_in_words(first, last).split()
    assert said[-1] == str(last.year)
    assert str(first.year) in said
    assert (len(said) > 3 or "to" in said) or first.month == last.month
    assert said[0] not in ("to", "")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(), []),
        (Query(towns=("rastan",)), ["town rastan"]),
        (Query(towns=("rastan", "hass", "not:homs")), ["town rastan or hass", "without town homs"]),
        (Query(sources=("not:sohr", "not:un")), ["without source sohr or un"]),
        (Query(governorates=("homs",), actors=("russia",)), ["governorate homs", "attributed to russia"]),
        (Query(types=("shelling",), targets=("hospital",), words=("night",)),
         ["type shelling", "target hospital", "with the words night"]),
        (Query(period=parse_period("2018-04")), ["from 2018-04-01 to 2018-04-30"]),
        (Query(period=parse_period("2018-04..")), ["since 2018-04-01"]),
        (Query(period=parse_period("..2018-04")), ["until 2018-04-30"]),
        (Query(period=Period()), []),
        (Query(victims="health_workers", min_killed=0), ["figures of the health workers alone", "0 or more killed"]),
    ],
)  # fmt: skip
def test_what_is_asked_for_in_words(query: Query, expected: list[str]) -> None:
    assert list(in_words(query)) == expected


@given(
    st.sampled_from(["towns", "governorates", "sources", "actors", "types", "targets", "words"]), st.text(min_size=1)
)
def test_no_condition_goes_unsaid(field: str, word: str) -> None:
    (said,) = in_words(Query(**{field: (word,)}))
    assert word.removeprefix("not:") in said
    assert said.startswith("without") == word.startswith("not:")


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://example.org/a", True),
        ("HTTP://example.org/a", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("", False),
        (None, False),
    ],
)
def test_only_an_address_of_the_web_is_a_link(url: str | None, is_link: bool) -> None:
    """Whatever the reader of ledgers lets in."""
    ledger = sketch("id: a, reports: [{source: un, article: memo-2018, killed: 1}]")
    articles = {key: replace(one, url=url) for key, one in ledger.articles.items()}
    (line,) = page_of(select(replace(ledger, articles=articles)), Paging()).lines
    assert line.told[0].article == "Middle East Monitor, 2018-04-30"
    assert line.told[0].url == (url if is_link else None)


# The days


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date]:
    first = date(2018, 1, 1) + timedelta(draw(st.integers(0, 40)))
    return first, first + timedelta(draw(st.integers(0, 12)))


@given(st.lists(spans(), max_size=40))
def test_spans_are_packed_into_as_few_rows_as_hold_them(some: list[tuple[date, date]]) -> None:
    rows = packed(some)
    for (one, row), (other, row_of_other) in combinations(zip(some, rows, strict=True), 2):
        assert row != row_of_other or one[1] < other[0] or other[1] < one[0]
    days = Counter(first + timedelta(n) for first, last in some for n in range((last - first).days + 1))
    assert len(set(rows)) == max(days.values(), default=0)
    assert set(rows) == set(range(len(set(rows))))


def test_the_first_and_the_last_days_that_there_are_can_be_packed() -> None:
    assert packed([(date.max, date.max), (date.min, date.min), (date.min, date.max)]) in ([0, 0, 1], [1, 1, 0])


@given(ledgers(), st.data())
def test_what_is_drawn_of_each_incident_lies_within_what_was_asked_for(ledger, data: st.DataObject) -> None:
    ends = [one.date.first.toordinal() for one in ledger.incidents] or [1]
    first = max(data.draw(st.sampled_from(ends)) + data.draw(st.integers(-20, 20)), 1)
    last = min(first + data.draw(st.integers(0, 40)), date.max.toordinal())
    period = data.draw(st.sampled_from([Period(), Period(date.fromordinal(first), date.fromordinal(last))]))
    selection = select(ledger, Query(period=period))
    line = timeline(selection, selection.picked)
    by_id = {one.incident.id: one.incident.date for one in selection.picked}
    assert len(line.stretches) + line.undated == len(selection.picked)
    assert line.undated == sum(when.is_unknown for when in by_id.values())
    assert line.left_out == 0
    assert [one.row for one in line.stretches] == list(range(line.rows))
    for one in line.stretches:
        when = by_id[one.id]
        assert one.first == max(when.first, period.first)
        assert one.last == min(when.last, period.last)
        assert one.first <= one.last
        assert line.first <= one.first
        assert one.last <= line.last
        assert one.goes_on == (one.first > when.first or one.last < when.last)
        assert selection.picked[one.number].incident.id == one.id
        if one.certain:
            assert one.first <= one.certain[0] <= one.certain[1] <= one.last
            assert when.certain
            assert when.certain[0] <= one.certain[0]
        else:
            assert not when.certain or not period.covers(when)
    if line.stretches:
        assert line.first == min(one.first for one in line.stretches)
        assert line.last == max(one.last for one in line.stretches)


@pytest.mark.parametrize("count", [1, MOST_NAMED, MOST_NAMED + 1, 300])
def test_many_incidents_are_packed_and_few_are_named(count: int) -> None:
    lines = "\n".join(
        f"id: i{number}, date: 2018-{1 + number % 12:02}, reports: [{{source: un}}]" for number in range(count)
    )
    selection = selected(lines)
    line = timeline(selection, selection.picked)
    assert line.is_named == (count <= MOST_NAMED)
    assert line.rows == (count if line.is_named else -(-count // 12))
    assert timeline(selection, selection.picked[: count - 1]).left_out == 1


def test_several_days_of_a_data_set_are_sure_of_none() -> None:
    selection = selected("id: a, date: 2018-04-01/2018-04-03, reports: [{source: un}]")
    assert timeline(selection, selection.picked).stretches[0].certain == (date(2018, 4, 1), date(2018, 4, 3))
    selection.data_set = "UCDP GED"
    (stretch,) = timeline(selection, selection.picked).stretches
    assert stretch.certain is None


@pytest.mark.parametrize("size", [WIDE, NARROW])
@given(ledger=ledgers())
def test_a_bar_of_the_timeline_is_within_its_drawing(size, ledger) -> None:
    selection = select(ledger)
    line = timeline(selection, selection.picked)
    if not line.stretches:
        return
    spec = timeline_spec(line, size)
    (scale,) = spec["scales"]
    assert 0 <= scale["range"][0] < scale["range"][1] <= size.width
    for row in spec["data"][0]["values"]:
        assert scale["domain"][0] <= row["from"] < row["until"] <= scale["domain"][1]
        assert 0 <= row["y"] < spec["height"]
        assert ("surely" in row) == ("to" in row)
        if "surely" in row:
            assert row["from"] <= row["surely"] < row["to"] <= row["until"]


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_no_bar_is_wider_than_its_scale(size) -> None:
    lines = "\n".join(
        f"id: i{n}, places: [{place}], reports: [{{source: un, killed: {killed}}}]"
        for n, (place, killed) in enumerate([("rastan", "999999999"), ("hass", "none"), ("north", "20-30")])
    )
    spec = bars_spec(page_of(selected(lines), Paging()).by_town, size)
    (scale,) = spec["scales"]
    assert scale["domain"] == [0, 999999999]
    assert size.margin < scale["range"][1] < size.width
    for row in spec["data"][0]["values"]:
        assert 0 <= row["low"] <= row["best"] <= row["high"] <= 999999999


# The map

latitudes = st.floats(-90, 90) | st.sampled_from([90.0, -90.0, 0.0, 85.0, -85.0])
longitudes = st.floats(-180, 180) | st.sampled_from([180.0, -180.0, 179.9, -179.9, 0.0])


def mark(lat: float, lon: float, name: str = "X", best: int | None = 1) -> Mark:
    return Mark(name, None, lat, lon, 1, best, best, best, open=False, is_area=False)


marks = st.lists(st.builds(mark, latitudes, longitudes), min_size=1, max_size=8)


@given(marks)
def test_all_marks_lie_in_the_view_and_the_view_is_the_shorter_way_around(some: list[Mark]) -> None:
    view = view_of(some)
    assert view is not None
    assert -180 <= view.lon <= 180
    assert -85.1 <= view.lat <= 85.1
    for one in some:
        east = (one.lon - view.lon + 540) % 360 - 180
        assert abs(east) <= view.width / 2 + 1e-6
        assert abs(northing(one.lat) - northing(view.lat)) <= view.height / 2 + 1e-6
    around = sorted({one.lon % 360 for one in some})
    gaps = [after - before for before, after in pairwise([*around, around[0] + 360])]
    assert view.width <= max((360 - max(gaps)) * 1.24, 1.6) + 1e-6


def test_without_marks_there_is_no_view() -> None:
    assert view_of([]) is None


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([(34, 36)], (34, 36, 1.6, 1.6)),
        ([(0, 180), (0, -180)], (0, 180, 1.6, 1.6)),
        ([(0, 179), (0, -179)], (0, 180, 2.48, 1.6)),
        ([(0, 170), (0, -170)], (0, 180, 24.8, 1.6)),
        ([(0, -10), (0, 10)], (0, 0, 24.8, 1.6)),
        ([(0, -50), (0, 50)], (0, 0, 124, 1.6)),
    ],
)
def test_a_view(points: list[tuple[float, float]], expected: tuple[float, ...]) -> None:
    view = view_of([mark(lat, lon) for lat, lon in points])
    assert view is not None
    found = (view.lat, abs(view.lon) if abs(view.lon) == 180 else view.lon, view.width, view.height)
    assert found == pytest.approx(expected, abs=1e-9)
    assert view.is_world == (expected[2] > 100)


@given(ledgers(), st.sampled_from(["killed", "injured", "casualties"]))
def test_the_marks_are_the_sums_of_the_towns_that_have_coordinates(ledger, measure) -> None:
    selection = select(ledger)
    groups = group(selection, "town")
    drawn = atlas(selection, [(part, total_of(part.selection, measure)) for part in groups], selection.picked)
    places, expected = ledger.places, Counter()
    for part in groups:
        if part.key and places[part.key].lat is not None:
            counted = total_of(part.selection, measure)
            figure = counted.figure
            numbers = (figure.low, figure.best, figure.high, figure.open) if figure else (None, None, None, False)
            expected[part.heading, places[part.key].lat, places[part.key].lon, counted.incidents, *numbers] += 1
    assert expected == Counter(
        (one.name, one.lat, one.lon, one.incidents, one.low, one.best, one.high, one.open) for one in drawn.marks
    )
    assert drawn.left_out == 0
    assert Counter(drawn.unlocated) == Counter(
        part.heading for part in groups if part.key and places[part.key].lat is None
    )
    assert (drawn.view is None) == (not drawn.marks)
    highs = [one.high if one.high is not None else -inf for one in drawn.marks if one.high]
    assert highs == sorted(highs, reverse=True), "lighter marks are drawn over heavier ones"
    _assert_shared(drawn, selection, places)


def _assert_shared(drawn, selection, places) -> None:
    """Of each incident the places on the map hang together, and nothing else does."""
    assert len(set(drawn.shared)) == len(drawn.shared)
    where = [(one.name, one.lat, one.lon) for one in drawn.marks]
    named = [
        {(places[key].name, places[key].lat, places[key].lon) for key in one.incident.places}
        for one in selection.picked
    ]
    for one, other in drawn.shared:
        assert one != other
        assert any({where[one], where[other]} <= names for names in named)
    for names in named:
        found = [number for number, place in enumerate(where) if place in names]
        hang = set(found[:1])
        for _ in found:
            hang |= {end for pair in drawn.shared if hang & set(pair) for end in pair}
        assert set(found) <= hang or len(set(where)) < len(where)


def test_places_without_coordinates_are_named_and_an_incident_of_three_places_joins_the_two_on_the_map() -> None:
    ledger = sketch("id: a, places: [rastan, north, hass], reports: [{source: un, killed: 3}]")
    places = dict(ledger.places)
    for number, key in enumerate(("rastan", "hass")):
        places[key] = replace(places[key], lat=34.0 + number, lon=36.0)
    selection = select(replace(ledger, places=places))
    drawn = page_of(selection, Paging()).atlas
    assert [one.name for one in drawn.marks] == ["Rastan", "Hass"]
    assert drawn.shared == ((0, 1),)
    assert drawn.unlocated == ("northern Homs",)
    assert [(one.low, one.best, one.high) for one in drawn.marks] == [(0, 3, 3), (0, 3, 3)]


# What is drawn of the map

discs = st.builds(
    Disc,
    st.text("abcdefgh الرستن", min_size=1, max_size=20),
    st.floats(-50, 800),
    st.floats(-50, 500),
    st.floats(0, 30),
)


@given(st.lists(discs, max_size=25), st.integers(0, 24))
def test_no_name_lies_over_another_or_over_the_mark_of_another_or_outside(some: list[Disc], most: int) -> None:
    width, tall = 760, 450
    names = placed(some, most, (width, tall))
    assert len(names) <= most
    boxes = [_box(name.text, name.x, name.y) for name in names]
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= width + 1e-9
        assert bottom <= tall + 1e-9
    for one, other in combinations(boxes, 2):
        assert not _meet(one, other)
    for name, box in zip(names, boxes, strict=True):
        own = [disc for disc in some if disc.name == name.text]
        assert own
        others = [disc for disc in some if disc.name != name.text]
        assert not any(_meet(box, _around(disc)) for disc in others)


def _box(text: str, x: float, y: float) -> tuple[float, float, float, float]:
    return x, y - HEIGHT / 2, x + display_width(text) * 6.6, y + HEIGHT / 2


def _around(disc: Disc) -> tuple[float, float, float, float]:
    return disc.x - disc.radius, disc.y - disc.radius, disc.x + disc.radius, disc.y + disc.radius


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether they share more than what rounding makes of an edge."""
    near = 1e-6
    is_beside = one[2] - near <= other[0] or other[2] - near <= one[0]
    is_above = one[3] - near <= other[1] or other[3] - near <= one[1]
    return not (is_beside or is_above)


def test_a_name_stands_beside_its_mark_and_one_that_has_no_room_is_left_out() -> None:
    (name,) = placed([Disc("Rastan", 100, 100, 10)], 5, (760, 450))
    assert (name.text, name.y) == ("Rastan", 100)
    assert name.x > 110
    assert placed([Disc("A name that is wider than the map", 20, 20, 5)], 5, (50, 50)) == []
    (left,) = placed([Disc("Rastan", 740, 100, 10)], 5, (760, 450))
    assert left.x < 730


SYRIA = View(35, 38, 6, 5)


def names_of(drawn: dict) -> set[str]:
    return {one["properties"]["name"] for one in drawn["objects"]["countries"]["geometries"]}


def arcs_of(arcs) -> set[int]:
    return set().union(*map(arcs_of, arcs)) if isinstance(arcs, list) else {~arcs if arcs < 0 else arcs}


views = st.builds(View, st.floats(-85, 85), st.floats(-180, 180), st.floats(1.6, 446), st.floats(1.6, 446))


@given(views)
@settings(max_examples=40)
def test_every_arc_of_an_outline_is_there_and_no_other(view: View) -> None:
    drawn = outlines(view)
    used = [arcs_of(one["arcs"]) for one in drawn["objects"]["countries"]["geometries"]]
    assert set().union(*used) == set(range(len(drawn["arcs"])))


def test_a_map_of_syria_holds_syria_and_its_neighbours_and_little_else() -> None:
    drawn = outlines(SYRIA)
    assert names_of(drawn) >= {"Syria", "Turkey", "Lebanon", "Iraq", "Jordan"}
    assert names_of(drawn).isdisjoint({"Australia", "Canada", "Brazil", "Russia", "India"})
    everything = ROOT / "conflict_cli" / "render" / "page" / "outlines" / "countries.json"
    assert len(json.dumps(drawn)) < everything.stat().st_size / 8


@pytest.mark.parametrize("view", [SYRIA, View(35, 36.5, 1.6, 3.7), View(35, 36.5, 30, 1.6), View(0, 20, 1.6, 100),
                                  View(-17.5, 180, 2, 2), View(35, 15, 45, 5), View(0, 0, 124, 1.6)])  # fmt: skip
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_no_country_that_the_drawing_has_room_for_is_left_out(view: View, size) -> None:
    """A drawing is never flatter or narrower than is pleasant to look at, and so shows more than it was asked for."""
    spec = map_spec(Atlas((mark(view.lat, view.lon),), (), view), view, size)
    if view.is_world:
        assert {"Australia", "Canada", "Russia", "Chile", "New Zealand", "South Africa"} <= names_of(outlines(view))
        return
    pixels = min(spec["width"] / view.width, spec["height"] / view.height)
    aside, up = spec["width"] / 2 / pixels, spec["height"] / 2 / pixels
    seen = names_of(outlines(view))
    for name, (west, south, east, north) in boxes_of("world" if max(view.width, view.height) > 40 else "countries"):
        is_level = northing(south) <= northing(view.lat) + up and northing(north) >= northing(view.lat) - up
        is_beside = any(west + turn <= view.lon + aside and east + turn >= view.lon - aside for turn in (-360, 0, 360))
        assert name in seen or not (is_level and is_beside), f"{name} is missing"


def boxes_of(name: str) -> list[tuple[str, list[float]]]:
    file = ROOT / "conflict_cli" / "render" / "page" / "outlines" / f"{name}.json"
    geometries = json.loads(file.read_text("utf-8"))["objects"]["countries"]["geometries"]
    return [(one["properties"]["name"], one["bbox"]) for one in geometries]


@given(marks)
@settings(max_examples=40)
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_map_of_any_places_is_of_numbers_that_can_be_drawn(size, some: list[Mark]) -> None:
    view = view_of(some)
    assert view is not None
    spec = map_spec(Atlas(tuple(some), ((0, len(some) - 1),), view), view, size)
    assert spec["width"] == size.width
    assert 0 < spec["height"] <= size.width
    data = {one["name"]: one.get("values") for one in spec["data"]}
    assert len(data["places"]) == len(some)
    for row in data["places"]:
        assert -85 <= row["lat"] <= 85, "Mercator's projection has no poles"
        assert 0 <= row["best"] <= row["high"]
    for name in data["names"]:
        assert 0 <= name["x"] <= size.width
        assert 0 <= name["y"] <= spec["height"]
    (projection,) = spec["projections"]
    assert projection["scale"] > 0
    assert projection["type"] == ("equalEarth" if view.is_world else "mercator")
