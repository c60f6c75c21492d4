"""A trail: where the value of one old call goes, collected by the tracer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from codemods.api.outputs import UNSEEN, Outputs
from codemods.javascript.followed import Done
from codemods.javascript.slots import Slot
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node

What = Literal[
    "answer", "result", "stream", "streamed", "chunk", "chat", "model", "client", "parts", "part", "calls", "call", "blob", "interaction",
    "posted", "raw", "json",
]  # fmt: skip
Several = Literal["", "values", "promises"]


@dataclass(frozen=True)
class Shape:
    """What a value is: an answer (or what ``path`` leads to in it), a stream, a chat …, or a promise of it.

    ``several`` tells that it is a list of them, or of promises of them. ``result`` is what the older SDKs give: an object that has the
    answer as ``response``. ``path`` is one of `codemods.api.response`. ``parts`` and ``calls`` are lists of what an answer holds, a
    ``part`` or ``call`` one of them, a ``blob`` what was `inlineData`; there ``path`` says what the part surely has.
    ``posted`` is the response to a request without an SDK, ``raw`` its text and ``json`` what that says.
    """

    what: What
    path: str = ""
    promised: bool = False
    several: Several = ""

    @property
    def each(self) -> Shape:
        """A list of such values."""
        return replace(self, promised=False, several="promises" if self.promised else "values")

    @property
    def all(self) -> Shape:
        """What `Promise.all` makes of a list of promises."""
        return replace(self, promised=True, several="values")

    @property
    def element(self) -> Shape:
        """One of a list."""
        return replace(self, promised=self.several == "promises", several="")

    @property
    def is_list(self) -> bool:
        return self.what in ("parts", "calls")

    @property
    def is_plain(self) -> bool:
        """Whether it is there or not, old or new: its truth means the same. (A list was missing when it was empty.)"""
        if self.what == "json":
            return not self.path.startswith("candidates")
        return not self.path if self.what == "answer" else not self.is_list

    @property
    def promise(self) -> Shape:
        return replace(self, promised=True)

    @property
    def settled(self) -> Shape:
        return replace(self, promised=False)


@dataclass(eq=False)
class Trail:
    """``reached`` are the expressions that hold the value, ``slots`` those it is kept in, each with the shape it has there.

    ``given`` are the arguments that stand for a parameter's value, once every call of its function is known. ``expected`` are expressions
    that end up where such a value does, so that they have to be one too. ``taken`` are names in patterns that surely get such a value.
    ``by_methods`` tells that texts are read by methods, as in the older SDKs.
    """

    strand: Strand
    outputs: Outputs = UNSEEN
    by_methods: bool = False
    reached: dict[Node, Shape] = field(default_factory=dict)
    slots: dict[Slot, Shape] = field(default_factory=dict)
    given: dict[Slot, list[Node]] = field(default_factory=dict)
    expected: dict[Node, frozenset[Shape]] = field(default_factory=dict)
    taken: set[Node] = field(default_factory=set)
    _shared: dict[Trail, None] = field(default_factory=dict)

    @property
    def view(self) -> object:
        """What the uses of a value are told of the trail besides its shape."""
        return self.outputs, self.by_methods

    def reached_as(self, node: Node) -> Shape | None:
        """The shape in which the trail reached an expression, itself or where another one did so for it."""
        known = self.reached.get(node)
        return known or next((trail.reached[node] for trail in self._shared if node in trail.reached), None)

    def share(self, done: Done) -> None:
        """Leave the rest of the way to a trail that goes it as well, and is of the same group."""
        self._shared[done.trail] = None
        self._shared.update(done.trail._shared)
        if done.hold is not None:
            self.strand.hold(done.hold.node, done.hold.code, done.hold.message, done.hold.help)

    def meets(self, other: Trail, slot: Slot) -> bool:
        """Whether another trail was where this one was, before they come to a slot."""
        if other in self._shared:
            return False
        return any(node in other.reached for node in self.reached) or any(own in other.slots for own in self.slots if own is not slot)

    def expect(self, node: Node, *shapes: Shape) -> None:
        """An expression that has to hold one of these shapes as well, by this trail or another one of its group."""
        self.strand.tie(node)
        self.expected[node] = frozenset(shapes)


#: Handles an expression of a shape that does not just pass the value on.
Use = Callable[[Node, Shape, Trail], None]
