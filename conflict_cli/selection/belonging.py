"""How firmly an incident may belong to a question. The module `matching` decides which it is."""

from enum import IntEnum
from typing import Protocol


class Belongs(IntEnum):
    """How firmly an incident belongs to a question, and which bounds of a sum hold it."""

    NOT = 0
    """It surely does not."""
    UNCOUNTED = 1
    """It may, but nothing that it says names the question: no bound holds it, and a line says so."""
    PERHAPS = 2
    """An unknown share of it does, or it is claimed or contested: the high alone holds it."""
    LIKELY = 3
    """It is the best that is known: best and high hold it."""
    SURELY = 4
    """Low, best and high hold it."""


class Site(Protocol):
    """Where something happened, as far as it is known: an incident, or the cells of a data set."""

    @property
    def places(self) -> tuple[str, ...]:
        """The keys of the places that are named."""

    @property
    def nearby(self) -> bool:
        """Whether it was in or near them."""

    @property
    def and_elsewhere(self) -> bool:
        """Whether it was in other places too."""
