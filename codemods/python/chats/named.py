"""Chats under a name: a variable of a function, of the module, or of an outer function."""

from __future__ import annotations

from collections.abc import Hashable

import libcst as cst

from codemods.python.chats.model import Cleared, Creation, Found, Life, Place
from codemods.python.flow import Definition
from codemods.python.names import Names
from codemods.python.nodes import is_none
from codemods.python.scopes import Scope
from codemods.python.values import Values

_BY_NAME = ("globals()", "locals()", "vars()", " dir()")
_ASSIGNED = "Assign the chat to the name in a statement of its own."


class Named:
    """The variable of one scope, as far as its definitions meet in a use."""

    def __init__(self, definition: Definition, values: Values, names: Names, known: dict[object, str]) -> None:
        self.values = values
        self.flow = values.module.flow
        self.names = names
        self.name = definition.name.value
        self.scope: Scope = definition.scope
        self.definitions = self._web(definition)
        self._known = known

    @property
    def key(self) -> Hashable:
        return min(self.definitions, key=lambda d: d.order)

    @property
    def label(self) -> str:
        return f"`{self.name}`"

    @property
    def keeps_name(self) -> bool:
        return False

    @property
    def reruns(self) -> bool:
        return False

    @property
    def life(self) -> Life:
        shared = any(self.values.scope_at(use) is not self.scope for d in self.definitions for use in d.uses)
        return "long" if self.scope.kind == "module" and shared else "run"

    def _web(self, definition: Definition) -> frozenset[Definition]:
        """The definitions that some use may read besides this one, and so on; all of a name that other functions bind."""
        if (definition.scope, self.name) in self.flow.foreign:
            return frozenset(self.flow.by_scope[definition.scope, self.name])
        found: set[Definition] = set()
        waiting = [definition]
        while waiting:
            current = waiting.pop()
            if current in found:
                continue
            found.add(current)
            waiting += [other for use in current.uses for other in self.flow.definitions_of(use)]
        return frozenset(found)

    def find(self) -> Found:
        found = Found(ties={*self.definitions, *(use for d in self.definitions for use in d.uses)})
        if self.scope.kind == "class":
            found.problem(next(iter(self.definitions)).name, "GI205", f"the chat {self.label} can be read from outside of this code")
        for definition in sorted(self.definitions, key=lambda d: d.order):
            self._define(definition, found)
        if any(call in self.values.module.source for call in _BY_NAME):
            first = min(self.definitions, key=lambda d: d.order)
            found.problem(first.name, "GI205", "the file looks up variables by their names (`globals()`, `locals()`, …)")
        uses = {use: None for d in sorted(self.definitions, key=lambda d: d.order) for use in d.uses}
        found.reads = [Place(use) for use in uses]
        return found

    def _define(self, definition: Definition, found: Found) -> None:
        if how := self.values.exported_to(definition):
            found.problem(definition.name, "GI205", f"the chat {self.label} {how}")
        statement, value = definition.node, definition.value
        single = isinstance(statement, cst.AnnAssign) or (isinstance(statement, cst.Assign) and len(statement.targets) == 1)
        if definition.kind == "declare":
            found.problem(definition.name, "GI200", f"the declaration of {self.label} is not rewritten yet", _ASSIGNED)
        elif definition.kind != "assign" or not single or not isinstance(statement, (cst.Assign, cst.AnnAssign)):
            found.problem(
                definition.name, "GI200", f"a chat that is not simply given a name is not rewritten yet ({self.label})", _ASSIGNED
            )
        elif is_none(value):
            found.cleared.append(Cleared(Place(definition.name), statement))
        elif isinstance(value, cst.Call):
            found.creations.append(Creation(value, Place(definition.name), statement))
        else:
            found.problem(definition.name, "GI217", f"{self.label} may hold something else than a chat")

    def may_be_none(self, use: cst.BaseExpression) -> bool:
        """Whether a use of the name may read a None, going by the order of one function's statements."""
        if (self.scope, self.name) in self.flow.foreign or self.values.scope_at(use) is not self.scope:
            return False
        definitions = self.flow.definitions_of(use) if isinstance(use, cst.Name) else frozenset()
        return any(is_none(d.value) for d in definitions)

    def renamed(self, place: cst.BaseExpression, suffix: str) -> cst.BaseExpression:
        """One more variable of the same scope. What chats of one name have is called the same, so that one hides the other as before."""
        key = (self.name, suffix)
        if key not in self._known:
            self._known[key] = self.names.fresh(f"{self.name}_{suffix}")
        return cst.Name(self._known[key])
