"""The SQL that reads one cell: a number of people, a day, degrees or a code; null if it cannot be read."""

from collections.abc import Sequence

from conflict_cli.dataset.intake.sql import literal
from conflict_cli.record.digits import MEANT, WRITTEN
from conflict_cli.record.figures import LARGEST

_OLDEST = 130
_DIGITS = len(str(LARGEST))
_WITH_TIME = (
    r"'[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)? ?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?'"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH_NAMES = (
    "'(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?"
    "|dec(ember)?)[.]?'"
)
_ISO = "%Y-%m-%d"
_YEARS = "BETWEEN DATE '1000-01-01' AND DATE '9998-12-31'"
"""Years that a record may be of: a lesser one was written with two digits, a greater one stands for no year."""

MARKS_OF_THOUSANDS = {",": ",", ".": "[.]", " ": "[ \u00a0\u2009\u202f]", "'": "[''\u2019]"}
"""The marks that may stand between thousands, each with its pattern in SQL."""


def in_latin(text: str) -> str:
    """Return the text with Latin digits."""
    return f"translate({text}, '{WRITTEN}', '{MEANT}')"


def mostly_latin(cell: str, text: str) -> str:
    """Return the text made of this cell with Latin digits; nearly all cells have no other letters than ASCII."""
    return f"CASE WHEN strlen({cell}) > length({cell}) THEN {in_latin(text)} ELSE {text} END"


def count(cell: str, text: str) -> str:
    """Return the number of people in this cell, or else in its text; null for 5.7 or -1, which a cast would accept."""
    digits = f"try_cast({cell} AS INTEGER)"
    is_count = f"regexp_full_match({text}, '0*[0-9]{{1,{_DIGITS}}}([.]0+)?')"
    number = f"CASE WHEN {is_count} THEN split_part({text}, '.', 1)::INTEGER END"
    return f"CASE WHEN {digits}::VARCHAR = {cell} AND {digits} BETWEEN 0 AND {LARGEST} THEN {digits} ELSE {number} END"


def perhaps_in_thousands(text: str) -> str:
    """Return the text if it is a number of four digits and more, or one with marks that may stand between thousands."""
    mark = f"[{''.join(MARKS_OF_THOUSANDS.values()).replace('[', '').replace(']', '')}]"
    any_of = f"[0-9{mark[1:]}"
    is_any = f"^[0-9]({any_of}{{3,}}|{any_of}{mark}|{mark}{any_of})$"
    return f"nullif(regexp_extract({text}, '{is_any}'), '')"


def day(cell: str, text: str, formats: Sequence[str]) -> str:
    """Return the day in this cell, or else in its text, written in one of the formats; `dated` checks its year.

    A word without a digit is not a day, though the engine takes `epoch` for one. A day with a time of day is read in
    any case, as it is written there: `2018-04-30T12:00:00Z`.
    """
    with_time = f"CASE WHEN regexp_full_match({text}, {_WITH_TIME}) THEN try_cast(left({text}, 10) AS DATE) END"
    read = f"coalesce({day_in(text, formats)}, {with_time})" if formats else with_time
    any_day = f"WHEN regexp_matches({text}, '[0-9]') THEN {read}"
    if _ISO not in formats:
        return f"CASE {any_day} END"
    plain = f"try_cast({cell} AS DATE)"  # reads most days, at half the cost
    return f"CASE WHEN {plain}::VARCHAR = {cell} THEN {plain} {any_day} END"


def day_in(cell: str, formats: Sequence[str]) -> str:
    """Return the day in this cell, written in one of the formats and in no other way.

    Formats with a year of two digits come first, because `%Y` would take the 20 of 9-May-20 for a year.
    """
    short = [form for form in formats if "%y" in form]
    listed = ", ".join(map(literal, (*short, *(form for form in formats if form not in short))))
    return f"try_strptime({cell}, [{listed}])::DATE"


def year(cell: str) -> str:
    """Return the year in this cell."""
    number = f"CASE WHEN regexp_full_match({cell}, '[0-9]{{4}}([.]0+)?') THEN left({cell}, 4)::INTEGER END"
    return f"CASE WHEN {number} BETWEEN 1000 AND 9998 THEN {number} END"


def month(cell: str) -> str:
    """Return the month in this cell, from its number or its English name; 0 if the cell is blank or 0."""
    word = f"list_position({_MONTHS}, left(lower({cell}), 3))"
    name = f"CASE WHEN regexp_full_match(lower({cell}), {_MONTH_NAMES}) THEN {word}::INTEGER END"
    return f"coalesce({_up_to(12, cell)}, {name})"


def day_of_month(cell: str) -> str:
    """Return the number of the day in this cell; 0 if the cell is blank or 0."""
    return _up_to(31, cell)


def _up_to(most: int, cell: str) -> str:
    number = (
        f"CASE WHEN regexp_full_match({cell}, '0*[0-9]{{1,2}}([.]0+)?') THEN split_part({cell}, '.', 1)::INTEGER END"
    )
    return f"CASE WHEN {cell} IS NULL THEN 0 WHEN {number} <= {most} THEN {number} END"


def dated(value: str) -> str:
    """Return the day if its year is possible for a record, else null."""
    return f"CASE WHEN {value} {_YEARS} THEN {value} END"


def age(cell: str) -> str:
    """Return the age in years in this cell."""
    is_age = f"regexp_full_match({cell}, '[0-9]{{1,3}}([.][0-9]+)?')"
    number = f"CASE WHEN {is_age} THEN try_cast({cell} AS DOUBLE) END"
    return f"CASE WHEN {number} <= {_OLDEST} THEN {number} END"


def degrees(cell: str, text: str, widest: int) -> str:
    """Return the degrees in this cell, or else in its text; null if they are more than `widest` to either side of 0."""
    plain, number = (f"try_cast({one} AS DOUBLE)" for one in (cell, text))
    read = f"CASE WHEN abs({number}) <= {widest} THEN {number} END"
    return f"CASE WHEN abs({plain}) <= {widest} THEN {plain} ELSE {read} END" if cell != text else read


def code(cell: str) -> str:
    """Return the code in this cell; a whole number written as 2.0 gives the code 2."""
    is_whole = f"contains({cell}, '.') AND regexp_full_match({cell}, '[0-9]+[.]0+')"
    return f"CASE WHEN {is_whole} THEN split_part({cell}, '.', 1) ELSE {cell} END"
