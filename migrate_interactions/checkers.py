"""Whether a project runs a type checker: what it is configured with tells."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from migrate_interactions.toml import read

_FILES = ("mypy.ini", ".mypy.ini", "pyrightconfig.json")
_TABLES = ("mypy", "pyright", "basedpyright")


def runs_checker(folders: Iterable[Path]) -> bool:
    """Whether one of the folders, nearest first, configures a checker. The folder that git knows as the top is the last one asked."""
    for folder in folders:
        if any((folder / name).is_file() for name in _FILES) or _in_pyproject(folder) or _in_setup(folder):
            return True
        if (folder / ".git").exists():
            return False
    return False


def _in_pyproject(folder: Path) -> bool:
    try:
        tools: Any = read(folder / "pyproject.toml").get("tool", {})
    except (OSError, ValueError):
        return False
    return isinstance(tools, dict) and any(name in tools for name in _TABLES)


def _in_setup(folder: Path) -> bool:
    if not (folder / "setup.cfg").is_file():
        return False
    import configparser

    parser = configparser.RawConfigParser()
    try:
        parser.read(folder / "setup.cfg", encoding="utf-8")
    except (OSError, ValueError, configparser.Error):
        return False
    return parser.has_section("mypy")
