"""Find the governorate and the country in which each place of a file lies, and the names to show for them.

A governorate is known by its name and its country. A place that names none lies in that of a place that contains it.
A country is never guessed: a governorate without one may be that of the same name in any country.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from conflict_cli.record.incident import Place
from conflict_cli.record.names import words_of

AREA_KINDS = ("governorate", "country")


class Area(NamedTuple):
    """A governorate, by its name and its country as they are compared; '' is an unknown country."""

    governorate: str
    country: str


class Areas:
    """The governorates and countries of the places of one file. Places are named by key."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self._places = places
        self.area = cache(self._area)
        self.country = cache(self._country)

    def named_place(self, key: str) -> str:
        """Return the name of a place, with its governorate or its country if another place has the same name."""
        place = self._places[key]
        namesakes = [other for other in self._namesakes[place.name] if other != key]
        if not namesakes:
            return place.name
        area, country = self.area(key), self.country(key)
        if area and all(self.area(other) != area for other in namesakes):
            return f"{place.name} ({self.named_area(area)})"
        if country and all(self.country(other) != country for other in namesakes):
            return f"{place.name} ({self.countries[country][0]})"
        return f"{place.name} ({key})"

    def governorate_of(self, key: str) -> str | None:
        """Return the name of the governorate in which a place lies, as the place or its container states it."""
        place = self._places[key]
        if place.governorate or place.kind in ("governorate", "country"):
            return place.governorate
        area = self.area(key)
        return self.areas[area][0] if area else None

    def country_of(self, key: str) -> str | None:
        """Return the name of the country in which a place lies, as far as it is known."""
        place = self._places[key]
        if place.country or place.kind == "country":
            return place.country
        country = self.country(key)
        return self.countries[country][0] if country else None

    def named_area(self, area: Area) -> str:
        """Return the name of a governorate, with its country if another country has one of the same name."""
        name = self.areas[area][0]
        if sum(other.governorate == area.governorate for other in self.areas) == 1:
            return name
        return f"{name} ({self.countries[area.country][0] if area.country else 'country not named'})"

    @cached_property
    def _namesakes(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key, place in self._places.items():
            found[place.name].append(key)
        return found

    @cached_property
    def areas(self) -> Mapping[Area, tuple[str, ...]]:
        """Every governorate with its names; the first is the one shown."""
        found: dict[Area, dict[str, None]] = defaultdict(dict)
        for key, place in self._places.items():
            area = self.area(key)
            if area and place.kind == "governorate":
                shown = place.governorate or place.name
                found[area] = {shown: None, **found[area], place.name: None, **dict.fromkeys(place.aliases)}
            elif area and place.governorate and compared(place.governorate) == area.governorate:
                found[area][place.governorate] = None
        # A place may name the country, and what contains it the governorate: the two together are named by no place.
        names_alone = {area.governorate: names for area, names in found.items()}
        areas = dict.fromkeys(area for key in self._places if (area := self.area(key)))
        return {area: tuple(found.get(area, names_alone[area.governorate])) for area in areas}

    @cached_property
    def countries(self) -> Mapping[str, tuple[str, ...]]:
        """Every country, by the name that is compared, with its names; the first is the one shown."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for place in self._places.values():
            if place.kind == "country":
                shown = place.country or place.name
                name = compared(shown)
                found[name] = {shown: None, **found[name], place.name: None, **dict.fromkeys(place.aliases)}
            elif place.country:
                found[self._known_country(place.country)][place.country] = None
        return {name: tuple(names) for name, names in found.items()}

    def _area(self, key: str) -> Area | None:
        """Return the governorate of a place: its own, or else that of a place that contains it."""
        place = self._places[key]
        if place.kind == "country":
            return None
        name = place.governorate or (place.name if place.kind == "governorate" else None)
        if name is None:
            inherited = (self.area(one) for one in place.within if one in self._places)
            area = next((area for area in inherited if area), None)
            return Area(area.governorate, area.country or self.country(key)) if area else None
        named = compared(name)
        return Area(self._governorate_aliases.get(named, named), self.country(key))

    def _country(self, key: str) -> str:
        """Return the country that the place, or a place that it lies in, states, as it is compared; '' if none does."""
        place = self._places[key]
        if place.kind == "country":
            return compared(place.country or place.name)
        if place.country:
            return self._known_country(place.country)
        return next((found for one in place.within if one in self._places and (found := self.country(one))), "")

    @cached_property
    def _governorate_aliases(self) -> Mapping[str, str]:
        """The other names of governorates that are places, each with the name that is compared."""
        governorates = [place for place in self._places.values() if place.kind == "governorate"]
        return {
            compared(alias): compared(place.governorate or place.name)
            for place in governorates
            for alias in (place.name, *place.aliases)
        }

    @cached_property
    def _country_aliases(self) -> Mapping[str, str]:
        countries = [place for place in self._places.values() if place.kind == "country"]
        return {
            compared(alias): compared(place.country or place.name)
            for place in countries
            for alias in (place.name, *place.aliases)
        }

    def _known_country(self, name: str) -> str:
        named = compared(name)
        return self._country_aliases.get(named, named)


@lru_cache(2**14)
def compared(name: str) -> str:
    """Return a name as it is compared: two spellings of one governorate give the same text."""
    return "".join(words_of(name)) or name
