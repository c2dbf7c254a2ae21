"""`bits`: sets of small numbers as one number, and many such sets by key."""

from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.record.bits import SetsOfBits, bits_of, numbers_in
from tests.effort import examples

NUMBERS = st.sets(st.integers(0, 2_000), max_size=60)


@examples(200)
@given(NUMBERS)
def test_bits_keep_the_numbers_of_a_set(numbers):
    assert list(numbers_in(bits_of(numbers))) == sorted(numbers)


@examples(200)
@given(st.lists(st.tuples(st.sampled_from("abc"), NUMBERS, st.booleans())))
def test_sets_of_bits_are_a_mapping(changes):
    """Whatever was kept of a key before; `add` adds to it."""
    sets, plain = SetsOfBits[str](), dict[str, int]()
    for key, numbers, is_added in changes:
        if is_added:
            sets.add(key, bits_of(numbers))
            plain[key] = plain.get(key, 0) | bits_of(numbers)
        else:
            sets[key] = plain[key] = bits_of(numbers)
    assert dict(sets) == plain
    assert len(sets) == len(plain)
    assert sets.get("d", 0) == 0


@given(st.dictionaries(st.sampled_from("abc"), NUMBERS), st.dictionaries(st.sampled_from("xyz"), NUMBERS))
def test_sets_of_bits_take_over_those_of_others(ours, theirs):
    sets, others = SetsOfBits[str](), SetsOfBits[str]()
    for part, numbers in ((sets, ours), (others, theirs)):
        for key in numbers:
            part[key] = bits_of(numbers[key])
    sets.take(others)
    assert dict(sets) == {key: bits_of(numbers) for key, numbers in (ours | theirs).items()}
