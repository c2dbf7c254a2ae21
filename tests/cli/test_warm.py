"""What a command says of a ledger that was kept is what it says of the same ledger read afresh."""

from pathlib import Path

import pytest

from conflict_cli.cli.commands import VERBS
from conflict_cli.ledger import kept
from tests.worlds.ledgers import EVERYTHING

QUESTIONS = (
    "list -O json",
    "list -w",
    "list -O yaml",
    "list -O csv --victims children",
    "list -O geojson",
    "list --by type -O md",
    "list -g strike",
    "list -s sohr --as-of 2018-05",
    "show rockets market -O json",
    "show rockets",
    "sum -O json",
    "sum --explain",
    "sum --by source",
    "sum --by article",
    "sum -s not:ministry --by month",
    "sum --victims children",
    "compare ged.csv",
    "diff warm.yaml other.yaml",
    "towns -w",
    "sources -O json",
    "check",
)
SLOW = "report -o -"


@pytest.fixture
def warm(tmp_path, monkeypatch, data_folder, run) -> Path:
    """A folder with a ledger of every field, and with another of it, both of which are kept; and with a data set."""
    monkeypatch.setattr(kept, "SMALLEST", 0)
    monkeypatch.setenv("CONFLICT_CLI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CONFLICT_CLI_FILE", "warm.yaml")
    (tmp_path / "warm.yaml").write_text(EVERYTHING)
    (tmp_path / "other.yaml").write_text(EVERYTHING.replace("killed: 3}", "killed: 4}"))
    (tmp_path / "ged.csv").symlink_to(data_folder / "ged.csv")
    run("diff warm.yaml other.yaml", folder=tmp_path)
    assert len(list(tmp_path.glob("cache/*.conflict-ledger"))) == 2
    return tmp_path


@pytest.mark.parametrize("question", [*QUESTIONS, pytest.param(SLOW, marks=pytest.mark.slow)])
def test_a_kept_ledger_answers_as_the_parsed(run, warm, question):
    assert run(question, folder=warm) == run(f"{question} --no-cache", folder=warm)


def test_each_command_that_reads_a_ledger_is_asked():
    assert {question.split()[0] for question in (*QUESTIONS, SLOW)} == set(VERBS) - {"schema", "add", "import"}
