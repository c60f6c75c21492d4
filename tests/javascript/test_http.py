"""Requests that fetch and axios post by themselves: what is rewritten, and above all what has to stay."""

from __future__ import annotations

import pytest

from codemods.javascript import may_concern, migrate
from codemods.options import ASSUMPTIONS, Options
from codemods.outcome import Migration

ADDRESS = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent"
NEW = "https://generativelanguage.googleapis.com/v1beta/interactions"
CONTENTS = "contents: [{ parts: [{ text: 'Hi' }] }]"
BODY = f"JSON.stringify({{ {CONTENTS} }})"
SENT = "JSON.stringify({ model: 'gemini-2.5-flash', input: 'Hi', store: false })"
POST = f"await fetch('{ADDRESS}', {{ method: 'POST', body: {BODY} }})"
DONE = f"await fetch('{NEW}', {{ method: 'POST', body: {SENT} }})"
READ = "candidates[0].content.parts[0].text"
LENIENT = "candidates?.[0]?.content?.parts?.[0]?.text"
TEXTS = ".flatMap((step) => (step.type === 'model_output' ? step.content ?? [] : [])).map((part) => part.text ?? '').join('')"
SOME = "steps?.some((step) => step.type === 'model_output')"
NEW_TEXT = f"'{NEW}'"
KEYED = f"`{ADDRESS}?key=${{key}}`"
KEYED_HEADERS = "headers: { 'x-goog-api-key': KEY }, "
EVERYTHING = Options(assume=frozenset(ASSUMPTIONS))


def post(options: str = "", address: str = f"'{ADDRESS}'", body: str = BODY, function: str = "fetch") -> str:
    return f"await {function}({address}, {{ method: 'POST', {options}body: {body} }})"


def reading(code: str) -> str:
    return f"const r = {POST};\nconst data = await r.json();\n{code}\n"


def becomes(before: str, after: str, ending: str = ".mjs", options: Options | None = None) -> Migration:
    migration = migrate(before, ending, options)
    assert migration.output == after
    again = migrate(after, ending, options)
    assert not again.changed
    assert not again.rewritten
    return migration


def reads(before: str, after: str, ending: str = ".mjs") -> Migration:
    return becomes(reading(before), reading(after).replace(POST, DONE), ending)


def stays(code: str, reason: str, ending: str = ".mjs") -> None:
    """Left, with the reason in a GI608 at the place of the request."""
    migration = migrate(code, ending, EVERYTHING)
    assert migration.output == code
    held = [finding for finding in migration.left if finding.code == "GI608"]
    assert any(reason in finding.message for finding in held), [finding.message for finding in migration.left]
    assert all(finding.fix is None for finding in held)


def untouched(code: str, ending: str = ".mjs") -> None:
    migration = migrate(code, ending, EVERYTHING)
    assert migration.output == code
    assert not migration.findings


# -- requests --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "new"),
    [
        (f"'{ADDRESS}'", NEW_TEXT),
        (f"`{ADDRESS}`", NEW_TEXT),
        (f"'{ADDRESS}?alt=json'", NEW_TEXT),
        (f'"{ADDRESS}"', f'"{NEW}"'),
    ],
)
def test_address_and_body_change_together(address: str, new: str) -> None:
    becomes(
        f"console.log(({post(address=address)}).status, 'x', 'y');\n", f"console.log(({DONE}).status, 'x', 'y');\n".replace(NEW_TEXT, new)
    )


@pytest.mark.parametrize("function", ["globalThis.fetch", "window.fetch", "self.fetch", "global.fetch"])
def test_the_global_function_goes_by_several_names(function: str) -> None:
    becomes(f"const r = {post(function=function)};\n", f"const r = {DONE.replace('fetch', function)};\n")


@pytest.mark.parametrize(
    ("options", "new"),
    [
        ("", "headers: { 'x-goog-api-key': KEY }, "),
        ("headers: {}, ", "headers: { 'x-goog-api-key': KEY }, "),
        ("headers: { Accept: 'a' }, ", "headers: { Accept: 'a', 'x-goog-api-key': KEY }, "),
        ("headers: { 'X-Goog-Api-Key': KEY }, ", "headers: { 'X-Goog-Api-Key': KEY }, "),
    ],
    ids=["no headers", "empty headers", "other headers", "the header is there already"],
)
@pytest.mark.parametrize(
    "address", [f"`{ADDRESS}?key=${{KEY}}`", f"'{ADDRESS}?key=' + KEY", f"`{ADDRESS}?key=${{encodeURIComponent(KEY)}}`"]
)
def test_the_key_of_the_address_becomes_a_header(address: str, options: str, new: str) -> None:
    before = "const KEY = process.env.KEY;\nconst r = "
    becomes(f"{before}{post(options, address)};\n", f"{before}{post(new, NEW_TEXT, SENT)};\n")


def test_a_key_that_is_written_out_stays_written_out() -> None:
    new = post("headers: { 'x-goog-api-key': 'abc-1' }, ", NEW_TEXT, SENT)
    old = post(address=f"'{ADDRESS}?key=abc-1'")
    becomes(f"const r = {old};\n", f"const r = {new};\n")


def test_headers_under_a_name_get_the_key_where_nobody_else_has_them() -> None:
    before = f"const headers = {{ a: 'b' }};\nconst r = {post('headers, ', KEYED)};\n"
    after = f"const headers = {{ a: 'b', 'x-goog-api-key': key }};\nconst r = {post('headers, ', NEW_TEXT, SENT)};\n"
    becomes(before, after)


def test_headers_that_others_have_are_put_together_with_the_key() -> None:
    own = "const headers = { a: 'b' };\nawait fetch('https://example.com', { headers });\nconst r = "
    after = post("headers: { ...headers, 'x-goog-api-key': key }, ", NEW_TEXT, SENT)
    becomes(f"{own}{post('headers, ', KEYED)};\n", f"{own}{after};\n")


def test_a_model_of_a_parameter_goes_into_the_body() -> None:
    address = f"`{ADDRESS}`".replace("gemini-2.5-flash", "${model}")
    body = SENT.replace("model: 'gemini-2.5-flash'", "model")
    before = "export async function ask(model) {\n  return ("
    becomes(f"{before}{post(address=address)}).ok;\n}}\n", f"{before}{post('', NEW_TEXT, body)}).ok;\n}}\n")


def test_a_model_needs_no_encoding_in_a_body() -> None:
    address = f"'{ADDRESS}'".replace("gemini-2.5-flash", "' + encodeURIComponent(model) + '")
    body = SENT.replace("model: 'gemini-2.5-flash'", "model")
    becomes(f"const r = {post(address=address)};\n", f"const r = {post('', NEW_TEXT, body)};\n")


def test_a_retired_model_under_a_name_is_replaced_where_it_is_given() -> None:
    address = f"`{ADDRESS}`".replace("gemini-2.5-flash", "${MODEL}")
    after = post("", NEW_TEXT, SENT.replace("'gemini-2.5-flash'", "MODEL"))
    becomes(
        f"const MODEL = 'gemini-2.0-flash';\nconst r = {post(address=address)};\n",
        f"const MODEL = 'gemini-3.8-flash';\nconst r = {after};\n",
    )


def test_a_query_on_a_constant_goes_and_the_constant_is_rewritten_once() -> None:
    address, key = f"const URL_ = '{ADDRESS}';\n", "headers: { 'x-goog-api-key': K }, "
    added = post(address="URL_ + '?key=' + K")
    calls = f"const a = {post(address='`${URL_}?key=${K}`')};\nconst b = {added};\n"
    becomes(address + calls, f"const URL_ = '{NEW}';\nconst a = {post(key, 'URL_', SENT)};\nconst b = {post(key, 'URL_', SENT)};\n")


MODELS = ADDRESS.partition("/gemini")[0]
OF_MODEL = SENT.replace("model: 'gemini-2.5-flash'", "model")


@pytest.mark.parametrize(
    ("base", "address", "new"),
    [
        (f"'{MODELS}'", "`${BASE}/${model}:generateContent`", NEW_TEXT),
        (f"'{MODELS}/'", "BASE + model + ':generateContent'", NEW_TEXT),
        (f"`{MODELS}`", "BASE + '/' + encodeURIComponent(model) + ':generateContent'", NEW_TEXT),
        ("`${ROOT}/models`", "`${BASE}/${model}:generateContent`", "`${ROOT}/interactions`"),
    ],
)
def test_a_constant_that_ends_with_models_ends_with_interactions(base: str, address: str, new: str) -> None:
    root = f"const ROOT = '{MODELS.removesuffix('/models')}';\n" if "ROOT" in base else ""
    before = f"{root}const BASE = {base};\nconst ask = async (model) => ({post(address=address)}).status;\n"
    after = f"{root}const BASE = {new};\nconst ask = async (model) => ({post('', 'BASE', OF_MODEL)}).status;\n"
    becomes(before, after)


@pytest.mark.parametrize("more", ["`${BASE}:generateContent`", "BASE + ':generateContent'"])
def test_a_constant_that_ends_with_the_model_gives_it_to_the_body(more: str) -> None:
    before = f"const BASE = '{MODELS}/gemini-2.5-flash';\nconst r = {post(address=more)};\n"
    becomes(before, f"const BASE = {NEW_TEXT};\nconst r = {post('', 'BASE', SENT)};\n")
    before = f"const M = 'gemini-2.5-pro';\nconst BASE = `{MODELS}/${{M}}`;\nconst r = {post(address=more)};\n"
    becomes(
        before,
        f"const M = 'gemini-2.5-pro';\nconst BASE = {NEW_TEXT};\nconst r = {post('', 'BASE', OF_MODEL.replace('model,', 'model: M,'))};\n",
    )


def test_a_constant_that_ends_with_models_serves_several_requests() -> None:
    before = f"const BASE = '{MODELS}';\n" + "".join(
        f"const {name} = {post(address=f'`${{BASE}}/{model}:generateContent?key=${{KEY}}`')};\n"
        for name, model in (("a", "gemini-2.5-flash"), ("b", "gemini-2.5-pro"))
    )
    after = f"const BASE = {NEW_TEXT};\n" + "".join(
        f"const {name} = {post(KEYED_HEADERS, 'BASE', SENT.replace('gemini-2.5-flash', model))};\n"
        for name, model in (("a", "gemini-2.5-flash"), ("b", "gemini-2.5-pro"))
    )
    becomes(before, after)


def test_an_address_of_its_own_name_begins_with_a_constant_that_ends_with_models() -> None:
    before = f"const BASE = '{MODELS}';\nasync function ask(model) {{\n  const url = `${{BASE}}/${{model}}:generateContent`;\n  return ({post(address='url')}).ok;\n}}\n"
    after = f"const BASE = {NEW_TEXT};\nasync function ask(model) {{\n  const url = BASE;\n  return ({post('', 'url', OF_MODEL)}).ok;\n}}\n"
    becomes(before, after)


@pytest.mark.parametrize(
    "use",
    [
        "console.log(BASE);",
        "export { BASE };",
        "await fetch(BASE);",
        "await fetch(`${BASE}/${model}:countTokens`, { method: 'POST', body });",
        "await fetch(`${BASE}/${model}:embedContent`, { method: 'POST', body });",
        f"save(await fetch(`${{BASE}}/gemini-2.5-pro:generateContent`, {{ method: 'POST', body: {BODY} }}));",
    ],
)
def test_a_constant_that_ends_with_models_and_is_read_for_something_else_holds_the_request(use: str) -> None:
    stays(f"const BASE = '{MODELS}';\n{use}\nconst r = {post(address='`${BASE}/gemini-2.5-flash:generateContent`')};\n", "")


@pytest.mark.parametrize(
    "base", ["'https://example.com/v1beta/models'", "process.env.BASE", "'https://generativelanguage.googleapis.com/v1beta/tunedModels'"]
)
def test_a_constant_that_is_no_address_of_googles_models_holds_the_request(base: str) -> None:
    stays(f"const BASE = {base};\nconst r = {post(address='`${BASE}/gemini-2.5-flash:generateContent`')};\n", "")


def test_body_and_options_under_names_of_their_own_change_there() -> None:
    before = f"const body = {{ {CONTENTS} }};\nconst o = {{ method: 'POST', body: JSON.stringify(body) }};\nconst r = await fetch('{ADDRESS}', o);\n"
    after = before.replace(CONTENTS, "model: 'gemini-2.5-flash', input: 'Hi', store: false").replace(ADDRESS, NEW)
    becomes(before, after)


def test_a_body_that_is_written_as_json_stays_so() -> None:
    body = 'JSON.stringify({"contents": [{"parts": [{"text": "Hi"}]}]})'
    new = 'JSON.stringify({"model": "gemini-2.5-flash", "input": "Hi", "store": false})'
    becomes(f"const r = {post(body=body)};\n", f"const r = {post('', NEW_TEXT, new)};\n")


def test_a_body_keeps_the_indentation_that_it_has() -> None:
    old = "JSON.stringify({\n      contents: [{\n          parts: [{ text: `a\n b` }],\n      }],\n  })"
    new = "JSON.stringify({\n      model: 'gemini-2.5-flash',\n      input: `a\n b`,\n      store: false,\n  })"
    around = "if (x) {\n  const r = @;\n}\n"
    becomes(around.replace("@", post(body=old)), around.replace("@", post("", NEW_TEXT, new)))


def test_the_store_of_the_service_is_used_on_demand() -> None:
    becomes(f"const r = {POST};\n", f"const r = {DONE.replace(', store: false', '')};\n", options=Options(store="server"))


def test_axios_sends_an_object_and_answers_with_data() -> None:
    head = "import axios from 'axios';\n"
    before = f"{head}const {{ data }} = await axios.post(`{ADDRESS}?key=${{k}}`, {{ {CONTENTS} }});\nconsole.log(data.{READ});\n"
    sent = SENT.removeprefix("JSON.stringify(").removesuffix(")")
    after = f"{head}const {{ data }} = await axios.post('{NEW}', {sent}, {{ headers: {{ 'x-goog-api-key': k }} }});\nconsole.log(data.steps{TEXTS});\n"
    becomes(before, after)


@pytest.mark.parametrize(
    "head",
    [
        "import fetch from 'node-fetch';\n",
        "import { fetch } from 'undici';\n",
        "const fetch = require('node-fetch');\n",
        "const fetch = (...args) => import('node-fetch').then(({ default: fetch }) => fetch(...args));\n",
    ],
)
def test_packages_that_are_fetch_are_fetch(head: str) -> None:
    becomes(f"{head}const r = {POST};\n", f"{head}const r = {DONE};\n")


def test_a_key_that_may_be_missing_is_a_text_to_a_type_checker() -> None:
    after = post("headers: { 'x-goog-api-key': `${process.env.KEY}` }, ", NEW_TEXT, SENT)
    before = post(address=f"`{ADDRESS}?key=${{process.env.KEY}}`")
    becomes(f"const r = {before};\n", f"const r = {after};\n", ".ts")


# -- answers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"console.log(data.{READ});", f"console.log(data.steps{TEXTS});"),
        (f"console.log(data.{READ}.trim());", f"console.log(data.steps{TEXTS}.trim());"),
        (f"const t = data?.{LENIENT};", f"const t = data?.steps?{TEXTS} || undefined;"),
        (f"const t = data.{LENIENT} ?? '';", f"const t = data.steps?{TEXTS} ?? '';"),
        (f"const t = data.{LENIENT} ?? 'none';", f"const t = data.steps?{TEXTS} || 'none';"),
        (f"const t = data.{LENIENT} || 'none';", f"const t = data.steps?{TEXTS} || 'none';"),
        (f"const t = data.{LENIENT}?.trim();", f"const t = (data.steps?{TEXTS} || undefined)?.trim();"),
        (f"const t = data.{LENIENT}.trim();", f"const t = (data.steps?{TEXTS} || undefined)?.trim();"),
        (f"const t = (data.{LENIENT}).trim();", f"const t = ((data.steps?{TEXTS} || undefined)).trim();"),
        (f"const t = data.{LENIENT}?.trim() || 'none';", f"const t = data.steps?{TEXTS}?.trim() || 'none';"),
        (f"if (data.{LENIENT}) done();", f"if (data.steps?{TEXTS}) done();"),
        (f"const t = known ?? data.{LENIENT};", f"const t = known ?? (data.steps?{TEXTS} || undefined);"),
        (f"if (typeof data.{LENIENT} === 'string') done();", f"if (typeof (data.steps?{TEXTS} || undefined) === 'string') done();"),
        ("console.log(data['candidates'][0]['content']['parts'][0]['text']);", f"console.log(data.steps{TEXTS});"),
    ],
)
def test_the_text_is_that_of_all_steps_of_the_model_and_missing_where_it_was(before: str, after: str) -> None:
    reads(before, after)


@pytest.mark.parametrize("read", ["candidates?.[0]?.content.parts[0].text", "candidates[0]?.content?.parts[0].text"])
def test_a_text_that_was_an_error_where_only_some_of_its_way_was_missing_is_noted(read: str) -> None:
    migration = migrate(reading(f"console.log(data.{read});"), ".mjs")
    assert migration.changed
    assert [note.code for note in migration.notes] == ["GI402"]


@pytest.mark.parametrize(
    ("guard", "notes"), [("if (!c) throw 1;", []), ("if (c) ", []), ("c && ", []), ("", ["GI402"]), ("if (d) ", ["GI402"])]
)
def test_a_piece_that_is_known_to_be_there_raises_nothing(guard: str, notes: list[str]) -> None:
    migration = migrate(reading(f"const c = data.candidates?.[0];\n{guard}save(c.content?.parts?.[0]?.text);"), ".mjs")
    assert migration.changed
    assert [note.code for note in migration.notes] == notes


@pytest.mark.parametrize("before", ["const n = 1", "const f = () => {}", "n++", "import 'x'"])
def test_a_text_at_the_beginning_of_a_line_is_no_call_of_the_line_before(before: str) -> None:
    start = reading("").replace(";", "")
    code = f"{start}{before}\ndata.{LENIENT}.split(',').forEach(save)\n"
    output = migrate(code, ".mjs").output
    assert f"{before}\n;(data.steps" in output
    assert output == migrate(output, ".mjs").output


@pytest.mark.parametrize("before", ["const n = 1;", "if (x) {\n}", "if (x)", "// none"])
def test_a_line_that_ends_needs_no_other_end(before: str) -> None:
    assert f"{before}\n(data.steps" in migrate(reading(f"{before}\ndata.{LENIENT}.split(',').forEach(save)"), ".mjs").output


def test_a_text_that_was_an_error_when_it_was_missing_is_noted() -> None:
    migration = reads(f"console.log(data.{READ});", f"console.log(data.steps{TEXTS});")
    assert [note.code for note in migration.notes] == ["GI402"]
    assert not migrate(reading(f"console.log(data.{LENIENT});"), ".mjs").notes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("console.log(data.usageMetadata.totalTokenCount);", "console.log(data.usage.total_tokens);"),
        ("console.log(data.usageMetadata?.promptTokenCount ?? 0);", "console.log(data.usage?.total_input_tokens ?? 0);"),
        ("const u = data['usageMetadata'];\nsave(u.totalTokenCount);", "const u = data['usage'];\nsave(u.total_tokens);"),
        ("const u = data.usageMetadata || {};\nsave(u.totalTokenCount);", "const u = data.usage || {};\nsave(u.total_tokens);"),
        ("const { totalTokenCount } = data.usageMetadata;", "const { total_tokens: totalTokenCount } = data.usage;"),
        ("const { error, usageMetadata: { totalTokenCount: n } } = data;", "const { error, usage: { total_tokens: n } } = data;"),
        ("console.log(data.modelVersion, data.responseId);", "console.log(data.model, data.id);"),
    ],
)
def test_counts_have_other_names(before: str, after: str) -> None:
    reads(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("if (!data.candidates) throw 1;", f"if (!data.{SOME}) throw 1;"),
        ("if (!data.candidates || data.candidates.length === 0) throw 1;", f"if (!data.{SOME}) throw 1;"),
        ("if (data?.candidates?.[0]?.content?.parts?.length) done();", f"if (data?.{SOME}) done();"),
        ("if (data.candidates && data.candidates[0].content) done();", f"if (data.{SOME}) done();"),
        ("const some = data.candidates?.length > 0;", f"const some = !!data.{SOME};"),
        ("if (!data.candidates || data.candidates?.length === 0) throw 1;", f"if (!data.{SOME}) throw 1;"),
        ("const c = data?.candidates?.[0];\nif (!c) throw 1;", f"const c = data;\nif (!c?.{SOME}) throw 1;"),
    ],
)
def test_whether_there_is_an_answer_is_asked_of_its_steps_which_errors_lack(before: str, after: str) -> None:
    reads(before, after)


def test_a_candidate_under_a_name_is_the_answer() -> None:
    reads(f"const c = data.candidates[0];\nsave(c.{READ.partition('.')[2]});", f"const c = data;\nsave(c.steps{TEXTS});")


@pytest.mark.parametrize(
    "code",
    [
        "if (!r.ok) throw new Error(await r.text());",
        "if (!r.ok) { const problem = await r.json(); report(problem.error); }",
        "if (r.status !== 200) { save(await r.text()); }",
        "if (r.status === 429) { save(await r.json()); }",
        "if (r.ok) { done(); } else { save(await r.json()); }",
        "if (!r.ok && retries > 0) retry(await r.text());",
        "const text = r.ok ? 'fine' : await r.text();",
        "console.log(r.ok, r.status, r.statusText, r.headers.get('retry-after'));",
        "const { ok, status } = r;",
    ],
)
def test_what_is_done_with_a_failure_stays(code: str) -> None:
    becomes(f"const r = {POST};\n{code}\n", f"const r = {DONE};\n{code}\n")


@pytest.mark.parametrize("code", ["if (data.error) throw new Error(data.error.message);", "if ('error' in data) save(data.error);"])
def test_an_error_has_the_same_shape(code: str) -> None:
    reads(code, code)


def test_promises_pass_the_answer_on() -> None:
    before = f"{POST.removeprefix('await ')}\n  .then((r) => {{\n    if (!r.ok) throw new Error('x');\n    return r.json();\n  }})\n  .then((d) => console.log(d.{READ}));\n"
    becomes(before, before.replace(POST.removeprefix("await "), DONE.removeprefix("await ")).replace(f"d.{READ}", f"d.steps{TEXTS}"))


@pytest.mark.parametrize(
    "shown", ["console.log(data);", "console.log(JSON.stringify(data, null, 2));", "console.log(await r.text());", "console.log(r);"]
)
def test_what_is_shown_as_a_whole_needs_an_assumption(shown: str) -> None:
    migration = migrate(reading(shown), ".mjs")
    assert not migration.changed
    assert {finding.assumptions for finding in migration.left} == {("shown",)}


def test_a_text_that_is_not_proven_needs_an_assumption() -> None:
    body = BODY.replace("'Hi'", "prompt")
    migration = migrate(f"export async function ask(prompt) {{ return ({post(body=body)}).ok; }}\n", ".mjs")
    assert not migration.changed
    assert {finding.assumptions for finding in migration.left} == {("text",)}


# -- what stays ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        f"await fetch('{ADDRESS.replace('generateContent', 'embedContent')}', {{ method: 'POST', body }});",
        f"await fetch('{ADDRESS.replace('generateContent', 'countTokens')}', {{ method: 'POST', body }});",
        "await fetch('https://example.com/ask', { method: 'POST', body });",
        f"await fetch('{NEW}', {{ method: 'POST', body: {SENT} }});",
        f"// {ADDRESS}",
        f"if (url === '{ADDRESS}') done();",
        "expect(url).toContain(':generateContent');",
        f"{POST}; // migrate-interactions: ignore",
        f"{POST}; // migrate-interactions: ignore[GI607]",
        f"save({POST}); // migrate-interactions: ignore[GI608]",
        f"const U = '{ADDRESS}';\nawait fetch(U, {{ method: 'POST', body: {BODY} }}); // migrate-interactions: ignore",
    ],
)
def test_what_is_no_such_request_or_is_to_be_left_is_not_mentioned(code: str) -> None:
    untouched(f"{code}\n")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (f"function go(fetch) {{ return {POST.removeprefix('await ')}; }}", "not one that is followed"),
        (f"const fetch = make();\nconst r = {POST};", "not one that is followed"),
        (f"import {{ fetch }} from './net.js';\nconst r = {POST};", "not one that is followed"),
        (f"globalThis.fetch = async () => stub;\nconst r = {POST};", "not one that is followed"),
        (f"const f = fetch;\nconst r = {post(function='f')};", "not one that is followed"),
        (f"const fetch = (...all) => import('./net.js').then(({{ default: f }}) => f(...all));\n{POST};", "not one that is followed"),
        (f"const u = custom || '{ADDRESS}';\nconst r = {post(address='u')};", "not one that is followed"),
        (f"const d = {post(function='fetchJson')};", "not one that is followed"),
        (f"const r = await fetch(new Request('{ADDRESS}', {{ method: 'POST' }}));", "not one that is followed"),
        (f"const api = axios.create();\nawait api.post('{ADDRESS}', {{ {CONTENTS} }});", "not one that is followed"),
        (f"import axios from './axios.js';\nawait axios.post('{ADDRESS}', {{ {CONTENTS} }});", "not one that is followed"),
        (f"export const ENDPOINT = '{ADDRESS}';", "not one that is followed"),
    ],
)
def test_a_call_of_something_else_is_left(code: str, reason: str) -> None:
    stays(f"{code}\n", reason)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (f"await fetch('{ADDRESS}')", "no POST"),
        (f"await fetch('{ADDRESS}', {{ method: 'GET' }})", "no POST"),
        (f"await fetch('{ADDRESS}', {{ body: {BODY} }})", "no POST"),
        (f"await fetch('{ADDRESS}', {{ method, body: {BODY} }})", "no POST"),
        (f"await fetch('{ADDRESS}', {{ ['method']: 'POST', body: {BODY} }})", "not all in sight"),
        (f"await fetch('{ADDRESS}', {{ ...base, method: 'POST', body: {BODY} }})", "not all in sight"),
        (f"await fetch('{ADDRESS}', options)", "options of the request are not in sight"),
        (f"await fetch('{ADDRESS}', ...options)", "arguments of the call"),
        (post("next: { revalidate: 60 }, "), "`next`"),
        (post("mode: 'no-cors', "), "`mode`"),
        (post("dispatcher, "), "`dispatcher`"),
        (f"await fetch('{ADDRESS}', {{ method: 'POST' }})", "body of the request is not in sight"),
        (post(body="body"), "not an object in sight"),
        (post(body="JSON.stringify(make())"), "not an object in sight"),
        (post(body=f"JSON.stringify({{ {CONTENTS} }}, null, 2)"), "not an object in sight"),
        (post(body=f"JSON.stringify(x ? {{ {CONTENTS} }} : {{}})"), "not an object in sight"),
        (post(body=f"other.stringify({{ {CONTENTS} }})"), "not an object in sight"),
        (post(body=f"JSON.stringify({{ {CONTENTS}, ...more }})"), "is not in sight"),
        (post(body="JSON.stringify({ contents: [...turns] })"), "is not in sight"),
        (post(body="JSON.stringify({ contents: turns })"), "is not in sight"),
        (post(body=f"JSON.stringify({{ {CONTENTS}, generationConfig: {{ topK: 3 }} }})"), "`top_k`"),
        (post(body=f"JSON.stringify({{ {CONTENTS}, model: 'x' }})"), "`model`"),
        (post(body="JSON.stringify({\n  contents: [\n    // the turn\n    { parts: [{ text: 'Hi' }] },\n  ],\n})"), "this comment"),
        (post(body="JSON.stringify({ cachedContent: b(), contents: [{ parts: [{ text: String(a()) }] }], labels: c() })"), "another order"),
    ],
)
def test_a_request_that_is_not_all_in_sight_is_left(code: str, reason: str) -> None:
    stays(f"const r = {code};\n", reason)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("const body = {0};\nbody.x = 1;\n{1}", "used here as well"),
        ("const body = {0};\nsave(body);\n{1}", "used here as well"),
        ("let body = {0};\nif (x) body = {{}};\n{1}", "not an object in sight"),
        ("export const body = {0};\n{1}", "not an object in sight"),
    ],
)
def test_a_body_that_others_have_is_left(code: str, reason: str) -> None:
    stays(code.format(f"{{ {CONTENTS} }}", f"const r = {post(body='JSON.stringify(body)')};\n"), reason)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (f"'{ADDRESS}?fields=a'", "has no counterpart"),
        (f"'{ADDRESS}?alt=sse'", "a stream"),
        (f"'{ADDRESS.replace('generateContent', 'streamGenerateContent')}'", "a stream"),
        (f"`{ADDRESS}?key=${{a}}${{b}}`", "put together from pieces"),
        (f"`{ADDRESS}?key=${{make()}}`", "the key is not in sight"),
        (f"`{ADDRESS}?key=${{await make()}}`", "the key is not in sight"),
        (f"`{ADDRESS}`".replace("2.5-flash", "${size}"), "put together from pieces"),
        (f"`{ADDRESS}`".replace("https://generativelanguage.googleapis.com", "${host}"), "host of the address"),
        ("`${BASE}:generateContent`", "the address"),
        (f"'https://proxy.example.com/{ADDRESS}'", "the address"),
        ("'https://example.com/v1beta/models/gemini-2.5-flash:generateContent'", "the address"),
        ("'https://generativelanguage.googleapis.com/v1beta/tunedModels/mine:generateContent'", "the address"),
        (f"'{ADDRESS.replace('gemini-2.5-flash', 'embedding-001')}'", "not a model"),
    ],
)
def test_an_address_that_says_something_else_is_left(address: str, reason: str) -> None:
    stays(f"const r = {post(address=address)};\n", reason)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ("headers: { 'x-goog-api-key': other }, ", "given twice"),
        ("headers: new Headers(), ", "the headers"),
        ("headers: make(), ", "the headers"),
        ("headers: { ...more }, ", "the headers"),
    ],
)
def test_headers_that_the_key_cannot_join_hold_it(options: str, reason: str) -> None:
    stays(f"const r = {post(options, KEYED)};\n", reason)


@pytest.mark.parametrize("headers", ["{ 'Content-Length': 42 }", "{ a: 'b', 'content-length': String(n) }"])
def test_headers_that_say_how_long_the_body_is_hold_it(headers: str) -> None:
    stays(f"const r = {post(f'headers: {headers}, ')};\n", "how long the body is")
    stays(f"const headers = {headers};\nconst r = {post('headers, ')};\n", "how long the body is")


def test_a_key_that_changes_between_address_and_headers_is_left() -> None:
    stays(f"let k = 'a';\nconst u = `{ADDRESS}?key=${{k}}`;\nk = 'b';\nconst r = {post(address='u')};\n", "the key is not in sight")
    stays(
        f"const c = {{ k: 'a' }};\nconst u = `{ADDRESS}?key=${{c.k}}`;\nasync function f() {{ {post(address='u')}; }}\nc.k = 1;\n",
        "the key is not",
    )


def test_a_model_that_is_not_known_where_the_body_is_written_is_left() -> None:
    address = f"`{ADDRESS}`".replace("gemini-2.5-flash", "${model}")
    stays(
        f"const body = {{ {CONTENTS} }};\nfor (const model of all) {post(body='JSON.stringify(body)', address=address)};\n", "not known yet"
    )


@pytest.mark.parametrize("use", ["console.log(u);", "export { u };", "const v = `${u}`;", "await fetch(u, { method: 'POST', body });"])
def test_an_address_that_is_used_for_something_else_stays_what_it_is(use: str) -> None:
    stays(f"const u = '{ADDRESS}';\n{use}\nconst r = {post(address='u')};\n", "")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("save(r);", "the response goes where"),
        ("const b = await r.blob();", "`blob` of the response"),
        ("console.log(r.url);", "`url` of the response"),
        ("const copy = r.clone();", "`clone` of the response"),
        ("for await (const chunk of r.body) save(chunk);", "`body` of the response"),
        ("save(await r.text());", "read as it is"),
        ("const d = JSON.parse(await r.text(), revive);", "read as it is"),
        ("const JSON = other;\nconst d = JSON.parse(await r.text());", "not an object in sight"),
        ("save(await r.json());", "cannot be followed"),
        ("const d = r.json();\nconsole.log(d.candidates);", "promise of the response"),
        ("if (r.status >= 200) save(await r.json());", "cannot be followed"),
        ("if (!r.ok || bad) save(await r.json());", "cannot be followed"),
        ("const { candidates } = await r.json();", "`candidates`"),
        ("const { error, ...rest } = await r.json();", "`...rest`"),
        ("const d = { ...(await r.json()) };", "cannot be followed"),
    ],
)
def test_a_response_that_goes_elsewhere_holds_its_request(code: str, reason: str) -> None:
    stays(f"const r = {POST};\n{code}\n", reason)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("export const answer = data;", "is exported"),
        ("state.answer = data;", "cannot be followed"),
        (f"data.{READ} = 'x';", "is changed here"),
        ("console.log(data[key]);", "cannot be followed"),
        ("console.log(data.candidates);", "has no place"),
        ("console.log(data.candidates[0].finishReason);", "has no place"),
        ("console.log(data.candidates[1].content.parts[0].text);", "has no place"),
        ("console.log(data.candidates[0].content.parts[1].text);", "has no place"),
        ("console.log(data.candidates.at(0).content);", "has no place"),
        ("for (const part of data.candidates[0].content.parts) save(part.text);", "has no place"),
        ("if (data.promptFeedback?.blockReason) throw 1;", "has no place"),
        ("console.log(data.usageMetadata.trafficType);", "has no place"),
        ("save(data.usageMetadata);", "cannot be followed"),
        ("const c = data.candidates[0];\nsave(c);", "has no place"),
        ("if (data.candidates?.length === 0) throw 1;", "has no place"),
        ("const none = x || data.candidates?.[0]?.content?.parts.length < 1;", "has no place"),
        ("const c = data.candidates[0];\nconsole.log(c.finishReason);", "has no place"),
        (f"try {{ save(data.{READ}); }} catch {{ save('none'); }}", "caught on line"),
        (f"const t = await r.json().then((d) => d.{READ}).catch(() => 'none');", "caught on line"),
        (f"r.json().then((d) => save(d.{READ})).finally(done).then(go, stop);", "caught on line"),
    ],
)
def test_an_answer_that_is_read_in_another_way_holds_its_request(code: str, reason: str) -> None:
    stays(reading(code), reason)


@pytest.mark.parametrize(
    "code",
    [
        f"export async function ask() {{ return {POST}; }}",
        f"export const ask = async () => ({POST}).json();",
        f"class A {{ async ask() {{ return ({POST}).json(); }} }}",
        f"app.post('/', async (q, res) => res.json(await ({POST}).json()));",
        f"const r = cached ?? {POST};",
        f"const r = {POST};\nlet d = await r.json();\nd = change(d);",
        f"let d = {{}};\nd = await ({POST}).json();\nconsole.log(d.{READ});",
        f"function get(d) {{ return d.{READ}; }}\nget(await ({POST}).json());\nget(other);",
        f"export class A {{ async ask() {{ this.d = await ({POST}).json(); return this.d.{READ}; }} }}",
        f"{POST.removeprefix('await ')}.then(read);",
        f"{POST.removeprefix('await ')}.then((r) => r.json()).catch(() => ({{}})).then((d) => save(d.{READ}));",
        f"withRetry(() => {POST.removeprefix('await ')}).then((r) => save(r));",
    ],
)
def test_an_answer_that_leaves_the_code_in_sight_holds_its_request(code: str) -> None:
    stays(f"{code}\n", "")


@pytest.mark.parametrize(
    "code",
    [
        f"const d = (await r.json()) as R;\nconsole.log(d.{READ});",
        f"const d: R = await r.json();\nconsole.log(d.{READ});",
        f"const read = (d: R) => d.{READ};\nconsole.log(read(await r.json()));",
        f"async function body(): Promise<R> {{ return r.json(); }}\nconsole.log((await body()).{READ});",
    ],
)
def test_a_type_of_the_old_answer_holds_its_request(code: str) -> None:
    stays(f"interface R {{ candidates: any[] }}\nconst r = {POST};\n{code}\n", "says what the answer is", ".ts")


def test_a_type_that_is_asserted_holds_for_the_text_and_what_stands_for_none() -> None:
    after = f"const t = <string>(data.steps?{TEXTS} || undefined);".replace("(step)", "(step: any)").replace("(part)", "(part: any)")
    reads(f"const t = <string>data.{LENIENT};", after, ".ts")


def test_a_type_of_the_old_body_holds_its_request() -> None:
    stays(f"const r = {post(body=f'JSON.stringify({{ {CONTENTS} }} satisfies Body)')};\n", "says what the body is", ".ts")
    stays(f"const b: Body = {{ {CONTENTS} }};\nconst r = {post(body='JSON.stringify(b)')};\n", "not an object in sight", ".ts")


def test_a_text_beside_function_calls_may_be_missing_however_it_is_read() -> None:
    tools = "tools: [{ functionDeclarations: [{ name: 'f', description: 'F' }] }]"
    old = post(body=f"JSON.stringify({{ {CONTENTS}, {tools} }})")
    new = SENT.replace(", store", ", tools: [{ type: 'function', name: 'f', description: 'F' }], store")
    after = f"const r = {post('', NEW_TEXT, new)};\nconst t = (await r.json()).steps{TEXTS} || undefined;\n"
    becomes(f"const r = {old};\nconst t = (await r.json()).{READ};\n", after)
    stays(f"const r = {old};\nconst n = (await r.json()).{LENIENT}.length;\n", "a function call without text")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("tools: [{ codeExecution: {} }]", "holds more than text"),
        ("generationConfig: { thinkingConfig: { includeThoughts: true } }", "holds more than text"),
        ("generationConfig: { candidateCount: 2 }", "`candidate_count`"),
        ("generationConfig: { responseMimeType: 'text/x.enum' }", ""),
    ],
)
def test_an_answer_with_more_than_one_text_is_left(more: str, reason: str) -> None:
    stays(f"const r = {post(body=f'JSON.stringify({{ {CONTENTS}, {more} }})')};\nconsole.log((await r.json()).{READ});\n", reason)


@pytest.mark.parametrize(
    "setting",
    [
        "axios.interceptors.request.use(add);",
        "axios.interceptors.response.use((r) => r.data);",
        "axios.defaults.transformResponse = read;",
        "Object.assign(axios.defaults, own);",
        "setUp(axios);",
    ],
)
def test_an_axios_that_does_more_than_it_is_told_here_holds_its_requests(setting: str) -> None:
    call = f"const r = await axios.post('{ADDRESS}', {{ {CONTENTS} }});\nconsole.log(r.data.{READ});\n"
    stays(f"import axios from 'axios';\n{setting}\n{call}", "more than what is written here")
    stays(f"const axios = require('axios');\n{call}{setting}\n", "more than what is written here")


@pytest.mark.parametrize(
    "mock", ["vi.stubGlobal('fetch', mine);", "jest.spyOn(globalThis, 'fetch');", "sinon.stub(window, 'fetch').resolves(x);"]
)
def test_a_fetch_that_a_test_replaces_is_not_that_of_the_runtime(mock: str) -> None:
    stays(f"{mock}\nconst r = {POST};\n", "not one that is followed")


@pytest.mark.parametrize("mock", ["vi.mock('PACKAGE');", "jest.mock('PACKAGE', () => x);", "jest.doMock('PACKAGE');"])
def test_a_package_that_a_test_replaces_is_not_followed(mock: str) -> None:
    fetching = f"import fetch from 'node-fetch';\n{mock.replace('PACKAGE', 'node-fetch')}\nconst r = {POST};\n"
    stays(fetching, "not one that is followed")
    posting = f"const r = await axios.post('{ADDRESS}', {{ {CONTENTS} }});\n"
    stays(f"import axios from 'axios';\n{mock.replace('PACKAGE', 'axios')}\n{posting}", "not one that is followed")
    becomes(f"{mock.replace('PACKAGE', './net.js')}\nconst r = {POST};\n", f"{mock.replace('PACKAGE', './net.js')}\nconst r = {DONE};\n")


@pytest.mark.parametrize(
    "use",
    ["axios.defaults.timeout = 5;", "if (axios.isAxiosError(e)) done();", "axios.get(u);", "const a = axios.create();", "axios({ url });"],
)
def test_what_axios_is_used_for_elsewhere_changes_no_request(use: str) -> None:
    before = f"import axios from 'axios';\n{use}\nconst r = await axios.post('{ADDRESS}', {{ {CONTENTS} }});\n"
    after = before.replace(ADDRESS, NEW).replace(CONTENTS, "model: 'gemini-2.5-flash', input: 'Hi', store: false")
    becomes(before, after)


def test_requests_that_share_an_address_stay_together() -> None:
    code = f"const u = '{ADDRESS}';\nconst a = {post(address='u')};\nconst b = {post(address='u')};\nsave(b);\n"
    stays(code, "line 4: the response goes where")


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("const verb = 'generateContent';\n@`${BASE}/models/${m}:${verb}`", 2),
        (
            "const verb = 'streamGenerateContent?alt=sse';\n@`https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:${verb}`",
            2,
        ),
        ("@BASE + '/models/' + m + ':' + (stream ? 'streamGenerateContent' : 'generateContent')", 1),
        ("@`${BASE}/models/${m}:${stream ? 'streamGenerateContent' : 'generateContent'}?key=${k}`", 1),
        ("const verb = 'generateContent';\n@'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:' + verb", 2),
    ],
)
def test_an_address_whose_verb_is_put_into_it_is_reported(code: str, line: int) -> None:
    source = code.replace("@", "const u = ") + ";\n"
    stays(source, "the call that the address is for")
    assert [finding.span.line for finding in migrate(source, ".mjs").left] == [line]


@pytest.mark.parametrize(
    "code",
    [
        "if (model.supportedGenerationMethods.includes('generateContent')) done();",
        "const verb = 'generateContent';\nconst u = `${BASE}/files/${m}:${verb}`;",
        "const verb = 'countTokens';\nconst u = `${BASE}/models/${m}:${verb}`;",
        "const verb = 'generateContent';\nconsole.log(`models/x: ${verb}`);",
    ],
)
def test_the_name_of_a_method_is_no_request(code: str) -> None:
    untouched(f"{code}\n")


# -- what is said ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (f"save({POST});", "{ model: 'gemini-2.5-flash', input: 'Hi', store: false }"),
        (f"save({post(function='call')});", "{ model: 'gemini-2.5-flash', input: 'Hi', store: false }"),
        (f"save({POST.replace('generateContent', 'streamGenerateContent')});", "input: 'Hi', stream: true, store: false }"),
        (
            f"const b = {{ {CONTENTS} }};\nsave(b, {post(body='JSON.stringify(b)')});",
            "{ model: 'gemini-2.5-flash', input: 'Hi', store: false }",
        ),
    ],
)
def test_the_new_body_is_written_out_for_a_request_that_stays(code: str, said: str) -> None:
    migration = migrate(f"{code}\n", ".mjs", EVERYTHING)
    assert [finding.help for finding in migration.left if said in finding.help], [finding.help for finding in migration.left]


def test_every_schema_but_todays_leaves_it() -> None:
    migration = migrate(f"const r = {POST};\n", ".mjs", Options(schema="outputs"))
    assert not migration.changed
    assert "GI608" in {finding.code for finding in migration.left}


def test_a_file_without_any_other_old_word_is_looked_at() -> None:
    assert may_concern(b"fetch(`${BASE}/${model}:streamGenerateContent`)")


def test_a_new_request_counts_as_one_that_is_done() -> None:
    assert [place.span.line for place in migrate(f"\nconst r = {DONE};\n", ".mjs").interactions] == [2]
    assert not migrate("const r = await fetch('https://example.com/interactions', { method: 'POST' });\n", ".mjs").interactions


def test_an_sdk_in_the_same_file_is_another_matter() -> None:
    client = "import { GoogleGenAI } from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
    call = "const a = await ai.models.generateContent({ model: 'gemini-2.5-flash', contents: 'Hi' });\n"
    new = "const a = await ai.interactions.create({ model: 'gemini-2.5-flash', input: 'Hi', store: false });\n"
    assert migrate(f"{client}{call}save({POST});\n", ".mjs").output == f"{client}{new}save({POST});\n"
    becomes(f"{client}{call}const r = {POST};\n", f"{client}{new}const r = {DONE};\n")
