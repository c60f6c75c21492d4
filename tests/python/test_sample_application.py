"""The sample application that `make demo` shows: several files that people really write, migrated and run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from codemods.options import Options
from migrate_interactions.discovery import discover
from migrate_interactions.engine import survey
from migrate_interactions.verify.compare import model_changes
from migrate_interactions.verify.service import LoopbackService
from tests.support.runner import compare, run_file

APPLICATION = Path(__file__).parents[2] / "fixtures" / "app"


def test_it_asks_and_prints_the_same_after_the_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = Path(shutil.copytree(APPLICATION, tmp_path / "app"))
    monkeypatch.chdir(copy)
    changed = survey(discover([]), Options(), jobs=1).changed
    for result in changed:
        Path(result.path).write_bytes(result.output)
    assert [result.path for result in changed] == [
        "coach.py",
        "config.py",
        "live.py",
        "report.py",
        "summarise.py",
        "translate.py",
        "triage.py",
    ]
    assert not survey(discover([]), Options(), jobs=1).changed
    with LoopbackService() as service:
        before, after = run_file(APPLICATION / "main.py", service), run_file(copy / "main.py", service)
    assert (before.error, after.error) == (None, None)
    assert before.calls
    assert compare(before, after) == []
    assert set(model_changes(before.calls, after.calls)) == {("gemini-2.0-flash", "gemini-3.8-flash")}
