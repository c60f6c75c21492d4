"""One object where a list is declared: the service takes it for a list of one, and Google's own samples rely on that."""

from __future__ import annotations

from typing import Any

from migrate_interactions.verify.service.names import snake

#: Lists by keys in snake case, each with the lists inside its items. Nothing else is looked into: schemas and arguments are user data.
_LISTS: dict[str, Any] = {
    "contents": {"parts": {}},
    "tools": {"function_declarations": {}},
    "safety_settings": {},
}
#: Objects that hold lists.
_HOLDERS: dict[str, Any] = {"system_instruction": {"parts": {}}}


def as_lists(body: dict[str, Any]) -> dict[str, Any]:
    """The body of a generateContent request with a list wherever one belongs."""
    return _listed(body, _LISTS, _HOLDERS)


def _listed(value: dict[str, Any], lists: dict[str, Any], holders: dict[str, Any]) -> dict[str, Any]:
    listed = {}
    for key, item in value.items():
        name = snake(key)
        if name in holders and isinstance(item, dict):
            item = _listed(item, holders[name], {})
        elif name in lists and isinstance(item, (dict, list)):
            items = [item] if isinstance(item, dict) else item
            item = [_listed(entry, lists[name], {}) if isinstance(entry, dict) else entry for entry in items]
        listed[key] = item
    return listed
