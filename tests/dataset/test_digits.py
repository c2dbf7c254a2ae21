"""Arabic and Persian digits in a data set: the same numbers, days and degrees as in ours."""

import pytest

from tests.worlds.datasets import found, killed, put, text_of

LAYOUT = """\
name: Hand count
id: id
date: {%s}
place: {name: town, lat: lat, lon: lon}
killed: {%s: dead}
"""


@pytest.mark.parametrize("date", ["first: day", "written: day", "year: y, month: m, day: d"])
@pytest.mark.parametrize(
    ("dead", "low"), [("٣", 3), ("۳", 3), ("3", 3), ("١٬٢٣٤", 1234), ("٥٫٧", None), ("-٣", None), ("३", None)]
)
def test_other_digits_are_the_same_numbers(tmp_path, date, dead, low):
    row = ["a", "٢٠٣١-٠١-٠٣", "٢٠٣١", "٠١", "۳", "Mill", "٣٤٫٥", "-٣٦.٥", dead]
    text = text_of([["id", "day", "y", "m", "d", "town", "lat", "lon", "dead"], row], delimiter=";")
    seen = found(put(tmp_path / "x", text), layout=put(tmp_path / "layout.yaml", LAYOUT % (date, "exactly")))
    (one,) = seen.events
    figure = killed(one)
    assert (figure and figure[0]) == low
    assert str(one.date.first) == "2031-01-03"


@pytest.mark.parametrize(("dead", "text"), [("at least ٣", "at least ٣"), ("٣", "٣")])
def test_wording_keeps_its_digits(tmp_path, dead, text):
    csv = text_of([["id", "day", "town", "dead"], ["a", "2031-01-03", "Mill", dead]])
    layout = LAYOUT.replace(", lat: lat, lon: lon", "") % ("first: day", "words")
    (one,) = found(put(tmp_path / "x", csv), layout=put(tmp_path / "layout.yaml", layout)).events
    figure = one.reports[0].figure("killed")
    assert (figure.low, figure.text) == (3, text)
