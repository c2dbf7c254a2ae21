"""What an attack on the command line brought up once: odd outputs, odd words, odd files."""

import os
import subprocess

import pytest

from tests.completion import offered
from tests.conftest import PROGRAM, surroundings_of_a_process, words
from tests.effort import every_other
from tests.hostile import CONTROLS, ODD_LEDGER, without_privileges


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    every_other(
        ["list", "", "sum", "-h", "list -O json", "list -O yaml", "list -O xlsx", "report", "schema", "--version"]
    ),
)
def test_an_answer_to_closed_output_is_an_error(shell, command):
    done = shell(f"conflict-cli {command} >&-")
    assert (done.code, done.err.splitlines()[-1]) == (2, "Error: cannot write: standard output is closed")
    assert "Traceback" not in done.err


@pytest.mark.slow
@pytest.mark.parametrize("command", ["list -o x.csv", "schema -o x.json"])
def test_a_file_needs_no_standard_output(shell, command):
    assert shell(f"conflict-cli {command} >&-").code == 0


@pytest.mark.parametrize(
    ("command", "same"),
    [
        ("list -o -", "list"),
        ("list -o - -O json", "list -O json"),
        ("list -o - --hxl", "list --hxl"),
        ("show hass-camp -o - -O yaml", "show hass-camp -O yaml"),
        ("schema -o -", "schema"),
    ],
)
def test_a_dash_is_standard_output(run, ledger_folder, command, same):
    assert run(command) == run(same)
    assert [path.name for path in ledger_folder.iterdir()] == ["incidents.yaml"]


@pytest.mark.slow
def test_a_dash_is_standard_output_for_pages(process, ledger_folder):
    assert process("report -o -").out.startswith("<!doctype html>")
    assert [path.name for path in ledger_folder.iterdir()] == ["incidents.yaml"]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["list", "sum --since 2019", "check", "list -O json --since 2019"])
def test_closed_standard_error_does_no_harm(shell, command):
    assert shell(f"conflict-cli {command} 2>&- >/dev/null").code == 0


def test_a_bad_file_fails_with_standard_error_closed(shell):
    assert shell("conflict-cli list -f nope.yaml 2>&-").code == 2


@pytest.mark.slow
@pytest.mark.parametrize(("command", "code"), [("list", 0), ("list -s x", 1), ("list -f nope.yaml", 2), ("lst", 2)])
def test_full_standard_error_keeps_the_exit_code(shell, command, code):
    assert shell(f"conflict-cli {command} 2>/dev/full >/dev/null").code == code


@pytest.mark.slow
@pytest.mark.parametrize("command", ["-h", "list -h", "--version"])
def test_help_onto_a_full_disk_fails_clearly(shell, command):
    done = shell(f"conflict-cli {command} >/dev/full")
    assert (done.code, done.err) == (2, "Error: cannot write: no space left on device\n")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["-h", "list -h", "--version"])
def test_help_into_a_closed_pipe_exits_with_0(ledger_folder, command):
    r, w = os.pipe()
    os.close(r)
    done = subprocess.run(
        [*PROGRAM, *words(command)], stdout=w, stderr=subprocess.PIPE, env=surroundings_of_a_process(), check=False
    )
    os.close(w)
    assert done.returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["list", "sum", "towns", "sources"])
def test_help_can_be_written_in_ascii(process, verb):
    done = process(f"{verb} -h", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert "Traceback" not in done.err


def test_a_schema_may_be_written_twice(run):
    assert run("schema -o s.json").code == 0
    assert run("schema -o s.json").code == 0


def test_bare_command_uses_the_file_of_the_environment(run, tmp_path):
    (tmp_path / "o.yaml").write_text("incidents: []\n")
    assert "o.yaml" in run("", CONFLICT_CLI_FILE=str(tmp_path / "o.yaml")).out


def test_a_missing_environment_file_exits_with_2(run):
    assert run("", CONFLICT_CLI_FILE="nope.yaml").code == 2


@pytest.mark.parametrize(
    "command",
    [["show", "\x1b[31m"], ["check", "-f", "\x1b[31m.yaml"], ["check", "-O", "github", "-f", "\x1b[31m.yaml"]],
)
def test_no_control_characters_reach_the_output(run, command):
    done = run(command)
    assert not CONTROLS.search(done.out + done.err)


def test_a_missing_folder_is_named_as_typed(run):
    assert run("list -o no/such/x.csv").err == "Error: no/such/x.csv: no such file or directory\n"


def test_check_of_an_unreadable_file_exits_with_1(tmp_path):
    (tmp_path / "locked.yaml").write_text("incidents: []\n")
    (tmp_path / "locked.yaml").chmod(0)
    assert without_privileges("check -f locked.yaml -O json", tmp_path).code == 1


def test_a_locked_file_is_said_to_be_unreadable(tmp_path):
    (tmp_path / "locked.yaml").write_text("incidents: []\n")
    (tmp_path / "locked.yaml").chmod(0)
    assert without_privileges("list -f locked.yaml", tmp_path).err.startswith("locked.yaml: may not be read;")


def test_a_pipe_gets_the_town_suggestion_once(run):
    assert run("towns talbisa").err.count("did you mean") == 1


@pytest.mark.parametrize("command", ["list", "towns", "sources"])
def test_nothing_found_is_said_once(run, command):
    assert run(f"{command} --since 2019").err == "No incident matches.\n"


def test_an_empty_csv_sum_is_a_bare_header(run):
    assert len(run("sum --since 2019 -O csv").out.splitlines()) == 1


def test_an_empty_markdown_list_never_says_0_incidents(run):
    assert "0 incidents" not in run("list --since 2019 -O md").out


@pytest.mark.parametrize("command", ["", "show hass-camp"])
def test_output_never_begins_with_an_empty_line(run, command):
    assert run(command).out.splitlines()[0].strip()


def test_an_unknown_id_alone_prints_nothing(run):
    assert run("show nobody").out == ""


def test_explanations_in_a_pipe_name_their_measure(run):
    assert "Injured: what each incident adds" in run("sum --explain").out


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("list ra", "Rastan"),
        ("list -s wh", "White Helmets"),
        ("list -t al-z", "Al-Zafaraneh"),
        ("list -a rus", "Russia"),
        ("list --governorate ho", "Homs"),
    ],
)
def test_completion_ignores_capitals(run, line, found):
    assert offered(run, line) == [found]


def test_completion_offers_columns_after_sort(run):
    assert "killed" in offered(run, "list --sort ki")


def test_completion_offers_names_after_not(run):
    assert offered(run, "list -s not:W") == ["not:White Helmets"]


def test_completion_offers_no_control_characters(run, tmp_path):
    (tmp_path / "incidents.yaml").write_text(ODD_LEDGER)
    assert not CONTROLS.search("".join(offered(run, "list -s ", folder=tmp_path)))


@pytest.mark.parametrize("word", ["shellng", "shelng", "airstrik", "armed"])
def test_an_unknown_type_gets_a_suggestion(run, word):
    assert "did you mean" in run(f"list -k {word}").err or run(f"list -k {word} -O csv").out.count("\n") > 1


@pytest.mark.slow
def test_ten_thousand_levels_of_nesting_are_refused(process, tmp_path):
    """The nesting is refused where it is too deep, not walked to its end."""
    (tmp_path / "b.yaml").write_text("".join(" " * depth + "a:\n" for depth in range(10_000)))
    assert process("list -f b.yaml", folder=tmp_path).code == 2
