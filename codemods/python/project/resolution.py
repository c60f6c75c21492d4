"""From symbols to things: following names from module to module until they are something we know."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.python.handles import FOREIGN, Handle
from codemods.python.project import texts
from codemods.python.project.files import Files
from codemods.python.project.links import Links
from codemods.python.project.overriding import Overriding
from codemods.python.project.passing import Passing
from codemods.python.project.reading import summarise
from codemods.python.project.sdk import ASYNC_CLIENTS, CACHES, CLIENTS, TRANSPARENT, is_foreign_path
from codemods.python.project.summary import (
    BUILTINS,
    Attribute,
    Binding,
    Called,
    Class,
    ClassAt,
    Either,
    Formatted,
    FunctionAt,
    Imported,
    Literal,
    Named,
    Nothing,
    Opaque,
    Origin,
    Parameter,
    Self,
    Summary,
    Text,
    Typed,
)
from codemods.python.project.things import (
    Blank,
    ChatThing,
    ClassThing,
    Constant,
    External,
    FunctionThing,
    Instance,
    ModuleThing,
    Other,
    Place,
    TextThing,
    Thing,
    join,
)
from codemods.python.project.words import read_off_others

ENTERPRISE = frozenset({"enterprise"})
_CHAT = ("chats", "create")
#: Defaults by which a framework passes what a function returns.
_INJECTED = (External("fastapi.Depends"), External("fastapi.params.Depends"))
Seen = frozenset[object]
#: How much is followed for one answer, and how deep; a value that takes more counts as not in sight.
_MOST_STEPS, _DEEPEST = 5000, 60
_NOTHING: Seen = frozenset()


class Project:
    """All modules of a project. Reads a module when it is asked for, and keeps what it found."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.links = Links(files)
        self.passing = Passing(self)
        self.overriding = Overriding(self)
        self._summaries: dict[str, Summary] = {}
        #: Copies of a file, of which large repositories have many, are read once.
        self._by_text: dict[str | None, Summary] = {}
        self._things: dict[tuple[str, Origin], Thing | None] = {}
        self._steps = 0
        self._members: dict[tuple[ModuleThing, str], Thing | None] = {}

    def __reduce__(self) -> tuple[type[Project], tuple[Files]]:
        """Another process reads for itself."""
        return (Project, (self.files,))

    def summary(self, path: str) -> Summary:
        if path not in self._summaries:
            source = self.files.source(path)
            self._summaries[path] = self._by_text[source] = self._by_text.get(source) or summarise(source)
        return self._summaries[path]

    def place(self, path: str, line: int) -> Place:
        return Place(self.files.shown(path), line)

    def importers(self, path: str, name: str) -> list[str]:
        """Other files that import a module, by whatever way, and speak of a name."""
        return [file for file in self.files.importers(path) if file != path and name in (self.files.source(file) or "")]

    def readers(self, path: str, name: str) -> list[str]:
        """Other files in which `.name` is read off what may be an object of a class of this one.

        What is read off `self` alone is an object's own: of a class that has to do with this file only if one imports the other.
        """
        files = (file for file in self.files.mentioning(name) if file != path)
        return [file for file in files if read_off_others(self.files.source(file) or "", name) or self._one_imports_the_other(file, path)]

    def _one_imports_the_other(self, one: str, other: str) -> bool:
        return one in self.files.importers(other) or other in self.files.importers(one)

    # -- expressions --------------------------------------------------------------------------------------------

    def thing(self, path: str, origin: Origin, seen: Seen = _NOTHING) -> Thing | None:
        """What an expression of a module is; None when that is not in sight.

        ``seen`` are the questions that this one is part of: only whole answers are kept, not those on the way around a circle.
        """
        key = (path, origin)
        if key in seen:
            return Blank()
        if key in self._things:
            return self._things[key]
        found = self._thing(path, origin, seen | {key}) if self._may_go_on(seen) else None
        if not seen:
            self._things[key] = found
        return found

    def _may_go_on(self, seen: Seen) -> bool:
        """Whether an answer has not taken too much yet."""
        self._steps = self._steps + 1 if seen else 0
        return self._steps < _MOST_STEPS and len(seen) < _DEEPEST

    def _thing(self, path: str, origin: Origin, seen: Seen) -> Thing | None:
        if isinstance(origin, Named):
            return External(f"{BUILTINS}.{origin.name}") if origin.scope == BUILTINS else self.name(path, origin, seen)
        if isinstance(origin, Attribute):
            return self.attribute(self.thing(path, origin.base, seen), origin.name, seen)
        if isinstance(origin, Called):
            func = self.thing(path, origin.func, seen)
            return self.called(func, path, origin, seen)
        if isinstance(origin, Either):
            real = [value for value in origin.values if not isinstance(value, Nothing)]
            return join(self.thing(path, value, seen) for value in real)
        if isinstance(origin, Imported):
            return self._imported(path, origin, seen)
        if isinstance(origin, Parameter):
            return self._parameter(path, origin, seen)
        if isinstance(origin, Typed):
            given = self.thing(path, origin.given, seen) if origin.given is not None else None
            return self.typed(path, origin.types, seen) if given is None or isinstance(given, Blank) else given
        return self._plain(path, origin, seen)

    def _plain(self, path: str, origin: Origin, seen: Seen) -> Thing | None:
        if isinstance(origin, Literal):
            return TextThing((Constant(path, origin.line, origin.value),), exact=True)
        if isinstance(origin, Text):
            return TextThing()
        if isinstance(origin, Formatted):
            parts = [self.thing(path, part, seen) for part in origin.parts]
            return TextThing() if any(isinstance(part, TextThing) for part in parts) else None
        if isinstance(origin, FunctionAt):
            return FunctionThing(path, origin.key)
        if isinstance(origin, ClassAt):
            return ClassThing(path, origin.key)
        if isinstance(origin, Self):
            return self._instance(ClassThing(path, origin.owner), seen)
        return Other(origin.kind) if isinstance(origin, Opaque) and origin.kind else None

    # -- names --------------------------------------------------------------------------------------------------

    def name(self, path: str, name: Named, seen: Seen = _NOTHING) -> Thing | None:
        """What a name of a scope holds, whenever it is read; the None it may be given first is left out."""
        bindings = self.summary(path).names.get((name.scope, name.name), ())
        found = self._bound(path, bindings, seen)
        if name.scope == "" and found is not None:
            found = join([found, *self.overriding.of_module(path, name.name, seen)])
        if name.scope == "" and isinstance(found, TextThing):
            return texts.named(found, path, name.name, bindings)
        return found

    def _bound(self, path: str, bindings: tuple[Binding, ...], seen: Seen) -> Thing | None:
        real = [binding.origin for binding in bindings if not isinstance(binding.origin, Nothing)]
        return join(self.thing(path, origin, seen) for origin in real)

    def _imported(self, path: str, origin: Imported, seen: Seen) -> Thing | None:
        module = self.links.module(path, origin.module, origin.level)
        if module is None or not origin.name:
            return module
        return self.attribute(module, origin.name, seen)

    def member(self, module: ModuleThing, name: str, seen: Seen = _NOTHING) -> Thing | None:
        """What a module has under a name. Only whole answers are kept, not those found on the way around a circle."""
        key = (module, name)
        if key in self._members:
            return self._members[key]
        if key in seen:
            return Blank()
        found = join(self._member(base, module, name, seen | {key}) for base in module.bases) if self._may_go_on(seen) else None
        if not seen:
            self._members[key] = found
        return found

    def _member(self, base: str, module: ModuleThing, name: str, seen: Seen) -> Thing | None:
        own = ModuleThing((base,), module.dotted)
        file = self.links.file(base)
        summary = self.summary(file) if file else Summary()
        if summary.broken:
            return None
        if ("", name) in summary.names:
            return self.name(file, Named("", name), seen)
        for star in summary.stars if not name.startswith("_") else ():
            source = self.links.module(file, star.module, star.level)
            found = self.attribute(source, name, seen) if source is not None else None
            if found is not None and not isinstance(found, (Blank, External)):
                return found
        if summary.stars or ("", "__getattr__") in summary.names:
            return self.links.submodule(own, name) if self._has_submodule(own, name) else None
        return self.links.submodule(own, name)

    def _has_submodule(self, module: ModuleThing, name: str) -> bool:
        return isinstance(self.links.submodule(module, name), ModuleThing)

    # -- attributes ---------------------------------------------------------------------------------------------

    def attribute(self, base: Thing | None, name: str, seen: Seen = _NOTHING) -> Thing | None:
        """What `base.name` is."""
        if isinstance(base, Handle):
            return base.attribute(name)
        if isinstance(base, ModuleThing):
            return self.member(base, name, seen)
        if isinstance(base, External):
            return External(f"{base.path}.{name}")
        if isinstance(base, TextThing):
            return External(f"{BUILTINS}.str.{name}")
        if isinstance(base, (Instance, ClassThing)):
            return self.class_attribute(ClassThing(base.path, base.key), name, seen)
        return FOREIGN if base == FOREIGN else None

    def class_attribute(self, owner: ClassThing, name: str, seen: Seen = _NOTHING) -> Thing | None:
        """What instances of a class have under a name, whoever put it there: the class, its bases, its methods."""
        key = (owner, name)
        if key in seen:
            return Blank()
        seen = seen | {key}
        known = self._class(owner)
        found = self.own_values(owner, name, seen)
        inherited = [self.thing(owner.path, base, seen) for base in known.bases]
        above = [self.class_attribute(base, name, seen) for base in inherited if isinstance(base, ClassThing)]
        above = [thing for thing in above if thing is not None and not (found and isinstance(thing, FunctionThing))]
        if found or above:
            return join([*found, *(above if found else above[:1]), *self.overriding.of_class(owner, name, seen)])
        return None

    def own_values(self, owner: ClassThing, name: str, seen: Seen) -> list[Thing | None]:
        """What a class itself puts under a name, in its body and in its methods."""
        known = self._class(owner)
        bindings = (*known.stored.get(name, ()), *self.summary(owner.path).names.get((known.key, name), ()))
        real = [binding.origin for binding in bindings if not isinstance(binding.origin, Nothing)]
        return [self._attribute_value(owner.path, origin, seen) for origin in real]

    def _attribute_value(self, path: str, origin: Origin, seen: Seen) -> Thing | None:
        """A property is read, other functions are methods."""
        if not isinstance(origin, FunctionAt):
            return self.thing(path, origin, seen)
        function = self.summary(path).functions[origin.key]
        if {"setter", "deleter"} & set(function.decorators):
            return Blank()
        if not {"property", "cached_property"} & set(function.decorators):
            return FunctionThing(path, origin.key)
        fresh = any(isinstance(value, Called) for value in function.returns)
        # A property that makes a client at each reading leaves nobody to keep it alive.
        return None if fresh and not CACHES & set(function.decorators) else self.result(FunctionThing(path, origin.key), seen)

    def _class(self, thing: ClassThing) -> Class:
        return self.summary(thing.path).classes[thing.key]

    def class_name(self, thing: ClassThing) -> str:
        return self._class(thing).qualname.rpartition(".")[2]

    def class_line(self, thing: ClassThing) -> int:
        return self._class(thing).line

    def bases(self, thing: ClassThing, seen: Seen = _NOTHING) -> Iterator[Thing | None]:
        """Everything a class inherits from, as far as it is in sight."""
        if thing in seen:
            return
        for origin in self._class(thing).bases:
            base = self.thing(thing.path, origin, seen)
            yield base
            if isinstance(base, ClassThing):
                yield from self.bases(base, seen | {thing})

    # -- calls --------------------------------------------------------------------------------------------------

    def called(self, func: Thing | None, path: str, call: Called, seen: Seen = _NOTHING) -> Thing | None:
        """What calling something gives; the call stands in the module at ``path``."""
        if isinstance(func, External):
            if func.path in CLIENTS:
                return Handle((), self._platform(path, call))
            return FOREIGN if is_foreign_path(func.path) else texts.called(self, func.path, path, call, seen)
        if isinstance(func, Handle):
            return ChatThing(self.place(path, call.line)) if func.method == _CHAT else None
        if isinstance(func, ClassThing):
            return self._instance(func, seen)
        if isinstance(func, FunctionThing):
            return self.result(func, seen)
        return FOREIGN if func == FOREIGN else None

    def _instance(self, owner: ClassThing, seen: Seen) -> Thing:
        if any(isinstance(base, External) and base.path in CLIENTS for base in self.bases(owner, seen)):
            return Handle((), ENTERPRISE)
        return Instance(owner.path, owner.key)

    def result(self, thing: FunctionThing, seen: Seen = _NOTHING) -> Thing | None:
        """What a function returns: what all its `return` agree on, else what its annotation says."""
        function = self.summary(thing.path).functions[thing.key]
        if thing in seen:
            return Blank()
        if function.asynchronous or function.generator or not set(function.decorators) <= TRANSPARENT:
            return None
        seen = seen | {thing}
        real = [origin for origin in function.returns if not isinstance(origin, Nothing)]
        found = join(self.thing(thing.path, origin, seen) for origin in real)
        return found if found is not None or function.annotation is None else self.typed(thing.path, function.annotation, seen)

    def typed(self, path: str, types: tuple[Origin, ...], seen: Seen = _NOTHING) -> Thing | None:
        """A value of which an annotation tells the type."""
        return join(self._of_type(path, self.thing(path, origin, seen), seen) for origin in types)

    def _of_type(self, path: str, kind: Thing | None, seen: Seen) -> Thing | None:
        if isinstance(kind, ClassThing):
            return self._instance(kind, seen)
        if not isinstance(kind, External):
            return None
        if kind.path in CLIENTS | ASYNC_CLIENTS:
            return Handle(("aio",) if kind.path in ASYNC_CLIENTS else (), self.by_environment(path))
        return FOREIGN if is_foreign_path(kind.path) else TextThing() if kind.path == f"{BUILTINS}.str" else None

    def _parameter(self, path: str, parameter: Parameter, seen: Seen) -> Thing | None:
        """What a parameter receives: what it is annotated with, else what every caller in sight passes."""
        function = self.summary(path).functions[parameter.function]
        param = next(param for param in function.params if param.name == parameter.name)
        if param.annotation is not None:
            return self.typed(path, param.annotation, seen)
        if isinstance(param.default, Called) and self.thing(path, param.default.func, seen) in _INJECTED:
            made = [self.thing(path, argument.value, seen) for argument in param.default.arguments]
            return self.called(made[0], path, param.default, seen) if len(made) == 1 else None
        return self.passing.received(path, function, param, seen)

    # -- the platform -------------------------------------------------------------------------------------------

    def _platform(self, path: str, call: Called) -> frozenset[str]:
        """Whether a client may be an enterprise client: it says so, it may, or the environment decides."""
        for name in ("vertexai", "enterprise"):
            value = call.argument(name)
            if value is not None:
                return frozenset() if value == Opaque("the constant False") else ENTERPRISE
        unseen = any(argument.name.startswith("*") for argument in call.arguments)
        return ENTERPRISE if unseen else self.by_environment(path)

    def by_environment(self, path: str) -> frozenset[str]:
        """Whether the project switches the SDK to the enterprise platform where it concerns a module."""
        concerned = (path, *self.files.importers(path))
        return ENTERPRISE if any(self.files.names_platform(file) for file in concerned) else frozenset()

    def uses_sdk(self, path: str) -> bool:
        """Whether a module imports the SDK, itself or by way of other modules of the project."""
        seen, pending = {path}, [path]
        while pending:
            file = pending.pop()
            summary = self.summary(file)
            imports = [(statement.module, statement.level, statement.name) for statement in summary.imports]
            imports += [(star.module, star.level, "") for star in summary.stars]
            for module, level, name in imports:
                if not level and f"{module}.{name}".startswith("google.genai"):
                    return True
                further = set(self.links.files_of(file, module, level, name)) - seen
                seen |= further
                pending += sorted(further)
        return False
