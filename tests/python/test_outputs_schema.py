"""`--schema outputs`, form by form: what is written, and what has no place there and keeps its call."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codemods.options import Options
from codemods.python import migrate
from tests.python.support import EVERYTHING, findings, settled, source, transformed

LEGACY = Options(schema="outputs")
HEAD = 'from google import genai\nfrom google.genai import types\n\nclient = genai.Client()\nM = "gemini-2.5-flash"\n'


def written(body: str, options: Options = LEGACY) -> str:
    """What the lines behind the head become."""
    migration = migrate(HEAD + source(body), None, options)
    settled(migration, options)
    assert [finding.message for finding in migration.left] == []
    return migration.output[migration.output.index("M = ") :].partition("\n")[2]


def held(body: str) -> list[tuple[int, str]]:
    """Findings of a program that stays as it is; lines count from the end of the head."""
    migration = migrate(HEAD + source(body), None, replace(EVERYTHING, schema="outputs"))
    assert migration.output == migration.source
    return [(line - HEAD.count("\n"), code) for line, code in findings(migration)]


# -- texts ---------------------------------------------------------------------------------------------------------

_GATHERED = '"".join(\n{0}    output.text\n{0}    for output in r.outputs or []\n{0}    if output.type == "text"\n{0})'
_ASKED = "r = client.interactions.create(model=M, input={}, store=False)\n"

TEXTS = {
    "shown: the last output": ("print(r.text)", "print(r.outputs[-1].text)"),
    "a method of it: the last output, for None raised as well": ("print(r.text.strip())", "print(r.outputs[-1].text.strip())"),
    "the first part's: there is nothing but text": (
        "print(r.candidates[0].content.parts[0].text)",
        "print(r.outputs[-1].text)",
    ),
    "tested: an answer without text would raise": ("if r.text:\n    pass", f"if {_GATHERED.format('')}:\n    pass"),
    "compared with None": ("if r.text is None:\n    pass", f"if not {_GATHERED.format('')}:\n    pass"),
    "with another text for none": ('print(r.text or "")', f'print({_GATHERED.format("")} or "")'),
    "tested under a name later": ("t = r.text\nif not t:\n    pass", f"t = {_GATHERED.format('')}\nif not t:\n    pass"),
    "where somebody catches what it would raise": (
        "try:\n    print(r.text)\nexcept Exception:\n    print(0)",
        f"try:\n    print({_GATHERED.format('    ')})\nexcept Exception:\n    print(0)",
    ),
    "asked for with hasattr": ('print(r.text if hasattr(r, "text") else "")', 'print(r.outputs[-1].text if hasattr(r, "outputs") else "")'),
}


@pytest.mark.parametrize(("read", "becomes"), TEXTS.values(), ids=TEXTS)
def test_the_text_of_an_answer_is_read(read: str, becomes: str) -> None:
    asked = 'r = client.models.generate_content(model=M, contents="a")\n'
    assert written(asked + read) == _ASKED.format('"a"') + becomes


def test_a_returned_text_says_that_it_raises_where_there_is_none() -> None:
    migration = transformed(
        """
        from google import genai

        client = genai.Client()


        def ask():
            return client.models.generate_content(model="gemini-2.5-flash", contents="a").text
        """,
        """
        from google import genai

        client = genai.Client()


        def ask():
            return client.interactions.create(model="gemini-2.5-flash", input="a", store=False).outputs[-1].text
        """,
        LEGACY,
    )
    assert [finding.code for finding in migration.notes] == ["GI412"]


def test_texts_around_calls_of_functions_are_gathered() -> None:
    before = """
        tool = types.Tool(function_declarations=[{"name": "f", "description": "d", "parameters": {"type": "object"}}])
        r = client.models.generate_content(model=M, contents="a", config={"tools": [tool]})
        print(r.text)
        """
    assert "for output in r.outputs or []" in written(before)


# -- requests ------------------------------------------------------------------------------------------------------

CONFIGS = {
    "JSON with a schema": (
        '{"response_mime_type": "application/json", "response_schema": {"type": "OBJECT"}}',
        'response_mime_type="application/json", response_format={"type": "object"}',
    ),
    "JSON without a schema": ('{"response_mime_type": "application/json"}', 'response_mime_type="application/json"'),
    "plain text, which goes without saying": ('{"response_mime_type": "text/plain"}', ""),
    "images beside text": ('{"response_modalities": ["TEXT", "IMAGE"]}', 'response_modalities=["text", "image"]'),
    "settings of images ask for images": (
        '{"image_config": {"aspect_ratio": "1:1"}}',
        'generation_config={"image_config": {"aspect_ratio": "1:1"}}, response_modalities=["text", "image"]',
    ),
    "a voice": (
        '{"response_modalities": ["AUDIO"], "speech_config": "Kore"}',
        'response_modalities=["audio"], generation_config={"speech_config": [{"voice": "Kore"}]}',
    ),
    "several speakers are a list of voices": (
        '{"response_modalities": ["AUDIO"], "speech_config": {"multi_speaker_voice_config": {"speaker_voice_configs": '
        '[{"speaker": "A", "voice_config": {"prebuilt_voice_config": {"voice_name": "Kore"}}}]}}}',
        'response_modalities=["audio"], generation_config={"speech_config": [{"speaker": "A", "voice": "Kore"}]}',
    ),
    "thoughts": ('{"thinking_config": {"include_thoughts": True}}', 'generation_config={"thinking_summaries": "auto"}'),
    "a limit of time": ('{"http_options": {"timeout": 5000}}', "timeout=5"),
}


@pytest.mark.parametrize(("config", "becomes"), CONFIGS.values(), ids=CONFIGS)
def test_settings_go_where_the_legacy_schema_has_them(config: str, becomes: str) -> None:
    asked = f'r = client.models.generate_content(model=M, contents="a", config={config})\nprint(r.model_version)\n'
    arguments = ", ".join(filter(None, ['model=M, input="a"', becomes, "store=False"]))
    assert written(asked) == f"r = client.interactions.create({arguments})\nprint(r.model)\n"


def test_settings_of_a_config_that_is_built_in_steps_go_there_too() -> None:
    before = """
        config = types.GenerateContentConfig(temperature=0.5)
        config.response_mime_type = "application/json"
        print(client.models.generate_content(model=M, contents="a", config=config).model_version)
        """
    assert written(before) == source(
        """
        config = {"generation_config": {"temperature": 0.5}}
        config["response_mime_type"] = "application/json"
        print(client.interactions.create(model=M, input="a", **config, store=False).model)
        """
    )


def test_turns_say_their_role_and_results_are_contents() -> None:
    before = """
        tool = types.Tool(function_declarations=[{"name": "f", "description": "d", "parameters": {"type": "object"}}])
        config = types.GenerateContentConfig(tools=[tool])
        r = client.models.generate_content(model=M, contents="a", config=config)
        call = r.function_calls[0]
        contents = [types.Content(role="user", parts=[types.Part(text="a")]), r.candidates[0].content]
        contents.append(types.Content(role="tool", parts=[types.Part.from_function_response(name=call.name, response={"x": 1})]))
        print(client.models.generate_content(model=M, contents=contents, config=config).model_version)
        """
    after = written(before)
    assert '{"role": "user", "content": [{"type": "text", "text": "a"}]}, {"role": "model", "content": r.outputs or []}]' in after
    assert (
        'contents.append({"role": "user", "content": [{"type": "function_result", "call_id": call.id, "name": call.name, "result": {"x": 1}}]})'
        in after
    )


# -- no place ------------------------------------------------------------------------------------------------------

HELD = {
    "safety settings": '{"safety_settings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]}',
    "a cached content": '{"cached_content": "cachedContents/1"}',
    "labels": '{"labels": {"a": "b"}}',
    "a thinking level it does not know": '{"thinking_config": {"thinking_level": "XHIGH"}}',
    "a type for images": '{"image_config": {"output_mime_type": "image/jpeg"}}',
    "a desktop": '{"tools": [{"computer_use": {"environment": "ENVIRONMENT_DESKTOP"}}]}',
}


@pytest.mark.parametrize("config", HELD.values(), ids=HELD)
def test_a_setting_without_a_place_keeps_its_call(config: str) -> None:
    assert held(f'r = client.models.generate_content(model=M, contents="a",\n    config={config})\nprint(r.text)\n')[0] == (2, "GI227")


CONTENTS = {
    "a section of a video": (
        'types.Part(file_data={"file_uri": "https://youtu.be/a"}, video_metadata={"start_offset": "1s"})',
        [(1, "GI227")],
    ),
    "a document that is no PDF": ('types.Part.from_uri(file_uri="gs://a/b.csv", mime_type="text/csv")', [(1, "GI225")]),
    "a resolution of a document": (
        'types.Part(file_data={"file_uri": "gs://a/b.pdf", "mime_type": "application/pdf"}, media_resolution="MEDIA_RESOLUTION_LOW")',
        [(1, "GI227")],
    ),
}


@pytest.mark.parametrize(("part", "expected"), CONTENTS.values(), ids=CONTENTS)
def test_a_content_without_a_place_keeps_its_call(part: str, expected: list[tuple[int, str]]) -> None:
    assert held(f'print(client.models.generate_content(model=M, contents=["a", {part}]).text)\n') == expected


def test_a_content_under_a_name_keeps_its_call() -> None:
    part = 'types.Part(file_data={"file_uri": "https://youtu.be/a"}, video_metadata={"fps": 1})'
    assert held(f"part = {part}\nprint(client.models.generate_content(model=M, contents=[part]).text)\n")[0] == (1, "GI227")


def test_the_same_settings_go_in_todays_schema() -> None:
    for config in HELD.values():
        migration = migrate(
            HEAD + f'print(client.models.generate_content(model=M, contents="a", config={config}).text)\n', None, EVERYTHING
        )
        assert migration.changed, config


def test_a_named_turn_does_not_show_whether_there_is_one() -> None:
    """A dictionary with a role is true however little the model said."""
    asked = 'r = client.models.generate_content(model=M, contents="a")\nturn = r.candidates[0].content\n'
    used = 'print(client.models.generate_content(model=M, contents=["a", turn, "b"]).text)\n'
    assert (3, "GI200") in held(f"{asked}if turn is not None:\n    {used}")
    assert (3, "GI200") in held(f"{asked}if turn:\n    {used}")
    assert 'turn = {"role": "model", "content": r.outputs or []}' in written(asked + used)


def test_an_annotation_without_a_public_class_keeps_its_call() -> None:
    before = """
        def texts(chunks: list[types.GenerateContentResponse]) -> None:
            print("".join(chunk.text for chunk in chunks))
        texts(list(client.models.generate_content_stream(model=M, contents="a")))
        """
    assert [code for _, code in held(before)] != []


# -- streams -------------------------------------------------------------------------------------------------------


def test_function_calls_come_whole_in_a_stream() -> None:
    before = """
        tool = types.Tool(function_declarations=[{"name": "f", "description": "d", "parameters": {"type": "object"}}])
        for chunk in client.models.generate_content_stream(model=M, contents="a", config={"tools": [tool]}):
            for part in chunk.candidates[0].content.parts:
                if part.function_call:
                    print(part.function_call.name, part.function_call.args)
        """
    after = written(before)
    assert 'chunk.event_type != "content.delta" or chunk.delta.type != "function_call"' in after
    assert "print(part.name, part.arguments)" in after


def test_the_usage_comes_with_the_event_that_completes_the_interaction() -> None:
    before = """
        for chunk in client.models.generate_content_stream(model=M, contents="a"):
            print(chunk.text, end="")
            usage = chunk.usage_metadata
        print(usage.total_token_count)
        """
    after = written(before)
    assert 'if chunk.event_type == "interaction.complete":\n        usage = chunk.interaction.usage' in after
    assert 'if chunk.event_type == "content.delta" and chunk.delta.type == "text":' in after


# -- older SDKs ----------------------------------------------------------------------------------------------------


def test_code_of_an_older_sdk_goes_there_too() -> None:
    before = """
        import google.generativeai as genai

        genai.configure(api_key="k")
        model = genai.GenerativeModel("gemini-2.5-flash")
        print(model.generate_content("Hi").text)
        """
    migration = migrate(source(before), None, LEGACY)
    assert 'print(client.interactions.create(model=model, input="Hi", store=False).outputs[-1].text)' in migration.output
    assert not any("output_text" in finding.message + finding.help for finding in migration.findings)


def test_code_in_the_legacy_schema_is_old_only_where_todays_is_written() -> None:
    text = HEAD + 'r = client.interactions.create(model=M, input="a", store=False)\nprint(r.outputs[-1].text)\n'
    assert migrate(text, None, LEGACY).findings == ()
    assert migrate(text, None, Options()).output.endswith("print(r.output_text)\n")
