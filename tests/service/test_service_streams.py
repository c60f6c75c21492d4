"""Streams carry the same text in the same pieces."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from migrate_interactions.verify.service import LoopbackService

OLD = "gemini-2.0-flash"
NEW = "gemini-3.8-flash"
TOOL = {"type": "function", "name": "find", "parameters": {"type": "object", "properties": {"word": {"type": "string"}}}}


def test_chunks_are_cut_in_the_same_places(client: Any, service: LoopbackService) -> None:
    old = [chunk.text for chunk in client.models.generate_content_stream(model=OLD, contents="Tell a story")]
    events = list(client.interactions.create(model=NEW, input="Tell a story", stream=True))
    new = [event.delta.text for event in events if event.event_type == "step.delta"]
    assert old == new
    assert len(new) > 1
    assert [call.stream for call in service.calls] == [True, True]


def test_events_come_in_the_order_of_the_service(client: Any) -> None:
    events = list(client.interactions.create(model=NEW, input="Hi", stream=True))
    kinds = [event.event_type for event in events]
    assert kinds[:3] == ["interaction.created", "interaction.status_update", "step.start"]
    assert kinds[-2:] == ["step.stop", "interaction.completed"]
    assert events[-1].interaction.usage.total_tokens
    assert events[-1].interaction.status == "completed"


def test_a_finished_stream_can_be_continued_by_its_id(client: Any) -> None:
    events = list(client.interactions.create(model=NEW, input="One", stream=True))
    streamed = client.interactions.create(model=NEW, input="Two", previous_interaction_id=events[0].interaction.id)
    first = client.interactions.create(model=NEW, input="One")
    assert client.interactions.create(model=NEW, input="Two", previous_interaction_id=first.id or "").output_text == streamed.output_text


def test_the_last_chunk_carries_usage_and_reason(client: Any) -> None:
    *others, last = client.models.generate_content_stream(model=OLD, contents="Hi")
    assert last.usage_metadata and last.candidates[0].finish_reason
    assert not any(chunk.usage_metadata for chunk in others)


def test_arguments_of_a_function_call_arrive_as_deltas(client: Any) -> None:
    events = list(client.interactions.create(model=NEW, input="Hi", stream=True, tools=[TOOL]))
    start = next(event for event in events if event.event_type == "step.start")
    fragments = [event.delta.arguments for event in events if event.event_type == "step.delta"]
    whole = client.interactions.create(model=NEW, input="Hi", tools=[TOOL]).steps[0]
    assert (start.step.name, start.step.arguments) == ("find", {})
    assert json.loads("".join(fragments)) == whole.arguments


def test_thought_summaries_have_steps_of_their_own(client: Any) -> None:
    events = client.interactions.create(model=NEW, input="Hi", stream=True, generation_config={"thinking_summaries": "auto"})
    deltas = [event.delta for event in events if event.event_type == "step.delta"]
    assert deltas[0].type == "thought_summary"
    assert deltas[0].content.text
    assert deltas[1].type == "text"


def test_async_streams_work_on_both(client: Any) -> None:
    async def ask() -> tuple[str, str]:
        old = [chunk.text or "" async for chunk in await client.aio.models.generate_content_stream(model=OLD, contents="Hi")]
        stream = await client.aio.interactions.create(model=NEW, input="Hi", stream=True)
        new = [event.delta.text async for event in stream if event.event_type == "step.delta"]
        return "".join(old), "".join(new)

    old, new = asyncio.run(ask())
    assert old == new
