"""Find the events of a data set near incidents: the engine looks by box and by name, then `nearness` decides."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec.structs import replace

from conflict_cli.dataset.store.engine import Engine
from conflict_cli.record.incident import MEASURES, Incident, Names, Place
from conflict_cli.record.names import words_of
from conflict_cli.selection.nearness import Compared, Event, Reach, Window, candidates, is_same_place, window
from conflict_cli.selection.picking import Picked

_DAYS = "coalesce(first, DATE '0001-01-01') <= windows.until AND coalesce(last, DATE '9999-12-31') >= windows.since"


class Nearby:
    """Compare incidents of a ledger with the events of one data set near them."""

    def __init__(self, engine: Engine, ledger: Names, reach: Reach, *, victims: str | None = None) -> None:
        self._engine = engine
        self._victims = victims
        self._ledger = ledger
        self._reach = reach

    def compared(self, every: Sequence[Picked]) -> Iterator[Compared]:
        """Yield each incident with the events near it, in the order of the incidents."""
        windows = [window(one.incident, self._ledger.places, self._reach) for one in every]
        found: dict[int, list[int]] = defaultdict(list)
        for number, row in self._rows(windows, every):
            found[number].append(row)
        events = self._events({row for rows in found.values() for row in rows})
        for number, picked in enumerate(every):
            near = [events[row] for row in dict.fromkeys(found[number])]
            yield candidates(picked, self._ledger.places, near, self._reach)

    def _rows(self, windows: Sequence[Window], every: Sequence[Picked]) -> Iterator[tuple[int, int]]:
        """Yield pairs of numbers: an incident, and a row that may be near it."""
        boxes = [
            (number, one.first, one.last, box.south, box.north, box.west, box.east)
            for number, one in enumerate(windows)
            for box in one.boxes
        ]
        sites = [
            (number, one.first, one.last, raw)
            for number, one in enumerate(windows)
            if one.names_too
            for key in every[number].incident.places
            for raw in self._namesakes(self._ledger.places[key])
        ]
        span = (("number", "INTEGER"), ("since", "DATE"), ("until", "DATE"))
        bounds = tuple((name, "DOUBLE") for name in ("south", "north", "west", "east"))
        by_box = self._engine.make_table((*span, *bounds), boxes)
        by_name = self._engine.make_table((*span, ("site", "VARCHAR")), sites)
        inside = "lat BETWEEN south AND north AND lon BETWEEN west AND east"
        yield from self._engine.fetched(  # type: ignore[misc]
            f"SELECT number, row FROM events JOIN {by_box} AS windows ON {_DAYS} AND {inside} UNION "
            f"SELECT number, row FROM events JOIN {by_name} AS windows ON {_DAYS} AND events.site = windows.site "
            "ORDER BY number, row"
        )

    def _events(self, wanted: set[int]) -> dict[int, Event]:
        is_numbered = self._victims in self._engine.layout.parts_of("killed")
        rows, known = self._engine.rows(self._victims if is_numbered else None), self._engine.names
        table = self._engine.make_table((("wanted", "BIGINT"),), ((row,) for row in sorted(wanted)))
        seen = "4 AS site_is, 4 AS days_is, 4 AS cast_is, 4 AS type_is, NULL::VARCHAR AS confidence"
        query = (
            f"SELECT {', '.join(rows.columns)} FROM (SELECT *, {seen} FROM events) "
            f"WHERE row IN (SELECT wanted FROM {table})"
        )
        found = {}
        for row in self._engine.fetched(query):
            picked = rows.picked(row, is_by_date=False)
            if self._victims and not is_numbered:
                picked = replace(picked, incident=without_figures(picked.incident))
            places = tuple(known.places[key] for key in picked.incident.places)
            cites = tuple(known.sources[key].name for key in picked.incident.reports[0].cites)
            lat, lon = picked.at or (None, None)
            found[row[0]] = Event(picked, places, lat, lon, cites)
        return found

    def _namesakes(self, place: Place) -> Iterator[str]:
        """Yield the sites of the data set that hold a place of this name."""
        alike = {raw for word in _index_words(place) for raw in self._sites_by_word.get(word, ())}
        for raw in sorted(alike):
            keys = self._engine.vocabulary.site(raw).places
            if any(is_same_place(place, self._engine.names.places[key]) for key in keys):
                yield raw

    @cached_property
    def _sites_by_word(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for (raw,) in self._engine.fetched("SELECT DISTINCT site FROM events"):
            for key in self._engine.vocabulary.site(raw).places:
                for word in _index_words(self._engine.names.places[key]):
                    found[word].add(raw)
        return found


def _index_words(place: Place) -> Iterator[str]:
    """Yield the words that find a place: every word of its names, and every name written as one word."""
    for name in (place.name, *place.aliases):
        words = words_of(name)
        yield from words
        yield "".join(words)


def without_figures(incident: Incident) -> Incident:
    """Return the incident without figures, for a query on a group of people that no report counts."""
    reports = tuple(replace(one, **dict.fromkeys(MEASURES)) for one in incident.reports)
    return replace(incident, reports=reports)
