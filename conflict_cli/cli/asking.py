"""Ask a curator at the terminal, line by line; names that the ledger knows are completed where the library can."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

from msgspec import Struct

from conflict_cli.cli.console import say
from conflict_cli.record.errors import BadValueError
from conflict_cli.record.incident import CONFIDENCES, Ledger
from conflict_cli.record.type_names import TYPES
from conflict_cli.render.direction import in_order
from conflict_cli.render.harmless import visible


def is_asked_here() -> bool:
    """Say whether somebody can answer: both input and output are a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def ask(given: Mapping[str, str], ledger: Ledger) -> dict[str, str]:
    """Ask for all that is not given, and return all answers; `EOFError` if the curator ends it."""
    from conflict_cli.exports.drafting import QUESTIONS

    answers = dict(given)
    for name, question in QUESTIONS.items():
        if name in answers or (name == "confidence" and "actor" not in answers):
            continue
        _complete(_known(name, ledger))
        while not (answer := _answer(name, f"{question.text}: ", ledger)) and question.is_needed:
            say("This is needed; Ctrl-D ends without writing.")
        if answer:
            answers[name] = answer
    return answers


class Asked(Struct, frozen=True):
    """Whether somebody is asked before anything is written, and whether it is to be written at all."""

    is_asked: bool
    is_dry: bool

    def agrees(self, question: str) -> bool:
        """Say whether the curator says yes, who is asked only where there is somebody to ask."""
        return not self.is_asked or _is_yes(question)


def _answer(name: str, prompt: str, ledger: Ledger) -> str:
    """Return an answer that means something, or a blank one; what it means is shown, and new names are asked about."""
    from conflict_cli.exports.drafting import meaning, new_names

    while answer := input(prompt).strip():
        try:
            told, new = meaning(name, answer, ledger), new_names(name, answer, ledger)
        except BadValueError as error:
            say(f"  {error}")
            continue
        say(f"  {told}")
        if not new or _is_yes(f"  Is {visible(', '.join(new))} new?"):
            return answer
    return ""


def _is_yes(question: str) -> bool:
    _complete(())
    return input(f"{in_order(question, sys.stdout.encoding)} [y/N] ").strip().casefold() in ("y", "yes")


def _known(name: str, ledger: Ledger) -> Sequence[str]:
    """Return the words that may answer this question, as far as they are known."""
    if name == "type":
        return TYPES
    if name == "confidence":
        return CONFIDENCES
    if name == "article":
        return tuple(ledger.articles)
    names = {
        "place": [one.name for one in ledger.places.values()],
        "source": [one.name for one in ledger.sources.values()],
        "actor": [one.name for one in ledger.actors.values()],
    }
    return [visible(one) for one in names.get(name, ())]


def _complete(words: Sequence[str]) -> None:
    """Complete these words with the tabulator key, if Python has readline."""
    with suppress(ImportError):
        import readline

        def fitting(typed: str, number: int) -> str | None:
            found = [word for word in words if word.casefold().startswith(typed.casefold())]
            return found[number] if number < len(found) else None

        readline.set_completer_delims(";")
        readline.set_completer(fitting)
        readline.parse_and_bind("tab: complete")
