"""The service refuses what the real one would: the SDK itself lets much of it through."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from google.genai import errors

from migrate_interactions.verify.service import LoopbackService

NEW = "gemini-3.8-flash"
TEXT = {"type": "text", "text": "x"}
STEP = {"type": "user_input", "content": [TEXT]}


def post(service: LoopbackService, path: str, body: Any, client: str = "google-genai-sdk/3.4.0 gl-python/3.11") -> tuple[int, Any]:
    """Status and JSON of a raw request, for what the SDK would not send."""
    data = json.dumps(body).encode()
    request = urllib.request.Request(service.url + path, data, {"Content-Type": "application/json", "x-goog-api-client": client})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


REFUSED_INTERACTIONS: list[tuple[str, dict[str, Any], str]] = [
    ("an unknown key", {"contents": "x"}, "Unknown name 'contents'"),
    ("an unknown key in the configuration", {"generation_config": {"top_k": 3}}, "generation_config.top_k"),
    ("an upper-case level", {"generation_config": {"thinking_level": "HIGH"}}, "Invalid value: 'HIGH'"),
    ("a number as level", {"generation_config": {"thinking_level": 3}}, "Invalid value: 3"),
    ("an unknown tool", {"tools": [{"type": "nonsense"}]}, "Unknown variant: 'nonsense' at 'tools.0.type'"),
    ("a tool in its old shape", {"tools": [{"google_search": {}}]}, "Unknown variant: None at 'tools.0.type'"),
    ("a key too many in a tool", {"tools": [{"type": "google_search", "x": 1}]}, "Unknown name 'x'"),
    (
        "a schema in the OpenAPI spelling",
        {"response_format": {"type": "text", "mime_type": "application/json", "schema": {"type": "OBJECT"}}},
        "Invalid JSON Schema type 'OBJECT' at 'response_format.schema.type'",
    ),
    (
        "the same deep inside",
        {"response_format": {"type": "text", "schema": {"type": "object", "properties": {"type": {"type": "STRING"}}}}},
        "response_format.schema.properties.type.type",
    ),
    (
        "the same in a function",
        {"tools": [{"type": "function", "name": "f", "parameters": {"type": "OBJECT"}}]},
        "tools.0.parameters.type",
    ),
    ("a bare schema as format", {"response_format": {"type": "object", "properties": {}}}, "response_format"),
    ("an upper-case safety type", {"safety_settings": [{"type": "HARM_CATEGORY_HATE_SPEECH", "threshold": "off"}]}, "Invalid value"),
    ("a system instruction in parts", {"system_instruction": ["a"]}, "Expected str"),
    ("contents and steps in one list", {"input": [STEP, TEXT]}, "mixes contents and steps"),
    ("an old content", {"input": [{"role": "user", "parts": [{"text": "x"}]}]}, "input"),
    ("bare texts", {"input": ["a", "b"]}, "input"),
    ("one step that is not in a list", {"input": STEP}, "input"),
    ("an unknown content", {"input": [{"type": "picture"}]}, "Unknown variant: 'picture'"),
    ("a key too many in a content", {"input": [{**TEXT, "thought": True}]}, "Unknown name 'thought'"),
    ("no input at all", {"input": None}, "'input'"),
    ("data that is not base64", {"input": [{"type": "image", "data": "not base64!"}]}, "Invalid base64 data at 'input.0.data'"),
    ("a stream read to its end", {"input": [{"type": "image", "data": ""}]}, "Invalid base64 data"),
    (
        "a mime type nobody declared",
        {"input": [{"type": "document", "uri": "u", "mime_type": "text/plain"}]},
        "Invalid value: 'text/plain'",
    ),
    ("a function result without call_id", {"input": [{"type": "function_result", "name": "f", "result": {}}]}, "call_id"),
    (
        "a function result nobody asked for",
        {"input": [{"type": "function_result", "call_id": "c", "result": {}}]},
        "answers no function_call",
    ),
    ("work in the background that is not stored", {"store": False, "background": True}, "background=true requires store=true"),
]


@pytest.mark.parametrize(("body", "message"), [case[1:] for case in REFUSED_INTERACTIONS], ids=[case[0] for case in REFUSED_INTERACTIONS])
def test_interactions_refuse(service: LoopbackService, body: dict[str, Any], message: str) -> None:
    status, answer = post(service, "/v1/interactions", {"model": NEW, "input": "x", **body})
    assert (status, answer["error"]["code"], answer["error"]["status"]) == (400, 400, "INVALID_ARGUMENT")
    assert message in answer["error"]["message"]
    assert service.calls[0].error == answer["error"]["message"]
    assert service.calls[0].call is None or "function_call" in message


REFUSED_GENERATE: list[tuple[str, dict[str, Any], str]] = [
    ("an unknown key", {"input": "x"}, "Unknown name 'input'"),
    ("an unknown key in the configuration", {"generationConfig": {"nonsense": 1}}, "Unknown name 'nonsense'"),
    ("an unknown constant", {"generationConfig": {"thinkingConfig": {"thinkingLevel": "SOMEHOW"}}}, "Invalid value: 'SOMEHOW'"),
    ("contents in the new shape", {"contents": [TEXT]}, "Unknown name 'type'"),
    ("no contents", {"contents": []}, "contents is not specified"),
    ("a content without parts", {"contents": [{"role": "user", "parts": []}]}, "at least one part"),
    ("an unknown role", {"contents": [{"role": "assistant", "parts": [{"text": "x"}]}]}, "valid role"),
    ("data that is not base64", {"contents": [{"parts": [{"inlineData": {"data": "!", "mimeType": "image/png"}}]}]}, "Invalid base64"),
    ("a schema without the JSON mime type", {"generationConfig": {"responseSchema": {"type": "OBJECT"}}}, "response_mime_type"),
]


@pytest.mark.parametrize(("body", "message"), [case[1:] for case in REFUSED_GENERATE], ids=[case[0] for case in REFUSED_GENERATE])
def test_generate_content_refuses(service: LoopbackService, body: dict[str, Any], message: str) -> None:
    contents = [{"parts": [{"text": "x"}]}]
    status, answer = post(service, "/v1beta/models/any-model:generateContent", {"contents": contents, **body})
    assert (status, answer["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert message in answer["error"]["message"]


def test_retired_models_answer_on_the_old_endpoint_only(service: LoopbackService) -> None:
    contents = [{"parts": [{"text": "x"}]}]
    assert post(service, "/v1beta/models/gemini-1.0-pro:generateContent", {"contents": contents})[0] == 200
    status, answer = post(service, "/v1/interactions", {"model": "gemini-1.0-pro", "input": "x"})
    assert (status, answer["error"]["status"]) == (404, "NOT_FOUND")
    assert "gemini-1.0-pro" in answer["error"]["message"]


def test_models_can_be_added() -> None:
    with LoopbackService(extra_models=["gemini-next"]) as service:
        assert post(service, "/v1/interactions", {"model": "gemini-next", "input": "x"})[0] == 200


def test_clients_of_the_legacy_schema_are_turned_away(service: LoopbackService) -> None:
    status, answer = post(service, "/v1beta/interactions", {"model": NEW, "input": "x"}, "google-genai-sdk/1.75.0 gl-python/3.11")
    assert status == 400
    assert "legacy Interactions API schema is no longer supported" in answer["error"]["message"]


def test_an_unknown_id_is_not_found(service: LoopbackService, client: Any) -> None:
    status, answer = post(service, "/v1/interactions", {"model": NEW, "input": "x", "previous_interaction_id": "v1_nobody"})
    assert (status, answer["error"]["status"]) == (404, "NOT_FOUND")


def test_an_interaction_that_was_not_stored_is_not_found(service: LoopbackService, client: Any) -> None:
    forgotten = client.interactions.create(model=NEW, input="x", store=False)
    with pytest.raises(Exception, match="not found") as caught:
        client.interactions.create(model=NEW, input="y", previous_interaction_id=forgotten.id or "")
    assert caught.value.status_code == 404  # type: ignore[attr-defined]
    assert not isinstance(caught.value, errors.APIError)


def test_what_is_not_covered_says_so_and_is_not_tried_again(service: LoopbackService, client: Any) -> None:
    with pytest.raises(errors.ClientError, match="does not cover"):
        client.models.embed_content(model="x", contents="x")
    for body in ({"background": True}, {"agent": "a"}, {"response_format": {"type": "video"}}):
        status, answer = post(service, "/v1/interactions", {"model": NEW, "input": "x", **body})
        assert (status, answer["error"]["status"]) == (400, "UNIMPLEMENTED")


def test_broken_json_is_refused(service: LoopbackService) -> None:
    request = urllib.request.Request(service.url + "/v1/interactions", b"{", {"Content-Type": "application/json"})
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(request)


def test_lower_case_schema_types_are_taken_as_the_older_sdks_sent_them(service: LoopbackService) -> None:
    config = {"responseMimeType": "application/json", "responseSchema": {"type": "object", "properties": {"a": {"type": "string"}}}}
    body = {"contents": [{"parts": [{"text": "x"}]}], "generationConfig": config}
    assert post(service, "/v1beta/models/m:generateContent", body)[0] == 200


@pytest.mark.parametrize("place", ["", "/projects/p/locations/global", "/projects/p/locations/europe-west4"])
def test_the_enterprise_paths_are_the_same_service(service: LoopbackService, place: str) -> None:
    publisher = "/publishers/google" if place else ""
    old = post(service, f"/v1beta1{place}{publisher}/models/m:generateContent", {"contents": [{"parts": [{"text": "x"}]}]})
    new = post(service, f"/v1beta1{place}/interactions", {"model": NEW, "input": "x"})
    assert (old[0], new[0]) == (200, 200)
    assert service.calls[0].call == service.calls[1].call


def test_a_stream_without_sse_is_one_list(service: LoopbackService) -> None:
    status, answer = post(service, "/v1beta/models/m:streamGenerateContent", {"contents": [{"parts": [{"text": "x"}]}]})
    assert status == 200
    assert isinstance(answer, list)
