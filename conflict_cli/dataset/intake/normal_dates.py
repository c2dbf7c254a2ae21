"""The dates of the normal form: the first and the last day of each event, its mark of doubt, and a date as written."""

from collections.abc import Mapping

from msgspec import Struct

from conflict_cli.dataset.intake import cells
from conflict_cli.dataset.intake.steps import Steps
from conflict_cli.dataset.layout.day_formats import ORDERS, SPANS, fixed, rivals, span_of
from conflict_cli.dataset.layout.layout import DateColumns

WRITTEN = "written_dates"
"""The table of dates in EDTF: each `text`, and its meaning as a `value`."""


class _Days(Struct, frozen=True):
    """The SQL of a first day, a last day, and the date in EDTF if it is a whole month or a whole year."""

    first: str
    last: str
    written: str


def date_columns(date: DateColumns, steps: Steps) -> Mapping[str, str]:
    """Return the SQL of the columns of the date: from a date in EDTF, from days, or from a year, a month and a day."""
    if steps.has(date.written):
        mapped = steps.looked_up(WRITTEN, str(date.written))
        steps.note(str(date.written), f"{mapped} IS NULL")
        dates = {name: f"{mapped}.{name}" for name in ("first", "last", "mark")}
        return {**dates, "written": f"{mapped}.written"}
    days = _of_numbers(date, steps) if date.year else _of_days(date, steps)
    week, month = (steps.is_among(date.precision, codes) for codes in (date.in_week, date.in_month))
    month_of = f"date_trunc('month', {days.first})"
    about = f"{steps.is_among(date.precision, date.approximate)} AND {days.first} = {days.last}"
    written = f"CASE WHEN NOT ({week} OR {month}) THEN {days.written} END"
    return {
        "first": f"CASE WHEN {week} THEN {days.first} - 3 WHEN {month} THEN {month_of} ELSE {days.first} END::DATE",
        "last": f"CASE WHEN {week} THEN {days.last} + 3 WHEN {month} THEN last_day({days.last}) "
        f"ELSE {days.last} END::DATE",
        "mark": f"CASE WHEN ({about}) OR {week} THEN '~' ELSE '' END",
        "written": "NULL::VARCHAR" if days.written.startswith("NULL") else written,
    }


def _of_days(date: DateColumns, steps: Steps) -> _Days:
    """Return the days in the columns `first` and `last`; null if one of them cannot be read."""
    begin = _written_day(str(date.first), date, steps)
    steps.note(str(date.first), f"{begin.first} IS NULL")
    if not steps.has(date.last):
        return begin
    end = _written_day(str(date.last), date, steps)
    last = steps.read_as(str(date.last), end.last)
    steps.note(str(date.last), f"{last} < {begin.first}")
    # The text is made only where there is no last day.
    is_read = f"{begin.first} IS NOT NULL AND coalesce({last} >= {begin.first}, {steps.text(date.last)} IS NULL)"
    return _Days(
        steps.value(f"CASE WHEN {is_read} THEN {begin.first} END", step=6),
        steps.value(f"CASE WHEN {is_read} THEN coalesce({last}, {begin.last}) END", step=6),
        _unless_null(begin.written, f"{steps.text(date.last)} IS NULL"),
    )


def _written_day(name: str, date: DateColumns, steps: Steps) -> _Days:
    """Return the days that the text in this column means: a format without a day means the whole month or year."""
    forms: dict[str, list[str]] = {span: [] for span in SPANS}
    for form in fixed(date.formats):
        forms[span_of(form)].append(form)
    cell = steps.written(name)
    read = {span: steps.value(cells.day(*cell, of_span)) for span, of_span in forms.items() if of_span or span == "day"}
    known = {span: steps.value(cells.dated(value), step=1) for span, value in read.items()}
    known["day"] = _in_either_order(name, known["day"], date, steps)
    if len(known) == 1:
        return _Days(known["day"], known["day"], "NULL::VARCHAR")
    month, year = (known.get(span, "NULL::DATE") for span in ("month", "year"))
    first = f"coalesce({known['day']}, date_trunc('month', {month}), date_trunc('year', {year}))::DATE"
    last = f"coalesce({known['day']}, last_day({month}), make_date(year({year}), 12, 31))"
    written = f"CASE WHEN {known['day']} IS NULL THEN coalesce(strftime({month}, '%Y-%m'), strftime({year}, '%Y')) END"
    return _Days(*(steps.value(sql, step=5) for sql in (first, last, written)))


def _in_either_order(name: str, day: str, date: DateColumns, steps: Steps) -> str:
    """Return the day, also if it is the same whether the day or the month comes first; any other day is in doubt.

    The doubt is `d` or `m` if only the day or the month can come first, else `?`, with both days; then the cell.
    """
    formats = rivals(date.formats)
    if not any(formats.values()):
        return day
    cell = steps.digits(name)
    is_open = f"{day} IS NULL AND regexp_matches({cell}, '[0-9]')"
    first, second = (
        steps.value(cells.dated(steps.value(f"CASE WHEN {is_open} THEN {cells.day_in(cell, one)} END", step=2)), step=3)
        for one in (formats[order] for order in ORDERS)
    )
    is_doubted = f"{day} IS NULL AND {first} IS DISTINCT FROM {second}"
    steps.doubt(
        name,
        f"CASE WHEN {is_doubted} THEN CASE WHEN {second} IS NULL THEN 'd' || {cell} "
        f"WHEN {first} IS NULL THEN 'm' || {cell} ELSE '?' || {first} || {second} || {cell} END END",
    )
    return steps.value(f"coalesce({day}, CASE WHEN {first} = {second} THEN {first} END)", step=4)


def _of_numbers(date: DateColumns, steps: Steps) -> _Days:
    """Return the days in the columns `year`, `month` and `day`: a month or a day that is blank or 0 is not known."""
    year = steps.value(cells.year(steps.digits(date.year)))
    month, day = (
        steps.read_as(str(name), steps.value(sql)) if steps.has(name) else "0"
        for name, sql in (
            (date.month, cells.month(steps.digits(date.month))),
            (date.day, cells.day_of_month(steps.digits(date.day))),
        )
    )
    steps.note(str(date.year), f"{year} IS NULL")
    is_read = f"{year} IS NOT NULL AND {month} IS NOT NULL AND {day} IS NOT NULL"
    exact = f"try_cast(format('{{:04d}}-{{:02d}}-{{:02d}}', {year}, {month}, {day}) AS DATE)"
    first = f"WHEN {month} = 0 THEN make_date({year}, 1, 1) WHEN {day} = 0 THEN make_date({year}, {month}, 1)"
    last = (
        f"WHEN {month} = 0 THEN make_date({year}, 12, 31) WHEN {day} = 0 THEN last_day(make_date({year}, {month}, 1))"
    )
    written = f"WHEN {month} = 0 THEN {year}::VARCHAR WHEN {day} = 0 THEN format('{{:04d}}-{{:02d}}', {year}, {month})"
    days = _Days(
        *(
            steps.value(f"CASE WHEN NOT ({is_read}) THEN NULL {sql} ELSE {otherwise} END", step=1)
            for sql, otherwise in ((first, exact), (last, exact), (written, "NULL"))
        )
    )
    if steps.has(date.day):
        steps.note(str(date.day), f"{is_read} AND {days.first} IS NULL")
    return days


def _unless_null(sql: str, condition: str) -> str:
    return sql if sql.startswith("NULL") else f"CASE WHEN {condition} THEN {sql} END"
