"""Errors of tsc that a change brought, by checking both versions of the changed files with the TypeScript of the project's packages."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from migrate_interactions.exits import UsageError
from migrate_interactions.verify.runner.cannot_run import CannotRun
from migrate_interactions.verify.runner.environment import program_environment
from migrate_interactions.verify.runner.javascript.node import Node, find_node
from migrate_interactions.verify.runner.javascript.packages import FOLDER, find_tool, link_packages
from migrate_interactions.verify.trees import Trees
from migrate_interactions.verify.typecheck import NewError, at_the_same_place, fresh_errors

_CONFIGURATION = "tsconfig.json"
_OURS = "tsconfig.migrate-interactions.json"
#: Whatever a project configures: only the changed files are of interest, and nothing is written.
_ALWAYS = {"noEmit": True, "skipLibCheck": True, "composite": False, "incremental": False, "emitDeclarationOnly": False}
#: For a project that configures nothing.
_OTHERWISE = {
    "strict": True, "target": "es2022", "module": "esnext", "moduleResolution": "bundler", "jsx": "preserve",
    "allowImportingTsExtensions": True, "esModuleInterop": True,
}  # fmt: skip
_ERROR = re.compile(r"^(?P<path>[^(\s][^(\n]*)\((?P<line>\d+),\d+\): error (?P<text>TS\d+: .*)(?P<details>(?:\n[ ]+.*)*)", re.MULTILINE)


def new_errors(trees: Trees, files: Sequence[str], node: str, scratch: Path) -> list[NewError]:
    """What tsc says of the later version of ``files`` and not of the earlier one. Raises `UsageError` without Node or TypeScript."""
    try:
        found = find_node(node)
    except CannotRun as lacking:
        raise UsageError(f"--types needs Node for TypeScript: {lacking}") from lacking
    return fresh_errors(_errors(trees, trees.before, files, found, scratch), _errors(trees, trees.after, files, found, scratch))


def _errors(trees: Trees, tree: Path, files: Sequence[str], node: Node, scratch: Path) -> list[NewError]:
    """One run of tsc for each folder that configures it."""
    with at_the_same_place(tree, scratch) as place:
        owned = sorted((_owner(place, file), file) for file in files)
        groups = [(owner, [file for _, file in group]) for owner, group in groupby(owned, key=lambda pair: pair[0])]
        return [error for owner, group in groups for error in _checked(trees.original, place, owner, group, node, scratch)]


def _owner(tree: Path, file: str) -> str:
    """The nearest folder upward with a configuration, relative to the tree; the file's own where there is none."""
    parents = list(PurePosixPath(file).parents)
    return str(next((folder for folder in parents if (tree / folder / _CONFIGURATION).is_file()), parents[0]))


def _checked(original: Path, tree: Path, owner: str, files: Sequence[str], node: Node, scratch: Path) -> Iterator[NewError]:
    packages = link_packages(original, tree, owner)
    tsc = find_tool("tsc", packages)
    if tsc is None:
        raise UsageError(f"--types needs TypeScript, and no {FOLDER} of {files[0]} has it: npm install --save-dev typescript")
    (tree / owner / _OURS).write_text(json.dumps(_configuration(tree / owner, owner, files)), encoding="utf-8")
    command = [tsc, "--project", str(tree / owner / _OURS), "--pretty", "false"]
    environment = node.on_path(program_environment({}, scratch, scratch, []))
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    found = list(_read(done.stdout))
    if done.returncode and not found:
        raise UsageError(f"tsc failed: {(done.stdout or done.stderr).strip().splitlines()[:1]}")
    yield from (error for error in found if error.path in files)


def _read(said: str) -> Iterator[NewError]:
    """The lines below an error go into detail, and the last of them says most."""
    for match in _ERROR.finditer(said):
        details = match["details"].strip().splitlines()[-1:]
        yield NewError(match["path"].replace("\\", "/"), int(match["line"]), " ".join([match["text"], *map(str.strip, details)]))


def _configuration(folder: Path, owner: str, files: Sequence[str]) -> dict[str, Any]:
    own = (folder / _CONFIGURATION).is_file()
    node = [] if own or not (folder / FOLDER / "@types" / "node").exists() else ["node"]
    options = {**_ALWAYS, **({} if own else _OTHERWISE), **({"types": node} if node else {})}
    relative = [PurePosixPath(file).relative_to(owner).as_posix() for file in files]
    extended = {"extends": f"./{_CONFIGURATION}"} if own else {}
    return {**extended, "compilerOptions": options, "files": relative, "include": [], "references": []}
