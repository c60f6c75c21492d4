"""Searching the web: the same queries, sources and places in both APIs, each in its own shape."""

from __future__ import annotations

from typing import Any

from migrate_interactions.verify.service import LoopbackService

MODEL = "gemini-2.5-flash"
QUESTION = "Who won the garden show?"
OLD = {"model": MODEL, "contents": QUESTION, "config": {"tools": [{"google_search": {}}]}}
NEW = {"model": MODEL, "input": QUESTION, "tools": [{"type": "google_search"}], "store": False}


def test_an_answer_names_its_queries_and_sources(client: Any, service: LoopbackService) -> None:
    old, new = client.models.generate_content(**OLD), client.interactions.create(**NEW)
    assert old.text == new.output_text
    grounding = old.candidates[0].grounding_metadata
    call, result, output = new.steps
    (citation,) = output.content[0].annotations
    assert (call.type, result.type, result.call_id) == ("google_search_call", "google_search_result", call.id)
    assert grounding.web_search_queries == call.arguments.queries == [QUESTION]
    assert grounding.search_entry_point.rendered_content == result.result[0].search_suggestions
    web, segment = grounding.grounding_chunks[0].web, grounding.grounding_supports[0].segment
    assert (web.uri, web.title) == (citation.url, citation.title)
    assert (segment.start_index or 0, segment.end_index) == (citation.start_index, citation.end_index)


def test_a_streamed_answer_does_too(client: Any, service: LoopbackService) -> None:
    chunks = list(client.models.generate_content_stream(**OLD))
    events = list(client.interactions.create(**NEW, stream=True))
    text = "".join(event.delta.text for event in events if event.event_type == "step.delta" and event.delta.type == "text")
    assert "".join(chunk.text for chunk in chunks) == text
    cited = [
        event.delta.annotations[0] for event in events if event.event_type == "step.delta" and event.delta.type == "text_annotation_delta"
    ]
    assert [item.url for item in cited] == [chunks[-1].candidates[0].grounding_metadata.grounding_chunks[0].web.uri]


def test_without_the_tool_there_is_none(client: Any, service: LoopbackService) -> None:
    assert client.models.generate_content(model=MODEL, contents=QUESTION).candidates[0].grounding_metadata is None
    assert len(client.interactions.create(model=MODEL, input=QUESTION, store=False).steps) == 1


def test_a_conversation_goes_on_as_if_nothing_was_looked_up(client: Any, service: LoopbackService) -> None:
    chat = client.chats.create(model=MODEL, config=OLD["config"])
    old = [chat.send_message(text).text for text in ("One", "Two")]
    first = client.interactions.create(model=MODEL, input="One", tools=NEW["tools"])
    second = client.interactions.create(model=MODEL, input="Two", tools=NEW["tools"], previous_interaction_id=first.id)
    assert old == [first.output_text, second.output_text]
