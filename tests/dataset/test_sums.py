"""Sums of a data set are those that SQL written by hand gives of the same file."""

import csv
from contextlib import closing
from datetime import date

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.answers.answer import Arrangement
from conflict_cli.answers.caveats import in_words
from conflict_cli.answers.columns import fields_of
from conflict_cli.answers.explanation import explain_for_machines, explain_for_readers
from conflict_cli.answers.listing import Listing, list_incidents
from conflict_cli.answers.summary import Summing, sum_for_readers
from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.record.dates import Period, parse_period
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.query import Query
from tests.conftest import SAMPLE
from tests.effort import examples

SUMS = "count(*)::INT, sum(low)::INT, sum(best)::INT, sum(high)::INT"
IN_TOWNS = "count(*)::INT, coalesce(sum(low) FILTER (where_prec <> '2'), 0)::INT, sum(best)::INT, sum(high)::INT"
"""The same for a town: what was in or near it, perhaps not in it, is not in the low."""

CITED = "regexp_split_to_array(source_office, ' *; *')"
SOHR = f"list_contains({CITED}, 'SOHR')"


@pytest.fixture(scope="module")
def by_hand():
    """What a query gives of the rows of the sample, their days and numbers cast and nothing else changed."""
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE ged AS SELECT * REPLACE (low::INT AS low, best::INT AS best, high::INT AS high, "
            "deaths_civilians::INT AS deaths_civilians, deaths_unknown::INT AS deaths_unknown, "
            "date_start::DATE AS date_start, date_end::DATE AS date_end), "
            "row_number() OVER () AS place FROM read_csv($file, all_varchar = true)",
            {"file": str(SAMPLE)},
        )
        yield lambda query: connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def sample():
    with closing(open_dataset(SAMPLE, OpenOptions())) as data_set:
        assert not data_set.remarks
        yield data_set


def ids(selection):
    return [picked.incident.id for picked in selection.picked]


def numbers(selection, measure="killed"):
    """How many incidents there are, and the low, the best and the high of their sum."""
    figure = selection.sum_of(measure).figure
    bounds = (figure.low, figure.best, figure.high) if figure else (0, 0, 0)
    return (len(selection.picked), *bounds)


def rows(selection, by):
    """The numbers of each row by its heading; the row below them has the key None."""
    return {part.heading if part.key else None: numbers(part.selection) for part in selection.groups(by)}


days = st.dates(date(2018, 3, 10), date(2018, 5, 5))


@examples(50, quick=10)
@given(st.tuples(days, days), st.integers(0, 30), st.booleans())
def test_a_sum_of_any_period_equals_sql(sample, by_hand, ends, least, is_cited):
    """An event whose days lie only partly in it counts in high alone."""
    first, last = sorted(ends)
    query = Query(
        period=Period(first, last), min_killed=least or None, sources=("sohr",) if is_cited else ("not:sohr",)
    )
    selection = sample.select(query)
    inside = f"date_start >= '{first}' AND date_end <= '{last}'"
    ((count, low, best, high),) = by_hand(
        f"SELECT count(*), coalesce(sum(low) FILTER ({inside}), 0)::INT, "
        f"coalesce(sum(best) FILTER ({inside}), 0)::INT, coalesce(sum(high), 0)::INT FROM ged "
        f"WHERE date_end >= '{first}' AND date_start <= '{last}' AND best >= {least} "
        f"AND {'' if is_cited else 'NOT '}{SOHR}"
    )
    assert numbers(selection) == (count, low, best, high)


def test_the_sum_of_everything_equals_sql(sample, by_hand):
    assert by_hand(f"SELECT {SUMS} FROM ged") == [(412, 2838, 2869, 3039)]
    assert numbers(sample.select()) == (412, 2838, 2869, 3039)
    assert ids(sample.select()) == [name for (name,) in by_hand("SELECT id FROM ged ORDER BY place")]


def test_an_unnumbered_measure_is_not_zero(sample):
    for measure in ("injured", "casualties"):
        counted = sample.select().sum_of(measure)
        assert (counted.figure, counted.incidents, counted.reported) == (None, 412, 0)


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        pytest.param(Query(towns=("hass",)), "where_coordinates = 'Has/Hassef town'", id="hass"),
        pytest.param(Query(towns=("Hassef",)), "where_coordinates = 'Has/Hassef town'", id="another spelling"),
        pytest.param(Query(towns=("rastan",)), "where_coordinates = 'Ar Rastan  town'", id="rastan"),
        pytest.param(Query(towns=("yarmouk",)), "where_coordinates = 'Yarmouk Pocket'", id="yarmouk"),
        pytest.param(Query(towns=("homs",)), "where_coordinates = 'Homs town'", id="homs, not its governorate"),
        pytest.param(
            Query(towns=("afrin", "damascus")), "where_coordinates IN ('Afrin town', 'Damascus city')", id="two towns"
        ),
        pytest.param(Query(governorates=("homs",)), "adm_1 = 'Homs Governorate'", id="a governorate"),
        pytest.param(
            Query(governorates=("idlib", "rif dimashq")),
            "adm_1 IN ('Idlib Governorate', 'Rif Dimashq Governorate')",
            id="two governorates",
        ),
        pytest.param(Query(sources=("sohr",)), SOHR, id="a source"),
        pytest.param(Query(sources=("not:sohr",)), f"NOT {SOHR}", id="not a source"),
        pytest.param(Query(actors=("IS",)), "'IS' IN (side_a, side_b)", id="an actor"),
        pytest.param(Query(actors=("not:IS",)), "'IS' NOT IN (side_a, side_b)", id="not an actor"),
        pytest.param(Query(types=("one-sided",)), "type_of_violence = '3'", id="a type"),
        pytest.param(Query(types=("not:state-based-conflict",)), "type_of_violence <> '1'", id="not a type"),
        pytest.param(Query(min_killed=20), "best >= 20", id="so many killed"),
        pytest.param(
            Query(words=("airwars",)),
            "source_office ILIKE '%airwars%'",
            id="a word of its text",
        ),
        pytest.param(
            Query(governorates=("idlib",), sources=("sohr",), actors=("insurgents",), types=("state",), min_killed=2),
            "adm_1 = 'Idlib Governorate' AND best >= 2 AND type_of_violence = '1' "
            f"AND concat(side_a, ' ', side_b) LIKE '%insurgents%' AND {SOHR}",
            id="all at once",
        ),
    ],
)
def test_every_filter_equals_its_sql_condition(sample, by_hand, query, condition):
    selection = sample.select(query)
    assert by_hand(f"SELECT count(*) FROM ged WHERE {condition}") != [(0,)]
    assert ids(selection) == [name for (name,) in by_hand(f"SELECT id FROM ged WHERE {condition} ORDER BY place")]
    sums = IN_TOWNS if query.towns else SUMS
    assert [numbers(selection)] == by_hand(f"SELECT {sums} FROM ged WHERE {condition}")
    assert selection.unmatched == ()


def test_a_record_without_governorate_may_lie_in_any(sample, by_hand):
    """A record without a governorate may lie in Homs: without Homs it is in high alone."""
    outside = "coalesce(adm_1, '') <> 'Homs Governorate'"
    ((count, low, best, high),) = by_hand(
        "SELECT count(*), (sum(low) FILTER (adm_1 IS NOT NULL))::INT, (sum(best) FILTER (adm_1 IS NOT NULL))::INT, "
        f"sum(high)::INT FROM ged WHERE {outside}"
    )
    assert numbers(sample.select(Query(governorates=("not:homs",)))) == (count, low, best, high)


@pytest.mark.parametrize(
    ("by", "key"),
    [
        ("governorate", "replace(adm_1, ' Governorate', '')"),
        ("country", "country"),
        ("year", "CASE WHEN date_start[:4] = date_end[:4] THEN date_start[:4] END"),
        ("type", "['state-based-conflict', 'non-state-conflict', 'one-sided-violence'][type_of_violence::INT]"),
        ("source", f"unnest(list_distinct({CITED}))"),
        ("actor", "unnest(list_distinct([side_a, side_b]))"),
    ],
)
def test_every_group_equals_its_sql_sum(sample, by_hand, by, key):
    """Each row is the sum of the records that share a heading."""
    days_as_texts = "SELECT * REPLACE (date_start::VARCHAR AS date_start, date_end::VARCHAR AS date_end) FROM ged"
    expected = by_hand(f"SELECT key, {SUMS} FROM (SELECT *, {key} AS key FROM ({days_as_texts})) GROUP BY key")
    found = rows(sample.select(), by)
    assert found == {name: tuple(cells) for name, *cells in expected}
    assert len(found) > 1 or by in ("year", "country")


def test_the_row_of_a_place_holds_all_within(sample, by_hand):
    """A town has its own records; a governorate, or the country, that is a place has all records of it."""
    town = "regexp_replace(where_coordinates, ' +', ' ', 'g')"
    holders = ", ".join(f"CASE WHEN {one} IN (SELECT where_coordinates FROM ged) THEN {one} ELSE {town} END"
                        for one in ("adm_1", "country"))  # fmt: skip
    expected = by_hand(
        f"SELECT key, count(*)::INT, coalesce(sum(low) FILTER (where_prec <> '2' OR key <> {town}), 0)::INT, "
        f"sum(best)::INT, sum(high)::INT FROM (SELECT *, unnest(list_distinct([{town}, {holders}])) AS key FROM ged) "
        "GROUP BY key"
    )
    found = {part.key: numbers(part.selection) for part in sample.select().groups("town")}
    assert found == {name: tuple(cells) for name, *cells in expected}
    assert found["Syria"] == (412, 2838, 2869, 3039)


MONTHS = ("2018-03", "2018-04", "2018-05", "2018-06")


def test_a_month_holds_in_full_what_lies_in_it(sample, by_hand):
    """Of what only touches it, the high alone; and what lies in no single month stands once more below."""
    expected = {}
    for month in MONTHS:
        inside = f"strftime(date_start, '%Y-%m') = '{month}' AND strftime(date_end, '%Y-%m') = '{month}'"
        (expected[month],) = by_hand(
            f"SELECT count(*)::INT, coalesce(sum(low) FILTER ({inside}), 0)::INT, "
            f"coalesce(sum(best) FILTER ({inside}), 0)::INT, sum(high)::INT FROM ged "
            f"WHERE '{month}' BETWEEN strftime(date_start, '%Y-%m') AND strftime(date_end, '%Y-%m')"
        )
    (expected[None],) = by_hand(
        f"SELECT {SUMS} FROM ged WHERE strftime(date_start, '%Y-%m') <> strftime(date_end, '%Y-%m')"
    )
    assert rows(sample.select(), "month") == expected
    assert expected[None] == (6, 195, 195, 195)


ROW_ASKED_FOR_ALONE = {
    "town": lambda key: Query(towns=(key,)),
    "governorate": lambda name: Query(governorates=(name,)),
    "country": lambda key: Query(countries=(key,)),
    "actor": lambda key: Query(actors=(key,)),
    "type": lambda key: Query(types=(key,)),
    "month": lambda key: Query(period=parse_period(key)),
    "year": lambda key: Query(period=parse_period(key)),
    "source": lambda key: Query(sources=(key,)),
}


@pytest.mark.parametrize("by", ROW_ASKED_FOR_ALONE)
def test_a_row_equals_the_sum_asked_for_alone(sample, by):
    """For the first rows of every table whose word means nothing else: `Aleppo` is also a part of another name."""
    alone = 0
    for part in sample.select().groups(by)[:40]:
        word = part.heading if by == "governorate" else part.key
        own = sample.select(ROW_ASKED_FOR_ALONE[by](word)) if part.key else None
        if own and max(len(wanted.keys or ()) for wanted in every_wanted(own.asked)) <= 1:
            assert numbers(part.selection) == numbers(own), part.heading
            assert ids(part.selection) == ids(own), part.heading
            alone += 1
    assert alone > 0


def every_wanted(asked):
    return asked.places, asked.governorates, asked.countries, asked.actors, asked.types, asked.sources


def test_a_source_is_found_in_both_spellings(sample, by_hand):
    """Asked for either, records that cite one of them are found; a row holds those that write it as it stands there."""
    either = f"list_has_any({CITED}, ['Airwars', 'Air Wars'])"
    assert [numbers(sample.select(Query(sources=("airwars",))))] == by_hand(f"SELECT {SUMS} FROM ged WHERE {either}")


def test_records_partly_within_a_period_are_in_high(sample, by_hand):
    """April has the same best whether it is asked for or is a row."""
    april = sample.select(Query(period=parse_period("2018-04")))
    ((inside, *sums),) = by_hand(f"SELECT {SUMS} FROM ged WHERE date_start >= '2018-04-01' AND date_end < '2018-05-01'")
    ((crossing, high),) = by_hand(
        "SELECT count(*)::INT, sum(high)::INT FROM ged WHERE date_start < '2018-05-01' "
        "AND date_end >= '2018-04-01' AND NOT (date_start >= '2018-04-01' AND date_end < '2018-05-01')"
    )
    assert crossing == 6
    assert numbers(april) == (inside + crossing, sums[0], sums[1], sums[2] + high)
    assert rows(april, "month") == {"2018-04": numbers(april)}
    (caveat,) = in_words(april.sum_of("killed"))
    assert caveat.startswith("perhaps partly or wholly on other days")
    assert ": 258834, 260629, " in caveat


def test_bounds_of_civilians_allow_for_unknown_deaths(sample, by_hand):
    """The best is the number published; all that low lacks may be civilians, and all of unknown groups too."""
    low = "greatest(0, deaths_civilians - (best - low))"
    high = "greatest(deaths_civilians, least(high, deaths_civilians + deaths_unknown + (high - best)))"
    expected = by_hand(f"SELECT count(*), sum({low})::INT, sum(deaths_civilians)::INT, sum({high})::INT FROM ged")
    selection = sample.select(Query(victims="civilians"))
    assert [numbers(selection)] == expected
    assert expected[0][2] == 885
    at_least = sample.select(Query(victims="civilians", min_killed=10))
    assert ids(at_least) == [
        name for (name,) in by_hand("SELECT id FROM ged WHERE deaths_civilians >= 10 ORDER BY place")
    ]


@pytest.mark.parametrize("victims", ["women", "children", "health_workers"])
def test_an_unnumbered_group_is_answered_by_no_record(sample, victims):
    """No record of it answers, and the sum says of how many it does not know the group."""
    selection = sample.select(Query(victims=victims))
    assert list(selection.picked) == []
    assert numbers(selection) == (0, 0, 0, 0)
    assert len(selection.undivided) == 412
    assert list(list_incidents(selection, Listing(is_for_machines=True)).rows) == []
    notes = [note.text for note in sum_for_readers(selection, Summing()).notes]
    whom = victims.replace("_", " ")
    assert notes == [f"Not in these sums: 412 incidents with 2838–3039 killed that do not number the {whom}."]


def test_a_record_near_a_town_says_so(sample, by_hand):
    """Nothing of it is in the low of the town, all of it in best and high; of everything it is in the low."""
    near = [name for (name,) in by_hand(
        "SELECT id FROM ged WHERE where_coordinates = 'Ar Rastan  town' AND where_prec = '2' ORDER BY place"
    )]  # fmt: skip
    caveats = in_words(sample.select(Query(towns=("rastan",))).sum_of("killed"))
    assert [caveat for caveat in caveats if caveat.startswith("in or near the place") and ", ".join(near) in caveat]
    assert not any("in or near" in caveat for caveat in in_words(sample.select().sum_of("killed")))


def test_an_actor_of_a_record_is_only_involved(sample):
    """A sum of what an actor took part in says that it is no attribution."""
    caveats = in_words(sample.select(Query(actors=("IS",))).sum_of("killed"))
    assert any(caveat.startswith("names the actor as involved, not as the one who did it: ") for caveat in caveats)


@pytest.mark.parametrize("measure", ["killed"])
@pytest.mark.parametrize("query", [Query(), Query(period=parse_period("2018-04")), Query(victims="civilians")])
def test_the_added_figures_equal_the_sum(sample, query, measure):
    selection = sample.select(query)
    report = explain_for_machines(selection, [measure])
    keys = [column.key for column in report.columns]
    lines = [dict(zip(keys, row, strict=True)) for row in report.rows]
    figure = selection.sum_of(measure).figure
    for bound in ("low", "best", "high"):
        assert sum(line[f"added_{bound}"] for line in lines) == getattr(figure, bound)


def test_a_list_is_sorted_by_a_column(sample, by_hand):
    listed = list_incidents(
        sample.select(), Listing(is_for_machines=True, arrangement=Arrangement(("id",), "-killed", 10))
    )
    expected = by_hand("SELECT id FROM ged ORDER BY best DESC, place LIMIT 10")
    assert [tuple(row) for row in listed.rows] == expected


@pytest.fixture
def made_up(tmp_path):
    """A function that makes a data set of invented rows, each the first of the sample but for the columns named."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        pattern, header = next(reader), reader.fieldnames
    opened = []

    def make(*changes):
        path = tmp_path / f"made-up-{len(opened)}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header)
            writer.writeheader()
            writer.writerows({**pattern, "id": str(number), **change} for number, change in enumerate(changes, 1))
        opened.append(open_dataset(path, OpenOptions()))
        return opened[-1]

    yield make
    for data_set in opened:
        data_set.close()


CONTRADICTORY = (
    {"low": "5", "best": "3", "high": "9"},
    {"low": "1", "best": "9", "high": "4"},
    {"low": "1", "best": "2", "high": "3"},
)


def test_contradictory_bounds_stay_as_published_and_are_marked(made_up):
    selection = made_up(*CONTRADICTORY).select()
    figures = [picked.figure("killed") for picked in selection.picked]
    assert [(figure.low, figure.best, figure.high) for figure in figures] == [(5, 3, 9), (1, 9, 4), (1, 2, 3)]
    assert figures[0].text == "low 5, best 3, high 9"
    assert numbers(selection) == (3, 7, 14, 16)
    assert in_words(selection.sum_of("killed")) == ("low, best and high contradict each other: 1, 2",)
    explained = list(explain_for_readers(selection, "killed").rows)
    assert [row[-1] for row in explained] == [
        "added; its low, best and high contradict each other",
        "added; its low, best and high contradict each other",
        "added",
    ]
    report = sum_for_readers(selection, Summing("town"))
    assert report.notes[0].text == "low, best and high contradict each other: 1, 2"
    assert [row[-1] for row in report.rows] == ["a"]


def test_a_sum_larger_than_any_figure_is_exact(made_up):
    """Nothing overflows: 999999999 is the greatest number that a figure may have."""
    selection = made_up(*[{"low": "999999999", "best": "999999999", "high": "999999999"}] * 5).select()
    assert numbers(selection) == (5, *[4_999_999_995] * 3)


def test_caveats_name_six_records_and_count_the_others(made_up):
    selection = made_up(*[{"low": "5", "best": "3", "high": "9"}] * 9).select()
    assert in_words(selection.sum_of("killed")) == (
        "low, best and high contradict each other: 1, 2, 3, 4, 5 and 4 more",
    )


def test_doubtful_days_are_told_where_they_count(made_up):
    """In a month, and not where nobody asked for days; only records of one day that were not dated to it are marked."""
    selection = made_up(
        {"date_start": "2018-04-03", "date_end": "2018-04-03", "date_prec": "2"},
        {"date_start": "2018-03-25", "date_end": "2018-04-03", "date_prec": "5"},
    ).select()
    told = {part.heading: in_words(part.selection.sum_of("killed")) for part in selection.groups("month")}
    assert told == {
        "2018-03": ("perhaps partly or wholly on other days, so only in high: 2",),
        "2018-04": (
            "its date is uncertain or approximate: 1",
            "perhaps partly or wholly on other days, so only in high: 2",
        ),
        "across months": (),
    }
    assert in_words(selection.sum_of("killed")) == ()


def test_a_period_that_ends_before_beginning_is_empty(made_up):
    data_set = made_up({"date_start": "2018-03-01", "date_end": "2018-04-30"})
    assert ids(data_set.select(Query(period=Period(date(2018, 4, 9), date(2018, 4, 2))))) == []


def test_records_are_found_by_their_ids(sample):
    """In the order asked for, each once; of no id, none."""
    everything = sample.select()
    assert ids(everything.called(["261217", "nothing", "257896", "261217"])) == ["261217", "257896"]
    assert ids(everything.called([])) == []


def test_headings_come_in_the_order_records_name_them(made_up):
    """Headings come in the order in which records name them, the first of two sides before the second."""
    sides = [("Zeta", "Alpha"), ("Alpha", "Beta"), *((f"B{number}", f"A{number}") for number in range(9))]
    selection = made_up(*({"side_a": one, "side_b": other} for one, other in sides)).select()
    named = dict.fromkeys(name for both in sides for name in both)
    assert [part.heading for part in selection.groups("actor")] == list(named)


def test_only_groups_that_occur_have_columns(sample):
    keys = fields_of(sample.select())
    assert "killed_civilians" in keys
    assert "killed_women" not in keys


@pytest.mark.parametrize(
    "query", [Query(governorates=("homs",)), Query(governorates=("idlib",), period=parse_period("2018-04"))]
)
def test_unplaced_events_are_possible_in_any_governorate(by_hand, sample, query):
    first, last = query.period.first, query.period.last
    unplaced = by_hand(
        f"SELECT id FROM ged WHERE coalesce(adm_1, '') = '' AND date_start <= '{last}' AND date_end >= '{first}' "
        "ORDER BY place"
    )
    assert ids(sample.select(query).possible) == [name for (name,) in unplaced] != []


@pytest.mark.parametrize("query", [
    Query(governorates=("homs",)), Query(towns=("rastan",)), Query(towns=("rastan",), period=parse_period("2018-04")),
])  # fmt: skip
def test_possible_events_are_counted_in_high_alone(sample, query):
    usual, possible = sample.select(query), sample.select(replace(query, possible=True))
    count, low, best, high = numbers(usual)
    more, *_, most = numbers(usual.possible)
    assert numbers(possible) == (count + more, low, best, high + most)
    assert len(possible.possible.picked) == 0
    assert set(ids(possible)) == {*ids(usual), *ids(usual.possible)}
    assert "possible" in possible.sum_of("killed").told
    assert all("possible" not in part.selection.sum_of("killed").told for part in usual.groups("town"))
    assert any("possible" in part.selection.sum_of("killed").told for part in possible.groups("town"))


def test_what_is_possible_has_no_low_without_it(sample):
    perhaps = ids(sample.select(Query(towns=("rastan",))).possible)
    without = sample.select(Query(towns=("not:rastan",)))
    assert {one.belongs for one in without.called(perhaps).picked} == {Belongs.PERHAPS}


def test_a_record_without_readable_days_may_lie_in_any_period(made_up):
    """It is not counted in one, and stands apart where rows are months."""
    unread = {"date_start": "", "date_end": "", "low": "4", "best": "4", "high": "4"}
    data_set = made_up({"date_start": "2018-04-03", "date_end": "2018-04-03"}, unread)
    april = data_set.select(Query(period=parse_period("2018-04")))
    assert (ids(april), ids(april.possible)) == (["1"], ["2"])
    assert {part.heading: ids(part.selection) for part in data_set.select().groups("month")} == {
        "2018-04": ["1"],
        "not dated": ["2"],
    }


@pytest.mark.parametrize(("by", "expected"), [
    ("source", {"SOHR": ["1"], "VDC": ["1", "2"]}),
    ("town", {"Hass town": ["1", "2"]}),
    ("month", {"2018-04": ["1", "2"]}),
])  # fmt: skip
def test_rows_hold_the_incidents_that_they_sum(made_up, by, expected):
    """Also under a filter of sources that the data set cites."""
    day = {"date_start": "2018-04-03", "date_end": "2018-04-03", "where_prec": "1", "where_coordinates": "Hass town"}
    data_set = made_up({**day, "source_office": "SOHR;VDC"}, {**day, "source_office": "VDC"})
    for query in (Query(), Query(sources=("sohr", "vdc"))):
        groups = data_set.select(query).groups(by)
        assert {part.key: ids(part.selection) for part in groups} == expected
        narrowed = data_set.select(query).in_memory().groups(by)
        assert {part.key: ids(part.selection) for part in narrowed} == expected


def test_a_record_without_actors_stands_below_them(made_up):
    groups = made_up({"side_a": "IS"}, {"side_a": "", "side_b": ""}).select().groups("actor")
    assert ids(groups[-1].selection) == ["2"]
    assert (groups[-1].heading, groups[-1].key) == ("not attributed", None)
    assert ["doubt" in part.selection.sum_of("killed").told for part in groups] == [*[True] * (len(groups) - 1), False]


def test_a_part_of_a_governorate_is_not_all_of_it(made_up):
    """UCDP names `Northern Homs Governorate` for a region: what else lies in Homs is perhaps there."""
    data_set = made_up(
        {"where_coordinates": "Northern Homs Governorate", "adm_1": "Homs Governorate", "where_prec": "5"},
        {"where_coordinates": "Homs town", "adm_1": "Homs Governorate", "where_prec": "1"},
    )
    north = data_set.select(Query(towns=("northern homs governorate",)))
    assert (ids(north), ids(north.possible)) == (["1"], ["2"])


def test_a_long_list_is_fetched_in_disjoint_parts(sample, monkeypatch):
    every = ids(sample.select())
    monkeypatch.setattr("conflict_cli.dataset.store.events._CHUNK", 100)
    assert ids(sample.select()) == every
    assert len(every) == 412


@pytest.mark.parametrize(("query", "by", "is_said"), [
    (Query(), None, False), (Query(), "source", True), (Query(sources=("sohr",)), None, True),
])  # fmt: skip
def test_sums_by_source_say_whose_figures_they_add(sample, query, by, is_said):
    said = "The figures are those of UCDP GED; the sources are those that it cites for them."
    assert (said in sample.select(query).remarks(by)) is is_said
