"""pyproject.toml: the standard's lists, and the tables and lists of the tools around it."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from migrate_interactions.dependencies.declared import Declared, pep508
from migrate_interactions.dependencies.formats.toml_places import Path, strings
from migrate_interactions.dependencies.formats.toml_tables import in_tables

#: Lists of requirements as packaging has them; a star is any one name.
_LISTS = (
    "build-system.requires",
    "project.dependencies",
    "project.optional-dependencies.*",
    "dependency-groups.*",
    "tool.hatch.envs.*.dependencies",
    "tool.hatch.envs.*.extra-dependencies",
    "tool.pdm.dev-dependencies.*",
    "tool.rye.dev-dependencies",
    "tool.uv.dev-dependencies",
    "tool.uv.constraint-dependencies",
    "tool.uv.override-dependencies",
)
#: Tables from a name to versions.
_TABLES = (
    "tool.poetry.dependencies",
    "tool.poetry.dev-dependencies",
    "tool.poetry.group.*.dependencies",
    "tool.pixi.pypi-dependencies",
    "tool.pixi.feature.*.pypi-dependencies",
)


def read(text: str) -> Iterator[Declared]:
    for path, value, start, end in strings(text, lambda path, value: _is_listed(path)):
        quotes = 3 if text.startswith(text[start] * 3, start) else 1
        if text[start + quotes : end - quotes] == value:
            group = ".".join(map(str, path[:-1]))
            for found in pep508(text, start + quotes, end - quotes, "item", group):
                yield found.around(start, end)
    yield from in_tables(text, _is_table)


def _is_listed(path: Path) -> bool:
    return isinstance(path[-1], int) and _matches(path[:-1], _LISTS)


def _is_table(path: Path) -> bool:
    return _matches(path, _TABLES)


def _matches(path: Path, patterns: tuple[str, ...]) -> bool:
    for pattern in patterns:
        parts = pattern.split(".")
        if len(parts) == len(path) and all(fnmatchcase(str(key), part) for key, part in zip(path, parts, strict=True)):
            return True
    return False
