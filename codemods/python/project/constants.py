"""Model ids that one file defines and calls of other files take: may the id be replaced where it stands?

Both files ask here, the one with the constant and the one with the call, so that they come to the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codemods.api import models
from codemods.python import suppressions
from codemods.python.project.summary import ASKED, OTHER, TYPE, Attribute, Binding, Imported, Literal, Named, Parameter, Typed, Use
from codemods.python.project.things import ClassThing, Constant, Instance, Place

if TYPE_CHECKING:
    from codemods.python.project.resolution import Project
    from codemods.python.project.users import UsersOf


@dataclass(frozen=True)
class Fate:
    """What becomes of a constant: ``taken`` is an old call of another file that takes it as its model, ``misused`` a use that
    forbids to replace it, ``problem`` what else does."""

    taken: Place | None
    misused: Place | None
    problem: str = ""

    @property
    def replaced(self) -> bool:
        return self.taken is not None and self.misused is None and not self.problem

    @property
    def why(self) -> str:
        """Why it is not replaced, as the end of a sentence about it."""
        if self.problem:
            return self.problem
        return f"is also used in {self.misused} for something else" if self.misused is not None else "cannot be followed from there to here"


class Constants:
    """Answers for one project."""

    def __init__(self, project: Project, users: UsersOf) -> None:
        self.project = project
        self.users = users
        self._fates: dict[tuple[str, str], Fate] = {}

    def named(self, path: str) -> Iterator[Constant]:
        """The ids under module-level names of a file that have to be replaced."""
        for (scope, name), bindings in self.project.summary(path).names.items():
            for binding in bindings if scope == "" else ():
                literal = _literal(binding)
                if literal is not None and models.is_retired(literal.value):
                    yield Constant(path, literal.line, literal.value, name)

    def fate(self, constant: Constant) -> Fate:
        """What becomes of a constant in this run."""
        if not constant.name:
            return Fate(None, None, "is not the value of a name of its module")
        key = (constant.path, constant.name)
        if key not in self._fates:
            self._fates[key] = self._followed(*key)
        fate = self._fates[key]
        problem = self._problem(constant)
        return Fate(fate.taken, fate.misused, problem) if problem else fate

    def _problem(self, constant: Constant) -> str:
        if not self.project.files.is_rewritten(constant.path):
            return "is in a file that this run does not rewrite"
        bindings = self.project.summary(constant.path).names.get(("", constant.name), ())
        literal = next((found for b in bindings if (found := _literal(b)) and found.line == constant.line), None)
        if literal is None or literal.ignored or self._is_left_alone(constant.path):
            return "is to stay, as a comment says"
        line = (self.project.files.source(constant.path) or "").split("\n")[constant.line - 1]
        written = any(f"{quote}{constant.value}{quote}" in line for quote in "\"'")
        return "" if written else "is written in pieces or with escapes"

    def _is_left_alone(self, path: str) -> bool:
        """Whether a comment leaves the ids of a whole file alone."""
        comments = suppressions.read(self.project.files.source(path) or "")
        return comments.whole_file or "GI301".startswith(comments.file_codes or ("-",))

    # -- following the value ------------------------------------------------------------------------------------

    def _followed(self, path: str, name: str) -> Fate:
        taken = misused = None
        for file, use in self._uses(path, Named("", name)):
            place = self.project.place(file, use.line)
            if use.purpose == ASKED:
                taken = taken or (place if file != path else None)
            elif use.call is not None or use.purpose in (OTHER, TYPE):
                misused = misused or place
        return Fate(taken, misused)

    def _uses(self, path: str, start: Named) -> Iterator[tuple[str, Use]]:
        """Every use of a value, under each name, attribute and parameter that it is handed to."""
        pending: list[tuple[str, Named | Attribute]] = [(path, start)]
        seen: set[tuple[str, Named | Attribute]] = set()
        while pending:
            file, carrier = pending.pop(0)
            if (file, carrier) in seen:
                continue
            seen.add((file, carrier))
            pending += self._elsewhere(file, carrier)
            for place, use in self._direct(file, carrier):
                yield place, use
                pending += [(place, Named(taker.function, taker.name) if isinstance(taker, Parameter) else taker) for taker in use.handed]

    def _direct(self, file: str, carrier: Named | Attribute) -> Iterator[tuple[str, Use]]:
        for use in self.project.summary(file).uses_of(carrier.name):
            if use.origin == carrier or (isinstance(carrier, Attribute) and isinstance(use.origin, Attribute)):
                yield file, use
        for other in self.project.importers(file, carrier.name):
            if isinstance(carrier, Attribute):
                yield from ((other, use) for use in self.project.summary(other).uses_of(carrier.name) if self._is_of(file, other, use))
            elif carrier.scope == "":
                yield from ((other, use) for use in self.users.readings(other, file, carrier.name))

    def _is_of(self, file: str, other: str, use: Use) -> bool:
        """Whether an attribute is read off an object of a class that a file defines."""
        base = self.project.thing(other, use.origin.base) if isinstance(use.origin, Attribute) else None
        return isinstance(base, (Instance, ClassThing)) and base.path == file

    def _elsewhere(self, file: str, carrier: Named | Attribute) -> Iterator[tuple[str, Named]]:
        """The names under which other files import a module-level name."""
        if not isinstance(carrier, Named) or carrier.scope:
            return
        for other in self.project.importers(file, carrier.name):
            for (scope, name), bindings in self.project.summary(other).names.items():
                if any(isinstance(b.origin, Imported) and self.users.leads(other, b.origin, file, carrier.name) for b in bindings):
                    yield other, Named(scope, name)


def _literal(binding: Binding) -> Literal | None:
    origin = binding.origin.given if isinstance(binding.origin, Typed) else binding.origin
    return origin if isinstance(origin, Literal) else None
