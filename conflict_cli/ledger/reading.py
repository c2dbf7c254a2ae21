"""What is known while one file is read; all its entries share it."""

from collections.abc import Collection
from functools import lru_cache

from conflict_cli.ledger.nodes import Problems
from conflict_cli.ledger.values import LONGEST_SLUG
from conflict_cli.record.dates import parse_when
from conflict_cli.record.figures import parse_figure
from conflict_cli.record.names import did_you_mean

# Comparing names is slow: after this many comparisons in one file, an unknown name gets no suggestion.
MOST_COMPARED = 20_000


class Reading:
    """The problems of a file, the keys of its sections, and the figures and dates parsed so far.

    A section that could not be read is missing from `known`: references to it are not checked.
    """

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.known: dict[str, Collection[str]] = {}
        self.parse_figure = lru_cache(4096)(parse_figure)
        self.parse_when = lru_cache(4096)(parse_when)
        self._suggested: dict[tuple[str, int], str] = {}
        self._compared = 0

    def did_you_mean(self, wanted: str, known: Collection[str]) -> str:
        """Return `did you mean rastan?`, or "" if no name is alike or the search would take too long."""
        asked = (wanted, id(known))
        if asked not in self._suggested:
            self._compared += len(known)
            is_worth_it = len(wanted) <= LONGEST_SLUG and self._compared <= MOST_COMPARED
            self._suggested[asked] = did_you_mean(wanted, list(known)) if is_worth_it else ""
        return self._suggested[asked]
