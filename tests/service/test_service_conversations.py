"""Chats of the old SDK and chains of interactions are the same conversation."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from google.genai import types

from migrate_interactions.verify.service import LoopbackService

OLD = "gemini-2.0-flash"
NEW = "gemini-3.8-flash"
MESSAGES = ("My name is Ada.", "What is my name?", "And yours?")


def chain(client: Any, *messages: str, system: str | None = None) -> list[str]:
    """The answers to messages sent one after another, each with the system instruction."""
    previous, answers = None, []
    for message in messages:
        interaction = client.interactions.create(model=NEW, input=message, previous_interaction_id=previous, system_instruction=system)
        previous = interaction.id
        answers.append(interaction.output_text or "")
    return answers


def test_a_chat_equals_a_chain_of_interactions(client: Any, service: LoopbackService) -> None:
    chat = client.chats.create(model=OLD, config=types.GenerateContentConfig(system_instruction="Be kind"))
    old = [chat.send_message(message).text for message in MESSAGES]
    new = chain(client, *MESSAGES, system="Be kind")
    assert old == new
    assert [call.call for call in service.calls[:3]] == [call.call for call in service.calls[3:]]


def test_a_streamed_chat_equals_it_too(client: Any) -> None:
    chat = client.chats.create(model=OLD)
    old = ["".join(chunk.text or "" for chunk in chat.send_message_stream(message)) for message in MESSAGES]
    assert old == chain(client, *MESSAGES)


def test_thoughts_are_part_of_both_histories(client: Any) -> None:
    chat = client.chats.create(model=OLD, config={"thinking_config": {"include_thoughts": True}})
    chat.send_message("One")
    old = chat.send_message("Two").text
    first = client.interactions.create(model=NEW, input="One", generation_config={"thinking_summaries": "auto"})
    second = client.interactions.create(
        model=NEW, input="Two", previous_interaction_id=first.id or "", generation_config={"thinking_summaries": "auto"}
    )
    assert second.output_text == old


def test_async_chats_too(client: Any) -> None:
    async def talk() -> list[str | None]:
        chat = client.aio.chats.create(model=OLD)
        return [(await chat.send_message(message)).text for message in MESSAGES]

    assert asyncio.run(talk()) == chain(client, *MESSAGES)


def test_the_system_instruction_does_not_carry_over(client: Any) -> None:
    first = client.interactions.create(model=NEW, input="One", system_instruction="Be kind")
    second = client.interactions.create(model=NEW, input="Two", previous_interaction_id=first.id or "")
    chat = client.chats.create(model=OLD, config={"system_instruction": "Be kind"})
    chat.send_message("One")
    assert chat.send_message("Two").text != second.output_text


@pytest.mark.parametrize(
    "contents",
    [
        ["What is my name?"],
        [types.UserContent("My name is Ada."), types.UserContent("What is my name?")],
        [types.UserContent([types.Part(text="My name is Ada."), types.Part(text="What is my name?")])],
        ["My name is Ada.", "What is my name?", types.Part.from_bytes(data=b"x", mime_type="image/png")],
    ],
    ids=["a turn lost", "the answer lost", "turns joined", "a part more"],
)
def test_any_change_of_the_history_changes_the_answer(client: Any, contents: list[types.PartUnion]) -> None:
    right = chain(client, "My name is Ada.", "What is my name?")[-1]
    assert client.models.generate_content(model=OLD, contents=contents).text != right


def test_losing_the_id_changes_the_answer(client: Any) -> None:
    assert chain(client, "One", "Two")[1] != chain(client, "Two")[0]


def test_a_stored_interaction_can_be_read_again(client: Any) -> None:
    made = client.interactions.create(model=NEW, input="Keep this")
    assert client.interactions.get(made.id or "").output_text == made.output_text


def test_a_stateless_interaction_is_recorded_as_such(client: Any, service: LoopbackService) -> None:
    client.interactions.create(model=NEW, input="Forget this", store=False)
    assert service.calls[0].store is False
