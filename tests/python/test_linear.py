"""What a module costs grows with its length, and not faster: functions that are called are counted, so a busy machine changes nothing."""

from collections.abc import Callable

import pytest

from codemods.options import Options
from codemods.python import migrate
from tests.support.questions import growth

HEAD = "from google import genai\nfrom google.genai import types\n\nclient = genai.Client()\n"


def _rebound(count: int) -> str:
    return HEAD + "".join(
        f'response = client.models.generate_content(model="gemini-2.5-flash", contents="Question {n}")\nprint(response.text)\n'
        for n in range(count)
    )


def _chat(count: int) -> str:
    turns = (f'response = chat.send_message("Question {n}")\nprint(response.text)\n' for n in range(count))
    return f'{HEAD}chat = client.chats.create(model="gemini-2.5-flash")\n' + "".join(turns)


def _methods(count: int) -> str:
    methods = (
        f"    def ask_{n}(self, question: str) -> str:\n"
        f'        return self.client.models.generate_content(model="gemini-2.5-flash", contents=question).text\n\n'
        for n in range(count)
    )
    return f"{HEAD}\n\nclass Asks:\n    def __init__(self):\n        self.client = genai.Client()\n\n" + "".join(methods)


def _one_config(count: int) -> str:
    calls = (
        f'print(client.models.generate_content(model="gemini-2.5-flash", contents="Question {n}", config=config).text)\n'
        for n in range(count)
    )
    return f'{HEAD}config = types.GenerateContentConfig(temperature=0.5, system_instruction="Be brief.")\n' + "".join(calls)


def _one_prompt(count: int) -> str:
    calls = (f'print(client.models.generate_content(model="gemini-2.5-flash", contents=[prompt, "{n}"]).text)\n' for n in range(count))
    return f'{HEAD}prompt = "Name a tree."\n' + "".join(calls)


def _streams(count: int) -> str:
    return HEAD + "".join(
        f'for chunk in client.models.generate_content_stream(model="gemini-2.5-flash", contents="Question {n}"):\n'
        f'    print(chunk.text, end="")\n'
        for n in range(count)
    )


def _older_methods(count: int) -> str:
    methods = (
        f"    def ask_{n}(self, question: str) -> str:\n        return self.model.generate_content(question).text\n\n" for n in range(count)
    )
    head = 'import google.generativeai as genai\n\ngenai.configure(api_key="k")\n\n\nclass Asks:\n    def __init__(self):\n'
    return f'{head}        self.model = genai.GenerativeModel("gemini-2.5-flash")\n\n' + "".join(methods)


SHAPES: dict[str, Callable[[int], str]] = {
    "a name that is bound again and again": _rebound,
    "a chat of many turns": _chat,
    "a class of many methods": _methods,
    "a config of many calls": _one_config,
    "a prompt of many calls": _one_prompt,
    "many streams": _streams,
    "a model of the retired SDK in many methods": _older_methods,
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_a_module_twice_as_long_takes_twice_as_many_steps(shape: Callable[[int], str]) -> None:
    def work(size: int) -> object:
        migration = migrate(shape(size), None, Options())
        assert migration.rewritten
        assert not migration.left
        return migration

    assert growth(work, 120) < 2.3
