"""Whether an expression written where a chat was created means the same where a message is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from codemods.python.flow import Definition
from codemods.python.handles import Handle
from codemods.python.nodes import is_none
from codemods.python.request import is_impure
from codemods.python.scopes import Comprehension, Scope
from codemods.python.tree import children, walk
from codemods.python.values import Values

_LOOPS = (cst.For, cst.While, cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)


#: What a program can read in again without a difference.
_FIXED_CALLS = ("os.getenv", "os.environ.get", "dotenv.load_dotenv")
_FIXED_ITEMS = ("os.environ", "streamlit.secrets")


@dataclass(frozen=True, eq=False)
class Life:
    """How long a chat lives: as long as the variables of a scope, or longer, when the program ``reruns`` in between."""

    scope: Scope
    reruns: bool = False


class Meaning:
    """Compares places of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module
        self.flow = values.module.flow

    def is_same(self, node: cst.CSTNode, made: cst.CSTNode, at: cst.CSTNode, life: Life) -> bool:
        """Whether an expression gives the same at both places, for a chat that lives as long as the variables of a scope."""
        if is_impure(node) or any(isinstance(below, cst.Subscript) for below in walk(node)):
            return False
        if not all(self.is_stable(below) for below in walk(node) if isinstance(below, cst.Attribute)):
            return False
        return all(self._same_name(name, made, at, life) for name in self._variables(node))

    def _variables(self, node: cst.CSTNode) -> Iterator[cst.Name]:
        return (below for below in walk(node) if isinstance(below, cst.Name) and self.flow.definitions_of(below))

    def is_stable(self, attribute: cst.Attribute) -> bool:
        """Whether an attribute never changes: of a module, of a client, or assigned once in its class."""
        if self.values.symbol(attribute) or isinstance(self.values.handle(attribute.value), Handle):
            return True
        owner, name = self.values.owner_class(attribute.value), attribute.attr.value
        if owner is None or name in self.values.stored_outside or "setattr(" in self.module.source:
            return False
        overridden = any(name in self.values.attributes(c).values for c in self.values.subclasses(owner))
        values = self.values.attributes(owner).values.get(name, [])
        return len([value for value in values if not is_none(value)]) == 1 and not overridden

    def may_change(self, node: cst.CSTNode) -> bool:
        """Whether a function that is called meanwhile may give a name or attribute another value."""
        if isinstance(node, cst.Attribute):
            return self.values.owner_class(node.value) is not None and not self.is_stable(node)
        found = self.flow.definitions_of(node) if isinstance(node, cst.Name) else frozenset()
        return any((d.scope, d.name.value) in self.flow.foreign for d in found)

    # -- names --------------------------------------------------------------------------------------------------

    def _same_name(self, name: cst.Name, made: cst.CSTNode, at: cst.CSTNode, life: Life) -> bool:
        here, there = self.values.scope_at(made), self.values.scope_at(at)
        owner = here.owner(name.value)
        definitions = self.flow.by_scope.get((owner, name.value), []) if owner is not None else []
        if owner is None or self.values.is_deleted(name.value):
            return False
        if self._is_self(name, at):
            return True
        if there.owner(name.value) is not owner:
            return False
        once = len(definitions) == 1 and not self._repeated(definitions[0], owner)
        if once and not life.reruns and owner in life.scope.chain:
            return True
        if once and self._is_fixed(definitions[0]) and self._is_given(definitions[0], owner, at):
            return True
        if life.reruns:
            return False
        if owner in life.scope.chain and self._is_settled(definitions, owner, made):
            return True
        foreign = (owner, name.value) in self.flow.foreign
        return here is there and not foreign and self._straight(definitions, made, at)

    def _is_self(self, name: cst.Name, at: cst.CSTNode) -> bool:
        """Whether a name is the object itself in two methods of one class."""
        own = self.flow.definitions_of(name)
        owner = self.values.owner_class(name)
        function = next((a for a in self.module.ancestors(at) if isinstance(a, cst.FunctionDef)), None)
        scope = self.flow.scopes.get(function) if function is not None else None
        theirs = self.flow.by_scope.get((scope, name.value), []) if scope is not None else []
        if owner is None or len(own) != 1 or len(theirs) != 1:
            return False
        own_class, their_class = self.values.class_of_self(next(iter(own))), self.values.class_of_self(theirs[0])
        return own_class is not None and own_class is their_class

    def _is_settled(self, definitions: list[Definition], owner: Scope, made: cst.CSTNode) -> bool:
        """Whether everything that binds a name has run before the code that creates the chat can: it stands above, outside of loops."""
        inside = [around for around in self.module.ancestors(made) if owner.node in self.module.ancestors(around)]
        anchor = next((around for around in reversed(inside) if isinstance(around, (cst.FunctionDef, cst.ClassDef))), made)
        if not definitions or (owner, definitions[0].name.value) in self.flow.foreign:
            return False
        above = all(self.module.span(d.name) < self.module.span(anchor) for d in definitions)
        return above and not any(self._repeated(d, owner) for d in definitions)

    def _is_given(self, definition: Definition, owner: Scope, at: cst.CSTNode) -> bool:
        """Whether a name surely has its value at a place: of the module, or given further up in the blocks around it."""
        return owner.kind == "module" or self.behind(definition.name, at) is not None

    def _is_fixed(self, definition: Definition, seen: frozenset[Definition] = frozenset()) -> bool:
        """Whether a name gets the same at each run of the code: literals, clients, settings, what the environment says."""
        if definition.kind in ("import", "function", "class"):
            return True
        if definition in seen or definition.kind != "assign" or definition.value is None or not isinstance(definition.node, cst.Assign):
            return False
        return self._is_fixed_value(definition.value, seen | {definition}) and not self.values.is_mutated(definition.name)

    def _is_fixed_value(self, node: cst.CSTNode, seen: frozenset[Definition]) -> bool:
        if isinstance(node, cst.Call):
            path = self.values.symbol(node.func) or ""
            known = path.startswith("google.genai.types.") or path in _FIXED_CALLS or isinstance(self.values.handle(node), Handle)
            return known and all(self._is_fixed_value(arg.value, seen) for arg in node.args)
        if isinstance(node, cst.Subscript):
            return self.values.symbol(node.value) in _FIXED_ITEMS
        if isinstance(node, cst.Attribute):
            return self.values.symbol(node) is not None
        if isinstance(node, cst.Name):
            definitions = self.flow.definitions_of(node)
            return all(len(self.flow.by_scope[d.scope, node.value]) == 1 and self._is_fixed(d, seen) for d in definitions)
        if isinstance(node, (cst.Await, cst.Yield, cst.NamedExpr, cst.Lambda, *Comprehension)):
            return False
        return all(self._is_fixed_value(child, seen) for child in children(node))

    def _repeated(self, definition: Definition, scope: Scope) -> bool:
        """Whether the one binding of a name may run several times in its scope."""
        for around in [definition.node, *self.module.ancestors(definition.node)]:
            if around is scope.node:
                return False
            if isinstance(around, _LOOPS):
                return True
        return False

    def _straight(self, definitions: list[Definition], made: cst.CSTNode, at: cst.CSTNode) -> bool:
        """Whether the second place stands behind the first in its block, and nothing in between binds the name."""
        between = self.behind(made, at)
        if between is None:
            return False
        below = {node for statement in between for node in walk(statement)}
        return not any(d.name in below for d in definitions)

    def behind(self, made: cst.CSTNode, at: cst.CSTNode) -> list[cst.CSTNode] | None:
        """The statements from behind a place (those on its own line first) up to and with the one that holds another, all in one block."""
        line = self.module.enclosing(made, cst.SimpleStatementLine)
        block = self.module.parent(line) if line is not None else None
        body = list(getattr(block, "body", ())) if isinstance(block, (cst.Module, cst.IndentedBlock)) else []
        around = {at, *self.module.ancestors(at)}
        holding = next((statement for statement in body if statement in around), None)
        if line is None or holding is None or body.index(holding) <= body.index(line):
            return None
        inside = {made, *self.module.ancestors(made)}
        own = list(line.body) if isinstance(line, cst.SimpleStatementLine) else []
        place = next((number for number, small in enumerate(own) if small in inside), len(own))
        return [*own[place + 1 :], *body[body.index(line) + 1 : body.index(holding) + 1]]
