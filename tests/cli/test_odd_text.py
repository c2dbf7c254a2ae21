"""Odd text in every field of a ledger, through every format: nothing is lost, nothing is obeyed, and it reads back."""

import csv
import io
import json
import re
import sqlite3
import zipfile
from html import unescape

import pytest

from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.render.harmless import harmless
from tests.hostile import CONTROLS
from tests.worlds.ledgers import without_places_in_file

ODD = [
    "=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\uff1d1+1", "a;b", 'a"b', "a'b", "a,b", "a|b", "`a`", "**a**",
    "<script>alert(1)</script>", "&amp; <b>", "]]>", "[bold]x[/bold] :smile:", "\x1b[31mred", "\x9b31m", "a\u202eb",
    "a\u200bb", "\ufeffa", "é e\u0301", "نص عربي", "می\u200cخواهم", "👨\u200d👩", "null", "012", "#tag", "# a", "- a",
    "a: b", "{{a}}", "${a}", "%s", "\\n", "a\\", "'; DROP TABLE incidents; --", "_x000D_", "\U0001d54f", "javascript:a",
]  # fmt: skip
ISOLATES = re.compile("[\u2068\u2069]")
SHORT = ODD[:3] + ODD[12:19]
MACHINES = ["list -O csv", "list -O json", "list -O jsonl", "list -O yaml", "list -O geojson"]
FORMS = ["list -w", "list -O md", "show odd", "sum --by town", "towns -w", "sources", *MACHINES, "list -O csv --hxl"]


def ledger_with(text):
    """A ledger in which this text is the value of every field that takes any text, with another letter before it."""
    noun = {"name": f"{text} n", "aliases": [f"{text} a"]}
    report = {"source": "s", "article": "a", "killed": 2, "origin": f"{text} o"}
    article = {"title": f"{text} t", "publisher": f"{text} p"}
    place = {**noun, "kind": "town", "governorate": f"{text} g", "country": f"{text} c", "pcode": f"{text} k"}
    incident = {"id": "odd", "title": f"{text} i", "date": "2018", "places": ["p"], "note": f"{text} w"}
    incident |= {"attribution": [{"actor": "r", "confidence": "stated"}], "reports": [report]}
    ledger = json.dumps(
        {"articles": {"a": article}, "sources": {"s": noun}, "places": {"p": place}, "actors": {"r": noun}}
        | {"incidents": [incident]}
    )
    return re.sub(r"(\\ud[89a-f]..){2}", lambda pair: json.loads(f'"{pair[0]}"'), ledger)  # YAML has no such pairs


@pytest.fixture
def written(run, tmp_path):
    """A function that writes the ledger with a text, and runs a command on it."""

    def written(text, command):
        (tmp_path / "incidents.yaml").write_text(ledger_with(text), encoding="utf-8")
        done = run(command, folder=tmp_path)
        assert done.code == 0, (text, command, done.err)
        assert not CONTROLS.search(done.err), (text, command)
        return done.out

    return written


def try_forms(written, texts, commands):
    for text in texts:
        for command in commands:
            out = written(text, command)
            safe = out.replace("\u202e", "") if "json" in command else out
            assert not CONTROLS.search(safe), (text, command)
            assert command not in MACHINES or not ISOLATES.search(out), (text, command)


def test_odd_text_obeys_nothing_in_any_form(written):
    try_forms(written, SHORT, FORMS[::3])


@pytest.mark.slow
def test_any_odd_text_obeys_nothing_in_any_form(written):
    try_forms(written, ODD, FORMS)


@pytest.mark.parametrize("ending", ["xlsx", "sqlite", "geojson", "yaml", "csv", "jsonl"])
def test_files_for_programs_have_no_isolates(written, tmp_path, ending):
    written("نص 2018-04-30 عربي", f"list -o x.{ending}")
    file = tmp_path / f"x.{ending}"
    text = in_workbook(file) if ending == "xlsx" else file.read_bytes().decode(errors="replace")
    assert "عربي" in text
    assert not ISOLATES.search(text)


def cells_back(text, written):
    """The title as each form for machines gives it back."""
    (row,) = csv.DictReader(io.StringIO(written(text, "list -O csv"), newline=""))
    (of_json,) = json.loads(written(text, "list -O json"))
    of_lines = json.loads(written(text, "list -O jsonl"))
    (feature,) = json.loads(written(text, "list -O geojson"))["features"]
    return row["title"], of_json["title"], of_lines["title"], feature["properties"]["title"]


@pytest.mark.parametrize("texts", [SHORT[::3], pytest.param(ODD, marks=pytest.mark.slow)], ids=["some", "all"])
def test_machines_get_odd_text_whole(written, texts):
    for text in texts:
        title, shown = f"{text} i", harmless(f"{text} i")
        in_csv, *others = cells_back(text, written)
        assert others == [title] * 3
        assert in_csv == (f"'{shown}" if shown[0] in "=+-@\uff1d" else shown)


@pytest.mark.parametrize("texts", [SHORT, pytest.param(ODD, marks=pytest.mark.slow)], ids=["some", "all"])
def test_a_ledger_of_odd_text_reads_back(written, texts):
    for text in texts:
        before = parse_ledger(ledger_with(text).encode(), "")
        after = parse_ledger(written(text, "list -O yaml").encode(), "")
        assert without_places_in_file(after) == without_places_in_file(before), text


def in_workbook(path):
    with zipfile.ZipFile(path) as book:
        parts = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
    assert not any("<f>" in part for part in parts)
    return unescape("".join(parts))


def in_database(path):
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT title, note FROM incidents").fetchall()
    database.close()
    return rows


@pytest.mark.parametrize("texts", [SHORT[::4], pytest.param(ODD, marks=pytest.mark.slow)], ids=["some", "all"])
def test_files_hold_odd_text_whole(written, tmp_path, texts):
    for text in texts:
        written(text, "list -o x.xlsx")
        assert harmless(f"{text} w") in in_workbook(tmp_path / "x.xlsx").replace("_x005F_", "_"), text
        written(text, "list -o x.sqlite")
        assert in_database(tmp_path / "x.sqlite") == [(f"{text} i", f"{text} w")]


@pytest.mark.slow
def test_a_page_of_odd_text_is_no_markup(written, tmp_path):
    for text in SHORT:
        written(text, "report -o x.html")
        page = (tmp_path / "x.html").read_text(encoding="utf-8")
        assert "<script>alert" not in page
        assert not CONTROLS.search(page.replace("\t", "")), text
        assert harmless(f"{text} i") in unescape(page), text
