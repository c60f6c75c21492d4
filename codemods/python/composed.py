"""Model ids that are put together from pieces: `f"models/{NAME}"`, `"gemini-" + VERSION`."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemods.api.models import PREFIXES
from codemods.python.nodes import string_value
from codemods.python.tree import walk
from codemods.python.values import Values

_KINDS = (cst.FormattedString, cst.ConcatenatedString, cst.BinaryOperation)


def bare(node: cst.BaseExpression) -> cst.BaseExpression | None:
    """The name behind a prefix that Interactions does without: `X` of `f"models/{X}"` and of `"models/" + X`."""
    if isinstance(node, cst.FormattedString) and len(node.parts) == 2 and "b" not in node.prefix.lower():
        prefix, name = node.parts
        plain = isinstance(name, cst.FormattedStringExpression) and (name.conversion, name.format_spec, name.equal) == (None, None, None)
        if isinstance(prefix, cst.FormattedStringText) and prefix.value in PREFIXES and plain:
            assert isinstance(name, cst.FormattedStringExpression)
            return name.expression
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add) and string_value(node.left) in PREFIXES:
        return node.right
    return None


def is_composed(node: cst.CSTNode) -> bool:
    """Whether an expression puts text together, and an id comes out of that by the look of a piece."""
    formatted = isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in ("format", "join")
    return (isinstance(node, _KINDS) or formatted) and any("/" in piece or "gemini" in piece for piece in _pieces(node))


def _pieces(node: cst.CSTNode) -> Iterator[str]:
    for below in walk(node):
        if isinstance(below, cst.FormattedStringText):
            yield below.value
        elif (text := string_value(below)) is not None:
            yield text


def exact(node: cst.BaseExpression, values: Values) -> str | None:
    """The text that comes out, when every piece is in sight."""
    if isinstance(node, cst.BinaryOperation):
        if not isinstance(node.operator, cst.Add):
            return None
        return _joined(exact(node.left, values), exact(node.right, values))
    if isinstance(node, cst.ConcatenatedString):
        return _joined(exact(node.left, values), exact(node.right, values))
    if isinstance(node, cst.FormattedString):
        return _joined(*(_part(part, values) for part in node.parts))
    return values.exact_string(node)


def _part(part: cst.BaseFormattedStringContent, values: Values) -> str | None:
    if isinstance(part, cst.FormattedStringText):
        # Escapes and doubled braces are written another way than they read.
        return None if set(part.value) & set("\\{}") else part.value
    if isinstance(part, cst.FormattedStringExpression) and (part.conversion, part.format_spec, part.equal) == (None, None, None):
        return exact(part.expression, values)
    return None


def _joined(*pieces: str | None) -> str | None:
    return None if None in pieces else "".join(piece for piece in pieces if piece is not None)
