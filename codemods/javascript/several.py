"""Several values at once: lists of promises, what `Promise.all` makes of them, and the loops and callbacks that take them one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codemods.javascript.nodes import arguments, dotted, is_called, is_written, outermost, property_name
from codemods.javascript.scopes import names_in
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Shape, Trail

if TYPE_CHECKING:
    from codemods.javascript.trace import Tracer

#: Methods that give every element to a callback, in the first place.
_EACH = frozenset({"map", "forEach", "flatMap", "some", "every"})
_CALLBACKS = ("arrow_function", "function_expression")


class Several:
    """Follows lists for the tracer of one module."""

    def __init__(self, tracer: Tracer) -> None:
        self.tracer = tracer
        self.values = tracer.values

    # -- making lists -------------------------------------------------------------------------------------------

    def collected(self, call: Node, given: Shape, trail: Trail) -> None:
        """The value of `….map(…)`, each element of which has a shape."""
        self.tracer.trace(call, given.each, trail)

    def listed(self, node: Node, array: Node, shape: Shape, trail: Trail) -> bool:
        """An element of `[a, b]` that `Promise.all` waits for: by its place in a pattern, or beside others like it."""
        call = self._waited(outermost(array))
        if call is None or shape.several or any(item.kind == "spread_element" for item in array.named):
            return False
        pattern = self._pattern(call)
        if pattern is not None:
            return self._placed(array.named.index(node), pattern, shape.settled, trail)
        followed = self.tracer.followed
        if followed is None or followed.is_new(array, shape):
            for other in array.named:
                trail.expect(outermost(other), shape)
        self.tracer.trace(call, shape.each.all, trail)
        return True

    @staticmethod
    def _waited(array: Node) -> Node | None:
        """The `Promise.all` that a list goes to."""
        call = array.parent.parent if array.parent is not None and array.parent.kind == "arguments" else None
        return call if call is not None and call.kind == "call_expression" and dotted(call.must("function")) == "Promise.all" else None

    @staticmethod
    def _pattern(call: Node) -> Node | None:
        """The `[a, b]` that what `Promise.all` gives is taken apart into."""
        waited = outermost(call).parent
        declarator = outermost(waited).parent if waited is not None and waited.kind == "await_expression" else None
        if declarator is None or declarator.kind != "variable_declarator":
            return None
        name = declarator.must("name")
        return name if name.kind == "array_pattern" else None

    def _placed(self, place: int, pattern: Node, shape: Shape, trail: Trail) -> bool:
        """The name at a place of a pattern; a value that is not taken goes nowhere."""
        rest = any(item.kind == "rest_pattern" for item in pattern.named)
        if rest:
            return False
        for name, path in names_in(pattern):
            if path == (place,):
                trail.taken.add(name)
                return self.tracer.keep(name, shape, trail)
        return not any(path[:1] == (place,) for _, path in names_in(pattern))

    def waited(self, node: Node, call: Node, shape: Shape, trail: Trail) -> bool:
        """`Promise.all(promises)`."""
        if shape.several != "promises" or dotted(call.must("function")) != "Promise.all" or len(arguments(call)) != 1:
            return False
        self.tracer.trace(call, shape.all, trail)
        return True

    # -- taking them one by one ---------------------------------------------------------------------------------

    def looped(self, node: Node, loop: Node, shape: Shape, trail: Trail) -> bool:
        """`for (const answer of answers)`."""
        name = loop.must("left")
        is_of = loop.field("operator") is not None and loop.must("operator").text == "of"
        if not shape.several or shape.promised or loop.field("right") is not node or loop.field("kind") is None or not is_of:
            return False
        each = shape.element.settled if loop.has_token("await") else shape.element
        if name.kind == "object_pattern" and not each.promised:
            self.tracer.use(name, each, trail)
            return True
        if name.kind != "identifier":
            return False
        trail.taken.add(name)
        return self.tracer.keep(name, each, trail)

    def member(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        """`answers[0]`, `answers.length`, `answers.map(answer => …)`."""
        if not shape.several or shape.promised or parent.field("object") is not node:
            return False
        if parent.kind == "subscript_expression":
            if property_name(parent) is not None or is_written(parent):
                return False
            self.tracer.trace(parent, shape.element, trail)
            return True
        name = parent.must("property").text
        if name == "length":
            return True
        call = is_called(parent)
        given = arguments(call) if call is not None else ()
        if name not in _EACH or not given or given[0].kind not in _CALLBACKS or self._takes_list(given[0]):
            return False
        return self.tracer.into_parameter(given[0], 0, shape.element, trail)

    @staticmethod
    def _takes_list(function: Node) -> bool:
        """Whether a callback gets the list as well: `(answer, index, answers) => …`."""
        listed = function.field("parameters")
        return listed is not None and len(listed.named) > 2
