"""One semantics: the same incidents, in a ledger and in a CSV of it, give the same `list` and the same `sum`.

The CSV is the one that `list -O csv` writes. What a CSV cannot hold is kept out of these ledgers: articles, aliases,
coordinates, kinds of places, several reports of one incident, and groups of the injured.
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, timedelta
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli import load
from conflict_cli.answers.cross_table import cross_for_machines, cross_for_readers
from conflict_cli.answers.listing import Listing, list_incidents
from conflict_cli.answers.summary import Summing, sum_for_machines, sum_for_readers
from conflict_cli.counting.in_memory import select
from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.exports.excerpt import excerpt
from conflict_cli.record.dates import Period, parse_when
from conflict_cli.record.errors import DataError
from conflict_cli.record.figures import parse_figure
from conflict_cli.record.incident import (
    CONFIDENCES,
    MEASURES,
    Actor,
    Attribution,
    Incident,
    Ledger,
    Measure,
    Place,
    Report,
    Source,
)
from conflict_cli.record.periods import SPANS
from conflict_cli.record.type_names import TYPES
from conflict_cli.render import write
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import BYS, By, Selection
from tests.effort import every_other, examples
from tests.worlds.ledgers import dates, figures

pytestmark = [pytest.mark.slow, pytest.mark.engine]

PLACES = {
    place.key: place
    for place in (
        Place("rastan", "Rastan", governorate="Homs", country="Syria"),
        Place("homs", "Homs", governorate="Homs", country="Syria"),
        Place("countryside", "Homs countryside", governorate="Homs", country="Syria"),
        Place("hass", "Hass", governorate="Idlib", country="Syria"),
        Place("batikh", "Kafr Batikh", governorate="Idlib", country="Syria"),
        Place("hass-in-hama", "Hass", governorate="Hama", country="Syria"),
        Place("hass-in-iraq", "Hass", governorate="Homs", country="Iraq"),
        Place("tripoli", "Tripoli", country="Lebanon"),
        Place("arabic", "تلبيسة"),
    )
}
AREAS = (
    ("rastan", "homs", "countryside"),
    ("hass", "batikh"),
    ("hass-in-hama",),
    ("hass-in-iraq",),
    ("tripoli",),
    ("arabic",),
)
SOURCES = {key: Source(key, name) for key, name in (("sohr", "SOHR"), ("memo", "Middle East Monitor"))}
ACTORS = {key: Actor(key, name) for key, name in (("russia", "Russia"), ("army", "Syrian army"), ("rebels", "Rebels"))}
SOME_TYPES = (*TYPES[:4], "unknown")
START = date(2018, 3, 20)
BY = [by for by in BYS if by != "article"]


def _day(form: str, first: int, length: int, mark: str):
    ends = (START + timedelta(first)).isoformat(), (START + timedelta(first + length)).isoformat()
    return parse_when(form.format(*ends) + mark)


days = st.builds(
    _day,
    st.sampled_from(["{0}", "{0}", "{0:.7}", "{0:.4}", "{0}/{1}", "[{0}..{1}]", "{0:.7}/{1:.7}"]),
    st.integers(0, 50),
    st.integers(0, 20),
    st.sampled_from(["", "", "?", "~", "%"]),
)
# A CSV holds the groups that reports number, and not the children reckoned from girls and boys.
whole_figures = st.none() | figures().map(lambda figure: replace(figure, parts=figure.stated_parts))
undivided_figures = whole_figures.map(lambda figure: figure and replace(figure, parts={}))
TWO = parse_figure("2")
titles = st.sampled_from(["Strike", "Rockets on a market", 'Straße, "quoted"; and more', "قصف"])


@st.composite
def incidents(draw: st.DrawFn, confidences: Sequence[str]) -> Incident:
    """An incident without links, of which one source reports; its places lie in one governorate."""
    actors = draw(st.lists(st.sampled_from(sorted(ACTORS)), max_size=2, unique=True))
    report = Report(
        draw(st.sampled_from(sorted(SOURCES))),
        killed=draw(whole_figures),
        injured=draw(undivided_figures),
        casualties=draw(undivided_figures),
        missing=draw(whole_figures),
    )
    return Incident(
        "",
        draw(titles),
        draw(days | dates()),
        tuple(draw(st.lists(st.sampled_from(draw(st.sampled_from(AREAS))), max_size=3, unique=True))),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.sampled_from(SOME_TYPES)),
        draw(st.none() | st.sampled_from(["school", "market", "health_post", "st.-john"])),
        tuple(Attribution(actor, draw(st.sampled_from(confidences))) for actor in actors),
        (report,),
        note=draw(st.none() | st.just("By night")),
    )


@st.composite
def ledgers(draw: st.DrawFn, confidences: Sequence[str] = ("involved",)) -> Ledger:
    """Some of these incidents, and nothing that they do not name."""
    found = draw(st.lists(incidents(confidences), min_size=1, max_size=6))
    entries = tuple(replace(incident, id=f"i{number}") for number, incident in enumerate(found))
    return excerpt(select(Ledger("made.yaml", {}, SOURCES, PLACES, ACTORS, entries)))[0]


def _words(*words: str):
    """Some of these words, plain or excluded."""
    one = st.builds("{}{}".format, st.sampled_from(["", "", "not:"]), st.sampled_from(words))
    return st.just(()) | st.lists(one, max_size=2, unique=True).map(tuple)


_some_days = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(
    lambda ends: Period(START + timedelta(min(ends)), START + timedelta(max(ends)))
)
queries = st.builds(
    Query,
    towns=_words("rastan", "homs", "countryside", "hass", "kafr", "تلبيسة", "tripoli", "Atlantis"),
    governorates=_words("homs", "homs iraq", "idlib", "hama", "Atlantis"),
    countries=_words("syria", "lebanon", "iraq", "Atlantis"),
    sources=_words("sohr", "middle east", "nobody"),
    actors=_words("russia", "army", "rebels", "nobody"),
    confidences=st.just(()) | _words("involved", "stated"),
    types=_words(*SOME_TYPES, "armed", "nothing"),
    targets=_words("school", "health post", "nothing"),
    words=_words("rocket", "night", "strasse", "at least", "syrian", "health_", "zzz"),
    period=st.just(Period()) | _some_days,
    victims=st.none() | st.sampled_from(["children", "civilians"]),
    min_killed=st.none() | st.sampled_from([0, 5, 1000]),
    possible=st.booleans(),
)


@contextmanager
def as_csv(ledger: Ledger) -> Iterator:
    """The data set in the CSV that `list` writes of a ledger."""
    report = list_incidents(select(ledger), Listing(is_for_machines=True))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "list.csv")
        with file.open("w", encoding="utf-8", newline="") as stream:
            write(report, "csv", stream)
        with closing(open_dataset(file, OpenOptions())) as data_set:
            assert not data_set.remarks, data_set.remarks
            yield data_set


def check_same(
    ours: Selection, theirs: Selection, by: By, measure: Measure, *, is_each_group_summed: bool = True
) -> None:
    """Both answers are the same, in all that `list` and `sum` make of them."""
    check_same_incidents(ours, theirs)
    check_same_sums(ours, theirs)
    assert listed(theirs, None) == listed(ours, None)
    check_same_groups(ours, theirs, by, are_summed=is_each_group_summed)
    assert machine_sums(theirs, Summing(by)) == machine_sums(ours, Summing(by))
    for summing in (Summing(measure=measure), Summing(by, measure, has_bars=True)):
        assert reader_sums(theirs, summing) == reader_sums(ours, summing)
    assert listed(theirs, by) == listed(ours, by)


def check_same_incidents(ours: Selection, theirs: Selection) -> None:
    assert [seen(picked, ours) for picked in theirs.picked] == [seen(picked, ours) for picked in ours.picked]
    assert [seen(one, ours) for one in theirs.possible.picked] == [seen(one, ours) for one in ours.possible.picked]
    assert [picked.incident.id for picked in theirs.undivided] == [picked.incident.id for picked in ours.undivided]
    assert words_of(theirs) == words_of(ours)
    assert theirs.wider == ours.wider
    assert theirs.longer == ours.longer
    assert theirs.span == ours.span
    assert set(theirs.parts) == set(ours.parts)
    assert [theirs.has(measure) for measure in MEASURES] == [ours.has(measure) for measure in MEASURES]


def check_same_sums(ours: Selection, theirs: Selection) -> None:
    for our_part, their_part in ((ours, theirs), (ours.possible, theirs.possible)):
        assert [sums(their_part, measure) for measure in MEASURES] == [sums(our_part, measure) for measure in MEASURES]


def check_same_groups(ours: Selection, theirs: Selection, by: By, *, are_summed: bool) -> None:
    our_groups, their_groups = ours.groups(by), theirs.groups(by)
    assert [part.heading for part in their_groups] == [part.heading for part in our_groups]
    for our_part, their_part in zip(our_groups, their_groups, strict=True):
        assert len(their_part.selection.picked) == len(our_part.selection.picked)
        assert [seen(one, ours) for one in their_part.selection.picked] == [
            seen(one, ours) for one in our_part.selection.picked
        ]
        if are_summed:  # the rows of `sum` are compared in any case
            check_same_sums(our_part.selection, their_part.selection)


def seen(picked, selection):
    """An incident as the query sees it; the words of a group's figure are no column of a CSV."""
    found = [picked.figure(measure) for measure in MEASURES]
    if selection.asked.query.victims:
        found = [figure and replace(figure, text="") for figure in found]
    numbers = [figure and replace(figure, parts=without_words(figure.parts)) for figure in found]
    incident = picked.incident
    day = incident.date, incident.nearby, incident.and_elsewhere, incident.type, incident.target, incident.note
    levels = picked.site, picked.days, picked.cast, picked.type, picked.belongs
    return incident.id, incident.title, day, levels, picked.is_by_date, picked.confidence, numbers


def without_words(parts):
    return {name: replace(part, text="") for name, part in parts.items()}


def sums(selection, measure):
    counted = selection.sum_of(measure)
    return counted.figure, counted.incidents, counted.reported


def ids(selection):
    return [picked.incident.id for picked in selection.picked]


def words_of(selection):
    return [(one.field, one.word) for one in selection.unmatched]


def machine_sums(selection, summing):
    """What `sum` says for machines, but for what must be said of data sets alone."""
    report = sum_for_machines(selection, summing)
    rows = [(*row[:-1], own_notes(row[-1], selection, summing.by)) for row in (*report.rows, report.total)]
    return report.columns, rows, own_notes([note.text for note in report.notes], selection, summing.by), report.envelope


def crossed(selection, summing):
    """The cells that machines see, each with its caveats, and the columns and cells that readers see."""
    cells = cross_for_machines(selection, summing, summing.by, summing.across)
    rows = [(*row[:-1], own_notes(row[-1], selection, summing.by)) for row in (*cells.rows, cells.total)]
    table = cross_for_readers(selection, summing, summing.by, summing.across)
    return rows, cells.envelope, table.columns, list(table.rows), table.total


def own_notes(notes, selection, by):
    """The notes but for what is said of data sets alone, or of ledgers alone, and without hints at names."""
    told = [note for note in notes if note not in selection.remarks(by) and "and not linked" not in note]
    return sorted(re.split("; (?:did you mean|this file has|it is)", note)[0].rstrip(".") for note in told)


def reader_sums(selection, summing):
    """The rows that readers see, with the letters of their caveats, and what the letters stand for."""
    report = sum_for_readers(selection, summing)
    notes = [(note.letter, sorted(note.text.partition(": ")[2].split(", "))) for note in report.notes if note.letter]
    return report.columns, list(report.rows), report.total, notes


def listed(selection, by):
    """What `list` says for machines, but for words of groups."""
    report = list_incidents(selection, Listing(is_for_machines=True, by=by))
    left = {"articles", *(f"{measure}_text" for measure in MEASURES if selection.asked.query.victims)}
    kept = [number for number, column in enumerate(report.columns) if column.key not in left]
    rows = [tuple(row[number] for number in kept) for row in report.rows]
    return [report.columns[number] for number in kept], rows, report.notes[1:]


asked = st.tuples(queries, st.sampled_from(BY), st.sampled_from(MEASURES))
FAMILIES = (("town", "governorate", "country"), SPANS)
PAIRS = [pair for pair in permutations(BY, 2) if not any(set(pair) <= set(family) for family in FAMILIES)]


@examples(12, quick=2)
@given(ledgers(), st.lists(asked, min_size=2, max_size=3))
def test_ledger_and_csv_answer_every_query_alike(ledger, every):
    with as_csv(ledger) as data_set:
        for query, by, measure in every:
            check_same(select(ledger, query), data_set.select(query), by, measure)


def test_both_stores_leave_out_alike_in_every_sum():
    """Each set of measures that one incident may report, asked for by each set of measures that may be summed."""
    sets = [one for size in range(len(MEASURES) + 1) for one in combinations(MEASURES, size)]
    entries = tuple(
        Incident(f"i{number}", "Strike", parse_when("2018-04"), reports=(Report("sohr", **dict.fromkeys(one, TWO)),))
        for number, one in enumerate(sets)
    )
    ledger = Ledger("made.yaml", {}, SOURCES, PLACES, ACTORS, entries)
    ours = select(ledger)
    with as_csv(ledger) as data_set:
        theirs = data_set.select()
        for summed in sets[1:]:
            left = [{one: ids(part) for one, part in store.unsummed(summed).items()} for store in (theirs, ours)]
            assert left[0] == left[1], summed


@examples(24, quick=3)
@given(ledgers(), st.lists(queries, min_size=3, max_size=5))
def test_ledger_and_csv_pick_and_sum_alike(ledger, every):
    with as_csv(ledger) as data_set:
        for query in every:
            ours, theirs = select(ledger, query), data_set.select(query)
            check_same_incidents(ours, theirs)
            check_same_sums(ours, theirs)


@examples(24, quick=1)
@given(ledgers(), st.lists(st.tuples(queries, st.sampled_from(PAIRS)), min_size=4, max_size=5))
def test_ledger_and_csv_agree_on_every_cell(ledger, every):
    with as_csv(ledger) as data_set:
        for query, (by, across) in every:
            ours, theirs = select(ledger, query), data_set.select(query)
            ours_told, theirs_told = (crossed(one, Summing(by, across=across)) for one in (ours, theirs))
            assert theirs_told == ours_told, (query, by, across)


@examples(24, quick=1)
@given(ledgers(), st.lists(st.tuples(queries, st.sampled_from(SPANS)), min_size=4, max_size=5))
def test_ledger_and_csv_agree_on_running_rows(ledger, every):
    with as_csv(ledger) as data_set:
        for query, by in every:
            ours, theirs = select(ledger, query), data_set.select(query)
            wanted = Summing(by, is_running=True)
            assert machine_sums(theirs, wanted) == machine_sums(ours, wanted), (query, by)
            assert reader_sums(theirs, wanted) == reader_sums(ours, wanted), (query, by)


@examples(8, quick=1)
@given(ledgers(CONFIDENCES), st.lists(asked, min_size=2, max_size=2))
def test_a_csv_loses_only_the_confidence_of_actors(ledger, every):
    """It names actors alone, so that all of them are `involved`: only questions about actors are answered otherwise."""
    with as_csv(ledger) as data_set:
        for query, by, measure in every:
            of_nobody = replace(query, actors=(), confidences=())
            ours, theirs = select(ledger, of_nobody), data_set.select(of_nobody)
            check_same_incidents(ours, theirs)
            check_same_sums(ours, theirs)
            if by != "actor":
                check_same_groups(ours, theirs, by, are_summed=True)
            of_russia = replace(query, actors=("russia",), confidences=(), possible=False)
            ours, theirs = select(ledger, of_russia), data_set.select(of_russia)
            assert ids(theirs) == ids(ours)
            assert {one.confidence for one in theirs.picked} <= {"involved"}
            (our_figure, *our_counts), (their_figure, *their_counts) = sums(ours, measure), sums(theirs, measure)
            assert their_counts == our_counts
            if our_figure:
                assert their_figure.high == our_figure.high
                assert their_figure.best >= our_figure.best
                assert their_figure.low >= our_figure.low


def shipped() -> Ledger:
    """The ledger that comes with the program, without what a CSV of it does not hold.

    That is links, how firmly actors are named, groups of casualties that are not told apart, and of places their kinds
    and in what they lie.
    """
    ledger = load()
    places = {key: replace(place, kind=None, within=()) for key, place in ledger.places.items()}
    entries = [
        replace(
            one,
            overlaps=(),
            part_of=None,
            distinct_from=(),
            attribution=tuple(Attribution(at.actor, "involved") for at in one.attribution),
            reports=tuple(
                replace(report, casualties=report.casualties and replace(report.casualties, parts={}))
                for report in one.reports
            ),
        )
        for one in ledger.incidents
    ]
    return replace(ledger, places=places, incidents=tuple(entries))


def test_a_list_of_linked_incidents_is_refused():
    """A sum of its rows could count a death twice."""
    with pytest.raises(DataError) as refused, as_csv(load()):
        pass
    (problem,) = refused.value.problems
    assert problem.what == (
        "homs-barrage may count the same people as others (rastan-rockets; zafaraneh-hospital), "
        "which a sum of rows cannot know"
    )
    assert problem.hint == "ask the ledger that this was exported from"


@pytest.mark.parametrize("link", ["overlaps", "part_of"])
def test_one_link_makes_a_list_refused(link):
    ledger = shipped()
    first, second, *others = ledger.incidents
    linked = replace(second, overlaps=(first.id,)) if link == "overlaps" else replace(second, part_of=first.id)
    with (
        pytest.raises(DataError, match=f"{first.id}|{second.id}"),
        as_csv(replace(ledger, incidents=(first, linked, *others))),
    ):
        pass


def test_distinct_from_is_no_link():
    ledger = load()
    entries = [replace(one, overlaps=(), part_of=None) for one in ledger.incidents]
    with as_csv(replace(ledger, incidents=tuple(entries))) as data_set:
        assert sums(data_set.select(), "killed")[0].low == 96


MARCH, WEEKEND = Period(date(2018, 3, 1), date(2018, 3, 31)), Period(date(2018, 4, 28), date(2018, 4, 29))


@pytest.mark.parametrize(
    ("query", "by"),
    every_other(
        [
            pytest.param(Query(), "town", id="everything"),
            pytest.param(Query(towns=("rastan", "talbissah")), "town", id="towns"),
            pytest.param(Query(towns=("northern homs",)), "governorate", id="a region"),
            pytest.param(Query(governorates=("homs",)), "month", id="a governorate"),
            pytest.param(Query(governorates=("hama",)), "governorate", id="one of two governorates"),
            pytest.param(Query(governorates=("not:homs",)), "governorate", id="not a governorate"),
            pytest.param(Query(towns=("not:rastan",)), "town", id="not a town"),
            pytest.param(Query(towns=("rastan",), possible=True), "town", id="all that may be in a town"),
            pytest.param(Query(countries=("syria",)), "country", id="a country"),
            pytest.param(Query(countries=("not:syria",), possible=True), "month", id="not a country"),
            pytest.param(Query(confidences=("stated",)), "actor", id="no attribution so firm"),
            pytest.param(Query(sources=("sohr", "white helmets")), "source", id="sources"),
            pytest.param(Query(sources=("not:Middle East Monitor",)), "source", id="not a source"),
            pytest.param(Query(actors=("russia",)), "actor", id="an actor"),
            pytest.param(Query(types=("shelling",), targets=("hospital",)), "type", id="a type and a target"),
            pytest.param(Query(targets=("not:market",)), "target", id="not a target"),
            pytest.param(Query(words=("weekend", "mother")), "type", id="words"),
            pytest.param(Query(period=MARCH), "month", id="a month"),
            pytest.param(Query(period=WEEKEND, min_killed=2), "year", id="days within days"),
            pytest.param(Query(victims="children"), "town", id="children"),
            pytest.param(Query(victims="civilians", period=WEEKEND), "governorate", id="civilians"),
            pytest.param(Query(towns=("Atlantis",)), "town", id="nowhere"),
        ]
    ),
)
def test_the_shipped_ledger_and_its_csv_agree(shipped_as_csv, query, by):
    check_same(select(shipped(), query), shipped_as_csv.select(query), by, "killed", is_each_group_summed=False)


@pytest.fixture(scope="module")
def far_apart() -> Iterator[tuple[Selection, Selection]]:
    """Days that may lie in other months and years, and a place that is not named, in a ledger and in its CSV."""
    report = Report("sohr", killed=parse_figure("5"))
    found = [("2017-12-25/2018-04-03~", ()), ("2018-03-25~", ("rastan",)), ("2018-03-26", ("rastan",))]
    entries = tuple(
        Incident(f"i{number}", "Strike", parse_when(day), places, nearby=True, reports=(report,))
        for number, (day, places) in enumerate(found)
    )
    ledger = excerpt(select(Ledger("made.yaml", {}, SOURCES, PLACES, {}, entries)))[0]
    with as_csv(ledger) as data_set:
        yield select(ledger), data_set.select()


@pytest.mark.parametrize(
    ("by", "across"), [("month", "across months"), ("year", "across years"), ("town", "elsewhere, or not named")]
)
def test_remainder_rows_rest_on_no_day_or_place(far_apart, by, across):
    """What stands across months, or names no town, is there whatever its day or its place truly was."""
    ours, theirs = far_apart
    check_same(ours, theirs, by, "killed")
    *_, last = sum_for_machines(theirs, Summing(by)).rows
    assert (last[0], last[-1]) == (across, ())


def test_an_incident_is_found_by_each_governorate():
    """A list names the governorates of an incident, each once: it is found by each of them, and nothing is sure."""
    report = Report("sohr", killed=parse_figure("5"))
    entries = tuple(
        Incident(f"i{number}", "Strike", parse_when("2018"), places, reports=(report,))
        for number, places in enumerate(
            [("rastan", "hass"), ("rastan", "hass", "homs"), ("rastan", "hass", "hass-in-hama")]
        )
    )
    ledger = excerpt(select(Ledger("made.yaml", {}, SOURCES, PLACES, {}, entries)))[0]
    with as_csv(ledger) as data_set:
        for word in ("homs", "idlib", "hama", "not:homs"):
            query = Query(governorates=(word,))
            ours, theirs = select(ledger, query), data_set.select(query)
            check_same_incidents(ours, theirs)
            check_same_sums(ours, theirs)


@pytest.fixture(scope="module")
def shipped_as_csv():
    with as_csv(shipped()) as data_set:
        yield data_set


@pytest.mark.parametrize("towns", [("rastan",), ("not:rastan",), ("not:idlib",), ("northern homs", "not:talbissah")])
def test_places_of_unknown_kind_are_less_sure(shipped_as_csv, towns):
    """A CSV does not say that Talbissah is a town in northern Homs, which cannot hold Rastan: its bounds are wider."""
    query = Query(towns=towns, possible=True)
    ledger = replace(shipped(), places=load().places)
    ours, theirs = select(ledger, query), shipped_as_csv.select(query)
    assert set(ids(ours)) <= set(ids(theirs))
    for measure in MEASURES:
        our_figure, their_figure = sums(ours, measure)[0], sums(theirs, measure)[0]
        if our_figure:
            assert their_figure.low <= our_figure.low
            assert their_figure.best <= our_figure.best
            assert their_figure.high >= our_figure.high
