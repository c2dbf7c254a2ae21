"""Questions to untidy worlds, at random, and the filter that asks for one row of a table alone."""

from random import Random

from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.record.areas import Area
from conflict_cli.record.dates import Period, parse_period
from conflict_cli.record.geography import Geography
from conflict_cli.record.periods import SPANS
from conflict_cli.selection.query import EXCLUDED, Query
from tests.worlds import untidy

FIELDS = {
    "town": ("towns", "Rastan Rastan-again Talbisa Salma Tripoli Kafr Baba School Camp Plain Homs North Syria".split()),
    "governorate": ("governorates", untidy.GOVERNORATES),
    "country": ("countries", untidy.COUNTRIES),
    "actor": ("actors", untidy.ACTORS),
    "type": ("types", untidy.TYPES),
    "source": ("sources", untidy.SOURCES),
}
BYS = [*FIELDS, *SPANS]


def make_question(random: Random) -> Query:
    """One word or two of one field or of several, some excluded; perhaps some days and a group of people."""
    field, words = random.choice(list(FIELDS.values()))
    asked = {field: (random.choice(["", EXCLUDED]) + random.choice(words),)}
    if random.random() < 0.5:
        return Query(**asked)
    for field, words in FIELDS.values():
        if random.random() < 0.2:
            chosen = random.sample(words, random.choice([1, 1, 2]))
            asked[field] = tuple(random.choice(["", "", EXCLUDED]) + word for word in chosen)
    if random.random() < 0.3:
        asked["period"] = Period(*sorted(random.choices(untidy.DAYS, k=2)))
    return Query(**asked, victims=random.choice(untidy.GROUPS) if random.random() < 0.25 else None)


randoms = st.integers(0, 2**40).map(Random)
questions = randoms.map(make_question)


def without_words(query: Query, by: str) -> Query:
    """The question without the words of this property: those of one field are alternatives, but for excluded ones."""
    if by not in FIELDS:
        return query
    field = FIELDS[by][0]
    return replace(query, **{field: tuple(word for word in getattr(query, field) if word.startswith(EXCLUDED))})


def own_filter(query: Query, by: str, key: object, geography: Geography) -> Query | None:
    """The question with the filter of this row added; None for a governorate that no filter can name alone."""
    if by in SPANS:
        return replace(query, period=query.period.within(parse_period(str(key))))
    word = str(key)
    if by == "country":
        word = geography.countries[word][0]
    if isinstance(key, Area):
        if not key.country and sum(area.governorate == key.governorate for area in geography.areas) > 1:
            return None
        word = " ".join((geography.areas[key][0], *geography.countries.get(key.country, ())))
    field = FIELDS[by][0]
    return replace(query, **{field: (*getattr(query, field), word)})
