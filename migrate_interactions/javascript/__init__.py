"""JavaScript and TypeScript files of a project: which there are, how they are read, and what becomes of them."""

from __future__ import annotations

import os

#: Modules, which are rewritten.
SCRIPTS = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")
#: Components, of which the scripts are only looked at.
COMPONENTS = (".vue", ".svelte")
SUFFIXES = (*SCRIPTS, *COMPONENTS)
#: What folders hold beside the code that people write: declarations of types, and what tools put together.
_NOT_WRITTEN = (".d.ts", ".d.mts", ".d.cts", ".min.js", ".min.mjs", ".min.cjs")


def ending(path: str) -> str:
    """The ending of a path in lower case, which tells the language."""
    return os.path.splitext(path)[1].lower()


def is_script(path: str) -> bool:
    """Whether a file holds JavaScript or TypeScript, as a module or in a component."""
    return ending(path) in SUFFIXES


def is_written(path: str) -> bool:
    """Whether people wrote a file, going by its path: nothing that was installed or put together by tools."""
    return not is_script(path) or not (path.lower().endswith(_NOT_WRITTEN) or "node_modules" in path.split("/"))
