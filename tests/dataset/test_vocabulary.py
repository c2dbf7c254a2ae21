"""Names and codes of data sets: which texts mean one place, actor, source or type, and which do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.dataset.intake.normal_form import BETWEEN
from conflict_cli.dataset.layout.reader import read_layout, shipped_files
from conflict_cli.dataset.store.vocabulary import Site, Vocabulary, names_in
from conflict_cli.record.incident import Ledger, Place
from conflict_cli.record.names import Resolver, words_of
from conflict_cli.selection.query import named_places

LAYOUTS = {layout.key: layout for layout in map(read_layout, shipped_files())}


def raw_site(name, governorate="", country="Syria", precision="1", nearby="", elsewhere=""):
    return BETWEEN.join((name, governorate, country, precision, nearby, elsewhere))


def vocabulary(*sites, layout="ucdp-ged", actors=(), sources=()):
    """The vocabulary of these sites; those with coordinates are tuples of a site, a latitude and a longitude."""
    every = [site if isinstance(site, tuple) else (site, None, None) for site in sites]
    return Vocabulary(LAYOUTS[layout], every, [(raw,) for raw in actors], [(raw,) for raw in sources])


def found(known, wanted):
    """The names and governorates of the places that a word means."""
    keys = Resolver(named_places(Ledger("", {}, {}, known.places, {}, ()))).find(wanted)
    return sorted((known.places[key].name, known.places[key].governorate) for key in keys)


words = st.text(st.characters(categories=["L", "N", "Zs"], include_characters="-/()'"), min_size=1, max_size=20)
cells = st.tuples(words, words | st.just(""), st.sampled_from(["Syria", "Iraq", ""]), st.sampled_from("1234567"))
sites = st.lists(cells.map(lambda texts: raw_site(*texts)), min_size=1, max_size=6)


@given(sites, st.randoms(use_true_random=False))
def test_every_site_has_its_places_in_any_order(raws, random):
    """Keys are those of `places`, a published name has one place in each governorate, and both orders agree."""
    known = vocabulary(*raws)
    order = [*raws]
    random.shuffle(order)
    asked = {raw: known.site(raw) for raw in order}
    for raw, site in asked.items():
        for key in site.places:
            place = known.places[key]
            name, governorate, country, *_ = raw.split(BETWEEN)
            assert words_of(name) == words_of(key), "a key has the words of its name, and no others"
            assert " ".join(name.split()) in (place.name, *place.aliases)
            assert place.governorate in (None, " ".join(governorate.split()).removesuffix(" Governorate"))
            assert place.country == (country or None)


@given(sites)
def test_places_differ_by_name_governorate_or_country(raws):
    known = vocabulary(*raws)
    for raw in raws:
        for other in raws:
            alike = [" ".join(cell.split()) for cell in raw.split(BETWEEN)[:3]] == [
                " ".join(cell.split()) for cell in other.split(BETWEEN)[:3]
            ]
            if alike:
                assert known.site(raw).places == known.site(other).places
            elif set(known.site(raw).places) & set(known.site(other).places):
                ours, theirs = (known.places[known.site(one).places[0]] for one in (raw, other))
                assert (ours.name, ours.governorate, ours.country) == (theirs.name, theirs.governorate, theirs.country)


@pytest.mark.parametrize(
    ("published", "precision", "expected"),
    [
        pytest.param("Ar Rastan  town", "1", ("Ar Rastan", "town", ("Ar Rastan town",)), id="two blanks"),
        pytest.param("Has/Hassef town", "1", ("Has/Hassef", "town", ("Has", "Hassef", "Has/Hassef town")), id="slash"),
        pytest.param(
            "Al-Rai town (Choban Bey)",
            "1",
            ("Al-Rai town (Choban Bey)", "site", ("Al-Rai", "Choban Bey")),
            id="a second name behind the kind",
        ),
        pytest.param(
            "Al Sokkareyah (Kasr Ada) village",
            "1",
            (
                "Al Sokkareyah (Kasr Ada)",
                "village",
                ("Al Sokkareyah", "Kasr Ada", "Al Sokkareyah (Kasr Ada) village"),
            ),
            id="a second name before the kind",
        ),
        pytest.param("Damascus city", "1", ("Damascus", "city", ("Damascus city",)), id="city"),
        pytest.param("Tadef Town", "1", ("Tadef", "town", ("Tadef Town",)), id="capitals"),
        pytest.param("Homs Governorate", "4", ("Homs Governorate", "governorate", ()), id="a governorate keeps it"),
        pytest.param("Ar Rastan district", "3", ("Ar Rastan district", "district", ()), id="a district keeps it"),
        pytest.param("Yarmouk camp", "1", ("Yarmouk camp", "camp", ()), id="a camp keeps it"),
        pytest.param("Rural area", "5", ("Rural area", "region", ()), id="an area keeps it"),
        pytest.param("town", "1", ("town", "town", ()), id="a kind and no name"),
        pytest.param("Eastern Ghouta", "5", ("Eastern Ghouta", "region", ()), id="no kind, so that of the code"),
        pytest.param("Tiyas", "9", ("Tiyas", None, ()), id="no kind, and no such code"),
        pytest.param("الرستن town", "1", ("الرستن", "town", ("الرستن town",)), id="Arabic"),
    ],
)
def test_a_published_name_gives_name_kind_and_aliases(published, precision, expected):
    known = vocabulary(raw_site(published, "Homs Governorate", precision=precision))
    (place,) = known.places.values()
    name, kind, aliases = expected
    assert place == Place(" ".join(published.split()), name, aliases, kind=kind, governorate="Homs", country="Syria")


NAMED = (
    raw_site("Homs town", "Homs Governorate"),
    raw_site("Homs Governorate", "Homs Governorate", precision="4"),
    raw_site("Al Rastan district", "Homs Governorate", precision="3"),
    raw_site("Ar Rastan  town", "Homs Governorate"),
    raw_site("Has/Hassef town", "Idlib Governorate"),
    raw_site("Mihassah village", "Homs Governorate"),
    raw_site("Al Hasakah town", "Al Hasakah Governorate"),
    raw_site("Yarmouk Pocket", "Daraa Governorate"),
    raw_site("Kafr Nabl town", "Idlib Governorate"),
    raw_site("Kafr Nabl village", "Hamah Governorate"),
)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("homs", [("Homs", "Homs")]),
        ("Homs governorate", [("Homs Governorate", "Homs")]),
        ("rastan", [("Ar Rastan", "Homs")]),
        ("rastan town", [("Ar Rastan", "Homs")]),
        ("rastan district", [("Al Rastan district", "Homs")]),
        ("hass", [("Has/Hassef", "Idlib")]),
        ("Hassef", [("Has/Hassef", "Idlib")]),
        ("hasakah", [("Al Hasakah", "Al Hasakah")]),
        ("mihassah", [("Mihassah", "Homs")]),
        ("yarmouk", [("Yarmouk Pocket", "Daraa")]),
        ("kafr nabl", [("Kafr Nabl", "Hamah"), ("Kafr Nabl", "Idlib")]),
        ("kafr nabl village", [("Kafr Nabl", "Hamah")]),
        ("aleppo", []),
        ("2", []),
    ],
)
def test_a_word_finds_places_of_that_name(wanted, expected):
    """A town and not all of its governorate, a name and not what begins with it; of two of one name, both."""
    assert found(vocabulary(*NAMED), wanted) == expected


def test_one_name_in_two_governorates_is_two_places():
    first, second = raw_site("Hass town", "Idlib"), raw_site("Hass town", "Homs")
    known = vocabulary(first, second, raw_site("Hass town", "Idlib", precision="2"))
    assert [place.governorate for place in known.places.values()] == ["Idlib", "Homs"]
    assert known.site(first).places != known.site(second).places
    assert known.site(raw_site("Hass town", "Idlib", precision="2")) == Site(known.site(first).places, nearby=True)
    assert found(known, "hass") == [("Hass", "Homs"), ("Hass", "Idlib")]


def test_the_most_exact_record_locates_a_place():
    """Not the first: a record that is only somewhere near has the coordinates of somewhere near."""
    known = vocabulary(
        (raw_site("Tiyas", "Homs", precision="5"), 1.0, 2.0),
        (raw_site("Tiyas", "Homs", precision="1"), 34.5, 37.6),
        (raw_site("Tiyas", "Homs", precision="2"), 3.0, 4.0),
    )
    (place,) = known.places.values()
    assert (place.kind, place.lat, place.lon) == ("site", 34.5, 37.6)


@pytest.mark.parametrize("spot", [(34.5, None), (None, 36.5), (None, None)])
def test_one_coordinate_alone_gives_no_coordinates(spot):
    (place,) = vocabulary((raw_site("Tiyas"), *spot)).places.values()
    assert (place.lat, place.lon) == (None, None)


@pytest.mark.parametrize(
    ("layout", "precision", "expected"),
    [
        ("ucdp-ged", "1", (False, False)),
        ("ucdp-ged", "2", (True, False)),
        ("ucdp-ged", "3", (False, False)),
        ("acled", "1", (False, False)),
        ("acled", "2", (True, False)),
        ("acled", "3", (False, True)),
    ],
)
def test_codes_say_how_exact_a_place_is(layout, precision, expected):
    """ACLED names the capital of a region for what was somewhere in it: that may be quite another place."""
    site = vocabulary(layout=layout).site(raw_site("Rastan", precision=precision))
    assert (site.nearby, site.and_elsewhere) == expected


@pytest.mark.parametrize("text", ["true", "True", "TRUE", "1", "yes"])
def test_flags_may_be_written_in_words(text):
    site = vocabulary(layout="exported-list").site(raw_site("Rastan", nearby=text, elsewhere=text))
    assert (site.nearby, site.and_elsewhere) == (True, True)


def places_of(known, raw):
    return [(place.name, place.governorate, place.country) for place in map(known.places.get, known.site(raw).places)]


@pytest.mark.parametrize(
    ("names", "governorates", "countries", "expected"),
    [
        ("Rastan; Talbissah", "Homs", "Syria", [("Rastan", "Homs", "Syria"), ("Talbissah", "Homs", "Syria")]),
        ("Rastan; Hass", "Homs; Idlib", "Syria", [("Rastan", "Homs", "Syria"), ("Hass", "Idlib", "Syria")]),
        ("Rastan; Tripoli", "", "Syria; Lebanon", [("Rastan", None, "Syria"), ("Tripoli", None, "Lebanon")]),
        ("", "Homs", "Syria", [("Homs", "Homs", "Syria")]),
        ("", "", "Syria", [("Syria", None, "Syria")]),
        ("Rastan;; Hass;", "", "", [("Rastan", None, None), ("Hass", None, None)]),
        (
            "Rastan; Hass; Binnish",
            "Homs; Idlib",
            "Syria",
            [
                ("Rastan", None, "Syria"),
                ("Hass", None, "Syria"),
                ("Binnish", None, "Syria"),
                ("Homs", "Homs", "Syria"),
                ("Idlib", "Idlib", "Syria"),
            ],
        ),
    ],
    ids=[
        "one for all",
        "one each",
        "a country each",
        "no name",
        "a country alone",
        "blanks",
        "which is in which is not said",
    ],
)
def test_a_record_may_name_several_places(names, governorates, countries, expected):
    """A governorate is a place's own only where that is said; where it is not, the record is still found by it."""
    raw = raw_site(names, governorates, countries)
    assert places_of(vocabulary(raw, layout="exported-list"), raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("SOHR", ("SOHR",)),
        ("SOHR;SOHR;Airwars", ("SOHR", "Airwars")),
        ("SOHR; Human  Rights Watch ;", ("SOHR", "Human Rights Watch")),
        (f"Russia{BETWEEN}{BETWEEN}Syria; Russia{BETWEEN}", ("Russia", "Syria")),
        ("", ()),
        (" ; ", ()),
        ("SOHR,2018-04-11", ("SOHR,2018-04-11",)),
    ],
)
def test_names_in_a_cell_are_read_once(raw, expected):
    """Between semicolons, each once however often it is written, in the order of the file."""
    assert names_in(raw) == expected


def test_each_source_and_actor_is_named_once():
    known = vocabulary(sources=["SOHR;SOHR", "SOHR;UCDP GED", ""], actors=[f"IS{BETWEEN}Syria", "IS"])
    assert list(known.sources) == ["SOHR", "UCDP GED"]
    assert known.sources["UCDP GED"].kind == "data-set"
    assert known.sources["UCDP GED"].aliases == ("ucdp-ged",)
    assert list(known.actors) == ["IS", "Syria"]
    assert [(at.actor, at.confidence) for at in known.attribution(f"IS{BETWEEN}Syria")] == [
        ("IS", "involved"),
        ("Syria", "involved"),
    ]


@pytest.mark.parametrize(
    ("layout", "raw", "expected"),
    [
        ("ucdp-ged", "1", "state-based-conflict"),
        ("ucdp-ged", "3", "one-sided-violence"),
        ("ucdp-ged", "9", "9"),
        ("acled", "Air/drone strike", "air-drone-strike"),
        ("acled", "Shelling/artillery/missile attack", "shelling-artillery-missile-attack"),
        ("exported-list", "air-drone-strike", "air-drone-strike"),
        ("acled", "", "unknown"),
        ("acled", "قصف", "unknown"),
    ],
)
def test_types_are_translated_to_those_of_ledgers(layout, raw, expected):
    assert vocabulary(layout=layout).type(raw) == expected


@pytest.mark.parametrize(
    ("layout", "raw", "expected"),
    [
        ("acled", "Civilian targeting", "civilians"),
        ("exported-list", "health_post", "health_post"),
        ("exported-list", "st.-john", "st.-john"),
        ("exported-list", "Health post", "health-post"),
        ("exported-list", "", None),
    ],
)
def test_targets_are_translated_to_those_of_ledgers(layout, raw, expected):
    """A word that is written as a ledger writes it stays what it is."""
    assert vocabulary(layout=layout).target(raw) == expected
