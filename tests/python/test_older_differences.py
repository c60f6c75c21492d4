"""What google.generativeai did of its own accord is reported, and only where it makes a difference."""

from __future__ import annotations

import pytest

from codemods.options import ASSUMPTIONS, Options
from codemods.python import migrate
from tests.python.support import EVERYTHING

HEAD = 'import google.generativeai as genai\ngenai.configure(api_key="k")\n'
ALL_BUT_FIELDS = Options(assume=frozenset(ASSUMPTIONS) - {"required-fields"})


def codes(text: str, options: Options = EVERYTHING) -> set[str]:
    found = migrate(HEAD + text, None, options)
    return {finding.code for finding in (*found.left, *found.notes)}


def goes(text: str, options: Options = EVERYTHING) -> bool:
    return "generativeai" not in migrate(HEAD + text, None, options).output


RUNS_CODE = {
    "by its name": 'tools="code_execution"',
    "by its name in a list": 'tools=["code_execution"]',
    "in a dictionary": 'tools=[{"code_execution": {}}]',
    "as an object": "tools=[genai.protos.Tool(code_execution=genai.protos.CodeExecution())]",
    "under a name": "tools=tools",
}


@pytest.mark.parametrize("tools", RUNS_CODE.values(), ids=RUNS_CODE.keys())
def test_code_that_is_run_shows_in_the_text_of_the_older_sdk_so_the_text_stays(tools: str) -> None:
    source = f'tools = [{{"code_execution": {{}}}}]\nmodel = genai.GenerativeModel("gemini-1.5-pro", {tools})\nr = model.generate_content("Hi")\n'
    assert not goes(source + "print(r.text)\n")
    assert goes(source + "print(r.usage_metadata.total_token_count)\n")


def test_a_text_that_merely_speaks_of_it_runs_no_code() -> None:
    assert goes('model = genai.GenerativeModel("gemini-1.5-pro")\nprint(model.generate_content("code_execution").text)\n')


CLASS = "import typing_extensions as typing\nclass River(typing.TypedDict):\n    name: str\n"
ENUM = "import enum\nclass Mood(enum.Enum):\n    GOOD = 'good'\n"
MODEL = "from pydantic import BaseModel\nclass River(BaseModel):\n    name: str\n"


def asking_for(schema: str) -> str:
    config = f'{{"response_mime_type": "application/json", "response_schema": {schema}}}'
    return (
        'model = genai.GenerativeModel("gemini-1.5-pro")\n'
        f'r = model.generate_content("Hi", generation_config={config})\nprint(r.usage_metadata.total_token_count)\n'
    )


@pytest.mark.parametrize("before", [CLASS, MODEL], ids=["a typed dictionary", "a model"])
@pytest.mark.parametrize("schema", ["River", "list[River]"])
def test_the_fields_of_a_class_were_not_required(before: str, schema: str) -> None:
    source = before + asking_for(schema)
    assert not goes(source, ALL_BUT_FIELDS)
    assert "GI232" in codes(source, ALL_BUT_FIELDS)
    assert goes(source)


def test_nor_those_of_a_class_under_another_name() -> None:
    source = CLASS + "rivers = list[River]\n" + asking_for("rivers")
    assert "GI232" in codes(source, ALL_BUT_FIELDS)


def test_nor_those_of_a_class_that_is_set_in_a_generation_config_object() -> None:
    config = 'genai.GenerationConfig(response_mime_type="application/json", response_schema=list[River])'
    source = CLASS + f'model = genai.GenerativeModel("gemini-1.5-pro", generation_config={config})\nr = model.generate_content("Hi")\n'
    assert "GI232" in codes(source, ALL_BUT_FIELDS)


@pytest.mark.parametrize(
    ("before", "schema"),
    [
        ("", "list[str]"),
        ("", "int"),
        (ENUM, "Mood"),
        (ENUM, "list[Mood]"),
        ("", '{"type": "object", "properties": {"a": {"type": "string"}}}'),
    ],
)
def test_what_has_no_fields_or_says_which_are_required_needs_no_assumption(before: str, schema: str) -> None:
    assert "GI232" not in codes(before + asking_for(schema), ALL_BUT_FIELDS)


def declaring(kind: str) -> str:
    parameters = f'{{"type": "object", "properties": {{"a": {{"type": "{kind}"}}}}}}'
    declaration = f'{{"name": "f", "description": "F.", "parameters": {parameters}}}'
    return (
        f'model = genai.GenerativeModel("gemini-1.5-pro", tools=[{{"function_declarations": [{declaration}]}}])\n'
        'r = model.generate_content("Hi")\nprint(r.usage_metadata.total_token_count)\n'
    )


def test_numbers_in_arguments_were_floats() -> None:
    assert "GI411" in codes(declaring("integer"))
    assert "GI411" in codes(declaring("number"))
    assert "GI411" not in codes(declaring("string"))


def test_an_image_of_google_genai_is_still_encoded_its_way() -> None:
    source = (
        "import PIL.Image\nfrom google import genai\nclient = genai.Client()\n"
        'print(client.models.generate_content(model="gemini-2.5-flash", contents=[PIL.Image.open("a.png")]).usage_metadata.total_token_count)\n'
    )
    assert "WEBP" not in migrate(source, None, EVERYTHING).output
    assert "image_content" in migrate(source, None, EVERYTHING).output


SETTINGS = 'settings = {"max_output_tokens": 5}\n'
MADE = 'model = genai.GenerativeModel("gemini-1.5-pro", generation_config=settings)\n'
ASKED = 'print(model.generate_content("Hi").text)\n'
LATER = {
    "set": 'settings["seed"] = 1\n',
    "set anew": 'settings["max_output_tokens"] = 9\n',
    "deleted": 'del settings["max_output_tokens"]\n',
    "in a function": 'def change():\n    settings["seed"] = 1\nchange()\n',
}


@pytest.mark.parametrize("change", LATER.values(), ids=LATER.keys())
def test_a_model_has_a_copy_of_its_settings_that_later_changes_do_not_reach(change: str) -> None:
    assert not goes(SETTINGS + MADE + change + ASKED)


def test_settings_may_be_completed_before_the_model_is_made() -> None:
    assert goes(SETTINGS + LATER["set"] + MADE + ASKED)


def test_settings_of_a_call_are_read_by_the_call() -> None:
    call = 'print(model.generate_content("Hi", generation_config=settings).text)\n'
    assert goes(SETTINGS + 'model = genai.GenerativeModel("gemini-1.5-pro")\n' + call + LATER["set"] + call)
