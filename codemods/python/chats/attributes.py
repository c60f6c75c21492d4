"""Chats in an attribute of an object: `self.chat`."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property

import libcst as cst

from codemods.python.chats.aliases import aliases_in
from codemods.python.chats.kinds import MEMBERS
from codemods.python.chats.model import Cleared, Creation, Found, Life, Place
from codemods.python.names import Names
from codemods.python.nodes import dotted, is_none, string_value
from codemods.python.scopes import Scope
from codemods.python.tree import walk
from codemods.python.values import Values

_BY_NAME = frozenset({"getattr", "setattr", "delattr", "hasattr"})
#: Methods of a class that see its attributes by their names.
_MEDDLING = frozenset({"__setattr__", "__getattr__", "__getattribute__", "__delattr__", "__getstate__", "__setstate__", "__copy__"})
_TAKING_ALL = frozenset({"vars", "copy.copy"})
_ASSIGNED = "Assign the chat to the attribute in a statement of its own."


class Attributed:
    """One attribute of the instances of one class."""

    def __init__(self, owner: cst.ClassDef, name: str, values: Values, names: Names, known: dict[object, str]) -> None:
        self.owner = owner
        self.name = name
        self.values = values
        self.module = values.module
        self.names = names
        self.scope: Scope = values.scope_at(owner)
        self._known = known

    @property
    def key(self) -> Hashable:
        return (self.owner, self.name)

    @property
    def label(self) -> str:
        return f"`self.{self.name}`"

    @property
    def keeps_name(self) -> bool:
        return False

    @property
    def reruns(self) -> bool:
        return False

    @property
    def life(self) -> Life:
        return "long"

    def renamed(self, place: cst.BaseExpression, suffix: str) -> cst.BaseExpression:
        """Another attribute of the same object; the same one in every class."""
        key = (self.name, suffix)
        if key not in self._known:
            self._known[key] = self.names.fresh(f"{self.name}_{suffix}")
        name = cst.Name(self._known[key])
        return place.with_changes(attr=name) if isinstance(place, cst.Attribute) else name

    # -- finding ------------------------------------------------------------------------------------------------

    def find(self) -> Found:
        found = Found(ties={self.key, ("chat attribute", self.name)})
        self._check_class(found)
        for node in self.module.nodes:
            if isinstance(node, cst.Attribute) and node.attr.value == self.name and not self._is_another(node):
                self._sort(node, found)
            elif isinstance(node, cst.SimpleString) and string_value(node) == self.name and self._names_attribute(node):
                found.problem(node, "GI205", f"the attribute {self.label} is reached by its name here")
        self._check_body(found)
        aliases_in(found, self.values)
        return found

    def _check_class(self, found: Found) -> None:
        """Other code that could reach the attribute, or define it once more."""
        name = self.owner.name
        if any(self.name in self._own_attributes(other) for other in self._family):
            found.problem(name, "GI205", f"the attribute {self.label} belongs to several classes")
        if self.name in self.values.methods(self.owner):
            found.problem(name, "GI205", f"{self.label} is a method or property as well")
        if own := sorted(self.values.methods(self.owner) & _MEDDLING):
            found.problem(name, "GI205", f"the class of {self.label} has a `{own[0]}`, which would see another attribute")
        for node in self.module.nodes:
            if self._takes_all(node):
                found.problem(node, "GI205", f"all attributes of the object that {self.label} belongs to are taken here")
        users = self.values.index.users_of_method(self.values.qualname(self.owner), self.name)
        private = self.name.startswith("_") or self.owner.name.value.startswith("_")
        if users.first is not None:
            found.problem(name, "GI205", f"the attribute {self.label} is used in {users.first}")
        elif not (users.complete or private or self.values.is_program):
            found.problem(
                name, "GI205", f"the attribute {self.label} can be read from other files; a leading underscore would say that it is not"
            )

    @cached_property
    def _family(self) -> frozenset[cst.ClassDef]:
        """The classes of this module that inherit from the class, or that it inherits from."""
        found: set[cst.ClassDef] = set()
        for step in (self.values.subclasses, self._bases):
            waiting = [self.owner]
            while waiting:
                new = [other for other in step(waiting.pop()) if other not in found]
                found.update(new)
                waiting += new
        return frozenset(found)

    def _bases(self, owner: cst.ClassDef) -> list[cst.ClassDef]:
        bases = (self.values.class_named(base.value) for base in owner.bases)
        return [base for base in bases if base is not None]

    def _takes_all(self, node: cst.CSTNode) -> bool:
        """`vars(bot)`, `bot.__dict__`, and `copy.copy(bot)`, whose copy goes on with the same chat."""
        if isinstance(node, cst.Attribute) and node.attr.value == "__dict__":
            return self._is_instance(node.value)
        takes = isinstance(node, cst.Call) and self.values.called_name(node.func) in _TAKING_ALL
        return takes and isinstance(node, cst.Call) and any(self._is_instance(arg.value) for arg in node.args)

    def _is_instance(self, node: cst.BaseExpression) -> bool:
        owner = self.values.owner_class(node) or self.values.instance_class(node)
        return owner is self.owner or owner in self._family

    def _own_attributes(self, owner: cst.ClassDef) -> set[str]:
        nodes = (node for node in walk(owner.body) if isinstance(node, cst.AssignTarget) and isinstance(node.target, cst.Attribute))
        return {node.target.attr.value for node in nodes if isinstance(node.target, cst.Attribute)}

    def _check_body(self, found: Found) -> None:
        """`chat = None` or `chat: Chat` in the body of the class."""
        for definition in self.module.flow.by_scope.get((self.module.flow.scopes[self.owner], self.name), ()):
            statement, plain = definition.node, not (self.owner.decorators or definition.uses)
            if plain and isinstance(statement, cst.Assign) and len(statement.targets) == 1 and is_none(definition.value):
                found.cleared.append(Cleared(Place(definition.name), statement))
                continue
            found.problem(definition.name, "GI200", f"{self.label} has a default in its class, which is not rewritten yet")

    def _is_another(self, node: cst.Attribute) -> bool:
        """Whether an attribute of that name surely is not this one: it belongs to something else, or is no chat."""
        if self.values.owner_class(node.value) is self.owner or self.values.instance_class(node.value) is self.owner:
            return False
        other = self.values.owner_class(node.value) or self.values.instance_class(node.value)
        if other is not None and other in self._family:
            return False
        if other is not None or self.values.handle(node.value) is not None or self.values.symbol(node) is not None:
            return True
        above = self.module.parent(node)
        return isinstance(above, cst.Attribute) and above.value is node and above.attr.value not in MEMBERS

    def _names_attribute(self, node: cst.SimpleString) -> bool:
        around = self.module.parent(node)
        call = self.module.parent(around) if isinstance(around, cst.Arg) else None
        if isinstance(call, cst.Call):
            return dotted(call.func).rpartition(".")[2] in _BY_NAME
        slots = [a for a in self.module.ancestors(node) if isinstance(a, cst.Assign)]
        return any(dotted(target.target) == "__slots__" for assign in slots for target in assign.targets)

    def _sort(self, node: cst.Attribute, found: Found) -> None:
        own = self.values.owner_class(node.value)
        through_self = own is self.owner and not self._is_class(node.value)
        parent = self.module.parent(node)
        statement = self.module.parent(parent) if isinstance(parent, cst.AssignTarget) else parent
        if not through_self:
            found.problem(node, "GI205", f"the chat {self.label} is used from outside of its class")
        elif isinstance(parent, cst.AssignTarget) or (isinstance(parent, cst.AnnAssign) and parent.target is node):
            self._store(node, statement, found)
        else:
            found.reads.append(Place(node))

    def _is_class(self, node: cst.BaseExpression) -> bool:
        """`Bot.chat`, or `cls.chat` in a class method."""
        definitions = self.values.definitions(node) if isinstance(node, cst.Name) else []
        if not definitions or isinstance(definitions[0].node, cst.ClassDef):
            return True
        function = definitions[0].scope.node
        return isinstance(function, cst.FunctionDef) and any(dotted(d.decorator) == "classmethod" for d in function.decorators)

    def _store(self, node: cst.Attribute, statement: cst.CSTNode | None, found: Found) -> None:
        several = isinstance(statement, cst.Assign) and len(statement.targets) != 1
        if several or not isinstance(statement, (cst.Assign, cst.AnnAssign)) or statement.value is None:
            found.problem(node, "GI200", f"a chat that is not simply assigned to {self.label} is not rewritten yet", _ASSIGNED)
        elif is_none(statement.value):
            found.cleared.append(Cleared(Place(node), statement))
        elif isinstance(statement.value, cst.Call):
            found.creations.append(Creation(statement.value, Place(node), statement))
        else:
            found.problem(node, "GI217", f"{self.label} may hold something else than a chat")
