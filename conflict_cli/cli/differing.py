"""The command `diff`: what changed between two ledgers or data sets, or between two revisions of a ledger."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument

from conflict_cli.answers.answer import arranged, labelled
from conflict_cli.cli.answer import answer
from conflict_cli.cli.console import NOT_OK, OK, say
from conflict_cli.cli.files import Input
from conflict_cli.cli.inputs import Inputs, LayoutOption, NoCacheOption, SheetOption, check_standard_input, input_of
from conflict_cli.cli.options import Output
from conflict_cli.record.errors import UsageError
from conflict_cli.record.incident import Ledger
from conflict_cli.selection.query import Query

if TYPE_CHECKING:
    from conflict_cli.answers.changes import Sides

_FILE = "A ledger, a data set, or REVISION:PATH of git."


class Revision(Input):
    """A ledger as it was in a revision of git."""

    @cached_property
    def is_data_set(self) -> bool:
        """No: a data set is not kept in git."""
        return False

    def silent_ledger(self) -> Ledger:
        """Read the ledger from git."""
        from conflict_cli.ledger.document import collection_paused
        from conflict_cli.ledger.old_state import ledger_in_revision

        with collection_paused():
            return ledger_in_revision(str(self.path))

    @property
    def paths(self) -> tuple[Path, ...]:
        """No file: what git holds is not written to."""
        return ()


def old_and_new(
    *,
    old: Annotated[Path, Argument(metavar="OLD", help=_FILE)],
    new: Annotated[Path, Argument(metavar="NEW", help=_FILE)],
    layout: LayoutOption = None,
    sheet: SheetOption = None,
    no_cache: NoCacheOption = False,
) -> Inputs:
    """Return both files to read, the old one first."""
    from conflict_cli.ledger.revision import is_revision

    def given(path: Path) -> Input:
        if is_revision(str(path)):
            return Revision(path, is_cached=not no_cache)
        return input_of([path], layout=layout, sheet=sheet, no_cache=no_cache)

    check_standard_input([old, new])
    return Inputs(given(old), (given(new),))


def diff(*, files: Inputs, query: Query, out: Output) -> int:
    """Show what changed between two files, and the sums of both; exit with 1 if anything did."""
    from conflict_cli.answers.changes import changes
    from conflict_cli.answers.difference import (
        difference_for_machines,
        difference_for_readers,
        sums_for_machines,
        sums_for_readers,
    )

    sides = _sides(files, query)
    found = tuple(changes(sides))
    is_match = bool(sides.old.picked or sides.new.picked)
    if out.is_for_machines:
        report = arranged(labelled(difference_for_machines(found, sides), query.victims), out.arrangement)
        answer(out, files, report, *([labelled(sums_for_machines(sides), query.victims)] if out.form == "xlsx" else []))
        if out.form in ("csv", "jsonl", "parquet"):
            say(f"{report.notes[0].text} The sums of both are in -O json and in the table.")
    else:
        told = [arranged(difference_for_readers(found), out.arrangement)] if found else []
        answer(out, files, *told, *([sums_for_readers(sides, is_same=not found)] if is_match or not found else []))
    if not is_match:
        say("No incident matches in either file.")
    return NOT_OK if found or (out.must_match and not is_match) else OK


def _sides(files: Inputs, query: Query) -> "Sides":
    """Return what both files answer; `UsageError` for files of two kinds, or a word that neither of them knows."""
    from conflict_cli.answers.changes import Sides
    from conflict_cli.answers.misplaced import unmatched_in_words

    old, (new,) = files.asked, files.beside
    kinds = [one.dataset.name if one.is_data_set else "a ledger" for one in (old, new)]
    if kinds[0] != kinds[1]:
        raise UsageError(
            f"{old.path} is {kinds[0]} and {new.path} is {kinds[1]}; conflict-cli compare sets them side by side"
        )
    before, after = old.select(query), new.select(query)
    known = {(one.field, one.word) for one in before.unmatched}
    unknown = [one for one in after.unmatched if (one.field, one.word) in known]
    for said in unmatched_in_words(unknown):
        raise UsageError(said.rstrip("."))
    return Sides(before, after, old.select(), new.select())
