"""What differs between two ledgers: laws over random ones, then each kind of change."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.answers.changes import Sides, changes
from conflict_cli.counting.in_memory import select
from conflict_cli.record.dates import parse_when
from conflict_cli.record.figures import parse_figure
from conflict_cli.record.incident import Article, Attribution, Expectation, Ledger, Spot
from conflict_cli.selection.query import Query
from tests.effort import examples
from tests.worlds.ledgers import ledgers
from tests.worlds.sketches import chance_ledger, sketch


def differing(old: Ledger, new: Ledger, query: Query | None = None):
    return list(changes(Sides(select(old, query), select(new, query), select(old), select(new))))


def told(old: str, new: str, query: Query | None = None):
    """What is said of two sketches, as (kind, noun, id, field, source, old, new)."""
    found = differing(sketch(old), sketch(new), query)
    return [
        (change.kind, change.noun, change.id, line.field, line.source, *line.texts)
        for change in found
        for line in change.lines
    ]


@examples(200, quick=40)
@given(ledgers())
def test_a_ledger_does_not_differ_from_itself(ledger):
    moved = tuple(replace(one, spot=Spot(7, 7)) for one in ledger.incidents)
    assert differing(ledger, replace(ledger, file="elsewhere.yaml", incidents=moved)) == []


seeds = st.integers(0, 2**40).map(Random)


@examples(300, quick=60)
@given(seeds)
def test_the_ids_whose_entries_differ_are_named(random):
    old = chance_ledger(random)
    kept = [one for one in old.incidents if random.random() < 0.8]
    new = replace(old, incidents=tuple(_changed(one, random) if random.random() < 0.5 else one for one in kept))
    before, after = ({one.id: replace(one, spot=Spot()) for one in side.incidents} for side in (old, new))
    named = {change.id: change for change in differing(old, new) if change.noun == "incident"}
    assert named.keys() == {name for name in before if before[name] != after.get(name)}
    for name, change in named.items():
        assert change.kind == ("changed" if name in after else "removed")
        assert change.lines
        assert all(line.texts[0] != line.texts[1] for line in change.lines)


def _changed(one, random: Random):
    """The incident with one thing changed; perhaps to what it was."""
    first, *others = one.reports
    return random.choice(
        [
            replace(one, title=random.choice(["Another", one.title])),
            replace(one, date=parse_when("2018-04-30?")),
            replace(one, places=()),
            replace(one, and_elsewhere=not one.and_elsewhere),
            replace(one, nearby=not one.nearby),
            replace(one, attribution=(Attribution("russia", "claimed"),)),
            replace(one, overlaps=()),
            replace(one, distinct_from=()),
            replace(one, note="Note"),
            replace(one, target="school", type="attack"),
            replace(one, reports=(*others, first)),
            replace(one, reports=(*one.reports, first)),
            replace(one, reports=(replace(first, killed=parse_figure("at least 2")), *others)),
            replace(one, reports=(replace(first, denies=True), *others)),
            replace(one, reports=(replace(first, paragraph=4, quote="word"), *others)),
        ]
    )


@given(seeds)
def test_to_swap_the_files_swaps_what_is_said(random):
    old = chance_ledger(random)
    new = replace(old, incidents=tuple(_changed(one, random) for one in old.incidents if random.random() < 0.8))

    def told(one: Ledger, other: Ledger):
        return {
            (change.id, line.field, line.source, *line.texts)
            for change in differing(one, other)
            for line in change.lines
        }

    swapped = {(name, field, source, after, before) for name, field, source, before, after in told(old, new)}
    assert swapped == told(new, old)


A = "id: a, places: [rastan], reports: [{source: sohr, killed: 3}]"


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        (A.replace("3", "4"), [("killed", None, "3", "4"), ("killed", "SOHR", "3", "4")]),
        (A.replace("3", "3-4"), [("killed", None, "3", "3–4, best 3"), ("killed", "SOHR", "3", "3-4")]),
        (A.replace("killed", "injured"), [
            ("killed", None, "3", "?"), ("injured", None, "?", "3"),
            ("killed", "SOHR", "3", "?"), ("injured", "SOHR", "?", "3"),
        ]),
        (A.replace("3}", "{total: 3, women: 1}}"), [("killed", "SOHR", "3", "3 (women: 1)")]),
        (A.replace("[rastan]", "[rastan], nearby: true"), [("places", None, "Rastan", "near Rastan")]),
        (A.replace("[rastan]", "[hass], and_elsewhere: true"), [("places", None, "Rastan", "Hass, elsewhere")]),
        (A.replace("3}", "3}, {source: un}"), [("report", "United Nations", None, "no figure")]),
        (A.replace("3}", "3, article: memo-2018}"), [("article", "SOHR", "", "memo-2018")]),
        (A.replace("3}", "3, quote: x}"), [("quote", "SOHR", "", "x")]),
        (f"{A}, note: Why", [("note", None, "", "Why")]),
    ],
)  # fmt: skip
def test_a_change_is_told_with_both_sides(new: str, lines: list) -> None:
    assert told(A, new) == [("changed", "incident", "a", *line) for line in lines]


def test_the_order_of_reports_is_told_with_the_best():
    old = "id: a, reports: [{source: sohr, killed: 3}, {source: un, killed: 9}]"
    new = "id: a, reports: [{source: un, killed: 9}, {source: sohr, killed: 3}]"
    assert [line[3:] for line in told(old, new)] == [
        ("killed", None, "3–9, best 3", "3–9, best 9"),
        (
            "order of reports",
            None,
            "sohr; un".replace("sohr", "SOHR").replace("un", "United Nations"),
            "United Nations; SOHR",
        ),
    ]


def test_an_incident_that_leaves_the_question_changed():
    found = told(A, A.replace("rastan", "hass"), Query(towns=("rastan",)))
    assert found == [
        ("changed", "incident", "a", "asked for", None, "yes", "no"),
        ("changed", "incident", "a", "places", None, "Rastan", "Hass"),
    ]


def test_a_source_filter_compares_its_reports_alone():
    new = A.replace("3}", "3}, {source: un, killed: 90}")
    assert told(A, new, Query(sources=("sohr",))) == []


def test_nouns_and_expected_figures_are_compared():
    old = sketch(A)
    articles = {**old.articles, "new": Article("new", "New", published=parse_when("2018"))}
    places = {**old.places, "hass": replace(old.places["hass"], governorate=None)}
    new = replace(
        old, articles=articles, places=places, expected=(Expectation(town=("x",), killed=parse_figure("3+")),)
    )
    found = [(one.kind, one.noun, one.id, one.lines[-1].texts) for one in differing(old, new)]
    assert found == [
        ("added", "article", "new", (None, "2018")),
        ("changed", "place", "hass", ("Idlib", "")),
        ("added", "expected figure", "", (None, "town: x, killed: 3+")),
    ]
    asked = differing(old, new, Query(towns=("rastan",)))
    assert asked == []
