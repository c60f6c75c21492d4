"""One Python module, parsed and analysed: what every later step reads from."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

import libcst as cst

from codemods.outcome import CannotMigrate, Span
from codemods.python import suppressions
from codemods.python.flow import Flow, analyse
from codemods.python.positions import Ranges, span_of, written
from codemods.python.project.syntax import parsed
from codemods.python.tree import explored
from codemods.suppressions import Suppressions

N = TypeVar("N", bound=cst.CSTNode)


def syntax_tree(source: str) -> ast.Module:
    """The standard library's tree; raises `CannotMigrate` GI001 with the place of a syntax error."""
    try:
        return parsed(source)
    except SyntaxError as error:
        line, column = error.lineno or 1, max(error.offset or 1, 1)
        raise CannotMigrate("GI001", f"does not parse: {error.msg}", Span(line, column, line, column)) from None
    except ValueError as error:
        raise CannotMigrate("GI001", f"does not parse: {error}") from None
    except RecursionError:
        raise CannotMigrate("GI004", "is nested too deeply to be analysed") from None


@dataclass(eq=False)
class Module:
    """A parsed module. Nodes are those of ``tree`` and are compared by identity."""

    source: str
    tree: cst.Module
    ranges: Ranges
    flow: Flow
    nodes: Sequence[cst.CSTNode]
    parents: Mapping[cst.CSTNode, cst.CSTNode]

    @cached_property
    def _by_kind(self) -> Mapping[type, list[cst.CSTNode]]:
        found: dict[type, list[cst.CSTNode]] = {}
        for node in self.nodes:
            found.setdefault(type(node), []).append(node)
        return found

    def every(self, kind: type[N]) -> Sequence[N]:
        """All nodes of one kind, in source order."""
        return cast(Sequence[N], self._by_kind.get(kind, ()))

    @cached_property
    def _attributes(self) -> Mapping[str, list[cst.Attribute]]:
        found: dict[str, list[cst.Attribute]] = {}
        for node in self.every(cst.Attribute):
            found.setdefault(node.attr.value, []).append(node)
        return found

    def attributes(self, *names: str) -> list[cst.Attribute]:
        """All places where `.name` stands behind something, for each of these names, each in source order."""
        return [node for name in names for node in self._attributes.get(name, ())]

    def span(self, node: cst.CSTNode) -> Span:
        return span_of(self.ranges[id(node)])

    def has_span(self, node: cst.CSTNode) -> bool:
        """Whether the position of a node is known; some white space has none."""
        return id(node) in self.ranges

    def code(self, node: cst.CSTNode) -> str:
        return self.tree.code_for_node(node)

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        return self.parents.get(node)

    def ancestors(self, node: cst.CSTNode) -> list[cst.CSTNode]:
        """From the parent outwards to the module."""
        found = []
        current = self.parents.get(node)
        while current is not None:
            found.append(current)
            current = self.parents.get(current)
        return found

    def enclosing(self, node: cst.CSTNode, *kinds: type) -> cst.CSTNode | None:
        return next((ancestor for ancestor in self.ancestors(node) if isinstance(ancestor, kinds)), None)

    def only_tested(self, node: cst.CSTNode) -> bool:
        """Whether only the truth of an expression counts: it is a condition, negated, or an operand of one."""
        parent = self.parents.get(node)
        if isinstance(parent, cst.BooleanOperation):
            return self.only_tested(parent)
        if isinstance(parent, cst.UnaryOperation):
            return isinstance(parent.operator, cst.Not)
        return isinstance(parent, (cst.If, cst.While, cst.Assert, cst.IfExp, cst.CompIf)) and parent.test is node

    def is_stored(self, node: cst.CSTNode) -> bool:
        """Whether an attribute or item is assigned or deleted here, not read."""
        parent = self.parents.get(node)
        return isinstance(parent, (cst.AssignTarget, cst.Del)) or (
            isinstance(parent, (cst.AugAssign, cst.AnnAssign)) and parent.target is node
        )

    @cached_property
    def _suppressions(self) -> Suppressions:
        return suppressions.read(self.source)

    def suppressed(self, span: Span, code: str) -> bool:
        """Whether a comment says to leave something alone."""
        return self._suppressions.silences(span, code)


def parse(source: str) -> Module:
    """Parse and analyse; raises `CannotMigrate` GI004 where LibCST fails on what Python accepts."""
    try:
        tree = cst.parse_module(source)
    except cst.ParserSyntaxError as error:
        raise CannotMigrate("GI004", f"LibCST cannot parse it: {error.message}") from None
    code, ranges = written(tree)
    if code != source:
        raise CannotMigrate("GI004", "does not survive a round trip through LibCST unchanged")
    return Module(source, tree, ranges, analyse(tree), *explored(tree))
