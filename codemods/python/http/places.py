"""Whether an expression means the same in another place, to which a rewrite moves it."""

from __future__ import annotations

import libcst as cst

from codemods.python.flow import Definition
from codemods.python.request import is_impure
from codemods.python.tree import walk
from codemods.python.values import Values

#: Calls that give the same wherever they stand.
_STEADY = frozenset({"os.getenv", "os.environ.get"})


class Places:
    """Answers for one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    def same_at(self, node: cst.BaseExpression, place: cst.CSTNode) -> bool:
        """Whether an expression, evaluated where ``place`` stands, is what it is where it is written."""
        if node not in self.module.parents:
            return True  # a literal that was made for the place
        names = [inner for inner in walk(node) if isinstance(inner, cst.Name) and not self._is_attribute(inner)]
        return all(self._is_settled(name, place) for name in names) and self._does_nothing(node, place)

    def _is_attribute(self, name: cst.Name) -> bool:
        parent = self.module.parent(name)
        return (isinstance(parent, cst.Attribute) and parent.attr is name) or (isinstance(parent, cst.Arg) and parent.keyword is name)

    def _is_settled(self, name: cst.Name, place: cst.CSTNode) -> bool:
        definitions = self.module.flow.definitions_of(name)
        if not definitions:
            return True
        only = next(iter(definitions)) if len(definitions) == 1 else None
        return only is not None and self._is_seen(only, place)

    def _is_seen(self, definition: Definition, place: cst.CSTNode) -> bool:
        """Whether a name that is given once holds its value where something stands."""
        flow, scope = self.module.flow, self.values.scope_at(place)
        key = (definition.scope, definition.name.value)
        if len(flow.by_scope[key]) != 1 or key in flow.foreign or scope.owner(definition.name.value) is not definition.scope:
            return False
        before = self.module.span(definition.node) < self.module.span(place)
        return definition.scope is not scope or definition.kind == "parameter" or before

    def _does_nothing(self, node: cst.BaseExpression, place: cst.CSTNode) -> bool:
        """Whether it makes no difference when an expression is evaluated."""
        if isinstance(node, cst.Call) and self.values.symbol(node.func) in _STEADY:
            return all(not is_impure(arg.value) for arg in node.args)
        if any(isinstance(inner, cst.Attribute) and inner.attr.value in self.values.stored_attributes for inner in walk(node)):
            return self.values.scope_at(node) is self.values.scope_at(place)
        return not is_impure(node)
