"""The numbers of a spreadsheet as texts: days in ISO form, whole numbers without a fraction, times.

A day is a number there, told by the format of its cell. A format without a day, such as `mmm yyyy`, gives a month and
no day: the 1st is what a spreadsheet adds.
"""

import re
from datetime import datetime, timedelta
from functools import cache
from math import isfinite
from typing import Literal

BUILT_IN = {
    14: "m/d/yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    **dict.fromkeys((27, 28, 29, 30, 31, 36, *range(50, 59)), "yyyy/m/d"),
    **dict.fromkeys((32, 33, 34, 35), "h:mm:ss"),
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
}
"""The formats of days and times that have a number and are written in no file."""

_PLAIN = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_NO_PARTS = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_EXACT = 1e15
_DAY = 86_400
_LAST = 2_958_465

Kind = Literal["day", "month", "year", "time"]


def number_text(text: str, style: str, *, is_1904: bool) -> str | None:
    """Return the text of a number under the format of its cell; None if it stands for nothing."""
    kind = kind_of(style) if style else None
    if kind is None and _PLAIN.fullmatch(text):
        return text
    try:
        value = float(text)
    except ValueError:
        return None
    if not isfinite(value):
        return None
    if kind is None:
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if kind == "time":
        return _time(value)
    moment = _moment(value, is_1904=is_1904)
    return _day(moment, kind) if moment else None


@cache
def kind_of(style: str) -> Kind | None:
    """Return what a number under this format is; None if it is a mere number."""
    parts = _NO_PARTS.sub("", style.partition(";")[0]).lower()
    if "general" in parts or not set(parts) & set("ymdhs"):
        return None
    if not set(parts) & set("yd") and set(parts) & set("hs"):
        return "time"
    return "day" if "d" in parts else "month" if "m" in parts else "year"


def _day(moment: datetime, kind: Kind) -> str:
    day = str(moment.date())
    if kind != "day":
        return day[:7] if kind == "month" else day[:4]
    return day if moment.time() == datetime.min.time() else f"{moment:%Y-%m-%d %H:%M:%S}"


def _time(value: float) -> str | None:
    if value < 0:
        return None
    minutes, seconds = divmod(round(value * _DAY), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


def _moment(value: float, *, is_1904: bool) -> datetime | None:
    """Return the moment of a day's number; None for the days before 1900, and for its 29 February, which never was."""
    days = value + 1462 if is_1904 else value
    if not 1 <= days < _LAST or 60 <= days < 61:
        return None
    first = datetime.min.replace(year=1899, month=12, day=31 if days < 60 else 30)
    return first + timedelta(seconds=round(days * _DAY))
