"""What is read of an answer besides its text: programs that stay as they are, with the reason at its line."""

from __future__ import annotations

import pytest

from tests.javascript.support import CALL, codes, program

IMAGES = CALL.replace("gemini-2.5-flash", "gemini-2.5-flash-image")
TOOLS = "config: { tools: [{ functionDeclarations: [{ name: 'f', parameters: { type: 'OBJECT', properties: {} } }] }] }"
CALLING = CALL.replace("'Hi'", f"'Hi', {TOOLS}")
CODING = CALL.replace("'Hi'", "'Hi', config: { tools: [{ codeExecution: {} }] }")
THINKING = CALL.replace("'Hi'", "'Hi', config: { thinkingConfig: { includeThoughts: true } }")
PARTS = "r.candidates[0].content.parts"

HELD = {
    "a part is passed on": (f"const r = await {IMAGES};\nfor (const part of {PARTS}) save(part);", "GI200"),
    "the data of a part that may have none": (
        f"const r = await {IMAGES};\nfor (const part of {PARTS}) save(part.inlineData.data);",
        "GI200",
    ),
    "data of the first part, which may be a text": (f"const r = await {IMAGES};\nsave({PARTS}[0].inlineData.data);", "GI200"),
    "the list of parts is changed": (f"const r = await {IMAGES};\n{PARTS}.push({{ text: 'x' }});", "GI200"),
    "the list of parts is passed on": (f"const r = await {IMAGES};\nsave({PARTS});", "GI200"),
    "a part is changed": (f"const r = await {IMAGES};\nfor (const part of {PARTS}) part.text = 'x';", "GI205"),
    "a signature is read": (f"const r = await {IMAGES};\nfor (const part of {PARTS}) save(part.thoughtSignature);", "GI205"),
    "thoughts are told apart": (
        f"const r = await {THINKING};\nfor (const part of {PARTS}) if (part.thought) console.log(part.text);",
        "GI200",
    ),
    "an image that code made": (
        f"const r = await {CODING};\nfor (const part of {PARTS}) if (part.inlineData) save(part.inlineData.data);",
        "GI200",
    ),
    "a loop over indexes": (f"const r = await {IMAGES};\nfor (const i in {PARTS}) console.log(i);", "GI200"),
    "all data in one": (f"const r = await {IMAGES};\nsave(r.data);", "GI200"),
    "the candidates are walked": (f"const r = await {CALL};\nfor (const c of r.candidates) console.log(c.content);", "GI200"),
    "calls are given to another module": (f"const r = await {CALLING};\nsave(r.functionCalls);", "GI200"),
    "a call is given to another module": (f"const r = await {CALLING};\nsave(r.functionCalls[0]);", "GI205"),
    "an attribute of a call that is gone": (f"const r = await {CALLING};\nconsole.log(r.functionCalls[0].partialArgs);", "GI205"),
    "calls are called": (f"const r = await {CALLING};\nconsole.log(r.functionCalls());", "GI216"),
    "calls or a default of somebody else's": (f"const r = await {CALLING};\nconst calls = r.functionCalls ?? known;", "GI200"),
    "the value of a question is kept": (f"const r = await {CALLING};\nconst asked = r.functionCalls && r.functionCalls.length;", "GI200"),
    "the reason of the end is passed on": (f"const r = await {CALL};\nsave(r.candidates[0].finishReason);", "GI208"),
    "the reason is compared with one that no status says": (
        f"const r = await {CALL};\nif (r.candidates[0].finishReason === 'SAFETY') stop();",
        "GI208",
    ),
    "grounding is read": (f"const r = await {CALL};\nsave(r.candidates[0].groundingMetadata.groundingChunks);", "GI212"),
    "the turn goes into a list that nobody asks with": (
        f"const contents = [];\nconst r = await {CALLING};\ncontents.push(r.candidates[0].content);",
        "GI205",
    ),
}


@pytest.mark.parametrize("body", [body for body, _ in HELD.values()], ids=list(HELD))
def test_it_stays_as_it_is(body: str) -> None:
    migration = program(body)
    assert migration.output == migration.source


@pytest.mark.parametrize(("body", "code"), HELD.values(), ids=list(HELD))
def test_the_reason_is_said(body: str, code: str) -> None:
    assert code in codes(program(body))


def test_a_question_asked_twice_is_asked_once() -> None:
    body = f"const r = await {CALLING};\nif (r.functionCalls && r.functionCalls.length > 0) stop();\n"
    assert program(body).output.count("steps.some(") == 1


def test_questions_about_two_answers_stay_two() -> None:
    body = f"const r = await {CALLING};\nconst q = await {CALLING};\nif (r.functionCalls && q.functionCalls) stop();\n"
    assert program(body).output.count("steps.some(") == 2


def test_a_group_of_questions_in_parentheses_stays_sound() -> None:
    body = f"const r = await {CALLING};\nif (ready && (r.functionCalls && r.functionCalls.length)) stop();\n"
    migration = program(body)
    assert migration.output.count("functionCalls") == 0
    assert migration.output.count("(") == migration.output.count(")")


def test_a_missing_text_beside_a_search_stays_missing() -> None:
    search = CALL.replace("'Hi'", "'Hi', config: { tools: [{ googleSearch: {} }] }")
    assert program(f"const r = await {search};\nsave(r.text);\n").output.endswith(".join('') || undefined);\n")


def test_the_text_of_the_older_sdk_had_code_in_it() -> None:
    source = (
        "import { GoogleGenerativeAI } from '@google/generative-ai';\nconst genAI = new GoogleGenerativeAI('k');\n"
        "const model = genAI.getGenerativeModel({ model: 'gemini-2.5-flash', tools: [{ codeExecution: {} }] });\n"
        "console.log((await model.generateContent('Hi')).response.text());\n"
    )
    from codemods.javascript import migrate

    assert migrate(source, ".mjs").output == source
