"""A strand: what one old call needs to be rewritten, collected while its values are followed.

Strands that share a slot or a node form a group, and a group is rewritten whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from codemods import strands
from codemods.javascript.edits import Edit
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

    ``models`` are literals of ids that have to be replaced, each with what is written in its place.
    """

    edits: list[Edit] = field(default_factory=list)
    models: dict[Node, str] = field(default_factory=dict)
    imports: set[Import] = field(default_factory=set)

    def edit(self, *edits: Edit) -> None:
        self.edits += edits

    def tie(self, *shared: object) -> None:
        self.ties.update(shared)

    def hold_all(self, nodes: Iterable[Node], code: str, message: str, help: str = "") -> None:
        for node in nodes:
            self.hold(node, code, message, help)
