"""What other files put in the place of a value: under a name of a module, under an attribute of an object, in a subclass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from codemods.python.project.links import modules_of
from codemods.python.project.summary import Store
from codemods.python.project.things import ClassThing, ModuleThing, Thing

if TYPE_CHECKING:
    from codemods.python.project.resolution import Project


class Overriding:
    """Answers for one project."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def of_module(self, path: str, name: str) -> Iterator[Thing | None]:
        """What other files give a module-level name: `core.client = …`."""
        own = set(modules_of(path))
        for file, store in self._stores(path, name):
            base = self.project.thing(file, store.target.base)
            if isinstance(base, ModuleThing) and own & set(base.bases):
                yield self.project.thing(file, store.value)

    def of_class(self, owner: ClassThing, name: str) -> Iterator[Thing | None]:
        """What other files give an attribute of something that may be an object of a class, and what subclasses there give it."""
        for file, store in self._stores(owner.path, name):
            if self.project.passing.may_be(self.project.thing(file, store.target.base), owner):
                yield self.project.thing(file, store.value)
        for below in self.project.passing.subclasses(owner):
            if below.path != owner.path:
                yield from self.project.own_values(below, name)

    def _stores(self, path: str, name: str) -> Iterator[tuple[str, Store]]:
        """The places in the files that import a module where something is put under an attribute of a name."""
        pattern = re.compile(rf"\.\s*{re.escape(name)}\s*(=[^=]|:|,)")
        for file in self.project.importers(path, name):
            if pattern.search(self.project.files.source(file) or ""):
                yield from ((file, store) for store in self.project.summary(file).stores if store.target.name == name)
