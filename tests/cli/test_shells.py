"""Completion as bash, zsh and fish do it, at a terminal: which word arrives, and that no name of a file is run."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.completion import HOSTILE, UNFIT_TO_BEGIN, ledger_of
from tests.conftest import need
from tests.effort import every_other
from tests.keyboard import Keyboard
from tests.worlds.datasets import acled, put

pytestmark = pytest.mark.slow

TAB = "\t"
SHELLS = ("bash", "zsh", "fish")

Keyboards = Callable[[str], Keyboard]


@pytest.fixture(scope="module")
def keyboards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyboards]:
    """A shell by its name, in which the completion of `conflict-cli` is installed."""
    started: dict[str, Keyboard] = {}

    def keyboard(shell: str) -> Keyboard:
        need(shell, shell)
        if shell in started and started[shell].is_lost:
            started.pop(shell).close()
        if shell not in started:
            started[shell] = Keyboard(shell, tmp_path_factory.mktemp(shell))
        return started[shell]

    yield keyboard
    for one in started.values():
        one.close()


@pytest.mark.parametrize(
    ("shell", "name"),
    [
        ("bash", "Rastan;touch PWNED #"),
        ("bash", "Rastan $(touch PWNED)"),
        ("zsh", "Rastan \\$(touch PWNED)"),
        ("zsh", "Rastan'`touch PWNED`'"),
    ],
)
def test_a_name_that_would_run_is_not_completed(keyboards: Keyboards, tmp_path: Path, shell: str, name: str) -> None:
    put_ledger(tmp_path, name)
    assert keyboards(shell).words("list ras\t", tmp_path) == ["list", "ras"]
    assert [path.name for path in tmp_path.iterdir()] == ["incidents.yaml"]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_name_like_an_option_gives_files_instead(keyboards: Keyboards, tmp_path: Path, shell: str) -> None:
    put_ledger(tmp_path, "-o PWNED")
    assert keyboards(shell).words("list \t", tmp_path) == ["list", "incidents.yaml"]


@pytest.mark.parametrize("shell", SHELLS)
def test_an_honest_name_arrives_among_hostile_ones(keyboards: Keyboards, tmp_path: Path, shell: str) -> None:
    put_ledger(tmp_path, "Rastan", *HOSTILE.values(), *UNFIT_TO_BEGIN)
    assert keyboards(shell).words("list ras\t", tmp_path) == ["list", "Rastan"]
    assert [path.name for path in tmp_path.iterdir()] == ["incidents.yaml"]


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_honest_data_set_names_arrive_among_hostile_ones(keyboards: Keyboards, tmp_path: Path, shell: str) -> None:
    names = ["Aleppo", "Aleppo $(touch PWNED)", "Aleppo \\$(touch PWNED)", "Aleppo`touch PWNED`", "Aleppo;touch PWNED"]
    put(tmp_path / "events.csv", acled(*({"location": name} for name in names)))
    assert keyboards(shell).words("list -f events.csv ale\t", tmp_path) == ["list", "-f", "events.csv", "Aleppo"]
    assert [path.name for path in tmp_path.iterdir()] == ["events.csv"]


ARRIVALS = [
    ("bash zsh", r"-s White\ H⇥", ["-s", "White Helmets"]),
    ("bash zsh", '-s "White H⇥', ["-s", "White Helmets"]),
    ("bash zsh", "-s not:W⇥", ["-s", "not:White Helmets"]),
    ("bash zsh fish", "-s wH⇥", ["-s", "White Helmets"]),
    ("bash zsh fish", "--source=wh⇥", ["--source=White Helmets"]),
    ("bash zsh", "--source=not:w⇥", ["--source=not:White Helmets"]),
    ("bash zsh fish", "-f inc⇥", ["-f", "incidents.yaml"]),
    ("bash zsh fish", "--file=inc⇥", ["--file=incidents.yaml"]),
    ("bash zsh fish", "-s ⇥ -d 2018", ["-s", "White Helmets", "-d", "2018"]),
    ("bash zsh", "Ma⇥", ["Ma'arrat al-Numan"]),
    ("bash zsh fish", "'Ma⇥ -s wh⇥", ["Ma'arrat al-Numan", "-s", "White Helmets"]),
    ("bash zsh", "الر⇥", ["الرستن"]),
    ("bash zsh fish", "دي⇥", ["دير الزور"]),
    ("bash zsh fish", "Ka⇥Z⇥", ["Kafr Zita"]),
    ("bash zsh fish", "--vict⇥", ["--victims"]),
    ("bash zsh fish", "-c 'id;,$(touch PWNED),ti⇥", ["-c", "id;,$(touch PWNED),title"]),
]


@pytest.mark.parametrize(
    ("shell", "typed", "words"),
    every_other((shell, typed, words) for shells, typed, words in ARRIVALS for shell in shells.split()),
)
def test_a_name_arrives_as_one_word(
    keyboards: Keyboards, tmp_path: Path, shell: str, typed: str, words: list[str]
) -> None:
    put_ledger(tmp_path, "Ma'arrat al-Numan", "الرستن", "دير الزور", "Kafr Zita", "Kafr Nabl", source="White Helmets")
    assert keyboards(shell).words(f"list {typed.replace('⇥', TAB)}", tmp_path) == ["list", *words]
    assert [path.name for path in tmp_path.iterdir()] == ["incidents.yaml"]


@pytest.mark.parametrize("shell", SHELLS)
def test_ids_arrive_after_show(keyboards: Keyboards, tmp_path: Path, shell: str) -> None:
    put_ledger(tmp_path, "Rastan")
    assert keyboards(shell).words("show ON\t", tmp_path) == ["show", "one"]


@pytest.mark.parametrize("shell", SHELLS)
def test_no_typed_letter_is_lost_among_several_names(keyboards: Keyboards, tmp_path: Path, shell: str) -> None:
    put_ledger(tmp_path, "SOHR", "Some Town")
    assert keyboards(shell).words("list so\thr\t", tmp_path) == ["list", "SOHR"]


def put_ledger(folder: Path, *names: str, source: str | None = None) -> None:
    """Put a ledger with these names into a folder; its sources have them too, or this one."""
    ledger = dict(ledger_of(*names))
    if source:
        ledger["sources"] = {"n0": {"name": source}}
    (folder / "incidents.yaml").write_text(json.dumps(ledger))
