"""The SQL that reads one cell: a number of people, a day, degrees or a code; null if it cannot be read."""

from collections.abc import Sequence

from conflict_cli.record.figures import LARGEST

_DIGITS = len(str(LARGEST))
_YEARS = "BETWEEN DATE '1000-01-01' AND DATE '9998-12-31'"
"""Years that a record may be of: a lesser one was written with two digits, a greater one stands for no year."""


def count(cell: str) -> str:
    """Return the number of people in this cell; null for 5.7 or -1, which a cast would accept."""
    is_count = f"regexp_full_match({cell}, '0*[0-9]{{1,{_DIGITS}}}([.]0+)?')"
    digits = f"try_cast({cell} AS INTEGER)"
    number = f"CASE WHEN {is_count} THEN split_part({cell}, '.', 1)::INTEGER END"
    return f"CASE WHEN {digits}::VARCHAR = {cell} AND {digits} BETWEEN 0 AND {LARGEST} THEN {digits} ELSE {number} END"


def day(cell: str, formats: Sequence[str]) -> str:
    """Return the day in this cell, written in one of the formats; `dated` checks its year.

    Formats with a year of two digits come first, because `%Y` would take the 20 of 9-May-20 for a year. A word
    without a digit is not a day, though the engine takes `epoch` for one.
    """
    short = [form for form in formats if "%y" in form]
    listed = ", ".join(f"'{form}'" for form in (*short, *(form for form in formats if form not in short)))
    return f"CASE WHEN regexp_matches({cell}, '[0-9]') THEN try_strptime({cell}, [{listed}])::DATE END"


def dated(value: str) -> str:
    """Return the day if its year is possible for a record, else null."""
    return f"CASE WHEN {value} {_YEARS} THEN {value} END"


def degrees(cell: str, widest: int) -> str:
    """Return the degrees in this cell; null if they are more than `widest` to either side of 0."""
    number = f"try_cast({cell} AS DOUBLE)"
    return f"CASE WHEN abs({number}) <= {widest} THEN {number} END"


def code(cell: str) -> str:
    """Return the code in this cell; a whole number written as 2.0 gives the code 2."""
    return f"CASE WHEN regexp_full_match({cell}, '[0-9]+[.]0+') THEN split_part({cell}, '.', 1) ELSE {cell} END"
