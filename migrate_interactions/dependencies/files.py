"""The files around the code of a run: which there are, and which dependency files hold for which code."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from migrate_interactions import git
from migrate_interactions.dependencies import formats, locks, texts, usage
from migrate_interactions.dependencies.declared import Declared
from migrate_interactions.dependencies.formats import requirements
from migrate_interactions.dependencies.needed import PYTHON, Family
from migrate_interactions.discovery import Exclude, display, is_skipped, nothing
from migrate_interactions.disk import absolute, all_absolute, read_regular

#: Folders of other people's code that projects keep in git.
_VENDORED = re.compile(r"(?:^|/)(?:vendor|vendored|_vendor|third_party|node_modules|site-packages)(?:/|$)")


#: One of these is in the name of every such folder; to look for them first takes a tenth of the time.
_VENDORING = ("vendor", "third_party", "node_modules", "site-packages")


class Around:
    """Answers about the files of a project, as they are after the run. ``contents`` are those that the run has in hand,
    ``skipped`` those in which it found no word of an old API, ``listings`` the folders that it looked through."""

    def __init__(
        self,
        contents: Mapping[str, bytes],
        excluded: Exclude,
        skipped: Collection[str] = (),
        listings: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self.contents = {absolute(path): data for path, data in contents.items()}
        self.excluded = excluded
        self._skipped = skipped
        self.listed = listings or {}
        self._listings: dict[str, list[str]] = {}
        self._texts: dict[str, texts.TextFile | None] = {}
        self._declared: dict[str, list[Declared]] = {}
        self._holding: dict[tuple[str, bool], dict[str, str]] = {}
        self._files: dict[str, list[str]] = {}
        self._tops: dict[str, str | None] = {}
        self._users: dict[tuple[str, Family], list[str]] = {}

    @cached_property
    def skipped(self) -> frozenset[str]:
        """Files without a word of an old API, absolute."""
        return frozenset(all_absolute(self._skipped))

    # -- all files ----------------------------------------------------------------------------------------------

    def listing(self, folder: str) -> list[str]:
        """The files below a folder that git does not ignore, without other people's."""
        top = absolute(folder)
        if top not in self._listings:
            paths = sorted(f"{top}/{name}" for name in self._names_below(top) if not _is_others(name))
            self._listings[top] = paths if self.excluded is nothing else [path for path in paths if not self.excluded(display(path))]
        return self._listings[top]

    def _names_below(self, top: str) -> Iterable[str]:
        if top in self.listed:
            return self.listed[top]
        listing = git.list_files(top)
        return _walk(top) if listing is None else listing.files

    def data(self, path: str) -> bytes:
        try:
            return self.contents[path] if path in self.contents else read_regular(path)
        except OSError:
            return b""

    def users(self, folder: str, family: Family) -> list[str]:
        """The files below a folder that still use the retired SDK of a language."""
        key = (absolute(folder), family)
        if key not in self._users:
            code = (path for path in self.listing(folder) if path.endswith(usage.SUFFIXES[family]) and path not in self.skipped)
            self._users[key] = [path for path in code if usage.uses_retired(self.data(path), family)]
        return self._users[key]

    def user(self, folder: str, family: Family) -> str:
        """One of them, as users see it; an empty string where there is none."""
        return next((display(path) for path in self.users(folder, family)), "")

    def text(self, path: str) -> texts.TextFile | None:
        """A file that is no code, as it is on the disk. Links are left: what they lead to is a file of its own."""
        if path not in self._texts:
            self._texts[path] = None if os.path.islink(path) else texts.read(path, display(path))
        return self._texts[path]

    # -- dependency files ---------------------------------------------------------------------------------------

    def declared(self, path: str) -> list[Declared]:
        """The requirements of packages that matter in a dependency file; none where it cannot be read."""
        if path not in self._declared:
            file, read = self.text(path), formats.reader(path) or requirements.read
            try:
                self._declared[path] = sorted(read(file.text), key=lambda one: one.entry) if file else []
            except (ValueError, SyntaxError, RecursionError):
                self._declared[path] = []
        return self._declared[path]

    def holding(self, folder: str, *, joins: bool) -> dict[str, str]:
        """The dependency files that hold for the code of a folder, with the folder whose code each is there for.

        They are those of the nearest folder, upward, with one that names the SDK or the retired one (or, where the SDK ``joins``,
        a package that held the retired one). The top of the checkout is the last one asked; outside of git the first with any.
        """
        key = (folder, joins)
        if key not in self._holding:
            self._holding[key] = self._found(folder, PYTHON.packages if joins else {PYTHON.sdk, PYTHON.retired})
        return self._holding[key]

    def _found(self, folder: str, wanted: Collection[str]) -> dict[str, str]:
        top = self.top(folder)
        for above in (Path(folder), *Path(folder).parents):
            files = self._files_in(str(above))
            naming = [file for file in files if any(one.package in wanted for one in self.declared(file))]
            if naming or (above == Path(top) if top else files):
                return {file: absolute(str(above)) for file in naming}
        return {}

    def top(self, folder: str) -> str | None:
        """The top of the checkout a folder is in. Git is asked once for all folders between its top and one of them."""
        passed, above = [], os.path.realpath(folder)
        while above not in self._tops and not os.path.lexists(f"{above}/.git") and os.path.dirname(above) != above:
            passed.append(above)
            above = os.path.dirname(above)
        if above not in self._tops:
            self._tops[above] = git.top(above)
        self._tops |= dict.fromkeys(passed, self._tops[above])
        return self._tops[above]

    def _files_in(self, folder: str) -> list[str]:
        """The dependency files of a folder."""
        if folder not in self._files:
            self._files[folder] = list(self._naming_in(folder))
        return self._files[folder]

    def _naming_in(self, folder: str) -> Iterable[str]:
        found = [*_names(folder), *_names(f"{folder}/requirements")]
        files = [path for path in found if formats.reader(path) and not path.endswith("/package.json")]
        return [path for path in dict.fromkeys(self._with_included(files)) if not self.excluded(display(path))]

    def _with_included(self, files: Iterable[str]) -> Iterator[str]:
        """Requirements files with the files that they include."""
        seen: set[str] = set()
        waiting = list(files)
        while waiting:
            path = waiting.pop(0)
            if path in seen:
                continue
            seen.add(path)
            yield path
            if formats.reader(path) in (requirements.read, None) and (file := self.text(path)):
                names = (os.path.normpath(os.path.join(os.path.dirname(path), name)) for name in requirements.others(file.text))
                waiting += [absolute(name) for name in names if os.path.isfile(name)]


def _is_others(name: str) -> bool:
    """Whether a file is other people's code, or a lock file."""
    vendored = any(word in name for word in _VENDORING) and _VENDORED.search(name) is not None
    return vendored or name.rpartition("/")[2] in locks.NAMES


def _names(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            files = [entry for entry in entries if entry.is_file()]
            return sorted(absolute(os.path.realpath(entry.path) if entry.is_symlink() else entry.path) for entry in files)
    except OSError:
        return []


def _walk(top: str) -> Iterator[str]:
    for parent, folders, files in os.walk(top):
        folders[:] = sorted(name for name in folders if not is_skipped(parent, name))
        yield from (absolute(os.path.join(parent, name))[len(top) + 1 :] for name in files)
