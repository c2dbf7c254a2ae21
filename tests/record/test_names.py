"""`names`: which spellings mean the same, which do not, and what is suggested where none does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.record.names import (
    Resolver,
    did_you_mean,
    folded,
    suggest,
    words_in_any_letters,
    words_in_ascii,
    words_of,
)

TOWNS = {
    "rastan": ("Rastan", "Ar-Rastan", "Al-Rastan", "الرستن"),
    "zafaraneh": ("Al-Zafaraneh", "Al-Zafraneh", "Zafaraniya", "Zafaraniyah", "Al-Zaafaraneh", "الزعفرانية"),
    "talbissah": ("Talbissah", "Talbiseh", "Talbisah", "Tallbisah", "تلبيسة"),
    "adawiyya": ("Al-Adawiyya", "Adawiyya", "العدوية"),
    "kafr-batikh": ("Kafr Batikh", "Kafr Battikh", "Kafr Batteekh", "كفر بطيخ"),
    "hass": ("Hass", "Has", "Hassef", "حاس"),
    "hasakah": ("Al-Hasakah", "Hasakah", "الحسكة"),
    "mihassah": ("Mihassah", "Mahasa"),
    "yarmouk": ("Yarmouk", "Yarmuk", "Yarmouk Camp", "اليرموك"),
    "yarmouk-basin": ("Yarmouk basin", "Yarmouk Pocket", "حوض اليرموك"),
    "idlib": ("Idlib", "Idleb", "إدلب"),
    "northern-homs": ("northern Homs",),
    "homs": ("Homs", "حمص"),
}

FOUND = [
    ("Rastan", {"rastan"}),
    ("rastan", {"rastan"}),
    ("Ar-Rastan", {"rastan"}),
    ("AR-RASTAN", {"rastan"}),
    ("ar rastan", {"rastan"}),
    ("As-Rastan", {"rastan"}),
    ("ArRastan", set()),
    ("الرستن", {"rastan"}),
    ("رستن", {"rastan"}),
    ("الرستـن", {"rastan"}),
    ("Rástān", {"rastan"}),
    ("R'astan", {"rastan"}),
    ("Rast", set()),
    ("Al-Zafraneh", {"zafaraneh"}),
    ("Al-Zaʿfarāneh", {"zafaraneh"}),
    ("Al-Za’faraneh", {"zafaraneh"}),
    ("zafaraneh", {"zafaraneh"}),
    ("Az-Zafaraneh", {"zafaraneh"}),
    ("الزعفرانية", {"zafaraneh"}),
    ("الزعفرانيه", {"zafaraneh"}),
    ("Talbisa", set()),
    ("Talbissah", {"talbissah"}),
    ("Talbisssah", {"talbissah"}),
    ("Tallbissah", {"talbissah"}),
    ("تلبيسه", {"talbissah"}),
    ("تلبیسة", {"talbissah"}),
    ("Kafr Batikh", {"kafr-batikh"}),
    ("kafr-batikh", {"kafr-batikh"}),
    ("KafrBatikh", {"kafr-batikh"}),
    ("Batikh", {"kafr-batikh"}),
    ("Batikh Kafr", set()),
    ("Kafr", {"kafr-batikh"}),
    ("كفر بطيخ", {"kafr-batikh"}),
    ("کفر بطیخ", {"kafr-batikh"}),
    ("كَفْر بطّيخ", {"kafr-batikh"}),
    ("Hass", {"hass"}),
    ("HAS", {"hass"}),
    ("Hassef", {"hass"}),
    ("Al-Hass", {"hass"}),
    ("حاس", {"hass"}),
    ("Al-Hasakah", {"hasakah"}),
    ("Hassakah", {"hasakah"}),
    ("الحسكة", {"hasakah"}),
    ("الحسكه", {"hasakah"}),
    ("Mihassah", {"mihassah"}),
    ("Mihasah", {"mihassah"}),
    ("assa", set()),
    ("Yarmouk", {"yarmouk"}),
    ("Al-Yarmouk", {"yarmouk"}),
    ("Yarmouk camp", {"yarmouk"}),
    ("اليرموك", {"yarmouk"}),
    ("Yarmouk basin", {"yarmouk-basin"}),
    ("Yarmouk Pocket", {"yarmouk-basin"}),
    ("basin", {"yarmouk-basin"}),
    ("Yarmouk river", set()),
    ("Homs", {"homs"}),
    ("north", set()),
    ("northern homs", {"northern-homs"}),
    ("Idlib city", set()),
    ("أدلب", {"idlib"}),
    ("ادلب", {"idlib"}),
    ("", set()),
    (" - ", set()),
    ("'", set()),
]


@pytest.mark.parametrize(("wanted", "keys"), FOUND, ids=[row[0] or "empty" for row in FOUND])
def test_a_name_finds_its_places(wanted, keys):
    assert Resolver(TOWNS).find(wanted) == keys


def test_yarmouk_basin_does_not_find_yarmouk_camp():
    """Also where the ledger does not know the basin: then the word finds nothing, and not something near."""
    camp = {"yarmouk": TOWNS["yarmouk"]}
    assert [Resolver(camp).find(name) for name in ("Yarmouk basin", "Yarmouk Pocket")] == [set(), set()]


def test_without_an_exact_name_partial_names_are_found():
    without_camp = {key: names for key, names in TOWNS.items() if key != "yarmouk"}
    assert Resolver(without_camp).find("Yarmouk") == {"yarmouk-basin"}
    assert Resolver({"north": ("northern Homs",), "south": ("southern Homs",)}).find("Homs") == {"north", "south"}


def test_an_exact_name_wins_over_longer_ones():
    assert Resolver({"a": ("Kafr Batikh",), "b": ("Tell", "Al-Batikh"), "c": ("Batikh camp",)}).find("batikh") == {"b"}


def test_both_places_of_one_name_are_found():
    assert Resolver({"lebanon": ("Tripoli",), "libya": ("Tripoli", "طرابلس")}).find("Tripoli") == {"lebanon", "libya"}


def test_the_article_al_alone_is_a_name():
    assert words_of("Al") == ("al",)
    assert Resolver({"ash": ("Ash",)}).find("Ash") == {"ash"}


SPELT = [
    ("Al-Zaʿfarāneh", ("zafaraneh",)),
    ("Kafr Battikh", ("kafr", "batikh")),
    ("Deir ez-Zor", ("deir", "ez", "zor")),
    ("الرستن", ("رستن",)),
    ("الزعفرانية", ("زعفرانيه",)),
    ("الرب", ("الرب",)),
    ("Saint-Étienne", ("saint", "etiene")),
    ("  spaced   out ", ("spaced", "out")),
    ("air-drone-strike", ("air", "drone", "strike")),
    ("", ()),
]


@pytest.mark.parametrize(("name", "words"), SPELT, ids=[row[0] or "empty" for row in SPELT])
def test_names_are_compared_by_their_words(name, words):
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Rástān", "rastan"), ("RASTAN-2", "rastan-2"), ("Straße", "strasse"), ("كَفْر", "كفر"), ("ى ة ی ک", "ي ه ي ك")],
)
def test_text_is_folded_for_searching(text, plain):
    assert folded(text) == plain


@given(st.text(max_size=12))
def test_names_with_letters_find_themselves_in_any_case(name):
    found = {"x"} if words_of(name) else set()
    assert Resolver({"x": (name,), "y": ("Qqqq Wwww",)}).find(name) - {"y"} == found
    if name.isascii():
        assert Resolver({"x": (name,)}).find(name.swapcase()) == found


ALIKE = [
    ("Talbissa", ["talbissah"]),
    ("Rstan", ["rastan"]),
    ("Hama", []),
    ("zzz", []),
    ("", []),
]


@pytest.mark.parametrize(("wanted", "keys"), ALIKE, ids=[row[0] or "empty" for row in ALIKE])
def test_similar_names_are_suggested(wanted, keys):
    shown = {name: key for key in ("rastan", "talbissah") for name in TOWNS[key]}
    assert suggest(wanted, shown) == keys


@pytest.mark.parametrize("wanted", ["Talbissa", "Rstan", "Yarmok", "Kafr Batik", "Mihass"])
def test_a_name_that_gets_suggestions_matches_nothing(wanted):
    names = [name for every in TOWNS.values() for name in every]
    assert suggest(wanted, names)
    assert Resolver(TOWNS).find(wanted) == set()


def test_three_at_most_are_suggested_the_likest_first():
    assert suggest("raston", ["raskon", "rastan", "rasto", "rastons", "hass"]) == ["rastons", "rasto", "rastan"]
    assert suggest("Rstan", {"Rastan": "Rastan", "Ar-Rastan": "Rastan", "Rastane": "Rastan"}) == ["Rastan"]


def test_one_long_word_of_a_name_suggests_it():
    assert suggest("Batik", ["Kafr Batikh", "Rastan"]) == ["Kafr Batikh"]
    assert suggest("Kafrs", ["Kafr Batikh", "Rastan"]) == []


def test_a_suggestion_is_a_question():
    assert did_you_mean("Talbissa", ["Talbissah", "Hass"]) == "did you mean Talbissah?"
    assert did_you_mean("chidlren", ["children", "child ren"]) == "did you mean children or child ren?"
    assert did_you_mean("zzz", ["Talbissah"]) == ""


def test_digits_are_never_taken_for_doubled_letters():
    """Camp 1 is not Camp 11, nor Division 3 Division 33."""
    camps = {"one": ("Camp 1",), "eleven": ("Camp 11",)}
    assert Resolver(camps).find("Camp 1") == {"one"}
    assert Resolver(camps).find("camp 11") == {"eleven"}


@given(st.text(st.sampled_from("aab11-' `._\t") | st.characters(max_codepoint=127)).map(folded))
def test_words_in_ascii_are_those_of_any_letters(text):
    assert words_in_ascii(text) == words_in_any_letters(text)
