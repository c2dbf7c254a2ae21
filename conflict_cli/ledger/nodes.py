"""The pieces of a ledger's text, each with its place, and the problems found in them.

Nothing here knows what the texts mean or how the pieces are told apart.
"""

from msgspec import Struct

from conflict_cli.record.errors import DataError, Problem, in_order

_NULLS = frozenset(("~", "null", "Null", "NULL"))


class Node(Struct):
    """A piece of the file, and the place where it begins: line and column from 1."""

    line: int
    column: int


class Scalar(Node, gc=False):
    """A text as written, without YAML's guesses; its style is `'`, `"`, `>`, `|`, or empty where it is plain."""

    text: str
    style: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing: no text but white space, or a plain `~` or `null`."""
        return not self.text or self.text.isspace() or (not self.style and self.text in _NULLS)


class Items(Node):
    """A list."""

    items: list[Node]


class Keys(Node):
    """A mapping; no key stands in it twice."""

    pairs: list[tuple[Scalar, Node]]


class Refused(Node, gc=False):
    """A piece whose problem is reported already: nothing more is said of it."""


class Problems:
    """The problems found so far in one file, or in the files of one ledger, which are read one after the other.

    `number` is the place of the file that is read now in the order of the files.
    """

    def __init__(self, *files: str) -> None:
        self.files = list(files)
        self.number = len(files) - 1
        self.found: list[Problem] = []

    def begin(self, file: str) -> None:
        """Take this file for the one that is read now."""
        self.files.append(file)
        self.number = len(self.files) - 1

    def add(self, node: Node, what: str, hint: str = "", *, file: int | None = None) -> None:
        """Add a problem at the place of this node, in the file of this number if it is not the one that is read."""
        name = self.files[self.number if file is None else file]
        self.found.append(Problem(name, node.line, node.column, what, hint))

    def fatal(self, line: int, column: int, what: str, hint: str = "") -> DataError:
        """Add a problem after which nothing can be read; return the error to raise, with all problems found so far."""
        self.found.append(Problem(self.files[self.number], line, column, what, hint))
        return self.error()

    def error(self) -> DataError:
        """Return the error that holds all problems, in the order of their files and places."""
        return DataError(in_order(self.found, self.files), self.files)
