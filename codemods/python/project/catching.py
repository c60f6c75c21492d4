"""Files that know google-genai's errors: around a call that another file makes, their handlers would catch nothing any more."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from codemods.python.project.summary import Attribute, Named
from codemods.python.project.syntax import parsed
from codemods.python.project.things import External, Place

if TYPE_CHECKING:
    from codemods.python.project.resolution import Project

_ERRORS = ("google.genai.errors.", "google.genai.APIError")
#: Words without one of which no file is looked at.
_WORDS = ("genai", "Error")


class Catching:
    """Answers for one project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._lines: dict[str, int] = {}

    def around(self, path: str) -> Place | None:
        """The first place, in the files that import a module directly or by way of others, that knows those errors."""
        for file in self.project.files.importers(path):
            if file != path and (line := self._line(file)):
                return self.project.place(file, line)
        return None

    def _line(self, file: str) -> int:
        """Where a file asks for such an error; 0 when it does not."""
        if file not in self._lines:
            source = self.project.files.source(file) or ""
            known = all(word in source for word in _WORDS)
            self._lines[file] = min(self._asking(file, source), default=0) if known else 0
        return self._lines[file]

    def _asking(self, file: str, source: str) -> Iterator[int]:
        summary = self.project.summary(file)
        if summary.broken:
            return
        harmless = _harmless(source)
        for name, uses in summary.uses.items():
            for use in uses:
                if (use.line, name) not in harmless and self._is_error(file, use.origin):
                    yield use.line

    def _is_error(self, file: str, origin: Named | Attribute) -> bool:
        thing = self.project.thing(file, origin)
        return isinstance(thing, External) and f"{thing.path}.".startswith(_ERRORS) and thing.path != "google.genai.errors"


def _harmless(source: str) -> set[tuple[int, str]]:
    """Names that are only raised, by line: `raise errors.APIError(…)` watches over nothing."""
    raised = [node.exc for node in ast.walk(parsed(source)) if isinstance(node, ast.Raise) and node.exc is not None]
    below = [inner for value in raised for inner in ast.walk(value)]
    return {
        (node.lineno, node.id if isinstance(node, ast.Name) else node.attr) for node in below if isinstance(node, (ast.Name, ast.Attribute))
    }
