"""Every program in fixtures/python: what becomes of it, and that it does the same afterwards.

A case is NAME.py. NAME.after.py holds what it becomes (no such file: it stays as it is), NAME.findings.txt what is said.
NAME.reference.py is a program of today, written by hand, for a case that ran with a retired SDK only: the case names it with `# same as: FILE`,
and what it becomes has to do the same as that. The first lines may say `# assume: CODE, CODE`, `# typed` (a project that runs a type checker), `# chat: stateless` and `# not run: REASON`.
What is in the folder of a retired SDK that can be installed is run before under an interpreter that has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from codemods.options import Options
from codemods.outcome import Migration
from codemods.python import migrate
from migrate_interactions.verify.service import LoopbackService
from tests.python.support import settled
from tests.support.findings import report
from tests.support.older import result, run_older
from tests.support.runner import Result, compare, run_source

FIXTURES = Path(__file__).parents[2] / "fixtures" / "python"
OLDER = FIXTURES / "generativeai"
CASES = sorted(path for path in FIXTURES.glob("*/*.py") if not path.name.endswith((".after.py", ".reference.py")))


def case_name(path: Path) -> str:
    return f"{path.parent.name}: {path.stem.replace('_', ' ')}"


def options_of(text: str) -> Options:
    match = re.search(r"^# assume: (.+)$", text, re.MULTILINE)
    typed = re.search(r"^# typed$", text, re.MULTILINE) is not None
    assumed = frozenset(code.strip() for code in match[1].split(",")) if match else frozenset()
    stateless = re.search(r"^# chat: stateless$", text, re.MULTILINE) is not None
    return Options(assume=assumed, typed=typed, chat="stateless" if stateless else "server")


def migrated(path: Path) -> Migration:
    text = path.read_text(encoding="utf-8")
    return migrate(text, None, options_of(text))


def has_reference(path: Path) -> bool:
    return re.search(r"^# same as: ", path.read_text(encoding="utf-8"), re.MULTILINE) is not None


def measure(path: Path) -> str:
    """The program that does what a case has to do: the case itself, or the one it names."""
    text = path.read_text(encoding="utf-8")
    match = re.search(r"^# same as: (.+)$", text, re.MULTILINE)
    return path.with_name(match[1].strip()).read_text(encoding="utf-8") if match else text


@pytest.mark.parametrize("path", CASES, ids=case_name)
def test_comes_out_as_recorded_and_stays_so(path: Path, snapshot: Snapshot) -> None:
    migration = migrated(path)
    snapshot.snapshot_dir = path.parent
    snapshot.assert_match(report(migration), f"{path.stem}.findings.txt")
    recorded = path.with_name(f"{path.stem}.after.py")
    if migration.changed:
        snapshot.assert_match(migration.output, recorded.name)
    else:
        assert not recorded.exists(), "the case is recorded as changing, but nothing changes"
    settled(migration, options_of(migration.source))


RUNNABLE = [
    path for path in CASES if "# not run:" not in path.read_text(encoding="utf-8") and path.with_name(f"{path.stem}.after.py").exists()
]


@pytest.fixture(scope="module")
def service() -> Iterator[LoopbackService]:
    with LoopbackService() as running:
        yield running


def run_before(path: Path, source: str, folder: Path, service: LoopbackService) -> Result:
    return result(run_older(source, folder, service)) if path.parent == OLDER else run_source(source, folder, service)


@pytest.mark.parametrize("path", RUNNABLE, ids=case_name)
def test_does_the_same_before_and_after(path: Path, service: LoopbackService, tmp_path: Path) -> None:
    migration = migrated(path)
    before = run_before(path, measure(path), tmp_path, service)
    assert before.error is None, before.error
    assert before.calls, "the program asks nothing, so running it shows nothing"
    after = run_source(migration.output, tmp_path, service)
    assert after.error is None, after.error
    assert compare(before, after) == []


def test_every_reference_is_one_of_a_case() -> None:
    named = {
        path.with_name(match)
        for path in CASES
        for match in re.findall(r"^# same as: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert named == set(FIXTURES.glob("*/*.reference.py"))


def test_the_folder_of_cases_is_not_empty() -> None:
    assert len(CASES) > 40
    assert len(RUNNABLE) > 30
