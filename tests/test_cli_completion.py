"""What a shell is offered for a half-typed word: names of the ledger that the command would read."""

from pathlib import Path

import pytest

from conflict_cli.cli.commands import VERBS
from conflict_cli.incident import PARTS

from .conftest import Run


def offered(run: Run, line: str, **places: Path | str) -> list[str]:
    """What bash gets for this line, the cursor at its end."""
    typed = f"conflict-cli {line}"
    asked = {
        "_CONFLICT_CLI_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split(" ")) - 1),
    }
    folder = {"folder": places.pop("folder")} if "folder" in places else {}
    done = run("", **folder, **asked, **places)
    assert (done.code, done.err) == (0, "")
    return done.out.split("\n")[:-1] if done.out.strip() else []


TOWNS = ["Rastan", "Al-Zafaraneh", "Talbissah", "Al-Adawiyya", "northern Homs", "southern Hama", "Idlib", "Kafr Batikh"]
TOWNS += ["Hass", "Yarmouk"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("list ", TOWNS),
        ("sum ", TOWNS),
        ("towns Ra", ["Rastan"]),
        ("list rastan Ta", ["Talbissah"]),
        ("list -t Al", ["Al-Zafaraneh", "Al-Adawiyya"]),
        ("list --since 2018 -s ", ["SOHR", "White Helmets", "Activists", "Videos", "Middle East Monitor"]),
        ("sum --source W", ["White Helmets"]),
        ("list -a ", ["Syrian government forces", "Russia", "Opposition forces"]),
        ("list --type a", ["air-drone-strike", "armed-clash"]),
        ("list --target h", ["hospital"]),
        ("list --governorate ", ["Homs", "Hama", "Idlib", "Damascus"]),
        ("show ho", ["homs-barrage", "homs-ground-fighting", "homs-hama-strikes"]),
        ("show hass-camp ra", ["rastan-rockets"]),
        ("list --victims ", list(PARTS)),
        ("list -c ti", ["title"]),
        ("list -c id,dat", ["id,date", "id,date_from", "id,date_to"]),
        ("list --by m", ["month"]),
        ("list -O js", ["json", "jsonl"]),
        ("list --color n", ["never"]),
        ("list --vi", ["--victims"]),
        ("", list(VERBS)),
        ("s", ["show", "sum", "sources", "schema"]),
        ("list nowhere", []),
    ],
)
def test_a_word_is_completed_from_the_ledger(run: Run, line: str, words: list[str]) -> None:
    assert sorted(offered(run, line)) == sorted(words)


OTHER = "sources: {s: {name: Someone}}\nplaces: {p: {name: Elsewhere}}\nincidents:\n"
OTHER += "  - {id: other, title: t, date: 2018, places: [p], type: armed-clash, reports: [{source: s}]}\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("list -f {} ", ["Elsewhere"]),
        ("list --file {} -s ", ["Someone"]),
        ("show -f {} ", ["other"]),
        ("sum -f {} -k ", ["armed-clash"]),
    ],
)
def test_the_ledger_is_the_one_that_is_named(run: Run, tmp_path: Path, line: str, words: list[str]) -> None:
    (tmp_path / "other.yaml").write_text(OTHER)
    assert offered(run, line.format(tmp_path / "other.yaml")) == words


def test_the_ledger_is_that_of_the_environment_or_of_the_folder(run: Run, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / "incidents.yaml").write_text(OTHER)
    assert offered(run, "show ", folder=here) == ["other"]
    assert offered(run, "show ", CONFLICT_CLI_FILE=str(here / "incidents.yaml")) == ["other"]


@pytest.mark.parametrize("text", ["", "- no\n", "incidents: [{id: a}]\n"])
def test_a_ledger_that_cannot_be_read_offers_nothing_and_says_nothing(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.yaml").write_text(text)
    assert offered(run, f"list -f {tmp_path}/bad.yaml ") == []
    assert offered(run, f"list -f {tmp_path}/missing.yaml ") == []


@pytest.mark.parametrize(("shell", "expected"), [("zsh", '"Rastan"'), ("fish", "Rastan")])
def test_other_shells_are_offered_the_same(run: Run, shell: str, expected: str) -> None:
    done = run(
        "",
        _CONFLICT_CLI_COMPLETE=f"complete_{shell}",
        _TYPER_COMPLETE_ARGS="conflict-cli list Ra",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
    )
    assert expected in done.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_the_shell_can_be_had(run: Run, shell: str) -> None:
    assert "conflict-cli" in run("", _CONFLICT_CLI_COMPLETE=f"source_{shell}").out
