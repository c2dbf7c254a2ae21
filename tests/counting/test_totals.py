"""`totals`: worked examples of sums; that no world breaks them is tested in `test_law`."""

import pytest

from conflict_cli.counting.in_memory import select
from conflict_cli.counting.totals import total
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.record.dates import parse_period
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import MEASURES
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import Entry, Sum
from tests.worlds.sketches import selected

LONE = "id: a, reports: [{source: sohr, killed: 5}]"
PAIR = """
id: a, overlaps: [b], reports: [{source: sohr, killed: 5}]
id: b, reports: [{source: memo, killed: 3-4}]
"""
CHAIN = """
id: a, overlaps: [b], reports: [{source: sohr, killed: 3}]
id: b, overlaps: [c], reports: [{source: sohr, killed: 5}]
id: c, reports: [{source: sohr, killed: 3}]
"""
TOLL = """
id: toll, date: 2018-04, reports: [{source: sohr, killed: 10}]
id: a, part_of: toll, reports: [{source: sohr, killed: 4}]
id: b, part_of: toll, reports: [{source: sohr, killed: 3}]
"""

WORLDS = [
    ("one incident", LONE, (5, 5, 5), ""),
    ("two that share nobody", "id: a, reports: [{source: un, killed: 5}]\nid: b, reports: [{source: un, killed: 3-4}]",
     (8, 8, 9), ""),
    ("an open figure", "id: a, reports: [{source: un, killed: at least 2}]\nid: b, reports: [{source: un, killed: 3}]",
     (5, 5, 5), "open"),
    ("an approximate figure", "id: a, reports: [{source: un, killed: some 20}]", (20, 20, 20), "approximate"),
    ("a pair that may be the same", PAIR, (5, 5, 9), ""),
    ("a chain", CHAIN, (6, 6, 11), ""),
    ("a chain whose middle weighs most", CHAIN.replace("killed: 5", "killed: 7"), (7, 7, 13), ""),
    ("low and best of different sets", """
     id: a, overlaps: [b], reports: [{source: sohr, killed: 5}]
     id: b, reports: [{source: sohr, killed: {total: 2-9, best: 8}}]
     """, (5, 8, 14), ""),
    ("a presumed death beside a sure one", """
     id: a, overlaps: [b], reports: [{source: sohr, killed: 1}]
     id: b, reports: [{source: sohr, killed: presumed 1}]
     """, (1, 1, 2), ""),
    ("a toll and its parts", TOLL, (10, 10, 10), ""),
    ("parts that exceed their toll", TOLL.replace("10", "6"), (7, 7, 7), ""),
    ("parts whose highs alone exceed their toll", TOLL.replace("killed: 4", "killed: 4-9"), (10, 10, 12), ""),
    ("an open toll", TOLL.replace("killed: 10", "killed: at least 10"), (10, 10, 10), "open"),
    ("an open part of a toll", TOLL.replace("killed: 4", "killed: at least 4"), (10, 10, 10), "open"),
    ("a toll and one beside it", f"{TOLL}id: x, reports: [{{source: sohr, killed: 5}}]", (15, 15, 15), ""),
    ("a toll without a figure between a part and an outer toll", """
     id: outer, date: 2018, reports: [{source: sohr, killed: 10}]
     id: middle, date: 2018-04, part_of: outer, reports: [{source: sohr}]
     id: a, part_of: middle, reports: [{source: sohr, killed: 4}]
     """, (10, 10, 10), ""),
    ("a toll without a figure", TOLL.replace(", killed: 10", ""), (7, 7, 7), ""),
    ("tolls in tolls", """
     id: outer, date: 2018, reports: [{source: sohr, killed: 10}]
     id: middle, date: 2018-04, part_of: outer, reports: [{source: sohr, killed: 3}]
     id: a, part_of: middle, reports: [{source: sohr, killed: 4-6}]
     id: b, part_of: outer, reports: [{source: sohr, killed: 2-6}]
     """, (10, 10, 12), ""),
    ("a toll that holds more than all in it, at any depth", """
     id: outer, date: 2018, reports: [{source: sohr, killed: 20}]
     id: middle, date: 2018-04, part_of: outer, reports: [{source: sohr, killed: 10}]
     id: a, part_of: middle, reports: [{source: sohr, killed: 4-6}]
     """, (20, 20, 20), ""),
    ("a part whose toll overlaps another toll", """
     id: spring, date: 2018, overlaps: [summer], reports: [{source: sohr, killed: 10}]
     id: summer, date: 2018, reports: [{source: memo, killed: 8}]
     id: a, part_of: spring, places: [rastan], reports: [{source: sohr, killed: 4}]
     """, (10, 10, 18), ""),
    ("the same where the toll reports no figure", """
     id: spring, date: 2018, overlaps: [summer], reports: [{source: sohr}]
     id: summer, date: 2018, reports: [{source: memo, killed: 8}]
     id: a, part_of: spring, places: [rastan], reports: [{source: sohr, killed: 4}]
     """, (8, 8, 12), ""),
    ("parts of overlapping tolls in different towns", """
     id: spring, date: 2018, overlaps: [summer], reports: [{source: sohr}]
     id: summer, date: 2018, reports: [{source: memo}]
     id: a, part_of: spring, places: [rastan], reports: [{source: sohr, killed: 4}]
     id: b, part_of: summer, places: [hass], reports: [{source: sohr, killed: 3}]
     """, (7, 7, 7), ""),
    ("parts of overlapping tolls in one town", """
     id: spring, date: 2018, overlaps: [summer], reports: [{source: sohr}]
     id: summer, date: 2018, reports: [{source: memo}]
     id: a, part_of: spring, places: [rastan], reports: [{source: sohr, killed: 4}]
     id: b, part_of: summer, places: [rastan], reports: [{source: sohr, killed: 3}]
     """, (4, 4, 7), ""),
    ("rival sources", "id: a, reports: [{source: sohr, killed: 5}, {source: memo, killed: 3}, {source: un, killed: 8}]",
     (3, 5, 8), ""),
    ("the trusted source is silent", "id: a, reports: [{source: sohr}, {source: memo, killed: 3-6}]", (3, 3, 6), ""),
    ("one without a figure", f"{LONE}\nid: b, reports: [{{source: sohr, killed: unknown}}]", (5, 5, 5), ""),
    ("none killed", "id: a, reports: [{source: sohr, killed: none}]", (0, 0, 0), ""),
    ("a figure that its source corrected", """
     id: a, reports: [{source: sohr, killed: 6, supersedes: memo-2018}, {source: sohr, article: memo-2018, killed: 9}]
     """, (6, 6, 6), ""),
    ("a party that denies", "id: a, reports: [{source: sohr, killed: 5}, {source: un, killed: none, denies: true}]",
     (5, 5, 5), ""),
    ("parts lift their total", "id: a, reports: [{source: sohr, killed: {total: up to 10, children: 6}}]",
     (6, 6, 10), ""),
    ("parts lift a total in words", "id: a, reports: [{source: sohr, killed: {total: dozens, children: 15}}]",
     (15, 15, 15), "open, approximate"),
    ("parts lift their total together", """
     id: a, reports: [{source: sohr, killed: {total: up to 10, women: 3, men: 4}}]
     """, (7, 7, 10), ""),
]  # fmt: skip


@pytest.mark.parametrize(("incidents", "bounds", "marks"), [row[1:] for row in WORLDS], ids=[row[0] for row in WORLDS])
def test_sums_equal_those_worked_by_hand(incidents, bounds, marks):
    incidents = incidents.strip()
    expected = Figure(*bounds, open="open" in marks, approximate="approximate" in marks)
    assert selected(incidents).sum_of("killed").figure == expected


@pytest.mark.parametrize(("incidents", "bounds", "marks"), [row[1:] for row in WORLDS], ids=[row[0] for row in WORLDS])
def test_each_measure_is_counted_the_same_way(incidents, bounds, marks):
    counted = selected(incidents.replace("killed:", "injured:")).sum_of("injured").figure
    assert counted == selected(incidents).sum_of("killed").figure


def test_a_missing_figure_is_never_zero():
    silent = selected("id: a, reports: [{source: sohr}]\nid: b, reports: [{source: memo, killed: unknown}]")
    assert silent.sum_of("killed") == Sum("killed", 2)
    assert silent.sum_of("killed").reported == 0
    assert selected("id: a, reports: [{source: sohr}]", Query(towns=("hass",))).sum_of("killed") == Sum("killed", 0)


def test_incidents_that_report_a_figure_are_counted():
    written = f"{LONE}\nid: b, reports: [{{source: sohr}}]\nid: c, reports: [{{source: sohr, killed: none}}]"
    counted = selected(written).sum_of("killed")
    assert (counted.incidents, counted.reported) == (3, 2)


def test_unseparated_casualties_are_added_to_nothing():
    counted = total(
        selected("""
        id: a, reports: [{source: sohr, killed: 2, injured: some 5}]
        id: b, reports: [{source: sohr, casualties: some 150}]
        id: c, reports: [{source: sohr, injured: 3, casualties: 10}]
        """)
    )
    assert {measure: counted.of(measure).figure for measure in MEASURES} == {
        "killed": Figure(2, 2, 2),
        "injured": Figure(8, 8, 8, approximate=True),
        "casualties": Figure(160, 160, 160, approximate=True),
        "missing": None,
    }
    assert (counted.incidents, [counted.of(measure).reported for measure in MEASURES]) == (3, [1, 2, 2, 0])
    assert [counted.of(measure).measure for measure in MEASURES] == list(MEASURES)


def test_missing_people_are_in_no_other_bound():
    both = selected("""
    id: a, reports: [{source: sohr, killed: at least 2, injured: 1, casualties: 4, missing: 12-15}]
    id: b, part_of: a, reports: [{source: sohr, killed: up to 2, missing: 3}]
    """)
    without = selected("""
    id: a, reports: [{source: sohr, killed: at least 2, injured: 1, casualties: 4}]
    id: b, part_of: a, reports: [{source: sohr, killed: up to 2}]
    """)
    for measure in ("killed", "injured", "casualties"):
        assert both.sum_of(measure).figure == without.sum_of(measure).figure
    assert both.sum_of("missing").figure == Figure(12, 12, 15)


def test_each_measure_heeds_links_by_its_own_figures():
    """A links two that report injured with one that reports none: its own silence then joins nobody."""
    counted = total(
        selected("""
        id: a, overlaps: [b], reports: [{source: sohr, killed: 2, injured: 6}]
        id: b, overlaps: [c], reports: [{source: sohr, killed: 3}]
        id: c, reports: [{source: sohr, injured: 5}]
        """)
    )
    assert (counted.killed.figure, counted.injured.figure) == (Figure(3, 3, 5), Figure(11, 11, 11))


RIVALS = """
id: a, overlaps: [b], reports: [{source: sohr, killed: 5}, {source: memo, killed: 3}]
id: b, reports: [{source: memo, killed: 4}]
"""
SEVERAL = """
id: both, date: 2018-04-28/2018-05-02, places: [rastan, talbissah], reports: [{source: sohr, killed: 2-4}]
id: one, places: [rastan], reports: [{source: sohr, killed: 3}]
"""
ELSEWHERE = SEVERAL.replace("talbissah]", "talbissah], and_elsewhere: true")
WOMEN = """
id: a, overlaps: [b], reports: [{source: sohr, killed: {total: 20, women: 4, children: some 9}}]
id: b, reports: [{source: sohr, killed: {total: 7, women: 1-2}, injured: {total: 6, women: 6}}]
id: c, reports: [{source: sohr, killed: 30}]
id: d, reports: [{source: sohr, killed: {total: 5, women: none}}]
"""
GIRLS = "id: a, reports: [{source: sohr, killed: {total: 9, girls: 2, boys: 3, women: 1}}]"
BOUNDED = "id: a, reports: [{source: sohr, killed: {total: 20, children: at least 6}}]"
NEAR = "id: a, places: [rastan], nearby: true, reports: [{source: sohr, killed: 2-4}]"
BLAMED = """
id: a, attribution: [{actor: russia, confidence: suspected}, {actor: government, confidence: claimed}], reports: [{source: sohr, killed: 2-4}]
"""  # noqa: E501
QUERIES = [
    ("all sources", RIVALS, Query(), (4, 5, 9)),
    ("one of them", RIVALS, Query(sources=("sohr",)), (5, 5, 5)),
    ("the other", RIVALS, Query(sources=("memo",)), (4, 4, 7)),
    ("all but one", RIVALS, Query(sources=("not:memo",)), (5, 5, 5)),
    ("a town of an incident that names two", SEVERAL, Query(towns=("rastan",)), (3, 3, 7)),
    ("the other town of the two", SEVERAL, Query(towns=("talbissah",)), (0, 0, 4)),
    ("both towns", SEVERAL, Query(towns=("rastan", "talbissah")), (5, 5, 7)),
    ("all but a town", SEVERAL, Query(towns=("not:talbissah",)), (3, 3, 7)),
    ("its governorate", SEVERAL, Query(governorates=("Homs",)), (5, 5, 7)),
    ("both towns, and elsewhere", ELSEWHERE, Query(towns=("rastan", "talbissah")), (3, 3, 7)),
    ("all but a third town, and elsewhere", ELSEWHERE, Query(towns=("not:hass",)), (3, 3, 7)),
    ("its governorate, and elsewhere", ELSEWHERE, Query(governorates=("Homs",)), (3, 3, 7)),
    ("no filter, and elsewhere", ELSEWHERE, Query(), (5, 5, 7)),
    ("a period that cuts through its days", SEVERAL, Query(period=parse_period("2018-04")), (3, 3, 7)),
    ("a period that holds its days", SEVERAL, Query(period=parse_period("2018-04..2018-05")), (5, 5, 7)),
    ("a period that meets its last day", SEVERAL, Query(period=parse_period("2018-05-02..")), (0, 0, 4)),
    ("a town and a period", SEVERAL, Query(towns=("talbissah",), period=parse_period("2018-05")), (0, 0, 4)),
    ("women", WOMEN, Query(victims="women"), (4, 4, 6)),
    ("the children", WOMEN, Query(victims="children"), (9, 9, 9)),
    ("girls and boys are children", GIRLS, Query(victims="children"), (5, 5, 8)),
    ("a part is bounded by its total", BOUNDED, Query(victims="children"), (6, 6, 20)),
    ("near the town", NEAR, Query(towns=("rastan",)), (0, 2, 4)),
    ("near another town", NEAR, Query(towns=("talbissah",), possible=True), (0, 0, 4)),
    ("near a town of the governorate", NEAR, Query(governorates=("Homs",)), (2, 2, 4)),
    ("a suspect", BLAMED, Query(actors=("russia",)), (0, 2, 4)),
    ("who is only claimed to have done it", BLAMED, Query(actors=("government",)), (0, 0, 4)),
    ("all but the suspect", BLAMED, Query(actors=("not:russia",)), (0, 0, 4)),
]


@pytest.mark.parametrize(
    ("incidents", "query", "bounds"), [row[1:] for row in QUERIES], ids=[row[0] for row in QUERIES]
)
def test_a_query_changes_the_sum_too(incidents, query, bounds):
    figure = selected(incidents, query).sum_of("killed").figure
    assert figure is not None
    assert (figure.low, figure.best, figure.high) == bounds


def test_a_group_sums_its_own_marks_and_measures():
    counted = total(selected(WOMEN, Query(victims="children")))
    assert (counted.killed.figure, counted.injured.figure) == (Figure(9, 9, 9, approximate=True), None)
    women = total(selected(WOMEN, Query(victims="women")))
    assert (women.killed.reported, women.incidents, women.injured.figure) == (3, 3, Figure(6, 6, 6))


OPEN_PARTS = [
    ("of a closed total", "killed: {total: 20, children: at least 6}", False),
    ("of an open total", "killed: {total: at least 20, children: 16}", True),
]


@pytest.mark.parametrize(("killed", "is_open"), [row[1:] for row in OPEN_PARTS], ids=[row[0] for row in OPEN_PARTS])
def test_a_part_is_as_open_as_its_total(killed, is_open):
    figure = (
        selected(f"id: a, reports: [{{source: sohr, {killed}}}]", Query(victims="children")).sum_of("killed").figure
    )
    assert figure is not None
    assert figure.open is is_open


def entries(incidents: str, query: Query | None = None) -> dict[str, tuple]:
    """Of each incident: what it adds to low, best and high, what it is inside, what it may be, how disputed."""
    return {
        entry.id: (entry.low, entry.best, entry.high, entry.inside, entry.maybe, entry.disputed)
        for entry in selected(incidents, query).sum_of("killed").entries
    }


def test_entries_name_what_each_incident_adds():
    assert entries(CHAIN) == {
        "a": (3, 3, 3, None, ("b",), ""),
        "b": (0, 0, 5, None, ("a", "c"), ""),
        "c": (3, 3, 3, None, ("b",), ""),
    }
    assert entries(TOLL) == {
        "toll": (10, 10, 10, None, (), ""),
        "a": (0, 0, 0, "toll", (), ""),
        "b": (0, 0, 0, "toll", (), ""),
    }


def test_incidents_that_may_be_the_same_stand_by_name():
    made = """
    id: c, reports: [{source: sohr, killed: 3}]
    id: b, overlaps: [c, a], reports: [{source: sohr, killed: 5}]
    id: a, reports: [{source: sohr, killed: 3}]
    """
    assert entries(made)["b"] == (0, 0, 5, None, ("a", "c"), "")


def test_parts_exceeding_a_toll_replace_it_in_high():
    assert entries(TOLL.replace("killed: 4", "killed: 4-9")) == {
        "toll": (10, 10, 0, None, (), ""),
        "a": (0, 0, 9, "toll", (), ""),
        "b": (0, 0, 3, "toll", (), ""),
    }


def test_an_entry_is_inside_the_nearest_reporting_incident():
    nested = """
    id: outer, date: 2018, reports: [{source: sohr, killed: 10}]
    id: middle, date: 2018-04, part_of: outer, reports: [{source: sohr}]
    id: inner, part_of: middle, reports: [{source: sohr, killed: 4}]
    id: house, part_of: inner, reports: [{source: sohr, killed: 4}]
    """
    assert {name: entry[3] for name, entry in entries(nested).items()} == {
        "outer": None,
        "inner": "outer",
        "house": "inner",
    }


def test_an_entry_names_only_doubles_within_the_sum():
    other = CHAIN.replace("id: c,", "id: c, places: [hass],").replace("id: b,", "id: b, places: [hass],")
    assert entries(other, Query(towns=("hass",))) == {
        "b": (5, 5, 5, None, ("c",), ""),
        "c": (0, 0, 3, None, ("b",), ""),
    }


DISPUTES = [
    ("one source", "{source: sohr, killed: 3-5}", ""),
    ("two that agree", "{source: sohr, killed: 3}, {source: memo, killed: 3}", ""),
    ("two that agree in other words", "{source: sohr, killed: at least 3}, {source: memo, killed: 3+}", ""),
    ("two that differ", "{source: sohr, killed: 3}, {source: memo, killed: 4}", "sources"),
    (
        "two that differ in whether it is all",
        "{source: sohr, killed: 3}, {source: memo, killed: at least 3}",
        "sources",
    ),
    (
        "two that differ in the best",
        "{source: sohr, killed: 3-5}, {source: memo, killed: {total: 3-5, best: 4}}",
        "sources",
    ),
    ("one silent", "{source: sohr, killed: 3}, {source: memo, injured: 4}", ""),
    ("two accounts of one source", "{source: sohr, killed: 3}, {source: sohr, killed: 4}", "accounts"),
    (
        "accounts and sources",
        "{source: sohr, killed: 3}, {source: sohr, killed: 4}, {source: un, killed: 4}",
        "sources",
    ),
    (
        "a corrected figure",
        "{source: sohr, killed: 3, supersedes: memo-2018}, {source: sohr, article: memo-2018, killed: 4}",
        "",
    ),
    ("a denial", "{source: sohr, killed: 3}, {source: memo, killed: none, denies: true}", ""),
]


@pytest.mark.parametrize(("reports", "disputed"), [row[1:] for row in DISPUTES], ids=[row[0] for row in DISPUTES])
def test_an_entry_says_who_gives_different_figures(reports, disputed):
    assert entries(f"id: a, reports: [{reports}]")["a"][5] == disputed


def test_an_entry_says_that_a_party_denies():
    denied = "id: a, reports: [{source: sohr, killed: 5}, {source: un, denies: true}]"
    assert [one.is_denied for one in selected(denied).sum_of("killed").entries] == [True]
    assert [one.is_denied for one in selected(LONE).sum_of("killed").entries] == [False]


def test_an_entry_holds_its_incident_and_figure():
    selection = selected(LONE)
    assert selection.sum_of("killed").entries == (Entry(selection.picked[0], Figure(5, 5, 5, text="5"), 5, 5, 5),)


TIES = [
    ("of equal lows, the one of the larger best", "killed: 2", "killed: {total: 2-5, best: 4}", ["b"], ["b"]),
    ("of equal bests, the one of the larger low", "killed: presumed 3", "killed: 3", ["b"], ["b"]),
    ("where they cannot agree, each is the largest", "killed: 3", "killed: {total: 2-5, best: 4}", ["a"], ["b"]),
]


@pytest.mark.parametrize(("one", "other", "lows", "bests"), [row[1:] for row in TIES], ids=[row[0] for row in TIES])
@pytest.mark.parametrize("is_turned", [False, True])
def test_low_and_best_share_their_incidents_where_possible(one, other, lows, bests, is_turned):
    lines = [
        f"id: a, overlaps: [b], reports: [{{source: sohr, {one}}}]",
        f"id: b, reports: [{{source: sohr, {other}}}]",
    ]
    added = entries("\n".join(reversed(lines) if is_turned else lines))
    assert [name for name in "ab" if added[name][0]] == lows
    assert [name for name in "ab" if added[name][1]] == bests


def test_too_many_links_give_a_valid_unproven_low():
    """Two tolls that may share people, each of 40 parts without places or days of their own: all may be any."""
    left = [f"id: l{n}, part_of: left, date: 2018, reports: [{{source: sohr, killed: {n % 7 + 1}}}]" for n in range(40)]
    right = [
        f"id: r{n}, part_of: right, date: 2018, reports: [{{source: sohr, killed: {n % 5 + 1}}}]" for n in range(40)
    ]
    tolls = [
        "id: left, date: 2018, overlaps: [right], reports: [{source: sohr}]",
        "id: right, date: 2018, reports: [{source: sohr}]",
    ]
    counted = selected("\n".join([*tolls, *left, *right])).sum_of("killed")
    assert counted.figure is not None
    everybody = [sum(n % 7 + 1 for n in range(40)), sum(n % 5 + 1 for n in range(40))]
    assert 0 < counted.figure.low <= max(everybody)
    assert counted.figure.low == max(everybody) or not counted.is_exact
    assert counted.figure.high == sum(everybody)


SHIPPED = [
    ("everything", Query(), "killed", (94, 95, 97, True, True)),
    ("injured", Query(), "injured", (176, 176, 176, True, True)),
    ("not separated", Query(), "casualties", (150, 150, 150, False, True)),
    ("one monitor", Query(sources=("SOHR",)), "killed", (2, 2, 2, True, False)),
    ("rescuers", Query(sources=("White Helmets",)), "killed", (2, 2, 2, False, False)),
    ("activists", Query(sources=("activists",)), "killed", (0, 1, 1, False, False)),
    ("the article", Query(sources=("MEMO",)), "killed", (92, 92, 92, True, True)),
    ("March", Query(period=parse_period("2018-03")), "killed", (42, 42, 42, False, False)),
    ("April", Query(period=parse_period("2018-04")), "killed", (52, 53, 55, True, True)),
    ("Rastan", Query(towns=("Rastan",)), "killed", (2, 2, 2, False, False)),
    ("Talbissah", Query(towns=("Talbissah",)), "killed", (0, 0, 2, True, False)),
    ("children", Query(victims="children"), "killed", (17, 17, 18, True, False)),
]


@pytest.mark.parametrize(
    ("query", "measure", "expected"), [row[1:] for row in SHIPPED], ids=[row[0] for row in SHIPPED]
)
def test_the_shipped_ledger_has_its_known_sums(shipped, query, measure, expected):
    figure = select(shipped, query).sum_of(measure).figure
    assert figure is not None
    assert (figure.low, figure.best, figure.high, figure.open, figure.approximate) == expected


@pytest.fixture(scope="module")
def shipped():
    from conflict_cli import shipped_ledger

    return parse_ledger(shipped_ledger().read_bytes(), "incidents.yaml")


SUMS = [
    (["94", "3"], "97"),
    (["94", "at least 3"], "≥97"),
    (["over 150", "over 20"], "≥172"),
    (["20-30", "up to 5"], "20–35"),
    (["1-4", "at least 1"], "2–5+"),
    (["some 20", "5"], "~25"),
    (["some 20", "1-4"], "~21–24"),
    (["some 20", "at least 5"], "~25+"),
    (["dozens", "presumed 1"], "~12–13+"),
]


@pytest.mark.parametrize(("texts", "short"), SUMS, ids=[" and ".join(row[0]) for row in SUMS])
def test_a_sum_shows_what_its_figures_leave_open(texts, short):
    """It has neither the words nor the parts of a figure: those are of one report."""
    each = (f"id: i{place}, reports: [{{source: un, killed: {text}}}]" for place, text in enumerate(texts))
    figure = total(selected("\n".join(each))).killed.figure
    assert figure is not None
    assert (figure.short, figure.text, figure.parts) == (short, "", {})
