"""Conversations: what has to stay because the id of an answer is no chat, and what is none of ours."""

from __future__ import annotations

import pytest

from codemods.options import Options
from codemods.python import migrate
from tests.python.projects import messages, outcomes
from tests.python.support import EVERYTHING, settled, source, untouched

SDK = """from google import genai
from google.genai import types
import asyncio, threading
client = genai.Client()
M = "gemini-2.5-flash"
"""

HELD = {
    # places that cannot be followed
    "is handed to a function": ("def f(x): pass\nc = client.chats.create(model=M)\nfor q in 'ab': c.send_message(q)\nf(c)", "GI205"),
    "is put into a list": ("c = client.chats.create(model=M)\nfor q in 'ab': c.send_message(q)\nx = [c]", "GI205"),
    "has a second name": ("c = client.chats.create(model=M)\nd = c\nfor q in 'ab': d.send_message(q)\nc.send_message('x')", "GI205"),
    "is returned by a function": ("def f():\n    return client.chats.create(model=M)\nc = f()\nc.send_message('a')", "GI200"),
    "is one of a list": ("cs = [client.chats.create(model=M) for _ in 'ab']\ncs[0].send_message('a')", "GI200"),
    "is a default of a parameter": ("def f(c=client.chats.create(model=M)):\n    return c.send_message('a')", "GI200"),
    "is looked up by its name": ("c = client.chats.create(model=M)\nfor q in 'ab': c.send_message(q)\nprint(globals()['c'])", "GI205"),
    "may be something else": (
        "class O:\n    def send_message(self, t): pass\nc = O()\nif M:\n    c = client.chats.create(model=M)\nc.send_message('a')\nc.send_message('b')",
        "GI217",
    ),
    "is bound by a loop as well": (
        "c = client.chats.create(model=M)\nfor c in (c,):\n    c.send_message('a')\n    c.send_message('b')",
        "GI205",
    ),
    "is a method of a class as well": (
        "class B:\n    def __init__(self):\n        self._c = client.chats.create(model=M)\n    def _c(self): pass\n    def f(self):\n        self._c.send_message('a')",
        "GI205",
    ),
    "is used from outside of its class": (
        "class B:\n    def __init__(self):\n        self._c = client.chats.create(model=M)\nb = B()\nfor q in 'ab': b._c.send_message(q)",
        "GI205",
    ),
    "is used by a subclass": (
        "class B:\n    def __init__(self):\n        self._c = client.chats.create(model=M)\n    def f(self):\n        self._c.send_message('a')\n"
        "class D(B):\n    def g(self):\n        self._c.send_message('b')",
        "GI205",
    ),
    "is used through an object nobody knows": (
        "class B:\n    def __init__(self):\n        self._c = client.chats.create(model=M)\n    def f(self):\n        self._c.send_message('a')\n"
        "def g(bot):\n    bot._c.send_message('b')",
        "GI205",
    ),
    "is set by its name": (
        "class B:\n    def __init__(self):\n        self._c = client.chats.create(model=M)\n    def f(self):\n        self._c.send_message('a')\n"
        "    def g(self):\n        setattr(self, '_c', None)",
        "GI205",
    ),
    "is a class's default and an instance's": (
        "class B:\n    _c = client.chats.create(model=M)\n    def f(self):\n        self._c.send_message('a')",
        "GI205",
    ),
    "is in a dictionary that is handed on": (
        "def f(x): pass\ncs = {}\ndef g(u):\n    cs[u] = client.chats.create(model=M)\n    cs[u].send_message('a')\nf(cs)",
        "GI205",
    ),
    "is in a dictionary whose values are read": (
        "cs = {}\ndef g(u):\n    cs[u] = client.chats.create(model=M)\n    cs[u].send_message('a')\nprint(cs.values())",
        "GI205",
    ),
    "is under a key that is computed": (
        "cs = {}\ndef k(): return 1\ndef g():\n    cs[k()] = client.chats.create(model=M)\n    cs[k()].send_message('a')",
        "GI200",
    ),
    "is in a dictionary beside other things": (
        "cs = {'n': 0}\ndef g(u):\n    cs[u] = client.chats.create(model=M)\n    cs[u].send_message('a')\n    cs[u] = 1",
        "GI217",
    ),
    "is taken out of its dictionary": (
        "cs = {}\ndef g(u):\n    cs[u] = client.chats.create(model=M)\n    cs[u].send_message('a')\n    return cs.pop(u)",
        "GI205",
    ),
    "gets its second name before another chat takes its place": (
        "class B:\n    def __init__(self):\n        self._c = client.chats.create(model=M)\n    def new(self):\n"
        "        self._c = client.chats.create(model=M)\n    def f(self):\n        c = self._c\n        self.new()\n        c.send_message('a')",
        "GI205",
    ),
    # what is evaluated again
    "has a client that only its function knows": (
        "def start():\n    global c\n    own = genai.Client()\n    c = own.chats.create(model=M)\ndef f():\n    c.send_message('a')",
        "GI221",
    ),
    "has a client that is given anew": (
        "def f():\n    k = genai.Client(api_key='a')\n    c = k.chats.create(model=M)\n    k = genai.Client(api_key='b')\n    for q in 'ab': c.send_message(q)",
        "GI221",
    ),
    "has a client that is made anew below": (
        "k = genai.Client()\nc = None\ndef f():\n    global c\n    c = k.chats.create(model=M)\ndef g():\n    c.send_message('a')\nk = genai.Client(api_key='b')",
        "GI221",
    ),
    "has a client that is made anew in a loop": (
        "for n in 'ab':\n    k = genai.Client(api_key=n)\n    if n == 'a':\n        c = k.chats.create(model=M)\n    c.send_message('a')",
        "GI221",
    ),
    "has a model that comes with each event": (
        "cs = {}\ndef g(u, m):\n    if u not in cs:\n        cs[u] = client.chats.create(model=m)\n    cs[u].send_message('a')",
        "GI200",
    ),
    "has a config under a name that is given anew": (
        "s = types.GenerateContentConfig(seed=1)\nc = client.chats.create(model=M, config=s)\ns = types.GenerateContentConfig(seed=2)\nfor q in 'ab': c.send_message(q)",
        "GI200",
    ),
    "is replaced while its message is put together": (
        "c = client.chats.create(model=M)\ndef new() -> str:\n    global c\n    c = client.chats.create(model=M)\n    return 'a'\nc.send_message(new())",
        "GI217",
    ),
    # where messages stand
    "gets messages in a comprehension": ("c = client.chats.create(model=M)\nx = [c.send_message(q).text for q in 'ab']", "GI200"),
    "gets messages in a lambda": ("c = client.chats.create(model=M)\nf = lambda q: c.send_message('a').text\nf('a'); f('b')", "GI200"),
    "gets messages in the condition of a loop": ("c = client.chats.create(model=M)\nwhile c.send_message('a').text != 'x': pass", "GI200"),
    "gets messages in an elif": (
        "c = client.chats.create(model=M)\nfor q in 'ab':\n    if q == 'c': pass\n    elif c.send_message(q).text: print(q)",
        "GI200",
    ),
    "gets messages behind an `and`": ("c = client.chats.create(model=M)\nfor q in 'ab':\n    x = M and c.send_message(q).text", "GI200"),
    "gets messages after something else was computed": (
        "c = client.chats.create(model=M)\nfor q in 'ab':\n    print(input(), c.send_message(q).text)",
        "GI200",
    ),
    "gets messages beside a name that the message's making changes": (
        "c = client.chats.create(model=M)\nn = 0\ndef f() -> str:\n    global n\n    n += 1\n    return str(n)\nfor q in 'ab':\n    print(n, c.send_message(f()).text)",
        "GI200",
    ),
    "gets messages beside an attribute that the message's making changes": (
        "class B:\n    def __init__(self):\n        self._c = client.chats.create(model=M)\n        self._n = 0\n    def f(self) -> str:\n"
        "        self._n = 1\n        return 'a'\n    def g(self):\n        print(self._n, self._c.send_message(self.f()).text)",
        "GI200",
    ),
    "gets messages in a default": (
        "c = client.chats.create(model=M)\nfor q in 'ab':\n    def f(x=c.send_message('a').text): pass",
        "GI219",
    ),
    "gets messages in an assertion": ("c = client.chats.create(model=M)\nfor q in 'ab':\n    assert c.send_message(q).text", "GI200"),
    "gets an answer under the name of its key": (
        "cs = {}\ndef g(u: str):\n    cs[u] = client.chats.create(model=M)\n    u = cs[u].send_message('a')\n    print(u.text)",
        "GI200",
    ),
    # side by side
    "is used from two threads": (
        "c = client.chats.create(model=M)\ndef f():\n    c.send_message('a')\nfor _ in 'ab':\n    threading.Thread(target=f).start()",
        "GI205",
    ),
    "is used from threads by way of another function": (
        "c = client.chats.create(model=M)\ndef f(q: str):\n    c.send_message(q)\ndef g(q: str):\n    f(q)\n"
        "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor() as pool:\n    pool.map(g, 'ab')",
        "GI205",
    ),
    "is used from tasks": (
        "class B:\n    def __init__(self):\n        self._c = client.aio.chats.create(model=M)\n    async def f(self, q: str):\n"
        "        await self._c.send_message(q)\n    async def g(self):\n        await asyncio.gather(self.f('a'), self.f('b'))",
        "GI205",
    ),
    "is awaited elsewhere": (
        "async def f():\n    c = client.aio.chats.create(model=M)\n    a = c.send_message('a')\n    for q in 'ab': await c.send_message(q)\n    await a",
        "GI200",
    ),
    # history
    "has its history read": (
        "c = client.chats.create(model=M)\nfor q in 'ab': c.send_message(q)\nfor h in c.get_history(): print(h.role)",
        "GI226",
    ),
    "has its history read off an attribute": ("c = client.chats.create(model=M)\nc.send_message('a')\nprint(c._curated_history)", "GI226"),
    "has a history and turns in a loop": (
        "c = client.chats.create(model=M, history=[types.Content(role='user', parts=[types.Part(text='a')])])\nfor q in 'ab': c.send_message(q)",
        "GI200",
    ),
    "has a history of parts": ("c = client.chats.create(model=M, history=['a'])\nc.send_message('b')", "GI200"),
    "has a history that is changed before the first turn": (
        "h = [types.Content(role='user', parts=[types.Part(text='a')])]\nc = client.chats.create(model=M, history=h)\nh.append(types.Content(role='user', parts=[types.Part(text='b')]))\nc.send_message('b')",
        "GI200",
    ),
    # streams
    "is streamed and handed on": ("c = client.chats.create(model=M)\ndef f(q: str):\n    return c.send_message_stream(q)", "GI200"),
    "is streamed and read for more than its text": (
        "c = client.chats.create(model=M)\nfor q in 'ab':\n    for k in c.send_message_stream(q): print(k)",
        "GI200",
    ),
    # tools
    "calls Python functions by itself": (
        "def tool(x: int) -> int:\n    return x\nc = client.chats.create(model=M, config={'tools': [tool]})\nfor q in 'ab': c.send_message(q)",
        "GI206",
    ),
}


@pytest.mark.parametrize(("text", "code"), HELD.values(), ids=HELD.keys())
def test_a_chat_stays_when_it(text: str, code: str) -> None:
    program = SDK + text + "\n"
    compile(program, "program", "exec")
    migration = migrate(program, None, EVERYTHING)
    assert migration.output == program
    assert code in {finding.code for finding in migration.left}
    silent = [line for line, said in enumerate(program.splitlines(), start=1) if "chats.create" in said or "send_message" in said]
    spoken = {line for finding in migration.left for line in range(finding.span.line, finding.span.end_line + 1)}
    assert not [line for line in silent if line not in spoken and "def send_message" not in program.splitlines()[line - 1]]


GOES = {
    "a client that was made in one of two ways above": (
        "if M:\n    k = genai.Client(api_key='a')\nelse:\n    k = genai.Client()\nc = None\ndef f():\n    global c\n    c = k.chats.create(model=M)\n"
        "def g():\n    c.send_message('a')",
        "k.interactions.create(model=M, input='a'",
    ),
    "a chat beside another object's attribute of that name": (
        "class B:\n    def __init__(self):\n        self._chat = client.chats.create(model=M)\n    def f(self, update):\n"
        "        print(update.message._chat.id)\n        self._chat.send_message('a')\n        self._chat.send_message('b')",
        "update.message._chat.id",
    ),
    "a chat beside a variable of that name in another function": (
        "c = client.chats.create(model=M)\ndef f(q: str):\n    return c.send_message(q).text\ndef g(c):\n    c.send_message(c)\n    return c",
        "def g(c):\n    c.send_message(c)\n    return c",
    ),
    "an entry beside other keys of its dictionary": (
        "s = {'n': 0, 'chat': None}\ndef f(q: str):\n    if 'chat' not in s: pass\n    s['chat'] = client.chats.create(model=M)\n    s['n'] += 1\n"
        "    s['chat'].send_message(q)\n    print(s['n'])",
        "s['n'] += 1",
    ),
    "a chat that each thread makes for itself": (
        "def f():\n    c = client.chats.create(model=M)\n    for q in 'ab': c.send_message(q)\nthreading.Thread(target=f).start()",
        "threading.Thread(target=f).start()",
    ),
    "a function with a docstring and a global statement": (
        "c = None\nn = 0\ndef f():\n    '''Say it.'''\n    global c, n\n    n += 1\n    if c is None:\n        c = client.chats.create(model=M)\n    c.send_message('a')",
        "global c_interaction_id, n",
    ),
    "a docstring stays the first statement": (
        "c = client.chats.create(model=M)\ndef f():\n    '''Say it.'''\n    c.send_message('a')\ndef g(): c.send_message('b')",
        "    '''Say it.'''\n    global c_interaction_id\n",
    ),
    "the name of the state when it is taken": (
        "c_interaction_id = 1\nc = client.chats.create(model=M)\nfor q in 'ab': c.send_message(q)\nprint(c_interaction_id)",
        "c_interaction_id_2 = None",
    ),
    "a state set at each answer although the answer's name is the chat's old neighbour": (
        "c = client.chats.create(model=M)\nwhile M:\n    try:\n        a = c.send_message('a')\n    except ValueError:\n        continue\n    print(a.text)",
        "        c_interaction_id = a.id\n    except",
    ),
    "a retired model that is named behind its use": (
        "class B:\n    def f(self):\n        self._c.send_message('a')\n        self._c.send_message('b')\n    def __init__(self):\n        self._c = client.chats.create(model='gemini-1.5-flash')",
        "model='gemini-3.8-flash', input='a'",
    ),
}


@pytest.mark.parametrize(("text", "part"), GOES.values(), ids=GOES.keys())
def test_it_goes(text: str, part: str) -> None:
    program = SDK + text + "\n"
    migration = migrate(program, None, EVERYTHING)
    settled(migration, EVERYTHING)
    assert "chats.create" not in migration.output
    assert part in migration.output


@pytest.mark.parametrize(
    "text",
    [
        "class Bot:\n    def __init__(self, chat):\n        self.chat = chat\n    def say(self):\n        return self.chat.send_message('a')",
        "chats = {}\ndef f(u, bot):\n    chats[u] = bot\n    chats[u].send_message('a')",
        "from openai import OpenAI\nc = OpenAI().chats.create(model='x')\nfor q in 'ab': c.send_message(q)",
    ],
    ids=["an attribute that is given", "a dictionary of somebody else's objects", "another library's chat"],
)
def test_it_is_left_alone(text: str) -> None:
    untouched(text)


def test_a_held_message_holds_every_chat_of_its_slot() -> None:
    program = SDK + (
        "if M:\n    c = client.chats.create(model=M)\nelse:\n    c = client.chats.create(model=M, config={'tools': [print]})\n"
        "for q in 'ab':\n    c.send_message(q)\n"
    )
    migration = migrate(program, None, EVERYTHING)
    assert migration.output == program
    assert {f.group for f in migration.left} and len({f.group for f in migration.left}) == 1


def test_an_attribute_that_another_file_reads_stays() -> None:
    found = outcomes(
        """
        --- bot.py
        from google import genai
        client = genai.Client()
        class Bot:
            def __init__(self):
                self.chat = client.chats.create(model="gemini-2.5-flash")
            def say(self, text: str) -> str:
                return self.chat.send_message(text).text
        --- main.py
        from bot import Bot
        bot = Bot()
        print(bot.say("Hi"), bot.chat.get_history())
        """
    )
    assert not found["bot.py"].changed
    assert messages(found["bot.py"], "GI205") == ["the attribute `self.chat` is used in main.py line 3"]


def test_an_attribute_that_no_file_of_the_project_reads_goes() -> None:
    found = outcomes(
        """
        --- bot.py
        from google import genai
        client = genai.Client()
        class Bot:
            def __init__(self):
                self.chat = client.chats.create(model="gemini-2.5-flash")
            def say(self, text: str) -> str:
                return self.chat.send_message(text).text
        --- main.py
        from bot import Bot
        print(Bot().say("Hi"))
        """
    )
    assert "self.chat_interaction_id = interaction.id" in found["bot.py"].output


def test_a_public_attribute_of_a_file_alone_may_be_read_elsewhere() -> None:
    text = """
    from google import genai
    client = genai.Client()
    class Bot:
        def __init__(self):
            self.chat = client.chats.create(model="gemini-2.5-flash")
        def say(self, text: str) -> str:
            return self.chat.send_message(text).text
    """
    migration = migrate(source(text))
    assert not migration.changed
    assert any("leading underscore" in finding.message for finding in migration.left)


def test_of_two_chats_in_one_statement_the_later_one_waits_for_a_statement_of_its_own() -> None:
    program = SDK + (
        "c = client.chats.create(model=M)\nd = client.chats.create(model=M)\nfor q in 'ab':\n    print(c.send_message(q).text, d.send_message(q).text)\n"
    )
    migration = migrate(program, None, EVERYTHING)
    assert "c_interaction_id = interaction.id\n    print(interaction.output_text, d.send_message(q).text)" in migration.output
    assert {finding.code for finding in migration.left} == {"GI200", "GI215"}


def test_a_streamed_turn_is_held_where_the_program_keeps_the_history() -> None:
    program = SDK + "c = client.chats.create(model=M)\nfor q in 'ab':\n    for k in c.send_message_stream(f'{q}!'): print(k.text)\n"
    assert migrate(program).changed
    assert not migrate(program, None, Options(chat="stateless")).changed


def test_the_note_about_ids_that_expire_is_for_chats_that_live_long() -> None:
    long = SDK + "c = client.chats.create(model=M)\ndef f(q: str):\n    c.send_message(q)\n"
    short = SDK + "c = client.chats.create(model=M)\nfor q in 'ab': c.send_message('a')\n"
    notes = [next(f.message for f in migrate(text).findings if f.code == "GI401") for text in (short, long)]
    assert ["expires" in message for message in notes] == [False, True]
