"""The command `compare` and the option `show --with`: incidents beside the events of a data set."""

from math import isnan
from typing import TYPE_CHECKING, Annotated

from msgspec.structs import replace
from typer import Option

from conflict_cli.answers.answer import arranged, labelled, of_whom
from conflict_cli.cli.answer import answer, answer_rows, closing_word
from conflict_cli.cli.files import STANDARD_INPUT
from conflict_cli.cli.filters import FILTERS
from conflict_cli.cli.inputs import Inputs
from conflict_cli.cli.options import Output
from conflict_cli.record.errors import UsageError
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import Selection

if TYPE_CHECKING:
    from conflict_cli.answers.comparison import Beside
    from conflict_cli.selection.nearness import Reach

FARTHEST = 20_040
"""Half the way around the earth, in kilometres."""

LONGEST = 36_525
"""A hundred years, in days."""

KmOption = Annotated[
    float,
    Option("--km", min=0, max=FARTHEST, metavar="KM", help="At most so many kilometres away.", rich_help_panel=FILTERS),
]
DaysOption = Annotated[
    int,
    Option("--days", min=0, max=LONGEST, metavar="DAYS", help="At most so many days apart.", rich_help_panel=FILTERS),
]


def compare(*, files: Inputs, query: Query, out: Output, km: KmOption = 10.0, days: DaysOption = 1) -> int:
    """Set beside each incident the events of a data set that are near it in place and time."""
    from conflict_cli.answers.comparison import compare_for_machines, compare_for_readers

    (data_set,) = files.beside
    if not data_set.is_data_set and (data_set.path.is_file() or data_set.path == STANDARD_INPUT):
        raise UsageError(f"{data_set.path} is no data set; name the data set first, and the ledger after -f")
    selection = files.asked.select(query)
    reach, other = _reach(km, days), data_set.dataset
    compared = other.compared(selection, reach)
    if out.is_for_machines:
        report = labelled(compare_for_machines(compared, selection.names, other.name), query.victims)
        answer(out, files, arranged(report, out.arrangement))
    elif selection.picked or not out.is_on_screen:
        report = compare_for_readers(compared, selection.names, other.name, reach)
        report = replace(report, title=of_whom(query.victims))
        answer_rows(out, files, arranged(report, out.arrangement))
    return closing_word(selection, out)


def events_beside(selection: Selection, files: Inputs, km: float, days: int) -> "Beside | None":
    """Find the events of a data set that are near each incident; None if no data set is named."""
    if not files.beside:
        return None
    from conflict_cli.answers.comparison import Beside

    reach, other = _reach(km, days), files.beside[0].dataset
    found = other.compared(selection, reach)
    return Beside(other.name, reach, {one.picked.incident.id: one for one in found})


def _reach(km: float, days: int) -> "Reach":
    """Return how near an event must be; `UsageError` for a distance that is no number."""
    from conflict_cli.selection.nearness import Reach

    if isnan(km):
        raise UsageError("--km: nan is no distance; write kilometres, such as 10")
    return Reach(km, days)
