"""Lock files that a change of a dependency file makes out of date. They are never edited: their own tools write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

#: By dependency file: its lock files, and what writes them anew.
LOCKS: dict[str, dict[str, str]] = {
    "pyproject.toml": {"poetry.lock": "poetry lock", "uv.lock": "uv lock", "pdm.lock": "pdm lock", "pylock.toml": "the tool that wrote it"},
    "Pipfile": {"Pipfile.lock": "pipenv lock"},
    "package.json": {
        "package-lock.json": "npm install",
        "npm-shrinkwrap.json": "npm install",
        "yarn.lock": "yarn install",
        "pnpm-lock.yaml": "pnpm install",
        "bun.lock": "bun install",
    },
    "environment.yml": {"conda-lock.yml": "conda-lock"},
}
NAMES = frozenset(name for locks in LOCKS.values() for name in locks) | {"bun.lockb"}


def beside(file: Path, top: Path) -> Iterator[tuple[Path, str]]:
    """The lock files that hold for a dependency file, with their commands: those of the nearest folder that has any."""
    locks = LOCKS.get(file.name, {})
    for folder in (file.parent, *file.parent.parents):
        found = [(folder / name, command) for name, command in locks.items() if (folder / name).is_file()]
        yield from found
        if found or folder == top:
            return
