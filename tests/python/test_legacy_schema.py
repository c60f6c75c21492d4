"""`--schema outputs`: every fixture that can go is migrated to the legacy schema and runs under google-genai 1.75."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from codemods.options import Options
from codemods.python import migrate
from migrate_interactions.verify.service import LoopbackService
from tests.python.support import settled
from tests.python.test_fixtures import CASES, OLDER, RUNNABLE, case_name, has_reference, options_of
from tests.support.legacy_process import LegacyPython
from tests.support.runner import Result, compare

#: Programs that google-genai 1.75 does not run before their migration either.
OTHERWISE = {"options_of_one_call_are_its_arguments": "1.75 takes labels of enterprise clients only"}


#: Programs of google-genai itself: 1.75 does not stand beside the older SDKs.
OF_GENAI = [path for path in RUNNABLE if path.parent != OLDER and not has_reference(path)]


def answered(result: Result) -> Result:
    """Without calls that the service refused: the old methods refuse the same values before they send anything."""
    return replace(result, calls=tuple(call for call in result.calls if not call.error))


def legacy_options(text: str) -> Options:
    return replace(options_of(text), schema="outputs")


@pytest.mark.parametrize("path", CASES, ids=case_name)
def test_is_written_for_the_legacy_schema_once(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    migration = migrate(text, None, legacy_options(text))
    settled(migration, legacy_options(text))
    for name in ("output_text", ".steps", "step.delta", "model_output", "user_input", "interaction.completed"):
        assert migration.output.count(name) == text.count(name), name
        assert not any(name in finding.help for finding in migration.left), name


@pytest.fixture(scope="module")
def service() -> Iterator[LoopbackService]:
    with LoopbackService(legacy=True) as running:
        yield running


@pytest.fixture(scope="module")
def python(service: LoopbackService) -> Iterator[LegacyPython]:
    with LegacyPython(service) as process:
        yield process


@pytest.mark.parametrize("path", OF_GENAI, ids=case_name)
def test_does_the_same_before_and_after(path: Path, python: LegacyPython, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    migration = migrate(text, None, legacy_options(text))
    if path.stem in OTHERWISE:
        pytest.skip(OTHERWISE[path.stem])
    if not migration.changed:
        pytest.skip("nothing of it can be written for the legacy schema")
    before = python.run(migration.source, tmp_path)
    assert before.error is None, before.error
    after = python.run(migration.output, tmp_path)
    assert after.error is None, after.error
    assert compare(before, answered(after)) == []
