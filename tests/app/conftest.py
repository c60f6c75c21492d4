"""A project folder to work in, and the command line on the stand-in for the transforms."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from migrate_interactions import transforms
from migrate_interactions.cli import app
from tests.app import standin


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working directory; not a git checkout."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return tmp_path


@pytest.fixture
def put(project: Path) -> Callable[..., Path]:
    """Write a file of the project."""

    def put(name: str, content: str | bytes) -> Path:
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return put


class Outcome:
    """What an invocation did. ``out`` and ``err`` are text; ``raw`` is standard output byte by byte."""

    def __init__(self, status: int, out: bytes, err: str) -> None:
        self.status = status
        self.raw = out
        self.out = out.decode("utf-8", "replace")
        self.err = err


@pytest.fixture
def cli(project: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """The command line in this process."""
    monkeypatch.setattr(transforms, "migrate", standin.migrate)
    monkeypatch.setattr(transforms, "may_concern", standin.may_concern)
    monkeypatch.setattr(transforms, "may_hold_old_code", standin.may_concern)

    def cli(*arguments: str, stdin: bytes = b"") -> Outcome:
        result = CliRunner().invoke(app, list(arguments), input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Outcome(result.exit_code, result.stdout_bytes, result.stderr)

    return cli


@pytest.fixture
def git(project: Path) -> Callable[..., str]:
    """Git in the project, which becomes a checkout."""

    def git(*arguments: str) -> str:
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false"]
        return subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True, text=True).stdout

    git("init", "--quiet", ".")
    return git
