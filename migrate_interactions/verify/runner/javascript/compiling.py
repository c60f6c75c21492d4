"""TypeScript and JSX as JavaScript: esbuild of the project's own packages joins a program and the files that it imports by path.

Node, where it is new enough, takes types out by itself; it knows neither JSX nor imports without a suffix.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from migrate_interactions.verify.runner.cannot_run import CannotRun
from migrate_interactions.verify.runner.javascript.kinds import MARKUP, PLAIN
from migrate_interactions.verify.runner.javascript.node import Node
from migrate_interactions.verify.runner.javascript.packages import find_tool
from migrate_interactions.verify.runner.process import run_process

_ESBUILD = "esbuild"
_SECONDS = 60
_OPTIONS = (
    "--bundle", "--packages=external", "--platform=node", "--target=node20", "--log-level=error", "--color=false",
    "--log-override:empty-import-meta=error",
)  # fmt: skip
#: What each kind of module is called by esbuild, with the suffix that tells Node.
_SUFFIXES = {"esm": ".mjs", "cjs": ".cjs"}


class DoesNotCompile(Exception):
    """The text is what is wrong with the program."""


@dataclass(frozen=True)
class Runnable:
    """``file`` is what Node is given, after ``options`` of its own."""

    file: Path
    options: tuple[str, ...] = ()


def runnable(file: Path, node: Node, packages: list[Path], environment: Mapping[str, str], scratch: Path) -> Runnable:
    """The program in a form that Node runs; what is compiled is written beside it. Raises `DoesNotCompile` and `CannotRun`."""
    if file.suffix in PLAIN:
        return Runnable(file)
    esbuild = find_tool(_ESBUILD, packages) or shutil.which(_ESBUILD)
    if esbuild:
        return Runnable(_compiled(esbuild, file, node.on_path(environment), scratch))
    if file.suffix in MARKUP:
        raise CannotRun(f"{file.suffix} files need esbuild to run: npm install --save-dev esbuild")
    if not node.strips_types:
        version = ".".join(map(str, node.version))
        raise CannotRun(f"TypeScript needs esbuild (npm install --save-dev esbuild) or Node 22.6 to run, and this is Node {version}")
    return Runnable(file, tuple(node.stripping))


def _compiled(esbuild: str, file: Path, environment: Mapping[str, str], scratch: Path) -> Path:
    said = ""
    for form in _forms(file):
        target = file.with_name(file.name + _SUFFIXES[form])
        command = [esbuild, str(file), *_OPTIONS, f"--format={form}", f"--outfile={target}"]
        out, err = scratch / "esbuild.out", scratch / "esbuild.err"
        if run_process(command, file.parent, environment, None, out, err, _SECONDS).status == 0:
            return target
        said = err.read_bytes().decode("utf-8", "replace")
    raise DoesNotCompile(_first_error(said))


def _forms(file: Path) -> tuple[str, ...]:
    """Where the package does not say, modules are CommonJS, but for those that can only be the other kind."""
    if file.suffix == ".mts" or (file.suffix != ".cts" and _package_type(file.parent) == "module"):
        return ("esm",)
    return ("cjs",) if file.suffix == ".cts" else ("cjs", "esm")


def _package_type(folder: Path) -> str:
    """What the nearest `package.json` says of its files."""
    for place in (folder, *folder.parents):
        try:
            described = json.loads((place / "package.json").read_bytes())
        except OSError:
            continue
        except ValueError:
            return ""
        return str(described.get("type", "")) if isinstance(described, dict) else ""
    return ""


def _first_error(said: str) -> str:
    """esbuild's own words without its mark: ``✘ [ERROR] Expected ";" but found "x"``."""
    errors = [line.partition("[ERROR]")[2].strip() for line in said.splitlines() if "[ERROR]" in line]
    return errors[0] if errors else said.strip()[:200] or "esbuild failed"
