"""Real checkouts with the tool on the path, for tests that play a user."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Git's own variables would lead a test that runs in a hook into another repository.
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "NO_COLOR", "FORCE_COLOR", "GITHUB_OUTPUT")


def put_tool(folder: Path) -> None:
    """A command of the tool's name, which runs what is in this repository."""
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "migrate-interactions"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m migrate_interactions "$@"\n')
    script.chmod(0o755)


def environment(home: Path, *folders: Path, source: bool = True, **variables: str) -> dict[str, str]:
    """An environment with a home of its own, and these folders first on the path. ``source`` runs the tool from this checkout."""
    own = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    path = os.pathsep.join([*map(str, folders), own.get("PATH", "")])
    python = os.pathsep.join(filter(None, [str(ROOT) if source else "", *_foreign_packages()]))
    identity = {f"GIT_{who}_{what}": "test@example.invalid" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return own | identity | {"PATH": path, "PYTHONPATH": python, "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1"} | variables


def _foreign_packages() -> list[str]:
    """Where this Python was told to look for packages, besides this checkout."""
    return [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path and Path(path).resolve() != ROOT]


def run(folder: Path, variables: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
