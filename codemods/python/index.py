"""What names mean across files: the place where a transform asks about what another file defines, or does with what this one does."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from codemods.python.project.catching import Catching
from codemods.python.project.constants import Constants, Fate
from codemods.python.project.files import Files, Sources
from codemods.python.project.resolution import Project
from codemods.python.project.summary import Called, Imported, Nothing, Parameter
from codemods.python.project.things import ClassThing, Constant, ModuleThing, Place, Thing
from codemods.python.project.users import Users, UsersOf


class _Answers:
    """What all views of one project share, so that nothing is read twice."""

    def __init__(self, files: Files) -> None:
        self.project = Project(files)
        self.users = UsersOf(self.project)
        self.constants = Constants(self.project, self.users)
        self.catching = Catching(self.project)


@dataclass(frozen=True)
class ProjectIndex:
    """A project, seen from one of its modules. ``path`` is the module's file, absolute, with forward slashes."""

    files: Files
    path: str
    shared: _Answers | None = field(default=None, compare=False, repr=False)

    def at(self, path: str) -> ProjectIndex:
        """The same project, seen from another module."""
        return ProjectIndex(self.files, path, self._answers)

    def __reduce__(self) -> tuple[type[ProjectIndex], tuple[Files, str]]:
        return (ProjectIndex, (self.files, self.path))

    @cached_property
    def _answers(self) -> _Answers:
        return self.shared if self.shared is not None else _Answers(self.files)

    @property
    def project(self) -> Project:
        return self._answers.project

    @property
    def _users(self) -> UsersOf:
        return self._answers.users

    @property
    def _constants(self) -> Constants:
        return self._answers.constants

    @property
    def shown(self) -> str:
        """The module's path as findings have it."""
        return self.files.shown(self.path)

    # -- what other files define --------------------------------------------------------------------------------

    def imported(self, module: str, level: int, name: str) -> Thing | None:
        """What an import statement of this module binds; None when it cannot be told."""
        return self.project.thing(self.path, Imported(module, level, name, 0))

    def attribute(self, base: Thing | None, name: str) -> Thing | None:
        return self.project.attribute(base, name)

    def called(self, func: Thing | None) -> Thing | None:
        """What a function or class of the project gives when it is called."""
        return self.project.called(func, self.path, Called(Nothing(), (), 0))

    def parameter(self, function: str, name: str) -> Thing | None:
        """What a parameter of a function of this module receives, going by its annotation or by all callers in sight."""
        known = self.project.summary(self.path).function_named(function)
        if known is None or all(param.name != name for param in known.params):
            return None
        return self.project.thing(self.path, Parameter(known.key, name))

    def own_attribute(self, owner: str, name: str) -> Thing | None:
        """What instances of a class of this module have under a name, inherited from wherever."""
        known = self.own_class(owner)
        return self.project.class_attribute(known, name) if known is not None else None

    def put_elsewhere(self, owner: str, name: str) -> list[Thing | None]:
        """What other files put under an attribute of a class of this module, on its objects or in subclasses of theirs."""
        known = self.own_class(owner)
        return list(self.project.overriding.of_class(known, name)) if known is not None else []

    def put_on_module(self, name: str) -> list[Thing | None]:
        """What other files put under a name of this module: `core.client = …`."""
        return list(self.project.overriding.of_module(self.path, name))

    def overriding_class(self, owner: str, name: str) -> Place | None:
        """A class of another file that inherits from one of this module and has a method of this name of its own."""
        known = self.own_class(owner)
        below = self.project.passing.below(known) if known is not None else []
        for other in below:
            if other.path != self.path and any(True for _ in self.project.own_values(other, name)):
                return self.project.place(other.path, self.project.class_line(other))
        return None

    @cached_property
    def catching(self) -> Place | None:
        """Where another file that uses this module handles google-genai's errors."""
        return self._answers.catching.around(self.path)

    def own_class(self, qualname: str) -> ClassThing | None:
        known = self.project.summary(self.path).class_named(qualname)
        return ClassThing(self.path, known.key) if known is not None else None

    def bases(self, thing: ClassThing) -> list[Thing | None]:
        """Everything a class of the project inherits from, as far as it is in sight."""
        return list(self.project.bases(thing))

    def defined(self, module: str, level: int, name: str) -> Place | None:
        """Where another file of the project defines what an import of this one names."""
        source = self.project.links.module(self.path, module, level)
        return self.defined_in(source, name) if isinstance(source, ModuleThing) and name else None

    def defined_in(self, module: ModuleThing, name: str) -> Place | None:
        found = self._definition(module, name)
        return self.project.place(*found) if found is not None else None

    def text_behind(self, module: str, level: int, name: str) -> str:
        """The text of the file that defines what an import of this module names; empty when there is none in sight."""
        source = self.project.links.module(self.path, module, level)
        found = self._definition(source, name) if isinstance(source, ModuleThing) and name else None
        return self.files.source(found[0]) or "" if found is not None else ""

    def _definition(self, module: ModuleThing, name: str) -> tuple[str, int] | None:
        """The file and line that define a name of a module."""
        for file, wanted in sorted(self._users.definers(module, name)):
            bindings = self.project.summary(file).names.get(("", wanted), ())
            if bindings and not any(isinstance(binding.origin, Imported) for binding in bindings):
                return file, bindings[0].line
        return None

    # -- what other files do ------------------------------------------------------------------------------------

    def users(self, name: str) -> Users:
        """Who in other files uses a module-level name of this module."""
        return self._users.name(self.path, name)

    def users_of_method(self, owner: str, name: str) -> Users:
        """Who in other files reads `.name` off something that may be an instance of a class of this module."""
        known = self.own_class(owner)
        return self._users.method(self.path, known, name) if known is not None else Users()

    # -- model ids ----------------------------------------------------------------------------------------------

    def fate(self, constant: Constant) -> Fate:
        """What this run does to a model id that some file defines."""
        return self._constants.fate(constant)

    def own_constants(self) -> list[tuple[Constant, Fate]]:
        """The model ids under names of this module that have to be replaced, with what becomes of them."""
        return [(constant, self._constants.fate(constant)) for constant in self._constants.named(self.path)]

    def place(self, constant: Constant) -> Place:
        return self.project.place(constant.path, constant.line)

    # -- the project --------------------------------------------------------------------------------------------

    @cached_property
    def uses_sdk(self) -> bool:
        """Whether the module imports the SDK, itself or by way of other modules."""
        return self.project.uses_sdk(self.path)

    @property
    def project_uses_sdk(self) -> bool:
        return self.files.uses_sdk()

    @property
    def enterprise(self) -> bool:
        """Whether a file that concerns this one switches the SDK to the enterprise platform."""
        return bool(self.project.by_environment(self.path))


def alone(source: str) -> ProjectIndex:
    """The index of a module of which nothing else is known."""

    return ProjectIndex(Sources({"/module.py": source}), "/module.py")
