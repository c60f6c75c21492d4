"""One spelling for the schemas of both APIs: OpenAPI (``"OBJECT"``, ``nullable``) and JSON Schema (``"object"``, ``$defs``)."""

from __future__ import annotations

import re
from typing import Any

Schema = dict[str, Any]

#: Says nothing to the model, or says in one API only what the other says otherwise.
_DROPPED = frozenset({"title", "default", "propertyOrdering", "example", "examples", "$schema", "$id", "$defs", "definitions"})
_SCHEMA_LISTS = frozenset({"anyOf", "oneOf", "allOf", "prefixItems"})
_SPELLINGS = {"oneOf": "anyOf", "ref": "$ref", "defs": "$defs"}
_COUNTS = frozenset({"minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"})


def normalise(schema: Any) -> Any:
    """The schema with lower-case types, references inlined and ``nullable`` for every spelling of it; other values as they are.

    A reference to a schema that is being inlined already becomes ``{}``, as the old SDK makes it.
    Beside a ``$ref`` the old SDK keeps nothing, so neither does this; in ``anyOf: [X, null]`` what X says wins over what stands beside it.
    """
    if not isinstance(schema, dict):
        return schema
    root = _camel_keys(schema)
    definitions = {**root.get("definitions", {}), **root.get("$defs", {})}
    return _Inliner(definitions).schema(schema, ())


class _Inliner:
    def __init__(self, definitions: Schema) -> None:
        self._definitions = definitions

    def schema(self, raw: Any, above: tuple[str, ...]) -> Any:
        if not isinstance(raw, dict):
            return raw
        node = _camel_keys(raw)
        if "$ref" in node:
            return self._reference(str(node["$ref"]), above)
        result: Schema = {}
        for key, value in node.items():
            if not _is_dropped(key, value):
                result[key] = self._keyword(key, value, above)
        if "const" in result:
            result["enum"] = [result.pop("const")]
        return _fold_null(result)

    def _reference(self, reference: str, above: tuple[str, ...]) -> Schema:
        name = reference.rsplit("/", 1)[-1]
        if name in above or name not in self._definitions:
            return {}
        inlined: Schema = self.schema(self._definitions[name], (*above, name))
        return inlined

    def _keyword(self, key: str, value: Any, above: tuple[str, ...]) -> Any:
        if key == "type":
            return [str(item).lower() for item in value] if isinstance(value, list) else str(value).lower()
        if key == "properties":
            return {name: self.schema(item, above) for name, item in value.items()}
        if key in _SCHEMA_LISTS:
            return [self.schema(item, above) for item in value]
        if key in ("items", "additionalProperties"):
            return self.schema(value, above)
        if key == "required":
            return sorted(value)
        if key in _COUNTS:
            return int(value)
        return value


def _is_dropped(key: str, value: Any) -> bool:
    """``additionalProperties`` counts as a schema only; pydantic and the old SDK disagree about the boolean."""
    return value is None or key in _DROPPED or (key == "additionalProperties" and isinstance(value, bool))


def _camel_keys(node: Schema) -> Schema:
    camel = {_camel(key): value for key, value in node.items()}
    return {_SPELLINGS.get(key, key): value for key, value in camel.items()}


def _camel(key: str) -> str:
    return re.sub(r"_([a-z])", lambda match: match.group(1).upper(), key)


def _fold_null(node: Schema) -> Schema:
    """``nullable: true`` for ``type: [X, "null"]`` and for ``anyOf: [X, {"type": "null"}]``; a lone alternative is no alternative."""
    nullable = bool(node.pop("nullable", False))
    if isinstance(node.get("type"), list):
        kinds = [kind for kind in node["type"] if kind != "null"]
        nullable = nullable or len(kinds) < len(node["type"])
        node["type"] = kinds[0] if len(kinds) == 1 else kinds
    if "anyOf" in node:
        branches = [branch for branch in node["anyOf"] if branch not in ({"type": "null"}, {"nullable": True})]
        nullable = nullable or len(branches) < len(node["anyOf"])
        node["anyOf"] = branches
        if len(branches) == 1:
            del node["anyOf"]
            node.update(branches[0])
            nullable = bool(node.pop("nullable", False)) or nullable
    if len(node.get("allOf", ())) == 1:
        node.update(node.pop("allOf")[0])
    if nullable:
        node["nullable"] = True
    return node
