"""What functions are passed: every caller in sight, in the module and in the files that import it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codemods.python.handles import Handle
from codemods.python.project.summary import BUILTINS, TYPE, Called, Function, Named, Nothing, Origin, Param, Use
from codemods.python.project.things import Blank, ClassThing, External, FunctionThing, Instance, ModuleThing, TextThing, Thing, join

if TYPE_CHECKING:
    from codemods.python.project.resolution import Project, Seen

_NO_INSTANCE = (ModuleThing, External, TextThing, Handle)


class Escaped(Exception):
    """The function is used in a way that hides some of its callers."""


class Passing:
    """Answers for the parameters of one project."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def received(self, path: str, function: Function, param: Param, seen: Seen) -> Thing | None:
        """What all callers in sight pass for a parameter; None when there are none, when they differ, or when some may be hidden."""
        if param.kind == "rest" or set(function.decorators) - {"staticmethod", "classmethod", "override"}:
            return None
        try:
            calls = list(self._calls(path, function, seen))
            passed = [(file, self._argument(call, function, param)) for file, call in calls]
        except Escaped:
            return None
        real = [(file, origin) for file, origin in passed if not isinstance(origin, Nothing)]
        return join(self.project.thing(file, origin, seen) for file, origin in real) if real else Blank() if passed else None

    def _argument(self, call: Called, function: Function, param: Param) -> Origin:
        """What one call passes; `Nothing` for a default of None. Raises `Escaped` where the arguments are not spelled out."""
        if any(argument.name in ("*", "**") for argument in call.arguments):
            raise Escaped
        named = call.argument(param.name)
        if named is not None:
            return named
        taken = [p for p in function.params if p.kind == "positional"][1 if function.takes_instance else 0 :]
        positional = [argument.value for argument in call.arguments if not argument.name]
        position = taken.index(param) if param in taken else len(positional)
        if position < len(positional):
            return positional[position]
        return param.default if param.default is not None else Nothing()

    # -- callers ------------------------------------------------------------------------------------------------

    def _calls(self, path: str, function: Function, seen: Seen) -> Iterator[tuple[str, Called]]:
        """Every call of a function, with the file it stands in. Raises `Escaped`."""
        if not function.owner:
            yield from self._of_function(path, FunctionThing(path, function.key), function.name, seen)
        elif function.name == "__init__":
            yield from self._of_class(ClassThing(path, function.owner), seen)
        elif not function.name.startswith("__"):
            yield from self._of_method(path, function, seen)

    def _of_function(self, path: str, thing: FunctionThing | ClassThing, name: str, seen: Seen) -> Iterator[tuple[str, Called]]:
        for file in (path, *self.project.importers(path, name)):
            for use in self._uses(file, thing, name, seen):
                if use.call is None:
                    raise Escaped
                yield file, use.call

    def _uses(self, file: str, thing: Thing, name: str, seen: Seen) -> Iterator[Use]:
        """The uses of a function or class in a file, under its name or the one it was imported as."""
        summary = self.project.summary(file)
        if summary.broken:
            raise Escaped
        for called in self._names(file, name):
            yield from (use for use in summary.uses_of(called) if self.project.thing(file, use.origin, seen) == thing)

    def _names(self, file: str, name: str) -> set[str]:
        bound = self.project.summary(file).names
        aliases = {as_name for (_, as_name), found in bound.items() for b in found if getattr(b.origin, "name", "") == name}
        return {name, *aliases}

    def _of_class(self, owner: ClassThing, seen: Seen) -> Iterator[tuple[str, Called]]:
        """Calls of a class, of its subclasses without an initialiser of their own, and of `super().__init__`."""
        if ("calls", owner) in seen:
            return
        seen = seen | {("calls", owner)}
        name = self.project.class_name(owner)
        for file in (owner.path, *self.project.importers(owner.path, name)):
            for use in self._uses(file, owner, name, seen):
                if use.call is not None:
                    yield file, use.call
                elif use.purpose != TYPE:
                    raise Escaped
        for below in self.subclasses(owner, seen):
            summary = self.project.summary(below.path)
            own = [f for f in summary.functions.values() if f.owner == below.key and f.name == "__init__"]
            if not own:
                yield from self._of_class(below, seen)
            for use in summary.uses_of("__init__") if own else ():
                if use.call is not None and self._is_super(use, own):
                    yield below.path, use.call

    @staticmethod
    def _is_super(use: Use, own: list[Function]) -> bool:
        base = getattr(use.origin, "base", None)
        return isinstance(base, Called) and base.func == Named(BUILTINS, "super")

    def subclasses(self, owner: ClassThing, seen: Seen = frozenset()) -> Iterator[ClassThing]:
        """The classes that inherit from a class directly, in its file and in those that import it."""
        name = self.project.class_name(owner)
        for file in (owner.path, *self.project.importers(owner.path, name)):
            for below in self.project.summary(file).classes.values():
                if any(self.project.thing(file, base, seen) == owner for base in below.bases):
                    yield ClassThing(file, below.key)

    def below(self, owner: ClassThing) -> list[ClassThing]:
        """Every class that inherits from a class, directly or by way of others."""
        found: list[ClassThing] = []
        pending = [owner]
        while pending:
            new = [other for other in self.subclasses(pending.pop()) if other not in found]
            found += new
            pending += new
        return found

    def _of_method(self, path: str, function: Function, seen: Seen) -> Iterator[tuple[str, Called]]:
        """Calls of a method by its name, on everything that may be an instance of its class."""
        owner = ClassThing(path, function.owner)
        for file in (path, *self.project.readers(path, function.name)):
            for use in self.project.summary(file).uses_of(function.name):
                if isinstance(use.origin, Named) or not self.may_be(self.project.thing(file, use.origin.base, seen), owner):
                    continue
                if use.call is None:
                    raise Escaped
                yield file, use.call

    def may_be(self, thing: Thing | None, owner: ClassThing) -> bool:
        """Whether something may be an instance of a class (or the class itself)."""
        if isinstance(thing, (Instance, ClassThing)):
            own = ClassThing(thing.path, thing.key)
            return owner in (own, *self.project.bases(own)) or own in self.project.bases(owner)
        return not (isinstance(thing, _NO_INSTANCE) or thing == "foreign")
