"""The standard library's tree with its links in both directions, walked once: its own iterators cost more than the parser."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from functools import lru_cache


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


@lru_cache(maxsize=2)
def parsed(source: str) -> ast.Module:
    """The tree of a module, which several rooms look at and none changes. Raises what `ast.parse` raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


#: Fields that hold names, contexts, operators and other things without anything below.
_PLAIN = frozenset("id attr arg ctx op ops kind type_comment conversion is_async simple level module asname rest kwd_attrs".split())


class _Fields(dict[type[ast.AST], tuple[str, ...]]):
    """The fields of a kind of node in which others may be."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        self[kind] = tuple(name for name in kind._fields if name not in _PLAIN) if kind is not ast.Constant else ()
        return self[kind]


_FIELDS = _Fields()


def _children(node: ast.AST) -> list[ast.AST]:
    found: list[ast.AST] = []
    for name in _FIELDS[type(node)]:
        value = getattr(node, name, None)
        if isinstance(value, ast.AST):
            found.append(value)
        elif type(value) is list:
            found += [item for item in value if isinstance(item, ast.AST)]
    return found
