"""A report as a table in a notebook: bare HTML that takes the notebook's own style, and nothing in it is markup."""

from collections.abc import Iterable
from html import escape

from conflict_cli.answers.answer import Answer, Cell, Column
from conflict_cli.render.cells import as_text
from conflict_cli.render.harmless import harmless


def table(report: Answer, said: Iterable[str] = ()) -> str:
    """Return the title, the rows, the notes, and what was said when the file was read, as HTML."""
    head = "".join(f"<th>{_text(column.heading)}</th>" for column in report.columns)
    rows = "".join(f"<tr>{''.join(map(_cell, row, report.columns))}</tr>\n" for row in report.rows)
    title = f"<p>{_text(report.title)}</p>\n" if report.title else ""
    notes = "".join(f"<p>{_text(note)}</p>\n" for note in (*(note.text for note in report.notes), *said))
    return f"{title}<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n{notes}"


def _cell(cell: Cell, column: Column) -> str:
    """Return the cell; `bdi` keeps words that run from right to left apart from what stands beside them."""
    side = "right" if column.kind == "number" else "left"
    return f'<td style="text-align: {side}"><bdi>{_text(cell)}</bdi></td>'


def _text(cell: Cell) -> str:
    return escape(as_text(cell, harmless))
