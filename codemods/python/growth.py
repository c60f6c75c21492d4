"""When lists change: whether one that was copied somewhere may be another list later."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemods.python.flow import Definition
from codemods.python.tree import walk
from codemods.python.values import Values

_LOOPS = (cst.For, cst.While)
_ROWS = (cst.List, cst.Tuple, cst.ListComp)


def changed_later(node: cst.CSTNode, values: Values) -> bool:
    """Whether a list that an expression names may be changed once the expression was evaluated."""
    names = [below for below in walk(node) if isinstance(below, cst.Name)]
    return any(_changed_later(name, values) for name in names)


def _changed_later(name: cst.Name, values: Values) -> bool:
    made = list(_of_one_object(name, values, set()))
    if any(values.is_mutated_elsewhere(definition) for definition in made):
        return True
    changes = [use for definition in made for use in definition.uses if is_change(use, values)]
    begun = [definition for definition in made if definition.kind != "augment"]
    return any(not _comes_before(change, name, begun, values) for change in changes)


def _of_one_object(name: cst.Name, values: Values, seen: set[Definition]) -> Iterator[Definition]:
    """The definitions a name may have its list from; `+=` gives the name the same list again."""
    for definition in values.module.flow.definitions_of(name):
        if definition in seen:
            continue
        seen.add(definition)
        yield definition
        if isinstance(definition.node, cst.AugAssign) and isinstance(definition.node.target, cst.Name):
            yield from _of_one_object(definition.node.target, values, seen)


def is_change(use: cst.Name, values: Values) -> bool:
    """Whether this use changes the list: by a method, an index, or `+=` with a list."""
    parent = values.module.parent(use)
    augmented = isinstance(parent, cst.AugAssign) and parent.target is use and isinstance(parent.value, _ROWS)
    return augmented or values.is_changed(use)


def _comes_before(change: cst.Name, name: cst.Name, begun: list[Definition], values: Values) -> bool:
    """Whether a change is always made before a name is read: above it, and in the same round of every loop around both."""
    scope = values.scope_at(name)
    if values.scope_at(change) is not scope or any(definition.scope is not scope for definition in begun):
        return False
    if values.module.span(change) >= values.module.span(name):
        return False
    loops = _loops(change, values) & _loops(name, values)
    return all(loops <= _loops(definition.node, values) for definition in begun)


def _loops(node: cst.CSTNode, values: Values) -> set[cst.CSTNode]:
    return {around for around in values.module.ancestors(node) if isinstance(around, _LOOPS)}
