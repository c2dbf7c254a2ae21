"""Sets of small numbers as one number, in which the bit `n` says that `n` is in the set."""

from collections.abc import Iterable, Iterator
from itertools import compress, count

Bits = int

_FEW = 32
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
