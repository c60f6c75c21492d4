"""Chats: what becomes of them in a few lines, what keeps them as they are, and what is no chat of ours."""

from __future__ import annotations

import pytest

from codemods.javascript import migrate
from codemods.options import Options
from tests.javascript.support import CLIENT, codes, program

CHAT = "const chat = ai.chats.create({ model: 'gemini-2.5-flash' });\n"
SAID = "await ai.interactions.create({ ...chat, input: 'a' })"
KEPT = "const chat = { model: 'gemini-2.5-flash', previous_interaction_id: undefined };\n"

REWRITTEN = {
    "a chat for one message keeps nothing": (
        CHAT + "const r = await chat.sendMessage({ message: 'a' });\nconsole.log(r.text);\n",
        "const r = await ai.interactions.create({ model: 'gemini-2.5-flash', input: 'a', store: false });\nconsole.log(r.output_text);\n",
    ),
    "a name that is bound again does not pass the id on": (
        CHAT + "let r = await chat.sendMessage({ message: 'a' });\nconsole.log(r.text);\nr = null;\n"
        "const s = await chat.sendMessage({ message: 'b' });\nconsole.log(s.text);\n",
        "const interaction = await ai.interactions.create({ model: 'gemini-2.5-flash', input: 'a' });\nlet r = interaction;\n"
        "console.log(r.output_text);\nr = null;\n"
        "const s = await ai.interactions.create({ model: 'gemini-2.5-flash', input: 'b', previous_interaction_id: interaction.id });\n"
        "console.log(s.output_text);\n",
    ),
    "a model that is computed is computed once": (
        "const chat = ai.chats.create({ model: pick() });\nconst r = await chat.sendMessage({ message: 'a' });\n"
        "const s = await chat.sendMessage({ message: 'a' });\nconsole.log(r.text, s.text);\n",
        "const chat = { model: pick(), previous_interaction_id: undefined };\n"
        f"const r = {SAID};\nchat.previous_interaction_id = r.id;\nconst s = {SAID};\nconsole.log(r.output_text, s.output_text);\n",
    ),
    "a module without semicolons gets none": (
        CHAT.replace(";", "") + "while (true) {\n  const r = await chat.sendMessage({ message: 'a' })\n  if (r.text) break\n}\n",
        KEPT.replace(";", "")
        + f"while (true) {{\n  const r = {SAID}\n  chat.previous_interaction_id = r.id\n  if (r.output_text) break\n}}\n",
    ),
    "a function on one line stays on it": (
        CHAT + "async function f() { const r = await chat.sendMessage({ message: 'a' }); console.log(r.text); }\n",
        KEPT + f"async function f() {{ const r = {SAID}; chat.previous_interaction_id = r.id; console.log(r.output_text); }}\n",
    ),
    "an arrow function without braces gets them": (
        CHAT + "const ask = async () => (await chat.sendMessage({ message: 'a' })).text;\n",
        KEPT + f"const ask = async () => {{\n  const interaction = {SAID};\n  chat.previous_interaction_id = interaction.id;\n"
        "  return interaction.output_text;\n};\n",
    ),
    "an arrow function that creates a chat gives an object, not a block": (
        "const open = () => ai.chats.create({ model: 'gemini-2.5-flash' });\nconst chat = open();\n"
        "for (;;) await chat.sendMessage({ message: 'a' });\n",
        "const open = () => ({ model: 'gemini-2.5-flash', previous_interaction_id: undefined });\nconst chat = open();\n"
        f"for (;;) chat.previous_interaction_id = ({SAID}).id;\n",
    ),
    "a loop without braces gets them": (
        CHAT + "for (;;)\n  console.log((await chat.sendMessage({ message: 'a' })).text);\n",
        KEPT + f"for (;;) {{\n  const interaction = {SAID};\n  chat.previous_interaction_id = interaction.id;\n"
        "  console.log(interaction.output_text);\n}\n",
    ),
    "branches without braces get them": (
        CHAT + "let r;\nif (first) r = await chat.sendMessage({ message: 'a' });\nelse r = await chat.sendMessage({ message: 'a' });\n"
        "console.log(r.text);\n",
        KEPT + f"let r;\nif (first) {{\n  r = {SAID};\n  chat.previous_interaction_id = r.id;\n}}\n"
        f"else {{\n  r = {SAID};\n  chat.previous_interaction_id = r.id;\n}}\nconsole.log(r.output_text);\n",
    ),
    "a chat that a function gives gets a name": (
        "let own;\nfunction open() {\n  return (own ??= ai.chats.create({ model: 'gemini-2.5-flash' }));\n}\n"
        "console.log((await open().sendMessage({ message: 'a' })).text);\nawait open().sendMessage({ message: 'a' });\n",
        "let own;\nfunction open() {\n  return (own ??= { model: 'gemini-2.5-flash', previous_interaction_id: undefined });\n}\n"
        f"const chat = open();\nconst interaction = {SAID};\nchat.previous_interaction_id = interaction.id;\n"
        "console.log(interaction.output_text);\n"
        f"const chat2 = open();\nchat2.previous_interaction_id = ({SAID.replace('chat', 'chat2')}).id;\n",
    ),
    "turns that are made of one's own messages go before the first one, and not into it": (
        "async function f(past, q) {\n"
        "  const chat = ai.chats.create({ model: 'gemini-2.5-flash', history: past.map(({ who, said }) => ({ role: who, parts: [{ text: said }] })) });\n"
        "  const message = `${q}`;\n  const r = await chat.sendMessage({ message });\n  console.log(r.text);\n}\n",
        "async function f(past, q) {\n  const message = `${q}`;\n"
        "  const r = await ai.interactions.create({ model: 'gemini-2.5-flash', input: [...past.map(({ who, said }) => "
        "({ type: who === 'model' ? 'model_output' : 'user_input', content: [{ type: 'text', text: said }] })), "
        "{ type: 'user_input', content: [{ type: 'text', text: message }] }], store: false });\n  console.log(r.output_text);\n}\n",
    ),
    "a message in a message goes before it": (
        CHAT + "const r = await chat.sendMessage({ message: (await chat.sendMessage({ message: 'a' })).text });\nconsole.log(r.text);\n",
        KEPT + f"const interaction = {SAID};\nchat.previous_interaction_id = interaction.id;\n"
        "const r = await ai.interactions.create({ ...chat, input: interaction.output_text });\n"
        "chat.previous_interaction_id = r.id;\nconsole.log(r.output_text);\n",
    ),
    "a config of a message takes the place of the chat's": (
        "const chat = ai.chats.create({ model: 'gemini-2.5-flash', config: { seed: 1 } });\n"
        "for (;;) await chat.sendMessage({ message: 'a', config: {} });\n",
        "const chat = { model: 'gemini-2.5-flash', generation_config: { seed: 1 }, previous_interaction_id: undefined };\n"
        "for (;;) chat.previous_interaction_id = "
        "(await ai.interactions.create({ model: chat.model, input: 'a', previous_interaction_id: chat.previous_interaction_id })).id;\n",
    ),
    "a config of a message that says nothing leaves the chat's": (
        "const chat = ai.chats.create({ model: 'gemini-2.5-flash', config: { seed: 1 } });\n"
        "for (;;) await chat.sendMessage({ message: 'a', config: undefined });\n",
        "const chat = { model: 'gemini-2.5-flash', generation_config: { seed: 1 }, previous_interaction_id: undefined };\n"
        "for (;;) chat.previous_interaction_id = (await ai.interactions.create({ input: 'a', ...chat })).id;\n",
    ),
    "a chat that is created anew starts anew": (
        CHAT.replace("const", "let") + "for (;;) {\n  await chat.sendMessage({ message: 'a' });\n"
        "  if (full()) chat = ai.chats.create({ model: 'gemini-2.5-pro' });\n}\n",
        KEPT.replace("const", "let") + f"for (;;) {{\n  chat.previous_interaction_id = ({SAID}).id;\n"
        "  if (full()) chat = { model: 'gemini-2.5-pro', previous_interaction_id: undefined };\n}\n",
    ),
    "comments inside of the chat keep it": (
        "const chat = ai.chats.create({\n  model: 'gemini-2.5-flash', // cheap\n});\n"
        "const r = await chat.sendMessage({ message: 'a' });\nconsole.log(r.text);\n",
        "const chat = {\n  model: 'gemini-2.5-flash', // cheap\n};\n"
        "const r = await ai.interactions.create({ ...chat, input: 'a', store: false });\nconsole.log(r.output_text);\n",
    ),
    "a reference of React": (
        "const ref = useRef(null);\nasync function f() {\n  ref.current ??= ai.chats.create({ model: 'gemini-2.5-flash' });\n"
        "  await ref.current.sendMessage({ message: 'a' });\n}\n",
        "const ref = useRef(null);\nasync function f() {\n  ref.current ??= { model: 'gemini-2.5-flash', previous_interaction_id: undefined };\n"
        "  ref.current.previous_interaction_id = (await ai.interactions.create({ ...ref.current, input: 'a' })).id;\n}\n",
    ),
    "the chat of a bot's messages is another one": (
        "class A {\n  constructor() { this.chat = ai.chats.create({ model: 'gemini-2.5-flash' }); }\n"
        "  async on(msg) { await this.chat.sendMessage({ message: `${msg.chat.id}` }); }\n}\n",
        "class A {\n  constructor() { this.chat = { model: 'gemini-2.5-flash', previous_interaction_id: undefined }; }\n"
        "  async on(msg) { this.chat.previous_interaction_id = "
        "(await ai.interactions.create({ ...this.chat, input: `${msg.chat.id}` })).id; }\n}\n",
    ),
}


@pytest.mark.parametrize("name", REWRITTEN)
def test_is_rewritten(name: str) -> None:
    before, after = REWRITTEN[name]
    migration = program(before)
    assert migration.output == CLIENT + after
    assert migration.left == ()
    assert not migrate(migration.output, ".mjs").rewritten


ASK = "const r = await chat.sendMessage({ message: 'a' });\nconsole.log(r.text);\n"
LOOP = "for (const q of ['a', 'b']) {\n  const r = await chat.sendMessage({ message: `${q}` });\n  console.log(r.text);\n}\n"

HELD = {
    "its history is read": (CHAT + ASK + "console.log(chat.getHistory());", "GI226", "`getHistory`"),
    "it is passed to other code": (CHAT + "watch(chat);\n" + ASK, "GI205", "a place that is not followed"),
    "it is exported": ("export " + CHAT + ASK, "GI205", "exported"),
    "it is exported in an object": (CHAT + ASK + "module.exports = { chat };", "GI205", "a place that is not followed"),
    "it is kept in an object of one's own": (
        "const session = { chat: ai.chats.create({ model: 'gemini-2.5-flash' }) };",
        "GI205",
        "a place that is not followed",
    ),
    "a map of chats is exported": (
        "export const chats = new Map();\nchats.set('a', ai.chats.create({ model: 'gemini-2.5-flash' }));",
        "GI205",
        "exported",
    ),
    "a map of chats is walked through": (
        "const chats = new Map();\nchats.set('a', ai.chats.create({ model: 'gemini-2.5-flash' }));\nfor (const chat of chats.values()) use(chat);",
        "GI205",
        "a place that is not followed",
    ),
    "a map holds something else": (
        "const chats = new Map();\nchats.set('a', ai.chats.create({ model: 'gemini-2.5-flash' }));\nchats.set('b', other());\n"
        "const chat = chats.get('a');\n" + LOOP,
        "GI217",
        "something else",
    ),
    "the name may hold something else": (CHAT.replace("const", "let") + "if (old) chat = new Session();\n" + ASK, "GI217", "line 4"),
    "messages are sent at the same time": (
        CHAT + "await Promise.all(list.map(async (q) => { const r = await chat.sendMessage({ message: `${q}` }); console.log(r.text); }));",
        "GI200",
        "at the same time",
    ),
    "messages are awaited together": (
        CHAT + "const [a, b] = await Promise.all([chat.sendMessage({ message: 'a' }), chat.sendMessage({ message: 'b' })]);\n"
        "console.log(a.text, b.text);",
        "GI200",
        "not awaited where it is sent",
    ),
    "a message is not awaited": (
        CHAT + "function f(q) { chat.sendMessage({ message: `${q}` }).then((r) => console.log(r.text)); }",
        "GI200",
        "not awaited where it is sent",
    ),
    "a message waits for something first": (
        CHAT + "for (;;) {\n  const r = await chat.sendMessage({ message: `${await next()}` });\n  console.log(r.text);\n}",
        "GI200",
        "the chat may go on meanwhile",
    ),
    "a message is sent in one case of an expression": (
        CHAT + "for (const q of list) console.log(q ? (await chat.sendMessage({ message: 'a' })).text : '');",
        "GI200",
        "in one case only",
    ),
    "a message is sent behind something else": (
        CHAT + "for (const q of list) { console.log(next(), (await chat.sendMessage({ message: 'a' })).text); }",
        "GI200",
        "something else is evaluated before",
    ),
    "a message is sent only if there is a chat": (
        "let chat;\nif (on) {\n" + CHAT[6:] + "}\nawait chat?.sendMessage({ message: 'a' });",
        "GI200",
        "`?.`",
    ),
    "its client has another scope": (
        "let chat;\nfunction open() {\n  const own = new GoogleGenAI({});\n  chat = own.chats.create({ model: 'gemini-2.5-flash' });\n}\n"
        "async function ask() {\n" + ASK + "}",
        "GI200",
        "`own`",
    ),
    "the client's name means something else": (CHAT + "async function ask(ai) {\n" + ASK + "}", "GI200", "`ai`"),
    "the client may be another one": (
        CHAT.replace("ai.", "mine.").replace("const", "let mine = new GoogleGenAI({});\nconst")
        + LOOP
        + "mine = new GoogleGenAI({ apiKey });\n"
        + LOOP,
        "GI200",
        "`mine`",
    ),
    "its client has no name": ("const chat = new GoogleGenAI({}).chats.create({ model: 'gemini-2.5-flash' });\n" + ASK, "GI221", "no name"),
    "its history goes before an unknown first message": (
        CHAT.replace("' }", "', history: [{ role: 'user', parts: [{ text: 'x' }] }] }") + LOOP,
        "GI200",
        "which message comes first",
    ),
    "its history is not in sight": (CHAT.replace("' }", "', history: past }") + ASK, "GI200", "not an array of turns"),
    "its history may change before the first message": (
        "const chat = ai.chats.create({ model: 'gemini-2.5-flash', history: past.map((m) => ({ role: m.role, parts: [{ text: m.text }] })) });\n"
        "past.push(next);\n" + ASK,
        "GI200",
        "which message comes first",
    ),
    "a stream that ends early would lose its history": (
        CHAT.replace("' }", "', history: [{ role: 'user', parts: [{ text: 'x' }] }] }")
        + "const s = await chat.sendMessageStream({ message: 'a' });\nfor await (const chunk of s) { console.log(chunk.text); break; }\n"
        + ASK,
        "GI200",
        "without this history",
    ),
    "the parts of its history are not in sight": (
        "const chat = ai.chats.create({ model: 'gemini-2.5-flash', history: past.map((m) => ({ role: m.role, parts: m.parts })) });\n"
        + ASK,
        "GI200",
        "not texts in sight",
    ),
    "what it is created with is not in sight": ("const chat = ai.chats.create(options);\n" + ASK, "GI216", "spelled out"),
    "a message is not in sight": (CHAT + "await chat.sendMessage(message);", "GI216", "spelled out"),
    "a message is a text": (CHAT + "await chat.sendMessage('a');", "GI216", "spelled out"),
    "a message has options of the transport": (
        CHAT + "await chat.sendMessage({ message: 'a', config: { abortSignal: signal } });",
        "GI200",
        "transport",
    ),
    "nothing is sent": ("ai.chats.create({ model: 'gemini-2.5-flash' });", "GI200", "no message"),
    "a class that extends its own reads it": (
        "class A { constructor() { this.chat = ai.chats.create({ model: 'gemini-2.5-flash' }); } }\n"
        "class B extends A { async ask() { await this.chat.sendMessage({ message: 'a' }); } }",
        "GI205",
        "`this.chat` on line 4",
    ),
    "it is reached through an object": (
        "class A { constructor() { this.chat = ai.chats.create({ model: 'gemini-2.5-flash' }); } }\n"
        "await new A().chat.sendMessage({ message: 'a' });",
        "GI205",
        "may be the chat",
    ),
    "it is taken out of an object": (
        "class A { constructor() { this.chat = ai.chats.create({ model: 'gemini-2.5-flash' }); } }\n"
        "const { chat } = new A();\nawait chat.sendMessage({ message: 'a' });",
        "GI205",
        "may be the chat",
    ),
    "an answer goes elsewhere": (CHAT + "save(await chat.sendMessage({ message: 'a' }));", "GI205", "the answer goes"),
}


@pytest.mark.parametrize("name", HELD)
def test_stays_because(name: str) -> None:
    source, code, message = HELD[name]
    migration = program(source)
    assert migration.output == migration.source
    assert any(finding.code == code and message in finding.message for finding in migration.left), migration.left


def test_a_chat_that_stays_keeps_all_its_messages_and_says_so_at_each() -> None:
    migration = program(CHAT + ASK + ASK.replace("r", "s") + "console.log(chat.getHistory());")
    lines = {finding.span.line for finding in migration.left}
    assert {3, 4, 6, 8} <= lines


def test_a_conversation_that_the_program_keeps_is_not_written_yet() -> None:
    migration = migrate(CLIENT + CHAT + LOOP, ".mjs", Options(chat="stateless"))
    assert not migration.changed
    assert "GI200" in codes(migration)


def test_a_message_that_is_ignored_keeps_its_chat() -> None:
    migration = program(CHAT + ASK.replace("});", "}); // migrate-interactions: ignore[GI103]", 1))
    assert not migration.changed


def test_a_message_to_a_chat_from_elsewhere_is_reported() -> None:
    migration = program("export async function ask(chat, q) { return (await chat.sendMessage({ message: q })).text; }")
    assert codes(migration) == {"GI201"}


def test_a_type_that_asks_for_the_type_of_a_method_is_read() -> None:
    asked = "let session: Awaited<ReturnType<typeof ai.chats.create>>;\n"
    assert "input: 'a'" in program(asked + CHAT + ASK, ".ts").output
    declared = program(asked + "session = ai.chats.create({ model: 'gemini-2.5-flash' });\n" + ASK.replace("chat", "session"), ".ts")
    assert not declared.changed
    assert "declared to be" in declared.left[0].message


def test_what_is_declared_to_be_a_chat_keeps_the_type_for_all() -> None:
    source = (
        "import { Chat, GoogleGenAI } from '@google/genai';\nconst ai = new GoogleGenAI({});\nconst open: Chat = "
        "ai.chats.create({ model: 'gemini-2.5-flash' });\nfor (;;) await open.sendMessage({ message: 'a' });\n"
        "export function ask(chat: Chat) { return chat.sendMessage({ message: 'b' }); }\n"
    )
    migration = migrate(source, ".ts")
    assert not migration.changed
    assert "GI201" in codes(migration)


ALONE = {
    "a bot's messages": "bot.on('message', (msg) => bot.sendMessage(msg.chat.id, 'hi'));",
    "messages of an extension": "chrome.runtime.sendMessage({ message: 'a' });",
    "a socket that is given": "export const f = (socket) => socket.sendMessage('a');",
    "messages with other keys": "class Hub { sendMessage() {} }\nconst hub = new Hub();\nhub.sendMessage({ message: 'a', channel: 'b' });",
    "chats of another client": "const other = connect();\nother.createChat({ model: 'x' }).send({ message: 'a' });",
}


@pytest.mark.parametrize("name", ALONE)
def test_nothing_is_said_about(name: str) -> None:
    migration = program(ALONE[name])
    assert not migration.changed
    assert migration.findings == ()


def test_a_conversation_is_said_to_be_stored_and_a_single_message_is_not() -> None:
    assert [note.code for note in program(CHAT + LOOP).notes] == ["GI401"]
    assert [note.code for note in program(CHAT + ASK).notes] == []


def test_a_chat_that_outlives_a_call_is_said_to_expire() -> None:
    migration = program(CHAT + "async function ask() {\n" + ASK + "}")
    assert "expires" in migration.notes[0].message
    assert "expires" not in program(CHAT + LOOP).notes[0].message
