"""Answers as tables on a terminal."""

from msgspec import Struct


class Screen(Struct, frozen=True):
    """A terminal: its size in cells, and whether it may be coloured."""

    width: int = 80
    height: int = 25
    color: bool = False
