"""What the index of JavaScript asks, for code that is part of no project: the examples of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class NoFiles:
    """Implements `codemods.javascript.index.Files`."""

    uses_sdk: bool

    def resolve(self, importer: str, path: str) -> str | None:
        return None

    def source(self, path: str) -> str | None:
        return None

    def shown(self, path: str) -> str:
        return path

    def importers(self, path: str) -> Sequence[str] | None:
        return None

    def mentioning(self, name: str) -> Sequence[str] | None:
        return None

    def is_rewritten(self, path: str) -> bool:
        return False
