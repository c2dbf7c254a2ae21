"""The reports of one incident as a cache keeps them: what they say together at hand, each of them read when asked for.

A sum of thousands of incidents asks what the reports of each say together, and for none of the reports.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Generic, Literal, TypeVar, overload

from msgspec import Struct, msgpack

from conflict_cli.record.figures import Figure

Account = TypeVar("Account")
Disputed = Literal["", "sources", "accounts"]


class Kept(Struct, Generic[Account], eq=False, omit_defaults=True):
    """A sequence of accounts, equal to a tuple of the same; `form` is the type of that tuple.

    `figures`: what they say together, and `disputed` whether they differ, in the order of `MEASURES`; nothing in
    `disputed` stands for no difference at all. `is_denied`: one of them denies. `written`: they themselves.
    """

    form: ClassVar[Any]

    count: int
    figures: tuple[Figure | None, ...]
    written: bytes
    disputed: tuple[Disputed, ...] = ()
    is_denied: bool = False
    read: Any = None

    @property
    def each(self) -> tuple[Account, ...]:
        """The accounts, the most trusted first."""
        if self.read is None:
            self.read = msgpack.decode(self.written, type=self.form)
        found: tuple[Account, ...] = self.read
        return found

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Account]:
        return iter(self.each)

    @overload
    def __getitem__(self, place: int) -> Account: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Account, ...]: ...
    def __getitem__(self, place: int | slice) -> Account | tuple[Account, ...]:
        return self.each[place]

    def __eq__(self, other: object) -> bool:
        return self.each == (other.each if isinstance(other, Kept) else other)

    def __hash__(self) -> int:
        return hash(self.each)
