"""SDK schemas and JSON Schema: the keys of `types.Schema` and the key each becomes."""

from __future__ import annotations

#: Keys of `google.genai.types.Schema` (snake case and camel case) by their JSON Schema name. None: cannot be kept.
SCHEMA_KEYS: dict[str, str | None] = {
    "type": "type",
    "properties": "properties",
    "required": "required",
    "items": "items",
    "enum": "enum",
    "description": "description",
    "title": "title",
    "format": "format",
    "default": "default",
    "example": None,
    "nullable": None,
    "any_of": "anyOf",
    "anyOf": "anyOf",
    "min_items": "minItems",
    "minItems": "minItems",
    "max_items": "maxItems",
    "maxItems": "maxItems",
    "minimum": "minimum",
    "maximum": "maximum",
    "min_length": "minLength",
    "minLength": "minLength",
    "max_length": "maxLength",
    "maxLength": "maxLength",
    "min_properties": "minProperties",
    "minProperties": "minProperties",
    "max_properties": "maxProperties",
    "maxProperties": "maxProperties",
    "pattern": "pattern",
    "additional_properties": "additionalProperties",
    "additionalProperties": "additionalProperties",
    "defs": None,
    "ref": None,
    "$ref": "$ref",
    "const": "const",
    "property_ordering": None,
    "propertyOrdering": None,
}

#: Keywords whose value is a schema, as are the values of `properties` and the items of `anyOf`.
NESTED = frozenset({"items", "additionalProperties"})
