"""The later version alone, against the real service and with the user's own key."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from migrate_interactions.exits import UsageError
from migrate_interactions.verify.forward import REAL_SERVICE, Forwarder
from migrate_interactions.verify.runner.cannot_run import CannotRun
from migrate_interactions.verify.runner.process import Ended
from migrate_interactions.verify.runner.program import Program
from migrate_interactions.verify.runner.run import Failure, Run, Runner
from migrate_interactions.verify.session import How
from migrate_interactions.verify.trees import Trees


@dataclass(frozen=True)
class Answers:
    """What a program printed, how it ended, and the sum of the tokens of its answers by the service's names."""

    name: str
    run: Run
    answers: int
    tokens: tuple[tuple[str, int], ...]


def own_key() -> str:
    """The user's key. Raises `UsageError` without one."""
    key = os.environ.get("GEMINI_API_KEY", "")
    if not key:
        raise UsageError("--live asks the real service: set GEMINI_API_KEY to a key of yours")
    return key


def run_live(trees: Trees, programs: Sequence[Program], how: How, scratch: Path) -> Iterator[Answers]:
    """Runs each program once. `GOOGLE_GEMINI_BASE_URL` names another host than Google's. Raises `UsageError`."""
    with Forwarder(os.environ.get("GOOGLE_GEMINI_BASE_URL") or REAL_SERVICE, own_key()) as service:
        runner = Runner(how.python, service, scratch, trees.original, how.seconds, node=how.node)
        for program in programs:
            try:
                run = runner.run(trees.after, program)
            except CannotRun as lacking:
                run = Run(Ended(None), failure=Failure("not run", str(lacking)))
            except OSError as error:
                raise UsageError(f"{program.name} cannot be run with {how.python}: {error.strerror or error}") from error
            total: Counter[str] = Counter()
            for usage in service.usages:
                total.update(usage)
            yield Answers(program.name, run, len(service.usages), tuple(total.items()))
