"""Lists of what an answer holds, parts and function calls: what loops, callbacks and indexes take out of them.

An old list was missing when it was empty, the new one never is. So where only its truth counts, its length is asked; where it would have
been missing for a loop, the old program threw and the new one goes on with nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from codemods.javascript.answer.places import ASKING, asserted, chain_around, compared_with_nothing, inside, only_tested
from codemods.javascript.edits import Edit, inserted, replaced
from codemods.javascript.nodes import arguments, bare, is_called, is_optional, outermost
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Shape, Trail, What
from codemods.javascript.values import Values

_HELP = "Loop over the steps of the interaction, or over what `flatMap`, `filter` and `find` take out of them."
#: Methods that give each element to a function.
_EACH = frozenset({"map", "flatMap", "forEach"}) | ASKING
#: Methods whose value is an element, or a list of elements.
_ONE, _SOME = frozenset({"find", "findLast", "at"}), frozenset({"filter", "slice"})
_SINGLE: dict[What, What] = {"parts": "part", "calls": "call"}

#: Follows an expression of another shape.
Follow = Callable[[Node, Shape, Trail], None]
#: What an element surely has where a callback says yes to it.
Narrowing = Callable[[Node, Node], str]


@dataclass(frozen=True)
class _Taken:
    """An expression whose list is used, with a default (`?? []`) around it or not."""

    node: Node
    parent: Node


class Lists:
    """Follows the lists of answers of one module."""

    def __init__(self, values: Values, follow: Follow, narrowing: Narrowing) -> None:
        self.values = values
        self.module = values.module
        self.follow = follow
        self.narrowing = narrowing

    def use(self, node: Node, shape: Shape, trail: Trail, *, written: bool = False) -> None:
        """One use of a list; ``written`` tells that it is an expression that is written anew here, not a name."""
        taken = self._without_default(node, trail)
        if taken is None or (not written and self._tested(taken.node, trail)):
            return
        written = written or taken.node is not outermost(node)
        node, parent = taken.node, taken.parent
        if parent.kind == "for_in_statement" and parent.field("right") is node and parent.must("operator").text == "of":
            self._loop(parent, shape, trail)
        elif parent.kind == "member_expression" and parent.must("object") is node:
            self._member(node, parent, shape, trail, written=written)
        elif parent.kind == "subscript_expression" and parent.must("object") is node and parent.must("index").kind == "number":
            self.follow(parent, Shape(_one(shape), shape.path), trail)
        elif written:
            self.follow(node, shape, trail)
        else:
            self.lost(node, trail)

    def _without_default(self, node: Node, trail: Trail) -> _Taken | None:
        """Drop `?? []` and `|| []`: the new list is never missing."""
        node = outermost(node)
        parent = node.parent
        while (
            parent is not None
            and parent.kind == "binary_expression"
            and parent.must("left") is node
            and parent.must("operator").text in ("??", "||")
            and bare(parent.must("right")).text == "[]"
        ):
            trail.strand.edit(Edit(node.end, parent.end, ()))
            node = outermost(parent)
            parent = node.parent
        return _Taken(node, parent) if parent is not None else None

    def _tested(self, node: Node, trail: Trail) -> bool:
        """A name for a list whose truth, or presence, is asked."""
        compared = compared_with_nothing(node)
        if compared is not None:
            comparison, negative = compared
            trail.strand.edit(Edit(node.end, comparison.end, (f".length {'=== 0' if negative else '> 0'}",)))
            return True
        if not only_tested(node):
            return False
        node = inside(node)
        if not any(bare(other).text.startswith((f"{node.text}.length", f"{node.text}?.length")) for other in chain_around(node, "&&")):
            trail.strand.edit(inserted(asserted(node).end, ".length"))
        return True

    # -- elements -----------------------------------------------------------------------------------------------

    def _loop(self, loop: Node, shape: Shape, trail: Trail) -> None:
        name = loop.must("left")
        if loop.field("kind") is None:
            self.lost(name, trail)
        else:
            self.element(name, shape, trail)

    def element(self, name: Node, shape: Shape, trail: Trail) -> None:
        """A variable that is each element in turn."""
        if name.kind == "object_pattern":
            self.follow(name, Shape(_one(shape), shape.path), trail)
            return
        binding = self.module.scopes.binding(name) if name.kind == "identifier" else None
        if binding is None or binding.only_write is None:
            self.lost(name, trail)
            return
        for read in binding.reads:
            self.follow(read, Shape(_one(shape), shape.path), trail)

    def _member(self, node: Node, member: Node, shape: Shape, trail: Trail, *, written: bool) -> None:
        method = member.must("property").text
        call = is_called(member)
        if written and is_optional(member):
            chained = next(child for child in member.children if child.kind in ("optional_chain", "?."))
            trail.strand.edit(replaced(chained, "."))
            if method in ("map", "flatMap", "filter"):
                trail.strand.note(member, "GI402", "without an answer this is made of an empty list now; it was undefined")
        if call is None:
            if method != "length":
                self.lost(member, trail)
            return
        given = arguments(call)
        if method == "at" and len(given) == 1 and given[0].kind in ("number", "unary_expression"):
            self.follow(call, Shape(_one(shape), shape.path), trail)
            return
        if method == "slice":
            self._listed(call, shape, trail)
            return
        function = given[0] if given else call
        if method not in _EACH or len(given) != 1 or function.kind not in ("arrow_function", "function_expression"):
            self.lost(member, trail)
            return
        self._callback(function, shape, trail)
        path = self.narrowing(function, call) or shape.path if method in _ONE | _SOME else ""
        if method in _ONE:
            self.follow(call, Shape(_one(shape), path), trail)
        elif method in _SOME:
            self._listed(call, Shape(shape.what, path), trail)

    def _listed(self, call: Node, shape: Shape, trail: Trail) -> None:
        """The value of `filter`, which is a list old and new, and was never missing but behind `?.`."""
        outer = outermost(call)
        if only_tested(call) or compared_with_nothing(call) is not None:
            trail.strand.hold(outer, "GI200", "whether there is such a list is asked here in a way that is not rewritten yet", _HELP)
            return
        parent = outer.parent
        if parent is not None and parent.kind == "variable_declarator":
            name = parent.must("name")
            binding = self.module.scopes.binding(name) if name.kind == "identifier" else None
            if binding is None or binding.only_write is None or any(only_tested(read) for read in binding.reads):
                self.lost(outer, trail)
                return
        self.use(outer, shape, trail, written=True)

    def _callback(self, function: Node, shape: Shape, trail: Trail) -> None:
        single, listed = function.field("parameter"), function.field("parameters")
        parameters = [single] if single is not None else listed.named if listed is not None else []
        if len(parameters) > 2:
            self.lost(parameters[2], trail)
        if parameters:
            name = parameters[0].field("pattern") or parameters[0]
            if parameters[0].field("type") is not None:
                trail.strand.hold(
                    parameters[0], "GI200", "the type of this parameter would have to change; this is not rewritten yet", _HELP
                )
            self.element(name, shape, trail)

    @staticmethod
    def lost(node: Node, trail: Trail) -> None:
        trail.strand.hold(node, "GI200", "what an answer holds is used here in a way that is not rewritten yet", _HELP)


def _one(shape: Shape) -> What:
    return _SINGLE[shape.what]
