"""The vocabulary of a data set: what its names and codes mean, decided once for each distinct text.

Places, actors and sources are keyed so that a key has the words of its name and no others.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from msgspec import Struct

from conflict_cli.dataset.intake.normal_form import BETWEEN
from conflict_cli.dataset.layout.layout import Coded, Layout
from conflict_cli.record.incident import EXACT_PLACES, Actor, Attribution, Place, Source
from conflict_cli.record.names import slug

SEVERAL = ";"
Rows = Iterable[Sequence[Any]]

_KEY = re.compile("[a-z0-9][a-z0-9._-]*")
_TRUE = frozenset(("true", "1", "yes", "t", "y"))


class Site(Struct, frozen=True):
    """Where an event was: keys of places, whether it was in or near them, and whether perhaps elsewhere too."""

    places: tuple[str, ...] = ()
    nearby: bool = False
    and_elsewhere: bool = False


class Vocabulary:
    """The names of one data set, made of its distinct sites (in the order of the file), actors and sources."""

    def __init__(self, layout: Layout, sites: Rows, actors: Rows, sources: Rows) -> None:
        self._layout = layout
        self._given = sites, actors, sources
        self.site = lru_cache(None)(self._site)
        self.type = lru_cache(None)(lambda raw: _slug(_decoded(raw, layout.type)) or "unknown")
        self.target = lru_cache(None)(lambda raw: _slug(_decoded(raw, layout.target)) or None)
        self.names = lru_cache(None)(names_in)
        self.attribution = lru_cache(None)(lambda raw: tuple(Attribution(name, "involved") for name in names_in(raw)))

    @property
    def own(self) -> str:
        """The key of the data set among the sources."""
        return self._layout.name

    @property
    def nowhere(self) -> Site:
        """A site without places."""
        return Site()

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Every place by its key; of rows that differ, the kind and the coordinates of the most exact."""
        found: dict[str, Place] = {}
        exactness: dict[str, str] = {}
        for raw, lat, lon in self._given[0]:
            cells = _SiteCells(raw)
            for name, governorate, country in self._named(cells):
                place = self._place(name, governorate, country, cells.precision, (lat, lon))
                if place.key not in found or cells.precision < exactness[place.key]:
                    found[place.key], exactness[place.key] = place, cells.precision
        return found

    @cached_property
    def actors(self) -> Mapping[str, Actor]:
        """Every actor; its name is its key."""
        return {name: Actor(name, name) for (raw,) in self._given[1] for name in names_in(raw)}

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The data set itself, and every source that it cites; the name of one is its key."""
        own = Source(self._layout.name, self._layout.name, (self._layout.key,), kind="data-set")
        cited = {name: Source(name, name) for (raw,) in self._given[2] for name in names_in(raw)}
        return {**cited, own.key: own}

    def _site(self, raw: str) -> Site:
        cells, place = _SiteCells(raw), self._layout.place
        keys = tuple(self._key(*named) for named in self._named(cells))
        nearby = cells.precision in place.nearby or cells.is_nearby.casefold() in _TRUE
        return Site(keys, nearby, cells.precision in place.elsewhere or cells.is_elsewhere.casefold() in _TRUE)

    def _named(self, cells: "_SiteCells") -> Iterator[tuple[str, str, str]]:
        """The names of places as published, each with its governorate and its country; '' where that is not said.

        Where several governorates are named and not which place lies in which, they are places of their own.
        """
        names = [" ".join(name.split()) for name in cells.name.split(SEVERAL)]
        governorates = [_without(name, self._layout.place.without) for name in cells.governorate.split(SEVERAL)]
        countries = [" ".join(name.split()) for name in cells.country.split(SEVERAL)]
        every = zip(names, _aligned(governorates, names), _aligned(countries, names), strict=True)
        yield from (one for one in every if one[0])
        if len(governorates) not in (1, len(names)):
            country = countries[0] if len(countries) == 1 else ""
            yield from ((name, name, country) for name in dict.fromkeys(governorates) if name)

    @cached_property
    def _keys(self) -> dict[tuple[str, str, str], str]:
        return {}

    @cached_property
    def _namesakes(self) -> dict[str, int]:
        return {}

    def _key(self, name: str, governorate: str, country: str) -> str:
        """The name, and behind it something that is no word for each place that has the same name."""
        whole = (name, governorate, country)
        if whole not in self._keys:
            number = self._namesakes.get(name, 0)
            self._namesakes[name] = number + 1
            self._keys[whole] = name + BETWEEN * number
        return self._keys[whole]

    def _place(
        self,
        published: str,
        governorate: str,
        country: str,
        precision: str,
        spot: tuple[float | None, float | None],
    ) -> Place:
        layout = self._layout.place
        name, kind = _kind_by_suffix(published, layout.suffixes)
        aliases = dict.fromkeys(_kind_by_suffix(part, layout.suffixes)[0] for part in _spellings(name))
        aliases |= {published: None}
        return Place(
            self._key(published, governorate, country),
            name,
            tuple(alias for alias in aliases if alias != name),
            kind=kind or layout.kinds.get(precision),
            governorate=governorate or None,
            country=country or None,
            lat=spot[0] if None not in spot else None,
            lon=spot[1] if None not in spot else None,
        )


class _SiteCells:
    """The cells that say where, as `normal` joins them."""

    def __init__(self, raw: str) -> None:
        cells = (cell.strip() for cell in raw.split(BETWEEN))
        self.name, self.governorate, self.country, self.precision, self.is_nearby, self.is_elsewhere = cells


def names_in(raw: str) -> tuple[str, ...]:
    """The names in the cells of several columns, or of one that lists several, each once."""
    found = (" ".join(name.split()) for cell in raw.split(BETWEEN) for name in cell.split(SEVERAL))
    return tuple(dict.fromkeys(name for name in found if name))


def _decoded(raw: str, coded: Coded | None) -> str:
    return coded.values.get(raw.strip(), raw) if coded else raw


def _slug(text: str) -> str:
    """The text as keys are written, unchanged where it is written so: a ledger's `health_post` stays what it is."""
    return text if _KEY.fullmatch(text) else slug(text).lower()


def _kind_by_suffix(name: str, suffixes: Mapping[str, str]) -> tuple[str, str | None]:
    """The name without the word at its end that tells what kind of place it is, and the kind; wide ones keep it."""
    start, _, last = name.rpartition(" ")
    kind = suffixes.get(last.casefold())
    if kind in EXACT_PLACES and start:
        return start, kind
    return name, kind


def _spellings(name: str) -> list[str]:
    """The names in `Has/Hassef`, or in `Al-Rai (Choban Bey)`."""
    parts = [part.strip() for part in re.split(r"[/()]", name)]
    return [part for part in parts if part] if len(parts) > 1 else []


def _aligned(values: Sequence[str], names: Sequence[str]) -> Sequence[str]:
    """One value for each name: its own, or the one that holds for all of them; '' where neither is so."""
    every = [*values] * len(names) if len(values) == 1 else values
    return every if len(every) == len(names) else [""] * len(names)


def _without(name: str, suffixes: Iterable[str]) -> str:
    words = " ".join(name.split())
    start, _, last = words.rpartition(" ")
    return start if start and last in suffixes else words
