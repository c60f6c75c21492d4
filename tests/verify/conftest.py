"""A runner for pairs of programs, and a project under git with the command line on it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from migrate_interactions.cli import app
from migrate_interactions.verify.judge import judge
from migrate_interactions.verify.outcomes import Outcome
from migrate_interactions.verify.runner.program import Program
from migrate_interactions.verify.runner.run import Run, Runner
from migrate_interactions.verify.service import LoopbackService

PROGRAM = "program.py"


class Bench:
    """Runs sources as ``program.py``; ``files`` are their neighbours. Everything happens in ``place``."""

    def __init__(self, runner: Runner, place: Path) -> None:
        self.runner = runner
        self.place = place
        self._count = 0

    def run(self, source: str, program: Program | None = None, **files: str) -> Run:
        self._count += 1
        tree = self.place / f"tree{self._count}"
        for name, text in {PROGRAM: source, **files}.items():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_text(text)
        return self.runner.run(tree, program or Program(PROGRAM))

    def verify(self, before: str, after: str, program: Program | None = None) -> Outcome:
        return judge(program or Program(PROGRAM), self.run(before, program), self.run(after, program), lambda: self.run(before, program))


@pytest.fixture(scope="session")
def service() -> Iterator[LoopbackService]:
    with LoopbackService() as running:
        yield running


@pytest.fixture
def bench(service: LoopbackService, tmp_path: Path) -> Bench:
    return make_bench(service, tmp_path, 20)


@pytest.fixture
def impatient(service: LoopbackService, tmp_path: Path) -> Bench:
    """A bench with a time limit of a second."""
    return make_bench(service, tmp_path, 1)


def make_bench(service: LoopbackService, place: Path, seconds: float) -> Bench:
    import sys

    scratch, original = place / "scratch", place / "original"
    scratch.mkdir()
    original.mkdir()
    return Bench(Runner(sys.executable, service, scratch, original, seconds), place)


class Done:
    """What an invocation did."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


class Project:
    """A folder under git that is the working directory. Temporary folders of the tool appear in ``temporary``."""

    def __init__(self, folder: Path, temporary: Path) -> None:
        self.folder, self.temporary = folder, temporary
        self.git("init", "--quiet", ".")

    def put(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def git(self, *arguments: str) -> str:
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false"]
        return subprocess.run(["git", *identity, *arguments], cwd=self.folder, check=True, capture_output=True, text=True).stdout

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "x")

    def cli(self, *arguments: str) -> Done:
        result = CliRunner().invoke(app, list(arguments))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Done(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    folder, temporary = tmp_path / "project", tmp_path / "temporary"
    folder.mkdir()
    temporary.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return Project(folder, temporary)


@pytest.fixture
def changed(project: Project) -> Callable[..., Project]:
    """A project whose files (name: (before, after)) changed since its only commit."""

    def changed(**files: tuple[str, str]) -> Project:
        for version in (0, 1):
            for name, texts in files.items():
                project.put(f"{name}.py", texts[version])
            if version == 0:
                project.commit()
        return project

    return changed
