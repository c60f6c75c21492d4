"""What one file does behind the back of another: each made a rewrite wrong, or a call nobody spoke of, once."""

from __future__ import annotations

import pytest

from codemods.python.project.users import by_name
from tests.python.projects import messages, outcomes, said
from tests.python.support import EVERYTHING

ASK = """
--- core.py
from google import genai
client = genai.Client()
def ask(prompt: str):
    return client.models.generate_content(model="gemini-2.5-flash", contents=prompt)
def text(prompt: str) -> str:
    return client.models.generate_content(model="gemini-2.5-flash", contents=prompt).text
print(ask("y").text)
"""
BOT = """
--- core.py
from google import genai
from google.genai import types
class Bot:
    def __init__(self):
        self._client = genai.Client()
        self._config = types.GenerateContentConfig(temperature=0.1)
        self._chat = self._client.chats.create(model="gemini-2.5-flash")
    def answer(self, prompt: str):
        return self._client.models.generate_content(model="gemini-2.5-flash", contents=prompt, config=self._config)
    def show(self):
        print(self.answer("x").text)
    def talk(self, prompt: str):
        return self._chat.send_message(prompt).text
"""


def messages_about(project: str, *codes: str) -> list[str]:
    """What is said about core.py under some codes, with everything assumed."""
    return messages(outcomes(project, EVERYTHING)["core.py"], *codes)


@pytest.mark.parametrize(
    "line",
    [
        'getattr(core, "ask")("x").text',
        'setattr(core, "ask", lambda prompt: None)',
        "core.ask = lambda prompt: None",
        'mock.patch("core.ask")',
        'mock.patch.object(core, "ask")',
    ],
)
def test_a_function_that_another_file_replaces_or_reaches_by_its_name_keeps_its_answers(line: str) -> None:
    project = f"{ASK}--- app.py\nimport core\nfrom unittest import mock\n{line}\n"
    assert messages_about(project, "GI205") == ["the answer is returned, but `ask` is used in app.py line 3"]


def test_names_in_strings_are_found_by_line_and_others_are_not() -> None:
    source = 'a = {"ask": 1}\nb = getattr(core,\n  "ask")\nc = getattr(core, "asked")\nd = patch("core.ask")\n'
    assert list(by_name(source, "ask")) == [2, 5]


def test_a_client_that_another_file_replaces_is_an_assumption() -> None:
    project = f"{ASK}--- app.py\nimport core\nclass Fake:\n    models = None\ncore.client = Fake()\n"
    migration = outcomes(project)["core.py"]
    assert not migration.changed
    assert {finding.assumptions for finding in migration.left if finding.code == "GI201"} == {("untraced-client",)}


def test_a_client_that_another_file_replaces_by_a_client_is_one() -> None:
    project = f"{ASK}--- app.py\nimport core\nfrom google import genai\ncore.client = genai.Client()\n"
    assert "generate_content(" not in outcomes(project)["core.py"].output


@pytest.mark.parametrize("line", ["bot._chat = None", 'setattr(bot, "_chat", None)'])
def test_a_chat_that_another_file_puts_into_the_object_stays(line: str) -> None:
    project = f"{BOT}--- app.py\nfrom core import Bot\nbot = Bot()\n{line}\n"
    migration = outcomes(project, EVERYTHING)["core.py"]
    assert "_chat.send_message(prompt)" in migration.output


def test_a_config_that_another_file_puts_into_the_object_stays() -> None:
    project = f"{BOT}--- app.py\nfrom core import Bot\nbot = Bot()\nbot._config = None\n"
    assert "the config `self._config` is not in sight" in messages_about(project, "GI203")


def test_a_method_that_a_class_of_another_file_overrides_keeps_its_answers() -> None:
    project = (
        f"{BOT}--- app.py\nfrom core import Bot\nclass Mine(Bot):\n    def answer(self, prompt):\n        return None\nMine().show()\n"
    )
    assert messages_about(project, "GI205") == ["the answer is returned, but `answer` is another method in a class in app.py line 2"]


def test_errors_that_a_file_above_handles_keep_the_calls_below() -> None:
    handled = "--- app.py\nfrom google.genai import errors\nfrom core import text\ntry:\n    text('x')\nexcept errors.APIError:\n    pass\n"
    reason = "errors are handled in app.py line 5, which uses this file, by google.genai's classes"
    assert messages_about(ASK + handled, "GI207") == [reason]


@pytest.mark.parametrize(
    "other",
    [
        "from core import text\nraise errors.APIError(500, {})",
        "from core import text\ndef shown(error: errors.APIError) -> None:\n    pass",
        "from core import text\nclass APIError(Exception):\n    pass\ntry:\n    text('x')\nexcept APIError:\n    pass",
    ],
)
def test_errors_that_a_file_above_only_names_do_not(other: str) -> None:
    migration = outcomes(f"{ASK}--- app.py\nfrom google.genai import errors\n{other}\n", EVERYTHING)["core.py"]
    assert "generate_content(" not in migration.output


def test_contents_that_are_a_list_in_another_file_are_no_text() -> None:
    project = f"{ASK}--- app.py\nfrom core import text\nprint(text)\n--- parts.py\nimport core\ndef parts(q):\n    return ['a', q]\n"
    asked = (
        '--- more.py\nfrom core import client\nfrom parts import parts\nclient.models.generate_content(model="m", contents=parts("x"))\n'
    )
    assert "GI200 contents that are not a single text" in " ".join(said(outcomes(project + asked, EVERYTHING)["more.py"]))


def test_what_every_caller_passes_may_be_a_list() -> None:
    project = ASK.replace("(prompt: str) -> str", "(prompt)") + "--- app.py\nfrom core import text\nprint(text(['x', 'y']))\n"
    assert messages_about(project, "GI200") == ["contents that are not a single text are not rewritten yet"]


MIXIN = """
--- mixin.py
class Asking:
    def ask(self, prompt: str):
        return self.client.models.generate_content(model="gemini-2.5-flash", contents=prompt).text
--- app.py
from google import genai
from mixin import Asking
class App(Asking):
    def __init__(self):
        self.client = genai.Client()
print(App().ask("x"))
"""


def test_a_client_that_only_inheriting_classes_have_is_theirs() -> None:
    assert "self.client.interactions.create(" in outcomes(MIXIN)["mixin.py"].output


def test_a_client_that_nobody_in_sight_sets_is_spoken_of() -> None:
    alone = MIXIN.replace("self.client = genai.Client()", "self.other = genai.Client()")
    assert messages(outcomes(alone)["mixin.py"], "GI201")
