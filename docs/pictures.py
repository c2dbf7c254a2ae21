"""Draws the pictures of the README from real runs: `python docs/pictures.py`, after the program is installed.

Each is an SVG exported by Rich of what the program prints on a terminal; it refers to no font or file elsewhere.
"""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

HERE = Path(__file__).parent
WIDTH = 124
PICTURES = {
    "list.svg": ["list"],
    "sum.svg": ["sum", "--by", "month", "--bars"],
}

# Dark letters on white, so that the page's own background matters to nobody.
# fmt: off
PAPER = TerminalTheme(
    (255, 255, 255),
    (36, 41, 47),
    [(36, 41, 47), (207, 34, 46), (17, 99, 41), (77, 45, 0),
     (9, 105, 218), (130, 80, 223), (27, 124, 131), (110, 119, 129)],
    [(87, 96, 106), (164, 14, 38), (26, 127, 55), (99, 60, 1),
     (33, 139, 255), (164, 117, 249), (49, 146, 170), (140, 149, 159)],
)
# fmt: on


def printed(arguments: list[str]) -> str:
    """What the program prints on a terminal of our width, colours included."""
    environment = {**os.environ, "COLUMNS": str(WIDTH), "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "conflict_cli", *arguments, "--color", "always"]
    return subprocess.run(command, env=environment, capture_output=True, check=True, encoding="utf-8").stdout


def draw(name: str, arguments: list[str]) -> None:
    """Draw one picture."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(printed(arguments)), soft_wrap=True)
    title = " ".join(["conflict-cli", *arguments])
    svg = console.export_svg(title=title, theme=PAPER, unique_id=name.removesuffix(".svg"))
    without_fonts = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    (HERE / name).write_text(without_fonts, encoding="utf-8")


if __name__ == "__main__":
    for picture, words in PICTURES.items():
        draw(picture, words)
