"""The tables of a database of incidents: their columns, what refers to what, and what their reader has to know."""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from conflict_cli.answers.answer import Cell

Kind = Literal["TEXT", "INTEGER", "REAL"]
Row = tuple[Cell, ...]

ALL = "all"
"""Whom a figure is of, where it is of no group alone."""


class Column(Struct, frozen=True):
    """A column, the type of its cells, whether each row must have one, and the table whose key it names, if any."""

    name: str
    kind: Kind
    is_needed: bool = False
    refers: str = ""


class Table(Struct, frozen=True):
    """A table; `key` names the columns that tell its rows apart, `sought` those that rows are looked up by besides."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sought: tuple[str, ...] = ()


class Tables(Struct, frozen=True):
    """All tables, and their rows in batches, each under its table's name and after all rows that it refers to.

    `victims` is whom the figures are of. `remarks` say what of the incidents the tables do not hold.
    """

    tables: tuple[Table, ...]
    batches: Iterable[tuple[str, Sequence[Row]]]
    victims: str = ALL
    remarks: tuple[str, ...] = ()


def _table(name: str, key: str, columns: str, sought: str = "") -> Table:
    """The table of these columns, written `name TYPE`, with `!` where a cell is needed, or `name > table`."""
    return Table(name, tuple(map(_column, columns.split(", "))), tuple(key.split()), tuple(sought.split()))


def _column(written: str) -> Column:
    name, kind, *refers = written.replace(">", "TEXT").split()
    is_needed = kind.endswith("!") or name.endswith("!")
    plain: Kind = "INTEGER" if "INTEGER" in kind else "REAL" if kind == "REAL" else "TEXT"
    return Column(name.rstrip("!"), plain, is_needed, refers[0] if refers else "")


_FIGURE = (
    "measure TEXT!, victims TEXT!, low INTEGER!, best INTEGER!, high INTEGER!, open INTEGER!, approximate INTEGER!, "
    "text TEXT"
)

TABLES = (
    _table("read_me", "position", "position INTEGER!, text TEXT!"),
    _table("about", "name", "name TEXT!, value TEXT"),
    _table("articles", "id", "id TEXT!, title TEXT!, publisher TEXT, published TEXT, url TEXT"),
    _table("sources", "id", "id TEXT!, name TEXT!, kind TEXT"),
    _table("source_aliases", "source alias", "source! > sources, alias TEXT!"),
    _table(
        "places",
        "id",
        "id TEXT!, name TEXT!, kind TEXT, governorate TEXT, country TEXT, lat REAL, lon REAL, pcode TEXT",
    ),
    _table("place_aliases", "place alias", "place! > places, alias TEXT!"),
    _table("actors", "id", "id TEXT!, name TEXT!"),
    _table("actor_aliases", "actor alias", "actor! > actors, alias TEXT!"),
    _table(
        "incidents",
        "id",
        "id TEXT!, position INTEGER!, title TEXT!, date TEXT!, date_from TEXT, date_to TEXT, and_elsewhere INTEGER!, "
        "nearby INTEGER!, type TEXT!, target TEXT, lat REAL, lon REAL, note TEXT",
        "position date_from",
    ),
    _table("incident_places", "incident position", "incident! > incidents, position INTEGER!, place! > places"),
    _table("incident_sources", "incident position", "incident! > incidents, position INTEGER!, source! > sources"),
    _table(
        "attributions",
        "incident position",
        "incident! > incidents, position INTEGER!, actor! > actors, confidence TEXT!",
    ),
    _table("incident_figures", "incident measure victims", f"incident! > incidents, {_FIGURE}"),
    _table(
        "reports",
        "id",
        "id INTEGER!, incident! > incidents, position INTEGER!, source! > sources, article > articles, "
        "paragraph INTEGER, origin TEXT",
    ),
    _table("report_cites", "report position", "report INTEGER! reports, position INTEGER!, source! > sources"),
    _table("figures", "report measure victims", f"report INTEGER! reports, {_FIGURE}"),
    _table("links", "incident relation other", "incident! > incidents, relation TEXT!, other! > incidents"),
    _table(
        "totals",
        "measure",
        "measure TEXT!, victims TEXT!, incidents INTEGER!, reported INTEGER!, low INTEGER, best INTEGER, high INTEGER, "
        "open INTEGER, approximate INTEGER",
    ),
    _table("notes", "position", "position INTEGER!, text TEXT!"),
)

_WRITTEN = """
What was reported of casualties, by whom. No number here is the number of the dead.

Do not add figures up in SQL: the reports of one incident are rival accounts of the same people, two incidents may share
people, and a figure may have no upper limit. The table totals has the sums of all incidents of this file, in which
nobody is counted twice, and the table notes all that has to be said with them.

figures has what each report says, incident_figures what the reports of an incident say together, incident_list the same
in a row for each incident.

A figure has a low, a best and a high. open: no upper limit was reported, and high is the largest number that anyone
stated. approximate: the bounds are rough. text: the report's own words. Where there is no row, or NULL, nothing was
reported, which is not 0.

victims is "all", or the group of these people that a figure is of: groups are never more people. measure is killed,
injured, or casualties, where the report does not tell the two apart: never add these to the others.

links: other is an incident that overlaps this one (as written), that holds its people (part_of), that surely has none
of them (distinct_from), or that may share some of them by all that is written (may_overlap).

incident_sources has who reports an incident, or whom a record of a data set cites; the figures of a data set are its
own.
"""
READ_ME = tuple(" ".join(paragraph.split()) for paragraph in _WRITTEN.split("\n\n"))
