"""The parts of a database of incidents: the SQL of its tables, their rows, and a text for its readers."""

from collections.abc import Iterable, Sequence
from importlib.resources import files

from msgspec import Struct

from conflict_cli.answers.answer import Cell
from conflict_cli.record.figures import BOUNDS, MARKS
from conflict_cli.record.measures import TABLE

Row = tuple[Cell, ...]

ALL = "all"
"""The value of the columns `victims` for figures of everybody."""

_WRITTEN = """
Reported casualties, and who reported them. No number here is the number of the dead.

Do not add figures up in SQL: the reports of one incident are rival accounts of the same people, two incidents may share
people, and a figure may have no upper limit. The table totals has the sums of all incidents of this file, in which
nobody is counted twice, and the table notes all that has to be said with them.

figures has what each report says, incident_figures what the reports of an incident say together, incident_list the same
in a row for each incident.

Two kinds of reports are kept and counted nowhere, neither in incident_figures and incident_list nor in totals. Leave
them out of whatever you reckon from figures. reports.is_superseded is 1: a later report of the same source corrects
this one, and names its article under supersedes. reports.denies is 1: a party answers for itself.

A figure has a low, a best and a high. open: no upper limit was reported, and high is the largest number that anyone
stated. approximate: the bounds are rough. text: the report's own words. Where there is no row, or NULL, nothing was
reported, which is not 0. derived is 1: it, or one of the accounts in it, follows from the numbers of other groups, and
no report states it; then text says from which.

victims is "all", or the group of these people that a figure is of: groups are never more people. measure is one of
{measures}: never add one of them to another.

links: other is an incident that overlaps this one (as written), that holds its people (part_of), that surely has none
of them (distinct_from), or that may share some of them by all that is written (may_overlap).

attributions has how surely an actor is named, attribution_sources by whom, where a report says so: other sources do not
say it. place_in has in which other places a place lies.

incident_sources has who reports an incident, who denies it included, or whom a record of a data set cites; the figures
of a data set are its own.
"""
_NUMBERS = (*BOUNDS, *MARKS, "derived")
_FIGURE = ",\n  ".join(
    ("measure TEXT NOT NULL", "victims TEXT NOT NULL", *(f"{name} INTEGER NOT NULL" for name in _NUMBERS), "text TEXT")
)
"""The columns of a figure; open, approximate and derived are 0 or 1."""

_MEASURES = ", ".join(one if one == kind.about else f"{one} ({kind.about})" for one, kind in TABLE.items())
READ_ME = tuple(" ".join(paragraph.split()) for paragraph in _WRITTEN.replace("{measures}", _MEASURES).split("\n\n"))


class Tables(Struct, frozen=True):
    """The rows of the tables in batches, each under its table's name and after all rows that it refers to.

    `victims` is the group that the figures are of, or `ALL`. `remarks` say which links the tables leave out.
    """

    batches: Iterable[tuple[str, Sequence[Row]]]
    victims: str = ALL
    remarks: tuple[str, ...] = ()


def schema() -> tuple[str, str]:
    """Return the SQL that makes the tables, and the SQL that makes their indexes once all rows are in."""
    script = files("conflict_cli.exports").joinpath("tables.sql").read_text("utf-8")
    script = script.replace("{figure},", f"{_FIGURE},")
    tables, first_index, other_indexes = script.partition("CREATE INDEX")
    return tables, first_index + other_indexes
