"""Where the names of places stand on a map: beside their marks, over no other mark or name, or not at all."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from conflict_cli.render.cells import display_width

HEIGHT = 14.0
_LETTER = 6.6
"""Pixels that a letter takes, on average, in the font and size of the map's names."""

_GAP = 4.0


class Disc(Struct, frozen=True):
    """What is drawn for a place: its middle and its radius in pixels."""

    name: str
    x: float
    y: float
    radius: float


class Name(Struct, frozen=True):
    """A name on the map: where it begins, and the middle of its height, in pixels."""

    text: str
    x: float
    y: float


class _Box(Struct, frozen=True):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def placed(discs: Sequence[Disc], most: int, size: tuple[float, float]) -> list[Name]:
    """The names that find room on a map of this size, at most so many, those of the first discs first."""
    taken = [_around(disc) for disc in discs]
    frame = _Box(0, 0, *size)
    found: list[Name] = []
    for own, disc in zip(list(taken), discs, strict=True):
        if len(found) == most:
            break
        for name, box in _beside(disc):
            if _is_inside(box, frame) and not any(box.meets(other) for other in taken if other is not own):
                found.append(name)
                taken.append(box)
                break
    return found


def _around(disc: Disc) -> _Box:
    radius = max(disc.radius, 3.0)
    return _Box(disc.x - radius, disc.y - radius, disc.x + radius, disc.y + radius)


def _beside(disc: Disc) -> Iterator[tuple[Name, _Box]]:
    """The places that a name may take: right, left, above and below its mark."""
    width = display_width(disc.name) * _LETTER
    away = disc.radius + _GAP
    spots: Iterable[tuple[float, float]] = (
        (disc.x + away, disc.y),
        (disc.x - away - width, disc.y),
        (disc.x - width / 2, disc.y - away - HEIGHT / 2),
        (disc.x - width / 2, disc.y + away + HEIGHT / 2),
    )
    for left, middle in spots:
        yield Name(disc.name, left, middle), _Box(left, middle - HEIGHT / 2, left + width, middle + HEIGHT / 2)


def _is_inside(box: _Box, frame: _Box) -> bool:
    return box.left >= 0 and box.top >= 0 and box.right <= frame.right and box.bottom <= frame.bottom
