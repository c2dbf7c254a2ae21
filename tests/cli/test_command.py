"""Every option of every command: given twice, its values are merged or refused, and none replaces another."""

from typing import Any

import pytest
from typer.main import get_command

from conflict_cli.cli.app import app
from conflict_cli.cli.command import HEADINGS
from conflict_cli.cli.commands import VERBS
from conflict_cli.cli.keys import COLUMNS
from tests.conftest import SAMPLE, Run

GROUP: Any = get_command(app)


@pytest.mark.parametrize("verb", VERBS)
def test_two_values_are_merged_or_refused(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    for option in (one for one in GROUP.commands[verb].params if one.param_type_name == "option"):
        for name in option.opts:
            first, second = values(option)
            if option.is_flag:
                assert parsed(verb, name, name)[option.name] == parsed(verb, name)[option.name]
            elif option.multiple:
                assert len(parsed(verb, name, first, name, second)[option.name]) == 2
            else:
                parsed(verb, name, first)
                assert refusal(capsys, verb, name, first, name, second) == f"Error: {last(option)}\n"
                assert refusal(capsys, verb, name, first, name, first) == f"Error: {last(option)}\n"


def test_two_names_of_one_option_are_one(run: Run) -> None:
    done = run("list -O json --format=csv")
    assert (done.code, done.out, done.err) == (2, "", "Error: --format is given 2 times; give it once\n")


@pytest.mark.parametrize("verb", COLUMNS)
def test_the_help_names_columns_that_there_are(run: Run, verb: str) -> None:
    keys = ",".join(COLUMNS[verb])
    words = f"compare {SAMPLE}" if verb == "compare" else verb
    assert run(f"{words} -c {keys}").code == 0
    assert keys.replace(",", ", ") in " ".join(run(f"{verb} --help").out.split())


@pytest.mark.parametrize("verb", VERBS)
def test_headings_stand_in_one_order_in_each_help(verb: str) -> None:
    command = GROUP.commands[verb]
    shown = [
        one.rich_help_panel for one in command.get_params(command.context_class(command, **command.context_settings))
    ]
    assert [one for one in dict.fromkeys(shown) if one in HEADINGS] == [one for one in HEADINGS if one in shown]


def values(option: Any) -> tuple[str, str]:
    """Two values that the option takes."""
    if choices := getattr(option.type, "choices", ()):
        return str(choices[0]), str(choices[1])
    is_number = option.type.name.startswith(("int", "float"))
    return ("1", "2") if is_number else ("a", "b")


def parsed(verb: str, *words: str) -> Any:
    """What the command makes of these words, and of the words of its own that it needs."""
    command = GROUP.commands[verb]
    needed = ["x" for one in command.params if one.param_type_name == "argument" and one.required]
    context = command.context_class(command, **command.context_settings)
    command.parse_args(context, [*words, *needed])
    return context.params


def refusal(capsys: pytest.CaptureFixture[str], verb: str, *words: str) -> str:
    """What is said where the command refuses these words."""
    with pytest.raises(SystemExit) as ended:
        parsed(verb, *words)
    assert ended.value.code == 2
    return capsys.readouterr().err


def last(option: Any) -> str:
    """The sentence for this option, by its long name."""
    return f"{option.opts[-1]} is given 2 times; give it once"
