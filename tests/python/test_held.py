"""What is ours but cannot be rewritten stays whole, and each reason is told at its own line."""

from __future__ import annotations

import pytest

from codemods.options import Options
from codemods.python import migrate
from tests.python.support import findings, left, source

SDK = "from google import genai\nfrom google.genai import types\nclient = genai.Client()\nM = 'gemini-2.5-flash'\n"

#: Programs after the four lines above, with the findings (line, code) they must have even when every assumption is taken.
HELD = {
    "the answer is returned": ("def f():\n    return client.models.generate_content(model=M, contents='x')\n", [(6, "GI205")]),
    "the answer is yielded": ("def f():\n    yield client.models.generate_content(model=M, contents='x')\n", [(6, "GI205")]),
    "the answer goes into a dictionary": ("d = {'r': client.models.generate_content(model=M, contents='x')}\n", [(5, "GI205")]),
    "the answer goes to an attribute": ("class A: pass\nA.r = client.models.generate_content(model=M, contents='x')\n", [(6, "GI205")]),
    "the answer goes through a lambda": ("f = lambda: client.models.generate_content(model=M, contents='x')\n", [(5, "GI205")]),
    "the answer is compared": ("r = client.models.generate_content(model=M, contents='x')\nprint(r == 1)\n", [(6, "GI205")]),
    "the answer is copied with a star": ("r = [*client.models.generate_content(model=M, contents='x')]\n", [(5, "GI205")]),
    "the answer is one of two values": ("r = client.models.generate_content(model=M, contents='x') or 1\n", [(5, "GI205")]),
    "the answer may be something else": (
        "import requests\nr = client.models.generate_content(model=M, contents='x')\nif M:\n    r = requests.get('x')\nprint(r.text)\n",
        [(9, "GI217")],
    ),
    "the answer may be a loop variable": (
        "r = client.models.generate_content(model=M, contents='x')\nfor r in [r]:\n    pass\nprint(r.text)\n",
        [(6, "GI205"), (8, "GI217")],
    ),
    "an inner function reads a name that is bound twice": (
        "r = 1\ndef f():\n    return r.text\nr = client.models.generate_content(model=M, contents='x')\n",
        [(7, "GI217")],
    ),
    "an exported answer": ("__all__ = ['r']\nr = client.models.generate_content(model=M, contents='x')\n", [(6, "GI205")]),
    "an unknown attribute": ("print(client.models.generate_content(model=M, contents='x').to_json_dict())\n", [(5, "GI205")]),
    "function calls": ("calls = {'c': client.models.generate_content(model=M, contents='x').function_calls}\n", [(5, "GI205")]),
    "a second part": (
        "print(client.models.generate_content(model=M, contents='x').candidates[0].content.parts[1].function_call)\n",
        [(5, "GI200")],
    ),
    "a variable index": (
        "i = 0\nprint(client.models.generate_content(model=M, contents='x').candidates[i].content.parts[0].text)\n",
        [(6, "GI200")],
    ),
    "the type of the text": ("print(isinstance(client.models.generate_content(model=M, contents='x').text, str))\n", [(5, "GI219")]),
    "empty text against none": ("print(client.models.generate_content(model=M, contents='x').text == '')\n", [(5, "GI219")]),
    "a text test that sees other values": (
        "t = ''\nif M:\n    t = client.models.generate_content(model=M, contents='x').text\nif t is None:\n    print('none')\n",
        [(8, "GI219")],
    ),
    "contents as a list": ("client.models.generate_content(model=M, contents=['x', input])\n", [(5, "GI200")]),
    "contents that may be a list": ("c = 'x'\nif M:\n    c = ['x']\nclient.models.generate_content(model=M, contents=c)\n", [(8, "GI200")]),
    "contents annotated as a list": ("def f(c: list[str]):\n    client.models.generate_content(model=M, contents=c)\n", [(6, "GI200")]),
    "a config from elsewhere": ("def f(c):\n    client.models.generate_content(model=M, contents='x', config=c)\n", [(6, "GI203")]),
    "a config that is taken back in part": (
        "c = types.GenerateContentConfig(temperature=1)\nc.temperature = None\nclient.models.generate_content(model=M, contents='x', config=c)\n",
        [(6, "GI200")],
    ),
    "a config whose thinking is set again": (
        "c = types.GenerateContentConfig(thinking_config=types.ThinkingConfig(include_thoughts=True))\n"
        "c.thinking_config = types.ThinkingConfig(thinking_level='LOW')\n"
        "client.models.generate_content(model=M, contents='x', config=c)\n",
        [(6, "GI200")],
    ),
    "a config that is changed by a method": (
        "c = {'temperature': 1}\nc.update(seed=3)\nclient.models.generate_content(model=M, contents='x', config=c)\n",
        [(6, "GI203"), (7, "GI203")],
    ),
    "a config that is counted up": (
        "c = {'seed': 1}\nc['seed'] += 3\nclient.models.generate_content(model=M, contents='x', config=c)\n",
        [(6, "GI203"), (7, "GI203")],
    ),
    "a config in an attribute that anybody may read": (
        "class A:\n    def __init__(self):\n        self.config = types.GenerateContentConfig(seed=1)\n"
        "    def ask(self):\n        return client.models.generate_content(model=M, contents='x', config=self.config).text\n",
        [(9, "GI203")],
    ),
    "a config in an attribute that is given twice": (
        "class A:\n    def __init__(self):\n        self._config = types.GenerateContentConfig(seed=1)\n"
        "    def more(self):\n        self._config = types.GenerateContentConfig(seed=2)\n"
        "    def ask(self):\n        return client.models.generate_content(model=M, contents='x', config=self._config).text\n",
        [(11, "GI203")],
    ),
    "a config that is also counted": (
        "c = {'temperature': 1}\nprint(c)\nclient.models.generate_content(model=M, contents='x', config=c)\n",
        [(6, "GI203")],
    ),
    "a config under a name bound twice": (
        "c = {'temperature': 1}\nif M:\n    c = {'temperature': 2}\nclient.models.generate_content(model=M, contents='x', config=c)\n",
        [(8, "GI203")],
    ),
    "a config with a spread": ("client.models.generate_content(model=M, contents='x', config={**make(), 'seed': 1})\n", [(5, "GI203")]),
    "a key nobody knows": ("client.models.generate_content(model=M, contents='x', config={'colour': 1})\n", [(5, "GI214")]),
    "a schema without its mime type": (
        "client.models.generate_content(model=M, contents='x', config={'response_schema': {'type': 'object'}})\n",
        [(5, "GI203")],
    ),
    "a schema from a parameter": (
        "def f(s):\n    client.models.generate_content(model=M, contents='x', config={'response_mime_type': 'application/json', 'response_schema': s})\n",
        [(6, "GI203")],
    ),
    "a nullable enum": (
        "client.models.generate_content(model=M, contents='x', config={'response_mime_type': 'application/json', "
        "'response_schema': {'type': 'STRING', 'enum': ['a'], 'nullable': True}})\n",
        [(5, "GI214")],
    ),
    "an enum answer that may be any text": (
        "client.models.generate_content(model=M, contents='x', config={'response_mime_type': 'text/x.enum', 'response_schema': {'type': 'string'}})\n",
        [(5, "GI203")],
    ),
    "values whose order would change": (
        "def f(): return 1\nclient.models.generate_content(model=M, contents='x', config={'seed': f(), 'system_instruction': str(f()), 'temperature': f()})\n",
        [(6, "GI200")],
    ),
    "a system instruction that is not all text": (
        "client.models.generate_content(model=M, contents='x', config={'system_instruction': ['a', open('b')]})\n",
        [(5, "GI200")],
    ),
    "no model": ("client.models.generate_content(contents='x')\n", [(5, "GI216")]),
    "positional arguments": ("client.models.generate_content(M, 'x')\n", [(5, "GI216")]),
    "a starred argument": ("a = {}\nclient.models.generate_content(**a)\n", [(6, "GI216")]),
    "a client made in a comprehension": (
        "[genai.Client().models.generate_content(model=M, contents=p).text for p in 'ab']\n",
        [(5, "GI221")],
    ),
    "an embedding model": ("client.models.generate_content(model='gemini-embedding-001', contents='x')\n", [(5, "GI220")]),
    "a chat in an attribute": (
        "class A:\n    def __init__(self):\n        self.chat = client.chats.create(model=M)\n    def say(self, t: str):\n        return self.chat.send_message(t).text\n",
        [(5, "GI205")],
    ),
    "a chat that is returned": ("def f():\n    return client.chats.create(model=M)\n", [(6, "GI200")]),
    "a chat that is passed on": ("c = client.chats.create(model=M)\nprint(c)\n", [(6, "GI205")]),
    "a chat that nothing is sent to": ("c = client.chats.create(model=M)\n", [(5, "GI200")]),
    "a chat with a history": (
        "c = client.chats.create(model=M, history=[types.Content()])\nprint(c.send_message('x').text)\n",
        [(5, "GI200")],
    ),
    "a chat whose history is read": ("c = client.chats.create(model=M)\nc.send_message('x')\nprint(c.get_history())\n", [(7, "GI226")]),
    "a chat in a comprehension": ("c = client.chats.create(model=M)\nx = [c.send_message(t).text for t in 'ab']\n", [(6, "GI200")]),
    "a chat that may be another": ("c = client.chats.create(model=M)\nif M:\n    c = 1\nc.send_message('a')\n", [(7, "GI217")]),
    "a chat that may be None": ("c = client.chats.create(model=M)\nif M:\n    c = None\nc.send_message('a')\n", [(8, "GI217")]),
    "a message in parts": ("c = client.chats.create(model=M)\nc.send_message(['a', types.Part()])\n", [(6, "GI200")]),
    "a stream": ("pieces = list(client.models.generate_content_stream(model=M, contents='x'))\n", [(5, "GI200")]),
    "a decorator that retries on the SDK's errors": (
        "from google.genai import errors\nfrom tenacity import retry, retry_if_exception_type\n@retry(retry=retry_if_exception_type(errors.ServerError))\n"
        "def f():\n    return client.models.generate_content(model=M, contents='x').text\n",
        [(9, "GI207")],
    ),
    "a method alias": ("g = client.models.generate_content\n", [(5, "GI204")]),
    "functools.partial": ("import functools\ng = functools.partial(client.models.generate_content, model=M)\n", [(6, "GI204")]),
    "a name the rewrite needs is taken": (
        "json = 1\nprint(client.models.generate_content(model=M, contents='x', config={'response_mime_type': 'application/json', "
        "'response_schema': {'type': 'object'}}).parsed)\n",
        [(6, "GI200")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), HELD.values(), ids=HELD.keys())
def test_it_stays_and_says_why(text: str, expected: list[tuple[int, str]]) -> None:
    left(SDK + text, *expected)


def test_every_site_of_a_held_group_points_at_the_line_that_holds_it() -> None:
    migration = left(SDK + "r = client.models.generate_content(model=M, contents='x')\nprint(r.text)\nkeep = [1, r]\n", (7, "GI205"))
    followers = [f for f in migration.left if f.code == "GI215"]
    assert [f.span.line for f in followers] == [5, 6]
    assert all("line 7" in f.message for f in followers)
    assert len({f.group for f in migration.left}) == 1


def test_an_assumption_that_is_not_taken_leaves_the_call_and_names_itself() -> None:
    text = source(SDK + "def f(p):\n    return client.models.generate_content(model=M, contents=p).text\n")
    migration = migrate(text)
    assert migration.output == text
    assert {(f.code, f.fix, f.assumptions) for f in migration.left} == {
        ("GI101", "unsafe", ("text",)),
        ("GI104", "unsafe", ("text",)),
        ("GI202", "unsafe", ("text",)),
    }
    assert migrate(text, None, Options(assume=frozenset({"text"}))).changed


def test_an_unselected_code_is_neither_rewritten_nor_reported() -> None:
    text = source(SDK + "print(client.models.generate_content(model=M, contents='x').text)\n")
    assert migrate(text, None, Options(ignore=("GI101",))).findings == ()
    only_chats = migrate(text, None, Options(select=("GI102", "GI103")))
    assert (only_chats.output, findings(only_chats)) == (text, [])


def test_store_server_leaves_the_services_default() -> None:
    text = source(SDK + "print(client.models.generate_content(model=M, contents='x').text)\n")
    migration = migrate(text, None, Options(store="server"))
    assert "store" not in migration.output
    assert migration.stateless == 0


def test_a_settled_platform_makes_enterprise_clients_safe() -> None:
    text = source(
        "from google import genai\nc = genai.Client(vertexai=True)\nprint(c.models.generate_content(model='gemini-2.5-flash', contents='x').text)\n"
    )
    assert not migrate(text).changed
    assert migrate(text, None, Options(platform="enterprise")).changed
