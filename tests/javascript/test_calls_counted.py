"""What a report may count as a call that asks the model, of the old API and of the new one."""

import pytest

from codemods.javascript import migrate
from tests.javascript.support import CALL, CLIENT, STREAM, program

_NEW = "ai.interactions.create({ model: 'gemini-3.8-flash', input: 'Hi', store: false })"


def _counted(migration):
    return sorted({f.span.line for f in migration.findings if f.request}), [place.span.line for place in migration.interactions]


def test_calls_are_counted_and_what_is_read_of_their_answers_is_not():
    assert _counted(program(f"const r = await {CALL};\nconsole.log(r.text);\n")) == ([3], [])


def test_a_call_that_is_held_is_a_call_all_the_same():
    assert _counted(program(f"const r = await {CALL};\nsave(r);\n")) == ([3], [])


def test_new_calls_are_counted():
    assert _counted(program(f"const r = await {_NEW};\nconsole.log(r.output_text);\n")) == ([], [3])


def test_new_calls_of_somebody_else_are_not_counted():
    assert _counted(migrate(f"import {{ ai }} from './shop.js';\nawait {_NEW};\n", ".mjs")) == ([], [])
    assert _counted(program("function ask(ai) {\n  return " + _NEW + ";\n}\n")) == ([], [])


@pytest.mark.parametrize("call", [CALL, STREAM])
def test_a_rewritten_call_becomes_one_new_call(call):
    reading = "console.log(r.text);\n" if call == CALL else "for await (const part of r) {\n  console.log(part.text);\n}\n"
    before = program(f"const r = await {call};\n{reading}")
    assert len({finding.span for finding in before.rewritten if finding.request}) == 1
    assert before.output.startswith(CLIENT)
    assert len(migrate(before.output, ".mjs").interactions) == 1
