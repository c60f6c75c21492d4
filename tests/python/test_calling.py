"""Answers, function calls and their results in the contents of another call: what has to stay as it is, and why."""

from __future__ import annotations

import pytest

from codemods.options import Options
from codemods.python import migrate
from tests.python.support import EVERYTHING, findings, left, settled, source, transformed, untouched

SDK = (
    "from google import genai\nfrom google.genai import types\nclient = genai.Client()\nM = 'gemini-2.5-flash'\n"
    "r = client.models.generate_content(model=M, contents='x')\nfc = r.function_calls[0]\n"
)
ASK = "client.models.generate_content(model=M, contents={})\n"
TURN = "r.candidates[0].content"


def result(name: str = "fc.name", response: str = "{}") -> str:
    return f"types.Part.from_function_response(name={name}, response={response})"


def turn(*parts: str, role: str = "tool") -> str:
    return f"types.Content(role='{role}', parts=[{', '.join(parts)}])"


def asked(*pieces: str) -> str:
    return ASK.format(f"['x', {', '.join(pieces)}]")


PYDANTIC = "import pydantic\nclass P(pydantic.BaseModel):\n    a: int = 1\np = P()\n"
RESULTS = f"l = []\nfor g in r.function_calls:\n    l.append({result('g.name')})\n"

#: Programs after the six lines above, with the findings (line, code) of the reasons, even when every assumption is taken.
HELD = {
    # -- which call a result belongs to
    "a call of another library": ("import other\ng = other.ask()\n" + asked(TURN, turn(result("g.name"))), [(9, "GI200")]),
    "a call that may be another library's": ("import other\nif M:\n    fc = other.ask()\n" + asked(TURN, turn(result())), [(10, "GI217")]),
    "a name that is taken of one call, and the next call": (
        "n = fc.name\nfc = r.function_calls[1]\n" + asked(TURN, "types.UserContent('y')", turn(result("n"))),
        [(9, "GI200")],
    ),
    "a name that is taken on one way only": (
        "n = ''\nif M:\n    n = fc.name\n" + asked(TURN, "types.UserContent('y')", turn(result("n"))),
        [(10, "GI200")],
    ),
    "a name that was taken in an earlier turn of a loop": (
        "for g in r.function_calls:\n    if g.args:\n        n = g.name\n    " + asked(TURN, turn(result("n"), result("n"))),
        [(10, "GI200"), (10, "GI200")],
    ),
    "a literal name, and no answer right before": (asked(TURN, "types.UserContent('y')", turn(result("'f'"))), [(7, "GI200")]),
    "two literal names, which may be of two calls": (asked(TURN, turn(result("'f'"), result("'f'"))), [(7, "GI200"), (7, "GI200")]),
    "a literal name beside another result": (asked(TURN, turn(result("'f'")), turn(result())), [(7, "GI200")]),
    "two literal names in two turns": (asked(TURN, turn(result("'f'")), turn(result("'f'"))), [(7, "GI200")]),
    "an id that comes in": (
        "i = input()\n" + asked(TURN, "types.Part(function_response=types.FunctionResponse(id=i, name=fc.name, response={}))"),
        [(8, "GI200")],
    ),
    "the id of a call that another expression gives": (asked(TURN, result("next(iter(r.function_calls)).name")), [(7, "GI205")]),
    "a call with a signature of its own": (
        asked("types.Part(function_call=fc, thought_signature=b'x')"),
        [(7, "GI200"), (7, "GI205")],
    ),
    # -- what a result says
    "a result that is a text": ("s = str(1)\n" + asked(TURN, result(response="s")), [(8, "GI200")]),
    "a result that is a list": (asked(TURN, result(response="[1]")), [(7, "GI200")]),
    "a result that is None": (asked(TURN, result(response="None")), [(7, "GI200")]),
    "a result that may be None": ("d = None\nif M:\n    d = {}\n" + asked(TURN, result(response="d")), [(10, "GI200")]),
    "a result with bytes": ("b = open('x', 'rb').read()\n" + asked(TURN, result(response="{'a': b}")), [(8, "GI200")]),
    "a result under a name with bytes": (
        "b = open('x', 'rb').read()\nd = {'a': [b]}\n" + asked(TURN, result(response="d")),
        [(9, "GI200")],
    ),
    "a result that bytes are put into": (
        "b = open('x', 'rb').read()\nd = {}\nd['a'] = b\n" + asked(TURN, result(response="d")),
        [(10, "GI200")],
    ),
    "a result with a pydantic object, whose JSON had no None": (PYDANTIC + asked(TURN, result(response="{'a': p}")), [(11, "GI200")]),
    "a result with pydantic objects in a list": (PYDANTIC + asked(TURN, result(response="dict(a=[P()])")), [(11, "GI200")]),
    "a result with an object of the SDK": (asked(TURN, result(response="{'a': types.Part(text='x')}")), [(7, "GI200")]),
    "a result that is changed after it went in": (
        f"d = {{'a': 1}}\nl = ['x', {TURN}, {turn(result(response='d'))}]\nd['a'] = 2\n" + ASK.format("l"),
        [(8, "GI200")],
    ),
    "one dictionary for the results of all turns": (
        f"d = {{}}\nl = ['x', {TURN}]\nfor g in r.function_calls:\n    d[g.name] = 1\n    l.append({turn(result('g.name', 'd'))})\n"
        + ASK.format("l"),
        [(11, "GI200")],
    ),
    "a result with media": (asked(TURN, "types.Part.from_function_response(name=fc.name, response={}, parts=[])"), [(7, "GI214")]),
    "a result that goes on": (
        asked(TURN, "types.Part(function_response=types.FunctionResponse(name=fc.name, response={}, will_continue=True))"),
        [(7, "GI200")],
    ),
    "a result without anything": (asked(TURN, "types.Part(function_response=types.FunctionResponse(name=fc.name))"), [(7, "GI200")]),
    "keywords that are passed on": ("k = {}\n" + asked(TURN, "types.Part.from_function_response(**k)"), [(8, "GI200")]),
    # -- whose turn
    "a result in a turn of the model": (asked(TURN, turn(result(), role="model")), [(7, "GI200")]),
    "a call in a turn of the user": (asked(turn("types.Part(function_call=fc)", role="user")), [(7, "GI200")]),
    "a role nobody knows": (asked(TURN, turn(result(), role="system")), [(7, "GI200")]),
    "a text in a turn of a tool": (asked(TURN, turn(result(), "types.Part(text='x')")), [(7, "GI200")]),
    "a text before a result of the same turn": (asked(TURN, turn("types.Part(text='x')", result(), role="user")), [(7, "GI200")]),
    "a bare text before a bare result": (asked(TURN, "'y'", result()), [(7, "GI200")]),
    # -- results under a name
    "results that are printed": (RESULTS + "print(l)\n" + asked(TURN, "types.Content(role='tool', parts=l)"), [(10, "GI203")]),
    "results that are indexed": (RESULTS + "print(l[0])\n" + asked(TURN, "types.Content(role='tool', parts=l)"), [(10, "GI203")]),
    "results and texts in one list": (
        RESULTS + "l.append(types.Part(text='y'))\n" + asked(TURN, "types.Content(role='tool', parts=l)"),
        [(7, "GI200")],
    ),
    "a result whose name is read back": (f"p = {result()}\nprint(p.function_response.name)\n" + asked(TURN, turn("p")), [(8, "GI203")]),
    "several steps in a comprehension": (
        ASK.format(f"[{turn(result('g.name'), result('g.name'))} for g in r.function_calls]"),
        [(7, "GI200")],
    ),
    # -- turns of answers
    "the role of a turn": (f"print({TURN}.role)\n", [(7, "GI200")]),
    "a turn that is asked and printed": (f"t = {TURN}\n" + asked("t") + "print(t)\n", [(9, "GI200"), (9, "GI203")]),
    "a turn in a list that nobody asks": (f"l = []\nl.append({TURN})\nprint(l)\n", [(8, "GI200")]),
    "a turn in a dictionary": (f"d = {{'t': {TURN}}}\n", [(7, "GI200")]),
    "a turn that a function takes": (f"def f(x): pass\nf({TURN})\n", [(8, "GI200")]),
    "a turn that a function gives": (f"def f():\n    return {TURN}\n", [(8, "GI200")]),
    "a turn that may be another": (
        f"t = {TURN}\nif M:\n    t = types.UserContent('x')\n" + asked("t"),
        [(10, "GI200"), (10, "GI217")],
    ),
    "a turn or something else": (f"t = {TURN} or types.UserContent('x')\n" + asked("t"), [(7, "GI200"), (8, "GI200")]),
    "turns that are counted": (
        f"l = [types.UserContent('x')]\nl.append({TURN})\nprint(len(l))\n" + ASK.format("l"),
        [(9, "GI200")],
    ),
    "a turn that is put in the middle": (f"l = [types.UserContent('x')]\nl.insert(0, {TURN})\n" + ASK.format("l"), [(8, "GI200")]),
    "turns that are looked at": (f"l = [types.UserContent('x'), {TURN}]\nprint(l[-1])\n" + ASK.format("l"), [(8, "GI203")]),
    "turns that another method takes": (
        f"l = [types.UserContent('x'), {TURN}]\nclient.models.count_tokens(model=M, contents=l)\n" + ASK.format("l"),
        [(8, "GI203")],
    ),
    "another candidate": (asked("r.candidates[1].content"), [(7, "GI200"), (7, "GI200")]),
    "a candidate whose number shows at run time": ("i = 0\n" + asked("r.candidates[i].content"), [(8, "GI200"), (8, "GI200")]),
    "a bare function call": (asked("fc"), [(7, "GI200"), (7, "GI205")]),
    "the expression itself is printed": (f"print(f'{{{TURN}=}}')\n", [(7, "GI205")]),
    "a turn that is replaced": (f"{TURN} = None\n", [(7, "GI205")]),
    "a turn whose resolution cannot be said": (
        f"client.models.generate_content(model=M, contents=['x', {TURN}], config={{'media_resolution': 'MEDIA_RESOLUTION_LOW'}})\n",
        [(7, "GI203")],
    ),
    "parts after turns in a list inside of another": (
        f"l = [{TURN}, 'y']\n" + ASK.format("[*l, 'z']"),
        [(8, "GI200")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), HELD.values(), ids=HELD.keys())
def test_it_stays_and_says_why(text: str, expected: list[tuple[int, str]]) -> None:
    migration = left(SDK + text, *expected)
    assert all(finding.help for finding in migration.left if finding.code == "GI200")


#: Not ours, or not an answer: programs whose lines stay as they are.
OTHERS = {
    "a class of the module with the method's name": "class Part:\n    @staticmethod\n    def from_function_response(name, response): return name\n",
    "a class of another library": "from other_models import Part\np = Part.from_function_response(name='f', response={})\n",
    "an object with candidates": "import other\nl = []\nl.append(other.ask().candidates[0].content)\n",
    "a list that is called contents": "contents = []\ncontents.append(open('x').read())\n",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_what_is_not_ours_stays(text: str) -> None:
    before = source("from google import genai\nclient = genai.Client()\nM = 'gemini-2.5-flash'\n" + text)
    migration = migrate(before + "print(client.models.generate_content(model=M, contents='x').text)\n", None, EVERYTHING)
    assert text in migration.output
    assert "interactions.create" in migration.output


def test_the_object_of_another_library_is_not_taken_for_a_text() -> None:
    """It looks like the turn of an answer, so the assumption that it is a text would be a wrong one."""
    left(
        "from google import genai\nimport other\nclient = genai.Client()\n"
        "client.models.generate_content(model='gemini-2.5-flash', contents=['x', other.ask().candidates[0].content])\n",
        (4, "GI200"),
    )


def test_two_calls_go_together_or_not_at_all() -> None:
    """The second call takes the turn of the first one, which has a setting without a counterpart."""
    migration = left(
        "from google import genai\nclient = genai.Client()\nM = 'gemini-2.5-flash'\n"
        "r = client.models.generate_content(model=M, contents='x', config={'top_k': 1})\n"
        f"print(client.models.generate_content(model=M, contents=['x', {TURN}, 'y']).text)\n",
        (4, "GI214"),
    )
    assert {finding.span.line for finding in migration.left if finding.code == "GI215"} == {4, 5}


def test_a_comment_that_silences_the_answer_keeps_the_call_that_takes_it() -> None:
    text = (
        "from google import genai\nclient = genai.Client()\nM = 'gemini-2.5-flash'\n"
        "r = client.models.generate_content(model=M, contents='x')  # migrate-interactions: ignore\n"
        f"print(client.models.generate_content(model=M, contents=['x', {TURN}, 'y']).text)\n"
    )
    untouched(text)


def test_the_dictionary_of_one_turn_may_be_filled_before_it_goes_in() -> None:
    migration = transformed(
        """
        from google import genai
        from google.genai import types

        client = genai.Client()
        history = [types.UserContent("x")]
        for _ in range(3):
            response = client.models.generate_content(model="gemini-2.5-flash", contents=history)
            for call in response.function_calls or []:
                outcome = {}
                outcome["result"] = call.args
                history.append(types.Part.from_function_response(name=call.name, response=outcome))
        """,
        """
        from google import genai

        client = genai.Client()
        history = [{"type": "user_input", "content": [{"type": "text", "text": "x"}]}]
        for _ in range(3):
            response = client.interactions.create(model="gemini-2.5-flash", input=history, store=False)
            for call in [step for step in response.steps or [] if step.type == "function_call"]:
                outcome = {}
                outcome["result"] = call.arguments
                history.append({"type": "function_result", "call_id": call.id, "name": call.name, "result": outcome})
        """,
    )
    assert not migration.left


def test_parts_that_are_copied_into_a_turn_stay_a_copy() -> None:
    """A `Content` had a list of its own."""
    before = (
        SDK
        + f"l = [{result()}]\nt = types.Content(role='tool', parts=l)\nl.append({result()})\n"
        + asked(TURN, "t")
        + asked(TURN, "types.Content(role='tool', parts=l)")
    )
    migration = migrate(before, None, Options())
    assert "t = [*l]" in migration.output
    assert findings(migration) == []
    settled(migration)


def test_arguments_are_evaluated_in_the_order_they_were() -> None:
    before = SDK + "def f(x): return x\n" + asked(TURN, "types.Part.from_function_response(response={'a': f(1)}, name=fc.name)")
    migration = migrate(before, None, Options())
    assert "{'type': 'function_result', 'result': {'a': f(1)}, 'call_id': fc.id, 'name': fc.name}" in migration.output
    settled(migration)


def test_a_call_may_be_read_where_its_name_is_needed() -> None:
    migration = migrate(SDK + asked(TURN, result("r.function_calls[0].name")), None, Options())
    assert "'call_id': [step for step in r.steps or [] if step.type == 'function_call'][0].id" in migration.output
    settled(migration)


def test_a_message_of_a_chat_may_be_a_result() -> None:
    before = (
        "from google import genai\nfrom google.genai import types\nclient = genai.Client()\n"
        "chat = client.chats.create(model='gemini-2.5-flash')\na = chat.send_message('x')\nfc = a.function_calls[0]\n"
        f"print(chat.send_message({result()}).text)\n"
    )
    migration = migrate(before, None, Options())
    assert (
        "input=[{'type': 'function_result', 'call_id': fc.id, 'name': fc.name, 'result': {}}], previous_interaction_id=a.id"
        in migration.output
    )
    settled(migration)
