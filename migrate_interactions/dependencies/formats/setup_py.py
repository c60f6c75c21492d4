"""setup.py: a program, so its requirements are found and never edited."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator

from migrate_interactions.dependencies.declared import IS_CODE, Declared, lines_of, pep508


def read(text: str) -> Iterator[Declared]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
    starts = [start for start, _ in lines_of(text)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for found in pep508(node.value, 0, len(node.value), "item", held=IS_CODE):
                # The place may be off behind letters that take several bytes; nothing is edited there.
                yield found.at(starts[node.lineno - 1] + node.col_offset + 1)
