"""What can go wrong, as values and two exceptions; the command line alone decides what to print.

Nothing here reads, prints or exits.
"""

from collections.abc import Iterable

from msgspec import Struct


class BadValueError(ValueError):
    """A text that does not say what it should: `what` is wrong, and the `hint` says what to write instead."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(f"{what}; {hint}" if hint else what)
        self.what = what
        self.hint = hint


class Problem(Struct, frozen=True):
    """One thing wrong, or suspicious, at one place of a file; lines and columns count from 1, 0 is the whole file."""

    file: str
    line: int
    column: int
    what: str
    hint: str = ""
    is_warning: bool = False

    @property
    def place(self) -> str:
        """`file:line:column`, as editors and terminals turn into a link; the file alone where it has no lines."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    @property
    def message(self) -> str:
        """What is wrong, and what to write instead."""
        return f"{self.what}; {self.hint}" if self.hint else self.what

    def __str__(self) -> str:
        return f"{self.place}: {'warning: ' if self.is_warning else ''}{self.message}"


class UsageError(Exception):
    """The command or the call asks for something that cannot be: an unknown column, a date that is none."""


class DataError(Exception):
    """A file cannot be read as what it should be; holds every problem that was found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def quoted(text: str) -> str:
    """The text between quotation marks for a message, cut where it is long."""
    return f'"{text}"' if len(text) <= 40 else f'"{text[:40]}…"'
