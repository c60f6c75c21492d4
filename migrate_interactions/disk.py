"""The disk as the project index sees it: which files there are, what they say, and where their imports may start."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from migrate_interactions import transforms
from migrate_interactions.discovery import display
from migrate_interactions.documents import is_document
from migrate_interactions.tracing import Find, Traces

if TYPE_CHECKING:
    from codemods.python.project.files import Roots

#: To open a pipe would be to wait for whoever writes to it.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_MARKERS = ("pyproject.toml", "setup.py", "setup.cfg")


def absolute(path: str) -> str:
    """How the index names a file: absolute, with forward slashes."""
    return os.path.abspath(path).replace(os.sep, "/")


def all_absolute(paths: Iterable[str]) -> Iterator[str]:
    """The same for very many display paths, which are relative to the working directory where they can be."""
    here = absolute(".")
    before = here if here.endswith("/") else f"{here}/"
    return (before + path if path[:1] not in ("", ".", "/") and path[1:2] != ":" else absolute(path) for path in paths)


def read_regular(path: str) -> bytes:
    """The bytes of a regular file, with few questions to the system: a run reads very many. Raises `OSError`."""
    file = os.open(path, _FLAGS)
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise FileNotFoundError(f"{path}: no regular file")
        data = os.read(file, status.st_size + 1)
    finally:
        os.close(file)
    return data if len(data) == status.st_size else Path(path).read_bytes()


class Disk:
    """Implements `codemods.python.project.files.Files`. Keeps what it read; another process reads for itself.

    ``run`` are the files that the run may write, as users see them, ``contents`` what stands for the bytes of files on the disk.
    """

    def __init__(self, run: Sequence[str] = (), contents: Mapping[str, bytes] | None = None) -> None:
        self.run = run
        self.contents = contents or {}
        self.traces = Traces()
        self._folders: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._texts: dict[str, str | None] = {}
        self._roots: dict[str, Roots] = {}
        self._find: Find | None = None

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"_folders": {}, "_texts": {}, "_roots": {}, "_find": None}

    def with_contents(self, contents: Mapping[str, bytes]) -> Disk:
        """The same files, some of which hold something else."""
        disk = Disk(self.run, {**self.contents, **contents})
        disk.traces = self.traces
        return disk

    # -- single files -------------------------------------------------------------------------------------------

    def data(self, path: str) -> bytes | None:
        """The bytes of a file; None when there is none to be read."""
        try:
            return self.contents[path] if path in self.contents else read_regular(path)
        except OSError:
            return None

    def source(self, path: str) -> str | None:
        if path not in self._texts:
            data = self.data(path)
            self._texts[path] = None if data is None else _program_text(path, data)
        return self._texts[path]

    def is_file(self, path: str) -> bool:
        folder, _, name = path.rpartition("/")
        return path in self.contents or name in self._names(folder)[0]

    def is_folder(self, path: str) -> bool:
        folder, _, name = path.rpartition("/")
        return name in self._names(folder)[1]

    def _names(self, folder: str) -> tuple[frozenset[str], frozenset[str]]:
        """The names of files and folders in a folder."""
        if folder not in self._folders:
            files: set[str] = set()
            folders: set[str] = set()
            try:
                with os.scandir(folder or "/") as entries:
                    for entry in entries:
                        (folders if entry.is_dir() else files).add(entry.name)
            except OSError:
                pass
            self._folders[folder] = frozenset(files), frozenset(folders)
        return self._folders[folder]

    def shown(self, path: str) -> str:
        return display(path)

    @cached_property
    def rewritten(self) -> frozenset[str]:
        """The files that the run may write."""
        return frozenset(all_absolute(self.run))

    def is_rewritten(self, path: str) -> bool:
        return path in self.rewritten

    # -- projects -----------------------------------------------------------------------------------------------

    def top(self, path: str) -> str:
        """The folder of the project that a file is part of: its checkout, else what a marker file says, else where we are."""
        folders = list(_upward(path))
        checkout = next((folder for folder in folders if self.is_folder(f"{folder}/.git") or self.is_file(f"{folder}/.git")), "")
        marked = next((folder for folder in folders if any(self.is_file(f"{folder}/{marker}") for marker in _MARKERS)), "")
        here = absolute(".")
        return checkout or marked or (here if here in folders else folders[0])

    def roots(self, path: str) -> Roots:
        """Folders on the way up to the top of the project that are no packages, and a `src` folder in each of them."""
        folder = path.rpartition("/")[0]
        if folder not in self._roots:
            top = self.top(path)
            around = [above for above in _upward(path) if above == top or above.startswith(f"{top}/")]
            plain = [above for above in around if not self.is_file(f"{above}/__init__.py")]
            roots = [root for above in plain for root in (above, f"{above}/src") if root == above or self.is_folder(root)]
            self._roots[folder] = transforms.roots(tuple(dict.fromkeys(roots)), "" if folder in plain else folder)
        return self._roots[folder]

    # -- what the scan found ------------------------------------------------------------------------------------

    @property
    def complete(self) -> bool:
        return self.traces.complete

    def importers(self, path: str) -> Sequence[str]:
        return self.traces.importers(path, self.find)

    @property
    def find(self) -> Find:
        """Gives the files that an import leads to. Kept, for it remembers what it found."""
        if self._find is None:
            self._find = transforms.finder(self)
        return self._find

    def mentioning(self, attribute: str) -> Sequence[str]:
        return self.traces.mentions.get(attribute, ())

    def setting_up(self, path: str) -> Sequence[str]:
        # A file that only gives the key gives it to whoever comes later, however that is loaded.
        traces = self.traces
        return [other for other in sorted(traces.set_ups - {path}) if other not in traces.requests or self._together(other, path)]

    def relying_on(self, path: str) -> Sequence[str]:
        traces = self.traces
        return [other for other in sorted(traces.requests - traces.set_ups - {path}) if self._together(other, path)]

    def _together(self, one: str, other: str) -> bool:
        return self.traces.together(one, other, self.find)

    def uses_sdk(self) -> bool:
        return bool(self.traces.sdk)

    def names_platform(self, path: str) -> bool:
        return path in self.traces.platform


def _program_text(path: str, data: bytes) -> str | None:
    """The code of a file as one module; None when it cannot be read."""
    if is_document(path):
        from migrate_interactions.documents import opening  # with every kind of document: most runs have none to open

        return opening.program_text(path, data)
    from migrate_interactions.documents.source import Unreadable, open_source

    try:
        return open_source(data).text
    except Unreadable:
        return None


def _upward(path: str) -> list[str]:
    """The folders around a file, the nearest first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:count]) for count in range(len(parts), 0, -1)]
