"""`links`: which incidents may count the same people, closed upwards always, downwards where nothing speaks against."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import msgpack
from msgspec.structs import replace

from conflict_cli import record
from conflict_cli.record.bits import numbers_in
from conflict_cli.record.geography import Geography
from conflict_cli.record.kept_links import KeptLinks, LinkedIncidents
from conflict_cli.record.links import Links
from tests.effort import examples
from tests.worlds.people import worlds
from tests.worlds.sketches import sketch


def links(incidents: str, places: str = "") -> Links:
    ledger = sketch(incidents, places)
    return Links(ledger.incidents, Geography(ledger.places))


def overlapping(incidents: str) -> dict[str, set[str]]:
    """For each incident that overlaps any, those that it overlaps."""
    made = links(incidents)
    names = [incident.id for incident in sketch(incidents).incidents]
    return {name: found for name in names if (found := made.overlapping(name))}


def joined(made: Links, names: list[str]) -> dict[str, set[str]]:
    """For each of these that may share people with any other of them, these others."""
    return {
        group[number]: {group[other] for other in numbers_in(bits)}
        for group, near in made.among(names)
        for number, bits in near.items()
    }


REPORTED = "reports: [{source: sohr}]"
NESTED = f"""
id: toll, {REPORTED}
id: front, part_of: toll, {REPORTED}
id: battle, part_of: front, {REPORTED}
id: house, part_of: battle, {REPORTED}
id: market, part_of: front, {REPORTED}
id: other, {REPORTED}
"""


def test_containers_of_an_incident_come_nearest_first():
    nested = links(NESTED)
    assert nested.containers("house") == ["battle", "front", "toll"]
    assert nested.containers("front") == ["toll"]
    assert nested.containers("toll") == nested.containers("other") == []


def test_parts_of_an_incident_lie_at_any_depth():
    nested = links(NESTED)
    assert sorted(nested.parts("toll")) == ["battle", "front", "house", "market"]
    assert sorted(nested.parts("front")) == ["battle", "house", "market"]
    assert nested.parts("house") == nested.parts("other") == []


def test_incidents_stand_in_the_order_of_the_file():
    nested = links(NESTED)
    assert sorted(["other", "house", "toll"], key=nested.order) == ["toll", "house", "other"]


def test_an_overlap_is_mutual_whichever_side_declares_it():
    for declared in ("a", "b"):
        other = {"a": "b", "b": "a"}[declared]
        lines = [
            f"id: {name}, {f'overlaps: [{other}], ' if name == declared else ''}{REPORTED}" for name in ("a", "b", "c")
        ]
        assert overlapping("\n".join(lines)) == {"a": {"b"}, "b": {"a"}}


def test_overlaps_are_not_transitive():
    """A may share people with B, and B with C, without A sharing any with C."""
    chain = f"""
    id: a, overlaps: [b], {REPORTED}
    id: b, overlaps: [c], {REPORTED}
    id: c, {REPORTED}
    """
    assert overlapping(chain) == {"a": {"b"}, "b": {"a", "c"}, "c": {"b"}}


def test_an_incident_inherits_the_overlaps_of_its_parts():
    """Through any number of steps, on both sides; an incident that lies beside the ends does not."""
    made = f"""
    id: outer, date: 2018-04, {REPORTED}
    id: inner, date: 2018-04, part_of: outer, {REPORTED}
    id: a, date: 2018-04-01, part_of: inner, overlaps: [b], {REPORTED}
    id: beside, date: 2018-04-09, part_of: inner, {REPORTED}
    id: b, date: 2018-04-01, part_of: other, {REPORTED}
    id: other, date: 2018-04, {REPORTED}
    """
    assert overlapping(made) == {
        "outer": {"b", "other"},
        "inner": {"b", "other"},
        "a": {"b", "other"},
        "b": {"a", "inner", "outer"},
        "other": {"a", "inner", "outer"},
    }


def test_a_container_does_not_overlap_its_parts():
    """Also where two parts of one toll overlap: the toll holds both, and shares with itself nothing to be said."""
    made = f"""
    id: toll, {REPORTED}
    id: a, part_of: toll, overlaps: [b], {REPORTED}
    id: b, part_of: toll, {REPORTED}
    """
    assert overlapping(made) == {"a": {"b"}, "b": {"a"}}
    assert joined(links(made), ["toll", "a", "b"]) == {"toll": {"a", "b"}, "a": {"toll", "b"}, "b": {"toll", "a"}}


DOWNWARDS = [
    ("the same town and day", "places: [rastan]", "places: [rastan]", True),
    ("different towns", "places: [rastan]", "places: [talbissah]", False),
    ("a town in common", "places: [rastan, hass]", "places: [hass, talbissah]", True),
    ("different days", "date: 2018-04-01, places: [rastan]", "date: 2018-04-02, places: [rastan]", False),
    ("days that meet", "date: 2018-04-01/2018-04-03, places: [rastan]", "date: 2018-04, places: [rastan]", True),
    ("an uncertain day", "date: 2018-04-01?, places: [rastan]", "date: 2018-04-09, places: [rastan]", True),
    ("an approximate day", "date: 2018-04-01, places: [rastan]", "date: 2018-04-09~, places: [rastan]", True),
    ("an uncertain day elsewhere", "date: 2018-04-01?, places: [rastan]", "date: 2018-04-09, places: [hass]", False),
    ("a region and a town in it", "places: [north]", "places: [rastan]", True),
    ("a town and the region around it", "places: [rastan]", "places: [north]", True),
    ("a region and a town of another governorate", "places: [north]", "places: [hass]", False),
    ("a country, which has no governorate", "places: [syria]", "places: [hass]", True),
    ("camps of different governorates", "places: [yarmouk]", "places: [rastan]", False),
    ("a town of another country, without a governorate", "places: [tripoli]", "places: [north]", False),
    ("towns of two countries", "places: [tripoli]", "places: [hass]", False),
    ("near a town of the same governorate", "places: [rastan], nearby: true", "places: [talbissah]", True),
    ("near a town of another governorate", "places: [rastan], nearby: true", "places: [hass]", False),
    ("a town and elsewhere", "places: [rastan], and_elsewhere: true", "places: [hass]", True),
    ("a town, and another and elsewhere", "places: [rastan]", "places: [hass], and_elsewhere: true", True),
    ("elsewhere on another day", "places: [rastan], and_elsewhere: true", "date: 2018-04-02, places: [rastan]", False),
    ("no place at all", "note: none", "places: [hass]", True),
    ("no place on either side", "note: none", "note: none", True),
]


@pytest.mark.parametrize(("here", "there", "is_joined"), [row[1:] for row in DOWNWARDS], ids=[r[0] for r in DOWNWARDS])
def test_overlapping_tolls_join_parts_that_could_coincide(here, there, is_joined):
    made = links(f"""
    id: spring, date: 2018, overlaps: [summer], {REPORTED}
    id: summer, date: 2018, {REPORTED}
    id: a, part_of: spring, {here}, {REPORTED}
    id: b, part_of: summer, {there}, {REPORTED}
    """)
    assert ("b" in made.overlapping("a")) is ("a" in made.overlapping("b")) is is_joined
    assert made.overlapping("spring") >= {"summer"}


HELD = """\
  clinic: {name: Clinic, kind: site, in: [rastan]}
  well: {name: Well, kind: site, governorate: Homs}
  suburb: {name: Suburb, kind: village, in: [rastan]}
  pocket: {name: Pocket, kind: region, in: [rastan, talbissah]}
"""
WITHIN = [
    ("clinic", "rastan", True),
    ("clinic", "talbissah", False),
    ("clinic", "suburb", True),
    ("well", "talbissah", True),
    ("well", "hass", False),
    ("well", "clinic", True),
    ("suburb", "rastan", True),
    ("suburb", "talbissah", False),
    ("pocket", "hass", False),
    ("pocket", "rastan", True),
    ("rastan", "pocket", True),
]


@pytest.mark.parametrize(("here", "there", "is_joined"), WITHIN, ids=[" ".join(row[:2]) for row in WITHIN])
def test_places_in_places_decide_what_could_coincide(here, there, is_joined):
    made = links(
        f"""
        id: spring, overlaps: [summer], {REPORTED}
        id: summer, {REPORTED}
        id: a, part_of: spring, places: [{here}], {REPORTED}
        id: b, part_of: summer, places: [{there}], {REPORTED}
        """,
        HELD,
    )
    assert ("b" in made.overlapping("a")) is ("a" in made.overlapping("b")) is is_joined


def test_parts_inherit_a_tolls_overlap_with_an_incident():
    made = f"""
    id: toll, date: 2018-04, overlaps: [strike], {REPORTED}
    id: strike, date: 2018-04-01, places: [rastan], {REPORTED}
    id: near, date: 2018-04-01, places: [rastan], part_of: toll, {REPORTED}
    id: deep, date: 2018-04-01, places: [rastan], part_of: near, {REPORTED}
    id: later, date: 2018-04-02, places: [rastan], part_of: toll, {REPORTED}
    id: away, date: 2018-04-01, places: [hass], part_of: toll, {REPORTED}
    """
    assert overlapping(made) == {
        "toll": {"strike"},
        "strike": {"toll", "near", "deep"},
        "near": {"strike"},
        "deep": {"strike"},
    }


def test_a_declared_overlap_holds_whatever_day_or_place():
    made = f"""
    id: a, date: 2018-04-01, places: [rastan], overlaps: [b], {REPORTED}
    id: b, date: 2018-05-01, places: [hass], {REPORTED}
    """
    assert overlapping(made) == {"a": {"b"}, "b": {"a"}}


def test_a_part_passes_inherited_overlaps_up_again():
    """The part of the part could share people although what lies between the two could not, by its day."""
    made = f"""
    id: spring, date: 2018, overlaps: [strike], {REPORTED}
    id: strike, date: 2018-04-01, places: [rastan], {REPORTED}
    id: week, date: 2018-04-02/2018-04-08, part_of: spring, {REPORTED}
    id: house, date: 2018-04-02?, places: [rastan], part_of: week, {REPORTED}
    """
    assert overlapping(made) == {
        "spring": {"strike"},
        "strike": {"spring", "week", "house"},
        "week": {"strike"},
        "house": {"strike"},
    }


TOLLS = f"""
id: spring, date: 2018, overlaps: [summer], {REPORTED}
id: summer, date: 2018, {REPORTED}
id: front, date: 2018, part_of: spring, FRONT {REPORTED}
id: a, part_of: front, A {REPORTED}
id: b, part_of: summer, {REPORTED}
"""
CUTS = [
    ("nothing said", "", "", {"spring", "front", "a", "summer"}),
    ("said of the part", "", "distinct_from: [b],", {"spring", "front"}),
    ("said of what holds it", "distinct_from: [b],", "", {"spring"}),
    ("said of both tolls' parts", "distinct_from: [b],", "distinct_from: [b],", {"spring"}),
]


@pytest.mark.parametrize(("front", "a", "joined"), [row[1:] for row in CUTS], ids=[row[0] for row in CUTS])
def test_distinct_from_stops_overlaps_inherited_by_parts(front, a, joined):
    made = links(TOLLS.replace("FRONT", front).replace("A ", a + " "))
    assert made.overlapping("b") == joined - {"summer"}
    assert ("b" in made.overlapping("a")) is ("a" in joined)
    assert made.are_apart("a", "b") is made.are_apart("b", "a") is bool(front or a)


def test_distinct_from_is_mutual_and_holds_for_parts():
    made = links(f"""
    id: a, part_of: left, {REPORTED}
    id: b, part_of: right, {REPORTED}
    id: left, {REPORTED}
    id: right, distinct_from: [left], {REPORTED}
    id: c, {REPORTED}
    """)
    pairs = [("a", "b"), ("left", "b"), ("a", "right"), ("right", "left")]
    assert all(made.are_apart(*pair) and made.are_apart(*reversed(pair)) for pair in pairs)
    assert not made.are_apart("a", "left")
    assert not made.are_apart("a", "c")


def test_a_declared_overlap_is_not_cut_by_tolls():
    made = f"""
    id: a, part_of: left, overlaps: [b], {REPORTED}
    id: b, {REPORTED}
    id: left, distinct_from: [c], {REPORTED}
    id: c, {REPORTED}
    """
    assert overlapping(made) == {"a": {"b"}, "b": {"a", "left"}, "left": {"b"}}


def test_linked_incidents_are_numbered_within_their_group():
    """So that a ledger of many pairs has only sets of two; a `distinct_from` links nothing."""
    pairs = [
        f"id: a{n}, overlaps: [b{n}], distinct_from: [b{n - 1 if n else 9}], {REPORTED}\nid: b{n}, {REPORTED}"
        for n in range(9)
    ]
    made = links("\n".join([*pairs, f"id: b9, {REPORTED}"]))
    groups = made.among([f"{letter}{n}" for n in range(9) for letter in "ab"])
    assert groups == [([f"a{n}", f"b{n}"], {0: 0b10, 1: 0b01}) for n in range(9)]
    assert made.in_order("b3") == ("a3",)
    assert not made.may_share("b3", "b4")


def test_overlapping_incidents_are_listed_in_either_order():
    """Few of them, and so many that equal lists are one."""
    for count in (3, 40):
        others = [f"i{number}" for number in reversed(range(count))]
        lines = [
            f"id: toll, overlaps: [{', '.join(others)}], {REPORTED}",
            *(f"id: {one}, {REPORTED}" for one in others),
        ]
        made = links("\n".join(lines))
        assert made.overlapping_among(["toll", *others])["toll"] == made.in_order("toll") == tuple(others)
        assert made.overlapping_among(["toll", *others], by_name=True)["toll"] == tuple(sorted(others))


def test_no_incident_shares_people_with_itself():
    nested = links(NESTED)
    assert nested.may_share("toll", "house")
    assert not any(nested.may_share(name, name) for name in ("toll", "front", "house", "other"))


def test_overlap_and_containment_join_the_chosen_incidents():
    """Also where what lies between a part and its toll was not chosen."""
    made = links(f"""
    id: toll, {REPORTED}
    id: front, part_of: toll, {REPORTED}
    id: a, part_of: front, overlaps: [b], {REPORTED}
    id: b, {REPORTED}
    id: c, {REPORTED}
    """)
    assert joined(made, ["toll", "a", "c"]) == {"toll": {"a"}, "a": {"toll"}}
    assert joined(made, ["a", "b", "toll"]) == {"a": {"b", "toll"}, "b": {"a", "toll"}, "toll": {"a", "b"}}


def test_long_chains_of_tolls_are_walked_whole():
    lines = [f"id: i0, {REPORTED}", *(f"id: i{n}, part_of: i{n - 1}, {REPORTED}" for n in range(1, 50))]
    chain = links("\n".join([*lines, f"id: x, overlaps: [i49], {REPORTED}"]))
    assert chain.containers("i49") == [f"i{n}" for n in reversed(range(49))]
    assert len(chain.parts("i0")) == 49
    assert chain.overlapping("x") == {f"i{n}" for n in range(50)}


def test_a_town_written_twice_may_be_one_town():
    twice = links(
        f"""
id: april, places: [syria], overlaps: [spring], {REPORTED}
id: spring, places: [syria], {REPORTED}
id: market, part_of: april, places: [rastan], {REPORTED}
id: school, part_of: spring, places: [again], {REPORTED}
id: clinic, part_of: spring, places: [talbissah], {REPORTED}
""",
        "  again: {name: Rastan, kind: town, governorate: Homs}\n",
    )
    assert twice.overlapping("market") == {"spring", "school"}


@examples(200)
@given(worlds, st.sampled_from([2, 4, 64]), st.data())
def test_links_that_were_kept_are_those_that_are_found(world, small, data):
    """Also in groups that are too big to be kept."""
    ledger = world.ledger
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(record.links, "SMALL", small)
        found = Links(ledger.incidents, Geography(ledger.places))
        written = msgpack.decode(msgpack.encode(found.to_keep()), type=KeptLinks)
        kept = Links(LinkedIncidents.by(written, ledger.incidents, ledger.places), found._geography)
        names = data.draw(st.lists(st.sampled_from([one.id for one in ledger.incidents]), unique=True))
        assert kept.groups == found.groups
        assert kept.to_keep() == found.to_keep() == written
        assert kept.among(names) == found.among(names)
        assert kept.overlapping_among(names) == found.overlapping_among(names)


def test_links_that_were_kept_hold_for_their_own_places_alone():
    """Whoever changes the places of a ledger gets the links that these make."""
    tolls = f"""
    id: april, places: [syria], overlaps: [spring], {REPORTED}
    id: spring, places: [syria], {REPORTED}
    id: market, part_of: april, places: [rastan], {REPORTED}
    id: school, part_of: spring, places: [talbissah], {REPORTED}
    """
    ledger = sketch(tolls)
    links_found = Links(ledger.incidents, Geography(ledger.places))
    linked = LinkedIncidents.by(links_found.to_keep(), ledger.incidents, ledger.places)
    assert not links_found.may_share("market", "school")
    moved = {
        **ledger.places,
        "talbissah": replace(ledger.places["talbissah"], kind="neighbourhood", within=("rastan",)),
    }
    assert Links(linked, Geography(moved)).may_share("market", "school")
    assert not Links(linked, Geography(ledger.places)).may_share("market", "school")
