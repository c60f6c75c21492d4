"""A strand: what one old call needs to be rewritten, collected while its values are followed.

Strands that share a slot or a node form a group, and a group is rewritten whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from codemods import strands
from codemods.javascript.edits import Edit
from codemods.javascript.nodes import outermost
from codemods.javascript.slots import Slot
from codemods.javascript.syntax import Node

Remark = strands.Remark[Node]
#: What contents are made of: the turn of an answer, or a function call in one.
Taken = Literal["turn", "call"]


@dataclass(frozen=True)
class Import:
    """A name of a module that the rewritten code needs; ``is_type`` for one that only a type checker reads."""

    module: str
    name: str
    is_type: bool = False


@dataclass(eq=False)
class Strand(strands.Collected[Node]):
    """The builder. ``edits`` are made only if no strand of the group holds.

    ``claims`` are the uses it takes care of, of slots whose value is rewritten in place: a group has to claim all of them.
    ``models`` are literals of ids that have to be replaced, each with what is written in its place.
    ``given`` are expressions by which an answer, or a call in one, gets into contents; ``taken`` are those that contents were made of, with
    what they have to be.
    """

    edits: list[Edit] = field(default_factory=list)
    models: dict[Node, str] = field(default_factory=dict)
    imports: set[Import] = field(default_factory=set)
    claims: dict[Slot, set[Node]] = field(default_factory=dict)
    given: set[Node] = field(default_factory=set)
    taken: dict[Node, Taken] = field(default_factory=dict)

    def edit(self, *edits: Edit) -> None:
        self.edits += edits

    def claim(self, slot: Slot, use: Node) -> None:
        """Take care of one use of a slot whose value is rewritten where it stands."""
        self.ties.add(slot)
        self.claims.setdefault(slot, set()).add(use)

    def give(self, node: Node) -> None:
        """An answer, or a call in one, goes to a place where contents have to take it."""
        self.given.add(outermost(node))

    def take(self, node: Node, what: Taken) -> None:
        """Contents are made of something that some strand of the group has to have followed there."""
        self.ties.add(outermost(node))
        self.taken[outermost(node)] = what

    def tie(self, *shared: object) -> None:
        self.ties.update(shared)

    def hold_all(self, nodes: Iterable[Node], code: str, message: str, help: str = "") -> None:
        for node in nodes:
            self.hold(node, code, message, help)
