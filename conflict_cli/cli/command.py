"""One command of the program: an option that takes one value is given once, so that no value replaces another."""

from collections import Counter
from typing import Any

from typer.core import TyperCommand

from conflict_cli.cli.console import exits
from conflict_cli.record.errors import UsageError


class Command(TyperCommand):
    """A command that refuses a second value for an option that holds one; flags and lists may be repeated."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words of the command line, after a look at how often each option stands there."""
        if not ctx.resilient_parsing:
            _, _, given = self.make_parser(ctx).parse_args(args=list(args))
            with exits():
                _check_once([one for one in given if _holds_one_value(one)])
        return super().parse_args(ctx, args)


def _holds_one_value(parameter: Any) -> bool:
    """Say whether a second value for this parameter would take the place of the first."""
    is_option = parameter.param_type_name == "option"
    return is_option and not (parameter.is_flag or parameter.multiple or parameter.count)


def _check_once(given: list[Any]) -> None:
    """Raise `UsageError` for the first option that stands there more than once."""
    for option, times in Counter(given).items():
        if times > 1:
            raise UsageError(f"{max(option.opts, key=len)} is given {times} times; give it once")
