"""The command `add`: one entry for a ledger, asked for at the terminal or given by options."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated

from typer import Option

from conflict_cli.cli.console import NOT_OK, OK, say
from conflict_cli.cli.importing import DryRunOption
from conflict_cli.cli.inputs import WRITING, IntoOption, LedgerOption
from conflict_cli.record.errors import BadValueError, UsageError
from conflict_cli.record.incident import Ledger
from conflict_cli.record.measures import TABLE
from conflict_cli.render.harmless import encodable

if TYPE_CHECKING:
    from conflict_cli.cli.appending import Target
    from conflict_cli.cli.asking import Asked

ENTRY = "What the entry says"


def _answer(name: str, about: str) -> object:
    return Option(f"--{name}", metavar="TEXT", help=about, rich_help_panel=ENTRY)


def event(
    *,
    date: Annotated[str | None, _answer("date", "When: 2018-04-30, 2018-04, unknown.")] = None,
    place: Annotated[str | None, _answer("place", "Where; several: 'a; b'.")] = None,
    type_: Annotated[str | None, _answer("type", "The type: air-drone-strike.")] = None,
    target: Annotated[str | None, _answer("target", "What was hit.")] = None,
    actor: Annotated[str | None, _answer("actor", "Who is said to have done it.")] = None,
    confidence: Annotated[str | None, _answer("confidence", "How firmly that is said.")] = None,
    source: Annotated[str | None, _answer("source", "Who says it.")] = None,
    article: Annotated[str | None, _answer("article", "What it was read in: a key, or a title.")] = None,
) -> Mapping[str, str | None]:
    """Return what happened and who says it, in the words of the curator."""
    return {
        "date": date, "place": place, "type": type_, "target": target, "actor": actor, "confidence": confidence,
        "source": source, "article": article,
    }  # fmt: skip


def figures(**given: str | None) -> Mapping[str, str | None]:
    """Return the figure of each measure, in the words of the report; there is an option for each."""
    return given


vars(figures)["__signature__"] = Signature(
    [
        Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[str | None, _answer(name, about)])
        for name, about in ((name, f"{kind.about.capitalize()}: '{kind.sample}'.") for name, kind in TABLE.items())
    ]
)


def add(
    *,
    event: Mapping[str, str | None],
    figures: Mapping[str, str | None],
    title: Annotated[str | None, _answer("title", "What happened, in your own words.")] = None,
    note: Annotated[str | None, _answer("note", "What else should be known.")] = None,
    into: IntoOption = None,
    file: LedgerOption = None,
    yes: Annotated[bool, Option("--yes", help="Ask nothing, and write.", rich_help_panel=WRITING)] = False,
    dry_run: DryRunOption = False,
) -> int:
    """Add one entry to a ledger: each answer is read at once, and what it means is shown before anything is written."""
    from conflict_cli.cli.appending import ledger_at
    from conflict_cli.cli.asking import Asked, ask, is_asked_here
    from conflict_cli.cli.targets import target_of

    given = {**event, **figures, "title": title, "note": note}
    answers = {name: text for name, text in given.items() if text is not None and text.strip()}
    gains = target_of(into, file, is_needed=True)
    ledger = ledger_at(gains)
    _check(answers, ledger)
    asks = is_asked_here() and not (yes or dry_run)
    if not asks:
        _check_needed(answers, may_write=yes or dry_run)
    try:
        whole = ask(answers, ledger) if asks else answers
        return _shown_and_written(whole, gains, ledger, Asked(is_asked=asks, is_dry=dry_run))
    except EOFError:
        say("\nNothing was written.")
        return NOT_OK


def _check(answers: Mapping[str, str], ledger: Ledger) -> None:
    """Say what each option means; `UsageError` for one that means nothing."""
    from conflict_cli.exports.drafting import meaning

    for name, text in answers.items():
        try:
            told = meaning(name, text, ledger)
        except BadValueError as error:
            raise UsageError(f"--{name}: {error}") from None
        if told != text:
            say(f"{name}: {told}")


def _check_needed(answers: Mapping[str, str], *, may_write: bool) -> None:
    from conflict_cli.exports.drafting import QUESTIONS

    missing = [f"--{name}" for name, question in QUESTIONS.items() if question.is_needed and name not in answers]
    if missing:
        raise UsageError(f"nobody can be asked here; add needs {', '.join(missing)} too")
    if not may_write:
        raise UsageError("nobody can be asked here; --yes writes the entry, --dry-run only shows it")


def _shown_and_written(answers: Mapping[str, str], target: "Target", ledger: Ledger, asked: "Asked") -> int:
    """Show the entry as YAML; write it if that is wanted, and say what `check` then warns of."""
    from conflict_cli.cli.appending import append, check_addition, ledger_at
    from conflict_cli.counting.checks import warnings
    from conflict_cli.exports.drafting import drafted
    from conflict_cli.ledger.insertion import in_text

    addition = drafted(answers, ledger)
    check_addition(target, addition)
    sys.stdout.write(encodable(in_text(addition), sys.stdout.encoding))
    sys.stdout.flush()
    if asked.is_dry or not asked.agrees(f"Add it to {target.path}?"):
        say("Nothing was written.")
        return OK if asked.is_dry else NOT_OK
    append(target, lambda now: drafted(answers, now))
    say(f"Added to {target.path}.")
    before = {problem.what for problem in warnings(ledger)}
    with suppress(OSError):
        for problem in warnings(ledger_at(target)):
            if problem.what not in before:
                say(str(problem))
    return OK
