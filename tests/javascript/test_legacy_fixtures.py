"""The programs of fixtures/javascript/legacy: with @google/genai 1.52 and the legacy service before, with today's after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from migrate_interactions.verify.judge import judge
from migrate_interactions.verify.outcomes import Equivalent
from migrate_interactions.verify.runner.program import Program
from migrate_interactions.verify.service import LoopbackService
from tests.javascript.running import Node, require_node
from tests.javascript.test_fixtures import LEGACY, case_name, migrated


@pytest.fixture(scope="module")
def legacy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A Node that talks to a service of the legacy schema."""
    require_node()
    with LoopbackService(legacy=True) as service:
        yield Node(service, tmp_path_factory.mktemp("legacy"))


def of_then(source: str) -> str:
    """The program with the SDK it was written for, which is installed under another name."""
    return source.replace("'@google/genai'", "'genai-legacy'")


@pytest.mark.parametrize("path", LEGACY, ids=case_name)
def test_does_the_same_as_it_did_with_its_own_sdk(path: Path, node: Node, legacy: Node) -> None:
    migration = migrated(path)
    before, after = of_then(migration.source), migration.output
    assert before != migration.source
    first, second = legacy.run_program(before, path.name), node.run_program(after, path.name)
    outcome = judge(Program(path.name), first, second, lambda: legacy.run_program(before, path.name))
    assert isinstance(outcome, Equivalent), (outcome, first.stderr, second.stderr)
    assert outcome.calls, "the program asks nothing, so running it shows nothing"


def test_some_programs_are_run() -> None:
    assert len(LEGACY) > 5
