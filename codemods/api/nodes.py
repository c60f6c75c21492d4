"""What requests are made of, free of any language.

Leaves are slices of the user's source; only the language's front and back know what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, eq=False)
class Leaf:
    """A piece of the user's source, used as it is. ``depth`` is how far its line was indented inside its statement.

    ``declared`` is the type a type checker has to be told it is of, where the code does not show that.
    """

    source: object
    depth: int = 0
    declared: str = ""


@dataclass(frozen=True)
class Word:
    """A string literal the tool writes."""

    value: str


@dataclass(frozen=True)
class Constant:
    """``True`` or ``False``, in the spelling of the language."""

    value: bool


@dataclass(frozen=True, eq=False)
class SchemaOf:
    """The JSON Schema of a class or type. ``model`` tells a pydantic class from any other type."""

    source: Leaf
    model: bool


@dataclass(frozen=True)
class Comments:
    """Comments that belong to an entry: on lines of their own before it, and at the end of its line."""

    before: tuple[str, ...] = ()
    after: str = ""


NO_COMMENTS = Comments()


@dataclass(frozen=True, eq=False)
class Entry:
    """A key (or keyword argument) and its value."""

    key: str
    value: Node
    comments: Comments = NO_COMMENTS


@dataclass(frozen=True, eq=False)
class Object:
    """Keys and values.

    ``exploded`` objects have one entry a line; the comment behind the ``opening`` bracket and ``orphans`` belong to no entry.
    ``step`` is how far the user indented the lines inside; 0 is what the module does elsewhere.
    ``declared`` is a type as a `Leaf` has one.
    """

    entries: tuple[Entry, ...]
    exploded: bool = False
    orphans: tuple[str, ...] = ()
    opening: str = ""
    step: int = 0
    declared: str = ""


@dataclass(frozen=True, eq=False)
class Array:
    """Values in a row, with comments, lines and a ``declared`` type as an `Object` has them."""

    items: tuple[Node, ...]
    exploded: bool = False
    comments: tuple[Comments, ...] = ()
    orphans: tuple[str, ...] = ()
    opening: str = ""
    step: int = 0
    declared: str = ""


@dataclass(frozen=True, eq=False)
class Encoded:
    """Raw bytes of the user's, as base64 text."""

    source: Leaf


@dataclass(frozen=True, eq=False)
class Member:
    """An attribute of a value of the user's: `file.uri`."""

    source: Leaf
    name: str


@dataclass(frozen=True, eq=False)
class CallOf:
    """The id of the one function call among the steps of an answer."""

    source: Leaf


@dataclass(frozen=True, eq=False)
class KindOf:
    """The kind of content that a mime type makes which is known only at run time."""

    source: Leaf | Member


@dataclass(frozen=True, eq=False)
class Made:
    """What a small function that the rewrite adds to the program makes of a value."""

    function: str
    source: Leaf


@dataclass(frozen=True, eq=False)
class Rest:
    """All items of another list, inside of a list (`*images`, `...images`, `...response.steps`)."""

    source: Leaf | Member


@dataclass(frozen=True, eq=False)
class Spread:
    """A whole mapping passed on (`**config`, `...config`)."""

    source: Leaf


@dataclass(frozen=True, eq=False)
class Lowered:
    """Text of the user's (or a member of an enum, which is text) in lower case, ``declared`` as a `Leaf` is."""

    source: Leaf
    declared: str = ""


@dataclass(frozen=True, eq=False)
class Seconds:
    """A number of milliseconds of the user's, as seconds."""

    source: Leaf


@dataclass(frozen=True, eq=False)
class Lines:
    """Texts of the user's, a list of them, as one text with a line each."""

    source: Leaf


Node: TypeAlias = (
    "Leaf | Word | Constant | SchemaOf | Encoded | Lowered | Seconds | Lines | Member | CallOf | KindOf | Made | Rest"
    " | Object | Array | Spread"
)


def leaves(node: Node) -> Iterator[Leaf]:
    """The pieces of user source in a node, in the order they will be evaluated."""
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Object):
        for entry in node.entries:
            yield from leaves(entry.value)
    elif isinstance(node, Array):
        for item in node.items:
            yield from leaves(item)
    elif not isinstance(node, (Word, Constant)):
        yield from leaves(node.source)
