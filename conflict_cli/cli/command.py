"""One command of the program: an option that takes one value is given once, so that no value replaces another."""

from collections import Counter
from copy import copy
from typing import Any

from typer.core import TyperCommand

from conflict_cli.cli.console import exits
from conflict_cli.cli.filters import FILTERS
from conflict_cli.cli.inputs import FILE
from conflict_cli.cli.options import OUTPUT
from conflict_cli.record.errors import UsageError

HEADINGS = (FILTERS, OUTPUT, FILE)
"""The headings of options that commands share, in their order in the help."""


class Command(TyperCommand):
    """A command that refuses a second value for an option that holds one; flags and lists may be repeated."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the arguments, and the options by the order of their headings, which is the same on every command."""
        return sorted(super().get_params(ctx), key=_place)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help, with the keys of the columns, which are looked up for it alone."""
        from conflict_cli.cli.keys import keys_in_words

        whole = copy(self)
        whole.epilog = "\n\n".join(filter(None, [*keys_in_words(str(self.name)), self.epilog]))
        TyperCommand.format_help(whole, ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words of the command line, after a look at how often each option stands there."""
        if not ctx.resilient_parsing:
            _, _, given = self.make_parser(ctx).parse_args(args=list(args))
            with exits():
                _check_once([one for one in given if _holds_one_value(one)])
        return super().parse_args(ctx, args)


def _place(parameter: Any) -> int:
    """Return where the heading of a parameter stands; those that have none come first."""
    heading = getattr(parameter, "rich_help_panel", None)
    return HEADINGS.index(heading) + 1 if heading in HEADINGS else 0


def _holds_one_value(parameter: Any) -> bool:
    """Say whether a second value for this parameter would take the place of the first."""
    is_option = parameter.param_type_name == "option"
    return is_option and not (parameter.is_flag or parameter.multiple or parameter.count)


def _check_once(given: list[Any]) -> None:
    """Raise `UsageError` for the first option that stands there more than once."""
    for option, times in Counter(given).items():
        if times > 1:
            raise UsageError(f"{max(option.opts, key=len)} is given {times} times; give it once")
