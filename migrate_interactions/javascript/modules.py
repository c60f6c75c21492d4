"""The JavaScript of a project as its index sees it: where an import path leads, and what stands there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from migrate_interactions.dependencies.formats.json_places import strings
from migrate_interactions.disk import Disk
from migrate_interactions.documents.source import Unreadable
from migrate_interactions.javascript import SCRIPTS
from migrate_interactions.javascript.bundles import is_bundle
from migrate_interactions.javascript.source import open_script

_SDK = re.compile(rb"""["'](?:npm:|https://[^"'\s]*/)?@google/genai["'/@]""")
_SENDS = b"sendMessage"
_CHATS = re.compile(rb"\bchats\b|\bstartChat\b")
#: What looks like an import path: after `from`, `import` or `require(`.
_IMPORTED = re.compile(rb"""(?:\bfrom|\bimport|\brequire)\s*\(?\s*["'`]([^"'`\n]+)["'`]""")
#: TypeScript says the name of the file that will be there when it was compiled.
_COMPILED = {".js": (".ts", ".tsx", ".jsx"), ".mjs": (".mts",), ".cjs": (".cts",), ".jsx": (".tsx",)}
_CONFIGURATIONS = ("tsconfig.json", "jsconfig.json")


def imports_sdk(data: bytes) -> bool:
    """Whether code imports @google/genai, going by its bytes."""
    return _SDK.search(data) is not None


class _Configuration(NamedTuple):
    """The strings below `compilerOptions`, under their keys, and the folder of the file that says them."""

    folder: str
    said: tuple[tuple[tuple[str | int, ...], str], ...]


@dataclass(frozen=True)
class Modules:
    """Implements `codemods.javascript.index.Files`. ``files`` are all scripts of the project; None when they are too many."""

    disk: Disk
    uses_sdk: bool
    files: tuple[str, ...] | None = None
    _edges: dict[str, set[str]] = field(default_factory=dict, compare=False, repr=False)
    _mentions: dict[str, list[str]] = field(default_factory=dict, compare=False, repr=False)
    _configurations: dict[str, _Configuration | None] = field(default_factory=dict, compare=False, repr=False)

    def resolve(self, importer: str, path: str) -> str | None:
        """The file that an import path leads to: a relative one, or one that the nearest tsconfig.json maps."""
        folder = posixpath.dirname(importer)
        starts = [posixpath.join(folder, path)] if path.startswith(("./", "../")) or path in (".", "..") else self._mapped(folder, path)
        found = (file for start in starts for file in _spellings(posixpath.normpath(start)))
        return next((file for file in found if self.disk.is_file(file)), None)

    def source(self, path: str) -> str | None:
        data = self.disk.data(path)
        if data is None or is_bundle(data):
            return None
        try:
            return open_script(data).text
        except Unreadable:
            return None

    def importers(self, path: str) -> Sequence[str] | None:
        """Every script is looked through once, with a pattern, when this is asked for the first time."""
        if self.files is None:
            return None
        if not self._edges:
            self._edges[""] = set()
            for file in self.files:
                for imported in set(_IMPORTED.findall(self.disk.data(file) or b"")):
                    if (target := self.resolve(file, imported.decode("utf-8", "replace"))) is not None:
                        self._edges.setdefault(target, set()).add(file)
        return sorted(self._edges.get(path, set()) - {path})

    def mentioning(self, name: str) -> Sequence[str] | None:
        """Scripts with `.name`, with `name` in braces, or with it as a text in brackets. Bundles are nobody's source."""
        if self.files is None:
            return None
        if name not in self._mentions:
            word = re.escape(name.encode())
            pattern = re.compile(rb"\.\s*" + word + rb"\b|[{,]\s*" + word + rb"\s*[,}=:]|\[\s*[\"'`]" + word + rb"\b")
            data = ((file, self.disk.data(file) or b"") for file in self.files)
            self._mentions[name] = [file for file, found in data if pattern.search(found) and not is_bundle(found)]
        return self._mentions[name]

    def senders(self, concerned: Iterable[str]) -> frozenset[str]:
        """Scripts that may send messages to a chat that they import from one of the ``concerned`` files."""
        makers = [path for path in concerned if _CHATS.search(self.disk.data(path) or b"")]
        importing = {file for path in makers for file in self.importers(path) or ()}
        return frozenset(file for file in importing if _SENDS in (self.disk.data(file) or b""))

    def is_rewritten(self, path: str) -> bool:
        return self.disk.is_rewritten(path) and path.endswith(SCRIPTS)

    def shown(self, path: str) -> str:
        return self.disk.shown(path)

    def _mapped(self, folder: str, path: str) -> Iterator[str]:
        """What `paths` and `baseUrl` make of an import path that is not relative."""
        nearest = self._configuration(folder)
        if nearest is not None:
            yield from _mappings(nearest.said, nearest.folder, path)

    def _configuration(self, folder: str) -> _Configuration | None:
        """What the nearest tsconfig.json upward says. Asked for every import that is not relative, so it is read once."""
        if folder not in self._configurations:
            text = next((found for name in _CONFIGURATIONS if (found := self._text(f"{folder}/{name}")) is not None), None)
            if text is not None:
                self._configurations[folder] = _Configuration(folder, tuple(_compiler_options(text)))
            else:
                is_top = "/" not in folder.strip("/")
                self._configurations[folder] = None if is_top else self._configuration(posixpath.dirname(folder))
        return self._configurations[folder]

    def _text(self, path: str) -> str | None:
        data = self.disk.data(path) if self.disk.is_file(path) else None
        return data.decode("utf-8", "replace") if data is not None else None


def _compiler_options(text: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
    return ((found.path[1:], found.value) for found in strings(text) if found.path[:1] == ("compilerOptions",))


def _mappings(said: Sequence[tuple[tuple[str | int, ...], str]], folder: str, path: str) -> Iterator[str]:
    base = next((value for keys, value in said if keys == ("baseUrl",)), None)
    start = posixpath.join(folder, base or ".")
    for keys, target in said:
        if len(keys) == 3 and keys[0] == "paths":
            before, star, behind = str(keys[1]).partition("*")
            matches = path.startswith(before) and path.endswith(behind) if star else path == before
            if matches:
                yield posixpath.join(start, target.replace("*", path[len(before) : len(path) - len(behind)], 1))
    if base is not None:
        yield posixpath.join(start, path)


def _spellings(path: str) -> Iterator[str]:
    """The files that a path may mean, in the order of the tools: as it is, compiled, without its ending, a folder."""
    stem, ending = posixpath.splitext(path)
    if ending in SCRIPTS:
        yield path
        yield from (stem + other for other in _COMPILED.get(ending, ()))
    yield from (path + other for other in SCRIPTS)
    yield from (f"{path}/index{other}" for other in SCRIPTS)
