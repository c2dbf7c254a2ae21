"""What is known while a ledger is read; all entries of all its files share it."""

from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from conflict_cli.ledger.fields import SECTIONS
from conflict_cli.ledger.nodes import Node, Problems, Scalar
from conflict_cli.ledger.values import LONGEST_SLUG, parse_date
from conflict_cli.record.errors import quoted
from conflict_cli.record.figures import parse_figure
from conflict_cli.record.incident import Spot
from conflict_cli.record.names import did_you_mean

# Comparing names is slow: after this many comparisons in one ledger, an unknown name gets no suggestion.
MOST_COMPARED = 20_000


class Reference(NamedTuple):
    """A text under the key `name` that is to be a key of a section; `file` is the number of its file."""

    name: str
    section: str
    scalar: Scalar
    file: int


class Link(NamedTuple):
    """A link from one incident or place, its `owner`, to another under the key `name`; `target` has its place."""

    owner: str
    name: str
    target: Scalar
    file: int = 0


class Reading:
    """The problems of a ledger, the keys of its sections, its links, and the figures and dates parsed so far.

    What refers to something waits in `unmet`, `containers` and `links` until all files are read. A section that could
    not be read in some file is in `unread`: references to it are not checked. `begun` is where the first file begins.
    """

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.known: defaultdict[str, dict[str, Spot]] = defaultdict(dict)
        self.ids: dict[str, Spot] = {}
        self.unread: set[str] = set()
        self.unmet: list[Reference] = []
        self.containers: list[Link] = []
        self.links: list[Link] = []
        self.begun: Node | None = None
        self.has_incidents = False
        self.parse_figure = lru_cache(4096)(parse_figure)
        self.parse_when = lru_cache(4096)(parse_date)
        self._suggested: dict[tuple[str, int], str] = {}
        self._compared = 0

    def give_up(self) -> None:
        """Check no references: a file could not be read, and may hold what they refer to."""
        self.unread.update(SECTIONS, ("incidents",))

    def add_key(self, section: str, key: Scalar) -> None:
        """Take in a key of a section; report it if another file has it already."""
        first = self.known[section].setdefault(key.text, spot := self.spot(key))
        if first is not spot:
            what = f"{section}: {quoted(key.text)} is a key already, first given in {self.place(first)}"
            self.problems.add(key, what, "keep one of the two")

    def add_id(self, scalar: Scalar) -> None:
        """Take in the id of an incident; report it if another incident has it already."""
        first = self.ids.setdefault(scalar.text, spot := self.spot(scalar))
        if first is spot:
            return
        what = f"is the id of the incident on line {first.line} already"
        if first.file != spot.file:
            what = f"is the id of an incident already, first given in {self.place(first)}"
        self.problems.add(scalar, f"id: {quoted(scalar.text)} {what}", "write another")

    def spot(self, scalar: Scalar) -> Spot:
        """Return the place of this text in the file that is read now."""
        return Spot(scalar.line, scalar.column, self.problems.number)

    def place(self, spot: Spot) -> str:
        """Return `a.yaml:3:5`."""
        return f"{self.problems.files[spot.file]}:{spot.line}:{spot.column}"

    def did_you_mean(self, wanted: str, known: Collection[str]) -> str:
        """Return `did you mean rastan?`, or "" if no name is alike or the search would take too long."""
        asked = (wanted, id(known))
        if asked not in self._suggested:
            self._compared += len(known)
            is_worth_it = len(wanted) <= LONGEST_SLUG and self._compared <= MOST_COMPARED
            self._suggested[asked] = did_you_mean(wanted, list(known)) if is_worth_it else ""
        return self._suggested[asked]
