"""Events as a sequence of incidents: the rows stay in the engine, and each incident is made when it is needed."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import overload

from conflict_cli.dataset.store.engine import Engine
from conflict_cli.record.dates import Period
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.query import Asked

_CHUNK = 50_000


class Events(Sequence[Picked]):
    """The incidents in the rows of a relation, in the order of the file or of a column, made when they are needed."""

    def __init__(self, engine: Engine, relation: str, asked: Asked, order: str = "") -> None:
        self._engine = engine
        self._relation = relation
        self._asked = asked
        self._order = order

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Picked]:
        if self._order or self._count <= _CHUNK:
            yield from self._rows("")
            return
        for start in range(0, self._engine.count, _CHUNK):
            yield from self._rows(f"WHERE row BETWEEN {start} AND {start + _CHUNK - 1}")

    @overload
    def __getitem__(self, place: int) -> Picked: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Picked]: ...
    def __getitem__(self, place: int | slice) -> Picked | Sequence[Picked]:
        if isinstance(place, slice) and not place.start and place.step is None and place.stop is not None:
            return list(self._rows("", f"LIMIT {place.stop}"))
        return list(self)[place]

    @cached_property
    def _count(self) -> int:
        return self._engine.number(f"SELECT count(*) FROM ({self._relation})")

    def _rows(self, condition: str, limit: str = "") -> Iterator[Picked]:
        rows = self._engine.rows(self._asked.query.victims)
        query = (
            f"SELECT {', '.join(rows.columns)} FROM ({self._relation}) {condition} ORDER BY {self._order} row {limit}"
        )
        for row in self._engine.fetched(query):
            yield rows.picked(row, is_by_date=self._asked.query.period != Period())
