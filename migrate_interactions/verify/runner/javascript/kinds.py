"""The kinds of files that Node runs."""

from __future__ import annotations

#: Run as they are.
PLAIN = (".js", ".mjs", ".cjs")
#: Types, or markup, have to come out of these before they run.
TYPED = (".ts", ".mts", ".cts")
MARKUP = (".jsx", ".tsx")
SUFFIXES = (*PLAIN, *TYPED, *MARKUP)
_DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")


def is_javascript(path: str) -> bool:
    """Whether a file is a program for Node, going by its name; declarations of types are none."""
    return path.endswith(SUFFIXES) and not path.endswith(_DECLARATIONS)


def is_typescript(path: str) -> bool:
    """Whether a type checker reads a file."""
    return path.endswith((*TYPED, ".tsx"))
