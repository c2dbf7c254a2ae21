"""What reports say together is the same of reports that were kept as of those they were kept from."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec import msgpack
from msgspec.structs import replace

from conflict_cli.record.accounts import Reports, disputed, figure_of, figures_of, is_denied, to_keep
from conflict_cli.record.figures import parse_figure
from conflict_cli.record.incident import MEASURES, KeptReports, Report

FIGURES = st.sampled_from([None, *map(parse_figure, ("3", "at least 2", "some 25", "2-4"))])
REPORTS = st.lists(
    st.builds(
        Report,
        st.sampled_from(["a", "b"]),
        killed=FIGURES,
        injured=FIGURES,
        casualties=FIGURES,
        denies=st.booleans(),
        is_superseded=st.booleans(),
    ),
    max_size=4,
).map(tuple)


def again(reports: Reports) -> KeptReports:
    return msgpack.decode(msgpack.encode(to_keep(reports)), type=KeptReports)


@given(REPORTS)
def test_kept_reports_say_together_what_they_said(reports):
    kept = again(reports)
    assert figures_of(kept) == figures_of(reports)
    for measure in MEASURES:
        assert figure_of(kept, measure) == figure_of(reports, measure)
        assert disputed(kept, measure) == disputed(reports, measure)
    assert is_denied(kept) == is_denied(reports)


@given(REPORTS)
def test_kept_reports_are_the_reports(reports):
    kept = again(reports)
    assert (len(kept), tuple(kept), kept[:1]) == (len(reports), reports, reports[:1])
    assert kept == reports
    assert reports == kept == again(kept)


def test_fewer_reports_say_what_they_say_alone():
    reports = (Report("a", killed=parse_figure("3")), Report("b", killed=parse_figure("5")))
    assert figures_of(again(reports)[1:]) == figures_of(reports[1:])
    denied = tuple(replace(one, denies=True) for one in again(reports))
    assert figures_of(denied) == (None,) * len(MEASURES)
