"""Code of google.generativeai: what comes out, what stays and why, and what is nobody's business here."""

from __future__ import annotations

import ast
import textwrap

import pytest

from codemods.options import ASSUMPTIONS, Options
from codemods.outcome import Migration
from codemods.python import migrate
from codemods.python.index import ProjectIndex
from codemods.python.project.files import Sources

EVERYTHING = Options(assume=frozenset(ASSUMPTIONS))
HEAD = 'import google.generativeai as genai\n\ngenai.configure(api_key="k")\n'
NEW_HEAD = 'from google import genai\n\nclient = genai.Client(api_key="k")\n'


def run(text: str, options: Options = EVERYTHING) -> Migration:
    found = migrate(text, None, options)
    if found.changed:
        ast.parse(found.output)
        again = migrate(found.output, None, options)
        assert again.output == found.output, "a second run changes something"
        assert "generativeai" not in found.output
    return found


def lines(text: str) -> str:
    return textwrap.dedent(text).lstrip("\n")


GOING = {
    "a model with nothing but its name leaves the name": (
        'model = genai.GenerativeModel("gemini-2.5-flash")\nprint(model.generate_content("Hi").text)\n',
        'model = "gemini-2.5-flash"\nprint(client.interactions.create(model=model, input="Hi", store=False).output_text)\n',
    ),
    "a retired model is replaced where its name stands": (
        'model = genai.GenerativeModel("gemini-1.5-flash")\nprint(model.generate_content("Hi").text)\n',
        'model = "gemini-3.8-flash"\nprint(client.interactions.create(model=model, input="Hi", store=False).output_text)\n',
    ),
    "a model that is used where it is made needs no name": (
        'print(genai.GenerativeModel("gemini-2.5-flash").generate_content("Hi").text)\n',
        'print(client.interactions.create(model="gemini-2.5-flash", input="Hi", store=False).output_text)\n',
    ),
    "settings go into the only call there is": (
        'model = genai.GenerativeModel("gemini-2.5-flash", system_instruction="Be brief.")\nprint(model.generate_content("Hi").text)\n',
        'model = "gemini-2.5-flash"\n'
        'print(client.interactions.create(model=model, input="Hi", system_instruction="Be brief.", store=False).output_text)\n',
    ),
    "settings of several calls stand beside the model": (
        'model = genai.GenerativeModel("gemini-2.5-flash", system_instruction="Be brief.")\n'
        'print(model.generate_content("Hi").text)\nprint(model.generate_content("Ho").text)\n',
        'model = "gemini-2.5-flash"\nconfig = {"system_instruction": "Be brief."}\n'
        'print(client.interactions.create(model=model, input="Hi", **config, store=False).output_text)\n'
        'print(client.interactions.create(model=model, input="Ho", **config, store=False).output_text)\n',
    ),
    "settings of one call take the place of the model's": (
        'model = genai.GenerativeModel("gemini-2.5-flash", generation_config={"seed": 1, "max_output_tokens": 9})\n'
        'print(model.generate_content("Hi", generation_config=genai.GenerationConfig(seed=2)).text)\n',
        'model = "gemini-2.5-flash"\n'
        'print(client.interactions.create(model=model, input="Hi", generation_config={"max_output_tokens": 9, "seed": 2}, store=False)'
        ".output_text)\n",
    ),
    "a generation config under a name stays under it": (
        'settings = {"seed": 1}\nmodel = genai.GenerativeModel("gemini-2.5-flash", generation_config=settings)\n'
        'print(model.generate_content("Hi").text)\n',
        'settings = {"generation_config": {"seed": 1}}\nmodel = "gemini-2.5-flash"\n'
        'print(client.interactions.create(model=model, input="Hi", **settings, store=False).output_text)\n',
    ),
    "a generation config under a name stands beside other settings": (
        'settings = {"seed": 1}\n'
        'model = genai.GenerativeModel("gemini-2.5-flash", generation_config=settings, system_instruction="Be brief.")\n'
        'print(model.generate_content("Hi").text)\n',
        'settings = {"generation_config": {"seed": 1}}\nmodel = "gemini-2.5-flash"\n'
        'print(client.interactions.create(model=model, input="Hi", system_instruction="Be brief.", **settings, store=False).output_text)\n',
    ),
    "safety settings by category become a list": (
        'model = genai.GenerativeModel("gemini-2.5-flash")\n'
        'print(model.generate_content("Hi", safety_settings={"HATE": "BLOCK_NONE"}).text)\n',
        'model = "gemini-2.5-flash"\n'
        'print(client.interactions.create(model=model, input="Hi", safety_settings=[{"type": "hate_speech", "threshold": "block_none"}], '
        "store=False).output_text)\n",
    ),
    "a time limit is counted in seconds on both sides": (
        'model = genai.GenerativeModel("gemini-2.5-flash")\nprint(model.generate_content("Hi", request_options={"timeout": 60}).text)\n',
        'model = "gemini-2.5-flash"\nprint(client.interactions.create(model=model, input="Hi", timeout=60, store=False).output_text)\n',
    ),
    "a chat keeps the id of its last answer": (
        'model = genai.GenerativeModel("gemini-2.5-flash")\nchat = model.start_chat(history=[])\n'
        'r = chat.send_message("Hi")\nprint(r.text)\nr = chat.send_message("And?")\nprint(r.text)\n',
        'model = "gemini-2.5-flash"\nr = client.interactions.create(model=model, input="Hi")\nprint(r.output_text)\n'
        'r = client.interactions.create(model=model, input="And?", previous_interaction_id=r.id)\nprint(r.output_text)\n',
    ),
    "turns written with plain texts become steps": (
        'model = genai.GenerativeModel("gemini-2.5-flash")\n'
        'print(model.generate_content([{"role": "user", "parts": ["Hi"]}, {"role": "model", "parts": "Ho"}, '
        '{"role": "user", "parts": [{"text": "And?"}]}]).text)\n',
        'model = "gemini-2.5-flash"\n'
        'print(client.interactions.create(model=model, input=[{"type": "user_input", "content": [{"type": "text", "text": "Hi"}]}, '
        '{"type": "model_output", "content": [{"type": "text", "text": "Ho"}]}, '
        '{"type": "user_input", "content": [{"type": "text", "text": "And?"}]}], store=False).output_text)\n',
    ),
    "data with its type": (
        'model = genai.GenerativeModel("gemini-2.5-flash")\n'
        'picture = {"mime_type": "image/png", "data": open("a.png", "rb").read()}\nprint(model.generate_content([picture, "What?"]).text)\n',
        'model = "gemini-2.5-flash"\n'
        'picture = {"type": "image", "mime_type": "image/png", "data": base64.b64encode(open("a.png", "rb").read()).decode()}\n'
        'print(client.interactions.create(model=model, input=[picture, {"type": "text", "text": "What?"}], store=False).output_text)\n',
    ),
    "an uploaded file": (
        'model = genai.GenerativeModel("gemini-2.5-flash")\npaper = genai.upload_file("a.pdf", mime_type="application/pdf")\n'
        'print(model.generate_content([paper, "Sum up."]).text)\n',
        'model = "gemini-2.5-flash"\npaper = client.files.upload(file="a.pdf", config={"mime_type": "application/pdf"})\n'
        'print(client.interactions.create(model=model, input=[{"type": "document", "uri": paper.uri, "mime_type": paper.mime_type}, '
        '{"type": "text", "text": "Sum up."}], store=False).output_text)\n',
    ),
    "a tool by its name": (
        'model = genai.GenerativeModel("gemini-2.5-flash", tools="code_execution")\nr = model.generate_content("Hi")\nprint(r.usage_metadata.total_token_count)\n',
        'model = "gemini-2.5-flash"\n'
        'r = client.interactions.create(model=model, input="Hi", tools=[{"type": "code_execution"}], store=False)\nprint(r.usage.total_tokens)\n',
    ),
}


@pytest.mark.parametrize(("before", "after"), GOING.values(), ids=GOING.keys())
def test_it_comes_out_as_a_request_of_the_new_api(before: str, after: str) -> None:
    found = run(HEAD + before)
    assert found.left == ()
    assert found.output.removeprefix("import base64\n\n") == NEW_HEAD + after


def test_a_stream_raises_what_the_old_one_raised() -> None:
    found = run(
        HEAD + 'model = genai.GenerativeModel("gemini-2.5-flash")\nfor c in model.generate_content("Hi", stream=True):\n    print(c.text)\n'
    )
    assert "stream=True, store=False" in found.output
    assert "raise RuntimeError(c.error)" in found.output


def test_a_name_is_made_for_settings_in_a_class_that_is_nobody_elses() -> None:
    found = run(
        lines(
            """
            import google.generativeai as genai


            class Writer:
                def __init__(self):
                    genai.configure(api_key="k")
                    self._model = genai.GenerativeModel("gemini-2.5-flash", system_instruction="Be brief.")

                def write(self, what: str):
                    print(self._model.generate_content(what).text)

                def more(self):
                    print(self._model.generate_content("More").text)
            """
        )
    )
    assert 'self.client = genai.Client(api_key="k")' in found.output
    assert 'self._config = {"system_instruction": "Be brief."}' in found.output
    assert "self.client.interactions.create(model=self._model, input=what, **self._config, store=False)" in found.output


def test_each_function_with_an_import_of_its_own_goes_by_itself() -> None:
    found = migrate(
        lines(
            """
            def first():
                import google.generativeai as genai
                model = genai.GenerativeModel("gemini-2.5-flash")
                print(model.generate_content("Hi").text)

            def second():
                import google.generativeai as genai
                print(genai.list_models())
            """
        )
    )
    assert "    client = genai.Client()\n" in found.output
    assert found.output.count("import google.generativeai as genai") == 1
    assert {(f.span.line, f.code) for f in found.left} == {(7, "GI215"), (8, "GI214")}


def test_a_function_that_gives_the_model_gives_its_name() -> None:
    found = run(
        HEAD + "def make() -> genai.GenerativeModel:\n"
        '    return genai.GenerativeModel("gemini-2.5-flash")\n\n'
        "def ask(model: genai.GenerativeModel):\n"
        '    print(model.generate_content("Hi").text)\n\n'
        "ask(make())\n"
    )
    assert 'def make() -> str:\n    return "gemini-2.5-flash"\n' in found.output
    assert "def ask(model: str):\n" in found.output


def test_a_function_that_hands_the_model_to_itself_is_no_riddle() -> None:
    found = run(
        HEAD
        + 'def ask(model, times: int):\n    if times:\n        print(model.generate_content("Hi").text)\n        ask(model, times - 1)\n\n'
        'ask(genai.GenerativeModel("gemini-2.5-flash"), 2)\n'
    )
    assert "client.interactions.create(model=model" in found.output


def test_the_client_of_a_set_up_function_is_seen_by_all() -> None:
    found = run(
        'import google.generativeai as genai\n\ndef set_up(key: str):\n    """Once."""\n    genai.configure(api_key=key)\n\n'
        'def ask():\n    model = genai.GenerativeModel("gemini-2.5-flash")\n    print(model.generate_content("Hi").text)\n\nset_up("k")\nask()\n'
    )
    assert '    """Once."""\n    global client\n    client = genai.Client(api_key=key)\n' in found.output


SOMETIMES = lines(
    """
    import os
    import google.generativeai as genai

    key = os.getenv("KEY")
    if key:
        genai.configure(api_key=key)
    model = genai.GenerativeModel("gemini-2.5-flash")
    print(model.generate_content("Hi").text)
    """
)


def test_a_key_that_is_given_only_sometimes_is_an_assumption() -> None:
    held = run(SOMETIMES, Options())
    assert not held.changed
    assert {f.fix for f in held.left} == {"unsafe"}
    assert ("GI230", ("configured",)) in {(f.code, f.assumptions) for f in held.left}
    assert "    client = genai.Client(api_key=key)\n" in run(SOMETIMES).output


def test_findings_stand_at_the_lines_the_user_wrote() -> None:
    found = run(
        HEAD + 'model = genai.GenerativeModel("gemini-2.5-flash")\nr = model.generate_content(\n    "Hi",\n)\nprint(r.prompt_feedback)\n'
    )
    assert not found.changed
    held = {f.span.line: f for f in found.left if f.code != "GI215"}
    assert set(held) == {8}
    assert all("line 8" in f.message for f in found.left if f.code == "GI215")


def test_an_empty_answer_is_spoken_of_once() -> None:
    found = run(HEAD + 'model = genai.GenerativeModel("gemini-2.5-flash")\nprint(model.generate_content("Hi").text)\n')
    assert [note.code for note in found.notes] == ["GI408"]


HELD = {
    "a model that is printed": ('model = genai.GenerativeModel("m")\nprint(model)\nmodel.generate_content("Hi")\n', 5, "GI203"),
    "a model that goes to somebody else": (
        'import helper\nmodel = genai.GenerativeModel("m")\nhelper.use(model)\nmodel.generate_content("Hi")\n',
        6,
        "GI203",
    ),
    "a model whose name is read": (
        'model = genai.GenerativeModel("m")\nprint(model.model_name)\nmodel.generate_content("Hi")\n',
        5,
        "GI200",
    ),
    "a model in a list": ('models = [genai.GenerativeModel("m")]\nmodels[0].generate_content("Hi")\n', 4, "GI200"),
    "a class made from the SDK's": ('class Mine(genai.GenerativeModel):\n    pass\n\nMine("m").generate_content("Hi")\n', 4, "GI200"),
    "an error of the SDK": (
        'model = genai.GenerativeModel("m")\ntry:\n    model.generate_content("Hi")\n'
        "except genai.types.BlockedPromptException:\n    pass\n",
        7,
        "GI207",
    ),
    "an error of the transport": (
        'from google.api_core.exceptions import NotFound\nmodel = genai.GenerativeModel("m")\nmodel.generate_content("Hi")\n',
        4,
        "GI207",
    ),
    "a ValueError that told of an empty answer": (
        'model = genai.GenerativeModel("m")\nr = model.generate_content("Hi")\ntry:\n    print(r.text)\nexcept ValueError:\n    print("blocked")\n',
        8,
        "GI207",
    ),
    "a stream that is asked for sometimes": (
        'model = genai.GenerativeModel("m")\nr = model.generate_content("Hi", stream=bool(input()))\nprint(r.text)\n',
        5,
        "GI203",
    ),
    "a Python function as a tool": (
        'def add(a: int, b: int):\n    return a + b\nmodel = genai.GenerativeModel("m", tools=[add])\nmodel.generate_content("Hi")\n',
        6,
        "GI206",
    ),
    "functions that are called automatically": (
        'model = genai.GenerativeModel("m")\nchat = model.start_chat(enable_automatic_function_calling=True)\nprint(chat.send_message("Hi").text)\n',
        5,
        "GI206",
    ),
    "an embedding beside": (
        'genai.embed_content(model="e", content="x")\nmodel = genai.GenerativeModel("m")\nmodel.generate_content("Hi")\n',
        4,
        "GI214",
    ),
    "counted tokens": ('model = genai.GenerativeModel("m")\nmodel.count_tokens("Hi")\nmodel.generate_content("Hi")\n', 5, "GI214"),
    "a cache": (
        'from google.generativeai import caching\nc = caching.CachedContent.create(model="m")\n'
        'model = genai.GenerativeModel.from_cached_content(c)\nmodel.generate_content("Hi")\n',
        5,
        "GI214",
    ),
    "a receiver that comes from nowhere": ("def ask(model):\n    return model.generate_content('Hi')\n", 5, "GI201"),
    "settings of models that meet": (
        'if input():\n    model = genai.GenerativeModel("m", system_instruction="a")\nelse:\n    model = genai.GenerativeModel("n")\n'
        'model.generate_content("Hi")\n',
        8,
        "GI200",
    ),
    "a generation config from elsewhere": (
        'from settings import CONFIG\nmodel = genai.GenerativeModel("m", generation_config=CONFIG)\nmodel.generate_content("Hi")\n',
        5,
        "GI203",
    ),
    "a history that is changed": (
        'model = genai.GenerativeModel("m")\nchat = model.start_chat()\nchat.history = []\nprint(chat.send_message("Hi").text)\n',
        6,
        "GI200",
    ),
    "the last answer of a chat": (
        'chat = genai.GenerativeModel("m").start_chat()\nchat.send_message("Hi")\nprint(chat.last.text)\n',
        6,
        "GI200",
    ),
    "contents that are printed too": (
        'model = genai.GenerativeModel("m")\nsaid = [{"role": "user", "parts": ["Hi"]}]\nprint(said)\nmodel.generate_content(said)\n',
        6,
        "GI203",
    ),
    "a model that another function sets too": (
        'class A:\n    def __init__(self):\n        self._model = genai.GenerativeModel("m")\n'
        '    def change(self):\n        self._model = genai.GenerativeModel("n")\n    def ask(self):\n        self._model.generate_content("Hi")\n',
        6,
        "GI200",
    ),
}


@pytest.mark.parametrize(("text", "line", "code"), HELD.values(), ids=HELD.keys())
def test_it_stays_and_says_why(text: str, line: int, code: str) -> None:
    found = run(HEAD + text)
    assert not found.changed
    assert (line, code) in {(f.span.line, f.code) for f in found.left}
    assert {f.span.line for f in found.left} >= {1, 3}, "import and key stay too, and say so"


NOT_OURS = {
    "another object's method": 'import google.generativeai as genai\nimport other\nother.Model().start_chat()\nprint("google.generativeai")\n',
    "a bot's message": "import bot\nbot.send_message(1, 'google.generativeai')\n",
    "types alone": "from google.generativeai.types import HarmCategory\nSAFE = [HarmCategory.HARM_CATEGORY_HARASSMENT]\n",
    "a key alone": 'import google.generativeai as genai\ngenai.configure(api_key="k")\n',
    "a mention in a text": 'print("pip install google-generativeai")\n',
}


@pytest.mark.parametrize("text", NOT_OURS.values(), ids=NOT_OURS.keys())
def test_what_makes_no_request_stays(text: str) -> None:
    assert not run(text).changed


def test_a_client_that_is_there_already_keeps_its_name() -> None:
    found = run(
        "from google import genai as new\nimport google.generativeai as genai\n\nclient = new.Client()\n"
        'genai.configure(api_key="k")\nmodel = genai.GenerativeModel("gemini-2.5-flash")\nprint(model.generate_content("Hi").text)\n'
    )
    assert 'client_2 = new.Client(api_key="k")' in found.output


def test_a_suppressed_call_keeps_everything_of_its_import() -> None:
    text = (
        HEAD
        + 'model = genai.GenerativeModel("gemini-2.5-flash")\nprint(model.generate_content("Hi").text)  # migrate-interactions: ignore\n'
    )
    assert not run(text).changed


def test_comments_come_along() -> None:
    found = run(
        HEAD
        + lines(
            """
            model = genai.GenerativeModel(
                "gemini-2.5-flash",  # cheap
                # no nonsense
                system_instruction="Be brief.",
                generation_config={"seed": 1},  # for tests
            )
            print(model.generate_content("Hi").text)
            print(model.generate_content("Ho").text)
            """
        )
    )
    assert found.changed
    for comment in ("# cheap", "# no nonsense", "# for tests"):
        assert comment in found.output


def test_tabs_and_windows_lines_stay() -> None:
    text = (
        HEAD
        + 'def ask():\n\tmodel = genai.GenerativeModel(\n\t\t"gemini-2.5-flash",\n\t\tsystem_instruction="Be brief.",\n\t)\n\tprint(model.generate_content("Hi").text)\n\tprint(model.generate_content("Ho").text)\n'
    )
    found = run(text.replace("\n", "\r\n"))
    assert found.changed
    assert "\n" not in found.output.replace("\r\n", "")
    assert '\t\t"system_instruction": "Be brief.",\r\n' in found.output


def project(files: dict[str, str], path: str, options: Options = EVERYTHING) -> Migration:
    return migrate(files[path], ProjectIndex(Sources(files, complete=True), path), options)


MADE = 'import google.generativeai as genai\n\ngenai.configure(api_key="k")\nmodel = genai.GenerativeModel("gemini-2.5-flash")\n'


def test_a_request_of_a_model_that_another_file_makes_is_reported_and_keeps_that_file() -> None:
    files = {
        "/app/core.py": MADE + 'print(model.generate_content("Hi").text)\n',
        "/app/main.py": 'from core import model\n\nprint(model.generate_content("Ho").text)\n',
    }
    user = project(files, "/app/main.py")
    assert [(f.span.line, f.code) for f in user.left] == [(3, "GI200")]
    assert "core.py line 4" in user.left[0].message
    maker = project(files, "/app/core.py")
    assert not maker.changed
    assert any("main.py" in f.message for f in maker.left)


def test_a_key_that_another_file_gives_is_named() -> None:
    files = {
        "/app/settings.py": 'import google.generativeai as genai\n\ngenai.configure(api_key="k")\n',
        "/app/main.py": 'import settings\nimport google.generativeai as genai\n\nprint(genai.GenerativeModel("m").generate_content("Hi").text)\n',
    }
    found = project(files, "/app/main.py")
    assert not found.changed
    assert any("settings.py" in f.message for f in found.left)


def test_the_sdk_itself_by_way_of_another_file_stays() -> None:
    files = {
        "/app/core.py": 'import google.generativeai as genai\n\ngenai.configure(api_key="k")\n',
        "/app/main.py": 'from core import genai\n\nmodel = genai.GenerativeModel("m")\nprint(model.generate_content("Hi").text)\n',
    }
    found = project(files, "/app/main.py")
    assert not found.changed
    assert (1, "GI200") in {(f.span.line, f.code) for f in found.left}


def test_a_public_attribute_goes_when_no_other_file_reads_it() -> None:
    text = (
        'import google.generativeai as genai\n\n\nclass Writer:\n    def __init__(self):\n        genai.configure(api_key="k")\n'
        '        self.model = genai.GenerativeModel("gemini-2.5-flash")\n\n    def write(self, what: str):\n'
        "        return self.model.generate_content(what).text\n"
    )
    assert "model=self.model" in project({"/app/writer.py": text, "/app/main.py": "import writer\n"}, "/app/writer.py").output
    assert not project({"/app/writer.py": text, "/app/main.py": "import writer\nprint(writer.Writer().model)\n"}, "/app/writer.py").changed
    assert not migrate(text, None, EVERYTHING).changed


def test_a_chat_in_a_session_state_is_followed_by_its_place() -> None:
    found = run(
        'import streamlit as st\nimport google.generativeai as genai\n\ngenai.configure(api_key="k")\nif "chat" not in st.session_state:\n'
        '    st.session_state.chat = genai.GenerativeModel("gemini-2.5-flash").start_chat()\n'
        'if prompt := st.chat_input("Ask"):\n'
        "    for chunk in st.session_state.chat.send_message(prompt, stream=True):\n        st.write(chunk.text)\n"
    )
    assert "previous_interaction_id=st.session_state.chat" in found.output
