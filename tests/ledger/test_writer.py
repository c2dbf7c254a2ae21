"""`format_ledger`: what is written reads back the same, and surprises no other reader of YAML."""

import unicodedata

import pytest
import yaml
from hypothesis import given
from msgspec.structs import replace

from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.ledger.writer import format_ledger
from conflict_cli.record.dates import parse_when
from conflict_cli.record.errors import BadValueError
from conflict_cli.record.figures import Figure, parse_figure
from conflict_cli.record.incident import Incident, Ledger, Report, Source
from tests.effort import examples
from tests.worlds.ledgers import EVERYTHING, ledgers, texts, without_places_in_file


def ledger_of(title: str, killed: Figure | None = None) -> Ledger:
    incident = Incident("i", title, parse_when("2018"), reports=(Report("s", killed=killed),))
    return Ledger("", {}, {"s": Source("s", "S")}, {}, {}, (incident,))


@examples(200, quick=25)
@given(ledger=ledgers())
def test_a_written_ledger_reads_back_the_same(ledger):
    text = format_ledger(ledger)
    for with_libyaml in {yaml.__with_libyaml__, False}:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml, "__with_libyaml__", with_libyaml)
            read = parse_ledger(text.encode(), "x.yaml")
        assert without_places_in_file(read) == ledger
        assert format_ledger(read) == text


@given(texts)
def test_any_yaml_reader_gets_the_same_text(text):
    written = format_ledger(ledger_of(text))
    assert yaml.safe_load(written)["incidents"][0]["title"] == text


@given(texts)
def test_no_invisible_character_is_written(text):
    written = format_ledger(ledger_of(text)).replace("\n", "")
    assert {unicodedata.category(char) for char in written if char not in "\u200c\u200d"}.isdisjoint(
        {"Cc", "Cf", "Zl", "Zp", "Cn", "Co"}
    )


def test_blocks_and_keys_are_written_in_table_order():
    assert format_ledger(parse_ledger(EVERYTHING.encode(), "x.yaml")) == (
        """\
articles:
  memo:
    title: Attacks in Homs
    publisher: Middle East Monitor
    published: 2018-04-30
    url: https://example.org/a
    archived: https://archive.example.org/a
    retrieved: 2018-05
    sha256: "000000000000000000000000000000000000000000000000000000000000000a"
    language: ar
  early:
    title: First news
sources:
  sohr:
    name: SOHR
    aliases: [Syrian Observatory, المرصد]
    kind: monitor
  ministry:
    name: Ministry of Defence
places:
  rastan:
    name: Rastan
    aliases: [Ar-Rastan, الرستن]
    kind: town
    in: [north]
    governorate: Homs
    country: Syria
    lat: 34.9265
    lon: -36.7324
    pcode: C2870
  hass:
    name: Hass
  north:
    name: northern Homs
    kind: region
actors:
  russia:
    name: Russia
    aliases: [Russian forces]
incidents:
  - id: rockets
    title: "Rockets: two hundred"
    date: 2018-04-28/2018-04-30?
    places: [rastan, hass]
    and_elsewhere: true
    type: air-drone-strike
    target: school
    attribution: [{actor: russia, confidence: suspected, by: [sohr]}]
    reports:
      - source: sohr
        article: memo
        paragraph: 3
        killed: {total: 20-30, best: 24, children: at least 16}
        injured: some 25
        quote: "قُتل عشرون شخصاً"
        translator: N. N.
        supersedes: early
        origin: SYR1234
      - source: sohr
        article: early
        killed: 12
        missing: {total: 5, men: 2}
      - source: ministry
        denies: true
    overlaps: [market]
    part_of: april
    distinct_from: [camp]
    note: "One line,\\nand another."
  - id: market
    title: Market
    date: 2018-04
    type: unknown
    reports:
      - source: sohr
        killed: 3
  - id: camp
    title: Camp
    date: "[2018-04-01..2018-04-03]"
    type: unknown
    reports:
      - source: sohr
  - id: april
    title: All of April
    date: 2018-04
    type: unknown
    reports:
      - source: sohr
        killed: 100+
expected:
  - town: [rastan]
    source: [sohr, "not:ministry"]
    since: "2018"
    until: "2018-04"
    killed: at least 2
    note: Monthly
  - date: "2018-03..2018-04"
    victims: children
    injured: some 25
    casualties: 0
"""
    )


def test_an_empty_ledger_is_one_line():
    assert format_ledger(Ledger("", {}, {}, {}, {}, ())) == "incidents: []\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ar-Rastan", "Ar-Rastan"),
        ("الرستن", "الرستن"),
        ("Kafr Batikh (village), Idlib", "Kafr Batikh (village), Idlib"),
        ("no", '"no"'),
        ("Null", '"Null"'),
        ("012", '"012"'),
        ("12:30", '"12:30"'),
        ("Homs: an attack", '"Homs: an attack"'),
        ("Camp #4", '"Camp #4"'),
        ("\x1b[31mred", '"\\x1b[31mred"'.replace("\\x1b", "\\u001b")),
        ("\u202egnp.exe", '"\\u202egnp.exe"'),
        ("a\x7f\x9b", '"a\\x7f\\x9b"'),
        ("\U000e0041", '"\\U000e0041"'),
        ("می\u200cخواهم", '"می\u200cخواهم"'),
        ("Rastan\u3164", '"Rastan\\u3164"'),
    ],
)
def test_text_is_quoted_only_where_needed(text, written):
    assert f"    title: {written}\n" in format_ledger(ledger_of(text))


@pytest.mark.parametrize(
    "figure",
    [
        Figure(3, 4, 5, text="20"),
        Figure(20, 20, 20, text=""),
        Figure(20, 20, 20, text="unknown"),
        Figure(20, 25, 20, text="20"),
        Figure(20, 20, 20, text="20", parts={"men": Figure(3, 3, 3, text="4")}),
    ],
    ids=["other words", "no words", "unknown", "best outside", "part with other words"],
)
def test_a_figure_unlike_its_words_is_never_written(figure):
    with pytest.raises(BadValueError):
        format_ledger(ledger_of("t", figure))


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("20", "20"),
        ("012", '"012"'),
        ("at least 2", "at least 2"),
        (">150", '">150"'),
        ("~25", "~25"),
        ("≥2", "≥2"),
        ("20–30", "20–30"),
        ("none", "none"),
    ],
)
def test_figure_styles_are_quoted_only_where_needed(words, written):
    assert f"        killed: {written}\n" in format_ledger(ledger_of("t", parse_figure(words)))


def test_best_is_written_only_where_words_lack_it():
    figure = Figure(20, 20, 30, text="20-30")
    assert "killed: 20-30\n" in format_ledger(ledger_of("t", figure))
    assert "killed: {total: 20-30, best: 24}\n" in format_ledger(ledger_of("t", replace(figure, best=24)))
