"""The two other ways to verify: by types, and against the real service (for which the loopback service stands in)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from migrate_interactions.verify.service import LoopbackService
from tests.verify.conftest import Project
from tests.verify.programs import HELLO, NEW_STREAM, OLD_STREAM


def test_only_errors_that_the_change_brought_are_shown(project: Project) -> None:
    project.put("a.py", "old: int = 'was wrong before'\n")
    project.commit()
    project.put("a.py", "import sys\nold: int = 'was wrong before'\nnew: str = len(sys.argv)\n")
    done = project.cli("verify", "--types")
    assert done.status == 1
    assert done.out.splitlines() == [
        'a.py:3: error: Incompatible types in assignment (expression has type "int", variable has type "str")  [assignment]',
        "The change brought 1 error of mypy to 1 changed file.",
    ]
    assert json.loads(project.cli("verify", "--types", "--output-format", "json").out)["summary"] == {"errors": 1}


def test_a_change_without_new_errors_is_status_0(project: Project) -> None:
    project.put("a.py", "x: int = ''\n")
    project.commit()
    project.put("a.py", "# moved\nx: int = ''\n")
    assert project.cli("verify", "--types").status == 0


def test_types_need_mypy(project: Project) -> None:
    project.put("a.py", "")
    project.commit()
    project.put("a.py", "x = 1\n")
    python = project.put("python", f'#!/bin/sh\nexec {sys.executable} -I -S "$@"\n')
    python.chmod(0o755)
    done = project.cli("verify", "--types", "--python", str(python))
    assert (done.status, "-m pip install mypy" in done.err) == (2, True)


@pytest.fixture
def live(project: Project, service: LoopbackService, monkeypatch: pytest.MonkeyPatch) -> Project:
    service.reset()
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", service.url)
    monkeypatch.setenv("GEMINI_API_KEY", "the-real-key")
    project.put("a.py", OLD_STREAM)
    project.commit()
    project.put("a.py", NEW_STREAM + "import os\nprint(os.environ['GEMINI_API_KEY'])\n")
    return project


def test_live_prints_the_answers_and_the_tokens_of_the_later_version(live: Project, service: LoopbackService) -> None:
    done = live.cli("verify", "--live", "--yes")
    assert done.status == 0, done.out
    assert [call.endpoint for call in service.calls] == ["interactions.create"]
    assert 'answers "Hello"' in done.out
    assert "1 answer, tokens: total_input_tokens 1, " in done.out


def test_the_program_never_sees_the_key(live: Project) -> None:
    report = json.loads(live.cli("verify", "--live", "--yes", "--output-format", "json").out)
    assert "the-real-key" not in report["results"][0]["output"]
    assert "held-by-verify" in report["results"][0]["output"]


def test_live_asks_first(live: Project, service: LoopbackService) -> None:
    assert live.cli("verify", "--live").status == 2
    assert service.calls == ()


def test_live_needs_a_key(live: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GEMINI_API_KEY")
    done = live.cli("verify", "--live", "--yes")
    assert (done.status, "set GEMINI_API_KEY" in done.err) == (2, True)


def test_a_program_that_fails_live_is_status_1(project: Project, live: Project) -> None:
    Path("a.py").write_text(HELLO + "1 / 0\n")
    done = live.cli("verify", "--live", "--yes")
    assert (done.status, "ZeroDivisionError" in done.out) == (1, True)
