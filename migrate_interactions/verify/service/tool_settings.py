"""Tools as both APIs come to see them."""

from __future__ import annotations

from typing import Any

from migrate_interactions.verify.canonical import Tool
from migrate_interactions.verify.schema import normalise
from migrate_interactions.verify.stable import stable


def function_tool(name: str | None, description: str | None, parameters: Any) -> Tool:
    """A function without parameters is the same with an empty object schema and with none."""
    schema = normalise(parameters)
    has_parameters = isinstance(schema, dict) and bool(schema.get("properties"))
    return Tool("function", name=name or "", description=description or "", settings=stable(schema) if has_parameters else "")


def service_tool(kind: str, settings: dict[str, Any]) -> Tool:
    """A tool that runs on the service; what is not set is left out."""
    used = {key: value for key, value in settings.items() if value not in (None, {}, [], False)}
    return Tool(kind, settings=stable(used) if used else "")
