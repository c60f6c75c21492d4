"""Which files an invocation is about."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

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
    ``listings`` are all files that there are in the folders, code or not: absolute folders, and paths relative to these.
    """

    files: tuple[str, ...]
    failed: tuple[Failed, ...] = ()
    folders: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    listings: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)


def nothing(path: str) -> bool:
    """What a configuration excludes that excludes nothing."""
    return False


class _Found(NamedTuple):
    """One file. Of several with one ``real`` path, the one that is no link is taken."""

    link: bool
    path: str
    real: str


def discover(paths: Sequence[str], excluded: Exclude = nothing) -> Discovered:
    """The files behind ``paths`` (the working directory when there are none).

    A file that is named is taken, whatever git or the configuration say about it; folders give the files of the kinds in `READ`.
    """
    failed: list[Failed] = []
    found: list[_Found] = []
    left: list[str] = []
    folders: list[str] = []
    named: list[str] = []
    listings: dict[str, tuple[str, ...]] = {}
    for path in paths or ["."]:
        if os.path.isdir(path):
            folders.append(path)
            names = listings[os.path.abspath(path).replace(os.sep, "/")] = _below(path, failed)
            for file in _read_in(path, names):
                if excluded(file.path):
                    left.append(file.path)
                else:
                    found.append(file)
        else:
            named.append(display(path))
            found.append(_Found(os.path.islink(path), display(path), os.path.realpath(path)))
    return Discovered(_each_once(found), tuple(failed), tuple(folders), tuple(left), frozenset(named), listings)


def display(path: str) -> str:
    """A path as users see it: relative to the working directory, with forward slashes."""
    try:
        path = os.path.relpath(path)
    except ValueError:  # another drive
        path = os.path.abspath(path)
    return path.replace(os.sep, "/")


def _below(folder: str, failed: list[Failed]) -> tuple[str, ...]:
    """All files below a folder, relative to it."""
    listing = git.list_files(folder)
    if listing is None:
        return tuple(_walk(folder, failed))
    failed += (Failed(display(os.path.join(folder, name)), "GI003", f"folder cannot be opened: {why}") for name, why in listing.unopened)
    return listing.files


def _read_in(folder: str, names: Iterable[str]) -> Iterator[_Found]:
    """The files of a folder that are of a kind that is read. One look at each: a tree has very many."""
    shown, real = display(folder), os.path.realpath(folder)
    before = "" if shown == "." else f"{shown}/"
    above = shown.startswith("..") or os.path.isabs(shown)  # the way back down may be shorter
    for name in names:
        if _is_read(name):
            path = display(f"{before}{name}") if above else f"{before}{name}"
            try:
                mode = os.lstat(path).st_mode
            except OSError:  # the index also lists files that were deleted since
                continue
            if stat.S_ISLNK(mode):
                if not os.path.isdir(path):  # a broken link is still there, and is reported
                    yield _Found(True, path, os.path.realpath(path))
            elif not stat.S_ISDIR(mode):
                yield _Found(False, path, os.path.join(real, name))


def _walk(folder: str, failed: list[Failed]) -> Iterator[str]:
    def unopened(error: OSError) -> None:
        why = (error.strerror or str(error)).lower()
        failed.append(Failed(display(error.filename or folder), "GI003", f"folder cannot be opened: {why}"))

    for parent, folders, files in os.walk(folder, onerror=unopened):
        folders[:] = sorted(name for name in folders if not is_skipped(parent, name))
        inside = os.path.relpath(parent, folder).replace(os.sep, "/")
        yield from (name if inside == "." else f"{inside}/{name}" for name in sorted(files))


def _is_read(name: str) -> bool:
    """Whether a folder gives a file, going by its path below the folder."""
    return name.lower().endswith(READ) and is_written(name)


def is_skipped(parent: str, name: str) -> bool:
    """Whether a folder holds other people's code, going by its name or by the sign of a virtual environment."""
    return name in _SKIPPED_FOLDERS or os.path.exists(os.path.join(parent, name, "pyvenv.cfg"))


def _each_once(found: Iterable[_Found]) -> tuple[str, ...]:
    """Display paths without repetition; of a file and the links to it, the file."""
    chosen: dict[str, str] = {}
    for file in sorted(found):
        chosen.setdefault(file.real, file.path)
    return tuple(sorted(chosen.values()))
