"""YAML's events to nodes, without recursion; refuses what makes YAML a program: anchors, aliases, tags, repeated keys.

PyYAML's own composer is not used: over libyaml it hides anchors and tags, and dies on text that is nested deep.
"""

import re
from collections.abc import Iterator

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from conflict_cli.ledger.nodes import Items, Keys, Node, Problems, Refused, Scalar
from conflict_cli.ledger.syntax import complaint, end_of_depth
from conflict_cli.record.errors import DataError, quoted

DEEPEST = 20

_NO_CHARACTER = ("an escape in this text names no character", "write the character itself")

_SURROGATE = re.compile("[\ud800-\udfff]")


def compose(text: str, problems: Problems) -> Node | None:
    """The node that the text holds, or None if it holds only comments; `DataError` where it is no YAML."""
    composer = _Composer(problems)
    try:
        for event in _events(text):
            if isinstance(event, ScalarEvent):
                composer.add_scalar(event)
            elif not composer.goes_on_after(event):
                break
    except yaml.YAMLError as error:
        if (end := end_of_depth(error)) is not None:
            raise _too_deep(problems, *_start_of_the_deepest(text[:end])) from None
        raise problems.fatal(*complaint(error, text)) from None
    except (ValueError, OverflowError):
        # PyYAML's own scanner lets this through: an escape such as "\\UFFFFFFFF".
        raise problems.fatal(0, 0, *_NO_CHARACTER) from None
    return composer.root


def _events(text: str) -> Iterator[Event]:
    return yaml.parse(text, Loader=yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader)


def _start_of_the_deepest(text: str) -> tuple[int, int]:
    """Where the first level begins that is one too many.

    The scanner of libyaml looks up to a thousand brackets ahead of the events before it gives up. `text` ends where it
    did, so that the events of the levels above come.
    """
    level = 0
    for event in _events(text):
        level += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if level > DEEPEST:
            return _start(event)
    return 0, 0


def _too_deep(problems: Problems, line: int, column: int) -> DataError:
    return problems.fatal(line, column, f"this is nested deeper than {DEEPEST} levels", "a ledger needs six")


class _Composer:
    """What is open at one point of the events, the innermost last."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._children: list[Node] = []
        self._opened: list[tuple[list[Node], int, int]] = []

    @property
    def root(self) -> Node | None:
        return self._children[0] if self._children else None

    def add_scalar(self, event: ScalarEvent) -> None:
        line, column = _start(event)
        text = event.value
        if event.anchor or event.tag:
            self._refuse_marks(event)
        if text.isascii() or not _SURROGATE.search(text):
            self._children.append(Scalar(line, column, text, event.style or ""))
        else:
            self._refuse(event, *_NO_CHARACTER)

    def goes_on_after(self, event: Event) -> bool:
        """Take in an event other than a scalar; whether what comes after it belongs to the ledger too."""
        if isinstance(event, CollectionStartEvent):
            self._open(event)
        elif isinstance(event, SequenceEndEvent):
            children, line, column = self._close()
            self._children.append(Items(line, column, children))
        elif isinstance(event, MappingEndEvent):
            children, line, column = self._close()
            self._children.append(Keys(line, column, self._paired(children)))
        elif isinstance(event, AliasEvent):
            self._refuse(event, f"{quoted(f'*{event.anchor}')} is an alias", _hint_for("*"))
        elif isinstance(event, DocumentStartEvent) and self._children:
            self._problems.add(Node(*_start(event)), "a second document begins here", "keep a ledger to one document")
            return False
        return True

    def _open(self, event: CollectionStartEvent) -> None:
        line, column = _start(event)
        if len(self._opened) == DEEPEST:
            raise _too_deep(self._problems, line, column)
        if event.anchor or event.tag:
            self._refuse_marks(event)
        self._opened.append((self._children, line, column))
        self._children = []

    def _close(self) -> tuple[list[Node], int, int]:
        """What the innermost collection holds, and where it began."""
        children = self._children
        self._children, line, column = self._opened.pop()
        return children, line, column

    def _paired(self, children: list[Node]) -> list[tuple[Scalar, Node]]:
        """Keys with their values, without the keys that are refused."""
        pairs: list[tuple[Scalar, Node]] = []
        lines: dict[str, int] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._refuse_key(key)
            elif key.text in lines:
                what = f"the key {quoted(key.text)} stands on line {lines[key.text]} already"
                self._problems.add(key, what, "keep one of the two")
            else:
                lines[key.text] = key.line
                pairs.append((key, _placed(value, key)))
        return pairs

    def _refuse_key(self, key: Node) -> None:
        if not isinstance(key, Refused):
            kind = "list" if isinstance(key, Items) else "mapping"
            self._problems.add(key, f"a {kind} cannot be a key", "a text that begins with [ or { needs quotes")

    def _refuse_marks(self, event: ScalarEvent | CollectionStartEvent) -> None:
        place = Node(*_start(event))
        if event.anchor:
            self._problems.add(place, f"{quoted(f'&{event.anchor}')} is an anchor", _hint_for("&"))
        if event.tag:
            self._problems.add(place, f"{quoted(event.tag)} is a tag", _hint_for("!"))

    def _refuse(self, event: Event, what: str, hint: str) -> None:
        node = Refused(*_start(event))
        self._problems.add(node, what, hint)
        self._children.append(node)


def _start(event: Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _placed(value: Node, key: Scalar) -> Node:
    """The value, at its key if nothing is written: the parsers do not agree where nothing stands."""
    is_nothing = isinstance(value, Scalar) and not value.text and not value.style
    return Scalar(key.line, key.column, "") if is_nothing else value


def _hint_for(sign: str) -> str:
    return f"write the value itself; a text that begins with {sign} needs quotes"
