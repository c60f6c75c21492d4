"""What `verify` is about: which programs to run, and where their two versions come from."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from migrate_interactions import config, git
from migrate_interactions.discovery import SUFFIXES, display
from migrate_interactions.exits import UsageError
from migrate_interactions.verify import trees
from migrate_interactions.verify.runner.javascript.kinds import is_javascript
from migrate_interactions.verify.runner.program import Program
from migrate_interactions.verify.trees import Trees


@dataclass(frozen=True)
class Request:
    """What was typed. ``pair`` are two files; ``against`` a revision, ``call`` a MODULE:FUNCTION."""

    paths: tuple[str, ...] = ()
    pair: tuple[str, str] | None = None
    against: str = "HEAD"
    call: str = ""
    arguments: tuple[str, ...] = ()
    stdin: str | None = None


@dataclass(frozen=True)
class Selection:
    """``programs`` is empty when nothing changed ``where``; ``build`` makes both trees in a scratch folder."""

    programs: tuple[Program, ...]
    build: Callable[[Path], Trees]
    where: str = ""


def select(request: Request) -> Selection:
    """Raises `UsageError` for what does not exist or does not go together."""
    _check(request)
    if request.pair:
        return _pair(request, *request.pair)
    top = git.top(_folder_of(request.paths[0]) if request.paths else ".")
    if top is None:
        raise UsageError("not in a git checkout, so there is no earlier version: name both with --pair BEFORE AFTER")
    changed = _changed(Path(top), request.against)
    return Selection(
        programs=tuple(_programs(request, Path(top), changed)),
        build=lambda scratch: trees.from_git(Path(top), request.against, scratch),
        where=f"against {request.against}" + (f" in {', '.join(request.paths)}" if request.paths else ""),
    )


def _check(request: Request) -> None:
    if request.pair and (request.paths or request.call):
        raise UsageError("--pair names all there is: leave PATHS and --call out")
    if request.against.startswith("-"):
        raise UsageError(f"--against {request.against}: no revision begins with a dash")
    module, colon, function = request.call.partition(":")
    if request.call and not (module and colon and function):
        raise UsageError(f"--call {request.call}: write MODULE:FUNCTION, such as app.digest:write or src/digest.mjs:write")
    for path in (*request.paths, *(request.pair or ()), *([request.stdin] if request.stdin else [])):
        if not os.path.exists(path):
            raise UsageError(f"{path}: no such file or folder")


def _pair(request: Request, before: str, after: str) -> Selection:
    for path in (before, after):
        if not os.path.isfile(path):
            raise UsageError(f"--pair {path}: not a file")
    old, new = Path(before).resolve(), Path(after).resolve()
    if old.suffix != new.suffix and (is_javascript(old.name) or is_javascript(new.name)):
        raise UsageError(f"--pair {before} {after}: Node goes by the suffix of a file, so both need the same")
    return Selection((_program(request, path=old.name, display=display(after)),), lambda scratch: trees.from_pair(old, new, scratch))


def _changed(top: Path, revision: str) -> list[str]:
    changed = git.changed_files(str(top), revision)
    if changed is None:
        raise UsageError(f"--against {revision}: git has no such commit in {top}")
    return [name for name in changed if _is_program(name)]


def _programs(request: Request, top: Path, changed: Sequence[str]) -> list[Program]:
    """A folder stands for the changed files in it; a file that is named is run for its changed neighbours, too."""
    if not changed:
        return []
    folder = _relative(Path.cwd(), top) or "."
    if request.call:
        return [_program(request, call=request.call, folder=folder)]
    chosen = dict.fromkeys(name for path in request.paths or [str(top)] for name in _below(path, top, changed))
    return [_program(request, path=name, folder=folder, display=display(str(top / name))) for name in chosen]


def _below(path: str, top: Path, changed: Sequence[str]) -> list[str]:
    inside = _relative(Path(path).resolve(), top)
    if inside is None:
        raise UsageError(f"{path} is not in the checkout {top}")
    if os.path.isfile(path):
        if os.path.splitext(path)[1] and not _is_program(path):
            raise UsageError(f"{path}: this version verifies Python, JavaScript and TypeScript files only")
        return [inside]
    excluded = config.load([path]).excluded()
    names = [name for name in changed if inside == "." or name.startswith(inside + "/")]
    return [name for name in names if not excluded(display(str(top / name)))]


def _is_program(path: str) -> bool:
    return path.endswith(SUFFIXES) or is_javascript(path)


def _relative(path: Path, top: Path) -> str | None:
    top = top.resolve()
    return path.resolve().relative_to(top).as_posix() if path.resolve().is_relative_to(top) else None


def _folder_of(path: str) -> str:
    return path if os.path.isdir(path) else os.path.dirname(path) or "."


def _program(request: Request, path: str = "", call: str = "", folder: str = ".", display: str = "") -> Program:
    stdin = Path(request.stdin).resolve() if request.stdin else None
    return Program(path=path, call=call, folder=folder, arguments=request.arguments, stdin=stdin, display=display)
