"""Pipfile: a table for each category of packages."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_interactions.dependencies.declared import Declared
from migrate_interactions.dependencies.formats.toml_tables import in_tables

_NOT_PACKAGES = frozenset({"source", "requires", "scripts", "pipenv"})


def read(text: str) -> Iterator[Declared]:
    yield from in_tables(text, lambda path: len(path) == 1 and path[0] not in _NOT_PACKAGES)
