"""One spelling for every JSON value, so that equal values compare and hash as equal text."""

from __future__ import annotations

import json
from typing import Any


def stable(value: Any) -> str:
    """The value as JSON text: keys sorted, no spaces, ``3.0`` written ``3`` (the old SDK turns whole numbers into floats)."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
