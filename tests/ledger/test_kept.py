"""`KeptLedgers`: a ledger comes back as it was kept, or not at all."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflict_cli.cache.entries import KEPT
from conflict_cli.ledger.kept import FORMAT, SMALLEST, KeptLedgers, read_ledger
from conflict_cli.ledger.kept_form import KeptLedger
from conflict_cli.ledger.reader import Include, parse_ledger
from conflict_cli.ledger.several import Files, KeptFiles
from conflict_cli.record.dates import When
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import (
    MEASURES,
    Actor,
    Article,
    Attribution,
    Expectation,
    Incident,
    KeptReports,
    Ledger,
    Place,
    Report,
    Source,
    Spot,
)
from conflict_cli.record.kept_links import KeptLinks
from tests.worlds.ledgers import EVERYTHING

BIG = b"x" * (SMALLEST + 1)
LEDGER = parse_ledger(EVERYTHING.encode(), "x.yaml")
NOUNS_OF_THIS_FORMAT = (9, "ae1bf5e9")


@pytest.fixture
def cache(tmp_path) -> KeptLedgers:
    return KeptLedgers(tmp_path / "cache", "1.0")


def entries(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").iterdir())


def test_a_cached_ledger_comes_back_the_same(cache):
    cache.keep(BIG, LEDGER)
    assert cache.load(BIG, "x.yaml") == LEDGER


def test_a_cached_ledger_names_the_file_asked_for(cache):
    cache.keep(BIG, LEDGER)
    loaded = cache.load(BIG, "moved.yaml")
    assert loaded is not None
    assert loaded.file == "moved.yaml"


def test_small_files_are_not_cached(cache, tmp_path):
    cache.keep(BIG[:-1], LEDGER)
    assert not (tmp_path / "cache").exists()
    assert cache.load(BIG[:-1], "x.yaml") is None


def test_other_bytes_or_versions_find_nothing_kept(cache, tmp_path):
    cache.keep(BIG, LEDGER)
    assert cache.load(BIG[:-1] + b"y", "x.yaml") is None
    assert KeptLedgers(tmp_path / "cache", "1.1").load(BIG, "x.yaml") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_to_any_bit_is_noticed(cache, tmp_path, data):
    cache.keep(BIG, LEDGER)
    (entry,) = entries(tmp_path)
    kept = bytearray(entry.read_bytes())
    kept[data.draw(st.integers(0, len(kept) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    entry.write_bytes(kept)
    assert cache.load(BIG, "x.yaml") is None


def test_an_entry_cut_off_anywhere_is_noticed(cache, tmp_path):
    cache.keep(BIG, LEDGER)
    (entry,) = entries(tmp_path)
    kept = entry.read_bytes()
    for length in range(0, len(kept), 7):
        entry.write_bytes(kept[:length])
        assert cache.load(BIG, "x.yaml") is None
    cache.keep(BIG, LEDGER)
    assert cache.load(BIG, "x.yaml") == LEDGER


def test_an_entry_under_another_name_is_noticed(cache, tmp_path):
    cache.keep(BIG, LEDGER)
    (mine,) = entries(tmp_path)
    cache.keep(BIG + b"x", LEDGER)
    (other,) = set(entries(tmp_path)) - {mine}
    mine.replace(other)
    assert cache.load(BIG + b"x", "x.yaml") is None


@pytest.mark.parametrize(
    "payload", [b"", b"\xc1", b"\x80", b"\x81\xa4file\x01"], ids=["none", "no msgpack", "no fields", "other types"]
)
def test_an_entry_that_is_no_ledger_is_ignored(cache, tmp_path, payload):
    cache.keep(BIG, LEDGER)
    (entry,) = entries(tmp_path)
    checksum = blake2b(entry.name.encode() + payload, digest_size=32).digest()
    entry.write_bytes(checksum + payload)
    assert cache.load(BIG, "x.yaml") is None


def test_an_impossible_folder_is_done_without(tmp_path):
    (tmp_path / "cache").write_text("a file stands where the folder should be")
    for folder in (tmp_path / "cache", tmp_path / "cache" / "below"):
        cache = KeptLedgers(folder, "1.0")
        cache.keep(BIG, LEDGER)
        assert cache.load(BIG, "x.yaml") is None


def test_an_entry_that_cannot_be_replaced_is_ignored(cache, tmp_path):
    cache.keep(BIG, LEDGER)
    (entry,) = entries(tmp_path)
    entry.unlink()
    entry.mkdir()
    cache.keep(BIG, LEDGER)
    assert cache.load(BIG, "x.yaml") is None
    assert entries(tmp_path) == [entry]


@pytest.mark.slow
def test_a_full_disk_is_done_without(cache, tmp_path):
    """A process that may write only 100 bytes to a file gets halfway, as on a full disk, and leaves nothing behind."""
    resource = pytest.importorskip("resource")
    script = "from tests.ledger.test_kept import *; import sys; KeptLedgers(Path(sys.argv[1]), '1.0').keep(BIG, LEDGER)"
    subprocess.run(
        [sys.executable, "-B", "-c", script, str(tmp_path / "cache")],
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )
    assert entries(tmp_path) == []
    assert cache.load(BIG, "x.yaml") is None


def test_a_cache_drops_only_its_own_oldest_entries(cache, tmp_path):
    (tmp_path / "cache").mkdir()
    others = ["mine.conflict-ledger", "beef.conflict-ledger", "accounts.ledger", "0" * 64]
    for name in others:
        (tmp_path / "cache" / name).write_text("precious")
    for number in range(KEPT + 3):
        cache.keep(BIG + bytes(number), LEDGER)
    assert {path.name for path in entries(tmp_path)} > set(others)
    assert len(entries(tmp_path)) == KEPT + len(others)
    assert cache.load(BIG + bytes(KEPT + 2), "x.yaml") == LEDGER


def test_runs_at_once_do_not_disturb_each_other(cache, tmp_path):
    def keep_and_load(number: int) -> bool:
        data = BIG + bytes(number % 3)
        cache.keep(data, LEDGER)
        return cache.load(data, "x.yaml") == LEDGER

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(keep_and_load, range(200)))
    assert len(entries(tmp_path)) == 3


def test_a_big_file_is_read_from_the_cache(cache, tmp_path):
    path = tmp_path / "incidents.yaml"
    path.write_text(EVERYTHING + "#" * SMALLEST)
    first = read_ledger(path, cache=cache)
    (entry,) = entries(tmp_path)
    assert read_ledger(path, cache=cache) == first == read_ledger(path)
    entry.unlink()
    assert read_ledger(path, cache=cache) == first
    assert entries(tmp_path) == [entry]


def test_a_file_with_problems_is_not_cached(cache, tmp_path):
    path = tmp_path / "incidents.yaml"
    path.write_text("incidents: x" + "#" * SMALLEST)
    with pytest.raises(Exception, match="not a list"):
        read_ledger(path, cache=cache)
    assert not (tmp_path / "cache").exists()


def test_changed_nouns_raise_the_format_number():
    """If this fails, raise `kept.FORMAT` and write the new pair here: entries of the old form must not be read."""
    nouns = (
        *(Actor, Article, Attribution, Expectation, Figure, Files, Include, KeptFiles, KeptLedger, KeptReports),
        *(Incident, KeptLinks, Ledger, Place, Report, Source, Spot, When),
    )
    forms = [(noun.__name__, noun.__struct_fields__, noun.__struct_config__.array_like) for noun in nouns]
    # Entries bear the names of the measures themselves.
    form = repr([(name, [one for one in fields if one not in MEASURES], is_list) for name, fields, is_list in forms])
    assert (FORMAT, blake2b(form.encode(), digest_size=4).hexdigest()) == NOUNS_OF_THIS_FORMAT
