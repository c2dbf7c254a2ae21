"""The store of a data set: a file of events that answers the same queries as a ledger."""

from collections.abc import Callable
from pathlib import Path

from conflict_cli.counting.conditions import BELONGS
from conflict_cli.dataset.store.checks import warnings
from conflict_cli.dataset.store.engine import Engine
from conflict_cli.dataset.store.nearby import Nearby
from conflict_cli.dataset.store.query_sql import Choice
from conflict_cli.dataset.store.relation import Relation
from conflict_cli.dataset.store.selection import EventSelection
from conflict_cli.record.errors import Problem, UsageError
from conflict_cli.record.incident import MEASURES
from conflict_cli.selection.matching import Question
from conflict_cli.selection.misplaced import Unmatched
from conflict_cli.selection.nearness import Compared, Reach
from conflict_cli.selection.picking import checked
from conflict_cli.selection.query import Known, Query, resolved
from conflict_cli.selection.selection import Selection
from conflict_cli.selection.words import conditions, matches_words


class Dataset:
    """A file of events. It holds files open until it is closed.

    `remarks` name the rows and cells that could not be read, in sentences without a full stop.
    """

    def __init__(self, engine: Engine, path: Path, remarks: tuple[str, ...], close: Callable[[], object]) -> None:
        self.path = path
        self.remarks = remarks
        self._engine = engine
        self._close = close

    @property
    def name(self) -> str:
        """The name of the data set."""
        return self._engine.layout.name

    @property
    def count(self) -> int:
        """How many events it has."""
        return self._engine.count

    def __enter__(self) -> "Dataset":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, and delete everything that was made for this run only."""
        self._close()

    def select(self, query: Query | None = None) -> EventSelection:
        """Return the events that answer the query; errors as in `counting.in_memory.select`."""
        query = checked(query)
        if query.as_of:
            raise UsageError(f"{self.name} has no days of publication, so nobody can say what it held on a day")
        unmatched: list[Unmatched] = []
        engine = self._engine
        asked = resolved(engine.names, engine.geography, query, unmatched, engine.occurring)
        question = Question(asked, engine.names, engine.geography, is_of_data_set=True)
        answering, undivided = self._relations(question)
        if question.is_open:
            return EventSelection(engine, question, answering, unmatched, undivided=undivided, read=self._read)
        counted, uncounted = f"{BELONGS} >= {question.least:d}", f"{BELONGS} < {question.least:d}"
        return EventSelection(
            engine,
            question,
            f"SELECT * FROM ({answering}) WHERE {counted}",
            unmatched,
            undivided=undivided and f"SELECT * FROM ({undivided}) WHERE {counted}",
            possible=f"SELECT * FROM ({answering}) WHERE {uncounted}",
            read=self._read,
        )

    @property
    def _read(self) -> tuple[str, ...]:
        return tuple(f"{remark}." for remark in self.remarks)

    def _relations(self, question: Question) -> tuple[str, str | None]:
        """Return the SQL of the rows that may answer, and of those without a figure for the victims asked for.

        The second is None if the query names no group of victims.
        """
        query, undivided = question.asked.query, None
        relation = Choice(self._engine, question).relation()
        whole = Relation(self._engine, relation, question)
        if query.words:
            relation = f"SELECT * FROM ({relation}) WHERE row IN (SELECT row FROM {self._saying(whole, query)})"
        if query.victims:
            numbered = [measure for measure in MEASURES if whole.numbers(measure)]
            is_divided = " OR ".join(f"{whole.column(measure, 'best')} IS NOT NULL" for measure in numbered) or "false"
            undivided = f"SELECT * FROM ({relation}) WHERE NOT ({is_divided})"
            relation = f"SELECT * FROM ({relation}) WHERE ({is_divided})"
        if query.min_killed is not None:
            best = whole.column("killed", "best") if whole.numbers("killed") else "NULL"
            relation = f"SELECT * FROM ({relation}) WHERE {best} >= {query.min_killed}"
        return relation, undivided

    def compared(self, selection: Selection, reach: Reach) -> list[Compared]:
        """Return each incident of the selection with the events near it in place and time."""
        victims = selection.asked.query.victims
        return list(Nearby(self._engine, selection.names, reach, victims=victims).compared(selection.picked))

    def unread(self) -> dict[str, str]:
        """Return what cannot be read of each record of which a cell cannot be read, by its id."""
        rows = self._engine.fetched("SELECT id, unread FROM events WHERE unread IS NOT NULL")
        return {str(id_): str(cells) for id_, cells in rows}

    def warnings(self) -> list[Problem]:
        """Return a warning for everything that could not be read, and for records that contradict themselves."""
        file = str(self.path)
        unread = [
            Problem(file, 0, 0, remark.removeprefix(f"{file}:").strip(), is_warning=True) for remark in self.remarks
        ]
        return [*unread, *warnings(self._engine, file)]

    @property
    def known(self) -> Known:
        """The names in the data set, for completion."""
        return Known(self._engine.names, self._engine.occurring)

    def _saying(self, whole: Relation, query: Query) -> str:
        """Make a table of the rows whose texts hold the words, found as in a ledger, and return its name."""
        wanted = conditions(query.words)
        rows = self._engine.rows()
        every = self._engine.fetched(f"SELECT {', '.join(rows.columns)} FROM ({whole.rows})")
        found = (
            (row[0],)
            for row in every
            if all(matches_words(rows.incident(row), words, self._engine.names) for words in wanted)
        )
        return self._engine.make_table((("row", "BIGINT"),), found)
