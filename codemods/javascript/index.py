"""The project around one module: what the names mean that it takes from other modules.

Reads no file: the application says where an import path leads, and what stands there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from codemods.javascript.elsewhere import Place
from codemods.outcome import CannotMigrate

if TYPE_CHECKING:
    from codemods.javascript.clients import Client
    from codemods.javascript.syntax import Node
    from codemods.javascript.values import Values


class Files(Protocol):
    """The files of a project, by absolute paths with forward slashes."""

    def resolve(self, importer: str, path: str) -> str | None:
        """The file of the project that an import path leads to."""
        ...

    def source(self, path: str) -> str | None:
        """The text of a file; None when it cannot be read."""
        ...

    def shown(self, path: str) -> str:
        """The path as findings have it."""
        ...

    def importers(self, path: str) -> Sequence[str] | None:
        """The files with an import that leads to this one; None where not all files of the project are known."""
        ...

    def mentioning(self, name: str) -> Sequence[str] | None:
        """The files in which a property of this name may be read; None where not all files of the project are known."""
        ...

    def is_rewritten(self, path: str) -> bool:
        """Whether this run may write the file."""
        ...

    @property
    def uses_sdk(self) -> bool:
        """Whether some code of the project uses @google/genai."""
        ...


class Index:
    """A project, seen from one of its modules. ``path`` is that module's file. Without files a module knows only itself."""

    def __init__(self, files: Files | None = None, path: str = "", modules: dict[str, Values | None] | None = None) -> None:
        self.files = files
        self.path = path
        self._modules: dict[str, Values | None] = modules if modules is not None else {}

    def __reduce__(self) -> tuple[type[Index], tuple[Files | None, str]]:
        return (Index, (self.files, self.path))  # another process reads for itself

    def at(self, path: str) -> Index:
        """The same project, seen from another module."""
        return Index(self.files, path, self._modules)

    @property
    def uses_sdk(self) -> bool:
        return self.files is not None and self.files.uses_sdk

    # -- what other modules export --------------------------------------------------------------------------------

    def client(self, place: Place, seen: frozenset[object]) -> Client | None:
        """The client that another module exports."""
        found = self.found(place)
        return found[0].client(found[1], seen) if found is not None else None

    def returned(self, place: Place, seen: frozenset[object]) -> Client | None:
        """The client that a function hands out which another module exports."""
        found = self.found(place)
        return found[0].handed_out(found[1], seen) if found is not None else None

    def defining(self, place: Place) -> tuple[Values | None, list[Node]]:
        """The module that defines a name which another module exports, and the texts that the name may stand for."""
        found = self.found(place)
        return (found[0], found[0].string_literals(found[1])) if found is not None else (None, [])

    def module_of(self, place: Place) -> Values | None:
        """The module that a name comes from: the one that defines it, or (of a module as a whole) that module."""
        found = self.found(place)
        return found[0] if found is not None else self._module(place[0])

    # -- this module, seen from others ----------------------------------------------------------------------------

    @property
    def shown(self) -> str:
        """The module's path as findings have it."""
        return self.files.shown(self.path) if self.files is not None else self.path

    @property
    def is_rewritten(self) -> bool:
        return self.files is not None and self.files.is_rewritten(self.path)

    def leads(self, path: str | None, file: str) -> bool:
        """Whether an import path of this module leads to a file."""
        return path is not None and self.files is not None and self.files.resolve(self.path, path) == file

    def importing(self) -> list[Values] | None:
        """The modules that import this one; None where not all of them are known, or one cannot be read."""
        files = self.files.importers(self.path) if self.files is not None else None
        found = [self._known(file) for file in files] if files is not None else [None]
        return [values for values in found if values is not None] if all(found) else None

    def mentioning(self, name: str) -> list[tuple[str, Values | None]] | None:
        """Other files in which a property of this name may be read, as findings have their paths, with their modules where they parse.

        None where not all files of the project are known.
        """
        files = self.files.mentioning(name) if self.files is not None else None
        if self.files is None or files is None:
            return None
        return [(self.files.shown(file), self._known(file)) for file in files if file != self.path]

    # -- finding --------------------------------------------------------------------------------------------------

    def found(self, place: Place, steps: int = 20) -> tuple[Values, Node] | None:
        """The module that a name is defined in, by way of all that pass it on, and its expression there."""
        from codemods.javascript.exports import exported

        index: Index = self
        for _ in range(steps):
            values = index._module(place[0])
            found = exported(values.module, place[1]) if values is not None else None
            if found is None or values is None:
                return None
            if not isinstance(found, tuple):
                return values, found
            index, place = values.module.index, found
        return None

    def _module(self, path: str) -> Values | None:
        """The module that an import path leads to."""
        file = self.files.resolve(self.path, path) if self.files is not None else None
        return self._known(file) if file is not None else None

    def _known(self, file: str) -> Values | None:
        if file not in self._modules:
            self._modules[file] = self._read(file)
        return self._modules[file]

    def _read(self, file: str) -> Values | None:
        from codemods import javascript
        from codemods.javascript.values import Values
        from codemods.options import Options

        source = self.files.source(file) if self.files is not None else None
        ending = file[file.rfind(".") :]
        if source is None or ending not in javascript.GRAMMARS:
            return None
        try:
            return Values(javascript.parsed(source, ending, self.at(file)), Options())
        except (CannotMigrate, RecursionError):
            return None
