"""Which files an invocation is about."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from codemods import elsewhere
from migrate_interactions import documents, git
from migrate_interactions.javascript import SUFFIXES as SCRIPTS
from migrate_interactions.javascript import is_written
from migrate_interactions.results import Failed

#: Python files.
SUFFIXES = (".py", ".pyw")
#: Everything that a folder gives: Python files, notebooks, pages, JavaScript and TypeScript, shell scripts, and languages that are only
#: looked at.
READ = (*SUFFIXES, *documents.SUFFIXES, *SCRIPTS, *documents.SHELL_SCRIPTS, *elsewhere.SUFFIXES)

#: Folders that hold other people's code or none. Only asked where git does not say what is ignored.
_SKIPPED_FOLDERS = frozenset({
    ".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", "__pypackages__", "site-packages", ".tox", ".nox", ".eggs",
    ".mypy_cache", ".pytest_cache", ".ruff_cache", ".ipynb_checkpoints", "build", "dist",
    "bower_components", ".next", ".nuxt", ".output", ".svelte-kit", ".turbo", ".vercel", ".yarn",
})  # fmt: skip

Exclude: TypeAlias = Callable[[str], bool]


@dataclass(frozen=True)
class Discovered:
    """Paths relative to the working directory, each file once, and what could not be looked into.

    ``folders`` were looked through as a whole; ``excluded`` are the files in them that the configuration leaves alone.
    ``named`` are the files that were named one by one.
    """

    files: tuple[str, ...]
    failed: tuple[Failed, ...] = ()
    folders: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()


def discover(paths: Sequence[str], excluded: Exclude = lambda path: False) -> Discovered:
    """The files behind ``paths`` (the working directory when there are none).

    A file that is named is taken, whatever git or the configuration say about it; folders give the files of the kinds in `READ`.
    """
    failed: list[Failed] = []
    found: list[str] = []
    left: list[str] = []
    folders: list[str] = []
    named: list[str] = []
    for path in paths or ["."]:
        if os.path.isdir(path):
            folders.append(path)
            for file in _below(path, failed):
                (left if excluded(file) else found).append(file)
        else:
            named.append(path)
    files = tuple(_each_once([*found, *named]))
    return Discovered(files, tuple(failed), tuple(folders), tuple(left), frozenset(map(display, named)))


def display(path: str) -> str:
    """A path as users see it: relative to the working directory, with forward slashes."""
    try:
        path = os.path.relpath(path)
    except ValueError:  # another drive
        path = os.path.abspath(path)
    return path.replace(os.sep, "/")


def _below(folder: str, failed: list[Failed]) -> Iterator[str]:
    listing = git.list_files(folder)
    if listing is None:
        yield from _walk(folder, failed)
        return
    failed += (Failed(display(os.path.join(folder, name)), "GI003", f"folder cannot be opened: {why}") for name, why in listing.unopened)
    for name in listing.files:
        path = os.path.join(folder, name)
        # The index also lists files that were deleted since; a broken link is still there, and is reported.
        if _is_read(name) and os.path.lexists(path) and not os.path.isdir(path):
            yield path


def _walk(folder: str, failed: list[Failed]) -> Iterator[str]:
    def unopened(error: OSError) -> None:
        why = (error.strerror or str(error)).lower()
        failed.append(Failed(display(error.filename or folder), "GI003", f"folder cannot be opened: {why}"))

    for parent, folders, files in os.walk(folder, onerror=unopened):
        folders[:] = sorted(name for name in folders if not is_skipped(parent, name))
        yield from (os.path.join(parent, name) for name in sorted(files) if _is_read(name))


def _is_read(name: str) -> bool:
    """Whether a folder gives a file, going by its path below the folder."""
    return name.lower().endswith(READ) and is_written(name)


def is_skipped(parent: str, name: str) -> bool:
    """Whether a folder holds other people's code, going by its name or by the sign of a virtual environment."""
    return name in _SKIPPED_FOLDERS or os.path.exists(os.path.join(parent, name, "pyvenv.cfg"))


def _each_once(paths: Iterable[str]) -> list[str]:
    """Display paths without repetition; of a file and the links to it, the file."""
    chosen: dict[str, str] = {}
    for path in sorted(map(display, paths), key=lambda path: (os.path.islink(path), path)):
        chosen.setdefault(os.path.realpath(path), path)
    return sorted(chosen.values())
