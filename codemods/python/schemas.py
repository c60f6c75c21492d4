"""Response schemas: classes, types, SDK `Schema` objects and dictionaries become JSON Schema."""

from __future__ import annotations

import libcst as cst

from codemods.api.call import Leaf, Node, SchemaOf
from codemods.python.displays import Displays
from codemods.python.flow import Definition
from codemods.python.nodes import is_none
from codemods.python.project.things import ClassThing, External
from codemods.python.records import SCHEMA_CLASS
from codemods.python.strand import ADAPTER, Strand
from codemods.python.values import Values
from codemods.settings.schemas import Structures

_MODELS = frozenset({"pydantic.BaseModel", "pydantic.main.BaseModel", "pydantic.RootModel", "sqlmodel.SQLModel"})
_BUILTIN_TYPES = frozenset({"str", "int", "float", "bool", "list", "dict", "tuple", "set"})


class Schemas:
    """Reads a schema expression of one module into its JSON Schema form; holds the strand where that is not possible."""

    def __init__(self, values: Values, displays: Displays, structures: Structures[cst.BaseExpression, Strand]) -> None:
        self.values = values
        self.displays = displays
        self.structures = structures

    def read(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        """The JSON Schema a `response_schema` stands for; None (with a hold) when it cannot be told."""
        if self._is_display(node):
            return self.structures.read(node, strand, depth)
        bound = self.displays.bound(node, self._is_display)
        if bound is not None and isinstance(node, cst.Name):
            return self._named_display(node, bound, strand, depth)
        kind = self.class_kind(node)
        if kind == "model":
            return SchemaOf(Leaf(node, depth), model=True)
        if kind == "imported":
            strand.assume("schema-class", node, "the response schema is defined elsewhere, so it is not proven to be a class")
        if kind in ("type", "imported") or self._is_type(node):
            strand.imports.add(ADAPTER)
            return SchemaOf(Leaf(node, depth), model=False)
        place = self.values.place_elsewhere(node)
        where = f"is written in {place}" if place is not None else "is not in sight"
        strand.hold(node, "GI203", f"the response schema {where}: it may be a class, a dictionary or a Schema object")
        return None

    def class_kind(self, node: cst.CSTNode) -> str:
        """`model` for a pydantic class, `type` for another class or builtin, `imported` for a name from elsewhere, else ``""``."""
        if isinstance(node, cst.Name):
            definitions = self.values.definitions(node)
            if not definitions:
                return "type" if node.value in _BUILTIN_TYPES else ""
            if all(isinstance(d.node, cst.ClassDef) for d in definitions):
                models = [self._is_model(d.node) for d in definitions if isinstance(d.node, cst.ClassDef)]
                return "model" if all(models) else "type"
        path = self.values.symbol(node)
        if path is None or path.startswith("google.genai.types."):
            return ""
        thing = self.values.thing(node)
        if isinstance(thing, ClassThing):
            return "model" if self._is_model_elsewhere(thing) else "type"
        if thing is not None and not isinstance(thing, External):
            return ""
        last = path.rpartition(".")[2]
        return "imported" if last[:1].isupper() and not last.isupper() else ""

    def _is_type(self, node: cst.CSTNode) -> bool:
        """`list[Recipe]`, `A | B`, `Optional[A]`: built from type constructors and types only."""
        if is_none(node) or self.class_kind(node) in ("model", "type", "imported"):
            return True
        if isinstance(node, cst.BinaryOperation):
            return isinstance(node.operator, cst.BitOr) and self._is_type(node.left) and self._is_type(node.right)
        if not isinstance(node, cst.Subscript):
            return False
        base = self.values.symbol(node.value) or ""
        constructor = self.class_kind(node.value) == "type" or base.startswith(("typing.", "typing_extensions.", "collections.abc."))
        return constructor and (base.endswith(".Literal") or all(self._is_type_argument(e.slice) for e in node.slice))

    def _is_type_argument(self, node: cst.BaseSlice) -> bool:
        return isinstance(node, cst.Index) and (isinstance(node.value, cst.Ellipsis) or self._is_type(node.value))

    def _is_model(self, node: cst.ClassDef, seen: frozenset[object] = frozenset()) -> bool:
        if node in seen:
            return False
        for base in node.bases:
            elsewhere = self.values.thing(base.value)
            if self.values.symbol(base.value) in _MODELS or (isinstance(elsewhere, ClassThing) and self._is_model_elsewhere(elsewhere)):
                return True
            for definition in self.values.definitions(base.value) if isinstance(base.value, cst.Name) else ():
                if isinstance(definition.node, cst.ClassDef) and self._is_model(definition.node, seen | {node}):
                    return True
        return False

    def _is_model_elsewhere(self, thing: ClassThing) -> bool:
        """Whether a class of another file is a pydantic model."""
        return any(isinstance(base, External) and base.path in _MODELS for base in self.values.index.bases(thing))

    # -- dictionaries and Schema objects -----------------------------------------------------------------------

    def _is_display(self, node: cst.BaseExpression) -> bool:
        return isinstance(node, cst.Dict) or (isinstance(node, cst.Call) and self.values.symbol(node.func) == SCHEMA_CLASS)

    def read_display(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        """The JSON Schema of the parameters of a function: a dictionary or a `Schema` object, spelled out or under a name."""
        if self._is_display(node) or self.displays.bound(node, self._is_display) is not None:
            return self.read(node, strand, depth)
        strand.hold(node, "GI203", "the parameters of the function are not in sight")
        return None

    def _named_display(self, node: cst.Name, definition: Definition, strand: Strand, depth: int) -> Node | None:
        """A schema under a name stays under it, and is rewritten there unless it is JSON Schema already."""
        display = definition.value
        if isinstance(display, cst.Dict) and not self.structures.needs_change(display):
            if self.values.is_mutated(node):
                strand.hold(node, "GI203", "the schema is changed after it was written")
            return Leaf(node, depth)

        def convert(value: cst.BaseExpression, inner: int) -> Node | None:
            return self.structures.read(value, strand, inner)

        placed = self.displays.place(node, self._is_display, convert, strand, depth, code="GI106", what="the schema")
        return placed.use if placed is not None else None
