"""The program: its commands, each built only when it is run."""

import os
import shlex
from collections import UserDict
from collections.abc import Sequence
from functools import cache, partial
from typing import Annotated, Any

import typer
from typer import Context, Option, Typer
from typer.core import TyperGroup

from conflict_cli import __version__
from conflict_cli.cli.answer import answer
from conflict_cli.cli.command import Command
from conflict_cli.cli.commands import VERBS
from conflict_cli.cli.complete import VARIABLE
from conflict_cli.cli.console import UNUSABLE, bound_size, exits, say
from conflict_cli.cli.files import Input
from conflict_cli.cli.inputs import ledger_file
from conflict_cli.cli.options import Output, with_options
from conflict_cli.cli.plain import plain_errors

PROGRAM = "conflict-cli"
HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}


class OnDemand(UserDict[str, Any]):
    """The commands by name, each built when it is looked up: a run pays for one of them, not for all."""

    def __getitem__(self, name: str) -> Any:
        return _command(name)


class Verbs(TyperGroup):
    """The program as a group of commands, with plain errors and formatted help."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**{**attributes, "commands": OnDemand(VERBS), "rich_markup_mode": None})

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run a command, or answer the shell if it asks for a completion."""
        run = partial(super().main, *args, **settings)
        bound_size()
        with plain_errors():
            if os.environ.get(VARIABLE):
                from conflict_cli.cli.shells import reply

                reply(run)
            return run()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the program's own options; say of any other option that it comes after the command.

        `help` is a word for the option: `help sum` is `sum --help`.
        """
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        if args[:1] == ["help"]:
            args = [*args[1:2], "--help"]
        first = args[0].partition("=")[0] if args else ""
        own = {name: parameter for parameter in self.get_params(ctx) for name in parameter.opts}
        named = [*filter(None, [args[0].partition("=")[2]]), *args[1:]] if args else []
        if first.endswith("-completion") and first in own and named:
            _answer_for_shell(ctx, own[first], named[0])
        if first.startswith("-") and first not in own:
            line = shlex.join(_verb_first(args))
            say(f"Error: there is no option {first} here; those of a command come after it: {PROGRAM} {line}")
            raise typer.Exit(UNUSABLE)
        return super().parse_args(ctx, args)

    def list_commands(self, _ctx: Any) -> list[str]:
        """Return the names of the commands, in the order of the questions that they answer."""
        return list(VERBS)

    def format_help(self, ctx: Any, _formatter: Any) -> None:
        """Print the help of the program."""
        from typer.rich_utils import rich_format_help

        rich_format_help(obj=self, ctx=ctx, markup_mode="rich")


app = Typer(cls=Verbs, invoke_without_command=True, pretty_exceptions_enable=False, context_settings=HELP_OPTIONS)


@app.callback()
def start(
    ctx: Context,
    *,
    version: Annotated[bool, Option("-V", "--version", help="Print the version and exit.")] = False,
) -> None:
    """Query a ledger of reported incidents, and sum its figures without counting a death twice."""
    if version:
        print(f"{PROGRAM} {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        with_options(source=ledger_file)(show_overview)(file=None, layout=None, sheet=None, no_cache=False)


def show_overview(source: Input) -> int:
    """Show an overview of the ledger, with commands to try."""
    from conflict_cli.answers.overview import overview

    answer(Output(), source, overview(source.select(), PROGRAM, is_example=source.is_example))
    return 0


def _answer_for_shell(ctx: Any, option: Any, shell: str) -> None:
    """Show or install the completion of the shell that is named after the option, which else takes the one it is in."""
    from conflict_cli.cli.shells import check_shell

    with exits():
        check_shell(shell)
    option.callback(ctx, option, shell)


def _verb_first(args: Sequence[str]) -> Sequence[str]:
    """Return the same words with the command before them; an example where they name no command."""
    at = next((at for at, word in enumerate(args) if word in VERBS), None)
    return ("list", "-f", "FILE") if at is None else (args[at], *args[:at], *args[at + 1 :])


@cache
def _command(name: str) -> Any:
    """Build the command of this name, as the only command of a Typer program."""
    verb = VERBS[name]
    single = Typer(add_completion=False, pretty_exceptions_enable=False)
    examples = "\n\n".join(["Examples:", *(f"  {PROGRAM} {example}" for example in verb.examples)])
    make = single.command(name, cls=Command, epilog=examples, context_settings=HELP_OPTIONS)
    make(with_options(**verb.options)(verb.function))
    return typer.main.get_command(single)
