"""The yardstick of a start: a bare Typer command that prints, with Rich, the table that `conflict-cli list` prints.

Nothing is read and nothing is worked out: what this takes is what Python, Typer and Rich take. `--color` draws for a
terminal; `--rows` repeats the rows.
"""

from itertools import cycle, islice

import typer

HEADINGS = ("ID", "Date", "Town", "Killed", "Injured", "Casualties", "Source")
NUMBERS = ("Killed", "Injured", "Casualties")
HOMS = "Al-Zafaraneh, Talbissah, Al-Adawiyya, elsewhere"
MEMO = "Middle East Monitor"
ROWS = (
    ("homs-barrage", "2018-04-28/2018-04-29", HOMS, "≥2", "?", "?", "SOHR"),
    ("rastan-rockets", "2018-04-28/2018-04-30?", "Rastan", "2", "~25", "?", "White Helmets"),
    ("talbissah-airstrikes", "2018-04-28/2018-04-30?", "Talbissah", "?", "?", "?", "Videos"),
    ("zafaraneh-hospital", "2018-04-28/2018-04-30?", "Al-Zafaraneh", "0–1", "?", "?", "Activists"),
    ("homs-ground-fighting", "2018-04-16/2018-04-30~", "northern Homs", "?", "?", "~150", MEMO),
    ("homs-hama-strikes", "2018-04", "northern Homs, southern Hama", "≥3", "?", "?", MEMO),
    ("idlib-market", "2018-04", "Idlib", "27", ">150", "?", MEMO),
    ("kafr-batikh-school", "2018-03", "Kafr Batikh", "20", "?", "?", MEMO),
    ("hass-camp", "2018-03", "Hass", "22", "?", "?", MEMO),
    ("yarmouk-airstrikes", "2018-04-23/2018-04-29~", "Yarmouk", "~20", "?", "?", MEMO),
)


def main(*, color: bool = False, rows: int = len(ROWS)) -> None:
    """Print the table."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None)
    for heading in HEADINGS:
        is_number = heading in NUMBERS
        table.add_column(heading, justify="right" if is_number else "left", style="cyan" if heading == "ID" else "")
    for row in islice(cycle(ROWS), rows):
        table.add_row(*row)
    Console(width=120, force_terminal=color, color_system="standard" if color else None, highlight=False).print(table)


typer.run(main)
