"""Finding the slot a chat is put into when it is created."""

from __future__ import annotations

import libcst as cst

from codemods.python.chats.attributes import Attributed
from codemods.python.chats.entries import Entered, entry_of
from codemods.python.chats.holders import Holders
from codemods.python.chats.model import Slot
from codemods.python.chats.named import Named
from codemods.python.chats.uses import HELP
from codemods.python.names import Names
from codemods.python.strand import Strand
from codemods.python.values import Values


class Slots:
    """Finds the slots of one module."""

    def __init__(self, values: Values, names: Names) -> None:
        self.values = values
        self.module = values.module
        self.names = names
        self.holders = Holders(values)
        #: The names of state variables, so that all chats of one name have one.
        self._known: dict[object, str] = {}

    def of(self, call: cst.Call, strand: Strand) -> Slot | None:
        """Where a chat goes; None (with a hold) when it goes somewhere it cannot be followed."""
        target = self._target(self.module.parent(call))
        if isinstance(target, cst.Name):
            definition = self.module.flow.definition_at(target)
            if definition is not None:
                return Named(definition, self.values, self.names, self._known)
        if isinstance(target, (cst.Attribute, cst.Subscript)):
            holder = self.holders.of(target.value)
            if holder is not None and (holder.by_attribute or isinstance(target, cst.Subscript)):
                return Entered(holder, entry_of(target, holder, self.values), self.values)
        if isinstance(target, cst.Attribute):
            owner = self.values.owner_class(target.value)
            if owner is not None:
                return Attributed(owner, target.attr.value, self.values, self.names, self._known)
        strand.hold(call, "GI200", "a chat that is not simply given a name is not rewritten yet", HELP)
        return None

    def _target(self, statement: cst.CSTNode | None) -> cst.BaseExpression | None:
        """What a statement assigns to, when it is one thing; the entry that `setdefault` makes."""
        call = self.module.parent(statement) if isinstance(statement, cst.Arg) else None
        if isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) and call.func.attr.value == "setdefault":
            index = cst.SubscriptElement(cst.Index(call.args[0].value))
            return cst.Subscript(call.func.value, [index]) if len(call.args) == 2 else None
        if isinstance(statement, cst.DictElement):
            return self._entry(statement)
        if isinstance(statement, cst.AnnAssign):
            return statement.target
        return statement.targets[0].target if isinstance(statement, cst.Assign) and len(statement.targets) == 1 else None

    def _entry(self, element: cst.DictElement) -> cst.Subscript | None:
        """`state = {"chat": …}`: the entry as the code around would name it."""
        display = self.module.parent(element)
        target = self._target(self.module.parent(display)) if display is not None else None
        definition = self.module.flow.definition_at(target) if isinstance(target, cst.Name) else None
        if definition is None or not definition.uses:
            return None
        return cst.Subscript(definition.uses[0], [cst.SubscriptElement(cst.Index(element.key))])
