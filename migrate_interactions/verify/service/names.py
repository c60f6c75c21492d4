"""Spelling of keys and constants: the wire of generateContent mixes ``camelCase`` and ``snake_case``, Interactions has only the latter."""

from __future__ import annotations

import re
from typing import Any


def snake(name: str) -> str:
    """``maxOutputTokens`` as ``max_output_tokens``."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def snake_keys(value: Any) -> Any:
    """Structure with all its keys in snake case. Not for user data: names of properties and arguments are not ours."""
    if isinstance(value, dict):
        return {snake(key): snake_keys(item) for key, item in value.items()}
    if isinstance(value, list):
        return [snake_keys(item) for item in value]
    return value


def snake_top(value: Any) -> dict[str, Any]:
    """One object with its own keys in snake case, and nothing that is null."""
    return {snake(key): item for key, item in (value or {}).items() if item is not None}


def constant(text: Any, prefix: str = "") -> str:
    """``HARM_CATEGORY_HATE_SPEECH`` as ``hate_speech``, given its prefix."""
    return str(text).lower().removeprefix(prefix.lower())
