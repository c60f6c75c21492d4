"""The legacy schema of interactions in JavaScript: what stays as it is, and why."""

from __future__ import annotations

import pytest

from codemods.javascript import migrate
from codemods.options import ASSUMPTIONS, Options
from tests.javascript.support import program

ASK = "ai.interactions.create({ model: 'gemini-2.5-flash', input: 'x' })"
STREAM = "ai.interactions.create({ model: 'gemini-2.5-flash', input: 'x', stream: true })"
ONE = f"const i = await {ASK};\n"

#: Programs of today, behind a client; nothing is said about any of them.
CURRENT = {
    "the text": f"{ONE}console.log(i.output_text);",
    "steps": f"{ONE}for (const step of i.steps) if (step.type === 'model_output') console.log(step.content[0].text, step);",
    "steps by their type": f"{ONE}console.log(i.steps.find((step) => step.type === 'function_call')?.name, i.steps.at(-1).type);",
    "events": f"for await (const e of await {STREAM}) {{ if (e.event_type === 'step.delta') console.log(e.delta.text); else if (e.event_type === 'interaction.completed') console.log(e.interaction.id); }}",
    "an answer that is returned": f"export async function f() {{ return {ASK}; }}",
    "an answer that is sent on": f"app.get('/', async (req, res) => res.json(await {ASK}));",
    "a format": "await ai.interactions.create({ model: 'gemini-2.5-flash', input: 'x', response_format: { type: 'text', mime_type: 'application/json', schema: { type: 'object' } } });",
    "several formats": "await ai.interactions.create({ model: 'gemini-2.5-flash', input: 'x', response_format: [{ type: 'text' }, { type: 'image', aspect_ratio: '1:1' }] });",
    "modalities alone": "await ai.interactions.create({ model: 'gemini-2.5-flash', input: 'x', response_modalities: ['image'] });",
    "steps as input": "await ai.interactions.create({ model: 'gemini-2.5-flash', input: [{ type: 'user_input', content: [{ type: 'text', text: 'x' }] }] });",
    "contents as input": "await ai.interactions.create({ model: 'gemini-2.5-flash', input: [{ type: 'text', text: 'x' }] });",
    "a result of a function": "await ai.interactions.create({ model: 'gemini-2.5-flash', input: [{ type: 'function_result', call_id: '1', result: 'x' }] });",
    "a conversation": f"{ONE}await ai.interactions.create({{ model: 'gemini-2.5-flash', input: 'y', previous_interaction_id: i.id }});",
    "an agent in the background": "await ai.interactions.create({ agent: 'deep-research-preview-04-2026', input: 'x', background: true });",
    "a history of steps": f"{ONE}const h = [{{ type: 'user_input', content: [] }}];\nh.push(...i.steps);\nawait ai.interactions.create({{ model: 'gemini-2.5-flash', input: h }});",
    "words in the names of events": f"for await (const e of await {STREAM}) console.log(e.event_type.includes('delta'), e.event_type.startsWith('interaction'));",
    "errors": f"{ONE}console.log(i.errors, i.usage.total_thought_tokens);",
    "a model it does not know": "await ai.interactions.create({ model: 'some-model', input: 'x' });",
    # Both spellings.
    "one or the other text": f"{ONE}console.log(i.output_text ?? i.outputs?.at(-1)?.text);",
    "a choice by what there is": f"{ONE}console.log('outputs' in i ? i.outputs.at(-1).text : i.output_text);",
    "one after the other": f"async function f() {{\n{ONE}if (i.output_text) return i.output_text;\nreturn i.outputs.at(-1).text;\n}}\nawait f();",
    "names of both events": f"for await (const e of await {STREAM}) if (e.event_type === 'content.delta' || e.event_type === 'step.delta') console.log(e.delta.text);",
    # Something else.
    "outputs of another object": f"const build = {{ outputs: [{{ text: 'x' }}] }};\nconsole.log(build.outputs.at(-1).text, build.outputs);\n{ONE}",
    "outputs of other types": f"{ONE}export const files = (build) => build.outputs.filter((o) => o.type === 'file');",
    "outputs of another package": f"import {{ run }} from 'pipelines';\nconst p = run();\nconsole.log(p.outputs[p.outputs.length - 1].text);\n{ONE}",
    "a name that shadows": f"{ONE}console.log(i.id);\nfor (const i of [{{ outputs: [] }}]) console.log(i.outputs);",
    "turns of another service": f"import OpenAI from 'openai';\nawait new OpenAI().chat.completions.create({{ model: 'g', messages: [{{ role: 'user', content: 'x' }}] }});\n{ONE}",
    "messages that are no input": f"const turns = [{{ role: 'user', content: 'x' }}];\nconsole.log(turns);\n{ONE}",
    "an event type of another stream": f"import {{ stream }} from 'elsewhere';\nfor await (const e of stream()) console.log(e.type === 'thread.message.delta');\n{ONE}",
}


@pytest.mark.parametrize("ending", [".mjs", ".ts"])
@pytest.mark.parametrize("name", CURRENT)
def test_programs_of_today_and_other_peoples_objects_are_left_alone(name: str, ending: str) -> None:
    migration = program(CURRENT[name], ending)
    assert migration.findings == ()
    assert not migration.changed


def test_interactions_of_somebody_else_are_left_alone() -> None:
    source = f"import {{ Client }} from 'elsewhere';\nconst ai = new Client();\n{ONE}console.log(i.outputs.at(-1).text);"
    assert migrate(source, ".mjs", Options(assume=frozenset(ASSUMPTIONS))).findings == ()


def test_with_the_legacy_schema_as_the_target_nothing_is_said() -> None:
    source = f"import {{ GoogleGenAI }} from '@google/genai';\nconst ai = new GoogleGenAI({{}});\n{ONE}console.log(i.outputs.at(-1).text);"
    assert migrate(source, ".mjs", Options(schema="outputs")).findings == ()


#: Programs behind the two lines of a client, with the findings (line, code) they have even when every assumption is taken.
HELD = {
    "an answer that leaves": (f"{ONE}console.log(i.outputs.at(-1).text);\nkept.push(i);", [(5, "GI506")]),
    "a promise that leaves": (f"const p = {ASK};\nkept.push(p);\nconsole.log((await p).outputs.at(-1).text);", [(4, "GI506")]),
    "a name that may hold something else": (
        f"let i = await {ASK};\nif (x) i = load();\nconsole.log(i.outputs.at(-1).text);",
        [(4, "GI217")],
    ),
    "an output in a collection": (f"{ONE}for (const o of i.outputs) found.push(o);", [(4, "GI506")]),
    "outputs that are changed": (f"{ONE}i.outputs = [];", [(4, "GI506")]),
    "outputs that are sorted where they are": (f"{ONE}i.outputs.reverse();", [(4, "GI506")]),
    "outputs that are taken by a pattern": (f"const {{ outputs }} = await {ASK};\nconsole.log(outputs.length);", [(3, "GI506")]),
    "a field that no output had": (f"{ONE}console.log(i.outputs[0].parts);", [(4, "GI506")]),
    "links of a search": (
        f"{ONE}for (const o of i.outputs) if (o.type === 'google_search_result') console.log(o.result[0].url);",
        [(4, "GI506")],
    ),
    "a signature of a call": (f"{ONE}for (const o of i.outputs) if (o.type === 'function_call') console.log(o.signature);", [(4, "GI506")]),
    "a signature of anything": (f"{ONE}console.log(i.outputs.map((o) => o.signature));", [(4, "GI506")]),
    "an answer that is dumped": (f"{ONE}console.log(i.outputs.at(-1).text);\nsave(JSON.stringify(i));", [(5, "GI506")]),
    "outputs of who knows whom": (f"{ONE}export const text = (answer) => answer.outputs.at(-1).text;", [(4, "GI506")]),
    "outputs by their type of who knows whom": (
        f"{ONE}export const text = (answer) => answer.outputs.filter((o) => o?.type === 'text').length;",
        [(4, "GI506")],
    ),
    "a callback out of sight": (f"{ONE}i.outputs.forEach(show);", [(4, "GI506")]),
    "a role of an answer": (f"{ONE}console.log(i.role, i.outputs.at(-1).text);", [(4, "GI506")]),
    "deltas of calls": (
        f"for await (const e of await {STREAM}) if (e.delta?.type === 'function_call') console.log(e.delta.arguments);",
        [(3, "GI506")],
    ),
    "contents that start": (
        f"for await (const e of await {STREAM}) if (e.event_type === 'content.start') console.log(e.content.type);",
        [(3, "GI506")],
    ),
    "the outputs of an event": (
        f"for await (const e of await {STREAM}) if (e.event_type === 'interaction.complete') console.log(e.interaction.outputs);",
        [(3, "GI506")],
    ),
    "a part of a name": (
        f"for await (const e of await {STREAM}) if (e.event_type.startsWith('content.')) console.log(e.delta.text);",
        [(3, "GI506")],
    ),
    "a name in a table": (
        f"const handlers = {{ 'content.delta': console.log }};\nfor await (const e of await {STREAM}) handlers[e.event_type]?.(e);",
        [(3, "GI502")],
    ),
    "a schema out of sight": (
        "await ai.interactions.create({ model: 'gemini-2.5-flash', input: 'x', response_mime_type: 'application/json', response_format: schema });",
        [(3, "GI506")],
    ),
    "a schema in the SDK's words": (
        "import { Type } from '@google/genai';\nawait ai.interactions.create({ model: 'gemini-2.5-flash', input: 'x', response_format: { type: Type.OBJECT, properties: {} } });",
        [(4, "GI506")],
    ),
    "legacy settings under a name": (
        "const said = { model: 'gemini-2.5-flash', input: 'x', response_mime_type: 'application/json' };\nawait ai.interactions.create(said);",
        [(3, "GI506")],
    ),
    "turns out of sight": (
        "await ai.interactions.create({ model: 'gemini-2.5-flash', input: [...before, { role: 'user', content: 'x' }] });",
        [(3, "GI506")],
    ),
    "a turn of somebody unknown": (
        "await ai.interactions.create({ model: 'gemini-2.5-flash', input: [{ role: 'assistant', content: 'x' }] });",
        [(3, "GI506")],
    ),
    "a content that may be anything": (
        "export const f = (x) => ai.interactions.create({ model: 'gemini-2.5-flash', input: [{ role: 'user', content: x }] });",
        [(3, "GI506")],
    ),
    "turns that are used elsewhere": (
        "const turns = [{ role: 'user', content: 'x' }];\nsave(turns);\nawait ai.interactions.create({ model: 'gemini-2.5-flash', input: turns });",
        [(4, "GI203")],
    ),
    "turns that are counted": (
        "const turns = [{ role: 'user', content: 'x' }];\nconsole.log(turns.length);\nawait ai.interactions.create({ model: 'gemini-2.5-flash', input: turns });",
        [(4, "GI203")],
    ),
    "turns of an object": (
        "class C { turns = [];\nsay(x) { this.turns.push({ role: 'user', content: x }); return ai.interactions.create({ model: 'gemini-2.5-flash', input: this.turns }); } }",
        [(4, "GI504")],
    ),
    "contents beside steps": (
        "await ai.interactions.create({ model: 'gemini-2.5-flash', input: [{ type: 'text', text: 'x' }, { type: 'function_result', call_id: '1', result: 'x' }] });",
        [(3, "GI506")],
    ),
}


@pytest.mark.parametrize("name", HELD)
def test_what_cannot_be_known_is_held_with_a_reason_at_its_line(name: str) -> None:
    body, expected = HELD[name]
    migration = program(body)
    assert not migration.changed
    assert [(f.span.line, f.code) for f in migration.left if f.code != "GI215"] == expected


#: One line, and what becomes of it.
REWRITTEN = {
    "i.outputs[i.outputs.length - 1].text": "i.output_text",
    "i.outputs?.[i.outputs.length - 1]?.text": "i.output_text",
    "i?.outputs?.at(-1)?.text": "i?.output_text",
    "i.outputs[0].text": "i.output_text",
    "(i.outputs?.[0])?.text ?? 'none'": "i.output_text ?? 'none'",
    "i.outputs.length > 0 ? 1 : 0": "i.steps.length > 0 ? 1 : 0",
    "Array.isArray(i.outputs) && i.outputs.length === 0": "Array.isArray(i.steps) && i.steps.length === 0",
    "i.outputs.filter((o) => o.type !== 'text' && o.type === 'thought').length": "i.steps.filter((o) => o.type !== 'text' && o.type === 'thought').length",
    "i.outputs.find(({ type }) => type === 'text')": "i.steps.flatMap((step) => (step.type === 'model_output' ? step.content ?? [] : [step])).find(({ type }) => type === 'text')",
    "i.outputs.some((o) => o.text)": "i.steps.flatMap((step) => (step.type === 'model_output' ? step.content ?? [] : [])).some((o) => o.text)",
    "i.outputs.findIndex((o) => o.type === 'function_call')": "i.steps.flatMap((step) => (step.type === 'model_output' ? step.content ?? [] : [step])).findIndex((o) => o.type === 'function_call')",
    "i.usage?.total_reasoning_tokens": "i.usage?.total_thought_tokens",
}  # fmt: skip


@pytest.mark.parametrize("old", REWRITTEN)
def test_one_reading_becomes_another(old: str) -> None:
    migration = program(f"{ONE}use({old});" if "find(({" not in old else f"{ONE}if ({old}) use();", ".mjs")
    assert migration.left == ()
    assert f"({REWRITTEN[old]})" in migration.output
    assert program(migration.output.split("\n", 2)[2]).output == migration.output


def test_the_first_output_may_be_a_thought_or_call_where_tools_are_there() -> None:
    body = "const i = await ai.interactions.create({ model: 'gemini-2.5-flash', input: 'x', tools: [{ type: 'google_search' }] });\nuse(i.outputs[0].text);"
    output = program(body).output
    assert "output_text" not in output
    assert "[step]))[0].text" in output


def test_a_program_that_was_migrated_by_halves_does_not_know_both_schemas() -> None:
    migration = program(f"{ONE}if (ready) {{\n  use(i.output_text);\n  use(i.outputs.at(-1).text);\n}}")
    assert migration.output.count("use(i.output_text);") == 2


def test_a_client_out_of_sight_is_an_assumption() -> None:
    source = "import { Type } from '@google/genai';\nimport { ai } from './ai.js';\n" + f"{ONE}console.log(i.outputs.at(-1).text, Type);"
    assert {(f.code, f.fix) for f in migrate(source, ".mjs", Options()).left} >= {("GI201", "unsafe")}
    assert "output_text" in migrate(source, ".mjs", Options(assume=frozenset({"untraced-client"}))).output
