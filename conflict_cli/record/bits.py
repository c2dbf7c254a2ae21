"""Sets of small numbers as one number, in which the bit `n` says that `n` is in the set."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import compress, count
from typing import TypeVar

Bits = int
Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")

_FEW = 32

MANY = 512
"""So many bits are worth the trouble of leaving them out."""

_AS_NUMBERS = bytes.maketrans(b"01", b"\0\1")


def bits_of(numbers: Iterable[int]) -> Bits:
    """Return the set of these numbers."""
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


def numbers_in(bits: Bits) -> Iterator[int]:
    """Yield the numbers of the set, the least first."""
    if bits.bit_count() > _FEW:
        yield from compress(count(), bin(bits)[:1:-1].encode().translate(_AS_NUMBERS))
        return
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def picked_by(bits: Bits, things: Sequence[Thing]) -> list[Thing]:
    """Return those of the things whose places are in the set, in their order."""
    if bits.bit_count() > _FEW:
        return list(compress(things, bin(bits)[:1:-1].encode().translate(_AS_NUMBERS)))
    return [things[number] for number in numbers_in(bits)]


class SetsOfBits(Mapping[Key, Bits]):
    """Sets by a key, kept without the numbers before the first of each: a chain of thousands has only short sets."""

    __slots__ = ("left_out", "shortened")

    def __init__(self, short: dict[Key, Bits] | None = None) -> None:
        """Begin with sets that are short, each without a number above `MANY`."""
        self.shortened: dict[Key, Bits] = short or {}
        self.left_out: dict[Key, int] = {}

    def __getitem__(self, key: Key) -> Bits:
        bits = self.shortened[key]
        return bits << self.left_out[key] if key in self.left_out else bits

    def of(self, key: Key) -> Bits:
        """Return the set of this key; 0 if it has none, as most of many keys."""
        bits = self.shortened.get(key, 0)
        return bits << self.left_out[key] if key in self.left_out else bits

    def __setitem__(self, key: Key, bits: Bits) -> None:
        self.left_out.pop(key, None)
        if bits.bit_length() > MANY:
            before = (bits & -bits).bit_length() - 1
            if before >= MANY:
                self.left_out[key] = before
                bits >>= before
        self.shortened[key] = bits

    def __iter__(self) -> Iterator[Key]:
        return iter(self.shortened)

    def __len__(self) -> int:
        return len(self.shortened)

    def take(self, others: "SetsOfBits[Key]") -> None:
        """Take over all sets of others, which have no key of these."""
        self.shortened.update(others.shortened)
        self.left_out.update(others.left_out)

    def add(self, key: Key, bits: Bits) -> None:
        """Add these numbers to the set of this key."""
        self[key] = self[key] | bits if key in self.shortened else bits
