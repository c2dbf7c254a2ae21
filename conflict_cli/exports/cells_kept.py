"""Look for each cell of a row in the entry that was made of it, so that what is not there can be kept in its note."""

import re
from collections.abc import Iterator, Sequence

from conflict_cli.dataset.layout.layout import OPTIONAL
from conflict_cli.dataset.sheet import Sheet
from conflict_cli.dataset.sheet_table import SheetRow
from conflict_cli.exports.merging import spelling
from conflict_cli.record.incident import Incident, Ledger, Place


def lost_cells(sheet: Sheet, record: str, entry: Incident, made: Ledger, places: Sequence[Place]) -> Iterator[str]:
    """Yield `Dead: "two or three"` for each cell that is not in the entry; `places` are those that the ledger has."""
    held = _Held(sheet, record, entry, made, places)
    for row in sheet.rows_of(record):
        for column, cell in row.cells.items():
            text = " ".join(cell.split())
            if text and column.casefold() in sheet.used and not held.has(column, text):
                yield f'{column}: "{text}"'
        yield from (f'beyond the last column: "{" ".join(cell.split())}"' for cell in row.beyond)


def unused_columns(sheet: Sheet) -> Iterator[str]:
    """Name the columns that are not imported, if they hold anything."""
    unused = [
        column
        for column in sheet.columns
        if column.casefold() not in sheet.used and any(row.cells[column].strip() for row in sheet.rows)
    ]
    if unused:
        yield f"columns that the layout does not use are not imported: {', '.join(unused)}"


def own_id(sheet: Sheet, row: SheetRow) -> str:
    """Return `No 17`, the id that the row has in its sheet; empty if it has none."""
    column = _column(sheet, sheet.layout.id)
    text = " ".join(row.cells[column].split()) if column else ""
    return f"{column} {text}" if text else ""


class _Held:
    """What an entry holds: texts and names by their spelling, and the columns that were read as something else."""

    def __init__(self, sheet: Sheet, record: str, entry: Incident, made: Ledger, places: Sequence[Place]) -> None:
        layout = sheet.layout
        self._sheet = sheet
        self._unread = sheet.unread.get(record, "")
        self._entry = entry
        nouns = [made.places[key] for key in entry.places]
        areas = [area for one in nouns for area in (one.governorate, one.country) if area]
        kept = {spelling(area) for one in places for area in (one.governorate, one.country) if area}
        named = [one.name for one in nouns] + [area for area in areas if spelling(area) in kept]
        named += [made.sources[key].name for report in entry.reports for key in (report.source, *report.cites)]
        named += [made.actors[at.actor].name for at in entry.attribution]
        self._names = set(map(spelling, named))
        self._areas = [one.casefold() for one in areas if spelling(one) in kept]
        self._text = " ".join(f"{entry.title} {entry.note or ''} {entry.target or ''}".casefold().split())
        self._spots = {number for one in places for number in (one.lat, one.lon)}
        self._texts = _lower(layout.title, layout.note)
        place = layout.place
        self._degrees = _lower(place.lat, place.lon)
        self._governed = _lower(place.governorate)
        self._named = _lower(place.name, place.governorate, place.country, *layout.sources, *layout.actors)
        self._coded = _lower(*(one.column for one in (layout.type,) if one))
        self._aimed = _lower(*(one.column for one in (layout.target,) if one))
        self._worded = {column: measure for measure, one in layout.numbers.items() for column in _lower(one.words)}
        self._own_id = _lower(layout.id)

    def has(self, column: str, cell: str) -> bool:
        """Say whether the entry holds what this cell says."""
        name = column.casefold()
        if name in self._own_id or cell in self._sheet.missing.get(name, self._sheet.layout.missing):
            return True
        if name in self._named:
            return self._names_all(name, cell)
        if name in self._degrees:
            return self._is_spot(cell)
        return self._says(name, cell.casefold()) and not self._is_unread(column)

    def _says(self, name: str, text: str) -> bool:
        """Say whether the entry has the text in this column, or something that was read from it."""
        if name in self._texts:
            return text in self._text
        if name in self._coded:
            return self._entry.type != "unknown" or text == "unknown" or f"type: {text}." in self._text
        if name in self._aimed:
            return bool(self._entry.target)
        measure = self._worded.get(name)
        return measure is None or any(one.figure(measure) for one in self._entry.reports)

    def _is_unread(self, column: str) -> bool:
        return bool(re.search(rf'(^|; ){re.escape(column)} ("|is empty)', self._unread, re.IGNORECASE))

    def _names_all(self, column: str, cell: str) -> bool:
        pieces = re.split("|".join(map(re.escape, self._sheet.layout.separator)), cell)
        return all(self._names_it(column, one.strip()) for one in pieces if one.strip())

    def _names_it(self, column: str, name: str) -> bool:
        bare, _, last = name.rpartition(" ")
        if spelling(name) in self._names:
            return True
        if last.casefold() in self._sheet.layout.place.suffixes and spelling(bare) in self._names:
            return True
        return column in self._governed and any(area in name.casefold() for area in self._areas)

    def _is_spot(self, cell: str) -> bool:
        try:
            return float(cell.replace(",", ".")) in self._spots
        except ValueError:
            return False


def _column(sheet: Sheet, name: str | None) -> str | None:
    return next((one for one in sheet.columns if name and one.casefold() == _bare(name)), None)


def _lower(*names: str | None) -> frozenset[str]:
    return frozenset(_bare(name) for name in names if name)


def _bare(name: str) -> str:
    return name.removesuffix(OPTIONAL).casefold()
