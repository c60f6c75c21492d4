"""Faults planted in migrated programs on purpose: each is caught, and named."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from migrate_interactions.verify.judge import judge
from migrate_interactions.verify.outcomes import Different, Equivalent, Outcome
from migrate_interactions.verify.runner.program import Program
from migrate_interactions.verify.runner.run import Run, Runner
from migrate_interactions.verify.service import LoopbackService
from tests.verify.conftest import PROGRAM, Bench, Project
from tests.verify.programs import NEW_CHAT, NEW_STREAM, OLD_CHAT, OLD_STREAM


@dataclass(frozen=True)
class Bug:
    """``old`` in the migrated chat becomes ``new``; ``named`` is in one of the differences."""

    name: str
    old: str
    new: str
    named: str


BUGS = [
    Bug(
        "the id of the previous interaction is lost",
        "previous_interaction_id=previous,",
        "",
        "call 2: turns[0].parts[0].text: 'My name is Ada.'",
    ),
    Bug(
        "the system instruction is lost on turn 2",
        'system_instruction="Be kind.",',
        'system_instruction=None if previous else "Be kind.",',
        "call 2: system: 'Be kind.' became nothing",
    ),
    Bug("a setting is lost", "generation_config=settings,", "", "call 1: settings.temperature: '0.5' became nothing"),
    Bug("a part is lost", ", picture]", "]", "call 3: turns[0].parts[1].data: 'iVBORw0KGgo=' became nothing"),
    Bug("a turn is lost", '("My name is Ada.", "What is my name?")', '("What is my name?",)', "3 calls became 2"),
    Bug("the bytes are encoded twice", "b64encode(PIXEL)", "b64encode(base64.b64encode(PIXEL))", "call 3: turns[0].parts[1].data"),
    Bug("the bytes are not base64", "base64.b64encode(PIXEL).decode()", "PIXEL.hex()[1:]", "call 3: refused"),
    Bug(
        "a turn is not stored where a later one needs it",
        "generation_config=settings,",
        "generation_config=settings, store=False,",
        "was not found",
    ),
    Bug("the model is retired", 'model="gemini-3.8-flash"', 'model="gemini-2.0-flash"', "models/gemini-2.0-flash is not found"),
    Bug(
        "the model is another",
        'model="gemini-3.8-flash"',
        'model="gemini-2.5-pro"',
        "call 1: model: 'gemini-2.0-flash' became 'gemini-2.5-pro'",
    ),
    Bug("top_k is sent", '{"temperature": 0.5}', '{"temperature": 0.5, "top_k": 3}', "top_k"),
    Bug("an answer is not text", "answer.output_text", "answer.status", "+completed"),
]


@pytest.fixture(scope="module")
def runner(service: LoopbackService, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    place = tmp_path_factory.mktemp("bugs")
    (place / "original").mkdir()
    yield Runner(sys.executable, service, place, place / "original", 30)


@pytest.fixture(scope="module")
def before(runner: Runner, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_of(OLD_CHAT, runner, tmp_path_factory.mktemp("before"))


def run_of(source: str, runner: Runner, tree: Path) -> Run:
    (tree / PROGRAM).write_text(source)
    return runner.run(tree, Program(PROGRAM))


def said(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Different), outcome
    return [*map(str, outcome.differences), *outcome.output]


def test_without_a_bug_it_is_equivalent(runner: Runner, before: Run, tmp_path: Path) -> None:
    outcome = judge(Program(PROGRAM), before, run_of(NEW_CHAT, runner, tmp_path), lambda: before)
    assert isinstance(outcome, Equivalent), outcome
    assert outcome.calls == 3
    assert outcome.notes == (
        "model gemini-2.0-flash became gemini-3.8-flash, its replacement",
        "2 of 3 calls now leave their prompt and answer on the service (store)",
    )


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_it_is_caught_when(bug: Bug, runner: Runner, before: Run, tmp_path: Path) -> None:
    assert bug.old in NEW_CHAT
    outcome = judge(Program(PROGRAM), before, run_of(NEW_CHAT.replace(bug.old, bug.new), runner, tmp_path), lambda: before)
    found = said(outcome)
    assert any(bug.named in line for line in found), found


def test_it_is_caught_when_a_stream_becomes_a_single_call(bench: Bench) -> None:
    single = """
from google import genai
client = genai.Client()
print(client.interactions.create(model="gemini-2.5-flash", input="Hello", store=False).output_text, end="")
"""
    assert "call 1: stream: 'true' became 'false'" in said(bench.verify(OLD_STREAM, single))


CAUGHT = """
try:
    {}
except Exception as error:
    print("failed:", type(error).__name__)
"""


@pytest.mark.slow
@pytest.mark.parametrize("caught", [False, True])
def test_it_is_caught_when_the_error_event_of_a_stream_is_passed_over(changed: Callable[..., Project], caught: bool) -> None:
    old, right = ((CAUGHT.format(text.replace("\n", "\n    ")) if caught else text) for text in (OLD_STREAM, NEW_STREAM))
    project = changed(right=(old, right), wrong=(old, right.replace('== "error"', '== "never"')))
    done = project.cli("verify", "--yes")
    assert "right.py: equivalent (1 call, the same output)" in done.out
    assert "wrong.py: different\n    a stream that breaks: " in done.out
