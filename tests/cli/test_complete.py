"""What a shell is offered for a half-typed word: names of the file that the command would read, fit for a shell."""

import json
import os
import re
import shutil
import string
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from conflict_cli.cli.commands import VERBS
from conflict_cli.record.incident import PARTS
from tests.completion import HOSTILE, UNFIT_TO_BEGIN, ledger_of, offered
from tests.conftest import SAMPLE, Run
from tests.worlds.datasets import acled, ged, put

Records = Callable[..., list[list[str]]]

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
        ("list -s not:W", ["not:White Helmets"]),
        ("list -s sO", ["SOHR"]),
        ("list --source=so", ["--source=SOHR"]),
        ("list --source=not:w", ["--source=not:White Helmets"]),
        ("list --victims=ch", ["--victims=children"]),
        ("list الر", ["الرستن"]),
        ("list -s not:الم", ["not:المرصد السوري لحقوق الإنسان"]),
        ("list -a ", ["Syrian government forces", "Russia", "Opposition forces"]),
        ("list --type a", ["air-drone-strike", "armed-clash"]),
        ("list --target h", ["hospital"]),
        ("list --governorate ", ["Homs", "Hama", "Idlib", "Damascus"]),
        ("list --country ", ["Syria"]),
        ("list --confidence s", ["stated", "suspected"]),
        ("show ho", ["homs-barrage", "homs-ground-fighting", "homs-hama-strikes"]),
        ("show hass-camp ra", ["rastan-rockets"]),
        ("list --victims ", list(PARTS)),
        ("list -c ti", ["title"]),
        ("sum -c lo", ["low"]),
        ("towns --sort p", ["pcode"]),
        ("list -c id,dat", ["id,date", "id,date_from", "id,date_to"]),
        ("list --by m", ["month"]),
        ("list -O js", ["json", "jsonl"]),
        ("list --color n", ["never"]),
        ("list --vi", ["--victims"]),
        ("", list(VERBS)),
        ("s", ["show", "sum", "sources", "schema"]),
        ("--no-such s", ["show", "sum", "sources", "schema"]),
        ("list nowhere", []),
    ],
)
def test_words_are_completed_from_the_ledger(run: Run, line: str, words: list[str]) -> None:
    assert sorted(offered(run, line)) == sorted(words)


@pytest.mark.parametrize(
    "typed", ["White\\ H", '"White H', "'White H", "'White'\\ H", '"White "', "White\\ ", '"White ', "Wh\\ite"]
)
def test_a_word_completes_in_any_quotation_marks(run: Run, typed: str) -> None:
    assert offered(run, f"list 'Kafr Batikh' -s {typed}") == ["White Helmets"]


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
def test_completion_reads_the_named_ledger(run: Run, tmp_path: Path, line: str, words: list[str]) -> None:
    (tmp_path / "other.yaml").write_text(OTHER)
    assert offered(run, line.format(tmp_path / "other.yaml")) == words


def test_completion_reads_the_ledger_of_environment_or_folder(run: Run, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / "incidents.yaml").write_text(OTHER)
    assert offered(run, "show ", folder=here) == ["other"]
    assert offered(run, "show ", CONFLICT_CLI_FILE=str(here / "incidents.yaml")) == ["other"]


def test_names_of_a_data_set_are_offered_too(run: Run) -> None:
    assert offered(run, f"list -f {SAMPLE} Dara") == ["Daraa", "Darat Izzah"]


def test_names_of_several_files_are_offered(run: Run, tmp_path: Path) -> None:
    """Also of a folder and an archive; nothing where they cannot be read together, or come through standard input."""
    (data := tmp_path / "data").mkdir()
    with ZipFile(data / "a.zip", "w") as archive:
        archive.write(SAMPLE, "ged.csv")
    (tmp_path / "other.yaml").write_text(OTHER)
    for named in (f"-f {SAMPLE} -f {data}", f"-f {data}", f"-f '{data}/*.zip'"):
        assert offered(run, f"list {named} Dara") == ["Daraa", "Darat Izzah"]
    for named in (f"-f {SAMPLE} -f {tmp_path}/other.yaml", "-f -"):
        assert offered(run, f"list {named} Dara") == []


def test_completion_never_says_a_file_reads_slowly(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("conflict_cli.cli.waiting.PATIENCE", 0.0)
    monkeypatch.setattr("conflict_cli.cli.waiting._STEP", 0.001)
    monkeypatch.setattr("conflict_cli.cli.waiting._WORTH_TELLING", 0)
    monkeypatch.setattr("conflict_cli.cli.plain.PlainText.isatty", lambda _stream: True)
    monkeypatch.setenv("CONFLICT_CLI_CACHE", str(tmp_path / "cache"))
    assert "Reading" in run(f"list -f {SAMPLE}").err
    shutil.rmtree(tmp_path / "cache")
    assert offered(run, f"list -f {SAMPLE} Dara") == ["Daraa", "Darat Izzah"]


NAMED_BY = ("list ", "list -t ", "list --governorate ", "list -s ", "list -a ")
HONEST = ["Ma'arrat al-Numan", "الرستن", "دير الزور", "St. Anne", "2nd Street", "Cafe\u0301"]


@pytest.mark.parametrize("line", NAMED_BY)
def test_honest_names_are_offered_in_any_script(run: Run, tmp_path: Path, line: str) -> None:
    (tmp_path / "incidents.yaml").write_text(json.dumps(ledger_of(*HONEST)))
    assert offered(run, line, folder=tmp_path) == HONEST


@pytest.mark.parametrize("line", NAMED_BY)
def test_a_name_that_shells_could_obey_is_withheld(run: Run, tmp_path: Path, line: str) -> None:
    signs = [f"Rastan{sign}x" for sign in string.punctuation if sign not in "-._'"]
    (tmp_path / "incidents.yaml").write_text(
        json.dumps(ledger_of("Rastan", *signs, *HOSTILE.values(), *UNFIT_TO_BEGIN))
    )
    assert offered(run, line, folder=tmp_path) == ["Rastan"]


GED = ["id", "side_a", "side_b", "adm_1", "where_coordinates", "source_office", "source_original", "source_article"]
ACLED = ["event_id_cnty", "location", "admin1", "actor1", "assoc_actor_1", "source", "sub_event_type", "event_type"]


@pytest.mark.parametrize(
    ("records", "columns", "line"),
    [
        (ged, GED, "list -f {} "),
        (ged, GED, "list -f {} --governorate "),
        (ged, GED, "list -f {} -s "),
        (ged, GED, "list -f {} -a "),
        (acled, ACLED, "list -f {} -k "),
        (acled, ACLED, "list -f {} -s "),
    ],
)
def test_a_hostile_data_set_name_is_withheld(
    run: Run, tmp_path: Path, records: Records, columns: list[str], line: str
) -> None:
    names = ["Rastan", *HOSTILE.values(), *UNFIT_TO_BEGIN]
    path = put(tmp_path / "events.csv", records(*(dict.fromkeys(columns, name) for name in names)))
    words = offered(run, line.format(path))
    assert {"Rastan", "rastan"} & {*words}
    assert [word for word in words if not re.fullmatch(r"\w[\w '-]*", word)] == []


@pytest.mark.parametrize("text", ["", "- no\n", "incidents: [{id: a}]\n", "\0", "a: " + "[" * 5000, 'id,year,a\n1\n"'])
@pytest.mark.parametrize("line", ["list -f {} ", "list -f {} -s ", "list --layout {} ", "show -f {} "])
def test_an_unreadable_file_silently_offers_nothing(run: Run, tmp_path: Path, text: str, line: str) -> None:
    (tmp_path / "bad.yaml").write_text(text)
    assert offered(run, line.format(tmp_path / "bad.yaml")) == []


@pytest.mark.slow
def test_a_path_that_is_no_file_offers_nothing(process: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "pipe", tmp_path / "empty", tmp_path / "missing.yaml", tmp_path / ("x" * 300)):
        assert offered(process, f"list -f {path} ") == []
        assert offered(process, f"list --layout {path} ") == []
