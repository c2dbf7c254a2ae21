"""The bars of a page: a sum by town or by source, the highest best figure first."""

from collections.abc import Iterable
from operator import itemgetter

from msgspec import Struct

from conflict_cli.record.figure_styles import beside_a_bar
from conflict_cli.record.figures import Figure
from conflict_cli.selection.selection import Group, Sum


class Level(Struct, frozen=True):
    """A group with the sum that `sum` gives for it, as a figure with its marks."""

    name: str
    figure: Figure

    @property
    def label(self) -> str:
        """The best number, and the low and the high if they differ."""
        return beside_a_bar(self.figure)


def levels(groups: Iterable[tuple[Group, Sum]]) -> tuple[Level, ...]:
    """Return the groups that report a figure, the highest best figure first; last those that no single key holds."""
    told = [
        (part.key is None, -counted.figure.best, part, counted.figure) for part, counted in groups if counted.figure
    ]
    return tuple(Level(part.heading, figure) for _, _, part, figure in sorted(told, key=itemgetter(0, 1)))
