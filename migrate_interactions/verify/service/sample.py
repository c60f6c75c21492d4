"""Values that fit a schema, chosen by a seed: the same seed and schema give the same value."""

from __future__ import annotations

import hashlib
from typing import Any

_WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "iris", "juniper", "kelp", "linden")
_STRING_FORMATS = {
    "date-time": "2026-03-{day:02}T10:{minute:02}:00Z",
    "date": "2026-03-{day:02}",
    "time": "10:{minute:02}:00Z",
    "email": "{word}@example.com",
    "uri": "https://example.com/{word}",
    "uuid": "00000000-0000-4000-8000-{number:012}",
    "duration": "PT{day}M",
    "ipv4": "192.0.2.{day}",
}
#: Keywords that leave open what the value is.
_OPEN = frozenset({"nullable", "description"})


def sample(schema: Any, seed: str, path: str = "$") -> Any:
    """A value for a normalised schema; ``path`` keeps neighbours from being alike."""
    if not isinstance(schema, dict):
        return None
    if "enum" in schema:
        return _pick(schema["enum"], seed, path)
    if schema.get("nullable") and (_OPEN.issuperset(schema) or number(seed, path + "?") % 4 == 0):
        return None
    if "anyOf" in schema:
        return sample(_pick(_easy(schema["anyOf"]), seed, path + "|"), seed, path)
    if "allOf" in schema:
        return sample(_merged(schema), seed, path)
    return _by_type(schema, seed, path)


def number(seed: str, path: str) -> int:
    """A large number drawn from the seed for this place."""
    return int(hashlib.sha256(f"{seed}{path}".encode()).hexdigest()[:12], 16)


def _pick(choices: list[Any], seed: str, path: str) -> Any:
    return choices[number(seed, path) % len(choices)]


def _easy(branches: list[Any]) -> list[Any]:
    """Alternatives without a pattern, for texts are not made to fit one; all of them if there are no others."""
    return [branch for branch in branches if "pattern" not in branch] or branches


def _merged(schema: dict[str, Any]) -> dict[str, Any]:
    merged = {key: value for key, value in schema.items() if key != "allOf"}
    for branch in schema["allOf"]:
        merged = {**merged, **branch, "properties": {**merged.get("properties", {}), **branch.get("properties", {})}}
    return merged


def _by_type(schema: dict[str, Any], seed: str, path: str) -> Any:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = _pick(kind, seed, path + "|")
    if kind == "object" or (kind is None and "properties" in schema):
        return _object(schema, seed, path)
    if kind == "array":
        return _array(schema, seed, path)
    if kind in ("integer", "number"):
        return _numeric(schema, seed, path, whole=kind == "integer")
    if kind == "boolean":
        return number(seed, path) % 2 == 0
    return None if kind == "null" else _string(schema, seed, path)


def _object(schema: dict[str, Any], seed: str, path: str) -> dict[str, Any]:
    properties = schema.get("properties") or {}
    free = schema.get("additionalProperties")
    if not properties and isinstance(free, dict):
        properties = {_word(seed, f"{path}+{index}") + str(index): free for index in range(2)}
    return {name: sample(properties[name], seed, f"{path}/{name}") for name in sorted(properties)}


def _array(schema: dict[str, Any], seed: str, path: str) -> list[Any]:
    prefix = schema.get("prefixItems", [])
    item = schema["items"] if isinstance(schema.get("items"), dict) else {}
    usual = 0 if _OPEN.issuperset(item) else 2  # a recursive schema ends in an open one
    count = max(int(schema.get("minItems", 0)), min(usual, int(schema.get("maxItems", usual))))
    items = prefix + [item] * (count - len(prefix))
    return [sample(item, seed, f"{path}/{index}") for index, item in enumerate(items)]


def _numeric(schema: dict[str, Any], seed: str, path: str, whole: bool) -> int | float:
    step = schema.get("multipleOf", 1 if whole else 0.25)
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    if low is None:
        low = 1 if high is None or high > 1 else high - 10
    if high is None:
        high = low + 100
    steps = int((high - low) / step)
    first, last = int("exclusiveMinimum" in schema), steps - int("exclusiveMaximum" in schema)
    value = low + step * (first + number(seed, path) % (max(last - first, 0) + 1))
    return int(value) if whole else float(value)


def _string(schema: dict[str, Any], seed: str, path: str) -> str:
    drawn = number(seed, path)
    form = _STRING_FORMATS.get(schema.get("format", ""))
    if form:
        return form.format(day=drawn % 28 + 1, minute=drawn % 60, word=_word(seed, path), number=drawn % 10**12)
    text = f"{_word(seed, path)} {_word(seed, path + '2')}"
    text = text.ljust(int(schema.get("minLength", 0)), ".")
    return text[: int(schema["maxLength"])] if "maxLength" in schema else text


def _word(seed: str, path: str) -> str:
    return _WORDS[number(seed, path) % len(_WORDS)]
