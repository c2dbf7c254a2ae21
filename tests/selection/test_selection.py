"""`query`: which incidents answer which question, and how much of their figures was asked for."""

import pytest

from conflict_cli.counting.in_memory import select
from conflict_cli.record.dates import parse_period
from conflict_cli.record.errors import UsageError
from conflict_cli.record.figures import Figure
from conflict_cli.selection.picking import Picked, with_reports
from conflict_cli.selection.query import Query, Unmatched, named_places
from tests.worlds.sketches import ids, selected, sketch

INCIDENTS = """
id: barrage, title: Missiles on a bakery, date: 2018-04-28/2018-04-29, places: [rastan, talbissah], and_elsewhere: true, type: shelling-artillery-missile-attack, attribution: [{actor: government, confidence: stated}], reports: [{source: sohr, killed: at least 2}]
id: rockets, date: 2018-04-28?, places: [rastan], type: shelling-artillery-missile-attack, target: school, attribution: [{actor: government, confidence: stated}], reports: [{source: memo, killed: 7}, {source: sohr, killed: 5}]
id: strike, date: 2018-03, places: [hass], type: air-drone-strike, target: market, attribution: [{actor: russia, confidence: suspected}, {actor: government, confidence: claimed}], reports: [{source: memo, killed: 22, injured: dozens}]
id: clash, date: 2018-04-16/2018-04-30~, places: [north, tripoli], type: armed-clash, reports: [{source: un, casualties: some 150}], note: Déjà vu
id: rumour, date: 2018-05-01, reports: [{source: sohr}]
"""  # noqa: E501
EVERY = ["barrage", "rockets", "strike", "clash", "rumour"]


def chosen(query: Query) -> list[str]:
    return ids(selected(INCIDENTS, query))


ANSWERS = [
    ("nothing asked", Query(), EVERY),
    ("a town", Query(towns=("Ar-Rastan",)), ["barrage", "rockets"]),
    ("either town", Query(towns=("rastan", "hass")), ["barrage", "rockets", "strike"]),
    ("a region", Query(towns=("northern homs",)), ["clash"]),
    ("not a town: what may be elsewhere stays", Query(towns=("not:rastan",)), ["barrage", "strike", "clash", "rumour"]),
    ("not two towns", Query(towns=("not:rastan", "not:hass")), ["barrage", "clash", "rumour"]),
    ("one town and not another", Query(towns=("talbissah", "not:rastan")), ["barrage"]),
    ("a town and not the same", Query(towns=("rastan", "not:rastan")), []),
    ("a governorate", Query(governorates=("homs",)), ["barrage", "rockets", "clash"]),
    ("not a governorate", Query(governorates=("not:homs",)), ["barrage", "strike", "clash", "rumour"]),
    ("a town of a governorate", Query(towns=("rastan", "hass"), governorates=("Idlib",)), ["strike"]),
    ("a source", Query(sources=("Syrian Observatory",)), ["barrage", "rockets", "rumour"]),
    ("either source", Query(sources=("un", "memo")), ["rockets", "strike", "clash"]),
    ("not a source: rivals stay", Query(sources=("not:sohr",)), ["rockets", "strike", "clash"]),
    ("an actor", Query(actors=("Syrian army",)), ["barrage", "rockets", "strike"]),
    ("not an actor: also not what it did with others", Query(actors=("not:Russia",)),
     ["barrage", "rockets", "clash", "rumour"]),
    ("an actor without another", Query(actors=("government", "not:russia")), ["barrage", "rockets"]),
    ("a type", Query(types=("air-drone-strike",)), ["strike"]),
    ("a word of a type", Query(types=("shelling",)), ["barrage", "rockets"]),
    ("either type", Query(types=("clash", "air")), ["strike", "clash"]),
    ("not a type", Query(types=("not:armed-clash", "not:unknown")), ["barrage", "rockets", "strike"]),
    ("a target", Query(targets=("school",)), ["rockets"]),
    ("not a target: what names none stays", Query(targets=("not:school",)), ["barrage", "strike", "clash", "rumour"]),
    ("a month that days reach into", Query(period=parse_period("2018-04")), ["barrage", "rockets", "clash"]),
    ("from a day on", Query(period=parse_period("2018-04-29..")), ["barrage", "clash", "rumour"]),
    ("until a day", Query(period=parse_period("..2018-04-16")), ["strike", "clash"]),
    ("at least so many killed", Query(min_killed=2), ["barrage", "rockets", "strike"]),
    ("at least more", Query(min_killed=7), ["rockets", "strike"]),
    ("at least none killed: a figure is needed", Query(min_killed=0), ["barrage", "rockets", "strike"]),
    ("at least so many by one source", Query(min_killed=6, sources=("sohr",)), []),
    ("a word of the title", Query(words=("bakery",)), ["barrage"]),
    ("a part of a word, in capitals", Query(words=("MISSIL",)), ["barrage", "rockets"]),
    ("words with an accent", Query(words=("deja vu",)), ["clash"]),
    ("words of a note without one", Query(words=("Déjà",)), ["clash"]),
    ("an alias of the place", Query(words=("تلبيسة",)), ["barrage"]),
    ("the actor", Query(words=("russian forces",)), ["strike"]),
    ("the source", Query(words=("United",)), ["clash"]),
    ("the figure", Query(words=("dozens",)), ["strike"]),
    ("the id", Query(words=("rumour",)), ["rumour"]),
    ("either word", Query(words=("bakery", "market")), ["barrage", "strike"]),
    ("not a word", Query(words=("not:rastan",)), ["strike", "clash", "rumour"]),
    ("neither word", Query(words=("not:rastan", "not:hass")), ["clash", "rumour"]),
    ("a word and not another", Query(words=("rastan", "not:bakery")), ["rockets"]),
    ("different fields narrow", Query(towns=("rastan",), sources=("memo",), types=("shelling",)), ["rockets"]),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_a_query_picks_the_incidents_that_answer(query, expected):
    assert chosen(query) == expected


def test_grep_finds_words_that_only_a_type_has():
    assert chosen(Query(words=("armed-clash",))) == ["clash"]


def shares(query: Query) -> dict[str, tuple[bool, bool]]:
    """Of each selected incident: whether it covers more places, and more days, than were asked for."""
    return {picked.incident.id: (picked.is_wider, picked.is_longer) for picked in selected(INCIDENTS, query).picked}


WHOLE, WIDER, LONGER, BOTH = (False, False), (True, False), (False, True), (True, True)
SHARES = [
    ("nothing asked", Query(), dict.fromkeys(EVERY, WHOLE)),
    ("one of two towns", Query(towns=("rastan",)), {"barrage": WIDER, "rockets": WHOLE}),
    ("both towns, and elsewhere", Query(towns=("rastan", "talbissah")), {"barrage": WIDER, "rockets": WHOLE}),
    (
        "not a town",
        Query(towns=("not:rastan",)),
        {"barrage": WIDER, "strike": WHOLE, "clash": WIDER, "rumour": WIDER},
    ),
    ("the governorate of one of two", Query(governorates=("Homs",)),
     {"barrage": WIDER, "rockets": WHOLE, "clash": WIDER}),
    ("days within", Query(period=parse_period("2018-03")), {"strike": WHOLE}),
    ("a day of a range", Query(period=parse_period("2018-04-28")),
     {"barrage": LONGER, "rockets": WHOLE, "clash": LONGER}),
    ("a town and a day", Query(towns=("rastan",), period=parse_period("2018-04-28")),
     {"barrage": BOTH, "rockets": WHOLE}),
    ("a source", Query(sources=("sohr",)), {"barrage": WHOLE, "rockets": WHOLE, "rumour": WHOLE}),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), [row[1:] for row in SHARES], ids=[row[0] for row in SHARES])
def test_an_incident_beyond_the_query_says_so(query, expected):
    assert shares(query) == expected


@pytest.mark.parametrize(("near", "is_wider"), [(", nearby: true", True), ("", False)])
def test_a_nearby_incident_may_lie_in_excluded_towns(near: str, is_wider: bool) -> None:
    incident = f"id: a, places: [talbissah]{near}, reports: [{{source: sohr, killed: 5}}]"
    (picked,) = selected(incident, Query(towns=("not:rastan",))).picked
    assert picked.is_wider is is_wider


def test_naming_every_town_does_not_cover_elsewhere():
    everywhere = Query(towns=("rastan", "talbissah", "hass", "tripoli", "yarmouk", "north", "syria"))
    assert shares(everywhere)["barrage"] == WIDER


def test_a_source_filter_drops_reports_of_others():
    (rockets,) = selected(
        INCIDENTS, Query(towns=("rastan",), sources=("not:memo",), period=parse_period("2018-04-28"))
    ).picked[1:]
    assert [report.source for report in rockets.incident.reports] == ["sohr"]
    assert rockets.figure("killed") == Figure(5, 5, 5, text="5")


def test_a_picked_incident_reconciles_its_reports():
    rockets = selected(INCIDENTS).picked[1]
    assert rockets.figure("killed") == Figure(5, 7, 7, text="7; 5")
    assert rockets.figure("injured") is None


def test_with_reports_keeps_chosen_reports_or_gives_nothing():
    rockets = selected(INCIDENTS).picked[1]
    assert with_reports(rockets, lambda _: True) is rockets
    assert with_reports(rockets, lambda _: False) is None
    fewer = with_reports(rockets, lambda report: report.source == "sohr")
    assert fewer is not None
    assert [report.source for report in fewer.incident.reports] == ["sohr"]


UNMATCHED = [
    ("a town", Query(towns=("Talbisa",)), [Unmatched("town", "Talbisa", "did you mean Talbissah?")], []),
    ("a town like nothing", Query(towns=("zzz",)), [Unmatched("town", "zzz")], []),
    ("one of two towns", Query(towns=("zzz", "Hass")), [Unmatched("town", "zzz")], ["strike"]),
    ("an excluded town", Query(towns=("not:zzz",)), [Unmatched("town", "zzz")], EVERY),
    ("an empty word", Query(towns=("",)), [Unmatched("town", "")], []),
    ("nothing excluded", Query(sources=("not:",)), [Unmatched("source", "")], EVERY),
    ("a governorate", Query(governorates=("Idleb",)), [Unmatched("governorate", "Idleb", "did you mean Idlib?")], []),
    ("a source", Query(sources=("SOHRR", "SHR")), [Unmatched("source", "SHR", "did you mean SOHR?")],
     ["barrage", "rockets", "rumour"]),
    ("an actor", Query(actors=("Rusa",)), [Unmatched("actor", "Rusa", "did you mean Russia?")], []),
    ("a type", Query(types=("airstrike",)), [Unmatched("type", "airstrike", "did you mean air-drone-strike?")], []),
    ("a target", Query(targets=("scool",)), [Unmatched("target", "scool", "did you mean school?")], []),
    ("in the order of the fields", Query(types=("yyy",), towns=("zzz",)),
     [Unmatched("town", "zzz"), Unmatched("type", "yyy")], []),
    ("words of grep are of no list", Query(words=("zzz",)), [], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "unmatched", "expected"), [row[1:] for row in UNMATCHED], ids=[r[0] for r in UNMATCHED]
)
def test_an_unknown_word_is_told_with_a_suggestion(query, unmatched, expected):
    selection = selected(INCIDENTS, query)
    assert (list(selection.unmatched), ids(selection)) == (unmatched, expected)


def test_a_place_of_many_names_is_suggested_once():
    """Rastan, Ar-Rastan and Al-Rastan are one place; likewise Talbissah and Talbiseh."""
    hints = [select(sketch(INCIDENTS), Query(towns=(word,))).unmatched[0].hint for word in ("Ar-Rastn", "Talbise")]
    assert hints == ["did you mean Rastan?", "did you mean Talbissah?"]


def test_victims_are_a_closed_list():
    with pytest.raises(UsageError, match='"chidlren" is no group of victims; did you mean children'):
        selected(INCIDENTS, Query(victims="chidlren"))
    with pytest.raises(UsageError, match='"zzz" is no group of victims; choose from children, girls, boys, women'):
        selected(INCIDENTS, Query(victims="zzz"))


def test_asked_victims_replace_everybody_in_every_measure():
    ours = "{source: sohr, killed: {total: 5, children: 2}, injured: 9}"
    theirs = "{source: un, injured: {total: 8, children: some 3}}"
    (picked,) = selected(
        f"""
        id: a, reports: [{ours}, {theirs}]
        id: b, reports: [{{source: sohr, killed: 5}}]
        id: c, reports: [{{source: sohr, killed: {{total: 5, women: 2}}}}]
        """,
        Query(victims="children"),
    ).picked
    assert (picked.incident.id, picked.figure("killed"), picked.figure("injured")) == (
        "a",
        Figure(2, 2, 2, text="2"),
        Figure(3, 3, 3, approximate=True, text="some 3"),
    )


def test_none_killed_of_a_group_is_a_figure():
    incidents = "id: a, reports: [{source: sohr, killed: {total: 5, children: none}}]"
    assert ids(selected(incidents, Query(victims="children"))) == ["a"]
    assert ids(selected(incidents, Query(victims="children", min_killed=1))) == []


def test_min_killed_takes_the_best_of_all_reports():
    incidents = "id: a, reports: [{source: sohr, killed: 3-9}, {source: memo, killed: 7}]"
    assert ids(selected(incidents, Query(min_killed=3))) == ["a"]
    assert ids(selected(incidents, Query(min_killed=4))) == []


def test_min_killed_is_of_the_victims_asked_for():
    incidents = "id: a, reports: [{source: sohr, killed: {total: 50, children: 2}}]"
    assert ids(selected(incidents, Query(victims="children", min_killed=2))) == ["a"]
    assert ids(selected(incidents, Query(victims="children", min_killed=3))) == []


def test_a_narrowed_selection_keeps_the_whole_ledgers_links():
    selection = selected(INCIDENTS, Query(towns=("rastan", "zzz")))
    fewer = selection.narrowed(selection.picked[1:])
    assert ids(fewer) == ["rockets"]
    assert (fewer.names, fewer.asked, fewer.unmatched) == (selection.names, selection.asked, selection.unmatched)
    assert fewer.links is selection.links


def test_incidents_perhaps_in_a_governorate_are_counted_apart():
    """One in Syria, one that names no place, and one in a named governorate beside them."""
    incidents = """
id: a, places: [syria], reports: [{source: sohr, killed: 5}]
id: b, reports: [{source: sohr, killed: 2}]
id: c, places: [rastan], reports: [{source: sohr, killed: 1}]
id: d, places: [syria], date: 2017, reports: [{source: sohr, killed: 9}]
"""
    april = parse_period("2018-04")
    assert selected(incidents, Query(governorates=("homs",), period=april)).unplaced() == 2
    assert selected(incidents, Query(governorates=("homs",))).unplaced() == 3
    assert selected(incidents, Query(governorates=("not:homs",))).unplaced() == 0
    assert selected(incidents, Query(period=april)).unplaced() == 0


def test_a_place_answers_to_name_aliases_and_key():
    assert named_places(sketch(INCIDENTS))["talbissah"] == ("Talbissah", "Talbiseh", "تلبيسة", "talbissah")


def test_an_empty_ledger_answers_with_nothing():
    selection = select(sketch(""), Query(towns=("rastan",)))
    assert (selection.picked, selection.unmatched) == ((), ())


def test_a_picked_incident_is_whole_by_default():
    incident = sketch(INCIDENTS).incidents[0]
    assert Picked(incident) == Picked(incident, is_wider=False, is_longer=False)
