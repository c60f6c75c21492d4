"""An answer that is one of several texts comes as JSON now: it is read as such wherever it is read, or the call stays."""

from __future__ import annotations

import pytest

from codemods.python import migrate
from tests.python.support import EVERYTHING, source

SDK = """from enum import Enum, IntEnum
from elsewhere import Far
from google import genai
from google.genai import types
client = genai.Client()
class Mood(Enum):
    GOOD = "good"
    BAD = "bad"
class Number(Enum):
    ONE = 1
    TWO = "2"
class Made(Enum):
    GOOD = open("good").read()
PLAIN = {"type": "STRING", "enum": ["a", "b"]}
"""
CALL = (
    'client.models.{}(model="gemini-2.5-flash", contents="x", '
    'config=types.GenerateContentConfig(response_mime_type="text/x.enum", response_schema={}))'
)
MOOD = CALL.format("generate_content", "Mood")

TYPED = "print(" + CALL.format("generate_content", "%s") + ".text)"

KEPT = {
    "an enum of numbers": f"print({CALL.format('generate_content', 'Number')}.text)",
    "an enum that is computed": f"print({CALL.format('generate_content', 'Made')}.text)",
    "an enum of another file": f"print({CALL.format('generate_content', 'Far')}.text)",
    "any text": TYPED % '{"type": "STRING"}',
    "numbers": TYPED % '{"type": "INTEGER", "enum": ["1"]}',
    "a dictionary that is changed": f"PLAIN['enum'] = [1]\nprint({CALL.format('generate_content', 'PLAIN')}.text)",
    "a parameter": f"def f(Mood):\n    print({MOOD}.text)",
    "no schema": 'print(client.models.generate_content(model="gemini-2.5-flash", contents="x", config={"response_mime_type": "text/x.enum"}).text)',
    "a parsed dictionary, which was None": f"print({CALL.format('generate_content', 'PLAIN')}.parsed)",
    "a text that is looked for": f"r = {MOOD}\nif r.text is None:\n    print('none')",
    "a text that may be none": f"t = {MOOD}.text\nprint(t or 'none')",
    "a stream": f"for chunk in {CALL.format('generate_content_stream', 'Mood')}:\n    print(chunk.text)",
    "parts": f"for part in {MOOD}.candidates[0].content.parts:\n    print(part.text)",
    "a chat": (
        'chat = client.chats.create(model="gemini-2.5-flash", config={"response_mime_type": "text/x.enum", "response_schema": Mood})\n'
        'print(chat.send_message("x").text)'
    ),
    "a stream of a chat": (
        'chat = client.chats.create(model="gemini-2.5-flash", config={"response_mime_type": "text/x.enum", "response_schema": Mood})\n'
        'for chunk in chat.send_message_stream("x"):\n    print(chunk.text)'
    ),
    "code beside it": f"print({MOOD[:-2]}, tools=[types.Tool(code_execution={{}})])).text)",
    "the whole answer as a turn": f"r = {MOOD}\nclient.models.generate_content(model='gemini-2.5-flash', contents=[r.candidates[0].content, 'y'])",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_an_enum_answer_that_is_read_in_another_way_stays(text: str) -> None:
    migration = migrate(source(SDK + text), None, EVERYTHING)
    assert migration.output == migration.source
    assert [finding for finding in migration.left if finding.code != "GI215"]


def test_a_text_that_a_function_gives_back_is_read_there() -> None:
    migration = migrate(source(SDK + f"def mood():\n    r = {MOOD}\n    return r.text\nprint(mood())\n"), None)
    assert "return json.loads(r.output_text)" in migration.output
