"""Is a collection changed in place: under its own name, under another one it is given, or in a function it is passed to?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import libcst as cst

from codemods.python.flow import Definition, Flow
from codemods.python.module import Module
from codemods.python.nodes import dotted
from codemods.python.scopes import assigned_targets, parameters

_COLLECTIONS = (cst.List, cst.Set, cst.Dict, cst.ListComp, cst.SetComp, cst.DictComp)
_MAKERS = frozenset({"list", "set", "dict"})


class Mutation:
    """Follows collections through one module. ``changes`` tells whether a single use changes what it names (`names.append(x)`)."""

    def __init__(self, module: Module, changes: Callable[[cst.CSTNode], bool]) -> None:
        self.module = module
        self.flow: Flow = module.flow
        self._changes = changes

    def of(self, names: Iterable[cst.Name]) -> bool:
        """Whether what any of these names holds is changed somewhere."""
        return any(self._of_definition(d, frozenset()) for name in names for d in self.flow.definitions_of(name))

    def elsewhere(self, definition: Definition) -> bool:
        """Whether what a definition holds is changed under another name, or in a function that it is passed to."""
        return any(self._by_others(use, frozenset({definition})) for use in definition.uses)

    def _of_definition(self, definition: Definition, seen: frozenset[Definition]) -> bool:
        return definition not in seen and any(self._by(use, seen | {definition}) for use in definition.uses)

    def _by(self, use: cst.Name, seen: frozenset[Definition]) -> bool:
        return self._changes(use) or self._extends(use) or self._by_others(use, seen)

    def _by_others(self, use: cst.Name, seen: frozenset[Definition]) -> bool:
        parent = self.module.parent(use)
        aliases = [self.flow.definition_at(target) for target in assigned_targets(parent) if isinstance(target, cst.Name)]
        aliases.append(self._parameter(use, parent) if isinstance(parent, cst.Arg) else None)
        return any(self._of_definition(alias, seen) for alias in aliases if alias is not None)

    def _extends(self, use: cst.Name) -> bool:
        """`names += more`: a text becomes another one by it, a list is changed."""
        parent = self.module.parent(use)
        return isinstance(parent, cst.AugAssign) and parent.target is use and any(map(_is_collection, self._values(use)))

    def _values(self, use: cst.Name) -> list[cst.BaseExpression]:
        return [d.value for d in self.flow.definitions_of(use) if d.kind in ("assign", "walrus") and d.value is not None]

    def _parameter(self, use: cst.Name, argument: cst.Arg) -> Definition | None:
        """The parameter of a function of this module that takes the collection."""
        call = self.module.parent(argument)
        if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Name) or argument.star:
            return None
        functions = [d.node for d in self.flow.definitions_of(call.func) if isinstance(d.node, cst.FunctionDef)]
        taken = [_taking(argument, call, function) for function in functions]
        return next((self.flow.definition_at(param.name) for param in taken if param is not None), None)


def _taking(argument: cst.Arg, call: cst.Call, function: cst.FunctionDef) -> cst.Param | None:
    if argument.keyword is not None:
        return next((param for param in parameters(function) if param.name.value == argument.keyword.value), None)
    positional = [*function.params.posonly_params, *function.params.params]
    position = call.args.index(argument)
    return positional[position] if position < len(positional) else None


def _is_collection(value: cst.BaseExpression) -> bool:
    return isinstance(value, _COLLECTIONS) or (isinstance(value, cst.Call) and dotted(value.func) in _MAKERS)
