"""`excerpt`: a selection as a ledger of its own, which gives the same sums."""

from itertools import chain, combinations
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.counting.in_memory import select
from conflict_cli.exports.excerpt import excerpt
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.ledger.writer import format_ledger
from conflict_cli.record.figures import Figure, parse_figure
from conflict_cli.record.geography import Geography
from conflict_cli.record.incident import MEASURES, Expectation, Ledger, Report
from conflict_cli.record.links import Links
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import Selection
from tests.effort import examples
from tests.worlds.ledgers import without_places_in_file
from tests.worlds.people import make_world
from tests.worlds.sketches import ids, selected, sketch

worlds = st.integers(0, 2**40).map(Random).map(make_world)


def only(ledger: Ledger, kept) -> Selection:
    selection = select(ledger)
    return selection.narrowed(picked for picked in selection.picked if picked.incident.id in kept)


def subset(ledger: Ledger, seed: int) -> Selection:
    """Some of the incidents, each with the same chance."""
    random = Random(seed)
    return only(ledger, [incident.id for incident in ledger.incidents if random.random() < 0.6])


def bounds(selection: Selection):
    figure = selection.sum_of("killed").figure
    return figure and (figure.low, figure.best, figure.high, figure.open, figure.approximate)


EXAMPLE = """
id: toll, date: 2018-04, places: [north], overlaps: [far], reports: [{source: un, killed: 30}]
id: week, date: 2018-04, part_of: toll, places: [north], reports: [{source: memo, killed: 9}]
id: a, part_of: week, places: [rastan], overlaps: [b], attribution: [{actor: russia, confidence: stated}], reports: [{source: sohr, article: memo-2018, killed: 5}, {source: memo, killed: 4}]
id: b, places: [rastan], distinct_from: [c], reports: [{source: sohr, killed: 3}]
id: c, date: 2018-04, places: [rastan, hass], reports: [{source: sohr, killed: 2}]
id: far, date: 2018-04, places: [rastan], reports: [{source: sohr, killed: 40}]
"""  # noqa: E501


def test_an_excerpt_of_everything_is_the_ledger():
    ledger = sketch(EXAMPLE)
    made, lost = excerpt(select(ledger))
    assert made.incidents == ledger.incidents
    assert lost == []


def test_only_what_the_incidents_refer_to_comes_along():
    made, lost = excerpt(only(sketch(EXAMPLE), ["a"]))
    assert [list(section) for section in (made.articles, made.sources, made.places, made.actors)] == [
        ["memo-2018"],
        ["sohr", "memo"],
        ["rastan", "syria"],
        ["russia"],
    ]
    assert lost == ["b", "week"]
    assert made.incidents[0].part_of is None
    assert made.incidents[0].overlaps == ()


def test_part_of_names_the_nearest_selected_container():
    made, lost = excerpt(only(sketch(EXAMPLE), ["toll", "a"]))
    assert [(one.id, one.part_of) for one in made.incidents] == [("toll", None), ("a", "toll")]
    assert lost == ["b", "far", "week"]


def test_an_overlap_through_an_absent_incident_is_declared():
    """The toll holds A, which may share people with B; without A the toll itself must say so."""
    made, _ = excerpt(only(sketch(EXAMPLE), ["toll", "b"]))
    assert [(one.id, one.overlaps) for one in made.incidents] == [("toll", ("b",)), ("b", ())]


def test_overlaps_ruled_out_by_absent_incidents_stay_out():
    incidents = """
    id: spring, date: 2018, overlaps: [b], reports: [{source: sohr, killed: 9}]
    id: week, part_of: spring, distinct_from: [b], reports: [{source: sohr}]
    id: a, part_of: week, reports: [{source: sohr, killed: 3}]
    id: b, reports: [{source: sohr, killed: 8}]
    """
    kept = only(sketch(incidents), ["spring", "a", "b"])
    made, _ = excerpt(kept)
    assert [(one.id, one.overlaps, one.distinct_from) for one in made.incidents] == [
        ("spring", ("b",), ()),
        ("a", (), ("b",)),
        ("b", (), ()),
    ]
    assert bounds(select(made)) == bounds(kept) == (11, 11, 17, False, False)


def test_a_source_filter_drops_reports_of_others():
    selection = selected(EXAMPLE, Query(sources=("sohr",)))
    made, _ = excerpt(selection)
    assert ids(select(made)) == ["a", "b", "c", "far"]
    assert {report.source for incident in made.incidents for report in incident.reports} == {"sohr"}
    assert list(made.sources) == ["sohr"]
    assert bounds(select(made)) == bounds(selection)


def test_figures_stay_whole_when_one_group_is_queried():
    incidents = (
        "id: a, reports: [{source: sohr, killed: {total: 5, children: 2}}]\nid: b, reports: [{source: sohr, killed: 3}]"
    )
    made, _ = excerpt(selected(incidents, Query(victims="children")))
    assert [report.killed for incident in made.incidents for report in incident.reports] == [
        Figure(5, 5, 5, text="5", parts={"children": Figure(2, 2, 2, text="2")})
    ]


NESTED = """
articles: {old: {title: Old}}
sources: {un: {name: UN}, staff: {name: Staff}}
places:
  homs: {name: Homs Governorate, aliases: [Hims], kind: governorate, governorate: Homs, country: Syria}
  rastan: {name: Rastan, kind: town, governorate: Homs, country: Syria}
  clinic: {name: Clinic, kind: site, in: [rastan]}
actors: {army: {name: Army}}
incidents:
- id: a
  title: A
  date: 2018-04-01
  places: [clinic]
  attribution: [{actor: army, confidence: stated, by: [staff]}]
  reports:
  - {source: un, article: old, killed: 9}
  - {source: un, supersedes: old, killed: 5}
  - {source: un, killed: 0, denies: true}
"""


def test_places_around_a_place_come_along():
    """So that the same question finds it: the town it lies in, and its governorate with all of its names."""
    ledger = parse_ledger(NESTED.encode(), "nested.yaml")
    again = parse_ledger(format_ledger(excerpt(select(ledger))[0]).encode(), "")
    for query in (Query(towns=("rastan",)), Query(governorates=("hims",)), Query(countries=("syria",))):
        assert ids(select(ledger, query)) == ids(select(again, query)) == ["a"]


def test_corrections_denials_and_who_attributes_come_along():
    ledger = parse_ledger(NESTED.replace("in: [rastan]", "governorate: Homs").encode(), "nested.yaml")
    again = parse_ledger(format_ledger(excerpt(select(ledger))[0]).encode(), "")
    (was,), (now,) = ledger.incidents, again.incidents
    assert (now.attribution, now.reports) == (was.attribution, was.reports)


def test_an_excerpt_of_nothing_is_an_empty_ledger():
    assert excerpt(selected(EXAMPLE, Query(towns=("yarmouk",)))) == (Ledger("sketch.yaml", {}, {}, {}, {}, ()), [])


@examples(400)
@given(worlds)
def test_an_excerpt_of_everything_sums_the_same(world):
    selection = select(world.ledger)
    made, lost = excerpt(selection)
    assert (made.incidents, lost) == (world.ledger.incidents, [])
    assert bounds(select(made)) == bounds(selection)


@examples(400)
@given(worlds, st.integers(0, 2**30))
def test_a_subset_keeps_exactly_the_links_within_it(world, seed):
    """Whatever may have shared people still may, and whatever held people still holds them."""
    selection = subset(world.ledger, seed)
    made, lost = excerpt(selection)
    kept = {incident.id for incident in made.incidents}
    assert kept == set(ids(selection))
    assert kept.isdisjoint(lost)
    for incident in made.incidents:
        assert kept.issuperset([*incident.overlaps, *incident.distinct_from, incident.part_of or incident.id])
    pairs = list(combinations(kept, 2))
    was, is_now = ([links.may_share(*pair) for pair in pairs] for links in (selection.links, select(made).links))
    assert was == is_now


@examples(400)
@given(worlds, st.integers(0, 2**30))
def test_a_subset_gives_the_same_sum(world, seed):
    selection = subset(world.ledger, seed)
    assert bounds(select(excerpt(selection)[0])) == bounds(selection)


@given(worlds, st.integers(0, 2**30))
def test_links_of_an_excerpt_never_contradict_each_other(world, seed):
    """It reads back from its text, where a link against another is refused; so did the ledger it was made from."""
    links = Links(world.ledger.incidents, Geography(world.ledger.places))
    assume(all(links.overlapping(one.id).isdisjoint(one.distinct_from) for one in world.ledger.incidents))
    silent = [replace(one, reports=(Report("sohr"),)) for one in world.ledger.incidents]
    made, _ = excerpt(subset(replace(world.ledger, incidents=tuple(silent)), seed))
    again = parse_ledger(format_ledger(made).encode(), "")
    assert without_places_in_file(again) == without_places_in_file(made)


def test_every_subset_reads_back_with_the_same_sum():
    ledger = sketch(EXAMPLE)
    names = [incident.id for incident in ledger.incidents]
    for kept in chain.from_iterable(combinations(names, size) for size in range(len(names) + 1)):
        selection = only(ledger, kept)
        made, _ = excerpt(selection)
        again = parse_ledger(format_ledger(made).encode(), "")
        assert without_places_in_file(again) == without_places_in_file(made)
        assert bounds(select(again)) == bounds(selection)


@pytest.mark.parametrize(
    "query", [Query(), Query(sources=("memo",)), Query(types=("shelling",)), Query(actors=("russia",))]
)
def test_an_excerpt_asked_again_gives_the_same_sums(query):
    """Asked the same: what is only suspected of an actor is not so of everybody."""
    from conflict_cli import shipped_ledger

    selection = select(parse_ledger(shipped_ledger().read_bytes(), "incidents.yaml"), query)
    made, _ = excerpt(selection)
    again = select(parse_ledger(format_ledger(made).encode(), "excerpt.yaml"), query)
    for measure in MEASURES:
        assert again.sum_of(measure).figure == selection.sum_of(measure).figure


def test_expected_figures_stay_with_the_whole_ledger():
    ledger = replace(sketch(EXAMPLE), expected=(Expectation(killed=parse_figure("3")),))
    assert excerpt(select(ledger))[0].expected == ledger.expected
    assert excerpt(select(ledger, Query(towns=("rastan",))))[0].expected == ()
