"""The same question, asked from Python and from JavaScript, through either API, is one canonical call with one answer."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unittest import mock

import pytest
from google import genai

from migrate_interactions.verify.service import LoopbackService, RecordedCall
from tests.javascript.running import Node

OLD = "gemini-2.0-flash"
NEW = "gemini-3.8-flash"
PIXEL = "iVBORw0KGgr//g=="
WEATHER = {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}, "required": ["city"]}
SHOUTED = {"type": "OBJECT", "properties": {"city": {"type": "STRING"}, "days": {"type": "INTEGER"}}, "required": ["city"]}
DECLARED = {"name": "weather", "description": "Tells it.", "parameters": SHOUTED}
TOOL = {"type": "function", "name": "weather", "description": "Tells it.", "parameters": WEATHER}


@dataclass(frozen=True)
class Question:
    """What is asked: arguments of ``generate_content`` as JSON (camelCase, as JavaScript has them) and of ``interactions.create``."""

    name: str
    old: dict[str, Any]
    new: dict[str, Any]


QUESTIONS = [
    Question("a text", {"contents": "Hello"}, {"input": "Hello"}),
    Question(
        "a system instruction and settings",
        {
            "contents": "Hello",
            "config": {"systemInstruction": "Be brief.", "temperature": 0.5, "maxOutputTokens": 40, "seed": 7, "stopSequences": ["END"]},
        },
        {
            "input": "Hello",
            "system_instruction": "Be brief.",
            "generation_config": {"temperature": 0.5, "max_output_tokens": 40, "seed": 7, "stop_sequences": ["END"]},
        },
    ),
    Question(
        "a picture beside a text",
        {"contents": [{"role": "user", "parts": [{"text": "See"}, {"inlineData": {"mimeType": "image/png", "data": PIXEL}}]}]},
        {
            "input": [
                {
                    "type": "user_input",
                    "content": [{"type": "text", "text": "See"}, {"type": "image", "data": PIXEL, "mime_type": "image/png"}],
                }
            ]
        },
    ),
    Question(
        "a file by its address",
        {"contents": [{"role": "user", "parts": [{"fileData": {"mimeType": "application/pdf", "fileUri": "gs://b/x.pdf"}}]}]},
        {"input": [{"type": "user_input", "content": [{"type": "document", "uri": "gs://b/x.pdf", "mime_type": "application/pdf"}]}]},
    ),
    Question(
        "a history",
        {
            "contents": [
                {"role": "user", "parts": [{"text": "My name is Ada."}]},
                {"role": "model", "parts": [{"text": "Hello Ada."}]},
                {"role": "user", "parts": [{"text": "What is my name?"}]},
            ]
        },
        {
            "input": [
                {"type": "user_input", "content": [{"type": "text", "text": "My name is Ada."}]},
                {"type": "model_output", "content": [{"type": "text", "text": "Hello Ada."}]},
                {"type": "user_input", "content": [{"type": "text", "text": "What is my name?"}]},
            ]
        },
    ),
    Question(
        "a schema",
        {"contents": "Weather?", "config": {"responseMimeType": "application/json", "responseSchema": SHOUTED}},
        {"input": "Weather?", "response_format": {"type": "text", "mime_type": "application/json", "schema": WEATHER}},
    ),
    Question(
        "a function",
        {"contents": "Rain?", "config": {"tools": [{"functionDeclarations": [DECLARED]}]}},
        {"input": "Rain?", "tools": [TOOL]},
    ),
    Question(
        "tools of the service, safety and thinking",
        {
            "contents": "Look it up",
            "config": {
                "tools": [{"googleSearch": {}}, {"codeExecution": {}}],
                "safetySettings": [{"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "BLOCK_NONE"}],
                "thinkingConfig": {"includeThoughts": True},
            },
        },
        {
            "input": "Look it up",
            "tools": [{"type": "google_search"}, {"type": "code_execution"}],
            "safety_settings": [{"type": "hate_speech", "threshold": "block_none"}],
            "generation_config": {"thinking_summaries": "auto"},
        },
    ),
]
IDS = [question.name for question in QUESTIONS]

#: Asks every question through both APIs, whole and streamed, and prints all texts as one JSON list.
PROGRAM = """
import { readFileSync } from 'node:fs';
import { GoogleGenAI } from '@google/genai';

const ai = new GoogleGenAI({});
const texts = [];
for (const { old, fresh } of JSON.parse(readFileSync('questions.json', 'utf8'))) {
  texts.push(said(await ai.models.generateContent({ model: 'gemini-2.0-flash', ...old })));
  let text = '';
  for await (const chunk of await ai.models.generateContentStream({ model: 'gemini-2.0-flash', ...old })) text += said(chunk);
  texts.push(text);
  const interaction = await ai.interactions.create({ model: 'gemini-3.8-flash', ...fresh });
  texts.push(interaction.steps.flatMap((step) => (step.type === 'model_output' ? step.content : [])).map((part) => part.text).join(''));
  text = '';
  for await (const event of await ai.interactions.create({ model: 'gemini-3.8-flash', ...fresh, stream: true })) {
    if (event.event_type === 'step.delta' && event.delta.type === 'text') text += event.delta.text;
  }
  texts.push(text);
}
console.log(JSON.stringify(texts));

function said(response) {
  return response.candidates[0].content.parts.filter((part) => !part.thought).map((part) => part.text ?? '').join('');
}
"""
#: The same from the older SDK, which has the settings of a request in other places.
OLDER = """
import { GoogleGenerativeAI } from '@google/generative-ai';

const model = new GoogleGenerativeAI('k').getGenerativeModel({
  model: 'gemini-2.0-flash',
  systemInstruction: 'Be brief.',
  generationConfig: { temperature: 0.5, maxOutputTokens: 40, stopSequences: ['END'] },
});
console.log((await model.generateContent('Hello')).response.text());
const { stream } = await model.generateContentStream('Hello');
let text = '';
for await (const chunk of stream) text += chunk.text();
console.log(text);
const chat = model.startChat({ history: [{ role: 'user', parts: [{ text: 'Hi' }] }, { role: 'model', parts: [{ text: 'Yes?' }] }] });
console.log((await chat.sendMessage('Hello')).response.text());
console.log((await model.countTokens('one two three')).totalTokens);
"""


@pytest.fixture(scope="module")
def client(service: LoopbackService) -> Iterator[Any]:
    with mock.patch.dict(os.environ, service.environment()):
        os.environ.pop("GOOGLE_API_KEY", None)
        yield genai.Client()


@pytest.fixture(scope="module")
def asked(node: Node) -> tuple[list[RecordedCall], list[str]]:
    """The calls and the texts of all questions in turn, as JavaScript asks them."""
    questions = [{"old": question.old, "fresh": question.new} for question in QUESTIONS]
    run = node.run_program(PROGRAM, files={"questions.json": json.dumps(questions)})
    assert run.failure is None, run.stderr
    return list(run.calls), json.loads(run.stdout)


def asked_from_python(client: Any, question: Question) -> Iterator[str]:
    yield _said(client.models.generate_content(model=OLD, **question.old))
    yield "".join(map(_said, client.models.generate_content_stream(model=OLD, **question.old)))
    steps = client.interactions.create(model=NEW, **question.new).steps
    yield "".join(part.text for step in steps if step.type == "model_output" for part in step.content)
    events = client.interactions.create(model=NEW, **question.new, stream=True)
    yield "".join(event.delta.text for event in events if event.event_type == "step.delta" and event.delta.type == "text")


def _said(response: Any) -> str:
    parts = response.candidates[0].content.parts or []
    return "".join(part.text or "" for part in parts if not part.thought)


@pytest.mark.parametrize("place", range(len(QUESTIONS)), ids=IDS)
def test_both_languages_ask_the_same_and_are_told_the_same(
    service: LoopbackService, client: Any, asked: tuple[list[RecordedCall], list[str]], place: int
) -> None:
    calls, texts = (items[4 * place : 4 * place + 4] for items in asked)
    service.reset()
    told = list(asked_from_python(client, QUESTIONS[place]))
    assert [call.error for call in calls] == [None] * 4
    assert [call.call for call in calls] == [call.call for call in service.calls]
    assert [(call.endpoint, call.model, call.store, call.stream) for call in calls] == [
        (call.endpoint, call.model, call.store, call.stream) for call in service.calls
    ]
    assert len({call.call for call in calls}) == 1, "the two APIs ask something else"
    assert texts == told
    assert len(set(told)) == 1


def test_every_question_is_another(asked: tuple[list[RecordedCall], list[str]]) -> None:
    assert len({call.call for call in asked[0]}) == len(QUESTIONS)


def test_the_older_sdk_asks_the_same(service: LoopbackService, client: Any, node: Node) -> None:
    run = node.run_program(OLDER)
    assert run.failure is None, run.stderr
    service.reset()
    config = {"system_instruction": "Be brief.", "temperature": 0.5, "max_output_tokens": 40, "stop_sequences": ["END"]}
    history = [{"role": "user", "parts": [{"text": "Hi"}]}, {"role": "model", "parts": [{"text": "Yes?"}]}]
    once = client.models.generate_content(model=OLD, contents="Hello", config=config).text
    chat = client.chats.create(model=OLD, config=config, history=history).send_message("Hello").text
    single, message = (call.call for call in service.calls)
    whole, streamed, sent, counted = run.calls
    assert [whole.call, streamed.call, sent.call] == [single, single, message]
    assert (streamed.stream, counted.endpoint) == (True, "countTokens")
    assert run.stdout.splitlines()[:3] == [once, once, chat]
