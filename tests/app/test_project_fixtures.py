"""Every project in fixtures/project: what becomes of all its files in one run, and that `main.py` does the same afterwards.

A case is a folder with `before`. `after` holds the files that change, `findings.txt` what is said.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from codemods.options import Options
from migrate_interactions import engine
from migrate_interactions.discovery import discover
from migrate_interactions.results import Migrated, Survey
from migrate_interactions.verify.service import LoopbackService
from tests.python.test_fixtures import report
from tests.support.runner import compare, run_file

FIXTURES = Path(__file__).parents[2] / "fixtures" / "project"
CASES = sorted(path.parent for path in FIXTURES.glob("*/before"))


def survey(folder: Path, monkeypatch: pytest.MonkeyPatch, *paths: str) -> Survey:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    return engine.survey(discover(paths), Options(), jobs=1)


def rewrite(folder: Path, found: Survey) -> None:
    for result in found.changed:
        (folder / result.path).write_bytes(result.output)


@pytest.fixture
def copy(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(request.param / "before", tmp_path / "project"))


def _files(found: Survey) -> dict[str, str]:
    return {result.path: result.output.decode() for result in found.changed}


def _said(found: Survey) -> str:
    results = [result for result in found.results if isinstance(result, Migrated) and result.migration.findings]
    return "".join(f"{result.path}:{line}\n" for result in results for line in report(result.migration).splitlines())


@pytest.mark.parametrize(("copy", "case"), [(case, case) for case in CASES], indirect=["copy"], ids=[case.name for case in CASES])
def test_comes_out_as_recorded_and_stays_so(copy: Path, case: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    found = survey(copy, monkeypatch)
    snapshot.snapshot_dir = case
    snapshot.assert_match(_said(found), "findings.txt")
    for path, text in _files(found).items():
        snapshot.assert_match(text, f"after/{path}")
    recorded = {file.relative_to(case / "after").as_posix() for file in (case / "after").rglob("*.py")}
    assert recorded == set(_files(found))
    rewrite(copy, found)
    assert not survey(copy, monkeypatch).changed


@pytest.mark.parametrize("copy", CASES, indirect=True, ids=[case.name for case in CASES])
def test_each_file_alone_comes_out_as_in_the_whole_run(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for ids that would have to be replaced in another file."""
    whole = _files(survey(copy, monkeypatch))
    for path, text in whole.items():
        alone = survey(copy, monkeypatch, path)
        waits = [
            finding for result in alone.migrated for finding in result.migration.left if "this run does not rewrite" in finding.message
        ]
        assert waits or _files(alone).get(path) == text


@pytest.fixture(scope="module")
def service() -> Iterator[LoopbackService]:
    with LoopbackService() as running:
        yield running


@pytest.mark.parametrize("copy", CASES, indirect=True, ids=[case.name for case in CASES])
def test_does_the_same_before_and_after(copy: Path, service: LoopbackService, monkeypatch: pytest.MonkeyPatch) -> None:
    before = run_file(copy / "main.py", service)
    assert before.error is None, before.error
    assert before.calls
    rewrite(copy, survey(copy, monkeypatch))
    after = run_file(copy / "main.py", service)
    assert after.error is None, after.error
    assert compare(before, after) == []
