"""Everything that can be asked of an expression of one module: names, classes, clients, constants."""

from __future__ import annotations

import libcst as cst

from codemods.api.schemas import SCHEMAS, ResponseSchema
from codemods.python.clients import Clients
from codemods.python.nodes import string_value
from codemods.python.project.things import Constant, ModuleThing, Place, TextThing, Thing


class Values(Clients):
    """The one object that the later steps ask; each layer below adds a kind of question."""

    @property
    def schema(self) -> ResponseSchema:
        """The schema that is written for."""
        return SCHEMAS[self.options.schema]

    def string_literals(self, node: cst.CSTNode | None, seen: frozenset[object] = frozenset()) -> list[cst.SimpleString]:
        """The string literals that may be the value of an expression, as far as they are in sight."""
        if node is None or node in seen:
            return []
        seen = seen | {node}
        if isinstance(node, cst.SimpleString):
            return [node] if string_value(node) is not None else []
        if isinstance(node, cst.IfExp):
            return [*self.string_literals(node.body, seen), *self.string_literals(node.orelse, seen)]
        if isinstance(node, cst.BooleanOperation):
            return [*self.string_literals(node.left, seen), *self.string_literals(node.right, seen)]
        if isinstance(node, cst.Call):
            return self._default_literal(node)
        if isinstance(node, cst.Attribute):
            owner = self.owner_class(node.value)
            values = self.attributes(owner).values.get(node.attr.value, ()) if owner is not None else ()
            return [literal for value in values for literal in self.string_literals(value, seen)]
        if not isinstance(node, cst.Name):
            return []
        found: list[cst.SimpleString] = []
        for definition in self.definitions(node):
            if definition.kind in ("assign", "walrus", "parameter"):
                found += [literal for literal in self.string_literals(definition.value, seen) if literal not in found]
        return found

    def constants(self, node: cst.CSTNode | None, seen: frozenset[object] = frozenset()) -> list[Constant]:
        """The string literals of other files that may be the value of an expression."""
        if node is None or node in seen:
            return []
        seen = seen | {node}
        if isinstance(node, (cst.IfExp, cst.BooleanOperation)):
            pair = (node.body, node.orelse) if isinstance(node, cst.IfExp) else (node.left, node.right)
            return [constant for part in pair for constant in self.constants(part, seen)]
        if isinstance(node, cst.Call):
            fallback = node.args[1].value if self._has_default(node) else None
            return self.constants(fallback, seen) or self._constants_of(self.thing(node))
        if isinstance(node, cst.Attribute):
            owner = self.owner_class(node.value)
            values = self.attributes(owner).values.get(node.attr.value, ()) if owner is not None else ()
            return [c for value in values for c in self.constants(value, seen)] or self._constants_of(self.thing(node))
        found = []
        for definition in self.definitions(node) if isinstance(node, cst.Name) else ():
            if definition.kind == "import":
                found += self._constants_of(self.thing(node))
            elif definition.kind in ("assign", "walrus", "parameter"):
                found += self.constants(definition.value, seen)
        return list(dict.fromkeys(found))

    def _constants_of(self, thing: Thing | None) -> list[Constant]:
        constants = thing.constants if isinstance(thing, TextThing) else ()
        return [constant for constant in constants if constant.path != self.index.path]

    def place_elsewhere(self, node: cst.CSTNode) -> Place | None:
        """Where another file of the project defines what an expression names."""
        if isinstance(node, cst.Name):
            origins = {origin for d in self.definitions(node) if (origin := self.import_origin(d)) is not None}
            return self.index.defined(*origins.pop()) if len(origins) == 1 else None
        base = self.thing(node.value) if isinstance(node, cst.Attribute) else None
        return self.index.defined_in(base, node.attr.value) if isinstance(base, ModuleThing) and isinstance(node, cst.Attribute) else None

    def exact_string(self, node: cst.BaseExpression) -> str | None:
        """The one text an expression surely is; None when it may be anything else."""
        if isinstance(node, cst.Name):
            definitions = self.module.flow.definitions_of(node)
            plain = all(d.kind == "assign" and isinstance(d.value, cst.SimpleString) for d in definitions)
            values = {string_value(d.value) for d in definitions} if plain else self._exact_elsewhere(node)
            return values.pop() if len(values) == 1 else None
        return string_value(node)

    def _exact_elsewhere(self, node: cst.Name) -> set[str | None]:
        thing = self.thing(node)
        return {constant.value for constant in thing.constants} if isinstance(thing, TextThing) and thing.exact else set()

    def possible_strings(self, node: cst.BaseExpression) -> set[str] | None:
        """Every text an expression may be; None when it may be one that is not in sight."""
        if isinstance(node, cst.IfExp):
            one, other = self.possible_strings(node.body), self.possible_strings(node.orelse)
            return one | other if one is not None and other is not None else None
        if not isinstance(node, cst.Name):
            text = string_value(node)
            return {text} if text is not None else None
        found: set[str] = set()
        for definition in self.module.flow.definitions_of(node):
            if definition.kind == "import" and (elsewhere := self._exact_elsewhere(node)):
                found |= {text for text in elsewhere if text is not None}
                continue
            plain = definition.kind == "assign" and definition.value is not None and not isinstance(definition.value, cst.Name)
            values = self.possible_strings(definition.value) if plain and definition.value is not None else None
            if values is None:
                return None
            found |= values
        return found or None

    def _default_literal(self, node: cst.Call) -> list[cst.SimpleString]:
        """`os.getenv("MODEL", "gemini-x")` and `os.environ.get(…)` fall back to their second argument."""
        return self.string_literals(node.args[1].value) if self._has_default(node) else []

    def _has_default(self, node: cst.Call) -> bool:
        return self.symbol(node.func) in ("os.getenv", "os.environ.get") and len(node.args) > 1
