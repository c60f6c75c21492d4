"""Whether an expression written where a chat is created means the same where a message is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from codemods.javascript.nodes import bare, dotted, is_null, string_value
from codemods.javascript.scopes import Binding
from codemods.javascript.slots import Field, Slot
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values

_CONSTANT = frozenset({"number", "true", "false", "null", "undefined"})


class Meaning:
    """Compares places of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    def is_same(self, node: Node, at: Node, slots: Iterable[Slot] = ()) -> bool:
        """Whether an expression gives the same at another place, for a chat that is kept in ``slots`` meanwhile."""
        node = bare(node)
        if node.kind in _CONSTANT or string_value(node) is not None:
            return True
        name = dotted(node)
        if not name:
            return False
        root, *properties = name.split(".")
        if root == "this":
            return self._same_this(node, at, slots) and all(self.is_written_once(each) for each in properties[1:])
        return self._same_name(node, root, at, slots) and all(self.is_written_once(each) for each in properties)

    def is_steady(self, slot: Slot | None) -> bool:
        """Whether a name or field is given one value only, and nothing before."""
        return slot is None or len([write for write in slot.values if not is_null(write.value)]) <= 1

    # -- names --------------------------------------------------------------------------------------------------

    def _same_name(self, node: Node, root: str, at: Node, slots: Iterable[Slot]) -> bool:
        here = self.module.scopes.scope_at(node).find(root)
        if here is not self.module.scopes.scope_at(at).find(root):
            return False
        return here is None or (self.is_steady(here) and all(self._outlives(here, slot) for slot in slots))

    @staticmethod
    def _outlives(binding: Binding, slot: Slot) -> bool:
        """Whether a name lives as long as the chat that is kept in a slot."""
        kept = slot.owner if isinstance(slot, Field) else slot.scope.node
        return binding.scope.node.holds(kept)

    # -- fields -------------------------------------------------------------------------------------------------

    def _same_this(self, node: Node, at: Node, slots: Iterable[Slot]) -> bool:
        """`this.ai` is the same in every method of the object that has the chat."""
        while node.kind == "member_expression" and bare(node.must("object")).kind != "this":
            node = bare(node.must("object"))
        own = self.values.of(node)
        if not isinstance(own, Field) or not self.is_steady(own) or self.values.class_of(at) is not own.owner:
            return False
        return all(slot.owner is own.owner if isinstance(slot, Field) else own.owner.holds(slot.scope.node) for slot in slots)

    def is_written_once(self, name: str) -> bool:
        """Whether a property of a name is assigned at one place at most, whatever object has it."""
        return self._written[name] <= 1

    @cached_property
    def _written(self) -> Counter[str]:
        """How often a property of each name is assigned anywhere."""
        found: Counter[str] = Counter()
        for node in self.module.root.walk():
            if node.kind in ("assignment_expression", "augmented_assignment_expression"):
                left = bare(node.must("left"))
                if left.kind == "member_expression":
                    found[left.must("property").text] += 1
        return found
