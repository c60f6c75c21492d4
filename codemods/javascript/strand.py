"""A strand: what one old call needs to be rewritten, collected while its values are followed.

Strands that share a slot or a node form a group, and a group is rewritten whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from codemods import strands
from codemods.javascript.edits import Edit
from codemods.javascript.slots import Slot
from codemods.javascript.syntax import Node

Remark = strands.Remark[Node]


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
    """

    edits: list[Edit] = field(default_factory=list)
    models: dict[Node, str] = field(default_factory=dict)
    imports: set[Import] = field(default_factory=set)
    claims: dict[Slot, set[Node]] = field(default_factory=dict)

    def edit(self, *edits: Edit) -> None:
        self.edits += edits

    def claim(self, slot: Slot, use: Node) -> None:
        """Take care of one use of a slot whose value is rewritten where it stands."""
        self.ties.add(slot)
        self.claims.setdefault(slot, set()).add(use)

    def tie(self, *shared: object) -> None:
        self.ties.update(shared)

    def hold_all(self, nodes: Iterable[Node], code: str, message: str, help: str = "") -> None:
        for node in nodes:
            self.hold(node, code, message, help)
