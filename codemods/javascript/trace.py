"""Follows a value from the expression that makes it to every place that uses it.

Names, fields, `await`, parentheses, casts, conditions, callbacks of `then`, functions of the module and `Promise.all` pass a value on; what
anything else does with it is for whoever knows the shape.
"""

from __future__ import annotations

from collections.abc import Callable

from codemods.javascript.clients import returns
from codemods.javascript.followed import Followed
from codemods.javascript.nodes import arguments, bare, callback_call, is_called, is_null, outermost
from codemods.javascript.scopes import Binding, Write, is_function
from codemods.javascript.several import Several
from codemods.javascript.slots import Field, Slot
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Shape, Trail, Use
from codemods.javascript.values import Values

_COMPARISONS = frozenset({"==", "===", "!=", "!=="})


class Tracer:
    """Traces values of one module.

    With a table in ``followed`` a slot is followed once for all trails to which its uses say the same: they are of one group, where it is
    enough that one of them has what is found there. Only where ``use`` asks nothing else of a trail than `Trail.view`.
    """

    def __init__(self, values: Values, use: Use, followed: Followed | None = None) -> None:
        self.values = values
        self.module = values.module
        self.use = use
        self.several = Several(self)
        self.followed = followed

    def trace(self, node: Node, shape: Shape, trail: Trail) -> None:
        """Follow the value of an expression; holds the strand where it gets lost."""
        node = outermost(node)
        known = trail.reached_as(node)
        if known == shape:
            return
        if known is not None:
            trail.strand.hold(node, "GI217", "what this holds depends on the way it was reached")
            return
        trail.reached[node] = shape
        trail.strand.tie(node)
        parent = node.parent
        if parent is not None and self._pass(node, parent, shape, trail):
            return
        if shape.several:
            trail.strand.hold(node, "GI205", "the answers go to a place that is not followed")
        else:
            self.use(node, shape, trail)

    def _pass(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        """Pass the value on to where its parent takes it; false when the parent does something else with it."""
        handler = _PASSING.get(parent.kind)
        return handler is not None and handler(self, node, parent, shape, trail)

    # -- names --------------------------------------------------------------------------------------------------

    def keep(self, target: Node, shape: Shape, trail: Trail) -> bool:
        """The value is kept in a name or field: follow every read of it."""
        slot = self.values.of(bare(target))
        if slot is None:
            return False
        self.follow(slot, shape, trail)
        return True

    def follow(self, slot: Slot, shape: Shape, trail: Trail) -> None:
        known = trail.slots.get(slot)
        if known is not None:
            if known != shape:
                trail.strand.hold(slot.declaration, "GI217", f"`{slot.name}` holds different things")
            return
        trail.slots[slot] = shape
        trail.strand.tie(slot)
        first = self.followed.first(slot, shape, trail) if self.followed is not None else None
        if first is not None:
            trail.share(first)
            return
        held = len(trail.strand.holds)
        for read in list(slot.reads):
            self._read(read, shape, trail)
        if self.followed is not None:
            self.followed.add(slot, shape, trail, held)

    def _read(self, read: Node, shape: Shape, trail: Trail) -> None:
        if read.kind == "shorthand_property_identifier":
            self.use(read, shape, trail)
        elif read.parent is not None and read.parent.kind == "export_specifier":
            return  # said by the check of exports
        else:
            self.trace(read, shape, trail)

    # -- what passes values on ----------------------------------------------------------------------------------

    def _await(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        self.trace(parent, shape.settled, trail)
        return True

    def _declared(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        name = parent.must("name")
        return name.kind == "identifier" and self.keep(name, shape, trail)

    def _field(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        return parent.field("value") is node and self.keep(parent.must("name"), shape, trail)

    def _assigned(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        if parent.field("left") is node:
            return True
        if not self.keep(parent.must("left"), shape, trail):
            return False
        if not self._ignored(parent):
            self.trace(parent, shape, trail)
        return True

    @staticmethod
    def _ignored(node: Node) -> bool:
        parent = outermost(node).parent
        return parent is not None and parent.kind == "expression_statement"

    def _conditional(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        if parent.field("condition") is node:
            return not shape.promised and (shape.is_plain or shape.path.startswith("usage"))
        other = parent.must("alternative" if parent.must("consequence") is node else "consequence")
        return self._beside(other, parent, shape, trail)

    def _beside(self, other: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        """A value that another one may stand for: nothing, or such a value as well."""
        if not is_null(bare(other)):
            trail.expect(outermost(other), shape)
        self.trace(parent, shape, trail)
        return True

    def _binary(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        operator = parent.must("operator").text
        left, right = parent.must("left"), parent.must("right")
        if operator in _COMPARISONS:
            return shape.is_plain and is_null(bare(right if left is node else left))
        if operator in ("&&", "||", "??") and left is node:
            return shape.is_plain and operator == "&&" and not shape.promised
        return False

    def _truth(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        return not shape.promised and shape.is_plain and (parent.kind != "unary_expression" or parent.must("operator").text == "!")

    def _dropped(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        return shape.is_plain

    def _returned(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        function = next((around for around in node.ancestors() if is_function(around)), None)
        return function is not None and self._given_back(function, shape, trail)

    def _body(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        return parent.field("body") is node and self._given_back(parent, shape, trail)

    def _given_back(self, function: Node, shape: Shape, trail: Trail) -> bool:
        """A function gives the value: so do all its calls, which have to be in sight, and every other `return` of it."""
        is_async = function.has_token("async")
        given = shape.promise if is_async else shape
        if then := callback_call(function, "then"):
            self._expect_returns(function, shape, trail)
            self.trace(then, given.promise, trail)
            return True
        if mapped := callback_call(function, "map"):
            self._expect_returns(function, shape, trail)
            self.several.collected(mapped, given, trail)
            return True
        calls = self.values.calls_of(function)
        if calls is None:
            return False
        trail.strand.tie(function)
        self._expect_returns(function, shape, trail)
        for call in calls:
            self.trace(call, given, trail)
        return True

    @staticmethod
    def _expect_returns(function: Node, shape: Shape, trail: Trail) -> None:
        """Whatever else a function returns has to be such a value, or nothing."""
        for value in returns(function):
            empty = is_null(bare(value)) or (shape.is_list and bare(value).text == "[]")
            if not empty:
                trail.expect(outermost(value), *((shape.settled, shape.promise) if function.has_token("async") else (shape,)))

    # -- promises -----------------------------------------------------------------------------------------------

    def _member(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        """`promise.then(answer => …)`, with `catch` and `finally` behind it."""
        if self.several.member(node, parent, shape, trail):
            return True
        call = is_called(parent) if parent.kind == "member_expression" and parent.field("object") is node else None
        if not shape.promised or call is None:
            return False
        method = parent.must("property").text
        if method in ("catch", "finally"):
            return self._ignored(call) or self._awaited_away(call)
        given = arguments(call)
        if method != "then" or not given or given[0].kind not in ("arrow_function", "function_expression"):
            return False
        return self.into_parameter(given[0], 0, shape.settled, trail)

    @staticmethod
    def _awaited_away(call: Node) -> bool:
        parent = outermost(call).parent
        return parent is not None and parent.kind == "await_expression" and Tracer._ignored(parent)

    def into_parameter(self, function: Node, place: int, shape: Shape, trail: Trail) -> bool:
        """A callback gets the value in one of its parameters."""
        parameters = _parameters(function)
        if _takes_arguments(function):
            return False
        if place >= len(parameters):
            return True
        pattern = parameters[place].field("pattern") or parameters[place]
        if pattern.kind == "object_pattern":
            self.use(pattern, shape, trail)
            return True
        slot = self.values.of(pattern)
        if slot is None:
            return False
        trail.taken.add(pattern)
        self.follow(slot, shape, trail)
        return True

    def _argument(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        """The value is passed to a function of the module: every call of it passes such a value."""
        call = parent.parent
        if call is None or call.kind != "call_expression":
            return False
        if self.several.waited(node, call, shape, trail):
            return True
        function = self.values.function_of(call)
        calls = self.values.calls_of(function) if function is not None else None
        if function is None or calls is None or any(argument.kind == "spread_element" for argument in parent.named):
            return False
        place = parent.named.index(node)
        slot = self._parameter(function, place)
        if slot is None:
            return False
        first = self.followed.first(slot, shape, trail) if self.followed is not None else None
        if first is None or slot not in first.trail.given:
            self._expect_arguments(slot, place, calls, shape, trail)
        self.follow(slot, shape, trail)
        return True

    @staticmethod
    def _expect_arguments(slot: Slot, place: int, calls: list[Node], shape: Shape, trail: Trail) -> None:
        """What every call of a function passes in one place has to be such a value, or nothing."""
        passed = [arguments(other)[place] if place < len(arguments(other)) else None for other in calls]
        trail.given[slot] = [argument for argument in passed if argument is not None]
        for argument in trail.given[slot]:
            if not is_null(bare(argument)):
                trail.expect(outermost(argument), shape)

    def _listed(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        return self.several.listed(node, parent, shape, trail)

    def _looped(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> bool:
        return self.several.looped(node, parent, shape, trail)

    def _parameter(self, function: Node, place: int) -> Binding | Field | None:
        parameters = _parameters(function) if not _takes_arguments(function) else []
        pattern = parameters[place].field("pattern") or parameters[place] if place < len(parameters) else None
        return self.values.of(pattern) if pattern is not None and pattern.kind == "identifier" else None


def _parameters(function: Node) -> list[Node]:
    """The parameters that arguments are given for: `this`, which only a type checker sees, is none."""
    single, listed = function.field("parameter"), function.field("parameters")
    found = [single] if single is not None else listed.named if listed is not None else []
    return [parameter for parameter in found if (parameter.field("pattern") or parameter).kind != "this"]


def _takes_arguments(function: Node) -> bool:
    """Whether a function may take what it is given without a name: `arguments[0]`."""
    return function.kind != "arrow_function" and any(node.kind == "identifier" and node.text == "arguments" for node in function.walk())


class Led:
    """Where some trails lead: asked of every slot of a group, so it is put together once."""

    def __init__(self, trails: list[Trail]) -> None:
        self._reached = {node for trail in trails for node in trail.reached}
        self._given = {slot for trail in trails for slot in trail.given}
        self._taken = {name for trail in trails for name in trail.taken}

    def unwritten(self, slot: Slot) -> list[Write]:
        """The values of a slot that none of the trails leads to."""
        return [write for write in slot.values if not self._leads_to(write, slot)]

    def _leads_to(self, write: Write, slot: Slot) -> bool:
        is_parameter = write.how == "parameter"
        if write.node in self._taken or (is_parameter and slot in self._given):
            if not is_parameter or write.value is None or is_null(bare(write.value)):
                return True
        value = _value(write)
        return value is not None and (outermost(value) in self._reached or is_null(bare(value)))


def _value(write: Write) -> Node | None:
    """The whole value that a write gives: `chat = …`, `chat ??= …`."""
    if write.path or write.value is None:
        return None
    if write.how == "updated":
        return write.value.must("right") if fills(write.value) else None
    return write.value if write.how in ("declared", "assigned") else None


def fills(node: Node) -> bool:
    """Whether an expression gives a place a value if it has none: `chat ??= …`."""
    return node.kind == "augmented_assignment_expression" and node.must("operator").text in ("??=", "||=")


_PASSING: dict[str, Callable[[Tracer, Node, Node, Shape, Trail], bool]] = {
    "await_expression": Tracer._await,
    "variable_declarator": Tracer._declared,
    "public_field_definition": Tracer._field,
    "assignment_expression": Tracer._assigned,
    "ternary_expression": Tracer._conditional,
    "binary_expression": Tracer._binary,
    "if_statement": Tracer._truth,
    "while_statement": Tracer._truth,
    "unary_expression": Tracer._truth,
    "expression_statement": Tracer._dropped,
    "return_statement": Tracer._returned,
    "arrow_function": Tracer._body,
    "member_expression": Tracer._member,
    "subscript_expression": Tracer._member,
    "arguments": Tracer._argument,
    "array": Tracer._listed,
    "for_in_statement": Tracer._looped,
}
