"""`figures`: what words mean as numbers, how figures are shown, added and reconciled, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.record.errors import BadValueError
from conflict_cli.record.figure_hints import GRAMMAR
from conflict_cli.record.figures import (
    LARGEST,
    Figure,
    parse_figure,
    reconciled,
    with_best,
)
from conflict_cli.record.parts import with_parts
from tests.worlds.ledgers import figures as written_figures

plain_figures = st.builds(
    lambda ends, is_open, is_approximate: Figure(*sorted(ends), is_open, is_approximate),
    st.tuples(*[st.integers(0, 500)] * 3),
    st.booleans(),
    st.booleans(),
)


def figure(text: str, /, best: int | None = None, **parts: str) -> Figure:
    """The figure of these words, with a best number and parts."""
    read = parse_figure(text)
    assert read is not None
    read = read if best is None else with_best(read, best)
    return with_parts(read, {name: figure(words) for name, words in parts.items()}) if parts else read


MEANINGS = [
    ("20", 20, 20, 20, "", "20"),
    ("0", 0, 0, 0, "", "0"),
    ("none", 0, 0, 0, "", "0"),
    ("at least 2", 2, 2, 2, "open", "≥2"),
    ("2+", 2, 2, 2, "open", "≥2"),
    (">=2", 2, 2, 2, "open", "≥2"),
    ("≥2", 2, 2, 2, "open", "≥2"),
    ("over 150", 151, 151, 151, "open", ">150"),
    ("more than 150", 151, 151, 151, "open", ">150"),
    (">150", 151, 151, 151, "open", ">150"),
    ("some 25", 25, 25, 25, "approximate", "~25"),
    ("about 25", 25, 25, 25, "approximate", "~25"),
    ("around 25", 25, 25, 25, "approximate", "~25"),
    ("approximately 25", 25, 25, 25, "approximate", "~25"),
    ("nearly 25", 25, 25, 25, "approximate", "~25"),
    ("~25", 25, 25, 25, "approximate", "~25"),
    ("20-30", 20, 20, 30, "", "20–30"),
    ("20–30", 20, 20, 30, "", "20–30"),
    ("20 to 30", 20, 20, 30, "", "20–30"),
    ("between 20 and 30", 20, 20, 30, "", "20–30"),
    ("20-20", 20, 20, 20, "", "20"),
    ("up to 5", 0, 0, 5, "", "0–5"),
    ("fewer than 10", 0, 0, 9, "", "0–9"),
    ("less than 10", 0, 0, 9, "", "0–9"),
    ("<10", 0, 0, 9, "", "0–9"),
    ("fewer than 1", 0, 0, 0, "", "0"),
    ("presumed 1", 0, 1, 1, "", "0–1"),
    ("believed 1", 0, 1, 1, "", "0–1"),
    ("several", 2, 2, 2, "open approximate", "~2+"),
    ("a number of", 2, 2, 2, "open approximate", "~2+"),
    ("dozens", 12, 12, 12, "open approximate", "~12+"),
    ("tens", 10, 10, 10, "open approximate", "~10+"),
    ("scores", 40, 40, 40, "open approximate", "~40+"),
    ("hundreds", 100, 100, 100, "open approximate", "~100+"),
    ("999999999", LARGEST, LARGEST, LARGEST, "", "999999999"),
    ("٣", 3, 3, 3, "", "3"),
    ("at least ۳", 3, 3, 3, "open", "≥3"),
    ("٢٠–٣٠", 20, 20, 30, "", "20–30"),
]


@pytest.mark.parametrize(("text", "low", "best", "high", "marks", "short"), MEANINGS, ids=[row[0] for row in MEANINGS])
def test_words_have_their_low_best_and_high(text, low, best, high, marks, short):
    expected = Figure(low, best, high, "open" in marks, "approximate" in marks, text)
    assert (parse_figure(text), expected.short) == (expected, short)


@pytest.mark.parametrize("text", ["unknown", "Unknown", "  UNKNOWN "])
def test_unknown_is_no_figure(text):
    assert parse_figure(text) is None


@pytest.mark.parametrize(
    ("spelt", "plain"),
    [
        ("  20 ", "20"),
        ("020", "20"),
        ("AT LEAST 2", "at least 2"),
        ("At  least\t2", "at least 2"),
        ("2 +", "2+"),
        (">= 2", ">=2"),
        ("≥ 2", "≥2"),
        ("> 150", ">150"),
        ("< 10", "<10"),
        ("~ 25", "~25"),
        ("20 - 30", "20-30"),
        ("20 – 30", "20–30"),
        ("20  TO  30", "20 to 30"),
        ("Between 20 And 30", "between 20 and 30"),
        ("Dozens", "dozens"),
        ("A Number Of", "a number of"),
        ("None", "none"),
    ],
)
def test_capitals_and_spaces_do_not_matter(spelt, plain):
    """The numbers are the same; the words stay as the report spells them, with single spaces."""
    read, expected = figure(spelt), figure(plain)
    assert (read.low, read.best, read.high, read.open, read.approximate, read.short) == (
        expected.low, expected.best, expected.high, expected.open, expected.approximate, expected.short
    )  # fmt: skip
    assert read.text == " ".join(spelt.split())


def test_leading_zeros_change_no_number():
    assert figure("0" * 5000 + "7").low == 7
    assert figure("0" * 5000).high == 0


TOO_LARGE = f"write at most {LARGEST}"
REFUSED = [
    ("twenty", '"twenty" is not a figure', "write 20"),
    ("at least twenty", '"at least twenty" is not a figure', "write at least 20"),
    ("ninety", '"ninety" is not a figure', "write 90"),
    ("15-12", '"15-12" has its ends the wrong way round', "write 12-15"),
    ("between 30 and 20", '"between 30 and 20" has its ends the wrong way round', "write 20-30"),
    ("1,200", '"1,200" is not a figure', "write 1200"),
    ("over 1,200", '"over 1,200" is not a figure', "write over 1200"),
    ("1_200", '"1_200" is not a figure', "write 1200"),
    ("at most 5", '"at most 5" is not a figure', "write up to 5"),
    ("no more than 5", '"no more than 5" is not a figure', "write up to 5"),
    ("<=5", '"<=5" is not a figure', "write up to 5"),
    ("≤ 5", '"≤ 5" is not a figure', "write up to 5"),
    ("no fewer than 5", '"no fewer than 5" is not a figure', "write at least 5"),
    ("roughly 30", '"roughly 30" is not a figure', "write about 30"),
    ("likely 3", '"likely 3" is not a figure', "write presumed 3"),
    ("some 20-30", '"some 20-30" is not a figure', "write 20-30"),
    ("~30-20", '"~30-20" is not a figure', "write 20-30"),
    ("२०", '"२०" is not a figure', "write 20"),
    ("١٬٢٠٠", '"١٬٢٠٠" is not a figure', "write 1200"),
    ("٥٫٧", '"٥٫٧" is not a figure', GRAMMAR),
    ("9" * 10_000, "a number of 10000 digits is too large for a number of people", TOO_LARGE),
    ("1000000000", "a number of 10 digits is too large for a number of people", TOO_LARGE),
    ("some 1000000000", "a number of 10 digits is too large for a number of people", TOO_LARGE),
    ("-5", '"-5" is not a figure', GRAMMAR),
    ("+5", '"+5" is not a figure', GRAMMAR),
    ("12.5", '"12.5" is not a figure', GRAMMAR),
    ("1e3", '"1e3" is not a figure', GRAMMAR),
    ("½", '"½" is not a figure', GRAMMAR),
    ("20 30", '"20 30" is not a figure', GRAMMAR),
    ("20-", '"20-" is not a figure', GRAMMAR),
    ("20-30-40", '"20-30-40" is not a figure', GRAMMAR),
    ("between 20", '"between 20" is not a figure', GRAMMAR),
    ("fewer than 0", '"fewer than 0" is not a figure', GRAMMAR),
    ("at least", '"at least" is not a figure', GRAMMAR),
    ("at least some 25", '"at least some 25" is not a figure', GRAMMAR),
    ("up to 5+", '"up to 5+" is not a figure', GRAMMAR),
    ("20 people", '"20 people" is not a figure', "write 20"),
    ("x" * 41, f'"{"x" * 40}…" is not a figure', GRAMMAR),
    ("a dozen", '"a dozen" is not a figure', "write 12"),
    ("a", '"a" is not a figure', "write 1"),
    ("a few", '"a few" is not a figure', "write several"),
    ("no", '"no" is not a figure', "write none"),
    ("", '"" is not a figure', "write unknown"),
    ("?", '"?" is not a figure', "write unknown"),
    ("n/a", '"n/a" is not a figure', "write unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "what", "hint"), REFUSED, ids=[row[0][:20] or "empty" for row in REFUSED])
def test_other_text_is_refused_with_what_to_write(text, what, hint):
    with pytest.raises(BadValueError) as refused:
        parse_figure(text)
    assert (refused.value.what, refused.value.hint) == (what, hint)


@pytest.mark.parametrize("hint", [hint for _, _, hint in REFUSED if hint not in (GRAMMAR, TOO_LARGE)])
def test_every_suggested_figure_can_be_read(hint):
    suggested = hint.removeprefix("write ")
    assert suggested == "unknown" or figure(suggested).text == suggested


@given(st.text(max_size=20) | st.from_regex(r"(some|over|at most|>|~)? ?[0-9,.-]{1,6}", fullmatch=True))
def test_any_text_is_a_figure_or_refused(text):
    hint = ""
    read = None
    try:
        read = parse_figure(text)
    except BadValueError as refused:
        hint = refused.hint
    assert hint.startswith("write ") or " ".join(text.casefold().split()) == "unknown" or read is not None
    assert read is None or 0 <= read.low <= read.best <= read.high


@given(written_figures())
def test_every_written_figure_has_ordered_bounds(read):
    assert all(0 <= one.low <= one.best <= one.high for one in (read, *read.parts.values()))


@pytest.mark.parametrize(
    ("text", "best", "expected"),
    [
        ("20-30", 24, (20, 24, 30, "20–30")),
        ("20-30", 20, (20, 20, 30, "20–30")),
        ("20-30", 30, (20, 30, 30, "20–30")),
        ("up to 5", 3, (0, 3, 5, "0–5")),
        ("at least 2", 5, (2, 5, 5, "2–5+")),
        ("over 150", 160, (151, 160, 160, "151–160+")),
        ("dozens", 30, (12, 30, 30, "~12–30+")),
    ],
)
def test_a_ledgers_best_replaces_the_worded_best(text, best, expected):
    """Above what has no upper limit it becomes the largest number stated."""
    read = figure(text, best=best)
    assert (read.low, read.best, read.high, read.short) == expected
    assert (read.open, read.approximate, read.text) == (figure(text).open, figure(text).approximate, text)


@pytest.mark.parametrize(
    ("text", "best", "what"),
    [
        ("20-30", 31, "best: 31 is outside 20–30"),
        ("20-30", 19, "best: 19 is outside 20–30"),
        ("20", 21, "best: 21 is outside 20"),
        ("at least 2", 1, "best: 1 is outside ≥2"),
    ],
)
def test_a_best_number_outside_the_total_is_refused(text, best, what):
    with pytest.raises(BadValueError) as refused:
        figure(text, best=best)
    assert (refused.value.what, refused.value.hint) == (what, "write a number within the total")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("20", "16"),
        ("20", "20"),
        ("20", "0"),
        ("20-30", "20"),
        ("presumed 1", "presumed 1"),
        ("at least 2", "at least 2"),
        ("some 20", "some 20"),
        ("dozens", "at least 12"),
    ],
)
def test_a_part_within_its_total_changes_nothing(text, part):
    read = figure(text, children=part)
    assert read == Figure(
        *(getattr(figure(text), name) for name in ("low", "best", "high", "open", "approximate", "text")),
        parts={"children": figure(part)},
    )


@pytest.mark.parametrize(
    ("text", "part", "what"),
    [
        ("20", "21", "children: 21 is above its total, 20"),
        ("20-30", "31", "children: 31 is above its total, 20–30"),
        ("at least 2", "3", "children: 3 is above its total, ≥2"),
        ("some 20", "21", "children: 21 is above its total, ~20"),
        ("20", "15-25", "children: 15–25 is above its total, 20"),
        ("none", "1", "children: 1 is above its total, 0"),
    ],
)
def test_a_part_above_its_total_is_refused(text, part, what):
    with pytest.raises(BadValueError) as refused:
        figure(text, children=part)
    assert (refused.value.what, refused.value.hint) == (what, "write a part no greater than its total")


@pytest.mark.parametrize("text", ["dozens", "several", "hundreds"])
def test_words_without_an_upper_limit_bound_no_part(text):
    assert figure(text, children="over 500").parts["children"].low == 501


@pytest.mark.parametrize(
    "parts",
    [
        {"women": "3", "men": "3"},
        {"girls": "2", "boys": "2", "women": "2"},
        {"civilians": "4", "combatants": "2"},
        {"children": "3", "girls": "2", "boys": "2"},
        {"children": "none", "girls": "1"},
    ],
    ids=" ".join,
)
def test_groups_that_exclude_each_other_stay_within(parts):
    """Women and men are at most all; girls and boys are at most the children."""
    with pytest.raises(BadValueError):
        figure("5", **parts)


def test_every_part_is_compared_with_the_total():
    with pytest.raises(BadValueError, match="women: 4 is above its total, 3"):
        figure("3", children="2", women="4")


RIVALS = [
    ("the first is trusted most", [figure("5"), figure("3"), figure("8")], Figure(3, 5, 8, text="5; 3; 8")),
    ("the other way round", [figure("8"), figure("3"), figure("5")], Figure(3, 8, 8, text="8; 3; 5")),
    ("open if any is", [figure("5"), figure("at least 3")], Figure(3, 5, 5, open=True, text="5; at least 3")),
    ("approximate if any is", [figure("5"), figure("some 4")], Figure(4, 5, 5, approximate=True, text="5; some 4")),
    ("one says none", [figure("none"), figure("4")], Figure(0, 0, 4, text="none; 4")),
    ("they agree", [figure("5"), figure("5")], Figure(5, 5, 5, text="5")),
    ("one is silent", [None, figure("5"), None], figure("5")),
    ("the trusted one is silent", [None, figure("5"), figure("7")], Figure(5, 5, 7, text="5; 7")),
    ("all are silent", [None, None], None),
    ("there is no account", [], None),
    (
        "parts are rivals too",
        [figure("5", children="3", women="1"), figure("6", children="2")],
        Figure(5, 5, 6, text="5; 6", parts={"children": Figure(2, 3, 3, text="3; 2"), "women": figure("1")}),
    ),
    (
        "a part that only the second numbers",
        [figure("5"), figure("6", children="at least 2")],
        Figure(5, 5, 6, text="5; 6", parts={"children": Figure(2, 2, 6, text="at least 2")}),
    ),
]


@pytest.mark.parametrize(("accounts", "expected"), [row[1:] for row in RIVALS], ids=[row[0] for row in RIVALS])
def test_rival_accounts_are_never_added(accounts, expected):
    """The least low, the greatest high, the best of the first that has one; silence is not 0."""
    assert reconciled(accounts) == expected


@given(st.lists(plain_figures, min_size=1, max_size=4))
def test_reconciled_rivals_hold_each_of_their_ranges(accounts):
    together = reconciled(accounts)
    assert together is not None
    assert all(together.low <= one.low and one.high <= together.high for one in accounts)
    assert together.low in {one.low for one in accounts}
    assert together.high in {one.high for one in accounts}
    assert together.low <= together.best <= together.high


@pytest.mark.parametrize(
    ("accounts", "short"),
    [
        (["over 150", "151"], ">150"),
        (["at least 151", "over 150"], "≥151"),
        (["over 150", "160"], "151–160+"),
        (["over 150", "at least 140"], "140–151+"),
    ],
)
def test_over_is_shown_only_with_its_own_bound(accounts, short):
    together = reconciled(map(figure, accounts))
    assert together is not None
    assert together.short == short


@pytest.mark.parametrize(
    ("written", "better"),
    [("twenty-two", "22"), ("at least thirty-five", "at least 35"), ("dozens killed", "dozens"), ("20 people", "20")],
)
def test_words_near_a_figure_suggest_that_figure(written, better):
    with pytest.raises(BadValueError, match=f"write {better}$"):
        parse_figure(written)


@pytest.mark.parametrize(
    ("low", "best", "high", "shown"), [(3, 5, 3, "3/5/3"), (5, 3, 10, "5/3/10"), (0, 9, 4, "0/9/4"), (4, 2, 1, "4/2/1")]
)
def test_bounds_that_contradict_the_best_are_all_shown(low, best, high, shown):
    """A record of low 3, best 5, high 3 is not a sure 3."""
    assert Figure(low, best, high).short == shown
