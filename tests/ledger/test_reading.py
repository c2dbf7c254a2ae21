"""Reading: a file with very many unknown names is told of soon."""

from conflict_cli.ledger.nodes import Problems
from conflict_cli.ledger.reading import MOST_COMPARED, Reading


def test_suggestions_end_before_they_take_long() -> None:
    known = [f"place-{number}" for number in range(MOST_COMPARED // 2 + 1)]
    reading = Reading(Problems("x.yaml"))
    assert "place-7" in reading.did_you_mean("plaace-7", known)
    assert reading.did_you_mean("plaace-8", known) == ""
    assert "place-7" in reading.did_you_mean("plaace-7", known), "what was found is known"
