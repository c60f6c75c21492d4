"""Records: what an object literal, or a call of an SDK class that says the same, spells out, key by key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from codemods.api.nodes import Comments

N = TypeVar("N")
#: Where something is said: a node of the language, of whatever kind its strands take.
Place: TypeAlias = Any


@dataclass(frozen=True)
class Listing:
    """What the layout of a list of elements says.

    ``indent`` of its lines (None when it is on one line), whether they are ``stacked`` (one element a line) and made of ``tabs``, the
    ``comments`` of each element, the comment behind the ``opening`` bracket, and ``orphans``: comments that stand before
    the closing one.
    """

    indent: int | None
    stacked: bool
    tabs: bool
    comments: tuple[Comments, ...]
    opening: str
    orphans: tuple[str, ...]

    def depth(self, around: int) -> int:
        """How far the lines of the elements are indented inside their statement."""
        return around if self.indent is None else self.indent


@dataclass(frozen=True, eq=False)
class Pair(Generic[N]):
    """One key as it is written: its snake-case name, its value, the node to report, its comments.

    ``indent`` is that of the lines of a dictionary inside of the record that has the key.
    """

    name: str
    value: N
    node: Place
    comments: Comments
    indent: int | None = None


@dataclass(frozen=True, eq=False)
class Record(Generic[N]):
    """Keys and values in the order of the source, with the layout of their listing."""

    pairs: tuple[Pair[N], ...]
    listing: Listing

    @property
    def exploded(self) -> bool:
        return self.listing.indent is not None

    def depth(self, around: int) -> int:
        """How far the lines of the values are indented inside their statement."""
        return self.listing.depth(around)

    def get(self, name: str) -> Pair[N] | None:
        return next((pair for pair in self.pairs if pair.name == name), None)

    def only(self, name: str) -> Pair[N] | None:
        """The one pair there is, when it has that name."""
        return self.pairs[0] if len(self.pairs) == 1 and self.pairs[0].name == name else None


@dataclass(frozen=True, eq=False)
class Row(Generic[N]):
    """The elements of a list literal, each with whether it is a list whose own elements are added (`*more`, `...more`)."""

    elements: tuple[tuple[N, bool], ...]
    listing: Listing


def snake(name: str) -> str:
    """`maxOutputTokens` is accepted wherever `max_output_tokens` is."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: "_" + match[1].lower(), name)
