"""What a ledger keeps as evidence, on every way out of it: quotations, copies, digests."""

import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import Run

QUOTE = "قُتل عشرون شخصاً في الرستن"
DIGEST = sha256(b"saved").hexdigest()
LEDGER = f"""\
articles:
  memo: {{title: News, archived: "https://example.org/copy", retrieved: 2018-05, sha256: {DIGEST}, language: ar}}
sources: {{sohr: {{name: SOHR}}}}
incidents:
  - id: one
    title: One
    date: 2018-04
    reports: [{{source: sohr, article: memo, killed: 20, quote: {QUOTE}, translator: N. N.}}]
"""


@pytest.fixture
def ask(run: Run, tmp_path: Path) -> Run:
    """Run a command on this ledger."""
    (tmp_path / "own.yaml").write_text(LEDGER, encoding="utf-8")

    def ask(command: str):
        return run(f"{command} -f own.yaml", folder=tmp_path)

    return ask


def test_show_has_quotation_and_copy(ask: Run) -> None:
    shown = ask("show one").out
    assert f"SOHR: \u2068“{QUOTE}”\u2069 (translated by N. N.)" in shown
    assert "in the language ar, read on 2018-05, copy: https://example.org/copy" in shown
    assert DIGEST in shown


def test_json_of_show_has_all_evidence(ask: Run) -> None:
    (shown,) = json.loads(ask("show one -O json").out)
    assert (shown["reports"][0]["quote"], shown["reports"][0]["translator"]) == (QUOTE, "N. N.")
    assert shown["read_in"] == [
        {
            "article": "memo",
            "title": "News",
            "publisher": None,
            "published": None,
            "url": None,
            "archived": "https://example.org/copy",
            "retrieved": "2018-05",
            "sha256": DIGEST,
            "language": "ar",
        }
    ]


def test_quotations_are_searched(ask: Run) -> None:
    assert json.loads(ask("list -g عشرون -O json").out)[0]["id"] == "one"


def test_a_workbook_has_columns_of_evidence(ask: Run, tmp_path: Path) -> None:
    ask("list -o x.xlsx")
    names, row = list(load_workbook(BytesIO((tmp_path / "x.xlsx").read_bytes()))["reports"].values)[:2]
    found = dict(zip(names, row, strict=True))
    assert [found[name] for name in ("quote", "translator", "sha256", "language")] == [QUOTE, "N. N.", DIGEST, "ar"]


def test_a_database_has_columns_of_evidence(ask: Run, tmp_path: Path) -> None:
    ask("list -o x.db")
    with closing(sqlite3.connect(tmp_path / "x.db")) as database:
        assert database.execute("SELECT quote, translator FROM reports").fetchall() == [(QUOTE, "N. N.")]
        told = database.execute("SELECT archived, retrieved, sha256, language FROM articles").fetchall()
    assert told == [("https://example.org/copy", "2018-05", DIGEST, "ar")]


@pytest.mark.slow
def test_a_page_quotes_on_demand_alone(ask: Run) -> None:
    assert QUOTE not in ask("report").out
    assert f'<blockquote dir="auto" lang="ar">{QUOTE}</blockquote>' in ask("report --quotes").out


def test_check_names_missing_and_changed_copies(ask: Run, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    missing = ask("check --evidence copies")
    assert missing.code == 1
    assert missing.out.startswith("own.yaml:2:3: memo: copies holds no copy of it; save one as memo with any ending")
    (copies / "memo.html").write_bytes(b"saved")
    assert ask("check --evidence copies").err.splitlines() == [
        "own.yaml: 0 errors, 0 warnings.",
        "copies: 1 of 1 article with sha256 have their copy unchanged; 0 articles without sha256 not looked at.",
    ]
    (copies / "memo.html").write_bytes(b"saved?")
    changed = ask("check --evidence copies")
    assert changed.code == 1
    assert "is not the one that was saved" in changed.out


def test_evidence_of_a_data_set_is_refused(run: Run, data_folder: Path) -> None:
    ran = run("check -f ged.csv --evidence .", folder=data_folder)
    assert (ran.code, ran.out) == (2, "")
    assert "a data set names none" in ran.err
