"""Ledgers for the tests: a small one as text, and a strategy for any that can be written."""

from collections.abc import Mapping
from datetime import timedelta

from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.record.dates import parse_when
from conflict_cli.record.errors import BadValueError
from conflict_cli.record.figures import Figure, parse_figure, with_best
from conflict_cli.record.incident import (
    CONFIDENCES,
    MEASURES,
    PARTS,
    PLACE_KINDS,
    SOURCE_KINDS,
    Actor,
    Article,
    Attribution,
    Expectation,
    Incident,
    Ledger,
    Place,
    Report,
    Source,
    Spot,
)
from conflict_cli.record.parts import with_parts
from conflict_cli.record.type_names import TYPES

EVERYTHING = """\
articles:
  memo:
    title: Attacks in Homs
    publisher: Middle East Monitor
    published: 2018-04-30
    url: https://example.org/a
    archived: https://archive.example.org/a
    retrieved: 2018-05
    sha256: 000000000000000000000000000000000000000000000000000000000000000a
    language: ar
  early: {title: First news}
sources:
  sohr: {name: SOHR, aliases: [Syrian Observatory, المرصد], kind: monitor}
  ministry: {name: Ministry of Defence}
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
  hass: {name: Hass}
  north: {name: northern Homs, kind: region}
actors:
  russia: {name: Russia, aliases: [Russian forces]}
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
        killed: {total: 20-30, best: 24, children: at least 16, women: unknown}
        injured: some 25
        casualties: unknown
        quote: قُتل عشرون شخصاً
        translator: N. N.
        supersedes: early
        origin: SYR1234
      - {source: sohr, article: early, killed: 12, missing: {total: 5, men: 2}}
      - {source: ministry, denies: true}
    overlaps: [market]
    part_of: april
    distinct_from: [camp]
    note: |
      One line,
      and another.
  - {id: market, title: Market, date: 2018-04, reports: [{source: sohr, killed: 3}]}
  - {id: camp, title: Camp, date: "[2018-04-01..2018-04-03]", reports: [{source: sohr}]}
  - {id: april, title: All of April, date: 2018-04, reports: [{source: sohr, killed: 100+}]}
expected:
  - {town: rastan, source: [sohr, "not:ministry"], since: 2018, until: 2018-04, killed: at least 2, note: Monthly}
  - {date: 2018-03..2018-04, victims: children, injured: some 25, casualties: 0}
"""

slugs = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,12}", fullmatch=True) | st.sampled_from(
    ["no", "null", "012", "1e5", "y", "2018-04-30", "true", "1.5", "0x1f", "a."]
)
_odd = st.sampled_from(
    [
        *"no null ~ 012 12:30 [a] {a} *a &a !a @a %a 'a \"a a: >2 = << 1_0 .nan # ? : --- ... \\ \\n".split(),
        *("\ue000", "\ufffe", "\U0001fffe", "a?", "a? b", "a:b", "a#b"),
        *("a: b", "a #b", "- a", "? a", "a, b", "a  b", "a\tb", "a\nb", "a\r\nb", "a\u2028b", "a\x85b", "a\x00b"),
        *("\x1b[0m", "\u202eb", "\ufeffa", "می\u200cخواهم", "👨\u200d👩", "\U000e0041"),
    ]
)
texts = (st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | _odd).map(str.strip).filter(bool)
_numbers = st.integers(0, 2000)
_words = st.one_of(
    st.builds(
        "{}{}".format,
        st.sampled_from(
            [
                "",
                "at least ",
                ">=",
                "≥ ",
                "over ",
                ">",
                "some ",
                "~",
                "~ ",
                "up to ",
                "fewer than 1",
                "<1",
                "presumed ",
                "0",
            ]
        ),
        _numbers,
    ),
    st.builds(lambda number: f"{number}+", _numbers),
    st.builds("{0}{2}{1}".format, _numbers, st.integers(2000, 3000), st.sampled_from(["-", "–", " to "])),
    st.builds("between {} and {}".format, _numbers, st.integers(2000, 3000)),
    st.sampled_from(["several", "a number of", "dozens", "Tens", "scores", "hundreds", "none"]),
)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    figure = parse_figure(draw(_words))
    assert figure is not None
    if draw(st.booleans()):
        figure = with_best(figure, draw(st.integers(figure.low, figure.high + 50 * figure.open)))
    parts: dict[str, Figure] = {}
    for name in draw(st.lists(st.sampled_from(PARTS), max_size=3, unique=True)):
        if (part := parse_figure(draw(_words))) and _fit(figure, {**parts, name: part}):
            parts[name] = part
    return with_parts(figure, parts)


def _fit(figure: Figure, parts: Mapping[str, Figure]) -> bool:
    try:
        with_parts(figure, parts)
    except BadValueError:
        return False
    return True


@st.composite
def dates(draw: st.DrawFn):
    day = draw(st.dates())
    later = min(day.max, day + timedelta(days=draw(st.integers(0, 40)))) if day.year < 9999 else day
    form = draw(st.sampled_from(["{0}", "{0:.7}", "{0:.4}", "{0}/{1}", "[{0}..{1}]", "{0:.7}/{1:.7}", "{0} / {1}"]))
    return parse_when(form.format(day.isoformat(), later.isoformat()) + draw(st.sampled_from(["", "?", "~", "%"])))


def _maybe(strategy):
    return st.none() | strategy


def _some(strategy, **kwargs):
    return st.lists(strategy, max_size=3, **kwargs).map(tuple)


def _section(draw: st.DrawFn, noun, **fields) -> Mapping:
    keys = draw(st.lists(slugs, min_size=1, max_size=3, unique=True))
    return {key: draw(st.builds(noun, key=st.just(key), spot=st.just(Spot()), **fields)) for key in keys}


def _degrees(furthest: int):
    return st.integers(-furthest * 10**6, furthest * 10**6).map(lambda millionths: millionths / 10**6)


_expected = _some(
    st.builds(
        Expectation,
        **dict.fromkeys(("town", "governorate", "country", "source", "actor", "type", "target"), _some(texts)),
        since=_maybe(st.sampled_from(["2018", "2018-04", "2018-04-02"])),
        until=_maybe(st.sampled_from(["2019", "2018-04", "2018-04-30"])),
        date=_maybe(st.sampled_from(["2018", "2018-04", "2018-03..2018-04", "..2018-05"])),
        victims=_maybe(st.sampled_from(PARTS)),
        killed=_words.map(parse_figure),
        **{measure: _maybe(_words.map(parse_figure)) for measure in MEASURES[1:]},
        note=_maybe(texts),
        spot=st.just(Spot()),
    )
)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Any ledger that a file can hold."""
    articles = _section(
        draw,
        Article,
        title=texts,
        publisher=_maybe(texts),
        published=_maybe(dates()),
        url=_maybe(st.just("https://x.org/a?b#c")),
        archived=_maybe(st.just("https://x.org/copy")),
        retrieved=_maybe(dates()),
        sha256=_maybe(st.sampled_from(["0" * 64, f"{'1' * 62}e5", "ab" * 32])),
        language=_maybe(st.sampled_from(["ar", "no", "zh-Hant", "x-own"])),
    )
    sources = _section(draw, Source, name=texts, aliases=_some(texts), kind=_maybe(st.sampled_from(SOURCE_KINDS)))
    places = _section(
        draw,
        Place,
        name=texts,
        aliases=_some(texts),
        kind=_maybe(st.sampled_from(PLACE_KINDS)),
        governorate=_maybe(texts),
        country=_maybe(texts),
        pcode=_maybe(texts),
        lat=st.none(),
        lon=st.none(),
    )
    for number, key in enumerate(places):
        within = draw(_some(st.sampled_from(list(places)[:number]), unique=True)) if number else ()
        places[key] = replace(places[key], within=within)
    for key in draw(st.sets(st.sampled_from(sorted(places)))):
        places[key] = replace(places[key], lat=draw(_degrees(90)), lon=draw(_degrees(180)))
    actors = _section(draw, Actor, name=texts, aliases=_some(texts))
    reports = st.builds(
        Report,
        source=st.sampled_from(sorted(sources)),
        article=_maybe(st.sampled_from(sorted(articles))),
        paragraph=_maybe(st.integers(1, 999)),
        **{measure: _maybe(figures()) for measure in MEASURES},
        origin=_maybe(texts),
        denies=st.booleans(),
        quote=_maybe(texts),
        translator=_maybe(texts),
    )
    incidents = st.builds(
        Incident,
        id=slugs,
        title=texts,
        date=dates(),
        places=_some(st.sampled_from(sorted(places)), unique=True),
        and_elsewhere=st.booleans(),
        type=st.sampled_from(TYPES),
        target=_maybe(slugs),
        attribution=_some(
            st.builds(
                Attribution,
                actor=st.sampled_from(sorted(actors)),
                confidence=st.sampled_from(CONFIDENCES),
                by=_some(st.sampled_from(sorted(sources)), unique=True),
            )
        ),
        reports=st.builds(_corrected, st.lists(reports, min_size=1, max_size=2), st.booleans()),
        note=_maybe(texts),
        overlaps=st.just(()),
        part_of=st.none(),
        distinct_from=st.just(()),
        spot=st.just(Spot()),
    )
    unlinked = draw(st.lists(incidents, max_size=4, unique_by=lambda incident: incident.id))
    return Ledger("", articles, sources, places, actors, _linked(draw, unlinked), draw(_expected))


def _corrected(reports: list[Report], is_corrected: bool) -> tuple[Report, ...]:
    """The reports; where they can, the second supersedes the first."""
    if len(reports) == 1 or not is_corrected or reports[0].article is None:
        return tuple(reports)
    first, second = reports
    return replace(first, is_superseded=True), replace(second, source=first.source, supersedes=first.article)


def _linked(draw: st.DrawFn, incidents: list[Incident]) -> tuple[Incident, ...]:
    """The same incidents with links between them that do not contradict each other."""
    whole: dict[str, str | None] = {}
    for number, incident in enumerate(incidents):
        whole[incident.id] = draw(_maybe(st.sampled_from([one.id for one in incidents[:number]]))) if number else None
    linked: list[Incident] = []
    for number, incident in enumerate(incidents):
        free = [
            one.id
            for one in incidents[:number]
            if one.id not in _held_by(whole, incident.id) and incident.id not in _held_by(whole, one.id)
        ]
        kinds = {other: draw(st.sampled_from(["overlaps", "distinct_from", ""])) for other in free}
        linked.append(
            replace(
                incident,
                part_of=whole[incident.id],
                overlaps=tuple(other for other, kind in kinds.items() if kind == "overlaps"),
                distinct_from=tuple(other for other, kind in kinds.items() if kind == "distinct_from"),
            )
        )
    return tuple(linked)


def _held_by(whole: Mapping[str, str | None], incident: str) -> set[str]:
    """What this incident is part of."""
    held: set[str] = set()
    here = whole[incident]
    while here:
        held.add(here)
        here = whole[here]
    return held


def without_places_in_file(ledger: Ledger) -> Ledger:
    """The same ledger, from no file and from nowhere in it."""

    def moved(nouns: Mapping) -> dict:
        return {key: replace(noun, spot=Spot()) for key, noun in nouns.items()}

    return Ledger(
        "",
        moved(ledger.articles),
        moved(ledger.sources),
        moved(ledger.places),
        moved(ledger.actors),
        tuple(replace(incident, spot=Spot()) for incident in ledger.incidents),
        tuple(replace(one, spot=Spot()) for one in ledger.expected),
    )
