"""The law of sums: whatever the world, the true number of the reported dead lies between low and high.

No answer need count what it names as possible, and no answer is better for what is known less well.
"""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from msgspec.structs import replace

from conflict_cli.counting.in_memory import select
from conflict_cli.record.dates import parse_period, parse_when
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import Incident, Ledger, Report
from conflict_cli.record.periods import SPANS
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import Selection
from tests.effort import examples
from tests.worlds.people import KINDS, SOURCES, START, TOWNS, make_vague, make_world, questions, some_towns, worlds


def killed(ledger: Ledger, query: Query) -> Figure | None:
    return select(ledger, query).sum_of("killed").figure


def reporting(ledger: Ledger, query: Query) -> set[str]:
    """The incidents with a figure for the sources and victims asked for, wherever and whenever they were."""
    every = select(ledger, Query(sources=query.sources, victims=query.victims))
    return {entry.id for entry in every.sum_of("killed").entries}


def ids(selection: Selection) -> list[str]:
    return [one.incident.id for one in selection.picked]


@examples(1_000)
@given(worlds)
def test_a_whole_ledgers_bounds_hold_the_truth(world):
    counted = select(world.ledger).sum_of("killed")
    truth = world.truth([entry.id for entry in counted.entries])
    if counted.figure is None:
        assert truth == 0
    else:
        assert counted.figure.low <= truth
        assert counted.figure.open or truth <= counted.figure.high


@examples(2_000)
@given(questions)
def test_every_questions_bounds_hold_the_truth(asked):
    """The low never exceeds the truth of the whole ledger; what the high leaves out is named as possible."""
    vague, query, _ = asked
    selection = select(vague.ledger, query)
    figure = selection.sum_of("killed").figure
    is_child = query.victims is not None
    named = set(ids(selection.possible))
    truth = vague.truth(reporting(vague.ledger, query) - named, query, is_child=is_child)
    if figure is None:
        assert truth == 0
        return
    assert figure.low <= vague.truth(vague.world.happenings, query, is_child=is_child)
    assert figure.open or truth <= figure.high
    assert figure.low <= figure.best <= figure.high
    assert not (query.possible and named)


FIELDS = {
    "town": "towns",
    "governorate": "governorates",
    "country": "countries",
    "source": "sources",
    "actor": "actors",
    "type": "types",
    **dict.fromkeys(SPANS, "period"),
}


@pytest.mark.parametrize("by", FIELDS)
@examples(200, quick=40)
@given(questions)
def test_a_row_is_what_its_own_filter_answers(by, asked):
    """With all other filters as they are."""
    vague, query, _ = asked
    others = query if by in SPANS else replace(query, **{FIELDS[by]: ()})
    for row in select(vague.ledger, others).groups(by):
        if row.key is None:
            continue
        if by in SPANS:
            own = replace(others, period=others.period.within(parse_period(row.key)))
        else:
            own = replace(others, **{FIELDS[by]: (row.heading if by in ("governorate", "country") else row.key,)})
        alone = select(vague.ledger, own)
        assert ids(row.selection) == ids(alone)
        assert row.selection.sum_of("killed").figure == alone.sum_of("killed").figure


@pytest.mark.parametrize("by", FIELDS)
@examples(100, quick=40)
@given(questions)
def test_every_incident_stands_in_some_row(by, asked):
    vague, query, _ = asked
    selection = select(vague.ledger, query)
    grouped = {name for row in selection.groups(by) for name in ids(row.selection)}
    assert grouped >= set(ids(selection))


@examples(400)
@given(questions)
def test_what_may_belong_is_never_surely_elsewhere(asked):
    """What X calls possible has no low under not:X."""
    vague, _, random = asked
    for field, words in (("towns", [*TOWNS, "north", "homs"]), ("governorates", ["Homs"]), ("types", KINDS)):
        word = random.choice(words)
        possible = ids(select(vague.ledger, Query(**{field: (word,)})).possible)
        without = select(vague.ledger, Query(**{field: (f"not:{word}",)}))
        assert not [one for one in without.picked if one.incident.id in possible and one.belongs == Belongs.SURELY]


def vaguer(one: Incident, random: Random) -> Incident:
    """The same incident, of which one thing is known less well."""
    in_doubt = tuple(replace(at, confidence="suspected") for at in one.attribution if at.confidence == "stated")
    wider = tuple(replace(report, killed=_wider(report.killed, random)) for report in one.reports)
    return random.choice(
        [
            replace(one, and_elsewhere=True),
            replace(one, nearby=bool(one.places)),
            replace(one, places=()),
            replace(one, date=parse_when("2018")),
            replace(one, type="unknown"),
            replace(one, attribution=()),
            replace(one, attribution=in_doubt or one.attribution),
            replace(one, reports=wider),
        ]
    )


def _wider(figure: Figure | None, random: Random) -> Figure | None:
    if figure is None:
        return None
    low, high = max(0, figure.low - random.randint(0, 2)), figure.high + random.randint(0, 2)
    parts = {name: replace(part, low=0, high=part.high + 1) for name, part in figure.parts.items()}
    return replace(figure, low=low, high=high, parts=parts)


def is_no_tighter(after: Figure | None, before: Figure | None) -> bool:
    if before is None:
        return after is None or after.low == 0
    return after is not None and after.low <= before.low and (after.open or after.high >= before.high)


@examples(1_000)
@given(questions)
def test_knowing_less_never_tightens_a_sum(asked):
    """A vaguer date, place, type, attribution or figure; all that may belong is counted in the high."""
    vague, query, random = asked
    query = replace(query, possible=True)
    incidents = list(vague.ledger.incidents)
    place = random.randrange(len(incidents))
    incidents[place] = vaguer(incidents[place], random)
    known_less = replace(vague.ledger, incidents=tuple(incidents))
    assert is_no_tighter(killed(known_less, query), killed(vague.ledger, query))


@examples(400)
@given(questions)
def test_a_rival_report_or_overlap_never_tightens(asked):
    vague, query, random = asked
    before = killed(vague.ledger, query)
    incidents = list(vague.ledger.incidents)
    one = random.choice(incidents)
    other = random.choice(incidents)
    if random.random() < 0.5 and one.id in reporting(vague.ledger, query):
        number = random.randint(0, 9)
        rival = Report(random.choice(SOURCES), killed=Figure(number, number, number))
        after = replace(one, reports=(*one.reports, rival))
        if query.victims or query.sources:
            return
    elif one is not other and not {one.part_of, other.part_of} & {one.id, other.id}:
        after = replace(one, overlaps=tuple({*one.overlaps, other.id}), distinct_from=())
    else:
        return
    incidents[incidents.index(one)] = after
    assert is_no_tighter(killed(replace(vague.ledger, incidents=tuple(incidents)), query), before)


@examples(400)
@given(questions)
def test_order_ids_and_repetition_change_no_sum(asked):
    vague, query, random = asked
    names = {one.id: f"n{random.random()}" for one in vague.ledger.incidents}
    incidents = [
        replace(
            one,
            id=names[one.id],
            overlaps=tuple(names[other] for other in one.overlaps),
            distinct_from=tuple(names[other] for other in one.distinct_from),
            part_of=one.part_of and names[one.part_of],
            reports=(*one.reports, random.choice(one.reports)),
        )
        for one in vague.ledger.incidents
    ]
    random.shuffle(incidents)
    assert killed(replace(vague.ledger, incidents=tuple(incidents)), query) == killed(vague.ledger, query)


@examples(400)
@given(worlds, some_towns)
def test_a_sum_is_what_its_entries_add(world, towns):
    """The explanation adds up: the parts that each incident is said to add are the sum."""
    counted = select(world.ledger, Query(towns=towns)).sum_of("killed")
    if counted.figure:
        for bound in ("low", "best", "high"):
            assert getattr(counted.figure, bound) == sum(getattr(entry, bound) for entry in counted.entries)


def test_the_generated_worlds_hold_every_difficulty():
    """Chains of sharers, parts of parts and open figures do occur: else the laws above would say little."""
    made = [make_world(Random(seed)) for seed in range(300)]
    incidents = [incident for world in made for incident in world.ledger.incidents]
    containers = {incident.part_of for incident in incidents}
    assert sum(incident.part_of is not None and incident.id in containers for incident in incidents) > 20
    assert sum(len(incident.overlaps) > 1 for incident in incidents) > 20
    assert sum(incident.and_elsewhere for incident in incidents) > 20
    assert all(incident.date.first >= START or incident.date.first == date(2018, 1, 1) for incident in incidents)
    vague = [incident for seed in range(300) for incident in make_vague(Random(seed)).ledger.incidents]
    assert all(sum(key in one.places for one in vague) > 10 for key in ("clinic", "camp", "north", "homs", "syria"))
    assert all(
        sum(at.confidence == said for one in vague for at in one.attribution) > 20
        for said in ("stated", "suspected", "claimed", "contested")
    )
