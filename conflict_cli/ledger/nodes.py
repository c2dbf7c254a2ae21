"""The pieces of a ledger's text, each with its place, and the problems found in them.

What the texts mean is not known here, nor how they are told apart.
"""

from msgspec import Struct

from conflict_cli.record.errors import DataError, Problem

_NULLS = frozenset(("~", "null", "Null", "NULL"))


class Node(Struct):
    """A piece of the file, and where it begins: line and column from 1."""

    line: int
    column: int


class Scalar(Node, gc=False):
    """A text as written, without YAML's guesses; its style is `'`, `"`, `>`, `|`, or empty where it is plain."""

    text: str
    style: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing: no text, or a plain `~` or `null`."""
        return not self.text or self.text.isspace() or (not self.style and self.text in _NULLS)


class Items(Node):
    """A list."""

    items: list[Node]


class Keys(Node):
    """A mapping, in which no key stands twice."""

    pairs: list[tuple[Scalar, Node]]


class Refused(Node, gc=False):
    """What has been complained of already, so that nothing more need be said."""


class Problems:
    """The problems found in one file so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []

    def add(self, node: Node, what: str, hint: str = "") -> None:
        """Keep what is wrong with this node."""
        self.found.append(Problem(self.file, node.line, node.column, what, hint))

    def fatal(self, line: int, column: int, what: str, hint: str = "") -> DataError:
        """The error to raise where nothing more can be read: this problem, and all that were found before."""
        self.found.append(Problem(self.file, line, column, what, hint))
        return self.error()

    def error(self) -> DataError:
        """The error that holds all problems, in the order of their places."""
        return DataError(sorted(self.found, key=lambda problem: (problem.line, problem.column)))
