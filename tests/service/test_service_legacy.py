"""Clients of google-genai 1.x, where the service is told to answer them."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from migrate_interactions.verify.service import LoopbackService

CLIENT = "google-genai-sdk/1.75.0 gl-python/3.11"
NEW = "gemini-3.8-flash"


@pytest.fixture(scope="module")
def service() -> Iterator[LoopbackService]:
    with LoopbackService(legacy=True) as running:
        yield running


def post(service: LoopbackService, body: dict[str, Any], client: str = CLIENT) -> tuple[int, str]:
    headers = {"Content-Type": "application/json", "x-goog-api-client": client}
    request = urllib.request.Request(service.url + "/v1beta/interactions", json.dumps({"model": NEW, **body}).encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def outputs(service: LoopbackService, **body: Any) -> list[dict[str, Any]]:
    status, text = post(service, body)
    assert status == 200, text
    answer = json.loads(text)
    assert "steps" not in answer
    return list(answer["outputs"])


def events(service: LoopbackService, **body: Any) -> list[dict[str, Any]]:
    _, text = post(service, {**body, "stream": True})
    return [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]


TOOL = {"type": "function", "name": "f", "description": "d", "parameters": {"type": "object"}}

SAME = {
    "turns are steps": (
        {"input": [{"role": "user", "content": "a"}, {"role": "model", "content": [{"type": "text", "text": "b"}]}]},
        {
            "input": [
                {"type": "user_input", "content": [{"type": "text", "text": "a"}]},
                {"type": "model_output", "content": [{"type": "text", "text": "b"}]},
            ]
        },
    ),
    "a schema has its mime type beside it": (
        {"input": "a", "response_mime_type": "application/json", "response_format": {"type": "object"}},
        {"input": "a", "response_format": {"type": "text", "mime_type": "application/json", "schema": {"type": "object"}}},
    ),
    "settings of images": (
        {"input": "a", "response_modalities": ["text", "image"], "generation_config": {"image_config": {"aspect_ratio": "1:1"}}},
        {"input": "a", "response_format": [{"type": "text"}, {"type": "image", "aspect_ratio": "1:1"}]},
    ),
    "voices": (
        {"input": "a", "response_modalities": ["audio"], "generation_config": {"speech_config": [{"speaker": "A", "voice": "Kore"}]}},
        {
            "input": "a",
            "response_format": {"type": "audio"},
            "generation_config": {"speech_config": {"speakers": [{"speaker": "A", "voice": "Kore"}]}},
        },
    ),
    "null is not said": ({"input": "a", "previous_interaction_id": None}, {"input": "a"}),
}


@pytest.mark.parametrize(("legacy", "today"), SAME.values(), ids=SAME)
def test_the_same_request_is_the_same_call(service: LoopbackService, legacy: dict[str, Any], today: dict[str, Any]) -> None:
    service.reset()
    assert post(service, legacy)[0] == post(service, today, "google-genai-sdk/3.4.0")[0] == 200
    first, second = service.calls
    assert first.call == second.call is not None


REFUSED = {
    "today's format": ({"response_format": {"type": "text", "mime_type": "application/json"}}, "response_mime_type"),
    "today's format with a mime type": (
        {"response_format": {"type": "text", "schema": {}}, "response_mime_type": "application/json"},
        "JSON Schema",
    ),
    "steps": ({"input": [{"type": "user_input", "content": []}]}, "user_input"),
    "turns beside contents": ({"input": [{"role": "user", "content": "a"}, {"type": "text", "text": "b"}]}, "mixes"),
    "a role of its own for results": ({"input": [{"role": "tool", "content": "a"}]}, "tool"),
    "safety settings": ({"safety_settings": []}, "safety_settings"),
    "labels": ({"labels": {"a": "b"}}, "labels"),
    "a cached content": ({"cached_content": "c"}, "cached_content"),
    "a section of a video": ({"input": [{"type": "video", "uri": "u", "processing": "static"}]}, "processing"),
    "a document that is no PDF": ({"input": [{"type": "document", "uri": "u", "mime_type": "text/csv"}]}, "text/csv"),
    "a thinking level": ({"generation_config": {"thinking_level": "xhigh"}}, "xhigh"),
    "an unknown setting": ({"generation_config": {"top_k": 3}}, "top_k"),
    "speakers as today": ({"generation_config": {"speech_config": {"speakers": []}}}, "speech_config"),
    "an unknown tool": ({"tools": [{"google_search": {}}]}, "google_search"),
    "an unknown setting of a tool": ({"tools": [{"type": "code_execution", "x": 1}]}, "x"),
}


@pytest.mark.parametrize(("body", "named"), REFUSED.values(), ids=REFUSED)
def test_what_the_legacy_types_do_not_declare_is_refused(service: LoopbackService, body: dict[str, Any], named: str) -> None:
    status, answer = post(service, {"input": "a", **body})
    assert status == 400
    assert named in json.loads(answer)["error"]["message"]


def test_an_answer_has_one_list_of_outputs(service: LoopbackService) -> None:
    assert [output["type"] for output in outputs(service, input="a")] == ["text"]
    thinking = outputs(service, input="a", generation_config={"thinking_summaries": "auto"})
    assert [output["type"] for output in thinking] == ["thought", "text"]
    searched = outputs(service, input="a", tools=[{"type": "google_search"}])
    assert [output["type"] for output in searched] == ["google_search_call", "google_search_result", "text"]


def test_a_function_call_is_answered_in_the_next_request(service: LoopbackService) -> None:
    (call,) = outputs(service, input="a", tools=[TOOL])
    assert call["type"] == "function_call"
    result = {"type": "function_result", "call_id": call["id"], "name": "f", "result": {"x": 1}}
    history = [{"role": "user", "content": "a"}, {"role": "model", "content": [call]}, {"role": "user", "content": [result]}]
    assert [output["type"] for output in outputs(service, input=history, tools=[TOOL])] == ["text"]


def test_events_have_their_older_names(service: LoopbackService) -> None:
    said = events(service, input="a")
    kinds = [event["event_type"] for event in said]
    assert kinds[:3] == ["interaction.start", "interaction.status_update", "content.start"]
    assert kinds[-2:] == ["content.stop", "interaction.complete"]
    assert set(kinds[3:-2]) == {"content.delta"}
    assert "".join(e["delta"]["text"] for e in said if e["event_type"] == "content.delta") == outputs(service, input="a")[0]["text"]
    assert said[-1]["interaction"]["usage"]["total_tokens"]


def test_a_function_call_comes_whole_in_a_stream(service: LoopbackService) -> None:
    (delta,) = [event["delta"] for event in events(service, input="a", tools=[TOOL]) if event["event_type"] == "content.delta"]
    assert delta == outputs(service, input="a", tools=[TOOL])[0]


def test_each_content_of_a_stream_starts_and_stops(service: LoopbackService) -> None:
    said = events(service, input="a", generation_config={"thinking_summaries": "auto"}, tools=[{"type": "code_execution"}])
    started = [event["content"]["type"] for event in said if event["event_type"] == "content.start"]
    assert started == ["thought", "text", "code_execution_call", "code_execution_result", "text"]
    assert [event["index"] for event in said if event["event_type"] == "content.stop"] == list(range(len(started)))


def test_conversations_go_on(service: LoopbackService) -> None:
    first = json.loads(post(service, {"input": "a"})[1])
    status, text = post(service, {"input": "b", "previous_interaction_id": first["id"]})
    assert status == 200
    assert json.loads(text)["previous_interaction_id"] == first["id"]
