"""Text from a file reaches an output as visible text that the output can hold."""

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.render.harmless import cleaner, encodable, harmless, is_unicode

ANYTHING = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from(" \n\t\x1b\u202e\u200b\u200c\u200d\ufe0f\u0301\u3164ب❤\U000e0061\u034f\u05b8"),
    )
)


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
        ("a\u3164\u2800\u115f\u1160\uffa0\u17b4", "a\\u3164\\u2800\\u115f\\u1160\\uffa0\\u17b4"),
        ("a\u034fb\ufe0fc\U000e0100\u180b", "a\\u034fb\\ufe0fc\\U000e0100\\u180b"),
        ("❤\ufe0f\ufe0f\ufe0f", "❤\ufe0f\\ufe0f\\ufe0f"),
        ("a\u200db\u200cc\u200c", "a\\u200db\\u200cc\\u200c"),
        ("حلب\u200c\u200c", "حلب\\u200c\\u200c"),
        ("٢\u200c٣", "٢\\u200c٣"),
        ("🏴\U000e0061\U000e007f", "🏴\\U000e0061\\U000e007f"),
        ("Z" + "\u0301" * 7 + "a\u0301", "Z" + "\u0301" * 5 + "\\u0301\\u0301a\u0301"),
        ("", ""),
    ],
)
def test_control_characters_become_visible(text: str, shown: str) -> None:
    assert harmless(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        *("می\u200cخواهم", "ه\u200d.ش", "العَرَبِيَّة", "ٱلْحَقُّ", "בְּרֵאשִׁ֖ית", "שָּׁ֥\u05bd", "Vi\u1ec7t Nam", "Vie\u0323\u0302t"),
        *("ශ්\u200dරී ලංකා", "क्\u200dष", "ประเทศไทย", "གྲྭ", "한글", "\u1112\u1161\u11ab", "葛\U000e0100城", "ᠠ\u180b"),
        *(
            "👩\u200d🚒",
            "👨\u200d👩\u200d👧",
            "❤\ufe0f\u200d🔥",
            "☎\ufe0e",
            "1\ufe0f\u20e3",
            "👍🏽",
            "🇸🇾",
            "🧑🏽\u200d⚕\ufe0f",
        ),
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ],
)
def test_real_spelling_stays_untouched(text: str) -> None:
    assert harmless(text) == text


@given(ANYTHING)
def test_harmless_text_is_on_one_line_and_visible(text: str) -> None:
    shown = harmless(text)
    assert shown.translate(dict.fromkeys([0x200C, 0x200D, *range(0xE0020, 0xE0080)])).isprintable()
    assert "  " not in shown
    assert harmless(shown) == shown


BLANK = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d159"


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Mc"], exclude_characters=BLANK), min_size=1))
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
        ("at least ٣, ۱۲", "ascii", "at least 3, 12"),
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
