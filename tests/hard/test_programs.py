"""Programs put together at random come out sound, and do the same as before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from migrate_interactions.examine import examine
from migrate_interactions.results import Candidate, Migrated
from migrate_interactions.verify.service import LoopbackService
from tests.hard.amount import LONG
from tests.hard.programs import program
from tests.hard.properties import problems
from tests.python.test_fixtures import RUNNABLE
from tests.support.runner import compare, run_file

#: What runs with today's SDK as it is.
TODAY = [path for path in RUNNABLE if path.parent.name not in ("generativeai", "vertexai", "legacy")]
ALL = list(HealthCheck)


@settings(max_examples=12 * LONG, deadline=None, derandomize=LONG == 1, database=None, suppress_health_check=ALL, phases=[Phase.generate])
@given(st.integers(0, 10**9))
def test_what_comes_out_compiles_settles_and_has_everything_else_as_it_was(seed: int) -> None:
    made = program(Random(seed))
    note(f"{made.cases}\n{made.text}")
    assert list(problems(made)) == []


@pytest.fixture(scope="module")
def service() -> Iterator[LoopbackService]:
    with LoopbackService() as running:
        yield running


@settings(max_examples=6 * LONG, deadline=None, derandomize=LONG == 1, database=None, suppress_health_check=ALL, phases=[Phase.generate])
@given(seed=st.integers(0, 10**9))
def test_it_asks_and_prints_the_same(seed: int, service: LoopbackService, tmp_path: Path) -> None:
    made = program(Random(seed), TODAY)
    result = examine(Candidate("program.py", made.data), made.options)
    note(f"{made.cases}\n{made.text}")
    if not isinstance(result, Migrated) or not result.changed:
        return
    file = tmp_path / "program.py"
    file.write_bytes(result.data)
    before = run_file(file, service, seconds=60)
    file.write_bytes(result.output)
    after = run_file(file, service, seconds=60)
    note(f"{result.output.decode(errors='replace')}\nbefore: {before.error}\nafter: {after.error}")
    assert compare(before, after) == []
