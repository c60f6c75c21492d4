"""What names mean across files: the place where a transform asks about a name another file defines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from codemods.python.handles import Handle


@dataclass(frozen=True)
class ProjectIndex:
    """Names of other modules that hold something of the SDK, keyed by their dotted path (`core.gemini.client`).

    ``exported`` are names of *this* project that other files import: a chat or an answer under such a name is used
    where a single module does not see it. Both are empty until a project has been read as a whole.
    """

    names: Mapping[str, Handle] = field(default_factory=dict)
    exported: frozenset[str] = frozenset()

    def lookup(self, path: str) -> Handle | None:
        return self.names.get(path)


EMPTY = ProjectIndex()
