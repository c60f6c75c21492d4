"""Collections and references that chats are kept in: `chats.set(id, chat)`, `chats[id] = chat`, `chatRef.current = chat`.

A box is followed like a name: whatever is put in has to be a chat, and whatever is taken out is one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from codemods.javascript.nodes import arguments, bare, dotted, is_called, is_null, outermost
from codemods.javascript.slots import Slot
from codemods.javascript.syntax import Node
from codemods.javascript.trace import Tracer, fills
from codemods.javascript.trail import Shape, Trail
from codemods.javascript.values import Values

Kind = Literal["map", "object", "ref"]
#: What is asked of a map without looking at a chat in it.
_ASKED = frozenset({"has", "delete", "clear", "size", "keys"})
_REFS = frozenset({"useRef", "React.useRef"})


@dataclass(frozen=True, eq=False)
class Box:
    """A slot that keeps chats in it."""

    slot: Slot
    kind: Kind


class Boxes:
    """Finds and follows boxes of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def put(self, node: Node) -> Box | None:
        """The box that a value is put into."""
        parent = node.parent
        if parent is None:
            return None
        if parent.kind == "arguments" and (call := parent.parent) is not None and call.kind == "call_expression":
            return self._put_by(call, node)
        if (parent.kind == "assignment_expression" or fills(parent)) and parent.field("right") is node:
            return self._put_at(bare(parent.must("left")))
        return None

    def _put_by(self, call: Node, node: Node) -> Box | None:
        function = bare(call.must("function"))
        if dotted(function) in _REFS and list(arguments(call)) == [node]:
            declarator = outermost(call).parent
            name = declarator.field("name") if declarator is not None and declarator.kind == "variable_declarator" else None
            return self._box(name, "ref") if name is not None else None
        if function.kind != "member_expression" or function.must("property").text != "set":
            return None
        given = arguments(call)
        return self._box(function.must("object"), "map") if len(given) == 2 and given[1] is node else None

    def _put_at(self, target: Node) -> Box | None:
        if target.kind == "subscript_expression":
            return self._box(target.must("object"), "object")
        if target.kind == "member_expression" and target.must("property").text == "current":
            return self._box(target.must("object"), "ref")
        return None

    def _box(self, owner: Node, kind: Kind) -> Box | None:
        slot = self.values.of(bare(owner))
        if slot is None or not slot.values:
            return None
        is_empty = _EMPTY[kind]
        values = [bare(write.value) if write.value is not None and not write.path else None for write in slot.values]
        return Box(slot, kind) if all(value is not None and is_empty(value) for value in values) else None

    # -- following ----------------------------------------------------------------------------------------------

    def follow(self, box: Box, shape: Shape, tracer: Tracer, trail: Trail) -> None:
        """Every use of a box: what is put in has to be of the shape, what is taken out is."""
        trail.strand.tie(box.slot)
        if box.slot.is_exported:
            trail.strand.hold(box.slot.declaration, "GI205", f"`{box.slot.name}` is exported, so what uses its chats is not in sight")
        for write in box.slot.values:
            first = next(iter(arguments(bare(write.value))), None) if box.kind == "ref" and write.value is not None else None
            if first is not None and not is_null(bare(first)):
                trail.expect(outermost(first), shape)
        for read in box.slot.reads:
            if not _USES[box.kind](outermost(read), shape, tracer, trail):
                trail.strand.hold(read, "GI205", f"the chats in `{box.slot.name}` go to a place that is not followed")


def _in_map(read: Node, shape: Shape, tracer: Tracer, trail: Trail) -> bool:
    member = read.parent
    if member is None or member.kind != "member_expression" or member.field("object") is not read:
        return False
    method, call = member.must("property").text, is_called(member)
    if method in _ASKED:
        return True
    given = list(arguments(call)) if call is not None else []
    if call is not None and method == "get" and len(given) == 1:
        tracer.trace(call, shape, trail)
        return True
    if method == "set" and len(given) == 2:
        trail.expect(outermost(given[1]), shape)
        return call is not None and _is_statement(call)
    return False


def _in_object(read: Node, shape: Shape, tracer: Tracer, trail: Trail) -> bool:
    item = read.parent
    if item is not None and item.kind == "binary_expression":
        return item.must("operator").text == "in" and item.must("right") is read
    if item is None or item.kind != "subscript_expression" or item.field("object") is not read:
        return False
    return _kept_at(item, shape, tracer, trail)


def _in_ref(read: Node, shape: Shape, tracer: Tracer, trail: Trail) -> bool:
    member = read.parent
    if member is None or member.kind != "member_expression" or member.field("object") is not read:
        return False
    return member.must("property").text == "current" and _kept_at(member, shape, tracer, trail)


def _kept_at(place: Node, shape: Shape, tracer: Tracer, trail: Trail) -> bool:
    """A place inside of a box, where it is read, written or cleared."""
    around = outermost(place).parent
    if around is not None and (around.kind == "assignment_expression" or fills(around)) and around.field("left") is outermost(place):
        if not is_null(bare(around.must("right"))):
            trail.expect(outermost(around.must("right")), shape)
        return True
    if around is not None and around.kind == "unary_expression" and around.must("operator").text == "delete":
        return True
    if around is not None and around.kind in ("augmented_assignment_expression", "update_expression"):
        return False
    tracer.trace(place, shape, trail)
    return True


def _is_statement(call: Node) -> bool:
    parent = outermost(call).parent
    return parent is not None and parent.kind == "expression_statement"


def _is_new_map(node: Node) -> bool:
    return node.kind == "new_expression" and node.must("constructor").text == "Map" and not arguments(node)


def _is_empty_object(node: Node) -> bool:
    return (node.kind == "object" and not node.named) or node.text == "Object.create(null)"


def _is_ref(node: Node) -> bool:
    return node.kind == "call_expression" and dotted(bare(node.must("function"))) in _REFS and len(arguments(node)) <= 1


_EMPTY: dict[Kind, Callable[[Node], bool]] = {"map": _is_new_map, "object": _is_empty_object, "ref": _is_ref}
_USES: dict[Kind, Callable[[Node, Shape, Tracer, Trail], bool]] = {"map": _in_map, "object": _in_object, "ref": _in_ref}
