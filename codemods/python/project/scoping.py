"""Which scope owns a name, on the standard library's tree (the analysis proper has its own, on LibCST's)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from codemods.python.project.summary import BUILTINS
from codemods.python.project.syntax import Tree

#: Kinds of nodes that can bind a name, or say whose it is.
_BINDERS = frozenset([
    ast.Name, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.NamedExpr, ast.ExceptHandler,
    ast.MatchAs, ast.MatchStar, ast.MatchMapping, ast.Global, ast.Nonlocal,
])  # fmt: skip

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
ComprehensionNode: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
#: Nodes that open a scope.
OPENERS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(eq=False)
class Scope:
    """``key`` is unique in the module; ``names`` are those it owns, ``outer`` those it declares `global` or `nonlocal`."""

    key: str
    qualname: str
    node: ast.AST
    parent: Scope | None
    tree: Tree
    names: set[str] = field(default_factory=set)
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)

    @property
    def is_class(self) -> bool:
        return isinstance(self.node, ast.ClassDef)

    @property
    def module(self) -> Scope:
        return self.parent.module if self.parent is not None else self

    def owner(self, name: str) -> str:
        """The key of the scope that a name belongs to when it is used here."""
        if name in self.globals:
            return self.module.key
        if name in self.names and name not in self.nonlocals:
            return self.key
        around = self.parent
        while around is not None:
            if name in around.names and not around.is_class:
                return around.key
            around = around.parent
        return BUILTINS

    def inner(self, node: ast.AST) -> Scope:
        """The scope that a node opens in this one."""
        name = getattr(node, "name", type(node).__name__)
        qualname = f"{self.qualname}.{name}" if self.qualname else name
        scope = Scope(key_of(node), qualname, node, self, self.tree)
        scope.fill()
        return scope

    def fill(self) -> None:
        """Collect the names that the body binds."""
        for argument in _arguments(self.node):
            self.names.add(argument.arg)
        for node in _own_nodes(self.node, self.tree):
            if type(node) not in _BINDERS:
                continue
            if isinstance(node, ast.Global):
                self.globals.update(node.names)
                self.module.names.update(node.names)
            elif isinstance(node, ast.Nonlocal):
                self.nonlocals.update(node.names)
            else:
                self.names.update(_bound(node))


def key_of(node: ast.AST) -> str:
    """What identifies a scope in its module: where it begins."""
    return f"{node.lineno}:{node.col_offset}"  # type: ignore[attr-defined]


def module_scope(tree: Tree) -> Scope:
    scope = Scope("", "", tree.root, None, tree)
    scope.fill()
    return scope


def all_arguments(arguments: ast.arguments) -> list[ast.arg]:
    found = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return found + [extra for extra in (arguments.vararg, arguments.kwarg) if extra is not None]


def _arguments(node: ast.AST) -> list[ast.arg]:
    return all_arguments(node.args) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)) else []


def _own_nodes(opener: ast.AST, tree: Tree) -> Iterator[ast.AST]:
    """Everything below a node that opens a scope, bodies of inner scopes left out (a walrus in a comprehension stays)."""
    if isinstance(opener, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        pending: list[ast.AST] = [generator.target for generator in opener.generators]
    elif isinstance(opener, ast.Lambda):
        pending = [opener.body]
    else:
        pending = list(getattr(opener, "body", ()))
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            yield from (below for below in tree.walk(node) if isinstance(below, ast.NamedExpr))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            pending.extend(node.decorator_list)
        elif not isinstance(node, ast.Lambda):
            pending += tree.below[node]


def _bound(node: ast.AST) -> list[str]:
    """The names that one node binds in the scope it stands in."""
    if isinstance(node, ast.Name):
        return [node.id] if isinstance(node.ctx, (ast.Store, ast.Del)) else []
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [alias.asname or alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.NamedExpr):
        return [node.target.id]
    named = node.rest if isinstance(node, ast.MatchMapping) else getattr(node, "name", None)
    if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping)) and named:
        return [named]
    return []
