"""Programs that go behind the back of a rewrite: by shadowing, by names in strings, by changing what a call was made from.

Each was rewritten into something else once. Now it stays, with a reason, or is rewritten so that it does the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from codemods.options import Options
from codemods.python import migrate
from migrate_interactions.verify.service import LoopbackService
from tests.python.support import EVERYTHING, settled, untouched
from tests.support.runner import compare, run_source

SDK = """from google import genai
from google.genai import types
client = genai.Client()
M = "gemini-2.5-flash"
class Other:
    text = "other"
"""
CALL = 'client.models.generate_content(model=M, contents="x")'
BOT = """class Bot:
    def __init__(self):
        self.chat = client.chats.create(model=M)
    def ask(self, q: str):
        return self.chat.send_message(q).text
"""

HELD = {
    # names in strings
    "an answer in code that is evaluated": (f'r = {CALL}\nprint(eval("r.text"))', "GI205"),
    "an answer in code that is put together": (f'r = {CALL}\nprint(eval(f"r.{{M}}"))', "GI205"),
    "an answer in the table of variables": (f'r = {CALL}\nprint(locals()["r"].text)', "GI205"),
    "an answer in a table that is passed on": (
        f'def f():\n    r = {CALL}\n    return "{{r.text}}".format(**locals())\nprint(f())',
        "GI205",
    ),
    "a function in the table of variables": (f'def ask():\n    return {CALL}\nprint(globals()["ask"]().text)', "GI205"),
    "a chat that is looked for in the table of variables": (
        'if "chat" not in globals():\n    chat = client.chats.create(model=M)\nprint(chat.send_message("a").text)',
        "GI205",
    ),
    "a method that is reached by its name": (
        f'class A:\n    def ask(self):\n        return {CALL}\nprint(getattr(A(), "ask")().text)',
        "GI205",
    ),
    "a method that Python calls": (f"class A:\n    def __call__(self):\n        return {CALL}\nprint(A()().text)", "GI205"),
    # shadowing
    "another `bool`": (f"bool = lambda r: r.text\nr = {CALL}\nprint(bool(r))", "GI205"),
    "another `len`": (f"len = lambda rs: rs[0].text\nrs = [{CALL}, {CALL}]\nprint(len(rs))", "GI205"),
    "another `enumerate`": (
        f"enumerate = lambda rs: [(r.text, r) for r in rs]\nrs = [{CALL}]\nfor t, r in enumerate(rs):\n    print(t, r.text)",
        "GI205",
    ),
    "another `hasattr`": (f'hasattr = lambda r, n: r.text\nr = {CALL}\nprint(hasattr(r, "text"))', "GI205"),
    "another `display`": (f"display = lambda r: print(r.text)\nr = {CALL}\ndisplay(r)", "GI205"),
    # what else arrives
    "a context manager of this module that goes on": (
        "from contextlib import contextmanager\n@contextmanager\ndef quiet():\n    try:\n        yield\n    except ValueError:\n        pass\n"
        f"r = Other()\nwith quiet():\n    int(M)\n    r = {CALL}\nprint(r.text)",
        "GI217",
    ),
    "a class whose `__exit__` says yes": (
        "class Quiet:\n    def __enter__(self): return self\n    def __exit__(self, *given): return True\n"
        f"r = Other()\nwith Quiet():\n    int(M)\n    r = {CALL}\nprint(r.text)",
        "GI217",
    ),
    "a generator that runs when the name holds something else": (
        f"r = {CALL}\nlater = (r.text for _ in [1])\nr = Other()\nprint(list(later))",
        "GI217",
    ),
    "a walrus behind a comparison that fails": (f"r = Other()\nprint(5 < 1 < len((r := {CALL}).text))\nprint(r.text)", "GI217"),
    # what a config was made from
    "a list that a function adds to": (
        f'stops = ["a"]\ndef more(names):\n    names.append("b")\nc = types.GenerateContentConfig(stop_sequences=stops)\nmore(stops)\n{CALL[:-1]}, config=c)',
        "GI200",
    ),
    "a list that grows under another name": (
        f'stops = ["a"]\nnames = stops\nc = types.GenerateContentConfig(stop_sequences=stops)\nnames.append("b")\n{CALL[:-1]}, config=c)',
        "GI200",
    ),
    "a list that grows by `+=`": (
        f'stops = ["a"]\nc = types.GenerateContentConfig(stop_sequences=stops)\nstops += ["b"]\n{CALL[:-1]}, config=c)',
        "GI200",
    ),
    "an attribute that is set before the config is spelled out": (
        f"class S:\n    t = 0.1\nc = types.GenerateContentConfig(temperature=S.t)\nprint(c.temperature)\nS.t = 0.9\n{CALL[:-1]}, config=c)",
        "GI203",
    ),
    # objects with a chat
    "a class that minds its attributes": (
        BOT
        + "    def __setattr__(self, name, value):\n        assert name == 'chat'\n        object.__setattr__(self, name, value)\nprint(Bot().ask('a'))",
        "GI205",
    ),
    "an object that is copied with its chat": (BOT + "import copy\na = Bot()\nb = copy.copy(a)\nprint(a.ask('1'), b.ask('2'))", "GI205"),
    "an object whose attributes are shown": (BOT + "a = Bot()\nprint(a.ask('1'), vars(a))", "GI205"),
    "an object whose attributes are shown by `__dict__`": (BOT + "a = Bot()\nprint(a.ask('1'), a.__dict__)", "GI205"),
    # contents that are no text, in sight
    "an argument that is a list": (
        "def ask(parts):\n    return client.models.generate_content(model=M, contents=parts).text\nprint(ask(['a', 'b']))",
        "GI200",
    ),
    "a parameter that things are appended to": (
        "def ask(said=None):\n    said.append('a')\n    return client.models.generate_content(model=M, contents=said).text",
        "GI200",
    ),
    "a parameter whose default is a list": (
        "def ask(said=[]):\n    return client.models.generate_content(model=M, contents=said).text",
        "GI200",
    ),
    "an item of a table with lists": (
        'P = {"x": ["hello"], "y": "world"}\nprint(client.models.generate_content(model=M, contents=P["x"]).text)',
        "GI200",
    ),
    "the rest of a list": ('a, *rest = ["x", "y"]\nprint(client.models.generate_content(model=M, contents=rest).text)', "GI200"),
    "a method of this module that gives a list": (
        "class T:\n    def render(self):\n        return ['x']\nt = T()\nprint(client.models.generate_content(model=M, contents=t.render()).text)",
        "GI200",
    ),
    "a function without a name that gives a list": (
        "make = lambda q: [q]\nprint(client.models.generate_content(model=M, contents=make('x')).text)",
        "GI200",
    ),
}


@pytest.mark.parametrize(("text", "code"), HELD.values(), ids=HELD.keys())
def test_it_stays_with_its_reason(text: str, code: str) -> None:
    program = SDK + text + "\n"
    compile(program, "program", "exec")
    migration = migrate(program, None, EVERYTHING)
    assert migration.output == program
    assert code in {finding.code for finding in migration.left}


def test_text_methods_of_an_own_class_are_an_assumption() -> None:
    program = SDK + (
        "class T:\n    def join(self, x):\n        return x\ndef make():\n    return T()\n"
        'print(client.models.generate_content(model=M, contents=make().join("a")).text)\n'
    )
    migration = migrate(program, None, Options())
    assert not migration.changed
    assert {finding.assumptions for finding in migration.left if finding.code == "GI202"} == {("text",)}


SAME = {
    "a function of this module with the name of a builtin": f"def bool(r):\n    return r.text\nr = {CALL}\nprint(bool(r))",
    "code in a string about other things": f'r = {CALL}\nprint(eval("1 + 1"), r.text)',
    "a table of variables that is asked for another name": f'r = {CALL}\nprint("other" in globals(), r.text)',
    "the arguments of a program beside a chat": BOT
    + "import argparse\nprint(vars(argparse.Namespace(a=1)))\nbot = Bot()\nprint(bot.ask('a'), bot.ask('b'))",
    "a context manager that raises again": (
        "from contextlib import contextmanager\n@contextmanager\ndef told():\n    try:\n        yield\n    except ValueError:\n        print('!')\n        raise\n"
        f"r = Other()\nwith told():\n    r = {CALL}\nprint(r.text)"
    ),
    "a generator that is used up at once": f'r = {CALL}\nprint(any(word in r.text for word in ["x"]))\nr = Other()\nprint(r.text)',
    "a text that grows after the config was made": (
        f's = "a"\nc = types.GenerateContentConfig(system_instruction=s)\ns += "b"\nprint({CALL[:-1]}, config=c).text, s)'
    ),
    "classes of the SDK under another name": (
        "Part = types.Part\nConfig = types.GenerateContentConfig\n"
        'print(client.models.generate_content(model=M, contents=[Part(text="a"), "b"], config=Config(seed=1)).text)'
    ),
    "an answer whose name is bound again on its own line": (
        'chat = client.chats.create(model=M)\nr = chat.send_message("a"); t = r.text; r = None\nprint(chat.send_message("b").text, t)'
    ),
    "an answer whose name is bound again on the line of the next turn": (
        'chat = client.chats.create(model=M)\nr = chat.send_message("a"); t = r.text\nr = None; print(chat.send_message("b").text, t)'
    ),
    "an answer whose name is bound again inside of the next turn's statement": (
        'chat = client.chats.create(model=M)\nr = chat.send_message("a")\nprint((r := 5), chat.send_message("b").text)'
    ),
    "settings bound again on the line of the chat": (
        's = "one"\nchat = client.chats.create(model=M, config={"system_instruction": s}); s = "two"\n'
        'print(chat.send_message("a").text); print(chat.send_message("b").text)'
    ),
    "several clients in a row": f"for one in (client, genai.Client()):\n    print(one{CALL[6:]}.text)",
}


@pytest.fixture(scope="module")
def service() -> Iterator[LoopbackService]:
    with LoopbackService() as running:
        yield running


@pytest.mark.parametrize("text", SAME.values(), ids=SAME.keys())
def test_it_is_rewritten_and_does_the_same(text: str, service: LoopbackService, tmp_path: Path) -> None:
    program = SDK + text + "\n"
    migration = migrate(program, None, Options())
    assert "generate_content(" not in migration.output
    assert "send_message" not in migration.output
    settled(migration)
    before, after = run_source(program, tmp_path, service), run_source(migration.output, tmp_path, service)
    assert before.error is None
    assert before.calls
    assert compare(before, after) == []


def test_an_object_of_this_module_in_a_row_is_not_ours() -> None:
    untouched(
        """
        from google import genai
        class Fake:
            models = None
        for client in [Fake()]:
            client.models.generate_content(model="m", contents="x")
        """
    )


def test_a_name_that_rests_on_itself_ends() -> None:
    program = SDK + f"def f():\n    a = b.x\n    b = a.x\n    return a\nprint({CALL}.text)\n"
    assert migrate(program, None, EVERYTHING).changed
