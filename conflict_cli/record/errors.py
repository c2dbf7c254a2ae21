"""Errors as values and exceptions. Only the command line decides what to print."""

from collections.abc import Iterable, Sequence

from msgspec import Struct


class BadValueError(ValueError):
    """A text that cannot be read: `what` says what is wrong, `hint` what to write instead."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(f"{what}; {hint}" if hint else what)
        self.what = what
        self.hint = hint


class Problem(Struct, frozen=True):
    """One error or warning at one place of a file; lines and columns count from 1, and 0 stands for the whole file."""

    file: str
    line: int
    column: int
    what: str
    hint: str = ""
    is_warning: bool = False

    @property
    def place(self) -> str:
        """`file:line:column`, which editors and terminals turn into a link; the file alone if the line is 0."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    @property
    def message(self) -> str:
        """What is wrong, and what to write instead."""
        return f"{self.what}; {self.hint}" if self.hint else self.what

    def __str__(self) -> str:
        return f"{self.place}: {'warning: ' if self.is_warning else ''}{self.message}"


class UsageError(Exception):
    """The command or the call asks for something that does not exist, such as an unknown column."""


class DataError(Exception):
    """A file cannot be read; `problems` are all errors found in it, or in all `files` where it has several."""

    def __init__(self, problems: Iterable[Problem], files: Iterable[str] = ()) -> None:
        self.problems = tuple(problems)
        self.files = tuple(files)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def in_order(problems: Iterable[Problem], files: Sequence[str]) -> list[Problem]:
    """Return the problems in the order of the files and of the places in each; those of no such file come last."""
    rank = {file: number for number, file in enumerate(files)}
    return sorted(problems, key=lambda one: (rank.get(one.file, len(rank)), one.line, one.column))


def quoted(text: str) -> str:
    """Return the text in quotation marks for a message, cut after 40 letters."""
    return f'"{text}"' if len(text) <= 40 else f'"{text[:40]}…"'
