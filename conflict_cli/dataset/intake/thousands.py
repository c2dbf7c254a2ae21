"""Marks between thousands, as in 1,234: read where the whole column can mean nothing else, or else left open."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.dataset.intake.cells import MARKS_OF_THOUSANDS
from conflict_cli.dataset.intake.events_file import columns_of, events_in
from conflict_cli.dataset.intake.recognition import Recognised
from conflict_cli.dataset.intake.steps import DOUBT, UNDECIDED
from conflict_cli.dataset.layout.layout import shown
from conflict_cli.record.errors import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

_NAMES = {",": "commas", ".": "dots", " ": "blanks", "'": "apostrophes"}
_SAME_MARK = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2019": "'"})


def in_thousands(connection: "Connection", read: Recognised, target: Path) -> tuple[Recognised, list[str]]:
    """Return how to read the numbers that the target leaves in doubt, with remarks; the same if nothing is decided."""
    marks, remarks = {}, []
    for name, doubt in _in_doubt(connection, read, target):
        texts = [
            text
            for (text,) in connection.execute(
                f"SELECT arg_min({doubt}, file_row_number) FROM {events_in(target)} WHERE {doubt} IS NOT NULL "
                f"GROUP BY regexp_replace({doubt}, '[1-9]', '1', 'g') ORDER BY min(file_row_number)"
            ).fetchall()
        ]
        mark = _mark(texts)
        if mark:
            marks[name] = mark
        if mark in _NAMES:
            example = next(text for text in texts if mark in text.translate(_SAME_MARK))
            written = str.maketrans(",.", ".,") if read.layout.decimal_comma else {}
            marks_named = f"{_NAMES[mark.translate(written)]} in {shown(name)}"
            as_in = quoted(example.translate(written))
            remarks.append(f"{read.shape.path}: {marks_named} stand between thousands, as in {as_in}")
    return (replace(read, thousands=marks), remarks) if marks else (read, [])


def _in_doubt(connection: "Connection", read: Recognised, target: Path) -> Iterator[tuple[str, str]]:
    """Yield each column of numbers with cells in doubt, and the column of the target that holds those."""
    days = {read.places.get(str(name)) for name in (read.layout.date.first, read.layout.date.last)}
    doubts = {f"{DOUBT}{place}": name for name, place in read.places.items() if place not in days}
    present = [one for one in columns_of(connection, target) if one in doubts]
    if present:
        counts = connection.execute(f"SELECT {', '.join(f'count({one})' for one in present)} FROM {events_in(target)}")
        yield from ((doubts[one], one) for one, count in zip(present, counts.fetchall()[0], strict=True) if count)


class _Uses(Struct):
    """How a column uses a mark: it `may` be between thousands, perhaps with `only_zeros` behind, `surely` or not."""

    may: bool = False
    only_zeros: bool = True
    surely: bool = False
    otherwise: bool = False


def _mark(texts: Iterable[str]) -> str | None:
    """Return the mark between thousands in these numbers; `UNDECIDED` if 1.000 may be one or a thousand; else None.

    A number of people has no decimals: 1,234 can only be a thousand, unless another cell shows that a comma is not one
    between thousands, as 1,5 does, or that thousands have none, as 1234 does. But programs write 1 as 1.000.
    """
    uses = {mark: _Uses() for mark in MARKS_OF_THOUSANDS}
    are_unmarked = False
    for text in texts:
        are_unmarked |= text.isdecimal()
        _note(text.translate(_SAME_MARK), uses)
    found = [
        mark
        for mark, use in uses.items()
        if (use.may or use.surely) and not use.otherwise and (use.surely or mark != "." or not use.only_zeros)
    ]
    if len(found) == 1 and not are_unmarked:
        return found[0]
    dots = uses["."]
    has_only_decimals = dots.otherwise and not dots.surely
    return UNDECIDED if dots.may and not has_only_decimals else None


def _note(text: str, uses: Mapping[str, _Uses]) -> None:
    """Note how a number uses each mark in it."""
    found = [mark for mark in uses if mark in text]
    last = max(found, key=text.rindex, default="")
    has_decimals = len(found) == 2 and text.count(last) == 1
    if has_decimals:
        uses[last].otherwise = True
        text = text.partition(last)[0]
        found.remove(last)
    for mark in found:
        first, *groups = text.split(mark)
        is_grouped = first[:1] not in ("", "0") and len(first) <= 3 and all(len(group) == 3 for group in groups)
        if len(found) > 1 or not is_grouped:
            uses[mark].otherwise = True
        elif len(groups) > 1 or has_decimals:
            uses[mark].surely = True
        else:
            uses[mark].may = True
            uses[mark].only_zeros &= groups == ["000"]
