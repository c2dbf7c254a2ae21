"""Answers: render a report to the place that was asked for, and say the rest on standard error."""

import sys
from collections.abc import Callable, Iterable
from functools import partial
from operator import methodcaller
from typing import BinaryIO, TextIO

from msgspec.structs import replace

from conflict_cli.answers.answer import Answer, Note
from conflict_cli.answers.caveats import not_counted
from conflict_cli.answers.known import known_in_words
from conflict_cli.answers.misplaced import unmatched_in_words
from conflict_cli.cli.console import NOT_OK, OK, say, screen
from conflict_cli.cli.files import Input
from conflict_cli.cli.inputs import Inputs
from conflict_cli.cli.options import Output
from conflict_cli.cli.writing import write_file
from conflict_cli.record.errors import UsageError
from conflict_cli.record.incident import MEASURES, Ledger
from conflict_cli.record.phrases import group_name
from conflict_cli.render import write
from conflict_cli.render.harmless import encodable, is_unicode, visible
from conflict_cli.render.screen import Screen
from conflict_cli.selection.selection import Selection

_OF_INCIDENTS = ("yaml", "sqlite")


def answer(out: Output, source: Input | Inputs | None, *reports: Answer) -> None:
    """Write the reports in the form and to the place that were asked for."""
    if out.form in _OF_INCIDENTS:
        raise UsageError(f"{out.form} holds incidents; write -O {out.form} after list or show")
    if said := source.remarks if source and out.keeps_remarks else ():
        *others, last = reports
        reports = (*others, replace(last, notes=(*last.notes, *map(Note, said))))
    if out.is_tagged:
        from conflict_cli.render.hxl import tagged

        reports = tuple(map(tagged, reports))
    if out.form == "xlsx":
        from conflict_cli.render.workbook import write_workbook

        answer_binary(partial(write_workbook, reports), out, source)
    elif out.form == "parquet":
        from conflict_cli.render.parquet import write_parquet

        answer_binary(partial(write_parquet, reports[0]), out, source)
    elif out.path is not None:
        to_file(partial(_write_all, reports, out, None), out, source)
    elif (terminal := screen(out.color) if out.form == "table" else None) and out.is_paged:
        from conflict_cli.cli.paging import paged

        with paged(terminal) as stream:
            _write_all(reports, out, terminal, stream)
    else:
        _write_all(reports, out, terminal, sys.stdout)


def answer_rows(out: Output, source: Input | Inputs, report: Answer) -> None:
    """Write a report of rows; if it is a table in a pipe, notes other than its legend go to standard error."""
    if out.form != "table" or out.path is not None or out.is_on_screen:
        answer(out, source, report)
        return
    answer(out, source, replace(report, notes=tuple(note for note in report.notes if note.is_legend)))
    sys.stdout.flush()
    for note in report.notes:
        if not note.is_legend:
            say(note.text)


def answer_places(out: Output, source: Input | Inputs | None, report: Answer) -> None:
    """Write places as GeoJSON, and say how many of them have no coordinates."""
    from conflict_cli.exports.places import Unlocated

    unlocated = Unlocated()
    answer(out, source, replace(report, rows=unlocated.counted(report)))
    if said := unlocated.in_words():
        say(said)


def answer_binary(write_to: Callable[[BinaryIO], object], out: Output, source: Input | Inputs | None) -> None:
    """Write a binary form to the file that was asked for, or into a pipe; `UsageError` for a terminal."""
    if out.path is not None:
        write_file(out.path, write_to, keep=source.paths if source else (), is_binary=True)
        return
    if sys.stdout.isatty():
        raise UsageError(f"{out.form} is not for a terminal; name a file: -o incidents.{out.form}")
    write_to(sys.stdout.buffer)


def answer_yaml(selection: Selection, out: Output, source: Input | Inputs) -> None:
    """Write the selected incidents as a ledger of their own."""
    from conflict_cli.ledger.writer import format_ledger

    if selection.data_set:
        from conflict_cli.exports.conversion import converted

        ledger, flattened = converted(selection)
        remarks = [f"A ledger cannot hold everything: {text}." for text in flattened]
    else:
        from conflict_cli.exports.excerpt import excerpt

        ledger, lost = excerpt(selection)
        remarks = [f"Links to incidents that were not selected are left out: {', '.join(lost)}"] if lost else []
        if isinstance(selection.names, Ledger) and selection.names.expected and not ledger.expected:
            remarks.append("Expected figures are left out: they are of the whole ledger.")
    text = "".join(f"# {visible(said)}\n" for said in selection.read) + format_ledger(ledger)
    if out.path is None:
        sys.stdout.write(encodable(text, sys.stdout.encoding))
    else:
        to_file(methodcaller("write", text), out, source)
    for remark in remarks:
        say(remark)


def to_file(write_to: Callable[[TextIO], object], out: Output, source: Input | Inputs | None) -> None:
    """Write to the file that was asked for, whole or not at all."""
    if out.path is not None:
        write_file(out.path, write_to, keep=source.paths if source else ())


def closing_word(selection: Selection, out: Output, *, is_told: bool = False) -> int:
    """Return the exit code, which tells of names that do not exist; say them, unless the answer did so already."""
    if not (is_told and selection.picked):
        for said in unmatched_in_words(selection.unmatched):
            say(said)
    if (out.is_for_machines and not is_told) or not selection.picked:
        for said in known_in_words(selection, MEASURES):
            say(said)
    if selection.picked:
        return NOT_OK if selection.unmatched else OK
    victims = group_name(selection.asked.query.victims)
    say(f"No incident that matches numbers the {victims}." if selection.undivided else "No incident matches.")
    if uncounted := not_counted(selection, MEASURES):
        say(uncounted)
    return NOT_OK if out.must_match or selection.unmatched else OK


def _write_all(reports: Iterable[Answer], out: Output, terminal: Screen | None, stream: TextIO) -> None:
    """Write the reports one below the other, with an empty line between two, and a byte-order mark if it is wanted."""
    if out.is_marked and is_unicode(stream.encoding):
        stream.write("\ufeff")
    for number, report in enumerate(reports):
        if number:
            stream.write("\n")
        write(report, out.form, stream, screen=terminal)
