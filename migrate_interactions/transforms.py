"""The one door to the transforms. Their imports are costly (LibCST), so each happens when a file needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codemods.options import Options
from codemods.outcome import Migration

if TYPE_CHECKING:
    from codemods.python.index import ProjectIndex


def may_concern(data: bytes) -> bool:
    """Whether a file's bytes hold a word of an old API. Cheap; wrong only in the direction of True."""
    from codemods import python

    return python.may_concern(data)


def migrate(source: str, options: Options, index: ProjectIndex | None = None) -> Migration:
    """Migrate one module. Raises `CannotMigrate` for one that cannot be handled as a whole."""
    from codemods import python

    return python.migrate(source, index, options)
