"""An interpreter with google.generativeai, in which programs are run the way `verify` runs them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from migrate_interactions.verify.runner.program import Program
from migrate_interactions.verify.runner.run import Run, Runner
from migrate_interactions.verify.service import LoopbackService
from tests.support.runner import Result

ROOT = Path(__file__).parents[2]
#: Made by `make`; another one can be named. It has google-genai too, as everything has that is half way.
INTERPRETER = Path(os.environ.get("OLDER_PYTHON", ROOT / ".venv-older" / "bin" / "python"))
_PROGRAM = "program.py"


def require_older() -> str:
    """The interpreter. Without one, tests that need it are skipped, but in continuous integration they fail."""
    if not INTERPRETER.exists():
        missing = "no google-generativeai: `make older` installs it beside this environment"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return str(INTERPRETER)


def run_older(source: str, folder: Path, service: LoopbackService, seconds: float = 60) -> Run:
    """Runs the source as ``program.py`` beside what ``folder`` holds."""
    scratch, tree = folder / "scratch", folder / "tree"
    for place in (scratch, tree):
        place.mkdir(exist_ok=True)
    (tree / _PROGRAM).write_text(source, encoding="utf-8")
    return Runner(require_older(), service, scratch, tree, seconds).run(tree, Program(_PROGRAM))


def result(run: Run) -> Result:
    """The run as the tests of programs in this process have it."""
    ended = run.failure or (None if run.ended.status == 0 else run.ended)
    return Result(run.stdout, str(ended) if ended else None, run.calls, run.stderr)
