"""Turn the texts of a ledger into typed values; a `BadValueError` says what to write instead.

Figures and dates have grammars of their own, in `figures` and `dates`. Nothing here knows keys or places in a file.
"""

import re
from datetime import date
from typing import Literal

from conflict_cli.record.dates import When, parse_when
from conflict_cli.record.digits import in_latin
from conflict_cli.record.errors import BadValueError, quoted
from conflict_cli.record.figures import LARGEST
from conflict_cli.record.names import folded

LONGEST_SLUG = 64
SLUG = r"[a-z0-9][a-z0-9._-]{0,63}"
URL = r"https?://\S+"
SHA256 = r"[0-9a-f]{64}"
# The form of BCP 47's tags, and of those that a private or an old registration begins.
LANGUAGE = r"([A-Za-z]{2,8}|[XxIi]-[A-Za-z0-9]{1,8})(-[A-Za-z0-9]{1,8}){0,8}"
UNKNOWN = "unknown"
FURTHEST: dict[str, int] = {"lat": 90, "lon": 180}

_SLUG = re.compile(SLUG)
_URL = re.compile(URL)
_WHOLE = re.compile(r"0|[1-9][0-9]*")
_DECIMAL = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,20})?")
_SLUG_FORM = f"write at most {LONGEST_SLUG} of the letters a-z, digits, -, _ and ., such as kafr-batikh-school"
_TRUE = frozenset("true yes y on 1".split())
_FALSE = frozenset("false no n off 0".split())


def parse_slug(text: str) -> str:
    """Return the text if it can be an id or a key: lower-case letters, digits, `-`, `_` and `.`, at most 64 of them."""
    if _SLUG.fullmatch(text):
        return text
    better = re.sub(r"[^a-z0-9._-]+", "-", folded(text[:1000])).strip("-._")[:LONGEST_SLUG]
    what = f"{quoted(text)} is too long" if len(text) > LONGEST_SLUG else f"{quoted(text)} cannot be an id or a key"
    raise BadValueError(what, f"write {better}" if _SLUG.fullmatch(better) else _SLUG_FORM)


def parse_date(text: str) -> When:
    """Return the date; `unknown` is any day, as a record without a date has it."""
    if text.strip() == UNKNOWN:
        return When(UNKNOWN, date.min, date.max)
    return parse_when(text)


def parse_flag(text: str) -> bool:
    """Say whether the text is `true`; it must be `true` or `false`."""
    if text in ("true", "false"):
        return text == "true"
    word = text.strip().casefold()
    meant = "true" if word in _TRUE else "false" if word in _FALSE else "true or false"
    raise BadValueError(f"{quoted(text)} is not true or false", f"write {meant}")


def parse_count(text: str) -> int:
    """Return the number that this text gives to a thing in a row, counted from 1."""
    number = parse_number(text)
    if number < 1:
        raise BadValueError("0 is no place in a row", "count from 1")
    return number


def parse_number(text: str) -> int:
    """Return the whole number written in plain digits, at most `figures.LARGEST`."""
    text = in_latin(text)
    if len(text) > len(str(LARGEST)) and text.isdecimal():
        raise BadValueError(f"a number of {len(text)} digits is too large", f"write at most {LARGEST}")
    if _WHOLE.fullmatch(text):
        return int(text)
    digits = text.strip().replace(",", "").replace("_", "").lstrip("+0")
    is_plain = _WHOLE.fullmatch(digits) and len(digits) <= len(str(LARGEST))
    raise BadValueError(
        f"{quoted(text)} is not a plain number", f"write {digits}" if is_plain else "write digits alone, such as 3"
    )


def parse_degrees(text: str, name: Literal["lat", "lon"]) -> float:
    """Return the latitude or longitude, in decimal degrees."""
    furthest = FURTHEST[name]
    form = f"write decimal degrees from -{furthest} to {furthest}, such as 34.9265"
    if not _DECIMAL.fullmatch(text):
        better = text.strip().replace(",", ".").replace("−", "-").lstrip("+")
        raise BadValueError(
            f"{quoted(text)} is not in decimal degrees", f"write {better}" if _DECIMAL.fullmatch(better) else form
        )
    if abs(float(text)) > furthest:
        raise BadValueError(f"{text} is off the globe", form)
    return float(text)


def parse_url(text: str) -> str:
    """Return the text if it is a web address."""
    if _URL.fullmatch(text):
        return text
    if " " not in text and "://" not in text and "." in text:
        raise BadValueError(f"{quoted(text)} is not a web address", f"write https://{text[:200]}")
    raise BadValueError(f"{quoted(text)} is not a web address", "write one that begins with https:// or http://")


def parse_digest(text: str) -> str:
    """Return the text if it is a SHA-256 as 64 hexadecimal digits in lower case."""
    if re.fullmatch(SHA256, text):
        return text
    better = text.strip().lower().removeprefix("sha256:").split(" ")[0]
    hint = f"write {better}" if re.fullmatch(SHA256, better) else "write what sha256sum prints of the saved copy"
    raise BadValueError(f"{quoted(text)} is not 64 of the digits 0-9 and the letters a-f", hint)


def parse_language(text: str) -> str:
    """Return the text if it has the form of a language tag of BCP 47."""
    if re.fullmatch(LANGUAGE, text):
        return text
    better = text.strip().replace("_", "-")
    hint = f"write {better}" if re.fullmatch(LANGUAGE, better) else "write a tag of BCP 47, such as ar, en or zh-Hant"
    raise BadValueError(f"{quoted(text)} is not the tag of a language", hint)
