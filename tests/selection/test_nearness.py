"""`compare`: which events are near an incident. Laws of any world first, then the cases that they are about."""

from datetime import date, timedelta
from math import pi

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.record.dates import When, parse_when
from conflict_cli.record.figures import parse_figure
from conflict_cli.record.incident import Place, Report
from conflict_cli.selection.nearness import (
    EARTH_RADIUS,
    Box,
    Candidate,
    Event,
    Reach,
    Window,
    days_apart,
    distance,
    is_same_name,
    is_same_place,
    ranges_meet,
    window,
)
from conflict_cli.selection.picking import Picked
from tests.effort import examples
from tests.worlds.nearby import (
    HASS,
    POCKET,
    YARMOUK,
    beyond,
    compared,
    crowds,
    event,
    found,
    is_found,
    is_in,
    killed,
    lengths,
    picked,
    place,
    reaches,
    spots,
    worlds,
)


def days_of(when: When) -> list[date]:
    return [when.first + timedelta(number) for number in range((when.last - when.first).days + 1)]


def is_near(one: Picked, nouns, other: Event, reach: Reach) -> bool:
    """The rule, said again in full."""
    both = [(ours, theirs) for ours in days_of(one.incident.date) for theirs in days_of(other.picked.incident.date)]
    if min(abs((ours - theirs).days) for ours, theirs in both) > reach.days:
        return False
    for noun in nouns:
        if noun.lat is not None and other.lat is not None:
            if distance((noun.lat, noun.lon), (other.lat, other.lon)) <= reach.km:
                return True
        elif is_same_place(noun, other.places[0]):
            return True
    return False


@examples(100, quick=30)
@given(worlds(), reaches)
def test_candidates_are_exactly_the_events_within_reach(world, reach):
    one, nouns, events = world
    near = {other.picked.incident.id for other in events if is_near(one, nouns, other, reach)}
    result = found(compared(one, nouns, events, reach))
    assert len(result) == len(near)
    assert set(result) == near


@examples(100, quick=30)
@given(worlds(), reaches)
def test_a_candidates_days_and_kilometres_are_within_reach(world, reach):
    one, nouns, events = world
    for candidate in compared(one, nouns, events, reach).candidates:
        assert 0 <= candidate.days <= reach.days
        assert candidate.km is None or 0 <= candidate.km <= reach.km


@examples(100, quick=30)
@given(worlds(), reaches, st.floats(0, 100), st.integers(0, 5))
def test_a_wider_reach_loses_no_candidate(world, reach, km, days):
    one, nouns, events = world
    wider = Reach(reach.km + km, reach.days + days)
    assert set(found(compared(one, nouns, events, reach))) <= set(found(compared(one, nouns, events, wider)))


@examples(100, quick=30)
@given(worlds(), reaches, st.randoms())
def test_the_order_of_the_events_does_not_matter(world, reach, chance):
    one, nouns, events = world
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert compared(one, nouns, shuffled, reach) == compared(one, nouns, events, reach)


def closeness(candidate: Candidate) -> tuple[int, int, bool]:
    """How close it is, the lesser the closer: the rule, said again in full."""
    is_wide = any(one.kind not in (None, "city", "town", "village", "site") for one in candidate.event.places)
    whole = 0 if candidate.km is None else round(candidate.km)
    incident = candidate.event.picked.incident
    return candidate.days, whole, is_wide or incident.nearby or incident.and_elsewhere


@examples(100, quick=30)
@given(worlds() | crowds(), reaches)
def test_the_closest_are_as_close_as_the_first(world, reach):
    result = compared(*world, reach).candidates
    order = [closeness(candidate) for candidate in result]
    assert order == sorted(order)
    assert [candidate.is_closest for candidate in result] == [each == order[0] for each in order]


@examples(100, quick=30)
@given(worlds() | crowds(), reaches)
def test_equally_close_events_stand_by_distance_then_date(world, reach):
    order = [
        (closeness(candidate), candidate.km or 0, when.first, when.last, candidate.event.picked.incident.id)
        for candidate in compared(*world, reach).candidates
        for when in [candidate.event.picked.incident.date]
    ]
    assert order == sorted(order)


def with_killed(one: Picked, text: str | None) -> Picked:
    """The same incident of another figure."""
    report = replace(one.incident.reports[0], killed=parse_figure(text) if text else None)
    return replace(one, incident=replace(one.incident, reports=(report,)))


@examples(100, quick=30)
@given(worlds() | crowds(), reaches, killed, st.lists(killed, min_size=8, max_size=8))
def test_figures_change_neither_order_nor_the_closest(world, reach, ours, theirs):
    one, nouns, events = world
    others = [replace(each, picked=with_killed(each.picked, text)) for each, text in zip(events, theirs, strict=False)]
    before, after = compared(one, nouns, events, reach), compared(with_killed(one, ours), nouns, others, reach)
    assert found(before) == found(after)
    told = [[(each.km, each.days, each.is_closest) for each in result.candidates] for result in (before, after)]
    assert told[0] == told[1]


@examples(100, quick=30)
@given(worlds(), reaches)
def test_the_window_holds_every_candidate(world, reach):
    one, nouns, events = world
    seen = window(one.incident, {noun.key: noun for noun in nouns}, reach)
    for candidate in compared(one, nouns, events, reach).candidates:
        when = candidate.event.picked.incident.date
        assert when.first <= seen.last
        assert seen.first <= when.last
        if candidate.km is None:
            assert seen.names_too
        else:
            assert any(is_in(box, (candidate.event.lat, candidate.event.lon)) for box in seen.boxes)


@given(spots, lengths, st.floats(0, 360), st.floats(0, 1))
@example((89.95, 0.0), 10.0, 180.0, 1.0)
@example((89.95, 10.0), 10.0, 0.0, 1.0)
@example((-90.0, 0.0), 5.0, 77.0, 1.0)
@example((10.0, 179.99), 5.0, 90.0, 1.0)
@example((10.0, -179.99), 5.0, 270.0, 1.0)
@example((0.0, 0.0), 20_015.1, 33.0, 1.0)
@example((70.0, 20.0), 100.0, 88.0, 1.0)
def test_a_box_holds_every_point_within_reach(spot, km, bearing, share):
    there = beyond(spot, bearing, km * share)
    assume(distance(spot, there) <= km)
    (box,) = window(picked(places=["x"]).incident, {"x": place("x", spot)}, Reach(km)).boxes
    assert is_in(box, there)


CIRCLES = [(0, 10), (35.6, 10), (-60, 500), (70, 1000), (-70, 2000), (85, 500), (89.9, 11), (0, 9000), (20, 15_000)]


@pytest.mark.parametrize(("lat", "km"), CIRCLES, ids=[f"{row[1]} km around {row[0]}" for row in CIRCLES])
def test_a_box_holds_a_whole_circle(lat, km):
    """Which is widest nearer to the pole than its centre is, and wider than its radius over the cosine of that."""
    (box,) = window(picked(places=["x"]).incident, {"x": place("x", (lat, 20.0))}, Reach(km)).boxes
    assert all(is_in(box, beyond((lat, 20.0), bearing / 4, km)) for bearing in range(1440))


@given(spots, spots, lengths)
def test_a_box_holds_reachable_points_anywhere_on_earth(spot, there, more):
    km = distance(spot, there) + more
    (box,) = window(picked(places=["x"]).incident, {"x": place("x", spot)}, Reach(km)).boxes
    assert is_in(box, there)


@given(spots, spots, spots)
def test_distances_obey_the_laws_of_a_sphere(one, other, third):
    assert distance(one, one) == 0
    assert distance(one, other) == pytest.approx(distance(other, one), abs=1e-6)
    assert 0 <= distance(one, other) <= pi * EARTH_RADIUS + 1e-6
    assert distance(one, third) <= distance(one, other) + distance(other, third) + 1e-3


@given(spots, st.floats(0, 360), st.floats(0, 10_000))
def test_a_distance_equals_the_way_travelled(spot, bearing, km):
    assert distance(spot, beyond(spot, bearing, km)) == pytest.approx(km, abs=1e-3)


PAIRS = [
    ("a degree of latitude", (35.0, 36.0), (36.0, 36.0), 111.195),
    ("a degree of longitude at 60° north", (60.0, 10.0), (60.0, 11.0), 55.597),
    ("from pole to pole", (90.0, 0.0), (-90.0, 50.0), 20_015.115),
    ("across the antimeridian", (0.0, 179.95), (0.0, -179.95), 11.119),
    ("across the pole", (89.95, 0.0), (89.95, 180.0), 11.119),
    ("180 east is 180 west", (10.0, 180.0), (10.0, -180.0), 0.0),
    ("London and Paris", (51.5074, -0.1278), (48.8566, 2.3522), 343.556),
    ("the two Yarmouks", YARMOUK, POCKET, 86.278),
]


@pytest.mark.parametrize(("one", "other", "km"), [row[1:] for row in PAIRS], ids=[row[0] for row in PAIRS])
def test_distances_equal_known_ones(one, other, km):
    assert distance(one, other) == pytest.approx(km, abs=0.001)


DAYS = [
    ("2018-04-01", "2018-04-01", 0),
    ("2018-04-01", "2018-04-02", 1),
    ("2018-04-03", "2018-04-01", 2),
    ("2018-03", "2018-03-21", 0),
    ("2018-03", "2018-04-02", 2),
    ("2018-04-28/2018-04-30?", "2018-04-30/2018-05-04", 0),
    ("2018", "2017-12-30", 2),
    ("0001-01-01", "9999-12-31", 3_652_058),
]


@pytest.mark.parametrize(("one", "other", "days"), DAYS, ids=[f"{row[0]} {row[1]}" for row in DAYS])
def test_days_apart_count_between_the_nearest_days(one, other, days):
    assert days_apart(parse_when(one), parse_when(other)) == days
    assert days_apart(parse_when(other), parse_when(one)) == days


NAMES = [
    ("Kafr Batikh", "Kafr Battikh", True),
    ("Kafr Batikh", "kafr-batikh", True),
    ("Kafr Batikh", "KafrBatikh", True),
    ("Batikh", "Kafr Batikh", True),
    ("Kafr Batikh", "Kafr Batikh town", True),
    ("Kafr Batikh", "Kafr Kafr Batikh", True),
    ("Kafr Batikh", "Batikh Kafr", False),
    ("Kafr Batikh", "Kafr al Batikh", True),
    ("Kafr Batikh", "Kafr Nabl", False),
    ("Kafr Batikh", "Kafr Old Batikh", False),
    ("Ar-Rastan", "الرستن", False),
    ("Rastan", "Ar-Rastan", True),
    ("تلبيسة", "تلبيسه", True),
    ("Hass", "Mihassah", False),
    ("Hass", "Al-Hasakah", False),
    ("Camp 1", "Camp 11", False),
    ("Yarmouk", "Yarmouk Pocket", True),
    ("", "Hass", False),
    ("", "", False),
    ("-", "?", False),
]


@pytest.mark.parametrize(("one", "other", "is_same"), NAMES, ids=[f"{row[0]} {row[1]}" for row in NAMES])
def test_similar_names_may_mean_one_place(one, other, is_same):
    assert is_same_name(one, other) is is_same


@pytest.mark.parametrize(
    ("one", "other"), [(one, other) for one, other, is_same in NAMES if not is_same], ids=lambda name: name or "nothing"
)
def test_different_names_differ_in_both_directions(one, other):
    assert not is_same_name(other, one)


@pytest.mark.parametrize(
    ("sought", "known"), [("northern Homs", "Homs"), ("Yarmouk Camp", "Yarmouk"), ("Kafr Batikh", "Batikh")]
)
def test_a_longer_name_does_not_match_a_shorter(sought, known):
    """Northern Homs is not the town of Homs, though Homs may be found in it."""
    assert not is_same_name(sought, known)
    assert is_same_name(known, sought)


AREAS = [
    ("the same", ("Idlib", "Syria"), ("Idlib", "Syria"), True),
    ("as a data set writes it", ("Idlib", "Syria"), ("Idlib governorate", "Syria"), True),
    ("with an article", ("Al-Hasakah", "Syria"), ("Hasakah Governorate", "Syria"), True),
    ("another governorate", ("Idlib", "Syria"), ("Homs", "Syria"), False),
    ("a governorate in another's name", ("Damascus", "Syria"), ("Rural Damascus", "Syria"), False),
    ("a name of that word alone", ("Governorate", "Syria"), ("Governorate", "Syria"), True),
    ("neither governorate known", (None, "Syria"), (None, "Syria"), True),
    ("one governorate known", (None, "Syria"), ("Idlib", "Syria"), True),
    ("another country", (None, "Syria"), ("Idlib", "Lebanon"), False),
    ("a country named in more words", (None, "Yemen"), (None, "Yemen (North Yemen)"), True),
    ("one country unknown", (None, "Syria"), (None, None), True),
    ("nothing known", (None, None), (None, None), True),
]


@pytest.mark.parametrize(("one", "other", "is_same"), [row[1:] for row in AREAS], ids=[row[0] for row in AREAS])
def test_places_of_one_name_are_one_per_governorate(one, other, is_same):
    ours, theirs = (place("Hass", governorate=area[0], country=area[1]) for area in (one, other))
    assert is_same_place(ours, theirs) is is_same
    assert is_same_place(theirs, ours) is is_same


def test_an_alias_is_a_name():
    rastan = place("Rastan", None, "Ar-Rastan", "الرستن")
    assert is_same_place(rastan, place("الرستن"))
    assert is_same_place(rastan, place("Rastan city"))
    assert not is_same_place(place("Rastan city"), rastan)
    assert is_same_place(rastan, place("somewhere", None, "Ar Rastan"))
    assert not is_same_place(rastan, place("Talbissah"))


NEAR = [
    ("at the very place", [place("Hass", HASS)], event(where=place("x"), spot=HASS), True),
    ("just within 10 km", [place("Hass", HASS)], event(spot=beyond(HASS, 50, 9.999)), True),
    ("just beyond", [place("Hass", HASS)], event(spot=beyond(HASS, 50, 10.001)), False),
    (
        "one name, both with coordinates, far apart",
        [place("Yarmouk", YARMOUK, governorate=None)],
        event(where=place("Yarmouk", governorate=None), spot=POCKET),
        False,
    ),
    (
        "the camp is not the pocket, by name either",
        [place("Yarmouk", YARMOUK, governorate="Damascus")],
        event(where=place("Yarmouk Pocket", governorate="Daraa")),
        False,
    ),
    ("by name, the event without coordinates", [place("Hass", HASS)], event(where=place("Hass")), True),
    ("by name, the place without coordinates", [place("Hass")], event(where=place("Hass"), spot=POCKET), True),
    ("by name, neither with coordinates", [place("Hass")], event(where=place("Hass")), True),
    ("other names", [place("Hass")], event(where=place("Mihassah")), False),
    ("an event that names no place", [place("Hass")], event(), False),
    ("the second place", [place("Idlib", POCKET), place("Hass", HASS)], event(spot=HASS), True),
    ("the second, by name", [place("Idlib", POCKET), place("Hass")], event(where=place("Hass"), spot=YARMOUK), True),
    ("an incident without places", [], event(where=place("Hass"), spot=HASS), False),
]


@pytest.mark.parametrize(("nouns", "one", "is_so"), [row[1:] for row in NEAR], ids=[row[0] for row in NEAR])
def test_an_event_is_near_by_coordinates_or_name(nouns, one, is_so):
    assert is_found(nouns, one) is is_so


def test_zero_reach_holds_only_that_place_and_day():
    assert is_found([place("Hass", HASS)], event(spot=HASS), Reach(0, 0))
    assert not is_found([place("Hass", HASS)], event(spot=beyond(HASS, 0, 0.001)), Reach(0, 0))


WHEN = [
    ("2018-04-01", "2018-04-02", 1, True),
    ("2018-04-01", "2018-04-03", 1, False),
    ("2018-04-01", "2018-04-02", 0, False),
    ("2018-03", "2018-04-01", 1, True),
    ("2018-03", "2018-02-28", 1, True),
    ("2018-03", "2018-02-27", 1, False),
    ("9999-12-31", "9999-12-31", 10**9, True),
]


@pytest.mark.parametrize(("ours", "theirs", "days", "is_so"), WHEN, ids=[" ".join(map(str, row[:3])) for row in WHEN])
def test_an_event_is_near_within_the_days(ours, theirs, days, is_so):
    assert is_found([place("Hass", HASS)], event(when=theirs, spot=HASS), Reach(days=days), when=ours) is is_so


def test_the_nearest_place_gives_the_distance():
    near, nearer = beyond(HASS, 0, 6), beyond(HASS, 0, 2)
    nouns = [place("a", near), place("b", nearer), place("c", POCKET), place("Hass")]
    (one,) = compared(picked(places=["a", "b", "c", "Hass"]), nouns, [event(spot=HASS)]).candidates
    assert one.km == pytest.approx(2, abs=1e-6)


def test_a_match_by_name_has_no_distance():
    nouns = [place("far", POCKET), place("Hass")]
    (one,) = compared(picked(places=["far", "Hass"]), nouns, [event(where=place("Hass"), spot=HASS)]).candidates
    assert one.km is None


DIFFERENCES = [("20", "21", 1), ("22", "9", -13), ("20-30", "20", 0), ("none", "3", 3), (None, "3", None), ("3", None, None)]  # fmt: skip # noqa: E501


@pytest.mark.parametrize(("ours", "theirs", "difference"), DIFFERENCES, ids=str)
def test_the_difference_is_between_the_best_figures(ours, theirs, difference):
    nouns = [place("Hass", HASS)]
    one = event(spot=HASS, killed=theirs)
    result = compared(picked(places=["Hass"], killed=ours), nouns, [one])
    assert result.candidates == (Candidate(one, 0.0, 0, difference, is_closest=True),)


def test_the_figures_of_several_sources_are_reconciled():
    one = picked(places=["Hass"], killed="20")
    reports = (*one.incident.reports, Report("other", killed=parse_figure("30")))
    one = replace(one, incident=replace(one.incident, reports=reports))
    (near,) = compared(one, [place("Hass", HASS)], [event(spot=HASS, killed="24")]).candidates
    assert near.difference == 4


RANGES = [
    ("20", "20", True),
    ("20", "21", False),
    ("20-30", "30-40", True),
    ("20-30", "31-40", False),
    ("at least 20", "500", True),
    ("at least 20", "19", False),
    ("at least 20", "at least 500", True),
    ("up to 5", "none", True),
]


@pytest.mark.parametrize(("one", "other", "is_so"), RANGES, ids=[f"{row[0]}, {row[1]}" for row in RANGES])
def test_ranges_meet_in_both_directions(one, other, is_so):
    assert ranges_meet(parse_figure(one), parse_figure(other)) is is_so
    assert ranges_meet(parse_figure(other), parse_figure(one)) is is_so


KINDS = [
    *((kind, True) for kind in ("city", "town", "village", "site")),
    (None, True),
    *(
        (kind, False)
        for kind in ("camp", "neighbourhood", "subdistrict", "district", "governorate", "region", "country")
    ),
]


@pytest.mark.parametrize(("kind", "is_so"), KINDS, ids=[str(row[0]) for row in KINDS])
def test_an_event_in_a_town_itself_is_exact(kind, is_so):
    where = place("Hass", kind=kind)
    assert event(where=where).is_exact is is_so
    assert not event(where=where, nearby=True).is_exact
    assert not event(where=where, elsewhere=True).is_exact


def test_one_inexact_place_makes_an_event_inexact():
    wide, town = place("Idlib", kind="district"), place("Hass")
    assert replace(event(), places=(town, town)).is_exact
    assert not replace(event(), places=(town, wide)).is_exact
    assert not replace(event(), places=(wide, town)).is_exact


def test_an_event_without_place_is_at_its_coordinates():
    assert event(spot=HASS).is_exact
    assert not event(spot=HASS, nearby=True).is_exact


WIDE = place("Idlib", kind="district")
ORDER = [
    ("fewest days", event("b", "2018-04-01", spot=beyond(HASS, 0, 9)), event("a", "2018-04-02", spot=HASS)),
    ("then the nearest", event("b", spot=beyond(HASS, 0, 3)), event("a", spot=beyond(HASS, 0, 5), killed="20")),
    ("the same name is as near as 0 km", event("b", where=place("Hass")), event("a", spot=beyond(HASS, 0, 1))),
    ("then in the place, not near it", event("b", spot=HASS), event("a", spot=HASS, nearby=True, killed="20")),
    ("nor there and elsewhere", event("b", spot=HASS), event("a", spot=HASS, elsewhere=True, killed="20")),
    ("nor in a district", event("b", spot=HASS), event("a", where=WIDE, spot=HASS, killed="20")),
    (
        "a place of unknown kind is exact",
        event("b", where=place("x", kind=None), spot=HASS),
        event("a", where=WIDE, spot=HASS),
    ),
    (
        "an exact place is closer than a name in a wide one",
        event("b", spot=beyond(HASS, 0, 0.4)),
        event("a", where=place("Hass", kind="district")),
    ),
    (
        "whole kilometres come before exact places",
        event("b", where=WIDE, spot=HASS),
        event("a", spot=beyond(HASS, 0, 0.6)),
    ),
    ("days come before exact places", event("b", where=WIDE, spot=HASS), event("a", "2018-04-02", spot=HASS)),
]


@pytest.mark.parametrize(("first", "second"), [row[1:] for row in ORDER], ids=[row[0] for row in ORDER])
def test_the_closest_comes_first(first, second):
    result = compared(picked(places=["Hass"], killed="20"), [place("Hass", HASS)], [second, first])
    assert [(one.event, one.is_closest) for one in result.candidates] == [(first, True), (second, False)]


TIES = [
    ("the nearest within a kilometre", event("b", spot=beyond(HASS, 0, 2.9)), event("a", spot=beyond(HASS, 0, 3.3))),
    (
        "whatever agrees best",
        event("b", spot=beyond(HASS, 0, 2.9), killed="900"),
        event("a", spot=beyond(HASS, 0, 3.3), killed="20"),
    ),
    ("a name before a distance", event("b", where=place("Hass")), event("a", spot=beyond(HASS, 0, 0.2), killed="20")),
    ("a figure is no closer than none", event("a", spot=HASS), event("b", spot=HASS, killed="20")),
    ("nor is the least difference", event("a", spot=HASS, killed="900"), event("b", spot=HASS, killed="20")),
    ("the earlier of two", event("b", "2018-03-31/2018-04-01", spot=HASS), event("a", "2018-04-01", spot=HASS)),
    (
        "the earlier, even if it may be later",
        event("b", "2018-03-31/2018-04-02", spot=HASS),
        event("a", "2018-04-01", spot=HASS),
    ),
    ("the shorter of two", event("b", "2018-04-01", spot=HASS), event("a", "2018-04-01/2018-04-02", spot=HASS)),
    ("by id at last", event("a", spot=HASS), event("b", spot=HASS)),
    ("two near the place", event("a", spot=HASS, nearby=True), event("b", spot=HASS, nearby=True)),
    ("one near it, one in a district", event("a", spot=HASS, nearby=True), event("b", where=WIDE, spot=HASS)),
]


@pytest.mark.parametrize(("first", "second"), [row[1:] for row in TIES], ids=[row[0] for row in TIES])
def test_several_may_be_equally_close(first, second):
    farther = event("0", "2018-04-02", spot=HASS, killed="20")
    nouns = [place("Hass", HASS)]
    result = compared(picked(places=["Hass"], killed="20"), nouns, [farther, second, first])
    told = [(one.event, one.is_closest) for one in result.candidates]
    assert told == [(first, True), (second, True), (farther, False)]


def seen(*nouns: Place, when: str = "2018-04-01", reach: Reach | None = None) -> Window:
    incident = picked(when=when, places=[noun.key for noun in nouns]).incident
    return window(incident, {noun.key: noun for noun in nouns}, reach or Reach())


def test_a_window_is_as_wide_as_the_reach():
    (box,) = seen(place("x", (60.0, 10.0)), reach=Reach(km=111.195)).boxes
    assert (box.south, box.north) == (pytest.approx(59, abs=1e-4), pytest.approx(61, abs=1e-4))
    # A circle of a degree around 60° north is a little wider than two degrees of longitude to each side.
    assert (box.west, box.east) == (pytest.approx(8, abs=2e-3), pytest.approx(12, abs=2e-3))
    assert box.west < 8 < 12 < box.east


ALL_AROUND = [
    ("at the north pole", (90.0, 0.0)),
    ("near it", (89.95, 0.0)),
    ("at the south pole", (-90.0, 0.0)),
    ("near that", (-89.95, 0.0)),
    ("at the antimeridian", (10.0, 180.0)),
    ("west of it", (10.0, 179.95)),
    ("east of it", (10.0, -179.95)),
]


@pytest.mark.parametrize("spot", [row[1] for row in ALL_AROUND], ids=[row[0] for row in ALL_AROUND])
def test_boxes_at_poles_and_antimeridian_span_all_longitudes(spot):
    (box,) = seen(place("x", spot)).boxes
    assert (box.west, box.east) == (-180, 180)
    assert -90 <= box.south < box.north <= 90


def test_an_endless_reach_covers_the_whole_earth():
    assert seen(place("x", HASS), reach=Reach(km=float("inf"))).boxes == (Box(-90, 90, -180, 180),)


def test_a_window_spans_the_days_within_reach():
    assert (seen(when="2018-03").first, seen(when="2018-03").last) == (date(2018, 2, 28), date(2018, 4, 1))
    ends = seen(when="0001-01-01/9999-12-31", reach=Reach(days=10**9))
    assert (ends.first, ends.last) == (date.min, date.max)


def test_a_window_has_a_box_per_located_place():
    result = seen(place("a", HASS), place("b"), place("c", YARMOUK))
    assert len(result.boxes) == 2
    assert result.names_too


def test_a_window_without_places_has_only_days():
    assert seen() == Window(date(2018, 3, 31), date(2018, 4, 2), (), names_too=False)
