"""Calls that stay, with the reason at its line: what is read of them, or given to them, cannot be followed."""

from __future__ import annotations

import pytest

from tests.javascript.support import CALL, CLIENT, STREAM, codes, program

HELD = {
    "the answer is exported": (f"export const answer = await {CALL};", "GI205"),
    "the answer is exported by name": (f"const answer = await {CALL};\nexport {{ answer }};", "GI205"),
    "an exported function returns it": (f"export async function ask() {{ return await {CALL}; }}", "GI205"),
    "a default export returns it": (f"export default async function ask() {{ return {CALL}; }}", "GI205"),
    "a function in module.exports returns it": (f"async function ask() {{ return {CALL}; }}\nmodule.exports = {{ ask }};", "GI205"),
    "a method returns it": (f"class A {{ async ask() {{ return {CALL}; }} }}", "GI205"),
    "it is passed to a function of another module": (f"import {{ show }} from './show.js';\nshow(await {CALL});", "GI205"),
    "it is sent as JSON": (f"res.json(await {CALL});", "GI205"),
    "it is spread": (f"const r = await {CALL};\nsave({{ ...r }});", "GI205"),
    "it is kept in an object": (f"const kept = {{ r: await {CALL} }};", "GI205"),
    "it is one of several in a race": (f"const r = await Promise.race([{CALL}, other]);\nconsole.log(r.text);", "GI205"),
    "a list of answers gets something else": (
        f"const list = await Promise.all(['a'].map(() => {CALL}));\nlist.push(other);\nconsole.log(list[0].text);",
        "GI205",
    ),
    "an element of a list of answers is replaced": (
        f"const list = await Promise.all(['a'].map(() => {CALL}));\nlist[0] = other;\nconsole.log(list[0].text);",
        "GI205",
    ),
    "a list of answers is exported": (f"export const list = await Promise.all(['a'].map(() => {CALL}));", "GI205"),
    "something else is waited for beside it": (f"const list = await Promise.all([{CALL}, other()]);\nconsole.log(list[0].text);", "GI217"),
    "a callback gives something else as well": (
        f"const list = await Promise.all(['a'].map((q) => {{ if (q) return old; return {CALL}; }}));\nconsole.log(list[0].text);",
        "GI217",
    ),
    "the name may hold something else": (f"let r = await fetch('x');\nconsole.log(r.text());\nr = await {CALL};\nconsole.log(r.text);", "GI217"),
    "another answer may be the default": (f"function show(r = cached) {{ console.log(r.text); }}\nshow(await {CALL});", "GI217"),
    "a function returns something else as well": (
        f"async function ask() {{ if (cached) return cached; return {CALL}; }}\nconsole.log((await ask()).text);",
        "GI217",
    ),
    "an attribute is changed": (f"const r = await {CALL};\nr.text = 'x';", "GI205"),
    "an attribute is deleted": (f"const r = await {CALL};\ndelete r.text;", "GI205"),
    "the text is called": (f"const r = await {CALL};\nconsole.log(r.text());", "GI216"),
    "safety ratings are read": (f"const r = await {CALL};\nconsole.log(r.candidates[0].safetyRatings);", "GI210"),
    "an unknown attribute is read": (f"const r = await {CALL};\nconsole.log(r.somethingNew);", "GI214"),
    "a key is computed": (f"const r = await {CALL};\nconsole.log(r[name]);", "GI205"),
    "usage is taken apart with a default": (
        f"const {{ usageMetadata: {{ totalTokenCount }} = {{}} }} = await {CALL};\nconsole.log(totalTokenCount);",
        "GI200",
    ),
    "the rest of it is taken": (f"const {{ text, ...more }} = await {CALL};\nconsole.log(text, more);", "GI200"),
    "the call is given a name": ("const request = { model: 'gemini-2.5-flash', contents: 'Hi' };\nawait ai.models.generateContent(request);", "GI216"),
    "the call is given a spread": ("await ai.models.generateContent({ ...request, contents: 'Hi' });", "GI216"),
    "a key comes twice": ("await ai.models.generateContent({ model: 'gemini-2.5-flash', contents: 'Hi', contents: 'Ho' });", "GI216"),
    "there are two arguments": ("await ai.models.generateContent({ model: 'gemini-2.5-flash', contents: 'Hi' }, more);", "GI216"),
    "a setting has no counterpart": (CALL.replace("'Hi'", "'Hi', config: { topK: 3 }"), "GI214"),
    "a tool has a function that the SDK calls": (
        "const light = { tool: async () => ({}), callTool: async (calls) => [] };\n" + CALL.replace("'Hi'", "'Hi', config: { tools: [light] }"),
        "GI206",
    ),
    "a tool is made of an MCP client": (
        "import { mcpToTool } from '@google/genai';\n" + CALL.replace("'Hi'", "'Hi', config: { tools: [mcpToTool(printer)] }"),
        "GI206",
    ),
    "the config is not in sight": (CALL.replace("'Hi'", "'Hi', config: makeConfig()"), "GI203"),
    "the config is also sent to something else": (
        f"const config = {{ temperature: 1 }};\nsave(config);\n{CALL.replace(chr(39) + 'Hi' + chr(39), chr(39) + 'Hi' + chr(39) + ', config')};",
        "GI203",
    ),
    "the config is changed later": (
        "const config = { temperature: 1 };\nconfig.temperature = 2;\nai.models.generateContent({ model: 'gemini-2.5-flash', contents: 'Hi', config });",
        "GI203",
    ),
    "settings would be computed in another order": (
        CALL.replace("'Hi'", "'Hi', config: { temperature: one(), systemInstruction: two(), topP: three() }"),
        "GI200",
    ),
    "a model of embeddings is asked": (CALL.replace("gemini-2.5-flash", "text-embedding-004"), "GI220"),
    "a retired id is compared as well": (
        "const MODEL = 'gemini-1.5-flash';\nif (other === MODEL) stop();\nai.models.generateContent({ model: MODEL, contents: 'Hi' });",
        "GI301",
    ),
    "errors of the SDK are told apart": (
        f"import {{ ApiError }} from '@google/genai';\ntry {{ await {CALL}; }} catch (e) {{ if (e instanceof ApiError) stop(); }}",
        "GI207",
    ),
    "errors are told apart by their name": (f"try {{ await {CALL}; }} catch (e) {{ if (e.name === 'ApiError') stop(); }}", "GI207"),
    "a stream is passed on": (f"pipe(await {STREAM});", "GI205"),
    "a stream is read by hand": (f"const s = await {STREAM};\nawait s.next();", "GI205"),
    "pieces of a stream are taken apart": (f"for await (const {{ text }} of await {STREAM}) console.log(text);", "GI200"),
    "pieces of a stream are passed on": (f"for await (const chunk of await {STREAM}) show(chunk);", "GI200"),
    "a stream is read without await": (f"for (const chunk of await {STREAM}) console.log(chunk.text);", "GI205"),
    "the field is used outside of its class": (
        f"class A {{ async go() {{ this.r = await {CALL}; }} }}\nconst a = new A();\nawait a.go();\nconsole.log(a.r.text);",
        "GI205",
    ),
    "a public field of an exported class": (
        f"export class A {{ async go() {{ this.r = await {CALL}; console.log(this.r.text); }} }}",
        "GI205",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HELD)
def test_a_call_stays_with_the_reason_when(name: str) -> None:
    body, code = HELD[name]
    migration = program(body)
    assert migration.output == CLIENT + body
    assert code in codes(migration), migration.left
    assert not migration.rewritten


GROUPS = {
    "one use that is not followed keeps a whole function": f"""
async function ask(q) {{ return {CALL}; }}
console.log((await ask('a')).text);
save(await ask('b'));
""",
    "one call that stays keeps those that share its config": """
const config = { temperature: 1 };
console.log((await ai.models.generateContent({ model: 'gemini-2.5-flash', contents: 'a', config })).text);
save(await ai.models.generateContent({ model: 'gemini-2.5-flash', contents: 'b', config }));
""",
    "one value of a name keeps the others": f"""
let r = await {CALL};
console.log(r.text);
r = await {CALL};
save(r);
""",
}


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_stays_as_a_whole_where(name: str) -> None:
    migration = program(GROUPS[name])
    assert not migration.changed
    sites = [finding for finding in migration.left if finding.code in ("GI101", "GI215", "GI205")]
    assert len({finding.group for finding in sites}) == 1
    assert len(sites) >= 2


def test_what_stays_does_not_keep_what_is_apart_from_it() -> None:
    migration = program(f"save(await {CALL});\nconsole.log((await {CALL}).text);")
    assert migration.output.count("generateContent") == 1
    assert migration.output.count("interactions.create") == 1
