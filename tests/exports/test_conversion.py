"""Conversion: records of a data set as a ledger that loads, gives the same sums, and says what it could not hold."""

import csv
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.counting.checks import warnings
from conflict_cli.counting.in_memory import select
from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.exports.conversion import converted
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.ledger.values import parse_slug
from conflict_cli.ledger.writer import format_ledger
from conflict_cli.record.dates import parse_when
from conflict_cli.record.figures import LARGEST, Figure
from conflict_cli.record.incident import MEASURES, Actor, Attribution, Incident, Ledger, Place, Report, Source
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import Selection
from tests.conftest import SAMPLE
from tests.effort import examples
from tests.worlds.ledgers import texts

NAME = "Invented Set"


def records(*incidents, name=NAME, places=(), actors=(), sources=()):
    """A selection of records of a data set, as they are in memory."""
    ledger = Ledger(
        "made.csv",
        {},
        {key: Source(key, key) for key in (name, *sources)},
        {key: Place(key, key) for key in places},
        {key: Actor(key, key) for key in actors},
        tuple(incidents),
    )
    selection = select(ledger)
    selection.data_set = name
    return selection


def record(killed=None, *, id_="7", injured=None, places=(), actors=(), cites=(), name=NAME, **other):
    report = Report(name, killed=killed, injured=injured, origin=f"{name} {id_}", cites=tuple(cites))
    return Incident(
        id_,
        "Event",
        other.pop("date", parse_when("2018-04-01")),
        tuple(places),
        attribution=tuple(Attribution(actor, "involved") for actor in actors),
        reports=(report,),
        **other,
    )


def again(selection: Selection) -> tuple[Ledger, list[str]]:
    """The ledger that is read from what is written of the records, and what is said of them."""
    ledger, remarks = converted(selection)
    return parse_ledger(format_ledger(ledger).encode(), "made.yaml"), remarks


def numbers(figure):
    return figure and (figure.low, figure.best, figure.high, figure.open, figure.approximate)


counts = st.integers(0, 60) | st.sampled_from([LARGEST])
any_figures = st.builds(Figure, counts, counts, counts, st.booleans(), st.booleans(), st.sampled_from(["", "some 5"]))
wholes = st.builds(lambda figure, parts: replace(figure, parts=parts), any_figures, st.dictionaries(
    st.sampled_from(["civilians", "women"]), any_figures, max_size=2
))  # fmt: skip


@examples(200)
@given(st.none() | wholes, st.none() | any_figures)
def test_a_converted_figure_claims_no_more_than_published(killed, injured):
    """Low never rises, best stays, high falls only where it stays open; what changes is said, and stands in a note."""
    ledger, remarks = again(records(record(killed, injured=injured)))
    (incident,) = ledger.incidents
    for measure, published in (("killed", killed), ("injured", injured)):
        told = incident.reports[0].figure(measure)
        assert (told is None) == (published is None)
        if published is None:
            continue
        assert told.low <= published.low
        assert told.best == published.best
        assert told.open == published.open
        assert told.high >= published.high or told.open
        if numbers(told) != numbers(published):
            assert remarks
            bounds = f"low {published.low}, best {published.best}, high {published.high}"
            assert f"Published with {bounds}" in incident.note
    for name, part in (killed.parts if killed else {}).items():
        told = incident.reports[0].killed.parts.get(name)
        if told is None:
            assert f"high {part.high}" in incident.note
        else:
            assert told.low <= part.low
            assert told.high >= part.high or told.open
            assert told.open == incident.reports[0].killed.open
        if told is None or numbers(told) != numbers(part):
            assert remarks


@examples(60, quick=20)
@given(st.lists(texts, min_size=1, max_size=4, unique=True), texts, st.lists(texts, min_size=1, max_size=4))
def test_a_converted_ledger_may_hold_any_name(names, name, ids):
    """Places, actors, sources, the data set itself and its ids may be called anything."""
    made = [
        record(id_=id_, places=names, actors=names, cites=names, name=name) for id_ in dict.fromkeys(ids)
    ]  # fmt: skip
    ledger, _ = again(records(*made, name=name, places=names, actors=names, sources=names))
    assert len(ledger.incidents) == len(made)
    for section in (ledger.places, ledger.actors, ledger.sources):
        assert all(parse_slug(key) == key for key in section)
    (own,) = {report.source for incident in ledger.incidents for report in incident.reports}
    assert ledger.sources[own].kind == "data-set"
    assert {noun.key for noun in ledger.sources.values() if noun.kind == "data-set"} == {own}
    incident = ledger.incidents[0]
    assert len(set(incident.places)) == len(names)
    assert len(set(incident.reports[0].cites)) == len(names)


@pytest.fixture(scope="module")
def sample():
    with closing(open_dataset(SAMPLE, OpenOptions())) as data_set:
        yield data_set


@pytest.fixture(scope="module")
def whole(sample):
    return again(sample.select())


def sums(selection):
    return [(selection.sum_of(measure).figure, selection.sum_of(measure).reported) for measure in MEASURES]


def test_the_converted_sample_has_the_same_sums(sample, whole):
    ledger, remarks = whole
    assert len(ledger.incidents) == 412
    assert sums(select(ledger)) == sums(sample.select())
    assert len({incident.id for incident in ledger.incidents}) == 412
    (remark,) = remarks
    assert remark.startswith("of groups in a range, the best number became the least: 261132, 261282, ")
    assert all(problem.is_warning for problem in warnings(ledger))


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        Query(towns=("hass",)),
        Query(towns=("rastan", "damascus")),
        Query(governorates=("idlib",)),
        Query(actors=("IS",)),
        Query(types=("one-sided",)),
        Query(min_killed=20),
    ],
    ids=lambda query: str(query.towns or query.governorates or query.actors or query.types or query.min_killed),
)
def test_filters_find_the_same_after_conversion(sample, whole, query):
    ledger, _ = whole
    ours, theirs = select(ledger, query), sample.select(query)
    assert [one.incident.id for one in ours.picked] == [f"ucdp-ged-{one.incident.id}" for one in theirs.picked]
    assert sums(ours) == sums(theirs)


def test_conversion_keeps_low_and_high_of_groups(sample, whole):
    """Of a range, a ledger takes the lower end for the best: less than was published, and said."""
    ledger, _ = whole
    ours = select(ledger, Query(victims="civilians")).sum_of("killed").figure
    theirs = sample.select(Query(victims="civilians")).sum_of("killed").figure
    assert (ours.low, ours.high) == (theirs.low, theirs.high)
    assert ours.best <= theirs.best


def test_an_event_becomes_one_report_with_citations(whole):
    ledger, _ = whole
    incident = next(one for one in ledger.incidents if one.id == "ucdp-ged-261231")
    (report,) = incident.reports
    assert (report.source, report.origin, report.cites) == ("ucdp-ged", "UCDP GED 261231", ("sohr", "associated-press"))
    assert numbers(report.killed) == (21, 21, 21, False, False)
    assert ledger.sources["ucdp-ged"] == replace(ledger.sources["ucdp-ged"], name="UCDP GED", kind="data-set")
    assert {at.confidence for one in ledger.incidents for at in one.attribution} == {"involved"}
    assert {one.nearby for one in ledger.incidents} == {True, False}


def test_a_query_of_one_group_keeps_figures_whole(sample):
    """As in a ledger: who asks for civilians alone must not get a ledger of events in which nobody else died."""
    query = Query(victims="civilians", min_killed=20)
    ledger, _ = again(sample.select(query))
    asked = [one.incident.id for one in sample.select(query).picked]
    assert [one.id for one in ledger.incidents] == [f"ucdp-ged-{name}" for name in asked]
    published = {one.incident.id: one.figure("killed") for one in sample.select().picked}
    for incident in ledger.incidents:
        killed = incident.reports[0].killed
        assert numbers(killed) == numbers(published[incident.id.removeprefix("ucdp-ged-")])
        assert killed.parts["civilians"].low <= killed.best
    assert any(one.reports[0].killed.best > one.reports[0].killed.parts["civilians"].best for one in ledger.incidents)


def test_an_empty_selection_gives_an_empty_ledger(sample):
    ledger, remarks = converted(sample.select(Query(towns=("Atlantis",))))
    assert (ledger.incidents, dict(ledger.sources), dict(ledger.places), remarks) == ((), {}, {}, [])


@pytest.mark.parametrize(
    ("published", "expected", "note"),
    [
        pytest.param((5, 3, 9), (3, 3, 9, False, False), "low 5, best 3, high 9: killed.", id="low above best"),
        pytest.param((1, 9, 4), (1, 9, 9, False, False), "low 1, best 9, high 4: killed.", id="best above high"),
        pytest.param((9, 5, 1), (1, 5, 9, False, False), "low 9, best 5, high 1: killed.", id="turned round"),
        pytest.param((3, 4, 9, True), (3, 4, 4, True), "low 3, best 4, high 9, no upper limit: killed.", id="both"),
        pytest.param((3, 3, 9, False, True), (3, 3, 9), "low 3, best 3, high 9, approximate: killed.", id="rough"),
        pytest.param((18, 20, 20, True), (18, 20, 20, True, False), None, id="open from the best on"),
        pytest.param((2, 4, 9), (2, 4, 9, False, False), None, id="a range"),
        pytest.param((5, 5, 5, True), (5, 5, 5, True, False), None, id="at least"),
        pytest.param((5, 5, 5, False, True), (5, 5, 5, False, True), None, id="some"),
    ],
)  # fmt: skip
def test_figures_without_ledger_words_stand_in_notes(published, expected, note):
    """Of bounds that contradict each other the widest; never fewer limits than were published."""
    ledger, remarks = again(records(record(Figure(*published))))
    (incident,) = ledger.incidents
    assert numbers(incident.reports[0].killed) == numbers(Figure(*expected))
    assert incident.note == (note and f"Published with {note}")
    assert [remark.rpartition(": ")[2] for remark in remarks] == (["7"] if note else [])


def test_words_of_several_reports_stay_open():
    """An exported list words two accounts as one, "20; at least 18": the ledger says at least 18, and 20 at best."""
    figure = Figure(18, 20, 20, open=True, text="20; at least 18")
    ledger, remarks = again(records(record(figure)))
    assert numbers(ledger.incidents[0].reports[0].killed) == (18, 20, 20, True, False)
    assert remarks == []


def test_a_group_greater_than_its_total_is_noted():
    """UCDP's own columns may contradict each other: such a group would not load, and is not left out silently."""
    part = Figure(10, 10, 10)
    ledger, remarks = again(records(record(Figure(5, 5, 5, parts={"civilians": part}))))
    assert ledger.incidents[0].reports[0].killed.parts == {}
    assert ledger.incidents[0].note == "Published with low 10, best 10, high 10: civilians."
    assert remarks == ["groups that may be greater than their total are left out and kept in notes: 7"]


def test_a_group_that_would_raise_the_low_is_noted():
    """A ledger lifts "0-9" by five civilians to 5-9; the data set published 0."""
    ledger, remarks = again(records(record(Figure(0, 9, 9, parts={"civilians": Figure(5, 5, 5)}))))
    killed = ledger.incidents[0].reports[0].killed
    assert (numbers(killed), killed.parts) == ((0, 9, 9, False, False), {})
    assert ledger.incidents[0].note == "Published with low 5, best 5, high 5: civilians."
    assert remarks == ["groups that may be greater than their total are left out and kept in notes: 7"]


def test_contradictory_bounds_of_a_group_become_the_widest():
    part = Figure(4, 2, 3)
    ledger, remarks = again(records(record(Figure(9, 9, 9, parts={"health_workers": part}))))
    assert numbers(ledger.incidents[0].reports[0].killed.parts["health_workers"]) == (2, 2, 4, False, False)
    assert ledger.incidents[0].note == "Published with low 4, best 2, high 3: health workers."
    assert remarks == ["bounds that contradict each other became the widest and are kept in notes: 7"]


def test_contradictory_bounds_of_the_injured_are_told():
    _, remarks = again(records(record(injured=Figure(5, 3, 9))))
    assert remarks == ["bounds that contradict each other became the widest and are kept in notes: 7"]


def test_an_unknown_type_is_noted():
    ledger, remarks = again(records(record(type="riots-protests", note="In the night")))
    assert (ledger.incidents[0].type, ledger.incidents[0].note) == ("unknown", "In the night Type: riots-protests.")
    assert remarks == ["types unknown to a ledger were set to unknown and are kept in notes: 7"]


def test_a_target_too_long_is_cut_and_noted():
    """Of more letters than a ledger takes, the first stay; all of them stand in the note."""
    target = "-".join(["market"] * 12)
    ledger, remarks = again(records(record(target=target), record(target="health_post", id_="8")))
    assert [one.target for one in ledger.incidents] == [target[:60].rstrip("-"), "health_post"]
    assert ledger.incidents[0].note == f"Target: {target}."
    assert remarks == ["targets too long for a ledger were shortened and are kept in notes: 7"]


def test_names_that_make_no_key_get_one():
    """Arabic alone, nothing but signs, and names that differ in signs alone: keys of their own all the same."""
    names = ["الرستن", "تلبيسة", "!?", "Hass", "Has's", "hass", 'Tell "X"', "\x1b[31mRed", "a" * 200]
    ledger, _ = again(records(record(places=names), places=names))
    assert list(ledger.places) == ["unnamed", "unnamed-2", "unnamed-3", "hass", "has-s", "hass-2", "tell-x", "31mred",
                                   "a" * 60]  # fmt: skip
    assert [place.name for place in ledger.places.values()] == names


def test_similar_ids_stay_apart():
    """An id is told by its record's, and its form: two that differ in signs alone stay two."""
    ledger, _ = again(records(*[record(id_=name) for name in ("SYR 1", "SYR-1", "syr-1-2", "قصف")]))
    assert [one.id for one in ledger.incidents] == [
        "invented-set-syr-1", "invented-set-syr-1-2", "invented-set-syr-1-2-2", "invented-set",
    ]  # fmt: skip
    assert [one.reports[0].origin for one in ledger.incidents][1] == "Invented Set SYR-1"


def test_sources_named_like_the_data_set_stay_apart():
    """It is another source, and does not take the data set's place."""
    ledger, _ = again(records(record(cites=["Invented-Set", NAME]), sources=["Invented-Set"]))
    assert {key: source.name for key, source in ledger.sources.items()} == {
        "invented-set": "Invented Set",
        "invented-set-2": "Invented-Set",
    }
    assert ledger.incidents[0].reports[0].cites == ("invented-set-2", "invented-set")


def test_a_data_set_may_have_an_arabic_name():
    ledger, _ = again(records(record(name="قاعدة"), name="قاعدة"))
    (source,) = ledger.sources.values()
    assert source.name == "قاعدة"
    assert ledger.incidents[0].reports[0].source == source.key


@pytest.mark.parametrize("by", [{"date_start": "unclear"}, {"date_start": ""}])
def test_an_unreadable_day_is_any_day(tmp_path, by):
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        pattern, header = next(reader), reader.fieldnames
    path = tmp_path / "made-up.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        writer.writerows([pattern, {**pattern, **by, "id": "2"}])
    with closing(open_dataset(path, OpenOptions())) as data_set:
        ledger, _ = again(data_set.select())
    assert [one.date.text for one in ledger.incidents] == ["2018-04-11", "unknown"]
