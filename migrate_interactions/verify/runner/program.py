"""What is run: a file of a tree as a script or a module, or one function of it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from migrate_interactions.verify.runner import inside

_CALL = "call.py"


@dataclass(frozen=True)
class Program:
    """``path`` is relative to the tree, with forward slashes; ``call`` (MODULE:FUNCTION) takes the place of the script.

    ``display`` is what users call the file. ``folder`` is where it is started, relative to the tree; ``arguments`` are its own;
    ``stdin`` is a file of the user's.
    """

    path: str = ""
    call: str = ""
    folder: str = "."
    arguments: tuple[str, ...] = ()
    stdin: Path | None = None
    display: str = ""

    @property
    def name(self) -> str:
        return self.call or self.display or self.path

    def command(self, python: str, tree: Path, beside: Path) -> tuple[list[str], str]:
        """The command line, and the folder to start in. ``beside`` holds the copies of ``inside``."""
        if self.call:
            return [python, str(beside / _CALL), self.call, *self.arguments], self.folder
        package = _package_of(tree, self.path)
        if package is not None:
            top, module = package
            return [python, "-m", module, *self.arguments], top
        return [python, str(tree / self.path), *self.arguments], self.folder


def inside_files() -> list[Path]:
    """The files that are put beside a program."""
    folder = Path(str(inside.__file__)).parent
    return [folder / name for name in ("sitecustomize.py", "generativeai_redirect.py", "posted_redirect.py", _CALL)]


def _package_of(tree: Path, path: str) -> tuple[str, str] | None:
    """Where to start and the module's name, for a file with relative imports: Python runs such a one with ``-m`` only."""
    if not _imports_relatively(tree / path):
        return None
    file = PurePosixPath(path)
    top = file.parent
    while top != top.parent and (tree / top / "__init__.py").exists():
        top = top.parent
    if top == file.parent:  # no package that says so: take it for a namespace package of the tree
        top = PurePosixPath(".")
    names = file.relative_to(top).with_suffix("").parts
    return str(top), ".".join(names[:-1] if names[-1] == "__init__" else names)


def _imports_relatively(file: Path) -> bool:
    try:
        parsed = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return False
    return any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(parsed))
