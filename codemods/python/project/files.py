"""What the resolution asks about files. The application answers from the disk; a module alone knows only itself.

Paths are absolute, with forward slashes on every platform.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Roots:
    """Folders that absolute imports of a file may start from. ``fallback`` is a folder inside of a package, which is
    searched only when a program is started there."""

    folders: tuple[str, ...] = ()
    fallback: str = ""


class Files(Protocol):
    """The files of a project."""

    @property
    def complete(self) -> bool:
        """Whether `importers` and `mentioning` know every file of the project."""
        ...

    def source(self, path: str) -> str | None:
        """The text of a file; None when it cannot be read."""
        ...

    def is_file(self, path: str) -> bool: ...

    def is_folder(self, path: str) -> bool: ...

    def roots(self, path: str) -> Roots: ...

    def shown(self, path: str) -> str:
        """The path as findings have it."""
        ...

    def importers(self, path: str) -> Sequence[str]:
        """Files with an import that leads to this one, directly or by way of others."""
        ...

    def mentioning(self, attribute: str) -> Sequence[str]:
        """Files in which `.attribute` is read off something."""
        ...

    def is_rewritten(self, path: str) -> bool:
        """Whether this run may write the file."""
        ...

    def uses_sdk(self) -> bool:
        """Whether some file of the project imports the SDK."""
        ...

    def names_platform(self, path: str) -> bool:
        """Whether a file names the variable that makes clients enterprise clients."""
        ...


@dataclass(frozen=True)
class Sources:
    """Files in memory, all of them part of the run: a module alone, or a project of a test."""

    texts: Mapping[str, str]
    complete: bool = False
    known_importers: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def source(self, path: str) -> str | None:
        return self.texts.get(path)

    def is_file(self, path: str) -> bool:
        return path in self.texts

    def is_folder(self, path: str) -> bool:
        return any(name.startswith(f"{path}/") for name in self.texts)

    def roots(self, path: str) -> Roots:
        return Roots(("",))

    def shown(self, path: str) -> str:
        return path.lstrip("/")

    def importers(self, path: str) -> Sequence[str]:
        return self.known_importers.get(path, ())

    def mentioning(self, attribute: str) -> Sequence[str]:
        return [path for path, text in self.texts.items() if f".{attribute}" in text]

    def is_rewritten(self, path: str) -> bool:
        return path in self.texts

    def uses_sdk(self) -> bool:
        return False

    def names_platform(self, path: str) -> bool:
        return False
