"""The lines around a table on a screen: its title, the columns left out, notes and hints; wrapped, not yet drawn.

A line is pieces of text, each with the name of a style: this module knows no terminal.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from conflict_cli.answers.answer import Note
from conflict_cli.render.cells import display_width
from conflict_cli.render.harmless import Clean
from conflict_cli.render.screen.widths import GAP

Piece = tuple[str, str]
Line = tuple[Piece, ...]


class Page(Struct, frozen=True):
    """The limits of every part of a screen: the width, and the characters that its encoding has."""

    width: int
    clean: Clean

    def rule(self, width: int) -> Line:
        """Return a thin line of this width."""
        return ((self.clean("─" * width), "dim"),)

    def paragraph(self, text: str, style: str = "") -> Iterator[Line]:
        """Yield the text over as many lines as it needs; none if it is empty."""
        if text:
            yield from (((line, style),) for line in wrapped(self.clean(text), self.width))

    def notes(self, notes: Sequence[Note]) -> Iterator[Line]:
        """Yield the lines of the notes; the text of each stands beside its letter."""
        for note in notes:
            letter = self.clean(note.letter)
            margin = display_width(letter) + GAP if letter else 0
            for line in wrapped(self.clean(note.text), self.width - margin):
                yield (letter, "bold"), (" " * (margin - display_width(letter)), ""), (line, "")
                letter = ""

    def omissions(self, columns: Sequence[str]) -> Iterator[Line]:
        """Say which columns of the report are not on the screen, and how to see them."""
        if columns:
            advice = "Widen the window, choose columns with -c, or write -O csv."
            yield from self.paragraph(f"Not shown at this width: {', '.join(columns)}. {advice}")

    def hints(self, hints: Sequence[str]) -> Iterator[Line]:
        """Yield the lines of the hints, dimmed."""
        for hint in hints:
            yield from self.paragraph(hint, "dim")


def wrapped(text: str, width: int, *, cuts_words: bool = False) -> list[str]:
    """Return the lines of the text, broken between words; a word wider than a line juts out, unless it may be cut."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if display_width(joined) <= width:
            lines[-1] = joined
        else:
            lines.extend(_cut(word, width) if cuts_words else [word])
    return [line for line in lines if line] or [""]


def _cut(word: str, width: int) -> list[str]:
    """Return the word in pieces that fit the width."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and display_width(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
