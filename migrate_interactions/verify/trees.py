"""The two versions of a project as whole trees, so that every program runs with its own neighbours."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from migrate_interactions import git
from migrate_interactions.discovery import is_skipped
from migrate_interactions.exits import UsageError
from migrate_interactions.verify.runner.javascript.packages import keep_packages

#: Without git nothing says what belongs to a project; a home folder is not copied by mistake.
_MOST_FILES = 20_000
_MOST_BYTES = 1024**3


@dataclass(frozen=True)
class Trees:
    """``original`` is the tree on disk; ``before`` and ``after`` are copies that are never run in themselves."""

    original: Path
    before: Path
    after: Path


def from_git(top: Path, revision: str, scratch: Path) -> Trees:
    """Before: the files of ``revision``; after: the working tree without what git ignores.

    Files that git does not know yet are in both: a program may need them, and they have no earlier version.
    Raises `UsageError` for a revision that is not one.
    """
    trees = _folders(top, scratch)
    if not git.extract(str(top), revision, str(trees.before), str(scratch / "index")):
        raise UsageError(f"--against {revision}: git has no such commit in {top}")
    files = git.list_files(str(top))
    _copy(top, files.files if files else (), trees.after)
    _copy(top, git.untracked(str(top)), trees.before, keep=True)
    return trees


def from_bytes(top: Path, earlier: Mapping[Path, bytes], scratch: Path) -> Trees:
    """After: the working tree; before: the same with some files (absolute paths) as they were."""
    trees = _folders(top, scratch)
    _copy(top, project_files(top), trees.after)
    shutil.copytree(trees.after, trees.before, symlinks=True, dirs_exist_ok=True)
    for path, data in earlier.items():
        place = trees.before / path.relative_to(top)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return trees


def from_pair(before: Path, after: Path, scratch: Path) -> Trees:
    """Each file with its own folder; both under the name of the first, which a program may print."""
    trees = _folders(before.parent, scratch)
    for file, tree in ((before, trees.before), (after, trees.after)):
        _copy(file.parent, project_files(file.parent), tree)
        shutil.copy(file, tree / before.name)
        keep_packages(file.parent, tree)
    return trees


def project_files(folder: Path) -> list[str]:
    """Files below a folder (relative) that belong to the project. Raises `UsageError` when that cannot be told from a whole disk."""
    listing = git.list_files(str(folder))
    if listing is not None:
        return list(listing.files)
    files: list[str] = []
    size = 0
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_skipped(parent, name))
        for path in (os.path.join(parent, name) for name in sorted(names)):
            files.append(os.path.relpath(path, folder))
            size += os.lstat(path).st_size
        if len(files) > _MOST_FILES or size > _MOST_BYTES:
            raise UsageError(f"{folder} holds too much to be copied; put what is to be verified in a folder of its own, or under git")
    return files


def _folders(original: Path, scratch: Path) -> Trees:
    trees = Trees(original.resolve(), scratch / "before", scratch / "after")
    trees.before.mkdir()
    trees.after.mkdir()
    return trees


def _copy(source: Path, files: Iterable[str], target: Path, keep: bool = False) -> None:
    """Copies regular files and links; ``keep`` leaves alone what is there. The index also lists what was deleted, and submodules."""
    for name in files:
        path, place = source / name, target / name
        if (keep and os.path.lexists(place)) or not (path.is_file() or path.is_symlink()):
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place, follow_symlinks=False)
