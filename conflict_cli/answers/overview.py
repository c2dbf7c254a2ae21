"""The report of the program without a command: the contents of the file, and commands to try."""

from conflict_cli.answers.answer import Answer, Column
from conflict_cli.answers.caveats import WORDS
from conflict_cli.counting.totals import total
from conflict_cli.record.figure_styles import as_a_span
from conflict_cli.record.incident import MEASURES
from conflict_cli.selection.selection import Selection

WHAT_IT_IS = "This queries a ledger of reported incidents: which there were, how many casualties, and who says so."


def overview(selection: Selection, program: str, *, is_example: bool) -> Answer:
    """Return the file, the number and the days of its incidents, and how many people they report."""
    ledger = selection.names
    file = "the example that comes with the program" if is_example else ledger.file
    rows = [("Data set" if selection.data_set else "Ledger", file), ("Incidents", str(len(selection.picked)))]
    if days := selection.span:
        rows.append(("Days", f"{days[0]} to {days[1]}"))
    rows.append(("Named", f"{len(ledger.places)} places, {len(ledger.sources)} sources"))
    totals = total(selection)
    for measure in MEASURES:
        figure = totals.of(measure).figure
        if figure:
            rows.append((f"Reported {WORDS[measure]}", as_a_span(figure)))
    first = next((key for picked in selection.picked for key in picked.incident.places), None)
    town = ledger.places[first].name if first else "TOWN"
    tries = [f"{program} list '{town}'", f"{program} sum --by month", f"{program} sources"]
    columns = (Column("what", ""), Column("value", ""))
    return Answer(columns, rows, WHAT_IT_IS, hints=tuple(f"Try: {one}" for one in tries))
