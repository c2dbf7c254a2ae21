"""The SQL that reads one cell: a number of people, a day, degrees, a code; null where it cannot be read."""

from collections.abc import Sequence

from conflict_cli.record.figures import LARGEST

_DIGITS = len(str(LARGEST))
_YEARS = "BETWEEN DATE '1000-01-01' AND DATE '9998-12-31'"
"""Years that a record may be of: a lesser one was written with two digits, a greater one stands for no year."""


def count(cell: str) -> str:
    """The number of people in this cell; not what a cast takes for one, such as 5.7 or -1."""
    is_count = f"regexp_full_match({cell}, '0*[0-9]{{1,{_DIGITS}}}([.]0+)?')"
    digits = f"try_cast({cell} AS INTEGER)"
    number = f"CASE WHEN {is_count} THEN split_part({cell}, '.', 1)::INTEGER END"
    return f"CASE WHEN {digits}::VARCHAR = {cell} AND {digits} BETWEEN 0 AND {LARGEST} THEN {digits} ELSE {number} END"


def day(cell: str, formats: Sequence[str]) -> str:
    """The day in this cell, written in one of the formats; `dated` says whether it can be one.

    Two digits of a year are looked for first: `%Y` takes the 20 of 9-May-20 for a year. Nor is a word without
    a digit a day, though the engine takes `epoch` for one.
    """
    listed = ", ".join(f"'{form}'" for form in sorted(formats, key=lambda form: "%y" not in form))
    return f"CASE WHEN regexp_matches({cell}, '[0-9]') THEN try_strptime({cell}, [{listed}])::DATE END"


def dated(value: str) -> str:
    """The day, if it is of a year that a record may be of."""
    return f"CASE WHEN {value} {_YEARS} THEN {value} END"


def degrees(cell: str, widest: int) -> str:
    """The degrees in this cell, up to the widest there are to either side."""
    number = f"try_cast({cell} AS DOUBLE)"
    return f"CASE WHEN abs({number}) <= {widest} THEN {number} END"


def code(cell: str) -> str:
    """The code in this cell; a whole number is one however it is written, as 2 or as 2.0."""
    return f"CASE WHEN regexp_full_match({cell}, '[0-9]+[.]0+') THEN split_part({cell}, '.', 1) ELSE {cell} END"
