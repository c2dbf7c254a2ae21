"""Text from a file reaches an output as visible text that the output can hold."""

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.render.harmless import cleaner, encodable, harmless, is_unicode

ANYTHING = st.text(st.one_of(st.characters(exclude_categories=()), st.sampled_from(" \n\t\x1b\u202e\u200b")))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Rastan", "Rastan"),
        ("الرستن", "الرستن"),
        ("two\nlines", "two lines"),
        ("a \r\n\t b", "a b"),
        ("a  b", "a b"),
        (" a", "a"),
        ("a ", "a"),
        ("a\u00a0\u3000b", "a b"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x7f\x9b\x00", "\\x7f\\x9b\\x00"),
        ("\u202eabc\u2066\u200f", "\\u202eabc\\u2066\\u200f"),
        ("a\u200bb\ufeffc\u00ad", "a\\u200bb\\ufeffc\\xad"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("\U000e0041", "\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("\ue000\U000f0000", "\\ue000\\U000f0000"),
        ("\u0378", "\\u0378"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚒", "👩\u200d🚒"),
        ("", ""),
    ],
)
def test_control_characters_become_visible(text: str, shown: str) -> None:
    assert harmless(text) == shown


@given(ANYTHING)
def test_harmless_text_is_on_one_line_and_visible(text: str) -> None:
    shown = harmless(text)
    assert shown.replace("\u200c", "").replace("\u200d", "").isprintable()
    assert "  " not in shown
    assert harmless(shown) == shown


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Mn"]), min_size=1))
def test_visible_text_stays_unchanged(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("≥2, 20–30 … ’s ¶8 █░+", "ascii", ">=2, 20-30 ... 's par. 8 #.+"),
        ("≥2, 20–30 … ’s ¶8 █░+", "cp1252", ">=2, 20–30 … ’s ¶8 #.+"),
        ("≥2, 20–30 … ’s ¶8 █░+", "utf-8", "≥2, 20–30 … ’s ¶8 █░+"),
        ("≥2", None, "≥2"),
        ("Al-Zaʿfarāneh", "ascii", "Al-Za'far\\u0101neh"),
        ("حمص", "latin-1", "\\u062d\\u0645\\u0635"),
        ("😀", "ascii", "\\U0001f600"),
    ],
)
def test_text_is_fitted_to_an_encoding(text: str, encoding: str | None, shown: str) -> None:
    assert encodable(text, encoding) == shown


@given(ANYTHING, st.sampled_from(["ascii", "latin-1", "cp1252", "cp437", "koi8-r", "gb18030", "utf-8", "utf-16"]))
def test_clean_text_can_always_be_written(text: str, encoding: str) -> None:
    clean = cleaner(encoding)(text)
    clean.encode(encoding, errors="strict")
    assert not {category(letter) for letter in clean} & {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


@pytest.mark.parametrize("name", ["utf-8", "UTF-8", "utf8", "UTF-16", "utf-8-sig", None])
def test_unicode_encodings_are_recognised(name: str | None) -> None:
    assert is_unicode(name)
