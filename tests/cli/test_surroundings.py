"""Odd surroundings end a run in one clear line: no home, no folder, no memory, no threads, odd sizes and numbers."""

import pwd
import resource

import pytest

from conflict_cli.cli import complete
from conflict_cli.cli.console import WIDEST, exits, screen
from conflict_cli.record.errors import DataError, Problem
from tests.completion import offered
from tests.worlds.datasets import ged, put


def nobody(uid):
    raise KeyError(uid)


def test_a_user_without_a_home_needs_no_cache(run, tmp_path, monkeypatch):
    monkeypatch.delenv("CONFLICT_CLI_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    put(tmp_path / "ged.csv", ged({}))
    done = run("list -f ged.csv", folder=tmp_path)
    assert (done.code, done.err) == (0, "1 incident in UCDP GED.\n")
    assert {path.name for path in tmp_path.iterdir()} == {"ledger", "ged.csv"}


@pytest.mark.parametrize(("command", "code"), [("list hass", 0), ("list -f x.csv", 2), ("list hass -o x.csv", 2)])
def test_a_deleted_folder_ends_in_a_clear_line(shell, tmp_path, command, code):
    done = shell(f"mkdir gone; cd gone; rmdir ../gone; conflict-cli {command}", folder=tmp_path)
    assert done.code == code
    assert "Traceback" not in done.err


@pytest.mark.parametrize("size", ["1000000000", "10000", "99999999999999999999"])
def test_no_screen_is_wider_than_the_bound(run, monkeypatch, size):
    for name in ("COLUMNS", "LINES"):
        monkeypatch.setenv(name, size)
    shown = screen("always")
    assert (shown.width, shown.height) <= (WIDEST, WIDEST)
    done = run("sum --by town --bars --color always", COLUMNS=size, LINES=size)
    assert max(map(len, done.out.splitlines())) < 2 * WIDEST
    assert max(map(len, run("list -h", COLUMNS=size).out.splitlines())) <= WIDEST


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), "there is too little memory for this; "),
        (RuntimeError("can't start new thread"), "no thread can be started; "),
        (
            ImportError("x.so: failed to map segment"),
            "a part of the program cannot be loaded: x.so: failed to map segment",
        ),
        (RecursionError(), "the input is nested too deeply to be read"),
    ],
)
def test_what_is_lacking_is_told_in_one_line(capsys, error, told):
    with pytest.raises(SystemExit, match="2"), exits():
        raise error
    err = capsys.readouterr().err
    assert err.startswith(f"Error: {told}")
    assert err.count("\n") == 1


def test_an_error_of_the_program_is_no_lack():
    with pytest.raises(RuntimeError, match="a fault"), exits():
        raise RuntimeError("a fault")


@pytest.mark.parametrize("most", [2 << 30, 64 << 30])
def test_too_few_addresses_for_a_page_are_told(run, monkeypatch, most):
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (most, most))
    done = run("report -o x.html")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Error: a page is drawn by an engine that reserves 65 GB of addresses")


HUGE = "9223372036854775808"


@pytest.mark.parametrize(
    "line",
    [
        *(
            f"{command} --km {km}"
            for command in ("compare ged.csv", "show hass-camp --with ged.csv")
            for km in ("nan", "inf")
        ),
        *(
            f"compare ged.csv {words}"
            for words in ("--km -1", "--km 1e300", "--days -1", f"--days {HUGE}", f"-n {HUGE}")
        ),
        *(f"list {words}" for words in (f"-n {HUGE}", "-n -1", f"--min-killed {HUGE}", "--min-killed -1", "-n nan")),
        *(f"list -f ged.csv {words}" for words in (f"-n {HUGE}", f"--min-killed {HUGE}")),
        *(f"report -o x.html -n {number}" for number in (HUGE, "-1")),
    ],
)
def test_an_odd_number_is_a_usage_error(run, ledger_folder, line):
    put(ledger_folder / "ged.csv", ged({}))
    done = run(line)
    assert (done.code, done.out) == (2, "")
    assert "Error: " in done.err
    assert "--" in done.err.partition("Error: ")[2]


@pytest.mark.parametrize(
    "error",
    [DataError([Problem("x", 0, 0, "is damaged")]), OSError("no disk"), MemoryError(), RuntimeError("no thread")],
)
def test_completion_says_nothing_of_any_failure(run, monkeypatch, error):
    """Also where it comes only while the names are listed."""

    def fail(_known):
        raise error

    monkeypatch.setattr(complete, "_names", fail)
    assert offered(run, "list -k ") == []
