"""Which tools stand under a name: what their answers hold depends on it."""

from __future__ import annotations

import libcst as cst

from codemods.python.nodes import string_value
from codemods.python.values import Values

_UNKNOWN: frozenset[str | None] = frozenset({None})
_TOOL = "google.genai.types.Tool"


def tool_types(node: cst.CSTNode, values: Values) -> frozenset[str | None]:
    """The types of the tools an expression stands for: a tool, a list of tools, or a name of either; None for what cannot be told."""
    if isinstance(node, cst.Name):
        definitions = values.definitions(node)
        held = [d.value for d in definitions if d.kind == "assign" and d.value is not None]
        if len(held) != len(definitions) or any(isinstance(value, cst.Name) for value in held):
            return _UNKNOWN
        return frozenset(kind for value in held for kind in tool_types(value, values)) or _UNKNOWN
    if isinstance(node, (cst.List, cst.Tuple)):
        return frozenset(kind for element in node.elements for kind in tool_types(element.value, values)) or _UNKNOWN
    names: list[str | None] = []
    if isinstance(node, cst.Call) and values.symbol(node.func) == _TOOL:
        names = [argument.keyword.value if argument.keyword is not None else None for argument in node.args]
    elif isinstance(node, cst.Dict):
        names = [string_value(element.key) if isinstance(element, cst.DictElement) else None for element in node.elements]
    return frozenset("function" if name == "function_declarations" else name for name in names) or _UNKNOWN
