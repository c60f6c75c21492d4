"""Who in other files uses what a module defines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codemods.python.project.summary import BUILTINS, Attribute, Imported, Named, Star, Store, Use
from codemods.python.project.things import ClassThing, ModuleThing, Place

if TYPE_CHECKING:
    from codemods.python.project.resolution import Project


@dataclass(frozen=True)
class Users:
    """Uses in other files. ``complete`` when every file of the project was looked at: then there are no others."""

    places: tuple[Place, ...] = ()
    complete: bool = False

    @property
    def first(self) -> Place | None:
        return self.places[0] if self.places else None


class UsersOf:
    """Answers for one project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._methods: dict[tuple[str, ClassThing, str], Users] = {}
        self._definers: dict[tuple[ModuleThing, str], frozenset[tuple[str, str]]] = {}

    def name(self, path: str, name: str) -> Users:
        """Uses of a module-level name: imports of it, `module.name`, and its plain name below a star import."""
        found = [self.project.place(file, line) for file in self.project.importers(path, name) for line in self._lines(file, path, name)]
        return Users(tuple(sorted(set(found), key=_order)), self.project.files.complete)

    def method(self, path: str, owner: ClassThing, name: str) -> Users:
        """Readings of `.name` on anything that may be an instance of the class (or the class), and what is put there."""
        key = (path, owner, name)
        if key not in self._methods:
            self._methods[key] = self._of_method(*key)
        return self._methods[key]

    def _of_method(self, path: str, owner: ClassThing, name: str) -> Users:
        readers = self.project.readers(path, name)
        found = [
            self.project.place(file, use.line)
            for file in readers
            for use in self.project.summary(file).uses_of(name)
            if isinstance(use.origin, Attribute) and self.project.passing.may_be(self.project.thing(file, use.origin.base), owner)
        ]
        found += [
            self.project.place(file, store.line)
            for file in readers
            for store in self._stores(file, name)
            if self.project.passing.may_be(self.project.thing(file, store.target.base), owner)
        ]
        found += [
            self.project.place(file, line)
            for file in self.project.importers(path, name)
            for line in by_name(self.project.files.source(file) or "", name)
        ]
        return Users(tuple(sorted(set(found), key=_order)), self.project.files.complete)

    def _lines(self, file: str, path: str, name: str) -> Iterator[int]:
        for statement in self.project.summary(file).imports:
            if self.leads(file, statement, path, name):
                yield statement.line
        yield from (use.line for use in self.readings(file, path, name))
        yield from (line for store in self._stores(file, name) if (line := self._stored_on_module(file, store, path)))
        yield from by_name(self.project.files.source(file) or "", name)

    def _stores(self, file: str, name: str) -> Iterator[Store]:
        """The places of a file where something is put under an attribute of a name: `core.client = …`."""
        return (store for store in self.project.summary(file).stores if store.target.name == name)

    def _stored_on_module(self, file: str, store: Store, path: str) -> int:
        base = self.project.thing(file, store.target.base)
        ours = isinstance(base, ModuleThing) and (path, store.target.name) in self.definers(base, store.target.name)
        return store.line if ours else 0

    def readings(self, file: str, path: str, name: str) -> Iterator[Use]:
        """Uses of another module's name that do not go by way of an import of the name itself."""
        wanted = (path, name)
        summary = self.project.summary(file)
        starred = [
            module for star in summary.stars if isinstance(module := self.project.links.module(file, star.module, star.level), ModuleThing)
        ]
        for use in summary.uses_of(name):
            if isinstance(use.origin, Attribute):
                base = self.project.thing(file, use.origin.base)
                if isinstance(base, ModuleThing) and wanted in self.definers(base, name):
                    yield use
            elif use.origin == Named(BUILTINS, name) and any(wanted in self.definers(module, name) for module in starred):
                yield use

    def leads(self, file: str, statement: Imported, path: str, name: str) -> bool:
        """Whether an import of a name gets it from a module, directly or handed on by others."""
        module = self.project.links.module(file, statement.module, statement.level) if statement.name else None
        return isinstance(module, ModuleThing) and (path, name) in self.definers(module, statement.name)

    def definers(self, module: ModuleThing, name: str) -> frozenset[tuple[str, str]]:
        """The files (and names) through which `module.name` comes: the one that defines it, and those that hand it on."""
        key = (module, name)
        if key not in self._definers:
            self._definers[key] = frozenset(self._followed(module, name))
        return self._definers[key]

    def _followed(self, module: ModuleThing, name: str) -> Iterator[tuple[str, str]]:
        pending = [(module, name)]
        seen = set(pending)
        while pending:
            source, wanted = pending.pop()
            for file in filter(None, map(self.project.links.file, source.bases)):
                if ("", wanted) in self.project.summary(file).names:
                    yield file, wanted
                further = [step for step in self._handed_on(file, wanted) if step not in seen]
                seen.update(further)
                pending += further

    def _handed_on(self, file: str, name: str) -> Iterator[tuple[ModuleThing, str]]:
        """The modules from which a file imports a name, and what they call it."""
        summary = self.project.summary(file)
        own = [binding.origin for binding in summary.names.get(("", name), ())]
        steps: list[tuple[Imported | Star, str]] = [(origin, origin.name) for origin in own if isinstance(origin, Imported)]
        steps += [(star, name) for star in summary.stars if not own]
        for statement, wanted in steps:
            source = self.project.links.module(file, statement.module, statement.level)
            if wanted and isinstance(source, ModuleThing):
                yield source, wanted


def by_name(source: str, name: str) -> Iterator[int]:
    """The lines on which a name is reached as a string: `getattr(core, "ask")`, `patch("core.ask")`, `monkeypatch.setattr(…)`."""
    word = re.escape(name)
    asked = rf"\b(?:getattr|setattr|hasattr|delattr|object)\(\s*[\w.]+\s*,\s*[\"']{word}[\"']"
    patched = rf"\b(?:patch|setattr)\(\s*[\"'][\w.]+\.{word}[\"']"
    for match in re.finditer(f"{asked}|{patched}", source):
        yield source.count("\n", 0, match.start()) + 1


def _order(place: Place) -> tuple[str, int]:
    return place.path, place.line
