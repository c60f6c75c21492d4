"""Schemas of answers and of functions: those of the old API are JSON Schema in other words."""

from __future__ import annotations

from codemods.api.nodes import Array, Entry, Node, Object, Word
from codemods.api.schema import SCHEMA_KEYS, TYPES
from codemods.rest.body.reader import Reader
from codemods.rest.jsontext import Value

_HELP = 'Write JSON Schema: types in lower case, {"type": ["string", "null"]} for nullable, properties in their order.'
_SCHEMAS = ("items", "additionalProperties")


def read(value: Value, reader: Reader) -> Node | None:
    """The JSON Schema of a schema; None (with a hold) when it cannot be told. One that is JSON Schema already stays as it is."""
    if value.strict and _is_json_schema(value):
        return reader.leaf(value)
    return _structure(value, reader)


def _is_json_schema(value: Value) -> bool:
    """Whether every keyword of a schema is one of JSON Schema, and every type in lower case."""
    if value.kind != "object":
        return False
    return all(SCHEMA_KEYS.get(key) == key and _is_same(key, inner) for key, inner in value.pairs)


def _is_same(key: str, value: Value) -> bool:
    if key == "type":
        return value.literal in TYPES.values()
    if key == "properties":
        return value.kind == "object" and all(_is_json_schema(inner) for _, inner in value.pairs)
    if key == "anyOf":
        return value.kind == "array" and all(_is_json_schema(inner) for inner in value.items)
    return _is_json_schema(value) if key == "items" or (key in _SCHEMAS and value.kind == "object") else True


def _structure(value: Value, reader: Reader) -> Object | None:
    if value.kind != "object":
        reader.hold(value, "GI203", "this part of the schema is not in sight", _HELP)
        return None
    said = dict(value.pairs)
    entries = []
    for key, inner in value.pairs:
        if _says_nothing(key, inner, said):
            continue
        new = SCHEMA_KEYS.get(key)
        if new is None:
            reader.hold(inner, "GI214", f"the schema keyword `{key}` has no JSON Schema counterpart the tool can write", _HELP)
            return None
        node = _value(new, inner, reader)
        if node is None:
            return None
        entries.append(Entry(new, Array((node, Word("null"))) if new == "type" and _may_be_null(said) else node))
    return Object(tuple(entries), value.exploded)


def _says_nothing(key: str, value: Value, said: dict[str, Value]) -> bool:
    """Whether a keyword can go: `nullable` that the type takes over, an order that is the order the properties have anyway."""
    if key == "nullable":
        return value.literal == "false" or (_may_be_null(said) and "type" in said and "enum" not in said)
    if key in ("property_ordering", "propertyOrdering"):
        properties = said.get("properties")
        return properties is not None and [item.literal for item in value.items] == [name for name, _ in properties.pairs]
    return False


def _may_be_null(said: dict[str, Value]) -> bool:
    return "nullable" in said and said["nullable"].literal == "true"


def _value(key: str, value: Value, reader: Reader) -> Node | None:
    if key == "type":
        name = (value.literal or "").upper() if value.kind == "string" else ""
        if name in TYPES:
            return Word(TYPES[name])
        reader.hold(value, "GI203", "the type in the schema is not in sight", _HELP)
        return None
    if key in _SCHEMAS and (key == "items" or value.kind == "object"):
        return read(value, reader)
    if key == "properties":
        if value.kind != "object":
            reader.hold(value, "GI203", "the properties of the schema are not in sight", _HELP)
            return None
        found = [(name, read(inner, reader)) for name, inner in value.pairs]
        entries = tuple(Entry(name, node) for name, node in found if node is not None)
        return Object(entries, value.exploded) if len(entries) == len(found) else None
    if key == "anyOf":
        return reader.row(value, lambda item: [node] if (node := read(item, reader)) is not None else None)
    return reader.leaf(value)
