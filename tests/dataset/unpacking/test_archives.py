"""Archives: what they hold is read, and what cannot be unpacked is one clear line."""

import gzip
import zipfile
from pathlib import Path

import pytest

from conflict_cli.dataset.kept import KeptDataSets
from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.dataset.unpacking import archives
from conflict_cli.record.errors import DataError
from tests.worlds.datasets import found, ged, put, refused, text_of

TEXT = text_of(ged({}, {"low": 5, "best": 6, "high": 7}))
OTHER = text_of(ged({"id": 3, "low": 7, "best": 8, "high": 9}))
SUM, SUM_OF_OTHER = (6, 8, 10, False), (7, 8, 9, False)
UNREAD = TEXT.replace("2031-01-03 00:00:00.000,2031", "soon,2031", 1)


def zipped(path: Path, **files: str | bytes) -> Path:
    """A zip archive with these files; the last `_` of each name stands for its dot."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(".".join(name.rsplit("_", 1)), content)
    return path


def gzipped(path: Path, content: str) -> Path:
    return put(path, gzip.compress(content.encode()))


def chosen(path: Path, name: str) -> object:
    data_set = open_dataset(path, OpenOptions(sheet=name))
    try:
        figure = data_set.select().sum_of("killed").figure
        return figure and (figure.low, figure.best, figure.high, figure.open)
    finally:
        data_set.close()


def test_archives_are_told_by_their_content(tmp_path):
    assert found(gzipped(tmp_path / "a.csv", TEXT)).killed == SUM
    assert found(zipped(tmp_path / "b.csv", ged_csv=TEXT)).killed == SUM


def test_documents_beside_one_table_are_ignored(tmp_path):
    beside = {"README_txt": "a, b, c", "codebook_pdf": b"%PDF", "__MACOSX/._ged_csv": "x", "data/ged_csv": TEXT}
    assert found(zipped(tmp_path / "a.zip", **beside)).killed == SUM
    assert found(zipped(tmp_path / "b.zip", events_txt=TEXT, about_pdf=b"%PDF")).killed == SUM


def test_several_tables_are_listed_and_one_chosen(tmp_path):
    path = zipped(tmp_path / "a.zip", a_csv=TEXT, b_csv=OTHER)
    assert refused(path) == ['holds 2 tables: "a.csv", "b.csv"; choose one with --sheet NAME']
    assert chosen(path, "a.csv") == SUM
    assert chosen(path, "b.csv") == SUM_OF_OTHER
    with pytest.raises(DataError, match=r'a\.zip: has no one file "c.csv"; it holds "a.csv", "b.csv"'):
        chosen(path, "c.csv")


def test_lines_are_those_of_the_file_inside(tmp_path):
    """Under the archive's own name, where it holds one table."""
    for path in (gzipped(tmp_path / "a.gz", UNREAD), zipped(tmp_path / "a.zip", ged_csv=UNREAD)):
        assert found(path).remarks == (
            '1 row with cells that cannot be read, which stay open: line 2: date_start "soon"',
        )
    broken = gzipped(tmp_path / "b.gz", text_of(ged({}, {})) + "1,2\n1,2\n")
    assert refused(broken)[0].startswith("4:1: 2 rows do not fit the header")


@pytest.mark.parametrize("cut", [20, 200, -4])
def test_what_is_cut_off_is_refused(tmp_path, cut):
    for path in (gzipped(tmp_path / "a.gz", TEXT * 9), zipped(tmp_path / "a.zip", ged_csv=TEXT * 9)):
        path.write_bytes(path.read_bytes()[:cut])
        assert refused(path) == ["is cut off or damaged; fetch it again"]


def test_a_damaged_archive_is_refused(tmp_path):
    for path in (gzipped(tmp_path / "a.gz", TEXT), zipped(tmp_path / "a.zip", ged_csv=TEXT)):
        content = bytearray(path.read_bytes())
        content[150] ^= 0xFF
        path.write_bytes(content)
        assert refused(path) == ["is cut off or damaged; fetch it again"]


def test_an_encrypted_archive_is_refused(tmp_path):
    path = zipped(tmp_path / "a.zip", ged_csv=TEXT)
    content = path.read_bytes()
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(magic) + place
        content = content[:at] + b"\x01" + content[at + 1 :]
    path.write_bytes(content)
    assert refused(path) == ["is encrypted; unpack it with its password"]


def test_archives_are_unpacked_one_level_deep(tmp_path):
    inner = gzip.compress(TEXT.encode())
    put(tmp_path / "a.gz", gzip.compress(inner))
    for path in (tmp_path / "a.gz", zipped(tmp_path / "a.zip", ged_gz=inner)):
        assert refused(path) == ["holds another archive; unpack it yourself"]


def test_far_too_much_is_not_unpacked(tmp_path, monkeypatch):
    """Nothing of it is left in TMPDIR."""
    monkeypatch.setattr(archives, "MUCH", 1 << 20)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    bomb = TEXT + "\n" * (1 << 23)
    for path in (gzipped(tmp_path / "a.gz", bomb), zipped(tmp_path / "a.zip", ged_csv=bomb)):
        assert "more than 200 times its own size; if that is right, unpack it yourself" in refused(path)[0]
    assert not list((tmp_path / "tmp").iterdir())


def test_a_kept_archive_is_not_unpacked_again(tmp_path, monkeypatch):
    path, kept = gzipped(tmp_path / "a.gz", TEXT), KeptDataSets(tmp_path / "cache", "1")
    assert found(path, kept=kept).killed == SUM
    monkeypatch.setattr(archives, "gunzip", None)
    assert found(path, kept=kept).killed == SUM


def test_each_chosen_file_is_kept_by_itself(tmp_path):
    path, kept = zipped(tmp_path / "a.zip", a_csv=TEXT, b_csv=OTHER), KeptDataSets(tmp_path / "cache", "1")
    for _ in range(2):
        for name, best in (("a.csv", 8), ("b.csv", 8)):
            data_set = open_dataset(path, OpenOptions(kept=kept, sheet=name))
            assert [one.incident.id for one in data_set.select().picked] == (["1", "2"] if name == "a.csv" else ["3"])
            assert data_set.select().sum_of("killed").figure.best == best
            data_set.close()
