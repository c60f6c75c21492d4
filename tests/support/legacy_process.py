"""A process with google-genai 1.75 that runs programs against the loopback service."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from types import TracebackType

import pytest

from migrate_interactions.verify.service import LoopbackService
from tests.support.runner import Result

ROOT = Path(__file__).parents[2]
#: Made by `make`; another one can be named.
INTERPRETER = Path(os.environ.get("LEGACY_PYTHON", ROOT / ".venv-legacy" / "bin" / "python"))
VERSION = "1.75.0"


def require_interpreter() -> str:
    """Its path; skips the test that asks where there is none, but not in continuous integration."""
    if not INTERPRETER.exists():
        missing = f"no google-genai {VERSION}: `make legacy` installs it beside this one"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return str(INTERPRETER)


class LegacyPython:
    """A context manager around the process."""

    def __init__(self, service: LoopbackService) -> None:
        self._interpreter = require_interpreter()
        self._service = service

    def __enter__(self) -> LegacyPython:
        command = [self._interpreter, str(Path(__file__).with_name("legacy.py"))]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GOOGLE_", "GEMINI_", "PYTHON"))}
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=kept)
        assert self._answer() == {"version": VERSION}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=20)

    def run(self, source: str, folder: Path) -> Result:
        """Write the source to ``program.py`` in a folder and run it there; the service is reset before."""
        path = folder / "program.py"
        path.write_text(source, encoding="utf-8")
        self._service.reset()
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"path": str(path), "environment": self._service.environment()}) + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        return Result(answer["stdout"] or "", answer["error"], self._service.calls)

    def _answer(self) -> dict[str, str | None]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process of google-genai 1.75 has ended"
        answer: dict[str, str | None] = json.loads(line)
        return answer
