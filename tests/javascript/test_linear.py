"""Long modules: twice as long is twice the work, whatever it is that comes again and again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from codemods.javascript import migrate
from codemods.options import ASSUMPTIONS, Options
from tests.javascript.support import CLIENT
from tests.support.questions import growth

SIZE = 70
MOST = 2.2
OLDER = (
    "import { GoogleGenerativeAI } from '@google/generative-ai';\nconst genAI = new GoogleGenerativeAI('k');\n"
    "const model = genAI.getGenerativeModel({ model: 'gemini-2.5-flash' });\n"
)
ADDRESS = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent"
SENT = "headers: { 'x-goog-api-key': key }, body: JSON.stringify({ contents: [{ parts: [{ text: 'Hi' }] }] })"


def call(says: str = "'Hi'", more: str = "") -> str:
    return f"ai.models.generateContent({{ model: 'gemini-2.5-flash', contents: {says}{more} }})"


def repeated(line: str, before: str = CLIENT, after: str = "") -> Callable[[int], str]:
    """A program in which a line comes often; `@` is its number."""
    return lambda size: before + "".join(line.replace("@", str(number)) for number in range(size)) + after


PROGRAMS = {
    "answers in one name": repeated(f"r = await {call()};\nconsole.log(r.text);\n", CLIENT + "let r;\n"),
    "answers in a name each": repeated(f"const r@ = await {call()};\nconsole.log(r@.text);\n"),
    "answers that are not rewritten, in one name": repeated(f"r = await {call()};\nkeep(r);\n", CLIENT + "let r;\n"),
    "answers that one function reads": repeated(f"show(await {call()});\n", CLIENT + "function show(r) {\n  console.log(r.text);\n}\n"),
    "answers that one function gives": repeated(
        "console.log((await ask('@')).text);\n", CLIENT + f"async function ask(q) {{\n  return {call('q')};\n}}\n"
    ),
    "cases of a switch": repeated(
        f"case @:\n  r = await {call()};\n  console.log(r.text);\n  break;\n", CLIENT + "let r;\nswitch (k) {\n", "}\n"
    ),
    "promises that are waited for together": repeated(
        f"  {call()},\n", CLIENT + "const l = await Promise.all([\n", "]);\nfor (const r of l) console.log(r.text);\n"
    ),
    "streams in one name": repeated(
        f"s = await {call().replace('Content(', 'ContentStream(')};\nfor await (const c of s) {{\n  console.log(c.text);\n}}\n",
        CLIENT + "let s;\n",
    ),
    "messages to one chat": repeated(
        "r = await chat.sendMessage({ message: 'Hi' });\nconsole.log(r.text);\n",
        CLIENT + "const chat = ai.chats.create({ model: 'gemini-2.5-flash' });\nlet r;\n",
    ),
    "messages to a chat in a field": repeated(
        "  async f@(q) {\n    const r = await this.chat.sendMessage({ message: q + '@' });\n    return r.text;\n  }\n",
        CLIENT + "class A {\n  constructor() {\n    this.chat = ai.chats.create({ model: 'gemini-2.5-flash' });\n  }\n",
        "}\n",
    ),
    "methods with a client in a field": repeated(
        f"  async f@(q) {{\n    const r = await this.{call('`${q}`')};\n    return r.text;\n  }}\n",
        CLIENT + "class A {\n  constructor() {\n    this.ai = new GoogleGenAI({});\n  }\n",
        "}\n",
    ),
    "clients in one name": repeated(
        f"ai = new GoogleGenAI({{}});\nconst r@ = await {call()};\nconsole.log(r@.text);\n", CLIENT.replace("const", "let")
    ),
    "calls with one config": repeated(
        f"const r@ = await {call(more=', config')};\nconsole.log(r@.text);\n", CLIENT + "const config = { temperature: 0.5 };\n"
    ),
    "results of the older SDK in one name": repeated(
        "r = await model.generateContent('Hi');\nconsole.log(r.response.text());\n", OLDER + "let r;\n"
    ),
    "messages of the older SDK": repeated(
        "r = await chat.sendMessage('Hi');\nconsole.log(r.response.text());\n", OLDER + "const chat = model.startChat();\nlet r;\n"
    ),
    "interactions of the legacy schema in one name": repeated(
        "r = await ai.interactions.create({ model: 'gemini-2.5-flash', input: 'Hi' });\nconsole.log(r.outputs[r.outputs.length - 1].text);\n",
        CLIENT + "let r;\n",
    ),
    "requests without an SDK": repeated(
        f"const a@ = await fetch('{ADDRESS}', {{ method: 'POST', {SENT} }});\nconst d@ = await a@.json();\n"
        "console.log(d@.candidates[0].content.parts[0].text);\n",
        "",
    ),
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_a_module_twice_as_long_is_twice_the_work(program):
    options = Options(assume=frozenset(ASSUMPTIONS))
    assert migrate(program(3), ".mjs", options).findings
    assert growth(lambda size: migrate(program(size), ".mjs", options), SIZE) < MOST


def test_types_of_answers_are_looked_up_not_looked_for():
    program = repeated(
        f"interface T@ {{ a: string }}\nasync function f@(q: string) {{\n  const r: GenerateContentResponse = await {call('q')};\n"
        "  return r.text;\n}\n",
        CLIENT.replace("GoogleGenAI }", "GoogleGenAI, GenerateContentResponse }"),
    )
    assert migrate(program(3), ".ts").rewritten
    assert growth(lambda size: migrate(program(size), ".ts"), SIZE) < MOST
