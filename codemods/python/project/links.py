"""Which file an import means: the rules of Python's import system, without running anything."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from codemods.python.project.files import Files
from codemods.python.project.sdk import is_foreign_path
from codemods.python.project.things import External, ModuleThing

#: Packages that several distributions share: a folder of that name does not hide the SDK.
_SHARED = frozenset({"google"})


def folder_of(path: str) -> str:
    return path.rpartition("/")[0]


class Links:
    """Finds modules among the files of a project."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._found: dict[tuple[str, str, int], ModuleThing | External | None] = {}
        self._bases: dict[tuple[str, str], list[str]] = {}

    def module(self, importer: str, dotted: str, level: int) -> ModuleThing | External | None:
        """What `import dotted` (or `from dotted import …`) finds from a file; None when it cannot be told."""
        key = (importer, dotted, level)
        if key not in self._found:
            self._found[key] = self._relative(importer, dotted, level) if level else self._absolute(importer, dotted)
        return self._found[key]

    def files_of(self, importer: str, dotted: str, level: int, name: str) -> Iterator[str]:
        """The files that are run for an import: the module, the submodule that the name may be, and the packages around."""
        module = self.module(importer, dotted, level)
        for base in module.bases if isinstance(module, ModuleThing) else ():
            depth = dotted.count(".") if dotted else 0
            packages = [base.rsplit("/", count)[0] for count in range(1, depth + 1)]
            for each in (base, f"{base}/{name}" if name else base, *packages):
                file = self.file(each)
                if file:
                    yield file

    def _relative(self, importer: str, dotted: str, level: int) -> ModuleThing | None:
        folder = importer
        for _ in range(level):
            folder = folder_of(folder)
        base = "/".join([folder, *dotted.split(".")]) if dotted else folder
        return ModuleThing((base,), dotted) if self._is_module(base) else None

    def _absolute(self, importer: str, dotted: str) -> ModuleThing | External | None:
        head = dotted.split(".")[0]
        bases = [base for base in self._candidates(importer, dotted) if not self._is(base, importer)]
        real = [base for base in bases if self.file(base)]
        if head in sys.stdlib_module_names:
            return None if real else External(dotted)
        return ModuleThing(tuple(real or bases), dotted) if bases else External(dotted)

    def _candidates(self, importer: str, dotted: str) -> list[str]:
        """Where an absolute import may find a module: what files of one folder find is the same."""
        key = (folder_of(importer), dotted)
        if key not in self._bases:
            roots = self.files.roots(importer)
            head = dotted.split(".")[0]
            folders = [root for root in roots.folders if head not in _SHARED or not self._holds_sdk(root)]
            found = [base for root in folders if self._is_module(base := _below(root, dotted))]
            if not found and roots.fallback and head not in sys.stdlib_module_names | _SHARED and not is_foreign_path(dotted):
                base = _below(roots.fallback, dotted)
                found = [base] if self._is_module(base) else []
            self._bases[key] = found
        return self._bases[key]

    def _holds_sdk(self, root: str) -> bool:
        """Whether a folder is a checkout of the SDK itself."""
        return self.files.is_file(f"{root}/google/genai/client.py")

    def _is_module(self, base: str) -> bool:
        return bool(self.file(base)) or self.files.is_folder(base)

    @staticmethod
    def _is(base: str, importer: str) -> bool:
        """A module of the name of a library it wraps (`openai.py`) does not import itself."""
        return importer in (f"{base}.py", f"{base}/__init__.py")

    def file(self, base: str) -> str:
        """The file of a module, or an empty string for a folder without `__init__.py`."""
        return next((path for path in (f"{base}/__init__.py", f"{base}.py") if self.files.is_file(path)), "")

    def submodule(self, module: ModuleThing, name: str) -> ModuleThing | External | None:
        """`from package import module`. Where nothing of the project has the name, it may be a package of somebody else."""
        bases = [base for folder in module.bases if self._is_module(base := f"{folder}/{name}") and self._is_package(folder)]
        dotted = f"{module.dotted}.{name}" if module.dotted else name
        if bases:
            return ModuleThing(tuple(bases), dotted)
        hidden = module.dotted.split(".")[0] in _SHARED or not any(self.file(base) for base in module.bases)
        return External(dotted) if hidden and module.dotted else None

    def _is_package(self, base: str) -> bool:
        return not self.files.is_file(f"{base}.py") or self.files.is_file(f"{base}/__init__.py")


def _below(root: str, dotted: str) -> str:
    return "/".join([root, *dotted.split(".")])


def modules_of(path: str) -> Iterator[str]:
    """The bases under which a file is a module: `a/b/__init__.py` is `a/b`."""
    if path.endswith("/__init__.py"):
        yield path[: -len("/__init__.py")]
    elif path.endswith(".py"):
        yield path[: -len(".py")]
