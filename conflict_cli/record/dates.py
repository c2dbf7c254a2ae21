"""Read dates as reports give them: the part of EDTF (ISO 8601-2, Library of Congress) that vague reports need.

Every date has a first and a last possible day.
"""

from datetime import date, timedelta

from msgspec import Struct

from conflict_cli.record.english_dates import in_figures
from conflict_cli.record.errors import BadValueError, quoted
from conflict_cli.record.periods import days_of_name

FORMS = "write 2018-04-30, 2018-04, 2018, 2018-04-28/2018-04-30 or [2018-04-28..2018-04-30], with ?, ~ or % after it"
PERIOD_FORMS = "write 2018, 2018-Q2, 2018-04, 2018-W17, 2018-04-30 or 2018-04..2018-05"


class When(Struct, frozen=True, array_like=True, gc=False):
    """A date as written, with its first and last possible day; `?` is uncertain, `~` approximate, `%` both."""

    text: str
    first: date
    last: date
    uncertain: bool = False
    approximate: bool = False

    @property
    def is_unknown(self) -> bool:
        """Whether it may be any day."""
        return self.first == date.min and self.last == date.max

    @property
    def is_doubtful(self) -> bool:
        """Whether it is marked as uncertain, approximate or both."""
        return self.uncertain or self.approximate

    @property
    def certain(self) -> tuple[date, date] | None:
        """The first and the last day on which it surely went on; None if no day is sure.

        A day is sure, and of `A/B` those that lie between the ends however these are taken. On which day of a month,
        of a year or of `[A..B]` it was, nobody says, and a doubtful date is sure of nothing.
        """
        if self.is_doubtful or self.is_unknown:
            return None
        if self.first == self.last:
            return self.first, self.last
        return _days_between(self.text)


class Period(Struct, frozen=True):
    """The days from `first` to `last`, both included."""

    first: date = date.min
    last: date = date.max

    def meets(self, when: When) -> bool:
        """Say whether it may have happened in this period."""
        return self.first <= self.last and when.first <= self.last and self.first <= when.last

    def covers(self, when: When) -> bool:
        """Say whether all its possible days lie in this period."""
        return self.first <= when.first and when.last <= self.last

    def within(self, other: "Period") -> "Period":
        """Return the days in both periods; a period that ends before it begins holds none."""
        return Period(max(self.first, other.first), min(self.last, other.last))


def parse_when(text: str) -> When:
    """Read a date in EDTF; `BadValueError` says what is wrong and what to write instead."""
    written = text.strip()
    bare = written.rstrip("?~%")
    marks = written[len(bare) :]
    if len(marks) > 1:
        raise BadValueError(f"{quoted(text)} ends in more than one of ?, ~ and %", f"write {bare[:40]}% for both")
    first, last = _days(bare)
    return When(written, first, last, uncertain=marks in ("?", "%"), approximate=marks in ("~", "%"))


def parse_period(text: str) -> Period:
    """Read the days of a filter: `2018`, `2018-04`, `2018-04-30`, a week, a quarter, or `A..B` with one end or both."""
    start, dots, end = text.strip().partition("..")
    if not dots:
        return Period(*_asked(start))
    if not start and not end:
        raise BadValueError('".." names no days', PERIOD_FORMS)
    first = _asked(start)[0] if start else date.min
    last = _asked(end)[1] if end else date.max
    if first > last:
        raise BadValueError(f"{quoted(text)} ends before it begins", f"write {end}..{start}")
    return Period(first, last)


def parse_days(since: str | None, until: str | None, within: str | None) -> Period:
    """Read the days that three filters leave; `BadValueError` for one that cannot be read, or where none is left."""
    first = parse_period(since).first if since else date.min
    last = parse_period(until).last if until else date.max
    period = Period(first, last).within(parse_period(within) if within else Period())
    if period.first > period.last:
        raise BadValueError(f"no day is from {period.first} to {period.last}", "correct one of the dates")
    return period


def _asked(text: str) -> tuple[date, date]:
    return days_of_name(text) or _span(text, PERIOD_FORMS)


def _days(bare: str) -> tuple[date, date]:
    if bare.startswith("[") and bare.endswith("]") and ".." in bare:
        ends, mark = bare[1:-1].split(".."), ".."
    elif "/" in bare and bare.count("/") != 2:  # 30/04/2018 is no EDTF, and means two days in two countries
        ends, mark = bare.split("/"), "/"
    else:
        return _span(bare, FORMS)
    if len(ends) != 2:
        raise BadValueError(f"{quoted(bare)} has {len(ends)} ends", FORMS)
    (first, _), (_, last) = (_span(end.strip(), FORMS) for end in ends)
    if first > last:
        turned = f"{ends[1].strip()}{mark}{ends[0].strip()}"
        raise BadValueError(
            f"{quoted(bare)} ends before it begins", f"write {f'[{turned}]' if mark == '..' else turned}"
        )
    return first, last


def _days_between(text: str) -> tuple[date, date] | None:
    """Return the days surely in `A/B`, from the latest day that A may be to the earliest that B may be, if any."""
    start, slash, end = text.partition("/")
    try:
        (earliest, begun), (ending, latest) = (_span(one.strip(), FORMS) for one in (start, end if slash else ""))
    except BadValueError:
        return None  # another form, or the free text of a data set
    first, last = min(begun, latest), max(earliest, ending)
    return (first, last) if first <= last else None


def _span(text: str, forms: str) -> tuple[date, date]:
    """Return the first and last day of a year, a month or a day."""
    fields = text.split("-")
    if not (text.isascii() and all(field.isdecimal() for field in fields) and len(fields) <= 3):
        spoken = in_figures(text)
        raise BadValueError(f"{quoted(text)} is not a date", f"write {spoken}" if spoken else forms)
    if [len(field) for field in fields] != [4, 2, 2][: len(fields)]:
        # 2018-4-3 needs only its noughts.
        is_near = len(fields[0]) == 4 and all(1 <= len(field) <= 2 for field in fields[1:])
        padded = "-".join([fields[0], *(field.zfill(2) for field in fields[1:])])
        raise BadValueError(f"{quoted(text)} is not a date", f"write {padded}" if is_near else forms)
    year, month, day = (int(fields[i]) if i < len(fields) else None for i in range(3))
    if not year:
        raise BadValueError("there is no year 0000", forms)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        raise BadValueError(f"{quoted(text)}: there is no month {fields[1]}", "write a month from 01 to 12")
    days = 31 if month == 12 else (date(year, month + 1, 1) - timedelta(days=1)).day
    if day is None:
        return date(year, month, 1), date(year, month, days)
    if not 1 <= day <= days:
        raise BadValueError(
            f"{quoted(text)}: {fields[0]}-{fields[1]} has no day {fields[2]}", f"write a day from 01 to {days}"
        )
    return date(year, month, day), date(year, month, day)
