"""`vicinity`: what is found by day, cell and word is what is found by looking at all."""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.record.incident import Place
from conflict_cli.selection import vicinity
from conflict_cli.selection.nearness import Event, Reach, candidates
from conflict_cli.selection.vicinity import Vicinity
from tests.effort import examples
from tests.worlds.nearby import HASS, event, picked, place, worlds

Located = TypeVar("Located", Place, Event)

reaches = st.builds(Reach, km=st.floats(0, 60), days=st.integers(0, 1))


def eastward(things: Sequence[Located], degrees: float) -> list[Located]:
    """The same places or events, so many degrees further east."""
    return [one if one.lon is None else replace(one, lon=(one.lon + degrees + 180) % 360 - 180) for one in things]


@examples(500, quick=100)
@given(worlds(), reaches, st.sampled_from([0, 1, 3, 62]), st.sampled_from([0.02, 0.25, 90]), st.sampled_from([0, 90]))
def test_the_index_finds_all_candidates(world, reach, most, cell, east):
    one, nouns, events = world
    nouns, events = eastward(nouns, east), eastward(events, east)
    places = {noun.key: noun for noun in nouns}
    old = vicinity.MOST_DAYS, vicinity.CELL
    vicinity.MOST_DAYS, vicinity.CELL = most, cell
    try:
        found = Vicinity(events, reach).near(one.incident, places)
    finally:
        vicinity.MOST_DAYS, vicinity.CELL = old
    assert candidates(one, places, found, reach) == candidates(one, places, events, reach)


def test_few_of_many_events_are_looked_at():
    events = [event(str(day), f"2018-04-{day:02}", place("Hass", HASS), HASS) for day in range(1, 31)]
    events += [event(town, "2018-04-10", place(town)) for town in ("Old Kafr Batikh", "Kafr Nabl")]
    events.append(event("toll", "2018", place("Hass", HASS), HASS))
    around = Vicinity(events, Reach())

    def found(when: str, town: str, spot=None) -> list[str]:
        near = around.near(picked("it", when, [town]).incident, {town: place(town, spot)})
        return [one.picked.incident.id for one in near]

    assert found("2018-04-10", "Hass", HASS) == ["9", "10", "11", "toll"]
    assert found("2018-04-10", "Kafr Batikh") == ["Old Kafr Batikh"]
    assert found("2018-06-10", "Hass", HASS) == ["toll"]
