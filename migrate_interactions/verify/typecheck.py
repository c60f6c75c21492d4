"""Errors of mypy that a change brought, by checking both versions of the changed files. For those of tsc see `tsc`."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath

from migrate_interactions.exits import UsageError
from migrate_interactions.verify.runner.environment import program_environment
from migrate_interactions.verify.trees import Trees

#: Only the changed files themselves, one line an error.
_OPTIONS = (
    "--no-error-summary", "--no-pretty", "--hide-error-context", "--no-color-output", "--show-error-codes", "--show-column-numbers",
    "--follow-imports=silent", "--no-warn-unused-configs",
)  # fmt: skip
_ERROR = re.compile(r"(?P<path>[^:\n]+):(?P<line>\d+)(?::\d+)?: error: (?P<text>.*)")
_FINISHED = (0, 1)


@dataclass(frozen=True)
class NewError:
    """An error of mypy or tsc; ``path`` is relative to the tree, ``line`` a line of the later version."""

    path: str
    line: int
    text: str


def new_errors(trees: Trees, files: Sequence[str], python: str, scratch: Path) -> list[NewError]:
    """What mypy says of the later version of ``files`` and not of the earlier one, whatever the lines. Raises `UsageError` without mypy."""
    _require_mypy(python)
    return fresh_errors(_errors(trees.before, files, python, scratch), _errors(trees.after, files, python, scratch))


def fresh_errors(before: Iterable[NewError], after: Iterable[NewError]) -> list[NewError]:
    """The errors of the later version that the earlier one has not, wherever they stand."""
    known = Counter((error.path, _unplaced(error.text)) for error in before)
    fresh = []
    for error in after:
        key = (error.path, _unplaced(error.text))
        if known[key]:
            known[key] -= 1
        else:
            fresh.append(error)
    return fresh


def _require_mypy(python: str) -> None:
    try:
        done = subprocess.run([python, "-m", "mypy", "--version"], capture_output=True, check=False)
    except OSError as error:
        raise UsageError(f"{python} cannot be run: {error.strerror or error}") from error
    if done.returncode:
        raise UsageError(f"--types needs mypy, and {python} has none: {python} -m pip install mypy")


def _unplaced(text: str) -> str:
    """Messages name lines too ("already defined on line 3")."""
    return re.sub(r"\bline \d+", "line", text)


def _errors(tree: Path, files: Iterable[str], python: str, scratch: Path) -> list[NewError]:
    """One run of mypy for each folder: scripts of the same name in two folders would be one module twice."""
    folders = groupby(sorted(files, key=_folder), key=_folder)
    with at_the_same_place(tree, scratch) as place:
        return [error for _, group in folders for error in _checked(place, list(group), python, scratch)]


def _checked(tree: Path, files: Sequence[str], python: str, scratch: Path) -> Iterator[NewError]:
    command = [python, "-m", "mypy", *_OPTIONS, "--cache-dir", str(scratch / "mypy"), *files]
    environment = program_environment({}, scratch, scratch, [])
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in _FINISHED and not _ERROR.search(done.stdout):
        raise UsageError(f"mypy failed: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")
    for line in done.stdout.splitlines():
        if match := _ERROR.fullmatch(line):
            yield NewError(match["path"].replace("\\", "/"), int(match["line"]), match["text"])


@contextmanager
def at_the_same_place(tree: Path, scratch: Path) -> Iterator[Path]:
    """Both versions are checked under one path, so that the second finds what the first left in mypy's cache."""
    place = scratch / "types"
    tree.rename(place)
    try:
        yield place
    finally:
        place.rename(tree)


def _folder(file: str) -> str:
    return str(PurePosixPath(file).parent)
