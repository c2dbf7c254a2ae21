"""What tests of data sets are given: a file of events, a cache, and a count of the files that were taken in."""

from pathlib import Path

import pytest

from conflict_cli.dataset import opening
from conflict_cli.dataset.intake.to_parquet import take_in
from conflict_cli.dataset.kept import KeptDataSets
from tests.worlds.datasets import put
from tests.worlds.kept_files import TWO


@pytest.fixture
def path(tmp_path) -> Path:
    return put(tmp_path / "x.csv", TWO)


@pytest.fixture
def kept(tmp_path) -> KeptDataSets:
    return KeptDataSets(tmp_path / "cache", "1")


@pytest.fixture
def intakes(monkeypatch) -> list[int]:
    """A number for each time that a file was taken in, and not read from the cache."""
    told: list[int] = []

    def counted(*given: object) -> object:
        told.append(len(told) + 1)
        return take_in(*given)

    monkeypatch.setattr(opening, "take_in", counted)
    return told
