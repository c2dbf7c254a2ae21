"""Compose YAML's events into nodes, without recursion; refuse anchors, aliases, tags and repeated keys.

PyYAML's own composer is not used: with libyaml it hides anchors and tags, and it crashes on deeply nested text.
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
    ScalarEvent,
    SequenceEndEvent,
)

from conflict_cli.ledger.nodes import Items, Keys, Node, Problems, Refused, Scalar
from conflict_cli.record.errors import DataError, quoted

DEEPEST = 20

_NO_CHARACTER = ("an escape in this text names no character", "write the character itself")

_SURROGATE = "[\ud800-\udfff]"

_NOWHERE = yaml.Mark("", 0, -1, -1, None, 0)


def compose(text: str, problems: Problems) -> Node | None:
    """Return the root node of the text, or None if it holds only comments; raise `DataError` if it is no YAML."""
    composer = _Composer(problems)
    try:
        for event in _events(text):
            # Most events are such texts: no function is called for them.
            if type(event) is ScalarEvent and event.value.isascii() and not (event.anchor or event.tag):
                mark = event.start_mark or _NOWHERE
                composer.children.append(Scalar(mark.line + 1, mark.column + 1, event.value, event.style or ""))
            elif not composer.goes_on_after(event):
                break
    except yaml.YAMLError as error:
        from conflict_cli.ledger.syntax import complaint, end_of_depth  # a text that is YAML needs none of its words

        if (end := end_of_depth(error)) is not None:
            raise _too_deep(problems, *_start_of_the_deepest(text[:end])) from None
        raise problems.fatal(*complaint(error, text)) from None
    except (ValueError, OverflowError):
        # PyYAML's own scanner does not refuse an escape such as "\\UFFFFFFFF".
        raise problems.fatal(0, 0, *_NO_CHARACTER) from None
    return composer.root


class _Composer:
    """The collections that are open at one point of the events, the innermost last."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self.children: list[Node] = []
        self._opened: list[tuple[list[Node], int, int]] = []

    @property
    def root(self) -> Node | None:
        """The root node of the document, or None if it holds none."""
        return self.children[0] if self.children else None

    def goes_on_after(self, event: Event) -> bool:
        """Take in an event, and say whether the next event still belongs to the ledger."""
        if isinstance(event, CollectionEndEvent):
            children = self.children
            self.children, line, column = self._opened.pop()
            is_list = isinstance(event, SequenceEndEvent)
            self.children.append(
                Items(line, column, children) if is_list else Keys(line, column, self._paired(children))
            )
        elif isinstance(event, CollectionStartEvent):
            line, column = _start(event)
            if len(self._opened) == DEEPEST:
                raise _too_deep(self._problems, line, column)
            if event.anchor or event.tag:
                self._refuse_marks(event)
            self._opened.append((self.children, line, column))
            self.children = []
        elif isinstance(event, ScalarEvent):
            self._add_scalar(event)
        elif isinstance(event, AliasEvent):
            self._refuse(event, f"{quoted(f'*{event.anchor}')} is an alias", _hint_for("*"))
        elif isinstance(event, DocumentStartEvent) and self.children:
            self._problems.add(Node(*_start(event)), "a second document begins here", "keep a ledger to one document")
            return False
        return True

    def _add_scalar(self, event: ScalarEvent) -> None:
        if event.anchor or event.tag:
            self._refuse_marks(event)
        if re.search(_SURROGATE, event.value):
            self._refuse(event, *_NO_CHARACTER)
        else:
            self.children.append(Scalar(*_start(event), event.value, event.style or ""))

    def _refuse_marks(self, event: ScalarEvent | CollectionStartEvent) -> None:
        place = Node(*_start(event))
        if event.anchor:
            self._problems.add(place, f"{quoted(f'&{event.anchor}')} is an anchor", _hint_for("&"))
        if event.tag:
            self._problems.add(place, f"{quoted(event.tag)} is a tag", _hint_for("!"))

    def _refuse(self, event: Event, what: str, hint: str) -> None:
        node = Refused(*_start(event))
        self._problems.add(node, what, hint)
        self.children.append(node)

    def _paired(self, children: list[Node]) -> list[tuple[Scalar, Node]]:
        """Return the keys with their values, without the refused keys."""
        pairs: list[tuple[Scalar, Node]] = []
        lines: dict[str, int] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if type(key) is not Scalar:
                if not isinstance(key, Refused):
                    kind = "list" if isinstance(key, Items) else "mapping"
                    self._problems.add(key, f"a {kind} cannot be a key", "a text that begins with [ or { needs quotes")
            elif key.text in lines:
                what = f"the key {quoted(key.text)} stands on line {lines[key.text]} already"
                self._problems.add(key, what, "keep one of the two")
            else:
                lines[key.text] = key.line
                if type(value) is Scalar and not value.text and not value.style:
                    # The parsers differ in where they place an empty value: it gets the place of its key.
                    pairs.append((key, Scalar(key.line, key.column, "")))
                else:
                    pairs.append((key, value))
        return pairs


def _events(text: str) -> Iterator[Event]:
    return yaml.parse(text, Loader=yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader)


def _too_deep(problems: Problems, line: int, column: int) -> DataError:
    return problems.fatal(line, column, f"this is nested deeper than {DEEPEST} levels", "a ledger needs six")


def _start_of_the_deepest(text: str) -> tuple[int, int]:
    """Return the place where the first level begins that is too deep.

    The scanner of libyaml reads up to a thousand brackets ahead of the events before it gives up. Here `text` ends
    where it gave up: the events of the outer levels are then still reported.
    """
    level = 0
    for event in _events(text):
        level += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if level > DEEPEST:
            return _start(event)
    return 0, 0


def _start(event: Event) -> tuple[int, int]:
    mark = event.start_mark or _NOWHERE
    return mark.line + 1, mark.column + 1


def _hint_for(sign: str) -> str:
    return f"write the value itself; a text that begins with {sign} needs quotes"
