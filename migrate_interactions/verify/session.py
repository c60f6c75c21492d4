"""Verifying several programs of one project, one after another."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from codemods.api.models import Own
from migrate_interactions.exits import UsageError
from migrate_interactions.verify.judge import judge, judge_broken
from migrate_interactions.verify.outcomes import Equivalent, NotRun, Outcome
from migrate_interactions.verify.runner.cannot_run import CannotRun
from migrate_interactions.verify.runner.program import Program
from migrate_interactions.verify.runner.run import Runner
from migrate_interactions.verify.trees import Trees

if TYPE_CHECKING:
    from migrate_interactions.verify.service import LoopbackService


@dataclass(frozen=True)
class How:
    """``python`` and ``node`` run the programs, ``seconds`` is the time each run may take.

    ``models`` are replacements of models that the configuration names; the service takes the new ones.
    ``legacy`` answers a google-genai 1.x in the schema it speaks, which the real service has given up.
    """

    python: str
    seconds: float
    legacy: bool = False
    models: Own = ()
    node: str = "node"


def require_sdk() -> None:
    """Raises `UsageError` when the SDK that the service is built on is not installed, or where programs cannot be ended as a group."""
    if not hasattr(os, "killpg"):
        raise UsageError("verifying runs programs in process groups, which this system does not have: use Linux or macOS")
    try:
        from google.genai import interactions  # noqa: F401
    except ImportError as error:
        raise UsageError(f"verifying needs google-genai 2.3 or newer: pip install 'migrate-interactions[verify]' ({error})") from error


@contextmanager
def loopback(models: Iterable[str] = (), *, legacy: bool = False) -> Iterator[LoopbackService]:
    """The running service; ``models`` are ids it takes besides those it knows."""
    from migrate_interactions.verify.service import LoopbackService

    with LoopbackService(models, legacy=legacy) as service:
        yield service


def verify_all(trees: Trees, programs: Sequence[Program], how: How, scratch: Path) -> Iterator[Outcome]:
    """The outcome of each program as it becomes known. One that breaks its run stops no other. Raises `UsageError`."""
    with loopback((new for _, new in how.models), legacy=how.legacy) as service:
        runner = Runner(how.python, service, scratch, trees.original, how.seconds, node=how.node)
        for program in programs:
            try:
                outcome = _verify(trees, program, runner, how.models)
                if isinstance(outcome, Equivalent) and outcome.streams:
                    with service.breaking_streams():
                        outcome = judge_broken(outcome, runner.run(trees.before, program), runner.run(trees.after, program))
                yield outcome
            except CannotRun as lacking:
                yield NotRun(program.name, str(lacking))
            except OSError as error:
                raise UsageError(f"{program.name} cannot be run with {how.python}: {error.strerror or error}") from error


def _verify(trees: Trees, program: Program, runner: Runner, own: Own) -> Outcome:
    if program.path and not (trees.before / program.path).is_file():
        return NotRun(program.name, "it has no earlier version to compare with")
    before = runner.run(trees.before, program)
    after = runner.run(trees.after, program)
    return judge(program, before, after, lambda: runner.run(trees.before, program), own)
