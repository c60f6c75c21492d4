"""Running code: words, code, its result, and the answer, in both APIs."""

from __future__ import annotations

from typing import Any

from migrate_interactions.verify.service import LoopbackService

MODEL = "gemini-2.5-flash"
OLD_TOOLS = {"tools": [{"code_execution": {}}]}
NEW_TOOLS = [{"type": "code_execution"}]


def test_code_and_its_result_are_the_same(client: Any, service: LoopbackService) -> None:
    old = client.models.generate_content(model=MODEL, contents="Add", config=OLD_TOOLS).candidates[0].content.parts
    new = client.interactions.create(model=MODEL, input="Add", tools=NEW_TOOLS, store=False).steps
    assert [step.type for step in new] == ["model_output", "code_execution_call", "code_execution_result", "model_output"]
    assert old[0].text == new[0].content[0].text
    assert old[1].executable_code.code == new[1].arguments.code
    assert old[2].code_execution_result.output == new[2].result
    assert new[2].call_id == new[1].id
    assert old[3].text == new[3].content[0].text


def test_words_before_the_code_are_in_one_text_and_not_in_the_other(client: Any, service: LoopbackService) -> None:
    old = client.models.generate_content(model=MODEL, contents="Add", config=OLD_TOOLS).text
    new = client.interactions.create(model=MODEL, input="Add", tools=NEW_TOOLS, store=False)
    assert old == "Let me work it out. " + new.output_text


def test_streams_bring_it_piece_by_piece(client: Any, service: LoopbackService) -> None:
    chunks = list(client.models.generate_content_stream(model=MODEL, contents="Add", config=OLD_TOOLS))
    events = client.interactions.create(model=MODEL, input="Add", tools=NEW_TOOLS, store=False, stream=True)
    kinds = [event.delta.type for event in events if event.event_type == "step.delta"]
    assert len(kinds) == len(chunks)
    assert "code_execution_call" in kinds
    assert "code_execution_result" in kinds


def test_a_conversation_goes_on_alike(client: Any, service: LoopbackService) -> None:
    chat = client.chats.create(model=MODEL, config=OLD_TOOLS)
    chat.send_message("One")
    chat.send_message("Two")
    first = client.interactions.create(model=MODEL, input="One", tools=NEW_TOOLS)
    client.interactions.create(model=MODEL, input="Two", tools=NEW_TOOLS, previous_interaction_id=first.id)
    assert service.calls[1].call == service.calls[3].call


def test_a_history_that_the_program_keeps_goes_on_alike(client: Any, service: LoopbackService) -> None:
    chat = client.chats.create(model=MODEL, config=OLD_TOOLS)
    chat.send_message("One")
    chat.send_message("Two")
    said = [{"type": "user_input", "content": [{"type": "text", "text": "One"}]}]
    first = client.interactions.create(model=MODEL, input=said, tools=NEW_TOOLS, store=False)
    more = [{"type": "user_input", "content": [{"type": "text", "text": "Two"}]}]
    client.interactions.create(model=MODEL, input=[*said, *first.steps, *more], tools=NEW_TOOLS, store=False)
    assert service.calls[1].call == service.calls[3].call
