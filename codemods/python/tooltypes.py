"""Which tools stand under a name: what their answers hold depends on it."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from codemods.python.flow import Definition
from codemods.python.growth import is_change
from codemods.python.nodes import is_none, string_value
from codemods.python.values import Values

Types = frozenset[str | None]

_UNKNOWN: Types = frozenset({None})
_NOTHING: Types = frozenset()
_TOOL = "google.genai.types.Tool"


def tool_types(node: cst.CSTNode, values: Values, seen: frozenset[Definition] = frozenset()) -> Types:
    """The types of the tools an expression stands for: a tool, a list of tools, or a name of either; None for what cannot be told."""
    if isinstance(node, cst.Name):
        return _named(node, values, seen)
    if is_none(node):
        return _NOTHING
    if isinstance(node, (cst.List, cst.Tuple)):
        return _all((element.value for element in node.elements), values, seen)
    if isinstance(node, cst.IfExp):
        return _all((node.body, node.orelse), values, seen)
    if isinstance(node, (cst.BinaryOperation, cst.BooleanOperation)):
        return _all((node.left, node.right), values, seen)
    names: list[str | None] = []
    if isinstance(node, cst.Call) and values.symbol(node.func) == _TOOL:
        names = [argument.keyword.value if argument.keyword is not None else None for argument in node.args]
    elif isinstance(node, cst.Dict):
        names = [string_value(element.key) if isinstance(element, cst.DictElement) else None for element in node.elements]
    return frozenset("function" if name == "function_declarations" else name for name in names) or _UNKNOWN


def _all(nodes: Iterable[cst.CSTNode], values: Values, seen: frozenset[Definition]) -> Types:
    return frozenset(kind for node in nodes for kind in tool_types(node, values, seen))


def _named(name: cst.Name, values: Values, seen: frozenset[Definition]) -> Types:
    definitions = values.definitions(name)
    if not definitions:
        return _UNKNOWN
    return frozenset(kind for definition in definitions for kind in _defined(definition, values, seen))


def _defined(definition: Definition, values: Values, seen: frozenset[Definition]) -> Types:
    """The types that one definition gives a name, and those that are added to its list."""
    if definition in seen:
        return _NOTHING
    seen = seen | {definition}
    changes = [use for use in definition.uses if is_change(use, values)]
    added = frozenset(kind for use in changes for kind in _added(use, values, seen))
    if isinstance(definition.node, cst.AugAssign):
        return added | _all((definition.node.target, definition.node.value), values, seen)
    if definition.kind != "assign" or definition.value is None or isinstance(definition.value, cst.Name):
        return _UNKNOWN
    return added | tool_types(definition.value, values, seen)


def _added(use: cst.Name, values: Values, seen: frozenset[Definition]) -> Types:
    """The types of what `append`, `extend` and `+=` add."""
    parent = values.module.parent(use)
    if isinstance(parent, cst.AugAssign):
        return tool_types(parent.value, values, seen)
    call = values.module.parent(parent) if isinstance(parent, cst.Attribute) and parent.attr.value in ("append", "extend") else None
    return _all((argument.value for argument in call.args), values, seen) if isinstance(call, cst.Call) else _UNKNOWN
