"""Which files of a tree a program may load: those whose paths its files write down. Node keeps no list of the modules it has loaded."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from migrate_interactions.verify.runner.javascript.kinds import SUFFIXES, is_javascript

_RELATIVE = re.compile(rb"""(['"`])(\.{1,2}(?:/[^'"`\n]*)?)\1""")
#: The suffix that an import names, and those of the sources that it may stand for.
_SOURCES = {".js": (".ts", ".tsx", ".jsx"), ".mjs": (".mts",), ".cjs": (".cts",), ".jsx": (".tsx",)}


def loaded_files(tree: Path, program: str) -> tuple[str, ...]:
    """Paths relative to the tree, sorted, the program among them. Rather one too many than one too few."""
    found: set[Path] = set()
    waiting = [tree / program]
    while waiting:
        file = waiting.pop()
        if file in found or not file.is_file():
            continue
        found.add(file)
        if is_javascript(file.name):
            waiting += _named_in(file)
    return tuple(sorted(file.relative_to(tree).as_posix() for file in found if file.is_relative_to(tree)))


def _named_in(file: Path) -> Iterator[Path]:
    for match in _RELATIVE.finditer(file.read_bytes()):
        target = Path(os.path.normpath(file.parent / os.fsdecode(match[2])))
        yield target
        yield from (target.with_suffix(suffix) for suffix in _SOURCES.get(target.suffix, ()))
        yield from (target.with_name(target.name + suffix) for suffix in SUFFIXES)
        yield from (target / f"index{suffix}" for suffix in SUFFIXES)
