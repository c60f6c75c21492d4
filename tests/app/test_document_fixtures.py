"""Every document in fixtures/documents: what becomes of it, and that its program does and shows the same afterwards.

A case is NAME.ipynb, NAME.md or the like. NAME.after.* holds what it becomes (no such file: it stays as it is), NAME.findings.txt
what is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from codemods.options import Options
from migrate_interactions.documents import SUFFIXES
from migrate_interactions.documents.opening import open_document
from migrate_interactions.examine import examine
from migrate_interactions.results import Candidate, Migrated
from migrate_interactions.verify.service import LoopbackService
from tests.support.runner import compare, run_source

FIXTURES = Path(__file__).parents[2] / "fixtures" / "documents"
CASES = sorted(path for path in FIXTURES.iterdir() if path.suffix in SUFFIXES and ".after" not in path.name)
RUN = [path for path in CASES if path.with_name(f"{path.stem}.after{path.suffix}").exists()]


def migrated(name: str, data: bytes) -> Migrated:
    result = examine(Candidate(name, data), Options())
    assert isinstance(result, Migrated), result
    return result


def report(result: Migrated) -> str:
    lines = []
    for finding in result.migration.findings:
        cell = f"cell {finding.cell}:" if finding.cell is not None else ""
        fix = f" [{finding.fix}]" if finding.fix else ""
        lines.append(f"{cell}{finding.span.line}:{finding.span.column}: {finding.code} {finding.message}{fix}\n")
    return "".join(lines)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_comes_out_as_recorded_and_stays_so(path: Path, snapshot: Snapshot) -> None:
    result = migrated(path.name, path.read_bytes())
    snapshot.snapshot_dir = FIXTURES
    snapshot.assert_match(report(result), f"{path.stem}.findings.txt")
    recorded = path.with_name(f"{path.stem}.after{path.suffix}")
    if result.changed:
        snapshot.assert_match(result.output, recorded.name)
    else:
        assert not recorded.exists(), "the case is recorded as changing, but nothing changes"
    assert not migrated(path.name, result.output).changed


def program(name: str, data: bytes) -> str:
    """The program of a document, with nothing in the places of what only its environment reads."""
    text = open_document(name, data).program.text
    text = re.sub(r", __migrate_interactions_shown_\d+__\)", ")", text)
    return re.sub(r"__migrate_interactions_\w+(\([^)\n]*\))?", "None", text)


@pytest.fixture(scope="module")
def service() -> Iterator[LoopbackService]:
    with LoopbackService() as running:
        yield running


@pytest.mark.parametrize("path", RUN, ids=lambda path: path.name)
def test_does_and_shows_the_same(path: Path, service: LoopbackService, tmp_path: Path) -> None:
    data = path.read_bytes()
    before = run_source(program(path.name, data), tmp_path, service)
    assert before.error is None, before.error
    assert before.calls and before.stdout
    after = run_source(program(path.name, migrated(path.name, data).output), tmp_path, service)
    assert after.error is None, after.error
    assert compare(before, after) == []
