"""What else one file defines and another takes: prompts, schemas, configs, and answers and chats that other files get at."""

from __future__ import annotations

import pytest

from tests.python.projects import messages, outcomes, said

APP = """\
--- app.py
from google import genai
from google.genai import types
{}
client = genai.Client()
r = client.models.generate_content(model="gemini-2.5-flash", contents={}, config={})
print(r.text)
"""


def app(other: str, before: str, contents: str = '"Hi"', config: str = "None"):
    return outcomes(f"--- other.py\n{other}" + APP.format(before, contents, config))["app.py"]


TEXTS = {
    "a literal": ("PROMPT = 'Say hi'\n", "PROMPT"),
    "a method of a text": ("PROMPT = '''\n Say hi\n'''.strip()\n", "PROMPT"),
    "text put together": ("NAME = 'Ann'\nPROMPT = 'Say hi to ' + NAME\n", "PROMPT"),
    "an f-string": ("NAME = 'Ann'\nPROMPT = f'Say hi to {NAME}'\n", "PROMPT"),
    "text of the environment": ("import os\nPROMPT = os.getenv('PROMPT', 'Say hi')\n", "PROMPT"),
    "a function that says so": ("def PROMPT(name) -> str:\n    return load(name)\n", "PROMPT('Ann')"),
    "a function whose results are text": (
        "def PROMPT(name):\n    if name:\n        return 'Hi ' + name\n    return 'Hi'\n",
        "PROMPT('Ann')",
    ),
    "an annotated name": ("PROMPT: str = load()\n", "PROMPT"),
    "a text that is filled in": ("PROMPT = 'Hi {}'\n", "PROMPT.format('Ann')"),
}


@pytest.mark.parametrize(("other", "contents"), TEXTS.values(), ids=TEXTS)
def test_text_of_another_file_is_text(other: str, contents: str) -> None:
    assert [finding.fix for finding in app(other, "from other import PROMPT", contents).findings] == ["safe", "safe"]


@pytest.mark.parametrize("other", ["PROMPT = load()\n", "PROMPT = 'x'\nif late:\n    PROMPT = load()\n", ""])
def test_what_is_not_known_to_be_text_is_doubted(other: str) -> None:
    assert {finding.assumptions for finding in app(other, "from other import PROMPT", "PROMPT").findings} == {("text",)}


@pytest.mark.parametrize("other", ["PROMPT = ['a', 'b']\n", "PROMPT = {'a': 1}\n", "PROMPT = [x for x in y]\n"])
def test_what_is_no_text_is_never_offered_as_one(other: str) -> None:
    found = app(other, "from other import PROMPT", "PROMPT")
    assert not found.changed and all(finding.fix is None for finding in found.findings)


SCHEMA = 'types.GenerateContentConfig(response_mime_type="application/json", response_schema={})'


@pytest.mark.parametrize(
    ("other", "written"),
    [
        ("from pydantic import BaseModel\nclass Recipe(BaseModel):\n    name: str\n", "Recipe.model_json_schema()"),
        (
            "import pydantic\nclass Base(pydantic.BaseModel):\n    pass\nclass Recipe(Base):\n    name: str\n",
            "Recipe.model_json_schema()",
        ),
        ("from enum import Enum\nclass Recipe(Enum):\n    A = 'a'\n", "TypeAdapter(Recipe).json_schema()"),
    ],
)
def test_a_class_of_another_file_is_a_class(other: str, written: str) -> None:
    found = app(other, "from other import Recipe", config=SCHEMA.format("Recipe"))
    assert f'"schema": {written}' in found.output
    assert all(finding.fix == "safe" for finding in found.findings)


def test_a_class_that_inherits_from_a_model_of_another_file_is_a_model() -> None:
    other = "from pydantic import BaseModel\nclass Base(BaseModel):\n    pass\n"
    found = app(other, "from other import Base\nclass Recipe(Base):\n    name: str", config=SCHEMA.format("Recipe"))
    assert "Recipe.model_json_schema()" in found.output


def test_a_class_of_a_file_that_is_not_there_is_doubted() -> None:
    found = app("", "from elsewhere import Recipe", config=SCHEMA.format("Recipe"))
    assert {finding.assumptions for finding in found.findings} == {("schema-class",)}


def test_a_schema_that_is_no_class_is_held_with_its_place() -> None:
    found = app("x = 1\nRecipe = {'type': 'OBJECT'}\n", "from other import Recipe", config=SCHEMA.format("Recipe"))
    assert not found.changed
    assert messages(found, "GI203") == [
        "the response schema is written in other.py line 2: it may be a class, a dictionary or a Schema object"
    ]


@pytest.mark.parametrize(("before", "name"), [("from other import CONFIG", "CONFIG"), ("import other", "other.CONFIG")])
def test_a_config_of_another_file_is_held_with_its_place(before: str, name: str) -> None:
    found = app("from google.genai import types\nCONFIG = types.GenerateContentConfig(temperature=1)\n", before, config=name)
    assert not found.changed
    assert messages(found, "GI203") == [f"the config `{name}` is built in other.py line 2"]


# -- what other files get at ---------------------------------------------------------------------------------------

USES = {
    "it imports the name": ("from app import r\nprint(r.text)\n", 1),
    "it reads it off the module": ("import app\nprint(app.r.text)\n", 2),
    "it imports everything": ("from app import *\nprint(r.text)\n", 2),
    "it imports it in a function": ("def show():\n    from app import r as answer\n    print(answer.text)\n", 2),
    "a package hands it on": ("from pkg import r\nprint(r.text)\n", 1),
}


@pytest.mark.parametrize(("view", "line"), USES.values(), ids=USES)
def test_an_answer_that_another_file_uses_stays(view: str, line: int) -> None:
    package = "--- pkg/__init__.py\nfrom app import r\n" if "pkg" in view else ""
    found = outcomes(APP.format("", '"Hi"', "None") + f"--- views.py\n{view}" + package)["app.py"]
    assert not found.changed
    place = "pkg/__init__.py line 1" if package else f"views.py line {line}"
    assert messages(found, "GI205") == [f"`r` is used in {place}"]
    assert f"6: GI215 held back by line 5: `r` is used in {place}" in said(found)


NO_USES = {
    "another name of the module": "from app import client\n",
    "the same name of another module": "from other import r\nprint(r.text)\n",
    "a name of its own": "import app\nr = 1\nprint(r)\n",
    "an attribute of the same name of something else": "import app\nprint(app.client.r)\n",
}


@pytest.mark.parametrize("view", NO_USES.values(), ids=NO_USES)
def test_an_answer_that_no_other_file_uses_goes(view: str) -> None:
    assert outcomes(APP.format("", '"Hi"', "None") + f"--- other.py\nr = 1\n--- views.py\n{view}")["app.py"].changed


def test_a_chat_that_another_file_sends_to_stays_and_the_message_is_reported() -> None:
    found = outcomes(
        """
        --- core.py
        from google import genai
        client = genai.Client()
        chat = client.chats.create(model="gemini-2.5-flash")
        print(chat.send_message("Hi").text)
        --- views.py
        from core import chat
        print(chat.send_message("And now?").text)
        """
    )
    assert not found["core.py"].changed
    assert messages(found["core.py"], "GI205") == ["the chat `chat` is used in views.py line 1"]
    assert said(found["views.py"]) == ["2: GI200 `send_message` of the chat of core.py line 3 is not rewritten yet"]


def test_a_config_that_another_file_uses_stays() -> None:
    found = outcomes(
        """
        --- core.py
        from google import genai
        from google.genai import types
        client = genai.Client()
        CONFIG = types.GenerateContentConfig(temperature=0.2)
        print(client.models.generate_content(model="gemini-2.5-flash", contents="Hi", config=CONFIG).text)
        --- views.py
        import core
        print(core.CONFIG)
        """
    )
    assert not found["core.py"].changed
    assert messages(found["core.py"], "GI205") == ["`CONFIG` is used in views.py line 2, so it has to stay what it is"]


@pytest.mark.parametrize(
    ("view", "kept"), [("from app import types\nprint(types.Part)\n", True), ("import app\nprint(app.client)\n", False)]
)
def test_an_import_that_another_file_takes_from_here_stays(view: str, kept: bool) -> None:
    text = APP.format("", '"Hi"', "types.GenerateContentConfig(temperature=0.2)") + f"--- views.py\n{view}"
    assert ("from google.genai import types" in outcomes(text)["app.py"].output) is kept


def test_a_file_does_not_begin_with_a_blank_line_when_its_first_import_goes() -> None:
    text = """
        --- core.py
        from google import genai
        client = genai.Client()
        --- app.py
        from google.genai import types

        from core import client

        config = types.GenerateContentConfig(temperature=0.2)
        print(client.models.generate_content(model="gemini-2.5-flash", contents="Hi", config=config).text)
        """
    assert outcomes(text)["app.py"].output.startswith("from core import client\n\nconfig = ")
