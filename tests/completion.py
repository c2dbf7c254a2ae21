"""Completion without a shell: what is offered for a line, and files of names that no shell may obey."""

from collections.abc import Mapping
from pathlib import Path

from tests.conftest import Run

HOSTILE = {
    "parentheses": "Rastan $(touch PWNED)",
    "parentheses after a backslash": r"Rastan \$(touch PWNED)",
    "backquotes": "Rastan`touch PWNED`",
    "semicolon": "Rastan;touch PWNED #",
    "ampersand": "Rastan & touch PWNED",
    "bar": "Rastan|touch PWNED",
    "redirection": "Rastan >PWNED",
    "apostrophes around code": "Rastan'$(touch PWNED)'",
    "quotation marks": 'Rastan"$(touch PWNED)"',
    "line": "Rastan\ntouch PWNED",
    "carriage return": "Rastan\rtouch PWNED",
    "tab": "Rastan\ttouch PWNED",
    "glob": "Rastan*",
    "braces": "Rastan{a,b}",
    "history": "Rastan!!",
    "variable": "Rastan$HOME",
    "equals sign": "Rastan=ls",
    "colon": "Rastan:touch PWNED",
    "right-to-left override": "Rastan\u202ehctuot",
    "no-break space": "Rastan\u00a0touch",
    "zero-width space": "Rastan\u200b",
    "filler of Hangul": "Rastan\u3164",
    "selector of variants": "Rastan\ufe0f",
    "too many marks": "Rastan" + "\u0301" * 9,
    "escape": "Rastan\x1b[2J",
    "symbol": "Rastan⇒",
}
UNFIT_TO_BEGIN = ["-o PWNED", "--output=PWNED", ".rastan", "'rastan", "!!", "~root", "\u0301rastan", "_rastan"]


def offered(run: Run, line: str, **places: Path | str) -> list[str]:
    """What is offered for this line, the cursor at its end, without any shell's quotation marks."""
    folder = {"folder": places.pop("folder")} if "folder" in places else {}
    asked = {
        "_CONFLICT_CLI_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": f"conflict-cli {line}",
    }
    done = run("", **folder, **asked, **places)
    assert (done.code, done.err) == (0, "")
    return [row.partition("\t")[0] for row in done.out.splitlines() if row]


def ledger_of(*names: str) -> Mapping[str, object]:
    """A ledger in which places, their governorates, sources and actors have these names, to be written as JSON."""
    numbered = {f"n{number}": name for number, name in enumerate(names)}
    incident = {"id": "one", "title": "t", "date": 2018, "type": "unknown"}
    incident |= {"places": list(numbered), "reports": [{"source": "n0"}]}
    return {
        "sources": {key: {"name": name} for key, name in numbered.items()},
        "actors": {key: {"name": name} for key, name in numbered.items()},
        "places": {key: {"name": name, "governorate": name} for key, name in numbered.items()},
        "incidents": [incident],
    }
