"""Units of @google/generative-ai that stay, with the reason at its line, and code beside them that is not ours."""

from __future__ import annotations

import pytest

from codemods.javascript import migrate
from codemods.options import ASSUMPTIONS, Options
from codemods.outcome import Migration

LOAD = "import { GoogleGenerativeAI } from '@google/generative-ai';\n"
CLIENT = LOAD + "const genAI = new GoogleGenerativeAI(key);\n"
MODEL = CLIENT + "const model = genAI.getGenerativeModel({ model: 'gemini-2.5-flash' });\n"
SET = CLIENT + "const model = genAI.getGenerativeModel({ model: 'gemini-2.5-flash', SETTINGS });\n"
JSON = SET.replace("SETTINGS", "generationConfig: { responseMimeType: 'application/json' }")
WARM = SET.replace("SETTINGS", "generationConfig: { temperature: 0.1 }")
CHOICE = SET.replace("SETTINGS", "toolConfig: { functionCallingConfig: { mode: 'ANY' } }")
CONTENTS = "contents: [{ role: 'user', parts: [{ text: 'Hi' }] }]"


def whole(source: str, ending: str = ".mjs") -> Migration:
    return migrate(source, ending, Options(assume=frozenset(ASSUMPTIONS)))


HELD = {
    "the client is exported": (CLIENT.replace("const genAI", "export const genAI") + "genAI.getGenerativeModel({ model: 'gemini-2.5-flash' });", "GI205"),
    "the model is exported": (MODEL.replace("const model", "export const model"), "GI205"),
    "the model is passed to another module": (MODEL + "import { run } from './run.js';\nrun(model);", "GI205"),
    "the client is passed to another class": (CLIENT + "new Service(genAI);", "GI205"),
    "the client is not made with a key": (CLIENT.replace("(key)", "({ apiKey: key })") + "genAI.getGenerativeModel({ model: 'gemini-2.5-flash' });", "GI216"),
    "the model's settings are not spelled out": (CLIENT + "const model = genAI.getGenerativeModel(settings);", "GI216"),
    "a setting of the model is not known": (SET.replace("SETTINGS", "somethingNew: 1"), "GI214"),
    "a setting has no counterpart": (SET.replace("SETTINGS", "generationConfig: { topK: 4 }"), "GI214"),
    "a generation config is not in sight": (SET.replace("SETTINGS", "generationConfig: makeConfig()"), "GI203"),
    "a generation config is used elsewhere too": (
        "const generationConfig = { temperature: 1 };\nsave(generationConfig);\n" + SET.replace("SETTINGS", "generationConfig"),
        "GI203",
    ),
    "a generation config under a name asks for JSON": (
        "const generationConfig = { responseMimeType: 'application/json' };\n" + SET.replace("SETTINGS", "generationConfig"),
        "GI200",
    ),
    "a setting is nothing": (SET.replace("SETTINGS", "systemInstruction: undefined"), "GI200"),
    "requests go to another version of the API": (
        CLIENT + "const model = genAI.getGenerativeModel({ model: 'gemini-2.5-flash' }, { apiVersion: 'v1alpha' });",
        "GI200",
    ),
    "the model is changed later": (MODEL + "model.generationConfig = { temperature: 1 };", "GI205"),
    "the model is asked only if there is one": (MODEL + "await model?.generateContent('Hi');", "GI200"),
    "a request is passed on": (MODEL + "retry(model.generateContent, 'Hi');", "GI204"),
    "a request has its method bound": (MODEL + "const ask = model.generateContent.bind(model);", "GI204"),
    "tokens are counted": (MODEL + "console.log((await model.countTokens('Hi')).totalTokens);", "GI214"),
    "texts are embedded": (MODEL + "console.log((await model.embedContent('Hi')).embedding.values);", "GI214"),
    "a cache is asked": (CLIENT + "const model = genAI.getGenerativeModelFromCachedContent(cache);", "GI214"),
    "a request gets the model's format of answers": (JSON + f"await model.generateContent({{ {CONTENTS}, generationConfig: {{ temperature: 1 }} }});", "GI200"),
    "a request loses the model's choice of tools": (CHOICE + f"await model.generateContent({{ {CONTENTS}, generationConfig: {{ temperature: 1 }} }});", "GI200"),
    "a request loses the model's generation config": (
        WARM + f"await model.generateContent({{ {CONTENTS}, toolConfig: {{ functionCallingConfig: {{ mode: 'ANY' }} }} }});",
        "GI200",
    ),
    "a request keeps a generation config that it replaced": (
        WARM + f"await model.generateContent({{ {CONTENTS}, generationConfig: {{ responseMimeType: 'application/json' }} }});",
        "GI200",
    ),
    "a request takes back what the model has": (WARM + f"await model.generateContent({{ {CONTENTS}, systemInstruction: null }});", "GI200"),
    "the request has options that are not known": (MODEL + "await model.generateContent('Hi', { apiVersion: 'v1' });", "GI200"),
    "turns are given where parts belong": (MODEL + "await model.generateContent([{ role: 'user', parts: [{ text: 'Hi' }] }]);", "GI216"),
    "the answer is returned to others": (MODEL + "export async function ask() { return model.generateContent('Hi'); }", "GI205"),
    "the text is a method that is passed on": (MODEL + "const r = await model.generateContent('Hi');\nshow(r.response.text);", "GI216"),
    "the whole answer of a stream is read": (MODEL + "const r = await model.generateContentStream('Hi');\nconsole.log((await r.response).text());", "GI200"),
    "function calls are read": (MODEL + "const r = await model.generateContent('Hi');\nrun(r.response.functionCalls());", "GI200"),
    "errors of the SDK are told apart": (
        MODEL.replace("{ GoogleGenerativeAI }", "{ GoogleGenerativeAI, GoogleGenerativeAIFetchError }")
        + "try { await model.generateContent('Hi'); } catch (e) { if (e instanceof GoogleGenerativeAIFetchError) stop(); }",
        "GI207",
    ),
    "another name of the SDK is needed elsewhere": (
        MODEL.replace("{ GoogleGenerativeAI }", "{ GoogleGenerativeAI, SchemaType }")
        + "console.log((await model.generateContent('Hi')).response.text(), SchemaType.STRING);",
        "GI200",
    ),
    "the new class's name is taken": ("class GoogleGenAI {}\n" + MODEL + "console.log((await model.generateContent('Hi')).response.text());", "GI200"),
    "the client is out of reach": (
        LOAD
        + "let model;\nfunction setUp() {\n  const genAI = new GoogleGenerativeAI(key);\n  model = genAI.getGenerativeModel({ model: 'gemini-2.5-flash' });\n}\n"
        + "async function ask() {\n  return (await model.generateContent('Hi')).response.text();\n}\n",
        "GI221",
    ),
    "the client's name means something else there": (
        MODEL + "async function ask(genAI) {\n  console.log((await model.generateContent('Hi')).response.text());\n}\nask(1);",
        "GI221",
    ),
    "the client is made anew with another key": (
        MODEL.replace("const genAI", "let genAI") + "genAI = new GoogleGenerativeAI(other);\nconsole.log((await model.generateContent('Hi')).response.text());",
        "GI221",
    ),
    "models of two clients meet": (
        CLIENT
        + "const second = new GoogleGenerativeAI(other);\nconst options = { model: 'gemini-2.5-flash' };\n"
        + "const model = busy ? genAI.getGenerativeModel({ model: 'gemini-2.5-flash' }) : second.getGenerativeModel({ model: 'gemini-2.5-flash' });\n"
        + "console.log((await model.generateContent('Hi')).response.text());",
        "GI200",
    ),
    "the name may hold something else": (MODEL.replace("const model", "let model") + "model = other;\nawait model.generateContent('Hi');", "GI217"),
    "the history of a chat is read": (MODEL + "const chat = model.startChat();\nawait chat.sendMessage('Hi');\nsave(await chat.getHistory());", "GI226"),
    "a chat has options that are not in sight": (MODEL + "const chat = model.startChat(options);\nawait chat.sendMessage('Hi');", "GI216"),
    "a message has options": (MODEL + "const chat = model.startChat();\nawait chat.sendMessage('Hi', { timeout: 1 });", "GI216"),
    "Vertex AI's own SDK": (
        "import { VertexAI } from '@google-cloud/vertexai';\nconst model = new VertexAI({ project: 'p' }).getGenerativeModel({ model: 'gemini-2.5-flash' });\n"
        "await model.generateContent('Hi');",
        "GI200",
    ),
    "a model comes from another module": (LOAD + "import { model } from './model.js';\nawait model.generateContent('Hi');", "GI201"),
    "a model is a parameter": (LOAD + "export const ask = (model) => model.generateContent('Hi');", "GI201"),
    "a chat is a parameter of its type": (
        LOAD.replace("{ ", "{ ChatSession, ") + "export const ask = (chat) => chat.sendMessage('Hi');",
        "GI201",
    ),
    "the new client with the old class": (CLIENT + "await genAI.models.generateContent({ model: 'gemini-2.5-flash', contents: 'Hi' });", "GI205"),
}  # fmt: skip


@pytest.mark.parametrize("name", HELD)
def test_a_unit_stays_with_the_reason_when(name: str) -> None:
    source, code = HELD[name]
    migration = whole(source)
    assert migration.output == source
    assert code in {finding.code for finding in migration.left}, migration.left
    assert not migration.rewritten


def test_every_site_of_a_held_unit_has_a_finding_of_one_group() -> None:
    source = (
        MODEL + "const r = await model.generateContent('a');\nconsole.log(r.response.text());\nsave(await model.generateContent('b'));\n"
    )
    migration = whole(source)
    assert {finding.span.line for finding in migration.left} == {2, 3, 4, 5, 6}
    assert len({finding.group for finding in migration.left}) == 1


def test_one_unit_that_stays_does_not_keep_another_one() -> None:
    asks = "  const model = genAI.getGenerativeModel({ model: 'gemini-2.5-flash' });\n"
    client = "  const genAI = new GoogleGenerativeAI(key);\n"
    source = LOAD + "async function a() {\n" + client + asks + "  console.log((await model.generateContent('a')).response.text());\n}\n"
    source += "async function b() {\n" + client + asks + "  save(await model.generateContent('b'));\n}\n"
    migration = whole(source)
    assert migration.output.startswith(LOAD + "import { GoogleGenAI } from '@google/genai';\n")
    assert migration.output.count("new GoogleGenerativeAI(key)") == 1
    assert migration.output.count("new GoogleGenAI({ apiKey: key })") == 1


ALONE = {
    "Firebase's models beside the older SDK": (
        "import { getAI, getGenerativeModel } from 'firebase/ai';\nconst model = getGenerativeModel(getAI(app), { model: 'gemini-2.5-flash' });\n"
        "const result = await model.generateContent('Hi');\nconsole.log(result.response.text());\nconst chat = model.startChat();\nawait chat.sendMessage('Hi');\n"
    ),
    "a Telegram bot": "import TelegramBot from 'node-telegram-bot-api';\nconst bot = new TelegramBot(t);\nbot.sendMessage(id, 'Hi');\nbot.sendMessage('Hi');\n",
    "a bot that is a parameter of its class": (
        "import TelegramBot from 'node-telegram-bot-api';\nexport function tell(chat: TelegramBot) { return chat.sendMessage('Hi'); }\n"
    ),
    "a bot that is a parameter": "export function tell(bot, id) { return bot.sendMessage(id, 'Hi'); }\n",
    "messages between parts of an extension": "chrome.runtime.sendMessage({ message: 'Hi' }, (response) => console.log(response.text));\n",
    "a message to a global": "chrome.runtime.sendMessage({ message: 'Hi' });\n",
    "a socket": "export function tell(socket) { return socket.sendMessage('Hi'); }\n",
    "a wrapper of one's own": "class Chat { sendMessage(text) {} }\nconst chat = new Chat();\nchat.sendMessage('Hi');\n",
    "a double for tests": "const model = { generateContent() {} };\nmodel.generateContent('Hi');\n",
}  # fmt: skip


@pytest.mark.parametrize(
    "load", [LOAD, "import { GoogleGenAI } from '@google/genai';\n", "import { VertexAI } from '@google-cloud/vertexai';\n"]
)
@pytest.mark.parametrize("name", ALONE)
def test_beside_an_sdk_nothing_is_changed_or_said_about(name: str, load: str) -> None:
    source = load + ALONE[name]
    migration = whole(source, ".ts")
    assert migration.output == source
    assert migration.findings == ()


@pytest.mark.parametrize("name", ["a model is a parameter", "a model comes from another module", "a chat is a parameter of its type"])
def test_without_an_sdk_in_the_module_nothing_is_said(name: str) -> None:
    source = HELD[name][0].partition("\n")[2]
    assert whole(source).findings == ()


def test_a_client_with_methods_of_the_older_sdk_is_rewritten_only_by_assumption() -> None:
    source = MODEL.replace("GoogleGenerativeAI", "GoogleGenAI").replace("generative-ai", "genai")
    source += "console.log((await model.generateContent('Hi')).response.text());\n"
    assert not migrate(source, ".mjs", Options()).changed
    assert {finding.assumptions for finding in migrate(source, ".mjs", Options()).left} == {("wrong-import",)}
    taken = migrate(source, ".mjs", Options(assume=frozenset({"wrong-import"})))
    assert "new GoogleGenAI({ apiKey: key })" in taken.output
    assert "genAI.interactions.create({ model, input: 'Hi', store: false })" in taken.output
