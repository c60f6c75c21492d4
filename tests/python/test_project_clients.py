"""Clients that another file of the project makes are followed to the call, through everything that names can go through."""

from __future__ import annotations

import pytest

from tests.python.projects import outcomes, said
from tests.python.support import source

GEMINI = """
--- core/__init__.py
--- core/gemini.py
from google import genai
client = genai.Client()
"""
ASK = 'print({}.models.generate_content(model="gemini-2.5-flash", contents="Hi").text)\n'
ASKED = 'print({}.interactions.create(model="gemini-2.5-flash", input="Hi", store=False).output_text)\n'

#: How app.py gets at its client: the other files, what app.py says before the call, the receiver.
FOLLOWED = {
    "a name imported from a module": (GEMINI, "from core.gemini import client", "client"),
    "under another name": (GEMINI, "from core.gemini import client as c", "c"),
    "an attribute of an imported module": (GEMINI, "import core.gemini", "core.gemini.client"),
    "an attribute of a module with a name of its own": (GEMINI, "import core.gemini as g", "g.client"),
    "a module taken from its package": (GEMINI, "from core import gemini", "gemini.client"),
    "a name of the module that holds what was imported": (GEMINI, "from core.gemini import client\nmine = client", "mine"),
    "handed on by the package": (
        GEMINI.replace("__init__.py\n", "__init__.py\nfrom .gemini import client\n"),
        "from core import client",
        "client",
    ),
    "handed on by a star import": (
        GEMINI.replace("__init__.py\n", "__init__.py\nfrom .gemini import *\n"),
        "from core import client",
        "client",
    ),
    "a star import of the file itself": (GEMINI, "from core import gemini\nfrom core.gemini import *", "gemini.client"),
    "a package without __init__.py": (GEMINI.replace("--- core/__init__.py\n", ""), "from core.gemini import client", "client"),
    "made in a try, with a fallback": (
        """
        --- core.py
        from google import genai
        try:
            client = genai.Client()
        except Exception:
            client = None
        """,
        "from core import client",
        "client",
    ),
    "None first, made by a function later": (
        """
        --- core.py
        from google import genai
        client = None
        def start():
            global client
            client = genai.Client()
        """,
        "import core",
        "core.client",
    ),
    "imported from one of two places": (
        GEMINI,
        "try:\n    from core.gemini import client\nexcept ImportError:\n    from google import genai\n    client = genai.Client()",
        "client",
    ),
    "an object that holds it": (
        """
        --- services.py
        from google import genai
        class Gemini:
            def __init__(self):
                self.client = genai.Client()
        gemini = Gemini()
        """,
        "from services import gemini",
        "gemini.client",
    ),
    "an object made here": (
        """
        --- services.py
        from google import genai
        class Gemini:
            def __init__(self):
                self.client = None
            def start(self):
                self.client = genai.Client()
        """,
        "from services import Gemini\ngemini = Gemini()",
        "gemini.client",
    ),
    "a class that inherits it from a third file": (
        """
        --- base.py
        from google import genai
        class Base:
            client = genai.Client()
        --- services.py
        from base import Base
        class Gemini(Base):
            pass
        """,
        "from services import Gemini\ngemini = Gemini()",
        "gemini.client",
    ),
    "an annotated field of a dataclass": (
        """
        --- services.py
        from dataclasses import dataclass
        from google import genai
        @dataclass
        class Gemini:
            client: genai.Client
        def make() -> Gemini: ...
        """,
        "from services import make\ngemini = make()",
        "gemini.client",
    ),
    "a cached property": (
        """
        --- services.py
        from functools import cached_property
        from google import genai
        class Gemini:
            @cached_property
            def client(self):
                return genai.Client()
        gemini = Gemini()
        """,
        "from services import gemini",
        "gemini.client",
    ),
    "a property that reads an attribute": (
        """
        --- services.py
        from google import genai
        class Gemini:
            def __init__(self):
                self._client = genai.Client()
            @property
            def client(self):
                return self._client
        gemini = Gemini()
        """,
        "from services import gemini",
        "gemini.client",
    ),
    "a client that the SDK's own module names": (
        """
        --- sdk.py
        from google import genai
        from google.genai import types
        """,
        "from sdk import genai\nclient = genai.Client()",
        "client",
    ),
    "a function's annotation": (
        """
        --- core.py
        from google import genai
        def get_client() -> "genai.Client":
            return make()
        client = get_client()
        """,
        "from core import client",
        "client",
    ),
    "a circle of imports": (
        """
        --- core.py
        import app
        from google import genai
        client = genai.Client()
        """,
        "from core import client",
        "client",
    ),
}


@pytest.mark.parametrize(("files", "before", "receiver"), FOLLOWED.values(), ids=FOLLOWED)
def test_it_is_a_client(files: str, before: str, receiver: str) -> None:
    app = outcomes(_with(files, f"{before}\n{ASK.format(receiver)}"))["app.py"]
    assert app.output == f"{before}\n{ASKED.format(receiver)}"
    assert [finding.fix for finding in app.findings] == ["safe", "safe"]


#: What may be something else: the rewrite is at most offered, under an assumption.
DOUBTED = {
    "two values that differ": (
        """
        --- core.py
        import os
        from google import genai
        from fakes import Fake
        client = Fake() if os.environ.get("FAKE") else genai.Client()
        """,
        "from core import client",
        "client",
    ),
    "a name that two files of that name define differently": (
        """
        --- core.py
        from google import genai
        client = genai.Client()
        --- tools/core.py
        client = object()
        --- tools/helper.py
        from core import client
        """,
        "from tools.helper import client",
        "client",
    ),
    "a name that another file puts something else under": (
        """
        --- core.py
        from google import genai
        client = genai.Client()
        --- offline.py
        import core
        core.client = make_fake()
        """,
        "from core import client",
        "client",
    ),
    "an attribute that another file puts something else under": (
        """
        --- services.py
        from google import genai
        class Gemini:
            def __init__(self):
                self.client = genai.Client()
        gemini = Gemini()
        --- offline.py
        from services import gemini
        gemini.client = make_fake()
        """,
        "from services import gemini",
        "gemini.client",
    ),
    "a function with a decorator that may return something else": (
        """
        --- core.py
        from google import genai
        from somewhere import wrapped
        @wrapped
        def get_client():
            return genai.Client()
        client = get_client()
        """,
        "from core import client",
        "client",
    ),
    "an attribute of settings": ("--- settings.py\nCLIENT = load()\n", "import settings", "settings.CLIENT"),
    "a class with a base that is not in sight": (
        """
        --- services.py
        from framework import Base
        class Gemini(Base):
            pass
        """,
        "from services import Gemini",
        "Gemini().client",
    ),
    "a property that makes one at each reading": (
        """
        --- services.py
        from google import genai
        class Gemini:
            @property
            def client(self):
                return genai.Client()
        gemini = Gemini()
        """,
        "from services import gemini",
        "gemini.client",
    ),
    "a module that answers for names it does not have": (
        """
        --- core.py
        def __getattr__(name):
            return make(name)
        """,
        "import core",
        "core.client",
    ),
    "a file that does not parse": ("--- core.py\nclient = = 1\n", "from core import client", "client"),
    "a file that is not there": ("", "from core.gemini import client", "client"),
}


@pytest.mark.parametrize(("files", "before", "receiver"), DOUBTED.values(), ids=DOUBTED)
def test_it_may_be_something_else(files: str, before: str, receiver: str) -> None:
    app = outcomes(_with(files, f"from google.genai import types\n{before}\n{ASK.format(receiver)}"))["app.py"]
    assert not app.changed
    assert [line for line in said(app) if "GI201" in line] == [
        "3: GI201 where the receiver comes from is not in sight, so it may not be a google-genai client [untraced-client]"
    ]


def test_a_subclass_of_another_file_may_keep_something_else_under_the_name() -> None:
    base = """
        --- base.py
        from google import genai
        class Base:
            def __init__(self):
                self.client = genai.Client()
            def ask(self, prompt: str):
                return self.client.models.generate_content(model="gemini-2.5-flash", contents=prompt).text
        --- sub.py
        from base import Base
        class Sub(Base):
            def __init__(self):
                self.client = {}
        """
    assert outcomes(base.replace("{}", "self.make()"))["base.py"].changed is False
    assert outcomes(base.replace("{}", "None"))["base.py"].changed is True


def test_a_property_with_a_setter_is_read_by_its_getter() -> None:
    text = """
        --- services.py
        from google import genai
        class Gemini:
            def __init__(self):
                self._client = genai.Client()
            @property
            def client(self):
                return self._client
            @client.setter
            def client(self, value):
                self._client = value or self._client
        """
    app = "from services import Gemini\ngemini = Gemini()\n"
    assert not outcomes(_with(text, app + ASK.format("gemini.client")))["app.py"].changed  # whatever a setter is given
    assert outcomes(_with(text.replace("value or ", ""), app + ASK.format("gemini.client")))["app.py"].changed


NOT_OURS = {
    "an object of a class with such methods of its own": (
        """
        --- services.py
        class Models:
            def generate_content(self, model, contents):
                return self
        class Fake:
            def __init__(self):
                self.models = Models()
        fake = Fake()
        """,
        "from services import fake",
        "fake",
    ),
    "another SDK's client": ("--- core.py\nimport openai\nclient = openai.OpenAI()\n", "from core import client", "client"),
    "a module of this name with functions of these names": (
        """
        --- wrapper/__init__.py
        --- wrapper/models.py
        def generate_content(model, contents):
            return None
        """,
        "import wrapper.models",
        "wrapper",
    ),
    "a package of the project that hides the SDK": (
        """
        --- google/__init__.py
        --- google/genai.py
        class Client:
            def __init__(self):
                self.models = self
            def generate_content(self, model, contents):
                return self
        """,
        "from google import genai\nclient = genai.Client()",
        "client",
    ),
}


@pytest.mark.parametrize(("files", "before", "receiver"), NOT_OURS.values(), ids=NOT_OURS)
def test_it_is_somebody_elses(files: str, before: str, receiver: str) -> None:
    app = outcomes(_with(files, f"{before}\n{ASK.format(receiver)}"))["app.py"]
    assert not app.changed
    assert said(app) == []


def test_a_folder_called_google_does_not_hide_the_sdk() -> None:
    found = outcomes(
        "--- google/notes.py\nx = 1\n" + _with("", "from google import genai\nclient = genai.Client()\n" + ASK.format("client"))
    )
    assert found["app.py"].output.endswith(ASKED.format("client"))


def test_a_module_of_the_name_of_a_library_does_not_import_itself() -> None:
    text = """
        --- llms/__init__.py
        --- llms/openai.py
        from openai import OpenAI
        client = OpenAI()
        print(client.models.generate_content(model="m", contents="x").text)
        """
    assert said(outcomes(text)["llms/openai.py"]) == []


def test_a_local_types_module_is_not_the_sdks() -> None:
    found = outcomes(
        """
        --- types.py
        class GenerateContentConfig(dict):
            pass
        --- app.py
        from google import genai
        import types
        client = genai.Client()
        r = client.models.generate_content(model="gemini-2.5-flash", contents="Hi", config=types.GenerateContentConfig(temperature=1))
        print(r.text)
        """
    )
    assert not found["app.py"].changed


def test_two_projects_in_one_tree_have_modules_of_their_own() -> None:
    found = outcomes(
        """
        --- shop/core.py
        from google import genai
        client = genai.Client()
        --- shop/app.py
        from core import client
        print(client.models.generate_content(model="gemini-2.5-flash", contents="Hi").text)
        --- bank/core.py
        import openai
        client = openai.OpenAI()
        --- bank/app.py
        from core import client
        print(client.models.generate_content(model="gemini-2.5-flash", contents="Hi").text)
        """
    )
    assert found["shop/app.py"].changed
    assert said(found["bank/app.py"]) == []


def test_a_project_that_switches_the_platform_in_another_file_has_enterprise_clients() -> None:
    found = outcomes(
        """
        --- core.py
        from google import genai
        client = genai.Client()
        --- main.py
        import os
        os.environ["GOOGLE_GENAI_USE_VERTEXAI"] = "True"
        from core import client
        print(client.models.generate_content(model="gemini-2.5-flash", contents="Hi").text)
        """
    )
    assert {finding.assumptions for finding in found["main.py"].findings} == {("enterprise",)}


def _with(files: str, app: str) -> str:
    return f"{source(files)}--- app.py\n{app}"


def test_functions_that_hand_a_client_to_each_other_in_every_order_do_not_take_for_ever() -> None:
    count = 12
    calls = "".join(f"    f{other}(client)\n" for other in range(count))
    functions = "".join(f"def f{number}(client):\n{calls}" for number in range(count))
    text = (
        f"--- ring.py\nfrom google import genai\n{functions}    client.models.generate_content(model='gemini-2.5-flash', contents='Hi')\n"
    )
    assert {finding.code for finding in outcomes(text + "f0(genai.Client())\n")["ring.py"].findings} <= {"GI101", "GI201"}


def test_modules_that_all_import_each_other_do_not_take_for_ever() -> None:
    count = 12
    imports = "".join(f"from m{number} import *\n" for number in range(count))
    text = "".join(f"--- m{number}.py\n{imports}" for number in range(count))
    caller = f"--- app.py\nfrom google.genai import types\nfrom m0 import client\n{ASK.format('client')}"
    assert not outcomes(text + caller)["app.py"].changed
    made = "from google import genai\nclient = genai.Client()\n"
    assert outcomes(f"{text}{made}{caller}")["app.py"].changed


def test_a_client_that_is_handed_on_very_often_is_not_in_sight() -> None:
    def handed(count: int) -> str:
        functions = "".join(f"def f{number}(client):\n    f{number + 1}(client)\n" for number in range(count))
        asking = f"def f{count}(client):\n    client.models.generate_content(model='gemini-2.5-flash', contents='Hi')\n"
        return f"--- chain.py\nfrom google import genai\n{functions}{asking}f0(genai.Client())\n"

    assert outcomes(handed(10))["chain.py"].changed
    assert not outcomes(handed(400))["chain.py"].changed


def test_functions_whose_names_are_methods_of_what_they_are_passed_end_the_search() -> None:
    text = """
        --- ring.py
        from google import genai
        def ask(client):
            client.reply(client)
            return client.models.generate_content(model="gemini-2.5-flash", contents="Hi").text
        def reply(other):
            other.ask(other)
        ask(genai.Client())
        """
    assert outcomes(text)["ring.py"].changed
