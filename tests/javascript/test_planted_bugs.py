"""Faults planted in migrated programs on purpose: each is caught, and named."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from migrate_interactions.verify.judge import judge, judge_broken
from migrate_interactions.verify.outcomes import Different, Equivalent, Outcome
from migrate_interactions.verify.runner.program import Program
from migrate_interactions.verify.runner.run import Run
from migrate_interactions.verify.service import LoopbackService
from tests.javascript.programs import NEW_CHAT, NEW_STREAM, OLD_CHAT, OLD_STREAM, OLDER_STREAM
from tests.javascript.running import Node

PROGRAM = Program("program.mjs")


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
        "previous_interaction_id: previous,",
        "",
        "call 2: turns[0].parts[0].text: 'My name is Ada.'",
    ),
    Bug(
        "the system instruction is lost on turn 2",
        "'Be kind.',",
        "previous ? undefined : 'Be kind.',",
        "call 2: system: 'Be kind.' became nothing",
    ),
    Bug("a setting is lost", "temperature: 0.5", "", "call 1: settings.temperature: '0.5' became nothing"),
    Bug("a key keeps its old spelling", "generation_config:", "generationConfig:", "generationConfig"),
    Bug("a part is lost", ", picture]", "]", "call 3: turns[0].parts[1].data: 'iVBORw0KGgo=' became nothing"),
    Bug(
        "parts are swapped",
        "[{ type: 'text', text: 'What is this?' }, picture]",
        "[picture, { type: 'text', text: 'What is this?' }]",
        "call 3: turns[0].parts[0]",
    ),
    Bug("a turn is lost", "['My name is Ada.', 'What is my name?']", "['What is my name?']", "4 calls became 3"),
    Bug(
        "turns are swapped",
        "['My name is Ada.', 'What is my name?']",
        "['What is my name?', 'My name is Ada.']",
        "call 1: turns[0].parts[0].text",
    ),
    Bug("a tool is lost", "tools, store", "store", "call 4: tools[0].name: 'look' became nothing"),
    Bug("a schema keeps its old types", "type: 'object'", "type: 'OBJECT'", "call 4: refused"),
    Bug("the bytes are no base64", "PIXEL.toString('base64')", "PIXEL.toString('hex').slice(1)", "call 3: refused"),
    Bug("the model is another", "gemini-3.8-flash", "gemini-2.5-pro", "call 1: model: 'gemini-2.0-flash' became 'gemini-2.5-pro'"),
    Bug("another text is printed", "answer.output_text", "answer.status", "+completed"),
    Bug("the answer has another shape", "answer.output_text", "answer.text", "+undefined"),
    Bug("a call is not awaited", "console.log((await ai.interactions", "console.log((ai.interactions", "+undefined"),
    Bug("an exception is new", "asked.steps.find", "asked.outputs.find", "ending: 'normal' became \"TypeError"),
]


@pytest.fixture(scope="module")
def before(node: Node) -> Run:
    return node.run_program(OLD_CHAT)


def said(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Different), outcome
    return [*map(str, outcome.differences), *outcome.output]


def test_without_a_bug_it_is_equivalent(node: Node, before: Run) -> None:
    outcome = judge(PROGRAM, before, node.run_program(NEW_CHAT), lambda: before)
    assert isinstance(outcome, Equivalent), outcome
    assert outcome.calls == 4
    assert outcome.notes == (
        "model gemini-2.0-flash became gemini-3.8-flash, its replacement",
        "2 of 4 calls now leave their prompt and answer on the service (store)",
    )


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_it_is_caught_when(bug: Bug, node: Node, before: Run) -> None:
    assert bug.old in NEW_CHAT
    found = said(judge(PROGRAM, before, node.run_program(NEW_CHAT.replace(bug.old, bug.new)), lambda: before))
    assert any(bug.named in line for line in found), found


def broken(node: Node, service: LoopbackService, before: str, after: str) -> Outcome:
    outcome = node.verify(before, after)
    assert isinstance(outcome, Equivalent), outcome
    with service.breaking_streams():
        return judge_broken(outcome, node.run_program(before), node.run_program(after))


@pytest.mark.parametrize("before", [OLD_STREAM, OLDER_STREAM], ids=["today's SDK", "the older SDK"])
def test_it_is_caught_when_the_error_event_of_a_stream_is_passed_over(node: Node, service: LoopbackService, before: str) -> None:
    assert isinstance(broken(node, service, before, NEW_STREAM), Equivalent)
    (found,) = said(broken(node, service, before, NEW_STREAM.replace("=== 'error'", "=== 'never'")))
    assert found.startswith("a stream that breaks: ")


def test_it_is_caught_when_an_error_is_swallowed(node: Node) -> None:
    refused = "import { GoogleGenAI } from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
    before = (
        refused + "await ai.models.generateContent({ model: 'gemini-2.0-flash', contents: [{ role: 'nobody', parts: [{ text: 'Hi' }] }] });"
    )
    after = refused + (
        "await ai.interactions.create({ model: 'gemini-3.8-flash', input: [{ type: 'nobody', content: [] }] }).catch(() => {});"
    )
    assert any(line.startswith("ending: 'ApiError: ") and "became 'normal'" in line for line in said(node.verify(before, after)))


def test_calls_made_at_the_same_time_are_a_set_and_those_in_turn_are_not(node: Node) -> None:
    ask = "import { GoogleGenAI } from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
    ask += "const ask = (contents) => ai.models.generateContent({ model: 'gemini-2.0-flash', contents });\n"
    at_once = ask + "await Promise.all(['a', 'b', 'c', 'd'].map(ask));\n"
    in_turn = ask + "for (const text of ['a', 'b', 'c', 'd']) await ask(text);\n"
    swapped = "['d', 'b', 'c', 'a']"
    assert isinstance(node.verify(at_once, at_once.replace("['a', 'b', 'c', 'd']", swapped)), Equivalent)
    found = said(node.verify(in_turn, in_turn.replace("['a', 'b', 'c', 'd']", swapped)))
    assert found == ["call 1: turns[0].parts[0].text: 'a' became 'd'", "call 4: turns[0].parts[0].text: 'd' became 'a'"]
