"""A parameter is what every caller in sight passes, in its file and in others; one caller that cannot be read is enough to doubt."""

from __future__ import annotations

import pytest

from tests.python.projects import outcomes, said
from tests.python.support import source

ASKING = """
--- ask.py
def ask(client, prompt: str):
    return client.models.generate_content(model="gemini-2.5-flash", contents=prompt).text
"""
#: What other files do with `ask`, so that its parameter is a client.
PASSED = {
    "one caller": """
        --- main.py
        from google import genai
        from ask import ask
        ask(genai.Client(), "Hi")
        """,
    "two callers of two files, one by keyword": """
        --- main.py
        from google import genai
        from ask import ask as put
        put(prompt="Hi", client=genai.Client())
        --- other.py
        import ask
        from main import genai
        client = genai.Client()
        ask.ask(client, "Hi")
        """,
    "a caller that passes its own parameter on": """
        --- main.py
        from google import genai
        from ask import ask
        def twice(client):
            ask(client, "Hi")
            ask(client, "Hi again")
        twice(genai.Client())
        """,
    "a caller that hands on the object of another file": """
        --- services.py
        from google import genai
        class Service:
            def __init__(self):
                self.client = genai.Client()
        --- main.py
        from ask import ask
        from services import Service
        service = Service()
        ask(service.client, "Hi")
        """,
}


@pytest.mark.parametrize("files", PASSED.values(), ids=PASSED)
def test_every_caller_passes_a_client(files: str) -> None:
    found = outcomes(ASKING.lstrip("\n") + _flat(files))
    assert "client.interactions.create(" in found["ask.py"].output
    assert all(finding.fix == "safe" for finding in found["ask.py"].findings if finding.severity != "note")


HIDDEN = {
    "no caller": "",
    "a caller that passes something else": """
        --- main.py
        from google import genai
        from ask import ask
        ask(genai.Client(), "Hi")
        --- test_ask.py
        from unittest.mock import MagicMock
        from ask import ask
        ask(MagicMock(), "Hi")
        """,
    "a caller whose arguments are collected": """
        --- main.py
        from google import genai
        from ask import ask
        arguments = [genai.Client(), "Hi"]
        ask(*arguments)
        """,
    "a use that is no call": """
        --- main.py
        from functools import partial
        from google import genai
        from ask import ask
        ask(genai.Client(), "Hi")
        later = partial(ask, prompt="Hi")
        """,
    "a file that does not parse": """
        --- main.py
        from google import genai
        from ask import ask
        ask(genai.Client(), "Hi")
        --- broken.py
        from ask import ask
        ask(= 1)
        """,
}


@pytest.mark.parametrize("files", HIDDEN.values(), ids=HIDDEN)
def test_some_caller_may_pass_something_else(files: str) -> None:
    found = outcomes(ASKING.lstrip("\n") + _flat(files) + "--- sdk.py\nfrom google import genai\n")
    assert not found["ask.py"].changed
    assert said(found["ask.py"])[0].endswith("so it may not be a google-genai client [untraced-client]")


def test_a_function_that_a_decorator_calls_may_be_passed_anything() -> None:
    found = outcomes(
        """
        --- ask.py
        from google import genai
        from framework import tool
        @tool
        def ask(client, prompt: str):
            return client.models.generate_content(model="gemini-2.5-flash", contents=prompt).text
        ask(genai.Client(), "Hi")
        """
    )
    assert not found["ask.py"].changed


def test_a_function_that_calls_itself_passes_what_it_was_passed() -> None:
    found = outcomes(
        """
        --- ask.py
        from google import genai
        def ask(client, prompt: str, tries=3):
            text = client.models.generate_content(model="gemini-2.5-flash", contents=prompt).text
            return text or ask(client, prompt, tries - 1)
        ask(genai.Client(), "Hi")
        """
    )
    assert "client.interactions.create(" in found["ask.py"].output


SERVICE = """
--- services.py
from google import genai
class Service:
    def __init__(self, client=None):
        self.client = client or genai.Client()
    def ask(self, prompt: str):
        return self.client.models.generate_content(model="gemini-2.5-flash", contents=prompt).text
"""
MAKERS = {
    "the class itself": ("from services import Service\nService(genai.Client())\n", True),
    "every call leaves it at None": ("from services import Service\nService()\nService(None)\n", True),
    "no call is in sight": ("", False),
    "a subclass without an initialiser": ("from services import Service\nclass Sub(Service):\n    pass\nSub(genai.Client())\n", True),
    "a subclass that calls the initialiser": (
        "from services import Service\nclass Sub(Service):\n    def __init__(self):\n        super().__init__(genai.Client())\nSub()\n",
        True,
    ),
    "a subclass that passes something else": (
        "from services import Service\nService(genai.Client())\n"
        "class Sub(Service):\n    def __init__(self):\n        super().__init__(Fake())\nSub()\n",
        False,
    ),
    "a check of its type besides": (
        "from services import Service\nservice = Service(client=genai.Client())\nprint(isinstance(service, Service))\n",
        True,
    ),
    "a registry of classes": ("from services import Service\nService(genai.Client())\nkinds = {'gemini': Service}\n", False),
}


@pytest.mark.parametrize(("main", "followed"), MAKERS.values(), ids=MAKERS)
def test_what_an_initialiser_is_passed(main: str, followed: bool) -> None:
    found = outcomes(f"{SERVICE}--- main.py\nfrom google import genai\n{main}")
    assert found["services.py"].changed is followed


METHODS = {
    "an object of the class": ("agent = Agent()\nagent.ask(genai.Client(), 'Hi')\n", True),
    "an object that may be of the class": ("agent = load()\nagent.ask(object(), 'Hi')\n", False),
    "an object that is not of the class": (
        "class Other:\n    def ask(self, a, b):\n        pass\nOther().ask(1, 2)\nAgent().ask(genai.Client(), 'Hi')\n",
        True,
    ),
    "a method that is handed on": ("agent = Agent()\nagent.ask(genai.Client(), 'Hi')\nrun(agent.ask)\n", False),
}


@pytest.mark.parametrize(("main", "followed"), METHODS.values(), ids=METHODS)
def test_what_a_method_is_passed(main: str, followed: bool) -> None:
    found = outcomes(
        """
        --- agent.py
        class Agent:
            def ask(self, client, prompt: str):
                return client.models.generate_content(model="gemini-2.5-flash", contents=prompt).text
        """
        + f"        --- main.py\n        from google import genai\n        from agent import Agent\n{_indented(main)}"
    )
    assert found["agent.py"].changed is followed


def test_a_dependency_is_what_its_function_returns() -> None:
    found = outcomes(
        """
        --- deps.py
        from google import genai
        def get_client():
            return genai.Client()
        --- api.py
        from fastapi import Depends, FastAPI
        from deps import get_client
        app = FastAPI()
        @app.get("/")
        def ask(prompt: str, client=Depends(get_client)):
            return {"text": client.models.generate_content(model="gemini-2.5-flash", contents=prompt).text}
        """
    )
    assert "client.interactions.create(" in found["api.py"].output


def test_a_project_that_uses_the_sdk_reports_what_looks_like_it_where_nothing_is_imported() -> None:
    text = ASKING.lstrip("\n")
    assert said(outcomes(text)["ask.py"]) == []
    assert "GI201" in said(outcomes(text + "--- sdk.py\nfrom google import genai\n")["ask.py"])[0]


def _flat(files: str) -> str:
    return source(files)


def _indented(text: str) -> str:
    return "".join(f"        {line}\n" for line in text.splitlines())
