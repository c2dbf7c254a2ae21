"""Caveats: sentences that belong to a sum, each with a letter that stands in the rows it is about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from conflict_cli.answers.answer import Note
from conflict_cli.answers.misplaced import unmatched_in_words
from conflict_cli.counting.checks import MOST_PAIRS, unlinked_pairs
from conflict_cli.counting.rules import MAYBE, RULES, Rule, concerned
from conflict_cli.record.dates import Period
from conflict_cli.record.incident import MEASURES, Measure
from conflict_cli.record.measures import TABLE
from conflict_cli.record.names import Resolver
from conflict_cli.record.phrases import group_name, how_many
from conflict_cli.selection.query import EXCLUDED
from conflict_cli.selection.selection import Entry, Few, Selection, Sum, few

WORDS: dict[Measure, str] = {measure: kind.words for measure, kind in TABLE.items()}
PEOPLE: dict[Measure, str] = {measure: kind.people for measure, kind in TABLE.items()}

LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""The letters of caveats, in their order; with `string`, a run would pay for a module of its own."""

MOST_NAMED = 6
"""The most incidents, pairs or governorates that a sentence names."""


class _Concerned(Struct, frozen=True):
    """A sum with what each rule is about, by the key of the rule: entries, or the names of a few."""

    counted: Sum
    by: Mapping[str, Sequence[Entry] | Few]


class Caveats:
    """The caveats of the sums in one table, with their letters."""

    def __init__(self, sums: Iterable[Sum]) -> None:
        self._sums = {id(counted): _concerned(counted) for counted in sums}
        occurring = [rule for rule in RULES if any(rule.key in one.by for one in self._sums.values())]
        self._letters = dict(zip(occurring, LETTERS, strict=False))

    def letters(self, *sums: Sum) -> str:
        """Return the letters of the caveats about any of these sums: `a c`."""
        about = {key for counted in sums for key in self._sums[id(counted)].by}
        return " ".join(letter for rule, letter in self._letters.items() if rule.key in about)

    def notes(self) -> tuple[Note, ...]:
        """Return the caveats, each with its letter."""
        sums = tuple(self._sums.values())
        return tuple(Note(_told(rule, sums), letter) for rule, letter in self._letters.items())


def in_words(counted: Sum) -> tuple[str, ...]:
    """Return all caveats of one sum as sentences."""
    one = _concerned(counted)
    return tuple(_told(rule, [one]) for rule in RULES if rule.key in one.by)


def unlinked_in_words(selection: Selection) -> str:
    """Return the sentence on incidents in one town on overlapping days that nobody linked; empty if there are none."""
    if selection.data_set:
        return ""
    count = unlinked_pairs(selection)
    if not count:
        return ""
    pairs = f"{count} or more pairs" if count == MOST_PAIRS else how_many(count, "pair")
    are = "is" if count == 1 else "are"
    return (
        f"{pairs} of these incidents {are} in one town on overlapping days and not linked: they count as different "
        "people; `check` names them."
    )


def left_out(selection: Selection, sums: Iterable[Sum]) -> str:
    """Return a sentence on the incidents in none of the sums, with the reasons; empty if every incident is in one."""
    rest = selection.unsummed({counted.measure for counted in sums})
    reasons = []
    for measure in MEASURES:
        if left := rest.get(measure):
            figure = left.sum_of(measure).figure
            people = f"{figure.short if figure else ''} {WORDS[measure]}"
            together = " together" if TABLE[measure].is_together else ""
            reasons.append(f"{how_many(len(left.picked), 'incident')} with {people}{together}")
    unread = selection.unread(None) if None in rest else 0
    if unread:
        reasons.append(f"{how_many(unread, 'incident')} whose figure{'' if unread == 1 else 's'} cannot be read")
    if silent := (len(rest[None].picked) if None in rest else 0) - unread:
        reasons.append(f"{how_many(silent, 'incident')} that report{'s' if silent == 1 else ''} no figure")
    if selection.undivided:
        reasons.append(_undivided(selection))
    return f"Not in these sums: {'; '.join(reasons)}." if reasons else ""


def counted_in_words(count: str, selection: Selection) -> tuple[Note, ...]:
    """Return the notes below a list: how much it counts, and the words of the query that name nothing."""
    if not selection.picked:
        return ()
    return (Note(count), *map(Note, unmatched_in_words(selection.unmatched)))


def towns_that_are_governorates(selection: Selection) -> list[str]:
    """Return a sentence for each wanted town that has the name of a governorate, which holds more than the town."""
    asked, places = selection.asked, selection.names.places
    if not asked.query.towns or asked.query.governorates:
        return []
    if any(places[key].kind == "governorate" for key in asked.places.keys or ()):
        return []
    governorates = Resolver({name: (name,) for place in places.values() if (name := place.governorate)})
    told = []
    for word in asked.query.towns:
        if not word.startswith(EXCLUDED) and (found := sorted(governorates.find(word))):
            named = " or ".join(f"--governorate '{name}'" for name in found[:MOST_NAMED])
            told.append(f'"{word}" is also the name of a governorate; {named} asks for all of it.')
    return told


def not_counted(selection: Selection, measures: Iterable[Measure], done: str = "counted") -> str:
    """Return the sentence on incidents that may belong to the question and are not counted; empty if there are none.

    It names them, and says how many people they report at most.
    """
    possible = selection.possible
    some = possible.few
    count = some.count
    if not count:
        return ""
    it = "it" if count == 1 else "them"
    what = f"{how_many(count, 'incident')}, {at_most(possible, measures)} ({named_few(some)})"
    do = "lists" if done == "listed" else "counts"
    return f"Perhaps also {_where(selection)}, not {done}: {what}; --possible {do} {it}."


def at_most(selection: Selection, measures: Iterable[Measure]) -> str:
    """Return `up to 30 killed and 5 or more injured`."""
    most = []
    for measure in measures:
        if figure := selection.sum_of(measure).figure:
            number = f"{'about ' if figure.approximate else ''}{figure.high}"
            most.append(f"{f'{number} or more' if figure.open else f'up to {number}'} {WORDS[measure]}")
    return " and ".join(most) or "without a figure"


def namesakes(selection: Selection) -> list[str]:
    """Return a sentence for each name asked for that several places or governorates bear."""
    asked, geography = selection.asked, selection.geography
    bearers: dict[str, list[str]] = defaultdict(list)
    for key in sorted(asked.places.keys or ()):
        bearers[selection.names.places[key].name].append(geography.named_place(key))
    for area in sorted(asked.governorates.keys or ()):
        bearers[geography.areas[area][0]].append(geography.named_area(area))
    return [
        f"{name} is the name of {len(places)} places here: {named_few(sorted(places))}; "
        "--governorate, --country or a key chooses."
        for name, places in sorted(bearers.items())
        if len(places) > 1
    ]


def _where(selection: Selection) -> str:
    """Return the places asked for, `in Rastan or Homs`, if nothing else is in doubt."""
    asked, geography = selection.asked, selection.geography
    names = [selection.names.places[key].name for key in sorted(asked.places.keys or ())]
    names += [geography.areas[area][0] for area in sorted(asked.governorates.keys or ())]
    names += [geography.countries[country][0] for country in sorted(asked.countries.keys or ())]
    is_of_places = asked.actors.is_all and asked.types.is_all and asked.query.period == Period()
    return f"in {' or '.join(dict.fromkeys(names))}" if names and is_of_places else "here"


def named_few(things: Few | Sequence[str]) -> str:
    """Return the names of a few of these incidents for a sentence, and the number of the others."""
    some = things if isinstance(things, Few) else few(things)
    if some.count <= MOST_NAMED:
        return ", ".join(some.names)
    return f"{', '.join(some.names[: MOST_NAMED - 1])} and {some.count - MOST_NAMED + 1} more"


def pairs_in_words(pairs: Mapping[str, Sequence[str]]) -> str:
    """Return the incidents that may share people with others, each pair once: `a with b, c; d with e`."""
    done: set[str] = set()
    told: list[tuple[str, list[str]]] = []
    for one in sorted(pairs, key=lambda name: len(pairs[name]), reverse=True):
        if not done.issuperset(pairs[one]):
            told.append((one, [other for other in pairs[one] if other not in done] if len(told) < MOST_NAMED else []))
        done.add(one)
    sentences = [f"{one} with {named_few(others)}" for one, others in told[:MOST_NAMED]]
    more = len(told) - MOST_NAMED
    return "; ".join(sentences) + (f"; and {more} more" if more > 0 else "")


def _undivided(selection: Selection) -> str:
    """Return `1 incident with 22 killed that does not number the children`."""
    rest = selection.of_undivided()
    figures = [(rest.sum_of(measure).figure, WORDS[measure]) for measure in MEASURES]
    people = " and ".join(f"{figure.short} {words}" for figure, words in figures if figure)
    count, victims = len(selection.undivided), group_name(selection.asked.query.victims)
    given = f" with {people}" if people else ""
    return f"{how_many(count, 'incident')}{given} that {'does' if count == 1 else 'do'} not number the {victims}"


def _concerned(counted: Sum) -> _Concerned:
    return _Concerned(counted, concerned(counted.entries) if counted.told is None else counted.told)


def _told(rule: Rule, sums: Sequence[_Concerned]) -> str:
    """Return the caveat in words; where the sums are of several measures, with the incidents of each measure."""
    found: dict[Measure, list[_Concerned]] = {}
    for one in sums:
        found.setdefault(one.counted.measure, []).append(one)
    people = PEOPLE[sums[0].counted.measure] if len(found) == 1 else "people"
    told = [
        _names(rule, of_one_measure) + (f" ({WORDS[measure]})" if len(found) > 1 else "")
        for measure, of_one_measure in found.items()
        if any(rule.key in one.by for one in of_one_measure)
    ]
    return f"{rule.words.format(people=people)}: {'; '.join(told)}"


def _names(rule: Rule, sums: Sequence[_Concerned]) -> str:
    """Return the incidents of the caveat in sums of one measure; the last of the sums is that of all rows."""
    about = [one.by[rule.key] for one in sums if rule.key in one.by]
    told = [some for some in about if isinstance(some, Few)]
    if not told:
        entries = _each_once([some for some in about if not isinstance(some, Few)])
        if rule is MAYBE:
            return pairs_in_words({entry.id: entry.maybe for entry in entries})
        return named_few(Few(tuple(map(rule.name, entries[:MOST_NAMED])), len(entries)))
    # The incidents are not in memory: each sum holds the names of a few.
    if not rule.varies and rule.key in sums[-1].by:  # then the sum of all rows names them for every row
        return named_few(told[-1])
    names = dict.fromkeys(name for some in told for name in some.names)
    if all(some.count == len(some.names) for some in told):
        return named_few(list(names))
    return f"{', '.join(list(names)[: MOST_NAMED - 1])} and more"


def _each_once(several: Sequence[Sequence[Entry]]) -> Sequence[Entry]:
    """Return the entries of several sums, each incident once; those of one sum are so already."""
    if len(several) == 1:
        return several[0]
    return list({entry.id: entry for entries in several for entry in entries}.values())
