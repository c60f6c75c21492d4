"""Where the docstrings of a Python file are."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from migrate_interactions.documents import OLD_CALL


def with_old_calls(text: str) -> list[tuple[int, int]]:
    """The first and last lines of the docstrings that look as if they held an old call."""
    if not OLD_CALL.search(text):
        return []
    lines = text.split("\n")
    return [(first, last) for first, last in _docstrings(text) if OLD_CALL.search("\n".join(lines[first - 1 : last]))]


def _docstrings(text: str) -> Iterator[tuple[int, int]]:
    """The first and last lines of all docstrings."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(node, clean=False):
            docstring = node.body[0]
            yield docstring.lineno, docstring.end_lineno or docstring.lineno
