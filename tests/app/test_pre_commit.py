"""The hooks, under the real pre-commit in a scratch repository."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.checkouts import ROOT, environment, put_tool, run, write

pytest.importorskip("pre_commit")
yaml = pytest.importorskip("yaml")
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

OLD = 'from core import client\n\nprint(client.models.generate_content(model="gemini-2.5-flash", contents="Hi").text)\n'
CORE = "from google import genai\n\nclient = genai.Client()\n"
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
Done = subprocess.CompletedProcess[str]


class Repository:
    """A scratch repository; ``git`` and ``pre_commit`` run in it."""

    def __init__(self, folder: Path, *, installed: bool = False) -> None:
        self.folder = folder / "repository"
        self.folder.mkdir()
        put_tool(folder / "bin")
        self.variables = environment(folder, folder / "bin", source=not installed, PRE_COMMIT_HOME=str(folder / "pre-commit"))
        self.git("init", "--quiet", ".")
        write(self.folder, {"core.py": CORE, "app.py": OLD})

    def git(self, *arguments: str) -> Done:
        return run(self.folder, self.variables, "git", *arguments)

    def pre_commit(self, *arguments: str) -> Done:
        return run(self.folder, self.variables, sys.executable, "-m", "pre_commit", *arguments)

    def commit(self) -> Done:
        self.git("add", ".")
        return self.git("commit", "-m", "x")

    def text(self, name: str) -> str:
        return (self.folder / name).read_text()


@pytest.fixture
def hooked(tmp_path: Path) -> Callable[..., Repository]:
    """A repository with some of the manifest's hooks, which run the tool of this checkout instead of installing it."""

    def hooked(*ids: str, **changes: object) -> Repository:
        repository = Repository(tmp_path)
        hooks = [{**hook, "language": "system", **changes} for hook in yaml.safe_load(MANIFEST.read_text()) if hook["id"] in ids]
        config = {"repos": [{"repo": "local", "hooks": hooks}]}
        write(repository.folder, {".pre-commit-config.yaml": yaml.safe_dump(config)})
        assert repository.pre_commit("install").returncode == 0
        return repository

    return hooked


def test_the_manifest_is_one(tmp_path: Path) -> None:
    done = Repository(tmp_path).pre_commit("validate-manifest", str(MANIFEST))
    assert done.returncode == 0, done.stdout
    assert [hook["id"] for hook in yaml.safe_load(MANIFEST.read_text())] == ["migrate-interactions", "migrate-interactions-lint"]


def test_a_commit_is_stopped_rewritten_and_then_passes(hooked: Callable[..., Repository]) -> None:
    repository = hooked("migrate-interactions")
    done = repository.commit()
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stderr
    assert 'client.interactions.create(model="gemini-2.5-flash"' in repository.text("app.py")
    assert repository.commit().returncode == 0


def test_a_file_is_rewritten_by_what_another_one_says_that_is_not_in_the_commit(hooked: Callable[..., Repository]) -> None:
    repository = hooked("migrate-interactions")
    repository.git("add", "core.py")
    assert repository.git("commit", "-m", "x").returncode == 0
    assert repository.commit().returncode == 1
    assert "interactions.create" in repository.text("app.py")


def test_the_other_hook_reports_and_changes_nothing(hooked: Callable[..., Repository]) -> None:
    repository = hooked("migrate-interactions-lint")
    done = repository.commit()
    assert done.returncode == 1
    assert "app.py:3:7: GI101" in done.stderr
    assert repository.text("app.py") == OLD


def test_known_debt_does_not_stop_a_commit(hooked: Callable[..., Repository]) -> None:
    repository = hooked("migrate-interactions-lint", args=["--baseline", "debt.json"])
    run(repository.folder, repository.variables, "migrate-interactions", "lint", "--baseline", "debt.json", "--write-baseline")
    assert repository.commit().returncode == 0
    write(repository.folder, {"more.py": OLD})
    assert repository.commit().returncode == 1


def test_what_the_configuration_excludes_is_left_alone_although_it_is_named(hooked: Callable[..., Repository]) -> None:
    repository = hooked("migrate-interactions", "migrate-interactions-lint")
    write(repository.folder, {"pyproject.toml": '[tool.migrate-interactions]\nexclude = ["app.py"]\n'})
    assert repository.commit().returncode == 0
    assert repository.text("app.py") == OLD


def test_other_files_start_no_hook(hooked: Callable[..., Repository]) -> None:
    repository = hooked("migrate-interactions", "migrate-interactions-lint")
    (repository.folder / "app.py").unlink()
    (repository.folder / "core.py").unlink()
    write(repository.folder, {"notes.txt": OLD})
    assert "no files to check" in repository.commit().stderr


@pytest.mark.slow
def test_pre_commit_installs_the_hooks_and_runs_them(tmp_path: Path) -> None:
    repository = Repository(tmp_path, installed=True)
    if not (ROOT / ".git").exists():
        pytest.skip("pre-commit installs from a checkout")
    repository.git("add", ".")
    lint = repository.pre_commit("try-repo", str(ROOT), "migrate-interactions-lint", "--all-files")
    if "CalledProcessError" in lint.stdout:
        pytest.skip(f"the hook cannot be installed here: {lint.stdout[-300:]}")
    assert lint.returncode == 1
    assert "app.py:3:7: GI101" in lint.stdout
    rewrite = repository.pre_commit("try-repo", str(ROOT), "migrate-interactions", "--all-files")
    assert "files were modified by this hook" in rewrite.stdout
    assert "interactions.create" in repository.text("app.py")
    assert repository.pre_commit("try-repo", str(ROOT), "--all-files").returncode == 0
