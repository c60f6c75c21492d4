"""Classes of one module: whose attribute `self.x` is, and everything that is stored under it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

import libcst as cst

from codemods.options import Options
from codemods.python.flow import Definition
from codemods.python.index import ProjectIndex
from codemods.python.module import Module
from codemods.python.nodes import dotted, is_none
from codemods.python.scopes import parameters
from codemods.python.symbols import Symbols
from codemods.python.tree import walk


@dataclass(frozen=True, eq=False)
class Attributes:
    """What a class stores under each attribute name: values assigned and annotations given, bases included."""

    values: dict[str, list[cst.BaseExpression]] = field(default_factory=dict)
    annotations: dict[str, list[cst.BaseExpression]] = field(default_factory=dict)


class Classes(Symbols):
    """Answers questions about classes, their instances and their attributes."""

    def __init__(self, module: Module, index: ProjectIndex, options: Options) -> None:
        super().__init__(module, index, options)
        self._attributes: dict[cst.ClassDef, Attributes] = {}
        self._attribute_definitions: dict[tuple[cst.ClassDef, str], Definition] = {}

    def owner_class(self, node: cst.CSTNode) -> cst.ClassDef | None:
        """The class whose attributes `node.x` reads: for `self`, `cls`, or the name of a class of this module."""
        if not isinstance(node, cst.Name):
            return None
        definitions = self.definitions(node)
        if len(definitions) != 1:
            return None
        definition = definitions[0]
        return definition.node if isinstance(definition.node, cst.ClassDef) else self.class_of_self(definition)

    def class_of_self(self, definition: Definition) -> cst.ClassDef | None:
        """The class whose method has this definition as its first parameter."""
        if definition.kind != "parameter":
            return None
        function = definition.scope.node
        if not isinstance(function, cst.FunctionDef) or parameters(function)[:1] != [definition.node]:
            return None
        if any(dotted(decorator.decorator) == "staticmethod" for decorator in function.decorators):
            return None
        block = self.module.parent(function)
        owner = self.module.parent(block) if block is not None else None
        return owner if isinstance(owner, cst.ClassDef) else None

    def instance_class(self, node: cst.BaseExpression) -> cst.ClassDef | None:
        """The class of this module that an expression is surely an instance of: made here, annotated so, or stored in an attribute."""
        if isinstance(node, cst.Attribute):
            owner = self.owner_class(node.value)
            values = self.attributes(owner).values.get(node.attr.value, []) if owner is not None else []
            return self._common_class([value for value in values if not is_none(value)])
        if isinstance(node, cst.Call):
            return self.class_named(node.func)
        if not isinstance(node, cst.Name):
            return None
        definitions = self.definitions(node)
        if len(definitions) == 1 and isinstance(definitions[0].node, cst.Param) and definitions[0].node.annotation is not None:
            return self.class_named(definitions[0].node.annotation.annotation)
        assigned = [d.value for d in definitions if d.kind in ("assign", "walrus", "with") and d.value is not None]
        return self._common_class(assigned) if len(assigned) == len(definitions) else None

    def _common_class(self, values: list[cst.BaseExpression]) -> cst.ClassDef | None:
        classes = [self.class_named(value.func) if isinstance(value, cst.Call) else None for value in values]
        return classes[0] if classes and all(found is classes[0] for found in classes) else None

    def class_named(self, node: cst.CSTNode) -> cst.ClassDef | None:
        definitions = self.definitions(node) if isinstance(node, cst.Name) else []
        found = definitions[0].node if len(definitions) == 1 else None
        return found if isinstance(found, cst.ClassDef) else None

    def subclasses(self, owner: cst.ClassDef) -> list[cst.ClassDef]:
        return self._subclasses.get(owner, [])

    @cached_property
    def _subclasses(self) -> dict[cst.ClassDef, list[cst.ClassDef]]:
        """The classes of this module by the classes of it that they inherit from."""
        found: dict[cst.ClassDef, list[cst.ClassDef]] = {}
        for below in self.module.every(cst.ClassDef):
            for above in {self.class_named(base.value) for base in below.bases} - {None}:
                assert above is not None
                found.setdefault(above, []).append(below)
        return found

    def initialiser(self, owner: cst.ClassDef) -> cst.FunctionDef | None:
        """The `__init__` a class defines itself."""
        for node in walk(owner.body):
            if isinstance(node, cst.FunctionDef) and node.name.value == "__init__":
                return node
        return None

    def method(self, owner: cst.ClassDef, name: str) -> cst.FunctionDef | None:
        """The function of that name in the body of a class, or of a base of it in this module."""
        for statement in owner.body.body:
            if isinstance(statement, cst.FunctionDef) and statement.name.value == name:
                return statement
        bases = [self.class_named(base.value) for base in owner.bases]
        inherited = [self.method(base, name) for base in bases if base is not None and base is not owner]
        return next((found for found in inherited if found is not None), None)

    def methods(self, owner: cst.ClassDef) -> set[str]:
        """The names of functions a class defines, its bases in this module included."""
        found = {node.name.value for node in walk(owner.body) if isinstance(node, cst.FunctionDef)}
        for base in owner.bases:
            inherited = self.class_named(base.value)
            found |= self.methods(inherited) if inherited is not None and inherited is not owner else set()
        return found

    def body_names(self, owner: cst.ClassDef) -> set[str]:
        """The names of methods and classes in the body of a class, its bases in this module included."""
        found = {node.name.value for node in owner.body.body if isinstance(node, (cst.FunctionDef, cst.ClassDef))}
        for base in owner.bases:
            inherited = self.class_named(base.value)
            found |= self.body_names(inherited) if inherited is not None and inherited is not owner else set()
        return found

    def property_function(self, owner: cst.ClassDef, name: str) -> cst.FunctionDef | None:
        """The function behind a property of the class."""
        for node in walk(owner.body):
            if isinstance(node, cst.FunctionDef) and node.name.value == name and node.decorators:
                return node
        return None

    @cached_property
    def stored_outside(self) -> frozenset[str]:
        """Attribute names that the module assigns on something else than `self`."""
        targets = [node.target for node in self.module.every(cst.AssignTarget)]
        return frozenset(t.attr.value for t in targets if isinstance(t, cst.Attribute) and not self._is_self(t.value))

    @cached_property
    def stored_attributes(self) -> frozenset[str]:
        """Attribute names that the module assigns on anything."""
        return frozenset(node.attr.value for node in self.module.every(cst.Attribute) if self.module.is_stored(node))

    def _is_self(self, node: cst.BaseExpression) -> bool:
        definitions = self.definitions(node) if isinstance(node, cst.Name) else []
        return len(definitions) == 1 and self.class_of_self(definitions[0]) is not None

    def attributes(self, owner: cst.ClassDef) -> Attributes:
        """Everything the class and its bases in this module assign to an attribute, in any method or the body."""
        if owner not in self._attributes:
            self._attributes[owner] = found = Attributes()
            for base in owner.bases:
                for definition in self.definitions(base.value) if isinstance(base.value, cst.Name) else ():
                    if isinstance(definition.node, cst.ClassDef) and definition.node is not owner:
                        inherited = self.attributes(definition.node)
                        for name, values in inherited.values.items():
                            found.values.setdefault(name, []).extend(values)
                        for name, values in inherited.annotations.items():
                            found.annotations.setdefault(name, []).extend(values)
            self._collect_attributes(owner, found)
        return self._attributes[owner]

    def _collect_attributes(self, owner: cst.ClassDef, found: Attributes) -> None:
        scope = self.module.flow.scopes[owner]
        for node in walk(owner.body):
            if isinstance(node, cst.Assign):
                for target in node.targets:
                    # Of `self.a, self.b = …` only the whole right side is known.
                    unpacked = isinstance(target.target, (cst.Tuple, cst.List))
                    several = [element.value for element in target.target.elements] if unpacked else [target.target]  # type: ignore[attr-defined]
                    for single in several:
                        name = self._attribute_name(single, owner, scope)
                        if name is not None:
                            found.values.setdefault(name, []).append(node.value)
            elif isinstance(node, (cst.For, cst.CompFor, cst.WithItem)):
                bound = node.asname.name if isinstance(node, cst.WithItem) and node.asname is not None else getattr(node, "target", None)
                name = self._attribute_name(bound, owner, scope) if isinstance(bound, cst.Attribute) else None
                if name is not None:
                    found.values.setdefault(name, []).append(node.item if isinstance(node, cst.WithItem) else node.iter)
            elif isinstance(node, cst.AnnAssign):
                name = self._attribute_name(node.target, owner, scope)
                if name is not None:
                    found.annotations.setdefault(name, []).append(node.annotation.annotation)
                    if node.value is not None:
                        found.values.setdefault(name, []).append(node.value)

    def attribute_definition(self, node: cst.Attribute) -> Definition | None:
        """The one place that gives an attribute of a class in this module its value, with every reading of it.

        None for an attribute that other files use or may use, and for one that a subclass or another object's code sets too.
        """
        owner, name = self.owner_class(node.value), node.attr.value
        if owner is None or name.startswith("__") or name in self.stored_outside or self.subclasses(owner):
            return None
        users = self.index.users_of_method(self.qualname(owner), name)
        if users.places or not (users.complete or self.is_program or name.startswith("_")):
            return None
        values = self.attributes(owner).values.get(name, [])
        assign = self.module.parent(values[0]) if len(values) == 1 else None
        if not isinstance(assign, cst.Assign) or len(assign.targets) != 1 or self.module.enclosing(assign, cst.ClassDef) is not owner:
            return None
        target = assign.targets[0].target
        if (owner, name) not in self._attribute_definitions and isinstance(target, cst.Attribute):
            uses = [use for use in self._attribute_uses(name) if use is not target]
            # Uses are attributes here, not names: whoever asks for uses only looks at what is around them.
            self._attribute_definitions[owner, name] = Definition(
                target.attr, "assign", self.module.flow.scopes[owner], assign, values[0], -1, cast("list[cst.Name]", uses)
            )
        return self._attribute_definitions.get((owner, name))

    def _attribute_uses(self, name: str) -> list[cst.Attribute]:
        return self.module.attributes(name)

    def _attribute_name(self, target: cst.BaseExpression, owner: cst.ClassDef, scope: object) -> str | None:
        if isinstance(target, cst.Attribute) and isinstance(target.value, cst.Name) and self.owner_class(target.value) is owner:
            return target.attr.value
        if isinstance(target, cst.Name):
            definition = self.module.flow.definition_at(target)
            return target.value if definition is not None and definition.scope is scope else None
        return None
