"""Answers as tables on a terminal, and the terminal itself."""

from msgspec import Struct


class Screen(Struct, frozen=True):
    """A terminal: its size in cells, and whether it may be coloured."""

    width: int = 80
    height: int = 25
    color: bool = False
