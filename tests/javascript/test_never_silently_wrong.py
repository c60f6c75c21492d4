"""Programs that once came out wrong without a word: what has to come out, or be said."""

from __future__ import annotations

import pytest

from codemods.javascript import migrate
from codemods.options import ASSUMPTIONS, Options
from tests.javascript.support import CALL, CLIENT, STREAM, codes, program

M = "model: 'gemini-2.5-flash'"
CHAT = f"ai.chats.create({{ {M} }})"
_ASK = f"async go() {{ this.r = await {CALL}; }}"
_SET = f"async go() {{ const r = await ai.models.generateContent({{ {M}, contents: 'a', config: this.config }}); console.log(r.text); }}"
_CONFIG = f"class A {{ config = {{ temperature: 1 }}; {_SET} }}\n"

#: Programs that stay as they are, and the code that says why.
HELD = {
    "a pattern takes the field out of `this`": (f"class A {{ {_ASK} show() {{ const {{ r }} = this; console.log(r.text); }} }}\nnew A();", "GI205"),
    "a class that extends this one reads the field": (
        f"class A {{ {_ASK} }}\nclass B extends A {{ show() {{ console.log(this.r.text); }} }}\nnew B();",
        "GI205",
    ),
    "the class that this one extends reads the field": (
        f"class B {{ show() {{ console.log(this.r.text); }} }}\nclass A extends B {{ {_ASK} }}\nnew A();",
        "GI205",
    ),
    "the class that this one extends is another module's": (
        f"import {{ B }} from './b.js';\nclass A extends B {{ async go() {{ this.r = await {CALL}; console.log(this.r.text); }} }}\nnew A();",
        "GI205",
    ),
    "a function with a `this` of its own reads the field": (
        f"class A {{ async go() {{ this.r = await {CALL}; on(function () {{ console.log(this.r.text); }}.bind(this)); }} }}\nnew A();",
        "GI205",
    ),
    "a private field is read by another name of the object": (
        f"class A {{ #r; async go() {{ const self = this; this.#r = await {CALL}; on(() => console.log(self.#r.text)); }} }}\nnew A();",
        "GI205",
    ),
    "a private field of the class is read by the class's name": (
        f"class A {{ static #r; static async go() {{ this.#r = await {CALL}; console.log(A.#r.text); }} }}\nA.go();",
        "GI205",
    ),
    "a setter takes what the field is given": (
        f"class A {{ set r(value) {{ this._r = value; }} async go() {{ this.r = await {CALL}; console.log(this._r.text); }} }}\nnew A();",
        "GI205",
    ),
    "the field is read in brackets": (f"class A {{ async go() {{ this.r = await {CALL}; console.log(this['r'].text); }} }}\nnew A();", "GI205"),
    "the class with the field is in module.exports": (
        f"class A {{ async go() {{ this.r = await {CALL}; console.log(this.r.text); }} }}\nmodule.exports = A;",
        "GI205",
    ),
    "an object with the field is exported": (
        f"class A {{ async go() {{ this.r = await {CALL}; console.log(this.r.text); }} }}\nexport default new A();",
        "GI205",
    ),
    "an object with the field goes to another module": (
        f"import {{ show }} from './show.js';\nclass A {{ async go() {{ this.r = await {CALL}; console.log(this.r.text); show(this); }} }}\nnew A().go();",
        "GI205",
    ),
    "a config in a field is changed from outside": (_CONFIG + "const a = new A();\na.config.temperature = 2;\na.go();", "GI205"),
    "a config in a field is another one in a class that extends": (_CONFIG + "class B extends A { config = { temperature: 2 }; }\nnew B().go();", "GI205"),
    "a config in a field of an exported object": (_CONFIG + "export default new A();", "GI205"),
    "a callback takes the list of answers as well": (
        f"const l = await Promise.all(['a'].map(() => {CALL}));\nconsole.log(l.map((r, i, all) => all[0].text));",
        "GI205",
    ),
    "a function takes the answer out of its arguments": (f"function show(r) {{ console.log(arguments[0].text); }}\nshow(await {CALL});", "GI205"),
    "a function calls itself by another name": (
        f"const ask = async function inner(q) {{ if (!q) {{ inner('x').then((r) => console.log(r.text)); }} return {CALL}; }};\n"
        "console.log((await ask('a')).text);",
        "GI205",
    ),
    "a function is called outside of the block it is declared in": (
        f"if (x) {{ function ask() {{ return {CALL}; }} }}\nask().then((r) => console.log(r.text));",
        "GI205",
    ),
    "pieces of a stream without text have a branch of their own": (
        f"for await (const c of await {STREAM}) {{ if (c.text) {{ say(c.text); }} else {{ idle(); }} }}",
        "GI200",
    ),
    "options that move behind the request were computed before it": (
        f"await ai.models.generateContent({{ config: {{ httpOptions: {{ timeout: one() }} }}, {M}, contents: `${{two()}}` }});",
        "GI200",
    ),
    "a turn that is added to the others is not in sight": (
        "import { last } from './turns.js';\nconst turns = [];\nasync function ask(q) {\n  turns.push({ role: 'user', parts: [{ text: q }] });\n"
        f"  const r = await ai.models.generateContent({{ {M}, contents: turns }});\n  turns.push(last(r.text));\n  return r.text;\n}}\n"
        "console.log(await ask('a'));",
        "GI203",
    ),
    "the method is named in brackets": (f"console.log((await ai.models['generateContent']({{ {M}, contents: 'Hi' }})).text);", "GI201"),
    "one of two methods is chosen in brackets": (
        f"await ai.models[live ? 'generateContentStream' : 'generateContent']({{ {M}, contents: 'Hi' }});",
        "GI201",
    ),
    "the method is taken out by a pattern": (
        f"const {{ generateContent }} = ai.models;\nconsole.log((await generateContent({{ {M}, contents: 'Hi' }})).text);",
        "GI204",
    ),
    "the method is taken out by a pattern, under another name": (
        f"const {{ models: {{ generateContent: ask }} }} = ai;\nconsole.log((await ask({{ {M}, contents: 'Hi' }})).text);",
        "GI204",
    ),
    "a chat is created by another name of `chats`": (
        f"const chats = ai.chats;\nconst chat = chats.create({{ {M} }});\nconsole.log((await chat.sendMessage({{ message: 'a' }})).text);",
        "GI200",
    ),
    "a chat is created by `chats` in brackets": (
        f"const chat = ai['chats'].create({{ {M} }});\nconsole.log((await chat.sendMessage({{ message: 'a' }})).text);",
        "GI200",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HELD)
def test_it_stays_with_a_reason_where(name: str) -> None:
    body, code = HELD[name]
    migration = program(body)
    assert migration.output == CLIENT + body
    assert code in codes(migration), migration.left


#: The same in TypeScript.
TYPED_HELD = {
    "a namespace exports what holds the answer": (
        f"namespace N {{ export let r: any; export async function go() {{ r = await {CALL}; }} }}\nawait N.go();\nconsole.log(N.r.text);",
        "GI205",
    ),
    "what the call is given is said to be of the old type": (
        "import type { GenerateContentParameters } from '@google/genai';\n"
        f"const r = await ai.models.generateContent({{ {M}, contents: 'Hi' }} satisfies GenerateContentParameters);\nconsole.log(r.text);",
        "GI200",
    ),
    "the name that the new types need means something else": (
        "import type { Tool } from '@google/genai';\ntype Interactions = string;\nconst tools: Tool[] = [{ googleSearch: {} }];\n"
        f"const r = await ai.models.generateContent({{ {M}, contents: 'a', config: {{ tools }} }});",
        "GI200",
    ),
    "a type that cannot be rewritten is said of the config": (
        "import type { GenerateContentConfig } from '@google/genai';\nconst config = <GenerateContentConfig>{ temperature: 1 };\n"
        f"await ai.models.generateContent({{ {M}, contents: 'a', config }});",
        "GI200",
    ),
}


@pytest.mark.parametrize("name", TYPED_HELD)
def test_it_stays_in_typescript_with_a_reason_where(name: str) -> None:
    body, code = TYPED_HELD[name]
    migration = program(body, ".ts")
    assert migration.output == CLIENT + body
    assert code in codes(migration), migration.left


_FAILURE = "  if (c.event_type === 'error') {\n    throw new Error(c.error?.message);\n  }\n"
_TEXT = "  if (c.event_type === 'step.delta' && c.delta.type === 'text') {\n    console.log(c.delta.text);\n  }\n"
_NEW = f"ai.interactions.create({{ {M}, input: 'Hi', store: false }})"
_NEW_STREAM = f"ai.interactions.create({{ {M}, input: 'Hi', stream: true, store: false }})"

WRITTEN = {
    "a loop that does nothing with a stream still throws what it reports": (
        f"for await (const c of await {STREAM}) {{}}",
        f"for await (const c of await {_NEW_STREAM}) {{\n{_FAILURE}}}",
    ),
    "a loop without a body still throws what the stream reports": (
        f"for await (const c of await {STREAM});",
        f"for await (const c of await {_NEW_STREAM}) {{\n{_FAILURE}}}",
    ),
    "a comment behind the brace of a loop stays there": (
        f"for await (const c of await {STREAM}) {{ // each\n  console.log(c.text);\n}}",
        f"for await (const c of await {_NEW_STREAM}) {{ // each\n{_FAILURE}{_TEXT}}}",
    ),
    "a loop with nothing but a comment keeps it": (
        f"for await (const c of await {STREAM}) {{ // nothing\n}}",
        f"for await (const c of await {_NEW_STREAM}) {{\n{_FAILURE.rstrip()} // nothing\n}}",
    ),
    "usage that a pattern takes beside the text": (
        f"const {{ text, usageMetadata }} = await {CALL};\nconsole.log(text, usageMetadata?.totalTokenCount);",
        f"const {{ output_text: text, usage: usageMetadata }} = await {_NEW};\nconsole.log(text, usageMetadata?.total_tokens);",
    ),
    "classes that have nothing to do with each other have fields of their own": (
        f"class A {{ async go() {{ this.r = await {CALL}; console.log(this.r.text); }} }}\nclass B {{ r = 1; show() {{ return this.r; }} }}\n"
        "const a = new A();\nawait a.go();\nnew B().show();",
        f"class A {{ async go() {{ this.r = await {_NEW}; console.log(this.r.output_text); }} }}\nclass B {{ r = 1; show() {{ return this.r; }} }}\n"
        "const a = new A();\nawait a.go();\nnew B().show();",
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_is_written(name: str) -> None:
    before, after = WRITTEN[name]
    migration = program(before, everything=False)
    assert migration.output == CLIENT + after
    assert not program(after).changed


_TYPED = f"const r = await ai.models.generateContent({{ {M}, contents: 'a', config }});\nconsole.log(r.text);\n"
_TYPED_NEW = f"const r = await ai.interactions.create({{ {M}, input: 'a', ...config, store: false }});\nconsole.log(r.output_text);\n"
_PARAMS = "Partial<Interactions.CreateModelInteractionParamsNonStreaming>"

#: Imports and all, for types move them.
TYPED = {
    "a type behind `as` becomes what the config has to fit": (
        "import { GoogleGenAI, GenerateContentConfig } from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
        f"const config = {{ temperature: 1 }} as GenerateContentConfig;\n{_TYPED}",
        "import { GoogleGenAI, type Interactions } from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
        f"const config = {{ generation_config: {{ temperature: 1 }} }} satisfies {_PARAMS};\n{_TYPED_NEW}",
    ),
    "a type behind `satisfies` becomes the new one": (
        "import { GoogleGenAI, GenerateContentConfig } from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
        f"const config = {{ temperature: 1 }} satisfies GenerateContentConfig;\n{_TYPED}",
        "import { GoogleGenAI, type Interactions } from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
        f"const config = {{ generation_config: {{ temperature: 1 }} }} satisfies {_PARAMS};\n{_TYPED_NEW}",
    ),
    "what is imported as a whole gets an import of types beside": (
        "import * as genai from '@google/genai';\nconst ai = new genai.GoogleGenAI({});\n"
        f"const config: genai.GenerateContentConfig = {{ temperature: 1 }};\n{_TYPED}",
        "import * as genai from '@google/genai';\nimport type { Interactions } from '@google/genai';\nconst ai = new genai.GoogleGenAI({});\n"
        f"const config = {{ generation_config: {{ temperature: 1 }} }} satisfies {_PARAMS};\n{_TYPED_NEW}",
    ),
    "an import of nothing but types takes no `type` inside": (
        "import { GoogleGenAI } from '@google/genai';\nimport type { File, GenerateContentConfig } from '@google/genai';\n"
        "const ai = new GoogleGenAI({});\nexport const name = (file: File) => file.name;\n"
        f"const config: GenerateContentConfig = {{ temperature: 1 }};\n{_TYPED}",
        "import { GoogleGenAI } from '@google/genai';\nimport type { File, Interactions } from '@google/genai';\n"
        "const ai = new GoogleGenAI({});\nexport const name = (file: File) => file.name;\n"
        f"const config = {{ generation_config: {{ temperature: 1 }} }} satisfies {_PARAMS};\n{_TYPED_NEW}",
    ),
    "a stream that says what it gives": (
        "import { GoogleGenAI, GenerateContentResponse } from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
        f"const s: AsyncGenerator<GenerateContentResponse> = await {STREAM};\nfor await (const c of s) {{\n  console.log(c.text);\n}}\n",
        "import { GoogleGenAI, type Interactions } from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
        f"const s: AsyncIterable<Interactions.InteractionSSEEvent> = await {_NEW_STREAM};\nfor await (const c of s) {{\n{_FAILURE}{_TEXT}}}\n",
    ),
    "a parameter `this` is none that gets a value": (
        "import { GoogleGenAI } from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
        f"function show(this: void, n: number, r: any) {{ console.log(n, r.text); }}\nshow(1, await {CALL});\n",
        "import { GoogleGenAI } from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
        f"function show(this: void, n: number, r: any) {{ console.log(n, r.output_text); }}\nshow(1, await {_NEW});\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TYPED)
def test_types_follow(name: str) -> None:
    before, after = TYPED[name]
    assert migrate(before, ".ts", Options()).output == after
    assert not migrate(after, ".ts", Options(assume=frozenset(ASSUMPTIONS))).changed


OLDER = "import { GoogleGenerativeAI } from '@google/generative-ai';\nconst genAI = new GoogleGenerativeAI('k');\n"

OLDER_HELD = {
    "a pattern takes the method `text` of an answer": (
        f"const model = genAI.getGenerativeModel({{ {M} }});\nconst {{ response }} = await model.generateContent('a');\n"
        "const { text } = response;\nconsole.log(text());",
        {"GI200"},
    ),
    "a class of its own extends the client": (
        f"class Own extends GoogleGenerativeAI {{}}\nconst own = new Own('k');\nconst model = own.getGenerativeModel({{ {M} }});\n"
        "const result = await model.generateContent('a');\nconsole.log(result.response.text());",
        {"GI200", "GI201"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OLDER_HELD)
def test_it_stays_with_a_reason_in_the_older_sdk_where(name: str) -> None:
    body, expected = OLDER_HELD[name]
    migration = migrate(OLDER + body, ".mjs", Options(assume=frozenset(ASSUMPTIONS)))
    assert migration.output == OLDER + body
    assert expected <= codes(migration), migration.left


LEGACY = {
    "the method is named in brackets": f"const i = await ai.interactions['create']({{ {M}, input: 'a' }});\nconsole.log(i.outputs[0].text);",
    "the service has a name of its own": (
        f"const {{ interactions }} = ai;\nconst i = await interactions.create({{ {M}, input: 'a' }});\nconsole.log(i.outputs[0].text);"
    ),
    "a pattern takes the answer out of `this`": (
        f"class A {{ async go() {{ this.i = await ai.interactions.create({{ {M}, input: 'a' }}); }} "
        "show() { const { i } = this; console.log(i.outputs[0].text); } }\nnew A();"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LEGACY)
def test_legacy_outputs_are_reported_where(name: str) -> None:
    migration = program(LEGACY[name])
    assert not migration.changed
    assert codes(migration) == {"GI506"}, migration.left


def test_a_semicolon_at_the_beginning_of_a_line_stays_there() -> None:
    body = f"const chat = {CHAT}\nfor (const q of ['a', 'b']) console.log((await chat.sendMessage({{ message: q }})).text)\n;[1].forEach(() => {{}})\n"
    assert program(body, everything=False).output == CLIENT + (
        f"const chat = {{ {M}, previous_interaction_id: undefined }}\nfor (const q of ['a', 'b']) {{\n"
        "  const interaction = await ai.interactions.create({ ...chat, input: q })\n"
        "  chat.previous_interaction_id = interaction.id\n  console.log(interaction.output_text)\n}\n;[1].forEach(() => {})\n"
    )


def test_an_import_of_a_type_that_goes_gives_its_place_to_the_new_one() -> None:
    before = (
        "import { makeClient } from './client.js';\nimport type { GoogleGenAI, Tool } from '@google/genai';\nconst ai: GoogleGenAI = makeClient();\n"
        f"const tools: Tool[] = [{{ googleSearch: {{}} }}];\nawait ai.models.generateContent({{ {M}, contents: 'a', config: {{ tools }} }});\n"
    )
    assert "import type { GoogleGenAI, Interactions } from '@google/genai';" in migrate(before, ".ts", Options()).output
