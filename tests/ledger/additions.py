"""An addition to a ledger, for tests that write one."""

from conflict_cli.ledger.insertion import Addition
from conflict_cli.record.dates import parse_when
from conflict_cli.record.figures import parse_figure
from conflict_cli.record.incident import Incident, Ledger, Place, Report, Source


def addition(id_="new", **other) -> Addition:
    new = Incident(id_, "New", parse_when("2018"), ("salma",), reports=(Report("un", killed=parse_figure("2+")),))
    nouns = {"sources": {"un": Source("un", "UN: OCHA")}, "places": {"salma": Place("salma", "Salma", kind="town")}}
    ledger = Ledger("x", **{"articles": {}, "actors": {}, "incidents": (new,), **nouns, **other})
    return Addition(ledger, {id_: ("who says so?",)})
