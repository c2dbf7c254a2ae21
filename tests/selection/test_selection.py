"""`query`: which incidents answer which question, and how much of their figures was asked for."""

from time import process_time

import pytest

from conflict_cli.counting.in_memory import select
from conflict_cli.record.dates import parse_period
from conflict_cli.record.errors import UsageError
from conflict_cli.record.figures import Figure
from conflict_cli.record.names import MOST_SUGGESTED
from conflict_cli.selection.belonging import Belongs
from conflict_cli.selection.misplaced import Unmatched
from conflict_cli.selection.picking import Picked, with_reports
from conflict_cli.selection.query import Query, named_places
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
    ("not an actor: what it is only suspected of stays", Query(actors=("not:Russia",)), EVERY),
    ("not an actor: what it surely did goes", Query(actors=("not:government",)), ["strike", "clash", "rumour"]),
    ("an actor without another", Query(actors=("government", "not:russia")), ["barrage", "rockets", "strike"]),
    ("attributions that are firm", Query(confidences=("stated",)), ["barrage", "rockets"]),
    ("firm, of one actor", Query(actors=("russia",), confidences=("stated",)), []),
    ("a country", Query(countries=("Lebanon",)), ["clash"]),
    ("a country as a place", Query(towns=("Syria",)), ["barrage", "rockets", "strike", "clash"]),
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


SURELY, LIKELY, PERHAPS, UNCOUNTED = Belongs.SURELY, Belongs.LIKELY, Belongs.PERHAPS, Belongs.UNCOUNTED


def how(incidents: str, query: Query, places: str = "") -> dict[str, Belongs]:
    """How each incident belongs to the question, also those that only may; without those that surely do not."""
    selection = selected(incidents, query, places)
    return {one.incident.id: one.belongs for one in (*selection.picked, *selection.possible.picked)}


HOW = [
    ("nothing asked", Query(), dict.fromkeys(EVERY, SURELY)),
    ("one of two towns", Query(towns=("rastan",)),
     {"barrage": PERHAPS, "rockets": SURELY, "clash": UNCOUNTED, "rumour": UNCOUNTED}),
    ("both towns, and elsewhere", Query(towns=("rastan", "talbissah")),
     {"barrage": PERHAPS, "rockets": SURELY, "clash": UNCOUNTED, "rumour": UNCOUNTED}),
    ("every place, and elsewhere", Query(towns=("rastan", "talbissah", "hass", "tripoli", "yarmouk", "north", "syria")),
     {"barrage": PERHAPS, "rockets": SURELY, "strike": SURELY, "clash": SURELY, "rumour": UNCOUNTED}),
    ("not a town", Query(towns=("not:rastan",)),
     {"barrage": PERHAPS, "strike": SURELY, "clash": PERHAPS, "rumour": PERHAPS}),
    ("the governorate of one of two", Query(governorates=("Homs",)),
     {"barrage": PERHAPS, "rockets": SURELY, "clash": PERHAPS, "rumour": UNCOUNTED}),
    ("the country of one of two", Query(countries=("Lebanon",)),
     {"barrage": UNCOUNTED, "clash": PERHAPS, "rumour": UNCOUNTED}),
    ("days within", Query(period=parse_period("2018-03")), {"strike": SURELY}),
    ("a day of a range", Query(period=parse_period("2018-04-28")),
     {"barrage": PERHAPS, "rockets": SURELY, "clash": PERHAPS}),
    ("a town and a day", Query(towns=("rastan",), period=parse_period("2018-04-28")),
     {"barrage": PERHAPS, "rockets": SURELY, "clash": UNCOUNTED}),
    ("a source", Query(sources=("sohr",)), dict.fromkeys(("barrage", "rockets", "rumour"), SURELY)),
    ("an actor that is stated, or claimed", Query(actors=("government",)),
     {"barrage": SURELY, "rockets": SURELY, "strike": PERHAPS, "clash": UNCOUNTED, "rumour": UNCOUNTED}),
    ("an actor that is suspected", Query(actors=("russia",)),
     {"strike": LIKELY, "clash": UNCOUNTED, "rumour": UNCOUNTED}),
    ("not an actor that is suspected", Query(actors=("not:russia",)),
     {"barrage": SURELY, "rockets": SURELY, "strike": PERHAPS, "clash": PERHAPS, "rumour": PERHAPS}),
    ("a type", Query(types=("air-drone-strike",)), {"strike": SURELY, "rumour": UNCOUNTED}),
    ("not a type", Query(types=("not:shelling-artillery-missile-attack",)),
     {"strike": SURELY, "clash": SURELY, "rumour": PERHAPS}),
    ("the unknown type", Query(types=("unknown",)), {"rumour": SURELY}),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), [row[1:] for row in HOW], ids=[row[0] for row in HOW])
def test_each_incident_belongs_as_firmly_as_known(query, expected):
    assert how(INCIDENTS, query) == expected


NEARBY = [
    ("the town named", Query(towns=("talbissah",)), LIKELY),
    ("another town of its governorate", Query(towns=("rastan",)), UNCOUNTED),
    ("a town of another governorate", Query(towns=("hass",)), None),
    ("its governorate", Query(governorates=("homs",)), SURELY),
    ("not the town named", Query(towns=("not:talbissah",)), PERHAPS),
    ("not another town of its governorate", Query(towns=("not:rastan",)), PERHAPS),
    ("not a town of another governorate", Query(towns=("not:hass",)), SURELY),
    ("not its governorate", Query(governorates=("not:homs",)), None),
]


@pytest.mark.parametrize(("query", "expected"), [row[1:] for row in NEARBY], ids=[row[0] for row in NEARBY])
def test_what_was_near_a_town_was_likely_there(query, expected):
    incident = "id: a, places: [talbissah], nearby: true, reports: [{source: sohr, killed: 5}]"
    assert how(incident, query).get("a") == expected


HELD = """\
  clinic: {name: Clinic, kind: site, in: [rastan]}
  well: {name: Well, kind: site, governorate: Homs}
  homs: {name: Homs, kind: governorate, country: Syria}
  pocket: {name: Pocket, kind: region, in: [rastan]}
"""
WITHIN = [
    ("a site in the town", "clinic", "rastan", SURELY),
    ("a site in another town", "clinic", "talbissah", None),
    ("a site that nobody placed", "well", "rastan", UNCOUNTED),
    ("the same, of another governorate", "well", "hass", None),
    ("a town is not in its clinic", "rastan", "clinic", UNCOUNTED),
    ("a town in its governorate", "rastan", "homs", SURELY),
    ("a town in its country", "rastan", "syria", SURELY),
    ("a governorate may hold it", "homs", "rastan", UNCOUNTED),
    ("not what a town holds", "clinic", "not:rastan", None),
    ("not what a town may hold", "well", "not:rastan", PERHAPS),
    ("not what may be the town", "homs", "not:rastan", PERHAPS),
]


@pytest.mark.parametrize(("place", "town", "expected"), [row[1:] for row in WITHIN], ids=[row[0] for row in WITHIN])
def test_asking_for_a_place_finds_what_lies_in_it(place, town, expected):
    incident = f"id: a, places: [{place}], reports: [{{source: sohr, killed: 5}}]"
    assert how(incident, Query(towns=(town,)), HELD).get("a") == expected


def test_places_with_nothing_in_common_hold_nobody():
    """A hut that nobody placed may lie in Rastan and may lie in Lebanon, but there is no Rastan in Lebanon."""
    incident, hut = "id: a, places: [hut], reports: [{source: sohr, killed: 5}]", "  hut: {name: Hut, kind: site}\n"
    assert how(incident, Query(towns=("rastan",)), hut) == {"a": UNCOUNTED}
    assert how(incident, Query(countries=("lebanon",)), hut) == {"a": UNCOUNTED}
    assert how(incident, Query(towns=("rastan",), countries=("lebanon",)), hut) == {}


@pytest.mark.parametrize(("source", "expected"), [("sohr", SURELY), ("un", UNCOUNTED)])
def test_an_attribution_holds_for_those_who_make_it(source, expected):
    incident = """
    id: a, attribution: [{actor: russia, confidence: stated, by: [sohr]}], reports: [{source: sohr}, {source: un}]
    """
    assert how(incident, Query(sources=(source,), actors=("russia",))) == {"a": expected}


def test_an_actor_named_by_others_may_still_be_meant():
    """SOHR names Russia alone; that the UN names the government too is not what SOHR says, nor is it denied."""
    incident = """
    id: a, attribution: [{actor: russia, confidence: stated}, {actor: government, confidence: stated, by: [un]}], reports: [{source: sohr}, {source: un}]
    """  # noqa: E501
    assert how(incident, Query(sources=("sohr",), actors=("government",))) == {"a": UNCOUNTED}


def test_an_unknown_type_may_be_one_that_never_occurs():
    incident = "id: a, reports: [{source: sohr, killed: 5}]"
    assert how(incident, Query(types=("attack",))) == {"a": UNCOUNTED}
    assert how(incident, Query(types=("not:attack",))) == {"a": PERHAPS}


def test_what_may_belong_is_counted_if_asked():
    """It is then picked, and nothing is left to be told as possible."""
    selection = selected(INCIDENTS, Query(towns=("rastan",), possible=True))
    assert ids(selection) == ["barrage", "rockets", "clash", "rumour"]
    assert ids(selection.possible) == []
    figure = selected(INCIDENTS, Query(towns=("rastan",), possible=True)).sum_of("killed").figure
    assert figure is not None
    assert (figure.low, figure.best, figure.high) == (5, 7, 9)


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
    ("an excluded town", Query(towns=("not:zzz",)), [Unmatched("town", "zzz", is_excluded=True)], EVERY),
    ("an empty word", Query(towns=("",)), [Unmatched("town", "")], []),
    ("nothing excluded", Query(sources=("not:",)), [Unmatched("source", "", is_excluded=True)], EVERY),
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


def test_only_the_first_unknown_words_get_suggestions():
    words = tuple(f"Talbisa{number}" for number in range(MOST_SUGGESTED + 5))
    hints = [one.hint for one in select(sketch(INCIDENTS), Query(towns=words)).unmatched]
    assert hints == ["did you mean Talbissah?"] * MOST_SUGGESTED + [""] * 5


@pytest.mark.slow
def test_thousands_of_unknown_words_take_little_time():
    words = tuple(f"xyzzy{number}" for number in range(20_000))
    began = process_time()
    assert len(select(sketch(INCIDENTS), Query(towns=words)).unmatched) == len(words)
    assert process_time() - began < 5


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


def test_what_only_may_lie_there_is_possible():
    """One in Syria, one that names no place, and one in a named governorate beside them."""
    incidents = """
id: a, places: [syria], reports: [{source: sohr, killed: 5}]
id: b, reports: [{source: sohr, killed: 2}]
id: c, places: [rastan], reports: [{source: sohr, killed: 1}]
id: d, places: [syria], date: 2017, reports: [{source: sohr, killed: 9}]
"""
    april = parse_period("2018-04")
    assert ids(selected(incidents, Query(governorates=("homs",), period=april)).possible) == ["a", "b"]
    assert ids(selected(incidents, Query(governorates=("homs",))).possible) == ["a", "b", "d"]
    assert ids(selected(incidents, Query(governorates=("not:homs",))).possible) == []
    assert ids(selected(incidents, Query(period=april)).possible) == []


def test_a_place_answers_to_name_aliases_and_key():
    assert named_places(sketch(INCIDENTS))["talbissah"] == ("Talbissah", "Talbiseh", "تلبيسة", "talbissah")


def test_an_empty_ledger_answers_with_nothing():
    selection = select(sketch(""), Query(towns=("rastan",)))
    assert (list(selection.picked), selection.unmatched) == ([], ())


def test_a_picked_incident_surely_belongs_by_default():
    incident = sketch(INCIDENTS).incidents[0]
    assert Picked(incident) == Picked(incident, SURELY, SURELY, SURELY, SURELY, SURELY)
