"""One run of a program in a fresh copy of its tree, and what it left behind."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from migrate_interactions.verify.runner.environment import inherited_import_path, program_environment
from migrate_interactions.verify.runner.javascript import launching
from migrate_interactions.verify.runner.javascript.compiling import DoesNotCompile
from migrate_interactions.verify.runner.javascript.imports import loaded_files
from migrate_interactions.verify.runner.javascript.launching import Launch, Place
from migrate_interactions.verify.runner.process import Ended, run_process
from migrate_interactions.verify.runner.program import Program, inside_files
from migrate_interactions.verify.runner.scratch import remove

if TYPE_CHECKING:  # the service needs the SDK, what it recorded does not
    from migrate_interactions.verify.service.record import RecordedCall


class Service(Protocol):
    """What programs talk to: the loopback service, or one that passes their calls on."""

    @property
    def url(self) -> str: ...
    @property
    def calls(self) -> tuple[RecordedCall, ...]: ...
    def environment(self) -> dict[str, str]: ...
    def reset(self) -> None: ...


@dataclass(frozen=True)
class Failure:
    """The exception nobody caught: its class's name, its text, and for a failed import what was to be imported."""

    type: str
    message: str = ""
    name: str = ""

    def __str__(self) -> str:
        first = self.message.strip().splitlines()[:1]
        return f"{self.type}: {first[0]}" if first else self.type


@dataclass(frozen=True)
class Run:
    """What a run showed. ``blocked`` are connections that were refused, ``loaded`` the files of the tree it imported (relative)."""

    ended: Ended
    stdout: str = ""
    stderr: str = ""
    failure: Failure | None = None
    calls: tuple[RecordedCall, ...] = ()
    blocked: tuple[str, ...] = ()
    loaded: tuple[str, ...] = ()


class Runner:
    """Runs programs one after another at one and the same place, so that paths in what they print are the same for all.

    ``original`` is the tree that copies stand for, ``scratch`` a folder of ours. Usable by one thread.
    ``node`` runs JavaScript, with the project's own packages unless ``packages`` names a `node_modules`.
    """

    def __init__(
        self,
        python: str,
        service: Service,
        scratch: Path,
        original: Path,
        seconds: float,
        *,
        node: str = "node",
        packages: Path | None = None,
    ) -> None:
        self._python = python
        self._node = node
        self._packages = packages
        self._service = service
        self._original = original.resolve()
        self._seconds = seconds
        self._beside = scratch / "beside"
        self._place = scratch / "run"
        self._tree = self._place / "tree" / (self._original.name or "tree")
        self._scratch = scratch
        self._files = {name: scratch / name for name in ("stdout", "stderr", "report.json")}
        self._prepare()

    def run(self, tree: Path, program: Program) -> Run:
        """Copies ``tree`` and runs the program in the copy, which is removed again.

        Raises OSError when Python cannot be started, and `CannotRun` for JavaScript that lacks something.
        """
        self._fresh_copy(tree)
        self._service.reset()
        try:
            launch = self._launch(program)
            if isinstance(launch, Run):
                return launch
            start = self._tree / launch.folder
            start.mkdir(parents=True, exist_ok=True)
            files, environment = self._files, {**self._environment(), **launch.variables}
            ended = run_process(launch.command, start, environment, program.stdin, files["stdout"], files["stderr"], self._seconds)
            return self._result(program, ended)
        finally:
            remove(self._place)

    def _launch(self, program: Program) -> Launch | Run:
        """How to start it, or the end of what has errors that show before."""
        if not launching.is_for_node(program):
            return Launch(*program.command(self._python, self._tree, self._beside))
        place = Place(self._tree, self._original, self._beside, self._scratch)
        try:
            return launching.launch(program, place, self._node, self._packages, self._environment())
        except DoesNotCompile as error:
            return Run(Ended(1), failure=Failure("SyntaxError", str(error)), loaded=self._loaded(program, {}))

    def _prepare(self) -> None:
        self._beside.mkdir()
        for file in inside_files():
            shutil.copy(file, self._beside)
        launching.prepare(self._beside)
        address = urlsplit(self._service.url)
        settings = {
            "host": address.hostname,
            "port": address.port,
            "scratch": str(self._place),
            "tree": str(self._tree),
            "original": str(self._original),
            "report": str(self._files["report.json"]),
        }
        (self._beside / "settings.json").write_text(json.dumps(settings), encoding="utf-8")

    def _fresh_copy(self, tree: Path) -> None:
        remove(self._place)
        for file in self._files.values():
            file.unlink(missing_ok=True)
        shutil.copytree(tree, self._tree, symlinks=True)
        for name in ("home", "tmp"):
            (self._place / name).mkdir()

    def _environment(self) -> Mapping[str, str]:
        entries = [str(self._beside), *map(self._copy_of, inherited_import_path())]
        return program_environment(self._service.environment(), self._place / "home", self._place / "tmp", entries)

    def _copy_of(self, entry: str) -> str:
        path = Path(entry)
        return str(self._tree / path.relative_to(self._original)) if path.is_relative_to(self._original) else entry

    def _result(self, program: Program, ended: Ended) -> Run:
        out, err = (_text(self._files[name]) for name in ("stdout", "stderr"))
        report = _report(self._files["report.json"])
        return Run(
            ended=ended,
            stdout=out,
            stderr=err,
            failure=_failure(report.get("error"), ended, err),
            calls=self._service.calls,
            blocked=tuple(report.get("blocked", ())),
            loaded=self._loaded(program, report),
        )

    def _loaded(self, program: Program, report: Mapping[str, Any]) -> tuple[str, ...]:
        if launching.is_for_node(program):
            return loaded_files(self._tree, launching.source_of(program))
        files = (Path(file) for file in report.get("loaded", ()))
        return tuple(sorted(file.relative_to(self._tree).as_posix() for file in files if file.is_relative_to(self._tree)))


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "backslashreplace") if file.exists() else ""


def _report(file: Path) -> dict[str, Any]:
    """Empty for a program that ended without a word: stopped, or by ``os._exit``."""
    try:
        report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return report


def _failure(error: Mapping[str, str] | None, ended: Ended, err: str) -> Failure | None:
    if error:
        return Failure(error["type"], error["message"], error["name"])
    if ended.status in (0, None):
        return None
    if ended.status is not None and ended.status < 0:
        return Failure(f"killed by signal {-ended.status}")
    return Failure(f"exit status {ended.status}", last_line(err))


def last_line(text: str) -> str:
    """The last line that says anything, or ``""``."""
    lines: Sequence[str] = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""
