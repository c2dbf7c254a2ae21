"""Turn a date in English words into the form that is read here: `30 April 2018` is `2018-04-30`.

Such a date is never read by itself: it is what a message says to write instead.
"""

import re

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SHORTEST = 3


def in_figures(text: str) -> str | None:
    """Return the date of these words as `2018-04-30` or `2018-04`; `YYYY-04` for a month alone, None for no date."""
    words = re.sub(r"(?<=\d)(st|nd|rd|th)\b|\bof\b|[,.]", " ", text.lower()).split()
    named = [month for word in words if (month := _month(word))]
    years = [word for word in words if re.fullmatch(r"[12]\d{3}", word)]
    days = [word for word in words if re.fullmatch(r"0?[1-9]|[12]\d|3[01]", word)]
    if len(named) != 1 or len(words) != 1 + len(years) + len(days) or len(years) > 1 or len(days) > len(years):
        return None
    if not years:
        return f"YYYY-{named[0]}" if words[0] in _MONTHS else None  # "mar" alone may be anything
    return "-".join([years[0], named[0], *(day.zfill(2) for day in days)])


def _month(word: str) -> str | None:
    """Return the number of the month of this name, which may be shortened."""
    found = [f"{number:02}" for number, name in enumerate(_MONTHS, 1) if name.startswith(word)]
    is_long_enough = len(word) >= _SHORTEST and word.isalpha()
    return found[0] if found and is_long_enough else None
