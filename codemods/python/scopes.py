"""Scopes: which names a module, function, class, lambda or comprehension binds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import libcst as cst

from codemods.python.tree import children

ScopeKind = Literal["module", "function", "class", "lambda", "comprehension"]
Comprehension = (cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)


@dataclass(eq=False)
class Scope:
    """One scope. ``bound`` are the names it owns; ``globals`` and ``nonlocals`` those it declares as another's."""

    kind: ScopeKind
    node: cst.CSTNode
    parent: Scope | None
    bound: set[str] = field(default_factory=set)
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)

    @property
    def module(self) -> Scope:
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def chain(self) -> list[Scope]:
        """The scope and those around it."""
        return [self, *(self.parent.chain if self.parent is not None else [])]

    def owner(self, name: str) -> Scope | None:
        """The scope whose variable this name means here, by Python's rules; None for builtins and unknowns."""
        if name in self.globals:
            return self.module
        scope: Scope | None = self
        crossed_function = False
        skip_own = name in self.nonlocals
        while scope is not None:
            hidden = scope.kind == "class" and crossed_function
            if name in scope.globals and not hidden:
                return self.module
            if name in scope.bound and not hidden and not (skip_own and scope is self):
                return scope
            if scope.kind in ("function", "lambda", "comprehension"):
                crossed_function = True
            scope = scope.parent
        return None


def target_names(target: cst.CSTNode) -> list[cst.Name]:
    """The plain names an assignment target binds; attributes and subscripts bind none."""
    if isinstance(target, cst.Name):
        return [target]
    if isinstance(target, (cst.Tuple, cst.List)):
        return [name for element in target.elements for name in target_names(element.value)]
    return []


def assigned_targets(node: cst.CSTNode | None) -> list[cst.BaseExpression]:
    """What an assignment of any kind (`=`, with an annotation, `:=`) assigns to; nothing for other nodes."""
    if isinstance(node, cst.Assign):
        return [target.target for target in node.targets]
    return [node.target] if isinstance(node, (cst.AnnAssign, cst.NamedExpr)) else []


def import_name(alias: cst.ImportAlias) -> cst.Name | None:
    """The name an import binds: `import a.b` binds `a`, `import a.b as c` binds `c`."""
    if alias.asname is not None:
        return alias.asname.name if isinstance(alias.asname.name, cst.Name) else None
    node: cst.BaseExpression = alias.name
    while isinstance(node, cst.Attribute):
        node = node.value
    return node if isinstance(node, cst.Name) else None


def pattern_names(pattern: cst.CSTNode) -> list[cst.Name]:
    """The names a match pattern captures."""
    found = []
    if isinstance(pattern, (cst.MatchAs, cst.MatchStar)) and pattern.name is not None:
        found.append(pattern.name)
    if isinstance(pattern, cst.MatchMapping) and pattern.rest is not None:
        found.append(pattern.rest)
    for child in children(pattern):
        if isinstance(
            child,
            (
                cst.MatchPattern,
                cst.MatchSequenceElement,
                cst.MatchMappingElement,
                cst.MatchKeywordElement,
                cst.MatchOrElement,
                cst.MatchStar,
            ),
        ):
            found += pattern_names(child)
    return found


def parameters(node: cst.FunctionDef | cst.Lambda) -> list[cst.Param]:
    params = node.params
    found = [*params.posonly_params, *params.params, *params.kwonly_params]
    if isinstance(params.star_arg, cst.Param):
        found.append(params.star_arg)
    if params.star_kwarg is not None:
        found.append(params.star_kwarg)
    return found


def bindings_in(node: cst.CSTNode) -> list[str]:
    """The names that this one node binds in the scope it stands in (not what nodes below it bind)."""
    if isinstance(node, cst.AssignTarget):
        return [name.value for name in target_names(node.target)]
    if isinstance(node, (cst.AnnAssign, cst.AugAssign, cst.NamedExpr, cst.For, cst.CompFor)):
        return [name.value for name in target_names(node.target)]
    if isinstance(node, cst.AsName):
        return [name.value for name in target_names(node.name)]
    if isinstance(node, cst.ImportAlias):
        name = import_name(node)
        return [name.value] if name is not None else []
    if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
        return [node.name.value]
    if isinstance(node, cst.Del):
        return [name.value for name in target_names(node.target)]
    if isinstance(node, cst.MatchCase):
        return [name.value for name in pattern_names(node.pattern)]
    return []


def build_scopes(tree: cst.Module) -> dict[cst.CSTNode, Scope]:
    """Every scope of a module, keyed by the node that opens it."""
    root = Scope("module", tree, None)
    scopes: dict[cst.CSTNode, Scope] = {tree: root}
    for statement in children(tree):
        _collect(statement, root, scopes)
    return scopes


def _open(kind: ScopeKind, node: cst.CSTNode, parent: Scope, scopes: dict[cst.CSTNode, Scope]) -> Scope:
    scopes[node] = scope = Scope(kind, node, parent)
    return scope


def _collect(node: cst.CSTNode, scope: Scope, scopes: dict[cst.CSTNode, Scope]) -> None:
    if isinstance(node, cst.Global):
        scope.globals.update(item.name.value for item in node.names)
        scope.module.bound.update(item.name.value for item in node.names)
        return
    if isinstance(node, cst.Nonlocal):
        scope.nonlocals.update(item.name.value for item in node.names)
        return
    for name in bindings_in(node):
        _binding_scope(node, scope).bound.add(name)
    if isinstance(node, cst.FunctionDef):
        inner = _open("function", node, scope, scopes)
        inner.bound.update(param.name.value for param in parameters(node))
        for outside in (*node.decorators, node.params, *([node.returns] if node.returns else [])):
            _collect(outside, scope, scopes)
        _collect(node.body, inner, scopes)
    elif isinstance(node, cst.Lambda):
        inner = _open("lambda", node, scope, scopes)
        inner.bound.update(param.name.value for param in parameters(node))
        _collect(node.params, scope, scopes)
        _collect(node.body, inner, scopes)
    elif isinstance(node, cst.ClassDef):
        inner = _open("class", node, scope, scopes)
        for outside in (*node.decorators, *node.bases, *node.keywords):
            _collect(outside, scope, scopes)
        _collect(node.body, inner, scopes)
    elif isinstance(node, Comprehension):
        inner = _open("comprehension", node, scope, scopes)
        _collect(node.for_in.iter, scope, scopes)
        for child in children(node):
            for below in children(child) if child is node.for_in else (child,):
                if below is not node.for_in.iter:
                    _collect(below, inner, scopes)
        inner.bound.update(bindings_in(node.for_in))
    else:
        for child in children(node):
            _collect(child, scope, scopes)


def _binding_scope(node: cst.CSTNode, scope: Scope) -> Scope:
    """A walrus in a comprehension binds in the function around it."""
    while isinstance(node, cst.NamedExpr) and scope.kind == "comprehension" and scope.parent is not None:
        scope = scope.parent
    return scope
