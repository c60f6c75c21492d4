"""`[tool.migrate-interactions]` in pyproject.toml: what a project settled for good."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codemods.options import Chat, Platform, Schema, Store
from migrate_interactions.checkers import runs_checker
from migrate_interactions.codes import check_assumptions, check_rules
from migrate_interactions.discovery import nothing
from migrate_interactions.disk import absolute
from migrate_interactions.exits import UsageError
from migrate_interactions.near import hint, nearest
from migrate_interactions.perfile import PerFile, ignored_in, matcher
from migrate_interactions.replacements import check_models
from migrate_interactions.toml import read

if TYPE_CHECKING:
    from codemods.api.models import Own

TABLE = "migrate-interactions"


@dataclass(frozen=True)
class Config:
    """The table's keys, and the folder that patterns are relative to.

    ``typed`` that is not settled is whether the project configures a type checker.
    """

    folder: str = "."
    platform: Platform | None = None
    store: Store = "preserve"
    chat: Chat = "server"
    schema: Schema = "steps"
    assume: tuple[str, ...] = ()
    unsafe: bool = False
    typed: bool | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    per_file_ignores: PerFile = ()
    models: Own = ()

    def excluded(self) -> Callable[[str], bool]:
        """A test for paths in folders: what ``exclude`` names, and what ``include`` does not where it names anything."""
        if not (self.exclude or self.include):
            return nothing
        left_out, taken = matcher(self.exclude, self.folder), matcher(self.include, self.folder)
        return lambda path: left_out(path) or (bool(self.include) and not taken(path))

    def ignored_in(self, files: Iterable[str]) -> PerFile:
        """Rules that do not hold in some of these files, by the paths that the project index has."""
        return tuple((absolute(path), codes) for path, codes in ignored_in(files, self.per_file_ignores, self.folder))


def load(paths: Sequence[str]) -> Config:
    """The configuration for these paths: of the nearest pyproject.toml that has the table, upward from what they share.

    Raises `UsageError` naming the file and the key.
    """
    folders = _upward(paths)
    found = _nearest(folders)
    return found if found.typed is not None else replace(found, typed=runs_checker(folders))


def _nearest(folders: Sequence[Path]) -> Config:
    for folder in folders:
        file = folder / "pyproject.toml"
        if file.is_file():
            table = _table(file)
            if table is not None:
                return _config(file, table)
    return Config()


def _upward(paths: Sequence[str]) -> list[Path]:
    absolute = [os.path.abspath(path) for path in paths] or [str(Path.cwd())]
    try:
        shared = Path(os.path.commonpath(absolute))
    except ValueError:  # on several drives
        shared = Path.cwd()
    return [shared, *shared.parents] if shared.is_dir() else list(shared.parents)


def _table(file: Path) -> dict[str, Any] | None:
    try:
        content = read(file)
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: cannot be read: {' '.join(str(error).split())}") from error
    tools = content.get("tool", {})
    table = tools.get(TABLE) if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise UsageError(f"{file}: tool.{TABLE} has to be a table")
    return table


def _config(file: Path, table: dict[str, Any]) -> Config:
    known = keys()
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            raise UsageError(f"{file}: tool.{TABLE}.{key} is not a key; {hint(key, known)}")
        try:
            values[key.replace("-", "_")] = _READERS[key](value)
        except UsageError as error:
            raise UsageError(f"{file}: tool.{TABLE}.{key} {error}") from error
    return Config(folder=str(file.parent), **values)


def keys() -> list[str]:
    """The keys that the table may have."""
    return [field.name.replace("_", "-") for field in fields(Config) if field.name != "folder"]


def _one_of(*choices: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in choices:
            near = f"; {meant}" if isinstance(value, str) and (meant := nearest(value, choices)) else ""
            raise UsageError(f"has to be {' or '.join(repr(choice) for choice in choices)}, not {value!r}{near}")
        return str(value)

    return read


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"has to be true or false, not {value!r}")
    return value


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UsageError(f"has to be a list of strings, not {value!r}")
    return tuple(value)


def _per_file(value: Any) -> PerFile:
    if not isinstance(value, dict):
        raise UsageError(f'has to be a table of patterns and lists of codes, such as "tests/*" = ["GI1"], not {value!r}')
    found = []
    for pattern, codes in value.items():
        try:
            found.append((pattern, check_rules(_strings(codes))))
        except UsageError as error:
            raise UsageError(f"of {pattern!r} {error}") from error
    return tuple(found)


_READERS: dict[str, Callable[[Any], Any]] = {
    "platform": _one_of("developer", "enterprise"),
    "store": _one_of("preserve", "server"),
    "chat": _one_of("server", "stateless"),
    "schema": _one_of("steps", "outputs"),
    "assume": lambda value: check_assumptions(_strings(value)),
    "unsafe": _flag,
    "typed": _flag,
    "select": lambda value: check_rules(_strings(value)),
    "ignore": lambda value: check_rules(_strings(value)),
    "include": _strings,
    "exclude": _strings,
    "per-file-ignores": _per_file,
    "models": check_models,
}
