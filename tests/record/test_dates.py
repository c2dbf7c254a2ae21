"""`dates`: every form of a date with its first and last day, periods, and what is refused."""

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.record.dates import FORMS, PERIOD_FORMS, Period, When, parse_period, parse_when
from conflict_cli.record.errors import BadValueError
from tests.worlds.ledgers import dates as written_dates

DATES = [
    ("2018-04-30", date(2018, 4, 30), date(2018, 4, 30)),
    ("2018-04", date(2018, 4, 1), date(2018, 4, 30)),
    ("2018-12", date(2018, 12, 1), date(2018, 12, 31)),
    ("2018-02", date(2018, 2, 1), date(2018, 2, 28)),
    ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
    ("2000-02", date(2000, 2, 1), date(2000, 2, 29)),
    ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),
    ("2016-02-29", date(2016, 2, 29), date(2016, 2, 29)),
    ("2018", date(2018, 1, 1), date(2018, 12, 31)),
    ("0001", date(1, 1, 1), date(1, 12, 31)),
    ("9999", date(9999, 1, 1), date(9999, 12, 31)),
    ("2018-04-28/2018-04-29", date(2018, 4, 28), date(2018, 4, 29)),
    ("2018-04-28 / 2018-04-29", date(2018, 4, 28), date(2018, 4, 29)),
    ("2018-04/2018-06", date(2018, 4, 1), date(2018, 6, 30)),
    ("2017/2018-02", date(2017, 1, 1), date(2018, 2, 28)),
    ("2018-04-30/2018-04-30", date(2018, 4, 30), date(2018, 4, 30)),
    ("[2018-04-28..2018-04-30]", date(2018, 4, 28), date(2018, 4, 30)),
    ("[2018-03..2018-04]", date(2018, 3, 1), date(2018, 4, 30)),
    ("[2017..2018]", date(2017, 1, 1), date(2018, 12, 31)),
]


@pytest.mark.parametrize(("text", "first", "last"), DATES, ids=[row[0] for row in DATES])
def test_every_date_has_first_and_last_possible_days(text, first, last):
    assert parse_when(text) == When(text, first, last)


@pytest.mark.parametrize(
    ("mark", "uncertain", "approximate"),
    [("", False, False), ("?", True, False), ("~", False, True), ("%", True, True)],
)
@pytest.mark.parametrize("text", ["2018", "2018-04", "2018-04-30", "2018-04-28/2018-04-30", "[2018-04-28..2018-04-30]"])
def test_a_mark_changes_no_day_of_a_date(text, mark, uncertain, approximate):
    bare = parse_when(text)
    expected = When(f"{text}{mark}", bare.first, bare.last, uncertain=uncertain, approximate=approximate)
    assert parse_when(f"{text}{mark}") == expected


CERTAIN = [
    ("2018-04-30", "2018-04-30", "2018-04-30"),
    ("2018-04-28/2018-04-29", "2018-04-28", "2018-04-29"),
    ("2018-04-28 / 2018-04-29", "2018-04-28", "2018-04-29"),
    ("2018-04-30/2018-04-30", "2018-04-30", "2018-04-30"),
    ("[2018-04-30..2018-04-30]", "2018-04-30", "2018-04-30"),
    ("2018-04/2018-05", "2018-04-30", "2018-05-01"),
    ("2018-03/2018-05", "2018-03-31", "2018-05-01"),
    ("2017/2018-02-03", "2017-12-31", "2018-02-03"),
    ("2018-04-10/2018-05", "2018-04-10", "2018-05-01"),
    ("2018-04/2018-04-15", "2018-04-15", "2018-04-15"),
    ("2018-04-10/2018-04", "2018-04-10", "2018-04-10"),
]
SURE_OF_NOTHING = [
    "2018-04", "2018", "[2018-04-28..2018-04-30]", "[2018-03..2018-04]", "2018-04/2018-04", "2018/2018-02",
    "2018-04-30?", "2018-04-30~", "2018-04-30%", "2018-04-28/2018-04-29?", "2018-04-28/2018-04-29~", "0001/9999",
]  # fmt: skip


@pytest.mark.parametrize(("text", "first", "last"), CERTAIN, ids=[row[0] for row in CERTAIN])
def test_a_date_knows_its_certain_days(text, first, last):
    assert parse_when(text).certain == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", SURE_OF_NOTHING)
def test_a_date_may_have_no_certain_day(text):
    assert parse_when(text).certain is None


@pytest.mark.parametrize("text", ["", "unknown", "spring/summer", "2018-04/", "/", "a/b/c", "30/04/2018", "\x00"])
def test_free_text_makes_no_day_of_several_certain(text):
    assert When(text, date(2018, 4, 1), date(2018, 4, 30)).certain is None
    assert When(text, date(2018, 4, 1), date(2018, 4, 1)).certain == (date(2018, 4, 1), date(2018, 4, 1))
    assert When(text, date.min, date.max).certain is None


ENDS = st.sampled_from(["2018-04-02", "2018-04-05", "2018-04-07", "2018-04", "2018-03-30", "2018-05-02", "2018-05"])


@given(ENDS, ENDS)
def test_days_common_to_all_possible_spans_are_certain(start, end):
    (first, begun), (ending, last) = (
        (when.first.toordinal(), when.last.toordinal()) for when in (parse_when(start), parse_when(end))
    )
    if first > last:
        return
    held = [(one, other) for one in range(first, begun + 1) for other in range(ending, last + 1) if one <= other]
    common = (max(one for one, _ in held), min(other for _, other in held))
    expected = tuple(map(date.fromordinal, common)) if common[0] <= common[1] else None
    assert parse_when(f"{start}/{end}").certain == expected


def test_space_around_a_date_is_ignored():
    assert parse_when(" 2018-04-30? ") == parse_when("2018-04-30?")


REFUSED = [
    ("", '"" is not a date', FORMS),
    ("?", '"" is not a date', FORMS),
    ("April 2018", '"April 2018" is not a date', "write 2018-04"),
    ("30/04/2018", '"30/04/2018" is not a date', FORMS),
    ("30.04.2018", '"30.04.2018" is not a date', FORMS),
    ("20180430", '"20180430" is not a date', FORMS),
    ("18-04-30", '"18-04-30" is not a date', FORMS),
    ("2018-04-30-01", '"2018-04-30-01" is not a date', FORMS),
    ("2018-04-30T12:00", '"2018-04-30T12:00" is not a date', FORMS),
    ("２０１８", '"２０１８" is not a date', FORMS),
    ("-2018", '"-2018" is not a date', FORMS),
    ("2018-4-3", '"2018-4-3" is not a date', "write 2018-04-03"),
    ("2018-4", '"2018-4" is not a date', "write 2018-04"),
    ("2018-04-28/2018-5-1", '"2018-5-1" is not a date', "write 2018-05-01"),
    ("0000", "there is no year 0000", FORMS),
    ("2018-13", '"2018-13": there is no month 13', "write a month from 01 to 12"),
    ("2018-00", '"2018-00": there is no month 00', "write a month from 01 to 12"),
    ("2018-04-31", '"2018-04-31": 2018-04 has no day 31', "write a day from 01 to 30"),
    ("2018-04-00", '"2018-04-00": 2018-04 has no day 00', "write a day from 01 to 30"),
    ("2018-02-29", '"2018-02-29": 2018-02 has no day 29', "write a day from 01 to 28"),
    ("1900-02-29", '"1900-02-29": 1900-02 has no day 29', "write a day from 01 to 28"),
    ("2016-02-30", '"2016-02-30": 2016-02 has no day 30', "write a day from 01 to 29"),
    ("2018-05/2018-04", '"2018-05/2018-04" ends before it begins', "write 2018-04/2018-05"),
    ("[2018-05..2018-04]", '"[2018-05..2018-04]" ends before it begins', "write [2018-04..2018-05]"),
    ("2018/2019/2020/2021", '"2018/2019/2020/2021" has 4 ends', FORMS),
    ("[2018..2019..2020]", '"[2018..2019..2020]" has 3 ends', FORMS),
    ("[2018]", '"[2018]" is not a date', FORMS),
    ("[2018..]", '"" is not a date', FORMS),
    ("2018/..", '".." is not a date', FORMS),
    ("2018-04-28..2018-04-30", '"2018-04-28..2018-04-30" is not a date', FORMS),
    ("2018-04-30??", '"2018-04-30??" ends in more than one of ?, ~ and %', "write 2018-04-30% for both"),
    ("2018-04-30?~", '"2018-04-30?~" ends in more than one of ?, ~ and %', "write 2018-04-30% for both"),
    ("2018?-04", '"2018?-04" is not a date', FORMS),
]


@pytest.mark.parametrize(("text", "what", "hint"), REFUSED, ids=[row[0] or "empty" for row in REFUSED])
def test_other_text_is_refused_with_what_to_write(text, what, hint):
    with pytest.raises(BadValueError) as refused:
        parse_when(text)
    assert (refused.value.what, refused.value.hint) == (what, hint)


PERIODS = [
    ("2018", date(2018, 1, 1), date(2018, 12, 31)),
    ("2018-04", date(2018, 4, 1), date(2018, 4, 30)),
    ("2018-04-30", date(2018, 4, 30), date(2018, 4, 30)),
    (" 2018 ", date(2018, 1, 1), date(2018, 12, 31)),
    ("2018-03..2018-04", date(2018, 3, 1), date(2018, 4, 30)),
    ("2018-04-28..2018-04-29", date(2018, 4, 28), date(2018, 4, 29)),
    ("2017..2018-02", date(2017, 1, 1), date(2018, 2, 28)),
    ("2018-04-30..2018-04", date(2018, 4, 30), date(2018, 4, 30)),
    ("2018-W01", date(2018, 1, 1), date(2018, 1, 7)),
    ("2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
    ("9999-W52", date(9999, 12, 27), date.max),
    ("2018-Q1..2018-Q2", date(2018, 1, 1), date(2018, 6, 30)),
    ("2018-04..", date(2018, 4, 1), date.max),
    ("..2018-04", date.min, date(2018, 4, 30)),
]


@pytest.mark.parametrize(("text", "first", "last"), PERIODS, ids=[row[0] for row in PERIODS])
def test_a_period_holds_both_its_ends_whole(text, first, last):
    assert parse_period(text) == Period(first, last)


PERIODS_REFUSED = [
    ("", '"" is not a date', PERIOD_FORMS),
    ("..", '".." names no days', PERIOD_FORMS),
    ("last week", '"last week" is not a date', PERIOD_FORMS),
    ("2018?", '"2018?" is not a date', PERIOD_FORMS),
    ("2018/2019", '"2018/2019" is not a date', PERIOD_FORMS),
    ("[2018..2019]", '"[2018" is not a date', PERIOD_FORMS),
    ("2018...2019", '".2019" is not a date', PERIOD_FORMS),
    ("2018-4", '"2018-4" is not a date', "write 2018-04"),
    ("2018-W53", '"2018-W53": there is no such week', "write a week from 01 to 52"),
    ("0000-W01", '"0000-W01": there is no such week', "write a week from 01 to 52"),
    ("2018-W7", '"2018-W7" is not a date', "write 2018-W07 or 2018-Q2"),
    ("2018-Q5", '"2018-Q5": there is no such quarter', "write a quarter from Q1 to Q4"),
    ("2018-02-30..", '"2018-02-30": 2018-02 has no day 30', "write a day from 01 to 28"),
    ("2018..2017", '"2018..2017" ends before it begins', "write 2017..2018"),
]


@pytest.mark.parametrize(("text", "what", "hint"), PERIODS_REFUSED, ids=[row[0] or "empty" for row in PERIODS_REFUSED])
def test_an_invalid_period_is_refused(text, what, hint):
    with pytest.raises(BadValueError) as refused:
        parse_period(text)
    assert (refused.value.what, refused.value.hint) == (what, hint)


MEETINGS = [
    ("2018-04", "2018-04-30", True, True),
    ("2018-04-30", "2018-04", True, False),
    ("2018-04", "2018-05-01", False, False),
    ("2018-04", "2018-03-31", False, False),
    ("2018-04", "2018-04-30/2018-05-02", True, False),
    ("2018-04", "2018-03-30/2018-04-01", True, False),
    ("2018-04", "2018-03/2018-05", True, False),
    ("2018-04", "2018-04", True, True),
    ("2018-04..", "2018-04-01/2020", True, True),
    ("2018-04..", "2018-03-31", False, False),
    ("..2018-04", "0001/2018-04", True, True),
    ("..2018-04", "2018-05", False, False),
]


@pytest.mark.parametrize(("period", "when", "meets", "covers"), MEETINGS, ids=[f"{r[0]} and {r[1]}" for r in MEETINGS])
def test_a_period_meets_possible_dates_and_covers_certain(period, when, meets, covers):
    """It meets what may have happened in it, and covers what cannot have happened outside of it."""
    asked, happened = parse_period(period), parse_when(when)
    assert (asked.meets(happened), asked.covers(happened)) == (meets, covers)


def test_a_period_without_ends_covers_everything():
    assert Period().covers(parse_when("0001/9999"))


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("2018", "2018-04", Period(date(2018, 4, 1), date(2018, 4, 30))),
        ("2018-03..", "..2018-04", Period(date(2018, 3, 1), date(2018, 4, 30))),
        ("2018-03", "2018-04", Period(date(2018, 4, 1), date(2018, 3, 31))),
    ],
)
def test_two_periods_share_their_common_days(one, other, both):
    assert parse_period(one).within(parse_period(other)) == both == parse_period(other).within(parse_period(one))


def test_periods_without_common_days_meet_no_date():
    neither = parse_period("2018-03").within(parse_period("2018-04"))
    assert not neither.meets(parse_when("2018-03-31"))
    assert not neither.meets(parse_when("2018-04-01"))


@given(written_dates())
def test_a_date_does_not_end_before_it_begins(when):
    assert when.first <= when.last


@given(written_dates())
def test_certain_days_are_among_the_possible_days(when):
    if when.certain:
        assert when.first <= when.certain[0] <= when.certain[1] <= when.last
        assert not when.is_doubtful


@given(written_dates(), st.floats(0, 1))
def test_a_date_meets_every_day_it_may_be(when, share):
    day = when.first + timedelta(int((when.last - when.first).days * share))
    assert all(Period(one, one).meets(when) for one in (when.first, day, when.last))
    assert parse_period(day.isoformat()).meets(when)


@given(written_dates())
def test_a_date_meets_no_day_outside_its_ends(when):
    if when.first > date.min:
        assert not Period(date.min, when.first - timedelta(1)).meets(when)
    if when.last < date.max:
        assert not Period(when.last + timedelta(1), date.max).meets(when)


@given(st.integers(1, 9999))
def test_a_year_has_all_its_days(year):
    when = parse_when(f"{year:04}")
    assert (when.last - when.first).days + 1 == (366 if isleap(year) else 365)
