"""From a program to the command line that starts it in Node, guarded from inside."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from migrate_interactions.verify.runner.javascript import inside
from migrate_interactions.verify.runner.javascript.compiling import runnable
from migrate_interactions.verify.runner.javascript.kinds import is_javascript
from migrate_interactions.verify.runner.javascript.node import find_node
from migrate_interactions.verify.runner.javascript.packages import link_packages
from migrate_interactions.verify.runner.program import Program

_CALL = "call.mjs"
_PRELOAD = "preload.cjs"
#: The variables in which SDKs and examples look for a key; the first is the one that the service sets.
_KEYS = ("GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENAI_API_KEY", "GOOGLE_AI_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY", "API_KEY")


@dataclass(frozen=True)
class Launch:
    """A command line, the folder to start in, and variables to add to the environment."""

    command: list[str]
    folder: str
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where programs are run: ``tree`` is the copy of ``original``, ``beside`` holds the copies of ``inside``, ``scratch`` is ours."""

    tree: Path
    original: Path
    beside: Path
    scratch: Path


def is_for_node(program: Program) -> bool:
    return is_javascript(program.call.rpartition(":")[0] if program.call else program.path)


def prepare(beside: Path) -> None:
    """Puts down what runs inside the program's process."""
    for file in Path(str(inside.__file__)).parent.glob("*.[cm]js"):
        shutil.copy(file, beside)


def launch(program: Program, place: Place, node_name: str, packages: Path | None, environment: Mapping[str, str]) -> Launch:
    """Raises `CannotRun` for what is missing, and `DoesNotCompile`. ``packages`` takes the place of the project's own."""
    node = find_node(node_name)
    file = source_of(program)
    folders = link_packages(place.original, place.tree, str(Path(file).parent), packages)
    ready = runnable(place.tree / file, node, folders, environment, place.scratch)
    called = [str(place.beside / _CALL), str(ready.file), program.call.rpartition(":")[2]] if program.call else [str(ready.file)]
    variables = {"NODE_OPTIONS": f"--require {_quoted(place.beside / _PRELOAD)}"}
    variables |= {name: environment[_KEYS[0]] for name in _KEYS if _KEYS[0] in environment}
    return Launch([node.path, *ready.options, *called, *program.arguments], program.folder, variables)


def source_of(program: Program) -> str:
    """The program's file, relative to the tree; that of a function is named from where the program is started."""
    if not program.call:
        return program.path
    return Path(program.folder, program.call.rpartition(":")[0]).as_posix()


def _quoted(path: Path) -> str:
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
