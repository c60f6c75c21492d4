"""The one door to the transforms. Their imports are costly (LibCST), so each happens when a file needs it."""

from __future__ import annotations

from codemods.options import Options
from codemods.outcome import Migration


def may_concern(data: bytes) -> bool:
    """Whether a file's bytes hold a word of an old API. Cheap; wrong only in the direction of True."""
    from codemods import python

    return python.may_concern(data)


def migrate(source: str, options: Options) -> Migration:
    """Migrate one module. Raises `CannotMigrate` for one that cannot be handled as a whole."""
    from codemods import python
    from codemods.python.index import EMPTY

    return python.migrate(source, EMPTY, options)
