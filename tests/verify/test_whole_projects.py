"""A project migrated by the tool comes out equivalent, and one that does not is put back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from codemods.options import Options
from codemods.outcome import Migration
from codemods.python.index import ProjectIndex
from migrate_interactions import transforms
from tests.verify.conftest import Project

APPLICATION = Path(__file__).parents[2] / "fixtures" / "app"
OLD = """\
from google import genai

client = genai.Client()
answer = client.models.generate_content(model="gemini-2.0-flash", contents="Hello", config={"temperature": 0.5})
print(answer.text)
"""


def test_the_sample_application_is_equivalent_after_its_migration(project: Project) -> None:
    shutil.copytree(APPLICATION, project.folder / "app", ignore=shutil.ignore_patterns("__pycache__"))
    project.commit()
    assert "Rewrote" in project.cli("run", "app").out
    done = project.cli("verify", "--yes", "--strict", "app/main.py")
    assert "app/main.py: equivalent (24 calls, the same output)" in done.out
    assert done.status == 0


def test_run_keeps_what_comes_out_equivalent(project: Project) -> None:
    path = project.put("a.py", OLD)
    done = project.cli("run", "--verify", "--yes")
    assert done.status == 0
    assert "a.py: equivalent (1 call, the same output)" in done.out
    assert "interactions.create" in path.read_text()


def test_run_puts_back_what_comes_out_different(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(source: str, options: Options, index: ProjectIndex | None = None) -> Migration:
        right = migrate(source, options, index)
        return replace(right, output=right.output.replace('"temperature": 0.5', '"temperature": 0.1')) if "broken" in source else right

    migrate = transforms.migrate
    monkeypatch.setattr(transforms, "migrate", faulty)
    broken = project.put("broken.py", OLD + "# broken\n")
    fine = project.put("fine.py", OLD)
    done = project.cli("run", "--verify", "--yes")
    assert "call 1: settings.temperature: '0.5' became '0.1'" in done.out
    assert "broken.py: put back as it was before the run" in done.out
    assert broken.read_text() == OLD + "# broken\n"
    assert "interactions.create" in fine.read_text()
    assert done.status == 1
    assert " in 1 of 2 files." in done.out


def test_run_writes_nothing_when_it_may_not_run(project: Project) -> None:
    path = project.put("a.py", OLD)
    done = project.cli("run", "--verify")
    assert (done.status, "pass --yes" in done.err) == (2, True)
    assert path.read_text() == OLD


@pytest.mark.parametrize("option", ["--diff", "--check"])
def test_only_what_was_written_can_be_verified(project: Project, option: str) -> None:
    assert project.cli("run", "--verify", "--yes", option).status == 2
