"""Requests that requests and httpx post by themselves: what is rewritten, and above all what has to stay."""

from __future__ import annotations

import pytest

from codemods.options import Options
from codemods.python import may_concern, migrate
from migrate_interactions.transforms import requests_without_sdk
from tests.python.support import EVERYTHING, findings, left, source, transformed, untouched

ADDRESS = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent"
NEW = "https://generativelanguage.googleapis.com/v1beta/interactions"
BODY = '{"contents": [{"parts": [{"text": "Hi"}]}]}'
SENT = '{"model": "gemini-2.5-flash", "input": "Hi", "store": False}'
READ = '["candidates"][0]["content"]["parts"][0]["text"]'
TEXTS = '["steps"] if step["type"] == "model_output" for part in step.get("content", []))'


def program(call: str, before: str = "") -> str:
    return f"import json\nimport os\nimport requests\nimport httpx\n{source(before)}\n{source(call)}"


def post(*more: str, function: str = "requests.post", address: str = f'"{ADDRESS}"') -> str:
    return f"{function}({', '.join((address, *(more or (f'json={BODY}',))))})"


def stays(call: str, reason: str, before: str = "") -> None:
    migration = migrate(program(call, before), None, EVERYTHING)
    assert migration.output == migration.source
    assert any(reason in finding.message for finding in migration.left), [finding.message for finding in migration.left]


def becomes(call: str, after: str, before: str = "", options: Options | None = None) -> None:
    transformed(program(call, before), program(after, before), options)


REQUEST = f'urllib.request.Request("{ADDRESS}", json.dumps({BODY}).encode())'
MADE = f'urllib.request.Request("{NEW}", json.dumps({SENT}).encode())'
LIBRARY = "import urllib.request"


# -- what is rewritten -----------------------------------------------------------------------------------------------


def test_address_and_body_change_together() -> None:
    becomes(f"print({post()}.status_code)", f'print(requests.post("{NEW}", json={SENT}).status_code)')


def test_the_text_is_that_of_all_steps_of_the_model() -> None:
    becomes(
        f"answer = {post()}.json()\nprint(answer{READ})",
        f'answer = requests.post("{NEW}", json={SENT}).json()\nprint("".join(part.get("text", "") for step in answer{TEXTS})',
    )


def test_an_awaited_request_in_one_expression_is_read_in_one() -> None:
    before = "client = httpx.AsyncClient()"
    old = f"async def ask():\n    return (await {post(function='client.post')}).json(){READ}\n"
    call = f'(await client.post("{NEW}", json={SENT})).json()'
    becomes(old, f'async def ask():\n    return "".join(part.get("text", "") for step in {call}{TEXTS}\n', before)


@pytest.mark.parametrize(
    ("written", "new"),
    [
        ('json={"contents": [{"parts": [{"text": "Hi"}]}]}, timeout=3', f'headers={{"x-goog-api-key": KEY}}, json={SENT}, timeout=3'),
        ('headers={}, json={"contents": [{"parts": [{"text": "Hi"}]}]}', f'headers={{"x-goog-api-key": KEY}}, json={SENT}'),
        (
            'headers={"a": "b"}, json={"contents": [{"parts": [{"text": "Hi"}]}]}',
            f'headers={{"a": "b", "x-goog-api-key": KEY}}, json={SENT}',
        ),
        (
            'headers={"X-Goog-Api-Key": KEY}, json={"contents": [{"parts": [{"text": "Hi"}]}]}',
            f'headers={{"X-Goog-Api-Key": KEY}}, json={SENT}',
        ),
    ],
    ids=["no headers", "empty headers", "other headers", "the header is there already"],
)
def test_the_key_of_the_address_becomes_a_header(written: str, new: str) -> None:
    becomes(f'requests.post(f"{ADDRESS}?key={{KEY}}", {written})', f'requests.post("{NEW}", {new})', 'KEY = os.environ["K"]')


def test_a_model_of_a_parameter_goes_into_a_body_of_the_same_function() -> None:
    before = f"""
        def ask(model: str, prompt: str):
            body = {{"contents": [{{"parts": [{{"text": prompt}}]}}]}}
            return requests.post(f"{ADDRESS.replace("gemini-2.5-flash", "{model}")}", json=body).status_code
    """
    after = f"""
        def ask(model: str, prompt: str):
            body = {{"model": model, "input": prompt, "store": False}}
            return requests.post("{NEW}", json=body).status_code
    """
    becomes(before, after)


def test_a_query_that_is_added_to_a_constant_goes() -> None:
    before = f'URL = "{ADDRESS}"\nKEY = os.environ["K"]\n'
    body = f'headers={{"x-goog-api-key": KEY}}, json={SENT}'
    new = f'URL = "{NEW}"\nKEY = os.environ["K"]\nrequests.post(URL, {body})\nrequests.post(URL, {body})\n'
    becomes(before + post(address='f"{URL}?key={KEY}"') + "\n" + post(address='URL + "?key=" + KEY') + "\n", new)


MODELS = ADDRESS.partition("/gemini")[0]


@pytest.mark.parametrize("more", ['f"{BASE}:generateContent"', 'BASE + ":generateContent"'])
def test_a_constant_that_ends_with_the_model_gives_it_to_the_body(more: str) -> None:
    before = f'BASE = "{MODELS}/gemini-2.5-flash"\n{post(address=more)}'
    becomes(before, f'BASE = "{NEW}"\n{post(f"json={SENT}", address="BASE")}')
    before = f'M = "gemini-2.5-pro"\nBASE = f"{MODELS}/{{M}}"\n{post(address=more)}'
    new = SENT.replace('"gemini-2.5-flash"', "M")
    becomes(before, f'M = "gemini-2.5-pro"\nBASE = "{NEW}"\n{post(f"json={new}", address="BASE")}')


OF_MODEL = SENT.replace('"gemini-2.5-flash"', "model")


@pytest.mark.parametrize(
    ("base", "address"),
    [
        (f'"{MODELS}"', 'f"{BASE}/{model}:generateContent"'),
        (f'"{MODELS}/"', 'BASE + model + ":generateContent"'),
        (f'f"{MODELS}"', 'f"{BASE}/{model}" ":generateContent"'),
    ],
)
def test_a_constant_that_ends_with_models_ends_with_interactions(base: str, address: str) -> None:
    before = f"BASE = {base}\n\ndef ask(model: str):\n    return {post(address=address)}.ok\n"
    after = f'BASE = "{NEW}"\n\ndef ask(model: str):\n    return {post(f"json={OF_MODEL}", address="BASE")}.ok\n'
    becomes(before, after)
    assert not list(requests_without_sdk(migrate(program(before)), Options()))


def test_an_address_of_its_own_name_begins_with_a_constant_that_ends_with_models() -> None:
    before = f"""
        BASE = "{MODELS}"
        KEY = os.environ["K"]

        def ask(model: str):
            url = f"{{BASE}}/{{model}}:generateContent?key={{KEY}}"
            return {post(address="url")}.ok
    """
    after = f"""
        BASE = "{NEW}"
        KEY = os.environ["K"]

        def ask(model: str):
            url = BASE
            return {post('headers={"x-goog-api-key": KEY}', f"json={OF_MODEL}", address="url")}.ok
    """
    becomes(before, after)
    assert not list(requests_without_sdk(migrate(program(before)), Options()))


@pytest.mark.parametrize(
    "use", ["print(BASE)", "requests.get(BASE)", 'requests.post(f"{BASE}/m:countTokens", json=body)', "__all__ = ['BASE']"]
)
def test_a_constant_that_ends_with_models_and_is_read_for_something_else_holds_the_request(use: str) -> None:
    address = 'f"{BASE}/gemini-2.5-flash:generateContent"'
    stays(f'BASE = "{MODELS}"\n{use}\nprint({post(address=address)}.ok)', "")


@pytest.mark.parametrize("base", ['"https://example.com/v1beta/models"', 'os.environ["BASE"]', f'"{MODELS}".lower()'])
def test_a_constant_that_is_no_address_of_googles_models_holds_the_request(base: str) -> None:
    address = 'f"{BASE}/gemini-2.5-flash:generateContent"'
    stays(f"BASE = {base}\nprint({post(address=address)}.ok)", "")


def test_an_address_over_two_lines_stays_on_two() -> None:
    host = ADDRESS.partition("models/")[0]
    old = f'(\n    "{host}"\n    f"models/gemini-2.5-flash:generateContent?key={{KEY}}"\n)'
    new = f'requests.post((\n    "{host}"\n    "interactions"\n), headers={{"x-goog-api-key": KEY}}, json={SENT})'
    becomes(post(address=old), new, 'KEY = os.environ["K"]')


def test_nothing_else_is_said_of_the_address_of_a_request_that_is_rewritten() -> None:
    migration = migrate(program(post(address=f'"{ADDRESS}?key=" + KEY'), 'KEY = os.environ["K"]'))
    assert migration.changed
    assert not list(requests_without_sdk(migration, Options()))


def test_parameters_under_a_name_of_their_own_go() -> None:
    old = f'KEY = os.environ["K"]\nparams = {{"key": KEY}}\n{post(f"json={BODY}", "params=params")}\n'
    becomes(old, f'KEY = os.environ["K"]\nrequests.post("{NEW}", json={SENT}, headers={{"x-goog-api-key": KEY}})\n')


def test_an_address_in_a_private_attribute_is_rewritten_where_it_is_given() -> None:
    old = f"""
        class Asker:
            def __init__(self):
                self._url = "{ADDRESS}"

            def ask(self):
                return {post(address="self._url")}.ok
    """
    becomes(old, source(old).replace(ADDRESS, NEW).replace(BODY, SENT))


def test_a_retired_default_of_the_environment_is_replaced_where_it_goes() -> None:
    address = f'f"{ADDRESS}"'.replace("gemini-2.5-flash", "{os.getenv('M', 'gemini-2.0-flash')}")
    new = SENT.replace('"gemini-2.5-flash"', "os.getenv('M', 'gemini-3.8-flash')")
    becomes(f"print({post(address=address)}.ok)", f'print(requests.post("{NEW}", json={new}).ok)')


def test_a_text_of_several_parts_is_written_with_its_line_breaks() -> None:
    body = '{"contents": [{"parts": [{"text": "Hi"}]}], "systemInstruction": {"parts": [{"text": "Be \\"brief\\"."}, {"text": "Rhyme."}]}}'
    new = '{"model": "gemini-2.5-flash", "input": "Hi", "system_instruction": "Be \\"brief\\".\\nRhyme.", "store": False}'
    becomes(post(f"json={body}"), f'requests.post("{NEW}", json={new})')


def test_the_store_of_the_service_is_used_on_demand() -> None:
    new = '{"model": "gemini-2.5-flash", "input": "Hi"}'
    becomes(post(), f'requests.post("{NEW}", json={new})', options=Options(store="server"))


def test_an_error_is_shown_as_it_was_without_an_assumption() -> None:
    old = f'r = {post()}\nif r.status_code != 200:\n    raise SystemExit(f"failed: {{r.text}}")\nif not r.ok:\n    print(r.text)\n'
    becomes(old, old.replace(post(), f'requests.post("{NEW}", json={SENT})'))


def test_what_is_shown_as_a_whole_needs_an_assumption() -> None:
    migration = migrate(program(f"r = {post()}\nprint(r.text)"))
    assert not migration.changed
    assert {finding.assumptions for finding in migration.left} == {("shown",)}


def test_a_text_that_is_not_proven_needs_an_assumption() -> None:
    body = '{"contents": [{"parts": [{"text": prompt}]}]}'
    migration = migrate(program(f"def ask(prompt):\n    return {post(f'json={body}')}.ok"))
    assert not migration.changed
    assert {finding.assumptions for finding in migration.left} == {("text",)}


def test_a_file_without_any_other_old_word_is_looked_at() -> None:
    assert may_concern(f"x = '{ADDRESS}'".encode())
    assert may_concern(b"url = f'{BASE}/{MODEL}:generateContent'")


ANY = 'any(step["type"] == "model_output" for step in answer.get("steps", []))'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('if "candidates" in answer:\n    go()', f"if {ANY}:\n    go()"),
        ('if "candidates" not in answer:\n    go()', f"if not {ANY}:\n    go()"),
        ('if not answer.get("candidates"):\n    go()', f"if not {ANY}:\n    go()"),
        ("if answer.get('candidates', []) and fine:\n    go()", f"if {ANY} and fine:\n    go()".replace('"', "'")),
        ('if "candidates" in answer and answer["candidates"]:\n    go()', f"if {ANY}:\n    go()"),
        ('if "candidates" not in answer or not answer["candidates"]:\n    go()', f"if not {ANY}:\n    go()"),
        ('if not answer.get("candidates") or answer["candidates"]:\n    go()', f"if not {ANY} or {ANY}:\n    go()"),
        ('x = 1 if answer["candidates"] else 2', f"x = 1 if {ANY} else 2"),
    ],
)
def test_whether_there_is_an_answer_is_asked_of_its_steps(old: str, new: str) -> None:
    call = f'answer = requests.post("{NEW}", json={SENT}).json()\n'
    becomes(f"answer = {post()}.json()\n{old}\n", f"{call}{new}\n")


@pytest.mark.parametrize(
    "code",
    [
        'found = "candidates" in answer',
        'return_ = answer.get("candidates")',
        'if "candidates" in answer["candidates"][0]:\n    go()',
        'if len(answer["candidates"]) > 1:\n    go()',
        'if "promptFeedback" in answer:\n    go()',
        'if answer.get("candidates") is None:\n    go()',
    ],
)
def test_other_questions_about_an_answer_hold_it(code: str) -> None:
    stays(f"answer = {post()}.json()\n{code}", "")


# -- what stays ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f'import requests\nrequests.post("{ADDRESS.replace("generateContent", "embedContent")}", json={BODY})',
        f'import requests\nrequests.post("{ADDRESS.replace("generateContent", "countTokens")}", json={BODY})',
        f'import requests\nrequests.post("https://example.com/ask", json={BODY})',
        f'import requests\nrequests.post("{NEW}", json={SENT})',
        f'requests = Stub()\nrequests.post("{ADDRESS}", json={BODY})',
        f'import requests\nrequests.get("{ADDRESS}")',
        f'"""Posts to {ADDRESS}."""',
    ],
    ids=["embeddings", "counted", "another service", "the new API", "another requests", "a get", "a docstring"],
)
def test_what_is_no_such_request_is_not_ours(text: str) -> None:
    untouched(text)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (f"answer = {post()}.json()\nsave(answer)", "goes to `save`"),
        (f"answers.append({post()}.json())", "cannot be followed"),
        (f"save({post()})", "the response goes where"),
        (f"open('a', 'w').write({post()}.text)", "is read as it is"),
        (f"for line in {post()}.iter_lines():\n    print(line)", "`iter_lines` of the response"),
        (f"answer = {post()}.json()\nanswer['candidates'][0]['content'] = 1", "is changed here"),
        (f"answer = {post()}.json()\nkey = 'candidates'\nprint(answer[key])", "cannot be followed"),
        (f"answer = {post()}.json()\nprint(answer['candidates'][1]['content']['parts'][0]['text'])", "has no place"),
        (f"answer = {post()}.json()\nprint(answer['candidates'][0]['finishReason'])", "has no place"),
        (f"answer = {post()}.json()\nprint(answer['promptFeedback'])", "has no place"),
        (f"answer = {post()}.json()\nprint(answer['candidates'][0]['content']['parts'][0].get('text'))", "None here"),
        (f"answer = {post()}.json()\nprint(f\"{{answer['usageMetadata']['totalTokenCount']=}}\")", "printed here"),
        (f"usage = {post()}.json()['usageMetadata']\nbill(usage)", "cannot be followed"),
    ],
)
def test_an_answer_that_is_read_in_another_way_holds_its_request(call: str, reason: str) -> None:
    stays(call, reason)


@pytest.mark.parametrize("errors", ["KeyError", "(KeyError, IndexError)", "LookupError", "TypeError"])
def test_a_handler_for_an_answer_without_text_holds_it(errors: str) -> None:
    stays(f"try:\n    print({post()}.json(){READ})\nexcept {errors}:\n    print('nothing')", "caught on line")


@pytest.mark.parametrize("errors", ["", " Exception", " BaseException as e", " (ValueError, Exception)"])
def test_a_handler_for_everything_holds_it_where_the_request_cannot_fail_in_it(errors: str) -> None:
    stays(f"answer = {post()}.json()\ntry:\n    print(answer{READ})\nexcept{errors}:\n    print('nothing')", "caught on line")
    before = f"try:\n    answer = {post()}.json()\n    print(answer{READ})\nexcept{errors}:\n    print('failed')\n"
    assert migrate(program(before)).changed


@pytest.mark.parametrize(
    "replacing",
    [
        "requests.post = mine",
        "requests.Session.post = mine",
        "mock.patch('requests.post')",
        "mock.patch('app.ask.requests.post', mine)",
        "mock.patch.object(requests, 'post')",
        "monkeypatch.setattr(requests, 'post', mine)",
        "setattr(requests, 'post', mine)",
    ],
)
def test_a_function_that_something_else_takes_the_place_of_here_is_left(replacing: str) -> None:
    stays(f"{replacing}\nprint({post()}.ok)", "something else takes the place of")
    with_client = f"client = requests.Session()\n{replacing}\nprint({post(function='client.post')}.ok)"
    stays(with_client, "something else takes the place of")


def test_the_name_of_a_function_in_a_text_is_only_a_text() -> None:
    becomes(
        f"print('uses requests.post here', 'my.requests')\nprint({post()}.ok)",
        f"print('uses requests.post here', 'my.requests')\nprint(requests.post(\"{NEW}\", json={SENT}).ok)",
    )


def test_headers_that_say_how_long_the_body_is_hold_it() -> None:
    stays(post(f"json={BODY}", 'headers={"Content-Length": "44"}'), "how long the body is")
    stays(f'headers = {{"content-length": "44"}}\n{post(f"json={BODY}", "headers=headers")}', "how long the body is")


def test_a_name_that_holds_another_response_as_well_is_left() -> None:
    call = f"if fresh:\n    r = {post()}\nelse:\n    r = requests.get('https://example.com')\nprint(r.json(){READ})"
    stays(call, "may also hold")


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (post("json=make()"), "not a dictionary in sight"),
        (post('json={"contents": turns}'), "is not in sight"),
        (post('json={"contents": [*turns, {"parts": [{"text": "Hi"}]}]}'), "is not in sight"),
        (post('json={"contents": [{"parts": [{"text": "Hi"}]}], **more}'), "is not in sight"),
        (post('json={"contents": [{"parts": [{"text": "Hi"}]}], "generationConfig": config}'), "is not in sight"),
        (post('json={"contents": [{"parts": [{"text": "Hi"}]}], "generationConfig": {"topK": 1}}'), "`top_k`"),
        (post('json={"contents": [{"parts": [{"text": ["Hi"]}]}]}'), "something else"),
        (post('json={"contents": [{"parts": [{"text": a()}]}], "cachedContent": b(), "tools": []}', "x=1"), "`x`"),
        (post('json={"cachedContent": b(), "contents": [{"parts": [{"text": str(a())}]}], "labels": c()}'), "another order"),
        (post(f"data={BODY}"), "not a dictionary in sight"),
        (post(f"data=json.dumps({BODY}, **how)"), "not a dictionary in sight"),
        (post(f"json={BODY}", "data=b"), "is not in sight"),
        (post("*arguments"), "not in sight"),
        (post(f"json={BODY}", "stream=True"), "`stream`"),
        (post(f"json={BODY}", "auth=me"), "`auth`"),
        (post(f"json={BODY}", 'params={"key": "k", "alt": "sse"}'), "not the key alone"),
        (post(f"json={BODY}", "headers=make()", 'params={"key": "k"}'), "the headers"),
    ],
)
def test_a_request_that_is_not_all_in_sight_is_left(call: str, reason: str) -> None:
    stays(call, reason)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (f'"{ADDRESS}".format()', "the address"),
        (f'"{ADDRESS}" % key', "the address"),
        (f'"{ADDRESS}?key=k&fields=a"', "has no counterpart"),
        (f'f"{ADDRESS}?key={{a}}{{b}}"', "put together from pieces"),
        (f'f"{ADDRESS}?key={{key!r}}"', "not written out"),
        (f'f"{ADDRESS}?key={{make()}}"', "the key is not in sight"),
        (f'f"{ADDRESS.replace("2.5-flash", "{size}")}"', "put together from pieces"),
        ('f"{BASE}/models/gemini-2.5-flash:generateContent"', "host of the address"),
        ('f"{BASE}:generateContent"', "the address"),
        ('"https://generativelanguage.googleapis.com/v1beta/tunedModels/mine:generateContent"', "the address"),
        (f'"{ADDRESS.replace("generateContent", "streamGenerateContent")}?alt=sse"', "a stream"),
    ],
)
def test_an_address_that_says_something_else_is_left(address: str, reason: str) -> None:
    stays(post(address=address), reason)


def test_a_query_on_a_constant_that_is_shown_as_well_is_left() -> None:
    stays(f'URL = "{ADDRESS}"\nprint(URL)\nprint({post(address="URL + " + repr("?key=k"))}.ok)', "something else")


def test_parameters_that_two_requests_share_are_left() -> None:
    call = post(f"json={BODY}", "params=params")
    stays(f'params = {{"key": "k"}}\n{call}\n{call}', "not the key alone")


def test_a_body_of_two_requests_would_need_two_models() -> None:
    other = ADDRESS.replace("flash", "pro")
    stays(f'body = {BODY}\nprint({post("json=body")}.ok)\nprint(requests.post("{other}", json=body).ok)', "used here as well")


def test_a_body_that_grows_later_is_left() -> None:
    stays(f'body = {BODY}\nbody["generationConfig"] = {{}}\nprint({post("json=body")}.ok)', "used here as well")


def test_a_model_that_changes_between_body_and_address_is_left() -> None:
    address = f'f"{ADDRESS}"'.replace("gemini-2.5-flash", "{model}")
    stays(f"body = {BODY}\nfor model in models:\n    {post('json=body', address=address)}", "not known yet")


def test_an_address_that_is_used_for_something_else_stays_what_it_is() -> None:
    stays(f'URL = "{ADDRESS}"\nprint(URL)\nprint({post(address="URL")}.ok)', "something else")


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        ("httpx.Client(params={'key': 'k'})", "settings of its own"),
        ("httpx.Client(base_url=base)", "settings of its own"),
        ("httpx.Client()\nshare(client)", "cannot be followed"),
        ("requests.Session()\nclient.params = {'key': 'k'}", "cannot be followed"),
        ("requests.Session()\nclient.auth = me", "cannot be followed"),
    ],
)
def test_a_client_that_adds_to_its_requests_is_left(made: str, reason: str) -> None:
    stays(post(function="client.post"), reason, f"client = {made}")


def test_a_comment_leaves_a_request_alone() -> None:
    untouched(program(f"{post()}  # migrate-interactions: ignore"))
    untouched(program(f"{post()}  # migrate-interactions: ignore[GI607]"))
    untouched(program(f'URL = "{ADDRESS}"\n{post(address="URL")}  # migrate-interactions: ignore'))


def test_the_new_body_is_written_out_for_a_request_that_stays() -> None:
    migration = migrate(program(f"save({post()})"))
    assert [finding.help for finding in migration.left if SENT in finding.help]


def test_every_schema_but_todays_leaves_it() -> None:
    migration = left(program(post()), (6, "GI608"), options=Options(schema="outputs"))
    assert findings(migration) == [(6, "GI608")]


# -- requests of urllib ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "print(urllib.request.urlopen(@, timeout=3).status)",
        "req = @\nwith urllib.request.urlopen(req) as r:\n    print(r.getcode())",
        "req = @\nreq.add_header('Content-Type', 'application/json')\nfor _ in range(2):\n    urllib.request.urlopen(req)",
    ],
)
def test_a_request_of_urllib_is_rewritten_where_it_is_made(code: str) -> None:
    becomes(code.replace("@", REQUEST), code.replace("@", MADE), LIBRARY)


@pytest.mark.parametrize(
    "code",
    [
        "print(json.load(urllib.request.urlopen(@))^)",
        "print(json.loads(urllib.request.urlopen(@).read().decode('utf-8'))^)",
        "with urllib.request.urlopen(@) as r:\n    raw = r.read()\nanswer = json.loads(raw)\nprint(answer^)",
    ],
)
def test_the_answer_of_urllib_is_read_as_json_in_several_ways(code: str) -> None:
    migration = migrate(program(code.replace("@", REQUEST).replace("^", READ), LIBRARY))
    assert MADE in migration.output
    assert READ not in migration.output
    assert 'step["type"] == "model_output"' in migration.output


def test_a_key_of_the_address_becomes_a_header_behind_arguments_without_names() -> None:
    old = REQUEST.replace("generateContent", "generateContent?key=k")
    becomes(f"urllib.request.urlopen({old})", f'urllib.request.urlopen({MADE[:-1]}, headers={{"x-goog-api-key": "k"}}))', LIBRARY)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("req = @\nreq.data = b'x'\nurllib.request.urlopen(req)", "the request goes where"),
        ("req = @\nreq.add_header('Content-Length', '44')\nurllib.request.urlopen(req)", "the request goes where"),
        ("req = @\nreq.add_header(name, 'a')\nurllib.request.urlopen(req)", "the request goes where"),
        ("req = @\nurllib.request.build_opener().open(req)", "the request goes where"),
        ("send(@)", "the request goes where"),
        ("urllib.request.urlopen(@, b'more')", "the request goes where"),
        ("req = @\nif x:\n    req = other()\nurllib.request.urlopen(req)", "may also hold another"),
        ("for line in urllib.request.urlopen(@):\n    print(line)", "the response goes where"),
        ("save(urllib.request.urlopen(@).read())", "is read as it is"),
        ("print(urllib.request.urlopen(@).read(10))", "`read` of the response"),
        ("urllib.request.urlopen = mine\nurllib.request.urlopen(@)", "something else takes the place"),
        ("mock.patch('urllib.request.urlopen')\nurllib.request.urlopen(@)", "something else takes the place"),
    ],
)
def test_a_request_of_urllib_that_is_sent_or_read_in_another_way_is_left(code: str, reason: str) -> None:
    stays(code.replace("@", REQUEST), reason, LIBRARY)


@pytest.mark.parametrize(
    ("more", "reason"),
    [("method='PUT'", "no POST"), ("method=how", "no POST"), ("origin_req_host=h", "`origin_req_host`"), ("**how", "not in sight")],
)
def test_a_request_of_urllib_with_more_to_it_is_left(more: str, reason: str) -> None:
    stays(f"urllib.request.urlopen({REQUEST[:-1]}, {more}))", reason, LIBRARY)


def test_an_address_in_brackets_keeps_them() -> None:
    becomes(f'URL = ("{ADDRESS}")\n' + post(address="URL"), f'URL = ("{NEW}")\nrequests.post(URL, json={SENT})')
