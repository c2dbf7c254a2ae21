"""The normal form of a data set: the same columns for every layout, and the SQL that makes them from the cells.

A cell that cannot be read becomes null, never 0, and `unread` names it. Names and codes stay as they are in the file;
`vocabulary` decides their meaning.
"""

from collections.abc import Iterator, Mapping, Sequence

from conflict_cli.dataset.intake.normal_dates import date_columns
from conflict_cli.dataset.intake.normal_figures import figure_columns
from conflict_cli.dataset.intake.recognition import Recognised
from conflict_cli.dataset.intake.sql import listed, literal
from conflict_cli.dataset.intake.steps import Steps
from conflict_cli.dataset.layout.layout import Coded, Layout
from conflict_cli.record.figures import BOUNDS
from conflict_cli.record.incident import MEASURES

BETWEEN = "\x1f"
"""The mark between the texts of several columns."""

LEFT_OUT = "left_out"
"""The column that says why a row is no event, if the layout chooses rows."""

SEVERAL = ";"

PLAIN = ("id", "title", "note", "first", "last", "mark", "written", "site", "type", "target", "actors", "sources")
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


def mark_between_names(layout: Layout) -> str:
    """Return the mark between several names in a cell of the normal form, in the place of what the layout names."""
    return SEVERAL if layout.separator == (SEVERAL,) else "\x1e"


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
            "revised": self.steps.cell(layout.revised),
            "title": self.steps.cell(layout.title),
            "note": self.steps.cell(layout.note),
            **date_columns(layout.date, self.steps),
            "site": self._joined(
                *self._listed(place.name, place.governorate, place.country),
                self.steps.code(place.precision),
                *map(self.steps.cell, (place.is_nearby, place.is_elsewhere)),
            ),
            "nearby": f"{self.steps.is_among(place.precision, place.nearby)} OR "
            f"coalesce({self.steps.flag(place.is_nearby)}, {self.steps.cell(place.is_nearby)} IS NOT NULL)",
            "lat": self._degrees(place.lat, "lat"),
            "lon": self._degrees(place.lon, "lon"),
            "type": self._coded(layout.type),
            "target": self._coded(layout.target),
            "actors": self._joined(*self._listed(*layout.actors)),
            "sources": self._joined(*self._listed(*layout.sources)),
            "people": self.steps.cell(layout.group),
        }
        columns |= figure_columns(layout, self.steps)
        if self.steps.has(layout.id):
            self.steps.note(str(layout.id), f"{columns['id']} IS NULL")
        if layout.links:
            columns["links"] = f"coalesce({', '.join([*map(self.steps.cell, layout.links), 'NULL::VARCHAR'])})"
        if layout.where:
            columns[LEFT_OUT] = f"CASE {' '.join(self._refused())} END"
        columns |= self.steps.doubts
        columns["unread"] = self.steps.unread()
        return {name: value for name, value in columns.items() if name == "id" or not value.startswith("NULL")}

    def _refused(self) -> Iterator[str]:
        """Yield the SQL that names each column by which the layout chooses rows, if it holds another value."""
        for name, values in self._layout.where.items():
            is_chosen = f"lower({self.steps.cell(name)}) IN {listed(value.lower() for value in values)}"
            yield f"WHEN NOT coalesce({is_chosen}, false) THEN {literal(name)}"

    def _listed(self, *names: str | None) -> Sequence[str]:
        """Return the cells of these columns, with our mark between several names in one cell."""
        mark = mark_between_names(self._layout)
        cells = [self.steps.cell(name) for name in names]
        for separator in self._layout.separator if mark != SEVERAL else ():
            cells = [f"replace({cell}, {literal(separator)}, {literal(mark)})" for cell in cells]
        return cells

    def _joined(self, *texts: str) -> str:
        """Return the SQL that joins cells into one text; a blank cell keeps its position."""
        mark = literal(BETWEEN)
        plain = [
            f"CASE WHEN contains({cell}, {mark}) THEN replace({cell}, {mark}, ' ') ELSE {cell} END" for cell in texts
        ]
        held = ", ".join(f"coalesce({cell}, '')" for cell in plain)
        return f"concat_ws({literal(BETWEEN)}, {held})" if texts else "''"

    def _degrees(self, name: str | None, kind: str) -> str:
        """Return the SQL of the degrees in this column, which are of this kind: `lat` or `lon`."""
        if not self.steps.has(name):
            return "NULL::DOUBLE"
        read = self.steps.read_as(str(name), self.steps.degrees(str(name), _WIDEST[kind]))
        place = self._layout.place
        if not place.exact:
            return read
        return f"CASE WHEN {self.steps.is_among(place.precision, place.exact)} THEN {read} END"

    def _coded(self, coded: Coded | None) -> str:
        """Return the SQL of the code in this column; blank where there is none."""
        return f"coalesce({self.steps.code(coded.column if coded else None)}, '')"
