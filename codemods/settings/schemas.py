"""Schemas that are spelled out in the SDK's words, level by level, as JSON Schema."""

from __future__ import annotations

from typing import Generic

from codemods.api.nodes import Array, Entry, Leaf, Node, Object, Word
from codemods.api.schema import NESTED, SCHEMA_KEYS
from codemods.api.vocabulary import SCHEMA_TYPE
from codemods.settings.reader import N, Reader, S
from codemods.settings.records import Pair, Record

_NULLABLE_HELP = 'Write {"type": ["string", "null"]} for nullable, with None in an enum; put the properties in order.'
_ORDER = ("property_ordering", "propertyOrdering")


class Structures(Generic[N, S]):
    """Reads object literals (and calls of the SDK's `Schema`) of one module; holds the strand where something is not in sight."""

    def __init__(self, reader: Reader[N, S]) -> None:
        self.reader = reader

    def read(self, node: N, strand: S, depth: int) -> Node | None:
        """The JSON Schema of a schema that is spelled out: itself, where it is JSON Schema already; None with a hold."""
        if self.reader.is_object(node) and not self.needs_change(node):
            return Leaf(node, depth)
        return self._structure(node, strand, depth)

    # -- JSON Schema already ------------------------------------------------------------------------------------

    def needs_change(self, node: N, seen: tuple[N, ...] = ()) -> bool:
        """Whether something in an object literal is not JSON Schema, or not in sight."""
        record = self.reader.keywords(node)
        return record is None or any(self._wants_change(pair, (*seen, node)) for pair in record.pairs)

    def _wants_change(self, pair: Pair[N], seen: tuple[N, ...]) -> bool:
        if SCHEMA_KEYS.get(pair.name) != pair.name:
            return True
        if pair.name == "type":
            return (self.reader.bare_string(pair.value) or "?") not in SCHEMA_TYPE.literals
        if pair.name == "properties":
            record = self.reader.keywords(pair.value) if self.reader.is_object(pair.value) else None
            return record is None or any(not own.name or not self._is_settled(own.value, seen) for own in record.pairs)
        if pair.name == "anyOf":
            items = self.reader.items(pair.value)
            return items is None or not all(self._is_settled(item, seen) for item in items)
        if pair.name == "additionalProperties" and not self.reader.is_object(pair.value):
            return False
        return pair.name in NESTED and not self._is_settled(pair.value, seen)

    def _is_settled(self, node: N, seen: tuple[N, ...] = ()) -> bool:
        """Whether a part, spelled out here or under a name that never changes, is JSON Schema."""
        value = self.reader.constant(node)
        return self.reader.is_object(value) and not any(value is other for other in seen) and not self.needs_change(value, seen)

    # -- level by level -----------------------------------------------------------------------------------------

    def _part(self, node: N, strand: S, depth: int) -> Node | None:
        """A schema inside of another one."""
        if not self.reader.is_object(node) and self._is_settled(node):
            return Leaf(node, depth)
        return self._structure(node, strand, depth)

    def _structure(self, node: N, strand: S, depth: int) -> Node | None:
        record = self.reader.keywords(node)
        if record is None:
            self.reader.hold(strand, node, "GI203", "this part of the response schema is not in sight")
            return None
        if not all(pair.name for pair in record.pairs):
            self.reader.hold(strand, node, "GI203", "the response schema is put together from parts that are not in sight")
            return None
        inner = record.depth(depth)
        said = {pair.name: pair.value for pair in record.pairs}
        entries = []
        for pair in record.pairs:
            if self._says_nothing(pair, said):
                continue
            entry = self._entry(pair, strand, inner)
            if entry is None:
                return None
            entries.append(_nullable(entry) if pair.name == "type" and self._may_be_null(said) else entry)
        return _laid_out(record, entries)

    def _says_nothing(self, pair: Pair[N], said: dict[str, N]) -> bool:
        """Whether a keyword can go: `nullable` that the type takes over, an order that is the order the properties have anyway."""
        if pair.name == "nullable":
            taken_over = self._may_be_null(said) and "type" in said and "enum" not in said
            return self.reader.truth(pair.value) is False or taken_over
        return pair.name in _ORDER and self._order(pair.value) == self._names(said.get("properties"))

    def _order(self, node: N) -> list[str | None] | None:
        items = self.reader.items(node)
        return [self.reader.bare_string(item) for item in items] if items is not None else None

    def _names(self, properties: N | None) -> list[str]:
        record = self.reader.keywords(properties) if properties is not None and self.reader.is_object(properties) else None
        return [pair.name for pair in record.pairs] if record is not None else []

    def _may_be_null(self, said: dict[str, N]) -> bool:
        return "nullable" in said and self.reader.truth(said["nullable"]) is True

    def _entry(self, pair: Pair[N], strand: S, depth: int) -> Entry | None:
        new = SCHEMA_KEYS.get(pair.name)
        if new is None:
            message = f"the schema keyword `{pair.name}` has no JSON Schema counterpart the tool can write"
            self.reader.hold(strand, pair.value, "GI214", message, _NULLABLE_HELP)
            return None
        value = self._value(new, pair.value, strand, depth)
        return None if value is None else Entry(new, value, pair.comments)

    def _value(self, key: str, value: N, strand: S, depth: int) -> Node | None:
        if key == "type":
            return self._type(value, strand)
        if key == "items":
            return self._part(value, strand, depth)
        if key == "properties":
            return self._properties(value, strand, depth)
        if key == "anyOf":
            return self._alternatives(value, strand, depth)
        if key == "additionalProperties" and self.reader.is_object(value):
            return self._structure(value, strand, depth)
        if key != "default" and not self.reader.is_flat(value):
            self.reader.hold(strand, value, "GI203", "this part of the response schema is not in sight")
            return None
        return Leaf(value, depth)

    def _type(self, value: N, strand: S) -> Node | None:
        word = self.reader.literal_word(value, SCHEMA_TYPE)
        if word is None:
            self.reader.hold(strand, value, "GI203", f"the schema type `{self.reader.named(value) or 'here'}` is not in sight")
        return Word(word) if word is not None else None

    def _properties(self, value: N, strand: S, depth: int) -> Node | None:
        record = self.reader.keywords(value) if self.reader.is_object(value) else None
        if record is None:
            self.reader.hold(strand, value, "GI203", "the properties of the response schema are not in sight")
            return None
        inner = record.depth(depth)
        entries = []
        for pair in record.pairs:
            schema = self._part(pair.value, strand, inner) if pair.name else None
            if schema is None:
                self.reader.hold(strand, pair.node, "GI203", "this property of the response schema is not in sight")
                return None
            entries.append(Entry(pair.name, schema, pair.comments))
        return _laid_out(record, entries)

    def _alternatives(self, value: N, strand: S, depth: int) -> Node | None:
        items = self.reader.items(value) if self.reader.is_list(value) else None
        if items is None:
            self.reader.hold(strand, value, "GI203", "the alternatives of the response schema are not in sight")
            return None
        found = [self._part(item, strand, depth) for item in items]
        return Array(tuple(item for item in found if item is not None)) if all(found) else None


def _nullable(entry: Entry) -> Entry:
    """JSON Schema lists null among the types."""
    return Entry(entry.key, Array((entry.value, Word("null"))), entry.comments)


def _laid_out(record: Record[N], entries: list[Entry]) -> Object:
    """An object in the layout of the schema; comments of keywords that go stay behind with them."""
    return Object(tuple(entries), record.exploded, record.listing.orphans, record.listing.opening)
