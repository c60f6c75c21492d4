"""Response schemas: classes, types, SDK `Schema` objects and dictionaries become JSON Schema."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from codemods.api.call import Array, Comments, Entry, Leaf, Node, Object, SchemaOf, Word
from codemods.api.schema import SCHEMA_KEYS, TYPES
from codemods.python.displays import Displays
from codemods.python.flow import Definition
from codemods.python.layout import call_listing, dict_listing
from codemods.python.nodes import dotted, is_none, string_value
from codemods.python.project.things import ClassThing, External
from codemods.python.strand import ADAPTER, Strand
from codemods.python.tree import walk
from codemods.python.values import Values

_SCHEMA_CLASS = "google.genai.types.Schema"
_TYPE_ENUM = "google.genai.types.Type."
_MODELS = frozenset({"pydantic.BaseModel", "pydantic.main.BaseModel", "pydantic.RootModel", "sqlmodel.SQLModel"})
_BUILTIN_TYPES = frozenset({"str", "int", "float", "bool", "list", "dict", "tuple", "set"})


class Schemas:
    """Reads a schema expression of one module into its JSON Schema form; holds the strand where that is not possible."""

    def __init__(self, values: Values, displays: Displays) -> None:
        self.values = values
        self.displays = displays

    def read(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        """The JSON Schema a `response_schema` stands for; None (with a hold) when it cannot be told."""
        if isinstance(node, cst.Dict) and not self._needs_change(node):
            return Leaf(node, depth)
        if isinstance(node, cst.Dict) or self._schema_call(node):
            return self._structure(node, strand, depth)
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

    def _schema_call(self, node: cst.CSTNode) -> bool:
        return isinstance(node, cst.Call) and self.values.symbol(node.func) == _SCHEMA_CLASS

    def _is_display(self, node: cst.BaseExpression) -> bool:
        return isinstance(node, cst.Dict) or self._schema_call(node)

    def read_display(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        """The JSON Schema of the parameters of a function: a dictionary or a `Schema` object, spelled out or under a name."""
        if self._is_display(node) or self.displays.bound(node, self._is_display) is not None:
            return self.read(node, strand, depth)
        strand.hold(node, "GI203", "the parameters of the function are not in sight")
        return None

    def _named_display(self, node: cst.Name, definition: Definition, strand: Strand, depth: int) -> Node | None:
        """A schema under a name stays under it, and is rewritten there unless it is JSON Schema already."""
        display = definition.value
        if isinstance(display, cst.Dict) and not self._needs_change(display):
            if self.values.is_mutated(node):
                strand.hold(node, "GI203", "the schema is changed after it was written")
            return Leaf(node, depth)

        def convert(value: cst.BaseExpression, inner: int) -> Node | None:
            return self._structure(value, strand, inner)

        placed = self.displays.place(node, self._is_display, convert, strand, depth, code="GI106", what="the schema")
        return placed.use if placed is not None else None

    def _needs_change(self, display: cst.Dict) -> bool:
        return any(
            isinstance(node, cst.DictElement) and (self._key(node.key) not in SCHEMA_KEYS or self._wants_change(node))
            for node in self._schema_elements(display)
        )

    def _wants_change(self, element: cst.DictElement) -> bool:
        key = self._key(element.key)
        if SCHEMA_KEYS.get(key) != key:
            return True
        if key in ("items", "properties") and not isinstance(element.value, cst.Dict):
            return True
        return key == "type" and (string_value(element.value) or "?") not in TYPES.values()

    def _schema_elements(self, display: cst.Dict) -> list[cst.BaseDictElement]:
        """The elements whose keys are schema keywords: those of the display and of the schemas nested in it."""
        found = list(display.elements)
        for element in display.elements:
            if not isinstance(element, cst.DictElement):
                continue
            nested = [element.value]
            if (self._key(element.key) == "properties" and isinstance(element.value, cst.Dict)) or isinstance(element.value, cst.List):
                nested = [inner.value for inner in element.value.elements]
            for inner in nested:
                if isinstance(inner, cst.Dict):
                    found += self._schema_elements(inner)
        return found

    @staticmethod
    def _key(node: cst.BaseExpression) -> str:
        return string_value(node) or ""

    def _structure(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        """A `Schema(…)` call or dictionary, level by level."""
        if isinstance(node, cst.Dict):
            listing = dict_listing(node)
            pairs = [(self._key(e.key), e.value) for e in node.elements if isinstance(e, cst.DictElement)]
        elif isinstance(node, cst.Call) and self._schema_call(node):
            listing = call_listing(node)
            pairs = [(arg.keyword.value, arg.value) for arg in node.args if arg.keyword is not None and not arg.star]
        else:
            strand.hold(node, "GI203", "this part of the response schema is not in sight")
            return None
        elements: Sequence[cst.CSTNode] = node.elements if isinstance(node, cst.Dict) else node.args
        if len(pairs) != len(elements):
            strand.hold(node, "GI203", "the response schema is put together from parts that are not in sight")
            return None
        inner = depth if listing.indent is None else listing.indent
        said = dict(pairs)
        entries = []
        for (key, value), comments in zip(pairs, listing.comments, strict=True):
            if self._says_nothing(key, value, said):
                continue
            entry = self._entry(key, value, strand, inner, comments)
            if entry is None:
                return None
            entries.append(self._nullable(entry) if key == "type" and self._may_be_null(said) else entry)
        return Object(tuple(entries), listing.indent is not None, listing.orphans, listing.opening)

    def _says_nothing(self, key: str, value: cst.BaseExpression, said: dict[str, cst.BaseExpression]) -> bool:
        """Whether a keyword can go: `nullable` that the type takes over, an order that is the order the properties have anyway."""
        if key == "nullable":
            return dotted(value) == "False" or (self._may_be_null(said) and "type" in said and "enum" not in said)
        if key in ("property_ordering", "propertyOrdering"):
            properties = said.get("properties")
            names = (
                [self._key(e.key) for e in properties.elements if isinstance(e, cst.DictElement)]
                if isinstance(properties, cst.Dict)
                else []
            )
            order = [string_value(e.value) for e in value.elements] if isinstance(value, (cst.List, cst.Tuple)) else None
            return order == names
        return False

    @staticmethod
    def _may_be_null(said: dict[str, cst.BaseExpression]) -> bool:
        return dotted(said.get("nullable", cst.Name("False"))) == "True"

    @staticmethod
    def _nullable(entry: Entry) -> Entry:
        """JSON Schema lists null among the types."""
        return Entry(entry.key, Array((entry.value, Word("null"))), entry.comments)

    def _entry(self, key: str, value: cst.BaseExpression, strand: Strand, depth: int, comments: Comments) -> Entry | None:
        new = SCHEMA_KEYS.get(key)
        if new is None:
            strand.hold(
                value,
                "GI214",
                f"the schema keyword `{key}` has no JSON Schema counterpart the tool can write",
                'Write {"type": ["string", "null"]} for nullable, with None in an enum; put the properties in order.',
            )
            return None
        converted = self._value(new, value, strand, depth)
        return None if converted is None else Entry(new, converted, comments)

    def _value(self, key: str, value: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        if key == "type":
            return self._type(value, strand)
        if key == "items":
            return self._structure(value, strand, depth)
        if key == "properties":
            return self._properties(value, strand, depth)
        if key == "anyOf":
            return self._alternatives(value, strand, depth)
        if key == "additionalProperties" and isinstance(value, cst.Dict):
            return self._structure(value, strand, depth)
        if any(isinstance(node, (cst.Call, cst.Dict)) for node in walk(value)) and key != "default":
            strand.hold(value, "GI203", "this part of the response schema is not in sight")
            return None
        return Leaf(value, depth)

    def _type(self, value: cst.BaseExpression, strand: Strand) -> Node | None:
        path = self.values.symbol(value) or ""
        name = path[len(_TYPE_ENUM) :] if path.startswith(_TYPE_ENUM) else (string_value(value) or "")
        if name.upper() in TYPES:
            return Word(TYPES[name.upper()])
        strand.hold(value, "GI203", f"the schema type `{dotted(value) or 'here'}` is not in sight")
        return None

    def _properties(self, value: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        if not isinstance(value, cst.Dict):
            strand.hold(value, "GI203", "the properties of the response schema are not in sight")
            return None
        listing = dict_listing(value)
        inner = depth if listing.indent is None else listing.indent
        entries = []
        for element, comments in zip(value.elements, listing.comments, strict=True):
            name = self._key(element.key) if isinstance(element, cst.DictElement) else ""
            schema = self._structure(element.value, strand, inner) if name else None
            if schema is None:
                strand.hold(element, "GI203", "this property of the response schema is not in sight")
                return None
            entries.append(Entry(name, schema, comments))
        return Object(tuple(entries), listing.indent is not None, listing.orphans, listing.opening)

    def _alternatives(self, value: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        if not isinstance(value, cst.List):
            strand.hold(value, "GI203", "the alternatives of the response schema are not in sight")
            return None
        items = [self._structure(element.value, strand, depth) for element in value.elements]
        return Array(tuple(item for item in items if item is not None)) if all(items) else None
