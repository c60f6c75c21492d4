"""Where one answer goes: what each definition and expression it reaches holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import libcst as cst

from codemods.api.outputs import Outputs
from codemods.python.flow import Definition
from codemods.python.functions import Taken
from codemods.python.parsed import Parsed
from codemods.python.parts import PartPlaces
from codemods.python.strand import Strand


@dataclass(frozen=True)
class Shape:
    """What a followed expression holds: an answer (or a part of one, by its ``path``) inside ``wrappers``, outermost first."""

    wrappers: tuple[str, ...] = ()
    path: str = ""

    @property
    def outer(self) -> str:
        return self.wrappers[0] if self.wrappers else ""

    def peeled(self) -> Shape:
        return replace(self, wrappers=self.wrappers[1:])

    def wrapped(self, *wrappers: str) -> Shape:
        return replace(self, wrappers=(*wrappers, *self.wrappers))


ANSWER = Shape()
AWAITABLE, MANY = "awaitable", "many"
#: What one part of an answer is called as a path; pieces of parts have the names of `PIECES`.
PART = "part"


@dataclass(eq=False)
class Trail:
    """Where one answer goes: the shape of every definition and expression it reaches.

    ``given`` are turns and function calls of it that go into a collection or part, which has to be the contents of some call.
    """

    strand: Strand
    parsed: Parsed
    shapes: dict[cst.CSTNode, Shape]
    definitions: dict[Definition, Shape]
    parsings: list[cst.CSTNode] = field(default_factory=list)
    outputs: Outputs = field(default_factory=Outputs)
    parts: PartPlaces = field(default_factory=PartPlaces)
    taken: list[Taken] = field(default_factory=list)
    returned: list[cst.BaseExpression] = field(default_factory=list)
    given: list[cst.CSTNode] = field(default_factory=list)
