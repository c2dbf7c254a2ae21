"""The form in which each shell is answered: a candidate is one word there, whatever is in it."""

import json
import os
import shlex
import string
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.completion import ledger_of
from tests.conftest import Run, need

POWERSHELLS = ("powershell", "pwsh")  # they take away the blank before an empty word


def replied(run: Run, shell: str, words: Sequence[str], **surroundings: Path | str) -> str:
    """The reply to a shell in which these words, as they were typed, stand before the cursor."""
    line = " ".join(["conflict-cli", *words])
    asked = {
        "_CONFLICT_CLI_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": line.strip() if shell in POWERSHELLS else line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
        "COMP_WORDS": "\n".join(["conflict-cli", *words]),
        "COMP_CWORD": str(len(words)),
    }
    done = run("", **asked, **surroundings)
    assert (done.code, done.err) == (0, "")
    return done.out


SIGNS = string.punctuation + "  a"
SIGNS_IN_QUOTES = SIGNS.replace("'", "")

# Runs the reply as the scripts of Typer do, and prints the word that comes of it.
OBEYING = {
    "bash": "IFS=$'\\n'; COMPREPLY=( $REPLY_OF_PROGRAM ); eval \"printf %s $MARK$COMPREPLY$MARK\"",
    "zsh": '_describe() { print -rn -- "$_offered" }; setopt glob_subst sh_word_split; eval $REPLY_OF_PROGRAM',
}


@pytest.mark.parametrize(
    ("shell", "typed", "mark", "word"),
    [
        ("bash", shlex.quote(f"{SIGNS},ti"), "", f"{SIGNS},title"),
        ("bash", f"'{SIGNS_IN_QUOTES},ti", "'", f"{SIGNS_IN_QUOTES},title"),
        ("bash", '"a$(b);c,ti', '"', "a$(b);c,title"),
        ("zsh", shlex.quote(f"{SIGNS},ti"), "", f"{SIGNS},title".replace("\\", r"\\").replace(":", r"\:")),
    ],
    ids=["bash", "bash in apostrophes", "bash in quotation marks", "zsh"],
)
def test_the_shell_obeys_no_sign_of_a_word(run: Run, shell: str, typed: str, mark: str, word: str) -> None:
    need(shell, shell)
    reply = replied(run, shell, ["list", "-c", typed])
    done = subprocess.run(
        [shell, "-c", OBEYING[shell]],
        env={**os.environ, "REPLY_OF_PROGRAM": reply, "MARK": mark},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == (word, "")


@pytest.mark.parametrize("shell", POWERSHELLS)
@pytest.mark.parametrize(
    ("words", "reply"),
    [
        (["list", "-s", "Wh"], "'White Helmets'::: \n"),
        (["list", "-s", "'Wh"], "'White Helmets'::: \n"),
        (["list", ""], "'Ma''arrat al-Numan'::: \nالرستن::: \n"),
        (["list", "-k", "unk"], "unknown::: \n"),
    ],
)
def test_powershell_gets_its_own_quotation_marks(
    run: Run, tmp_path: Path, shell: str, words: list[str], reply: str
) -> None:
    ledger = {**ledger_of("Ma'arrat al-Numan", "الرستن"), "sources": {"n0": {"name": "White Helmets"}}}
    (tmp_path / "incidents.yaml").write_text(json.dumps(ledger))
    assert replied(run, shell, words, folder=tmp_path) == reply


def test_bash_completes_after_a_colon_where_it_cuts(run: Run) -> None:
    assert replied(run, "bash", ["list", "-s", "not", ":", "W"]) == "White\\ Helmets\n"
    assert replied(run, "bash", ["list", "-s", "not", ":"]).startswith("SOHR\n")
    assert replied(run, "bash", ["list", "-s", "not:W"]) == "not:White\\ Helmets\n"


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        (["--source=SO"], "--source=SOHR"),
        (["--source", "=", "so"], "SOHR"),
        (["--source", "=", "not", ":", "W"], "White\\ Helmets"),
        (["--source", "=", '"White H'], "White Helmets"),
        (["--victims", "="], "children"),
    ],
)
def test_bash_completes_after_an_equals_sign(run: Run, words: list[str], reply: str) -> None:
    assert replied(run, "bash", ["list", *words]).splitlines()[0] == reply


def test_zsh_offers_files_after_an_equals_sign(run: Run) -> None:
    assert replied(run, "zsh", ["list", "--file=inc"]) == "compset -P '*='; _files\n"


def test_bash_offers_nothing_where_a_quote_opens_midword(run: Run) -> None:
    assert replied(run, "bash", ["list", 'ra"st']) == "\n"


def test_bash_ignores_words_after_the_cursor(run: Run) -> None:
    done = run("", _CONFLICT_CLI_COMPLETE="complete_bash", COMP_WORDS="conflict-cli\nlist\nras\n-f\n'x", COMP_CWORD="2")
    assert done.out == "Rastan\n"


def test_options_are_offered_with_their_descriptions(run: Run) -> None:
    assert replied(run, "fish", ["list", "--vict"]).startswith("--victims\tThe figures of ")
    assert "$'--victims\\x3aThe\\x20figures\\x20" in replied(run, "zsh", ["list", "--vict"])


@pytest.mark.parametrize(("line", "code"), [("list ra", 0), ("list nowhere", 1)])
def test_fish_is_told_whether_anything_is_offered(run: Run, line: str, code: int) -> None:
    asked = {"_CONFLICT_CLI_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "is-args"}
    assert run("", **asked, _TYPER_COMPLETE_ARGS=f"conflict-cli {line}") == (code, "", "")


def test_fish_reads_an_escaped_apostrophe_within_quotes(run: Run) -> None:
    assert replied(run, "fish", ["list", r"'Ma\'arrat al-Numan'", "-s", "wh"]) == "White Helmets\n"


def test_zsh_offers_files_where_nothing_else_fits(run: Run) -> None:
    assert replied(run, "zsh", ["list", "nowhere"]) == "_files\n"


def test_a_name_that_cannot_be_written_is_withheld(process: Run, tmp_path: Path) -> None:
    (tmp_path / "incidents.yaml").write_text(json.dumps(ledger_of("Rastan", "الرستن")))
    assert replied(process, "bash", ["list", ""], folder=tmp_path, PYTHONIOENCODING="ascii") == "Rastan\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_can_get_its_completion_script(run: Run, shell: str) -> None:
    assert "conflict-cli" in run("", _CONFLICT_CLI_COMPLETE=f"source_{shell}").out


@pytest.mark.parametrize(
    ("shell", "sign"),
    [("bash", "COMPREPLY="), ("zsh", "compdef"), ("fish", "complete --command"), ("pwsh", "PSReadLine")],
)
def test_the_named_shell_gets_its_script(run: Run, shell: str, sign: str) -> None:
    for words in (f"--show-completion {shell}", f"--show-completion={shell}"):
        done = run(words, SHELL="/bin/tcsh")
        assert (done.code, done.err) == (0, "")
        assert sign in done.out


def test_a_shell_without_completion_is_refused(run: Run) -> None:
    done = run("--show-completion tcsh")
    assert (done.code, done.out) == (2, "")
    assert done.err == 'Error: there is no completion for "tcsh"; choose from bash, zsh, fish, powershell, pwsh\n'


def test_the_named_shell_gets_its_completion_installed(process: Run, tmp_path: Path) -> None:
    done = process("--install-completion fish", HOME=str(tmp_path))
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / ".config" / "fish" / "completions" / "conflict-cli.fish").exists()


def test_an_unknown_shell_exits_with_1(run: Run) -> None:
    assert run("", _CONFLICT_CLI_COMPLETE="complete_tcsh").code == 1
