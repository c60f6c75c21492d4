"""Running JavaScript and TypeScript against the loopback service, the way `verify` runs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from migrate_interactions.verify.judge import judge
from migrate_interactions.verify.outcomes import Outcome
from migrate_interactions.verify.runner.cannot_run import CannotRun
from migrate_interactions.verify.runner.javascript.node import find_node
from migrate_interactions.verify.runner.program import Program
from migrate_interactions.verify.runner.run import Run, Runner
from migrate_interactions.verify.service import LoopbackService

HERE = Path(__file__).parent
#: Made by `make`; another one can be named.
PACKAGES = Path(os.environ.get("JAVASCRIPT_PACKAGES", HERE / "node_modules"))
#: Another Node than the one on PATH.
NODE = os.environ.get("JAVASCRIPT_NODE", "node")


def require_node() -> None:
    """Without Node or the packages, tests that need them are skipped with the reason, but in continuous integration they fail."""
    missing = _missing()
    if missing and os.environ.get("CI"):
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)


def _missing() -> str:
    try:
        find_node(NODE)
    except CannotRun as lacking:
        return str(lacking)
    return "" if PACKAGES.is_dir() else "no packages of npm: `make javascript` installs them"


class Node:
    """Runs programs one after another, each in a process of its own: about half a second with an SDK.

    A run tells what was printed (``stdout``), how it ended (``ended.status``, ``failure``) and what was asked (``calls``).
    """

    def __init__(self, service: LoopbackService, place: Path, *, seconds: float = 30, node: str = NODE) -> None:
        scratch, original = place / "scratch", place / "original"
        scratch.mkdir(parents=True)
        original.mkdir()
        self._trees = place / "trees"
        self._count = 0
        self.runner = Runner(sys.executable, service, scratch, original, seconds, node=node, packages=PACKAGES)

    def run_program(
        self, source: str, name: str = "program.mjs", files: Mapping[str, str] | None = None, program: Program | None = None
    ) -> Run:
        """Runs the source under a name that says what it is (`.mjs`, `.ts`, ...), beside ``files``; the service is reset before."""
        self._count += 1
        tree = self._trees / str(self._count)
        for path, text in {name: source, **(files or {})}.items():
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_text(text, encoding="utf-8")
        return self.runner.run(tree, program or Program(name))

    def verify(self, before: str, after: str, name: str = "program.mjs") -> Outcome:
        """What `verify` says of two versions."""
        return judge(Program(name), self.run_program(before, name), self.run_program(after, name), lambda: self.run_program(before, name))
