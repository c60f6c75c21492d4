"""Small questions about single nodes."""

from __future__ import annotations

import libcst as cst


def dotted(node: cst.CSTNode) -> str:
    """`a.b.c` for a name or attribute chain, else an empty string."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        left = dotted(node.value)
        return f"{left}.{node.attr.value}" if left else ""
    return ""


def is_none(node: cst.CSTNode | None) -> bool:
    return isinstance(node, cst.Name) and node.value == "None"


def string_value(node: cst.CSTNode | None) -> str | None:
    """The text of a plain string literal (not bytes, not an f-string)."""
    if isinstance(node, cst.SimpleString) and "b" not in node.prefix.lower():
        if "\\" not in node.value and "\r" not in node.value:
            return node.raw_value  # Python need not be asked
        value = node.evaluated_value
        return value if isinstance(value, str) else None
    return None


def keyword(call: cst.Call, name: str) -> cst.Arg | None:
    return next((arg for arg in call.args if arg.keyword is not None and arg.keyword.value == name), None)


def integer_value(node: cst.CSTNode | None) -> int | None:
    """The number an integer literal is, with or without a minus sign."""
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
        value = integer_value(node.expression)
        return -value if value is not None else None
    return node.evaluated_value if isinstance(node, cst.Integer) else None
