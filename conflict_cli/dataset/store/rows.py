"""Turn rows of the normal form into incidents. Each row is one incident, with one report by the data set."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from conflict_cli.dataset.intake.normal_form import PLAIN
from conflict_cli.dataset.layout.layout import Layout
from conflict_cli.dataset.store.vocabulary import Vocabulary
from conflict_cli.record.dates import When
from conflict_cli.record.figure_styles import of_a_record
from conflict_cli.record.figures import BOUNDS, MARKS, Figure
from conflict_cli.record.incident import Incident, Report
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.picking import Picked

Row = Sequence[Any]

PART = (*BOUNDS, *MARKS)
FIGURE = (*PART, "text")
SEEN = ("site_is", "days_is", "cast_is", "type_is", "confidence")
AT = ("lat", "lon")


class Rows:
    """Turn the rows of one data set into incidents; `columns` names the columns that a row must hold, in order."""

    def __init__(self, layout: Layout, vocabulary: Vocabulary, *, victims: str | None = None) -> None:
        self._layout = layout
        self._vocabulary = vocabulary
        numbered = [one for one in layout.numbers if not victims or victims in layout.parts_of(one)]
        self._figures = [(measure, f"{measure}_{victims}" if victims else measure) for measure in numbered]
        self._parts = [] if victims else [(one, part) for one in layout.numbers for part in layout.parts_of(one)]
        held = PART if victims else FIGURE
        keys = [f"{prefix}_{name}" for _, prefix in self._figures for name in held]
        keys += [f"{measure}_{part}_{name}" for measure, part in self._parts for name in PART]
        self.columns = ("row", *PLAIN, *keys, *SEEN, *AT)
        self._width = len(held)
        self._when = lru_cache(None)(_when)

    def picked(self, row: Row, *, is_by_date: bool) -> Picked:
        """Return the incident in this row, with the marks that the query gave it."""
        *levels, confidence, lat, lon = row[-len(SEEN) - len(AT) :]
        site, days, cast, kind = map(Belongs, levels)
        return Picked(
            self.incident(row),
            site=site,
            days=days,
            cast=cast,
            type=kind,
            belongs=min(site, days, cast, kind),
            is_by_date=is_by_date,
            confidence=confidence,
            at=None if lat is None or lon is None else (lat, lon),
        )

    def incident(self, row: Row) -> Incident:
        """Return the incident in this row."""
        number, id_, title, note, first, last, mark, written, site, kind, target, actors, sources = row[
            : len(PLAIN) + 1
        ]
        known = self._vocabulary
        where = known.site(site)
        name = id_ or f"row-{number + 1}"
        return Incident(
            str(name),
            title=str(title or "").strip() or f"{self._layout.name} {name}",
            date=self._when(first, last, mark, written),
            places=where.places,
            and_elsewhere=where.and_elsewhere,
            nearby=where.nearby,
            type=known.type(kind),
            target=known.target(target),
            attribution=known.attribution(actors),
            reports=(self._report(row, str(name), known.names(sources)),),
            note=str(note or "").strip() or None,
        )

    def _report(self, row: Row, id_: str, cites: tuple[str, ...]) -> Report:
        start = len(PLAIN) + 1
        figures: dict[str, Any] = {}
        parts = self._parts_of(row, start + self._width * len(self._figures))
        for measure, _ in self._figures:
            figures[measure] = _figure(row[start : start + self._width], parts.get(measure, {}))
            start += self._width
        return Report(
            self._layout.name,
            **figures,
            origin=f"{self._layout.name} {id_}",
            cites=cites,
        )

    def _parts_of(self, row: Row, start: int) -> Mapping[str, dict[str, Figure]]:
        found: dict[str, dict[str, Figure]] = {}
        for measure, part in self._parts:
            figure = _figure((*row[start : start + len(PART)], None), {})
            if figure is not None:
                found.setdefault(measure, {})[part] = figure
            start += len(PART)
        return found


def _figure(cells: Row, parts: Mapping[str, Figure]) -> Figure | None:
    low, best, high, is_open, approximate, *text = cells
    if not (isinstance(low, int) and isinstance(best, int) and isinstance(high, int)):
        return None
    written = str(text[0] or "") if text else ""
    figure = Figure(low, best, high, open=bool(is_open), approximate=bool(approximate), text=written, parts=parts)
    return figure if written else replace(figure, text=of_a_record(figure))


def _when(first: date | None, last: date | None, mark: str | None, written: str | None) -> When:
    if first is None or last is None:
        return UNKNOWN_DAY
    span = str(first) if first == last else f"{first}/{last}"
    text = written or f"{span}{mark}"
    return When(text, first, last, uncertain=mark in ("?", "%"), approximate=mark in ("~", "%"))


UNKNOWN_DAY = When("unknown", date.min, date.max)
"""The date of a record whose date cannot be read: any day."""
