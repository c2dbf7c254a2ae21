"""The vocabulary of a data set: the meaning of its names and codes, decided once for each distinct text.

The key of a place, an actor or a source has the words of its name and no others.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from msgspec import Struct

from conflict_cli.dataset.intake.normal_form import BETWEEN, SEVERAL, mark_between_names
from conflict_cli.dataset.layout.layout import Coded, Layout
from conflict_cli.record.areas import compared
from conflict_cli.record.incident import EXACT_PLACES, Actor, Attribution, Place, Source
from conflict_cli.record.names import slug

Rows = Iterable[Sequence[Any]]

_KEY = re.compile("[a-z0-9][a-z0-9._-]*")
_FALSE = frozenset(("false", "0", "no", "f", "n", ""))
"""What a cell says that does not say: nearby, elsewhere. Who cannot read it cannot rule it out."""


class Site(Struct, frozen=True):
    """The site of an event: the keys of its places.

    `nearby`: it was in or near them. `and_elsewhere`: it was perhaps elsewhere too.
    """

    places: tuple[str, ...] = ()
    nearby: bool = False
    and_elsewhere: bool = False


class Vocabulary:
    """The names of one data set, taken from its distinct sites (in the order of the file), actors and sources."""

    def __init__(self, layout: Layout, sites: Rows, actors: Rows, sources: Rows) -> None:
        self._layout = layout
        self._given = sites, actors, sources
        self.site = lru_cache(None)(self._site)
        self._read = lru_cache(None)(self._read_site)  # for `places` and for `site`
        self._area = lru_cache(None)(self._read_area)
        self.type = lru_cache(None)(lambda raw: _slug(_decoded(raw, layout.type)) or "unknown")
        self.target = lru_cache(None)(lambda raw: _slug(_decoded(raw, layout.target)) or None)
        self._mark = mark_between_names(layout)
        self.names = lru_cache(None)(lambda raw: names_in(raw, self._mark))
        self.attribution = lru_cache(None)(lambda raw: tuple(Attribution(name, "involved") for name in self.names(raw)))

    @property
    def own(self) -> str:
        """The key of the data set among the sources."""
        return self._layout.name

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Every place by its key. The row with the lowest code of precision gives its kind and coordinates."""
        found: dict[str, Place] = {}
        exactness: dict[str, str] = {}
        for raw, lat, lon in self._given[0]:
            cells, every = self._read(raw)
            for named in every:
                key = self._key(named)
                if key not in found or cells.precision < exactness[key]:
                    found[key] = self._place(key, named, cells.precision, (lat, lon))
                    exactness[key] = cells.precision
        return found

    @cached_property
    def actors(self) -> Mapping[str, Actor]:
        """Every actor by its key, which is its name."""
        return {name: Actor(name, name) for (raw,) in self._given[1] for name in self.names(raw)}

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The data set itself and every source that it cites, by key; the name of a source is its key."""
        own = Source(self._layout.name, self._layout.name, (self._layout.key,), kind="data-set")
        cited = {name: Source(name, name) for (raw,) in self._given[2] for name in self.names(raw)}
        return {**cited, own.key: own}

    def _site(self, raw: str) -> Site:
        (cells, every), place = self._read(raw), self._layout.place
        keys = tuple(map(self._key, every))
        nearby = cells.precision in place.nearby or cells.is_nearby.casefold() not in _FALSE
        return Site(keys, nearby, cells.precision in place.elsewhere or cells.is_elsewhere.casefold() not in _FALSE)

    def _read_site(self, raw: str) -> tuple["_SiteCells", tuple["_Named", ...]]:
        """Return the cells of a site, and the places that they name."""
        cells = _SiteCells(raw)
        return cells, tuple(self._named(cells))

    def _named(self, cells: "_SiteCells") -> Iterator["_Named"]:
        """Yield the places of a record, as they are published.

        If no place is named, the governorate is the place, or else the country. If several governorates cannot be
        matched to the places, each governorate is a place of its own.
        """
        names = [" ".join(name.split()) for name in cells.name.split(self._mark)]
        if len(names) == 1 and names[0] and self._mark not in cells.governorate + cells.country:  # as nearly all are
            yield _Named(names[0], self._area(cells.governorate), " ".join(cells.country.split()))
            return
        governorates = [self._area(name) for name in cells.governorate.split(self._mark)]
        countries = [" ".join(name.split()) for name in cells.country.split(self._mark)]
        every = zip(names, _aligned(governorates, names), _aligned(countries, names), strict=True)
        yield from (_Named(*one) for one in every if one[0])
        if not any(names) or len(governorates) not in (1, len(names)):
            country = countries[0] if len(countries) == 1 else ""
            yield from (_Named(name, name, country, "governorate") for name in dict.fromkeys(governorates) if name)
        if not any((*names, *governorates)):
            yield from (_Named(name, "", name, "country") for name in dict.fromkeys(countries) if name)

    def _read_area(self, name: str) -> str:
        """Return the name of a governorate without the word that says what it is."""
        return _without(name, self._layout.place.without)

    @cached_property
    def _keys(self) -> dict["_Named", str]:
        return {}

    @cached_property
    def _namesakes(self) -> dict[str, int]:
        return {}

    def _key(self, named: "_Named") -> str:
        """Return the key of a place: its name, with one more separator for each earlier place of the same name.

        The separator is not a word, and the key has no words but those of the name.
        """
        if named not in self._keys:
            number = self._namesakes.get(named.name, 0)
            self._namesakes[named.name] = number + 1
            self._keys[named] = named.name + BETWEEN * number
        return self._keys[named]

    def _place(self, key: str, named: "_Named", precision: str, spot: tuple[float | None, float | None]) -> Place:
        layout = self._layout.place
        name, kind = (named.name, named.kind) if named.kind else _kind_by_suffix(named.name, layout.suffixes)
        stated = named.name.rpartition(" ")[0] or named.name
        if kind == "governorate" and named.governorate and compared(stated) != compared(named.governorate):
            kind = "region"  # a part of the governorate, such as Southern Idlib Governorate
        # A name may hold several spellings, such as `Has/Hassef` or `Al-Rai (Choban Bey)`.
        spellings = [part.strip() for part in re.split(r"[/()]", name)] if re.search(r"[/()]", name) else []
        aliases = dict.fromkeys(_kind_by_suffix(part, layout.suffixes)[0] for part in spellings if part)
        aliases |= {named.name: None}
        return Place(
            key,
            name,
            tuple(alias for alias in aliases if alias != name),
            kind=kind or layout.kinds.get(precision) or layout.kind,
            governorate=named.governorate or None,
            country=named.country or None,
            lat=spot[0] if None not in spot else None,
            lon=spot[1] if None not in spot else None,
        )


class _Named(NamedTuple):
    """A place as a record names it; `kind` is set if the record names only this governorate or this country."""

    name: str
    governorate: str
    country: str
    kind: str | None = None


class _SiteCells:
    """The cells of the place, as `normal_form` joins them."""

    def __init__(self, raw: str) -> None:
        cells = map(str.strip, raw.split(BETWEEN))
        self.name, self.governorate, self.country, self.precision, self.is_nearby, self.is_elsewhere = cells


def names_in(raw: str, mark: str = SEVERAL) -> tuple[str, ...]:
    """Return the names in the cells of one or more columns, each once; a cell may list several names."""
    found = (" ".join(name.split()) for cell in raw.split(BETWEEN) for name in cell.split(mark))
    return tuple(dict.fromkeys(name for name in found if name))


def _decoded(raw: str, coded: Coded | None) -> str:
    return coded.values.get(raw.strip(), raw) if coded else raw


def _slug(text: str) -> str:
    """Return the text in the form of a key; a text already in that form, such as `health_post`, stays unchanged."""
    return text if _KEY.fullmatch(text) else slug(text).lower()


def _kind_by_suffix(name: str, suffixes: Mapping[str, str]) -> tuple[str, str | None]:
    """Return the name and the kind of a place that the last word of the name tells.

    The name loses that word, unless the place is of a wide kind.
    """
    start, _, last = name.rpartition(" ")
    kind = suffixes.get(last.casefold())
    if kind in EXACT_PLACES and start:
        return start, kind
    return name, kind


def _aligned(values: Sequence[str], names: Sequence[str]) -> Sequence[str]:
    """Return one value for each name. A single value holds for all names; if the numbers differ, every value is ''."""
    every = [*values] * len(names) if len(values) == 1 else values
    return every if len(every) == len(names) else [""] * len(names)


def _without(name: str, suffixes: Iterable[str]) -> str:
    words = " ".join(name.split())
    start, _, last = words.rpartition(" ")
    return start if start and last in suffixes else words
