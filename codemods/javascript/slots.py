"""Slots: the places of a module that keep a value under a name. Bindings, and fields of classes.

Whatever a slot is given and wherever it is read is known as a whole; no order is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from codemods.javascript.exports import is_assigned_to_exports
from codemods.javascript.module import Module
from codemods.javascript.scopes import Binding, Write
from codemods.javascript.syntax import Node

_CLASSES = ("class_declaration", "class", "abstract_class_declaration")
#: Functions with a `this` of their own.
_OWN_THIS = frozenset(
    {"function_declaration", "function_expression", "generator_function", "generator_function_declaration", "method_definition"}
)


@dataclass(eq=False)
class Field:
    """A field of one class: `this.chat`, `#chat`, or a parameter property of the constructor.

    ``types`` are its annotations. ``is_private`` tells that nothing outside of the class can reach it.
    """

    name: str
    owner: Node
    is_private: bool = False
    writes: list[Write] = field(default_factory=list)
    reads: list[Node] = field(default_factory=list)
    types: list[Node] = field(default_factory=list)
    is_owner_exported: bool = False

    @property
    def is_exported(self) -> bool:
        return self.is_owner_exported and not self.is_private

    @property
    def values(self) -> list[Write]:
        return [write for write in self.writes if not (write.how == "declared" and write.value is None)]

    @property
    def declaration(self) -> Node:
        return self.writes[0].node if self.writes else self.owner


Slot: TypeAlias = "Binding | Field"


class Slots:
    """The slots of one module."""

    def __init__(self, module: Module) -> None:
        self.module = module

    def of(self, node: Node) -> Slot | None:
        """The slot that an expression (or the name in a declaration) is."""
        if node.kind in ("identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"):
            return self.module.scopes.binding(node)
        return self._fields_by_node.get(node)

    def annotation(self, slot: Slot) -> Node | None:
        """The type a slot is declared with: the node behind the colon."""
        if isinstance(slot, Field):
            return slot.types[0] if slot.types else None
        for write in slot.writes:
            if write.path == () and (found := annotation_at(write.node)) is not None:
                return found
        return None

    @cached_property
    def _fields_by_node(self) -> dict[Node, Field]:
        found: dict[Node, Field] = {}
        for node in self.module.root.walk():
            if node.kind in _CLASSES and node.is_named:
                for own in self._fields_of(node):
                    found.update(dict.fromkeys((*(write.node for write in own.writes), *own.reads), own))
        return found

    def _fields_of(self, owner: Node) -> Iterable[Field]:
        body = owner.must("body")
        fields: dict[str, Field] = {}
        exported = self._is_exported(owner)

        def slot(name: str) -> Field:
            return fields.setdefault(name, Field(name, owner, name.startswith("#"), is_owner_exported=exported))

        for member in body.named:
            if member.kind == "public_field_definition" and not member.has_token("static"):
                own = slot(member.must("name").text)
                own.is_private = own.is_private or _says_private(member)
                own.writes.append(Write(member.must("name"), "declared", member.field("value")))
                own.types += [member.must("type").named[0]] if member.field("type") is not None else []
            elif member.kind == "method_definition" and member.must("name").text == "constructor":
                self._parameter_properties(member, slot)
        for node in body.walk():
            if node.kind == "member_expression" and node.must("object").kind == "this" and owner is self.class_of(node.must("object")):
                self._use(node, slot(node.must("property").text))
        return fields.values()

    @staticmethod
    def _parameter_properties(constructor: Node, slot: object) -> None:
        assert callable(slot)
        for parameter in constructor.must("parameters").named:
            modifiers = {child.kind for child in parameter.children}
            if modifiers & {"accessibility_modifier", "readonly"}:
                name = parameter.must("pattern")
                own = slot(name.text)
                own.is_private = own.is_private or _says_private(parameter)
                own.writes.append(Write(name, "parameter", parameter.field("value")))
                own.types += [parameter.must("type").named[0]] if parameter.field("type") is not None else []

    @staticmethod
    def _use(node: Node, own: Field) -> None:
        parent = node.parent
        assert parent is not None
        if parent.kind == "assignment_expression" and parent.field("left") is node:
            own.writes.append(Write(node, "assigned", parent.must("right")))
        elif parent.kind in ("augmented_assignment_expression", "update_expression") and parent.named[0] is node:
            own.writes.append(Write(node, "updated", parent))
        else:
            own.reads.append(node)

    @staticmethod
    def class_of(place: Node) -> Node | None:
        """The class whose object `this` is at a place."""
        for around in place.ancestors():
            if around.kind in _OWN_THIS and (around.kind != "method_definition" or _is_in_literal(around)):
                return None
            if around.kind == "class_body":
                return around.parent
        return None

    def _is_exported(self, owner: Node) -> bool:
        name = owner.field("name")
        binding = self.module.scopes.binding(name) if name is not None else None
        if binding is not None and (binding.is_exported or any(map(is_assigned_to_exports, binding.reads))):
            return True
        return (owner.parent is not None and owner.parent.kind == "export_statement") or is_assigned_to_exports(owner)


def _is_in_literal(method: Node) -> bool:
    return method.parent is not None and method.parent.kind == "object"


def _says_private(member: Node) -> bool:
    return any(child.kind == "accessibility_modifier" and child.text == "private" for child in member.children)


def annotation_at(name: Node) -> Node | None:
    """The type behind the name of a variable or parameter where it is declared."""
    parent = name.parent
    found = (
        parent.field("type")
        if parent is not None and parent.kind in ("variable_declarator", "required_parameter", "optional_parameter")
        else None
    )
    return found.named[0] if found is not None and found.named else None
