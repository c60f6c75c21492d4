"""What the resolution asks about files. The application answers from the disk; a module alone knows only itself.

Paths are absolute, with forward slashes on every platform.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from codemods.python.project.sdk import ENTERPRISE_VARIABLES


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

    def setting_up(self, path: str) -> Sequence[str]:
        """Other files that may give a retired SDK its key for the code of this one."""
        ...

    def relying_on(self, path: str) -> Sequence[str]:
        """Files whose requests with a retired SDK may need the key that this one gives it."""
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
    """Files in memory, all of them part of the run: a module alone, or (``complete``) a whole project."""

    texts: Mapping[str, str]
    complete: bool = False

    def source(self, path: str) -> str | None:
        return self.texts.get(path)

    def is_file(self, path: str) -> bool:
        return path in self.texts

    def is_folder(self, path: str) -> bool:
        return any(name.startswith(f"{path}/") for name in self.texts)

    def roots(self, path: str) -> Roots:
        """The folders on the way up that are no packages."""
        parts = path.split("/")[:-1]
        folders = ["/".join(parts[:count]) for count in range(len(parts), 0, -1)]
        plain = [folder for folder in folders if not self.is_file(f"{folder}/__init__.py")]
        return Roots(tuple(plain), "" if folders[0] in plain else folders[0])

    def shown(self, path: str) -> str:
        return path.lstrip("/")

    def importers(self, path: str) -> Sequence[str]:
        """All other files: more than need be is no harm."""
        return [name for name in self.texts if name != path]

    def mentioning(self, attribute: str) -> Sequence[str]:
        return [path for path, text in self.texts.items() if f".{attribute}" in text]

    def setting_up(self, path: str) -> Sequence[str]:
        return [other for other, text in self.texts.items() if other != path and "generativeai" in text and "configure(" in text]

    def relying_on(self, path: str) -> Sequence[str]:
        return [other for other, text in self.texts.items() if other != path and "GenerativeModel" in text and "configure(" not in text]

    def uses_sdk(self) -> bool:
        return any("google.genai" in text or "import genai" in text for text in self.texts.values())

    def is_rewritten(self, path: str) -> bool:
        return path in self.texts

    def names_platform(self, path: str) -> bool:
        return any(variable in self.texts[path] for variable in ENTERPRISE_VARIABLES)
