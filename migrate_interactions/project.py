"""The project around the files of a run, and its index.

Nothing of this is read before some file of the run holds a word of an old call. Then every Python file of the project is
looked through once, without parsing it; a file is parsed only when a name that matters leads there. The project of a file
is its git checkout, else the folder of the nearest pyproject.toml or setup file, else the working directory: a run on one
file looks through it as a run on the whole tree does. A project that is too large to be looked through for files that were
named one by one is not: then only the files of the run are, and others are read where the run's files import them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from migrate_interactions import git, transforms
from migrate_interactions.discovery import SUFFIXES, Discovered, is_skipped
from migrate_interactions.disk import Disk, absolute, all_absolute
from migrate_interactions.documents import NOTEBOOKS
from migrate_interactions.javascript import SUFFIXES as SCRIPTS
from migrate_interactions.javascript import is_script, is_written
from migrate_interactions.slices import in_slices
from migrate_interactions.tracing import ASKED_FOR, Said, defined, heads, said, traces

if TYPE_CHECKING:
    from codemods.javascript.index import Index as ScriptIndex
    from codemods.python.index import ProjectIndex
    from migrate_interactions.javascript.modules import Modules

_MODULES = (*SUFFIXES, *NOTEBOOKS)
#: How much is looked through for the sake of files that were named one by one.
MOST_FILES, MOST_FOLDERS = 5000, 500


class Project:
    """What `engine` asks: the index, and which files besides those with words of the old API are to be examined."""

    def __init__(self, disk: Disk, *, has_python: bool = True, modules: Modules | None = None) -> None:
        self.disk = disk
        self.has_python = has_python
        self.modules = modules

    @property
    def index(self) -> ProjectIndex | None:
        """The index of its Python; None where none of it matters."""
        return transforms.index(self.disk) if self.has_python else None

    @property
    def scripts(self) -> ScriptIndex | None:
        """The index of its JavaScript; None where none of it matters."""
        return transforms.script_index(self.modules) if self.modules is not None else None

    def with_contents(self, contents: Mapping[str, bytes]) -> Project:
        """The same project, after some files were rewritten."""
        disk = self.disk.with_contents({absolute(path): data for path, data in contents.items()})
        modules = replace(self.modules, disk=disk) if self.modules is not None else None
        return Project(disk, has_python=self.has_python, modules=modules)

    def knows_sdk(self, path: str) -> bool:
        """Whether a file imports the SDK, or files of the project by way of which it does."""
        own, importing = absolute(path), self.disk.traces.sdk
        return own in importing or any(own in self.disk.importers(file) for file in sorted(importing))

    def senders(self, concerned: Iterable[str]) -> frozenset[str]:
        """Files, absolute, without words of the old API that may send messages to a chat that one of the concerned files makes."""
        python = [absolute(path) for path in concerned if not is_script(path)]
        messages = self.disk.traces.messages
        found = messages.intersection(file for path in python for file in self.disk.importers(path)) if messages else messages
        return found | self.modules.senders(absolute(path) for path in concerned if is_script(path)) if self.modules is not None else found


def look_around(
    discovered: Discovered, concerned: Mapping[str, bytes], contents: Mapping[str, bytes] | None = None, *, has_python: bool = True
) -> Project:
    """The project around the files of a run, of which the ``concerned`` hold words of an old call: there is nothing to know for others."""
    disk = Disk(discovered.files, {absolute(path): data for path, data in (contents or {}).items()})
    scripts = {path: data for path, data in concerned.items() if is_script(path)}
    code = {path: data for path, data in concerned.items() if not is_script(path)}
    if code:
        _look_through(disk, discovered, code)
    return Project(disk, has_python=has_python, modules=_modules(disk, discovered, scripts) if scripts else None)


def _modules(disk: Disk, discovered: Discovered, concerned: Mapping[str, bytes]) -> Modules:
    from migrate_interactions.javascript.modules import Modules, imports_sdk

    return Modules(disk, any(map(imports_sdk, concerned.values())), _scripts(disk, discovered, concerned))


def _scripts(disk: Disk, discovered: Discovered, concerned: Iterable[str]) -> tuple[str, ...] | None:
    """All scripts of the projects around the ``concerned`` ones; None when there are too many."""
    listed = {path for path in (*disk.rewritten, *all_absolute(discovered.excluded)) if is_script(path)}
    folders = {absolute(folder) for folder in discovered.folders}
    for top in {disk.top(absolute(path)) for path in concerned}:
        if not any(top == folder or top.startswith(f"{folder}/") for folder in folders):
            more = _listing(top, SCRIPTS)
            if more is None:
                return None
            listed.update(path for path in more if is_written(path))
    return tuple(sorted(listed))


def _look_through(disk: Disk, discovered: Discovered, concerned: Mapping[str, bytes]) -> None:
    """Tell the disk who imports whom in the Python code around the ``concerned`` files."""
    listed, complete = {*disk.rewritten, *all_absolute(discovered.excluded)}, True
    folders = {absolute(folder) for folder in discovered.folders}
    for top in {disk.top(absolute(path)) for path in concerned}:
        known = any(top == folder or top.startswith(f"{folder}/") for folder in folders)
        more = [] if known else _listing(top)
        complete = complete and more is not None
        listed.update(more or ())
    names = frozenset(name for data in concerned.values() for name in defined(data)) | ASKED_FOR
    paths = sorted(path for path in listed if path.endswith(_MODULES))
    begin = heads(paths)

    def look(paths: Sequence[str]) -> list[Said | None]:
        return [said(data, names, begin) if (data := _module(disk, path)) is not None else None for path in paths]

    found = zip(paths, in_slices(look, paths), strict=True)
    disk.traces = traces({path: one for path, one in found if one is not None}, complete=complete)


def _module(disk: Disk, path: str) -> bytes | None:
    """What a file says as a module of the project. A notebook imports as a Python file does; pages are for readers."""
    if path.endswith(SUFFIXES):
        return disk.data(path)
    if not path.endswith(NOTEBOOKS):
        return None
    from migrate_interactions.documents.opening import program_text

    data = disk.data(path)
    return (program_text(path, data) or "").encode("utf-8", "surrogatepass") if data is not None else b""


def _listing(top: str, endings: tuple[str, ...] = _MODULES) -> list[str] | None:
    """The files of a project with these endings; None when there are too many."""
    listing = git.list_files(top)
    if listing is not None:
        found = [f"{top}/{name}" for name in listing.files if name.endswith(endings)]
        return found if len(found) <= MOST_FILES else None
    found = []
    for count, (parent, folders, files) in enumerate(os.walk(top)):
        if count > MOST_FOLDERS or len(found) > MOST_FILES:
            return None
        folders[:] = [name for name in folders if not is_skipped(parent, name)]
        found += [absolute(os.path.join(parent, name)) for name in files if name.endswith(endings)]
    return found
