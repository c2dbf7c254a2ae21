"""Every format of every command, what an empty answer is in each, files that answers go to, and exit codes."""

import csv
import io
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from conflict_cli import __version__
from conflict_cli.answers.columns import column_keys
from conflict_cli.answers.ordering import sort_keys
from conflict_cli.cli.commands import VERBS
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.selection.selection import BYS
from tests.conftest import ROOT, SAMPLE, Run, committed
from tests.worlds.ledgers import without_places_in_file

ROWS = ("list", "show homs-barrage hass-camp", "towns", "sources")
ANSWERS = (*ROWS, "list --by month", "sum", "sum --by month", "sum --explain")
MEASURES = ("killed", "injured", "casualties", "missing")
BOUNDS = ("low", "best", "high", "open", "approximate")
LIST_KEYS = (
    "id title date date_from date_to towns governorate country type target actors sources articles overlaps part_of "
    "note"
).split() + [f"{measure}_{name}" for measure in MEASURES for name in (*BOUNDS, "text")]
SUM_KEYS = ["group", "incidents", *(f"{measure}_{name}" for measure in MEASURES for name in ("reported", *BOUNDS))]


@pytest.mark.parametrize("command", ROWS)
def test_jsonl_has_json_rows_line_by_line(run: Run, command: str) -> None:
    rows = json.loads(run(f"{command} -O json").out)
    assert len(rows) > 1
    assert [json.loads(line) for line in run(f"{command} -O jsonl").out.splitlines()] == rows


@pytest.mark.parametrize("command", ["sum", "sum --by month", "sum --by town --victims children"])
def test_json_of_a_sum_holds_rows_total_notes(run: Run, command: str) -> None:
    answer = json.loads(run(f"{command} -O json").out)
    assert {"by", "rows", "total", "notes"} <= answer.keys()
    assert answer["by"] == (command.split()[2] if "--by" in command else None)
    for row in (*answer["rows"], answer["total"]):
        assert row.keys() >= set(SUM_KEYS)
    lines = [json.loads(line) for line in run(f"{command} -O jsonl").out.splitlines()]
    assert lines[: len(answer["rows"])] == answer["rows"]


@pytest.mark.parametrize("command", ANSWERS)
def test_csv_rows_have_the_keys_of_json(run: Run, command: str) -> None:
    heading, *rows = csv.reader(io.StringIO(run(f"{command} -O csv").out, newline=""))
    assert rows
    assert {len(row) for row in rows} == {len(heading)}
    assert len(set(heading)) == len(heading)
    lines = run(f"{command} -O jsonl").out.splitlines()
    assert heading == list(json.loads(lines[0]))
    assert len(lines) == len(rows)


@pytest.mark.parametrize("command", ANSWERS)
def test_markdown_answers_are_whole_tables(run: Run, command: str) -> None:
    lines = [line for line in run(f"{command} -O md").out.splitlines() if line.startswith("|")]
    assert len(lines) > 2
    tables = re.split(r"^\|(?: -+:? \|)+$", "\n".join(lines), flags=re.MULTILINE)
    assert len(tables) > 1
    assert all(line.endswith("|") for line in lines)


def test_a_list_has_the_documented_keys(run: Run) -> None:
    rows = json.loads(run("list -O json").out)
    assert all(row.keys() >= set(LIST_KEYS) for row in rows)
    assert all(row.keys() == rows[0].keys() for row in rows)
    barrage = rows[0]
    assert (barrage["killed_children"], barrage["killed_text"]) == (1, "at least 2")
    assert barrage["towns"] == ["Al-Zafaraneh", "Talbissah", "Al-Adawiyya"]
    assert barrage["sources"] == ["SOHR"]
    assert barrage["overlaps"] == ["rastan-rockets", "zafaraneh-hospital"]
    assert (barrage["date_from"], barrage["date_to"]) == ("2018-04-28", "2018-04-29")
    assert (barrage["killed_open"], barrage["injured_low"], barrage["part_of"]) == (True, None, None)


def test_csv_joins_lists_with_semicolons(run: Run) -> None:
    row = next(csv.DictReader(io.StringIO(run("list -O csv").out, newline="")))
    assert row["towns"] == "Al-Zafaraneh; Talbissah; Al-Adawiyya"
    assert row["overlaps"] == "rastan-rockets; zafaraneh-hospital"
    assert (row["killed_open"], row["injured_low"]) == ("true", "")


@pytest.mark.parametrize(
    "command", ["list", "list rastan talbissah", "list -s not:memo", "list -d 2018-03", "show hass-camp homs-barrage"]
)
def test_yaml_keeps_incidents_and_sums_when_read_back(run: Run, tmp_path: Path, command: str) -> None:
    copy = tmp_path / "copy.yaml"
    copy.write_text(run(f"{command} -O yaml").out, encoding="utf-8")
    assert run(f"check -f {copy}").code == 0
    chosen = [row["id"] for row in json.loads(run(f"{command} -O json").out)]
    written = json.loads(run(f"list -f {copy} -O json").out)
    assert [row["id"] for row in written] == chosen
    if command.startswith("list"):
        options = command.removeprefix("list")
        for by in ("", "--by source"):
            assert rows_of(run(f"sum {by} -f {copy} {options} -O json")) == rows_of(run(f"sum {by} {options} -O json"))


def rows_of(ran) -> list[dict]:
    answer = json.loads(ran.out)
    return [{key: row[key] for key in SUM_KEYS} for row in (*answer["rows"], answer["total"])]


def test_a_full_yaml_list_is_the_same_ledger(run: Run) -> None:
    again = parse_ledger(run("list -O yaml").out.encode(), "")
    ledger = parse_ledger((ROOT / "incidents.yaml").read_bytes(), "")
    assert without_places_in_file(again) == without_places_in_file(ledger)


def test_links_cut_by_a_selection_are_told(run: Run) -> None:
    assert "rastan-rockets" in run("list al-zafaraneh -O yaml").err


# Files


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("x.json", "json"),
        ("x.jsonl", "jsonl"),
        ("x.ndjson", "jsonl"),
        ("x.CSV", "csv"),
        ("x.md", "md"),
        ("x.yaml", "yaml"),
        ("x.yml", "yaml"),
        ("x.txt", "table"),
        ("x", "table"),
    ],
)
def test_the_ending_of_a_file_chooses_its_format(run: Run, ledger_folder: Path, name: str, form: str) -> None:
    done = run(f"list -o {name}")
    assert (done.code, done.out) == (0, "")
    piped = run(f"list -O {form}").out
    assert (ledger_folder / name).read_bytes().decode().startswith(piped)


def test_a_named_format_goes_before_the_file_ending(run: Run, ledger_folder: Path) -> None:
    assert run("list -o x.data -O csv").code == 0
    assert (ledger_folder / "x.data").read_text().startswith("id,title,")


@pytest.mark.parametrize("command", [*ANSWERS, "list -O yaml"])
def test_an_older_answer_file_is_written_over(run: Run, ledger_folder: Path, command: str) -> None:
    assert run(f"{command} -o x.csv").code == 0
    first = (ledger_folder / "x.csv").read_bytes()
    assert run(f"{command} -o x.csv").code == 0
    assert (ledger_folder / "x.csv").read_bytes() == first
    assert sorted(path.name for path in ledger_folder.iterdir()) == ["incidents.yaml", "x.csv"]


@pytest.mark.parametrize(
    "command",
    [
        "list -o incidents.yaml",
        "sum -o ./incidents.yaml -O json",
        "list -f incidents.yaml -o link.yaml",
        "list -o hard.yaml",
    ],
)
def test_the_ledger_is_never_written_over(run: Run, ledger_folder: Path, command: str) -> None:
    (ledger_folder / "link.yaml").symlink_to("incidents.yaml")
    (ledger_folder / "hard.yaml").hardlink_to(ledger_folder / "incidents.yaml")
    done = run(command)
    assert done.code == 2
    assert "is the file that is being read; name another for the output" in done.err
    assert (ledger_folder / "incidents.yaml").read_bytes() == (ROOT / "incidents.yaml").read_bytes()


@pytest.mark.parametrize("command", ["list -o no/such/x.csv", "sum -o incidents.yaml/x.csv", "list -o no/such/x.yaml"])
def test_a_missing_output_folder_is_one_clear_line(run: Run, ledger_folder: Path, command: str) -> None:
    done = run(command)
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch(r"Error: .*(no such file or directory|not a directory)\n", done.err)
    assert [path.name for path in ledger_folder.iterdir()] == ["incidents.yaml"]


def test_an_output_that_is_a_folder_is_refused(run: Run, ledger_folder: Path) -> None:
    (ledger_folder / "x.csv").mkdir()
    done = run("list -o x.csv")
    assert (done.code, done.err) == (2, "Error: x.csv: is a directory\n")


@pytest.mark.parametrize(
    "command", ["list -c nothing -o x.csv", "list -f bad.yaml -o x.csv", "list --victims x -o x.csv"]
)
def test_a_failed_command_leaves_the_output_file_alone(run: Run, ledger_folder: Path, command: str) -> None:
    (ledger_folder / "bad.yaml").write_text("- no\n")
    (ledger_folder / "x.csv").write_text("what was there\n")
    assert run(command).code == 2
    assert (ledger_folder / "x.csv").read_text() == "what was there\n"
    assert len(list(ledger_folder.iterdir())) == 3


# Nothing found


@pytest.mark.parametrize(
    ("command", "out"),
    [
        ("list -O json", "[]\n"),
        ("towns -O json", "[]\n"),
        ("sources -O json", "[]\n"),
        ("list -O jsonl", ""),
        ("towns -O jsonl", ""),
        ("sources -O jsonl", ""),
        ("list -O csv -c id,killed_low", "id,killed_low\n"),
        ("list -O yaml", "incidents: []\n"),
        ("list", "ID  Date  Town  Killed  Injured  Source\n"),
        ("list -c id,date", "ID  Date\n"),
        ("sum", ""),
        ("sum --by month", ""),
        ("sum -O md", ""),
        ("sum --explain", ""),
    ],
)
def test_nothing_found_is_empty_and_said_on_stderr(run: Run, command: str, out: str) -> None:
    done = run(f"{command} --since 2019")
    assert (done.code, done.out) == (0, out)
    assert done.err.endswith("No incident matches.\n")


@pytest.mark.parametrize("command", ["list", "towns", "sources"])
def test_nothing_found_in_csv_is_the_bare_header(run: Run, command: str) -> None:
    (header,) = csv.reader(run(f"{command} --since 2019 -O csv").out.splitlines())
    full = next(csv.reader(run(f"{command} -O csv").out.splitlines()))
    assert set(header) <= set(full)
    assert {"killed_low", "killed_open"} <= set(header)


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md"])
@pytest.mark.parametrize("command", ["list", "sum", "sum --by month", "sum --explain", "towns", "sources"])
def test_no_match_is_never_shown_as_none_killed(run: Run, command: str, form: str) -> None:
    done = run(f"{command} --since 2019 -O {form}")
    assert done.code == 0
    assert "No incident matches." in done.err
    assert "0 killed" not in done.out + done.err
    if form == "json":
        answer = json.loads(done.out)
        assert answer == [] or answer["total"]["killed_low"] is None


@pytest.mark.parametrize("command", ["list", "sum", "towns", "sources", "list -O json", "sum -O csv", "list -O yaml"])
def test_fail_empty_makes_no_match_a_failure(run: Run, command: str) -> None:
    assert run(f"{command} --since 2019 --fail-empty").code == 1
    assert run(f"{command} --fail-empty").code == 0


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md", "yaml"])
def test_unknown_ids_fail_but_known_ones_are_shown(run: Run, form: str) -> None:
    done = run(f"show hass-camp nobody -O {form}")
    assert done.code == 1
    assert "hass-camp" in done.out
    assert 'There is no incident "nobody"' in done.err
    alone = run(f"show nobody -O {form}")
    assert alone.code == 1
    assert "nobody" not in alone.out


# Choosing


def cells(ran, place: int = 0) -> list[str]:
    return [line.split("  ")[place].strip() for line in ran.out.splitlines()]


def test_columns_stand_in_the_order_named(run: Run) -> None:
    assert run("list hass -c killed,id").out == "Killed  ID\n    22  hass-camp\n"
    assert run("list hass -c killed_low,id,title -O csv").out.startswith("killed_low,id,title\n22,hass-camp,Deaths")
    assert list(json.loads(run("sum -O json -c killed_best").out)["total"]) == ["killed_best"]
    assert run("sum rastan -c low,group").out.startswith("Low  Reported\n  2  Killed\n")


def test_rows_are_sorted_by_a_column(run: Run) -> None:
    assert cells(run("list --sort -killed -n 4"))[1:] == [
        "idlib-market",
        "hass-camp",
        "kafr-batikh-school",
        "yarmouk-airstrikes",
    ]
    assert cells(run("list --sort killed -n 1"))[1:] == ["zafaraneh-hospital"]
    assert cells(run("list --sort id -n 1"))[1:] == ["hass-camp"]
    assert cells(run("list --sort date -n 1"))[1:] == ["kafr-batikh-school"]
    assert cells(run("sum --by town --sort -low -n 2"))[1:3] == ["Idlib", "Hass"]
    assert cells(run("towns --sort town -n 1"))[1:] == ["Al-Adawiyya"]


@pytest.mark.parametrize("command", ["sum --by town", "sum --by town,month", "towns"])
@pytest.mark.parametrize("key", ["killed", "killed_best", "injured_high", "incidents"])
def test_a_key_sorts_every_form_alike(run: Run, command: str, key: str) -> None:
    rows = list(csv.reader(io.StringIO(run(f"{command} --sort -{key} -O csv").out)))
    names = [name for name in dict.fromkeys(row[0] for row in rows[1:]) if name != "All"]
    assert cells(run(f"{command} --sort -{key}"))[1 : len(names) + 1] == names


def test_the_help_names_every_key(run: Run) -> None:
    for command, keys in (("list", column_keys()), ("sum", sort_keys())):
        told = run(f"{command} --help").out.replace(",", " ").split()
        assert set(told) >= set(keys)


def test_equal_rows_stand_in_the_order_of_their_headings(run: Run) -> None:
    rows = [row["group"] for row in csv.DictReader(io.StringIO(run("sum --by town --sort -killed -O csv").out))]
    assert rows[:4] == ["Idlib", "Hass", "Kafr Batikh", "Yarmouk"]
    with_two = [row["group"] for row in csv.DictReader(io.StringIO(run("sum --by town --sort -reported -O csv").out))]
    assert with_two[2:4] == ["Al-Adawiyya", "Hass"]


@pytest.mark.parametrize("command", ["towns --sort town", "towns --sort -town", "sum --by town --sort -high"])
def test_rows_of_no_single_town_stay_last(run: Run, command: str) -> None:
    ends = [line.partition("  ")[0] for line in run(command).out.splitlines()]
    below = [ends.index(name) for name in ("across towns", "elsewhere, or not named")]
    towns = [ends.index(name) for name in ("Al-Adawiyya", "Yarmouk")]
    assert max(towns) < min(below)


def test_rows_without_a_figure_come_last_either_way(run: Run) -> None:
    assert cells(run("list --sort killed"))[-1] == cells(run("list --sort -killed"))[-1] == "homs-ground-fighting"


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md"])
def test_a_limit_keeps_first_rows_and_0_all(run: Run, form: str) -> None:
    ids = re.compile(r"\b(?:homs-barrage|rastan-rockets|talbissah-airstrikes|hass-camp)\b")
    assert set(ids.findall(run(f"list -c id -n 2 -O {form}").out)) == {"homs-barrage", "rastan-rockets"}
    assert len(set(ids.findall(run(f"list -c id -n 0 -O {form}").out))) == 4


def test_a_limit_that_leaves_rows_out_says_so(run: Run) -> None:
    assert "The first 2 of 10 incidents; -n 0 shows all." in run("list -n 2").err
    assert "The first 2 of 12 rows; -n 0 shows all." in run("sum --by town -n 2").out


def test_a_limit_leaves_the_total_alone(run: Run) -> None:
    whole, short = (json.loads(run(f"sum --by town -O json {limit}").out) for limit in ("", "-n 2"))
    assert (short["total"], short["rows"]) == (whole["total"], whole["rows"][:2])


def test_wide_lists_have_more_columns(run: Run) -> None:
    narrow, wide = (run(f"list -O md {option}").out.splitlines()[0] for option in ("", "-w"))
    for heading in ("Title", "Type", "Target", "Attributed to", "Of them", "Overlaps", "Part of"):
        assert heading in wide
        assert heading not in narrow
    assert len(run("towns -w").out.splitlines()[0]) > len(run("towns").out.splitlines()[0])


@pytest.mark.parametrize("by", BYS)
def test_a_grouped_list_has_the_same_incidents(run: Run, by: str) -> None:
    rows = json.loads(run(f"list --by {by} -O json").out)
    assert {row["id"] for row in rows} == {row["id"] for row in json.loads(run("list -O json").out)}
    assert all(row["group"] for row in rows)
    headings = [row["group"] for row in rows]
    assert len(set(headings)) == sum(one != other for one, other in zip(headings, [None, *headings], strict=False))


# Which ledger


def test_the_named_file_precedes_environment_folder_and_shipped(run: Run, tmp_path: Path) -> None:
    ledger = "sources: {{s: {{name: S}}}}\nincidents: [{{id: {}, title: t, date: 2018, reports: [{{source: s}}]}}]\n"
    here, empty = tmp_path / "here", tmp_path / "empty"
    here.mkdir()
    empty.mkdir()
    (here / "incidents.yaml").write_text(ledger.format("of-the-folder"))
    (tmp_path / "named.yaml").write_text(ledger.format("named"))
    (tmp_path / "environment.yaml").write_text(ledger.format("of-the-environment"))
    environment = {"CONFLICT_CLI_FILE": str(tmp_path / "environment.yaml")}
    only = "list -c id -n 1 -O csv"
    assert run(f"{only} -f {tmp_path}/named.yaml", folder=here, **environment).out == "id\nnamed\n"
    assert run(only, folder=here, **environment).out == "id\nof-the-environment\n"
    assert run(only, folder=here).out == "id\nof-the-folder\n"
    assert run(only, folder=here, CONFLICT_CLI_FILE="").out == "id\nof-the-folder\n"
    assert run(only, folder=empty).out == "id\nhoms-barrage\n"


def test_a_missing_environment_file_is_an_error(run: Run) -> None:
    done = run("list", CONFLICT_CLI_FILE="nowhere.yaml")
    assert (done.code, done.out, done.err) == (2, "", "nowhere.yaml: there is no such file; check its name\n")


# The program


def test_the_bare_command_is_an_overview(run: Run) -> None:
    done = run("")
    assert (done.code, done.err) == (0, "")
    for words in ("incidents.yaml", "10", "2018-03-01 to 2018-04-30", "94 to 97"):
        assert words in done.out
    assert "Try:" not in done.out, "what to try is for a terminal"


def test_what_the_overview_suggests_can_be_run(run: Run) -> None:
    shown = run("", FORCE_COLOR="1", NO_COLOR="1").out
    suggested = [line.split("Try: conflict-cli ")[1] for line in shown.splitlines() if "Try: " in line]
    assert len(suggested) == 3
    for line in suggested:
        assert run(line).code == 0


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version_names_the_program_and_its_version(run: Run, option: str) -> None:
    assert run(option).out == f"conflict-cli {__version__}\n"


@pytest.mark.parametrize(("words", "option"), [("help", "--help"), ("help sum", "sum --help")])
def test_help_is_a_word_too(run: Run, words: str, option: str) -> None:
    assert run(words) == run(option)
    assert "Usage" in run(words).out


@pytest.mark.slow
@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("verb", ["", *VERBS])
def test_the_help_of_commands_ends_in_examples(run: Run, verb: str, option: str) -> None:
    done = run(f"{verb} {option}")
    assert (done.code, done.err) == (0, "")
    for example in VERBS[verb].examples if verb else ():
        assert f"conflict-cli {example}" in done.out
    for command in () if verb else VERBS:
        assert command in done.out


@pytest.mark.slow
@pytest.mark.parametrize("example", [example for verb in VERBS.values() for example in verb.examples])
def test_an_example_runs(run: Run, tmp_path: Path, example: str) -> None:
    shutil.copy(ROOT / "incidents.yaml", tmp_path)
    shutil.copy(SAMPLE, tmp_path / "ged.csv")
    for name in ("old.yaml", "new.yaml"):
        shutil.copy(ROOT / "incidents.yaml", tmp_path / name)
    if "HEAD" in example:
        committed(tmp_path, times=2)
    done = run(example, folder=tmp_path)
    assert done.code == 0
    assert "Error" not in done.err
    assert "No incident" not in done.err


def test_every_command_has_an_example_of_itself() -> None:
    for name, verb in VERBS.items():
        assert verb.examples
        assert all(shlex.split(example)[0] == name for example in verb.examples)


@pytest.mark.parametrize(
    "command",
    [
        "nonsense",
        "list --nonsense",
        "list -O",
        "list --by",
        "show",
        "sum -m dead",
        "check -O yaml",
        "schema extra",
    ],
)
def test_bad_usage_exits_with_2(run: Run, command: str) -> None:
    done = run(command)
    assert (done.code, done.out) == (2, "")
    assert "Error" in done.err


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "github"])
def test_a_sound_ledger_passes_the_check(run: Run, form: str) -> None:
    done = run(f"check -O {form}")
    assert done.code == 0
    assert done.out == {"json": "[]\n", "csv": "severity,file,line,column,message,hint\n"}.get(form, "")


def test_the_schema_can_be_written_to_a_file(run: Run, ledger_folder: Path) -> None:
    assert run("schema -o s.json").out == ""
    assert json.loads((ledger_folder / "s.json").read_text()) == json.loads(run("schema").out)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("-f ged.csv list", "list -f ged.csv"),
        ("--sort date sum rastan", "sum --sort date rastan"),
        ("--no-such", "list -f FILE"),
    ],
)
def test_a_misplaced_option_is_told_where_to_stand(run: Run, words: str, meant: str) -> None:
    done = run(words)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"Error: there is no option {words.split(maxsplit=1)[0]} here; those of a command come after it: "
        f"conflict-cli {meant}\n"
    )
