"""Whether an expression means the same in another place, to which a rewrite moves it."""

from __future__ import annotations

from codemods.javascript.nodes import arguments, dotted, is_impure, is_written, property_name, string_value
from codemods.javascript.scopes import is_function
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values

#: Objects that nobody gives other values while a program runs.
_STEADY = ("process.env", "import.meta", "Deno.env", "Bun.env")
_MEMBERS = ("member_expression", "subscript_expression")
_NAMES = ("identifier", "shorthand_property_identifier")


def same_at(node: Node, place: Node, values: Values) -> bool:
    """Whether an expression, evaluated where ``place`` stands, is what it is where it is written."""
    if is_impure(node) and not _is_steady(node, values):
        return False
    for inner in node.walk():
        if inner.kind in _NAMES and not _is_settled(inner, place, values):
            return False
        if _reads_object(inner) and (_function(node) is not _function(place) or _is_changed(inner, values)):
            return False
    return True


def _is_steady(node: Node, values: Values) -> bool:
    """Whether a call gives the same wherever it stands: `Deno.env.get('KEY')`."""
    if node.kind != "call_expression" or dotted(node.must("function")) != "Deno.env.get" or not values.is_global(node.must("function")):
        return False
    return all(string_value(argument) is not None for argument in arguments(node))


def _function(node: Node) -> Node | None:
    return next((around for around in node.ancestors() if is_function(around)), None)


def _reads_object(node: Node) -> bool:
    return node.kind == "this" or (node.kind in _MEMBERS and not node.text.startswith(_STEADY))


def _is_changed(node: Node, values: Values) -> bool:
    """Whether the module gives a property of that name another value somewhere outside of a constructor."""
    name = property_name(node) if node.kind in _MEMBERS else ""
    if name == "":
        return False
    members = (other for other in values.module.root.walk() if other.kind in _MEMBERS and property_name(other) in (name, None))
    return any(is_written(other) and not _is_in_constructor(other) for other in members)


def _is_in_constructor(node: Node) -> bool:
    function = _function(node)
    return function is not None and function.kind == "method_definition" and function.must("name").text == "constructor"


def _is_settled(name: Node, place: Node, values: Values) -> bool:
    """Whether a name holds the same value there: it is given one once, and before."""
    binding = values.module.scopes.binding(name)
    if binding is None:
        return True
    write = binding.only_write
    if write is None or values.module.scopes.scope_at(place).find(name.text) is not binding:
        return False
    return write.how != "declared" or write.node.start < place.start or _function(write.node) is not _function(place)
