"""A strand: what one old call needs to be rewritten, collected while it is followed.

Strands that share a definition, a use or an edit form a group, and a group is rewritten whole or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import libcst as cst

from codemods import strands
from codemods.python.edits import Edit
from codemods.python.flow import Definition


@dataclass(frozen=True)
class Import:
    """A name the rewritten code needs: ``from module import name``, or ``import module`` without a name."""

    module: str
    name: str = ""

    @property
    def bound(self) -> str:
        return self.name or self.module


@dataclass(frozen=True)
class Helper:
    """A small function that the rewritten code needs, and the imports its body uses."""

    name: str
    source: str
    imports: tuple[Import, ...]


#: Reads and describes any type: lists, enums, typed dictionaries.
ADAPTER = Import("pydantic", "TypeAdapter")
#: Tells a type checker what it cannot see; does nothing when it runs.
CAST = Import("typing", "cast")


Site = strands.Site[cst.CSTNode]
Remark = strands.Remark[cst.CSTNode]
Doubt = strands.Doubt[cst.CSTNode]


@dataclass(eq=False)
class Strand(strands.Collected[cst.CSTNode]):
    """The builder.

    ``ties`` are what it shares with other strands; ``edits`` are made only if no strand of the group holds. ``claims`` are
    the uses it takes care of, of definitions that are rewritten in place: a group has to claim all of them. ``spelled`` are
    uses in whose place it writes out what they stand for. ``takes`` are pieces of answers, by their path, that go into what it asks:
    each has to be what an answer of the group gives.
    """

    edits: list[Edit] = field(default_factory=list)
    models: list[cst.SimpleString] = field(default_factory=list)
    claims: dict[Definition, set[cst.CSTNode]] = field(default_factory=dict)
    spelled: dict[Definition, set[cst.CSTNode]] = field(default_factory=dict)
    takes: dict[cst.CSTNode, str] = field(default_factory=dict)
    imports: set[Import] = field(default_factory=set)
    helpers: set[Helper] = field(default_factory=set)

    def claim(self, definition: Definition, use: cst.CSTNode) -> None:
        """Take care of one use of a definition that is rewritten where it stands."""
        self.ties.add(definition)
        self.claims.setdefault(definition, set()).add(use)

    def take(self, node: cst.CSTNode, path: str) -> None:
        """Rely on an expression being this piece of an answer."""
        self.ties.add(node)
        self.takes[node] = path

    def edit(self, edit: Edit) -> None:
        if not any(other.node is edit.node and other.label == edit.label for other in self.edits):
            self.edits.append(edit)
