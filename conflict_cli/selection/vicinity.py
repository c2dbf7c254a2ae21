"""Find the events that may be near an incident without looking at all of them: by their days, and by cell or word.

What is near is said in `nearness` alone. What is found here holds all candidates, and may hold other events.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from math import floor

from conflict_cli.record.dates import When
from conflict_cli.record.incident import Incident, Place
from conflict_cli.record.names import words_of
from conflict_cli.selection.nearness import Box, Event, Reach, window

CELL = 0.25
"""The height and the width of a cell, in degrees."""

MOST_DAYS = 62
"""An event that lasts longer, or may be on more days than these, is looked at whatever the days asked for."""

_Numbers = defaultdict[Hashable, list[int]]


class Vicinity:
    """Events, found by the days and the places of an incident; `reach` is the greatest distance asked for."""

    def __init__(self, events: Sequence[Event], reach: Reach) -> None:
        self._events = events
        self._reach = reach
        self._on_a_day: _Numbers = defaultdict(list)
        self._on_many_days: _Numbers = defaultdict(list)
        self._on_any_day: _Numbers = defaultdict(list)
        self._cells: set[tuple[int, int]] = set()
        for number, event in enumerate(events):
            self._add(number, event)

    def near(self, incident: Incident, places: Mapping[str, Place]) -> list[Event]:
        """Return the events that may be near an incident, in their order; `places` holds its places."""
        seen = window(incident, places, self._reach)
        keys: set[Hashable] = {cell for box in seen.boxes for cell in self._cells_in(box)}
        keys.update(key for place in incident.places for key in self._rarest(places[place]))
        days = range(seen.first.toordinal(), seen.last.toordinal() + 1)
        numbers: set[int] = set()
        for key in keys:
            if len(days) > MOST_DAYS:
                numbers.update(self._on_any_day.get(key, ()))
            else:
                numbers.update(self._on_many_days.get(key, ()))
                numbers.update(number for day in days for number in self._on_a_day.get((day, key), ()))
        return [self._events[number] for number in sorted(numbers)]

    def _add(self, number: int, event: Event) -> None:
        keys: set[Hashable] = {key for place in event.places for words in _names(place) for key in _keys(words)}
        if event.lat is not None and event.lon is not None:
            cell = _cell(event.lat, event.lon)
            self._cells.add(cell)
            keys.add(cell)
        days = _days(event.picked.incident.date)
        for key in keys:
            self._on_any_day[key].append(number)
            if len(days) > MOST_DAYS:
                self._on_many_days[key].append(number)
            for day in days if len(days) <= MOST_DAYS else ():
                self._on_a_day[day, key].append(number)

    def _cells_in(self, box: Box) -> Iterator[tuple[int, int]]:
        """Yield the cells that a box touches and that hold an event."""
        (south, west), (north, east) = _cell(box.south, box.west), _cell(box.north, box.east)
        if (north - south + 1) * (east - west + 1) > len(self._cells):
            yield from (cell for cell in self._cells if south <= cell[0] <= north and west <= cell[1] <= east)
        else:
            cells = ((row, column) for row in range(south, north + 1) for column in range(west, east + 1))
            yield from (cell for cell in cells if cell in self._cells)

    def _rarest(self, place: Place) -> Iterator[str]:
        """Yield, for each name, its whole spelling and the one of its words that the fewest events have."""
        for words in _names(place):
            yield "".join(words)
            yield min(words, key=self._count)

    def _count(self, word: str) -> int:
        return len(self._on_any_day.get(word, ()))


def _names(place: Place) -> Iterator[tuple[str, ...]]:
    """Yield the words of each name of a place."""
    yield from filter(None, map(words_of, (place.name, *place.aliases)))


def _keys(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return under what a name is found: its words, and all of them as one."""
    return (*words, "".join(words))


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return floor(lat / CELL), floor(lon / CELL)


def _days(when: When) -> range:
    return range(when.first.toordinal(), when.last.toordinal() + 1)
