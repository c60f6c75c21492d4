"""Enumerations sent as numbers, and counts sent as text: JSON of protocol buffers allows both, and google.generativeai does both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from migrate_interactions.verify.service.names import snake


@dataclass(frozen=True)
class _Enum:
    """The names of an enumeration in the order of their numbers, without what they begin with."""

    prefix: str
    names: tuple[str, ...]

    def name(self, number: int) -> Any:
        return self.prefix + self.names[number] if 0 <= number < len(self.names) else number


@dataclass(frozen=True)
class _Each:
    """An object whose keys are the user's."""

    shape: Any


def _enum(names: str, prefix: str = "") -> _Enum:
    return _Enum(prefix, tuple(names.split()))


_COUNT = int
_SCHEMA: dict[str, Any] = {
    "type": _enum("TYPE_UNSPECIFIED STRING NUMBER INTEGER BOOLEAN ARRAY OBJECT NULL"),
    **dict.fromkeys(("max_items", "min_items", "max_length", "min_length", "max_properties", "min_properties"), _COUNT),
}
_SCHEMA |= {"items": _SCHEMA, "any_of": _SCHEMA, "properties": _Each(_SCHEMA)}

#: Where a request has such a thing, by keys in snake case. Nothing else is looked into: arguments and results of functions are user data.
_REQUEST: dict[str, Any] = {
    "safety_settings": {
        "category": _enum(
            "UNSPECIFIED DEROGATORY TOXICITY VIOLENCE SEXUAL MEDICAL DANGEROUS HARASSMENT HATE_SPEECH SEXUALLY_EXPLICIT "
            "DANGEROUS_CONTENT CIVIC_INTEGRITY",
            "HARM_CATEGORY_",
        ),
        "threshold": _enum("HARM_BLOCK_THRESHOLD_UNSPECIFIED BLOCK_LOW_AND_ABOVE BLOCK_MEDIUM_AND_ABOVE BLOCK_ONLY_HIGH BLOCK_NONE OFF"),
    },
    "tools": {
        "function_declarations": {"parameters": _SCHEMA, "response": _SCHEMA},
        "google_search_retrieval": {"dynamic_retrieval_config": {"mode": _enum("UNSPECIFIED DYNAMIC", "MODE_")}},
    },
    "tool_config": {"function_calling_config": {"mode": _enum("MODE_UNSPECIFIED AUTO ANY NONE")}},
    "generation_config": {"response_schema": _SCHEMA, "response_modalities": _enum("MODALITY_UNSPECIFIED TEXT IMAGE AUDIO")},
    "contents": {
        "parts": {
            "executable_code": {"language": _enum("LANGUAGE_UNSPECIFIED PYTHON")},
            "code_execution_result": {"outcome": _enum("UNSPECIFIED OK FAILED DEADLINE_EXCEEDED", "OUTCOME_")},
        }
    },
}


def spelled_out(body: dict[str, Any]) -> dict[str, Any]:
    """The body of a generateContent request with names for numbers. What has no name stays a number, which is refused later."""
    request: dict[str, Any] = _spelled(body, _REQUEST)
    return request


def _spelled(value: Any, shape: Any) -> Any:
    if isinstance(value, list):
        return [_spelled(item, shape) for item in value]
    if isinstance(shape, _Enum):
        return shape.name(value) if type(value) is int else value
    if shape is _COUNT:
        return int(value) if isinstance(value, str) and value.isdecimal() else value
    if not isinstance(value, dict):
        return value
    if isinstance(shape, _Each):
        return {key: _spelled(item, shape.shape) for key, item in value.items()}
    return {key: _spelled(item, shape[snake(key)]) if snake(key) in shape else item for key, item in value.items()}
