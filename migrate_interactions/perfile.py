"""Keys of the configuration that are about single files: which are taken, and which rules hold in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

#: Patterns as gitignore has them, each with codes of rules.
PerFile: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]


def matcher(patterns: Sequence[str], folder: str) -> Callable[[str], bool]:
    """A test for paths: gitignore's patterns, relative to the folder of the configuration."""
    if not patterns:
        return lambda path: False
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(patterns)
    return lambda path: spec.match_file(os.path.relpath(path, folder))


def ignored_in(files: Iterable[str], rules: PerFile, folder: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The files that some of the patterns match, each with all codes that are given to it."""
    if not rules:
        return ()
    tests = [(matcher([pattern], folder), codes) for pattern, codes in rules]
    found = ((path, tuple(code for matches, codes in tests if matches(path) for code in codes)) for path in files)
    return tuple((path, codes) for path, codes in found if codes)
