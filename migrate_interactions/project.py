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
from typing import TYPE_CHECKING

from migrate_interactions import git, transforms
from migrate_interactions.discovery import SUFFIXES, Discovered, is_skipped
from migrate_interactions.disk import Disk, absolute
from migrate_interactions.documents import NOTEBOOKS
from migrate_interactions.slices import in_slices
from migrate_interactions.tracing import ASKED_FOR, Said, defined, heads, said, traces

if TYPE_CHECKING:
    from codemods.python.index import ProjectIndex

_MODULES = (*SUFFIXES, *NOTEBOOKS)
#: How much is looked through for the sake of files that were named one by one.
MOST_FILES, MOST_FOLDERS = 5000, 500


class Project:
    """What `engine` asks: the index, and which files besides those with words of the old API are to be examined."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk

    @property
    def index(self) -> ProjectIndex:
        return transforms.index(self.disk)

    def with_contents(self, contents: Mapping[str, bytes]) -> Project:
        """The same project, after some files were rewritten."""
        return Project(self.disk.with_contents({absolute(path): data for path, data in contents.items()}))

    def knows_sdk(self, path: str) -> bool:
        """Whether a file imports the SDK, or files of the project by way of which it does."""
        own, importing = absolute(path), self.disk.traces.sdk
        return own in importing or any(own in self.disk.importers(file) for file in sorted(importing))

    def senders(self, concerned: Iterable[str]) -> frozenset[str]:
        """Files, absolute, that may send messages to a chat that one of the concerned files makes."""
        messages = self.disk.traces.messages
        return messages.intersection(*[{file for path in concerned for file in self.disk.importers(absolute(path))}] if messages else ())


def around(discovered: Discovered, contents: Mapping[str, bytes] | None = None) -> Project:
    """The project around the files of a run none of which holds an old call: there is nothing to know about the others."""
    return Project(Disk(discovered.files, {absolute(path): data for path, data in (contents or {}).items()}))


def look_around(discovered: Discovered, concerned: Mapping[str, bytes], contents: Mapping[str, bytes] | None = None) -> Project:
    """The project around the files of a run, of which the ``concerned`` hold words of an old API."""
    project = around(discovered, contents)
    disk = project.disk
    listed, complete = set(disk.rewritten) | {absolute(path) for path in discovered.excluded}, True
    folders = {absolute(folder) for folder in discovered.folders}
    for top in {disk.top(absolute(path)) for path in concerned}:
        known = any(top == folder or top.startswith(f"{folder}/") for folder in folders)
        more = [] if known else _listing(top)
        complete = complete and more is not None
        listed.update(more or ())
    names = frozenset(name for data in concerned.values() for name in defined(data)) | ASKED_FOR
    paths = sorted(listed)
    begin = heads(paths)

    def look(paths: Sequence[str]) -> list[Said | None]:
        return [said(data, names, begin) if (data := _module(disk, path)) is not None else None for path in paths]

    found = zip(paths, in_slices(look, paths), strict=True)
    disk.traces = traces({path: one for path, one in found if one is not None}, complete=complete)
    return project


def _module(disk: Disk, path: str) -> bytes | None:
    """What a file says as a module of the project. A notebook imports as a Python file does; pages are for readers."""
    if path.endswith(SUFFIXES):
        return disk.data(path)
    if not path.endswith(NOTEBOOKS):
        return None
    from migrate_interactions.documents.opening import program_text

    data = disk.data(path)
    return (program_text(path, data) or "").encode("utf-8", "surrogatepass") if data is not None else b""


def _listing(top: str) -> list[str] | None:
    """The Python files and notebooks of a project; None when there are too many."""
    listing = git.list_files(top)
    if listing is not None:
        found = [f"{top}/{name}" for name in listing.files if name.endswith(_MODULES)]
        return found if len(found) <= MOST_FILES else None
    found = []
    for count, (parent, folders, files) in enumerate(os.walk(top)):
        if count > MOST_FOLDERS or len(found) > MOST_FILES:
            return None
        folders[:] = [name for name in folders if not is_skipped(parent, name)]
        found += [absolute(os.path.join(parent, name)) for name in files if name.endswith(_MODULES)]
    return found
