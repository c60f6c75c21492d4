"""Small questions about single nodes."""

from __future__ import annotations

from collections.abc import Sequence

from codemods.javascript.syntax import Node

#: What may stand around an expression without changing its value.
_WRAPPERS = ("parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression", "type_assertion")
_IMPURE = frozenset(
    "call_expression new_expression await_expression yield_expression assignment_expression augmented_assignment_expression "
    "update_expression".split()
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"', "`": "`", "0": "\0", "b": "\b", "f": "\f", "v": "\v"}


def bare(node: Node) -> Node:
    """An expression without parentheses, `!`, `as T` and `satisfies T` around it."""
    while node.kind in _WRAPPERS:
        node = node.named[-1] if node.kind == "type_assertion" else node.named[0]
    return node


def outermost(node: Node) -> Node:
    """An expression with everything around it that does not change its value."""
    while node.parent is not None and node.parent.kind in _WRAPPERS and node.parent.named[0] is node:
        node = node.parent
    return node


def casts(node: Node) -> list[Node]:
    """The types that are said of an expression where it stands: `x as T`, `x satisfies T`, `<T>x`."""
    found = []
    inner = bare(node)
    while inner.parent is not None and inner.parent.kind in _WRAPPERS:
        inner = inner.parent
        if inner.kind == "type_assertion":
            found.append(inner.named[0].named[0])
        elif inner.kind in ("as_expression", "satisfies_expression"):
            found.append(inner.named[-1] if len(inner.named) > 1 else inner.children[-1])
    return found


def string_value(node: Node | None) -> str | None:
    """The text of a string, or of a template without holes; None for anything else, and for escapes that are not plain."""
    if node is None or node.kind not in ("string", "template_string"):
        return None
    found = []
    for child in node.children[1:-1]:
        if child.kind == "string_fragment":
            found.append(child.text)
        elif child.kind == "escape_sequence" and child.text[1:] in _ESCAPES:
            found.append(_ESCAPES[child.text[1:]])
        else:
            return None
    return "".join(found)


def is_null(node: Node | None) -> bool:
    """Whether an expression is `null`, `undefined` or `void 0`."""
    if node is None:
        return False
    return node.kind in ("null", "undefined") or node.text in ("undefined", "void 0")


def arguments(call: Node) -> Sequence[Node]:
    """The arguments of a call or `new`; none for a tagged template."""
    listed = call.field("arguments")
    return listed.named if listed is not None and listed.kind == "arguments" else ()


def property_name(member: Node) -> str | None:
    """The name that a member or subscript expression reads; None where it is computed."""
    if member.kind == "member_expression":
        return member.must("property").text
    return string_value(member.must("index"))


def is_optional(member: Node) -> bool:
    """Whether `?.` leads to the property, item or call."""
    return any(child.kind in ("optional_chain", "?.") for child in member.children)


def is_called(node: Node) -> Node | None:
    """The call whose function an expression is."""
    outer = outermost(node)
    parent = outer.parent
    return parent if parent is not None and parent.kind == "call_expression" and parent.field("function") is outer else None


def callback_call(function: Node, method: str) -> Node | None:
    """The `….method(callback)` that a function is the first argument of."""
    listed = function.parent
    call = listed.parent if listed is not None and listed.kind == "arguments" else None
    if call is None or call.kind != "call_expression" or arguments(call)[0] is not function:
        return None
    callee = bare(call.must("function"))
    return call if callee.kind == "member_expression" and callee.must("property").text == method else None


def is_written(node: Node) -> bool:
    """Whether a member or item is given a value here, or deleted."""
    outer = outermost(node)
    parent = outer.parent
    if parent is None:
        return False
    if parent.kind in ("assignment_expression", "augmented_assignment_expression"):
        return parent.must("left") is outer
    return parent.kind == "update_expression" or (parent.kind == "unary_expression" and parent.must("operator").text == "delete")


def is_impure(node: Node) -> bool:
    """Whether evaluating an expression may do something that others see."""
    return any(inner.kind in _IMPURE for inner in node.walk())


def dotted(node: Node | None) -> str:
    """`a.b.c` for names and members, `this.x`; empty for anything else."""
    if node is None:
        return ""
    if node.kind in ("identifier", "this", "shorthand_property_identifier"):
        return node.text
    if node.kind == "member_expression":
        owner = dotted(bare(node.must("object")))
        return f"{owner}.{node.must('property').text}" if owner else ""
    return ""


def statement_of(node: Node) -> Node:
    """The statement that an expression is part of."""
    for around in (node, *node.ancestors()):
        if around.kind.endswith(("_statement", "_declaration")) or around.kind == "statement_block":
            return around
    return node
