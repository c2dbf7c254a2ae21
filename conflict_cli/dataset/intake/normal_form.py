"""The normal form of a data set: the same columns for every layout, and the SQL that makes them from the cells.

A cell that cannot be read becomes null, never 0, and `unread` names it. Names and codes stay as they are in the file;
`vocabulary` decides their meaning.
"""

from collections.abc import Mapping, Sequence

from conflict_cli.dataset.intake import cells
from conflict_cli.dataset.intake.normal_figures import figure_columns
from conflict_cli.dataset.intake.recognition import Recognised
from conflict_cli.dataset.intake.sql import listed, literal
from conflict_cli.dataset.intake.steps import Steps
from conflict_cli.dataset.layout.layout import Coded, Layout
from conflict_cli.record.figures import BOUNDS
from conflict_cli.record.incident import MEASURES

BETWEEN = "\x1f"
"""The mark between the texts of several columns."""

PLAIN = ("id", "title", "note", "first", "last", "mark", "written", "site", "type", "target", "actors", "sources")
WRITTEN = "written_dates"
"""The table of dates in EDTF: each `text`, and its meaning as a `value`."""

_WIDEST: Mapping[str, int] = {"lat": 90, "lon": 180}


def standard_columns(layout: Layout) -> Mapping[str, str]:
    """Return the columns that the normal form of this layout may have, with their types."""
    plain = dict.fromkeys((*PLAIN, "unread", "people", "links"), "VARCHAR")
    plain |= {"first": "DATE", "last": "DATE", "lat": "DOUBLE", "lon": "DOUBLE", "nearby": "BOOLEAN"}
    figure = {**dict.fromkeys(BOUNDS, "INTEGER"), "open": "BOOLEAN", "approximate": "BOOLEAN", "text": "VARCHAR"}
    numbered = [*layout.numbers, *(f"{one}_{part}" for one in MEASURES for part in layout.parts_of(one))]
    return {**plain, **{f"{key}_{name}": kind for key in numbered for name, kind in figure.items()}}


def normalised(read: Recognised, relation: str) -> str:
    """Return the SQL of the normal form of a relation whose columns are texts named `c0`, `c1` and so on.

    The column `unread` names the cells that cannot be read, and is null if all can be read. `people` names the group
    of people that the figures count, and is null if they count everybody. `links` is the text of a cell that links
    the event to others. Figures in words and dates in EDTF are looked up in the tables `FIGURES` and `WRITTEN`.
    """
    normal = _Normal(read)
    columns = ", ".join(f"{value} AS {name}" for name, value in normal.columns().items())
    return f"SELECT {columns} FROM ({normal.steps.values_over(relation)}){normal.steps.order}"


class _Normal:
    """The columns of one layout. They are the last step, made from the cells and values of `steps`."""

    def __init__(self, read: Recognised) -> None:
        self.steps = Steps(read)
        self._layout = read.layout

    def columns(self) -> Mapping[str, str]:
        """Return the SQL of each column of the normal form, without the columns that are always null."""
        layout, place = self._layout, self._layout.place
        columns = {
            "id": self.steps.cell(layout.id),
            "title": self.steps.cell(layout.title),
            "note": self.steps.cell(layout.note),
            **self._dates(),
            "site": self._joined(
                *map(self.steps.cell, (place.name, place.governorate, place.country)),
                self.steps.code(place.precision),
                *map(self.steps.cell, (place.is_nearby, place.is_elsewhere)),
            ),
            "nearby": f"{self._is_among(place.precision, place.nearby)} OR "
            f"coalesce({self.steps.flag(place.is_nearby)}, false)",
            "lat": self._degrees(place.lat, "lat"),
            "lon": self._degrees(place.lon, "lon"),
            "type": self._coded(layout.type),
            "target": self._coded(layout.target),
            "actors": self._joined(*map(self.steps.cell, layout.actors)),
            "sources": self._joined(*map(self.steps.cell, layout.sources)),
            "people": self.steps.cell(layout.group),
        }
        columns |= figure_columns(layout, self.steps)
        self.steps.note(layout.id, f"{columns['id']} IS NULL")
        if layout.links:
            columns["links"] = f"coalesce({', '.join([*map(self.steps.cell, layout.links), 'NULL::VARCHAR'])})"
        columns["unread"] = self.steps.unread()
        return {name: value for name, value in columns.items() if name == "id" or not value.startswith("NULL")}

    def _dates(self) -> Mapping[str, str]:
        """Return the SQL of the columns of the date: from a date in EDTF, or from days and their precision."""
        date = self._layout.date
        if self.steps.has(date.written):
            mapped = self.steps.looked_up(WRITTEN, str(date.written))
            self.steps.note(str(date.written), f"{mapped} IS NULL")
            dates = {name: f"{mapped}.{name}" for name in ("first", "last", "mark")}
            return {**dates, "written": f"CASE WHEN {mapped} IS NOT NULL THEN {self.steps.cell(date.written)} END"}
        first = self._day(str(date.first))
        self.steps.note(str(date.first), f"{first} IS NULL")
        if self.steps.has(date.last):
            last = self.steps.read_as(str(date.last), self._day(str(date.last)))
            self.steps.note(str(date.last), f"{last} < {first}")
            is_read = f"{first} IS NOT NULL AND ({self.steps.cell(date.last)} IS NULL OR {last} >= {first})"
            last = self.steps.value(f"CASE WHEN {is_read} THEN coalesce({last}, {first}) END", step=2)
            first = self.steps.value(f"CASE WHEN {is_read} THEN {first} END", step=2)
        else:
            last = first
        week, month = (self._is_among(date.precision, codes) for codes in (date.week, date.month))
        month_of = f"date_trunc('month', {first})"
        about = f"{self._is_among(date.precision, date.approximate)} AND {first} = {last}"
        return {
            "first": f"CASE WHEN {week} THEN {first} - 3 WHEN {month} THEN {month_of} ELSE {first} END::DATE",
            "last": f"CASE WHEN {week} THEN {last} + 3 WHEN {month} THEN last_day({last}) ELSE {last} END::DATE",
            "mark": f"CASE WHEN ({about}) OR {week} THEN '~' ELSE '' END",
            "written": "NULL::VARCHAR",
        }

    def _day(self, name: str) -> str:
        """Return the SQL of the day in this column."""
        formats = [form.replace("'", "''") for form in self._layout.date.formats]
        return self.steps.value(cells.dated(self.steps.value(cells.day(self.steps.cell(name), formats))), step=1)

    def _joined(self, *texts: str) -> str:
        """Return the SQL that joins cells into one text; a blank cell keeps its position."""
        mark = literal(BETWEEN)
        plain = [
            f"CASE WHEN contains({cell}, {mark}) THEN replace({cell}, {mark}, ' ') ELSE {cell} END" for cell in texts
        ]
        held = ", ".join(f"coalesce({cell}, '')" for cell in plain)
        return f"concat_ws({literal(BETWEEN)}, {held})" if texts else "''"

    def _is_among(self, name: str | None, codes: Sequence[str]) -> str:
        """Return the SQL that says whether the code in this column is one of these."""
        return f"coalesce({self.steps.code(name)} IN {listed(codes)}, false)"

    def _degrees(self, name: str | None, kind: str) -> str:
        """Return the SQL of the degrees in this column, which are of this kind: `lat` or `lon`."""
        if not self.steps.has(name):
            return "NULL::DOUBLE"
        return self.steps.read_as(str(name), self.steps.value(cells.degrees(self.steps.cell(name), _WIDEST[kind])))

    def _coded(self, coded: Coded | None) -> str:
        """Return the SQL of the code in this column; blank where there is none."""
        return f"coalesce({self.steps.code(coded.column if coded else None)}, '')"
