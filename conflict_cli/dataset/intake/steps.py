"""The first steps to the normal form: the cells as texts, the values read from them, and values made from values.

Each step is a projection of its own. This way nothing is read twice, and nothing is written twice in the SQL.
"""

from collections.abc import Sequence

from msgspec import Struct

from conflict_cli.dataset.intake import cells
from conflict_cli.dataset.intake.recognition import Recognised
from conflict_cli.dataset.intake.sql import listed, literal
from conflict_cli.dataset.layout.layout import shown

DOUBT = "doubt_"
"""The beginning of the name of a column that holds what only the whole column of the file can decide."""
UNDECIDED = "?"
"""What stands for the mark of a column in which 1.000 may be one or a thousand: it is not read."""
_STEPS = 7


class _Complaint(Struct, frozen=True):
    """What is said of a row that meets a condition; no row meets it that is not `suspect`, which is cheap to find."""

    suspect: str
    wrong: str
    told: str


class Steps:
    """The cells and values that make the columns, and the complaints about cells that cannot be read."""

    def __init__(self, read: Recognised) -> None:
        self._read = read
        self._cells: dict[str, str] = {}
        self._values: tuple[dict[str, str], ...] = tuple({} for _ in range(_STEPS))
        self._joins: dict[tuple[str, str], str] = {}
        self._complaints: dict[_Complaint, None] = {}
        self.doubts: dict[str, str] = {}

    def values_over(self, relation: str) -> str:
        """Return the relation of all requested cells and values, over the relation of the file."""
        cells = ", ".join(f"{sql} AS {name}" for name, sql in self._cells.items())
        cells += ", row_number() OVER () AS place" if self._joins else ""
        read, *made = ("".join(f", {sql} AS {name}" for sql, name in step.items()) for step in self._values)
        joined = "".join(
            f" LEFT JOIN {table} AS {name} ON {name}.text = {cell}" for (table, cell), name in self._joins.items()
        )
        values = f"SELECT cells.*{read} FROM (SELECT {cells} FROM {relation}) AS cells{joined}"
        for step in filter(None, made):
            values = f"SELECT *{step} FROM ({values})"
        return values

    @property
    def order(self) -> str:
        """The clause that keeps the order of the file, which a join may change. Line numbers depend on this order."""
        return " ORDER BY place" if self._joins else ""

    def unread(self) -> str:
        """Return the text that names the cells that cannot be read; null if all can be read."""
        suspects = " OR ".join(dict.fromkeys(one.suspect for one in self._complaints))
        told = ", ".join(f"CASE WHEN {one.wrong} THEN {one.told} END" for one in self._complaints)
        return f"CASE WHEN {suspects} THEN nullif(concat_ws('; ', {told}), '') END"

    def has(self, name: str | None) -> bool:
        """Say whether the file has this column of the layout."""
        return name is not None and name in self._read.places

    def cell(self, name: str | None) -> str:
        """Return the text in this column; null if it is blank or means that nothing is known."""
        place = self._read.places.get(name) if name else None
        if place is None:
            return "NULL::VARCHAR"
        self._cells[f"t{place}"] = cell_of(self._read, str(name))
        return f"t{place}"

    def text(self, name: str | None) -> str:
        """Return the SQL of the same text, for what is asked of few rows: only for those is it made."""
        if not self.has(name):
            return "NULL::VARCHAR"
        text = f"trim({self._raw(str(name))})"
        missing = self._read.layout.missing_in(str(name))
        return f"CASE WHEN {text} NOT IN {listed(['', *missing])} THEN {text} END" if missing else f"nullif({text}, '')"

    def digits(self, name: str | None) -> str:
        """Return the text in this column with Latin digits, for numbers and days."""
        place = self._read.places.get(name) if name else None
        if place is None:
            return self.cell(name)
        self._cells[f"d{place}"] = cells.mostly_latin(f"c{place}", cell_of(self._read, str(name)))
        return f"d{place}"

    def written(self, name: str) -> tuple[str, str]:
        """Return the cell of this column as it is in the file, and the SQL of its text with Latin digits.

        What can be read in the cell itself is meant by it; the text is made for the others alone.
        """
        if self._read.layout.missing_in(name):
            return self.digits(name), self.digits(name)
        return self._raw(name), cells.in_latin(self.text(name))

    def _raw(self, name: str) -> str:
        cell = f"c{self._read.places[name]}"
        self._cells[cell] = cell
        return cell

    def code(self, name: str | None) -> str:
        """Return the code in this column."""
        return self.value(cells.code(self.cell(name)))

    def is_among(self, name: str | None, codes: Sequence[str]) -> str:
        """Return the SQL that says whether the code in this column is one of these."""
        return f"coalesce({self.code(name)} IN {listed(codes)}, false)" if codes else "false"

    def looked_up(self, table: str, name: str) -> str:
        """Return the value that a table gives for the text in this column."""
        join = self._joins.setdefault((table, self.cell(name)), f"j{len(self._joins)}")
        return self.value(f"{join}.value")

    def value(self, sql: str, *, step: int = 0) -> str:
        """Add a value and return its name. Step 0 reads cells; a later step uses the values of the steps before it."""
        return self._values[step].setdefault(sql, f"v{sum(map(len, self._values))}")

    def read_as(self, name: str, value: str) -> str:
        """Return the value of a column, and complain of each cell that has a text but no value."""
        is_null = f"{value} IS NULL"
        self._note(name, is_null, f"{self.text(name)} IS NOT NULL AND {is_null}")
        return value

    def note(self, name: str, wrong: str) -> None:
        """Name the cell of this column as unread in every row that meets this condition."""
        self._note(name, wrong, wrong)

    def _note(self, name: str, suspect: str, wrong: str) -> None:
        cell = f"""coalesce('"' || left({self.text(name)}, 40) || '"', 'is empty')"""
        self.complain(suspect, wrong, f"{literal(shown(name) + ' ')} || {cell}")

    def complain(self, suspect: str, wrong: str, told: str) -> None:
        """Say what this SQL makes in every row that meets a condition, which only rows meet that are `suspect`."""
        self._complaints[_Complaint(suspect, wrong, told)] = None

    def doubt(self, name: str, sql: str) -> None:
        """Keep what only the whole column can decide of this column's cells, in a column of the normal form.

        It is null for a cell that can be read by itself.
        """
        self.doubts[f"{DOUBT}{self._read.places[name]}"] = sql

    def count(self, name: str) -> str:
        """Return the number of people in this column."""
        if not self.has(name):
            return self.value("NULL::INTEGER")
        cell, text = self.written(name)
        text = self._with_point(text)
        mark = self._read.thousands.get(name)
        if mark is None:
            self.doubt(name, f"CASE WHEN strlen({cell}) > 2 THEN {cells.perhaps_in_thousands(text)} END")
        elif mark == UNDECIDED:
            text = f"CASE WHEN NOT regexp_full_match({text}, '[1-9][0-9]{{0,2}}[.]000') THEN {text} END"
        else:
            between = cells.MARKS_OF_THOUSANDS[mark]
            grouped = f"regexp_full_match({text}, '[1-9][0-9]{{0,2}}({between}[0-9]{{3}})+([.,][0-9]+)?')"
            digits = f"replace(regexp_replace({text}, '{between}', '', 'g'), ',', '.')"
            text = f"CASE WHEN {grouped} THEN {digits} ELSE {text} END"
        return self.value(cells.count(cell, text))

    def degrees(self, name: str, widest: int) -> str:
        """Return the degrees in this column, which are at most `widest` to either side of 0."""
        cell, text = self.written(name)
        if self._read.layout.decimal_comma:
            cell = text = self.plain(name)
        return self.value(cells.degrees(cell, text, widest))

    def plain(self, name: str) -> str:
        """Return the text in a column of numbers, with a decimal point where the file has a decimal comma."""
        return self.value(self._with_point(self.digits(name)))

    def _with_point(self, text: str) -> str:
        return f"translate({text}, ',.', '.,')" if self._read.layout.decimal_comma else text

    def flag(self, name: str | None, *, default: bool = False) -> str:
        """Return the truth value in this column; the default if the file has no such column."""
        if not self.has(name):
            return str(default).lower()
        return self.read_as(str(name), self.value(f"try_cast({self.cell(name)} AS BOOLEAN)"))


def cell_of(read: Recognised, name: str) -> str:
    """Return the SQL of the text in a column; null if it is blank or means that nothing is known."""
    cell = f"c{read.places[name]}"
    # Most cells have no blanks around them, and the check costs less than trimming. Empty texts too come before "!".
    has_blanks = f"{cell} < '!' OR suffix({cell}, ' ')"
    text = f"CASE WHEN {has_blanks} THEN nullif(trim({cell}), '') ELSE {cell} END"
    missing = read.layout.missing_in(name)
    if not missing:
        return text
    return f"CASE WHEN trim({cell}) IN {listed(missing)} THEN NULL ELSE {text} END"
