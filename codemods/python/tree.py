"""Walking LibCST trees without its visitors: semantic children and parents only, no whitespace.

A visitor pays for every comma and blank line; the analysis needs neither.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache

import libcst as cst

# Fields that hold layout or punctuation, never a name or a value.
_LAYOUT = frozenset(
    [
        "lpar",
        "rpar",
        "lbracket",
        "rbracket",
        "lbrace",
        "rbrace",
        "comma",
        "semicolon",
        "equal",
        "dot",
        "colon",
        "first_colon",
        "second_colon",
        "newline",
        "header",
        "footer",
        "leading_lines",
        "trailing_whitespace",
        "lines_after_decorators",
        "asynchronous",
        "operator",
        "indent",
        "default_indent",
        "default_newline",
        "encoding",
        "has_trailing_newline",
        "start",
        "end",
        "prefix",
    ]
)


@cache
def _semantic_fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    names = (field.name for field in dataclasses.fields(kind))
    return tuple(name for name in names if name not in _LAYOUT and not name.startswith("whitespace"))


class _Kinds(dict[type, bool]):
    """Whether a type is one of nodes. Asked millions of times, and slow where LibCST's classes are asked themselves."""

    def __missing__(self, kind: type) -> bool:
        self[kind] = issubclass(kind, cst.CSTNode)
        return self[kind]


_IS_NODE = _Kinds()


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes directly below, in the order of their fields."""
    found: list[cst.CSTNode] = []
    for name in _semantic_fields(type(node)):
        value = getattr(node, name)
        kind = type(value)
        if _IS_NODE[kind]:
            found.append(value)
        elif kind is list or kind is tuple:
            found += [item for item in value if _IS_NODE[type(item)]]
    return found


def walk(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The node and everything below it, in source order."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending += children(current)[::-1]


def explored(tree: cst.CSTNode) -> tuple[list[cst.CSTNode], dict[cst.CSTNode, cst.CSTNode]]:
    """The tree and everything below it, in source order; and each node below with the node above it."""
    nodes: list[cst.CSTNode] = []
    parents: dict[cst.CSTNode, cst.CSTNode] = {}
    pending = [tree]
    while pending:
        current = pending.pop()
        nodes.append(current)
        below = children(current)
        for child in below:
            parents[child] = current
        pending += below[::-1]
    return nodes, parents
