"""The normal form of a data set: the same columns whatever its layout, and the SQL that makes them of its cells.

A cell that cannot be read becomes null, never 0, and is named in `unread`. Names and codes stay as they are in the
file: what they mean is decided in `vocabulary`.
"""

from collections.abc import Iterator, Mapping

from conflict_cli.dataset import cells
from conflict_cli.dataset.layout import Coded, Layout, NumberColumns, PartColumns
from conflict_cli.dataset.recognition import Recognised
from conflict_cli.incident import MEASURES, Measure

BETWEEN = "\x1f"
"""What stands between the names that come from several columns."""

PLAIN = ("id", "title", "note", "first", "last", "mark", "written", "site", "type", "target", "actors", "sources")
BOUNDS = ("low", "best", "high")
WRITTEN, FIGURES = "written_dates", "worded_figures"
"""The tables of dates in EDTF and of figures in words: their `text`, and what it says as a `value`."""

_WIDEST: Mapping[str, int] = {"lat": 90, "lon": 180}


def standard_columns(layout: Layout) -> Mapping[str, str]:
    """The columns of the normal form that a data set of this layout may have, with their types."""
    plain = dict.fromkeys((*PLAIN, "unread", "links"), "VARCHAR")
    plain |= {"first": "DATE", "last": "DATE", "lat": "DOUBLE", "lon": "DOUBLE", "nearby": "BOOLEAN"}
    figure = {**dict.fromkeys(BOUNDS, "INTEGER"), "open": "BOOLEAN", "approximate": "BOOLEAN", "text": "VARCHAR"}
    numbered = [*layout.numbers, *(f"killed_{part}" for part in layout.parts)]
    return {**plain, **{f"{key}_{name}": kind for key in numbered for name, kind in figure.items()}}


def normalised(read: Recognised, relation: str) -> str:
    """The SQL of the normal form of a relation whose columns are texts, `c0`, `c1` and so on.

    Its column `unread` says which cells cannot be read, and is null where all can be; `links` is the text of a cell
    that links the event to others. Figures in words and dates in EDTF are looked up in the tables `FIGURES` and
    `WRITTEN`.
    """
    normal = _Normal(read)
    columns = ", ".join(f"{value} AS {name}" for name, value in normal.columns().items())
    return f"SELECT {columns} FROM ({normal.values_over(relation)})"


class _Normal:
    """The columns of one layout, in three steps: cells, the values read from them, and what is made of the values.

    Each step is a projection of its own, so that nothing is read twice.
    """

    def __init__(self, read: Recognised) -> None:
        self._read = read
        self._layout = read.layout
        self._cells: dict[str, str] = {}
        self._values: dict[str, str] = {}
        self._joins: dict[tuple[str, str], str] = {}
        self._unread: list[tuple[str, str]] = []

    def values_over(self, relation: str) -> str:
        """The first two steps: the columns that `columns` refers to."""
        cells = ", ".join(f"{sql} AS {name}" for name, sql in self._cells.items())
        values = "".join(f", {sql} AS {name}" for sql, name in self._values.items())
        joined = "".join(
            f" LEFT JOIN {table} AS {name} ON {name}.text = {cell}" for (table, cell), name in self._joins.items()
        )
        return f"SELECT cells.*{values} FROM (SELECT {cells} FROM {relation}) AS cells{joined}"

    def columns(self) -> Mapping[str, str]:
        """The columns of the normal form."""
        layout = self._layout
        columns = {
            "id": self._cell(layout.id),
            "title": self._cell(layout.title),
            "note": self._cell(layout.note),
            **self._dates(),
            "site": self._joined(*self._site()),
            "nearby": self._nearby(),
            "lat": self._degrees(layout.place.lat, "lat"),
            "lon": self._degrees(layout.place.lon, "lon"),
            "type": self._coded(layout.type),
            "target": self._coded(layout.target),
            "actors": self._joined(*map(self._cell, layout.actors)),
            "sources": self._joined(*map(self._cell, layout.sources)),
        }
        for measure in MEASURES:
            columns |= self._figures(measure)
        self._note_missing(layout.id, columns["id"])
        if layout.links:
            columns["links"] = f"coalesce({', '.join([*map(self._cell, layout.links), 'NULL::VARCHAR'])})"
        any_unread = " OR ".join(f"coalesce({wrong}, false)" for wrong, _ in self._unread)
        told = ", ".join(f"CASE WHEN {wrong} THEN {told} END" for wrong, told in self._unread)
        columns["unread"] = f"CASE WHEN {any_unread} THEN concat_ws('; ', {told}) END"
        return {name: value for name, value in columns.items() if name == "id" or not value.startswith("NULL")}

    def _cell(self, name: str | None) -> str:
        """The text in this column, null where it is blank or says that nothing is known."""
        place = self._read.places.get(name) if name else None
        if place is None:
            return "NULL::VARCHAR"
        self._cells[f"t{place}"] = cell_of(self._read, str(name))
        return f"t{place}"

    def _code(self, name: str | None) -> str:
        """The code in this column."""
        return self._value(cells.code(self._cell(name)))

    def _looked_up(self, table: str, name: str) -> str:
        """What a table says of the text in this column."""
        join = self._joins.setdefault((table, self._cell(name)), f"j{len(self._joins)}")
        return self._value(f"{join}.value")

    def _value(self, sql: str) -> str:
        """The name of a value that is read from cells."""
        return self._values.setdefault(sql, f"v{len(self._values)}")

    def _has(self, name: str | None) -> bool:
        return name is not None and name in self._read.places

    def _note(self, name: str, wrong: str) -> None:
        """A cell of this column is told as unread where this condition holds."""
        cell = f"""coalesce('"' || left({self._cell(name)}, 40) || '"', 'is empty')"""
        told = f"{literal(name.removesuffix('?') + ' ')} || {cell}"
        self._unread.append((wrong, told))

    def _note_missing(self, name: str, value: str) -> None:
        self._note(name, f"{value} IS NULL")

    def _read_as(self, name: str, value: str) -> str:
        """The value of a column, and a complaint where there is a cell that has none."""
        self._note(name, f"{self._cell(name)} IS NOT NULL AND {value} IS NULL")
        return value

    def _joined(self, *texts: str) -> str:
        """Cells as one text; blank ones hold their place."""
        held = ", ".join([f"coalesce(replace({cell}, {literal(BETWEEN)}, ' '), '')" for cell in texts])
        return f"concat_ws({literal(BETWEEN)}, {held})" if texts else "''"

    def _site(self) -> Iterator[str]:
        place = self._layout.place
        for name in (place.name, place.governorate, place.country):
            yield self._cell(name)
        yield self._code(place.precision)
        for name in (place.is_nearby, place.is_elsewhere):
            yield self._cell(name)

    def _nearby(self) -> str:
        place = self._layout.place
        is_coded = f"coalesce({self._code(place.precision)} IN {_tuple(place.nearby)}, false)"
        return f"{is_coded} OR coalesce({self._flag(place.is_nearby)}, false)"

    def _coded(self, coded: Coded | None) -> str:
        return f"coalesce({self._code(coded.column if coded else None)}, '')"

    def _dates(self) -> Mapping[str, str]:
        date = self._layout.date
        if self._has(date.written):
            mapped = self._looked_up(WRITTEN, str(date.written))
            self._note(str(date.written), f"{mapped} IS NULL")
            dates = {name: f"{mapped}.{name}" for name in ("first", "last", "mark")}
            return {**dates, "written": f"CASE WHEN {mapped} IS NOT NULL THEN {self._cell(date.written)} END"}
        first = self._day(str(date.first))
        self._note(str(date.first), f"{first} IS NULL")
        if self._has(date.last):
            last = self._read_as(str(date.last), self._day(str(date.last)))
            self._note(str(date.last), f"{last} < {first}")
            is_read = f"{first} IS NOT NULL AND ({self._cell(date.last)} IS NULL OR {last} >= {first})"
            last = f"CASE WHEN {is_read} THEN coalesce({last}, {first}) END"
            first = f"CASE WHEN {is_read} THEN {first} END"
        else:
            last = first
        code = self._code(date.precision)
        week, month = (f"coalesce({code} IN {_tuple(codes)}, false)" for codes in (date.week, date.month))
        month_of = f"date_trunc('month', {first})"
        about = f"coalesce({code} IN {_tuple(date.approximate)}, false) AND {first} = {last}"
        return {
            "first": f"CASE WHEN {week} THEN {first} - 3 WHEN {month} THEN {month_of} ELSE {first} END::DATE",
            "last": f"CASE WHEN {week} THEN {last} + 3 WHEN {month} THEN last_day({last}) ELSE {last} END::DATE",
            "mark": f"CASE WHEN ({about}) OR {week} THEN '~' ELSE '' END",
            "written": "NULL::VARCHAR",
        }

    def _day(self, name: str) -> str:
        formats = [form.replace("'", "''") for form in self._layout.date.formats]
        return cells.dated(self._value(cells.day(self._cell(name), formats)))

    def _degrees(self, name: str | None, kind: str) -> str:
        if not self._has(name):
            return "NULL::DOUBLE"
        return self._read_as(str(name), self._value(cells.degrees(self._cell(name), _WIDEST[kind])))

    def _figures(self, measure: Measure) -> Mapping[str, str]:
        numbers = self._layout.numbers.get(measure)
        keys = [f"{measure}_{name}" for name in (*BOUNDS, "open", "approximate", "text")]
        if numbers is None:
            return {}
        values = self._numbers(numbers)
        parts = self._layout.parts.items() if measure == "killed" else ()
        columns = dict(zip(keys, values, strict=True))
        for part, where in parts:
            columns |= self._part(f"{measure}_{part}", where, values)
        return columns

    def _numbers(self, numbers: NumberColumns) -> tuple[str, ...]:
        """Low, best and high, open, approximate and the words; all of them null where one number cannot be read."""
        if numbers.words and self._has(numbers.words):
            mapped = self._looked_up(FIGURES, numbers.words)
            self._read_as(numbers.words, mapped)
            bounds = [f"{mapped}.{name}" for name in (*BOUNDS, "open", "approximate")]
            return (*bounds, f"CASE WHEN {mapped}.low IS NOT NULL THEN {self._cell(numbers.words)} END")
        single = numbers.exactly or numbers.at_least or numbers.words
        names = [single] * 3 if single else [str(numbers.low), str(numbers.best), str(numbers.high)]
        for name in dict.fromkeys(names):
            self._read_as(name, self._count(name))
        if not single:
            some, none = (f" {word} ".join(f"{self._cell(name)} IS NULL" for name in names) for word in ("OR", "AND"))
            self._unread.append((f"({some}) AND NOT ({none})", f"'not all of {', '.join(names)} are given'"))
        is_known = " AND ".join(f"{self._count(name)} IS NOT NULL" for name in dict.fromkeys(names))
        if numbers.unknown_if is not None:
            is_known += f" AND {self._count(names[1])} <> {int(numbers.unknown_if)}"
        flags = [self._flag(numbers.open, default=numbers.at_least is not None), self._flag(numbers.approximate)]
        values = [*map(self._count, names), *flags, self._cell(numbers.text)]
        return tuple(f"CASE WHEN {is_known} THEN {value} END" for value in values)

    def _part(self, key: str, where: PartColumns, total: tuple[str, ...]) -> Mapping[str, str]:
        """One group of the killed, as the file bounds it, or within the bounds that the total leaves to it."""
        names = [f"{key}_{name}" for name in (*BOUNDS, "open", "approximate")]
        if not self._has(where.column):
            return {}
        count = self._read_as(where.column, self._count(where.column))
        low, high = self._own_bounds(where) or self._bounds_left(where, count, total)
        flags = (self._flag(where.open), self._flag(where.approximate))
        values = [f"CASE WHEN {total[1]} IS NOT NULL THEN {value} END" for value in (low, count, high)]
        return dict(zip(names, [*values, *flags], strict=True))

    def _own_bounds(self, where: PartColumns) -> tuple[str, str] | None:
        if not (self._has(where.low) and self._has(where.high)):
            return None
        names = str(where.low), str(where.high)
        low, high = (self._read_as(name, self._count(name)) for name in names)
        return low, high

    def _bounds_left(self, where: PartColumns, count: str, total: tuple[str, ...]) -> tuple[str, str]:
        """All that low lacks may be of the group, and so may all that is in high alone, or of no known group."""
        low, best, high = total[:3]
        unknown = "0"
        if self._has(where.unknown):
            name = str(where.unknown)
            unknown = f"coalesce({self._read_as(name, self._count(name))}, 0)"
        return (
            f"greatest(0, {count} - greatest(0, {best} - {low}))",
            f"greatest({count}, least({high}, {count}::BIGINT + {unknown} + greatest(0, {high} - {best})))::INTEGER",
        )

    def _count(self, name: str) -> str:
        return self._value(cells.count(self._cell(name)))

    def _flag(self, name: str | None, *, default: bool = False) -> str:
        if not self._has(name):
            return str(default).lower()
        return self._read_as(str(name), self._value(f"try_cast({self._cell(name)} AS BOOLEAN)"))


def cell_of(read: Recognised, name: str) -> str:
    """The SQL of the text in a column, null where it is blank or says that nothing is known."""
    place = read.places[name]
    text = f"nullif(trim(c{place}), '')"
    if not read.layout.missing:
        return text
    return f"CASE WHEN trim(c{place}) IN {_tuple(read.layout.missing)} THEN NULL ELSE {text} END"


def literal(text: str) -> str:
    """The text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _tuple(codes: tuple[str, ...]) -> str:
    return f"({', '.join(map(literal, codes)) or 'NULL::VARCHAR'})"
