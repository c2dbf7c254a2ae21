"""The names of places on a map: each beside its mark and over no other mark or name, or left out."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from conflict_cli.render.cells import display_width

HEIGHT = 14.0
_LETTER = 6.6
"""Pixels that a letter takes, on average, in the font and size of the map's names."""

_GAP = 4.0
_LEAST_RADIUS = 3.0


class Disc(Struct, frozen=True):
    """The mark of a place: its middle and its radius in pixels."""

    name: str
    x: float
    y: float
    radius: float


class Name(Struct, frozen=True):
    """A name on the map: its left end, and the middle of its height, in pixels."""

    text: str
    x: float
    y: float


class Box(Struct, frozen=True):
    """A part of the map that a mark or a name takes, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Say whether the two boxes share any room."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Say whether the other box lies inside this one."""
        return (
            other.left >= self.left
            and other.top >= self.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


def boxes(discs: Sequence[Disc], names: Sequence[Name]) -> list[Box]:
    """Return the room that these marks and names take."""
    named = [(name.x, name.y, name.x + display_width(name.text) * _LETTER) for name in names]
    return [*map(_around, discs), *(Box(x, y - HEIGHT / 2, end, y + HEIGHT / 2) for x, y, end in named)]


def placed(discs: Sequence[Disc], most: int, size: tuple[float, float]) -> list[Name]:
    """Return the names that find room on a map of this size: at most `most`, the first discs served first."""
    marks = [_around(disc) for disc in discs]
    frame = Box(0, 0, *size)
    taken = list(marks)
    found: list[Name] = []
    for own, disc in zip(marks, discs, strict=True):
        if len(found) == most:
            break
        for name, box in _beside(disc):
            if frame.holds(box) and not any(box.meets(other) for other in taken if other is not own):
                found.append(name)
                taken.append(box)
                break
    return found


def _around(disc: Disc) -> Box:
    radius = max(disc.radius, _LEAST_RADIUS)
    return Box(disc.x - radius, disc.y - radius, disc.x + radius, disc.y + radius)


def _beside(disc: Disc) -> Iterator[tuple[Name, Box]]:
    """Yield the spots for the name of a disc: right, left, above and below it."""
    width = display_width(disc.name) * _LETTER
    away = disc.radius + _GAP
    spots = (
        (disc.x + away, disc.y),
        (disc.x - away - width, disc.y),
        (disc.x - width / 2, disc.y - away - HEIGHT / 2),
        (disc.x - width / 2, disc.y + away + HEIGHT / 2),
    )
    for left, middle in spots:
        yield Name(disc.name, left, middle), Box(left, middle - HEIGHT / 2, left + width, middle + HEIGHT / 2)
