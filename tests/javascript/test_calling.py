"""Function calls and their results in contents: held wherever the call of a result, or the answer of a turn, is not in sight."""

from __future__ import annotations

import pytest

from tests.javascript.support import codes, program

SETUP = (
    "const config = { tools: [{ functionDeclarations: [{ name: 'f', parametersJsonSchema: { type: 'object' } }] }] };\n"
    "const contents = [{ role: 'user', parts: [{ text: 'a' }] }];\n"
)
ASKED = "const r = await ai.models.generateContent({ model: 'gemini-2.5-flash', contents, config });\n"
CALLED = "const call = r.functionCalls[0];\n"
AGAIN = "await ai.models.generateContent({ model: 'gemini-2.5-flash', contents, config });\n"


def turn(result: str) -> str:
    return f"contents.push({{ role: 'user', parts: [{result}] }});\n"


def result(said: str) -> str:
    return f"{{ functionResponse: {{ {said} }} }}"


PLAIN = result("name: call.name, response: { a: 1 }")

HELD = {
    "a name that is a text": (CALLED + turn(result("name: 'f', response: { a: 1 }")), "GI200"),
    "a call that somebody else made": ("const call = choose();\n" + turn(PLAIN), "GI200"),
    "a call that may be another one": (f"let {CALLED[6:]}call = choose();\n" + turn(PLAIN), "GI217"),
    "a name out of a call in a var": (
        CALLED.replace("const", "var") + "const { name } = call;\n" + turn(result("name, response: {}")),
        "GI200",
    ),
    "a name out of a call that is not in reach": (
        "let x;\n{\n" + CALLED + "x = call.name;\n}\n" + turn(result("name: x, response: {}")),
        "GI200",
    ),
    "a name that another call of that name hides": (
        CALLED + "const { name } = call;\n{\nconst call = 1;\n" + turn(result("name, response: {}")) + "}\n",
        "GI200",
    ),
    "keys of a call without its id": (
        "for (const { name } of r.functionCalls) {\n" + turn(result("name, response: {}")) + "}\n",
        "GI200",
    ),
    "an id out of nowhere": (CALLED + turn(result("id: makeId(), name: call.name, response: {}")), "GI200"),
    "a result that is a text": (CALLED + turn(result("name: call.name, response: 'sunny'")), "GI200"),
    "a result that is a list": (CALLED + turn(result("name: call.name, response: [1]")), "GI200"),
    "a result with media": (CALLED + turn(result("name: call.name, response: {}, parts: [x]")), "GI200"),
    "a result that says nothing": (CALLED + turn(result("name: call.name")), "GI200"),
    "a result with a signature beside": (
        CALLED + turn("{ functionResponse: { name: call.name, response: {} }, thoughtSignature: 'x' }"),
        "GI200",
    ),
    "a result beside a text": (CALLED + turn(f"{PLAIN}, {{ text: 'b' }}"), "GI200"),
    "results whose list gets more behind": (
        CALLED + f"const parts = [];\ncontents.push({{ role: 'user', parts }});\nparts.push({PLAIN});\n",
        "GI200",
    ),
    "results whose list is the same for every turn": (
        CALLED + f"const parts = [];\nfor (const x of xs) {{\nparts.push({PLAIN});\ncontents.push({{ role: 'user', parts }});\n}}\n",
        "GI200",
    ),
    "results that come in later": (
        "const parts = [];\nr.functionCalls.forEach(async (call) => {\nawait wait();\n"
        f"parts.push({PLAIN});\n}});\ncontents.push({{ role: 'user', parts }});\n",
        "GI200",
    ),
    "several steps in the place of one": (
        CALLED + f"const one = {{ role: 'user', parts: [{PLAIN}, {PLAIN}] }};\ncontents.push(one);\n",
        "GI200",
    ),
    "a result under a name that is shown": (
        CALLED + "const said = { name: call.name, response: {} };\nconsole.log(said);\n" + turn("{ functionResponse: said }"),
        "GI203",
    ),
    "a call that was changed": (CALLED + "call.args.city = 'x';\ncall.name = 'y';\n" + turn(PLAIN), "GI205"),
    "the turn of an answer that is not ours": ("const other = load();\ncontents.push(other.candidates[0].content);\n", "GI203"),
    "the turn of another candidate": ("contents.push(r.candidates[1].content);\n", "GI200"),
    "the turn of an answer that is changed": (
        "r.candidates[0].content.role = 'model';\ncontents.push(r.candidates[0].content);\n",
        "GI200",
    ),
    "the turn of an answer that somebody else gets as well": (
        "contents.push(r.candidates[0].content);\nsave(r.candidates[0].content);\n",
        "GI205",
    ),
    "a turn that a function gives": (
        "function last() { return r.candidates[0].content; }\ncontents.push(last());\n",
        "GI200",
    ),
    "the call in a turn that nobody asks with": (CALLED + "save({ role: 'model', parts: [{ functionCall: call }] });\n", "GI205"),
}


@pytest.mark.parametrize(("body", "code"), HELD.values(), ids=list(HELD))
def test_it_stays_as_it_is_with_the_reason(body: str, code: str) -> None:
    migration = program(SETUP + ASKED + body + AGAIN)
    assert migration.output == migration.source
    assert code in codes(migration)


def written(body: str, ending: str = ".mjs") -> str:
    migration = program(SETUP + ASKED + body + AGAIN, ending)
    assert not migration.left
    return migration.output


def test_a_result_takes_the_id_of_the_call_whose_name_it_says() -> None:
    assert "contents.push({ type: 'function_result', call_id: call.id, name: call.name, result: { a: 1 } });" in written(
        CALLED + turn(PLAIN)
    )


def test_several_results_of_one_turn_are_steps_in_a_row() -> None:
    one = "{ type: 'function_result', call_id: call.id, name: call.name, result: { a: 1 } }"
    assert f"contents.push({one}, {one});" in written(CALLED + turn(f"{PLAIN}, {PLAIN}"))


def test_the_turn_of_an_answer_is_all_its_steps_by_whatever_name() -> None:
    assert "contents.push(...r.steps);" in written("contents.push(r.candidates?.[0]?.content);\n")
    assert "contents.push(...r.steps);" in written("contents.push(r.candidates![0].content!);\n", ".ts")
    candidate = written("const candidate = r.candidates[0];\ncontents.push(candidate.content);\n")
    assert "const candidate = r;\ncontents.push(...candidate.steps);" in candidate


def test_a_list_of_results_that_is_whole_before_its_turn_is_spread() -> None:
    filled = (
        f"const parts = [];\nr.functionCalls.forEach((call) => {{\nparts.push({PLAIN});\n}});\ncontents.push({{ role: 'user', parts }});\n"
    )
    assert "contents.push(...parts);" in written(filled)


def test_whether_there_is_a_turn_or_a_list_of_calls_is_asked_in_the_parentheses() -> None:
    assert "if (calls.length) {" in written("const calls = r.functionCalls;\nif (calls) {\nconsole.log(calls.length);\n}\n")


def test_the_type_that_is_said_of_what_is_pushed_is_the_new_one() -> None:
    said = "contents.push({ role: 'user', parts: [{ text: 'b' }] } as Content, r.candidates![0].content as Content);\n"
    typed = program("import type { Content } from '@google/genai';\n" + SETUP + ASKED + said + AGAIN, ".ts")
    assert "[{ type: 'text', text: 'b' }] } as Interactions.Step, ...r.steps);" in typed.output
