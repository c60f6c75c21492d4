"""The sample application that `make demo` shows: several files that people really write, migrated and run."""

from __future__ import annotations

import shutil
from pathlib import Path

from codemods.python import migrate
from migrate_interactions.verify.compare import model_changes
from migrate_interactions.verify.service import LoopbackService
from tests.python.support import settled
from tests.support.runner import compare, run_file

APPLICATION = Path(__file__).parents[2] / "fixtures" / "app"


def test_it_asks_and_prints_the_same_after_the_migration(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(APPLICATION, tmp_path / "app"))
    changed = []
    for path in sorted(copy.glob("*.py")):
        migration = migrate(path.read_text(encoding="utf-8"))
        settled(migration)
        path.write_text(migration.output, encoding="utf-8")
        changed += [path.name] if migration.changed else []
    assert changed == ["coach.py", "config.py", "live.py", "report.py", "summarise.py", "triage.py"]
    with LoopbackService() as service:
        before, after = run_file(APPLICATION / "main.py", service), run_file(copy / "main.py", service)
    assert (before.error, after.error) == (None, None)
    assert before.calls
    assert compare(before, after) == []
    assert set(model_changes(before.calls, after.calls)) == {("gemini-2.0-flash", "gemini-3.8-flash")}
