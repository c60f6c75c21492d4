"""What the blocks of a document do to one another, with the real transforms: values flow on, and nothing goes wrong in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from codemods.options import Options
from migrate_interactions import engine
from migrate_interactions.discovery import discover
from migrate_interactions.examine import examine
from migrate_interactions.results import Candidate, Migrated

SETUP = 'from google import genai\n\nclient = genai.Client()\nMODEL = "gemini-2.5-flash"'
CALL = 'response = client.models.generate_content(model=MODEL, contents="Hello")'
NEW = 'response = client.interactions.create(model=MODEL, input="Hello", store=False)'


def notebook(*sources: str) -> bytes:
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": source.splitlines(True)} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}, indent=1).encode()


def migrated(path: str, data: bytes, options: Options | None = None) -> Migrated:
    result = examine(Candidate(path, data), options or Options())
    assert isinstance(result, Migrated), result
    again = examine(Candidate(path, result.output), options or Options())
    assert isinstance(again, Migrated) and not again.changed
    return result


def cells(*sources: str, assume: str = "") -> list[str]:
    """The cells after the rewrite."""
    output = migrated("a.ipynb", notebook(*sources), Options(assume=frozenset(assume.split()))).output
    return ["".join(cell["source"]) for cell in json.loads(output)["cells"]]


def said(path: str, data: bytes) -> list[str]:
    result = migrated(path, data)
    places = [f"{f.cell}:{f.span.line}" if f.cell else f"{f.span.line}" for f in result.migration.findings]
    return [f"{place} {f.code} {f.message}" for place, f in zip(places, result.migration.findings, strict=True)]


def page(*blocks: str) -> bytes:
    return "\n".join(f"Text.\n\n```python\n{block}\n```\n" for block in blocks).encode()


# -- values flow from block to block -------------------------------------------------------------------------------


def test_a_call_and_what_reads_its_answer_may_be_in_different_cells():
    assert cells(SETUP, CALL, "print(response.text)") == [SETUP, NEW, "print(response.output_text)"]


def test_imports_go_where_imports_are_and_functions_below_them():
    first = "# Copyright\n# of somebody"
    last = "import PIL.Image\n\npicture = PIL.Image.open('a.png')\nr = client.models.generate_content(model=MODEL, contents=[picture, 'What?'])\nr.text"
    out = cells(first, "!pip install google-genai", SETUP, last)
    assert out[:2] == [first, "!pip install google-genai"]
    assert out[2].startswith("import base64\nimport io\n\nfrom google import genai\n\n\ndef image_content(image):")
    assert out[3].endswith("\nr.output_text")


def test_a_heading_of_a_form_stays_on_top_of_its_cell():
    out = cells(
        f"# @title Setup\n# words\n{SETUP}",
        "from pydantic import BaseModel\n\n\nclass A(BaseModel):\n    x: int",
        "r = client.models.generate_content(model=MODEL, contents='x', config={'response_mime_type': 'application/json', 'response_schema': list[A]})\nprint(r.parsed)",
    )
    assert out[0].startswith("# @title Setup\n# words\n")
    assert "TypeAdapter" in "".join(out)


def test_a_cell_of_imports_alone_is_not_emptied():
    out = cells(
        SETUP, "from google.genai import types", CALL.replace(")", ", config=types.GenerateContentConfig(seed=1))"), "print(response.text)"
    )
    assert out[1] == "from google.genai import types"
    assert "generation_config" in out[2]


def test_the_import_that_an_unreadable_cell_needs_stays():
    call = CALL.replace(")", ", config=types.GenerateContentConfig(seed=1))")
    out = cells(f"{SETUP}\nfrom google.genai import types", call, "print(response.text)", "%time x = types.Part(text='a')")
    assert "from google.genai import types" in out[0]
    assert "generation_config" in out[1]


def test_blocks_of_a_page_begin_anew():
    output = migrated("a.md", page(SETUP, CALL, f"{SETUP}\n{CALL}\nprint(response.text)")).output
    assert output == page(SETUP, NEW, f"{SETUP}\n{NEW}\nprint(response.output_text)")


def test_a_page_without_imports_is_left_or_reported():
    data = page(f"{CALL}\nprint(response.text)")
    assert migrated("a.md", data).output == data


def test_a_chat_over_several_cells_goes_as_a_whole():
    out = cells(
        SETUP,
        "chat = client.chats.create(model=MODEL)",
        "a = chat.send_message('x')\nprint(a.text)",
        "b = chat.send_message('y')\nprint(b.text)",
    )
    assert "chats" not in "".join(out) and "previous_interaction_id=a.id" in out[3]


def test_a_cell_that_only_created_a_chat_says_what_became_of_it():
    out = cells(SETUP, "chat = client.chats.create(model=MODEL)", "a = chat.send_message('x')\nprint(a.text)")
    assert out[1] == "# The conversation begins with its first message."


def test_a_page_keeps_the_place_of_a_block_that_only_created_a_chat():
    output = migrated("a.md", page(SETUP, "chat = client.chats.create(model=MODEL)", "a = chat.send_message('x')\nprint(a.text)")).output
    assert b"```python\n# The conversation begins with its first message.\n```" in output


# -- the value of the last expression is shown ---------------------------------------------------------------------


def test_an_answer_at_the_end_of_a_cell_is_shown_as_a_whole():
    assert cells(SETUP, CALL, "response")[1] == CALL
    assert cells(SETUP, CALL, "response", assume="shown") == [SETUP, NEW, "response"]


def test_a_call_at_the_end_of_a_cell_is_shown_as_a_whole():
    call = CALL.removeprefix("response = ")
    assert cells(SETUP, call)[1] == call
    assert cells(SETUP, call, assume="shown")[1] == NEW.removeprefix("response = ")
    assert cells(SETUP, f"{call};")[1] == f"{NEW.removeprefix('response = ')};"


def test_an_exploded_call_at_the_end_of_a_cell_keeps_its_layout():
    call = 'client.models.generate_content(\n    model=MODEL,\n    contents="Hello",  # greet\n)  # end'
    new = 'client.interactions.create(\n    model=MODEL,\n    input="Hello",  # greet\n    store=False,\n)  # end'
    assert cells(SETUP, call, assume="shown")[1] == new


def test_what_a_message_answers_is_still_shown():
    out = cells(SETUP, "chat = client.chats.create(model=MODEL)", "chat.send_message('x')", "chat.send_message('y').text", assume="shown")
    assert "chats" not in "".join(out)
    assert not out[2].splitlines()[-1].startswith("interaction =")
    assert out[3].splitlines()[-1].endswith(".output_text")


def test_answers_of_functions_at_the_end_of_a_cell_are_shown():
    function = "def ask(text):\n    return client.models.generate_content(model=MODEL, contents=f'{text}')"
    assert cells(SETUP, function, "ask('x')")[1] == function
    assert "interactions" in cells(SETUP, function, "ask('x')", assume="shown")[1]


def test_several_values_at_the_end_of_a_cell():
    assert cells(SETUP, CALL, "response.text, response.usage_metadata")[2] == "response.output_text, response.usage"


@pytest.mark.parametrize(
    "ending", ["response.text,", "(response.text,)", "(response\n .text)", "response.\\\n  text", "x or response.text  # comment"]
)
def test_the_spelling_of_a_last_expression_stays(ending):
    assert cells(SETUP, CALL, ending)[2] == ending.replace("text", "output_text")


@pytest.mark.parametrize(
    "ending", ["response,", "response if x else None", "x or response", "(last := response)", "[response for _ in x]", "x, *[response]"]
)
def test_an_answer_that_may_be_the_last_value_is_not_rewritten_without_a_word(ending):
    assert cells(SETUP, CALL, ending)[1:] == [CALL, ending]


def test_a_last_expression_on_the_line_of_another_statement():
    assert cells(SETUP, CALL, "x = 1; response")[1] == CALL


def test_the_text_of_an_answer_at_the_end_of_a_cell_is_no_assumption():
    assert cells(SETUP, CALL, "response.text") == [SETUP, NEW, "response.output_text"]


@pytest.mark.parametrize("reading", ["_.text", "print(Out[2].text)", "_2.text"])
def test_a_shown_answer_that_a_later_cell_reads_is_held(reading):
    sources = [SETUP, CALL.removeprefix("response = "), reading]
    assert cells(*sources, assume="shown") == sources


def test_an_underscore_that_is_bound_reads_nothing_shown():
    assert cells(SETUP, CALL, "response", "for _ in []:\n    print(_)", assume="shown")[1] == NEW


# -- handlers ------------------------------------------------------------------------------------------------------

HANDLER = "from google.genai import errors\n\ntry:\n    client.models.get(model=MODEL)\nexcept errors.APIError as e:\n    print(e.code)"


def test_a_handler_in_one_block_does_not_stand_around_the_top_level_of_another():
    assert cells(SETUP, HANDLER, CALL, "print(response.text)")[2:] == [NEW, "print(response.output_text)"]


@pytest.mark.parametrize(
    "call",
    [
        f"try:\n    {CALL}\nexcept errors.APIError as e:\n    print(e.code)",
        f"def ask():\n    {CALL}\n    return response.text",
        f"with retrying():\n    {CALL}\n    print(response.text)",
        "ask = lambda: client.models.generate_content(model=MODEL, contents='x').text",
        "texts = (client.models.generate_content(model=MODEL, contents='x').text for _ in range(2))",
        "stream = client.models.generate_content_stream(model=MODEL, contents='x')\nfor chunk in stream:\n    print(chunk.text)",
        "task = asyncio.create_task(client.aio.models.generate_content(model=MODEL, contents='x'))\nprint((await task).text)",
        f"sys.excepthook = hook\n{CALL}\nprint(response.text)",
    ],
)
def test_a_handler_that_may_see_the_error_holds_the_call(call):
    assert cells(SETUP, HANDLER, call)[2] == call


def test_in_a_python_file_whoever_imports_it_may_handle_its_errors():
    source = f"{SETUP}\n{HANDLER}\n{CALL}\nprint(response.text)\n"
    assert not migrated("a.py", source.encode()).changed


# -- what cannot be read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "!echo {response.text}",
        "!echo $response",
        "%time show(response)",
        "%store response",
        "%%bash -s {response.text}\necho $1",
        "print response",
        "if response:\nprint(response.text)",
    ],
)
def test_an_answer_that_is_used_where_nobody_can_look_is_held(line):
    assert cells(SETUP, CALL, line, assume="shown") == [SETUP, CALL, line]


@pytest.mark.parametrize(
    "line", ["!echo response", "%cd response", "!pip install google-genai client MODEL", "%%bash\necho response", "?response"]
)
def test_a_word_that_is_no_use_holds_nothing(line):
    assert cells(SETUP, CALL, line) == [SETUP, NEW, line]


@pytest.mark.parametrize("line", ["%time response = ask()", "response = !ask", "response = ask(", "%%capture response\nprint(1)"])
def test_a_name_that_is_bound_where_nobody_can_look_is_not_taken_for_the_answer(line):
    out = cells(SETUP, CALL, line, "print(response.text)")
    assert out[3] == "print(response.text)"


@pytest.mark.parametrize(
    "line", ["%timeit client.models.generate_content(model=MODEL, contents='x')", "%time r = client.chats.create(model=MODEL)"]
)
def test_an_old_call_in_a_magic_is_reported(line):
    assert said("a.ipynb", notebook(SETUP, f"x = 1\n{line}")) == [
        "2:2 GI200 an old call in code that IPython reads, not Python, is not rewritten"
    ]


def test_code_that_a_cell_writes_to_a_file_is_reported():
    found = said("a.ipynb", notebook("x = 1", f"%%writefile app.py\n{SETUP}\n{CALL}"))
    assert found == ["2:6 GI200 old code that this cell writes to app.py is not rewritten"]


def test_text_that_a_cell_writes_to_a_file_is_not():
    assert said("a.ipynb", notebook("x = 1", "%%writefile notes.txt\nclient.models.generate_content()")) == []


def test_a_group_that_is_held_names_cell_and_line():
    found = said("a.ipynb", notebook(SETUP, f"\n{CALL}", "print(response.text)\nstore[0] = response"))
    assert "2:2 GI215 held back by cell 3, line 2: the answer is stored, where it cannot be followed" in found


def test_a_comment_leaves_a_line_of_a_cell_alone():
    sources = [SETUP, f"{CALL}  # migrate-interactions: ignore", "print(response.text)"]
    assert cells(*sources) == sources
    assert said("a.ipynb", notebook(*sources)) == []


def test_columns_are_those_of_the_cell_although_its_value_is_shown():
    result = migrated("a.ipynb", notebook(SETUP, CALL, "response.text"))
    [reading] = [f for f in result.migration.findings if f.code == "GI104"]
    assert (reading.cell, reading.span.line, reading.span.column, reading.span.end_column) == (3, 1, 1, 14)


# -- prompts -------------------------------------------------------------------------------------------------------


def test_sessions_keep_prompts_and_outputs():
    text = (
        "```pycon\n>>> from google import genai\n>>> client = genai.Client()\n>>> response = client.models.generate_content(\n"
        '...     model="gemini-2.5-flash",\n...     contents="Hello",\n... )\n>>> print(response.text)\nresponse.text\n```\n'
    )
    new = (
        "```pycon\n>>> from google import genai\n>>> client = genai.Client()\n>>> response = client.interactions.create(\n"
        '...     model="gemini-2.5-flash",\n...     input="Hello",\n...     store=False,\n... )\n>>> print(response.output_text)\nresponse.text\n```\n'
    )
    assert migrated("a.md", text.encode()).output.decode() == new


# -- text for readers ----------------------------------------------------------------------------------------------

NOTE = "GI420 an old call in text for readers, which this version does not rewrite"


@pytest.mark.parametrize(
    "introduction",
    [".. code-block:: python\n   :linenos:\n", ".. code:: python", ".. sourcecode:: py\n", "Like this::\n", ".. testcode::\n"],
)
def test_a_block_of_restructured_text_is_reported_and_stays(introduction):
    code = "\n".join(f"   {line}".rstrip() for line in f"{SETUP}\n{CALL}".split("\n"))
    text = f"Title\n=====\n\n{introduction}\n{code}\n\nMore.\n"
    result = migrated("a.rst", text.encode())
    line = text.split("\n").index(f"   {CALL}") + 1
    assert [(f.span.line, f"{f.code} {f.message}", f.severity) for f in result.migration.findings] == [(line, NOTE, "note")]
    assert not result.changed


def test_a_session_in_restructured_text_is_reported():
    text = "Title\n\n" + "\n".join(f">>> {line}" for line in f"{SETUP}\n{CALL}".split("\n") if line) + "\n\nMore.\n"
    assert said("a.rst", text.encode()) == [f"6 {NOTE}"]


@pytest.mark.parametrize(
    "text",
    [
        f"Call ``{CALL}`` then.\n",
        f".. code-block:: js\n\n   {CALL}\n",
        f".. note::\n\n   {CALL}\n",
        f".. code-block:: python\n\n   {CALL}\n",  # whose client?
        f".. code-block:: python\n\n   {CALL}(\n",
        ".. code-block:: python\n\n   class A:\n       def generate_content(self): ...\n   A().generate_content()\n",
    ],
)
def test_text_that_is_no_old_call_is_no_finding(text):
    assert said("a.rst", text.encode()) == []


@pytest.mark.parametrize("introduction", ["Example:\n", "Use it so::\n", "```python\n", ".. code-block:: python\n\n"])
def test_a_docstring_is_reported_at_its_line(introduction):
    code = "\n".join(f"        {line}".rstrip() for line in f"{SETUP}\n{CALL}".split("\n"))
    source = f'def ask():\n    """Ask.\n\n    {introduction}{code}\n    """\n'
    line = source.split("\n").index(f"        {CALL}") + 1
    assert said("a.py", source.encode()) == [f"{line} {NOTE}"]


def test_a_docstring_that_speaks_of_a_call_is_no_finding():
    assert said("a.py", b'def ask():\n    """Wraps client.models.generate_content(model=m)."""\n    return "gemini-2.5-flash"\n') == []


# -- the project around --------------------------------------------------------------------------------------------


def survey(folder: Path, monkeypatch: pytest.MonkeyPatch, *paths: str) -> dict[str, str]:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    found = engine.survey(discover(paths), Options(), jobs=1)
    assert not found.failed
    return {result.path: result.output.decode() for result in found.changed}


def test_a_notebook_imports_from_the_files_beside_it(tmp_path, monkeypatch):
    (tmp_path / "helpers.py").write_text(SETUP + "\n")
    (tmp_path / "a.ipynb").write_bytes(notebook("from helpers import client, MODEL", CALL, "print(response.text)"))
    changed = survey(tmp_path, monkeypatch)
    assert list(changed) == ["a.ipynb"] and "interactions.create" in changed["a.ipynb"]


def test_what_a_notebook_uses_of_a_file_is_a_use(tmp_path, monkeypatch):
    (tmp_path / "helpers.py").write_text(f"{SETUP}\n\n\n{CALL}\n")
    (tmp_path / "a.ipynb").write_bytes(notebook("from helpers import response", "print(response.text)"))
    assert survey(tmp_path, monkeypatch, "helpers.py") == {}


def test_nothing_imports_a_notebook(tmp_path, monkeypatch):
    (tmp_path / "helpers.ipynb").write_bytes(notebook(SETUP, CALL, "print(response.text)"))
    (tmp_path / "app.py").write_text("from helpers import response\n\nprint(response.text)\n")
    assert list(survey(tmp_path, monkeypatch)) == ["helpers.ipynb"]
