"""Import: the rows of a sheet as entries of a ledger, without a cell that is lost in silence or a row that is in twice.

What an entry cannot hold goes into its note. The origin of its report says which row it was: by its place in the file,
and by a mark of its content, so that a row is known again after others were put above it.
"""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.dataset.sheet import Sheet
from conflict_cli.exports.cells_kept import lost_cells, own_id, unused_columns
from conflict_cli.exports.conversion import converted
from conflict_cli.exports.merging import Merged, id_for, merged
from conflict_cli.exports.neighbours import in_words, linked, neighbours, questions, vicinity_of
from conflict_cli.ledger.insertion import Addition
from conflict_cli.record.incident import Incident, Ledger, Names, Place, Report

_ORIGIN = re.compile(r"(?P<file>.*):(?P<line>\d+)(?: \((?P<id>.*)\))? (?P<mark>[0-9a-f]{8})")


class Imported(Struct, frozen=True):
    """What a ledger gains from a sheet, and what must be said of it and of its rows, in sentences without an end."""

    addition: Addition
    remarks: Sequence[str]
    of_rows: Sequence[str]
    neighbours: Mapping[str, Sequence[str]]
    skipped: int


def imported(sheet: Sheet, ledger: Ledger) -> Imported:
    """Return the entries for the rows of the sheet that are not in the ledger yet."""
    selection = sheet.dataset.select()
    records = [picked.incident for picked in selection.of_everybody().picked]
    made, flattened = converted(selection)
    known = _Known(sheet, ledger)
    fresh = [pair for pair in zip(records, made.incidents, strict=True) if not known.has(pair[0].id)]
    names = merged(_names_in([entry for _, entry in fresh], made), ledger)
    places = {**ledger.places, **names.new.places}
    rows = [
        _Row(sheet, record, entry, made, [places[names.places[key]] for key in entry.places]) for record, entry in fresh
    ]
    entries = _Entries(ledger, made, names, known.own_ids)
    for row in rows:
        entries.add(row)
    remarks = [
        *sheet.remarks,
        *unused_columns(sheet),
        *known.remarks,
        *(f"a ledger cannot hold everything: {text}" for text in flattened if fresh),
        *names.remarks,
    ]
    return Imported(entries.addition(), remarks, entries.remarks, entries.neighbours, len(records) - len(fresh))


class _Row:
    """A row, or the rows of one event: the entry that it makes, and where it comes from."""

    def __init__(self, sheet: Sheet, record: Incident, entry: Incident, made: Ledger, places: Sequence[Place]) -> None:
        first, *_ = sheet.rows_of(record.id)
        self.entry = entry
        self.place = f"{sheet.name}:{first.number}"
        self.mark = first.mark
        self.number = f"{sheet.word} {first.number}"
        self.report = _report(sheet, entry)
        self.lost = list(lost_cells(sheet, record.id, entry, made, places))
        self.unread = sheet.unread.get(record.id, "")
        self.id = own_id(sheet, first)
        self.is_titled = record.title != f"{sheet.layout.name} {record.id}"

    @property
    def origin(self) -> str:
        """What tells the row from all others."""
        return f"{self.place}{f' ({self.id})' if self.id else ''} {self.mark}"


class _Known:
    """The rows that are in the ledger already, by what their entries say of their origin."""

    def __init__(self, sheet: Sheet, ledger: Ledger) -> None:
        self.remarks: list[str] = []
        self.own_ids: dict[str, str] = {}
        self._sheet = sheet
        self._marks: set[str] = set()
        self._changed: dict[str, str] = {}
        marks = {row.mark for row in sheet.rows}
        changed: dict[str, str] = {}
        for incident in ledger.incidents:
            for report in incident.reports:
                found = _ORIGIN.fullmatch(report.origin or "")
                if found and found["file"] == sheet.name:
                    self._marks.add(found["mark"])
                    self.own_ids[found["id"] or ""] = incident.id
                    if found["mark"] not in marks:
                        changed[found["id"] or found["line"]] = incident.id
        # A sheet that keeps less than half of the rows is another of the same name, not a later state of the same.
        if 2 * len(changed) <= len(changed) + len(self._marks & marks):
            self._changed = changed
        else:
            self.own_ids.clear()

    def has(self, record: str) -> bool:
        """Say whether a record is there; one of which a cell has changed since is, and that is said."""
        first, *_ = self._sheet.rows_of(record)
        if first.mark in self._marks:
            return True
        if id_ := self._changed.get(own_id(self._sheet, first) or str(first.number)):
            row = f"{self._sheet.word} {first.number}"
            self.remarks.append(f"{row} has changed since it became {id_}, which stays as it is: compare them")
            return True
        return False


class _Entries:
    """The entries that are made so far, with their keys and ids in the ledger."""

    def __init__(self, ledger: Ledger, made: Ledger, names: Merged, own_ids: Mapping[str, str]) -> None:
        self.remarks: list[str] = []
        self.neighbours: dict[str, list[str]] = {}
        self._around = vicinity_of(ledger)
        self._made = made
        self._names = names
        self._taken = {one.id for one in ledger.incidents}
        self._by_own_id = dict(own_ids)
        self._incidents: dict[str, Incident] = {}
        self._places = {**ledger.places, **names.new.places}

    def add(self, row: _Row) -> None:
        """Add the entry of a row, linked to what it may be the same as."""
        first = next((self._made.places[key].name for key in row.entry.places), "")
        id_ = id_for(row.entry, first, self._taken)
        twin = self._by_own_id.setdefault(row.id, id_) if row.id else id_
        entry = self._renamed(row, id_)
        if self._is_account_of(twin, entry, row):
            return
        found = neighbours(entry, self._places, self._around)
        entry = linked(replace(entry, overlaps=() if twin == id_ else (twin,)), found)
        self._taken.add(id_)
        if twin != id_:
            self.remarks.append(f"{row.number} has the id of an earlier row ({row.id}); {id_} overlaps {twin}")
        if found:
            self.neighbours[id_] = [in_words(one) for one in found]
        self._say_lost(row, id_)
        if entry.date.is_unknown:
            self.remarks.append(f"{row.number} has no date that can be read: {id_} has date: unknown")
        self._incidents[id_] = entry

    def _is_account_of(self, twin: str, entry: Incident, row: _Row) -> bool:
        """Add the row to the entry of an earlier row with its id, as a rival account; say whether that was done.

        Where day or place differ, they may be two events.
        """
        one = self._incidents.get(twin)
        if one is None or (one.date, one.places) != (entry.date, entry.places):
            return False
        told = [note for note in (one.note, entry.note) if note]
        titles = [f"Title: {entry.title}."] if entry.title != one.title else []
        whole = " ".join((*told, *titles)) or None
        self._incidents[twin] = replace(one, reports=(*one.reports, *entry.reports), note=whole)
        self.remarks.append(f"{row.number} has the id of an earlier row ({row.id}), and is an account of {twin}")
        self._say_lost(row, twin)
        return True

    def _say_lost(self, row: _Row, id_: str) -> None:
        if row.lost:
            self.remarks.append(f"{row.number}: {'; '.join(row.lost)} kept in the note of {id_}")
        elif row.unread and not row.entry.date.is_unknown:
            self.remarks.append(f"{row.number}: {row.unread}")

    def addition(self) -> Addition:
        """Return the entries, with the new names that they use, and the questions to a curator."""
        used = tuple(self._incidents.values())
        names = _names_in(used, self._names.new)
        ledger = Ledger(names.file, {}, names.sources, names.places, names.actors, used)
        return Addition(ledger, {one.id: questions(one) for one in used if one.overlaps})

    def _renamed(self, row: _Row, id_: str) -> Incident:
        """Return the entry with the keys of the ledger; what it cannot hold is in its note."""
        names, entry, report = self._names, row.entry, row.report
        note = " ".join(filter(None, (entry.note, *(f"{one}." for one in row.lost))))
        return replace(
            entry,
            id=id_,
            title=_title(row, self._made),
            places=tuple(dict.fromkeys(names.places[key] for key in entry.places)),
            attribution=tuple(replace(at, actor=names.actors[at.actor]) for at in entry.attribution),
            reports=(
                replace(
                    report,
                    source=names.sources[report.source],
                    cites=tuple(dict.fromkeys(names.sources[key] for key in report.cites)),
                    origin=row.origin,
                ),
            ),
            note=note or None,
        )


def _names_in(incidents: Sequence[Incident], names: Names) -> Names:
    """Return those of the names that these incidents use."""
    reports = [report for one in incidents for report in one.reports]
    sources = {key for report in reports for key in (report.source, *report.cites)}
    places = {key for one in incidents for key in one.places}
    actors = {at.actor for one in incidents for at in one.attribution}
    return Names(
        names.file,
        {},
        {key: one for key, one in names.sources.items() if key in sources},
        {key: one for key, one in names.places.items() if key in places},
        {key: one for key, one in names.actors.items() if key in actors},
    )


def _report(sheet: Sheet, entry: Incident) -> Report:
    """Return what a row reports: by the first of the sources that it names, who says the same as the others.

    A published data set gives figures of its own, and only cites.
    """
    (report,) = entry.reports
    if sheet.is_published or not report.cites:
        return report
    first, *others = report.cites
    return replace(report, source=first, cites=tuple(others))


def _title(row: _Row, made: Ledger) -> str:
    """Return the title of a row; one that has none is called by what is known of it."""
    if row.is_titled:
        return row.entry.title
    what = row.entry.type.replace("-", " ").capitalize() if row.entry.type != "unknown" else "Incident"
    places = [made.places[key].name for key in row.entry.places]
    return f"{what} in {', '.join(places)}" if places else f"{what}, place not named"
