"""The standard library's tree with its links in both directions, walked once: its own iterators cost more than the parser."""

from __future__ import annotations

import ast
from collections.abc import Iterator


class Tree:
    """``below`` are the nodes under a node that mean something (no contexts, no operators), ``parents`` the nodes above."""

    def __init__(self, root: ast.Module) -> None:
        self.root = root
        self.parents: dict[ast.AST, ast.AST] = {}
        self.below: dict[ast.AST, list[ast.AST]] = {}
        pending: list[ast.AST] = [root]
        while pending:
            node = pending.pop()
            found = self.below[node] = _children(node)
            for child in found:
                self.parents[child] = node
            pending += found

    def walk(self, node: ast.AST) -> Iterator[ast.AST]:
        """A node and everything below it."""
        pending = [node]
        while pending:
            current = pending.pop()
            yield current
            pending += self.below[current]


def _children(node: ast.AST) -> list[ast.AST]:
    found: list[ast.AST] = []
    for value in vars(node).values():
        if isinstance(value, list):
            found += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST) and value._fields:
            found.append(value)
    return found
