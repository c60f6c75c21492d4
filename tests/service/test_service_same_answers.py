"""Asking the same through either API gives the same answer, the same canonical call and the same numbers."""

from __future__ import annotations

import asyncio
import base64
import json
from enum import Enum
from typing import Any, Literal

import pytest
from google.genai import types
from pydantic import BaseModel, Field, TypeAdapter

from migrate_interactions.verify.service import LoopbackService

OLD = "gemini-2.0-flash"
NEW = "gemini-3.8-flash"
PNG = b"\x89PNG\r\n\x1a\n\xff\xfe"


class Mood(Enum):
    GOOD = "good"
    BAD = "bad"


class Address(BaseModel):
    """Where somebody lives."""

    street: str
    number: int | None = None


class Person(BaseModel):
    name: str = Field(description="Full name")
    age: int = Field(ge=0, le=120)
    mood: Mood
    home: Address
    work: Address | None = Field(default=None, description="If any")
    others: list[Address] = Field(default_factory=list, min_length=1, max_length=3)
    nickname: str | None = None
    code: int | str = 3
    kind: Literal["a", "b"]
    fixed: Literal["only"] = "only"


WEATHER = {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}, "required": ["city"]}
WEATHER_OPENAPI = {"type": "OBJECT", "properties": {"city": {"type": "STRING"}, "days": {"type": "INTEGER"}}, "required": ["city"]}
WEATHER_TOOL = {"type": "function", "name": "weather", "description": "Tells it.", "parameters": WEATHER}

#: (what it is about, arguments of generate_content, arguments of interactions.create)
PAIRS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("a text", {"contents": "Hello"}, {"input": "Hello"}),
    ("two texts in one turn", {"contents": ["a", "b"]}, {"input": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}),
    (
        "bytes, which travel in two base64 alphabets",
        {"contents": ["See", types.Part.from_bytes(data=PNG, mime_type="image/png")]},
        {
            "input": [
                {"type": "text", "text": "See"},
                {"type": "image", "data": base64.b64encode(PNG).decode(), "mime_type": "image/png"},
            ]
        },
    ),
    (
        "a file by its address",
        {"contents": [types.Part.from_uri(file_uri="gs://b/x.pdf", mime_type="application/pdf"), "Sum up"]},
        {"input": [{"type": "document", "uri": "gs://b/x.pdf", "mime_type": "application/pdf"}, {"type": "text", "text": "Sum up"}]},
    ),
    (
        "a part of a video",
        {
            "contents": types.Part(
                file_data=types.FileData(file_uri="https://youtu.be/x"),
                video_metadata=types.VideoMetadata(start_offset="1s", end_offset="9s"),
            )
        },
        {
            "input": {
                "type": "video",
                "uri": "https://youtu.be/x",
                "processing": {"type": "static", "start_offset": "1s", "end_offset": "9s"},
            }
        },
    ),
    (
        "a resolution, said once or on each content",
        {
            "contents": types.Part.from_uri(file_uri="gs://b/x.png", mime_type="image/png"),
            "config": {"media_resolution": "MEDIA_RESOLUTION_LOW"},
        },
        {"input": [{"type": "image", "uri": "gs://b/x.png", "mime_type": "image/png", "resolution": "low"}]},
    ),
    (
        "a history",
        {"contents": [types.UserContent("q"), types.ModelContent("a"), types.UserContent("again")]},
        {
            "input": [
                {"type": "user_input", "content": [{"type": "text", "text": "q"}]},
                {"type": "model_output", "content": [{"type": "text", "text": "a"}]},
                {"type": "user_input", "content": [{"type": "text", "text": "again"}]},
            ]
        },
    ),
    (
        "function calls answered in parallel",
        {
            "contents": [
                types.UserContent("q"),
                types.ModelContent([types.Part.from_function_call(name=n, args={"city": n}) for n in "ab"]),
                types.UserContent([types.Part.from_function_response(name=n, response={"t": 3.0}) for n in "ab"]),
            ]
        },
        {
            "input": [
                {"type": "user_input", "content": [{"type": "text", "text": "q"}]},
                *[{"type": "function_call", "id": f"id-{n}", "name": n, "arguments": {"city": n}} for n in "ab"],
                *[{"type": "function_result", "call_id": f"id-{n}", "result": {"t": 3}} for n in "ab"],
            ]
        },
    ),
    (
        "a system instruction",
        {"contents": "x", "config": {"system_instruction": "Be brief"}},
        {"input": "x", "system_instruction": "Be brief"},
    ),
    (
        "limits",
        {
            "contents": "x",
            "config": {"max_output_tokens": 50, "stop_sequences": ["END"], "seed": 7, "temperature": 0.5, "top_p": 1, "candidate_count": 1},
        },
        {
            "input": "x",
            "generation_config": {"max_output_tokens": 50, "stop_sequences": ["END"], "seed": 7, "temperature": 0.5, "top_p": 1.0},
        },
    ),
    (
        "thinking",
        {"contents": "x", "config": {"thinking_config": {"thinking_level": "HIGH", "include_thoughts": True}}},
        {"input": "x", "generation_config": {"thinking_level": "high", "thinking_summaries": "auto"}},
    ),
    (
        "a thinking budget of nothing",
        {"contents": "x", "config": {"thinking_config": {"thinking_budget": 0}}},
        {"input": "x", "generation_config": {"thinking_level": "minimal"}},
    ),
    (
        "safety settings",
        {"contents": "x", "config": {"safety_settings": [{"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "BLOCK_NONE"}]}},
        {"input": "x", "safety_settings": [{"type": "hate_speech", "threshold": "block_none"}]},
    ),
    (
        "a pydantic schema",
        {"contents": "x", "config": {"response_mime_type": "application/json", "response_schema": Person}},
        {"input": "x", "response_format": {"type": "text", "mime_type": "application/json", "schema": Person.model_json_schema()}},
    ),
    (
        "a list of a pydantic schema",
        {"contents": "x", "config": {"response_mime_type": "application/json", "response_schema": list[Address]}},
        {
            "input": "x",
            "response_format": {"type": "text", "mime_type": "application/json", "schema": TypeAdapter(list[Address]).json_schema()},
        },
    ),
    (
        "a schema in the OpenAPI spelling",
        {"contents": "x", "config": {"response_mime_type": "application/json", "response_schema": WEATHER_OPENAPI}},
        {"input": "x", "response_format": {"type": "text", "mime_type": "application/json", "schema": WEATHER}},
    ),
    (
        "a JSON schema",
        {"contents": "x", "config": {"response_mime_type": "application/json", "response_json_schema": WEATHER}},
        {"input": "x", "response_format": {"type": "text", "mime_type": "application/json", "schema": WEATHER}},
    ),
    (
        "JSON without a schema",
        {"contents": "x", "config": {"response_mime_type": "application/json"}},
        {"input": "x", "response_format": {"type": "text", "mime_type": "application/json"}},
    ),
    (
        "an image beside the text",
        {"contents": "x", "config": {"response_modalities": ["TEXT", "IMAGE"], "image_config": {"aspect_ratio": "16:9"}}},
        {"input": "x", "response_format": [{"type": "text"}, {"type": "image", "aspect_ratio": "16:9"}]},
    ),
    (
        "speech",
        {
            "contents": "x",
            "config": {
                "response_modalities": ["AUDIO"],
                "speech_config": {"voice_config": {"prebuilt_voice_config": {"voice_name": "Kore"}}},
            },
        },
        {"input": "x", "response_format": {"type": "audio"}, "generation_config": {"speech_config": [{"voice": "Kore"}]}},
    ),
    (
        "tools of the service, in any order",
        {"contents": "x", "config": {"tools": [{"google_search": {}}, {"code_execution": {}}, {"url_context": {}}]}},
        {"input": "x", "tools": [{"type": "url_context"}, {"type": "google_search"}, {"type": "code_execution"}]},
    ),
    (
        "a declared function that must be called",
        {
            "contents": "x",
            "config": {
                "tools": [{"function_declarations": [{"name": "weather", "description": "Tells it.", "parameters": WEATHER_OPENAPI}]}],
                "tool_config": {"function_calling_config": {"mode": "ANY", "allowed_function_names": ["weather"]}},
            },
        },
        {
            "input": "x",
            "tools": [WEATHER_TOOL],
            "generation_config": {"tool_choice": {"allowed_tools": {"mode": "any", "tools": ["weather"]}}},
        },
    ),
    ("labels", {"contents": "x", "config": {"labels": {"team": "a"}}}, {"input": "x", "labels": {"team": "a"}}),
]


@pytest.mark.parametrize(("old", "new"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_both_endpoints_come_to_the_same_call(service: LoopbackService, client: Any, old: dict[str, Any], new: dict[str, Any]) -> None:
    response = client.models.generate_content(model=OLD, **old)
    interaction = client.interactions.create(model=NEW, **new)

    before, after = service.calls
    assert before.call == after.call
    assert (before.error, after.error) == (None, None)
    assert (before.model, after.model) == (OLD, NEW)
    assert (before.store, after.store) == (False, True)
    parts = response.candidates[0].content.parts
    said = [content for step in interaction.steps if step.type == "model_output" for content in step.content or []]
    old_text = "".join(part.text or "" for part in parts or [] if not part.thought)
    assert old_text == "".join(content.text for content in said if content.type == "text")
    assert old_text.endswith(interaction.output_text or "")


def test_every_pair_asks_something_else(service: LoopbackService, client: Any) -> None:
    for _, old, _ in PAIRS:
        client.models.generate_content(model=OLD, **old)
    prints = [recorded.call.fingerprint() for recorded in service.calls if recorded.call]
    same_on_purpose = 1  # the schema in its two spellings
    assert len(set(prints)) == len(PAIRS) - same_on_purpose


def test_usage_is_counted_alike(client: Any) -> None:
    config = types.GenerateContentConfig(thinking_config=types.ThinkingConfig(include_thoughts=True))
    old = client.models.generate_content(model=OLD, contents="Count me", config=config).usage_metadata
    new = client.interactions.create(model=NEW, input="Count me", generation_config={"thinking_summaries": "auto"}).usage
    assert old and new
    assert (old.prompt_token_count, old.candidates_token_count) == (new.total_input_tokens, new.total_output_tokens)
    assert (old.thoughts_token_count, old.total_token_count) == (new.total_thought_tokens, new.total_tokens)
    assert (old.prompt_token_count, old.cached_content_token_count) == (2, None)


def test_ids_are_equal_and_never_given_twice(client: Any, service: LoopbackService) -> None:
    old = [client.models.generate_content(model=OLD, contents="same").response_id for _ in range(2)]
    service.reset()
    new = [client.interactions.create(model=NEW, input="same").id for _ in range(2)]
    assert old == new
    assert new[0] != new[1]


def test_a_parsed_answer_fits_its_schema(client: Any) -> None:
    config = types.GenerateContentConfig(response_mime_type="application/json", response_schema=Person)
    for subject in "abcdefgh":  # various draws
        response = client.models.generate_content(model=OLD, contents=subject, config=config)
        assert isinstance(response.parsed, Person)
        assert 1 <= len(response.parsed.others) <= 3


def test_a_function_call_is_the_same_and_its_result_is_answered(client: Any) -> None:
    tool = types.Tool(
        function_declarations=[types.FunctionDeclaration(name="weather", description="Tells it.", parameters_json_schema=WEATHER)]
    )
    config = types.GenerateContentConfig(tools=[tool])
    question = types.UserContent("Rain?")
    asked = client.models.generate_content(model=OLD, contents=[question], config=config)
    call = asked.function_calls[0]
    result = types.UserContent(types.Part.from_function_response(name="weather", response={"rain": True}))
    answered = client.models.generate_content(model=OLD, contents=[question, asked.candidates[0].content, result], config=config)

    first = client.interactions.create(model=NEW, input="Rain?", tools=[WEATHER_TOOL])
    step = first.steps[-1]
    assert first.status == "requires_action"
    assert (step.id, step.name, step.arguments) == (call.id, call.name, call.args)
    assert set(step.arguments) == {"city", "days"}
    second = client.interactions.create(
        model=NEW,
        previous_interaction_id=first.id or "",
        input=[{"type": "function_result", "call_id": step.id, "name": "weather", "result": {"rain": True}}],
        tools=[WEATHER_TOOL],
    )
    assert second.output_text == answered.text


def test_python_functions_are_called_by_the_old_sdk(client: Any, service: LoopbackService) -> None:
    def lookup(city: str) -> str:
        """Looks it up."""
        return city.upper()

    chat = client.chats.create(model=OLD, config=types.GenerateContentConfig(tools=[lookup]))
    assert chat.send_message("Where?").text
    last = service.calls[-1].call
    assert last and [turn.role for turn in last.turns] == ["user", "model", "tool"]


def test_a_token_limit_cuts_both_answers(client: Any) -> None:
    old = client.models.generate_content(model=OLD, contents="Tell me", config={"max_output_tokens": 3})
    new = client.interactions.create(model=NEW, input="Tell me", generation_config={"max_output_tokens": 3})
    assert old.text == new.output_text
    assert old.candidates[0].finish_reason == types.FinishReason.MAX_TOKENS
    assert new.status == "incomplete"


def test_images_are_bytes_here_and_base64_there(client: Any) -> None:
    old = client.models.generate_content(model=OLD, contents="Draw", config={"response_modalities": ["IMAGE"]})
    new = client.interactions.create(model=NEW, input="Draw", response_format={"type": "image"})
    blob = old.candidates[0].content.parts[0].inline_data
    assert blob.data.startswith(b"\x89PNG")
    assert base64.b64decode(new.output_image.data) == blob.data


def test_tokens_are_counted_without_an_answer(client: Any, service: LoopbackService) -> None:
    counted = client.models.count_tokens(model=OLD, contents="one two three")
    assert counted.total_tokens == 3
    assert service.calls[0].endpoint == "countTokens"


def test_async_clients_get_the_same(client: Any, service: LoopbackService) -> None:
    async def ask() -> tuple[str | None, str | None]:
        old = await client.aio.models.generate_content(model=OLD, contents="Hi")
        new = await client.aio.interactions.create(model=NEW, input="Hi")
        return old.text, new.output_text

    old, new = asyncio.run(ask())
    assert old == new == client.models.generate_content(model=OLD, contents="Hi").text


def test_answers_are_readable_and_echo_the_prompt(client: Any) -> None:
    text = client.models.generate_content(model=OLD, contents="What is\nup? " + "x" * 99).text
    assert '"What is up? xxx' in (text or "")


def test_json_without_schema_is_an_object(client: Any) -> None:
    text = client.models.generate_content(model=OLD, contents="x", config={"response_mime_type": "application/json"}).text
    assert isinstance(json.loads(text or ""), dict)
