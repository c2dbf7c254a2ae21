"""`geography`: whether one place surely lies in another, surely apart from it, or neither is known."""

import pytest

from conflict_cli.record.areas import Area
from conflict_cli.record.geography import Geography, Lies
from conflict_cli.record.incident import Place
from tests.worlds.sketches import sketch

PLACES = """\
  homs: {name: Homs, kind: governorate, aliases: [حمص], country: Syria}
  old-city: {name: Old City, kind: neighbourhood, in: [rastan]}
  clinic: {name: Clinic, kind: site, in: [old-city]}
  market: {name: Market, kind: site, governorate: Homs, country: Syria}
  camp: {name: Camp, kind: camp, governorate: Homs, country: Syria}
  suburb: {name: Suburb, kind: village, in: [rastan]}
  pocket: {name: Pocket, kind: region, in: [rastan, talbissah]}
  lebanon: {name: Lebanon, kind: country}
  north-lebanon: {name: North, kind: governorate, country: Lebanon}
  north-syria: {name: North, kind: governorate, country: Syria}
  mina: {name: Mina, kind: town, governorate: North, country: Lebanon}
  qamishli: {name: Qamishli, kind: town, governorate: North, country: Syria}
  somewhere: {name: Somewhere, kind: town}
  spot: {name: Spot}
  half-named: {name: Half, kind: town, governorate: Homs}
  north-alone: {name: North, kind: governorate}
"""
MAP = Geography(sketch("", PLACES).places)
APART, UNSURE, INSIDE = Lies.APART, Lies.UNSURE, Lies.INSIDE

LIES = [
    ("a place in itself", "rastan", "rastan", INSIDE),
    ("a neighbourhood in its town", "old-city", "rastan", INSIDE),
    ("through any number of steps", "clinic", "rastan", INSIDE),
    ("in its town's governorate", "clinic", "homs", INSIDE),
    ("in its town's country", "clinic", "syria", INSIDE),
    ("a town in its governorate", "rastan", "homs", INSIDE),
    ("a governorate in its country", "homs", "syria", INSIDE),
    ("a town in its country, without a governorate", "tripoli", "lebanon", INSIDE),
    ("in each of several places", "pocket", "talbissah", INSIDE),
    ("a village in a town", "suburb", "rastan", INSIDE),
    ("two towns", "rastan", "talbissah", APART),
    ("a part of one town and another town", "clinic", "talbissah", APART),
    ("two governorates", "homs", "hass", APART),
    ("two countries", "syria", "lebanon", APART),
    ("governorates of one name in two countries", "mina", "north-syria", APART),
    ("a camp of another governorate", "yarmouk", "rastan", APART),
    ("a town and what it holds", "rastan", "clinic", UNSURE),
    ("a governorate and its town", "homs", "rastan", UNSURE),
    ("a site that nobody placed", "market", "rastan", UNSURE),
    ("a town and a site that nobody placed", "rastan", "market", UNSURE),
    ("two sites that nobody placed", "market", "camp", UNSURE),
    ("a camp in a village of its governorate", "camp", "suburb", UNSURE),
    ("a region that may hold it", "rastan", "north", UNSURE),
    ("a place without kind", "spot", "rastan", UNSURE),
    ("a governorate whose country nobody names", "half-named", "homs", UNSURE),
    ("a country that a governorate may lie in", "half-named", "syria", UNSURE),
    ("governorates of one name, one without country", "mina", "north-alone", UNSURE),
    ("towns of which one has no governorate", "somewhere", "rastan", APART),
]


@pytest.mark.parametrize(("one", "other", "lies"), [row[1:] for row in LIES], ids=[row[0] for row in LIES])
def test_places_lie_in_what_they_name(one, other, lies):
    assert MAP.lies(one, other) == lies


@pytest.mark.parametrize(("one", "other"), [row[1:3] for row in LIES if row[3] == APART], ids=str)
def test_places_are_apart_in_both_directions(one, other):
    assert MAP.lies(other, one) == APART


def test_a_namesake_without_country_may_lie_among_towns():
    namesakes = Geography(
        {
            "a": Place("a", "Rastan", kind="town", governorate="Homs", country="Syria"),
            "b": Place("b", "Rastan", kind="town", governorate="Homs"),
        }
    )
    assert namesakes.lies_among("b", frozenset(["a"])) == namesakes.lies_among("a", frozenset(["b"])) == UNSURE


AREAS = [
    ("clinic", Area("homs", "syria"), INSIDE),
    ("homs", Area("homs", "syria"), INSIDE),
    ("mina", Area("north", "lebanon"), INSIDE),
    ("mina", Area("north", "syria"), APART),
    ("hass", Area("homs", "syria"), APART),
    ("syria", Area("homs", "syria"), UNSURE),
    ("lebanon", Area("homs", "syria"), APART),
    ("spot", Area("homs", "syria"), UNSURE),
    ("half-named", Area("homs", "syria"), UNSURE),
]


@pytest.mark.parametrize(("key", "area", "lies"), AREAS, ids=[" ".join((row[0], *row[1])) for row in AREAS])
def test_a_governorate_is_known_by_name_and_country(key, area, lies):
    assert MAP.lies_in_area(key, area) == lies


COUNTRIES = [("clinic", "syria", INSIDE), ("tripoli", "syria", APART), ("homs", "syria", INSIDE), ("spot", "syria", UNSURE), ("half-named", "syria", UNSURE)]  # fmt: skip # noqa: E501


@pytest.mark.parametrize(("key", "country", "lies"), COUNTRIES, ids=[row[0] for row in COUNTRIES])
def test_a_place_lies_in_the_country_it_names(key, country, lies):
    assert MAP.lies_in_country(key, country) == lies


AROUND = [
    ("its governorate", "rastan", "homs", INSIDE),
    ("another town of its governorate", "rastan", "talbissah", UNSURE),
    ("the town itself", "rastan", "rastan", UNSURE),
    ("a town of another governorate", "rastan", "hass", APART),
    ("a town of another country", "rastan", "mina", APART),
    ("its country", "tripoli", "lebanon", INSIDE),
]


@pytest.mark.parametrize(("one", "other", "lies"), [row[1:] for row in AROUND], ids=[row[0] for row in AROUND])
def test_near_a_place_is_anywhere_in_its_governorate(one, other, lies):
    assert MAP.surroundings_lie(one, other) == lies


NAMED = [
    ("a name of its own", {"a": Place("a", "Rastan", governorate="Homs")}, "Rastan"),
    (
        "two governorates",
        {"a": Place("a", "Haram", governorate="Idlib"), "b": Place("b", "Haram", governorate="Homs")},
        "Haram (Idlib)",
    ),
    (
        "two countries",
        {"a": Place("a", "Tripoli", country="Lebanon"), "b": Place("b", "Tripoli", country="Libya")},
        "Tripoli (Lebanon)",
    ),
    ("nothing else known", {"a": Place("a", "Haram"), "b": Place("b", "Haram")}, "Haram (a)"),
]


@pytest.mark.parametrize(("places", "shown"), [row[1:] for row in NAMED], ids=[row[0] for row in NAMED])
def test_namesakes_are_told_apart_by_what_holds_them(places, shown):
    assert Geography(places).named_place("a") == shown


def test_governorates_of_one_name_add_their_country():
    assert MAP.named_area(Area("north", "lebanon")) == "North (Lebanon)"
    assert MAP.named_area(Area("north", "")) == "North (country not named)"
    assert MAP.named_area(Area("idlib", "syria")) == "Idlib"


def test_a_governorate_answers_to_all_its_names():
    assert set(MAP.areas[Area("homs", "syria")]) == {"Homs", "حمص"}
