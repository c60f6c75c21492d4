"""`[tool.migrate-interactions.models]`: what takes the place of model ids, where the project knows better than the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migrate_interactions.exits import UsageError

if TYPE_CHECKING:
    from codemods.api.models import Own


def check_models(value: Any) -> Own:
    """The replacements, as pairs. Raises `UsageError` for one that no interaction can use, or that a second run would replace again."""
    if not isinstance(value, dict) or not all(isinstance(new, str) and new and old for old, new in value.items()):
        raise UsageError(f'has to be a table of ids, such as "my-old-id" = "my-new-id", not {value!r}')
    from codemods.api import models

    for old, new in value.items():
        known = models.find(new)
        if models.split(new)[0]:
            raise UsageError(f"of {old!r} has to be a bare id, {models.split(new)[1]!r}: the Interactions API takes no prefix")
        if new in value or new in (models.split(other)[1] for other in value):
            raise UsageError(f"of {old!r} is {new!r}, which is to be replaced itself")
        if known is not None and known.state != "served":
            near = f"; its successor is {known.replacement!r}" if known.replacement else ""
            raise UsageError(f"of {old!r} is {new!r}, which the Interactions API does not serve{near}")
    return tuple(value.items())
