"""The project around the files of a run, on the disk: what is looked at, and what one bad file does to the others."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from migrate_interactions import project as around
from migrate_interactions.cli import app
from migrate_interactions.disk import Disk, absolute
from migrate_interactions.tracing import Statement, defined, statements

Put = Callable[..., Path]
CORE = "from google import genai\n\nclient = genai.Client()\n"
OLD = 'print(client.models.generate_content(model="gemini-2.5-flash", contents="Hi").text)\n'
NEW = 'print(client.interactions.create(model="gemini-2.5-flash", input="Hi", store=False).output_text)\n'


def invoke(*arguments: str, stdin: str = "") -> SimpleNamespace:
    """The command line on the transforms proper."""
    result = CliRunner().invoke(app, list(arguments), input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return SimpleNamespace(status=result.exit_code, out=result.stdout, err=result.stderr)


@pytest.fixture
def app_with_client(put: Put) -> Path:
    put("core/__init__.py", "")
    put("core/gemini.py", CORE)
    return put("app.py", f"from core.gemini import client\n\n{OLD}")


@pytest.mark.parametrize("paths", [[], ["."], ["app.py"], ["app.py", "core"]])
def test_a_client_of_another_file_is_known_however_the_file_is_named(app_with_client: Path, paths: list[str]) -> None:
    assert invoke("run", *paths).status == 0
    assert app_with_client.read_text() == f"from core.gemini import client\n\n{NEW}"


def test_standard_input_is_part_of_the_project_its_name_says(app_with_client: Path) -> None:
    source = f"import core.gemini as g\n{OLD.replace('client.', 'g.client.')}"
    assert invoke("run", "-", "--stdin-filename", "other.py", stdin=source).out == source.split("\n")[0] + "\n" + NEW.replace(
        "client.", "g.client."
    )


def test_a_package_below_src_is_found_from_its_tests(put: Put) -> None:
    put("pyproject.toml", "")
    put("src/desk/__init__.py", "")
    put("src/desk/gemini.py", CORE)
    test = put("tests/test_desk.py", f"from desk.gemini import client\n{OLD}")
    invoke("run", "tests/test_desk.py")
    assert NEW in test.read_text()


def test_a_file_that_is_run_from_its_own_folder_finds_its_neighbours(put: Put) -> None:
    put("pyproject.toml", "")
    put("tools/core.py", CORE)
    script = put("tools/deep/ask.py", f"from core import client\n{OLD}")
    invoke("run")
    assert NEW in script.read_text()


def test_two_folders_with_modules_of_the_same_names_are_kept_apart(put: Put) -> None:
    put("shop/core.py", CORE)
    shop = put("shop/app.py", f"from core import client\n{OLD}")
    put("bank/core.py", "import openai\n\nclient = openai.OpenAI()\n")
    bank = put("bank/app.py", f"from core import client\n{OLD}")
    invoke("run")
    assert NEW in shop.read_text() and OLD in bank.read_text()


def test_bad_files_do_not_keep_the_others_from_being_handled(app_with_client: Path, put: Put) -> None:
    put("broken.py", f"from core.gemini import client\n{OLD}def (:\n")
    put("latin.py", b"from core.gemini import client\n# \xe4\nclient.models.generate_content()\n")
    (app_with_client.parent / "gone.py").symlink_to("nowhere.py")
    put("folder.py/inner.py", "from core import gemini\n")
    outcome = invoke("run")
    assert outcome.status == 5 or outcome.status == 4
    assert NEW in app_with_client.read_text()
    assert {line.split(":")[0] for line in outcome.out.splitlines() if ": GI00" in line} == {"broken.py", "latin.py", "gone.py"}


@pytest.mark.parametrize("content", ["client = = 1\n", b"\xff\xfe\x00"])
def test_a_module_that_cannot_be_read_says_nothing_about_its_names(put: Put, content: str | bytes) -> None:
    put("core.py", content)
    caller = put("app.py", f"from google.genai import types\nfrom core import client\n{OLD}")
    invoke("run")
    assert OLD in caller.read_text()


def test_a_module_that_was_renamed_is_another_one(app_with_client: Path) -> None:
    os.rename("core/gemini.py", "core/google_client.py")
    outcome = invoke("run")
    assert OLD in app_with_client.read_text()
    assert "GI201 where the receiver comes from is not in sight" in outcome.out


def test_an_answer_stays_where_a_file_beside_the_run_uses_it(put: Put) -> None:
    put("pyproject.toml", "")
    asking = put("app.py", f"{CORE}answer = client.models.generate_content(model='gemini-2.5-flash', contents='Hi')\nprint(answer.text)\n")
    put("web/views.py", "from app import answer\n\nprint(answer.text)\n")
    before = asking.read_text()
    for paths in ([], ["app.py"]):
        assert "app.py:4:1: GI205 `answer` is used in web/views.py line 1 [by hand]" in invoke("run", *paths).out
        assert asking.read_text() == before


@pytest.mark.parametrize(
    ("setting", "reading"),
    [
        ("self.config = types.GenerateContentConfig(temperature=0.5)", "Service().config.temperature"),
        ("self.config = types.GenerateContentConfig(temperature=0.5)", "vars(Service().config)"),
    ],
)
def test_an_attribute_stays_where_another_file_reads_it(put: Put, setting: str, reading: str) -> None:
    put("pyproject.toml", "")
    service = put(
        "service.py",
        "from google import genai\nfrom google.genai import types\n\n\n"
        "class Service:\n    def __init__(self):\n        self.client = genai.Client()\n"
        f"        {setting}\n\n    def ask(self):\n"
        "        print(self.client.models.generate_content(model='gemini-2.5-flash', contents='Hi', config=self.config).text)\n",
    )
    put("other.py", f"from service import Service\n\nprint({reading})\n")
    assert invoke("run").status == 1
    assert "interactions" not in service.read_text()
    put("other.py", "import service\n")
    assert invoke("run").status == 0
    assert "**self.config" in service.read_text()


OLDER = "import google.generativeai as genai\n\n"


def test_a_model_of_a_retired_sdk_stays_where_another_file_reads_it(put: Put) -> None:
    put("pyproject.toml", "")
    text = (
        f'{OLDER}\nclass Service:\n    def __init__(self):\n        genai.configure(api_key="k")\n'
        '        self.model = genai.GenerativeModel("gemini-2.5-flash")\n\n    def ask(self):\n'
        '        print(self.model.generate_content("Hi").text)\n'
    )
    service = put("service.py", text)
    put("other.py", "from service import Service\n\nprint(Service().model)\n")
    assert invoke("run").status == 1
    assert service.read_text() == text
    put("other.py", "import service\n")
    assert invoke("run").status == 0
    assert "model=self.model" in service.read_text()


def test_the_file_that_gives_a_retired_sdk_its_key_is_named_where_requests_are_made(put: Put) -> None:
    put("pyproject.toml", "")
    put("settings.py", f'{OLDER}genai.configure(api_key="k")\n')
    text = f'import settings\n{OLDER}print(genai.GenerativeModel("gemini-2.5-flash").generate_content("Hi").text)\n'
    asking = put("asking.py", text)
    assert "given its key in settings.py" in invoke("run").out
    assert asking.read_text() == text


def test_files_that_the_configuration_excludes_are_users_all_the_same(put: Put) -> None:
    put("pyproject.toml", '[tool.migrate-interactions]\nexclude = ["web"]\n')
    asking = put("app.py", f"{CORE}answer = client.models.generate_content(model='gemini-2.5-flash', contents='Hi')\nprint(answer.text)\n")
    put("web/views.py", "import app\n\nprint(app.answer.text)\n")
    assert "`answer` is used in web/views.py line 3" in invoke("run").out
    assert "interactions" not in asking.read_text()


def test_a_file_without_old_words_that_sends_to_a_chat_of_another_is_reported(put: Put) -> None:
    put("core.py", f"{CORE}chat = client.chats.create(model='gemini-2.5-flash')\nprint(chat.send_message('Hi').text)\n")
    put("views.py", "from core import chat\n\nprint(chat.send_message('And now?').text)\n")
    put("bot.py", "import telegram\n\ntelegram.Bot('x').send_message(chat_id=1, text='Hi')\n")
    outcome = invoke("run")
    assert "views.py:3:7: GI200 `send_message` of the chat of core.py line 4 is not rewritten yet [by hand]" in outcome.out
    assert "core.py:4:1: GI205 the chat `chat` is used in views.py line 1 [by hand]" in outcome.out
    assert "bot.py" not in outcome.out


def test_a_model_and_its_calls_change_in_one_run_or_not_at_all(put: Put) -> None:
    config = put("config.py", '"""Settings."""\n\nMODEL = "gemini-2.0-flash"\n')
    asking = put("app.py", f"from config import MODEL\n{CORE}print(client.models.generate_content(model=MODEL, contents='Hi').text)\n")
    alone = invoke("run", "app.py")
    assert "`gemini-2.0-flash` has to be replaced in config.py line 3, but it is in a file that this run does not rewrite" in alone.out
    assert "generate_content" in asking.read_text()
    assert invoke("run", "app.py", "config.py").status == 0
    assert '"gemini-3.8-flash"' in config.read_text() and "interactions.create(model=MODEL" in asking.read_text()
    assert invoke("run", "--check").status == 0


def test_places_in_other_files_are_those_these_files_have_after_the_run(put: Put) -> None:
    put(
        "core.py",
        f"{CORE}from google.genai import types\n"
        "print(client.models.generate_content(model='gemini-2.5-flash', contents='Hi', config=types.GenerateContentConfig(\n"
        "    response_modalities=['TEXT'], system_instruction='Be brief',\n)).text)\n"
        "STYLE = {'top_k': 3}\n",
    )
    styled = OLD.replace('"Hi"', '"Hi", config=STYLE')
    put("app.py", f"from core import STYLE, client\n{styled}{OLD}")
    outcome = invoke("run")
    line = Path("core.py").read_text().split("\n").index("STYLE = {'top_k': 3}") + 1
    assert f"the config `STYLE` is built in core.py line {line}" in outcome.out


def test_many_files_are_handled_in_processes_that_all_know_the_project(put: Put) -> None:
    put("core.py", CORE)
    files = [put(f"app{number}.py", f"from core import client\n{OLD}") for number in range(12)]
    assert invoke("run").status == 0
    assert all(NEW in file.read_text() for file in files)


def test_a_project_that_is_too_large_is_not_looked_through_for_one_file(app_with_client: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(around, "MOST_FILES", 1)
    assert invoke("run", "app.py").status == 0  # what it imports is read all the same
    assert NEW in app_with_client.read_text()


def test_files_without_old_words_are_not_looked_around(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("looked around")

    monkeypatch.setattr("migrate_interactions.engine.look_around", refuse)
    put("app.py", "import os\n")
    assert invoke("run").status == 0


def test_a_set_up_in_another_file_is_seen_although_no_file_of_the_run_defines_its_name(put: Put) -> None:
    put("place.py", 'import vertexai\n\nvertexai.init(project="p", location="europe-west1")\n')
    asking = put(
        "asking.py",
        "from vertexai.generative_models import GenerativeModel\n\n"
        'model = GenerativeModel("gemini-2.5-flash")\nprint(model.generate_content("Hi").text)\n',
    )
    before = asking.read_text()
    assert "`vertexai.init` is called in place.py" in invoke("run", "--unsafe").out
    assert asking.read_text() == before


def test_what_git_ignores_is_no_part_of_the_project(app_with_client: Path, git: Callable[..., str], put: Put) -> None:
    put(".gitignore", "ignored.py\n")
    put("ignored.py", "from core import gemini\ngemini.client = None\n")
    assert Disk().top(absolute("core/gemini.py")) == absolute(".")
    assert invoke("run", "app.py").status == 0
    assert NEW in app_with_client.read_text()


# -- the patterns --------------------------------------------------------------------------------------------------


def test_imports_are_found_without_a_parser() -> None:
    source = b"""
import os, core.gemini as g  # and more
from . import views
from ..core . gemini import nothing
from .core.gemini import (
    client as c,  # the client
    other,
)
from long import one, \\
    two
try: import json
except ImportError: from simple import json as j
    from star import *
text = "from nowhere"
important = 1
"""
    assert list(statements(source)) == [
        Statement("os", 0, ""),
        Statement("core.gemini", 0, ""),
        Statement("", 1, "views"),
        Statement("core.gemini", 1, "client"),
        Statement("core.gemini", 1, "other"),
        Statement("long", 0, "one"),
        Statement("long", 0, "two"),
        Statement("json", 0, ""),
        Statement("simple", 0, "json"),
        Statement("star", 0, ""),
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_pipe_among_the_files_is_not_waited_for(app_with_client: Path) -> None:
    for name in ("pipe.py", "requirements.txt", "pipe.yaml"):
        os.mkfifo(app_with_client.parent / name)
    assert invoke("run", "app.py").status == 0
    assert app_with_client.read_text() == f"from core.gemini import client\n\n{NEW}"


def test_functions_and_attributes_are_found_without_a_parser() -> None:
    assert defined(b"def a(): pass\nclass C:\n    async  def b(self): pass\n    def __init__(self): pass\n") == {b"a", b"b"}
    assert defined(b"class C:\n    d: int = 1\n    def e(self):\n        self.f = self.g\n        self.h: str = ''\n") == set(
        b"d e f h".split()
    )


def test_paths_have_forward_slashes_on_every_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.abspath", lambda path: f"C:\\work\\{path}")
    monkeypatch.setattr("os.sep", "\\")
    assert absolute("core\\gemini.py") == "C:/work/core/gemini.py"


RETIRED = 'import google.generativeai as genai\n\ngenai.configure(api_key="k")\nmodel = genai.GenerativeModel("gemini-2.5-flash")\n'
LIBRARY = """import google.generativeai as genai

def ask():
    return genai.GenerativeModel("gemini-2.5-flash").generate_content("x").text + ""
"""


def test_a_key_that_another_file_of_the_program_needs_stays(put: Put) -> None:
    app = put("app.py", f'{RETIRED}import library\nprint(model.generate_content("x").text, library.ask())\n')
    library = put("library.py", LIBRARY)
    before = app.read_text(), library.read_text()
    for _ in range(2):
        out = invoke("run").out
        assert "the key that the retired SDK is given here is also for library.py" in out
        assert "given its key in app.py" in out
        assert (app.read_text(), library.read_text()) == before


def test_a_key_of_another_program_does_not_matter(put: Put) -> None:
    app = put("app.py", f'{RETIRED}print(model.generate_content("x").text)\n')
    library = put("library.py", LIBRARY)
    invoke("run")
    assert "generativeai" not in app.read_text() + library.read_text()
