"""`chat = self.chat`: a second name for a chat, whose uses are uses of the slot as long as the slot is not given another chat."""

from __future__ import annotations

import libcst as cst

from codemods.python.chats.model import Alias, Found, Place
from codemods.python.flow import Definition
from codemods.python.nodes import dotted
from codemods.python.tree import walk
from codemods.python.values import Values


def aliases_in(found: Found, values: Values) -> None:
    """Put the uses of second names in the place of the readings that gave them."""
    for place in list(found.reads):
        statement = values.module.parent(place.node)
        definition = _alias(statement, place, values)
        if definition is None or not isinstance(statement, cst.Assign):
            continue
        if not all(_still_the_same(use, place, definition, found, values) for use in definition.uses):
            found.problem(place.node, "GI205", f"`{definition.name.value}` may be another chat than its slot holds by then")
            continue
        found.reads.remove(place)
        found.reads += [Place(use, place.node) for use in definition.uses]
        found.ties |= {definition, *definition.uses}
        found.aliases.append(Alias(statement))


def _alias(statement: cst.CSTNode | None, place: Place, values: Values) -> Definition | None:
    """The name that is given to what a slot holds."""
    if not isinstance(statement, cst.Assign) or statement.value is not place.node or len(statement.targets) != 1:
        return None
    target = statement.targets[0].target
    definition = values.module.flow.definition_at(target) if isinstance(target, cst.Name) else None
    if definition is None or definition.scope.kind != "function" or values.is_deleted(definition.name.value):
        return None
    return definition


def _still_the_same(use: cst.Name, place: Place, definition: Definition, found: Found, values: Values) -> bool:
    """Whether a use of the name, and nothing else of that name, stands for the slot as it was read."""
    module = values.module
    if values.scope_at(use) is not definition.scope or module.flow.definitions_of(use) != {definition}:
        return False
    names = [below for below in walk(place.node) if isinstance(below, cst.Name)]
    for name in names:
        owner = definition.scope.owner(name.value)
        given = module.flow.by_scope.get((owner, name.value), []) if owner is not None else []
        if len(given) > 1 and any(module.span(d.name) > module.span(place.node) for d in given):
            return False
    stores = [s for s in (*(c.statement for c in found.creations), *(c.statement for c in found.cleared)) if s is not None]
    if any(values.scope_at(store) is definition.scope and module.span(store) > module.span(place.node) for store in stores):
        return False
    storing = [values.scope_at(store).node for store in stores]
    functions = {node.name.value for node in storing if isinstance(node, cst.FunctionDef)}
    calls = (node for node in walk(definition.scope.node) if isinstance(node, cst.Call))
    return not any(dotted(call.func).rpartition(".")[2] in functions and module.span(call) > module.span(place.node) for call in calls)
